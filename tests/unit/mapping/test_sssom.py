from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from mitigraph.errors import DataError
from mitigraph.mapping import parse_sssom, read_sssom, slots, sssom_of
from mitigraph.mapping.sssom_table import sssom_table
from mitigraph.resources import data_root
from mitigraph.terms import BASE, Iri

HEAD = """\
# curie_map:
#   x: https://example.org/
# mapping_set_id: https://example.org/set
# license: https://creativecommons.org/publicdomain/zero/1.0/
"""
COLUMNS = "subject_id\tpredicate_id\tobject_id\tmapping_justification\tconfidence\n"
GOOD = "x:a\tskos:exactMatch\tx:b\tsemapv:LexicalMatching\t0.5\n"


def test_what_is_written_is_read_again(mapping_set):
    text = sssom_of(mapping_set)
    found = parse_sssom(text, path="x.tsv")
    assert (found.refused, found.warnings, found.rows) == ((), (), 4)
    unspaced = [
        replace(one, subject_label=" ".join(one.subject_label.split()))
        for one in mapping_set.mappings
    ]
    assert set(found.mapping_set.mappings) == set(unspaced)
    assert replace(found.mapping_set, mappings=(), curie_map={}) == replace(
        mapping_set, mappings=(), curie_map={}
    )


def test_the_order_of_the_mappings_changes_no_byte(mapping_set):
    turned = replace(mapping_set, mappings=tuple(reversed(mapping_set.mappings)))
    assert sssom_of(turned) == sssom_of(mapping_set)


def test_the_file_starts_with_its_prefixes_and_leaves_out_what_is_empty(mapping_set):
    lines = sssom_of(mapping_set).splitlines()
    header = [line for line in lines if line.startswith("#")]
    assert header[0] == "# curie_map:"
    assert "#   orcid: https://orcid.org/" in header
    assert not any("foaf" in line for line in header)
    assert "# mapping_set_version: '1.10'" in header
    columns = lines[len(header)].split("\t")
    assert "object_label" not in columns
    assert columns == [name for name in slots.COLUMNS if name in columns]
    rows = lines[len(header) + 1 :]
    assert rows == sorted(rows)
    assert "\t0.9\t" in rows[1]


def test_an_iri_without_a_prefix_can_not_be_written(mapping_set):
    odd = replace(mapping_set.mappings[0], object_id=Iri("urn:uuid:1"))
    with pytest.raises(DataError, match="no prefix for urn:uuid:1"):
        sssom_of(replace(mapping_set, mappings=(odd,)))


def test_scores_are_written_and_read(mapping_set):
    alike = replace(
        mapping_set.mappings[0], similarity_score=Decimal("0.6125"), similarity_measure="cosine"
    )
    text = sssom_of(replace(mapping_set, mappings=(alike,)))
    assert "\tsimilarity_score\tsimilarity_measure\n" in text
    assert parse_sssom(text, path="x.tsv").mapping_set.mappings == (alike,)


@pytest.mark.parametrize("score", ["22", "-0.1", "NaN", "high"])
def test_a_score_on_another_scale_is_left_out_with_a_word(score):
    columns = COLUMNS.replace("\n", "\tsimilarity_score\n")
    row = GOOD.replace("\n", f"\t{score}\n")
    found = parse_sssom(HEAD + columns + row, path="x.tsv")
    assert [one.similarity_score for one in found.mapping_set.mappings] == [None]
    (fault,) = found.warnings
    assert f'similarity_score "{score}"' in fault.reason
    assert fault.place == "row 1 (line 6)"


