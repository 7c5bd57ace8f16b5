"""What an export made, and what of the graph its target has no place for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

__all__ = ["Loss", "Rendered"]


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that the target can't hold as what it is.

    Attributes:
        what: What it is, in the plural: "lifecycle stages".
        count: How many statements of it the selection has.
        kept: "as-text" where a person can still read it in a free field, "as-extension" where a
            program can read it in a field of mitigraph's own, "not" where it is left out.
        where: The field that keeps it, or why nothing does; one clause.
    """

    what: str
    count: int
    kept: Literal["as-text", "as-extension", "not"]
    where: str

    @classmethod
    def of_foreign_rows(cls, count: int) -> Loss:
        """Return the loss of crosswalk rows whose predicate has no word in a target."""
        return cls(
            "crosswalk rows whose predicate is no match of SKOS",
            count,
            "not",
            "other frameworks have no word for it; sssom writes them",
        )

    def __str__(self) -> str:
        """The loss on one line.

        Example:
            >>> str(Loss("opinions", 10, "not", "requirements have no field for comments"))
            '10 opinions: left out (requirements have no field for comments)'
        """
        words = {"as-text": "only as text", "as-extension": "as extension", "not": "left out"}
        return f"{self.count:,} {self.what}: {words[self.kept]} ({self.where})"


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished file.

    Attributes:
        data: Its bytes; the same catalogue gives the same ones.
        written: How many of the format's unit it holds.
        losses: What it could not hold; those with a count of 0 are left out.
    """

    data: bytes
    written: int
    losses: tuple[Loss, ...] = ()

    @classmethod
    def of(cls, data: bytes, written: int, losses: Sequence[Loss] = ()) -> Rendered:
        """Return the account of a file without losses that did not happen."""
        return cls(data, written, tuple(loss for loss in losses if loss.count))
