"""What a file of SSSOM says, set and row by row, made or not, with every fault.

The three forms of SSSOM differ in how a file names its slots and where they stand; what a slot may
hold is the same in all of them and is checked here.

Sources:
    SSSOM 1.1, classes Mapping and MappingSet (https://mapping-commons.github.io/sssom/spec-model/).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from collections.abc import Mapping as Named
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, Final, Literal, NamedTuple, cast

from mitigraph.errors import Code, DataError
from mitigraph.mapping.mapping_set import SSSOM_VERSION, Mapping, MappingSet, is_date
from mitigraph.mapping.slots import (
    ADDRESSES,
    COLUMNS,
    ENTITIES,
    LISTS,
    OTHER_COLUMNS,
    OTHER_SET_SLOTS,
    REQUIRED,
    ROW_ENTITIES,
    ROW_LISTS,
    SET_SLOTS,
    TEXTS,
)
from mitigraph.terms import PREFIXES, Iri, is_iri

__all__ = ["Fault", "Place", "Row", "SssomReader", "SssomTable"]

#: Prefixes that every file may use without saying what they stand for.
_BUILT_IN: Final = {
    name: PREFIXES[name]
    for name in ("dcterms", "owl", "rdf", "rdfs", "semapv", "skos", "sssom", "xsd")
}
_VERSIONS: Final = ("1.0", SSSOM_VERSION)
_ABSOLUTE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
_SEPARATOR: Final = re.compile(r"(?<!\\)\|")
_PREDICATES: Final = (
    "write one of skos: exactMatch, closeMatch, broadMatch, narrowMatch, relatedMatch; where "
    "nothing matches, the object is sssom:NoTermFound"
)
_OUT_OF_RANGE: Final = "write a number from 0 to 1"
_DATE: Final = "write it as 2026-11-25"
#: So many predicates that are no match are named.
_NAMED: Final = 5

#: What a row or the metadata gives for each slot: text, or several texts.
Given = Named[str, str | list[str]]


class Fault(NamedTuple):
    """What is wrong, and the line of the file that it is in, from 1; 0 where lines don't count."""

    line: int
    error: DataError


class Place(NamedTuple):
    """Where a reader is: what a person calls it, and the line."""

    words: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """What a row says, and whether it can be used.

    Args:
        line: Line of the file that it begins in, from 1; 0 where lines don't count.
        subject_id: The subject; None where the cell holds no IRI.
        predicate_id: The predicate, likewise.
        object_id: The object, likewise.
        denied: Whether the predicate is said not to hold.
        mapping: The mapping that it makes; None if it is refused.
        faults: Why it is refused, all reasons; empty if it is not.
        place: Where it is, as a person calls it.
    """

    line: int
    subject_id: Iri | None
    predicate_id: Iri | None
    object_id: Iri | None
    denied: bool
    mapping: Mapping | None
    faults: tuple[DataError, ...] = ()
    place: str = ""


@dataclass(slots=True)
class SssomTable:
    """A file as it stands: its metadata, its rows, its faults, in the order of the file.

    Args:
        path: The file, for messages.
        lines: The line of each slot and prefix of the metadata.
        curie_map: The prefixes that the file declares, and what they stand for.
        described: The slots of the set that can be used.
        rows: The rows.
        faults: What keeps the file as a whole from being a mapping set.
        warnings: What is left out because it is wrong, though its row or set is made.
        left_out: What is left out because mitigraph has no place for it.
        prefixes: The prefixes that are used, each with the line of its declaration, or where there
            is none, of its first use.
        ends: The prefixes that subjects or objects of rows are written with.
        other_scale: Whether a similarity score is above 1, so that 1 is no full likeness in it.
    """

    path: str
    lines: dict[str, int] = field(default_factory=dict)
    curie_map: dict[str, str] = field(default_factory=dict)
    described: dict[str, Any] = field(default_factory=dict)
    rows: tuple[Row, ...] = ()
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)
    left_out: list[Fault] = field(default_factory=list)
    prefixes: dict[str, int] = field(default_factory=dict)
    ends: set[str] = field(default_factory=set)
    other_scale: bool = False

    def unseparated(self) -> list[tuple[str, str, int]]:
        """Return the used prefixes whose namespace runs into the name behind it.

        Returns:
            Prefix, namespace, and the line of `prefixes`.
        """
        return [
            (prefix, namespace, line)
            for prefix, line in self.prefixes.items()
            if (namespace := self.curie_map.get(prefix, "/"))[-1].isalnum()
        ]

    def foreign(self) -> list[Fault]:
        """Return one word on all rows that are made with a predicate that is no match, if any."""
        rows = [row for row in self.rows if row.mapping and not row.mapping.is_match]
        if not rows:
            return []
        counts = Counter(str(row.predicate_id) for row in rows).most_common()
        named = [f"{predicate} ({_rows(count)})" for predicate, count in counts[:_NAMED]]
        if others := counts[_NAMED:]:
            named.append(f"{len(others)} more ({_rows(sum(count for _, count in others))})")
        error = DataError(
            f"no match, so not used for crosswalks: {', '.join(named)}",
            path=self.path,
            place=rows[0].place,
            code="unknown-term",
            remedy="the rows are kept and nothing is concluded from them; exports of crosswalks "
            "leave them out and say so, but for SSSOM's",
        )
        return [Fault(rows[0].line, error)]


