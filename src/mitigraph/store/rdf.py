"""A store on rdflib, for those whose own tools are built on it. Slower, and otherwise the same.

rdflib neither parses nor fetches anything here: documents go through the embedded store's parser,
`FROM` names graphs of this store, and what would reach out is refused.

Sources:
    rdflib (https://rdflib.readthedocs.io/en/stable/).
"""

from __future__ import annotations

import contextlib
import io
import json
import threading
from functools import partial
from typing import TYPE_CHECKING, Any, BinaryIO

from mitigraph.errors import QueryError, QueryRefusedError
from mitigraph.store.deadline import CAN_FORK, Worker
from mitigraph.store.guard import check_query, check_update
from mitigraph.store.oxigraph import parse, read_answer, serialize, serialize_sorted
from mitigraph.store.protocol import RdfFormat, Row, Solutions, Triples
from mitigraph.terms import PREFIXES, BlankNode, Iri, Literal, Quad, Term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import rdflib
    from rdflib.plugins.sparql.sparql import Query
    from rdflib.query import Result

__all__ = ["RdflibStore"]

_STRING = Iri("http://www.w3.org/2001/XMLSchema#string")
_LANG_STRING = Iri("http://www.w3.org/1999/02/22-rdf-syntax-ns#langString")
_FETCHING = threading.RLock()


class RdflibStore:
    """A store on an `rdflib.Dataset` whose default graph is the union of all graphs.

    Args:
        dataset: One that is filled already; it is used, not copied. None: an empty one.

    Example:
        >>> store = RdflibStore()
        >>> store.load(b"<urn:a> <urn:b> <urn:c> .", rdf_format=RdfFormat.TURTLE)
        1
        >>> list(store.query("SELECT ?s WHERE { ?s ?p ?o }"))
        [(Iri('urn:a'),)]
    """

    def __init__(self, dataset: rdflib.Dataset | None = None) -> None:
        import rdflib

        self.dataset = rdflib.Dataset() if dataset is None else dataset
        self.dataset.default_union = True
        self._changing = threading.Lock()

    def load(
        self,
        data: bytes | BinaryIO,
        *,
        rdf_format: RdfFormat,
        graph: Iri | None = None,
        base: str | None = None,
    ) -> int:
        quads = {quad._replace(graph=quad.graph or graph) for quad in parse(data, rdf_format, base)}
        self.add(quads)
        return len(quads)

    def add(self, quads: Iterable[Quad]) -> None:
        renamed: dict[str, rdflib.BNode] = {}
        contexts: dict[Iri | None, rdflib.Graph] = {}
        rows: list[Any] = []
        for quad in quads:
            if quad.graph not in contexts:
                contexts[quad.graph] = self._graph(quad.graph)
            rows.append(
                (
                    _to_rdflib(quad.subject, renamed),
                    _to_rdflib(quad.predicate, renamed),
                    _to_rdflib(quad.object, renamed),
                    contexts[quad.graph],
                )
            )
        with self._changing:
            self.dataset.addN(rows)

    def _graph(self, name: Iri | None) -> rdflib.Graph:
        import rdflib

        if name is None:
            default: rdflib.Graph = self.dataset.default_graph
            return default
        return self.dataset.get_context(rdflib.URIRef(name))

    def clear(self, graph: Iri) -> None:
        import rdflib

        with self._changing:
            self.dataset.remove_graph(rdflib.URIRef(graph))

    def query(
        self, text: str, *, timeout: float | None = None, allow_service: bool = False
    ) -> Solutions | Triples | bool:
        check_query(text, allow_service=allow_service)
        prepared = _prepare(text, allow_service=allow_service)
        if timeout is None:
            return _answer(_evaluate(self.dataset, prepared))
        with self._changing:
            if CAN_FORK:
                worker = Worker(partial(_write_answer, self.dataset, prepared), timeout)
            else:
                anew = partial(_write_answer_anew, self._nquads(), text)
                worker = Worker(partial(anew, allow_service=allow_service), timeout)
        return read_answer(io.BufferedReader(worker))

    def update(self, text: str, *, timeout: float | None = None, allow_load: bool = False) -> None:
        """Run a SPARQL 1.1 update, all or nothing.

        rdflib itself keeps what it has done before a fault; here the graphs are then put back.
        With a limit it is first tried on a copy in a child process, as in the embedded store.
        """
        check_update(text, allow_load=allow_load)
        if timeout is not None:
            with self._changing:
                work = (
                    partial(_try_update, self.dataset, text)
                    if CAN_FORK
                    else partial(_try_update_anew, self._nquads(), text)
                )
                trial = Worker(work, timeout)
            with trial:
                trial.read()
        with self._changing:
            saved = list(self.dataset.quads((None, None, None, None)))
            try:
                _update(self.dataset, text)
            except QueryError:
                everything: Any = (None, None, None, None)
                self.dataset.remove(everything)
                self.dataset.addN(
                    (s, p, o, self._graph(None if g is None else Iri(str(g))))
                    for s, p, o, g in saved
                )
                raise

    def _nquads(self) -> bytes:
        document = io.BytesIO()
        serialize(self.quads(), document, RdfFormat.NQUADS)
        return document.getvalue()

    def graphs(self) -> list[Iri]:
        default = self.dataset.default_graph.identifier
        return sorted(
            Iri(str(context.identifier))
            for context in self.dataset.graphs()
            if context.identifier != default and len(context)
        )

    def quads(self, graph: Iri | None = None) -> Iterator[Quad]:
        names: list[Iri | None] = [None, *self.graphs()] if graph is None else [graph]
        for name in names:
            for s, p, o in self._graph(name).triples((None, None, None)):
                yield Quad(_subject(s), Iri(str(p)), _term(o), name)

    def dump(
        self,
        target: BinaryIO,
        rdf_format: RdfFormat,
        graph: Iri | None = None,
        prefixes: Mapping[str, str] = PREFIXES,
    ) -> None:
        quads = self.quads(graph)
        if graph is not None:
            quads = (quad._replace(graph=None) for quad in quads)
        serialize_sorted(quads, target, rdf_format, prefixes)

    def __len__(self) -> int:
        return sum(len(self._graph(name)) for name in (None, *self.graphs()))


