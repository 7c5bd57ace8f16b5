"""Requirement mapping sets of others as mapping sets of SSSOM.

A set that is another one's reverse says nothing more; its rows are counted with those that they
repeat. A row of it that has no counterpart there is kept as a row of its own.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from mitigraph.errors import DataError
from mitigraph.importers.ciso_assistant.document import Library, code_in, folded
from mitigraph.importers.ciso_assistant.framework import node_iris, their_key
from mitigraph.importers.report import Imported
from mitigraph.importers.statements import clean_line
from mitigraph.interchange.ciso_assistant import STRONGEST, framework_of, inverse_of
from mitigraph.interchange.ciso_checks import ids_of
from mitigraph.interchange.ciso_frameworks import SHIPPED, scheme_of
from mitigraph.interchange.ciso_records import Record, number, text
from mitigraph.interchange.relations import predicate_of
from mitigraph.mapping import Mapping, MappingSet, mapping_statements
from mitigraph.terms import BASE, PREFIXES, Iri, slug

__all__ = ["UNDETERMINED", "read_mappings"]

_RELATED: Final = Iri(PREFIXES["skos"] + "relatedMatch")
_UNSPECIFIED: Final = Iri(PREFIXES["semapv"] + "UnspecifiedMatching")
#: The licence of a set whose file names none: "copyright undetermined".
UNDETERMINED: Final = Iri("http://rightsstatements.org/vocab/UND/1.0/")


@dataclass
class _Set:
    """A mapping set that is being made: what the file says of it, and its rows."""

    held: dict[str, Any]
    rows: list[Mapping] = field(default_factory=list)


class _Ends:
    """What the URNs of requirements stand for."""

    def __init__(self, library: Library, result: Imported) -> None:
        self.library, self.result = library, result
        self.here = node_iris(library)
        self.missing: set[str] = set()

    def iri(self, record: Record, side: str) -> Iri:
        """Return the concept that a row names at one end.

        Raises:
            DataError: If it is a requirement that a framework which is loaded does not have.
        """
        urn = text(record.value.get(f"{side}_requirement_urn")).lower()
        if urn in self.here:
            return self.here[urn]
        framework = text(record.parent.get(f"{side}_framework_urn")).lower()
        scheme = scheme_of(framework_of(urn) or framework)
        code = code_in(urn)
        known = self.library.known(scheme)
        if found := known.get(folded(code)):
            return found
        if known and scheme in SHIPPED:
            return self._in_their_own(scheme, code)
        if known:
            raise DataError(f"{scheme} has no control {code}", code="dangling-ref")
        if scheme not in self.missing:
            self.missing.add(scheme)
            message = f"no framework that is loaded; its requirements are named {scheme}/..."
            self.library.warn(self.result, record, "dangling-ref", message)
        return Iri(f"{BASE}scheme/{scheme}/{code}")

    def _in_their_own(self, scheme: str, code: str) -> Iri:
        """Return what is no control of a framework here, but is in CISO Assistant's library of it.

        Raises:
            DataError: If that library is not loaded or does not have it either.
        """
        theirs = f"{their_key(scheme.partition('/')[0])}/1"
        if found := self.library.known(theirs).get(folded(code)):
            return found
        reason = f"{scheme} has no control {code}, nor is a library loaded that has (as {theirs})"
        raise DataError(reason, code="dangling-ref")

    def scheme(self, rows: list[Mapping], side: str) -> Iri:
        """Return the scheme that most rows have their end in."""
        schemes = Counter(getattr(row, f"{side}_id").rpartition("/")[0] for row in rows)
        return Iri(schemes.most_common(1)[0][0])


def read_mappings(library: Library, result: Imported) -> list[Iri]:
    """Add the mapping sets of a library to an account; return their IRIs."""
    ends = _Ends(library, result)
    first: dict[tuple[str, str], int] = {}
    sets: dict[int, _Set] = {}
    said: set[tuple[str, ...]] = set()
    for record in library.usable(result, "mapping"):
        key = id(record.parent)
        there = ids_of(record.parent)
        back = first.get(there[::-1])
        row = _row(record)
        if back is None or back == key:
            first.setdefault(there, key)
        elif (row[1], row[0], inverse_of(row[2])) in said:
            result.made += 1
            continue
        try:
            made = _mapping(library, record, ends)
        except DataError as error:
            library.refuse(result, record, error.code, error.reason)
            continue
        said.add(row)
        sets.setdefault(key, _Set(record.parent)).rows.append(made)
        result.made += 1
    found = []
    for ordinal, one in enumerate(sets.values(), 1):
        made_set = _mapping_set(library, one, ends, ordinal)
        result.quads.extend(mapping_statements(made_set))
        found.append(made_set.mapping_set_id)
    return found


def _row(record: Record) -> tuple[str, str, str]:
    source, target = (
        text(record.value.get(f"{side}_requirement_urn")).lower() for side in ("source", "target")
    )
    return source, target, text(record.value.get("relationship"))


def _mapping(library: Library, record: Record, ends: _Ends) -> Mapping:
    """Return what a row says.

    Raises:
        DataError: If an end of it is no requirement of a framework that is loaded.
    """
    held = record.value
    predicate = predicate_of(text(held.get("relationship")))
    strength = number(held.get("strength_of_relationship"))
    counted = strength is not None and strength <= STRONGEST
    rationale = clean_line(text(held.get("rationale")))
    comment = [
        f"Rationale in CISO Assistant: {rationale}." if rationale else "",
        library.prose(held, "annotation"),
    ]
    return Mapping(
        ends.iri(record, "source"),
        predicate or _RELATED,
        ends.iri(record, "target"),
        _UNSPECIFIED,
        predicate_modifier="" if predicate else "Not",
        confidence=Decimal(strength or 0) / STRONGEST if counted else None,
        comment="\n\n".join(one for one in comment if one),
    )


def _mapping_set(library: Library, one: _Set, ends: _Ends, ordinal: int) -> MappingSet:
    name = clean_line(text(one.held.get("name")))
    tail = f"-{ordinal}" if ordinal > 1 else ""
    return MappingSet(
        Iri(f"{BASE}mapping/{library.key}/{slug(library.version) or '1'}{tail}"),
        library.licence or UNDETERMINED,
        mapping_set_version=library.version,
        mapping_set_title=name or library.title,
        mapping_set_description="\n\n".join(
            filter(None, (library.prose(one.held, key) for key in ("description", "annotation")))
        ),
        subject_source=ends.scheme(one.rows, "subject"),
        object_source=ends.scheme(one.rows, "object"),
        comment="Read from a mapping set of CISO Assistant, which does not say on what grounds.",
        mappings=tuple(sorted(set(one.rows), key=repr)),
    )
