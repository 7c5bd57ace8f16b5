"""A coverage table as a person reads it: empty cells in words, residual values apart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from mitigraph.model import Concept, Coverage
from mitigraph.view.table import write_rows

__all__ = ["coverage_cells", "coverage_notes", "write_coverage"]

#: What stands in a cell that no measure is in.
GAP = "gap"


def coverage_cells(coverage: Coverage) -> Iterator[dict[str, object]]:
    """Return one row a cell, row by row: ids, labels, the count, and whether it is a gap.

    A cell with a residual value ("other") is never a gap: nobody has to fill it.
    """
    for row in coverage.rows:
        for column in coverage.columns:
            count = coverage.count(row, column)
            residual = row.residual or column.residual
            yield {
                "row": row.id,
                "row_label": row.title,
                "column": column.id,
                "column_label": column.title,
                "measures": count,
                "gap": not count and not residual,
                "residual": residual,
            }


def coverage_notes(coverage: Coverage) -> list[str]:
    """Return what a reader has to know beside the table, one sentence each."""
    gaps = coverage.gaps()
    plain = sum(not concept.residual for concept in coverage.rows) * sum(
        not concept.residual for concept in coverage.columns
    )
    notes = [
        f"{coverage.measures} measures; {len(gaps)} of {plain} cells are gaps (no measure).",
        "A measure with several values counts in several cells.",
    ]
    if "category" in (coverage.row_facet, coverage.column_facet):
        shown = coverage.rows if coverage.row_facet == "category" else coverage.columns
        schemes = sorted({concept.id.rpartition("/")[0] for concept in shown})
        notes.append(f"Categories are those of {', '.join(schemes)}; name a scheme to see another.")
    for facet in dict.fromkeys((coverage.row_facet, coverage.column_facet)):
        if coverage.not_assessed[facet]:
            notes.append(f"{coverage.not_assessed[facet]} measures are not assessed for {facet}.")
        if coverage.unplaced[facet]:
            notes.append(
                f"{coverage.unplaced[facet]} were assessed for {facet} without a value "
                "(unclassifiable, not applicable or withheld)."
            )
    if coverage.preliminary:
        notes.append(f"{coverage.preliminary} rest at least in part on preliminary data.")
    return notes


def write_coverage(
    coverage: Coverage, *, to: TextIO, layout: str, width: int | None = None
) -> None:
    """Write a coverage table.

    "table" and "md" give a cross table of the values that can have a gap, then the counts of
    residual values ("other") apart; "csv" and "tsv" one cross table with the residual values last
    and marked; "json" and "jsonl" one object a cell.
    """
    if layout in ("json", "jsonl"):
        write_rows(coverage_cells(coverage), (), to=to, layout=layout)
        return
    apart = layout in ("table", "md")
    head = f"{coverage.row_facet} \\ {coverage.column_facet}"
    across = [concept for concept in coverage.columns if not (apart and concept.residual)]
    columns = [head, *(_heading(concept) for concept in across)]
    rows: list[dict[str, object]] = []
    for row in coverage.rows:
        if apart and row.residual:
            continue
        cells = [
            str(coverage.count(row, column) or ("0" if row.residual or column.residual else GAP))
            for column in across
        ]
        rows.append(dict(zip(columns, (_heading(row), *cells), strict=True)))
    write_rows(rows, columns, to=to, layout=layout, width=width)
    residual = [cell for cell in coverage_cells(coverage) if cell["residual"] and cell["measures"]]
    if apart and residual:
        to.write("\n")
        renamed = {
            "row_label": coverage.row_facet,
            "column_label": f"{coverage.column_facet} (residual)",
        }
        shown = [
            {**{new: cell[old] for old, new in renamed.items()}, "measures": cell["measures"]}
            for cell in residual
        ]
        write_rows(shown, [*renamed.values(), "measures"], to=to, layout=layout, width=width)


def _heading(concept: Concept) -> str:
    return concept.title + (" (residual)" if concept.residual else "")
