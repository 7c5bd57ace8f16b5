from __future__ import annotations

import pytest

from mitigraph.errors import QueryError, UnknownTermError
from mitigraph.query import run
from mitigraph.store.oxigraph import OxigraphStore
from mitigraph.store.protocol import Solutions, Triples
from mitigraph.terms import MG, Iri, Literal, Quad

TYPE = Iri("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
LABEL = Iri("http://www.w3.org/2004/02/skos/core#prefLabel")


@pytest.fixture
def store():
    store = OxigraphStore()
    for name, label in (("urn:2", "Beta"), ("urn:1", "alpha")):
        store.add(
            [
                Quad(Iri(name), TYPE, MG["Measure"]),
                Quad(Iri(name), LABEL, Literal(label, language="en")),
            ]
        )
    store.add([Quad(Iri("urn:1"), MG["underFacet"], Iri("urn:x"))])
    return store


class Recorder:
    """A store that notes what it is asked."""

    def query(self, text, *, timeout=None, allow_service=False):
        self.asked = (text, timeout, allow_service)
        return True


def test_a_name_runs_the_file(store):
    answer = run(store, "measures-by-facet")
    assert isinstance(answer, Solutions)
    assert list(answer.variables) == ["measure", "label"]
    assert [row[0] for row in answer] == ["urn:1", "urn:2"]


def test_parameters_are_bound(store):
    rows = run(store, "measures-by-facet", {"actor": Iri("urn:x"), "stage": None})
    assert [row[0] for row in rows] == ["urn:1"]
    assert list(run(store, "measures-by-facet", {"actor": Iri("urn:y")})) == []


def test_sparql_runs_as_it_is(store):
    assert run(store, "ASK { ?m a mg:Measure }") is True
    assert isinstance(run(store, "CONSTRUCT WHERE { ?s ?p ?o }"), Triples)
    rows = run(store, "SELECT ?o { VALUES ?s { UNDEF } ?s mg:underFacet ?o }", {"s": Iri("urn:1")})
    assert list(rows) == [(Iri("urn:x"),)]


def test_a_query_of_a_folder_runs(store, tmp_path):
    (tmp_path / "mine.rq").write_text("ASK { ?m a mg:Measure }", encoding="utf-8")
    assert run(store, "mine", folders=[tmp_path]) is True


def test_the_limits_reach_the_store():
    recorder = Recorder()
    run(recorder, "ASK {}", timeout=2.5, allow_service=True)
    assert recorder.asked == ("ASK {}", 2.5, True)
    run(recorder, "ASK {}")
    assert recorder.asked == ("ASK {}", None, False)


def test_faults_carry_the_name(store):
    with pytest.raises(UnknownTermError, match='no query "measures"'):
        run(store, "measures")
    with pytest.raises(QueryError, match="query siblings: parameter measure"):
        run(store, "siblings")
    with pytest.raises(QueryError, match="query agents: no parameter actor; known: none"):
        run(store, "agents", {"actor": Iri("urn:x")})
