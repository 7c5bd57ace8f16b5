"""Paths, likeness and figures of networks, asked for by names and answered with labels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from mitigraph.errors import AmbiguousTermError, UnknownTermError
from mitigraph.graph import to_networkx
from mitigraph.graph.metrics import Metrics, measure_network
from mitigraph.graph.paths import Node, Paths, Relation, find_paths, neighbourhood
from mitigraph.graph.similarity import Likeness, Reviewed, Similar, nearest, words_of
from mitigraph.knowledge_graph.names import Names
from mitigraph.model import FACETS
from mitigraph.query.rows import answer_rows
from mitigraph.store.protocol import Store
from mitigraph.terms import Iri, compact, expand

if TYPE_CHECKING:
    import networkx as nx

__all__ = [
    "find_node",
    "network_metrics",
    "paths_between",
    "relations_of",
    "similar_measures",
]

_ASPECTS: Final = {facet.iri: name for name, facet in FACETS.items()}
_SUGGESTIONS: Final = 3
_INVERSE: Final = {
    "exactMatch": "exactMatch",
    "closeMatch": "closeMatch",
    "broadMatch": "narrowMatch",
    "narrowMatch": "broadMatch",
    "relatedMatch": "relatedMatch",
}


def find_node(names: Names, network: nx.Graph[str], text: str) -> str:
    """Return the id of the measure, concept, control or document that `text` means.

    Raises:
        AmbiguousTermError: If it means several of one sort.
        UnknownTermError: If it means none; it names what comes nearest in all sorts.
    """
    direct = compact(expand(text) or text)
    if direct in network:
        return direct
    schemes = {concept.id.partition("/")[0] for concept in names.concepts.values()}
    sorts: Sequence[Callable[[], Iri]] = (
        lambda: names.measure(text),
        lambda: names.concept(text, schemes).iri,
        lambda: names.source(text),
    )
    near: list[str] = []
    for look_up in sorts:
        try:
            return compact(look_up())
        except AmbiguousTermError:
            raise
        except UnknownTermError as unknown:
            near += unknown.suggestions
    raise UnknownTermError(
        text,
        kind="measure, concept, control or source",
        suggestions=sorted(near, key=lambda node: -_nearness(text, node, network))[:_SUGGESTIONS],
    )


def _nearness(text: str, node: str, network: nx.Graph[str]) -> float:
    """Return how near a text is to a node's id, the end of its id, or its label, up to 100."""
    from rapidfuzz import fuzz, utils

    label = network.nodes[node].get("label", node) if node in network else node
    names = (node, node.rpartition("/")[2], label)
    return max(fuzz.ratio(text, name, processor=utils.default_process) for name in names)


def paths_between(  # noqa: PLR0913 - which paths is keyword-only
    store: Store,
    names: Names,
    start: str,
    end: str,
    *,
    everything: bool = False,
    cutoff: int | None = None,
    limit: int | None = 10,
) -> Paths:
    """Return the ways between two things; see `mitigraph.graph.paths`.

    Args:
        store: Any store with derived statements.
        names: Look-up of names in it.
        start: Any name of a measure, concept, control or document.
        end: Another.
        everything: Whether longer paths than the shortest are wanted too.
        cutoff: The most steps of a path.
        limit: The most paths; None for all, which may be very many.

    Raises:
        UnknownTermError, AmbiguousTermError: If a name means nothing or several things.
    """
    network = to_networkx(store, "relations")
    one, other = find_node(names, network, start), find_node(names, network, end)
    ways = find_paths(network, one, other, everything=everything, cutoff=cutoff)
    found = list(islice(ways, None if limit is None else limit + 1))
    ends = [neighbourhood_node(network, names, node) for node in (one, other)]
    return Paths(ends[0], ends[1], tuple(found[:limit]), limit is not None and len(found) > limit)


def neighbourhood_node(network: nx.Graph[str], names: Names, node: str) -> Node:
    """Return a node of the network, or what stands for one that has no relations."""
    if node in network:
        return neighbourhood(network, node)[0]
    title = next((one.title for one in names.concepts.values() if one.id == node), node)
    return Node(node, title, "concept")


def relations_of(store: Store, measure: str) -> tuple[Node, list[tuple[Node, Relation]]]:
    """Return a measure and what it is related to, by id: its ego network."""
    return neighbourhood(to_networkx(store, "relations"), measure)


def similar_measures(
    store: Store, names: Names, measure: str, *, limit: int | None = 10
) -> list[Similar]:
    """Return the measures that are most like one, with what they share.

    Raises:
        UnknownTermError, AmbiguousTermError: If the name means no measure or several.
    """
    iri = names.measure(measure)
    own = compact(iri)
    traits: dict[str, dict[str, frozenset[str]]] = defaultdict(dict)
    for one, aspect, values in _traits(store):
        traits[one][aspect] = values
    texts: dict[str, list[str]] = defaultdict(list)
    labels: dict[str, str] = {}
    for row in answer_rows(store, "measure-texts"):
        one, text = compact(row.iri("measure")), row.text("text") or ""
        texts[one].append(text)
        if compact(row.iri("property")) == "skos:prefLabel":
            labels.setdefault(one, text)
    for one, said in texts.items():
        traits[one]["words"] = words_of(said)
    traits.setdefault(own, {})
    mappings = _mappings(store, iri)
    same = {compact(row.iri("measure")) for row in answer_rows(store, "clusters", member=iri)}
    titles = {concept.id: concept.title for concept in names.concepts.values()}
    return [
        Similar(
            one.id,
            labels.get(one.id, one.id),
            one.score,
            dict(one.by_aspect),
            _named(one, titles),
            one.id in same,
            tuple(mappings.get(one.id, ())),
        )
        for one in nearest(traits, own, limit)
    ]


def network_metrics(store: Store, projection: str, **options: Any) -> Metrics:
    """Return the figures of a projection; see `mitigraph.graph.metrics`.

    Raises:
        UnsupportedFormatError: If there is no such projection.
        QueryError: If there is no such backend.
    """
    held: dict[str, frozenset[str]] = {}
    for measure, aspect, values in _traits(store):
        if aspect != "source":
            held[measure] = held.get(measure, frozenset()) | values
    return measure_network(to_networkx(store, projection), held, **options)


def _traits(store: Store) -> Iterator[tuple[str, str, frozenset[str]]]:
    """Yield measure, aspect and values, by measure."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in answer_rows(store, "traits"):
        aspect = _ASPECTS.get(row.iri("aspect"), "source")
        found[compact(row.iri("measure")), aspect].add(compact(row.iri("value")))
    for (measure, aspect), values in found.items():
        yield measure, aspect, frozenset(values)


def _named(likeness: Likeness, titles: dict[str, str]) -> dict[str, tuple[str, ...]]:
    return {
        aspect: tuple(titles.get(value, value) for value in values)
        for aspect, values in likeness.shared.items()
    }


def _mappings(store: Store, measure: Iri) -> dict[str, list[Reviewed]]:
    found: dict[str, list[Reviewed]] = defaultdict(list)
    for row in answer_rows(store, "measure-mappings", measure=measure):
        forward = row.iri("subject") == measure
        relation = compact(row.iri("predicate")).removeprefix("skos:")
        reviewer = row.text("reviewer")
        found[compact(row.iri("object" if forward else "subject"))].append(
            Reviewed(
                relation if forward else _INVERSE.get(relation, f"inverse of {relation}"),
                row.text("modifier") == "Not",
                row.number("confidence"),
                compact(reviewer) if reviewer else None,
                row.text("comment"),
                compact(row.iri("set")),
            )
        )
    return found
