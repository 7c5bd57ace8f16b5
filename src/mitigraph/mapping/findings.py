"""What a check of mapping files found, what became of every row, and how that is written."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final, Literal, NamedTuple, get_args

from mitigraph.errors import UnsupportedFormatError

__all__ = ["COLUMNS", "FORMATS", "Account", "Finding", "MappingReport", "Severity"]

#: How grave a finding is, gravest first. An error makes a mapping, a row or a set unusable or
#: false; a warning is likely to be a slip; a note tells what was not looked at.
Severity = Literal["error", "warning", "note"]
_SEVERITIES: Final[tuple[Severity, ...]] = get_args(Severity)

FORMATS: Final = ("human", "json", "tsv")

#: So many findings of one kind in one file are shown to people, unless they ask for all.
_SHOWN: Final = 5


class Finding(NamedTuple):
    """One fault: where it is, what it is, what to do about it. `line` is None where unknown."""

    file: str
    line: int | None
    code: str
    severity: Severity
    message: str
    remedy: str


COLUMNS: Final = Finding._fields


@dataclass(frozen=True, slots=True)
class Account:
    """What became of the rows of a file: each one was read or refused.

    Args:
        file: The file.
        mapping_set_id: The set that it says it is; empty where it says none that can be used.
        rows: How many rows it has; in RDF a row is a reified mapping, or a mapping triple that no
            reified mapping stands for.
        refused: How many of them can't be used as mappings.
        checked: How many IRIs of terms were looked up in a list.
        unchecked: How many are in namespaces that no list is for.
    """

    file: str
    mapping_set_id: str = ""
    rows: int = 0
    refused: int = 0
    checked: int = 0
    unchecked: int = 0

    @property
    def read(self) -> int:
        """How many rows can be used."""
        return self.rows - self.refused

    def summary(self) -> str:
        """Return the account in one line.

        Example:
            >>> Account("x.tsv", rows=3, refused=1, checked=4).summary()
            'x.tsv: 3 rows in = 2 read + 1 refused; 4 terms looked up, 0 not'
        """
        return (
            f"{self.file}: {self.rows} rows in = {self.read} read + {self.refused} refused; "
            f"{self.checked} terms looked up, {self.unchecked} not"
        )


@dataclass(frozen=True, slots=True)
class MappingReport:
    """All findings of a check, by file and line, and an account of each file in the order given.

    Example:
        >>> report = MappingReport((Account("x.tsv", rows=1, checked=2),), ())
        >>> report.conforms
        True
        >>> print(report.text("human"), end="")
        x.tsv: 1 rows in = 1 read + 0 refused; 2 terms looked up, 0 not
        0 errors, 0 warnings, 0 notes
    """

    accounts: tuple[Account, ...]
    findings: tuple[Finding, ...]

    @classmethod
    def of(cls, accounts: Iterable[Account], findings: Iterable[Finding]) -> MappingReport:
        """Return the report of these findings: each once, sorted."""
        given = tuple(accounts)
        place = {account.file: number for number, account in enumerate(given)}
        ordered = sorted(
            set(findings),
            key=lambda one: (place.get(one.file, len(place)), one.line or 0, one.code, one.message),
        )
        return cls(given, tuple(ordered))

    @property
    def conforms(self) -> bool:
        """Whether there is no error; warnings and notes do not count."""
        return not any(finding.severity == "error" for finding in self.findings)

    def counts(self) -> dict[Severity, int]:
        """Return how many findings there are of each severity, gravest first, zeros included."""
        found = Counter(finding.severity for finding in self.findings)
        return {severity: found[severity] for severity in _SEVERITIES}

    def summary(self) -> str:
        """Return the counts in one line."""
        return ", ".join(
            f"{number} {severity}{'' if number == 1 else 's'}"
            for severity, number in self.counts().items()
        )

    def text(self, form: str = "human", *, verbose: bool = False) -> str:
        """Return the report as text.

        Args:
            form: One of `FORMATS`: "human", "json", or "tsv" (one finding a line).
            verbose: Whether "human" shows each finding, not only the first of a kind in a file.

        Raises:
            UnsupportedFormatError: If the form is not known.
        """
        if form == "human":
            return self._human(None if verbose else _SHOWN)
        if form == "json":
            return json.dumps(self._object(), ensure_ascii=False, indent=2) + "\n"
        if form == "tsv":
            rows = (("" if cell is None else str(cell) for cell in one) for one in self.findings)
            return "".join(
                "\t".join(" ".join(cell.split()) for cell in row) + "\n" for row in (COLUMNS, *rows)
            )
        raise UnsupportedFormatError(form, known=list(FORMATS))

    def _object(self) -> dict[str, Any]:
        return {
            "conforms": self.conforms,
            "counts": self.counts(),
            "files": [
                {
                    "file": account.file,
                    "mapping_set_id": account.mapping_set_id,
                    "rows": account.rows,
                    "read": account.read,
                    "refused": account.refused,
                    "checked": account.checked,
                    "unchecked": account.unchecked,
                }
                for account in self.accounts
            ],
            "findings": [finding._asdict() for finding in self.findings],
        }

    def _human(self, shown: int | None) -> str:
        lines: list[str] = []
        for account in self.accounts:
            lines.append(account.summary())
            mine = [finding for finding in self.findings if finding.file == account.file]
            mine.sort(key=lambda one: (_SEVERITIES.index(one.severity), one.code, one.remedy))
            for (severity, code, remedy), group in groupby(
                mine, key=lambda one: (one.severity, one.code, one.remedy)
            ):
                alike = list(group)
                lines.append(f"  {severity} [{code}]{f': {remedy}' if remedy else ''}")
                lines += [
                    f"    {f'line {one.line}: ' if one.line else ''}{one.message}"
                    for one in alike[:shown]
                ]
                if shown is not None and len(alike) > shown:
                    lines.append(f"    ... and {len(alike) - shown} more")
        return "\n".join([*lines, self.summary()]) + "\n"
