"""Maximum coverage as an integer programme for HiGHS. The only module that imports scipy.

With x_i = 1 where column i is taken, a demand j is met as far as y_j, at most 1 and at most the sum
of the x_i that meet it; the sum of c_i x_i stays within the budget. The most points are the
greatest sum of w_j y_j. y needs not be whole: where x is, so is the best y.

Sources:
    Church, R. and ReVelle, C. (1974): The maximal covering location problem. Papers of the Regional
    Science Association 32(1), 101-118.
    Huangfu, Q. and Hall, J. A. J. (2018): Parallelizing the dual revised simplex method.
    Mathematical Programming Computation 10, 119-142 (HiGHS).
"""

from __future__ import annotations

import math
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from mitigraph.errors import MissingExtraError

__all__ = ["Programme", "TimeIsUp"]

#: Less than a whole number by this counts as that number.
_ROUNDING: Final = 1e-3
#: Columns of which the first choice is found at once; twice as many would strain the arithmetic.
_DIGITS: Final = 12
#: What is above is 1, what is below is 0; also how far a sum may stay below a whole number.
_HALF: Final = 0.5
#: How scipy says that a programme has no solution.
_INFEASIBLE: Final = 2


class TimeIsUp(Exception):  # noqa: N818 - it is an end, not an error
    """The time is over before the best was found or proved."""


@dataclass(frozen=True, slots=True)
class _Row:
    """Coefficients by column, and the bounds that their sum has to keep."""

    form: Mapping[int, float]
    least: float = -math.inf
    most: float = math.inf


class Programme:
    """The choice of columns, narrowed down question by question.

    Args:
        meets: The demands that each column meets.
        costs: What each costs.
        budget: What all that are taken may cost together.
        weights: Points by demand.
        until: When to stop, on the clock of `time.monotonic`.

    Attributes:
        bound: Points that no choice exceeds.

    Raises:
        MissingExtraError: If scipy isn't installed.
    """

    def __init__(
        self,
        meets: Sequence[frozenset[str]],
        costs: Sequence[int],
        budget: int,
        weights: Mapping[str, int],
        until: float,
    ) -> None:
        try:
            import scipy.optimize  # noqa: F401 - to say so before anything is tried
        except ImportError as error:
            raise MissingExtraError("plan", needed_for="an exact plan") from error
        self._meets, self._weights, self._until = meets, weights, until
        self._columns = len(meets)
        # Demands that the same columns meet are one.
        columns_of: dict[str, list[int]] = defaultdict(list)
        for column, demands in enumerate(meets):
            for demand in demands:
                columns_of[demand].append(column)
        groups: dict[tuple[int, ...], int] = defaultdict(int)
        for demand, columns in sorted(columns_of.items()):
            groups[tuple(columns)] += weights[demand]
        self._points = {
            self._columns + number: points for number, points in enumerate(groups.values())
        }
        self.bound = sum(self._points.values())
        self._rows = [
            _Row({self._columns + number: 1, **dict.fromkeys(columns, -1)}, most=0)
            for number, columns in enumerate(groups)
        ]
        unit = math.gcd(*costs, budget) or 1
        self._costs, self._budget = [cost // unit for cost in costs], budget // unit
        self._rows.append(_Row(dict(enumerate(self._costs)), most=self._budget))

    def most_points(self) -> list[int]:
        """Return columns with the most points, and lower `bound` to what was proved.

        Raises:
            TimeIsUp: If nothing was found in the time; `bound` holds all the same.
        """
        unit = math.gcd(*self._points.values()) or 1
        form = {column: points // unit for column, points in self._points.items()}
        chosen, bound = self._solve(form)
        self.bound = min(self.bound, math.floor(bound + _ROUNDING) * unit)
        if chosen is None:
            raise TimeIsUp
        return chosen

    def keep_points(self, points: int) -> None:
        """Have every later choice reach these points."""
        unit = math.gcd(*self._points.values()) or 1
        form = {column: points // unit for column, points in self._points.items()}
        self._rows.append(_Row(form, least=points // unit - _HALF))

    def best(self, form: Mapping[int, int]) -> list[int]:
        """Return columns with the greatest sum of a form, which every later choice has to reach.

        Raises:
            TimeIsUp: If the greatest sum was not proved in the time.
        """
        chosen, bound = self._solve(form)
        if chosen is None:
            raise TimeIsUp
        reached = sum(form[column] for column in chosen)
        if reached < math.floor(bound + _ROUNDING):
            raise TimeIsUp
        unit = math.gcd(*form.values()) or 1
        scaled = {column: value // unit for column, value in form.items() if value}
        self._rows.append(_Row(scaled, least=reached // unit - _HALF))
        return chosen

    def first(self, known: Sequence[int]) -> list[int]:
        """Return, of all choices of as many columns, the one that is first when they are sorted.

        Block after block of columns, the choice with the greatest binary number is taken, in which
        the first column of the block is the highest digit.

        Args:
            known: A choice that keeps all that was asked for.

        Raises:
            TimeIsUp: If it was not found in the time.
        """
        best = sorted(known)
        rows: list[_Row] = []
        for start in range(0, self._columns, _DIGITS):
            block = range(start, min(start + _DIGITS, self._columns))
            if best[-1] < start:
                break
            digits = {column: 2 ** (block[-1] - column) for column in block}
            found, _ = self._solve(digits, rows)
            if found is None:
                raise TimeIsUp
            best = found
            rows += [_Row({column: 1}, *(2 * [float(column in best)])) for column in block]
        return best

    def _solve(
        self, form: Mapping[int, int], further: Sequence[_Row] = ()
    ) -> tuple[list[int] | None, float]:
        """Return the columns with the greatest sum of a form, and a bound on that sum.

        No columns where there is no solution, or none was found in the time.

        Raises:
            TimeIsUp: If there is no time left.
        """
        while True:
            chosen, bound = self._solve_once(form, further)
            if chosen is None or sum(self._costs[column] for column in chosen) <= self._budget:
                return chosen, bound
            # Rounding hid that these cost too much together; all of them are not to be had.
            self._rows.append(_Row(dict.fromkeys(chosen, 1), most=len(chosen) - 1))

    def _solve_once(
        self, form: Mapping[int, int], further: Sequence[_Row]
    ) -> tuple[list[int] | None, float]:
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import csr_array

        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeIsUp
        rows = [*self._rows, *further]
        size = self._columns + len(self._points)
        entries = [
            (value, number, column)
            for number, row in enumerate(rows)
            for column, value in row.form.items()
        ]
        values, numbers, columns = zip(*entries, strict=True)
        matrix = csr_array((values, (numbers, columns)), shape=(len(rows), size), dtype=float)
        result = milp(
            [-form.get(column, 0) for column in range(size)],
            integrality=[int(column < self._columns) for column in range(size)],
            bounds=Bounds(0, 1),
            constraints=LinearConstraint(
                matrix, [row.least for row in rows], [row.most for row in rows]
            ),
            options={"time_limit": left, "mip_rel_gap": 0},
        )
        if result.status == _INFEASIBLE:
            return None, -math.inf
        bound = result.get("mip_dual_bound")
        bound = math.inf if bound is None else -float(bound)
        if result.x is None:
            return None, bound
        return [column for column in range(self._columns) if result.x[column] > _HALF], bound
