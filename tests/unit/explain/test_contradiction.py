from __future__ import annotations

import pytest

from mitigraph.derive import derive
from mitigraph.explain.contradiction import MOST, find_clashes
from mitigraph.explain.inference import NOTHING, TYPE
from mitigraph.reader import load_shipped
from mitigraph.store.oxigraph import OxigraphStore
from mitigraph.terms import BASE, MG, Iri, Quad

FILE = Iri(BASE + "graph/file/mine.ttl")


@pytest.fixture(scope="module")
def vocabularies():
    store = OxigraphStore()
    load_shipped(store, data=False)
    return list(store.quads())


@pytest.fixture
def clashes(vocabularies, quads):
    def find(turtle, **options):
        store = OxigraphStore()
        store.add([*vocabularies, *(quad._replace(graph=FILE) for quad in quads(turtle))])
        derive(store)
        return find_clashes(store, **options)

    return find


def subjects(clash):
    return {str(fact.subject).rpartition("/")[2] for fact in clash.proof.statements}


def test_the_vocabularies_contradict_nothing(clashes):
    assert clashes("ex:m a mg:Measure ; mg:actor <scheme/actor/1/developer> .") == []


def test_each_misuse_of_one_concept_is_told(clashes):
    found = clashes("""
        ex:m mg:category <scheme/actor/1/developer> .
        ex:n mg:category <scheme/actor/1/developer> .
    """)
    assert [subjects(clash) for clash in found] == [{"developer", "m"}, {"developer", "n"}]


def test_one_wrong_statement_is_told_once_however_much_it_clashes_with(clashes):
    [clash] = clashes("""
        ex:m a mg:Measure, mg:Source . ex:a mg:assesses ex:m . ex:b mg:assesses ex:m .
    """)
    assert {fact.object for fact in clash.proof.statements} == {MG["Measure"], MG["Source"]}
    assert clash.in_files
    assert set(clash.graphs.values()) == {FILE}


def test_a_clash_through_an_assessment_is_led_back_to_it(clashes):
    [clash] = clashes("""
        ex:m a mg:Measure .
        ex:a a mg:ClassificationAssessment ; mg:assesses ex:m ; mg:inScheme <scheme/actor/1> ;
            mg:outcome <scheme/outcome/1/assigned> ; mg:assigns <scheme/lifecycle/1/deploy> .
    """)
    assert Iri("https://example.org/a") in {fact.subject for fact in clash.proof.statements}
    assert MG["actor"] not in {fact.predicate for fact in clash.proof.statements}
    assert clash.proof.conclusion[1:] == (TYPE, NOTHING)


def test_a_value_that_a_class_brings_along_counts(clashes):
    [clash] = clashes("ex:p a mg:SupportingOpinion ; mg:stance <scheme/stance/1/opposes> .")
    assert {fact.predicate for fact in clash.proof.statements} == {TYPE, MG["stance"]}


def test_two_things_that_nothing_tells_apart_are_no_contradiction(clashes):
    assert clashes("ex:a mg:assesses ex:m, ex:n .") == []


def test_two_things_that_can_t_be_one_are(clashes):
    [clash] = clashes("""
        ex:a mg:passageOf ex:m, ex:n . ex:m a mg:Source . ex:n a prov:Agent .
    """)
    assert len(clash.proof.statements) == 4
    assert {"m", "n", "a"} == subjects(clash)


def test_the_search_ends_after_many(clashes):
    text = "\n".join(f"ex:m{number} a mg:Measure, mg:Source ." for number in range(8))
    assert len(clashes(text)) == 8
    assert len(clashes(text, most=5)) == 5
    assert MOST >= 50


def test_the_same_statement_in_two_graphs_is_told_once(vocabularies, quads):
    store = OxigraphStore()
    statements = quads("ex:m a mg:Measure, mg:Source .")
    store.add([*vocabularies, *statements])
    store.add([Quad(*quad[:3], FILE) for quad in statements])
    assert len(find_clashes(store)) == 1
