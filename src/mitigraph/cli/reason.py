"""`reason`: what follows from the graph, and what contradicts itself."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mitigraph.cli.command import command
from mitigraph.cli.output import emit, layout_option, note, open_target
from mitigraph.cli.progress import progress
from mitigraph.cli.session import current

if TYPE_CHECKING:
    from mitigraph.reason import Engine
    from mitigraph.terms import Quad

__all__ = ["register"]

_COLUMNS = ("result", "rule", "statements", "words")


@command("reason")
@click.option(
    "--engine",
    type=click.Choice(("sparql", "owlrl", "hermit")),
    default="sparql",
    help="Queries, OWL 2 RL (extra owl), or OWL 2 DL (extra owl, Java).",
)
@click.option(
    "--output",
    "-o",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="RDF file for the statements that follow; its ending is the format.",
)
@layout_option
def reason(engine: Engine, output: Path | None, layout: str | None) -> None:
    """State what follows from the graph by rule; exit code 1 if it contradicts itself.

    A row is a rule with the number of statements that it added (a query, or the property or class
    that an OWL reasoner found more of), or a contradiction in words. All engines put measures under
    the same facets and into the same classes; for the shipped graph sparql takes a second, the
    others take minutes.

    Example: mitigraph reason --engine sparql -o inferred.ttl
    """
    from mitigraph.reader.formats import rdf_format_of

    kb = current.graph()
    if output is not None:
        rdf_format_of(output.name)  # what can't be written is known before the work is done
    with progress(f"reasoning with {engine}"):
        reasoned = kb.reason(engine)
    if output is not None:
        _write(reasoned.statements, output)
    added = [
        {"result": "added", "rule": rule, "statements": number, "words": None}
        for rule, number in reasoned.added.items()
    ]
    clashes = [
        {"result": "contradiction", "rule": one.rule, "statements": None, "words": one.words}
        for one in reasoned.contradictions
    ]
    emit([*added, *clashes], _COLUMNS, layout)
    verdict = f"{len(clashes) or 'no'} contradiction{'s' if len(clashes) > 1 else ''}"
    note(f"{len(reasoned.statements)} statements follow; {verdict}")
    if clashes:
        raise click.exceptions.Exit(1)


def _write(statements: Iterable[Quad], output: Path) -> None:
    from mitigraph.exporters.rdf import write_rdf
    from mitigraph.reader.formats import rdf_format_of
    from mitigraph.store.oxigraph import OxigraphStore

    store = OxigraphStore()
    store.add(statements)
    with open_target(output) as target:
        write_rdf(store, rdf_format_of(output.name), target)


def register(app: click.Group) -> None:
    """Add this command to `app`."""
    app.add_command(reason)
