"""One Turtle export, four engines: each has to give the same answers."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
import rdflib

import mitigraph as mg
from mitigraph.store.oxigraph import OxigraphStore
from mitigraph.store.protocol import RdfFormat
from mitigraph.store.remote import RemoteStore
from mitigraph.terms import MG

QUESTIONS = {
    "measures by actor": "SELECT ?v (COUNT(DISTINCT ?m) AS ?n) { ?m mg:actor ?v } GROUP BY ?v",
    "measures under a root": (
        "SELECT ?v (COUNT(DISTINCT ?m) AS ?n) { ?m mg:underFacet ?v . ?v skos:topConceptOf ?s } "
        "GROUP BY ?v"
    ),
    "opinions by stance": "SELECT ?v (COUNT(?o) AS ?n) { ?o mg:stance ?v } GROUP BY ?v",
    "labels": "SELECT ?v (STRLEN(STR(?l)) AS ?n) { ?v a mg:Measure ; skos:prefLabel ?l }",
}


@pytest.fixture(scope="module")
def exported(shipped, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("export") / "mitigraph.ttl"
    shipped.export(path)
    return path


@pytest.fixture(scope="module")
def embedded(exported) -> OxigraphStore:
    store = OxigraphStore()
    store.load(exported.read_bytes(), rdf_format=RdfFormat.TURTLE)
    return store


@pytest.fixture(scope="module")
def answers(embedded) -> dict[str, dict[str, int]]:
    return {name: _counts(embedded, text) for name, text in QUESTIONS.items()}


def _counts(store, text) -> dict[str, int]:
    return {str(value): int(str(number)) for value, number in store.query(text)}


def test_there_is_something_to_ask(shipped, answers):
    developer = "https://w3id.org/mitigraph/scheme/actor/1/developer"
    assert answers["measures by actor"][developer] == len(shipped.measures(actor="developer"))
    assert all(answers.values())


def test_rdflib_parses_it_and_answers_the_same(exported, answers):
    graph = rdflib.Graph().parse(exported, format="turtle")
    graph.bind("mg", str(MG))
    for question, text in QUESTIONS.items():
        found = {str(value): int(number) for value, number in graph.query(text)}
        assert found == answers[question], question


def test_owlready2_holds_the_same_individuals(exported, answers):
    pytest.importorskip("owlready2", reason="needs the extra owl")
    world = mg.read(exported).to_owlready()
    measures = world[MG["Measure"]].instances()
    assert {str(measure.iri) for measure in measures} == set(answers["labels"])
    developer = world["https://w3id.org/mitigraph/scheme/actor/1/developer"]
    counted = answers["measures by actor"][str(developer.iri)]
    assert sum(developer in measure.actor for measure in measures) == counted


@pytest.fixture(scope="module")
def endpoint(exported, tmp_path_factory):
    binary = shutil.which("oxigraph", path=str(Path(sys.executable).parent))
    if binary is None:
        pytest.skip("needs the development dependency oxigraph")
    folder = tmp_path_factory.mktemp("server")
    command = [binary, "load", "--location", str(folder), "--file", str(exported)]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [binary, "serve-read-only", "--location", str(folder), "--bind", f"127.0.0.1:{port}"],
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}/query"
    finally:
        server.terminate()
        server.wait(timeout=20)


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_sparql_server_answers_the_same(endpoint, answers, question):
    assert _counts(RemoteStore(endpoint), QUESTIONS[question]) == answers[question]


def test_the_library_on_a_server_gives_what_it_gives_here(shipped, endpoint):
    here, there = shipped, mg.connect(endpoint)
    assert there.measures(actor="deployer") == here.measures(actor="deployer")
    assert there.measure("A1019") == here.measure("A1019")
    assert there.coverage() == here.coverage()
    assert there.tree("airi-mitigation/2") == here.tree("airi-mitigation/2")
