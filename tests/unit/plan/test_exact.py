from __future__ import annotations

import random
import sys

import pytest

from mitigraph.errors import MissingExtraError
from mitigraph.plan import Candidate, Demand, Evidence, Problem
from mitigraph.plan.exact import choose_exactly
from mitigraph.plan.greedy import choose_greedily


def problem(meets, budget=2, **options):
    demands = [Demand(name, "risk", name) for name in sorted(set("".join(meets.values())))]
    candidates = [Candidate(name, name, frozenset(met)) for name, met in meets.items()]
    return Problem(demands, candidates, budget * 100, **options)


@pytest.fixture
def large():
    """150 demands and 300 candidates, which no search through all sets would get through."""
    chance = random.Random(7)  # noqa: S311 - any problem will do, as long as it is the same one
    names = [f"d{number}" for number in range(150)]
    candidates = [
        Candidate(
            f"m{number:03}",
            "",
            frozenset(chance.sample(names, chance.randint(1, 5))),
            evidence=Evidence(chance.randint(1, 2)),
        )
        for number in range(300)
    ]
    return Problem([Demand(name, "risk", name) for name in names], candidates, 1000)


def test_it_beats_the_greedy_way_where_that_fails():
    trap = problem({"m": "abcd", "n": "abx", "o": "cdy"})
    assert choose_greedily(trap).points == 5000
    assert choose_exactly(trap).picks == ("n", "o")


def test_what_has_to_be_taken_is_taken_even_if_it_adds_nothing():
    forced = problem({"m": "ab", "n": "a", "o": "c"}, must=frozenset("n"))
    assert choose_exactly(forced).picks == ("m", "n")
    assert choose_exactly(problem({"m": "a", "n": "a"}, 5, must=frozenset("mn"))).picks == (
        "m",
        "n",
    )


def test_no_more_measures_than_needed():
    assert choose_exactly(problem({"m": "ab", "n": "a", "o": "b"}, 9)).picks == ("m",)


def test_evidence_settles_ties_and_nothing_else():
    demands = [Demand(name, "risk", name) for name in "ab"]
    weak, strong = Evidence(1), Evidence(3, supporting=9)
    same = [Candidate(name, name, frozenset("a"), evidence=weak) for name in "mn"]
    better = Candidate("o", "o", frozenset("a"), evidence=strong)
    more = Candidate("p", "p", frozenset("ab"), evidence=weak)
    assert choose_exactly(Problem(demands, same, 100)).picks == ("m",)
    assert choose_exactly(Problem(demands, [*same, better], 100)).picks == ("o",)
    assert choose_exactly(Problem(demands, [*same, better, more], 100)).picks == ("p",)


def test_a_large_problem_is_proved(large):
    choice = choose_exactly(large)
    assert choice.proved
    assert choice.settled
    assert len(choice.picks) == 10
    assert choice.points >= choose_greedily(large).points
    assert choose_exactly(large) == choice


def test_no_time_leaves_a_plan_and_the_gap(large):
    choice = choose_exactly(large, seconds=0)
    greedy = choose_greedily(large)
    assert (choice.picks, choice.points, choice.bound) == (
        greedy.picks,
        greedy.points,
        greedy.bound,
    )
    assert (choice.proved, choice.settled) == (False, False)
    assert choice.gap == pytest.approx(1 - choice.points / choice.bound)
    assert choice.gap > 0


def test_a_large_sum_of_money_is_not_overspent():
    """A solver's tolerance is worth more than a hundredth of a cost of a thousand million."""
    demands = [Demand(name, "risk", name) for name in "abc"]
    costs = {"a": 60_000_000_001, "b": 40_000_000_000, "c": 39_999_999_999}
    candidates = [Candidate(name, name, frozenset(name), cost) for name, cost in costs.items()]
    choice = choose_exactly(Problem(demands, candidates, 100_000_000_000, money=True))
    assert choice.picks == ("b", "c")
    exactly = choose_exactly(Problem(demands[:2], candidates[:2], 100_000_000_000, money=True))
    assert exactly.picks == ("b",)
    assert (choice.proved, choice.settled, exactly.proved, exactly.settled) == (True,) * 4


def test_without_scipy_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "scipy.optimize", None)
    with pytest.raises(MissingExtraError, match=r"mitigraph\[plan\]"):
        choose_exactly(problem({"m": "a"}))
    assert choose_greedily(problem({"m": "a"})).picks == ("m",)
