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
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for index, column in enumerate(columns):
        words = [word for row in cells for word in row[index].split()]
        longest = max(map(len, [*column.split(), *words]), default=1)
        table.add_column(Text(column), overflow="fold", min_width=min(longest, _UNBROKEN))
    for row in cells:
        table.add_row(*map(Text, row))
    Console(file=to, width=width, highlight=False).print(table)
    return len(cells)


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
