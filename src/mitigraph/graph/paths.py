"""Ways from one thing to another over the projection `relations`, the most telling first.

A way may follow a relation in either direction. Shorter ways come before longer ones; of two of the
same length, the one whose inner nodes have fewer neighbours in sum comes first: that two measures
are about the same narrow risk says more than that both are for developers. Residual values
("other") may be the ends of a way but not a step of it.

Sources:
    Best-first search with an exact lower bound: Hart, Nilsson, Raphael, "A formal basis for the
    heuristic determination of minimum cost paths", IEEE Trans. SSC 4 (1968). Since the bound is
    exact, paths leave the queue in the order of their costs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Node", "Path", "Paths", "Relation", "find_paths", "neighbourhood"]


@dataclass(frozen=True, slots=True)
class Node:
    """One thing of the network: its id, label and type."""

    id: str
    label: str
    type: str


@dataclass(frozen=True, slots=True)
class Relation:
    """One relation in its own direction: `source` has it to `target`; `name` is a short id."""

    source: str
    name: str
    target: str


@dataclass(frozen=True, slots=True)
class Path:
    """A way: its nodes in order, and for each step all relations between the two nodes."""

    nodes: tuple[Node, ...]
    steps: tuple[tuple[Relation, ...], ...]

    @property
    def length(self) -> int:
        """The number of steps."""
        return len(self.steps)


@dataclass(frozen=True, slots=True)
class Paths:
    """Ways between two nodes, the best first; `more` tells that there are further ones."""

    start: Node
    end: Node
    found: tuple[Path, ...]
    more: bool


def find_paths(
    network: nx.Graph[str],
    start: str,
    end: str,
    *,
    everything: bool = False,
    cutoff: int | None = None,
) -> Iterator[Path]:
    """Yield the simple paths between two nodes, shortest first.

    Args:
        network: The projection `relations`.
        start: Id of a node; one that isn't in the network has no paths.
        end: Another.
        everything: Whether longer paths than the shortest are wanted too.
        cutoff: The most steps of a path; without it, no limit.

    Yields:
        Paths by number of steps, then by the neighbours of their inner nodes, then by ids. They
        come as they are found: whoever wants ten of them pays for ten.

    Example:
        >>> import networkx as nx
        >>> network = nx.MultiDiGraph()
        >>> _ = network.add_edges_from([("a", "x", "mg:actor"), ("b", "x", "mg:actor")])
        >>> for path in find_paths(network, "a", "b"):
        ...     print([node.id for node in path.nodes], path.steps[1][0].source)
        ['a', 'x', 'b'] b
    """
    for nodes in _ordered(_walkable(network, start, end), start, end, cutoff, everything):
        steps = tuple(tuple(_relations(network, one, other)) for one, other in pairwise(nodes))
        yield Path(tuple(_node(network, node) for node in nodes), steps)


def neighbourhood(network: nx.Graph[str], centre: str) -> tuple[Node, list[tuple[Node, Relation]]]:
    """Return a node and all its relations, each with the node at its other end, by ids."""
    found = []
    if centre in network:
        for _, other in sorted(
            {(centre, other) for other in network.successors(centre)}  # type: ignore[attr-defined]
            | {(centre, other) for other in network.predecessors(centre)}  # type: ignore[attr-defined]
        ):
            found += [
                (_node(network, other), relation) for relation in _relations(network, centre, other)
            ]
    return _node(network, centre), found


def _walkable(network: nx.Graph[str], start: str, end: str) -> nx.Graph[str]:
    """Return the network without directions and residual inner nodes."""
    import networkx as nx

    walkable: nx.Graph[str] = nx.Graph()
    stops = {
        node
        for node, residual in network.nodes(data="residual")
        if residual and node not in (start, end)
    }
    walkable.add_nodes_from(node for node in network if node not in stops)
    walkable.add_edges_from(
        (one, other)
        for one, other in network.edges()
        if one not in stops and other not in stops and one != other
    )
    return walkable


def _ordered(
    walkable: nx.Graph[str],
    start: str,
    end: str,
    cutoff: int | None,
    everything: bool,  # noqa: FBT001
) -> Iterator[tuple[str, ...]]:
    import networkx as nx

    if start not in walkable or end not in walkable or start == end:
        return
    degrees: dict[str, int] = dict(walkable.degree())
    # A step costs more than all neighbours of all nodes together, so that length goes first.
    step = 1 + sum(degrees.values())

    def towards_start(nearer: str, _further: str, _data: Mapping[str, Any]) -> int:
        return step + (0 if nearer == end else degrees[nearer])

    remaining = nx.single_source_dijkstra_path_length(walkable, end, weight=towards_start)
    if start not in remaining:
        return
    shortest = remaining[start] // step
    longest = shortest if not everything else cutoff
    if cutoff is not None:
        longest = min(longest, cutoff) if longest is not None else cutoff
    queue: list[tuple[float, tuple[str, ...], int]] = [(remaining[start], (start,), 0)]
    while queue:
        total, path, spent = heappop(queue)
        if longest is not None and total // step > longest:
            return
        if path[-1] == end:
            yield path
            continue
        for other in walkable[path[-1]]:
            if other not in path and other in remaining:
                so_far = spent + step + (0 if other == end else degrees[other])
                heappush(queue, (so_far + remaining[other], (*path, other), so_far))


def _relations(network: nx.Graph[str], one: str, other: str) -> Iterator[Relation]:
    """Yield the relations between two nodes, those that lead from the first one first."""
    for source, target in ((one, other), (other, one)):
        for name in sorted(network.get_edge_data(source, target) or ()):
            yield Relation(source, str(name), target)


def _node(network: nx.Graph[str], node: str) -> Node:
    data = network.nodes[node] if node in network else {}
    return Node(node, str(data.get("label", node)), str(data.get("type", "concept")))
