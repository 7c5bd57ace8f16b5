"""`gaps`: what an organisation's profile asks for and has not in place."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from mitigraph.cli.command import command
from mitigraph.cli.output import (
    format_option,
    layout_or_default,
    note,
    open_target,
    output_option,
    width,
)
from mitigraph.cli.session import current

if TYPE_CHECKING:
    from mitigraph.profile.gaps import Gaps

__all__ = ["register"]

_LAYOUTS: Final = ("table", "tsv", "csv", "json", "md", "xlsx")
_KINDS: Final = ("cell", "category", "risk", "control")


@command("gaps")
@click.argument("profile", type=click.Path(path_type=Path))
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice(_KINDS),
    help="Only these: a role at a stage (cell), a category, a risk, a control; repeatable.",
)
@click.option(
    "--limit",
    metavar="NUMBER",
    type=click.IntRange(min=0),
    default=3,
    help="The most measures named for each gap; JSON and XLSX have them all.",
)
@format_option(_LAYOUTS, "How to report; else by the ending of -o, else a table or TSV.")
@output_option
@click.option(
    "--fail-on-gap",
    is_flag=True,
    help="End with 1 if something has nothing in place that a known measure would close.",
)
def gaps(
    profile: Path,
    kinds: tuple[str, ...],
    limit: int,
    layout: str | None,
    output: Path | None,
    fail_on_gap: bool,
) -> None:
    """Say what a profile asks for that has nothing in place, and what would close each gap.

    PROFILE is a file of `mitigraph profile new`. Asked for is some measure in place for each of
    its roles at each of its stages, in each category of the mitigation taxonomy below the top,
    against each of its risks, and for each control of its frameworks. Told apart are: nothing in
    place, only planned, in place on preliminary data only. Measures that would close a gap fit the
    profile's roles and come best evidenced first: documents, opinions for, opinions against,
    measured agreement.

    Example: mitigraph gaps examples/deployer.yaml --format md -o gaps.md
    """
    ending = output.suffix.removeprefix(".").lower() if output else ""
    chosen = layout or (ending if ending in _LAYOUTS else layout_or_default(None))
    if chosen == "xlsx" and output is None:
        raise click.UsageError("--format xlsx needs -o FILE")
    from mitigraph.view.gaps import gaps_notes

    found = current.graph().gaps(profile)
    with open_target(output) as target:
        target.write(_document(found, chosen, kinds, limit))
    note(*gaps_notes(found))
    if fail_on_gap and any(one.closable for one in found.gaps() if not kinds or one.kind in kinds):
        raise click.exceptions.Exit(1)


def _document(found: Gaps, layout: str, kinds: tuple[str, ...], limit: int) -> bytes:
    from mitigraph.view.gaps import COLUMNS, gap_rows, gap_sheets, gaps_markdown, summary_rows
    from mitigraph.view.table import write_rows

    if layout == "xlsx":
        from mitigraph.exporters.workbook import write_sheets

        book = io.BytesIO()
        write_sheets(gap_sheets(found, kinds=kinds), book, needed_for="gaps as xlsx")
        return book.getvalue()
    if layout == "md":
        return gaps_markdown(found, kinds=kinds, limit=limit).encode()
    if layout == "json":
        told = found.as_json()
        told["demands"] = [one for one in told["demands"] if not kinds or one["kind"] in kinds]
        return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()
    text = io.StringIO()
    if layout == "table":
        summary = list(summary_rows(found))
        if summary:
            write_rows(summary, list(summary[0]), to=text, layout=layout, width=width())
        text.write("\n")
    rows = gap_rows(found, kinds=kinds, limit=limit)
    write_rows(rows, COLUMNS, to=text, layout=layout, width=width())
    return text.getvalue().encode()


def register(app: click.Group) -> None:
    """Add this command to `app`."""
    app.add_command(gaps)
