"""`compare`: what one source, framework, profile or graph covers that another does not."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Final

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

__all__ = ["register"]

_LAYOUTS: Final = ("table", "tsv", "csv", "json", "md")
_KINDS: Final = ("cell", "category", "risk", "control")


@command("compare")
@click.argument("a")
@click.argument("b")
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice(_KINDS),
    help="Only these: a role at a stage (cell), a category, a risk, a control; repeatable.",
)
@click.option("--both", is_flag=True, help="List what both cover too.")
@format_option(_LAYOUTS, "How to report; else by the ending of -o, else a table or TSV.")
@output_option
def compare(
    a: str, b: str, kinds: tuple[str, ...], both: bool, layout: str | None, output: Path | None
) -> None:
    """Say what the measures of A cover that those of B do not, and the other way round.

    A and B are each a file with a profile (the measures in place count), an RDF file with a graph
    or release (all its measures), a source document such as uuk2024 (those that it describes), or
    a framework such as nist-ai-rmf (those that reach its controls). They need not be of one kind.
    For what changed from one release to the next see `mitigraph diff`.

    Example: mitigraph compare uuk2024 schuett2023 --kind category
    """
    from mitigraph.view.comparison import comparison_notes, write_comparison

    ending = output.suffix.removeprefix(".").lower() if output else ""
    chosen = layout or (ending if ending in _LAYOUTS else layout_or_default(None))
    found = current.graph().compare(a, b)
    text = io.StringIO()
    write_comparison(found, to=text, layout=chosen, kinds=kinds, both=both, width=width())
    with open_target(output) as target:
        target.write(text.getvalue().encode())
    note(*comparison_notes(found))


def register(app: click.Group) -> None:
    """Add this command to `app`."""
    app.add_command(compare)
