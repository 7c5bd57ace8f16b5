"""A plan: the measures chosen, what each adds, what could stand in its place, what stays open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from mitigraph.plan.choice import Choice
from mitigraph.plan.exact import choose_exactly
from mitigraph.plan.greedy import choose_greedily
from mitigraph.plan.problem import COST_UNITS, POINTS, Candidate, Demand, Problem
from mitigraph.plan.reasons import reason

__all__ = ["METHODS", "Alternative", "Open", "Pick", "Plan", "make_plan"]

#: Ways to choose.
METHODS: Final = ("exact", "greedy")
#: So many alternatives are named for a pick.
_ALTERNATIVES: Final = 3


@dataclass(frozen=True, slots=True)
class Alternative:
    """A measure that could take the place of a pick; `loses` is what then nothing would meet."""

    candidate: Candidate
    loses: tuple[Demand, ...]


@dataclass(frozen=True, slots=True)
class Pick:
    """A measure of the plan.

    Attributes:
        candidate: The measure.
        adds: The demands that it meets and none of the picks before it does.
        alone: The demands that it meets and no other pick does.
        required: Whether the plan had to take it.
        alternatives: Those that would lose least in its place, best first.
        why: What it adds and what is known of it, in words.
    """

    candidate: Candidate
    adds: tuple[Demand, ...]
    alone: tuple[Demand, ...]
    required: bool
    alternatives: tuple[Alternative, ...]
    why: str

    @property
    def weight(self) -> float:
        """The weight of what it adds."""
        return sum(demand.points for demand in self.adds) / POINTS


@dataclass(frozen=True, slots=True)
class Open:
    """A demand that the plan doesn't meet, and how many candidates would."""

    demand: Demand
    candidates: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Measures for a profile, in the order of what they add.

    Attributes:
        problem: What was asked for and could be chosen.
        choice: How the choice was made, and how near to the best it is.
        picks: The measures, each the one that adds most after those before it.
        open: The demands that stay open, in the order of the profile's demands.
    """

    problem: Problem
    choice: Choice
    picks: tuple[Pick, ...]
    open: tuple[Open, ...]

    @property
    def weight(self) -> float:
        """The weight of what the plan meets."""
        return self.choice.points / POINTS

    @property
    def asked(self) -> float:
        """The weight of all that is asked for and that nothing in place meets."""
        return sum(demand.points for demand in self.problem.demands) / POINTS

    @property
    def bound(self) -> float:
        """The weight that no plan within the budget exceeds."""
        return self.choice.bound / POINTS

    @property
    def cost(self) -> float:
        """What all picks cost; their number where measures are counted."""
        return self.problem.cost(self.choice.picks) / COST_UNITS

    def as_json(self) -> dict[str, Any]:
        """Return the plan as plain JSON types."""
        money = self.problem.money
        return {
            "method": self.choice.method,
            "optimal": self.choice.proved,
            "gap": round(self.choice.gap, 6),
            "guarantee": round(self.choice.guarantee, 6),
            "settled": self.choice.settled,
            "budget": self.problem.budget / COST_UNITS
            if money
            else self.problem.budget // COST_UNITS,
            "cost": self.cost if money else len(self.picks),
            "asked": self.asked,
            "met": self.weight,
            "bound": self.bound,
            "picks": [
                {
                    "id": pick.candidate.id,
                    "label": pick.candidate.label,
                    "weight": pick.weight,
                    "cost": pick.candidate.cost / COST_UNITS if money else 1,
                    "required": pick.required,
                    "planned": pick.candidate.planned,
                    "same": list(pick.candidate.same),
                    "why": pick.why,
                    "adds": [_demand(demand) for demand in pick.adds],
                    "alone": [_demand(demand) for demand in pick.alone],
                    "evidence": _evidence(pick.candidate),
                    "alternatives": [
                        {
                            "id": other.candidate.id,
                            "label": other.candidate.label,
                            "loses": [_demand(demand) for demand in other.loses],
                            "evidence": _evidence(other.candidate),
                        }
                        for other in pick.alternatives
                    ],
                }
                for pick in self.picks
            ],
            "open": [{**_demand(one.demand), "candidates": one.candidates} for one in self.open],
        }


def _demand(demand: Demand) -> dict[str, Any]:
    return {
        "kind": demand.kind,
        "label": demand.label,
        "concepts": list(demand.concepts),
        "weight": demand.weight,
    }


def _evidence(candidate: Candidate) -> dict[str, Any]:
    known = candidate.evidence
    return {
        "documents": known.documents,
        "supporting": known.supporting,
        "against": known.against,
        "contested": known.contested,
        "agreement_above": known.agreement,
    }


def make_plan(problem: Problem, method: str = "exact") -> Plan:
    """Return the plan for a problem.

    Args:
        problem: What is asked for, what could be chosen, and the budget.
        method: One of `METHODS`.

    Raises:
        MissingExtraError: If the extra `plan`, which "exact" needs, isn't installed.

    Example:
        >>> demands = [Demand("a", "risk", "A"), Demand("b", "risk", "B")]
        >>> candidates = [Candidate("m", "M", frozenset("a")), Candidate("n", "N", frozenset("ab"))]
        >>> plan = make_plan(Problem(demands, candidates, budget=100), "greedy")
        >>> [pick.candidate.id for pick in plan.picks], plan.weight, plan.open
        (['n'], 2.0, ())
    """
    choice = choose_exactly(problem) if method == "exact" else choose_greedily(problem)
    met = problem.met(choice.picks)
    return Plan(
        problem,
        choice,
        tuple(_picks(problem, choice.picks)),
        tuple(
            Open(demand, sum(demand.id in one.meets for one in problem.candidates))
            for demand in problem.demands
            if demand.id not in met and demand.points
        ),
    )


def _picks(problem: Problem, chosen: Sequence[str]) -> Iterator[Pick]:
    left, met = list(chosen), frozenset[str]()
    while left:
        # Of equals the first by id: `chosen` is sorted, and `max` takes the first.
        pick = max(
            (problem.by_id[name] for name in left),
            key=lambda one: (problem.worth(one.meets - met), one.evidence.key),
        )
        left.remove(pick.id)
        others = problem.met(name for name in chosen if name != pick.id)
        adds = _named(problem, pick.meets - met)
        alone = _named(problem, pick.meets - others)
        yield Pick(
            pick,
            adds,
            alone,
            pick.id in problem.must,
            tuple(_alternatives(problem, chosen, pick, alone)),
            reason(pick, adds, required=pick.id in problem.must),
        )
        met |= pick.meets


def _named(problem: Problem, demands: frozenset[str]) -> tuple[Demand, ...]:
    """Return demands that count, in the order of the problem."""
    return tuple(one for one in problem.demands if one.id in demands and one.points)


def _alternatives(
    problem: Problem, chosen: Sequence[str], pick: Candidate, alone: tuple[Demand, ...]
) -> Iterator[Alternative]:
    """Yield the measures that lose least in the place of a pick, of what no other pick meets.

    They stay within the budget and meet some of it at least. Those that lose the same come
    cheapest first, then best evidenced, then by id.
    """
    room = problem.budget - problem.cost(name for name in chosen if name != pick.id)
    needed = frozenset(demand.id for demand in alone)
    ways = [
        (problem.worth(needed - one.meets), one)
        for one in problem.by_id.values()
        if one.id not in chosen and one.cost <= room and one.meets & needed
    ]
    ways.sort(key=lambda way: (way[0], way[1].cost, [-part for part in way[1].evidence.key]))
    for _, one in ways[:_ALTERNATIVES]:
        yield Alternative(one, _named(problem, needed - one.meets))