@pytest.mark.parametrize(
    ("row", "code", "words"),
    [
        ("y:a\tskos:exactMatch\tx:b\tsemapv:LexicalMatching\t\n", "bad-id", 'prefix "y"'),
        ("a\tskos:exactMatch\tx:b\tsemapv:LexicalMatching\t\n", "bad-id", '"a" is no CURIE'),
        ("x:a\t\tx:b\tsemapv:LexicalMatching\t\n", "missing-field", "predicate_id is empty"),
        ("x:a\tskos:exactMatch\tx:b\tsemapv:Guess\t\n", "unknown-term", "mapping_justification"),
        ("x:a\tskos:exactMatch\tx:b\tsemapv:LexicalMatching\t1.5\n", "wrong-type", "range"),
        ("x:a\tskos:exactMatch\tx:b\tsemapv:LexicalMatching\thigh\n", "wrong-type", "no number"),
        ("x:a\tskos:exactMatch\tx:b\n", "schema", "cells"),
        ("x:a\tskos:exactMatch\tx:b\tsemapv:LexicalMatching\t\t\n", "schema", "cells"),
        (GOOD, "duplicate-id", "earlier row"),
    ],
)
def test_a_row_that_can_not_be_used_is_accounted_for(row, code, words):
    found = parse_sssom(HEAD + COLUMNS + GOOD + row, path="x.tsv")
    assert found.rows == 2
    assert len(found.mapping_set.mappings) == 1
    (fault,) = found.refused
    assert fault.code == code
    assert words in fault.reason
    assert (fault.path, fault.place) == ("x.tsv", "row 2 (line 7)")
    assert found.summary() == "2 rows in = 1 made + 1 refused"


def test_a_row_that_ends_before_its_last_columns_is_made_with_a_word():
    short = "x:a\tskos:exactMatch\tx:b\tsemapv:LexicalMatching\n"
    found = parse_sssom(HEAD + COLUMNS + short, path="x.tsv")
    assert (found.rows, found.refused) == (1, ())
    assert [one.confidence for one in found.mapping_set.mappings] == [None]
    (fault,) = found.warnings
    assert "before column confidence" in fault.reason
    assert fault.place == "row 1 (line 6)"


def test_the_same_mapping_on_other_grounds_is_another_row():
    other = GOOD.replace("LexicalMatching", "ManualMappingCuration")
    found = parse_sssom(HEAD + COLUMNS + GOOD + other, path="x.tsv")
    assert len(found.mapping_set.mappings) == 2


def test_what_has_no_place_is_a_warning_and_the_rest_is_kept():
    head = HEAD + "# mapping_provider: https://example.org/provider\n"
    columns = COLUMNS.replace("\n", "\tauthor_id\tmatch_string\n")
    row = GOOD.replace("\n", "\tAnna|x:ben\t0.7\n")
    found = parse_sssom(head + columns + row, path="x.tsv")
    (mapping,) = found.mapping_set.mappings
    assert mapping.author_id == (Iri("https://example.org/ben"),)
    assert mapping.confidence == Decimal("0.5")
    said = " ".join(fault.reason for fault in found.warnings)
    for word in ("mapping_provider", "match_string", '"Anna"'):
        assert word in said


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        (COLUMNS + GOOD, "missing-field", "no metadata"),
        ("# - a\n" + COLUMNS, "schema", "no YAML mapping"),
        ("# a: [\n" + COLUMNS, "syntax", "not well-formed YAML"),
        (HEAD.replace("# license", "# licence") + COLUMNS, "missing-field", "license"),
        (HEAD.replace("https://example.org/set", "a set") + COLUMNS, "missing-field", "set_id"),
        (HEAD.replace("x: https://example.org/", "x: y") + COLUMNS, "bad-id", 'prefix "x"'),
        (HEAD + "# sssom_version: '2.0'\n" + COLUMNS, "version-mismatch", "2.0"),
        (HEAD + "# mapping_date: yesterday\n" + COLUMNS, "wrong-type", "mapping_date"),
        (HEAD + "subject_id\tobject_id\n", "missing-field", "predicate_id"),
        (HEAD + COLUMNS.replace("\n", "\tconfidence\n"), "schema", "there twice"),
        (HEAD + COLUMNS + 'x:a\t"never closed\n', "syntax", "not well-formed"),
    ],
)
def test_a_file_that_is_no_such_table_is_one_clear_error(text, code, words):
    with pytest.raises(DataError) as caught:
        parse_sssom(text, path="x.tsv")
    assert caught.value.code == code
    assert words in str(caught.value)
    assert str(caught.value).startswith("x.tsv, ")
    assert caught.value.remedy


