"""What a method has chosen, and how near to the best it is known to be."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Choice"]


@dataclass(frozen=True, slots=True)
class Choice:
    """A set of measures within the budget.

    Attributes:
        method: "exact" or "greedy".
        picks: Ids of the measures, sorted.
        points: Points of the demands that they meet.
        bound: Points that no set within the budget exceeds.
        proved: Whether nothing within the budget meets more.
        guarantee: Least share of the optimum that the method is sure to meet.
        settled: Whether ties were settled to the end, so that any run gives the same.
    """

    method: str
    picks: tuple[str, ...]
    points: int
    bound: int
    proved: bool
    guarantee: float
    settled: bool = True

    @property
    def gap(self) -> float:
        """How much of the bound may be missing, 0 to 1; 0 where the optimum is proved."""
        return 0.0 if self.proved or not self.bound else 1 - self.points / self.bound
