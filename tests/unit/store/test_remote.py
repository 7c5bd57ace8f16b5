"""The client's side of the protocol, against servers that misbehave."""

from __future__ import annotations

import http.server
import json
import threading
import time
import types
import urllib.parse

import pytest

from mitigraph.errors import QueryError, QueryRefusedError, QueryTimeoutError, StoreError
from mitigraph.store.remote import RemoteStore
from mitigraph.terms import BlankNode, Iri, Literal, Quad

A, P, G = Iri("urn:x:a"), Iri("urn:x:p"), Iri("urn:x:g")
SELECT = "SELECT ?s WHERE { ?s ?p ?o }"
ROW = {"s": {"type": "uri", "value": "urn:x:a"}}


def results(*rows):
    document = {"head": {"vars": ["s"]}, "results": {"bindings": list(rows)}}
    return json.dumps(document).encode()


@pytest.fixture
def server():
    """A server that answers as `answer(request, body)` does, and keeps what was asked."""
    seen = []
    state = types.SimpleNamespace(seen=seen, answer=None)

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            seen.append((self.path, dict(self.headers), urllib.parse.parse_qs(body)))
            state.answer(self, body)

        def do_GET(self):
            pytest.fail("asked by GET")

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as httpd:
        httpd.daemon_threads = True
        threading.Thread(target=httpd.serve_forever, daemon=True).start()
        state.url = f"http://127.0.0.1:{httpd.server_port}"
        yield state
        httpd.shutdown()


def reply(status=200, body=b"", kind="application/sparql-results+json", length=None):
    def answer(request, _body):
        request.send_response(status)
        request.send_header("Content-Type", kind)
        request.send_header("Content-Length", str(len(body) if length is None else length))
        request.end_headers()
        request.wfile.write(body)

    return answer


@pytest.fixture
def store(server):
    headers = {"Authorization": "Bearer x"}
    return RemoteStore(f"{server.url}/query", f"{server.url}/update", timeout=10, headers=headers)


def test_a_query_goes_by_post_with_prefixes_and_headers(server, store):
    server.answer = reply(body=results(ROW, {}))
    assert list(store.query("SELECT ?s { ?s a mg:Measure }")) == [(A,), (None,)]
    ((path, headers, form),) = server.seen
    assert path == "/query"
    assert headers["Authorization"] == "Bearer x"
    assert headers["Accept"] == "application/sparql-results+json"
    expected = "PREFIX mg: <https://w3id.org/mitigraph/ns#> SELECT ?s { ?s a mg:Measure }"
    assert form == {"query": [expected]}


def test_with_from_the_union_is_not_asked_for(server):
    server.answer = reply(body=results())
    store = RemoteStore(f"{server.url}/query?union-default-graph")
    list(store.query(SELECT))
    list(store.query("SELECT ?s FROM <urn:x:g> { ?s ?p ?o }"))
    assert [path for path, _, _ in server.seen] == ["/query?union-default-graph", "/query?"]


def test_construct_asks_for_triples(server, store):
    server.answer = reply(body=b'<urn:x:a> <urn:x:p> "1" .\n', kind="application/n-triples")
    assert list(store.query("CONSTRUCT WHERE { ?s ?p ?o }")) == [Quad(A, P, Literal("1"))]
    assert server.seen[0][1]["Accept"] == "application/n-triples"


@pytest.mark.parametrize(
    ("status", "kind", "message"),
    [
        (400, QueryError, "finds the query wrong: no such thing"),
        (401, StoreError, "answered HTTP 401: no such thing"),
        (403, StoreError, "answered HTTP 403"),
        (404, StoreError, "answered HTTP 404: no such thing"),
        (408, QueryTimeoutError, "HTTP 408"),
        (500, StoreError, "answered HTTP 500: no such thing"),
        (503, StoreError, "answered HTTP 503"),
        (504, QueryTimeoutError, "HTTP 504"),
    ],
)
def test_a_status_is_told_with_the_endpoint(server, store, status, kind, message):
    server.answer = reply(status, b"no such\n thing", "text/plain")
    with pytest.raises(kind, match=message) as caught:
        store.query(SELECT)
    assert type(caught.value) is kind
    assert f"{server.url}/query" in str(caught.value)


