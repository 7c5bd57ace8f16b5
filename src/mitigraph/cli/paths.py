"""`paths`: the ways from one thing to another."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import click

from mitigraph.cli.command import command
from mitigraph.cli.completion import complete_things
from mitigraph.cli.output import format_option, note, open_target, output_option
from mitigraph.cli.progress import progress
from mitigraph.cli.session import current

__all__ = ["register"]

_LAYOUTS: Final = ("text", "json", "mermaid", "svg")


@command("paths")
@click.argument("start", metavar="FROM", shell_complete=complete_things)
@click.argument("end", metavar="TO", shell_complete=complete_things)
@click.option("--all", "everything", is_flag=True, help="Longer paths than the shortest too.")
@click.option(
    "--cutoff",
    metavar="NUMBER",
    type=click.IntRange(min=1),
    help="The most steps of a path.",
)
@click.option(
    "--limit",
    metavar="NUMBER",
    type=click.IntRange(min=1, max=10_000),
    default=10,
    help="The most paths.",
)
@format_option(_LAYOUTS, "How to print.", "text")
@output_option
def paths(
    start: str,
    end: str,
    everything: bool,
    cutoff: int | None,
    limit: int,
    layout: str,
    output: Path | None,
) -> None:
    """Show the shortest paths between two measures, categories, risks, actors, controls or sources.

    A path goes along relations in either direction; none leads through a status, a scheme, a kind
    of record or an "other". Shorter paths come first, then those by way of what fewer things have.
    Without --all, the shortest alone.

    Example: mitigraph paths A1019 MANAGE-1.3 --all --limit 3
    """
    from mitigraph.view.diagram import mermaid, svg
    from mitigraph.view.paths import path_diagram, path_lines, paths_json

    kb = current.graph()
    with progress("looking for paths"):
        found = kb.paths(start, end, everything=everything, cutoff=cutoff, limit=limit)
    if layout == "json":
        text = json.dumps(paths_json(found), ensure_ascii=False, indent=2) + "\n"
    elif layout == "text":
        text = "".join(f"{line}\n" for line in path_lines(found))
    else:
        text = {"mermaid": mermaid, "svg": svg}[layout](path_diagram(found))
    with open_target(output) as target:
        target.write(text.encode())
    within = f" of up to {cutoff} steps" if cutoff else ""
    if not found.found:
        note(f"no path{within} from {found.start.id} to {found.end.id}")
    elif found.more:
        note(f"{len(found.found)} paths shown, there are more: raise --limit or lower --cutoff")


def register(app: click.Group) -> None:
    """Add this command to `app`."""
    app.add_command(paths)
