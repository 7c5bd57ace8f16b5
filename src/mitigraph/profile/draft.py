"""A profile as it is written in a file, before anything in it has been looked up.

Every reader makes one of these, whatever the format; `mitigraph.profile.check` turns it into a
`Profile` or into the list of its mistakes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from mitigraph.errors import Code, DataError

__all__ = ["IMPLEMENTATION_KEYS", "Draft", "DraftRisk", "Written"]

#: What can be said of one measure, in the order of the columns; the first has to be there.
IMPLEMENTATION_KEYS: Final = ("measure", "status", "evidence", "owner", "date", "note")


@dataclass(frozen=True, slots=True)
class Written:
    """A text of the file and where it stands, as a person says it ("line 4")."""

    text: str
    place: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class DraftRisk:
    """A risk as written, and its weight where one is written."""

    risk: Written
    weight: Written | None = None


@dataclass(slots=True)
class Draft:
    """What is written in a file, and the mistakes that showed while it was read.

    `measures` holds one mapping a measure, by `IMPLEMENTATION_KEYS`; what is empty is left out.
    """

    path: str
    name: Written | None = None
    organisation: Written | None = None
    system: Written | None = None
    roles: list[Written] = field(default_factory=list)
    stages: list[Written] = field(default_factory=list)
    risks: list[DraftRisk] = field(default_factory=list)
    frameworks: list[Written] = field(default_factory=list)
    measures: list[dict[str, Written]] = field(default_factory=list)
    faults: list[DataError] = field(default_factory=list)

    def refuse(self, place: str, reason: str, code: Code, remedy: str) -> None:
        """Note a mistake."""
        self.faults.append(DataError(reason, path=self.path, place=place, code=code, remedy=remedy))
