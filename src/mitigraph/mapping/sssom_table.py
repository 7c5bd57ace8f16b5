"""SSSOM's tab-separated form as it stands: what every row says, made or not, and every fault.

A file starts with lines that begin with `#` and hold the set's metadata as YAML, among it the
CURIE map; then come a header of slot names and one line a mapping.

Sources:
    SSSOM 1.1, TSV serialisation (https://mapping-commons.github.io/sssom/spec-formats-tsv/).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterator
from collections.abc import Mapping as Named
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, Final, NamedTuple, cast

from mitigraph.errors import Code, DataError
from mitigraph.mapping.mapping_set import SSSOM_VERSION, Mapping, MappingSet
from mitigraph.mapping.slots import (
    ADDRESSES,
    COLUMNS,
    ENTITIES,
    LISTS,
    OTHER_COLUMNS,
    OTHER_SET_SLOTS,
    PEOPLE,
    REQUIRED,
    SET_SLOTS,
    TEXTS,
)
from mitigraph.reader.yaml import YamlMapping, parse_yaml
from mitigraph.terms import PREFIXES, Iri

__all__ = ["Fault", "Row", "SssomTable", "sssom_table"]

#: Prefixes that every file may use without saying what they stand for.
_BUILT_IN: Final = {
    name: PREFIXES[name]
    for name in ("dcterms", "owl", "rdf", "rdfs", "semapv", "skos", "sssom", "xsd")
}
_VERSIONS: Final = ("1.0", SSSOM_VERSION)
_SEPARATOR: Final = re.compile(r"(?<!\\)\|")
_SLOT_LINE: Final = re.compile(r"#\s*(?P<name>[^\s:#]+)\s*:(?:\s|$)")
_PREDICATES: Final = (
    "write one of skos: exactMatch, closeMatch, broadMatch, narrowMatch, relatedMatch; where "
    "nothing matches, the object is sssom:NoTermFound"
)
_OUT_OF_RANGE: Final = "write a number from 0 to 1"


class Fault(NamedTuple):
    """What is wrong, and the line of the file that it is in, from 1."""

    line: int
    error: DataError


@dataclass(frozen=True, slots=True)
class Row:
    """What a row says, and whether it can be used.

    Args:
        line: Line of the file that it begins in, from 1.
        subject_id: The subject; None where the cell holds no IRI.
        predicate_id: The predicate, likewise.
        object_id: The object, likewise.
        denied: Whether the predicate is said not to hold.
        mapping: The mapping that it makes; None if it is refused.
        faults: Why it is refused, all reasons; empty if it is not.
    """

    line: int
    subject_id: Iri | None
    predicate_id: Iri | None
    object_id: Iri | None
    denied: bool
    mapping: Mapping | None
    faults: tuple[DataError, ...] = ()


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


def sssom_table(text: str, *, path: str) -> SssomTable:
    r"""Read a file in the tab-separated form as it stands; a fault of the set stops nothing.

    Args:
        text: The text.
        path: The file that it is from, for messages.

    Raises:
        DataError: If there is no metadata or it isn't YAML, if a required column is missing, or if
            the table is not well-formed.

    Example:
        >>> head = "# curie_map:\n#   x: https://example.org/\n"
        >>> columns = "subject_id\tpredicate_id\tobject_id\tmapping_justification\n"
        >>> row = "x:a\tskos:exactMatch\ty:b\tsemapv:LexicalMatching\n"
        >>> table = sssom_table(head + columns + row, path="x.tsv")
        >>> [fault.reason for fault in table.rows[0].faults]
        ['unknown prefix "y" in "y:b"']
        >>> [fault.error.reason for fault in table.faults]
        ['mapping_set_id is missing or no IRI', 'license is missing or no IRI']
    """
    lines = text.replace("\r\n", "\n").split("\n")
    length = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
    if not length:
        raise DataError(
            "no metadata",
            path=path,
            place="line 1",
            code="missing-field",
            remedy="start the file with lines of `# `: curie_map, mapping_set_id, license",
        )
    file = _File(path, _metadata(lines[:length], path), _slot_lines(lines[:length]))
    return file.read("\n".join(lines[length:]), length)


def _slot_lines(lines: list[str]) -> dict[str, int]:
    """Return the line of each slot and prefix of the metadata."""
    found: dict[str, int] = {}
    for number, line in enumerate(lines, 1):
        if match := _SLOT_LINE.match(line):
            found.setdefault(match["name"], number)
    return found


def _metadata(lines: list[str], path: str) -> YamlMapping:
    bare = [line[1:] for line in lines]
    if all(line.startswith(" ") or not line.strip() for line in bare):
        bare = [line[1:] if line.strip() else line for line in bare]
    found = parse_yaml("\n".join(bare), path=path)
    if not isinstance(found, YamlMapping):
        raise DataError(
            "the metadata is no YAML mapping",
            path=path,
            place="line 1",
            code="schema",
            remedy="write each slot as `# name: value`",
        )
    return found


class _Place(NamedTuple):
    """Where a reader is: what a person calls it, and the line."""

    words: str
    line: int


class _File:
    """One file while it is read."""

    def __init__(self, path: str, metadata: YamlMapping, slot_lines: dict[str, int]) -> None:
        self.metadata = metadata
        self.table = SssomTable(path, slot_lines)
        self.table.curie_map = self._curie_map()
        version = metadata.get("sssom_version", "1.0")
        if version not in _VERSIONS:
            self._refuse(
                f"sssom_version {version}",
                "version-mismatch",
                f"save it as {' or '.join(_VERSIONS)}",
                "sssom_version",
            )

    def read(self, text: str, offset: int) -> SssomTable:
        """Return the table; `offset` is the number of lines above it."""
        self.table.described = self._described()
        earlier: set[Mapping] = set()
        self.table.rows = tuple(
            self._row(place, cells, earlier) for place, cells in self._rows(text, offset)
        )
        return self.table

    def _slot_place(self, slot: str) -> _Place:
        line = self.table.lines.get(slot)
        return _Place("metadata", 1) if line is None else _Place(f"line {line}", line)

    def _fault(self, place: _Place, error: DataError) -> DataError:
        return DataError(
            error.reason,
            path=self.table.path,
            place=place.words,
            code=error.code,
            remedy=error.remedy,
        )

    def _refuse(self, reason: str, code: Code, remedy: str, slot: str) -> None:
        place = self._slot_place(slot)
        error = self._fault(place, DataError(reason, code=code, remedy=remedy))
        self.table.faults.append(Fault(place.line, error))

    def _leave_out(self, what: str, place: _Place, *, known: bool = False) -> None:
        remedy = "none needed, if it can be missed"
        error = self._fault(place, DataError(f"{what} is not kept", code="schema", remedy=remedy))
        (self.table.left_out if known else self.table.warnings).append(Fault(place.line, error))

    def _warn(self, reason: str, code: Code, remedy: str, place: _Place) -> None:
        error = self._fault(place, DataError(reason, code=code, remedy=remedy))
        self.table.warnings.append(Fault(place.line, error))

    def _curie_map(self) -> dict[str, str]:
        given = self.metadata.get("curie_map") or {}
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
                self._warn(
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
        for slot, value in self.metadata.items():
            if slot in ("curie_map", "sssom_version"):
                continue
            place = self._slot_place(slot)
            if slot not in SET_SLOTS:
                self._leave_out(f"slot {slot}", place, known=slot in OTHER_SET_SLOTS)
            elif (slot in LISTS) != isinstance(value, list) and not isinstance(value, str):
                self._leave_out(f"slot {slot}, which has the wrong form,", place)
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
        self, slot: str, value: str | list[str], place: _Place
    ) -> str | Iri | tuple[Iri, ...] | None:
        if slot not in (*ADDRESSES, *ENTITIES):
            return cast("str", value)
        several = value if isinstance(value, list) else _split(value)
        iris = self._iris(slot, several, place)
        if slot in LISTS:
            return iris
        return iris[0] if iris else None

    def _iris(self, slot: str, values: Collection[str], place: _Place) -> tuple[Iri, ...]:
        """Return the values that are IRIs or CURIEs; what is neither is left out with a word."""
        found = []
        for value in values:
            prefix = value.partition(":")[0]
            if prefix in _BUILT_IN or prefix in self.table.curie_map:
                found.append(self._entity(value, place))
            elif "://" in value:
                found.append(Iri(value))
            elif ":" in value:
                self._warn(
                    f'{slot} "{value}" is not kept: unknown prefix "{prefix}"',
                    "bad-id",
                    "declare the prefix in curie_map",
                    place,
                )
            else:
                self._warn(
                    f'{slot} "{value}", which is no CURIE, is not kept',
                    "schema",
                    "write prefix:name, as orcid:0000-0002-1825-0097 for a person",
                    place,
                )
        return tuple(found)

    def _entity(self, curie: str, place: _Place) -> Iri:
        prefix, colon, local = curie.partition(":")
        namespace = self.table.curie_map.get(prefix) or _BUILT_IN.get(prefix)
        if not colon or namespace is None:
            raise DataError(
                f'unknown prefix "{prefix}" in "{curie}"' if colon else f'"{curie}" is no CURIE',
                code="bad-id",
                remedy="declare the prefix in curie_map"
                if colon
                else "write prefix:name, with a prefix of curie_map",
            )
        self.table.prefixes.setdefault(prefix, self.table.lines.get(prefix, place.line))
        return Iri(namespace + local)

    def _rows(self, table: str, offset: int) -> Iterator[tuple[_Place, dict[str, str] | None]]:
        """Yield the place of each row and its cells, None where there are too many."""
        reader = csv.reader(io.StringIO(table, newline=""), delimiter="\t", strict=True)
        try:
            header = [name.strip() for name in next(reader, [])]
            self._check_header(header, offset + 1)
            number = 0
            start = reader.line_num + 1
            for cells in reader:
                line, start = start + offset, reader.line_num + 1
                if not any(cell.strip() for cell in cells):
                    continue
                number += 1
                place = _Place(f"row {number} (line {line})", line)
                yield place, self._named(header, cells, place)
        except csv.Error as error:
            line = offset + reader.line_num
            raise self._fault(
                _Place(f"line {line}", line),
                DataError(
                    f"not well-formed: {error}",
                    code="syntax",
                    remedy='put a cell that holds a tab, a line break or " into quotation marks',
                ),
            ) from error

    def _named(self, header: list[str], cells: list[str], place: _Place) -> dict[str, str] | None:
        """Return the cells by their columns.

        Many a tool drops the tabs behind the last cell that is filled. What is missing then can
        only be at the end, and is empty.
        """
        missing = header[len(cells) :]
        if len(cells) > len(header) or any(name in REQUIRED for name in missing):
            return None
        if missing:
            self._warn(
                f"the row ends before column {missing[0]}",
                "schema",
                "end each row with a tab for every empty cell",
                place,
            )
        return dict(zip(header, [*cells, *[""] * len(missing)], strict=True))

    def _check_header(self, header: list[str], line: int) -> None:
        place = _Place(f"line {line}", line)
        missing = [name for name in REQUIRED if name not in header]
        twice = sorted({name for name in header if header.count(name) > 1})
        if missing or twice:
            error = DataError(
                f"column {', '.join(missing or twice)} {'missing' if missing else 'there twice'}",
                code="missing-field" if missing else "schema",
                remedy=f"the columns are parted by tabs: {', '.join(COLUMNS)}",
            )
            raise self._fault(place, error)
        for name in header:
            if name not in COLUMNS:
                self._leave_out(f"column {name}", place, known=name in OTHER_COLUMNS)

    def _row(self, place: _Place, given: Named[str, str] | None, earlier: set[Mapping]) -> Row:
        """Return a row with all that keeps it from being a mapping."""
        if given is None:
            error = DataError(
                "more or fewer cells than columns", code="schema", remedy="look for a missing tab"
            )
            return Row(place.line, None, None, None, False, None, (self._fault(place, error),))
        cells = {name: " ".join(value.split()) for name, value in given.items()}
        faults = [
            DataError(f"{name} is empty", code="missing-field", remedy="fill it in")
            for name in REQUIRED
            if not cells[name]
        ]
        slots = self._slots(cells, place, faults)
        mapping = None
        if not faults:
            try:
                mapping = Mapping(**slots)
            except DataError as error:
                faults.append(error)
        if mapping in earlier:
            faults.append(DataError("the same as an earlier row", code="duplicate-id"))
            mapping = None
        if mapping is not None:
            earlier.add(mapping)
        return Row(
            place.line,
            slots["subject_id"],
            slots["predicate_id"],
            slots["object_id"],
            denied=cells.get("predicate_modifier") == "Not",
            mapping=mapping,
            faults=tuple(self._fault(place, fault) for fault in faults),
        )

    def _slots(
        self, cells: Named[str, str], place: _Place, faults: list[DataError]
    ) -> dict[str, Any]:
        """Return the values of a row's cells; what keeps one from being used joins the faults."""
        slots: dict[str, Any] = {name: cells.get(name, "") for name in TEXTS}
        for name in REQUIRED:
            slots[name] = None
            if cells[name]:
                try:
                    slots[name] = self._entity(cells[name], place)
                except DataError as error:
                    if name == "predicate_id":
                        error.remedy = _PREDICATES
                    faults.append(error)
        for name in PEOPLE:
            slots[name] = self._iris(name, _split(cells.get(name, "")), place)
        sure = cells.get("confidence", "")
        try:
            slots["confidence"] = Decimal(sure) if sure else None
        except InvalidOperation:
            reason = f'confidence "{sure}" is no number'
            faults.append(DataError(reason, code="wrong-type", remedy=_OUT_OF_RANGE))
        slots["similarity_score"] = self._score(cells.get("similarity_score", ""), place)
        return slots

    def _score(self, cell: str, place: _Place) -> Decimal | None:
        """Return a score; one on another scale, as there are, is left out and its row stays."""
        try:
            score = Decimal(cell or "NaN")
        except InvalidOperation:
            score = Decimal("NaN")
        if score.is_finite() and 0 <= score <= 1:
            return score
        if cell:
            self._warn(
                f'similarity_score "{cell}" is not kept: it is not from 0 to 1',
                "wrong-type",
                _OUT_OF_RANGE,
                place,
            )
        return None


def _split(cell: str) -> list[str]:
    r"""Return the values of a cell of several, which `|` parts.

    Example:
        >>> _split(r"a | b\|c")
        ['a', 'b|c']
    """
    parts = (part.strip().replace("\\|", "|") for part in _SEPARATOR.split(cell))
    return [part for part in parts if part]
