"""The greedy way to a plan: always the measure that adds most for its cost.

Where measures are counted, what it meets is at least 1 - 1/e (0.632) of the most that can be met.
Where they cost money, the better of that and the best single measure meets at least half of it
(0.316). Measures that have to be taken come first; the rest then starts from what they leave open,
to which the same shares apply.

Sources:
    Nemhauser, G. L., Wolsey, L. A. and Fisher, M. L. (1978): An analysis of approximations for
    maximizing submodular set functions - I. Mathematical Programming 14, 265-294.
    Khuller, S., Moss, A. and Naor, J. (1999): The budgeted maximum coverage problem. Information
    Processing Letters 70(1), 39-45.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Final

from mitigraph.plan.choice import Choice
from mitigraph.plan.problem import Candidate, Problem

__all__ = ["GUARANTEE", "GUARANTEE_MONEY", "choose_greedily", "upper_bound"]

#: The least share of the optimum that is met.
GUARANTEE: Final = 1 - 1 / math.e
#: The same where measures cost money.
GUARANTEE_MONEY: Final = GUARANTEE / 2


def choose_greedily(problem: Problem) -> Choice:
    """Return a set of measures within the guarantee, and a bound on what any set could meet.

    Of measures that add the same for their cost, the best evidenced comes first, then the first by
    id; a measure that adds nothing is never taken.

    Example:
        >>> from mitigraph.plan.problem import Demand
        >>> meets = {"m": "abcd", "n": "abx", "o": "cdy"}
        >>> things = [Candidate(name, name, frozenset(met)) for name, met in meets.items()]
        >>> demands = [Demand(name, "risk", name) for name in "abcdxy"]
        >>> choice = choose_greedily(Problem(demands, things, budget=200))
        >>> choice.picks, choice.points, choice.bound
        (('m', 'n'), 5000, 6000)
    """
    must = sorted(problem.must)
    picks = _fill(problem, must)
    if problem.money:
        alone = (_best_single(problem, must),) if problem.candidates else ()
        picks = max([picks, *alone], key=problem.rank)
    share = GUARANTEE_MONEY if problem.money else GUARANTEE
    points, bound = problem.points(picks), upper_bound(problem, picks)
    return Choice("greedy", tuple(sorted(picks)), points, bound, points == bound, share)


def upper_bound(problem: Problem, picks: list[str]) -> int:
    """Return points that no set within the budget can exceed, from what is left to gain.

    Meeting more becomes harder the more is met. So no set meets more than these picks do and what
    the whole budget, spent once more, could add if no two measures overlapped and the last one
    could be had in part.
    """
    met = problem.met(picks)
    room = Fraction(problem.budget - problem.cost(problem.must))
    gains = [
        (problem.worth(one.meets - met), one.cost)
        for one in problem.candidates
        if one.id not in problem.must and one.cost <= room
    ]
    added = Fraction(0)
    for gain, cost in sorted(gains, key=lambda pair: _rate(*pair), reverse=True):
        part = Fraction(1) if cost <= room else room / cost
        added += part * gain
        room -= part * cost
    coverable = problem.points(one.id for one in problem.candidates)
    return min(coverable, problem.worth(met) + math.floor(added))


def _fill(problem: Problem, start: list[str]) -> list[str]:
    picks, met = list(start), problem.met(start)
    room = problem.budget - problem.cost(picks)
    while True:
        best: Candidate | None = None
        best_key: tuple[Fraction | float, tuple[int, ...]] = (0, ())
        for one in problem.by_id.values():
            if one.cost > room or one.id in picks:
                continue
            gain = problem.worth(one.meets - met)
            key = (_rate(gain, one.cost), one.evidence.key)
            if gain and (best is None or key > best_key):
                best, best_key = one, key
        if best is None:
            return picks
        picks.append(best.id)
        met |= best.meets
        room -= best.cost


def _best_single(problem: Problem, start: list[str]) -> list[str]:
    """Return the start and the one measure that adds most to it within the budget."""
    room = problem.budget - problem.cost(start)
    fitting = [
        [*start, one.id]
        for one in problem.by_id.values()
        if one.id not in start and one.cost <= room
    ]
    return max([start, *fitting], key=problem.rank)


def _rate(gain: int, cost: int) -> Fraction | float:
    """Return what a measure adds for its cost; one that is free comes before all others."""
    if not gain:
        return 0
    return Fraction(gain, cost) if cost else math.inf
