"""SSSOM's tab-separated form: read with an account of every row, written the same way each time.

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
from contextlib import suppress
from dataclasses import dataclass, fields
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Final, cast

from mitigraph.errors import Code, DataError
from mitigraph.mapping.mapping_set import SSSOM_VERSION, Mapping, MappingSet
from mitigraph.reader.text import read_text
from mitigraph.reader.yaml import YamlMapping, parse_yaml
from mitigraph.terms import PREFIXES, Iri

__all__ = ["ReadMappings", "parse_sssom", "read_sssom", "sssom_of"]

#: The columns, in the order in which SSSOM lists its slots.
_COLUMNS: Final = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "predicate_modifier",
    "object_id",
    "object_label",
    "mapping_justification",
    "author_id",
    "reviewer_id",
    "confidence",
    "similarity_score",
    "similarity_measure",
    "comment",
)
_REQUIRED: Final = ("subject_id", "predicate_id", "object_id", "mapping_justification")
_PEOPLE: Final = ("author_id", "reviewer_id")
_TEXTS: Final = (
    "subject_label",
    "predicate_modifier",
    "object_label",
    "similarity_measure",
    "comment",
)
#: Slots of the set that hold an IRI whole, and those that hold it as a CURIE.
_ADDRESSES: Final = ("mapping_set_id", "license", "see_also")
_ENTITIES: Final = (
    "creator_id",
    "subject_source",
    "object_source",
    "subject_match_field",
    "object_match_field",
)
_LISTS: Final = ("creator_id", "subject_match_field", "object_match_field", "see_also")
_SET_SLOTS: Final = tuple(
    one.name for one in fields(MappingSet) if one.name not in ("mappings", "curie_map")
)
#: Prefixes that every file may use without saying what they stand for.
_BUILT_IN: Final = {
    name: PREFIXES[name]
    for name in ("dcterms", "owl", "rdf", "rdfs", "semapv", "skos", "sssom", "xsd")
}
_VERSIONS: Final = ("1.0", SSSOM_VERSION)
_SEPARATOR: Final = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True, slots=True)
class ReadMappings:
    """A set that was read, and what became of every row of its file.

    Args:
        mapping_set: The set with the mappings that were made, in the order of the rows.
        rows: How many rows the file has; so many were made or refused.
        refused: Why a row was not made, one fault a row, with its place.
        warnings: What was left out though its row or set was made.
    """

    mapping_set: MappingSet
    rows: int
    refused: tuple[DataError, ...] = ()
    warnings: tuple[DataError, ...] = ()

    def summary(self) -> str:
        """Return the account in one line."""
        made = len(self.mapping_set.mappings)
        return f"{self.rows} rows in = {made} made + {len(self.refused)} refused"


def read_sssom(path: Path) -> ReadMappings:
    """Read a mapping set from a file in the tab-separated form.

    Raises:
        DataError: If the file as a whole can't be used; see `parse_sssom`.
    """
    return parse_sssom(read_text(path), path=str(path))


def parse_sssom(text: str, *, path: str) -> ReadMappings:
    """Read a mapping set from text in the tab-separated form.

    Args:
        text: The text.
        path: The file that it is from, for messages.

    Returns:
        The set and the account: a row with an unknown prefix, an empty required slot, an unknown
        justification, a confidence out of range, a wrong number of cells, or that repeats another
        one is refused. A slot that mitigraph has no place for is a warning.

    Raises:
        DataError: If there is no metadata, it isn't YAML, lacks mapping_set_id or license, has a
            bad CURIE map or another version of SSSOM, or if a required column is missing.
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
    file = _File(path, _metadata(lines[:length], path))
    return file.read("\n".join(lines[length:]), length)


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


