"""What every store can do, whatever engine is behind it.

A store holds named graphs. A query without `GRAPH` or `FROM` sees the union of all of them, so that
it reads the same on every store. Terms go in and out as `mitigraph.terms` values.

What differs between engines, and how to write so that it does not matter:

- A statement that stands in two graphs may match twice in the union: SELECT DISTINCT, and
  COUNT(DISTINCT ...).
- An update without WITH, USING or GRAPH may read the union or the default graph alone: name the
  graph.
- Numbers, dates and language tags may come back in canonical form ("01" as "1", "en-GB" as
  "en-gb"): codes and identifiers are strings.

Sources:
    SPARQL 1.1 Query Language (https://www.w3.org/TR/sparql11-query/), section 13 for datasets.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, BinaryIO, Protocol

from mitigraph.terms import PREFIXES, Iri, Quad, Term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

__all__ = ["RdfFormat", "Row", "Solutions", "Store", "Triples"]


class RdfFormat(Enum):
    """A serialisation of RDF: name on the command line, media type, file endings."""

    TURTLE = ("turtle", "text/turtle", ("ttl",))
    TRIG = ("trig", "application/trig", ("trig",))
    NTRIPLES = ("ntriples", "application/n-triples", ("nt",))
    NQUADS = ("nquads", "application/n-quads", ("nq",))
    RDFXML = ("rdfxml", "application/rdf+xml", ("rdf", "owl", "xml"))
    JSONLD = ("jsonld", "application/ld+json", ("jsonld", "json"))

    def __init__(self, label: str, media_type: str, endings: tuple[str, ...]) -> None:
        self.label, self.media_type, self.endings = label, media_type, endings

    @property
    def holds_graphs(self) -> bool:
        """Whether the format can name the graph that a statement stands in."""
        return self in (RdfFormat.TRIG, RdfFormat.NQUADS, RdfFormat.JSONLD)


#: One solution: the terms in the order of the variables, None where a variable is unbound.
Row = tuple[Term | None, ...]


@dataclass(frozen=True, slots=True)
class Solutions:
    """The answer to a SELECT query: the projected variables, and a stream of rows.

    The rows can be read once; reading is what drives the query.
    """

    variables: Sequence[str]
    rows: Iterator[Row]

    def __iter__(self) -> Iterator[Row]:
        return self.rows


@dataclass(frozen=True, slots=True)
class Triples:
    """The answer to a CONSTRUCT or DESCRIBE query: a stream of statements, read once."""

    statements: Iterator[Quad]

    def __iter__(self) -> Iterator[Quad]:
        return self.statements


class Store(Protocol):
    """A place for named graphs with a SPARQL 1.1 engine."""

    def load(
        self,
        data: bytes | BinaryIO,
        *,
        rdf_format: RdfFormat,
        graph: Iri | None = None,
        base: str | None = None,
    ) -> int:
        """Read a document into the store, whole or not at all.

        Its blank nodes are new ones, whatever their labels.

        Args:
            data: The document.
            rdf_format: Its serialisation.
            graph: Where its triples go; quads that name a graph keep it.
            base: IRI that relative IRIs are resolved against.

        Returns:
            How many different statements the document holds, whether or not they are new here.

        Raises:
            DataError: If the document is not well-formed; the store is as it was.
        """
        ...

    def add(self, quads: Iterable[Quad]) -> None:
        """Add statements, all or none.

        Blank nodes of one call with the same label are one node, and new to the store.
        """
        ...

    def clear(self, graph: Iri) -> None:
        """Remove a named graph with all its statements; no fault if there is none."""
        ...

    def query(
        self, text: str, *, timeout: float | None = None, allow_service: bool = False
    ) -> Solutions | Triples | bool:
        """Run a query and stream its answer.

        Args:
            text: A SPARQL 1.1 query: SELECT, CONSTRUCT, DESCRIBE or ASK.
            timeout: Seconds after which the query is stopped, the time in which its rows are read
                included. None sets no limit (a remote store then has one of its own).
            allow_service: Whether `SERVICE` may reach other endpoints.

        Raises:
            QueryError: If the query is malformed or fails.
            QueryRefusedError: If it uses SERVICE, or FROM to fetch, without leave.
            QueryTimeoutError: If the limit is reached, also in the middle of the rows.
        """
        ...

    def update(self, text: str, *, timeout: float | None = None, allow_load: bool = False) -> None:
        """Run a SPARQL 1.1 update; LOAD and SERVICE only if allowed.

        Raises:
            QueryError, QueryRefusedError, QueryTimeoutError: As for `query`.
        """
        ...

    def graphs(self) -> list[Iri]:
        """Return the named graphs that hold at least one statement, sorted."""
        ...

    def quads(self, graph: Iri | None = None) -> Iterator[Quad]:
        """Return the statements of one named graph, or of all graphs, in no fixed order."""
        ...

    def dump(
        self,
        target: BinaryIO,
        rdf_format: RdfFormat,
        graph: Iri | None = None,
        prefixes: Mapping[str, str] = PREFIXES,
    ) -> None:
        """Write one named graph, or all graphs, sorted: equal content gives equal bytes.

        Args:
            target: Where to write; it is not closed.
            rdf_format: The serialisation. One that can't name graphs writes the union of all.
            graph: The graph to write; its name is left out. None writes all graphs.
            prefixes: Abbreviations, for the serialisations that have them.
        """
        ...

    def __len__(self) -> int:
        """Return how many quads there are in all graphs together."""
        ...
