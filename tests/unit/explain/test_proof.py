"""Proofs are sound, minimal and all there: held against every subset of small random graphs."""

from __future__ import annotations

from itertools import combinations, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from mitigraph.explain import proof as proof_module
from mitigraph.explain.axioms import Axiom, SubClass
from mitigraph.explain.inference import TYPE, Fact, Inferences
from mitigraph.explain.proof import prove
from mitigraph.terms import MG, PREFIXES, Iri

M, MEASURE = Iri("urn:m"), MG["Measure"]
BROADER = Iri(PREFIXES["skos"] + "broader")
CONCEPTS = [Iri(f"urn:c{number}") for number in range(4)]
GOAL = Fact(M, MG["underFacet"], CONCEPTS[0])

broader = st.builds(Fact, st.sampled_from(CONCEPTS), st.just(BROADER), st.sampled_from(CONCEPTS))
facet = st.builds(
    Fact,
    st.just(M),
    st.sampled_from([MG["category"], MG["actor"], MG["underFacet"]]),
    st.sampled_from(CONCEPTS),
)
graphs = st.lists(broader | facet, max_size=7, unique=True)


def minimal_subsets(facts, axioms):
    """Every set of facts from which the goal follows, and from no part of it."""
    found = []
    for size in range(len(facts) + 1):
        for subset in combinations(facts, size):
            if not any(known <= set(subset) for known in found) and GOAL in Inferences(
                subset, axioms
            ):
                found.append(set(subset))
    return found


@given(graphs)
@settings(max_examples=40)
def test_the_minimal_sets_of_statements_are_found_and_no_others(core_axioms, facts):
    axioms = core_axioms
    wanted = minimal_subsets(facts, axioms)
    found = prove(Inferences(facts, axioms), GOAL).found
    statements = [set(proof.statements) for proof in found]
    least = [one for one in statements if not any(other < one for other in statements)]
    # A statement of underFacet that also follows from others is no ground beside them.
    given = [one for one in wanted if one <= Inferences(facts, axioms).stated]
    assert {frozenset(one) for one in least} == {frozenset(one) for one in given}


@given(graphs)
@settings(max_examples=40)
def test_every_proof_alone_proves_and_nothing_of_it_can_be_left_out(core_axioms, facts):
    found = prove(Inferences(facts, core_axioms), GOAL).found
    for proof in found:
        assert GOAL in Inferences(proof.statements, proof.axioms)
        for one in proof.support:
            rest = proof.support - {one}
            statements = [item for item in rest if isinstance(item, Fact)]
            axioms = [item for item in rest if not isinstance(item, Fact)]
            assert GOAL not in Inferences(statements, axioms)
    for one, other in combinations(found, 2):
        assert not one.support <= other.support
        assert one.order < other.order


def test_a_circle_of_broader_concepts_is_no_obstacle(core_axioms):
    one, two, *_ = CONCEPTS
    facts = [
        Fact(M, MG["category"], two),
        Fact(two, BROADER, one),
        Fact(one, BROADER, two),
    ]
    [proof] = prove(Inferences(facts, core_axioms), GOAL).found
    assert len(proof.statements) == 2


def test_what_does_not_follow_has_no_proof(core_axioms):
    assert prove(Inferences([], core_axioms), GOAL).found == ()


def test_a_statement_is_its_own_proof(core_axioms):
    fact = Fact(M, TYPE, MEASURE)
    [proof] = prove(Inferences([fact], core_axioms), fact).found
    assert (proof.rule, proof.premises, list(proof.steps())) == (None, (), [proof])


def test_too_many_proofs_are_cut_off_and_said_to_be(monkeypatch, core_axioms):
    monkeypatch.setattr(proof_module, "LIMIT", 3)
    kinds = [Iri(f"urn:k{number}") for number in range(6)]
    axioms: list[Axiom] = [SubClass(kind, MEASURE) for kind in kinds]
    facts = [Fact(M, TYPE, kind) for kind in kinds]
    proofs = prove(Inferences(facts, axioms), Fact(M, TYPE, MEASURE))
    assert len(proofs.found) == 3
    assert not proofs.complete


def test_many_ways_through_a_tree_end_in_time(core_axioms):
    """Two parents each, twelve levels: four thousand paths, of which the limit keeps some."""
    levels = [[Iri(f"urn:{level}{side}") for side in "ab"] for level in range(12)]
    facts = [
        Fact(low, BROADER, high)
        for below, above in pairwise(levels)
        for low in below
        for high in above
    ]
    facts.append(Fact(M, MG["category"], levels[0][0]))
    goal = Fact(M, MG["underFacet"], levels[-1][0])
    proofs = prove(Inferences(facts, core_axioms), goal)
    assert len(proofs.found) == proof_module.LIMIT
    assert not proofs.complete
    assert {len(proof.statements) for proof in proofs.found} == {12}
