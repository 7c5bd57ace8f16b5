from __future__ import annotations

import pytest
import rdflib
import rdflib.plugins.sparql

from mitigraph.errors import QueryError, QueryRefusedError
from mitigraph.store import rdf
from mitigraph.store.rdf import RdflibStore
from mitigraph.terms import Iri, Literal, Quad

A, P, G = Iri("urn:x:a"), Iri("urn:x:p"), Iri("urn:x:g")


def test_a_dataset_that_is_there_is_used():
    dataset = rdflib.Dataset()
    graph = dataset.graph(rdflib.URIRef(G))
    graph.add((rdflib.URIRef(A), rdflib.URIRef(P), rdflib.Literal("x")))
    store = RdflibStore(dataset)
    assert list(store.quads()) == [Quad(A, P, Literal("x"), G)]
    assert list(store.query("SELECT ?o { ?s ?p ?o }")) == [(Literal("x"),)]
    store.add([Quad(A, P, A)])
    assert len(graph) == 1
    assert len(store) == 2


def test_using_takes_graphs_of_the_store_and_does_not_fetch(monkeypatch):
    monkeypatch.setattr(rdflib.Graph, "parse", lambda *_, **__: pytest.fail("it fetches"))
    store = RdflibStore()
    store.add([Quad(A, P, Literal("1"), G)])
    for graph in (G, "http://127.0.0.1:9/"):
        store.update(
            f"INSERT {{ GRAPH <urn:x:new> {{ ?s ?p ?o }} }} USING <{graph}> WHERE {{ ?s ?p ?o }}"
        )
    assert set(store.quads(Iri("urn:x:new"))) == {Quad(A, P, Literal("1"), Iri("urn:x:new"))}


def test_the_setting_of_rdflib_is_put_back():
    assert rdflib.plugins.sparql.SPARQL_LOAD_GRAPHS is True
    store = RdflibStore()
    list(store.query("SELECT * { ?s ?p ?o }"))
    with pytest.raises(QueryError):
        store.update("CREATE GRAPH <urn:x:g>")
    assert rdflib.plugins.sparql.SPARQL_LOAD_GRAPHS is True


def test_rdflibs_own_reading_finds_a_service_that_the_guard_let_through(monkeypatch):
    monkeypatch.setattr(rdf, "check_query", lambda *_, **__: None)
    with pytest.raises(QueryRefusedError):
        RdflibStore().query(
            "SELECT * { OPTIONAL { ?s ?p ?o FILTER EXISTS { SERVICE <http://127.0.0.1:9/> {} } } }"
        )


def test_plain_and_typed_strings_are_one():
    store = RdflibStore()
    store.add([Quad(A, P, Literal("x"), G)])
    text = 'SELECT ?s { ?s ?p "x"^^<http://www.w3.org/2001/XMLSchema#string> }'
    assert len(list(store.query('SELECT ?s { ?s ?p "x" }'))) == 1
    assert [len(list(store.quads())), list(store.query(text)) in ([], [(A,)])] == [1, True]
