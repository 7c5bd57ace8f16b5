"""`agreement`: how far two assessors agree."""

from __future__ import annotations

import sys
from typing import Final

import click

from mitigraph.cli.command import command
from mitigraph.cli.completion import complete_schemes
from mitigraph.cli.output import format_option, layout_or_default, note, width
from mitigraph.cli.session import current

__all__ = ["register"]

_LAYOUTS: Final = ("table", "tsv", "csv", "json", "md")


@command("agreement")
@click.argument("first", required=False)
@click.argument("second", required=False)
@click.option(
    "--scheme",
    "schemes",
    metavar="SCHEME",
    multiple=True,
    shell_complete=complete_schemes,
    help="Compare in this scheme; repeatable. Without it, in every scheme that both used.",
)
@click.option("--values", is_flag=True, help="Show how far they agree on each value.")
@click.option("--confusion", is_flag=True, help="Show which values they gave the same measures.")
@click.option(
    "--resamples",
    metavar="NUMBER",
    type=click.IntRange(min=100, max=20_000),
    default=2000,
    help="Bootstrap resamples that the intervals rest on.",
)
@click.option(
    "--seed",
    metavar="NUMBER",
    type=click.IntRange(min=0),
    default=1,
    help="Seed of the resampling; the same one gives the same output.",
)
@format_option(_LAYOUTS, "How to print; a table on a terminal, TSV in a pipe.")
def agreement(
    first: str | None,
    second: str | None,
    schemes: tuple[str, ...],
    values: bool,
    confusion: bool,
    resamples: int,
    seed: int,
    layout: str | None,
) -> None:
    """Compare two assessors: percent agreement, Cohen's kappa, Krippendorff's alpha, intervals.

    FIRST and SECOND are assessors by IRI, id or name; the two coding passes unless given. Only
    measures that both classified count.

    TSV and CSV hold one table: with --values or --confusion that one instead of the figures of
    each scheme, as shares from 0 to 1.

    Example: mitigraph agreement --scheme airi-mitigation/2 --values
    """
    from mitigraph.view.agreement import agreement_notes, write_agreement

    chosen = layout_or_default(layout)
    if first is not None and second is None:
        raise click.UsageError("name two assessors, or none for the two coding passes")
    if values and confusion and chosen in ("tsv", "csv"):
        raise click.UsageError(f"{chosen} holds one table: --values or --confusion, not both")
    kb = current.graph(passes=True)
    found = kb.agreement(first, second, schemes=schemes, resamples=resamples, seed=seed)
    write_agreement(
        found, to=sys.stdout, layout=chosen, values=values, confusion=confusion, width=width()
    )
    note(*agreement_notes(found))


def register(app: click.Group) -> None:
    """Add this command to `app`."""
    app.add_command(agreement)
