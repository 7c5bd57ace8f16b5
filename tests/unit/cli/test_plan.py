from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

EXAMPLE = str(Path(__file__).parents[3] / "examples" / "deployer.yaml")


def test_a_plan_with_reasons_and_what_stays_open(run):
    code, out, err = run("plan", EXAMPLE, "--budget", "2", "--format", "md")
    assert code == 0
    lines = out.splitlines()
    assert lines[0].startswith("# Plan: ")
    rows = [line for line in lines if line.startswith(("| 1 |", "| 2 |"))]
    assert len(rows) == 2
    assert all("Meets " in row and "Described in " in row and "(loses " in row for row in rows)
    assert "## What stays open" in lines
    assert "No plan within the budget meets more: proved." in err
    assert "- No plan within the budget meets more: proved." in lines


@pytest.mark.parametrize("layout", ["json", "md"])
def test_the_same_input_prints_the_same_bytes(run, layout):
    words = ("plan", EXAMPLE, "--budget", "4", "--format", layout)
    assert run(*words) == run(*words)


def test_json_adds_up(run):
    told = json.loads(run("plan", EXAMPLE, "--budget", "3", "--format", "json")[1])
    assert (told["method"], told["optimal"], told["budget"]) == ("exact", True, 3)
    assert sum(pick["weight"] for pick in told["picks"]) == told["met"]
    assert told["met"] + sum(one["weight"] for one in told["open"]) == told["asked"]


def test_greedy_says_what_it_is_sure_of(run, monkeypatch):
    monkeypatch.setitem(sys.modules, "scipy.optimize", None)
    code, out, err = run("plan", EXAMPLE, "--budget", "3", "--method", "greedy", "-f", "tsv")
    assert code == 0
    assert out.splitlines()[0] == "rank\tmeasure\tlabel\tadds\twhy\tinstead"
    assert "the greedy way is sure of 63.2% of the best" in err
    code, _, err = run("plan", EXAMPLE, "--budget", "3")
    assert code == 3
    assert 'pip install "mitigraph[plan]"' in err


def test_the_ending_of_the_file_is_the_format(run, tmp_path):
    target = tmp_path / "plan.json"
    assert run("plan", EXAMPLE, "--budget", "1", "-o", target)[0] == 0
    assert len(json.loads(target.read_text(encoding="utf-8"))["picks"]) == 1


def test_mistakes_are_told_together_and_nothing_is_written(run, tmp_path):
    target = tmp_path / "plan.md"
    code, out, err = run(
        "plan", EXAMPLE, "--budget", "0", "--must", "A1019", "--never", "A1019", "-o", target
    )
    assert (code, out) == (2, "")
    assert err.startswith("mitigraph: plan: 2 mistakes\n--budget: ")
    assert not target.exists()


def test_costs_stand_in_a_column_of_their_own(run, tmp_path):
    costs = tmp_path / "costs.csv"
    costs.write_text("measure,cost\n*,2.50\n", encoding="utf-8")
    code, out, err = run("plan", EXAMPLE, "--budget", "6", "--cost", costs, "-f", "csv")
    assert code == 0
    assert [line.split(",")[0] for line in out.splitlines()] == ["rank", "1", "2"]
    assert ",2.5," in out
    assert err.startswith("2 measures, at a cost of 5 of 6, meet ")
