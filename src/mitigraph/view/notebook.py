"""What a notebook shows of a result: a table in HTML or Markdown, made by the same code as reports.

The classes of results get the methods that notebooks look for from here, so that the results know
nothing of how they are shown. All text is escaped, and nothing is run or fetched.

Sources:
    The names of the methods: IPython, "Integrating your objects with IPython"
    (https://ipython.readthedocs.io/en/stable/config/integrating.html).
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any, Final, TypeVar

from mitigraph.framework import FrameworkCoverage
from mitigraph.model import FACETS, Coverage, Measure, MeasureRecord, Measures
from mitigraph.terms import Iri, compact
from mitigraph.view.framework import control_rows, framework_notes
from mitigraph.view.heatmap import coverage_heatmap, framework_heatmap, heatmap_html
from mitigraph.view.table import plain, write_rows

if TYPE_CHECKING:
    from mitigraph.plan import Plan
    from mitigraph.profile.gaps import Gaps
    from mitigraph.validate import Report

__all__ = ["Sheet", "sheet_html", "sheet_markdown", "sheet_of", "shown"]

T = TypeVar("T")

#: Rows shown; a notebook is no place for a thousand.
_MOST: Final = 50


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is shown of a result: a title, a table, and sentences about it.

    Attributes:
        title: What it is; also how it looks as plain text where it has no other way.
        rows: The rows of the table, by column.
        columns: Which of them, in order.
        notes: What a reader has to know beside it.
        picture: HTML in place of the table, for those that are drawn.
    """

    title: str
    rows: tuple[Mapping[str, object], ...] = ()
    columns: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    picture: str | None = None


def sheet_html(sheet: Sheet) -> str:
    """Return a sheet as an HTML fragment."""
    if sheet.picture is not None:
        return sheet.picture
    lines = ["<table>", f"<caption>{_safe(sheet.title)}</caption>"]
    head = "".join(f'<th scope="col">{_safe(column)}</th>' for column in sheet.columns)
    lines.append(f"<thead><tr>{head}</tr></thead>")
    lines.append("<tbody>")
    for row in sheet.rows:
        cells = "".join(f"<td>{_safe(row.get(column))}</td>" for column in sheet.columns)
        lines.append(f"<tr>{cells}</tr>")
    lines += ["</tbody>", "</table>", *(f"<p>{_safe(note)}</p>" for note in sheet.notes)]
    return "\n".join(lines) + "\n"


def sheet_markdown(sheet: Sheet) -> str:
    """Return a sheet as Markdown; what HTML it holds is shown as text."""
    text = io.StringIO()
    text.write(f"**{_safe(' '.join(sheet.title.split()))}**\n\n")
    if sheet.columns:
        rows = ({name: _safe(row.get(name)) for name in sheet.columns} for row in sheet.rows)
        write_rows(rows, sheet.columns, to=text, layout="md")
    text.write("".join(f"\n{_safe(note)}\n" for note in sheet.notes))
    return text.getvalue()


def _safe(value: object) -> str:
    return escape(plain(value))


def sheet_of(thing: Any) -> Sheet:
    """Return what is shown of a result.

    Raises:
        KeyError: If it is none of the results that are shown.
    """
    return _SHEETS[type(thing).__name__](thing)


def shown(thing: T) -> T:
    """Give the class of a result its notebook representations, and return the result."""
    represent(type(thing))
    return thing


def represent(kind: type) -> None:
    """Give a class the methods that notebooks look for; one that nothing is known of gets none."""
    name = kind.__name__
    ways: dict[str, Callable[[Any], str]] = {
        "_repr_html_": lambda this: sheet_html(sheet_of(this)),
        "_repr_markdown_": lambda this: sheet_markdown(sheet_of(this)),
    }
    if name in _SAID:
        ways["__repr__"] = lambda this: f"<{name} {_SAID[name](this)}>"
    if name in _SHEETS:
        for method, way in ways.items():
            setattr(kind, method, way)


def _cut(
    rows: Iterable[Mapping[str, object]],
) -> tuple[tuple[Mapping[str, object], ...], list[str]]:
    """Return the first rows, and a sentence if there are more."""
    found = list(rows)
    more = [f"{len(found) - _MOST} more rows are not shown."] if len(found) > _MOST else []
    return tuple(found[:_MOST]), more


