from __future__ import annotations

import pytest

from mitigraph.explain.axioms import (
    Chain,
    Different,
    Disjoint,
    Domain,
    Functional,
    HasValue,
    Intersection,
    Inverse,
    Range,
    SomeValues,
    SubClass,
    SubProperty,
)
from mitigraph.terms import BASE, Iri

EX = "https://example.org/"
A, B, P, Q, R, V = (Iri(EX + name) for name in ("A", "B", "p", "q", "r", "v"))

READ = {
    "ex:A rdfs:subClassOf ex:B .": {SubClass(A, B)},
    "ex:p rdfs:subPropertyOf ex:q .": {SubProperty(P, Q)},
    "ex:r owl:propertyChainAxiom ( ex:p ex:q ) .": {Chain(P, Q, R)},
    "ex:p owl:inverseOf ex:q .": {Inverse(P, Q)},
    "ex:p rdfs:domain ex:A ; rdfs:range ex:B .": {Domain(P, A), Range(P, B)},
    "ex:p a owl:FunctionalProperty .": {Functional(P)},
    "ex:A owl:disjointWith ex:B .": {Disjoint(frozenset({A, B}))},
    "ex:A owl:differentFrom ex:B .": {Different(frozenset({A, B}))},
    "[] a owl:AllDisjointClasses ; owl:members ( ex:A ex:B ) .": {Disjoint(frozenset({A, B}))},
    "[] a owl:AllDifferent ; owl:distinctMembers ( ex:A ex:B ) .": {Different(frozenset({A, B}))},
    "ex:A owl:equivalentClass ex:B .": {
        SubClass(A, B, definition=True),
        SubClass(B, A, definition=True),
    },
    """[] a owl:Class ; owl:intersectionOf ( ex:A
        [ a owl:Restriction ; owl:onProperty ex:p ; owl:hasValue ex:v ]
        [ a owl:Restriction ; owl:onProperty ex:q ; owl:someValuesFrom ex:B ] ) ;
        rdfs:subClassOf ex:B .""": {
        SubClass(Intersection((A, HasValue(P, V), SomeValues(Q, B))), B)
    },
}

PASSED_OVER = [
    "ex:A rdfs:subClassOf [ owl:unionOf ( ex:A ex:B ) ] .",
    "ex:A owl:equivalentClass [ owl:intersectionOf ( ex:B [ owl:unionOf ( ex:A ) ] ) ] .",
    "ex:r owl:propertyChainAxiom ( ex:p ) .",
    "ex:r owl:propertyChainAxiom ( ex:p ex:q ex:p ) .",
    "_:a owl:intersectionOf ( _:a ) ; rdfs:subClassOf ex:A .",
    "_:a rdf:first ex:A ; rdf:rest _:a . ex:r owl:propertyChainAxiom _:a .",
    "<class/x/1/a> rdfs:subClassOf <class/x/1/b> .",
]


@pytest.mark.parametrize("turtle", READ)
def test_an_axiom_is_read(axioms, turtle):
    assert set(axioms(turtle)) == READ[turtle]


@pytest.mark.parametrize("turtle", PASSED_OVER)
def test_what_is_not_understood_or_written_out_is_passed_over(axioms, turtle):
    assert axioms(turtle) == []


def test_a_definition_under_a_name_is_read(axioms):
    [there, back] = axioms(
        "ex:A owl:equivalentClass ex:B . ex:B owl:intersectionOf ( ex:A ex:v ) ."
    )
    assert {there.sub, back.sub} == {A, Intersection((A, V))}


def test_the_core_is_read_whole(core):
    defined = {axiom.sup for axiom in core if isinstance(axiom, SubClass) and axiom.definition}
    assert Iri(BASE + "ns#TrainingTimeMeasure") in defined
    assert sum(isinstance(axiom, Chain) for axiom in core) >= 4
    assert sum(isinstance(axiom, Functional) for axiom in core) >= 10
