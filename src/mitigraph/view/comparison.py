"""What one side covers that the other does not, as a person reads it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Final, TextIO

from mitigraph.comparison import KINDS, Comparison, Line, Side
from mitigraph.view.table import write_rows

__all__ = ["comparison_notes", "comparison_rows", "summary_rows", "write_comparison"]

Row = dict[str, object]

_COLUMNS: Final = ("kind", "about", "covered by", "A", "B")
_WHO: Final = {"first": "only A", "second": "only B", "both": "both"}


def summary_rows(comparison: Comparison, *, kinds: Sequence[str] = ()) -> Iterator[Row]:
    """Return one row a kind: how many things only A covers, only B, and both."""
    for kind, words in KINDS.items():
        if not kinds or kind in kinds:
            yield {
                "kind": words,
                **{said: len(comparison.of(who, kind)) for who, said in _WHO.items()},
            }


def comparison_rows(
    comparison: Comparison, *, kinds: Sequence[str] = (), both: bool = False
) -> Iterator[Row]:
    """Return one row a thing that one side alone covers; A's first. A and B count measures.

    Args:
        comparison: The two sides.
        kinds: Only things of these kinds; none means all.
        both: Whether to give what both cover too, last.
    """
    for who in _WHO if both else ("first", "second"):
        for line in comparison.of(who):
            if not kinds or line.kind in kinds:
                yield _row(line)


def _row(line: Line) -> Row:
    return {
        "kind": line.kind,
        "about": line.title,
        "covered by": _WHO[line.covered_by],
        "A": line.first,
        "B": line.second,
    }


def comparison_notes(comparison: Comparison) -> list[str]:
    """Return what a reader has to know beside the table, one sentence each."""
    notes = [
        f"A is the {side.kind} {side.name}: {_measures(side)}."
        if side is comparison.first
        else f"B is the {side.kind} {side.name}: {_measures(side)}."
        for side in (comparison.first, comparison.second)
    ]
    notes.append("Covered means that at least one measure is there; a broader value counts all.")
    notes += [
        f"{side.name} covers nothing: a graph needs its schemes and classifications in the file."
        for side in (comparison.first, comparison.second)
        if side.kind == "graph" and side.measures and not side.covered
    ]
    return notes


def _measures(side: Side) -> str:
    said = f"{side.measures} measure{'' if side.measures == 1 else 's'}"
    return {
        "source": f"{said} described in it",
        "framework": f"{said} that reach its controls",
        "profile": f"{said} in place",
    }.get(side.kind, said)


def write_comparison(  # noqa: PLR0913 - how it is written is keyword-only
    comparison: Comparison,
    *,
    to: TextIO,
    layout: str,
    kinds: Sequence[str] = (),
    both: bool = False,
    width: int | None = None,
) -> None:
    """Write a comparison.

    "table" and "md" give the counts, then the things; "md" as a report. "tsv" and "csv" give the
    things alone; "json" one object with everything, whatever `kinds` and `both` say.
    """
    if layout == "json":
        json.dump(comparison.as_json(), to, ensure_ascii=False, indent=2)
        to.write("\n")
        return
    if layout == "md":
        names = " and ".join(
            " ".join(side.name.split()) for side in (comparison.first, comparison.second)
        )
        to.write(f"# Comparison of {names}\n\n")
        to.write("".join(f"- {note}\n" for note in comparison_notes(comparison)) + "\n")
    if layout in ("table", "md"):
        columns = ("kind", *_WHO.values())
        summary = summary_rows(comparison, kinds=kinds)
        write_rows(summary, columns, to=to, layout=layout, width=width)
        to.write("\n")
    rows = comparison_rows(comparison, kinds=kinds, both=both)
    write_rows(rows, _COLUMNS, to=to, layout=layout, width=width)
