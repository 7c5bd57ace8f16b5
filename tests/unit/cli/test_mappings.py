from __future__ import annotations

import json
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


def test_where_words_find_nothing_the_other_methods_are_named(run):
    code, _, err = run("mappings", "candidates", "--to", "iso-42001")
    assert code == 0
    assert "0 candidates\n--method all looks" in err


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


HEAD = """\
# curie_map:
#   x: https://example.org/x/
#   airo: https://w3id.org/airo#
# mapping_set_id: https://example.org/set
# license: https://creativecommons.org/publicdomain/zero/1.0/
subject_id\tpredicate_id\tobject_id\tmapping_justification
"""
GOOD = "x:a\tskos:exactMatch\tairo:RiskControl\tsemapv:LexicalMatching\n"
VOCABULARY = """
@prefix owl: <http://www.w3.org/2002/07/owl#> .
<https://w3id.org/airo> a owl:Ontology ; owl:versionInfo "2.0" .
<https://w3id.org/airo#Control> a owl:Class .
"""


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "set.sssom.tsv"
    path.write_text(HEAD + GOOD, encoding="utf-8")
    return path


def test_mappings_that_hold_end_with_0_and_rotted_ones_with_1(run, table):
    code, out, err = run("mappings", "check", table)
    assert (code, err) == (0, "")
    assert "1 rows in = 1 read + 0 refused" in out
    table.write_text(HEAD + GOOD.replace("RiskControl", "RiskContrl"), encoding="utf-8")
    code, out, _ = run("mappings", "check", table)
    assert code == 1
    assert "did you mean https://w3id.org/airo#RiskControl?" in out
    assert "1 error, 0 warnings" in out


def test_a_vocabulary_or_the_list_made_from_it_is_checked_against(run, table, tmp_path):
    vocabulary, listed = tmp_path / "airo.ttl", tmp_path / "airo.terms.txt"
    vocabulary.write_text(VOCABULARY, encoding="utf-8")
    code, out, err = run("mappings", "terms", vocabulary, "-o", listed)
    assert (code, out) == (0, "")
    assert "1 terms of https://w3id.org/airo# 2.0" in err
    assert listed.read_text(encoding="utf-8").endswith(
        "# terms: 1\nhttps://w3id.org/airo#Control\n"
    )
    for terms in (vocabulary, listed):
        code, out, _ = run("mappings", "check", table, "--terms", terms, "--format", "tsv")
        assert code == 1
        assert "\tdangling-ref\terror\t" in out
        assert "https://w3id.org/airo# 2.0" in out


def test_a_report_can_be_json_in_a_file(run, table, tmp_path):
    path = tmp_path / "report.json"
    code, out, err = run("mappings", "check", table, "--format", "json", "-o", path)
    assert (code, out) == (0, "")
    assert "0 errors" in err
    assert json.loads(path.read_text(encoding="utf-8"))["conforms"] is True


def test_a_file_of_the_users_own_data_counts_to_the_graph(run, table, own):
    table.write_text(
        HEAD.replace("#   airo:", "#   mgd: https://w3id.org/mitigraph/id/\n#   airo:")
        + GOOD.replace("x:a", "mgd:measure/own/1"),
        encoding="utf-8",
    )
    assert run("mappings", "check", table)[0] == 1
    assert run("mappings", "check", table, "-d", own)[0] == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("check",), "Missing argument"),
        (("check", "none.tsv"), "none.tsv"),
        (("check", "none.docx"), "docx"),
        (("terms", "none.ttl"), "none.ttl"),
    ],
)
def test_what_is_not_there_is_answered_in_words(run, words, said):
    code, out, err = run("mappings", *words)
    assert (code, out) == (2, "")
    assert said in err
