"""JSON-LD as a person reads it; that it says the same is tested with other parsers elsewhere."""

from __future__ import annotations

import json

import pytest

from mitigraph.exporters.jsonld_terms import context
from mitigraph.store.oxigraph import OxigraphStore, parse
from mitigraph.store.protocol import RdfFormat
from mitigraph.terms import PREFIXES, Iri, Literal, Quad


@pytest.fixture
def document(sample, exported):
    return json.loads(exported(sample, "jsonld")[0])


def node(document, name):
    return next(one for one in document["@graph"] if one.get("id") == name)


def test_a_measure_is_one_object_with_its_assessments_and_opinions(document):
    measure = node(document, "mgd:measure/test/M1")
    assert measure["type"] == "Measure"
    assert measure["label"] == "Filter what a model learns from"
    assert measure["actor"] == ["mgs:actor/1/developer"]
    assert measure["describedIn"] == ["mgd:source/test2024"]
    opinion = measure["hasOpinion"][0]
    assert opinion["stance"] == "mgs:stance/1/limits"
    assert opinion["ordinal"] == 1
    nested = {one["id"]: one for one in measure["hasAssessment"] if isinstance(one, dict)}
    assert nested["mgd:assessment/0000000000000003"]["rationale"] == "It owns the data."
    assert not [one for one in document["@graph"] if one["id"].startswith("mgd:assessment/")]


def test_measures_come_first_and_keys_start_with_what_names_the_thing(document):
    assert [one["id"] for one in document["@graph"][:3]] == [
        f"mgd:measure/test/M{number}" for number in (1, 2, 3)
    ]
    keys = list(node(document, "mgd:measure/test/M1"))
    assert keys[:3] == ["id", "type", "label"]


def test_without_derived_statements_assessments_still_stand_inside(exported, canonical):
    store = OxigraphStore()
    store.load(
        b"@prefix mg: <https://w3id.org/mitigraph/ns#> ."
        b"<urn:m> a mg:Measure . <urn:a> mg:assesses <urn:m> ; mg:rationale 'why' .",
        rdf_format=RdfFormat.TURTLE,
    )
    data, _ = exported(store, "jsonld")
    measure = node(json.loads(data), "urn:m")
    assert measure["assessments"] == [{"id": "urn:a", "rationale": {"@value": "why"}}]
    assert canonical(parse(data, RdfFormat.JSONLD)) == canonical(store.quads())


def test_the_context_stands_in_the_document_and_is_the_shipped_one(document):
    assert document["@context"] == context()


def test_the_context_has_the_prefixes_that_all_files_have():
    assert {name: context()[name] for name in PREFIXES} == PREFIXES


@pytest.mark.parametrize(
    "literal",
    [
        Literal("1", Iri(PREFIXES["xsd"] + "integer")),
        Literal("+1", Iri(PREFIXES["xsd"] + "byte")),
        Literal("123456789012345678901234567890", Iri(PREFIXES["xsd"] + "integer")),
        Literal("1.5E0", Iri(PREFIXES["xsd"] + "double")),
        Literal("1", Iri(PREFIXES["xsd"] + "boolean")),
        Literal('{"a": 1}', Iri(PREFIXES["rdf"] + "JSON")),
        Literal("<b>", Iri(PREFIXES["rdf"] + "XMLLiteral")),
        Literal("@type"),
        Literal("_:b0"),
        Literal("mg:Measure"),
        Literal(""),
        Literal("", language="en"),
        Literal("x", language="de"),
        Literal("x", language="en"),
        Literal("2024-01-01", Iri(PREFIXES["xsd"] + "date")),
        Iri("mg:not-ours"),
        Iri("urn:x"),
        Iri(PREFIXES["rdf"] + "nil"),
        Iri(PREFIXES["owl"]),
        Iri(PREFIXES["mg"] + "label"),
    ],
    ids=repr,
)
@pytest.mark.parametrize(
    "name",
    ["skos:prefLabel", "mg:ordinal", "mg:category", "mg:label", "mg:id", "rdf:type", "rdf:value"],
)
def test_every_value_under_every_kind_of_key_comes_back(exported, name, literal):
    prefix, _, local = name.partition(":")
    quad = Quad(Iri("urn:s"), Iri(PREFIXES[prefix] + local), literal)
    store = OxigraphStore()
    store.add([quad])
    data, _ = exported(store, "jsonld")
    assert list(parse(data, RdfFormat.JSONLD)) == list(store.quads())
