"""`list`, `search`, `tree`: look at what is in the graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from mitigraph.cli.command import command
from mitigraph.cli.completion import complete_schemes
from mitigraph.cli.filters import facet_filters
from mitigraph.cli.output import emit, layout_option, layout_or_default, note
from mitigraph.cli.session import current

if TYPE_CHECKING:
    from mitigraph.knowledge_graph import KnowledgeGraph

__all__ = ["register"]

#: What `list` can list; all but the first and the last two are facets in the plural.
_LISTED: Final = (
    "measures",
    "categories",
    "actors",
    "stages",
    "functions",
    "risks",
    "causes",
    "kinds",
    "sources",
    "schemes",
)
_COLUMNS: Final = ("id", "label", "category", "actor", "stage", "function", "source", "status")


@command("list")
@click.argument("what", metavar="[WHAT]", type=click.Choice(_LISTED), default="measures")
@click.option(
    "--class",
    "classes",
    metavar="CLASS",
    multiple=True,
    help="OWL class of measures: TrainingTimeMeasure, ContestedMeasure, ...; repeatable.",
)
@facet_filters
@layout_option
def list_(
    what: str, classes: tuple[str, ...], filters: dict[str, list[str]], layout: str | None
) -> None:
    """List measures, or the values of a facet with their number of measures.

    WHAT is measures (unless given), categories, actors, stages, functions, risks, causes, kinds,
    sources or schemes.

    Several filters must all hold; one filter given twice means either. A value covers all that is
    narrower.

    Example: mitigraph list measures --actor developer --stage build-and-use-model
    """
    if what != "measures" and (filters or classes):
        raise click.UsageError(f"filters go with measures, not with {what}")
    kb = current.graph()
    if what == "measures":
        rows = _measures(kb, filters | {"in_class": list(classes)}, layout)
        emit(rows, _COLUMNS, layout)
        note(f"{len(rows)} measures")
    elif what == "sources":
        emit(kb.sources_listed(), ("id", "reference", "title", "year", "kind", "measures"), layout)
    elif what == "schemes":
        emit(kb.schemes(), ("id", "label", "concepts", "version", "facet"), layout)
    else:
        from mitigraph.model import FACETS

        facet = next(f for f in FACETS.values() if f.plural == what)
        columns = ("id", "label", "measures", "residual", "definition")
        emit(kb.values(facet.name), columns, layout)


def _measures(
    kb: KnowledgeGraph, filters: dict[str, list[str]], layout: str | None
) -> list[dict[str, Any]]:
    """Return measures as rows: concepts by id for a program, by title for a person."""
    from mitigraph.model import FACETS

    measures = kb.measures(**filters)
    rows = [measure.as_row() for measure in measures]
    if layout_or_default(layout) in ("json", "jsonl"):
        return rows
    for row, measure in zip(rows, measures, strict=True):
        for name in FACETS:
            row[name] = [concept.title for concept in getattr(measure, name)]
    return rows


@command("search")
@click.argument("text", nargs=-1, required=True)
@facet_filters
@click.option(
    "--limit",
    metavar="NUMBER",
    type=click.IntRange(min=1),
    default=20,
    help="The most hits to show.",
)
@layout_option
def search(
    text: tuple[str, ...], filters: dict[str, list[str]], limit: int, layout: str | None
) -> None:
    """Find measures and concepts by words in names, other names, codes and definitions.

    Each word may be misspelt or cut short. Filters keep measures only.

    Example: mitigraph search adverserial robustnes
    """
    hits = current.graph().search(" ".join(text), limit=limit, **filters)
    rows = [
        {
            "score": hit.score,
            "id": hit.id,
            "kind": hit.kind,
            "label": hit.label,
            "matched": hit.matched,
        }
        for hit in hits
    ]
    emit(rows, ("score", "id", "kind", "label", "matched"), layout)
    if not rows:
        note("nothing found")


@command("tree")
@click.argument("scheme", default="airi-mitigation/2", shell_complete=complete_schemes)
@click.option("--depth", metavar="NUMBER", type=click.IntRange(min=1), help="Levels to show.")
@layout_option
def tree(scheme: str, depth: int | None, layout: str | None) -> None:
    """Show a scheme as a tree; the number is of distinct measures at or below the concept.

    SCHEME is airi-mitigation/2 unless given; a key such as actor means its newest major version.

    Example: mitigraph tree airi-mitigation/2 --depth 2
    """
    from mitigraph.view.tree import tree_lines, tree_rows

    nodes = current.graph().tree(scheme)
    if layout in (None, "table"):
        print("\n".join(tree_lines(nodes, depth=depth)))
        return
    rows = [row for row in tree_rows(nodes) if depth is None or int(str(row["level"])) <= depth]
    emit(rows, ("level", "id", "label", "direct", "total", "residual"), layout)


def register(app: click.Group) -> None:
    """Add these commands to `app`."""
    for one in (list_, search, tree):
        app.add_command(one)
