from __future__ import annotations

import pytest

from mitigraph.explain.account import account
from mitigraph.explain.axioms import Disjoint, HasValue, Intersection, SomeValues
from mitigraph.explain.inference import NOTHING, TYPE, Derivation, Fact, Inferences
from mitigraph.explain.proof import prove
from mitigraph.explain.words import Words, terms_in
from mitigraph.store.oxigraph import OxigraphStore
from mitigraph.terms import BASE, MG, PREFIXES, Iri, Literal

DEPLOY = Iri(BASE + "scheme/lifecycle/1/deploy")
M = Iri(BASE + "id/measure/x/1")
WORDS = Words(
    {
        M: "Audit",
        DEPLOY: "Deploy",
        MG["Measure"]: "measure",
        MG["DeployMeasure"]: "deploy measure",
        MG["OpinionStatement"]: "opinion statement",
        MG["confidence"]: "confidence",
    }
)


def test_a_statement_is_a_clause():
    fact = Fact(M, MG["lifecycleStage"], DEPLOY)
    wanted = "“Audit” (x/1) takes hold at the stage “Deploy” (lifecycle/1/deploy)"
    assert WORDS.fact(fact) == wanted
    assert WORDS.fact(fact, it=M) == wanted.replace("“Audit” (x/1)", "it")
    assert WORDS.fact(Fact(M, MG["confidence"], Literal("0.5"))).endswith(
        "has the confidence “0.5”"
    )
    assert WORDS.fact(Fact(M, TYPE, NOTHING)) == "“Audit” (x/1) can't be"


def test_a_class_expression_is_a_noun():
    kind = Intersection(
        (
            MG["Measure"],
            HasValue(MG["underFacet"], DEPLOY),
            SomeValues(MG["hasAssessment"], MG["OpinionStatement"]),
        )
    )
    assert WORDS.noun(kind) == (
        "a measure that stands under “Deploy” (lifecycle/1/deploy)"
        " and that is assessed by an opinion statement"
    )
    assert WORDS.noun(Iri(PREFIXES["xsd"] + "decimal")) == "a value of xsd:decimal"
    assert WORDS.noun(Iri(PREFIXES["prov"] + "Agent")) == "an agent"
    nameless = Intersection((HasValue(MG["underFacet"], DEPLOY),))
    assert WORDS.noun(nameless).startswith("something that stands under")


SENTENCES = {
    "ex:A rdfs:subClassOf mg:Measure .": "Whatever is a https://example.org/A is a measure",
    "mg:actor rdfs:subPropertyOf mg:facet .": (
        "Whatever can be carried out in the role X is classified as X"
    ),
    "mg:underFacet owl:propertyChainAxiom ( mg:underFacet skos:broader ) .": (
        "Whatever stands under Y, where Y lies below X, stands under X"
    ),
    "mg:assesses owl:inverseOf mg:hasAssessment .": ("Where X is about Y, Y is assessed by X"),
    "mg:category rdfs:range mg:Measure .": "Where something has the category X, X is a measure",
    "mg:category rdfs:domain mg:Measure .": "Whatever has the category X is a measure",
    "mg:confidence a owl:FunctionalProperty .": (
        "Nothing has two values of “confidence” (mg:confidence)"
    ),
    "mg:Measure owl:disjointWith mg:OpinionStatement .": (
        "Nothing is both a measure and an opinion statement"
    ),
    "<id/measure/x/1> owl:differentFrom <scheme/lifecycle/1/deploy> .": (
        "“Audit” (x/1) and “Deploy” (lifecycle/1/deploy) are different things"
    ),
}


@pytest.mark.parametrize("turtle", SENTENCES)
def test_an_axiom_is_a_sentence(axioms, turtle):
    [axiom] = axioms(turtle)
    assert WORDS.rule(axiom) == SENTENCES[turtle]


def test_of_a_long_list_only_what_the_premises_are_about_is_named():
    disjoint = Disjoint(frozenset({MG["Measure"], MG["OpinionStatement"], MG["Source"]}))
    premises = [Fact(M, TYPE, MG["Measure"]), Fact(M, TYPE, MG["OpinionStatement"])]
    told = WORDS.rule(disjoint, premises)
    assert told == "Nothing is both a measure and an opinion statement"


def test_a_derivation_names_its_query_and_plain_logic_says_nothing():
    told = WORDS.rule(Derivation("01-direct-facets"))
    assert told is not None
    assert told.endswith("(queries/derive/01-direct-facets.rq)")
    assert WORDS.rule(Derivation("99-new")) == "A query derives it (queries/derive/99-new.rq)"
    assert WORDS.rule(None) is None


def test_labels_come_from_the_graph_with_their_codes(quads):
    store = OxigraphStore()
    store.add(quads('c:1 skos:prefLabel "Model"@en, "Modell"@de ; skos:notation "1.1" .'))
    concept = Iri(BASE + "scheme/x/1/1")
    words = Words.of(store, [concept, concept, Literal("x"), Iri("https://example.org/none")])
    assert words.name(concept) == "“1.1 Model” (x/1/1)"
    assert words.label(Iri("https://example.org/none")) == "https://example.org/none"
    assert Words.of(store, []).name(concept) == "x/1/1"


def test_the_terms_of_a_fact_are_found():
    fact = Fact(M, TYPE, Intersection((MG["Measure"], HasValue(MG["underFacet"], DEPLOY))))
    assert list(terms_in(fact)) == [M, TYPE, MG["Measure"], MG["underFacet"], DEPLOY]
    assert list(terms_in(Fact(M, MG["confidence"], Literal("1")))) == [M, MG["confidence"]]


def test_an_account_folds_what_a_person_takes_in_stride(core_axioms, facts):
    statements = facts("""
        <id/measure/x/1> a mg:Measure .
        <id/assessment/1> mg:assesses <id/measure/x/1> ; mg:inScheme <scheme/lifecycle/1> ;
            mg:outcome <scheme/outcome/1/assigned> ; mg:assigns <scheme/lifecycle/1/deploy> .
        <scheme/lifecycle/1> mg:facetProperty mg:lifecycleStage .
    """)
    goal = Fact(M, TYPE, MG["DeployMeasure"])
    [proof] = prove(Inferences(statements, core_axioms), goal).found
    lines = account(proof, WORDS)
    assert [line.how for line in lines] == ["stated", "assessed", "inferred", "inferred"]
    assert [line.sources for line in lines] == [(), (), (2,), (1, 3)]
    assert lines[1].assessment == BASE + "id/assessment/1"
    assert len(lines[1].statements) == 5
    assert len(lines[2].rules) == 2
    assert lines[-1].fact == goal
    assert lines[-1].rules == (
        "A deploy measure is defined as a measure that stands under “Deploy” (lifecycle/1/deploy)",
    )
    assert [line.number for line in lines] == [1, 2, 3, 4]
