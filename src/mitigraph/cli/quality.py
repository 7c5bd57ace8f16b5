"""`quality`: published quality checks on our vocabulary or on any other, with a score."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from mitigraph.cli.command import command
from mitigraph.cli.output import emit, format_option, note, open_target, output_option
from mitigraph.cli.progress import progress
from mitigraph.cli.session import current

if TYPE_CHECKING:
    from mitigraph.store.protocol import Store

__all__ = ["register"]

_FAMILIES: Final = ("skos", "qskos", "foops", "oops", "robot")
#: Seconds for a check, where a time limit costs a fork; elsewhere it costs a new interpreter each.
_TIMEOUT: Final = 60.0
_SEVERITIES: Final = ("violation", "warning", "info")


@command("quality")
@click.argument("files", metavar="[FILE]...", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--family",
    "families",
    multiple=True,
    type=click.Choice(_FAMILIES),
    help="Only these checks; repeatable.",
)
@click.option("--with-data", is_flag=True, help="Without FILE: check measures and mappings too.")
@format_option(("human", "json", "md", "ttl"), "How to report; ttl is the W3C's DQV.", "human")
@click.option(
    "--fail-on",
    type=click.Choice((*_SEVERITIES, "never")),
    default="violation",
    help="Exit with 1 if a check of this severity, or a graver one, fails.",
)
@click.option(
    "--limit",
    metavar="NUMBER",
    type=click.IntRange(min=0),
    default=3,
    help="Findings of each check to show.",
)
@click.option(
    "--exemptions",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Further findings that are no faults: TSV with check, start of IRI, reason.",
)
@click.option(
    "--timeout",
    metavar="SECONDS",
    type=click.FloatRange(min=0, min_open=True),
    default=None,
    help="Give up a check after this time, and say so. On Linux 60 without it.",
)
@click.option("--list", "listed", is_flag=True, help="List the checks and run none.")
@output_option
def quality(
    files: tuple[Path, ...],
    families: tuple[str, ...],
    with_data: bool,
    layout: str,
    fail_on: str,
    limit: int,
    exemptions: Path | None,
    timeout: float | None,
    listed: bool,
    output: Path | None,
) -> None:
    """Check the quality of a vocabulary: qSKOS, FOOPS!, OOPS! and ROBOT checks, and a score.

    Each FILE is an ontology or a SKOS vocabulary in RDF; all are checked together. Without FILE it
    is mitigraph's own: core, strict axioms, schemes, frameworks and generated classes. Nothing is
    fetched; checks that need the network are listed as not run.

    The score is the share of the checks passed, those of violations weighing 4, of warnings 2, of
    notes 1; checks without anything to look at do not count.

    Example: mitigraph quality thesaurus.ttl --family qskos --fail-on warning
    """
    from mitigraph.quality import NOT_RUN, assess, checks, read_exemptions, shipped_exemptions
    from mitigraph.store.deadline import CAN_FORK
    from mitigraph.validate import Severity
    from mitigraph.view.quality import check_rows, quality_text

    if listed:
        apart = [one for one in NOT_RUN if not families or one.family in families]
        rows = check_rows(checks(families), apart)
        columns = ("check", "severity", "about", "finds")
        emit(rows, columns, layout if layout in ("json", "md") else None)
        return
    if current.endpoint:
        raise click.UsageError("an endpoint can't be checked; export it and give the file")
    if files and with_data:
        raise click.UsageError("--with-data goes with mitigraph's own vocabulary, not with FILE")
    listed_exemptions = shipped_exemptions() + (read_exemptions(exemptions) if exemptions else ())
    store = _store(files, with_data=with_data)
    if timeout is None and CAN_FORK:
        timeout = _TIMEOUT
    with progress("checking"):
        report = assess(store, families=families, exemptions=listed_exemptions, timeout=timeout)
    with open_target(output) as target:
        target.write(quality_text(report, layout, limit=limit).encode())
    if output is not None and report.score is not None:
        note(f"score {report.score:g} of 100")
    if report.worst and fail_on != "never" and report.worst.rank <= Severity(fail_on).rank:
        raise click.exceptions.Exit(1)


def _store(files: tuple[Path, ...], *, with_data: bool) -> Store:
    """Return a store with what is to be checked; files of `-d` are added to it."""
    from mitigraph.quality import own_vocabulary
    from mitigraph.reader import read_into
    from mitigraph.store.oxigraph import OxigraphStore
    from mitigraph.terms import BASE, Iri

    store = OxigraphStore() if files else own_vocabulary(data=with_data)
    paths: list[Path | str] = [*files, *current.data]
    for path in paths:
        with progress(f"loading {path}"):
            read_into(store, path, graph=Iri(f"{BASE}graph/checked") if files else None)
    return store


def register(app: click.Group) -> None:
    """Add this command to `app`."""
    app.add_command(quality)
