"""STIX 2.1 as mitigraph writes it, and what is wrong with a bundle.

Parsers of STIX look at one object at a time: references that lead nowhere, two objects of one id
and an empty description pass them.

Sources:
    STIX 2.1, OASIS Standard (https://docs.oasis-open.org/cti/stix/v2.1/stix-v2.1.html): section 2.9
    (identifiers), 3.2 (common properties), 4.3 (course of action), 8 (bundle).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from mitigraph.errors import Code
from mitigraph.interchange.fault import Fault
from mitigraph.reader.json import pointer

__all__ = ["SPEC_VERSION", "faults"]

SPEC_VERSION: Final = "2.1"
_ID: Final = re.compile(
    r"([a-z0-9][a-z0-9-]+)--[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
)
#: What an object of each type needs beside id, type, spec_version and created.
_NEEDED: Final = {
    "course-of-action": ("name", "modified"),
    "identity": ("name", "modified"),
    "marking-definition": ("definition_type", "definition"),
    "note": ("content", "object_refs", "modified"),
    "relationship": ("relationship_type", "source_ref", "target_ref", "modified"),
}


def faults(bundle: Any) -> list[Fault]:
    """Return what is wrong with a bundle, in its order.

    Args:
        bundle: What the JSON file holds; anything.

    Example:
        >>> one = {"type": "note", "id": "note--1"}
        >>> [fault.code for fault in faults({"type": "bundle", "objects": [one]})][:2]
        ['bad-id', 'missing-field']
    """
    held = bundle.get("objects") if isinstance(bundle, dict) else None
    if not isinstance(held, list) or not held:
        return [Fault("error", "schema", "/", "", "no bundle with objects")]
    known = {str(one.get("id")) for one in held if isinstance(one, dict)}
    seen: set[str] = set()
    found: list[Fault] = []
    for number, one in enumerate(held):
        place = pointer("objects", number)
        if not isinstance(one, dict):
            found.append(Fault("error", "wrong-type", place, "", "expected an object"))
            continue
        name = str(one.get("id"))
        found += [Fault("error", code, place, name, said) for code, said in _object(one, known)]
        if name in seen:
            found.append(Fault("error", "duplicate-id", place, name, "the id of an earlier object"))
        seen.add(name)
    return found


def _object(one: dict[str, Any], known: set[str]) -> Iterator[tuple[Code, str]]:
    kind = str(one.get("type"))
    identity = _ID.fullmatch(str(one.get("id")))
    if not identity or identity[1] != kind:
        yield "bad-id", f"an id of the form {kind}--UUID"
    for key in ("spec_version", "created", *_NEEDED.get(kind, ())):
        if one.get(key) in (None, "", []):
            yield "missing-field", f"it has no {key}"
    if "description" in one and not str(one["description"]).strip():
        yield "empty-text", "an empty description"
    for key, value in one.items():
        if key.endswith(("_ref", "_refs")):
            yield from _leading_nowhere(key, value, known)
    references = one.get("external_references", [])
    for reference in references if isinstance(references, list) else [references]:
        yield from _reference(reference)


def _leading_nowhere(key: str, value: Any, known: set[str]) -> Iterator[tuple[Code, str]]:
    for name in value if isinstance(value, list) else [value]:
        if str(name) not in known:
            yield "dangling-ref", f"{key} {name} is not in the bundle"


def _reference(reference: Any) -> Iterator[tuple[Code, str]]:
    if not isinstance(reference, dict) or not reference.get("source_name"):
        yield "missing-field", "an external reference without source_name"
    elif not {"description", "url", "external_id"} & reference.keys():
        yield "missing-field", "an external reference that only names its source"
