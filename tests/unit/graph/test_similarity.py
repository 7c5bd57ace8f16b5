"""Likeness: between 0 and 1, the same both ways, and what is rare counts more."""

from __future__ import annotations

from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mitigraph.graph.similarity import WEIGHTS, nearest, words_of


def test_the_weights_sum_to_1():
    assert sum(WEIGHTS.values()) == pytest.approx(1)


def test_the_score_by_hand():
    traits = {
        "a": {"risk": frozenset({"r"}), "words": frozenset({"x", "y"})},
        "b": {"risk": frozenset({"r"}), "words": frozenset({"y", "z"})},
        "c": {"actor": frozenset({"d"})},
        "d": {},
    }
    (first, *_) = nearest(traits, "a")
    # Of four measures two have r and y (1 bit), one each x and z (2 bits).
    words = 1 / (1 + 2 + 2)
    assert first.id == "b"
    assert first.by_aspect == pytest.approx({"risk": 1, "words": words})
    assert first.score == pytest.approx((0.15 + 0.25 * words) / 0.4, abs=1e-6)
    assert first.shared == {"risk": ("r",), "words": ("y",)}


def test_what_all_have_says_nothing():
    traits = {name: {"actor": frozenset({"developer"})} for name in "abc"}
    assert nearest(traits, "a") == []


def test_the_rarer_is_named_first():
    traits = {
        "a": {"risk": frozenset({"often", "seldom"})},
        "b": {"risk": frozenset({"often", "seldom"})},
        "c": {"risk": frozenset({"often"})},
        "d": {},
    }
    first, second = nearest(traits, "a")
    assert first.shared["risk"] == ("seldom", "often")
    assert (first.score, second.id) == (1, "c")
    assert second.score == pytest.approx(log2(4 / 3) / (log2(4 / 3) + 1), abs=1e-6)


TRAITS = st.dictionaries(
    st.sampled_from("abcdef"),
    st.dictionaries(
        st.sampled_from(sorted(WEIGHTS)), st.frozensets(st.sampled_from("uvwxyz"), max_size=4)
    ),
    min_size=2,
)


@given(TRAITS)
def test_it_is_symmetric_bounded_and_in_order(traits):
    scores = {(one, other.id): other for one in traits for other in nearest(traits, one, None)}
    for (one, other), found in scores.items():
        assert 0 < found.score <= 1
        assert scores[other, one].score == found.score
        assert scores[other, one].shared == found.shared
    for one in traits:
        ranked = [(-found.score, found.id) for found in nearest(traits, one, None)]
        assert ranked == sorted(ranked)
        assert nearest(traits, one, 1) == nearest(traits, one, None)[:1]


@given(TRAITS)
def test_a_double_is_as_like_as_can_be(traits):
    one = min(traits)
    doubled = {**traits, "double": traits[one], "empty": {}}
    found = {other.id: other.score for other in nearest(doubled, one, None)}
    if any(traits[one].values()):
        assert found["double"] == 1


def test_words_are_folded():
    assert words_of(["Models' RISKS", "the risk of Analysis"]) == {"model", "risk", "analysis"}
