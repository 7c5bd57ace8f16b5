from __future__ import annotations

from mitigraph.importers.report import Finding, Imported


def said(name="", message="no id"):
    return str(Finding("error", "bad-id", "a.csv", "row 1", name, message))


def test_a_finding_is_one_line_that_steers_no_terminal():
    assert said("a\nb\x1b[2J\u202e") == "a.csv, row 1: a\\nb\\x1b[2J\\u202e: error [bad-id] no id"
    assert said("Gipiškis 東京").isprintable()
    assert "Gipiškis 東京" in said("Gipiškis 東京")


def test_a_finding_without_an_id_has_no_place_for_it():
    assert said() == "a.csv, row 1: error [bad-id] no id"


def test_overlong_text_keeps_its_ends():
    line = said(message="no " + "x" * 9000 + "; did you mean y?")
    assert len(line) < 700
    assert line.endswith("x; did you mean y?")
    assert "] no x" in line


def test_what_is_wrong_in_the_same_words_leaves_room_for_the_rest():
    alike = [Finding("error", "bad-id", "a.csv", f"row {n}", "", "no prefix") for n in range(90)]
    other = Finding("error", "bad-id", "a.csv", "row 91", "", "a blank in it")
    lines = Imported("rows", records=91, findings=[*alike, other]).digest("see all.json")
    assert [line.partition(": ")[0] for line in lines[:-1]] == [
        *(f"a.csv, row {n}" for n in range(3)),
        "a.csv, row 91",
    ]
    assert lines[-1] == "... and 87 more [bad-id]; see all.json"
