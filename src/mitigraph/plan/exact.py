"""The best plan, by integer programming with HiGHS.

Of the sets with the most points the best by `Problem.rank` is taken, and of equals the one that
comes first by its sorted ids. Each part of that order is one more programme, which keeps what those
before it reached. So the plan is a property of the problem alone, not of the solver or of the
order of the input. The solver works in floating point: what it picks is rounded, and points and
costs are added up anew in whole numbers.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Final

from mitigraph.plan.choice import Choice
from mitigraph.plan.greedy import choose_greedily
from mitigraph.plan.problem import Candidate, Problem
from mitigraph.plan.programme import Programme, TimeIsUp

__all__ = ["SECONDS", "choose_exactly"]

#: How long the solver may take, unless told otherwise.
SECONDS: Final = 30.0
#: Sums up to this stay exact in the solver's arithmetic with room to spare.
_LARGEST_SUM: Final = 100_000


def choose_exactly(problem: Problem, *, seconds: float = SECONDS) -> Choice:
    """Return the best set of measures and the proof that it is the best.

    Args:
        problem: What is asked for.
        seconds: After which the search ends with the best set so far and a bound on what any set
            could meet; only then may the plan differ from run to run.

    Raises:
        MissingExtraError: If scipy isn't installed.

    Example:
        >>> from mitigraph.plan.problem import Demand
        >>> meets = {"m": "abcd", "n": "abx", "o": "cdy"}
        >>> things = [Candidate(name, name, frozenset(met)) for name, met in meets.items()]
        >>> demands = [Demand(name, "risk", name) for name in "abcdxy"]
        >>> choice = choose_exactly(Problem(demands, things, budget=200))
        >>> choice.picks, choice.points, choice.proved
        (('n', 'o'), 6000, True)
    """
    must = sorted(problem.must)
    room = problem.budget - problem.cost(must)
    columns = _columns(problem, room)
    met = problem.met(must)
    programme = Programme(
        [_open(problem, one, met) for one in columns],
        [one.cost for one in columns],
        room,
        problem.weights,
        time.monotonic() + seconds,
    )
    greedy = choose_greedily(problem)
    picks: Sequence[str] = greedy.picks
    with suppress(TimeIsUp):
        chosen = programme.most_points() if columns else []
        picks = max(picks, [*must, *(columns[index].id for index in chosen)], key=problem.rank)
    points = problem.points(picks)
    bound = min(greedy.bound, problem.worth(met) + programme.bound)
    settled = not columns
    if columns and points == bound:
        programme.keep_points(points - problem.worth(met))
        with suppress(TimeIsUp):
            for better in _better(programme, columns, money=problem.money):
                picks = [*must, *(columns[index].id for index in better)]
            settled = True
    return Choice(
        "exact",
        tuple(sorted(picks)),
        points,
        bound,
        proved=points == bound,
        guarantee=points / bound if bound else 1.0,
        settled=settled,
    )


def _open(problem: Problem, one: Candidate, met: frozenset[str]) -> frozenset[str]:
    """Return the demands that a candidate meets beside those met already, if they count at all."""
    return frozenset(demand for demand in one.meets - met if problem.weights[demand])


def _columns(problem: Problem, room: int) -> list[Candidate]:
    """Return the candidates that a best set may hold, by id.

    A best set never holds one that adds nothing, costs too much, or is outdone: another one meets
    at least the same, and is cheaper, or as cheap and better evidenced, or equal in all that and
    earlier by id. Taking the other one instead makes the set better.
    """
    met = problem.met(problem.must)
    kept: list[tuple[frozenset[str], Candidate]] = []
    fitting = [
        one for one in problem.by_id.values() if one.id not in problem.must and one.cost <= room
    ]
    # Whatever outdoes a candidate stands before it; the sort keeps equals by id.
    for one in sorted(fitting, key=lambda one: (-one.cost, one.evidence.key), reverse=True):
        adds = _open(problem, one, met)
        if adds and not any(adds <= others for others, _ in kept):
            kept.append((adds, one))
    return sorted((one for _, one in kept), key=lambda one: one.id)


def _better(
    programme: Programme, columns: Sequence[Candidate], *, money: bool
) -> Iterator[Sequence[int]]:
    """Yield sets with as many points, each at least as good as the one before; the last is best."""
    if money:
        yield programme.best({index: -one.cost for index, one in enumerate(columns)})
    chosen = programme.best(dict.fromkeys(range(len(columns)), -1))
    yield chosen
    for form in _evidence_forms(columns, len(chosen)):
        chosen = programme.best(form)
        yield chosen
    yield programme.first(chosen)


def _evidence_forms(columns: Sequence[Candidate], picks: int) -> Iterator[Mapping[int, int]]:
    """Yield what to maximise, in order, of the evidence of so many picks.

    Neighbouring parts are joined, the earlier one multiplied by more than the later one can differ,
    as long as the sums stay small.
    """
    parts = [
        [key - min(keys) for key in keys]
        for keys in zip(*(one.evidence.key for one in columns), strict=True)
    ]
    joined: list[int] = [0] * len(columns)
    for part in parts:
        spread = picks * max(part, default=0)
        if not spread:
            continue
        if (picks * max(joined) + 1) * (spread + 1) > _LARGEST_SUM:
            yield dict(enumerate(joined))
            joined = part
        else:
            joined = [high * (spread + 1) + low for high, low in zip(joined, part, strict=True)]
    if any(joined):
        yield dict(enumerate(joined))
