"""`migrate`: what a list of measures or codes becomes in another version of a taxonomy."""

from __future__ import annotations

import csv
import io
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click

from mitigraph.cli.command import command
from mitigraph.cli.output import emit, layout_option, layout_or_default, note
from mitigraph.cli.session import current

__all__ = ["register"]

#: First cells that make a line a header.
_HEADERS: Final = ("id", "measure", "record", "name", "code", "category")
_SHOWN: Final = 4


@command("migrate")
@click.argument("file")
@click.option(
    "--from", "start", required=True, metavar="SCHEME", help="As they are classified now."
)
@click.option("--to", "end", required=True, metavar="SCHEME", help="Where they are to arrive.")
@layout_option
def migrate(file: str, start: str, end: str, layout: str | None) -> None:
    """Say what each measure or code of a list becomes in another taxonomy, and what stays open.

    FILE (- for standard input) has one entry a line: a measure (id, record number or name), a code,
    or a name of your own, a comma and its code. Measures that the graph classifies in both schemes
    have their answer; for a code the measures classified in both are the evidence.

    Example: mitigraph migrate codes.txt --from airi-mitigation/1 --to airi-mitigation/2
    """
    entries = list(_entries(_text(file)))
    kb = current.graph()
    found = kb.migrate(entries, start, end)
    if layout_or_default(layout) in ("json", "jsonl"):
        emit((one.as_row() for one in found), (), layout)
    else:
        rows = (
            {
                "entry": one.entry,
                "from": one.source.title if one.source else "",
                "becomes": one.target.title if one.target else "",
                "verdict": one.verdict.value,
                "where they went": _evidence(one.as_row()["candidates"], one.reason),
            }
            for one in found
        )
        emit(rows, ("entry", "from", "becomes", "verdict", "where they went"), layout)
    counts = Counter(one.verdict.value for one in found)
    told = ", ".join(f"{number} {verdict}" for verdict, number in sorted(counts.items()))
    note(f"{len(found)} entries: {told}")
    if counts["unknown"]:
        raise click.exceptions.Exit(1)


def _evidence(candidates: list[dict[str, object]], reason: str) -> str:
    if len(candidates) <= 1:
        return reason
    shown = [f"{c['id']} ({c['measures']})" for c in candidates[:_SHOWN]]
    more = len(candidates) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")


def _text(file: str) -> str:
    from mitigraph.reader.text import read_text

    return sys.stdin.read() if file == "-" else read_text(Path(file))


def _entries(text: str) -> Iterator[list[str]]:
    """Yield the entries of a list: one cell or, where a code stands beside a name, two."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    delimiter = "\t" if any("\t" in line for line in lines) else ","
    for number, cells in enumerate(csv.reader(io.StringIO("\n".join(lines)), delimiter=delimiter)):
        found = [cell.strip() for cell in cells[:2] if cell.strip()]
        if found and not (number == 0 and found[0].casefold() in _HEADERS):
            yield found


def register(app: click.Group) -> None:
    """Add this command to `app`."""
    app.add_command(migrate)