def test_the_place_of_a_fault_is_that_in_the_text_as_it_was_given(server, store):
    text = "SELECT ?s { ?s a mg:Measure "
    added = len("PREFIX mg: <https://w3id.org/mitigraph/ns#> ")
    body = f"error at 1:{len(text) + 1 + added}: expected something".encode()
    server.answer = reply(400, body, "text/plain")
    with pytest.raises(QueryError, match=f"line 1, column {len(text) + 1}, where it ends"):
        store.query(text)


@pytest.mark.parametrize(
    "body", [b"<html>", b"", results(ROW)[:-3], b'{"head": {"vars": ["s"]}, "results": 7}']
)
def test_an_answer_that_is_none_or_breaks_off(server, store, body):
    server.answer = reply(body=body)
    with pytest.raises(StoreError, match="answer"):
        list(store.query(SELECT))


def test_an_answer_shorter_than_announced(server, store):
    server.answer = reply(body=results(ROW)[:-3], length=10_000)
    with pytest.raises(StoreError, match="broke off"):
        list(store.query(SELECT))


def test_a_server_that_does_not_answer(server, store):
    server.answer = lambda _request, _body: time.sleep(3)
    start = time.monotonic()
    with pytest.raises(QueryTimeoutError, match=r"within 0\.2 s"):
        store.query(SELECT, timeout=0.2)
    assert time.monotonic() - start < 2


def test_a_server_that_drips(server, store):
    def drip(request, _body):
        request.send_response(200)
        request.end_headers()
        request.wfile.write(b'{"head": {"vars": ["s"]}, "results": {"bindings": [{}')
        for _ in range(300):
            request.wfile.write(b",{}")
            time.sleep(0.01)

    server.answer = drip
    with pytest.raises(QueryTimeoutError):
        list(store.query(SELECT, timeout=0.4))


def test_rows_come_before_the_answer_has_ended(server, store):
    more = threading.Event()

    def slow(request, _body):
        whole = results(*[ROW] * 50_000)
        request.send_response(200)
        request.end_headers()
        request.wfile.write(whole[: len(whole) // 2])
        more.wait(timeout=10)
        request.wfile.write(whole[len(whole) // 2 :])

    server.answer = slow
    answer = iter(store.query(SELECT))
    assert next(answer) == (A,)
    more.set()
    assert sum(1 for _ in answer) == 49_999


def test_nobody_there():
    with pytest.raises(StoreError, match=r"can't reach http://127\.0\.0\.1:9/"):
        RemoteStore("http://127.0.0.1:9/", timeout=5).query(SELECT)


@pytest.mark.parametrize("url", ["", "ftp://example.org/", "/etc/passwd", "http:", "localhost:80"])
def test_what_is_no_url(url):
    with pytest.raises(StoreError, match="not an http"):
        RemoteStore(url)


def test_without_an_update_endpoint_it_is_only_read(server):
    store = RemoteStore(server.url)
    for change in (lambda: store.add([Quad(A, P, A)]), lambda: store.update("CLEAR ALL")):
        with pytest.raises(StoreError, match="only read"):
            change()
    assert server.seen == []


def test_nothing_is_sent_that_is_refused(server, store):
    with pytest.raises(QueryRefusedError):
        store.query("SELECT * { SERVICE <http://127.0.0.1:9/> {} }")
    with pytest.raises(QueryRefusedError):
        store.update("LOAD <http://127.0.0.1:9/>")
    with pytest.raises(QueryRefusedError):
        store.query("CLEAR ALL")
    assert server.seen == []


def test_many_statements_go_in_several_requests_and_blank_nodes_in_one(server, store):
    server.answer = reply(204)
    plain = [Quad(A, P, Literal(str(number)), G) for number in range(25_000)]
    store.add([*plain, Quad(BlankNode("b"), P, A, G), Quad(A, P, BlankNode("b"))])
    sent = [form["update"][0] for _, _, form in server.seen]
    assert len(sent) == 4
    assert [text.count("_:b") for text in sent] == [2, 0, 0, 0]
    assert sum(text.count("<urn:x:p>") for text in sent) == 25_002


def test_values_can_not_break_out_of_an_update(server, store):
    server.answer = reply(204)
    with pytest.raises(ValueError, match="not an IRI"):
        store.add([Quad(A, P, Iri("urn:x> <urn:y> . } ; CLEAR ALL #"))])
    store.add([Quad(A, P, Literal('" . } ; CLEAR ALL ; #'))])
    assert '"\\" . } ; CLEAR ALL ; #"' in server.seen[0][2]["update"][0]
