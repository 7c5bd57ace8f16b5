"""`migrate` from a file, in every layout, with what can't be read told apart."""

from __future__ import annotations

import json

ONE_TO_TWO = ("--from", "airi-mitigation/1", "--to", "airi-mitigation/2")


def test_a_list_of_measures_and_codes(run, tmp_path):
    path = tmp_path / "list.txt"
    path.write_text("# ours\nA1019\n3.4 Staged Deployment\n\n", encoding="utf-8")
    code, out, err = run("migrate", path, *ONE_TO_TWO, "-f", "json")
    first, second = json.loads(out)
    assert code == 0
    assert (first["becomes"], first["verdict"]) == ("airi-mitigation/2/1.1.2", "classified")
    assert second["from"] == "airi-mitigation/1/3.4"
    assert sum(c["measures"] for c in second["candidates"]) > 4
    assert abs(sum(c["share"] for c in second["candidates"]) - 1) < 0.01
    assert err.startswith("2 entries: ")


def test_a_table_with_a_header_own_names_and_codes(run, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text('name,code\n"Red team, yearly",3.1\n', encoding="utf-8")
    _, out, _ = run("migrate", path, *ONE_TO_TWO, "-f", "tsv")
    header, row = (line.split("\t") for line in out.splitlines())
    assert header == ["entry", "from", "becomes", "verdict", "where they went"]
    assert row[:2] == ["Red team, yearly", "3.1 Testing & Auditing"]
    assert row[4].startswith("airi-mitigation/2/2.2.2 (")


def test_an_unknown_entry_is_told_and_ends_with_1(run, tmp_path):
    path = tmp_path / "list.txt"
    path.write_text("A1019\nnonsense\n", encoding="utf-8")
    code, out, err = run("migrate", path, *ONE_TO_TWO, "-f", "json")
    assert code == 1
    assert json.loads(out)[1]["reason"].startswith('no measure "nonsense"')
    assert "1 unknown" in err


def test_a_missing_file_is_one_clear_error(run, tmp_path):
    code, out, err = run("migrate", tmp_path / "none.txt", *ONE_TO_TWO)
    assert (code, out) == (2, "")
    assert "none.txt" in err
