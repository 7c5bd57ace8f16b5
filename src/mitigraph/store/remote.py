"""A store behind a SPARQL 1.1 endpoint. The only module that imports SPARQLWrapper.

Queries go out by POST; answers are read as they come, so that a large one needs little memory.
Whatever the server does to terms and to time limits is the server's; this side gives up after
`timeout` seconds. The default graph of queries must be the union of the server's graphs, as it is
in the other stores. Oxigraph does so for an endpoint `…/query?union-default-graph` (its option
`--union-default-graph` would also forbid updates by WITH), Fuseki with `tdb2:unionDefaultGraph`.

Sources:
    SPARQL 1.1 Protocol (https://www.w3.org/TR/sparql11-protocol/).
    SPARQL 1.1 Query Results JSON Format (https://www.w3.org/TR/sparql11-results-json/).
"""

from __future__ import annotations

import ast
import http.client
import io
import re
import time
import urllib.error
from typing import TYPE_CHECKING, BinaryIO, Final
from urllib.parse import urlsplit

from mitigraph.errors import QueryError, QueryTimeoutError, StoreError
from mitigraph.store.faults import query_fault
from mitigraph.store.guard import check_query, check_update, form_of, with_prefixes
from mitigraph.store.oxigraph import parse, read_solutions, serialize_sorted
from mitigraph.store.protocol import RdfFormat, Solutions, Triples
from mitigraph.terms import PREFIXES, BlankNode, Iri, Literal, Quad, Term, n3

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from _typeshed import WriteableBuffer

__all__ = ["RemoteStore"]

#: Statements of one update request: some 2 MB of text, which every server takes.
_CHUNK: Final = 10_000
_JSON: Final = "application/sparql-results+json"
_NTRIPLES: Final = "application/n-triples"
_FORMS: Final = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_TIMED_OUT: Final = (408, 504)


