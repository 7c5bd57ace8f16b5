"""One thing that is wrong in a document of another framework, and where.

The checks of each format yield such faults, before an export as after a read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Final, Literal, NamedTuple

from mitigraph.errors import Code, DataError, FaultyInputError

__all__ = ["Fault", "refuse", "shown"]

_SHOWN: Final = 200


class Fault(NamedTuple):
    """One thing that is wrong.

    Attributes:
        severity: "error" where the record can't be used at all.
        code: The kind of fault.
        place: JSON pointer of the object, or its line where that is known.
        id: The id of the object, as far as it has one.
        message: What is wrong, one clause.
    """

    severity: Literal["error", "warning"]
    code: Code
    place: str
    id: str
    message: str


def refuse(faults: Iterable[Fault]) -> None:
    """Let no document with a fault out: raise what is wrong with an export, all at once.

    Raises:
        FaultyInputError: If there is any fault.

    Example:
        >>> refuse([])
        >>> refuse([Fault("error", "empty-text", "/controls/0", "a-1", "no statement")])
        Traceback (most recent call last):
        mitigraph.errors.FaultyInputError: export: 1 mistake
        /controls/0: a-1: no statement [empty-text]
    """
    found = [
        DataError(f"{one.id}: {one.message}".lstrip(": "), place=one.place, code=one.code)
        for one in faults
    ]
    if found:
        raise FaultyInputError("export", found)


def shown(value: Any) -> str:
    """Return the start of a value for a person: a text as it stands, all else as JSON has it.

    Example:
        >>> shown("a-1"), shown(None), shown([True])
        ('a-1', 'null', '[true]')
    """
    return (value if isinstance(value, str) else json.dumps(value))[:_SHOWN]
