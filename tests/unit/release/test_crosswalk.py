"""What the shared measures of two categories allow to be said of them."""

from __future__ import annotations

import pytest

from mitigraph.mapping import read_sssom
from mitigraph.release.crosswalk import END, SET, START, Pair, correspondence, mapping_set
from mitigraph.resources import data_root
from mitigraph.store.oxigraph import parse
from mitigraph.store.protocol import RdfFormat
from mitigraph.terms import BASE, MG, PREFIXES, Iri, Literal

OLD, NEW = Iri(f"{START}/3.1"), Iri(f"{END}/2.2.2")
FOLDER = data_root() / "ontology" / "mappings"


@pytest.mark.parametrize(
    ("shared", "old", "new", "predicate"),
    [
        (9, 10, 10, "closeMatch"),
        (8, 10, 100, "broadMatch"),
        (8, 100, 10, "narrowMatch"),
        (7, 10, 100, "relatedMatch"),
        (4, 4, 100, "relatedMatch"),  # all of them, and too few to tell
        (5, 5, 100, "broadMatch"),
    ],
)
def test_the_numbers_decide_what_is_said(shared, old, new, predicate):
    assert Pair(OLD, NEW, shared, old, new).predicate == PREFIXES["skos"] + predicate


def test_a_pair_is_a_mapping_with_its_counts():
    (one,) = mapping_set([Pair(OLD, NEW, 8, 10, 100)]).mappings
    assert (one.subject_id, one.object_id) == (OLD, NEW)
    assert one.mapping_justification == PREFIXES["semapv"] + "InstanceBasedMatching"
    assert str(one.confidence) == "0.80"
    assert one.comment.startswith("8 of the 10 measures of the subject are among the 100")


def test_a_pair_is_an_association_with_its_counts():
    quads = list(correspondence([Pair(OLD, NEW, 8, 10, 100)]))
    association = Iri(f"{BASE}correspondence/{SET}/0.1.0/3.1/2.2.2")
    about = {quad.predicate: quad.object for quad in quads if quad.subject == association}
    assert about[Iri(PREFIXES["xkos"] + "sourceConcept")] == OLD
    assert about[Iri(PREFIXES["xkos"] + "targetConcept")] == NEW
    counts = [about[MG[name]] for name in ("sharedMeasures", "sourceMeasures", "targetMeasures")]
    assert [count.value for count in counts if isinstance(count, Literal)] == ["8", "10", "100"]


def test_both_forms_of_the_shipped_crosswalk_say_the_same():
    read = read_sssom(FOLDER / f"{SET}.sssom.tsv")
    assert read.refused == read.warnings == ()
    mapped = {(m.subject_id, m.object_id) for m in read.mapping_set.mappings}
    source, target = (Iri(PREFIXES["xkos"] + name) for name in ("sourceConcept", "targetConcept"))
    ends = {}
    for quad in parse((FOLDER / f"{SET}.xkos.ttl").read_bytes(), RdfFormat.TURTLE, BASE):
        if quad.predicate in (source, target):
            ends.setdefault(quad.subject, {})[quad.predicate] = quad.object
    assert {(end[source], end[target]) for end in ends.values()} == mapped
    assert len(mapped) > 100
