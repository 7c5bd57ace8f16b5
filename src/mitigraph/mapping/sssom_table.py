"""SSSOM's tab-separated form as it stands: what every row says, made or not, and every fault.

A file starts with lines that begin with `#` and hold the set's metadata as YAML, among it the
CURIE map; then come a header of slot names and one line a mapping. The metadata can stand in a file
of its own instead.

Sources:
    SSSOM 1.1, TSV serialisation (https://mapping-commons.github.io/sssom/spec-formats-tsv/).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from collections.abc import Mapping as Named
from typing import Final

from mitigraph.errors import DataError
from mitigraph.mapping.slots import COLUMNS, REQUIRED
from mitigraph.mapping.sssom_reader import Place, SssomReader, SssomTable
from mitigraph.reader.yaml import YamlMapping, parse_yaml

__all__ = ["sssom_table"]

_SLOT_LINE: Final = re.compile(r"#?\s*(?P<name>[^\s:#]+)\s*:(?:\s|$)")
_WRONG_WIDTH: Final = DataError(
    "more or fewer cells than columns", code="schema", remedy="look for a missing tab"
)


def sssom_table(
    text: str,
    *,
    path: str,
    metadata: tuple[str, str] | None = None,
    otherwise: Named[str, str] | None = None,
) -> SssomTable:
    r"""Read a file in the tab-separated form as it stands; a fault of the set stops nothing.

    Args:
        text: The text.
        path: The file that it is from, for messages.
        metadata: The text of the metadata and the name of its file, for a table without any.
        otherwise: Slots of the set to take where the file doesn't have them.

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
    if not length and metadata is None:
        raise DataError(
            "no metadata",
            path=path,
            place="line 1",
            code="missing-field",
            remedy="start the file with lines of `# `: curie_map, mapping_set_id, license",
        )
    if length or metadata is None:
        name, slots = "", _metadata(lines[:length], path)
        slot_lines = _slot_lines(lines[:length])
    else:
        outside, name = metadata
        slots, slot_lines = _mapping(outside, name), _slot_lines(outside.splitlines())
    reader = SssomReader(path, {**(otherwise or {}), **slots}, lines=slot_lines, metadata_file=name)
    table = reader.table
    rows = _Rows(reader, "\n".join(lines[length:]), length)
    table.rows = tuple(
        reader.unusable(place, _WRONG_WIDTH) if cells is None else reader.row(place, cells)
        for place, cells in rows.read()
    )
    return table


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
    return _mapping("\n".join(bare), path)


def _mapping(text: str, path: str) -> YamlMapping:
    found = parse_yaml(text, path=path)
    if not isinstance(found, YamlMapping):
        raise DataError(
            "the metadata is no YAML mapping",
            path=path,
            place="line 1",
            code="schema",
            remedy="write each slot as `# name: value`",
        )
    return found


class _Rows:
    """The table of a file, below its metadata."""

    def __init__(self, reader: SssomReader, text: str, offset: int) -> None:
        self._reader, self._text, self._offset = reader, text, offset

    def read(self) -> Iterator[tuple[Place, dict[str, str] | None]]:
        """Yield the place of each row and its cells, None where there are too many."""
        offset = self._offset
        reader = csv.reader(io.StringIO(self._text, newline=""), delimiter="\t", strict=True)
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
                place = Place(f"row {number} (line {line})", line)
                yield place, self._named(header, cells, place)
        except csv.Error as error:
            line = offset + reader.line_num
            raise self._reader.located(
                Place(f"line {line}", line),
                DataError(
                    f"not well-formed: {error}",
                    code="syntax",
                    remedy='put a cell that holds a tab, a line break or " into quotation marks',
                ),
            ) from error

    def _named(self, header: list[str], cells: list[str], place: Place) -> dict[str, str] | None:
        """Return the cells by their columns.

        Many a tool drops the tabs behind the last cell that is filled. What is missing then can
        only be at the end, and is empty.
        """
        missing = header[len(cells) :]
        if len(cells) > len(header) or any(name in REQUIRED for name in missing):
            return None
        if missing:
            self._reader.warn(
                f"the row ends before column {missing[0]}",
                "schema",
                "end each row with a tab for every empty cell",
                place,
            )
        return dict(zip(header, [*cells, *[""] * len(missing)], strict=True))

    def _check_header(self, header: list[str], line: int) -> None:
        place = Place(f"line {line}", line)
        missing = [name for name in REQUIRED if name not in header]
        twice = sorted({name for name in header if header.count(name) > 1})
        if missing or twice:
            error = DataError(
                f"column {', '.join(missing or twice)} {'missing' if missing else 'there twice'}",
                code="missing-field" if missing else "schema",
                remedy=f"the columns are parted by tabs: {', '.join(COLUMNS)}",
            )
            raise self._reader.located(place, error)
        self._reader.check_columns(header, place)