def _prepare(text: str, *, allow_service: bool) -> Query:
    """Parse a query; rdflib's own reading of it is the second judge of SERVICE."""
    from rdflib.plugins.sparql import prepareQuery

    with _faults():
        prepared = prepareQuery(text, initNs=PREFIXES)
    if not allow_service and _has_service(prepared.algebra):
        raise QueryRefusedError("SERVICE would ask another endpoint")
    return prepared


def _has_service(node: object) -> bool:
    from rdflib.plugins.sparql.parserutils import CompValue

    if isinstance(node, CompValue):
        return node.name == "ServiceGraphPattern" or any(map(_has_service, node.values()))
    return isinstance(node, list | tuple) and any(map(_has_service, node))


def _evaluate(dataset: rdflib.Dataset, prepared: Query) -> Result:
    clauses = prepared.algebra.get("datasetClause")
    if clauses:
        dataset = _narrowed(dataset, clauses)
        del prepared.algebra["datasetClause"]
    with _faults(), _no_fetching():
        return dataset.query(prepared)


def _narrowed(dataset: rdflib.Dataset, clauses: Iterable[Any]) -> rdflib.Dataset:
    """Return the dataset that FROM and FROM NAMED describe, out of this store's graphs only."""
    import rdflib

    narrowed = rdflib.Dataset()
    for clause in clauses:
        source = dataset.get_context(clause.default or clause.named)
        target = narrowed.default_graph if clause.default else narrowed.graph(clause.named)
        for triple in source:
            target.add(triple)
    return narrowed


def _update(dataset: rdflib.Dataset, text: str) -> None:
    with _faults(), _no_fetching():
        dataset.update(text, initNs=PREFIXES)


@contextlib.contextmanager
def _no_fetching() -> Iterator[None]:
    """Let rdflib take graphs named by USING from the store; its default is to fetch them."""
    import rdflib.plugins.sparql

    with _FETCHING:
        before = rdflib.plugins.sparql.SPARQL_LOAD_GRAPHS
        rdflib.plugins.sparql.SPARQL_LOAD_GRAPHS = False
        try:
            yield
        finally:
            rdflib.plugins.sparql.SPARQL_LOAD_GRAPHS = before


