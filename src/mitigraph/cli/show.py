"""`show`: all that the graph says of one measure, one concept or one source."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

from mitigraph.cli.command import command
from mitigraph.cli.completion import complete_things
from mitigraph.cli.output import format_option, width
from mitigraph.cli.session import current
from mitigraph.errors import AmbiguousTermError, UnknownTermError

if TYPE_CHECKING:
    from mitigraph.knowledge_graph import KnowledgeGraph
    from mitigraph.model import TreeNode
    from mitigraph.terms import Iri
    from mitigraph.view.thing import ConceptSheet, SourceSheet

__all__ = ["register"]

_WIDEST = 120


@command("show")
@click.argument("identifier", metavar="ID", shell_complete=complete_things)
@format_option(
    ("text", "md", "json", "mermaid", "svg"),
    "How to print; mermaid and svg draw a measure and what it is related to.",
    "text",
)
def show(identifier: str, layout: str) -> None:
    """Show all that the graph says of one measure, one concept of a scheme or one source.

    ID is a measure (A1019, mit-2025/A1019, an IRI or its name), else a concept or a control of a
    framework (airi-mitigation/2/1.1.2, actor/developer, GOVERN-1.1, its label), else a source
    (uuk2024).

    Example: mitigraph show A1019
    """
    from mitigraph.view.record import record_json, record_parts
    from mitigraph.view.sheet import sheet_markdown, sheet_text
    from mitigraph.view.thing import thing_json, thing_parts

    kb = current.graph()
    if layout in ("mermaid", "svg"):
        sys.stdout.write(_drawing(kb, identifier, layout))
        return
    try:
        record = kb.measure(identifier, passes=current.endpoint is None)
    except AmbiguousTermError:
        raise
    except UnknownTermError as unknown:
        thing = _concept(kb, identifier) or _source(kb, identifier)
        if thing is None:
            raise unknown from None
        facts, parts = thing_json(thing), thing_parts(thing)
    else:
        facts, parts = record_json(record), record_parts(record)
    if layout == "json":
        print(json.dumps(facts, ensure_ascii=False, indent=2))
    elif layout == "md":
        sys.stdout.write(sheet_markdown(parts))
    else:
        sys.stdout.write(sheet_text(parts, width=min(width() or _WIDEST - 20, _WIDEST)))


def _drawing(kb: KnowledgeGraph, name: str, layout: str) -> str:
    """Return a measure and what it is related to as a drawing."""
    from mitigraph.knowledge_graph.network import relations_of
    from mitigraph.terms import compact
    from mitigraph.view.diagram import mermaid, svg
    from mitigraph.view.paths import ego_diagram

    diagram = ego_diagram(*relations_of(kb.store, compact(kb.names.measure(name))))
    return mermaid(diagram) if layout == "mermaid" else svg(diagram)


def _concept(kb: KnowledgeGraph, name: str) -> ConceptSheet | None:
    """Return what the graph says of a concept; None if `name` means none."""
    from mitigraph.knowledge_graph.matches import find_matches
    from mitigraph.model import FACETS
    from mitigraph.view.thing import ConceptSheet

    schemes = {scheme["id"]: scheme for scheme in kb.schemes()}
    try:
        concept = kb.names.concept(name, {key.partition("/")[0] for key in schemes})
    except AmbiguousTermError:
        raise
    except UnknownTermError:
        return None
    scheme = "/".join(concept.id.split("/")[:2])
    by_id = {known.id: known for known in kb.names.concepts.values()}
    path = [concept]
    while (above := by_id.get(path[0].broader or "")) is not None and above not in path:
        path.insert(0, above)
    notes, names = _texts(kb, concept.iri)
    return ConceptSheet(
        concept,
        scheme,
        schemes[scheme]["label"] if scheme in schemes else scheme,
        next((f for f in FACETS if scheme.partition("/")[0] in FACETS[f].schemes), None),
        tuple(path),
        names,
        notes,
        _node(kb.tree(scheme), concept.id) if scheme in schemes else None,
        find_matches(kb.store, control=concept.iri),
    )


def _texts(kb: KnowledgeGraph, concept: Iri) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the notes on a concept and its other names."""
    from mitigraph.store.protocol import Solutions

    answer = kb.query(
        """
        SELECT DISTINCT ?kind ?text {
          VALUES ?concept { UNDEF }
          ?concept ?property ?text
          FILTER(isLiteral(?text) && LANG(?text) IN ("en", ""))
          BIND(IF(?property = skos:altLabel, "name", "note") AS ?kind)
          FILTER(?property = skos:altLabel || REGEX(STR(?property), "#([a-z]+N|n)ote$"))
        }
        ORDER BY ?property STR(?text)
        """,
        concept=concept,
    )
    rows = [tuple(map(str, row)) for row in answer] if isinstance(answer, Solutions) else []
    return (
        tuple(text for kind, text in rows if kind == "note"),
        tuple(text for kind, text in rows if kind == "name"),
    )


def _node(nodes: tuple[TreeNode, ...], identifier: str) -> TreeNode | None:
    for node in nodes:
        if node.concept.id == identifier:
            return node
        if (found := _node(node.children, identifier)) is not None:
            return found
    return None


def _source(kb: KnowledgeGraph, name: str) -> SourceSheet | None:
    """Return what the graph says of a source; None if `name` means none."""
    from mitigraph.query.objects import source_of
    from mitigraph.query.rows import answer_rows
    from mitigraph.view.thing import SourceSheet

    try:
        iri = kb.names.source(name)
    except UnknownTermError:
        return None
    for row in answer_rows(kb.store, "source", source=iri):
        return SourceSheet(
            source_of(row), row.text("kinds"), row.text("license"), row.count("measures")
        )
    return None


def register(app: click.Group) -> None:
    """Add this command to `app`."""
    app.add_command(show)
