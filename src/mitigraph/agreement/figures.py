"""What a comparison of two assessors finds, as plain frozen objects.

Shares and coefficients are numbers up to 1, not percentages. What can't be computed is None with a
reason in words.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from mitigraph.model import Agent, Concept
from mitigraph.terms import Iri

__all__ = [
    "Agreement",
    "Estimate",
    "LevelAgreement",
    "SchemeAgreement",
    "SetAgreement",
    "ValueAgreement",
]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95 % bootstrap interval.

    `value` is None where the figure is undefined, `low` and `high` where the interval is; `reason`
    then says why.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class LevelAgreement:
    """Agreement on the primary values, each cut to its ancestor at one level of the scheme.

    `level` counts from 1, the top concepts. `measures` counts the measures that both assessed;
    `share` is the part of them to which both gave the same value (percent agreement).
    """

    level: int
    measures: int
    share: Estimate
    kappa: Estimate
    alpha: Estimate


@dataclass(frozen=True, slots=True)
class SetAgreement:
    """Agreement on all the values of a measure, primary and secondary, without their order.

    `overlap` is the share of measures to which both gave at least one common value, `jaccard` the
    mean over the measures of common values by values that either gave.
    """

    overlap: Estimate
    jaccard: Estimate


@dataclass(frozen=True, slots=True)
class ValueAgreement:
    """Agreement on whether a measure has one value, primary or secondary, or not.

    `first`, `second` and `both` count the measures to which that assessor, or each of the two, gave
    the value. `specific` is positive specific agreement, 2 both / (first + second).
    """

    value: Concept
    first: int
    second: int
    both: int
    specific: float
    kappa: Estimate


@dataclass(frozen=True, slots=True)
class SchemeAgreement:
    """Agreement of two assessors in one scheme.

    `levels` has one entry a level of the scheme, the deepest last. `sets` is None where neither
    gave any measure a secondary value. `values` holds the values that either gave, in the order of
    the scheme, outcomes without a concept after them. `confusion` counts measures by the primary
    values of the first and the second assessor; pairs that no measure has are missing.
    """

    scheme: Iri
    id: str
    measures: int
    levels: tuple[LevelAgreement, ...]
    sets: SetAgreement | None
    values: tuple[ValueAgreement, ...]
    rows: tuple[Concept, ...]
    columns: tuple[Concept, ...]
    confusion: dict[tuple[str, str], int] = field(hash=False)

    @property
    def overall(self) -> LevelAgreement:
        """Agreement on the primary values as they were given."""
        return self.levels[-1]

    def count(self, row: Concept, column: Concept) -> int:
        """Return how many measures have primary value `row` by the first, `column` by the second.

        Zero where no measure has.
        """
        return self.confusion.get((row.id, column.id), 0)

    def disagreements(self) -> list[tuple[Concept, Concept, int]]:
        """Return pairs of different primary values with their number of measures.

        The most frequent come first; equally frequent ones are in the order of the scheme.
        """
        pairs = [
            (row, column, self.count(row, column))
            for row in self.rows
            for column in self.columns
            if row.id != column.id and self.count(row, column)
        ]
        return sorted(pairs, key=lambda pair: -pair[2])


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement of two assessors in one or several schemes, by the order of the schemes' IRIs.

    The same graph, number of resamples and seed give the same figures.
    """

    first: Agent
    second: Agent
    schemes: tuple[SchemeAgreement, ...]
    resamples: int
    seed: int
