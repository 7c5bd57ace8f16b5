from __future__ import annotations

import pytest

from mitigraph.explain.inference import NOTHING, TYPE, Derivation, Fact, Inferences
from mitigraph.terms import BASE, MG, Iri

EX = "https://example.org/"
M, ASSESSMENT = Iri(EX + "m"), Iri(EX + "a")

ASSESSED = """
ex:a mg:assesses ex:m ; mg:inScheme <scheme/x/1> ; mg:assigns c:1.1 ;
    mg:outcome <scheme/outcome/1/assigned> .
<scheme/x/1> mg:facetProperty mg:category .
c:1.1 skos:broader c:1 .
"""


def contradicts(inferences):
    return {fact.subject for fact in inferences if fact.object == NOTHING}


RULES = {
    "subclass": ("ex:A rdfs:subClassOf ex:B .", "ex:m a ex:A .", "ex:m a ex:B ."),
    "subproperty": ("ex:p rdfs:subPropertyOf ex:q .", "ex:m ex:p ex:n .", "ex:m ex:q ex:n ."),
    "chain": (
        "ex:r owl:propertyChainAxiom ( ex:p ex:q ) .",
        "ex:m ex:p ex:n . ex:n ex:q ex:o .",
        "ex:m ex:r ex:o .",
    ),
    "chain on itself": (
        "ex:p owl:propertyChainAxiom ( ex:p ex:p ) .",
        "ex:m ex:p ex:n . ex:n ex:p ex:o . ex:o ex:p ex:l .",
        "ex:m ex:p ex:l .",
    ),
    "inverse": ("ex:p owl:inverseOf ex:q .", "ex:m ex:q ex:n .", "ex:n ex:p ex:m ."),
    "domain": ("ex:p rdfs:domain ex:A .", "ex:m ex:p ex:n .", "ex:m a ex:A ."),
    "range": ("ex:p rdfs:range ex:A .", "ex:m ex:p ex:n .", "ex:n a ex:A ."),
    "value": (
        "[ owl:onProperty ex:p ; owl:hasValue ex:n ] rdfs:subClassOf ex:A .",
        "ex:m ex:p ex:n .",
        "ex:m a ex:A .",
    ),
    "value the other way": (
        "ex:A rdfs:subClassOf [ owl:onProperty ex:p ; owl:hasValue ex:n ] .",
        "ex:m a ex:A .",
        "ex:m ex:p ex:n .",
    ),
    "some value": (
        "[ owl:onProperty ex:p ; owl:someValuesFrom ex:B ] rdfs:subClassOf ex:A .",
        "ex:n a ex:B . ex:m ex:p ex:n .",
        "ex:m a ex:A .",
    ),
    "intersection": (
        "[ owl:intersectionOf ( ex:A ex:B ) ] rdfs:subClassOf ex:C .",
        "ex:m a ex:A, ex:B .",
        "ex:m a ex:C .",
    ),
    "intersection the other way": (
        "ex:C rdfs:subClassOf [ owl:intersectionOf ( ex:A ex:B ) ] .",
        "ex:m a ex:C .",
        "ex:m a ex:A, ex:B .",
    ),
    "same": (
        "ex:p a owl:FunctionalProperty .",
        "ex:m ex:p ex:n, ex:o . ex:n a ex:A .",
        "ex:o a ex:A .",
    ),
}


@pytest.mark.parametrize("name", RULES)
def test_a_rule_concludes(axioms, facts, name):
    rule, given, concluded = RULES[name]
    inferences = Inferences(facts(given), axioms(rule))
    for fact in facts(concluded):
        assert fact in inferences
        assert fact not in inferences.stated
        assert inferences.of[fact]
    assert all(fact not in Inferences(facts(given), []) for fact in facts(concluded))


@pytest.mark.parametrize("name", RULES)
def test_one_statement_less_is_not_enough(axioms, facts, name):
    rule, given, concluded = RULES[name]
    statements = facts(given)
    for left_out in statements:
        rest = Inferences([fact for fact in statements if fact != left_out], axioms(rule))
        assert any(fact not in rest for fact in facts(concluded))


