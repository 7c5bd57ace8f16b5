"""`similar` and `graph`: what is like what, and what the network of measures looks like."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Final

import click

from mitigraph.cli.command import Group, command
from mitigraph.cli.completion import complete_things
from mitigraph.cli.output import (
    emit,
    format_option,
    layout_option,
    layout_or_default,
    note,
    open_target,
    output_option,
)
from mitigraph.cli.progress import progress
from mitigraph.cli.session import current

__all__ = ["register"]

_COLUMNS: Final = {
    "nodes": (
        "id",
        "label",
        "type",
        "degree",
        "betweenness",
        "pagerank",
        "community",
        "articulation",
    ),
    "communities": ("community", "label", "nodes", "measures", "frequent", "centre"),
    "articulations": ("id", "label", "type", "parts", "cut_off", "among_them"),
    "bridges": ("id", "label", "type", "cut_off", "among_them"),
}
_SHOWN_FACETS: Final = ("actor", "stage", "function", "means")


@command("similar")
@click.argument("identifier", metavar="ID", shell_complete=complete_things)
@click.option(
    "--limit",
    metavar="NUMBER",
    type=click.IntRange(min=1),
    default=10,
    help="The most measures.",
)
@layout_option
def similar(identifier: str, limit: int, layout: str | None) -> None:
    """List the measures that are most like one, what both share, and what a review says of the two.

    The score, from 0 to 1, weighs categories and words 0.25 each, risks 0.15, actor and stage 0.10
    each, function, means and source 0.05 each; what few measures have counts more than what many
    have.

    Example: mitigraph similar A1019 --limit 5
    """
    from mitigraph.view.network import similar_json, similar_rows

    found = current.graph().similar(identifier, limit=limit)
    rows = similar_json(found) if layout in ("json", "jsonl") else similar_rows(found)
    emit(rows, ("score", "id", "label", "shared", "reviewed"), layout)
    if not rows:
        note("no measure has anything in common with it")


@click.group("graph", cls=Group)
def graph() -> None:
    """Measure and draw the network of measures.

    Example: mitigraph graph metrics --part communities
    """


@command("metrics")
@click.option(
    "--projection",
    metavar="NAME",
    default="measure-subject",
    help="measure-subject, measure-concept, measure-measure, category-tree, relations or whole.",
)
@click.option(
    "--part",
    type=click.Choice(tuple(_COLUMNS)),
    help="Show this alone; without it a table shows the top of each, TSV and CSV the nodes.",
)
@click.option(
    "--limit",
    metavar="NUMBER",
    type=click.IntRange(min=1),
    help="The most rows of each; 10 for tables of everything.",
)
@click.option(
    "--seed",
    metavar="NUMBER",
    type=click.IntRange(min=0),
    default=1,
    help="Seed of the communities; the same one gives the same output.",
)
@click.option(
    "--backend",
    metavar="NAME",
    help="A NetworkX backend that is installed, to be tried first.",
)
@layout_option
def metrics(
    projection: str,
    part: str | None,
    limit: int | None,
    seed: int,
    backend: str | None,
    layout: str | None,
) -> None:
    """Measure a network: degree, betweenness, PageRank, communities, what alone connects parts.

    measure-subject joins measures to their categories and risks. A community is labelled by the
    values that its measures have more often than others. An articulation is a node without which
    the network falls apart; cut_off counts what it holds to the rest. JSON has all figures.

    Example: mitigraph graph metrics --projection measure-subject --part articulations
    """
    from mitigraph.view.network import metrics_json, metrics_notes, metrics_rows

    kb = current.graph()
    with progress("measuring the network"):
        found = kb.metrics(projection, seed=seed, backend=backend)
    labels = {concept.id: concept.title for concept in kb.names.concepts.values()}
    chosen = layout_or_default(layout)
    if part is None and chosen == "json":
        print(json.dumps(metrics_json(found, labels), ensure_ascii=False, indent=2))
    elif part is None and chosen in ("table", "md"):
        for name, columns in _COLUMNS.items():
            rows = metrics_rows(found, name, labels)
            shown = rows[: limit or 10]
            more = f", {len(shown)} of {len(rows)}" if len(shown) < len(rows) else ""
            print(f"{'## ' if chosen == 'md' else ''}{name.capitalize()}{more}\n")
            emit(shown, columns, chosen)
            print()
    else:
        name = part or "nodes"
        emit(metrics_rows(found, name, labels)[:limit], _COLUMNS[name], chosen)
    note(*metrics_notes(found))


@command("facets")
@format_option(("svg", "mermaid"), "How to draw.", "svg")
@output_option
def facets(layout: str, output: Path | None) -> None:
    """Draw how actors, stages, functions and means go together, each a column.

    Example: mitigraph graph facets -o facets.svg
    """
    from mitigraph.view.diagram import mermaid, svg
    from mitigraph.view.network import facet_diagram

    kb = current.graph()
    diagram = facet_diagram(
        [(facet, kb.values(facet)) for facet in _SHOWN_FACETS],
        [kb.coverage(rows, columns) for rows, columns in pairwise(_SHOWN_FACETS)],
        numbers=layout == "mermaid",
    )
    with open_target(output) as target:
        target.write({"mermaid": mermaid, "svg": svg}[layout](diagram).encode())


for _one in (metrics, facets):
    graph.add_command(_one)


def register(app: click.Group) -> None:
    """Add these commands to `app`."""
    for one in (similar, graph):
        app.add_command(one)
