from __future__ import annotations

import json

import pytest

from mitigraph.explain import Clash, Fact, Words
from mitigraph.explain.axioms import read_axioms
from mitigraph.explain.inference import NOTHING, TYPE, Inferences
from mitigraph.explain.proof import prove
from mitigraph.store.oxigraph import parse
from mitigraph.store.protocol import RdfFormat
from mitigraph.terms import BASE, MG, Iri
from mitigraph.view.contradiction import clashes_json, clashes_mermaid, clashes_text, headline

HEAD = """@prefix mg: <https://w3id.org/mitigraph/ns#> . @prefix ex: <https://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
WORDS = Words({MG["Measure"]: "measure", MG["Source"]: "source", MG["confidence"]: "confidence"})
M = "https://example.org/m"

CASES = {
    f"{M} can't be both a measure and a source": (
        "mg:Measure owl:disjointWith mg:Source .",
        "ex:m a mg:Measure, mg:Source .",
    ),
    f"{M} can't have two values of “confidence”: “0.5” and “0.7”": (
        "mg:confidence a owl:FunctionalProperty .",
        "ex:m mg:confidence 0.5, 0.7 .",
    ),
    f"{M} can't have two values of “mg:assigns”: https://example.org/a and https://example.org/b": (
        "mg:assigns a owl:FunctionalProperty . ex:a owl:differentFrom ex:b .",
        "ex:m mg:assigns ex:a, ex:b .",
    ),
    f"{M} has the confidence “high”, which is not a value of xsd:decimal": (
        "mg:confidence rdfs:range xsd:decimal .",
        'ex:m mg:confidence "high" .',
    ),
    f"{M} can't be the same thing as https://example.org/n": (
        "ex:m owl:differentFrom ex:n .",
        "ex:m owl:sameAs ex:n .",
    ),
}


def read(turtle):
    return list(parse((HEAD + turtle).encode(), RdfFormat.TURTLE))


def clash(axioms, statements):
    facts = [Fact(*quad[:3]) for quad in read(statements)]
    inferences = Inferences(facts, read_axioms(read(axioms)))
    goals = sorted((one for one in inferences if one[1:] == (TYPE, NOTHING)), key=str)
    proof = prove(inferences, goals[0]).found[0]
    return Clash(proof, {facts[0]: Iri(BASE + "graph/file/mine.ttl")})


@pytest.mark.parametrize("says", CASES)
def test_the_headline_says_what_is_wrong(says):
    assert headline(clash(*CASES[says]), WORDS) == says


def test_the_text_names_statements_with_their_files_and_the_axiom():
    says, case = next(iter(CASES.items()))
    assert clashes_text([clash(*case)], WORDS).splitlines() == [
        f"1. {says}.",
        f"   - {M} is a measure  [mine.ttl]",
        f"   - {M} is a source  [stated]",
        "     Nothing is both a measure and a source.",
    ]


def test_several_are_numbered():
    text = clashes_text([clash(*case) for case in CASES.values()], WORDS)
    assert [line[0] for line in text.splitlines() if line[:1].isdigit()] == list("12345")


def test_json_and_mermaid_hold_the_same():
    found = clashes_json([clash(*case) for case in CASES.values()], WORDS)
    assert [one["says"] for one in json.loads(json.dumps(found))] == list(CASES)
    assert found[0]["statements"][0]["where"] == "mine.ttl"
    assert found[0]["statements"][1]["where"] is None
    assert found[0]["rules"] == ["Nothing is both a measure and a source"]
    chart = clashes_mermaid([clash(*next(iter(CASES.values())))], WORDS)
    assert chart.count("-->") == 2
