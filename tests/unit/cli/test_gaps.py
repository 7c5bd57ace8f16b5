"""`gaps` in every layout."""

from __future__ import annotations

import csv
import io
import json
import zipfile

import pytest


@pytest.fixture
def example(root):
    return root / "examples" / "deployer.yaml"


def test_the_table_counts_first_and_names_what_would_close(run, example, monkeypatch):
    monkeypatch.setenv("COLUMNS", "160")
    code, out, err = run("gaps", example, "--format", "table")
    assert code == 0
    assert "role at a stage" in out
    assert "nothing in place" in out
    assert "Asked for: 123; nothing in place: " in err


def test_rows_for_a_program(run, example):
    _, out, _ = run("gaps", example, "--format", "csv", "--kind", "cell", "--limit", "1")
    header, *rows = csv.reader(io.StringIO(out))
    assert header[:3] == ["kind", "about", "verdict"]
    assert rows
    assert {row[0] for row in rows} == {"cell"}
    assert all(row[6].count("mit-2025/") <= 1 for row in rows)


def test_json_has_every_demand_and_adds_up(run, example):
    _, out, _ = run("gaps", example, "--format", "json")
    found = json.loads(out)
    assert len(found["demands"]) == sum(sum(one.values()) for one in found["counts"].values())
    assert found["profile"]["roles"] == ["actor/1/deployer"]
    for one in found["demands"]:
        assert one["gap"] == (one["in_place"] == 0)
        assert not (one["closing"] and one["in_place"])


def test_the_report_is_markdown_of_questions(run, example, tmp_path):
    path = tmp_path / "gaps.md"
    code, out, _ = run("gaps", example, "-o", path)
    text = path.read_text(encoding="utf-8")
    assert (code, out) == (0, "")
    assert text.startswith("# Gaps: Deployer\n")
    for heading in ("Nothing in place", "Only planned", "In place, on preliminary data only"):
        assert f"\n## {heading}\n" in text
    assert "best evidenced first" in text


def test_the_workbook_has_a_sheet_a_question_with_filters(run, example, tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    path, again = tmp_path / "gaps.xlsx", tmp_path / "again.xlsx"
    assert run("gaps", example, "-o", path)[0] == 0
    assert run("gaps", example, "-o", again)[0] == 0
    assert path.read_bytes() == again.read_bytes()
    assert zipfile.is_zipfile(path)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == [
        "summary",
        "nothing in place",
        "only planned",
        "preliminary data only",
        "measures that close",
        "profile",
    ]
    assert all(sheet.auto_filter.ref and sheet.freeze_panes == "A2" for sheet in book)
    assert book["profile"].max_row == 1 + 18
    counts = [row[1] for row in book["summary"].iter_rows(min_row=2, values_only=True)]
    assert sum(counts) == 123


def test_a_workbook_needs_a_file(run, example):
    code, _, err = run("gaps", example, "--format", "xlsx")
    assert code == 2
    assert "-o FILE" in err


def test_fail_on_gap(run, example, tmp_path):
    assert run("gaps", example, "--fail-on-gap", "--format", "tsv")[0] == 1
    # A role and a stage of which a measure is in place.
    path = tmp_path / "small.yaml"
    path.write_text(
        "name: x\nroles: [developer]\nstages: [build-and-use-model]\nmeasures: [A1019]\n",
        encoding="utf-8",
    )
    assert run("gaps", path, "--fail-on-gap", "--kind", "cell", "--format", "tsv")[0] == 0


def test_a_faulty_profile_is_refused_with_all_its_mistakes(run, tmp_path):
    path = tmp_path / "p.yaml"
    path.write_text("name: x\nroles: [a]\nstages: [b]\n", encoding="utf-8")
    code, out, err = run("gaps", path)
    assert (code, out) == (2, "")
    assert "2 mistakes" in err
    assert "line 2" in err
    assert "line 3" in err


def test_a_missing_profile_is_one_clear_error(run, tmp_path):
    code, out, err = run("gaps", tmp_path / "none.yaml")
    assert (code, out) == (2, "")
    assert "none.yaml" in err
