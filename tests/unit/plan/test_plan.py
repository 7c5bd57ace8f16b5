from __future__ import annotations

import pytest

from mitigraph.plan import Candidate, Demand, Evidence, Problem, make_plan
from mitigraph.plan.reasons import in_words, reason

DEMANDS = [
    Demand("c", "cell", "Deployer at Deploy", concepts=("actor/1/deployer", "lifecycle/1/deploy")),
    Demand("g", "category", "2.1 Governance"),
    Demand("r", "risk", "4.2 Cyberattacks", weight=2),
    Demand("x", "control", "GOVERN 1.1"),
    Demand("y", "control", "GOVERN 1.2"),
    Demand("z", "risk", "3.1 False information", weight=0),
]
CANDIDATES = [
    Candidate("m1", "Audit", frozenset("cgr"), evidence=Evidence(3)),
    Candidate("m2", "Audit again", frozenset("cr"), evidence=Evidence(2)),
    Candidate("m3", "Training", frozenset("gx"), evidence=Evidence(1)),
    Candidate("m4", "Test", frozenset("x"), evidence=Evidence(1)),
    Candidate("m5", "Nothing of weight", frozenset("z")),
]


@pytest.fixture(params=["exact", "greedy"])
def plan(request):
    return make_plan(Problem(DEMANDS, CANDIDATES, 200, name="Acme"), request.param)


def test_picks_come_by_what_they_add(plan):
    assert [pick.candidate.id for pick in plan.picks] == ["m1", "m3"]
    assert [[one.id for one in pick.adds] for pick in plan.picks] == [["c", "g", "r"], ["x"]]
    assert [pick.weight for pick in plan.picks] == [4, 1]
    assert (plan.weight, plan.asked, plan.cost) == (5, 6, 2)


def test_alternatives_lose_least_of_what_no_other_pick_meets(plan):
    first, second = plan.picks
    assert [one.id for one in first.alone] == ["c", "r"]
    assert [(one.candidate.id, one.loses) for one in first.alternatives] == [("m2", ())]
    assert [(one.candidate.id, one.loses) for one in second.alternatives] == [("m4", ())]


def test_what_stays_open_says_whether_anything_would_meet_it(plan):
    assert [(one.demand.id, one.candidates) for one in plan.open] == [("y", 0)]


def test_no_alternative_breaks_the_budget():
    costs = {"m1": 100, "m2": 102, "m3": 100, "m4": 99, "m5": 0}
    priced = [
        Candidate(one.id, one.label, one.meets, costs[one.id], one.evidence) for one in CANDIDATES
    ]
    plan = make_plan(Problem(DEMANDS, priced, 200, money=True), "greedy")
    chosen = [pick.candidate.id for pick in plan.picks]
    assert chosen == ["m1", "m4"]
    offered = [[one.candidate.id for one in pick.alternatives] for pick in plan.picks]
    assert offered == [["m3"], ["m3"]]
    assert plan.as_json()["cost"] == 1.99


def test_the_same_plan_as_json():
    told = make_plan(Problem(DEMANDS, CANDIDATES, 200), "exact").as_json()
    assert (told["budget"], told["cost"], told["met"], told["optimal"]) == (2, 2, 5.0, True)
    assert told["picks"][0]["adds"][0] == {
        "kind": "cell",
        "label": "Deployer at Deploy",
        "concepts": ["actor/1/deployer", "lifecycle/1/deploy"],
        "weight": 1.0,
    }
    assert told["open"] == [
        {"kind": "control", "label": "GOVERN 1.2", "concepts": [], "weight": 1.0, "candidates": 0}
    ]


def test_the_reason_tells_what_is_known_for_it_and_against_it():
    one = Candidate(
        "m", "M", frozenset(), evidence=Evidence(2, 1, 3, 0.6), planned=True, same=("n",)
    )
    assert reason(one, DEMANDS[2:5], required=True) == (
        "It has to be in the plan. Meets risk 4.2 Cyberattacks (weight 2); "
        "controls GOVERN 1.1 and GOVERN 1.2. It is planned already. The same as n. "
        "Described in 2 documents. 1 opinion of experts for it, 3 against it or on its limits. "
        "More than 60% of surveyed experts agree that it works."
    )
    assert reason(Candidate("m", "M", frozenset()), []).startswith("Adds nothing")


def test_kinds_of_the_users_own_are_named_as_they_are():
    assert in_words([Demand("d", "law", "Article 5")]) == "law Article 5"
