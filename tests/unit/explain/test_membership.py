from __future__ import annotations

import pytest

from mitigraph.derive import derive
from mitigraph.explain.inference import TYPE, Fact
from mitigraph.explain.membership import explain_membership, statements_around, stored_axioms
from mitigraph.reader import load_shipped
from mitigraph.store.oxigraph import OxigraphStore
from mitigraph.terms import BASE, MG, Iri

M = Iri("https://example.org/m")
STAGE = Iri(BASE + "scheme/lifecycle/1/deploy")
MEASURE = """
ex:m a mg:Measure .
ex:a a mg:ClassificationAssessment ; mg:assesses ex:m ; mg:inScheme <scheme/lifecycle/1> ;
    mg:outcome <scheme/outcome/1/assigned> ; mg:assigns <scheme/lifecycle/1/plan-and-design> .
ex:p a mg:OpinionStatement ; mg:assesses ex:m ; mg:stance <scheme/stance/1/supports> .
"""


@pytest.fixture(scope="module")
def vocabularies():
    store = OxigraphStore()
    load_shipped(store, data=False)
    return list(store.quads())


@pytest.fixture
def store(vocabularies, quads):
    def make(turtle=MEASURE):
        store = OxigraphStore()
        store.add([*vocabularies, *quads(turtle)])
        derive(store)
        return store

    return make


def asked(name):
    return Fact(M, TYPE, MG[name])


def test_a_member_has_proofs_and_no_ways(store):
    found = explain_membership(store(), M, asked("PreDeploymentMeasure"))
    assert found.holds
    assert (found.ways, found.found) == ((), ())


def test_the_failing_condition_is_named_with_what_is_there_instead(store):
    found = explain_membership(store(), M, asked("DeployMeasure"))
    assert not found.holds
    [way] = found.ways
    is_measure, is_at_stage = way.conditions
    assert is_measure.holds
    assert is_at_stage.fact == Fact(M, MG["underFacet"], STAGE)
    assert not is_at_stage.holds
    assert [fact.object for fact in is_at_stage.found] == [
        Iri(BASE + "scheme/lifecycle/1/plan-and-design")
    ]


def test_of_an_opinion_that_comes_near_it_is_said_what_it_is_instead(store):
    [way] = explain_membership(store(), M, asked("ContestedMeasure")).ways
    assert [condition.holds for condition in way.conditions] == [True, True, False]
    assert not way.axiom.definition
    assert [str(fact.object) for fact in way.conditions[2].found] == [
        BASE + "scheme/stance/1/supports"
    ]


def test_without_any_opinion_nothing_is_there_instead(store):
    [way] = explain_membership(
        store(MEASURE.partition("ex:p")[0]), M, asked("ContestedMeasure")
    ).ways
    assert [condition.found for condition in way.conditions if not condition.holds] == [(), ()]


def test_of_a_class_without_a_definition_the_stated_kinds_are_told(store):
    found = explain_membership(store(), M, asked("Source"))
    assert (found.holds, found.ways) == (False, ())
    assert [fact.object for fact in found.found] == [MG["Measure"]]


def test_a_class_of_a_users_own_is_explained(store):
    own = """
    ex:Mine a owl:Class ; owl:equivalentClass [ a owl:Class ; owl:intersectionOf (
        mg:PlanAndDesignMeasure
        [ a owl:Restriction ; owl:onProperty mg:hasAssessment ;
          owl:someValuesFrom mg:SupportingOpinion ] ) ] .
    """
    goal = Fact(M, TYPE, Iri("https://example.org/Mine"))
    assert explain_membership(store(MEASURE + own), M, goal).holds
    [way] = explain_membership(
        store((MEASURE + own).replace("plan-and-design", "deploy")), M, goal
    ).ways
    first, second = way.conditions
    assert (first.holds, second.holds) == (False, True)
    assert [condition.holds for condition in first.ways[0].conditions] == [True, False]


def test_a_derived_statement_is_explained_by_its_assessment(store):
    goal = Fact(M, MG["underFacet"], Iri(BASE + "scheme/lifecycle/1/pre-deployment"))
    [proof] = explain_membership(store(), M, goal).proofs.found
    assert all(fact.subject != M for fact in proof.statements)


def test_what_is_around_a_measure_holds_no_texts_and_nothing_of_other_measures(store):
    other = "ex:n a mg:Measure . ex:b mg:assesses ex:n ; mg:assigns <scheme/actor/1/user> ."
    around = statements_around(store(MEASURE + other), M)
    assert len(around) > 30
    assert not [fact for fact in around if "example.org/n" in str(fact)]


def test_the_edges_that_the_generator_wrote_out_are_no_axioms(store):
    classes = [
        axiom
        for axiom in stored_axioms(store())
        if str(getattr(axiom, "sub", "")).startswith(BASE + "class/")
        and str(getattr(axiom, "sup", "")).startswith(BASE + "class/")
    ]
    assert classes == []