class RemoteStore:
    """A store that a server keeps.

    Args:
        endpoint: URL for queries, http or https.
        update_endpoint: URL for updates; None: this store is only read.
        timeout: Seconds to wait for an answer where a call sets no limit of its own.
        headers: HTTP headers to send along, for instance `{"Authorization": "Bearer …"}`.

    Raises:
        StoreError: If a URL is neither http nor https. Nothing is sent yet.

    Example:
        >>> RemoteStore("file:///etc/passwd")
        Traceback (most recent call last):
        ...
        mitigraph.errors.StoreError: not an http or https URL: file:///etc/passwd
    """

    def __init__(
        self,
        endpoint: str,
        update_endpoint: str | None = None,
        *,
        timeout: float = 60.0,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        for url in (endpoint, update_endpoint or endpoint):
            if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).netloc:
                raise StoreError(f"not an http or https URL: {url}")
        self.endpoint, self.update_endpoint = endpoint, update_endpoint
        self._timeout = timeout
        self._headers = dict(headers or {})

    def load(
        self,
        data: bytes | BinaryIO,
        *,
        rdf_format: RdfFormat,
        graph: Iri | None = None,
        base: str | None = None,
    ) -> int:
        """Read a document and send it to the server.

        It is parsed whole before anything is sent. Up to 10,000 statements go in one request,
        which a server carries out whole or not at all; of a larger document a part may have
        arrived when a fault occurs.
        """
        quads = {q._replace(graph=q.graph or graph): None for q in parse(data, rdf_format, base)}
        self.add(quads)
        return len(quads)

    def add(self, quads: Iterable[Quad]) -> None:
        """Add statements; those with blank nodes in one request, for labels end with a request."""
        blank: list[Quad] = []
        plain: list[Quad] = []
        for quad in quads:
            is_blank = isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode)
            (blank if is_blank else plain).append(quad)
        if len(blank) + len(plain) <= _CHUNK:
            blank, plain = blank + plain, []
        chunks = [plain[start : start + _CHUNK] for start in range(0, len(plain), _CHUNK)]
        for chunk in (blank, *chunks):
            if chunk:
                self._update(_insertion(chunk), self._timeout)

    def clear(self, graph: Iri) -> None:
        self._update(f"DROP SILENT GRAPH {n3(graph)}", self._timeout)

    def query(
        self, text: str, *, timeout: float | None = None, allow_service: bool = False
    ) -> Solutions | Triples | bool:
        inspected = check_query(text, allow_service=allow_service)
        # Oxigraph lets the union win over FROM, so it is not asked for then
        url = self.endpoint.replace("union-default-graph", "") if inspected.names_dataset else None
        return self._query(text, self._timeout if timeout is None else timeout, url)

    def _query(
        self, text: str, seconds: float, url: str | None = None
    ) -> Solutions | Triples | bool:
        form, url = form_of(text), url or self.endpoint
        if form not in _FORMS:
            raise QueryError(f"not valid SPARQL: no {', '.join(_FORMS)} in it")
        if form in ("CONSTRUCT", "DESCRIBE"):
            return Triples(_statements(self._send(text, url, _NTRIPLES, seconds)))
        return read_solutions(self._send(text, url, _JSON, seconds))

    def update(self, text: str, *, timeout: float | None = None, allow_load: bool = False) -> None:
        """Run a SPARQL 1.1 update; one that is given up may still be carried out by the server."""
        check_update(text, allow_load=allow_load)
        self._update(text, self._timeout if timeout is None else timeout)

    def _update(self, text: str, seconds: float) -> None:
        if self.update_endpoint is None:
            raise StoreError(f"{self.endpoint} is only read: no update endpoint was given")
        with self._send(text, self.update_endpoint, "*/*", seconds, update=True) as answer:
            answer.read()

    def graphs(self) -> list[Iri]:
        rows = self._rows("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }")
        return sorted(Iri(str(row[0])) for row in rows)

    def quads(self, graph: Iri | None = None) -> Iterator[Quad]:
        if graph is None:
            for s, p, o, g in self._rows(_DEFAULT_AND_NAMED):
                yield _quad(s, p, o, None if g is None else Iri(str(g)))
        else:
            for s, p, o in self._rows(
                f"SELECT ?s ?p ?o WHERE {{ GRAPH {n3(graph)} {{ ?s ?p ?o }} }}"
            ):
                yield _quad(s, p, o, graph)

    def _rows(self, text: str) -> Solutions:
        answer = self._query(text, self._timeout)
        if not isinstance(answer, Solutions):
            raise StoreError(f"{self.endpoint} did not answer a SELECT query with solutions")
        return answer

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
        counting = f"SELECT (COUNT(*) AS ?count) WHERE {{ {{ {_DEFAULT_AND_NAMED} }} }}"
        return next(int(str(row[0])) for row in self._rows(counting))

    def _send(
        self, text: str, url: str, accept: str, seconds: float, *, update: bool = False
    ) -> BinaryIO:
        from SPARQLWrapper import POST, SPARQLWrapper
        from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

        wrapper = SPARQLWrapper(url, url)
        # not by setQuery, which guesses the form by regular expressions and fails on some texts
        sent = wrapper.queryString = with_prefixes(text)
        wrapper.queryType = "INSERT" if update else "SELECT"
        wrapper.setMethod(POST)
        wrapper.setOnlyConneg(True)
        wrapper.addCustomHttpHeader("Accept", accept)
        for name, value in self._headers.items():
            wrapper.addCustomHttpHeader(name, value)
        wrapper.timeout = seconds  # type: ignore[assignment] # urllib takes fractions
        deadline = time.monotonic() + seconds
        try:
            response = wrapper.query().response
        except SPARQLWrapperException as error:
            raise _refusal(url, error, text, len(sent) - len(text)) from error
        except urllib.error.HTTPError as error:
            error.close()
            if error.code in _TIMED_OUT:
                raise QueryTimeoutError(f"{url} gave up: HTTP {error.code}") from error
            raise StoreError(f"{url} answered HTTP {error.code} {error.reason}") from error
        except (OSError, http.client.HTTPException) as error:
            if isinstance(getattr(error, "reason", error), TimeoutError):
                raise _too_late(url, seconds) from error
            raise StoreError(f"can't reach {url}: {getattr(error, 'reason', error)}") from error
        return io.BufferedReader(_Answer(response, url, seconds, deadline), 64 * 1024)


