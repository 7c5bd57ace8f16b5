"""Figures of a projection: who is central, what belongs together, what alone connects parts.

| figure | of | how |
|---|---|---|
| degree | a node | neighbours, in a simple network without directions |
| betweenness | a node | share of the shortest paths between others that pass it (Brandes) |
| pagerank | a node | where a random walk with damping 0.85 is, by edge weight; sums to 1 |
| communities | the network | Louvain, resolution 1, by edge weight, with a seed |
| articulations | a node | without it, its part of the network falls apart |
| bridges | an edge | likewise |

Betweenness is exact as long as nodes times edges stay under `EXACT_UP_TO`; beyond, it is estimated
from as many pivots as that allows (Brandes and Pich), drawn with the seed, and `Metrics.pivots`
tells how many. The rest is linear, or nearly, in the number of edges.

A community is labelled by the facet values that its measures have more often than all measures, the
most telling by Dunning's log-likelihood ratio.

NetworkX hands betweenness, Louvain and biconnected components to a backend where one is asked for,
by `backend` here or by NETWORKX_BACKEND_PRIORITY in the environment; what a backend lacks NetworkX
computes itself. PageRank is computed here, since that of NetworkX needs SciPy.

Sources:
    Brandes, "A faster algorithm for betweenness centrality" (2001); Brandes, Pich, "Centrality
    estimation in large networks" (2007); Blondel et al., "Fast unfolding of communities in large
    networks" (2008); Page et al., "The PageRank citation ranking" (1999); Hopcroft, Tarjan,
    "Efficient algorithms for graph manipulation" (1973); Dunning, "Accurate methods for the
    statistics of surprise and coincidence" (1993).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING, Final

from mitigraph.errors import QueryError
from mitigraph.graph.separation import Cut, cuts_of

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["EXACT_UP_TO", "Community", "Metrics", "NodeFigures", "measure_network"]

#: Nodes times edges up to which betweenness is exact; about four seconds.
EXACT_UP_TO: Final = 12_000_000
_LABEL_VALUES: Final = 3
#: The ratio at which a single test would be significant at 0.1 % (chi-squared, one degree).
_TELLING: Final = 10.83
_DAMPING: Final = 0.85
_TOLERANCE: Final = 1e-9
_MOST_ROUNDS: Final = 200


@dataclass(frozen=True, slots=True)
class NodeFigures:
    """The figures of one node; `community` is the number of its community, from 1."""

    id: str
    label: str
    type: str
    degree: int
    betweenness: float
    pagerank: float
    community: int
    articulation: bool


@dataclass(frozen=True, slots=True)
class Trait:
    """A facet value that is frequent in a community.

    `inside` of the community's measures have it, and `overall` of all measures in the network.
    """

    value: str
    inside: int
    overall: int


@dataclass(frozen=True, slots=True)
class Community:
    """Nodes that are joined more to each other than to the rest.

    Args:
        number: From 1, the largest first.
        members: Ids of its nodes.
        measures: How many of them are measures.
        traits: The values that its measures have more often than others, the most telling first;
            empty where no value is telling or no node is a measure.
        centre: Id of its node with the highest PageRank.
    """

    number: int
    members: tuple[str, ...]
    measures: int
    traits: tuple[Trait, ...]
    centre: str


@dataclass(frozen=True, slots=True)
class Metrics:
    """All figures of one projection.

    Args:
        projection: Its name.
        edges: Its number of edges as a simple network without directions or loops.
        components: How many parts it has that nothing connects.
        pivots: The nodes that betweenness was estimated from; None where it is exact.
        modularity: Of the communities, at most 1.
        nodes: By PageRank, highest first, then id.
        communities: The largest first.
        articulations: Nodes that alone connect parts; those that cut off most first.
        bridges: Edges that alone connect parts; likewise.
    """

    projection: str
    edges: int
    components: int
    pivots: int | None
    modularity: float
    nodes: tuple[NodeFigures, ...]
    communities: tuple[Community, ...]
    articulations: tuple[Cut, ...]
    bridges: tuple[Cut, ...]


def measure_network(
    network: nx.Graph[str],
    traits: Mapping[str, frozenset[str]],
    *,
    seed: int = 1,
    backend: str | None = None,
) -> Metrics:
    """Return the figures of a projection; the same input gives the same output.

    Args:
        network: Any projection; directions, loops and double edges are dropped.
        traits: Facet values of each measure, for the labels of communities.
        seed: Of the order in which Louvain visits nodes, and of the pivots.
        backend: The NetworkX backend to try first.

    Raises:
        QueryError: If no such backend is installed, or it doesn't fit this NetworkX.
    """
    import networkx as nx

    ids = list(network)
    number = {node: index for index, node in enumerate(ids)}
    # Whole numbers hash alike in every run, so sets of them have one order; sets of text have not.
    plain: nx.Graph[int] = nx.Graph()
    plain.add_nodes_from(range(len(ids)))
    for one, other, data in network.edges(data=True):
        if one != other:
            plain.add_edge(number[one], number[other], weight=float(data.get("weight", 1)))
    size = plain.number_of_nodes() * plain.number_of_edges()
    pivots = None if size <= EXACT_UP_TO else max(EXACT_UP_TO // plain.number_of_edges(), 1)
    if pivots is not None and pivots >= len(ids):
        pivots = None
    priority = _priority(backend)
    try:
        with nx.config(backend_priority=priority):
            between = nx.betweenness_centrality(plain, k=pivots, seed=seed)
            parts = nx.community.louvain_communities(plain, weight="weight", seed=seed)
            blocks = list(nx.biconnected_component_edges(plain))
    except ImportError as error:
        raise QueryError(
            f"a NetworkX backend of {', '.join(priority)} can't be used: {error}"
        ) from error
    edges = plain.number_of_edges()
    modularity = nx.community.modularity(plain, parts, weight="weight") if edges else 0
    rank = _pagerank(plain)
    articulations, bridges = cuts_of(blocks, ids)
    cutting = {cut.nodes[0] for cut in articulations}
    ordered = sorted((sorted(part) for part in parts), key=lambda part: (-len(part), part))
    community = {node: place for place, part in enumerate(ordered, 1) for node in part}
    figures = [
        NodeFigures(
            node,
            str(network.nodes[node].get("label", node)),
            _type(network, node, traits),
            plain.degree(index),
            round(between[index], 9),
            round(rank[index], 9),
            community[index],
            node in cutting,
        )
        for node, index in number.items()
    ]
    return Metrics(
        str(network.name),
        edges,
        nx.number_connected_components(plain),
        pivots,
        round(float(modularity), 6),
        tuple(sorted(figures, key=lambda one: (-one.pagerank, one.id))),
        tuple(_communities(ordered, figures, traits)),
        articulations,
        bridges,
    )


def _priority(backend: str | None) -> list[str]:
    """Return the backends to try in order: the one that is asked for, then those of NetworkX."""
    import networkx as nx

    usual = list(nx.config.backend_priority.algos)  # type: ignore[attr-defined]
    if backend is None:
        return usual
    installed = sorted({"networkx", *nx.config.backends})
    if backend not in installed:
        raise QueryError(
            f'no NetworkX backend "{backend}" is installed; installed: {", ".join(installed)}'
        )
    return [backend, *(name for name in usual if name != backend)]


def _type(network: nx.Graph[str], node: str, traits: Mapping[str, frozenset[str]]) -> str:
    return "measure" if node in traits else str(network.nodes[node].get("type", "thing"))


def _pagerank(network: nx.Graph[int]) -> dict[int, float]:
    """Return PageRank by power iteration; a node without neighbours jumps anywhere."""
    if not network:
        return {}
    chance = 1 / len(network)
    ways = {
        node: [(other, data["weight"]) for other, data in network.adj[node].items()]
        for node in network
    }
    strength = {node: sum(weight for _, weight in found) for node, found in ways.items()}
    rank = dict.fromkeys(network, chance)
    for _ in range(_MOST_ROUNDS):
        lost = sum(rank[node] for node in network if not strength[node])
        base = (1 - _DAMPING) * chance + _DAMPING * lost * chance
        flow = {node: rank[node] / strength[node] for node in network if strength[node]}
        moved = {
            node: base + _DAMPING * sum(flow[other] * weight for other, weight in ways[node])
            for node in network
        }
        change = sum(abs(moved[node] - rank[node]) for node in network)
        rank = moved
        if change < _TOLERANCE:
            break
    return rank


def _communities(
    parts: Sequence[Sequence[int]],
    figures: Sequence[NodeFigures],
    traits: Mapping[str, frozenset[str]],
) -> Iterator[Community]:
    overall: Counter[str] = Counter()
    measures = [one.id for one in figures if one.id in traits]
    for measure in measures:
        overall.update(traits[measure])
    for place, part in enumerate(parts, 1):
        members = [figures[index] for index in part]
        inside = [one.id for one in members if one.id in traits]
        held: Counter[str] = Counter()
        for measure in inside:
            held.update(traits[measure])
        ratios: dict[str, float] = defaultdict(float)
        for value, count in held.items():
            ratios[value] = _surprise(count, len(inside), overall[value], len(measures))
        telling = sorted(
            (value for value in held if ratios[value] >= _TELLING),
            key=lambda value: (-round(ratios[value], 6), value),
        )
        yield Community(
            place,
            tuple(sorted(one.id for one in members)),
            len(inside),
            tuple(Trait(value, held[value], overall[value]) for value in telling[:_LABEL_VALUES]),
            min(members, key=lambda one: (-one.pagerank, one.id)).id,
        )


def _surprise(inside: int, of: int, overall: int, among: int) -> float:
    """Return Dunning's log-likelihood ratio; 0 unless the value is more frequent inside.

    Args:
        inside: Measures of the community that have the value.
        of: Measures of the community.
        overall: All measures that have the value, the community's among them.
        among: All measures.

    Example:
        >>> round(_surprise(9, 10, 10, 100), 1), _surprise(1, 10, 10, 100)
        (47.5, 0.0)
    """
    outside, rest = overall - inside, among - of
    if not rest or inside * among <= overall * of:
        return 0.0

    def likelihood(count: int, total: int, share: float) -> float:
        return sum(
            number * log(chance)
            for number, chance in ((count, share), (total - count, 1 - share))
            if number
        )

    return 2 * (
        likelihood(inside, of, inside / of)
        + likelihood(outside, rest, outside / rest)
        - likelihood(inside, of, overall / among)
        - likelihood(outside, rest, overall / among)
    )
