"""Bridges: opt-in axioms that say what things of mitigraph are in another vocabulary's terms.

One file for each vocabulary, `ontology/bridges/NAME.ttl`. None is part of the shipped graph.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from mitigraph import resources
from mitigraph.errors import UnknownTermError
from mitigraph.store.protocol import RdfFormat
from mitigraph.terms import BASE, Iri

if TYPE_CHECKING:
    from mitigraph.store.protocol import Store

__all__ = ["BRIDGE_GRAPHS", "bridge_file", "bridges", "load_bridge"]

#: What the names of the graphs of bridges start with.
BRIDGE_GRAPHS: Final = BASE + "graph/bridge/"


def bridges() -> dict[str, Path]:
    """Return the shipped bridges: name and file, sorted by name.

    Example:
        >>> list(bridges())
        ['airo', 'dpv', 'nexus', 'prov', 'schema', 'xver']
    """
    folder = resources.data_root() / "ontology" / "bridges"
    return {path.stem: path for path in sorted(folder.glob("*.ttl"))}


def bridge_file(name: str) -> Path:
    """Return the file of a bridge, whatever the case of its name.

    Raises:
        UnknownTermError: If there is none of this name, with those that there are.

    Example:
        >>> bridge_file("dvp")
        Traceback (most recent call last):
            ...
        mitigraph.errors.UnknownTermError: no bridge "dvp"; did you mean dpv?
    """
    known = bridges()
    found = known.get(name.strip().casefold())
    if found is None:
        import difflib

        near = difflib.get_close_matches(name.strip().casefold(), known, n=1, cutoff=0.6)
        raise UnknownTermError(name, kind="bridge", suggestions=near or [*known])
    return found


def load_bridge(store: Store, name: str) -> Iri:
    """Load the axioms of a bridge into a graph of its own; what follows is still to be derived.

    Args:
        store: Where to.
        name: The bridge: "dpv", "airo", ...

    Returns:
        The graph that they are in.

    Raises:
        UnknownTermError: If there is no such bridge.
        DataError: If its file is not well-formed, which an editable checkout may have.
    """
    path = bridge_file(name)
    graph = Iri(BRIDGE_GRAPHS + path.stem)
    store.clear(graph)
    store.load(path.read_bytes(), rdf_format=RdfFormat.TURTLE, graph=graph)
    return graph
