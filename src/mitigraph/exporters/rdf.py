"""The RDF formats: a store as a document whose bytes depend on its statements alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO, Final

from mitigraph.exporters.blank_nodes import relabel
from mitigraph.exporters.jsonld import write_jsonld
from mitigraph.exporters.rdfxml import write_rdfxml
from mitigraph.exporters.statements import Graphs, nquads, of_store
from mitigraph.exporters.turtle import write_turtle
from mitigraph.store.protocol import RdfFormat, Store

__all__ = ["write_rdf", "writer"]


def _write_lines(graphs: Graphs, target: BinaryIO) -> None:
    target.writelines(nquads({graph: lines}) for graph, lines in graphs.items())


_WRITERS: Final[dict[RdfFormat, Callable[[Graphs, BinaryIO], None]]] = {
    RdfFormat.TURTLE: write_turtle,
    RdfFormat.TRIG: write_turtle,
    RdfFormat.NTRIPLES: _write_lines,
    RdfFormat.NQUADS: _write_lines,
    RdfFormat.RDFXML: write_rdfxml,
    RdfFormat.JSONLD: write_jsonld,
}

#: Formats that keep graphs apart. JSON-LD could, but then a reader of its objects would find a
#: measure in one place and its classification in another.
_IN_GRAPHS: Final = frozenset({RdfFormat.TRIG, RdfFormat.NQUADS})


def write_rdf(store: Store, rdf_format: RdfFormat, target: BinaryIO) -> int:
    """Write all statements of a store.

    Args:
        store: Any store.
        rdf_format: TriG and N-Quads keep named graphs apart; the others, JSON-LD among them, merge
            them, so that all of those say the same triples.
        target: What takes the bytes.

    Returns:
        How many statements were written.

    Raises:
        DataError: If the format can't hold one of them (RDF/XML).
    """
    graphs = relabel(of_store(store, merged=rdf_format not in _IN_GRAPHS))
    _WRITERS[rdf_format](graphs, target)
    return sum(map(len, graphs.values()))


def writer(rdf_format: RdfFormat) -> Callable[[Store, BinaryIO], int]:
    """Return the function that writes a store in one format."""

    def write(store: Store, target: BinaryIO) -> int:
        return write_rdf(store, rdf_format, target)

    return write
