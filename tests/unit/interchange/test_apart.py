"""What no target is given of a measure is counted, whoever said it and by whatever property."""

from __future__ import annotations

from mitigraph.interchange.apart import english, losses_apart, undescribed
from mitigraph.store.oxigraph import OxigraphStore
from mitigraph.store.protocol import RdfFormat
from mitigraph.terms import BASE, MG, PREFIXES, Iri, Literal

M1, M2 = (Iri(f"{BASE}id/measure/acme/{number}") for number in "12")
SKOS = PREFIXES["skos"]
GRAPH = """
@base <https://w3id.org/mitigraph/> .
@prefix mg: <ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<scheme/actor/1> mg:facetProperty mg:actor .
<scheme/actor/1/developer> skos:inScheme <scheme/actor/1> .
<id/measure/acme/1> a mg:Measure ;
    mg:actor <scheme/actor/1/developer>, <scheme/actor/1/nobody> ;
    mg:category <scheme/actor/1/developer> .
<id/assessment/a> a mg:ClassificationAssessment ; mg:assesses <id/measure/acme/1> .
<id/assessment/b> a mg:ClassificationAssessment ; mg:assesses <id/measure/acme/2> .
<id/opinion/old> a mg:OpinionAssessment ; mg:assesses <id/measure/acme/1> .
<id/opinion/new> mg:supersedes <id/opinion/old> .
"""


def graph():
    store = OxigraphStore()
    store.load(GRAPH.encode(), rdf_format=RdfFormat.TURTLE, graph=Iri("urn:graph"))
    return store


def test_what_stands_in_no_field_is_named_with_its_number():
    said = {
        M1: {
            Iri(SKOS + "prefLabel"): [Literal("Audit", language="en")],
            Iri(SKOS + "definition"): [Literal("Prüfen", language="de")],
            Iri(SKOS + "closeMatch"): [M2, Iri(BASE + "scheme/frame/1/C-1")],
            Iri(SKOS + "note"): [Literal("a"), Literal("b")],
            MG["describedIn"]: [Iri(BASE + "id/source/survey")],
        },
        M2: {Iri(SKOS + "note"): [Literal("of another")]},
    }
    found = {loss.what: loss.count for loss in losses_apart(graph(), {M1}, said) if loss.count}
    assert found == {
        "assessments: who classified a measure, when, how, how surely and why": 1,
        "matches between measures": 1,
        "names and texts in other languages": 1,
        "values of skos:note": 2,
    }


def test_a_value_that_no_scheme_of_its_facet_has_is_found():
    strange = (
        Iri(BASE + "scheme/actor/1/developer"),  # a role, and no category
        Iri(BASE + "scheme/actor/1/nobody"),
    )
    assert undescribed(graph()) == {M1: strange}


def test_texts_in_other_languages_are_not_passed_off_as_english():
    texts = [Literal("B", language="en-GB"), Literal("Ä", language="de"), Literal("A")]
    assert english(texts) == ["A", "B"]
