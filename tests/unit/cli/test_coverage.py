"""The command `coverage`: pictures, and the controls of a framework."""

from __future__ import annotations

import json
import sys

import pytest


def test_the_ending_of_the_file_chooses_the_picture(run, tmp_path):
    for name, start in (("c.svg", "<svg"), ("c.html", "<!DOCTYPE html>")):
        target = tmp_path / name
        assert run("coverage", "-o", target)[:2] == (0, "")
        assert target.read_text(encoding="utf-8").startswith(start)


def test_a_picture_has_the_counts_of_the_table(run, tmp_path):
    import re

    cells = json.loads(run("coverage", "--format", "json")[1])
    page = run("coverage", "--format", "html")[1]
    drawn = re.findall(r">(gap|\d+)</td>", page)
    assert drawn == ["gap" if cell["gap"] else str(cell["measures"]) for cell in cells]


@pytest.mark.parametrize("name", ["svg", "html"])
def test_a_picture_has_a_short_option(run, name):
    assert run("coverage", f"--{name}")[1] == run("coverage", "--format", name)[1] != ""


def test_png_without_the_extra_is_one_line_and_exit_code_3(run, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    target = tmp_path / "c.png"
    code, out, err = run("coverage", "-o", target)
    assert (code, out) == (3, "")
    assert len(err.strip().splitlines()) == 1
    assert "mitigraph[png]" in err
    assert not target.exists()


@pytest.fixture
def told(run):
    return json.loads(run("coverage", "--framework", "nist-ai-rmf", "--format", "json")[1])


def test_framework_says_what_is_reached_how_and_how_sure(told):
    controls = {one["control"]: one for one in told["controls"]}
    assert told["parts"] == 72
    assert len(told["not_reached"]) == sum(
        not one["measures"] for one in controls.values() if one["parts"] == 1 and one["depth"] == 2
    )
    one = controls["nist-ai-rmf/1/GOVERN-1.1"]
    through = next(route for route in one["routes"] if route["suggested"])
    assert through["matched"] == "nist-ai-600-1/1/GV-1.1-001"
    assert through["justification"] == "LexicalMatching"
    direct = [route for route in one["routes"] if not route["suggested"]]
    assert {route["matched"] for route in direct} == {"nist-ai-rmf/1/GOVERN-1.1"}
    assert {route["justification"] for route in direct} == {"BackgroundKnowledgeBasedMatching"}
    assert one["confidence"] == 0.95
    assert told["summary"]["measures_reaching"] > 160


def test_functions_and_categories_roll_up(told):
    controls = told["controls"]
    for one in controls:
        below = [each for each in controls if each["broader"] == one["control"]]
        if below:
            assert one["parts"] == sum(each["parts"] for each in below)
            assert one["reached"] == sum(each["reached"] for each in below)
            assert one["measures"] >= max(each["measures"] for each in below)
    places = [one["control"] for one in controls]
    for one in controls:
        if one["broader"]:
            assert places.index(one["broader"]) < places.index(one["control"])


def test_with_a_profile_what_is_in_place_is_told(run, root):
    profile = root / "examples/deployer.yaml"
    code, out, err = run("coverage", "--framework", "nist-ai-rmf", profile, "--format", "json")
    assert code == 0
    told = json.loads(out)
    routes = [route for one in told["controls"] for route in one["routes"]]
    done = {route["measure"] for route in routes if route["status"] == "in-place"}
    tops = [one for one in told["controls"] if one["depth"] == 0]
    assert done
    assert sum(one["in_place"]["measures"] for one in tops) >= len(done)
    assert f"{told['profile']} has a measure in place for" in err


def test_listing_names_what_is_not_reached(run):
    rows = run("coverage", "--framework", "eu-ai-act", "--format", "tsv")[1].splitlines()
    assert any("not reached" in row for row in rows)
    report = run("coverage", "--framework", "eu-ai-act", "--format", "md")[1]
    assert "## Not reached" in report
    assert "The other way: of 830 measures" in report
    assert "not reached" in run("coverage", "--framework", "eu-ai-act", "--format", "table")[1]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--framework", "nist"), "nist-ai-rmf/1"),
        (("--framework", "nist-ai-rmf", "--rows", "actor"), "--rows"),
        (("--framework", "nist-ai-rmf", "--actor", "developer"), "--actor"),
        (("profile.yaml",), "--framework"),
        (("--framework", "nist-ai-rmf", "missing.yaml"), "missing.yaml"),
        (("--format", "png"), "-o FILE"),
    ],
)
def test_a_wrong_word_is_one_clear_error(run, arguments, words):
    code, out, err = run("coverage", *arguments)
    assert code == 2
    assert out == ""
    assert words in err
