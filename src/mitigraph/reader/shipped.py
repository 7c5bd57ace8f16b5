"""The shipped graph: which file goes into which named graph."""

from __future__ import annotations

import hashlib
from itertools import groupby
from typing import TYPE_CHECKING, Final

from mitigraph import resources
from mitigraph.errors import DataError
from mitigraph.store.oxigraph import OxigraphStore, parse
from mitigraph.store.protocol import RdfFormat, Store
from mitigraph.terms import BASE, Iri

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["SHIPPED_GRAPHS", "derived_mark", "load_derived", "load_shipped", "shipped_store"]

#: Folder under `ontology/` (and `ontology` itself) -> the graph that its files go into.
SHIPPED_GRAPHS: Final[dict[str, Iri]] = {
    "ontology": Iri(BASE + "graph/ontology"),
    "schemes": Iri(BASE + "graph/schemes"),
    "frameworks": Iri(BASE + "graph/frameworks"),
    "data": Iri(BASE + "graph/data"),
    "records": Iri(BASE + "graph/records"),
    "mappings": Iri(BASE + "graph/mappings"),
    "generated": Iri(BASE + "graph/classes"),
}

#: The folders whose files speak of measures.
_OF_MEASURES: Final = ("data", "records", "mappings")


def load_shipped(store: Store, ontology: Path | None = None, *, data: bool = True) -> str:
    """Load the shipped ontology, with all that comes with it, each kind into its graph.

    The files are our own, so they are not scanned; those of a graph are read as one document,
    which a Turtle document may be made up of, because that is fastest.

    Args:
        store: Where to.
        ontology: The folder of the files; the shipped one by default.
        data: Whether to load measures and what is said of them, or the vocabularies alone.

    Returns:
        The digest of all that was read and of the queries that derive from it, by which
        `load_derived` knows what it was derived from.

    Raises:
        DataError: If a file is not well-formed, which an editable checkout may have.
    """
    digest = hashlib.sha256()
    for path in resources.derivation_files():
        digest.update(path.read_bytes())
    top = ontology or resources.data_root() / "ontology"
    for folder, paths in groupby(resources.ontology_files(ontology), key=lambda path: path.parent):
        if not data and folder.name in _OF_MEASURES:
            continue
        found = list(paths)
        document = b"\n".join(path.read_bytes() for path in found)
        digest.update(document)
        graph = SHIPPED_GRAPHS["ontology" if folder == top else folder.name]
        try:
            store.load(document, rdf_format=RdfFormat.TURTLE, graph=graph)
        except DataError as error:
            raise _placed(error, found) from error
    return digest.hexdigest()


def load_derived(store: Store, graph: Iri, digest: str, ontology: Path | None = None) -> bool:
    """Load what follows from the shipped graph alone, as it was derived when that was made.

    Args:
        store: A store that holds the shipped graph and nothing else.
        graph: The graph of derived statements.
        digest: What `load_shipped` returned.
        ontology: The folder of the files; the shipped one by default.

    Returns:
        Whether they were loaded. If not, none were kept or they follow from other files than those
        that were read, as after an edit in a checkout, and are still to be derived.
    """
    path = resources.derived_file(ontology)
    if not path.is_file():
        return False
    document = path.read_bytes()
    if not document.startswith(derived_mark(digest)):
        return False
    store.load(document, rdf_format=RdfFormat.TURTLE, graph=graph)
    return True


def derived_mark(digest: str) -> bytes:
    """Return the line by which a file of derived statements says what they were derived from."""
    return f"# Derived from the files with the digest {digest}.\n".encode()


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
