"""What became of every record of an imported file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from mitigraph.errors import Code, DataError
from mitigraph.terms import Iri, Quad

if TYPE_CHECKING:  # what the command line needs at its start is not to load all of interchange
    from mitigraph.interchange.fault import Fault

__all__ = ["Finding", "Imported"]

#: Characters of a line for a person beyond which the middle of an id or a message is left out.
_LONGEST = 600
#: So many findings of one kind are told; a refusal loses a record, so more of those.
_SHOWN = {"error": 20, "warning": 3}
#: So many of them in the same words.
_ALIKE = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about one record that a person should know.

    An "error" means that the record was refused, a "warning" that it was made all the same.
    """

    severity: Literal["error", "warning"]
    code: Code
    file: str
    place: str
    id: str
    message: str

    def __str__(self) -> str:
        r"""The finding on one line: file, place, id, what and why.

        What came from a file can hold anything: characters that would break the line or steer a
        terminal are written as escapes, and overlong text loses its middle.

        Example:
            >>> print(Finding("error", "bad-id", "a.csv", "row 1", "x\x1b[2J", "no id"))
            a.csv, row 1: x\x1b[2J: error [bad-id] no id
        """
        name = f" {_short(self.id)}:" if self.id else ""
        line = (
            f"{self.file}, {_short(self.place)}:{name} "
            f"{self.severity} [{self.code}] {_short(self.message)}"
        )
        return "".join(
            c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in line
        )


def _short(text: str) -> str:
    half = _LONGEST // 2
    return text if len(text) <= _LONGEST else f"{text[:half]} ... {text[-half:]}"


@dataclass(slots=True)
class Imported:
    """The statements made from a file and the account of its records.

    `records` counts what stood in the file, `made` and `refused` what became of it. `graph` is the
    named graph that the statements belong in, None where they belong in none of their own.
    """

    record_name: str
    quads: list[Quad] = field(default_factory=list)
    records: int = 0
    made: int = 0
    findings: list[Finding] = field(default_factory=list)
    graph: Iri | None = None

    @property
    def refused(self) -> int:
        """Records that were not made: what came in less what was made."""
        return self.records - self.made

    def tell(self, path: Path, fault: Fault) -> None:
        """Add a fault of a file to the findings."""
        severity, code, place, name, message = fault
        self.findings.append(Finding(severity, code, str(path), place, name, message))

    def sift(
        self, path: Path, faults: Iterable[Fault], places: Collection[str]
    ) -> Callable[[str], bool]:
        """Tell the faults of a file; return whether the record at a place has one that refuses it.

        Args:
            path: The file.
            faults: What is wrong in it.
            places: Where the records stand; what is wrong elsewhere refuses none, so it is told as
                a warning.
        """
        refused = set()
        for fault in faults:
            at_record = fault.severity == "error" and fault.place in places
            self.tell(path, fault if at_record else fault._replace(severity="warning"))
            if at_record:
                refused.add(fault.place)
        return refused.__contains__

    def summary(self) -> str:
        """Return the account in one line, then the warnings by kind.

        Example:
            >>> Imported("rows", records=3, made=2).summary()
            '3 rows in = 2 made + 1 refused'
        """
        text = f"{self.records} {self.record_name} in = {self.made} made + {self.refused} refused"
        kinds = Counter(f.code for f in self.findings if f.severity == "warning")
        if kinds:
            counted = ", ".join(f"{count} {code}" for code, count in sorted(kinds.items()))
            text += f"; warnings: {counted}"
        return text

    def digest(self, elsewhere: str) -> list[str]:
        """Return the findings for a person: refusals first, the first few of each kind and reason.

        Args:
            elsewhere: Where all of them can be read.
        """
        lines = []
        kinds = sorted({(f.severity, f.code) for f in self.findings})
        for severity, code in kinds:
            of_kind = [f for f in self.findings if (f.severity, f.code) == (severity, code)]
            shown = list(islice(_varied(of_kind), _SHOWN[severity]))
            lines += [str(finding) for finding in shown]
            if len(of_kind) > len(shown):
                lines.append(f"... and {len(of_kind) - len(shown)} more [{code}]; {elsewhere}")
        return lines

    def insist(self) -> None:
        """Raise the first refusal, where every record has to be made.

        Raises:
            DataError: If a record was refused.
        """
        for finding in self.findings:
            if finding.severity == "error":
                raise DataError(
                    f"{finding.id}: {finding.message}",
                    path=finding.file,
                    place=finding.place,
                    code=finding.code,
                )

    def as_json(self) -> dict[str, Any]:
        """Return the account as plain JSON types."""
        names = Finding.__slots__
        return {
            "records": self.records,
            "made": self.made,
            "refused": self.refused,
            "findings": [{n: getattr(f, n) for n in names} for f in self.findings],
        }


def _varied(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield findings, of those with the same words only the first few."""
    seen = Counter[str]()
    for finding in findings:
        seen[finding.message] += 1
        if seen[finding.message] <= _ALIKE:
            yield finding
