"""Mapping sets in OSCAL: the slots of SSSOM as properties of its namespace, and back.

A map of OSCAL says which controls relate and how. What SSSOM says beside that, such as on which
grounds and by whom, stands in properties that have the names of the slots.

Sources:
    SSSOM 1.1, classes Mapping and MappingSet (https://mapping-commons.github.io/sssom/spec-model/).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from mitigraph.errors import DataError
from mitigraph.interchange.oscal import SSSOM_NS, prop, text_of
from mitigraph.mapping import Mapping, MappingSet
from mitigraph.terms import Iri

__all__ = ["mapping_from", "mapping_props", "mapping_set_from", "mapping_set_props", "slots_in"]

_SHARES: Final = ("confidence", "similarity_score")
_NO_SLOTS: Final = ("mappings", "curie_map")


def mapping_props(
    mapping: Mapping, group: str = "", *, but: tuple[str, ...] = ()
) -> list[dict[str, str]]:
    """Return the slots of a mapping as properties.

    Args:
        mapping: The mapping.
        group: What ties them together where others stand beside them.
        but: Slots to leave out, for they are said elsewhere.
    """
    return [one for one in _props(mapping, group) if one["name"] not in but]


def mapping_set_props(mapping_set: MappingSet, group: str) -> list[dict[str, str]]:
    """Return the slots of a set, its mappings left out."""
    return list(_props(mapping_set, group))


def _props(held: Mapping | MappingSet, group: str) -> Iterator[dict[str, str]]:
    for slot in fields(held):
        if slot.name in _NO_SLOTS:
            continue
        values = getattr(held, slot.name)
        for value in values if isinstance(values, tuple) else (values,):
            if value is not None and str(value).strip():
                yield prop(slot.name, str(value), ns=SSSOM_NS, group=group)


def slots_in(props: Iterable[Any]) -> dict[str, dict[str, list[str]]]:
    """Return the slots that properties hold, by group; anything else is passed over.

    Example:
        >>> slots_in([prop("subject_id", "urn:s", ns=SSSOM_NS), {"name": "label"}, 7])
        {'': {'subject_id': ['urn:s']}}
    """
    found: dict[str, dict[str, list[str]]] = {}
    for one in props:
        if isinstance(one, dict) and one.get("ns") == SSSOM_NS:
            group = found.setdefault(str(one.get("group", "")), {})
            group.setdefault(str(one.get("name")), []).append(text_of(one))
    return found


def mapping_from(slots: dict[str, list[str]]) -> Mapping:
    """Return the mapping that slots describe.

    Raises:
        DataError: If a slot is missing that a mapping needs, or holds what SSSOM does not allow.
    """
    return Mapping(**_arguments(Mapping, slots))


def mapping_set_from(slots: dict[str, list[str]], mappings: Iterable[Mapping]) -> MappingSet:
    """Return the set that slots describe, with these mappings.

    Raises:
        DataError: If a slot is missing that a set needs, or holds what SSSOM does not allow.
    """
    return MappingSet(**_arguments(MappingSet, slots), mappings=tuple(sorted(mappings, key=repr)))


def _arguments(kind: type[Mapping | MappingSet], slots: dict[str, list[str]]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for slot in fields(kind):
        declared = str(slot.type)
        if slot.name in _NO_SLOTS:
            continue
        if slot.name in slots:
            values = [_value(slot.name, declared, text) for text in slots[slot.name]]
            made[slot.name] = tuple(sorted(values)) if declared.startswith("tuple") else values[0]
        elif declared == "Iri":
            raise DataError(f"no property {slot.name} of SSSOM", code="missing-field")
    return made


def _value(name: str, declared: str, text: str) -> Any:
    if name in _SHARES:
        try:
            return Decimal(text)
        except InvalidOperation:
            raise DataError(f'{name} "{text}" is no number', code="wrong-type") from None
    return Iri(text) if "Iri" in declared else text
