"""Coefficients of agreement and their bootstrap intervals. The only module that imports numpy.

With n measures, of which a got the same value from both, r_v and c_v to which the first and the
second gave value v, and p_v = r_v + c_v:

- percent agreement is a / n;
- Cohen's kappa is (n a - sum r_v c_v) / (n n - sum r_v c_v), the usual (P_o - P_e) / (1 - P_e) with
  both parts multiplied by n n, so that whole numbers stay whole;
- Krippendorff's alpha for nominal values is 1 - D_o / D_e, which for two assessors without missing
  values is 1 - 2 (n - a) (2 n - 1) / (4 n n - sum p_v p_v).

Measures are resampled with replacement. Only how many measures had which pair of answers matters,
so each resample is one draw from the multinomial distribution of those pairs. The interval is that
of the 2.5th and 97.5th percentiles.

Sources:
    Cohen, J. (1960): A coefficient of agreement for nominal scales. Educational and Psychological
    Measurement 20(1), 37-46.
    Krippendorff, K. (2018): Content Analysis, 4th edition, chapter 12.
    Efron, B. and Tibshirani, R. J. (1993): An Introduction to the Bootstrap, chapter 13 (the
    percentile interval).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Final

from mitigraph.agreement.figures import Estimate
from mitigraph.errors import MissingExtraError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

__all__ = ["Sample"]

#: Reasons for which a figure is undefined.
NO_MEASURES: Final = "no measure that both assessed"
NO_VARIATION: Final = "no variation: both gave every measure the same one value"

_PERCENTILES: Final = (2.5, 97.5)
#: More undefined resamples than this share, and what is left would no longer bound 95 %.
_MOST_UNDEFINED: Final = 0.05
#: Differences between resamples below this are rounding.
_SAME: Final = 1e-12


class Sample:
    """Measures that two assessors gave answers to, as observed and in every resample.

    Args:
        counts: How many measures there are of each kind; those of a kind got the same answers.
        resamples: How many resamples to draw; 0 for figures without intervals.
        seed: Seed of the draws.

    Raises:
        MissingExtraError: If numpy isn't installed.
        ValueError: If `resamples` or `seed` is negative.

    Example:
        >>> sample = Sample([45, 15, 25, 15], resamples=0, seed=1)
        >>> share, kappa, alpha = sample.coefficients([0, 0, 1, 1], [0, 1, 0, 1])
        >>> share.value, round(kappa.value, 4), round(alpha.value, 4)
        (0.6, 0.1304, 0.1253)
    """

    def __init__(self, counts: Sequence[int], *, resamples: int, seed: int) -> None:
        try:
            import numpy as np
        except ImportError as error:
            raise MissingExtraError("agreement", needed_for="agreement of assessors") from error
        if resamples < 0 or seed < 0:
            raise ValueError(f"resamples and seed can't be negative: {resamples}, {seed}")
        observed = np.asarray([counts], dtype=np.float64).reshape(1, len(counts))
        total = int(observed.sum())
        drawn = np.zeros((resamples, len(counts)))
        if total:
            shares = observed[0] / total
            drawn = np.random.default_rng(seed).multinomial(total, shares, resamples).astype(float)
        # One row a sample, the observed one first; one column a kind of measure.
        self._counts: Array = np.vstack([observed, drawn])
        self._total = total

    def coefficients(
        self, first: Sequence[int], second: Sequence[int]
    ) -> tuple[Estimate, Estimate, Estimate]:
        """Return percent agreement (as a share), Cohen's kappa and Krippendorff's alpha.

        Args:
            first: The number of the value that the first assessor gave, kind by kind.
            second: The same of the second.
        """
        import numpy as np

        size = max([*first, *second], default=-1) + 1
        same = np.asarray(first, dtype=int) == np.asarray(second, dtype=int)
        agreed = self._counts @ same.astype(float)
        rows = self._counts @ _members([[value] for value in first], size)
        columns = self._counts @ _members([[value] for value in second], size)
        n = self._total
        chance = (rows * columns).sum(axis=1)
        pooled = ((rows + columns) ** 2).sum(axis=1)
        return (
            self._estimate(agreed / n if n else agreed),
            self._estimate(_ratio(n * agreed - chance, n * n - chance)),
            self._estimate(1 - _ratio(2 * (n - agreed) * (2 * n - 1), 4 * n * n - pooled)),
        )

    def mean(self, figures: Sequence[float]) -> Estimate:
        """Return the mean over all measures of a figure that is given kind by kind."""
        import numpy as np

        total = self._counts @ np.asarray(figures, dtype=np.float64)
        return self._estimate(total / self._total if self._total else total)

    def membership_kappas(
        self, first: Sequence[Collection[int]], second: Sequence[Collection[int]], size: int
    ) -> list[Estimate]:
        """Return Cohen's kappa of having each value or not, value by value.

        Args:
            first: The numbers of the values that the first assessor gave, kind by kind.
            second: The same of the second.
            size: How many values there are.
        """
        has_first, has_second = _members(first, size), _members(second, size)
        one, other = self._counts @ has_first, self._counts @ has_second
        both = self._counts @ (has_first * has_second)
        n = self._total
        agreed = n - one - other + 2 * both
        chance = one * other + (n - one) * (n - other)
        kappas = _ratio(n * agreed - chance, n * n - chance)
        return [self._estimate(kappas[:, value]) for value in range(size)]

    def _estimate(self, figures: Array) -> Estimate:
        """Return the observed figure, the first, with the interval of the others."""
        import numpy as np

        value, resampled = float(figures[0]), figures[1:]
        if not self._total:
            return Estimate(None, reason=NO_MEASURES)
        if np.isnan(value):
            return Estimate(None, reason=NO_VARIATION)
        defined = resampled[~np.isnan(resampled)]
        if not len(resampled):
            return Estimate(value, reason="no interval: no resamples")
        undefined = len(resampled) - len(defined)
        if undefined > _MOST_UNDEFINED * len(resampled):
            reason = f"no interval: undefined in {undefined} of {len(resampled)} resamples"
            return Estimate(value, reason=reason)
        if np.ptp(defined) < _SAME:
            return Estimate(value, reason="no interval: every resample gives the same")
        low, high = np.percentile(defined, _PERCENTILES)
        return Estimate(value, float(low), float(high))


def _members(values: Sequence[Collection[int]], size: int) -> Array:
    """Return a matrix of 1 where a kind of measure, the row, has a value, the column; else 0."""
    import numpy as np

    members = np.zeros((len(values), size))
    for kind, given in enumerate(values):
        members[kind, list(given)] = 1
    return members


def _ratio(above: Array, below: Array) -> Array:
    """Return a quotient, not a number where the divisor is 0."""
    import numpy as np

    return np.divide(above, below, out=np.full_like(above, np.nan), where=below != 0)
