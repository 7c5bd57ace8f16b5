"""Ways through the graph in words, and as a drawing; what a measure is related to, as a drawing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from mitigraph.graph.paths import Node, Paths, Relation
from mitigraph.view.diagram import Box, Diagram, Line
from mitigraph.view.table import plain

__all__ = ["ego_diagram", "in_words", "path_diagram", "path_lines", "paths_json"]

#: What the first thing of a relation is to the second.
_WORDS: Final = {
    "mg:category": "is classified as",
    "mg:actor": "is taken by",
    "mg:lifecycleStage": "is taken at",
    "mg:function": "serves",
    "mg:riskArea": "is against",
    "mg:riskCause": "is against the cause",
    "mg:measureKind": "works by means",
    "mg:describedIn": "is described in",
    "mg:discussedForRiskArea": "is discussed for",
    "mg:suggestedFor": "is suggested for",
    "skos:broader": "is part of",
    "skos:exactMatch": "is the same as",
    "skos:closeMatch": "is nearly the same as",
    "skos:broadMatch": "is narrower than",
    "skos:narrowMatch": "is broader than",
}
#: What holds both ways: one statement says as much as two.
_SYMMETRIC: Final = frozenset({"skos:exactMatch", "skos:closeMatch"})
#: Where a thing stands in the drawing of a measure: who and when, or what about and from where.
_LEFT: Final = ("actor", "stage", "function", "means", "source")


def in_words(relation: str) -> str:
    """Return what a relation says.

    Example:
        >>> in_words("mg:actor"), in_words("acme:isOwnedBy")
        ('is taken by', 'is owned by')
    """
    local = relation.rpartition(":")[2].rpartition("#")[2].rpartition("/")[2]
    return _WORDS.get(relation) or re.sub(r"(?<=[a-z])(?=[A-Z])", " ", local).lower()


def path_lines(paths: Paths) -> Iterator[str]:
    """Return the ways as text: a heading for each, then one line a step, in its direction."""
    for number, path in enumerate(paths.found, 1):
        if number > 1:
            yield ""
        yield f"{number}. {_steps(path.length)}"
        yield f"   {_named(path.nodes[0])}"
        for node, relations in zip(path.nodes[1:], path.steps, strict=True):
            for relation in _told_once(relations):
                words = in_words(relation.name)
                arrow = f"── {words} ─▶" if relation.target == node.id else f"◀─ {words} ──"
                yield f"     {arrow}"
            yield f"   {_named(node)}"


def _told_once(relations: Iterable[Relation]) -> Iterator[Relation]:
    """Yield relations without those that say the same from the other end."""
    told: set[tuple[str, frozenset[str]]] = set()
    for one in relations:
        ends = (one.name, frozenset((one.source, one.target)))
        if one.name not in _SYMMETRIC or ends not in told:
            told.add(ends)
            yield one


def _steps(number: int) -> str:
    return f"{number} step{'' if number == 1 else 's'}"


def _named(node: Node) -> str:
    return plain(f"{node.label}  [{node.id}]  {node.type}")


def paths_json(paths: Paths) -> dict[str, Any]:
    """Return the ways as plain JSON types; every relation in its own direction."""
    return {
        "from": paths.start.id,
        "to": paths.end.id,
        "more": paths.more,
        "paths": [
            {
                "length": path.length,
                "nodes": [
                    {"id": node.id, "label": node.label, "type": node.type} for node in path.nodes
                ],
                "steps": [
                    [
                        {
                            "source": one.source,
                            "relation": one.name,
                            "words": in_words(one.name),
                            "target": one.target,
                        }
                        for one in relations
                    ]
                    for relations in path.steps
                ],
            }
            for path in paths.found
        ],
    }


def path_diagram(paths: Paths) -> Diagram:
    """Return all ways together as one drawing; a thing stands in the column of its last step."""
    places: dict[str, int] = {paths.start.id: 0}
    nodes = {paths.start.id: paths.start, paths.end.id: paths.end}
    relations: dict[Relation, None] = {}
    for path in paths.found:
        for place, node in enumerate(path.nodes):
            nodes[node.id] = node
            places[node.id] = max(place, places.get(node.id, place))
        relations.update(dict.fromkeys(one for step in path.steps for one in step))
    longest = max((path.length for path in paths.found), default=1)
    places[paths.end.id] = max(longest, 1)
    several = f"{len(paths.found)} path{'' if len(paths.found) == 1 else 's'}"
    return Diagram(
        f"From {paths.start.label} to {paths.end.label}",
        f"{several}{', and more that are not drawn' if paths.more else ''}, "
        f"of up to {_steps(longest)}.",
        [Box(node.id, node.label, node.type, places[node.id]) for node in nodes.values()],
        _lines(list(relations), {key: node.label for key, node in nodes.items()}),
    )


def ego_diagram(centre: Node, around: Sequence[tuple[Node, Relation]]) -> Diagram:
    """Return a measure and what it is related to: who and when to the left, the rest right."""
    nodes = {node.id: node for node, _ in around}
    boxes = [Box(centre.id, centre.label, centre.type, 1)]
    boxes += [
        Box(node.id, node.label, node.type, 0 if node.type in _LEFT else 2)
        for node in sorted(nodes.values(), key=_place)
    ]
    labels = {key: node.label for key, node in nodes.items()} | {centre.id: centre.label}
    ordered = sorted(around, key=lambda one: _place(one[0]))
    return Diagram(
        f"{centre.label} and what it is related to",
        f"A measure, {centre.id}, and {len(nodes)} things around it.",
        boxes,
        _lines([relation for _, relation in ordered], labels),
    )


def _place(node: Node) -> tuple[int, str, str]:
    order = (*_LEFT, "category", "risk", "cause", "control", "measure")
    return (order.index(node.type) if node.type in order else len(order), node.type, node.id)


def _lines(relations: Sequence[Relation], labels: dict[str, str]) -> list[Line]:
    """Return one line for each pair and direction; several relations of it stand together."""
    joined: dict[tuple[str, str], list[str]] = {}
    for one in _told_once(relations):
        joined.setdefault((one.source, one.target), []).append(in_words(one.name))
    return [
        Line(
            source,
            target,
            "; ".join(words),
            f"{labels[source]} {' and '.join(words)} {labels[target]}.",
        )
        for (source, target), words in joined.items()
    ]