CLASHES = {
    "disjoint": ("ex:A owl:disjointWith ex:B .", "ex:m a ex:A, ex:B ."),
    "different": (
        "ex:p a owl:FunctionalProperty . ex:n owl:differentFrom ex:o .",
        "ex:m ex:p ex:n, ex:o .",
    ),
    "two texts": ("ex:p a owl:FunctionalProperty .", 'ex:m ex:p "a", "b" .'),
    "a text and a thing": ("ex:p a owl:FunctionalProperty .", 'ex:m ex:p "a", ex:n .'),
    "no number": (
        "ex:p rdfs:range <http://www.w3.org/2001/XMLSchema#decimal> .",
        'ex:m ex:p "high" .',
    ),
    "said to be the same": ("ex:n owl:differentFrom ex:o .", "ex:n owl:sameAs ex:o ."),
}
NO_CLASHES = {
    "nothing tells them apart": ("ex:p a owl:FunctionalProperty .", "ex:m ex:p ex:n, ex:o ."),
    "the same number": ("ex:p a owl:FunctionalProperty .", "ex:m ex:p 0.5, 0.50 ."),
    "two languages of another property": (
        "ex:p a owl:FunctionalProperty .",
        'ex:m ex:q "a"@en, "b"@de .',
    ),
    "a whole number is a decimal": (
        "ex:p rdfs:range <http://www.w3.org/2001/XMLSchema#decimal> .",
        "ex:m ex:p 3 .",
    ),
}


@pytest.mark.parametrize("name", CLASHES)
def test_a_contradiction_is_found(axioms, facts, name):
    rule, given = CLASHES[name]
    assert contradicts(Inferences(facts(given), axioms(rule)))
    assert not contradicts(Inferences(facts(given)[:-1], axioms(rule)))


@pytest.mark.parametrize("name", NO_CLASHES)
def test_what_can_be_true_is_no_contradiction(axioms, facts, name):
    rule, given = NO_CLASHES[name]
    assert not contradicts(Inferences(facts(given), axioms(rule)))


def test_an_assessment_gives_its_measure_a_facet(core, facts):
    inferences = Inferences(facts(ASSESSED), core)
    category = Fact(M, MG["category"], Iri(BASE + "scheme/x/1/1.1"))
    assert [made.rule for made in inferences.of[category]] == [Derivation("01-direct-facets")]
    assert Fact(M, MG["underFacet"], Iri(BASE + "scheme/x/1/1")) in inferences
    assert Fact(M, MG["hasAssessment"], ASSESSMENT) in inferences


@pytest.mark.parametrize(
    "spoilt",
    [
        "ex:a mg:reviewStatus <scheme/review-status/1/rejected> .",
        "ex:later mg:supersedes ex:a .",
    ],
)
def test_an_assessment_that_does_not_count_gives_none(core, facts, spoilt):
    inferences = Inferences(facts(ASSESSED + spoilt), core)
    assert not inferences.values(M, MG["category"])
    assert not inferences.values(M, MG["underFacet"])


@pytest.mark.parametrize("outcome", ["unclassifiable", "withheld"])
def test_an_outcome_without_a_value_gives_none(core, facts, outcome):
    inferences = Inferences(facts(ASSESSED.replace("1/assigned", f"1/{outcome}")), core)
    assert not inferences.values(M, MG["category"])


def test_what_is_derived_counts_as_stated_only_if_nothing_gives_it(core, facts):
    derived = "ex:m mg:category c:1.1 ; mg:facet c:1.1 ; mg:underFacet c:1.1, c:1 ."
    with_assessment = Inferences(facts(ASSESSED + derived), core)
    assert not [fact for fact in with_assessment.stated if fact.subject == M]
    alone = Inferences(facts(derived + "c:1.1 skos:broader c:1 ."), core)
    assert [fact.predicate for fact in alone.stated if fact.subject == M] == [MG["category"]]


def test_opinions_make_a_measure_contested(core, facts):
    text = """
    ex:m a mg:Measure .
    ex:p a mg:OpinionStatement ; mg:assesses ex:m ; mg:stance <scheme/stance/1/supports> .
    ex:q a mg:OpinionStatement ; mg:assesses ex:m ; mg:stance <scheme/stance/1/{}> .
    """
    contested = Fact(M, TYPE, MG["ContestedMeasure"])
    assert contested in Inferences(facts(text.format("limits")), core)
    assert contested in Inferences(facts(text.format("opposes")), core)
    assert contested not in Inferences(facts(text.format("supports")), core)