#: Every statement with its graph. A server whose default graph is the union shows the statements of
#: named graphs there too; those of the true default graph are the ones that no named graph has.
_DEFAULT_AND_NAMED: Final = (
    "SELECT ?s ?p ?o ?g WHERE { { GRAPH ?g { ?s ?p ?o } } UNION"
    " { ?s ?p ?o FILTER NOT EXISTS { GRAPH ?any { ?s ?p ?o } } } }"
)


class _Answer(io.RawIOBase):
    """The body of a response, under a time limit, with faults told as ours."""

    def __init__(
        self, response: http.client.HTTPResponse, url: str, seconds: float, deadline: float
    ) -> None:
        super().__init__()
        self._response, self._url = response, url
        self._seconds, self._deadline = seconds, deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        if time.monotonic() > self._deadline:
            raise _too_late(self._url, self._seconds)
        try:
            return self._response.readinto(buffer)
        except TimeoutError as error:
            raise _too_late(self._url, self._seconds) from error
        except (OSError, http.client.HTTPException) as error:
            raise StoreError(f"the answer of {self._url} broke off: {error!r}") from error

    def close(self) -> None:
        self._response.close()
        super().close()


def _too_late(url: str, seconds: float) -> QueryTimeoutError:
    return QueryTimeoutError(f"no answer from {url} within {seconds:g} s")


def _refusal(url: str, error: Exception, text: str, added: int) -> QueryError | StoreError:
    """Tell a query that the server found wrong from a server that is."""
    cause = error.__context__
    status = 0
    if isinstance(cause, urllib.error.HTTPError):
        status = cause.code
        cause.close()
    body = str(error).partition("Response:\n")[2]
    try:
        body = ast.literal_eval(body).decode(errors="replace")
    except (ValueError, SyntaxError, AttributeError):
        body = ""
    said = f": {' '.join(body.split())[:500]}" if body.strip() else ""
    if status != http.HTTPStatus.BAD_REQUEST:
        return StoreError(f"{url} answered HTTP {status}{said}")
    place = re.match(r"error at 1:(\d+): ", body)
    if place:  # the prefixes that were put before the text have moved its first line
        body = f"error at 1:{max(1, int(place[1]) - added)}: {body[place.end() :]}"
    if re.match(r"error at \d+:\d+: expected ", body):
        return query_fault(SyntaxError(body), text)
    return QueryError(f"{url} finds the query wrong{said}")


def _statements(answer: BinaryIO) -> Iterator[Quad]:
    with answer:
        yield from parse(answer, RdfFormat.NTRIPLES)


def _quad(s: Term | None, p: Term | None, o: Term | None, graph: Iri | None) -> Quad:
    if s is None or isinstance(s, Literal) or not isinstance(p, Iri) or o is None:
        raise StoreError(f"the server gave no statement: {s} {p} {o}")
    return Quad(s, p, o, graph)


def _insertion(quads: Iterable[Quad]) -> str:
    by_graph: dict[Iri | None, list[str]] = {}
    for s, p, o, graph in quads:
        by_graph.setdefault(graph, []).append(f"{n3(s)} {n3(p)} {n3(o)} .")
    parts = []
    for graph, lines in by_graph.items():
        text = "\n".join(lines)
        parts.append(text if graph is None else f"GRAPH {n3(graph)} {{\n{text}\n}}")
    return "INSERT DATA {\n" + "\n".join(parts) + "\n}"
