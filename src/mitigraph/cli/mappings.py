"""`mappings`: which measures may be the same, for somebody to review."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from mitigraph.cli.command import Group, command
from mitigraph.cli.completion import complete_sources
from mitigraph.cli.filters import facet_filters
from mitigraph.cli.output import note, open_target, output_option
from mitigraph.cli.progress import progress
from mitigraph.cli.session import current

__all__ = ["register"]


@click.group("mappings", cls=Group)
def mappings() -> None:
    """Find what of one source may be the same as what of another.

    Example: mitigraph mappings candidates --method both -o proposals.sssom.tsv
    """


@command("candidates")
@click.option(
    "--method",
    type=click.Choice(("lexical", "semantic", "both")),
    default="lexical",
    help="lexical: nearly the same words; semantic: the same subject (extra `similarity`).",
)
@click.option(
    "--threshold",
    metavar="SCORE",
    type=click.FloatRange(0, 1),
    help="The least score of a pair, from 0 to 1; 0.6 for lexical and 0.5 for semantic without it.",
)
@click.option(
    "--limit",
    metavar="NUMBER",
    type=click.IntRange(min=1),
    help="The most pairs by each method, the best ones.",
)
@click.option(
    "--between",
    metavar="SOURCE",
    multiple=True,
    shell_complete=complete_sources,
    help="Only measures of this source document; repeatable.",
)
@click.option("--within", is_flag=True, help="Compare measures of the same document too.")
@facet_filters
@output_option
def candidates(
    method: str,
    threshold: float | None,
    limit: int | None,
    between: tuple[str, ...],
    within: bool,
    filters: dict[str, list[str]],
    output: Path | None,
) -> None:
    """Propose pairs of measures of different documents whose names and definitions are alike.

    They are written as SSSOM, a tab-separated table: related matches with their scores, to be
    reviewed. Filters hold for both measures of a pair.

    Example: mitigraph mappings candidates --between nist2024 --between barrett2024
    """
    from mitigraph.mapping import sssom_of

    if between and "source" in filters:
        raise click.UsageError("--between and --source say the same: use one of them")
    if len(set(between)) == 1 and not within:
        raise click.UsageError("name two sources with --between, or add --within")
    kb = current.graph()
    if between:
        filters["source"] = list(between)
    with progress("comparing measures"):
        found = kb.mapping_candidates(
            method, threshold=threshold, limit=limit, within=within, **filters
        )
        text = sssom_of(found)
    with open_target(output) as target:
        target.write(text.encode())
    counts = Counter(one.similarity_measure for one in found.mappings)
    told = "; ".join(f"{number} by {measure}" for measure, number in sorted(counts.items()))
    note(f"{len(found.mappings)} candidates{f': {told}' if told else ''}")


mappings.add_command(candidates)


def register(app: click.Group) -> None:
    """Add these commands to `app`."""
    app.add_command(mappings)
