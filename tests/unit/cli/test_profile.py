"""`profile new|check|convert|from-csv`."""

from __future__ import annotations

import json

WRONG = """\
name: Acme
roles: [develper]
measures:
  - measure: A1O19
  - measure: A1019
  - measure: A1019
    status: planned
    date: 31.2.2026
"""


def test_a_new_profile_can_be_checked_as_it_is(run, tmp_path):
    path = tmp_path / "acme.yaml"
    code, out, err = run("profile", "new", "-o", path)
    assert (code, out) == (0, "")
    assert f"mitigraph profile check {path}" in err
    code, out, _ = run("profile", "check", path)
    assert code == 0
    assert out == f"{path}: fine; 0 in place, 0 planned, 0 not applicable\n"


def test_check_tells_all_mistakes_with_lines_and_ends_with_1(run, tmp_path):
    path = tmp_path / "acme.yaml"
    path.write_text(WRONG, encoding="utf-8")
    code, out, err = run("profile", "check", path)
    lines = out.splitlines()
    assert (code, err) == (1, "")
    assert lines[0] == f"{path}: 4 mistakes"
    assert [line.partition(" [")[0].partition(": ")[0] for line in lines[1:]] == [
        f"{path}, line {number}" for number in (2, 4, 6, 8)
    ]
    assert "did you mean actor/1/developer" in lines[1]
    assert "mit-2025/A1019" in lines[2]


def test_check_as_json(run, tmp_path):
    path = tmp_path / "acme.yaml"
    path.write_text(WRONG, encoding="utf-8")
    code, out, _ = run("profile", "check", path, "--format", "json")
    assert code == 1
    found = json.loads(out)
    assert [one["code"] for one in found] == [
        "unknown-term",
        "unknown-term",
        "duplicate-id",
        "wrong-type",
    ]
    assert all(one["remedy"] and one["place"] and one["reason"] for one in found)
    path.write_text("name: x\n", encoding="utf-8")
    assert run("profile", "check", path, "--format", "json")[:2] == (0, "[]\n")


def test_other_commands_refuse_a_faulty_profile_whole(run, tmp_path):
    path, out_path = tmp_path / "acme.yaml", tmp_path / "acme.ttl"
    path.write_text(WRONG, encoding="utf-8")
    code, out, err = run("profile", "convert", path, out_path)
    assert (code, out) == (2, "")
    assert err.count("line ") == 4 + 1  # the contradiction names both lines
    assert not out_path.exists()


def test_convert_round_trips_and_says_what_csv_leaves_out(run, tmp_path, root):
    source = root / "examples" / "deployer.yaml"
    turtle, back = tmp_path / "d.ttl", tmp_path / "d.yaml"
    assert run("profile", "convert", source, turtle)[0] == 0
    assert run("profile", "convert", turtle, back)[0] == 0
    again = tmp_path / "e.ttl"
    assert run("profile", "convert", back, again)[0] == 0
    assert turtle.read_bytes() == again.read_bytes()
    code, _, err = run("profile", "convert", source, tmp_path / "d.csv")
    assert code == 0
    assert "CSV has no place for roles" in err


def test_a_sheet_of_all_measures_is_ticked_and_becomes_a_profile(run, tmp_path):
    sheet, out_path = tmp_path / "our-measures.csv", tmp_path / "acme.yaml"
    assert run("profile", "from-csv", "--template", "-o", sheet)[0] == 0
    text = sheet.read_text(encoding="utf-8")
    assert len(text.splitlines()) == 831
    sheet.write_text(text.replace("mit-2025/A1019,,", "mit-2025/A1019,x,"), encoding="utf-8")
    code, _, err = run("profile", "from-csv", sheet, "-o", out_path)
    assert code == 0
    assert "1 in place, 0 planned" in err
    written = out_path.read_text(encoding="utf-8")
    assert "name: our measures" in written
    assert "- measure: mit-2025/A1019  # Adversarial Robustness" in written


def test_from_csv_needs_a_file_and_a_target(run):
    code, _, err = run("profile", "from-csv")
    assert code == 2
    assert "--template" in err


def test_an_unknown_ending_is_refused(run, tmp_path, root):
    source = root / "examples" / "deployer.yaml"
    code, _, err = run("profile", "convert", source, tmp_path / "d.docx")
    assert code == 2
    assert ".yaml" in err
