"""The records of a CISO Assistant library, and its scalars, typed by a parser or not.

Sources:
    CISO Assistant (https://github.com/intuitem/ciso-assistant-community), library loader of its
    backend: the lists under `objects`, and the keys that they had before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from mitigraph.reader.json import pointer

__all__ = ["DEPRECATED", "Record", "flag", "number", "place_of", "records", "text"]

#: The parts of a library that hold records, in the order in which the loader takes them.
_LISTS: Final = (
    *("techniques", "threats", "reference_controls"),
    *("frameworks", "requirement_mapping_sets"),
)
#: The deprecated key of a list, which held a single record at first; by it the one that came after.
DEPRECATED: Final = {
    "framework": "frameworks",
    "requirement_mapping_set": "requirement_mapping_sets",
}
_NULLS: Final = ("", "~", "null", "Null", "NULL")
_TRUE: Final = ("true", "yes", "on")
_FALSE: Final = ("false", "no", "off")
_NUMBER: Final = re.compile(r"[0-9]{1,9}")


class Record(NamedTuple):
    """A record of a library.

    Attributes:
        kind: "technique", "threat", "reference_control", "framework", "node", "set" or "mapping".
        value: What stands there; anything.
        place: Its line where that is known, else its JSON pointer.
        parent: The framework of a node, the set of a mapping.
        pointer: Its JSON pointer, which no other record has.
    """

    kind: str
    value: Any
    place: str
    parent: dict[str, Any]
    pointer: str = ""


def text(value: Any) -> str:
    """Return a scalar of YAML as text, whether a parser gave it a type or not; else nothing.

    Example:
        >>> text(None), text("null"), text(True), text(3), text([])
        ('', '', 'true', '3', '')
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (str, int, float)):
        return "" if value in _NULLS else str(value)
    return ""


def number(value: Any) -> int | None:
    """Return a whole number from 0, whether a parser gave it a type or not; else None.

    Example:
        >>> number("12"), number(3), number("1.0"), number(None)
        (12, 3, None, None)
    """
    digits = text(value)
    return int(digits) if _NUMBER.fullmatch(digits) else None


def flag(value: Any) -> bool | None:
    """Return what YAML 1.1 takes a value for, true or false, or None for neither; false if empty.

    Example:
        >>> flag("yes"), flag(None), flag("maybe")
        (True, False, None)
    """
    word = "x" if isinstance(value, (list, dict)) and value else text(value).lower()
    return word in _TRUE if word in (*_TRUE, *_FALSE, "") else None


def records(library: dict[str, Any]) -> Iterator[Record]:
    """Yield the records of a library in the order in which the loader takes them.

    What is no mapping, or stands where a list should be, is a record too.
    """
    objects = library.get("objects")
    held = objects if isinstance(objects, dict) else {}
    singles = {new: old for old, new in DEPRECATED.items()}
    for key in _LISTS:
        kind = {"requirement_mapping_sets": "set"}.get(key, key[:-1])
        for name in filter(None, (singles.get(key), key)):
            for place, value in _members(held, name, pointer("objects")):
                yield Record(kind, value, place_of(value, place), {}, place)
                inner = {"framework": ("requirement_nodes", "node")}.get(
                    kind, ("requirement_mappings", "mapping")
                )
                if kind in ("framework", "set") and isinstance(value, dict):
                    for where, one in _members(value, inner[0], place):
                        yield Record(inner[1], one, place_of(one, where), value, where)


def _members(parent: dict[str, Any], key: str, place: str) -> Iterator[tuple[str, Any]]:
    """Yield what a key holds: the items of a list, or the one value, with JSON pointers."""
    held = parent.get(key)
    where = place + pointer(key)
    if isinstance(held, list):
        yield from ((where + pointer(number), one) for number, one in enumerate(held))
    elif isinstance(held, dict) or text(held):
        yield where, held


def place_of(value: Any, where: str) -> str:
    """Return the line that a value stands on, where that is known, else its JSON pointer."""
    line = getattr(value, "line", None)
    return where if line is None else f"line {line}"