class _File:
    """One file while it is read: its prefixes, what was refused, what was left out."""

    def __init__(self, path: str, metadata: YamlMapping) -> None:
        self.path, self.metadata = path, metadata
        self.refused: list[DataError] = []
        self.warnings: list[DataError] = []
        self.curie_map = self._curie_map()
        version = metadata.get("sssom_version", "1.0")
        if version not in _VERSIONS:
            raise self._fault(
                f"sssom_version {version}",
                "version-mismatch",
                f"save it as {' or '.join(_VERSIONS)}",
            )

    def read(self, table: str, offset: int) -> ReadMappings:
        """Return the set and the account; `offset` is the number of lines above the table."""
        described = self._described()
        mappings: dict[Mapping, None] = {}
        rows = 0
        for place, cells in self._rows(table, offset):
            rows += 1
            try:
                mapping = self._mapping(cells, place)
            except DataError as error:
                self.refused.append(self._placed(error, place))
                continue
            if mapping in mappings:
                again = DataError("the same as an earlier row", code="duplicate-id")
                self.refused.append(self._placed(again, place))
            mappings[mapping] = None
        made = MappingSet(**described, mappings=tuple(mappings), curie_map=self.curie_map)
        return ReadMappings(made, rows, tuple(self.refused), tuple(self.warnings))

    def _fault(self, reason: str, code: Code, remedy: str, place: str = "metadata") -> DataError:
        return DataError(reason, path=self.path, place=place, code=code, remedy=remedy)

    def _placed(self, error: DataError, place: str) -> DataError:
        return DataError(
            error.reason, path=self.path, place=place, code=error.code, remedy=error.remedy
        )

    def _curie_map(self) -> dict[str, str]:
        given = self.metadata.get("curie_map") or {}
        if not isinstance(given, dict):
            raise self._fault(
                "curie_map is no mapping", "schema", "write each prefix on a line of its own"
            )
        for prefix, namespace in given.items():
            if not isinstance(namespace, str) or "://" not in namespace:
                raise self._fault(
                    f'prefix "{prefix}" stands for no IRI', "bad-id", "write its namespace in full"
                )
        return given

    def _described(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for slot, value in self.metadata.items():
            if slot in ("curie_map", "sssom_version"):
                continue
            if slot not in _SET_SLOTS:
                self._leave_out(f"slot {slot}", "metadata")
            elif (slot in _LISTS) != isinstance(value, list) and not isinstance(value, str):
                self._leave_out(f"slot {slot}, which has the wrong form,", "metadata")
            elif value:
                found[slot] = self._slot(slot, value)
        for slot in ("mapping_set_id", "license"):
            if not found.get(slot):
                raise self._fault(
                    f"{slot} is missing or no IRI", "missing-field", f"add `# {slot}: https://...`"
                )
        try:
            MappingSet(**found)
        except DataError as error:
            raise self._placed(error, "metadata") from error
        return found

    def _slot(self, slot: str, value: str | list[str]) -> str | Iri | tuple[Iri, ...] | None:
        if slot not in (*_ADDRESSES, *_ENTITIES):
            return cast("str", value)
        several = value if isinstance(value, list) else _split(value)
        iris = self._iris(slot, several, "metadata")
        if slot in _LISTS:
            return iris
        return iris[0] if iris else None

    def _iris(self, slot: str, values: Collection[str], place: str) -> tuple[Iri, ...]:
        """Return the values that are IRIs or CURIEs; what is neither is left out with a word."""
        found = []
        for value in values:
            prefix = value.partition(":")[0]
            if prefix in _BUILT_IN or prefix in self.curie_map:
                found.append(self._entity(value))
            elif "://" in value:
                found.append(Iri(value))
            else:
                self._leave_out(f'{slot} "{value}", which is no CURIE,', place)
        return tuple(found)

    def _leave_out(self, what: str, place: str) -> None:
        self.warnings.append(
            self._fault(f"{what} is not kept", "schema", "none needed, if it can be missed", place)
        )

    def _entity(self, curie: str) -> Iri:
        prefix, colon, local = curie.partition(":")
        namespace = self.curie_map.get(prefix) or _BUILT_IN.get(prefix)
        if not colon or namespace is None:
            raise DataError(
                f'unknown prefix "{prefix}" in "{curie}"' if colon else f'"{curie}" is no CURIE',
                code="bad-id",
                remedy="declare the prefix in curie_map",
            )
        return Iri(namespace + local)

    def _rows(self, table: str, offset: int) -> Iterator[tuple[str, dict[str, str] | None]]:
        """Yield the place of each row and its cells, None where their number is wrong."""
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
                fits = len(cells) == len(header)
                yield (
                    f"row {number} (line {line})",
                    dict(zip(header, cells, strict=True)) if fits else None,
                )
        except csv.Error as error:
            raise self._fault(
                f"not well-formed: {error}",
                "syntax",
                'put a cell that holds a tab, a line break or " into quotation marks',
                f"line {offset + reader.line_num}",
            ) from error

    def _check_header(self, header: list[str], line: int) -> None:
        missing = [name for name in _REQUIRED if name not in header]
        twice = sorted({name for name in header if header.count(name) > 1})
        if missing or twice:
            raise self._fault(
                f"column {', '.join(missing or twice)} {'missing' if missing else 'there twice'}",
                "missing-field" if missing else "schema",
                f"the columns are parted by tabs: {', '.join(_COLUMNS)}",
                f"line {line}",
            )
        for name in header:
            if name not in _COLUMNS:
                self._leave_out(f"column {name}", f"line {line}")

    def _mapping(self, given: Named[str, str] | None, place: str) -> Mapping:
        if given is None:
            raise DataError(
                "more or fewer cells than columns", code="schema", remedy="look for a missing tab"
            )
        cells = {name: " ".join(value.split()) for name, value in given.items()}
        for name in _REQUIRED:
            if not cells[name]:
                raise DataError(f"{name} is empty", code="missing-field", remedy="fill it in")
        slots: dict[str, Any] = {name: self._entity(cells[name]) for name in _REQUIRED}
        for name in _PEOPLE:
            slots[name] = self._iris(name, _split(cells.get(name, "")), place)
        for name in _TEXTS:
            slots[name] = cells.get(name, "")
        sure = cells.get("confidence", "")
        try:
            slots["confidence"] = Decimal(sure) if sure else None
        except InvalidOperation as error:
            raise DataError(
                f'confidence "{sure}" is no number',
                code="wrong-type",
                remedy="write a number from 0 to 1",
            ) from error
        slots["similarity_score"] = self._score(cells.get("similarity_score", ""), place)
        return Mapping(**slots)

    def _score(self, cell: str, place: str) -> Decimal | None:
        """Return a score; one on another scale, as there are, is left out and its row stays."""
        with suppress(InvalidOperation):
            score = Decimal(cell or "NaN")
            if score.is_finite() and 0 <= score <= 1:
                return score
        if cell:
            self._leave_out(f'similarity_score "{cell}", which is not from 0 to 1,', place)
        return None


def _split(cell: str) -> list[str]:
    r"""Return the values of a cell of several, which `|` parts.

    Example:
        >>> _split(r"a | b\|c")
        ['a', 'b|c']
    """
    parts = (part.strip().replace("\\|", "|") for part in _SEPARATOR.split(cell))
    return [part for part in parts if part]


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
    for slot in _SET_SLOTS:
        value = getattr(mapping_set, slot)
        write = short if slot in _ENTITIES else str
        if value:
            described[slot] = write(value) if isinstance(value, str) else [*map(write, value)]
    metadata = {"curie_map": dict(sorted(short.used.items())), "sssom_version": SSSOM_VERSION}
    header = yaml.safe_dump(
        metadata | described, sort_keys=False, allow_unicode=True, width=float("inf")
    )
    kept = [n for n, name in enumerate(_COLUMNS) if name in _REQUIRED or any(r[n] for r in rows)]
    table = io.StringIO()
    writer = csv.writer(table, delimiter="\t", lineterminator="\n")
    writer.writerow(_COLUMNS[n] for n in kept)
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
        if name in _REQUIRED
        else "|".join(short(iri).replace("|", "\\|") for iri in value)
        if name in _PEOPLE
        else f"{value.normalize():f}"
        if isinstance(value, Decimal)
        else str(value or "")
        for name in _COLUMNS
        for value in (getattr(mapping, name),)
    )
