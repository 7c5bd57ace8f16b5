"""Network files: a projection of the graph for tools that draw and measure networks."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from mitigraph import graph

if TYPE_CHECKING:
    from mitigraph.store.protocol import Store

__all__ = ["write", "write_cytoscape", "write_graphml"]

_WRITERS: Final[dict[str, Callable[[Any, BinaryIO], None]]] = {
    "graphml": graph.write_graphml,
    "cytoscape": graph.write_cytoscape,
}


def write(name: str, store: Store, target: BinaryIO, projection: str = "whole") -> int:
    """Write a projection of a store as `graphml` or `cytoscape`.

    Returns:
        How many nodes and edges were written, together.

    Raises:
        UnsupportedFormatError: If there is no such projection.
    """
    network = graph.to_networkx(store, projection)
    _WRITERS[name](network, target)
    return network.number_of_nodes() + network.number_of_edges()


def write_graphml(store: Store, target: BinaryIO) -> int:
    """Write the whole graph as GraphML."""
    return write("graphml", store, target)


def write_cytoscape(store: Store, target: BinaryIO) -> int:
    """Write the whole graph as elements of Cytoscape.js."""
    return write("cytoscape", store, target)
