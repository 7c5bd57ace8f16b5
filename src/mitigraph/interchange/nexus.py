"""What a data file of the AI Atlas Nexus may hold, and what is wrong with one.

The Nexus's own loader stops at an unknown collection or slot, ignores a file whose outermost value
is a list, merges records of one id, and leaves dangling references and missing types alone.

Sources:
    AI Atlas Nexus 1.2.5, class Container of its ontology (https://github.com/IBM/ai-atlas-nexus).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from mitigraph.interchange.fault import Fault
from mitigraph.reader.json import pointer

__all__ = [
    "COLLECTIONS",
    "LINKS",
    "MAPPINGS",
    "PREFIX",
    "faults",
    "is_id",
    "linked",
    "records",
]

#: What the ids of mitigraph's own records start with.
PREFIX: Final = "mitigraph-"
#: The collections of a file that are read and written here, with the others that may stand there.
COLLECTIONS: Final = (
    "documents",
    "taxonomies",
    "groups",
    "entries",
    "actions",
    "controls",
)
_OTHERS: Final = frozenset(
    (
        "organizations",
        "licenses",
        "modalities",
        "aitasks",
        "datasets",
        "llmintrinsics",
        "adapters",
        "concepts",
        "vocabularies",
        "riskincidents",
        "stakeholdergroups",
        "stakeholders",
        "evaluations",
        "aievalresults",
        "benchmarkmetadatacards",
        "aimodelfamilies",
        "aimodels",
        "policies",
        "rules",
        "prohibitions",
        "permissions",
        "obligations",
    )
)
#: Slots that hold ids of other records, and whether they hold several.
LINKS: Final = {
    "isDefinedByTaxonomy": False,
    "isPartOf": False,
    "hasDocumentation": True,
    "isCategorizedAs": True,
    "hasPart": True,
    "narrower": True,
    "broader": True,
    "hasRelatedRisk": True,
    "hasRelatedAction": True,
    "mitigatesRiskConcept": True,
    "detectsRiskConcept": True,
    "isMitigatedBy": True,
    "isDetectedBy": True,
}
#: Slots of mappings, by the name of the SKOS predicate.
MAPPINGS: Final = {
    f"{name}Match": f"{name}_mappings" for name in ("exact", "close", "broad", "narrow", "related")
}
#: Collections whose records get IRIs made of their ids.
_NAMED: Final = ("groups", "entries", "actions", "controls")
_TEXTS: Final = ("name", "description", "url", "version", "type", "author")
_ID: Final = re.compile(r"[^\s/]+")
#: What an IRI can end with as it stands.
_NAMED_ID: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._~-]*")


def records(document: Mapping[str, Any]) -> Iterator[tuple[str, int, Any]]:
    """Yield the collection, the number from 0 and the value of each record.

    A collection that is no list is one value that is no record; an empty one has none.
    """
    for name in COLLECTIONS:
        value = document.get(name) or []
        for number, record in enumerate(value if isinstance(value, list) else [None]):
            yield name, number, record


def is_id(text: str) -> bool:
    """Return whether a text can be the id of a record that gets an IRI.

    Example:
        >>> is_id("acme-g1.1"), is_id("acme g1")
        (True, False)
    """
    return _NAMED_ID.fullmatch(text) is not None


def linked(record: Mapping[str, Any], slot: str) -> list[str]:
    """Return the ids that a slot holds; one that stands alone where a list is due counts.

    Example:
        >>> linked({"hasPart": ["a", "b"], "isPartOf": "c"}, "hasPart")
        ['a', 'b']
    """
    value = record.get(slot)
    several = value if isinstance(value, list) else [value]
    return [one for one in several if isinstance(one, str) and one]


def faults(document: Mapping[str, Any], *, known: frozenset[str] = frozenset()) -> Iterator[Fault]:
    """Yield what is wrong with a file, records in their order.

    Args:
        document: The file, its outermost value a mapping.
        known: Ids that other files describe: references to them lead somewhere. Empty where that
            is not known; then only references to ids that start with mitigraph's prefix are
            followed.
    """
    for name in document:
        if name not in COLLECTIONS and name not in _OTHERS:
            yield Fault("error", "unknown-term", pointer(name), name, "no collection of the Nexus")
    ids: dict[str, str] = {}
    for name, number, record in records(document):
        place = pointer(name, number)
        found = list(_form(name, place, record))
        yield from found
        if not any(fault.severity == "error" for fault in found):
            if (first := ids.setdefault(record["id"], name)) != name or ids.get(
                f"{name} {record['id']}"
            ):
                yield Fault(
                    "error", "duplicate-id", place, record["id"], f"the id of a record in {first}"
                )
            ids[f"{name} {record['id']}"] = name
    for name, number, record in records(document):
        if isinstance(record, Mapping):
            yield from _links(
                pointer(name, number), record, ids.keys() | known, complete=bool(known)
            )


def _form(name: str, place: str, record: Any) -> Iterator[Fault]:
    if not isinstance(record, Mapping):
        yield Fault("error", "wrong-type", place, "", "no mapping of slots to values")
        return
    given = record.get("id", "")
    label = given if isinstance(given, str) else ""
    if not isinstance(given, str) or not given:
        yield Fault("error", "missing-field", place, "", "no id")
    elif name in _NAMED and not is_id(given):
        wanted = "an id has letters, digits, full stops, hyphens and underscores, and no blanks"
        yield Fault("error", "bad-id", place, label, wanted)
    elif not _ID.fullmatch(given):
        yield Fault("warning", "bad-id", place, label, "an id has neither blanks nor slashes")
    for slot in _TEXTS:
        if not isinstance(record.get(slot, ""), str):
            yield Fault("error", "wrong-type", f"{place}/{slot}", label, f"{slot} is no text")
    yield from _of_collection(name, place, label, record)
    yield from _slots(place, label, record)


def _slots(place: str, label: str, record: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield where a slot holds something else than ids."""
    for slot, several in (*LINKS.items(), *((slot, True) for slot in MAPPINGS.values())):
        value = record.get(slot)
        if isinstance(value, list) and not all(isinstance(one, str) for one in value):
            yield Fault(
                "error", "wrong-type", f"{place}/{slot}", label, f"{slot} holds what is no id"
            )
        elif several and isinstance(value, str) and value:
            yield Fault(
                "warning", "wrong-type", f"{place}/{slot}", label, f"{slot} is no list but one id"
            )
        elif value not in (None, "") and not isinstance(value, list if several else str):
            yield Fault(
                "error",
                "wrong-type",
                f"{place}/{slot}",
                label,
                f"{slot} is {'no list' if several else 'no id'}",
            )


def _of_collection(name: str, place: str, label: str, record: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield what the collection asks of its records."""
    measures = name in ("actions", "controls")
    if measures and not record.get("name"):
        yield Fault("warning", "missing-field", place, label, "no name")
    if measures and not record.get("description"):
        yield Fault("warning", "empty-text", place, label, "no description")
    if name in ("controls", "entries") and "type" not in record:
        yield Fault(
            "warning",
            "missing-field",
            place,
            label,
            "no type: the Nexus takes it for the bare class",
        )
    if name == "actions" and record.get("type", "Action") != "Action":
        yield Fault(
            "error", "wrong-type", f"{place}/type", label, "only an Action stands in actions"
        )


def _links(place: str, record: Mapping[str, Any], ids: Any, *, complete: bool) -> Iterator[Fault]:
    for slot in LINKS:
        for target in linked(record, slot):
            if (complete or target.startswith(PREFIX)) and target not in ids:
                yield Fault(
                    "warning",
                    "dangling-ref",
                    f"{place}/{slot}",
                    str(record.get("id", "")),
                    f"nothing has the id {target}",
                )
