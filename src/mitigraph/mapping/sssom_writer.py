"""SSSOM's tab-separated form, written: the same text for equal sets.

Sources:
    SSSOM 1.1, TSV serialisation (https://mapping-commons.github.io/sssom/spec-formats-tsv/).
"""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import Any

from mitigraph.errors import DataError
from mitigraph.mapping.mapping_set import SSSOM_VERSION, Mapping, MappingSet
from mitigraph.mapping.slots import COLUMNS, ENTITIES, PEOPLE, REQUIRED, SET_SLOTS
from mitigraph.terms import PREFIXES

__all__ = ["sssom_of"]


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
    described: dict[str, Any] = {}
    for slot in SET_SLOTS:
        value = getattr(mapping_set, slot)
        write = short if slot in ENTITIES else str
        if value:
            described[slot] = write(value) if isinstance(value, str) else [*map(write, value)]
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


class _Shortener:
    """Writes IRIs as CURIEs and remembers the prefixes that it used."""

    def __init__(self, mapping_set: MappingSet) -> None:
        known = PREFIXES | mapping_set.curie_map
        self._longest_first = sorted(known.items(), key=lambda item: (-len(item[1]), item[0]))
        self.used: dict[str, str] = {}

    def __call__(self, iri: str) -> str:
        for prefix, namespace in self._longest_first:
            if iri.startswith(namespace) and iri != namespace:
                self.used[prefix] = namespace
                return f"{prefix}:{iri[len(namespace) :]}"
        raise DataError(
            f"no prefix for {iri}", code="bad-id", remedy="add one to the set's curie_map"
        )


def _cells(mapping: Mapping, short: _Shortener) -> tuple[str, ...]:
    return tuple(
        short(value)
        if name in REQUIRED
        else "|".join(short(iri).replace("|", "\\|") for iri in value)
        if name in PEOPLE
        else f"{value.normalize():f}"
        if isinstance(value, Decimal)
        else str(value or "")
        for name in COLUMNS
        for value in (getattr(mapping, name),)
    )
