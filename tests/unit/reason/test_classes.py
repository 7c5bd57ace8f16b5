"""Definitions of classes, read and applied."""

from __future__ import annotations

import pytest

from mitigraph.reason import classify
from mitigraph.terms import MG, PREFIXES, Iri

A = Iri("urn:x:a")
B = Iri("urn:x:b")


def kind(name):
    return Iri(f"urn:x:{name}")


def some(prop, filler):
    return f"[ owl:onProperty {prop} ; owl:someValuesFrom {filler} ]"


def value(prop, of):
    return f"[ owl:onProperty {prop} ; owl:hasValue {of} ]"


DEFINITIONS = {
    "a value": f":C owl:equivalentClass {value(':p', ':v')} . :a :p :v . :b :p :w .",
    "a value by a narrower property": (
        f":q rdfs:subPropertyOf :p . :C owl:equivalentClass {value(':p', ':v')} ."
        " :a :q :v . :b :r :v ."
    ),
    "all of several": (
        f":C owl:equivalentClass [ owl:intersectionOf ( :D {value(':p', ':v')} ) ] ."
        " :a a :D ; :p :v . :b :p :v ."
    ),
    "a definition within a definition": (
        f":E owl:equivalentClass [ owl:intersectionOf ( :D {value(':p', ':v')} ) ] ."
        f":C owl:equivalentClass [ owl:intersectionOf ( :E {value(':q', ':w')} ) ] ."
        " :a a :D ; :p :v ; :q :w . :b a :D ; :p :v ."
    ),
    "a value of a kind, itself defined": (
        f":E owl:equivalentClass {value(':q', ':w')} . :C owl:equivalentClass {some(':p', ':E')} ."
        " :a :p :x . :x :q :w . :b :p :y ."
    ),
    "one way in": (
        f"[] owl:intersectionOf ( :D {some(':p', ':E')} ) ; rdfs:subClassOf :C ."
        " :a a :D ; :p :x . :x a :E . :b a :D ; :p :y ."
    ),
    "one way in by either of two rules": (
        f"{value(':p', ':v')} rdfs:subClassOf :C . {value(':q', ':v')} rdfs:subClassOf :C ."
        " :a :q :v ."
    ),
    "a union": ":C owl:equivalentClass [ owl:unionOf ( :D :E ) ] . :a a :E . :b a :F .",
    "an equivalent named class": ":C owl:equivalentClass :D . :a a :D .",
    "two steps below": ":E rdfs:subClassOf :D . :D rdfs:subClassOf :C . :a a :E . :b a :F .",
    "what is in an intersection is in its parts": (
        ":D owl:equivalentClass [ owl:intersectionOf ( :C :E ) ] . :a a :D . :b a :E ."
    ),
    "what is in a class has its value": (
        f":D rdfs:subClassOf {value(':p', ':v')} . :C owl:equivalentClass {value(':p', ':v')} ."
        " :a a :D ."
    ),
    "the range of a property": ":p rdfs:range :D . :D rdfs:subClassOf :C . :b :p :a .",
    "the domain of a property": ":p rdfs:domain :D . :D rdfs:subClassOf :C . :a :p :b .",
    "definitions that name each other": (
        f":C owl:equivalentClass {some(':p', ':D')} . :D owl:equivalentClass {some(':q', ':C')} ."
        f" {value(':r', ':v')} rdfs:subClassOf :C . :a :r :v . :b :p :c . :c :s :a ."
    ),
    "a chain of as many as there are": (
        f"{some(':p', ':C')} rdfs:subClassOf :C . :a :p :x . :x :p :y . :y a :C . :b :p :z ."
    ),
}


@pytest.mark.parametrize("turtle", DEFINITIONS.values(), ids=DEFINITIONS)
def test_members_are_those_that_the_definition_asks_for(store_of, turtle):
    members = classify(store_of(turtle, core=False)).members[kind("C")]
    assert A in members
    assert B not in members


