"""CSV and TSV files read row by row, with the place of each row and a clear error for each fault.

Sources:
    RFC 4180 (https://www.rfc-editor.org/rfc/rfc4180).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mitigraph.errors import DataError
from mitigraph.reader.text import read_text

__all__ = ["CsvRow", "read_rows"]

#: Bytes of the largest table that is read, and characters of its largest cell.
MAX_BYTES: Final = 256 * 1024 * 1024
MAX_CELL: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class CsvRow:
    """A row: `number` counts from 1 without the header, `line` is the file's line it starts on.

    `fault` says what is wrong with the row's form; its cells are then not to be used.
    """

    number: int
    line: int
    cells: dict[str, str]
    fault: str | None = None

    @property
    def place(self) -> str:
        """Where the row is, as a person says it."""
        return f"row {self.number} (line {self.line})"


def read_rows(
    path: Path, required: Sequence[str], optional: Sequence[str] = ()
) -> Iterator[CsvRow]:
    """Yield the rows of a UTF-8 table with a header, in order; blank rows are passed over.

    Args:
        path: The file, tab-separated if its name ends in .tsv, else comma-separated; a byte order
            mark is fine.
        required: Columns that must be there.
        optional: Columns that may be there; any other column is an error, so that a misspelt one
            isn't lost. None listed means that any column may be there.

    Raises:
        DataError: If the file can't be read as such: missing, a folder, empty, too large, not
            UTF-8, a column missing, unknown or there twice, or quoting that doesn't end.
    """
    text = read_text(path, limit=MAX_BYTES)
    limit = csv.field_size_limit(MAX_CELL)
    try:
        delimiter = "\t" if path.suffix == ".tsv" else ","
        reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=delimiter)
        header = [name.strip() for name in next(reader, [])]
        _check_header(header, required, optional, path)
        start, number = reader.line_num + 1, 0
        for cells in reader:
            line, start = start, reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            number += 1
            fault = None
            if len(cells) != len(header):
                fault = f"{len(cells)} cells where the header has {len(header)}"
            yield CsvRow(number, line, dict(zip(header, cells, strict=False)), fault)
    except csv.Error as error:
        place = f"line {reader.line_num}"
        if "field larger" in str(error):
            raise DataError(
                f"a cell of more than {MAX_CELL} characters",
                path=str(path),
                place=place,
                code="too-large",
                remedy="look for a quotation mark that is never closed",
            ) from error
        raise DataError(
            f"not well-formed CSV: {error}",
            path=str(path),
            place=place,
            remedy='quote cells that hold a comma or a line break, and write " inside them as ""',
        ) from error
    finally:
        csv.field_size_limit(limit)


def _check_header(
    header: list[str], required: Sequence[str], optional: Sequence[str], path: Path
) -> None:
    missing = [name for name in required if name not in header]
    twice = sorted({name for name in header if header.count(name) > 1})
    unknown = [name for name in header if optional and name not in (*required, *optional)]
    for names, what in (
        (missing, "missing"),
        (twice, "there twice"),
        (unknown, "unknown"),
    ):
        if names:
            raise DataError(
                f"column {', '.join(repr(name) for name in names)} {what}",
                path=str(path),
                place="line 1",
                code="missing-field" if what == "missing" else "schema",
                remedy=f"columns: {', '.join((*required, *optional))}",
            )
