"""Rows written as a table, TSV, CSV, JSON, JSON Lines or Markdown.

Sources:
    TSV: text/tab-separated-values (IANA); CSV: RFC 4180; JSON Lines: https://jsonlines.org.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TextIO

__all__ = ["FORMATS", "plain", "write_rows"]

#: The formats that every listing command can write.
FORMATS: Final = ("table", "tsv", "csv", "json", "jsonl", "md")

#: Words up to this length are not broken over two lines of a table.
_UNBROKEN: Final = 16
#: However many columns there are, each has room for so many characters.
_AT_LEAST: Final = 5
#: Blanks between two columns.
_BETWEEN: Final = 3
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def plain(value: object) -> str:
    """Return a value as text without control characters, so that data can't steer a terminal.

    None is empty, a list is its items joined by "; ", a boolean is "yes" or empty.

    Example:
        >>> plain(["a", "b"])
        'a; b'
        >>> plain("red" + chr(27) + "[31m")
        'red�[31m'
    """
    if value is None or value is False:
        return ""
    if value is True:
        return "yes"
    if isinstance(value, (list, tuple)):
        return "; ".join(plain(item) for item in value)
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", str(value).replace("\r\n", "\n"))


def write_rows(
    rows: Iterable[Mapping[str, object]],
    columns: Sequence[str],
    *,
    to: TextIO,
    layout: str,
    width: int | None = None,
) -> int:
    """Write rows and return how many there were.

    Args:
        rows: One mapping a row; values are plain JSON types.
        columns: The keys to write, in order. JSON formats write every key of each row instead.
        to: Where to.
        layout: One of `FORMATS`. All but "table" and "json" stream.
        width: Columns of the terminal, for "table".

    Example:
        >>> import sys
        >>> write_rows([{"id": "a", "n": 1}], ["id", "n"], to=sys.stdout, layout="md")
        | id | n |
        | --- | --- |
        | a | 1 |
        1
    """
    return {
        "table": _table,
        "tsv": _tsv,
        "csv": _csv,
        "json": _json,
        "jsonl": _jsonl,
        "md": _markdown,
    }[layout](rows, columns, to, width)


def _one_line(value: object) -> str:
    return re.sub(r"\s+", " ", plain(value)).strip()


def _table(
    rows: Iterable[Mapping[str, object]], columns: Sequence[str], to: TextIO, width: int | None
) -> int:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    cells = [[_one_line(row.get(column)) for column in columns] for row in rows]
    # In a table the words of a heading may stand below each other.
    headings = [column.replace("_", " ") for column in columns]
    room = Console(file=to, width=width).width
    widths = _widths(list(zip(headings, *cells, strict=True)), room)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for heading, wide in zip(headings, widths, strict=True):
        table.add_column(Text(heading), overflow="fold", width=wide)
    for row in cells:
        table.add_row(*map(Text, row))
    # Where so many columns don't fit, the lines get longer: what is cut off would be missed.
    Console(file=to, width=max(room, _total(widths)), highlight=False).print(table)
    return len(cells)


def _widths(columns: Sequence[Sequence[str]], room: int) -> list[int]:
    """Return how wide each column of texts is to be: as much alike as what is in them allows."""
    texts = [max(map(len, column)) for column in columns]
    words = [
        max(len(word) for text in (*column, "-") for word in text.split()) for column in columns
    ]
    # What the first column holds is copied more often than read: it is broken last.
    key = min(words[0], _UNBROKEN) if words else 0
    least = [
        [key, *(min(word, most) for word in words[1:])]
        for most in range(_UNBROKEN, _AT_LEAST - 1, -1)
    ]
    shortest = next((widths for widths in least if _total(widths) <= room), least[-1])
    for most in range(min(max(texts, default=0), room), 0, -1):
        widths = [max(low, min(text, most)) for low, text in zip(shortest, texts, strict=True)]
        if _total(widths) <= room:
            return widths
    return shortest


def _total(widths: Sequence[int]) -> int:
    return sum(widths) + _BETWEEN * (len(widths) - 1)


def _tsv(
    rows: Iterable[Mapping[str, object]], columns: Sequence[str], to: TextIO, _width: int | None
) -> int:
    to.write("\t".join(columns) + "\n")
    count = 0
    for row in rows:
        count += 1
        to.write("\t".join(_one_line(row.get(column)) for column in columns) + "\n")
    return count


def _csv(
    rows: Iterable[Mapping[str, object]], columns: Sequence[str], to: TextIO, _width: int | None
) -> int:
    writer = csv.writer(to, lineterminator="\n")
    writer.writerow(columns)
    count = 0
    for row in rows:
        count += 1
        writer.writerow([plain(row.get(column)) for column in columns])
    return count


def _json(
    rows: Iterable[Mapping[str, object]], _columns: Sequence[str], to: TextIO, _width: int | None
) -> int:
    found = [dict(row) for row in rows]
    json.dump(found, to, ensure_ascii=False, indent=2)
    to.write("\n")
    return len(found)


def _jsonl(
    rows: Iterable[Mapping[str, object]], _columns: Sequence[str], to: TextIO, _width: int | None
) -> int:
    count = 0
    for row in rows:
        count += 1
        to.write(json.dumps(row, ensure_ascii=False) + "\n")
    return count


def _markdown(
    rows: Iterable[Mapping[str, object]], columns: Sequence[str], to: TextIO, _width: int | None
) -> int:
    to.write("| " + " | ".join(columns) + " |\n")
    to.write("|" + " --- |" * len(columns) + "\n")
    count = 0
    for row in rows:
        count += 1
        cells = (_one_line(row.get(column)).replace("|", "\\|") for column in columns)
        to.write("| " + " | ".join(cells) + " |\n")
    return count
