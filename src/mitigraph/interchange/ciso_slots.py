"""Mapping sets in annotations of CISO Assistant: the slots of SSSOM as facts, and back.

A mapping of CISO Assistant says which requirements relate, how and how strongly. What SSSOM says
beside that stands in facts that have the names of the slots. One mapping set there may hold rows of
several here; a number ties them together. Rows that found no counterpart are no mappings there:
they stand in the annotation of the set.

Sources:
    SSSOM 1.1, classes Mapping and MappingSet (https://mapping-commons.github.io/sssom/spec-model/).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Final

from mitigraph.interchange.ciso_assistant import fact, facts_in
from mitigraph.mapping import Mapping, MappingSet

__all__ = ["blocks_in", "mapping_facts", "mapping_set_facts", "slots_in"]

_NO_SLOTS: Final = ("mappings", "curie_map")
_NUMBER: Final = "mapping_set"


def mapping_facts(mapping: Mapping, number: str) -> list[str]:
    """Return the slots of a mapping as lines.

    Args:
        mapping: The mapping.
        number: The number of its set.
    """
    return [fact(_NUMBER, number), *_facts(mapping)]


def mapping_set_facts(mapping_set: MappingSet, number: str) -> list[str]:
    """Return the slots of a set as lines, its mappings left out; they start with its number."""
    return [fact(_NUMBER, number), *_facts(mapping_set)]


def _facts(held: Mapping | MappingSet) -> Iterator[str]:
    for slot in fields(held):
        if slot.name in _NO_SLOTS:
            continue
        values = getattr(held, slot.name)
        for value in values if isinstance(values, tuple) else (values,):
            if value is not None and str(value):
                yield fact(slot.name, str(value))


def slots_in(annotation: str) -> tuple[str, dict[str, list[str]]]:
    r"""Return the number of the set and the slots that an annotation states.

    Example:
        >>> slots_in("mapping_set: 1\nsubject_id: urn:s")
        ('1', {'subject_id': ['urn:s']})
    """
    found = facts_in(annotation)
    return next(iter(found.pop(_NUMBER, [])), ""), found


def blocks_in(annotation: str) -> list[tuple[str, dict[str, list[str]]]]:
    r"""Return the slots of each set and row that an annotation states, with the set's number.

    Example:
        >>> blocks_in("mapping_set: 1\nmapping_set_id: urn:x\nmapping_set: 1\nsubject_id: urn:s")
        [('1', {'mapping_set_id': ['urn:x']}), ('1', {'subject_id': ['urn:s']})]
    """
    blocks: list[list[str]] = []
    for line in annotation.split("\n"):
        if line.startswith(f"{_NUMBER}: "):
            blocks.append([])
        if blocks:
            blocks[-1].append(line)
    return [slots_in("\n".join(block)) for block in blocks]