def test_a_file_that_is_not_there_is_a_clear_error(tmp_path):
    with pytest.raises(DataError, match=r"none\.tsv"):
        read_sssom(tmp_path / "none.tsv")


def test_another_implementation_reads_what_is_written(mapping_set, tmp_path):
    judge = pytest.importorskip("sssom_pydantic")
    path = tmp_path / "sample.sssom.tsv"
    path.write_text(sssom_of(mapping_set), encoding="utf-8")
    found, converter, described, *_ = judge.read(path)
    assert str(described.id) == str(mapping_set.mapping_set_id)
    ours = {
        (str(one.subject_id), str(one.object_id), one.confidence) for one in mapping_set.mappings
    }
    theirs = {
        (
            converter.expand_reference(one.subject),
            converter.expand_reference(one.object),
            None if one.confidence is None else Decimal(str(one.confidence)),
        )
        for one in found
    }
    assert theirs == ours


@pytest.mark.parametrize(
    "path", sorted((data_root() / "ontology" / "mappings").glob("*.tsv")), ids=lambda p: p.name
)
def test_another_implementation_reads_what_ships(path):
    judge = pytest.importorskip("sssom_pydantic")
    found = read_sssom(path)
    assert (found.refused, found.warnings) == ((), ())
    assert path.read_text(encoding="utf-8") == sssom_of(found.mapping_set)
    mappings, *_ = judge.read(path)
    assert len(mappings) == len(found.mapping_set.mappings) > 0
    assert {one.license for one in (found.mapping_set,)} == {
        "https://creativecommons.org/licenses/by/4.0/"
    }
    assert found.mapping_set.mapping_set_id.startswith(BASE + "mapping/")


def test_real_files_of_others_are_read_with_an_account(shared):
    folder = shared / "real"
    whole = read_sssom(folder / "sssom" / "mp-hp-exact-0.0.1.sssom.tsv")
    assert (whole.rows, len(whole.mapping_set.mappings)) == (42, 42)
    partly = read_sssom(folder / "nexus" / "credo-ucf.sssom.tsv")
    assert partly.rows == len(partly.mapping_set.mappings) + len(partly.refused) == 295
    assert "unknown-term" in {fault.code for fault in partly.refused}


def test_a_table_tells_all_that_is_wrong_with_a_row_and_goes_on_without_a_set():
    head = HEAD.replace("# license", "# licence")
    bad = "x:a\tnoMatch\t\tsemapv:LexicalMatching\t2\n"
    table = sssom_table(head + COLUMNS + bad + GOOD, path="x.tsv")
    first, second = table.rows
    assert [fault.code for fault in first.faults] == ["missing-field", "bad-id"]
    assert (first.line, first.subject_id, first.object_id) == (6, "https://example.org/a", None)
    assert second.mapping is not None
    assert [(fault.line, fault.error.code) for fault in table.faults] == [(1, "missing-field")]
    assert [(fault.line, fault.error.code) for fault in table.warnings] == [(4, "schema")]
    assert table.prefixes["x"] == 2


def test_what_a_refused_row_says_is_kept():
    bad = GOOD.replace("LexicalMatching", "Guess")
    (row,) = sssom_table(HEAD + COLUMNS + bad, path="x.tsv").rows
    assert row.mapping is None
    assert row.faults
    assert (row.subject_id, row.object_id) == ("https://example.org/a", "https://example.org/b")


def test_a_column_of_the_standard_is_left_out_without_being_a_fault_of_the_file():
    columns = COLUMNS.replace("\n", "\tmatch_string\tmatch_stirng\n")
    table = sssom_table(HEAD + columns, path="x.tsv")
    assert [fault.error.reason for fault in table.left_out] == ["column match_string is not kept"]
    assert [fault.error.reason for fault in table.warnings] == ["column match_stirng is not kept"]