BELOW = {
    "more is asked": (
        f":C owl:equivalentClass {value(':p', ':v')} ."
        ":D owl:equivalentClass"
        f" [ owl:intersectionOf ( {value(':p', ':v')} {value(':q', ':v')} ) ] ."
    ),
    "a concept above": (
        f":C owl:equivalentClass {value('mg:underFacet', ':up')} ."
        f":D owl:equivalentClass {value('mg:underFacet', ':low')} ."
        " :low skos:broader :middle . :middle skos:broader :up ."
    ),
    "a concept above, by a facet": (
        "mg:actor rdfs:subPropertyOf mg:underFacet ."
        f":C owl:equivalentClass {value('mg:underFacet', ':up')} ."
        f":D owl:equivalentClass {value('mg:actor', ':low')} . :low skos:broader :up ."
    ),
    "a value of a narrower kind": (
        f":C owl:equivalentClass {some(':p', ':E')} . :D owl:equivalentClass {some(':p', ':F')} ."
        " :F rdfs:subClassOf :E ."
    ),
    "a value that is of the kind": (
        f":C owl:equivalentClass {some(':p', ':E')} . :D owl:equivalentClass {value(':p', ':v')} ."
        " :v a :E ."
    ),
}


@pytest.mark.parametrize("turtle", BELOW.values(), ids=BELOW)
def test_one_class_lies_below_another_but_not_above(store_of, turtle):
    above = classify(store_of(turtle, core=False)).above
    assert kind("C") in above[kind("D")]
    assert kind("D") not in above[kind("C")]


def test_equivalent_classes_lie_above_each_other(store_of):
    turtle = (
        f":C owl:equivalentClass {value(':p', ':v')} . :D owl:equivalentClass {value(':p', ':v')} ."
    )
    above = classify(store_of(turtle, core=False)).above
    assert above[kind("C")] == {kind("D")}
    assert above[kind("D")] == {kind("C")}


def test_what_is_in_two_disjoint_classes_is_told(store_of):
    turtle = ":D rdfs:subClassOf :C . :C owl:disjointWith :E . :a a :D , :E . :b a :D ."
    found = classify(store_of(turtle, core=False))
    assert found.overlaps == ((A, kind("C"), kind("E")),)
    assert found.empty == ()


def test_a_class_that_can_have_no_member_is_told(store_of):
    turtle = (
        "[] a owl:AllDisjointClasses ; owl:members ( :C :E :F ) ."
        ":D rdfs:subClassOf :C , :E . :G rdfs:subClassOf :F ."
    )
    found = classify(store_of(turtle, core=False))
    assert found.empty == ((kind("D"), kind("C"), kind("E")),)
    assert found.overlaps == ()


def test_what_is_in_nothing_is_told(store_of):
    turtle = (
        "[] owl:intersectionOf ( :C :D ) ; rdfs:subClassOf owl:Nothing . :a a :C , :D . :b a :C ."
    )
    nothing = Iri(PREFIXES["owl"] + "Nothing")
    assert classify(store_of(turtle, core=False)).overlaps == ((A, nothing, nothing),)


def test_a_users_class_of_measures_over_shipped_classes(store_of):
    turtle = """
        @prefix actor: <https://w3id.org/mitigraph/scheme/actor/1/> .
        @prefix stance: <https://w3id.org/mitigraph/scheme/stance/1/> .
        :Ours owl:equivalentClass [
            owl:intersectionOf ( mg:DeveloperMeasure mg:ContestedMeasure ) ] .
        :a a mg:Measure ; mg:underFacet actor:developer ; mg:hasAssessment :for , :against .
        :b a mg:Measure ; mg:underFacet actor:developer ; mg:hasAssessment :for .
        :for a mg:OpinionStatement ; mg:stance stance:supports .
        :against a mg:OpinionStatement ; mg:stance stance:opposes ."""
    found = classify(store_of(turtle))
    assert found.members[kind("Ours")] == {A}
    assert found.members[MG["DeveloperMeasure"]] == {A, B}
    assert {MG["ContestedMeasure"], MG["Measure"]} < found.above[kind("Ours")]


def test_well_evidenced_is_what_was_rated_or_said_independently(store_of):
    turtle = """
        :rated a mg:Measure ; mg:hasAssessment :rating . :rating a mg:EffectivenessRating .
        :twice a mg:Measure ; mg:memberOfCluster :cluster . :cluster a mg:CorroboratedCluster .
        :once a mg:Measure ; mg:memberOfCluster :other . :other a mg:MeasureCluster ."""
    held = classify(store_of(turtle)).members[MG["WellEvidencedMeasure"]]
    assert held == {kind("rated"), kind("twice")}
