"""Findings that are no faults, listed with the reason: a table that ships, and one of the user's.

A row names a check and the start of the IRIs that it does not hold for. What is exempted is
counted and told with its reason; it does not count against the score.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mitigraph.errors import DataError
from mitigraph.quality.checks import checks
from mitigraph.resources import data_root

__all__ = ["Exemption", "read_exemptions", "shipped_exemptions"]

_COLUMNS: Final = ["check", "start", "reason"]


@dataclass(frozen=True, slots=True)
class Exemption:
    """A check that does not hold for some things.

    Attributes:
        check: The id of a check, "oops:P13".
        start: How the IRIs of those things start.
        reason: Why it does not hold for them.
    """

    check: str
    start: str
    reason: str


def shipped_exemptions() -> tuple[Exemption, ...]:
    """Return the exemptions of mitigraph's own vocabulary.

    Example:
        >>> all(one.start.startswith("https://w3id.org/mitigraph/") for one in shipped_exemptions())
        True
    """
    return read_exemptions(data_root() / "queries" / "quality" / "exemptions.tsv")


def read_exemptions(path: Path) -> tuple[Exemption, ...]:
    """Read a table of exemptions: TSV with the columns check, start and reason.

    Raises:
        DataError: If the file can't be read, a column or a value is missing, or a check is unknown.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        reason = error.strerror or str(error)
        raise DataError(
            f"can't read: {reason}", path=str(path), code="unreadable", remedy="check the path"
        ) from error
    except UnicodeDecodeError as error:
        raise DataError(
            "not UTF-8", path=str(path), code="encoding", remedy="save it as UTF-8"
        ) from error
    rows = list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    if not rows or rows[0] != _COLUMNS:
        raise DataError(
            f"the columns are not {', '.join(_COLUMNS)}",
            path=str(path),
            place="line 1",
            code="schema",
            remedy="write a TSV file with these three columns",
        )
    known = {check.id for check in checks()}
    found = []
    for line, row in enumerate(rows[1:], 2):
        if not row:
            continue
        cells = [cell.strip() for cell in row]
        if len(cells) != len(_COLUMNS) or not all(cells):
            raise DataError(
                "check, start or reason is missing",
                path=str(path),
                place=f"line {line}",
                code="missing-field",
                remedy="fill in all three cells",
            )
        if cells[0] not in known:
            raise DataError(
                f"there is no check {cells[0]}",
                path=str(path),
                place=f"line {line}",
                code="unknown-term",
                remedy="`mitigraph quality --list` shows the checks",
            )
        found.append(Exemption(*cells))
    return tuple(found)
