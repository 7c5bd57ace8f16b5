"""What is wrong with an SPDX 3 document, beyond what its schema sees.

The official schema and shapes let pass: two elements with one spdxId, a reference to an element
that is neither in the document nor said to be elsewhere, an annotation that says nothing or whose
JSON-LD is none, and an external reference without a locator. A time is only in UTC to the second.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from mitigraph.interchange.fault import Fault

__all__ = ["faults"]

#: The properties that refer to elements of the document.
_REFERENCES: Final = (
    *("creationInfo", "createdBy", "createdUsing", "suppliedBy", "originatedBy", "dataLicense"),
    *("subject", "from", "to", "rootElement", "element"),
)
_JSON_LD: Final = "application/ld+json"
_TIMES: Final = ("created", "releaseTime")
_TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def faults(document: dict[str, Any]) -> list[Fault]:
    """Return what is wrong with a document, in its order.

    Args:
        document: A document with its elements under `@graph`.

    Example:
        >>> element = {"type": "Tool", "spdxId": "urn:t", "creationInfo": "_:c", "name": "T"}
        >>> [(fault.code, fault.id) for fault in faults({"@graph": [element]})]
        [('dangling-ref', 'urn:t')]
    """
    found: list[Fault] = []
    graph = document.get("@graph", [])
    places: dict[str, str] = {}
    for number, one in enumerate(graph):
        name = str(one.get("spdxId") or one.get("@id") or "")
        place = f"/@graph/{number}"
        if not name:
            found.append(Fault("error", "missing-field", place, "", "an element without spdxId"))
        elif name in places:
            message = f"the spdxId of {places[name]}, too"
            found.append(Fault("error", "duplicate-id", place, name, message))
        else:
            places[name] = place
    for number, one in enumerate(graph):
        place, name = f"/@graph/{number}", str(one.get("spdxId") or one.get("@id") or "")
        found += (
            Fault("error", "dangling-ref", place, name, f'{key}: nothing is called "{ref}"')
            for key, ref in _references(one)
            if ref not in places
        )
        found += (
            Fault(
                "error",
                "wrong-type",
                place,
                name,
                f"{key}: expected a time as 2026-11-25T00:00:00Z",
            )
            for key in _TIMES
            if key in one and not _TIME.fullmatch(str(one[key]))
        )
        if one.get("type") == "Annotation" and (why := _empty(one)):
            found.append(Fault("error", "empty-text", place, name, why))
        for held in one.get("externalRef", ()):
            if not held.get("locator"):
                why = "an external reference without a locator"
                found.append(Fault("error", "missing-field", place, name, why))
    return found


def _references(one: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for key in _REFERENCES:
        held = one.get(key, [])
        for ref in held if isinstance(held, list) else [held]:
            yield key, str(ref)


def _empty(annotation: dict[str, Any]) -> str:
    """Return why an annotation says nothing; empty if it says something."""
    statement = annotation.get("statement")
    if not isinstance(statement, str) or not statement.strip():
        return "an annotation without a statement"
    if annotation.get("contentType") == _JSON_LD:
        try:
            said = json.loads(statement)
        except ValueError:
            return "a statement that is no JSON-LD"
        if not isinstance(said, dict) or not said.get("@id"):
            return "a statement that is about nothing"
    return ""
