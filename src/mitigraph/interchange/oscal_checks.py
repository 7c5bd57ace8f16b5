"""What is wrong with an OSCAL document, beyond what its schema sees.

The official schemas let pass: a relationship that does not exist, two controls with one id, a
control without a statement, empty prose, a property without namespace whose name OSCAL does not
know, and references that lead nowhere. The same checks stand before an export and after a read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, Final, Literal, NamedTuple

from mitigraph.interchange.fault import Fault, shown
from mitigraph.interchange.oscal import NIST_NAMES, OSCAL_NS, RELATIONSHIPS, TOKEN

__all__ = ["faults"]

_RECORDS: Final = ("groups", "controls", "maps")
#: Objects whose ids are of one space, and those with one of their own each.
_SPACES: Final = {
    "groups": "controls",
    "controls": "controls",
    "parts": "controls",
    "params": "params",
    "roles": "roles",
}
#: Values that must start and end with something visible.
_STRINGS: Final = frozenset(["title", "value", "name", "version", "id-ref", "text"])


class _Found(NamedTuple):
    """A value, the key that it or its list stands under, and where."""

    key: str
    place: str
    value: Any


def faults(document: Any, *, controls: Collection[str] | None = None) -> list[Fault]:
    """Return what is wrong with a document, in its order.

    Args:
        document: What the JSON file holds; anything.
        controls: Ids of the controls that may be picked, implemented or mapped from; None where
            they are not known.

    Example:
        >>> document = {"catalog": {"controls": [{"id": "a-1", "title": "Audit"}]}}
        >>> [(fault.code, fault.id) for fault in faults(document)]
        [('missing-field', 'a-1')]
    """
    found = list(_walk(document, "", ""))
    ids: dict[str, set[str]] = {space: set() for space in _SPACES.values()}
    uuids: set[str] = set()
    for one in found:
        if isinstance(one.value, dict):
            if one.key in _SPACES:
                ids[_SPACES[one.key]].add(str(one.value.get("id")))
            uuids.add(str(one.value.get("uuid")))
    known = _Known(ids, uuids, controls)
    seen: set[tuple[str, str]] = set()
    problems: list[Fault] = []
    for one in found:
        if isinstance(one.value, dict):
            problems += _identity(one, seen)
            problems += _object(one, known)
        else:
            problems += _scalar(one, known)
    return problems


class _Known(NamedTuple):
    ids: dict[str, set[str]]
    uuids: set[str]
    controls: Collection[str] | None

    def leads(self, href: str) -> bool:
        """Whether a fragment names something in the document."""
        name = href.removeprefix("#")
        return name in self.uuids or name in self.ids["controls"] or name in self.ids["params"]


def _walk(value: Any, key: str, place: str) -> Iterator[_Found]:
    if isinstance(value, list):
        for number, one in enumerate(value):
            yield from _walk(one, key, f"{place}/{number}")
        return
    yield _Found(key, place or "/", value)
    if isinstance(value, dict):
        for name, one in value.items():
            step = str(name).replace("~", "~0").replace("/", "~1")
            yield from _walk(one, name, f"{place}/{step}")


def _id(value: dict[str, Any]) -> str:
    return shown(value.get("id") or value.get("uuid") or value.get("name") or "")


def _identity(one: _Found, seen: set[tuple[str, str]]) -> Iterator[Fault]:
    """Yield what is wrong with the id and the UUID of an object."""
    severity: Literal["error", "warning"] = "error" if one.key in _RECORDS else "warning"
    name = one.value.get("id")
    if one.key in _SPACES and name is not None:
        key = (_SPACES[one.key], str(name))
        if not isinstance(name, str) or not TOKEN.fullmatch(name):
            yield Fault(
                severity,
                "bad-id",
                one.place,
                shown(name),
                "an id starts with a letter or underscore and holds letters, digits, . - _ alone",
            )
        elif key in seen:
            yield Fault(
                severity, "duplicate-id", one.place, name, "the id of an earlier object, too"
            )
        seen.add(key)
    elif one.key == "controls":
        yield Fault("error", "missing-field", one.place, "", "a control without id")
    uuid = one.value.get("uuid")
    if isinstance(uuid, str) and one.key != "mapping-item":
        if ("uuid", uuid) in seen:
            yield Fault(
                severity, "duplicate-id", one.place, uuid, "the UUID of an earlier object, too"
            )
        seen.add(("uuid", uuid))


def _object(one: _Found, known: _Known) -> Iterator[Fault]:
    value, place, name = one.value, one.place, _id(one.value)
    if one.key in ("groups", "controls") and not value.get("title"):
        yield Fault("warning", "missing-field", place, name, "it has no title")
    if one.key == "controls" and not _withdrawn(value) and not _has_statement(value):
        yield Fault("warning", "missing-field", place, name, "a control without a statement")
    if one.key == "props" and value.get("ns") in (None, OSCAL_NS):
        word = shown(value.get("name"))
        if word not in NIST_NAMES:
            yield Fault(
                "warning",
                "unknown-term",
                place,
                word,
                "a property without a namespace whose name is none of OSCAL's",
            )
    if one.key == "maps" and value.get("ns") in (None, OSCAL_NS):
        word = shown(value.get("relationship"))
        if word not in RELATIONSHIPS:
            yield Fault(
                "error",
                "unknown-term",
                place,
                name,
                f'"{word}" is no relationship; expected one of {", ".join(sorted(RELATIONSHIPS))}',
            )
    if one.key == "sources" and value.get("type") == "control" and known.controls is not None:
        yield from _picked(value.get("id-ref"), place, known)


def _scalar(one: _Found, known: _Known) -> Iterator[Fault]:
    value, place = one.value, one.place
    if one.key in _RECORDS:
        yield Fault("error", "wrong-type", place, shown(value), "expected an object")
    elif one.key == "prose" and not str(value or "").strip():
        yield Fault("warning", "empty-text", place, "", "prose without a word")
    elif one.key in _STRINGS and isinstance(value, str) and value != value.strip():
        yield Fault("warning", "schema", place, shown(value.strip()), "blanks at its ends")
    elif one.key in ("href", "source") and str(value).startswith("#"):
        if not known.leads(str(value)):
            yield Fault(
                "warning", "dangling-ref", place, shown(value), "nothing in the file has this id"
            )
    elif one.key == "role-id" and value not in known.ids["roles"]:
        yield Fault("warning", "dangling-ref", place, shown(value), "no such role in the metadata")
    elif one.key == "party-uuids" and value not in known.uuids:
        yield Fault("warning", "dangling-ref", place, shown(value), "no such party in the metadata")
    elif one.key in ("with-ids", "control-id") and known.controls is not None:
        yield from _picked(value, place, known)


def _picked(name: Any, place: str, known: _Known) -> Iterator[Fault]:
    if known.controls is not None and str(name) not in known.controls:
        yield Fault("warning", "dangling-ref", place, shown(name), "no control has this id")


def _withdrawn(control: dict[str, Any]) -> bool:
    props = control.get("props")
    return isinstance(props, list) and any(
        isinstance(one, dict)
        and (one.get("name"), str(one.get("value")).lower()) == ("status", "withdrawn")
        for one in props
    )


def _has_statement(control: dict[str, Any]) -> bool:
    parts = control.get("parts")
    return isinstance(parts, list) and any(
        isinstance(one, dict) and one.get("name") == "statement" for one in parts
    )
