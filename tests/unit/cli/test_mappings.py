from __future__ import annotations

import sys

import pytest

from mitigraph.mapping import read_sssom

OWN = """
@base <https://w3id.org/mitigraph/> .
@prefix mg: <https://w3id.org/mitigraph/ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<id/source/first> a mg:Source ; mg:shortReference "First" .
<id/source/second> a mg:Source ; mg:shortReference "Second" .
<id/measure/own/1> a mg:Measure ; skos:prefLabel "Zebra crossings"@en ;
  mg:describedIn <id/source/first> .
<id/measure/own/2> a mg:Measure ; skos:prefLabel "Zebra crossing"@en ;
  mg:describedIn <id/source/second> .
<id/measure/own/3> a mg:Measure ; skos:prefLabel "Zebra crossing"@en ;
  mg:describedIn <id/source/second> .
"""
TWO = ("--between", "first", "--between", "second")


@pytest.fixture
def own(tmp_path):
    path = tmp_path / "own.ttl"
    path.write_text(OWN, encoding="utf-8")
    return path


def test_candidates_are_written_as_sssom(run, own, tmp_path):
    path = tmp_path / "found.sssom.tsv"
    code, out, err = run("mappings", "candidates", "-d", own, *TWO, "-o", path)
    assert (code, out) == (0, "")
    assert "2 candidates" in err
    found = read_sssom(path)
    assert (found.refused, found.warnings) == ((), ())
    assert {one.object_id[-1] for one in found.mapping_set.mappings} == {"2", "3"}


def test_without_a_file_they_are_printed_the_same_each_time(run, own):
    words = ("mappings", "candidates", "-d", own, *TWO, "--method", "both")
    out = run(*words)[1]
    assert "semapv:SemanticSimilarityThresholdMatching" in out
    assert run(*words)[1] == out


def test_within_adds_pairs_of_one_document_and_limit_keeps_the_best(run, own, tmp_path):
    path = tmp_path / "found.sssom.tsv"
    run("mappings", "candidates", "-d", own, *TWO, "--within", "--limit", "1", "-o", path)
    (best,) = read_sssom(path).mapping_set.mappings
    assert (best.subject_id[-1], best.object_id[-1], best.similarity_score) == ("2", "3", 1)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--between", "first"), "add --within"),
        ((*TWO, "--source", "first"), "use one of them"),
        (("--between", "first", "--between", "sceond"), 'no source "sceond"'),
        (("--threshold", "2"), "0<=x<=1"),
        (("--method", "magic"), "lexical"),
    ],
)
def test_a_wrong_word_is_answered_in_words_and_leaves_no_file(run, own, tmp_path, words, said):
    path = tmp_path / "found.sssom.tsv"
    code, out, err = run("mappings", "candidates", "-d", own, *words, "-o", path)
    assert (code, out) == (2, "")
    assert said in err
    assert not path.exists()


def test_a_missing_extra_is_named_and_leaves_no_file(run, own, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "sklearn.metrics", None)
    path = tmp_path / "found.sssom.tsv"
    code, _, err = run("mappings", "candidates", "-d", own, "--method", "semantic", "-o", path)
    assert code == 3
    assert "mitigraph[similarity]" in err
    assert not path.exists()
