from __future__ import annotations

import subprocess
import sys
import tracemalloc
from itertools import combinations

import pytest

from mitigraph.errors import MissingExtraError
from mitigraph.mapping.candidates import (
    LEXICAL_THRESHOLD,
    Candidate,
    Text,
    lexical_candidates,
    semantic_candidates,
)

BOTH = [lexical_candidates, semantic_candidates]
TEXTS = [
    Text("a1", "a", "Bug bounty. Reward people who report weaknesses of a model."),
    Text("a2", "a", "Bug bounties. Reward people who report weaknesses of models."),
    Text("b1", "b", "Bug bounty programmes. Reward those who report weaknesses of a model."),
    Text("b2", "b", "Staged release. Give access to a few users first and to more later."),
    Text("c1", "c", "Release in stages. Few users have access first, later more have."),
    Text("c2", "c", "Risk committee. The board has a committee for risks."),
    Text("d1", "d", "Water the plants on Sundays."),
]


def pairs(found):
    return [(one.first, one.second) for one in found]


@pytest.mark.parametrize("find", BOTH)
def test_what_says_the_same_comes_first_and_what_does_not_is_left_out(find):
    found = list(find(TEXTS, threshold=0.4))
    assert pairs(found)[0] == ("a1", "b1")
    assert ("b2", "c1") in pairs(found)
    assert not any("d1" in pair for pair in pairs(found))
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


@pytest.mark.parametrize("find", BOTH)
def test_texts_of_one_group_are_no_pair_however_alike(find):
    found = pairs(find(TEXTS, threshold=0))
    assert ("a1", "a2") not in found
    apart = [Text(one.id, one.id, one.text) for one in TEXTS]
    assert pairs(find(apart))[0] == ("a1", "a2")


@pytest.mark.parametrize("find", BOTH)
def test_each_pair_comes_once_with_the_lesser_id_first(find):
    found = pairs(find(TEXTS, threshold=0))
    assert len(found) == len(set(found))
    groups = {one.id: one.group for one in TEXTS}
    everything = {p for p in combinations(sorted(groups), 2) if groups[p[0]] != groups[p[1]]}
    assert set(found) == everything


@pytest.mark.parametrize("find", BOTH)
def test_the_order_of_the_texts_changes_nothing(find):
    assert list(find(TEXTS, threshold=0)) == list(find(reversed(TEXTS), threshold=0))


@pytest.mark.parametrize("find", BOTH)
def test_scores_are_from_0_to_1_and_the_threshold_is_in_the_range(find):
    same = [Text("a", "a", "Red teaming"), Text("b", "b", "red-TEAMING!")]
    assert list(find([*same, *TEXTS], threshold=1)) == [Candidate("a", "b", 1.0)]
    assert all(0 <= one.score <= 1 for one in find(TEXTS, threshold=0))
    with pytest.raises(ValueError, match="from 0 to 1"):
        list(find(TEXTS, threshold=1.01))


@pytest.mark.parametrize("find", BOTH)
@pytest.mark.parametrize(
    "texts",
    [
        [],
        [Text("a", "a", "Audit")],
        [Text("a", "a", ""), Text("b", "b", ""), Text("c", "c", "...")],
        [Text("a", "a", "Audit"), Text("b", "a", "Audit"), Text("c", "b", "")],
        [Text("a", "a", "Audit"), Text("b", "b", "Kill switch")],
    ],
)
def test_few_texts_and_texts_without_words_make_no_pair(find, texts):
    assert list(find(texts)) == []


@pytest.mark.parametrize("find", BOTH)
def test_texts_all_alike_are_all_pairs(find):
    texts = [Text(name, name, "The same audit.") for name in "abc"]
    assert pairs(find(texts)) == [("a", "b"), ("a", "c"), ("b", "c")]


@pytest.mark.parametrize("find", BOTH)
def test_an_id_stands_once(find):
    with pytest.raises(ValueError, match="two texts have the id a"):
        list(find([Text("a", "a", "Audit"), Text("a", "b", "Audit")]))


def test_the_lexical_score_is_twice_the_common_subsequence_by_both_lengths():
    # The sorted words are "cd" and "abcdef": the common subsequence has the length 2 of 2 + 6.
    texts = [Text("a", "a", "cd"), Text("b", "b", "abcdef")]
    assert list(lexical_candidates(texts, threshold=0.5)) == [Candidate("a", "b", 0.5)]
    assert LEXICAL_THRESHOLD > 0.5
    assert list(lexical_candidates(texts)) == []


def test_the_semantic_score_finds_words_in_another_form():
    texts = [
        Text("a", "a", "Staged deployment of powerful models"),
        Text("b", "b", "Deploying powerful models in stages"),
        Text("c", "c", "A committee of the board for risks"),
    ]
    (first, *_) = semantic_candidates(texts, threshold=0.1)
    assert (first.first, first.second) == ("a", "b")


@pytest.mark.parametrize("find", BOTH)
def test_no_more_than_the_nearest_are_kept(find):
    texts = [Text(f"{n:02}", f"{n:02}", f"Audit of models number {n:02}") for n in range(30)]
    found = pairs(find(texts, threshold=0, neighbours=2))
    assert 30 <= len(found) <= 60
    assert len(pairs(find(texts, threshold=0, neighbours=29))) == 30 * 29 / 2


def test_memory_does_not_grow_with_the_number_of_pairs():
    texts = [Text(f"{n:04}", f"{n:04}", f"audit {n % 7} {n % 11}") for n in range(600)]
    tracemalloc.start()
    try:
        found = sum(1 for _ in lexical_candidates(texts, threshold=0, neighbours=3))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert found <= 1800
    # A number for each of the 180 thousand pairs would take more than 8 bytes each.
    assert peak < 1_000_000


def test_without_scikit_learn_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "sklearn.metrics", None)
    with pytest.raises(MissingExtraError, match=r"mitigraph\[similarity\]"):
        list(semantic_candidates(TEXTS))


def test_scikit_learn_is_not_imported_before_it_is_needed():
    code = "import mitigraph.mapping.candidates, sys; sys.exit('sklearn' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
