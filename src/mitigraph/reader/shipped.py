"""The shipped graph: which file goes into which named graph."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from mitigraph import resources
from mitigraph.errors import DataError
from mitigraph.store.oxigraph import OxigraphStore, parse
from mitigraph.store.protocol import RdfFormat, Store
from mitigraph.terms import BASE, Iri

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["SHIPPED_GRAPHS", "load_shipped", "shipped_store"]

#: Folder under `ontology/` (and `ontology` itself) -> the graph that its files go into.
SHIPPED_GRAPHS: Final[dict[str, Iri]] = {
    "ontology": Iri(BASE + "graph/ontology"),
    "schemes": Iri(BASE + "graph/schemes"),
    "data": Iri(BASE + "graph/data"),
    "generated": Iri(BASE + "graph/classes"),
}


def load_shipped(store: Store) -> None:
    """Load the shipped ontology, schemes, data and classes, each kind into its graph.

    The files are our own, so they are not scanned; those of a graph are read as one document,
    which a Turtle document may be made up of, because that is fastest.

    Raises:
        DataError: If a file is not well-formed, which an editable checkout may have.
    """
    files = resources.ontology_files()
    for folder, paths in groupby(files, key=lambda path: path.parent.name):
        found = list(paths)
        document = b"\n".join(path.read_bytes() for path in found)
        try:
            store.load(document, rdf_format=RdfFormat.TURTLE, graph=SHIPPED_GRAPHS[folder])
        except DataError as error:
            raise _placed(error, found) from error


def _placed(error: DataError, paths: list[Path]) -> DataError:
    """Return the fault with the file that it is in."""
    for path in paths:
        try:
            for _ in parse(path.read_bytes(), RdfFormat.TURTLE):
                pass
        except DataError as found:
            return DataError(
                found.reason,
                path=str(path),
                place=found.place,
                code=found.code,
                remedy=found.remedy,
            )
    return error


def shipped_store() -> OxigraphStore:
    """Return a new store in memory that holds the shipped graph.

    Example:
        >>> store = shipped_store()
        >>> store.query("ASK { GRAPH mgg:schemes { ?scheme a skos:ConceptScheme } }")
        True
    """
    store = OxigraphStore()
    load_shipped(store)
    return store
