from __future__ import annotations

import io
import json
from dataclasses import replace

import pytest

from mitigraph.plan import Candidate, Demand, Problem, make_plan
from mitigraph.view.plan import plan_notes, write_plan

DEMANDS = [
    Demand("r", "risk", "4.2 Cyberattacks", weight=1.5),
    Demand("s", "risk", "3.1 False | information", weight=3),
    Demand("x", "control", "GOVERN 1.1"),
    Demand("y", "control", "GOVERN 1.2"),
]
CANDIDATES = [
    Candidate("m", "Audit\x1b[31m", frozenset("rx"), cost=250),
    Candidate("n", "Test", frozenset("x"), cost=100),
]


@pytest.fixture
def plan():
    problem = Problem(DEMANDS, CANDIDATES, 300, money=True, name="Acme\x1b", unpriced=4)
    return make_plan(problem, "greedy")


def written(plan, layout):
    text = io.StringIO()
    write_plan(plan, to=text, layout=layout, width=120)
    return text.getvalue()


def test_notes_say_how_good_it_is_and_what_was_left_out(plan):
    told = plan_notes(plan)
    assert told[0].startswith("1 measure, at a cost of 2.5 of 3, meets 2.5 of 6.5, the weight of")
    assert told[1:] == [
        "No plan within the budget meets more: proved.",
        "2 demands stay open; for 2 of them no candidate is known.",
        "4 measures have no cost and were left out.",
    ]
    unproved = replace(plan, choice=replace(plan.choice, proved=False, bound=5000, settled=False))
    told = plan_notes(unproved)
    assert told[1] == (
        "No plan within the budget meets more than 5 (gap 50.0%); "
        "the greedy way is sure of 31.6% of the best."
    )
    assert told[2].startswith("The time ended")


def test_a_table_sums_up_what_stays_open_heaviest_first(plan):
    lines = [" ".join(line.split()) for line in written(plan, "table").splitlines()]
    assert "risks 1 3.1 False | information (weight 3)" in lines
    assert "controls 1 GOVERN 1.2" in lines


def test_a_report_lists_all_that_stays_open(plan):
    lines = written(plan, "md").splitlines()
    assert "| risk | 3.1 False \\| information | 3 | 0 |" in lines
    assert "| control | GOVERN 1.2 | 1 | 0 |" in lines


@pytest.mark.parametrize("layout", ["table", "md", "tsv", "csv", "json"])
def test_no_text_steers_a_terminal(plan, layout):
    assert "\x1b" not in written(plan, layout)


def test_an_empty_plan_has_its_columns():
    nothing = make_plan(Problem([], [], 100), "greedy")
    assert written(nothing, "tsv") == "rank\tmeasure\tlabel\tadds\twhy\tinstead\n"
    assert json.loads(written(nothing, "json"))["picks"] == []
    assert plan_notes(nothing)[0].startswith("0 measures meet 0 of 0")
