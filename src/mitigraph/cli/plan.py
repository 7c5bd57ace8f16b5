"""`plan`: the few further measures that meet most of what a profile asks for."""

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


@command("plan")
@click.argument("profile", type=click.Path(path_type=Path))
@click.option(
    "--budget",
    metavar="NUMBER",
    required=True,
    help="The most further measures; with --cost, the most that they may cost together.",
)
@click.option(
    "--cost",
    "costs",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="What measures cost: CSV with the columns measure, cost; the measure * is all others.",
)
@click.option("--must", metavar="ID", multiple=True, help="Take this measure; repeatable.")
@click.option("--never", metavar="ID", multiple=True, help="Don't take this one; repeatable.")
@click.option(
    "--method",
    type=click.Choice(("exact", "greedy")),
    default="exact",
    help="The best plan, proved (extra plan), or a good one, measure by measure.",
)
@format_option(_LAYOUTS, "How to report; else by the ending of -o, else a table or TSV.")
@output_option
def plan(
    profile: Path,
    budget: str,
    costs: Path | None,
    must: tuple[str, ...],
    never: tuple[str, ...],
    method: str,
    layout: str | None,
    output: Path | None,
) -> None:
    """Choose the few measures that meet most of what a profile lacks, and say why these.

    PROFILE is a file of `mitigraph profile new`. What it asks for is as in `mitigraph gaps`: each
    thing counts 1, a risk the weight that the profile gives it. No plan within the budget meets
    more (or the gap is stated). Evidence settles ties only: of plans that meet as much, the
    cheapest, then the smallest, then the best evidenced, then the first by ids. The same input
    gives the same plan.

    Example: mitigraph plan examples/deployer.yaml --budget 5 --never A0059
    """
    from mitigraph.view.plan import plan_notes, write_plan

    ending = output.suffix.removeprefix(".").lower() if output else ""
    chosen = layout or (ending if ending in _LAYOUTS else layout_or_default(None))
    found = current.graph().plan(
        profile, budget, costs=costs, must=must, never=never, method=method
    )
    text = io.StringIO()
    write_plan(found, to=text, layout=chosen, width=width())
    with open_target(output) as target:
        target.write(text.getvalue().encode())
    note(*plan_notes(found))


def register(app: click.Group) -> None:
    """Add this command to `app`."""
    app.add_command(plan)
