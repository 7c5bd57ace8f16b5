"""What a plan is made from: what is asked for, the measures that could meet it, the budget.

Weights and costs are held as whole numbers, thousandths and hundredths, so that sums are exact and
two ways of adding them up never differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

__all__ = ["COST_UNITS", "POINTS", "Candidate", "Demand", "Evidence", "Problem", "Rank"]

#: Points of a demand of weight 1.
POINTS: Final = 1000
#: Units of a cost of 1.
COST_UNITS: Final = 100

#: How good a set of measures is; the greater, the better. See `Problem.rank`.
Rank = tuple[int, int, int, tuple[int, int, int, int]]


@dataclass(frozen=True, slots=True)
class Demand:
    """One thing that a profile asks for and that no measure in place meets.

    Attributes:
        id: What it is known by.
        kind: "cell" (a role at a stage), "category", "risk" or "control".
        label: What a person calls it.
        weight: How much it counts beside the others, 0 or more; 1 unless the profile says so.
        concepts: Ids of the concepts that a measure has to stand under or match, all of them.
    """

    id: str
    kind: str
    label: str
    weight: float = 1.0
    concepts: tuple[str, ...] = ()

    @property
    def points(self) -> int:
        """The weight in thousandths, rounded."""
        return round(self.weight * POINTS)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known in favour of a measure and against it.

    Attributes:
        documents: Distinct documents that describe it or a measure held to be the same.
        supporting: Opinions of experts in its favour.
        against: Opinions that oppose it or state limits.
        agreement: Highest lower bound of measured expert agreement, 0 to 1; None where none is
            published.
    """

    documents: int = 0
    supporting: int = 0
    against: int = 0
    agreement: float | None = None

    @property
    def contested(self) -> bool:
        """Whether experts are reported both for it and against it."""
        return self.supporting > 0 and self.against > 0

    @property
    def key(self) -> tuple[int, int, int, int]:
        """What is compared, the greater the better: first part first."""
        bound = round((self.agreement or 0) * POINTS)
        return self.documents, self.supporting, -self.against, bound


@dataclass(frozen=True, slots=True)
class Candidate:
    """A measure that a plan may take.

    Attributes:
        id: Its id, which settles the last ties.
        label: Its name.
        meets: Ids of the demands of the problem that it meets.
        cost: What it costs, in hundredths; 100 where measures are only counted.
        evidence: What is known of it.
        planned: Whether the profile says that it is planned already.
        same: Ids of measures held to be the same, which are no candidates beside it.
    """

    id: str
    label: str
    meets: frozenset[str]
    cost: int = COST_UNITS
    evidence: Evidence = Evidence()
    planned: bool = False
    same: tuple[str, ...] = ()


@dataclass(frozen=True)
class Problem:
    """A weighted maximum-coverage problem under a budget.

    Attributes:
        demands: What is to be met, by id; order is that of the lists shown.
        candidates: The measures to choose from, those of `must` among them.
        budget: The most that all picks may cost together, in hundredths.
        must: Ids of candidates that every plan takes.
        money: Whether costs are money; else each measure costs 1 and the budget is a number.
        name: What the plan is for, such as the profile's name.
        unpriced: How many measures are no candidates for want of a cost.

    Example:
        >>> demands = [Demand("a", "risk", "A"), Demand("b", "risk", "B", weight=2)]
        >>> candidates = [Candidate("m", "M", frozenset("a")), Candidate("n", "N", frozenset("ab"))]
        >>> Problem(demands, candidates, budget=100).points(["n"])
        3000
    """

    demands: Sequence[Demand]
    candidates: Sequence[Candidate]
    budget: int
    must: frozenset[str] = frozenset()
    money: bool = False
    name: str = ""
    unpriced: int = 0

    @cached_property
    def by_id(self) -> Mapping[str, Candidate]:
        """The candidates by id, in the order of their ids."""
        return {one.id: one for one in sorted(self.candidates, key=lambda one: one.id)}

    @cached_property
    def weights(self) -> Mapping[str, int]:
        """Points by demand."""
        return {demand.id: demand.points for demand in self.demands}

    def met(self, picks: Iterable[str]) -> frozenset[str]:
        """Return the ids of the demands that these candidates meet."""
        return frozenset[str]().union(*(self.by_id[pick].meets for pick in picks))

    def points(self, picks: Iterable[str]) -> int:
        """Return the points of the demands that these candidates meet."""
        return self.worth(self.met(picks))

    def worth(self, demands: Iterable[str]) -> int:
        """Return the points of these demands."""
        return sum(self.weights[demand] for demand in demands)

    def cost(self, picks: Iterable[str]) -> int:
        """Return what these candidates cost together, in hundredths."""
        return sum(self.by_id[pick].cost for pick in picks)

    def rank(self, picks: Iterable[str]) -> Rank:
        """Return how good a set is: the greatest is the best, and of equals the first by ids.

        It compares, in this order: the points met (most first); the cost (least first); the number
        of measures (fewest first); the sums over the picks of `Evidence.key`. The evidence of no
        set thus outweighs anything that another set meets.
        """
        chosen = list(picks)
        keys = [self.by_id[pick].evidence.key for pick in chosen]
        evidence = tuple(map(sum, zip(*keys, strict=True))) if keys else (0, 0, 0, 0)
        return self.points(chosen), -self.cost(chosen), -len(chosen), evidence  # type: ignore[return-value]  # four sums
