"""The coefficients against other implementations, and where they are undefined."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from sklearn.metrics import cohen_kappa_score

from mitigraph.agreement.coefficients import NO_MEASURES, NO_VARIATION, Sample
from mitigraph.errors import MissingExtraError

#: Cells of a confusion table: value of the first, value of the second, number of measures.
TABLES = st.dictionaries(
    st.tuples(st.integers(0, 5), st.integers(0, 5)), st.integers(1, 30), min_size=1, max_size=12
)


def _units(table: dict[tuple[int, int], int]) -> tuple[list[int], list[int]]:
    pairs = [pair for pair, count in table.items() for _ in range(count)]
    return [first for first, _ in pairs], [second for _, second in pairs]


def _figures(table, resamples=0, seed=1):
    sample = Sample(list(table.values()), resamples=resamples, seed=seed)
    return sample.coefficients([first for first, _ in table], [second for _, second in table])


def _alpha_by_definition(first, second):
    """One less observed by expected disagreement, the latter over all pairs of two given values."""
    given = np.array([*first, *second])
    expected = np.not_equal.outer(given, given).sum() / (len(given) * (len(given) - 1))
    return 1 - np.not_equal(first, second).mean() / expected


@given(TABLES)
def test_they_are_those_of_other_implementations(table):
    first, second = _units(table)
    share, kappa, alpha = _figures(table)
    assert share.value == pytest.approx(np.mean(np.equal(first, second)), abs=1e-12)
    if len({*first, *second}) == 1:
        assert kappa.value is None
        assert alpha.value is None
        assert (kappa.reason, alpha.reason) == (NO_VARIATION, NO_VARIATION)
        return
    assert kappa.value == pytest.approx(cohen_kappa_score(first, second), abs=1e-12)
    assert alpha.value == pytest.approx(_alpha_by_definition(first, second), abs=1e-12)


@given(TABLES, st.integers(0, 5))
def test_the_kappa_of_one_value_is_that_of_a_table_of_two(table, value):
    first, second = _units(table)
    sample = Sample(list(table.values()), resamples=0, seed=1)
    kappa = sample.membership_kappas([{one} for one, _ in table], [{two} for _, two in table], 6)[
        value
    ]
    has = [[one == value for one in given] for given in (first, second)]
    if len({*has[0], *has[1]}) == 1:
        assert kappa.value is None
    else:
        assert kappa.value == pytest.approx(cohen_kappa_score(*has), abs=1e-12)


def test_the_interval_is_near_that_of_resampling_measure_by_measure():
    table = {(0, 0): 40, (0, 1): 9, (1, 0): 14, (1, 1): 60, (2, 2): 20, (2, 0): 7}
    first, second = map(np.asarray, _units(table))

    def kappa(one, other, axis=-1):
        counts = [((one == v).mean(axis=axis), (other == v).mean(axis=axis)) for v in range(3)]
        chance = sum(a * b for a, b in counts)
        return ((one == other).mean(axis=axis) - chance) / (1 - chance)

    judged = stats.bootstrap(
        (first, second), kappa, paired=True, n_resamples=4000, method="percentile", rng=7
    ).confidence_interval
    ours = _figures(table, resamples=4000)[1]
    assert (ours.low, ours.high) == pytest.approx((judged.low, judged.high), abs=0.01)
    assert ours.low < ours.value < ours.high


def test_the_seed_decides_the_interval_and_nothing_else():
    table = {(0, 0): 30, (0, 1): 9, (1, 1): 12}
    assert _figures(table, 500, seed=3) == _figures(table, 500, seed=3)
    one, other = _figures(table, 500, seed=3)[1], _figures(table, 500, seed=4)[1]
    assert one.value == other.value
    assert one != other


def test_without_measures_every_figure_is_undefined():
    sample = Sample([], resamples=100, seed=1)
    for figure in (*sample.coefficients([], []), sample.mean([])):
        assert (figure.value, figure.low, figure.reason) == (None, None, NO_MEASURES)


def test_full_agreement_has_no_interval_rather_than_one_of_no_width():
    share, kappa, _ = _figures({(0, 0): 5, (1, 1): 5}, 200)
    assert (share.value, share.low, share.reason) == (
        1,
        None,
        "no interval: every resample gives the same",
    )
    assert kappa.value == 1


def test_a_rare_value_has_no_interval_where_resamples_often_lose_it():
    sample = Sample([1, 30], resamples=1000, seed=1)
    rare = sample.membership_kappas([{0}, {1}], [{0}, {1}], 2)[0]
    assert rare.value == 1
    assert rare.low is None
    assert "undefined in" in rare.reason


def test_a_mean_is_weighted_by_the_measures():
    assert Sample([3, 1], resamples=0, seed=1).mean([1, 0.5]).value == 0.875


@pytest.mark.parametrize("wrong", [{"resamples": -1, "seed": 1}, {"resamples": 1, "seed": -1}])
def test_negative_settings_are_refused(wrong):
    with pytest.raises(ValueError, match="negative"):
        Sample([1], **wrong)


def test_without_numpy_it_says_which_extra_is_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "numpy", None)
    with pytest.raises(MissingExtraError) as caught:
        Sample([1], resamples=0, seed=1)
    assert caught.value.extra == "agreement"
