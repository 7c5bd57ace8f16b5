"""Leaving out what rests on preliminary data."""

from __future__ import annotations

from mitigraph.exporters.publication import without_preliminary
from mitigraph.store.oxigraph import OxigraphStore
from mitigraph.terms import BASE, MG, PREFIXES, Iri, concept_iri, measure_iri

PRELIMINARY = concept_iri("review-status", 1, "preliminary")
M1, M2, M3 = (measure_iri("test", name) for name in ("M1", "M2", "M3"))


def values(store, subject, name):
    return {
        quad.object
        for quad in store.quads()
        if quad.subject == subject and quad.predicate == MG[name]
    }


def test_assessments_opinions_and_schemes_go_with_all_that_names_them(sample):
    published = without_preliminary(sample)
    assert published.left_out == 4
    text = "\n".join(map(str, published.store.quads()))
    for gone in (
        "assessment/0000000000000002",
        "assessment/0000000000000004",
        "assessment/0000000000000007",
        "opinion/0000000000000001",
        "scheme/airi-mitigation/2",
        "class/airi-mitigation/2",
    ):
        assert gone not in text
    for kept in ("assessment/0000000000000001", "assessment/0000000000000006", "test/M2"):
        assert kept in text


def test_nothing_preliminary_is_left_to_rest_on(sample):
    store = without_preliminary(sample).store
    assert not [q for q in store.quads() if q.object == PRELIMINARY and q.subject != PRELIMINARY]
    assert values(store, M1, "category") == {concept_iri("airi-mitigation", 1, "1.1")}
    assert values(store, M2, "actor") == set()
    assert values(store, M3, "actor") == {concept_iri("actor", 1, "developer")}
    assert values(sample, M2, "actor") == {concept_iri("actor", 1, "deployer")}


def test_an_axiom_goes_as_a_whole_or_stays_as_a_whole(sample):
    store = without_preliminary(sample).store
    equivalent = {
        quad.subject
        for quad in store.quads()
        if quad.predicate == PREFIXES["owl"] + "equivalentClass"
    }
    assert equivalent == {MG["DeveloperMeasure"]}
    restrictions = [q for q in store.quads() if q.object == PREFIXES["owl"] + "Restriction"]
    assert len(restrictions) == 1
    assert [q for q in store.quads() if q.object == PREFIXES["owl"] + "AllDifferent"]


def test_a_graph_without_preliminary_data_is_not_touched():
    store = OxigraphStore()
    assert without_preliminary(store).store is store


def test_underived_graphs_stay_underived(sample):
    sample.clear(Iri(BASE + "graph/derived"))
    assert Iri(BASE + "graph/derived") not in without_preliminary(sample).store.graphs()


def test_the_shipped_graph_keeps_no_trace(shipped):
    store = shipped.store
    published = without_preliminary(store)
    assert published.left_out > 0
    flagged = {
        quad.subject
        for quad in store.quads()
        if quad.predicate == MG["reviewStatus"] and quad.object == PRELIMINARY
    }
    left = set(published.store.quads())
    assert not flagged & {quad.subject for quad in left}
    assert not flagged & {quad.object for quad in left}
    assert (
        len([q for q in left if q.object == MG["Measure"] and q.predicate.endswith("#type")]) == 830
    )
