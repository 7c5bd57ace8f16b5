"""Similar measures, figures of a network, and how facets go together, as a person reads them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

from mitigraph.graph.metrics import Metrics
from mitigraph.graph.separation import Cut
from mitigraph.graph.similarity import Reviewed, Similar
from mitigraph.model import Coverage
from mitigraph.view.diagram import Box, Diagram, Line

__all__ = [
    "PARTS",
    "facet_diagram",
    "metrics_json",
    "metrics_notes",
    "metrics_rows",
    "similar_json",
    "similar_rows",
]

#: What the figures of a network are of.
PARTS: Final = ("nodes", "communities", "articulations", "bridges")
_SHOWN_WORDS: Final = 6
_RELATIONS: Final = {
    "exactMatch": "the same",
    "closeMatch": "nearly the same",
    "broadMatch": "the other is broader",
    "narrowMatch": "the other is narrower",
    "relatedMatch": "related",
}


def similar_rows(found: Sequence[Similar]) -> list[dict[str, object]]:
    """Return one row a measure: score, id, label, what both share, what a review says."""
    return [
        {
            "score": f"{one.score:.3f}",
            "id": one.id,
            "label": one.label,
            "shared": _shared(one),
            "reviewed": [*(["same cluster"] if one.same else []), *map(_review, one.mappings)],
        }
        for one in found
    ]


def _shared(one: Similar) -> list[str]:
    return [
        f"{aspect}: {', '.join(values[:_SHOWN_WORDS])}"
        + (f" and {len(values) - _SHOWN_WORDS} more" if len(values) > _SHOWN_WORDS else "")
        for aspect, values in one.shared.items()
    ]


def _review(mapping: Reviewed) -> str:
    relation = _RELATIONS.get(mapping.relation, mapping.relation)
    sure = "" if mapping.confidence is None else f" ({mapping.confidence:g})"
    return f"{'not ' if mapping.denied else ''}{relation}{sure}"


def similar_json(found: Sequence[Similar]) -> list[dict[str, Any]]:
    """Return all that is known of each as plain JSON types."""
    return [
        {
            **asdict(one),
            "by_aspect": {aspect: round(index, 6) for aspect, index in one.by_aspect.items()},
        }
        for one in found
    ]


def metrics_json(metrics: Metrics, labels: Mapping[str, str]) -> dict[str, Any]:
    """Return all figures as plain JSON types; `labels` name the values in communities' labels."""
    return {
        **asdict(metrics),
        "communities": [
            {**asdict(one), "label": row["label"]}
            for one, row in zip(
                metrics.communities, metrics_rows(metrics, "communities", labels), strict=True
            )
        ],
    }


def metrics_rows(metrics: Metrics, part: str, labels: Mapping[str, str]) -> list[dict[str, object]]:
    """Return the rows of one of `PARTS`.

    Args:
        metrics: The figures.
        part: Whose.
        labels: The names of facet values by id.
    """
    named = {one.id: one for one in metrics.nodes}
    if part == "nodes":
        return [
            {
                **asdict(one),
                "betweenness": f"{one.betweenness:.5f}",
                "pagerank": f"{one.pagerank:.5f}",
            }
            for one in metrics.nodes
        ]
    if part == "communities":
        return [
            {
                "community": one.number,
                "label": "; ".join(labels.get(trait.value, trait.value) for trait in one.traits)
                or named[one.centre].label,
                "nodes": len(one.members),
                "measures": one.measures,
                "frequent": [
                    f"{trait.value} {trait.inside} of {trait.overall}" for trait in one.traits
                ],
                "centre": one.centre,
            }
            for one in metrics.communities
        ]
    cuts = metrics.articulations if part == "articulations" else metrics.bridges
    return [_cut(cut, named) for cut in _measures_first(cuts, named)]


def _measures_first(cuts: Sequence[Cut], named: Mapping[str, Any]) -> list[Cut]:
    return sorted(cuts, key=lambda cut: all(named[node].type != "measure" for node in cut.nodes))


def _cut(cut: Cut, named: Mapping[str, Any]) -> dict[str, object]:
    return {
        "id": " -- ".join(cut.nodes),
        "label": " -- ".join(named[node].label for node in cut.nodes),
        "type": " -- ".join(named[node].type for node in cut.nodes),
        "parts": cut.parts,
        "cut_off": cut.cut_off,
        "among_them": [named[node].label for node in cut.examples],
    }


def metrics_notes(metrics: Metrics) -> list[str]:
    """Return what a reader has to know beside the tables, one sentence each."""
    measures = {one.id for one in metrics.nodes if one.type == "measure"}
    alone = sum(cut.nodes[0] in measures for cut in metrics.articulations)
    notes = [
        (
            f"{metrics.projection}: {len(metrics.nodes)} nodes, {metrics.edges} edges, "
            f"{metrics.components} parts; {len(metrics.communities)} communities "
            f"(modularity {metrics.modularity:.3f})."
        ),
        f"{alone} measures alone connect parts of it; {len(metrics.bridges)} edges do.",
    ]
    if metrics.pivots is not None:
        notes.append(f"Betweenness is estimated from {metrics.pivots} nodes drawn with the seed.")
    return notes


def facet_diagram(
    values: Sequence[tuple[str, Sequence[Mapping[str, Any]]]],
    tables: Sequence[Coverage],
    *,
    numbers: bool = False,
) -> Diagram:
    """Return how the values of neighbouring facets go together, a facet a column.

    Args:
        values: Each facet with the rows of `KnowledgeGraph.values`; residual ones are left out, and
            those that no table has, such as a value that groups others.
        tables: The cross table of each facet and the next; a cell of 0 is no line.
        numbers: Whether the number of measures stands on each line; it is in its sentence always.
    """
    boxes, lines = [], []
    compared = {one.id for table in tables for one in (*table.rows, *table.columns)}
    for column, (facet, rows) in enumerate(values):
        boxes += [
            Box(row["id"], row["label"], facet, column, _measures(row["measures"]))
            for row in rows
            if not row["residual"] and row["id"] in compared
        ]
    keys = {box.key for box in boxes}
    for table in tables:
        cells = [
            (row, column, table.count(row, column))
            for row in table.rows
            for column in table.columns
        ]
        most = max((count for *_, count in cells), default=1) or 1
        lines += [
            Line(
                row.id,
                column.id,
                str(count) if numbers else "",
                f"{row.title} and {column.title}: {count}.",
                count / most,
                directed=False,
            )
            for row, column, count in cells
            if count and row.id in keys and column.id in keys
        ]
    facets = [facet for facet, _ in values]
    return Diagram(
        f"How {', '.join(facets[:-1])} and {facets[-1]} go together",
        "Each line is the number of measures that have both values; the thicker, the more. "
        "A measure with several values counts at several lines.",
        boxes,
        lines,
        facets,
    )


def _measures(number: int) -> str:
    return f"{number} measure{'' if number == 1 else 's'}"
