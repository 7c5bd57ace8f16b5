"""What belongs to some measures, and nothing that points at a gap."""

from __future__ import annotations

import pytest

from mitigraph.errors import UnknownTermError
from mitigraph.store.oxigraph import OxigraphStore, parse
from mitigraph.store.protocol import RdfFormat
from mitigraph.terms import BASE, MG, PREFIXES, Iri, compact, measure_iri

M1, M2, M3 = (measure_iri("test", name) for name in ("M1", "M2", "M3"))
TYPE = PREFIXES["rdf"] + "type"


def quads(exported, store, **choices):
    return list(parse(exported(store, "nquads", **choices)[0], RdfFormat.NQUADS))


def gaps(found, store):
    """Return what is referred to, was described, and is not any more."""
    described = {quad.subject for quad in found}
    before = {quad.subject for quad in store.quads()}
    named = {
        quad.object
        for quad in found
        if quad.predicate != TYPE and not str(quad.object).startswith((str(MG), BASE + "class/"))
    }
    return (named & before) - described


def test_a_selection_is_the_measure_and_what_it_needs(sample, exported):
    found = quads(exported, sample, measures=[M1])
    subjects = {compact(quad.subject) for quad in found if isinstance(quad.subject, Iri)}
    assert {name for name in subjects if name.startswith("test/")} == {"test/M1"}
    assert subjects >= {
        "assessment/0000000000000001",
        "opinion/0000000000000001",
        "source/test2024",
        "authorship/test2024/1",
        "agent/tester",
        "panel/test",
        "passage/test2024/1",
        "dataset/test",
        "airi-mitigation/1",
        "airi-mitigation/1/1",
        "airi-mitigation/1/1.1",
        "actor/1/developer",
        "stance/1/limits",
    }
    assert not subjects & {"agent/unconcerned", "actor/1/deployer"}
    assert "airi-mitigation/1/2" not in subjects
    assert "mg:DeveloperMeasure" not in subjects


@pytest.mark.parametrize("preliminary", [True, False])
@pytest.mark.parametrize("measures", [None, [M1], [M2], [M1, M3]], ids=str)
def test_nothing_points_at_what_was_left_out(sample, exported, measures, preliminary):
    found = quads(exported, sample, measures=measures, preliminary=preliminary)
    assert found
    assert gaps(found, sample) == set()


def test_derived_statements_come_along(sample, exported):
    found = quads(exported, sample, measures=[M1])
    assert any(quad.subject == M1 and quad.predicate == MG["actor"] for quad in found)
    assert any(quad.graph == BASE + "graph/derived" for quad in found)


def test_an_empty_selection_is_empty(sample, exported):
    assert quads(exported, sample, measures=[]) == []


def test_an_unknown_measure_is_told(sample, exported):
    with pytest.raises(UnknownTermError, match="test/M9"):
        exported(sample, "turtle", measures=[measure_iri("test", "M9")])


def test_selecting_every_measure_of_the_shipped_graph_leaves_no_gap(shipped, exported):
    store = shipped.store
    measures = [
        q.subject for q in store.quads() if q.predicate == TYPE and q.object == MG["Measure"]
    ]
    found = quads(exported, store, measures=measures)
    assert gaps(found, store) == set()
    assert {q.subject for q in found} >= set(measures)


def test_a_store_is_left_as_it_was(sample, exported):
    before = set(sample.quads())
    exported(sample, "turtle", measures=[M1], preliminary=False)
    assert set(sample.quads()) == before
    assert isinstance(sample, OxigraphStore)
