"""SSSOM's tab-separated and JSON forms, written: the same text for equal sets.

Sources:
    SSSOM 1.1, TSV and JSON serialisations (https://mapping-commons.github.io/sssom/).
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from mitigraph.errors import DataError
from mitigraph.mapping.mapping_set import SSSOM_VERSION, Mapping, MappingSet
from mitigraph.mapping.slots import (
    COLUMNS,
    ENTITIES,
    REQUIRED,
    ROW_ENTITIES,
    ROW_LISTS,
    SET_SLOTS,
)
from mitigraph.mapping.term_list import namespace_of
from mitigraph.terms import BASE, PREFIXES

__all__ = ["sssom_json_of", "sssom_of", "with_prefixes"]

#: Prefixes of what rows often name beside the project's own.
_FURTHER: Final = {"mgm": BASE + "mapping/", "orcid": "https://orcid.org/"}
_ROW_IRIS: Final = (*REQUIRED, *ROW_ENTITIES, *ROW_LISTS)


def sssom_of(mapping_set: MappingSet) -> str:
    """Return a set in the tab-separated form; equal sets give equal text.

    The CURIE map stands first, with the prefixes that are used; then the slots of the set in the
    order of `MappingSet`. Rows are sorted by their cells; columns without a value are left out.

    Raises:
        DataError: If an IRI has no prefix, neither of the project's nor of the set's CURIE map.
    """
    import yaml

    short = _Shortener(mapping_set)
    rows = sorted(_cells(mapping, short) for mapping in mapping_set.mappings)
    described = _described(mapping_set, short)
    metadata = {"curie_map": dict(sorted(short.used.items())), "sssom_version": SSSOM_VERSION}
    header = yaml.safe_dump(
        metadata | described, sort_keys=False, allow_unicode=True, width=float("inf")
    )
    kept = [n for n, name in enumerate(COLUMNS) if name in REQUIRED or any(r[n] for r in rows)]
    table = io.StringIO()
    writer = csv.writer(table, delimiter="\t", lineterminator="\n")
    writer.writerow(COLUMNS[n] for n in kept)
    writer.writerows([row[n] for n in kept] for row in rows)
    return "".join(f"# {line}\n" for line in header.splitlines()) + table.getvalue()


def sssom_json_of(mapping_set: MappingSet) -> str:
    """Return a set in the JSON form; equal sets give equal text.

    The prefixes stand both in `curie_map`, the slot of the schema, and in `@context`, where readers
    of JSON-LD look for them.

    Raises:
        DataError: If an IRI has no prefix, neither of the project's nor of the set's CURIE map.
    """
    short = _Shortener(mapping_set)
    described = _described(mapping_set, short)
    rows = [dict(_values(mapping, short)) for mapping in mapping_set.mappings]
    rows.sort(key=lambda row: [str(row.get(name, "")) for name in COLUMNS])
    prefixes = dict(sorted(short.used.items()))
    document = {
        "@context": prefixes,
        "curie_map": prefixes,
        "sssom_version": SSSOM_VERSION,
        **described,
        "mappings": rows,
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def with_prefixes(mapping_set: MappingSet) -> MappingSet:
    """Return a set whose CURIE map has a prefix for every IRI that has to be shortened.

    A namespace that has none gets `ns1`, `ns2` and so on, in alphabetical order.

    Example:
        >>> from mitigraph.terms import Iri
        >>> about = Iri("https://x.org/a")
        >>> one = MappingSet(Iri("urn:set"), Iri("urn:licence"), object_source=about)
        >>> with_prefixes(one).curie_map["ns1"]
        'https://x.org/'
    """
    known = {**_FURTHER, **mapping_set.curie_map}
    complete = replace(mapping_set, curie_map=known)
    short = _Shortener(complete)
    missing = {
        namespace_of(iri)
        for described, slots in (
            (mapping_set, ENTITIES),
            *((mapping, _ROW_IRIS) for mapping in mapping_set.mappings),
        )
        for slot in slots
        for iri in _several(getattr(described, slot))
        if short.find(iri) is None
    }
    free = (name for n in range(1, 2**31) if (name := f"ns{n}") not in known)
    return replace(complete, curie_map=known | dict(zip(free, sorted(missing), strict=False)))


class _Shortener:
    """Writes IRIs as CURIEs and remembers the prefixes that it used."""

    def __init__(self, mapping_set: MappingSet) -> None:
        known = PREFIXES | mapping_set.curie_map
        self._longest_first = sorted(known.items(), key=lambda item: (-len(item[1]), item[0]))
        self.used: dict[str, str] = {}

    def find(self, iri: str) -> tuple[str, str] | None:
        """Return the prefix of an IRI and its namespace; None if there is none."""
        for prefix, namespace in self._longest_first:
            if iri.startswith(namespace) and iri != namespace:
                return prefix, namespace
        return None

    def __call__(self, iri: str) -> str:
        found = self.find(iri)
        if found is None:
            raise DataError(
                f"no prefix for {iri}", code="bad-id", remedy="add one to the set's curie_map"
            )
        prefix, namespace = found
        self.used[prefix] = namespace
        return f"{prefix}:{iri[len(namespace) :]}"


def _several(value: Any) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (value,) if value else ()


def _described(mapping_set: MappingSet, short: _Shortener) -> dict[str, Any]:
    """Return the slots of a set that have a value, in their order."""
    found: dict[str, Any] = {}
    for slot in SET_SLOTS:
        value = getattr(mapping_set, slot)
        write = short if slot in ENTITIES else str
        if value:
            found[slot] = write(value) if isinstance(value, str) else [*map(write, value)]
    return found


def _values(mapping: Mapping, short: _Shortener) -> Iterator[tuple[str, Any]]:
    """Yield the slots of a mapping that have a value, as JSON has them."""
    for name in COLUMNS:
        value = getattr(mapping, name)
        if isinstance(value, tuple):
            if value:
                yield name, [*map(short, value)]
        elif isinstance(value, Decimal):
            yield name, float(value)
        elif value:
            yield name, short(value) if name in _ROW_IRIS else str(value)


def _cells(mapping: Mapping, short: _Shortener) -> tuple[str, ...]:
    return tuple(
        "|".join(short(iri).replace("|", "\\|") for iri in value)
        if isinstance(value, tuple)
        else f"{value.normalize():f}"
        if isinstance(value, Decimal)
        else short(value)
        if value and name in _ROW_IRIS
        else str(value or "")
        for name in COLUMNS
        for value in (getattr(mapping, name),)
    )