@contextlib.contextmanager
def _faults() -> Iterator[None]:
    from pyparsing import ParseBaseException

    try:
        yield
    except ParseBaseException as error:
        raise QueryError(
            f"not valid SPARQL at line {error.lineno}, column {error.column}"
        ) from error
    except RecursionError as error:
        raise QueryError("the query nests too deeply") from error
    except Exception as error:  # rdflib raises bare Exception for what it can't do
        raise QueryError(f"{error}" or type(error).__name__) from error


def _answer(result: Result) -> Solutions | Triples | bool:
    if result.type == "ASK":
        return bool(result.askAnswer)
    if result.type == "SELECT":
        return Solutions([str(v) for v in result.vars or ()], _rows(result))
    return Triples(_statements(result))


def _rows(result: Result) -> Iterator[Row]:
    names = result.vars or []
    with _faults():
        for row in result:
            values: Any = row
            yield tuple(None if v is None else _term(v) for v in (values[n] for n in names))


def _statements(result: Result) -> Iterator[Quad]:
    with _faults():
        for triple in result.graph or ():
            s, p, o = triple
            yield Quad(_subject(s), Iri(str(p)), _term(o))


def _write_answer(dataset: rdflib.Dataset, prepared: Query, sink: BinaryIO) -> None:
    """Run a query in a child process and write its answer as `read_answer` reads it."""
    answer = _answer(_evaluate(dataset, prepared))
    if isinstance(answer, Triples):
        sink.write(b"t")
        serialize(answer, sink, RdfFormat.NTRIPLES)
    elif isinstance(answer, bool):
        sink.write(b"s" + json.dumps({"head": {}, "boolean": answer}).encode())
    else:
        names = list(answer.variables)
        sink.write(b's{"head":' + json.dumps({"vars": names}).encode())
        sink.write(b',"results":{"bindings":[')
        for number, row in enumerate(answer):
            bound = {n: _json(term) for n, term in zip(names, row, strict=True) if term is not None}
            sink.write((b"," if number else b"") + json.dumps(bound).encode())
        sink.write(b"]}}")


def _write_answer_anew(nquads: bytes, text: str, sink: BinaryIO, *, allow_service: bool) -> None:
    store = RdflibStore()
    store.load(nquads, rdf_format=RdfFormat.NQUADS)
    _write_answer(store.dataset, _prepare(text, allow_service=allow_service), sink)


def _try_update(dataset: rdflib.Dataset, text: str, _sink: BinaryIO) -> None:
    _update(dataset, text)


def _try_update_anew(nquads: bytes, text: str, sink: BinaryIO) -> None:
    store = RdflibStore()
    store.load(nquads, rdf_format=RdfFormat.NQUADS)
    _try_update(store.dataset, text, sink)


def _json(term: Term) -> dict[str, str]:
    """Return a term as SPARQL 1.1 Query Results JSON Format writes it (section 3.2.2)."""
    if isinstance(term, Iri):
        return {"type": "uri", "value": term}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term}
    kind = {"type": "literal", "value": term.value}
    if term.language:
        return kind | {"xml:lang": term.language}
    return kind if term.datatype == _STRING else kind | {"datatype": term.datatype}


def _to_rdflib(term: Term, renamed: dict[str, rdflib.BNode]) -> rdflib.term.Node:
    import rdflib

    if isinstance(term, Literal):
        if term.language:
            return rdflib.Literal(term.value, lang=term.language)
        plain = term.datatype == _STRING  # rdflib's "x" and "x"^^xsd:string are not equal
        datatype = None if plain else rdflib.URIRef(term.datatype)
        return rdflib.Literal(term.value, datatype=datatype, normalize=False)
    if isinstance(term, BlankNode):
        return renamed.setdefault(term, rdflib.BNode())
    return rdflib.URIRef(term)


def _term(term: object) -> Term:
    import rdflib

    if isinstance(term, rdflib.Literal):
        if term.language:
            return Literal(str(term), _LANG_STRING, term.language)
        return Literal(str(term), _STRING if term.datatype is None else Iri(str(term.datatype)))
    if isinstance(term, rdflib.BNode):
        return BlankNode(str(term))
    return Iri(str(term))


def _subject(term: object) -> Iri | BlankNode:
    found = _term(term)
    if isinstance(found, Literal):
        raise QueryError(f"a literal as subject: {found.n3()}")
    return found