class SssomReader:
    """Takes the metadata and the rows of one set and fills `table`.

    Args:
        path: The file, for messages.
        metadata: The slots of the set with what the file gives for them.
        lines: The line of each slot and prefix, where lines count.
        names: Whether entities are named by CURIEs or, as in RDF, by whole IRIs.
        place: Where the metadata is, where it has no line.
        metadata_file: The file of the metadata, where that is another one.
    """

    def __init__(  # noqa: PLR0913 - how the three forms differ, keyword-only
        self,
        path: str,
        metadata: Named[str, Any],
        *,
        lines: dict[str, int] | None = None,
        names: Literal["curies", "iris"] = "curies",
        place: str = "metadata",
        metadata_file: str = "",
    ) -> None:
        self._metadata_file = f"{metadata_file}, " if metadata_file else ""
        self._metadata, self._names = metadata, names
        self._place = Place(place, 1 if lines else 0)
        self._earlier: set[Mapping] = set()
        self.table = SssomTable(path, lines or {})
        self.table.curie_map = self._curie_map()
        version = metadata.get("sssom_version", "1.0")
        if version not in _VERSIONS:
            self._refuse(
                f"sssom_version {version}",
                "version-mismatch",
                f"save it as {' or '.join(_VERSIONS)}",
                "sssom_version",
            )
        self.table.described = self._described()

    def _slot_place(self, slot: str) -> Place:
        line = self.table.lines.get(slot)
        if line is None:
            return self._place
        return Place(f"{self._metadata_file}line {line}", line)

    def located(self, place: Place, error: DataError) -> DataError:
        """Return an error with the file and its place."""
        return DataError(
            error.reason,
            path=self.table.path,
            place=place.words,
            code=error.code,
            remedy=error.remedy,
        )

    def _refuse(self, reason: str, code: Code, remedy: str, slot: str) -> None:
        place = self._slot_place(slot)
        error = self.located(place, DataError(reason, code=code, remedy=remedy))
        self.table.faults.append(Fault(place.line, error))

    def leave_out(self, what: str, place: Place, *, known: bool = False) -> None:
        """Say that something is not kept; `known` if that is no fault of the file."""
        remedy = "none needed, if it can be missed"
        error = self.located(place, DataError(f"{what} is not kept", code="schema", remedy=remedy))
        (self.table.left_out if known else self.table.warnings).append(Fault(place.line, error))

    def warn(self, reason: str, code: Code, remedy: str, place: Place) -> None:
        """Say that something is wrong though its row or set is made."""
        error = self.located(place, DataError(reason, code=code, remedy=remedy))
        self.table.warnings.append(Fault(place.line, error))

    def check_columns(self, names: Collection[str], place: Place) -> None:
        """Say which of the slots that rows have are not kept."""
        for name in names:
            if name not in COLUMNS:
                self.leave_out(f"column {name}", place, known=name in OTHER_COLUMNS)

    def _curie_map(self) -> dict[str, str]:
        given = self._metadata.get("curie_map") or {}
        if not isinstance(given, dict):
            self._refuse(
                "curie_map is no mapping",
                "schema",
                "write each prefix on a line of its own",
                "curie_map",
            )
            return {}
        for prefix, namespace in given.items():
            if not isinstance(namespace, str) or "://" not in namespace:
                self._refuse(
                    f'prefix "{prefix}" stands for no IRI',
                    "bad-id",
                    "write its namespace in full",
                    prefix,
                )
            elif namespace != _BUILT_IN.get(prefix, namespace):
                self.warn(
                    f'prefix "{prefix}" stands for {namespace}, in SSSOM for {_BUILT_IN[prefix]}',
                    "bad-id",
                    "take another prefix, or the namespace that it always has",
                    self._slot_place(prefix),
                )
        return {
            prefix: namespace
            for prefix, namespace in given.items()
            if isinstance(namespace, str) and "://" in namespace
        }

    def _described(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for slot, value in self._metadata.items():
            if slot in ("curie_map", "sssom_version"):
                continue
            place = self._slot_place(slot)
            if slot not in SET_SLOTS:
                self.leave_out(f"slot {slot}", place, known=slot in OTHER_SET_SLOTS)
            elif not isinstance(value, str) and not (
                slot in LISTS
                and isinstance(value, list)
                and all(isinstance(one, str) for one in value)
            ):
                self.leave_out(f"slot {slot}, which has the wrong form,", place)
            elif value:
                found[slot] = self._slot(slot, value, place)
        complete = True
        for slot in ("mapping_set_id", "license"):
            if not found.get(slot):
                complete = False
                self._refuse(
                    f"{slot} is missing or no IRI",
                    "missing-field",
                    f"add `# {slot}: https://...`",
                    slot,
                )
        if complete:
            try:
                MappingSet(**found)
            except DataError as error:
                slot = error.reason.partition(" ")[0]
                self._refuse(error.reason, error.code, error.remedy or "", slot)
        return found

    def _slot(
        self, slot: str, value: str | list[str], place: Place
    ) -> str | Iri | tuple[Iri, ...] | None:
        if slot not in (*ADDRESSES, *ENTITIES):
            return cast("str", value)
        several = value if isinstance(value, list) else _split(value)
        iris = self._iris(slot, several, place)
        if slot in LISTS:
            return iris
        return iris[0] if iris else None

    def _iris(self, slot: str, values: Collection[str], place: Place) -> tuple[Iri, ...]:
        """Return the values that are IRIs or CURIEs; what is neither is left out with a word."""
        found = []
        for value in values:
            prefix = value.partition(":")[0]
            iri = Iri("")
            if self._names == "curies" and (prefix in _BUILT_IN or prefix in self.table.curie_map):
                iri = self._entity(value, place)
            elif "://" in value or (self._names == "iris" and _ABSOLUTE.fullmatch(value)):
                iri = Iri(value)
            if is_iri(iri):
                found.append(iri)
            elif iri:
                self.warn(
                    f'{slot} "{value}", which is no IRI, is not kept',
                    "bad-id",
                    "write a CURIE or an IRI",
                    place,
                )
            elif ":" in value:
                self.warn(
                    f'{slot} "{value}" is not kept: unknown prefix "{prefix}"',
                    "bad-id",
                    "declare the prefix in curie_map",
                    place,
                )
            else:
                self.warn(
                    f'{slot} "{value}", which is no CURIE, is not kept',
                    "schema",
                    "write prefix:name, as orcid:0000-0002-1825-0097 for a person",
                    place,
                )
        return tuple(found)

    def _entity(self, name: str, place: Place) -> Iri:
        if self._names == "iris":
            if not _ABSOLUTE.fullmatch(name):
                raise DataError(
                    f"{name} is no IRI", code="bad-id", remedy="name the term by its IRI"
                )
            return Iri(name)
        prefix, colon, local = name.partition(":")
        namespace = self.table.curie_map.get(prefix) or _BUILT_IN.get(prefix)
        if not colon or namespace is None:
            raise DataError(
                f'unknown prefix "{prefix}" in "{name}"' if colon else f'"{name}" is no CURIE',
                code="bad-id",
                remedy="declare the prefix in curie_map"
                if colon
                else "write prefix:name, with a prefix of curie_map",
            )
        self.table.prefixes.setdefault(prefix, self.table.lines.get(prefix, place.line))
        return Iri(namespace + local)

    def unusable(self, place: Place, error: DataError) -> Row:
        """Return the row of which nothing can be said but why."""
        faults = (self.located(place, error),)
        return Row(place.line, None, None, None, False, None, faults, place.words)

    def row(self, place: Place, given: Given) -> Row:
        """Return a row with all that keeps it from being a mapping."""
        cells: dict[str, str | list[str]] = {
            name: " ".join(value.split()) if isinstance(value, str) else value
            for name, value in given.items()
        }
        faults = [
            DataError(f"{name} is empty", code="missing-field", remedy="fill it in")
            for name in REQUIRED
            if not cells.get(name)
        ]
        slots = self._slots(cells, place, faults)
        mapping = None
        if not faults:
            try:
                mapping = Mapping(**slots)
            except DataError as error:
                faults.append(error)
        if mapping in self._earlier:
            faults.append(DataError("the same as an earlier row", code="duplicate-id"))
            mapping = None
        if mapping is not None:
            self._earlier.add(mapping)
        return Row(
            place.line,
            slots["subject_id"],
            slots["predicate_id"],
            slots["object_id"],
            denied=cells.get("predicate_modifier") == "Not",
            mapping=mapping,
            faults=tuple(self.located(place, fault) for fault in faults),
            place=place.words,
        )

    def _slots(self, cells: Given, place: Place, faults: list[DataError]) -> dict[str, Any]:
        """Return the values of a row's cells; what keeps one from being used joins the faults."""
        several = {
            name: value if isinstance(value, list) else _split(value)
            for name in (*ROW_LISTS, *ROW_ENTITIES, "license")
            for value in (cells.get(name, ""),)
        }
        single: dict[str, str] = {}
        for name, value in cells.items():
            if isinstance(value, str):
                single[name] = value
            elif name not in several:
                reason = f"{name} has {len(value)} values"
                faults.append(DataError(reason, code="schema", remedy="keep one of them"))
        slots: dict[str, Any] = {name: single.get(name, "") for name in TEXTS}
        for name in REQUIRED:
            slots[name] = self._required(name, single.get(name, ""), place, faults)
        for name, values in several.items():
            iris = self._iris(name, values, place)
            slots[name] = iris if name in ROW_LISTS else iris[0] if iris else None
        slots["confidence"] = _confidence(single.get("confidence", ""), faults)
        slots["similarity_score"] = self._score(single.get("similarity_score", ""), place)
        slots["mapping_date"] = self._date(single.get("mapping_date", ""), place)
        return slots

    def _required(self, name: str, cell: str, place: Place, faults: list[DataError]) -> Iri | None:
        if not cell:
            return None
        try:
            found = self._entity(cell, place)
        except DataError as error:
            if name == "predicate_id":
                error.remedy = _PREDICATES
            faults.append(error)
            return None
        if name in ("subject_id", "object_id"):
            self.table.ends.add(cell.partition(":")[0])
        return found

    def _score(self, cell: str, place: Place) -> Decimal | None:
        """Return a score; one on another scale, as there are, is left out and its row stays."""
        try:
            score = Decimal(cell or "NaN")
        except InvalidOperation:
            score = Decimal("NaN")
        if score.is_finite() and 0 <= score <= 1:
            return score
        if cell:
            self.table.other_scale |= score.is_finite() and score > 1
            self.warn(
                f'similarity_score "{cell}" is not kept: it is not from 0 to 1',
                "wrong-type",
                _OUT_OF_RANGE,
                place,
            )
        return None

    def _date(self, cell: str, place: Place) -> str:
        """Return a date; what is none is left out and its row stays."""
        if cell and not is_date(cell):
            self.warn(
                f'mapping_date "{cell}" is not kept: it is no date', "wrong-type", _DATE, place
            )
            return ""
        return cell


def _confidence(cell: str, faults: list[DataError]) -> Decimal | None:
    try:
        return Decimal(cell) if cell else None
    except InvalidOperation:
        reason = f'confidence "{cell}" is no number'
        faults.append(DataError(reason, code="wrong-type", remedy=_OUT_OF_RANGE))
        return None


def _rows(count: int) -> str:
    return f"{count} row{'' if count == 1 else 's'}"


def _split(cell: str) -> list[str]:
    r"""Return the values of a cell of several, which `|` parts.

    Example:
        >>> _split(r"a | b\|c")
        ['a', 'b|c']
    """
    parts = (part.strip().replace("\\|", "|") for part in _SEPARATOR.split(cell))
    return [part for part in parts if part]
