"""The coverage of a framework as a person reads it: what is reached, how, and what is not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final, TextIO

from mitigraph.framework import ControlCover, FrameworkCoverage, Route
from mitigraph.terms import compact
from mitigraph.view.table import write_rows

__all__ = ["control_rows", "framework_notes", "route_rows", "write_framework_coverage"]

Row = dict[str, object]

_COLUMNS: Final = ("control", "reached", "measures", "how", "sure", "by")
_HELD: Final = ("in place", "planned")
_ROUTES: Final = ("control", "measure", "label", "relation", "matched", "way", "justification")
#: Measures named in a row of the listing; the long form has all.
_NAMED: Final = 3
#: What stands where no measure reaches a control.
NOT_REACHED: Final = "not reached"


def control_rows(coverage: FrameworkCoverage, *, limit: int | None = _NAMED) -> Iterator[Row]:
    """Return one row a control, from the top.

    `reached` is so many of the controls without narrower ones at or below it, or "not reached";
    `how` and `sure` are of the routes to the control itself. `in place` and `planned` count the
    profile's distinct measures; the rows have them only with a profile.
    """
    for one in coverage.controls:
        row: Row = {
            "control": one.control.title,
            "reached": f"{one.reached} of {one.parts}" if one.reached else NOT_REACHED,
            "measures": one.measures,
            "how": sorted({way(route) for route in one.routes}),
            "sure": _sure(one),
            "by": _measures(one, limit),
        }
        if coverage.profile is not None:
            row |= {"in place": one.in_place.measures, "planned": one.planned.measures}
        yield row


def route_rows(coverage: FrameworkCoverage) -> Iterator[Row]:
    """Return one row a way of a measure to a control, then one a control that none reaches."""
    for one in coverage.controls:
        for route in one.routes:
            yield {
                "control": one.control.id,
                "measure": compact(route.measure),
                "label": route.label,
                "relation": route.relation,
                "matched": route.matched.id,
                "way": way(route),
                "justification": route.justification,
                "confidence": route.confidence,
                "status": route.status,
            }
    for one in coverage.not_reached:
        yield {"control": one.control.id, "way": NOT_REACHED}


def way(route: Route) -> str:
    """Return how a measure reaches a control, in words.

    Example:
        >>> from mitigraph.model import Concept
        >>> from mitigraph.terms import Iri
        >>> action = Concept(Iri("urn:a"), "nist-ai-600-1/1/GV-1.1-001", "GV-1.1-001")
        >>> way(Route(Iri("urn:m"), "M", "exactMatch", action, True, "LexicalMatching", 0.95))
        'exact match by words, through nist-ai-600-1/1'
    """
    match = f"{route.relation.removesuffix('Match')} match"
    if route.justification == "LexicalMatching":
        match += " by words"
    elif route.justification == "ManualMappingCuration":
        match += " by hand"
    elif route.justification == "BackgroundKnowledgeBasedMatching":
        match += " by judgement"
    if route.suggested:
        return f"{match}, through {route.matched.id.rpartition('/')[0]}"
    return match


def _sure(one: ControlCover) -> str:
    """Return the confidence of the least and the surest route: "0.9 to 0.95"."""
    stated = sorted({route.confidence for route in one.routes if route.confidence is not None})
    if not stated:
        return "not stated" if one.routes else ""
    ends = dict.fromkeys((stated[0], stated[-1]))
    return " to ".join(f"{number:g}" for number in ends)


def _measures(one: ControlCover, limit: int | None) -> list[str]:
    named = list(dict.fromkeys(f"{compact(r.measure)} {r.label}" for r in one.routes))
    if limit is None or len(named) <= limit:
        return named
    return [*named[:limit], f"and {len(named) - limit} more"]


def framework_notes(coverage: FrameworkCoverage) -> list[str]:
    """Return what a reader has to know beside the table, one sentence each."""
    parts, missing = len(coverage.parts), len(coverage.not_reached)
    notes = [
        (
            f"{coverage.label}: {parts - missing} of {parts} controls without narrower ones are "
            f"reached; {missing} are not."
        ),
        "Reached means that a mapping is recorded; one that is not reached may still be met.",
    ]
    if summary := coverage.summary:
        looked_at = summary.mapped + summary.mapped_related + summary.unmatched
        notes.append(
            f"The other way: of {summary.measures} measures {summary.mapped} reach a control, "
            f"{summary.mapped_related} only relate to one, {summary.unmatched} were looked at and "
            f"have no counterpart, {max(summary.measures - looked_at, 0)} were not looked at or "
            "not recorded. "
            f"Controls that a measure only relates to: {summary.related}; looked at without a "
            f"counterpart: {summary.without}."
        )
    if coverage.profile is not None:
        held = sum(bool(one.in_place.measures) for one in coverage.parts)
        planned = sum(
            bool(one.planned.measures) and not one.in_place.measures for one in coverage.parts
        )
        notes.append(
            f"{coverage.profile} has a measure in place for {held} of {parts}, and only planned "
            f"ones for {planned}."
        )
    return notes


def write_framework_coverage(
    coverage: FrameworkCoverage, *, to: TextIO, layout: str, width: int | None = None
) -> None:
    """Write the coverage of a framework.

    "table" and "md" give one row a control, from the top; "md" as a report that lists what is not
    reached. "csv", "tsv" and "jsonl" give one row a way of a measure to a control, then one a
    control that none reaches; "json" one object with everything.
    """
    profile = coverage.profile is not None
    if layout == "json":
        json.dump(coverage.as_json(), to, ensure_ascii=False, indent=2)
        to.write("\n")
        return
    if layout in ("csv", "tsv", "jsonl"):
        columns = [*_ROUTES, "confidence", *["status"] * profile]
        routes = ({name: row.get(name) for name in columns} for row in route_rows(coverage))
        write_rows(routes, columns, to=to, layout=layout, width=width)
        return
    columns = [*_COLUMNS[:3], *(_HELD if profile else ()), *_COLUMNS[3:]]
    report = layout == "md"
    if report:
        to.write(f"# Coverage of {' '.join(coverage.label.split())}\n\n")
        to.write("".join(f"- {note}\n" for note in framework_notes(coverage)) + "\n")
    rows = control_rows(coverage, limit=None if report else _NAMED)
    write_rows(rows, columns, to=to, layout=layout, width=width)
    if report and coverage.not_reached:
        to.write("\n## Not reached\n\n")
        for one in coverage.not_reached:
            definition = " ".join((one.control.definition or "").split())
            to.write(f"- {': '.join(filter(None, (one.control.title, definition)))}\n")