def _measure(measure: Measure) -> Sheet:
    rows = [{"": name, "value": [c.title for c in getattr(measure, name)]} for name in FACETS]
    rows += [{"": "source", "value": list(measure.source)}]
    rows += [{"": "status", "value": list(measure.status)}]
    if isinstance(measure, MeasureRecord):
        rows[:0] = [{"": "definition", "value": list(measure.definitions)}]
        rows += [
            {"": "opinions", "value": [f"{one.stance}: {one.claim}" for one in measure.opinions]}
        ]
        rows += [{"": "sources", "value": [one.citation for one in measure.sources]}]
    filled = tuple(row for row in rows if row["value"])
    notes = ("Rests at least in part on preliminary data.",) if measure.preliminary else ()
    return Sheet(f"{measure.label} ({measure.id})", filled, ("", "value"), notes)


def _measures(measures: Measures) -> Sheet:
    names = ("category", "actor", "stage", "function")
    rows, more = _cut(
        {
            "id": one.id,
            "label": one.label,
            **{name: [concept.title for concept in getattr(one, name)] for name in names},
            "source": list(one.source),
        }
        for one in measures
    )
    columns = ("id", "label", *names, "source")
    count = f"{len(measures)} measure{'' if len(measures) == 1 else 's'}"
    return Sheet(count, rows, columns, tuple(more))


def _coverage(coverage: Coverage) -> Sheet:
    heatmap = coverage_heatmap(coverage)
    rows = tuple(
        {
            heatmap.corner: heading,
            **{name: heatmap.text(down, place) for place, name in enumerate(heatmap.columns)},
        }
        for down, heading in enumerate(heatmap.rows)
    )
    columns = (heatmap.corner, *heatmap.columns)
    return Sheet(heatmap.title, rows, columns, heatmap.notes, heatmap_html(heatmap))


def _framework(coverage: FrameworkCoverage) -> Sheet:
    rows = tuple(control_rows(coverage))
    columns = tuple(rows[0]) if rows else ()
    return Sheet(
        f"Coverage of {coverage.label}",
        rows,
        columns,
        tuple(framework_notes(coverage)),
        heatmap_html(framework_heatmap(coverage)),
    )


def _gaps(gaps: Gaps) -> Sheet:
    from mitigraph.view.gaps import COLUMNS, gap_rows, gaps_notes

    rows, more = _cut(gap_rows(gaps))
    return Sheet(f"Gaps: {gaps.profile.name}", rows, COLUMNS, (*gaps_notes(gaps), *more))


def _plan(plan: Plan) -> Sheet:
    from mitigraph.view.plan import pick_rows, plan_notes

    rows, more = _cut(pick_rows(plan))
    columns = tuple(rows[0]) if rows else ()
    return Sheet(f"Plan: {plan.problem.name}", rows, columns, (*plan_notes(plan), *more))


def _report(report: Report) -> Sheet:
    rows, more = _cut(
        {
            "severity": one.severity.value,
            "focus": compact(one.focus) if isinstance(one.focus, Iri) else str(one.focus),
            "message": one.message,
            "shape": one.shape_name,
        }
        for one in report.results
    )
    return Sheet(_counted(report), rows, ("severity", "focus", "message", "shape"), tuple(more))


def _counted(report: Report) -> str:
    counts = report.counts()
    told = ", ".join(f"{count} {severity.value}" for severity, count in counts.items())
    return f"{'conforms' if report.conforms else 'does not conform'}: {told}"


#: What is shown, by the name of the class: a class need not be loaded to stand here.
_SHEETS: Final[dict[str, Callable[[Any], Sheet]]] = {
    "Measure": _measure,
    "MeasureRecord": _measure,
    "Measures": _measures,
    "Coverage": _coverage,
    "FrameworkCoverage": _framework,
    "Gaps": _gaps,
    "Plan": _plan,
    "Report": _report,
}
#: The plain text of those that have none of their own.
_SAID: Final[dict[str, Callable[[Any], str]]] = {
    "Gaps": lambda gaps: f"{gaps.profile.name}: {len(gaps.gaps())} of {len(gaps.demands)} open",
    "Plan": lambda plan: f"{plan.problem.name}: {len(plan.picks)} measures, {len(plan.open)} open",
    "Report": _counted,
}

# What the graph itself is made of is light, and here already; `shown` is for the rest.
for _kind in (Measure, Measures, Coverage, FrameworkCoverage):
    represent(_kind)
