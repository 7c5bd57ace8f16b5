"""What measures cost, from a table that somebody made.

Columns: `measure` (its id, record number or name), `cost` (a number of at least 0 with at most two
decimals, in whatever currency the budget is in), `note`, which is for people and not read. The row
of the measure `*` gives the cost of all that have no row of their own; without it, they have none
and are left out of the plan.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from mitigraph.errors import DataError, UnknownTermError
from mitigraph.plan.problem import COST_UNITS
from mitigraph.reader.rows import read_rows

__all__ = ["Costs", "amount", "read_costs"]

_OTHERS: Final = "*"
_AMOUNT: Final = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,2})?")
_REMEDY: Final = "write a number of at least 0 with at most two decimals, such as 1200 or 0.50"


@dataclass(frozen=True, slots=True)
class Costs:
    """Costs in hundredths by measure; `others` is that of every other one, None if it has none."""

    by_measure: dict[str, int]
    others: int | None = None

    def of(self, measure: str) -> int | None:
        """Return what a measure costs, None if nobody says."""
        return self.by_measure.get(measure, self.others)


def read_costs(path: Path, measure: Callable[[str], str]) -> tuple[Costs, list[DataError]]:
    """Return the costs in a table, and all that is wrong in it, row by row.

    Args:
        path: The file: CSV, or TSV by its ending.
        measure: Returns the IRI that a text means, or raises `UnknownTermError`.

    Raises:
        DataError: If the file can't be read as such a table at all.
    """
    costs: dict[str, int] = {}
    lines: dict[str, int] = {}
    faults: list[DataError] = []
    for row in read_rows(path, ("measure", "cost"), ("note",)):
        where: dict[str, Any] = {"path": str(path), "place": f"line {row.line}"}
        if row.fault:
            remedy = "fill in or remove cells, and quote commas"
            faults.append(DataError(row.fault, code="schema", remedy=remedy, **where))
            continue
        name, written = row.cells["measure"].strip(), row.cells["cost"].strip()
        cost = amount(written)
        if cost is None:
            reason = f'"{written}" is no cost'
            faults.append(DataError(reason, code="wrong-type", remedy=_REMEDY, **where))
        try:
            found = name if name == _OTHERS else measure(name)
        except UnknownTermError as error:
            faults.append(DataError(str(error), code="unknown-term", **where))
            continue
        if found in lines:
            reason = f'measure "{name}" again, after line {lines[found]}'
            remedy = "keep one of them"
            faults.append(DataError(reason, code="duplicate-id", remedy=remedy, **where))
        lines.setdefault(found, row.line)
        costs.setdefault(found, cost or 0)
    others = costs.pop(_OTHERS, None)
    return Costs(costs, others), faults


def amount(text: str) -> int | None:
    """Return an amount of money in hundredths, None if the text is none.

    Example:
        >>> amount("12.5"), amount("-1"), amount("nan")
        (1250, None, None)
    """
    return int(Decimal(text) * COST_UNITS) if _AMOUNT.fullmatch(text) else None
