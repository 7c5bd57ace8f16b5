"""A plan as a person reads it: what to do next, why, what instead, and what stays open."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final, TextIO

from mitigraph.plan import COST_UNITS, Alternative, Plan
from mitigraph.plan.reasons import KINDS, in_words
from mitigraph.view.table import plain, write_rows

__all__ = ["open_rows", "pick_rows", "plan_notes", "write_plan"]

Row = dict[str, object]

_OPEN: Final = ("kind", "label", "weight", "candidates")
#: What ties are settled by, where the best plan is asked for.
_ORDER: Final = (
    "Of plans that meet as much: least cost, fewest measures, most documents, most opinions for, "
    "fewest against, highest agreement stated, then the first by ids."
)


def pick_rows(plan: Plan) -> Iterator[Row]:
    """Return one row a measure of the plan, in the order of what each adds.

    `adds` is the weight of what it meets and none before it does; `instead` names the measures that
    would lose least in its place, each with the weight that nothing would then meet.
    """
    for place, pick in enumerate(plan.picks, start=1):
        row: Row = {
            "rank": place,
            "measure": pick.candidate.id,
            "label": pick.candidate.label,
            "adds": _number(pick.weight),
        }
        if plan.problem.money:
            row["cost"] = _number(plan.problem.cost([pick.candidate.id]) / COST_UNITS)
        yield row | {"why": pick.why, "instead": [_instead(one) for one in pick.alternatives]}


def open_rows(plan: Plan) -> Iterator[Row]:
    """Return one row a demand that stays open, by kind, and how many candidates would meet it."""
    for one in plan.open:
        yield {
            "kind": one.demand.kind,
            "label": one.demand.label,
            "weight": _number(one.demand.weight),
            "candidates": one.candidates,
        }


def plan_notes(plan: Plan) -> list[str]:
    """Return what a reader has to know beside the tables, one sentence each."""
    asked, met = _number(plan.asked), _number(plan.weight)
    cost = f"{_number(plan.cost)} of {_number(plan.problem.budget / COST_UNITS)}"
    spent = f", at a cost of {cost}," if plan.problem.money else ""
    count = len(plan.picks)
    said = f"{count} measures{spent} meet" if count != 1 else f"1 measure{spent} meets"
    notes = [
        f"{said} {met} of {asked}, the weight of what is asked for and not in place.",
        _how_good(plan),
    ]
    if plan.choice.method == "exact":
        notes.append(_ORDER)
    if not plan.choice.settled:
        notes.append("The time ended before all ties were settled: another run may differ.")
    hopeless = sum(not one.candidates for one in plan.open)
    if plan.open:
        notes.append(
            f"{len(plan.open)} demands stay open; for {hopeless} of them no candidate is known."
        )
    if plan.problem.unpriced:
        notes.append(f"{plan.problem.unpriced} measures have no cost and were left out.")
    return notes


def _how_good(plan: Plan) -> str:
    choice = plan.choice
    if choice.proved:
        return "No plan within the budget meets more: proved."
    said = f"No plan within the budget meets more than {_number(plan.bound)} (gap {choice.gap:.1%})"
    if choice.method == "greedy":
        said += f"; the greedy way is sure of {choice.guarantee:.1%} of the best"
    return said + "."


def write_plan(plan: Plan, *, to: TextIO, layout: str, width: int | None = None) -> None:
    """Write a plan.

    "table" gives the picks, then what stays open, kind by kind in words; "md" a report that lists
    both in full; "tsv" and "csv" the picks alone; "json" one object with everything.
    """
    if layout == "json":
        json.dump(
            {"profile": plan.problem.name, **plan.as_json()}, to, ensure_ascii=False, indent=2
        )
        to.write("\n")
        return
    columns = ["rank", "measure", "label", "adds", *["cost"] * plan.problem.money, "why", "instead"]
    if layout == "md":
        to.write(f"# Plan: {plain(' '.join(plan.problem.name.split()))}\n\n")
        to.write("".join(f"- {note}\n" for note in plan_notes(plan)) + "\n")
    write_rows(pick_rows(plan), columns, to=to, layout=layout, width=width)
    if layout == "md" and plan.open:
        to.write("\n## What stays open\n\n")
        write_rows(open_rows(plan), _OPEN, to=to, layout=layout)
    if layout == "table" and plan.open:
        to.write("\n")
        write_rows(
            _open_in_words(plan), ("open", "number", "such as"), to=to, layout=layout, width=width
        )


def _open_in_words(plan: Plan) -> Iterator[Row]:
    for kind, (_, several) in KINDS.items():
        of_kind = [one for one in plan.open if one.demand.kind == kind]
        if of_kind:
            heaviest = sorted(of_kind, key=lambda one: -one.demand.weight)
            named = in_words([one.demand for one in heaviest])
            yield {"open": several, "number": len(of_kind), "such as": named.partition(" ")[2]}


def _instead(one: Alternative) -> str:
    lost = sum(demand.weight for demand in one.loses)
    loses = f"loses {_number(lost)}" if one.loses else "loses nothing"
    return f"{one.candidate.id} {one.candidate.label} ({loses})"


def _number(value: float) -> int | float:
    """Return a number without a needless fraction."""
    return int(value) if value == int(value) else round(value, 3)
