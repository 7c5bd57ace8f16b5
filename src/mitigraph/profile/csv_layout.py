"""A spreadsheet of measures, ticked off: what an organisation does, one row a measure.

Columns: `measure` (its id, record number or name), `status`, `evidence`, `owner`, `date`, `note`,
and `label`, which is for people and not read. Only `measure` has to be there. Without the column
`status` every row is in place. With it, a row of which nothing else is said is not ticked and is
passed over, so that the sheet of all measures can be filled in and kept as it is; x, yes, done and
a check mark mean in place.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from mitigraph.profile.draft import IMPLEMENTATION_KEYS, Draft, Written
from mitigraph.profile.model import ImplementationStatus, Profile
from mitigraph.reader.rows import CsvRow, read_rows

__all__ = ["read_csv", "write_csv", "write_sheet"]

_COLUMNS: Final = (*IMPLEMENTATION_KEYS, "label")
_TICKS: Final = frozenset({"x", "yes", "y", "done", "true", "1", "✓", "✔", "☑", "✅"})


def read_csv(path: Path) -> Draft:
    """Return what is ticked in a sheet; the profile is named after the file.

    Raises:
        DataError: If the file can't be read as a table with such columns.
    """
    draft = Draft(str(path), name=Written(path.stem.replace("-", " "), "line 1", 1))
    for row in read_rows(path, ("measure",), _COLUMNS[1:]):
        if row.fault:
            draft.refuse(
                _place(row), row.fault, "schema", "fill in or remove cells, and quote commas"
            )
            continue
        said = {
            key: Written(text, _place(row), row.line)
            for key in IMPLEMENTATION_KEYS
            if (text := " ".join(row.cells.get(key, "").split()))
        }
        if "status" in row.cells and not said.keys() - {"measure"}:
            continue
        if "status" in row.cells and "status" not in said:
            draft.refuse(
                _place(row),
                "something is said of the measure, but no status",
                "missing-field",
                f"write {', '.join(status.value for status in ImplementationStatus)}",
            )
            continue
        if "measure" not in said:
            draft.refuse(_place(row), "no measure", "missing-field", "write its id into measure")
            continue
        if said.get("status") and said["status"].text.casefold() in _TICKS:
            said["status"] = Written(
                ImplementationStatus.IN_PLACE.value, said["status"].place, row.line
            )
        draft.measures.append(said)
    return draft


def _place(row: CsvRow) -> str:
    return f"line {row.line} (row {row.number})"


def write_csv(profile: Profile) -> str:
    """Return the measures of a profile as CSV; what else it says has no place in a sheet."""
    return _sheet(
        {
            "measure": one.id,
            "status": one.status.value,
            "evidence": one.evidence or "",
            "owner": one.owner or "",
            "date": one.date.isoformat() if one.date else "",
            "note": one.note or "",
            "label": one.label,
        }
        for one in profile.implementations
    )


def write_sheet(measures: Iterable[tuple[str, str]]) -> str:
    r"""Return a sheet to be filled in: one row for each id and label, nothing ticked.

    Example:
        >>> write_sheet([("mit-2025/A1019", "Adversarial Robustness")]).splitlines()[1]
        'mit-2025/A1019,,,,,,Adversarial Robustness'
    """
    return _sheet({"measure": measure, "label": label} for measure, label in measures)


def _sheet(rows: Iterable[dict[str, str]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, _COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
