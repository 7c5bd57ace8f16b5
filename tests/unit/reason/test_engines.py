"""Materialisation and contradictions, by the engines that need no Java."""

from __future__ import annotations

import sys

import pytest

from mitigraph.derive import DERIVED
from mitigraph.errors import MissingExtraError
from mitigraph.reason import ENGINES, reason
from mitigraph.store.oxigraph import OxigraphStore
from mitigraph.store.rdf import RdflibStore
from mitigraph.terms import MG, PREFIXES, Iri, Quad

TYPE = Iri(PREFIXES["rdf"] + "type")
A = Iri("urn:x:a")
DEVELOPER = "<https://w3id.org/mitigraph/scheme/actor/1/developer>"
SAMPLE = f"""
    :s mg:facetProperty mg:actor . {DEVELOPER} a mg:ActorRole ; skos:broader :above .
    :above a mg:ActorRole .
    :a a mg:Measure . :c a mg:ClassificationAssessment ; mg:assesses :a ; mg:inScheme :s ;
        mg:assigns {DEVELOPER} ; mg:outcome <https://w3id.org/mitigraph/scheme/outcome/1/assigned> .
"""
#: The engines that run anywhere; HermiT is held against these in tests/interop.
PYTHON = ("sparql", "owlrl")


@pytest.fixture(params=PYTHON)
def engine(request):
    if request.param == "owlrl":
        pytest.importorskip("owlrl", reason="needs the extra owl")
    return request.param


def test_facets_and_classes_follow(store_of, engine):
    found = {quad[:3] for quad in reason(store_of(SAMPLE), engine).statements}
    assert {
        (A, MG["underFacet"], Iri("urn:x:above")),
        (A, TYPE, MG["DeveloperMeasure"]),
    } <= found
    assert (A, TYPE, MG["Measure"]) not in found
    assert (A, TYPE, MG["DeployerMeasure"]) not in found


def test_what_was_added_is_counted_by_rule(store_of):
    reasoned = reason(store_of(SAMPLE))
    assert sum(reasoned.added.values()) == len(reasoned.statements)
    assert reasoned.added["01-direct-facets"] == 1
    assert reasoned.added["02-facet-closure"] == 3
    assert reasoned.added["03-assessments-of-measures"] == 1
    assert reasoned.consistent


def test_an_owl_reasoner_counts_by_property_and_class(store_of):
    pytest.importorskip("owlrl", reason="needs the extra owl")
    reasoned = reason(store_of(SAMPLE), "owlrl")
    assert sum(reasoned.added.values()) == len(reasoned.statements)
    assert reasoned.added["mg:underFacet"] == 2
    assert reasoned.added["mg:DeveloperMeasure"] == 1


@pytest.mark.parametrize("kind", [OxigraphStore, RdflibStore])
def test_the_graph_stays_as_it_was_but_for_what_is_derived(store_of, engine, kind):
    store = kind()
    store.add(store_of(SAMPLE).quads())
    before = {quad for quad in store.quads() if not _blank(quad)}
    reason(store, engine)
    after = {q for q in store.quads() if q.graph != DERIVED and not _blank(q)}
    assert after == before


def _blank(quad: Quad) -> bool:
    return not isinstance(quad.subject, Iri) or not isinstance(quad.object, Iri)


FAULTS = {
    "a measure that is a source": (":a a mg:Source .", "disjoint classes", A),
    "an actor used as a category": (
        f":a mg:category {DEVELOPER} .",
        "disjoint classes",
        Iri(DEVELOPER.strip("<>")),
    ),
    "two values": (
        f":c mg:assigns :above . :d a owl:AllDifferent ; owl:members ( {DEVELOPER} :above ) .",
        "functional property",
        Iri("urn:x:c"),
    ),
    "two numbers": (":c mg:confidence 0.5 , 0.7 .", "functional property", Iri("urn:x:c")),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_contradicts_itself_is_said_in_words(store_of, engine, fault):
    turtle, rule, about = FAULTS[fault]
    reasoned = reason(store_of(SAMPLE + turtle), engine)
    assert not reasoned.consistent
    told = next(one for one in reasoned.contradictions if one.rule == rule)
    assert "https://" not in told.words
    assert not told.words.endswith(".")
    # owlrl names the values that clash, not what has them.
    assert about in told.about or (engine, rule) == ("owlrl", "functional property")


def test_the_words_name_thing_and_classes(store_of):
    (told,) = reason(store_of(SAMPLE + ":a a mg:Source .")).contradictions
    assert told.words == (
        "urn:x:a is in mg:Measure and in mg:Source, which have no member in common"
    )


def test_two_numbers_that_are_equal_are_one_value(store_of):
    equal = SAMPLE + ":c mg:confidence 0.5 , 0.50 ."
    assert reason(store_of(equal)).consistent
    assert not reason(store_of(equal + ":c mg:confidence 0.7 .")).consistent


def test_two_values_of_which_nothing_says_that_they_differ_may_be_one(store_of):
    assert reason(store_of(SAMPLE + ":c mg:assigns :above .")).consistent


def test_a_class_without_members_is_a_contradiction_in_the_making(store_of):
    reasoned = reason(store_of(":Odd a owl:Class ; rdfs:subClassOf mg:Measure , mg:Source ."))
    (told,) = reasoned.contradictions
    assert told.rule == "class without members"
    assert told.about[0] == Iri("urn:x:Odd")


@pytest.mark.parametrize(("engine", "module"), [("owlrl", "owlrl"), ("hermit", "owlready2")])
def test_without_the_extra_it_says_which_one_is_missing(store_of, monkeypatch, engine, module):
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingExtraError) as caught:
        reason(store_of(SAMPLE), engine)
    assert caught.value.extra == "owl"


def test_the_quickest_engine_comes_first():
    assert list(ENGINES) == ["sparql", "owlrl", "hermit"]
