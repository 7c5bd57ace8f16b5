"""Both methods against a search through all sets of candidates, on small random problems."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from mitigraph.plan import Candidate, Demand, Evidence, Problem
from mitigraph.plan.exact import choose_exactly
from mitigraph.plan.greedy import choose_greedily

EVIDENCE = st.builds(
    Evidence,
    documents=st.integers(1, 3),
    supporting=st.integers(0, 2),
    against=st.integers(0, 2),
    agreement=st.sampled_from([None, 0.4, 0.6]),
)


@st.composite
def problems(draw):
    """Problems with few values of everything, so that ties of every kind come up."""
    weights = draw(st.lists(st.sampled_from([0, 0.5, 1, 1, 1, 2, 1.234]), min_size=1, max_size=7))
    demands = [Demand(f"d{n}", "risk", f"D{n}", weight) for n, weight in enumerate(weights)]
    money = draw(st.booleans())
    ids = st.sets(st.sampled_from([demand.id for demand in demands]), max_size=4)
    costs = st.sampled_from([0, 100, 100, 150, 333]) if money else st.just(100)
    candidates = [
        Candidate(f"m{n}", f"M{n}", frozenset(draw(ids)), draw(costs), draw(EVIDENCE))
        for n in range(draw(st.integers(0, 8)))
    ]
    must = {one.id for one in candidates if draw(st.integers(0, 9)) == 0}
    spent = sum(one.cost for one in candidates if one.id in must)
    budget = spent + draw(st.integers(0, 700) if money else st.integers(0, 5).map((100).__mul__))
    return Problem(demands, candidates, budget, frozenset(must), money=money)


def best_of_all(problem: Problem) -> list[str]:
    """Look at every set within the budget; the first by ids of those with the highest rank."""
    free = sorted(set(problem.by_id) - problem.must)
    sets = (
        sorted([*problem.must, *some])
        for size in range(len(free) + 1)
        for some in itertools.combinations(free, size)
    )
    within = [some for some in sets if problem.cost(some) <= problem.budget]
    highest = max(map(problem.rank, within))
    return min(some for some in within if problem.rank(some) == highest)


@settings(max_examples=200, deadline=None)
@given(problems())
def test_the_exact_plan_is_the_best_of_all_sets(problem):
    choice = choose_exactly(problem)
    best = best_of_all(problem)
    assert list(choice.picks) == best
    assert choice.points == choice.bound == problem.points(best)
    assert (choice.proved, choice.settled, choice.gap) == (True, True, 0)


@settings(max_examples=200, deadline=None)
@given(problems())
def test_the_greedy_plan_keeps_its_guarantee(problem):
    choice = choose_greedily(problem)
    most = problem.points(best_of_all(problem))
    assert problem.must <= set(choice.picks)
    assert problem.cost(choice.picks) <= problem.budget
    assert choice.points == problem.points(choice.picks)
    assert choice.guarantee * most <= choice.points <= most <= choice.bound
    assert choice.proved == (choice.points == choice.bound)


@settings(max_examples=50, deadline=None)
@given(problems(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_does_not_matter(problem, random):
    demands, candidates = list(problem.demands), list(problem.candidates)
    random.shuffle(demands)
    random.shuffle(candidates)
    other = Problem(demands, candidates, problem.budget, problem.must, money=problem.money)
    assert choose_exactly(other) == choose_exactly(problem)
    assert choose_greedily(other) == choose_greedily(problem)
