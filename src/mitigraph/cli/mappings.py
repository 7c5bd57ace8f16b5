"""`mappings`: which measures may be the same, and whether mapping files still hold."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Final

import click

from mitigraph.cli.command import Group, command
from mitigraph.cli.completion import complete_schemes, complete_sources
from mitigraph.cli.filters import facet_filters
from mitigraph.cli.output import (
    emit,
    format_option,
    layout_option,
    note,
    open_target,
    output_option,
)
from mitigraph.cli.progress import progress
from mitigraph.cli.session import current

__all__ = ["register"]

_PATH: Final = click.Path(path_type=Path)


@click.group("mappings", cls=Group)
def mappings() -> None:
    """Find what of one source may be the same as what of another; check mapping files of anybody.

    Example: mitigraph mappings check ours_theirs.sssom.tsv
    """


@command("candidates")
@click.option(
    "--method",
    type=click.Choice(("lexical", "semantic", "both", "chain", "all")),
    default="lexical",
    help="lexical: nearly the same words; semantic: the same subject (extra `similarity`); both; "
    "with --to also chain: what both already match; all: all three.",
)
@click.option(
    "--to",
    metavar="FRAMEWORK",
    shell_complete=complete_schemes,
    help="Pairs of a measure and a control of this framework, such as nist-ai-rmf/1.",
)
@click.option(
    "--threshold",
    metavar="SCORE",
    type=click.FloatRange(0, 1),
    help="The least score of a pair, from 0 to 1; without it 0.6 for lexical and 0.5 for semantic, "
    "with --to 0.25.",
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
@click.option(
    "--repeat", is_flag=True, help="With --to: give pairs again that a mapping is recorded for."
)
@facet_filters
@output_option
def candidates(
    method: str,
    to: str | None,
    threshold: float | None,
    limit: int | None,
    between: tuple[str, ...],
    within: bool,
    repeat: bool,
    filters: dict[str, list[str]],
    output: Path | None,
) -> None:
    """Propose pairs of measures of different documents whose names and definitions are alike.

    With --to: pairs of a measure and a control. They are written as SSSOM, a tab-separated table:
    related matches with their scores, to be reviewed. Filters hold for both measures of a pair.

    Example: mitigraph mappings candidates --between nist2024 --between barrett2024
    """
    from mitigraph.mapping import sssom_of

    if to is not None and (between or within or filters or limit):
        raise click.UsageError("--to does not go with filters, --between, --within or --limit")
    if to is None and (method in ("chain", "all") or repeat):
        raise click.UsageError("--method chain, --method all and --repeat go with --to FRAMEWORK")

    if between and "source" in filters:
        raise click.UsageError("--between and --source say the same: use one of them")
    if len(set(between)) == 1 and not within:
        raise click.UsageError("name two sources with --between, or add --within")
    kb = current.graph()
    if between:
        filters["source"] = list(between)
    with progress("comparing measures"):
        if to is not None:
            found = kb.control_candidates(to, method=method, threshold=threshold, repeat=repeat)
        else:
            found = kb.mapping_candidates(
                method, threshold=threshold, limit=limit, within=within, **filters
            )
        text = sssom_of(found)
    with open_target(output) as target:
        target.write(text.encode())
    counts = Counter(one.similarity_measure or "chain" for one in found.mappings)
    told = "; ".join(f"{number} by {measure}" for measure, number in sorted(counts.items()))
    note(f"{len(found.mappings)} candidates{f': {told}' if told else ''}")
    if to is not None and not told and method != "all":
        note("--method all looks for the same subject and for shared mappings too")


@command("coverage")
@layout_option
def coverage(layout: str | None) -> None:
    """Say how far measures and the controls of each framework have been mapped, both ways.

    What was looked at and has no counterpart is counted apart from what was not looked at.
    `mitigraph coverage --framework NAME` names the controls and the measures.

    Example: mitigraph mappings coverage
    """
    rows = [one.as_row() for one in current.graph().crosswalks()]
    columns = [name for name in (rows[0] if rows else {"framework": ""}) if name != "label"]
    emit(rows, columns, layout)


@command("check")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=_PATH)
@click.option(
    "--terms",
    "given",
    metavar="FILE",
    multiple=True,
    type=_PATH,
    help="A term list or an RDF file of a vocabulary to check against, in place of the list that "
    "ships for its namespace; repeatable.",
)
@format_option(("human", "json", "tsv"), "How to report.", "human")
@click.option(
    "--verbose", "-v", is_flag=True, help="Show every finding, not the first of each kind."
)
@output_option
def check(
    files: tuple[Path, ...],
    given: tuple[Path, ...],
    layout: str,
    verbose: bool,
    output: Path | None,
) -> None:
    """Tell what is wrong with mapping files: SSSOM tables or RDF, of anybody.

    Terms that their vocabulary does not have, mappings that contradict each other, rows that are
    malformed or would be dropped, unknown prefixes, predicates that map nothing. Exit code 1 if
    there is an error. Lists of AIRO 1.0, DPV 2.3, SKOS and PROV-O ship; mitigraph's own terms are
    those of the graph. Nothing is fetched.

    Example: mitigraph mappings check *.sssom.tsv --terms dpv-2.4.ttl
    """
    from mitigraph.mapping import check_mappings, read_term_list

    with progress("checking"):
        terms = [read_term_list(path) for path in given]
        report = check_mappings(files, terms=terms, data=[Path(one) for one in current.data])
    with open_target(output) as target:
        target.write(report.text(layout, verbose=verbose).encode())
    if output is not None:
        note(report.summary())
    if not report.conforms:
        raise click.exceptions.Exit(1)


@command("terms")
@click.argument("file", type=_PATH)
@click.option(
    "--namespace",
    metavar="IRI",
    help="What the terms begin with; the namespace that the vocabulary calls its own without it.",
)
@output_option
def terms(file: Path, namespace: str | None, output: Path | None) -> None:
    """List the terms that a vocabulary declares, to check mappings against.

    FILE is an RDF file of the vocabulary. The list is a text file, one IRI a line, with its version
    and the digest of FILE.

    Example: mitigraph mappings terms dpv.ttl --namespace https://w3id.org/dpv# -o dpv.terms.txt
    """
    from mitigraph.mapping import terms_of

    found = terms_of(file, namespace)
    with open_target(output) as target:
        target.write(found.text().encode())
    note(f"{len(found.terms)} terms of {found.name}")


for one in (candidates, coverage, check, terms):
    mappings.add_command(one)


def register(app: click.Group) -> None:
    """Add these commands to `app`."""
    app.add_command(mappings)
