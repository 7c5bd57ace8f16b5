"""Plans on the shipped graph for the shipped example profiles."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import mitigraph as mg
from mitigraph.errors import FaultyInputError
from mitigraph.profile import Implementation, ImplementationStatus, Profile
from mitigraph.query.rows import answer_rows

EXAMPLE = Path(__file__).parents[3] / "examples" / "deployer.yaml"


@pytest.fixture(scope="module")
def kb():
    """A graph of its own: a plan writes the profile into it."""
    return mg.load()


@pytest.fixture(scope="module")
def profile(kb):
    return kb.profile(EXAMPLE)


def ids(plan):
    return [pick.candidate.id for pick in plan.picks]


def test_a_plan_meets_what_its_gaps_say(kb, profile):
    gaps = kb.gaps(profile)
    plan = kb.plan(profile, 5)
    assert len(plan.picks) == 5
    assert plan.choice.proved
    assert plan.asked == sum(gap.weight for gap in gaps.gaps())
    closing = {one.id for gap in gaps.gaps() for one in gap.closing}
    assert set(ids(plan)) <= closing | {mg.compact(iri) for iri in profile.planned}
    met = {demand.id for pick in plan.picks for demand in pick.adds}
    assert met.isdisjoint(one.demand.id for one in plan.open)
    assert len(met) + len(plan.open) == len([gap for gap in gaps.gaps() if gap.weight])
    for pick in plan.picks:
        told = {
            row.text("demand")
            for row in answer_rows(
                kb.store,
                "plan-measures",
                profile=profile.iri,
                measure=kb.names.measure(pick.candidate.id),
            )
        }
        assert {demand.id for demand in pick.adds} <= told


def test_more_of_a_budget_never_meets_less(kb, profile):
    met = [kb.plan(profile, budget, method="greedy").weight for budget in (1, 3, 9)]
    best = [kb.plan(profile, budget).weight for budget in (1, 3, 9)]
    assert met == sorted(met)
    assert best == sorted(best)
    assert all(one <= other for one, other in zip(met, best, strict=True))


def test_must_and_never_are_kept(kb, profile):
    first = ids(kb.plan(profile, 3))
    forced = kb.plan(profile, 3, must=["A1019"], never=first[:1])
    assert "mit-2025/A1019" in ids(forced)
    assert first[0] not in ids(forced)
    offered = [one.candidate.id for pick in forced.picks for one in pick.alternatives]
    assert first[0] not in offered
    assert next(pick for pick in forced.picks if pick.required).candidate.id == "mit-2025/A1019"


def test_what_is_in_place_or_does_not_apply_is_never_proposed(kb, profile):
    settled = {mg.compact(iri) for iri in (*profile.in_place, *profile.not_applicable)}
    plan = kb.plan(profile, 100)
    assert settled.isdisjoint(one.id for one in plan.problem.candidates)


def test_of_the_same_measures_one_is_a_candidate(kb):
    clusters = {}
    for row in answer_rows(kb.store, "clusters"):
        clusters.setdefault(row.text("cluster"), set()).add(mg.compact(row.iri("measure")))
    assert clusters
    everything = kb.plan(Profile("Everything"), 1, method="greedy")
    known = {one.id: one for one in everything.problem.candidates}
    for members in clusters.values():
        standing = members & known.keys()
        assert len(standing) <= 1
        for name in standing:
            assert set(known[name].same) < members
    one = sorted(next(iter(clusters.values())))
    done = Implementation(kb.names.measure(one[0]), "", ImplementationStatus.IN_PLACE)
    left = kb.plan(Profile("Done", implementations=(done,)), 1, method="greedy")
    assert not set(one) & {candidate.id for candidate in left.problem.candidates}


def test_a_planned_measure_may_be_taken_and_says_so(kb):
    best = ids(kb.plan(Profile("Bare"), 1))[0]
    planned = Implementation(kb.names.measure(best), "", ImplementationStatus.PLANNED)
    plan = kb.plan(Profile("Bare", implementations=(planned,)), 1)
    assert ids(plan) == [best]
    assert "It is planned already." in plan.picks[0].why


def test_costs_bound_the_plan_and_what_has_none_is_left_out(kb, profile, tmp_path):
    costs = tmp_path / "costs.csv"
    wanted = ids(kb.plan(profile, 4))
    rows = [f"{name},{10 * n}.50" for n, name in enumerate(wanted, 1)]
    costs.write_text("measure,cost\n" + "\n".join(rows) + "\n", encoding="utf-8")
    plan = kb.plan(profile, "31", costs=costs)
    assert plan.cost <= 31
    assert {one.id for one in plan.problem.candidates} == set(wanted)
    assert plan.problem.unpriced > 100
    assert kb.plan(profile, 1000, costs=costs).cost == 102


def test_all_mistakes_at_once(kb, tmp_path):
    costs = tmp_path / "costs.csv"
    costs.write_text("measure,cost\nA0428,-1\nA9999,2\n", encoding="utf-8")
    broken = tmp_path / "profile.yaml"
    broken.write_text("name: Acme\nroles: [developr]\n", encoding="utf-8")
    with pytest.raises(FaultyInputError) as raised:
        kb.plan(
            broken,
            0,
            costs=costs,
            must=["A1019", "A1o20x", "A1019"],
            never=["mit-2025/A1019"],
            method="best",
        )
    told = str(raised.value)
    assert [fault.place for fault in raised.value.faults] == [
        "line 2",
        "line 2",
        "line 3",
        "--method",
        "--budget",
        "--must",
        "--must",
        "--must",
    ]
    assert "did you mean actor/1/developer" in told
    assert '"-1" is no cost' in told
    assert "mit-2025/A1019 is to be taken and never to be taken" in told
    assert "mit-2025/A1019 has no cost" in told


@pytest.mark.parametrize("budget", [0, -1, 1.5, "many", "٣"])
def test_what_is_no_number_of_measures(kb, profile, budget):
    with pytest.raises(FaultyInputError, match="no plan within a budget"):
        kb.plan(profile, budget)


def test_more_has_to_be_taken_than_the_budget_allows(kb, profile):
    with pytest.raises(FaultyInputError, match="2 measures are to be taken, the budget is 1"):
        kb.plan(profile, 1, must=["A1019", "A0428"])


def test_what_is_settled_cannot_be_demanded(kb, profile):
    done = mg.compact(profile.in_place[0])
    with pytest.raises(FaultyInputError, match=f"{done} is in place already"):
        kb.plan(profile, 2, must=[done])


def test_greedy_needs_no_extra(kb, profile, monkeypatch):
    monkeypatch.setitem(sys.modules, "scipy.optimize", None)
    assert len(kb.plan(profile, 2, method="greedy").picks) == 2
