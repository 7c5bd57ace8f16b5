from __future__ import annotations

import pytest

from mitigraph.explain.axioms import read_axioms
from mitigraph.explain.inference import Fact
from mitigraph.store.oxigraph import parse
from mitigraph.store.protocol import RdfFormat
from mitigraph.terms import BASE

HEAD = """@base <https://w3id.org/mitigraph/> .
@prefix mg: <https://w3id.org/mitigraph/ns#> .
@prefix c: <https://w3id.org/mitigraph/scheme/x/1/> .
@prefix ex: <https://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""


@pytest.fixture(scope="session")
def quads():
    """A function from Turtle without prefixes to its statements."""
    return lambda turtle: list(parse((HEAD + turtle).encode(), RdfFormat.TURTLE, BASE))


@pytest.fixture(scope="session")
def facts(quads):
    return lambda turtle: [Fact(*quad[:3]) for quad in quads(turtle)]


@pytest.fixture(scope="session")
def axioms(quads):
    return lambda turtle: list(read_axioms(quads(turtle)))


@pytest.fixture(scope="session")
def core():
    """The axioms of the shipped core, of the strict module and of what differs."""
    from mitigraph.resources import data_root

    names = ("core.ttl", "strict.ttl", "generated/distinct.ttl")
    files = (data_root() / "ontology" / name for name in names)
    return [
        axiom
        for file in files
        for axiom in read_axioms(parse(file.read_bytes(), RdfFormat.TURTLE, BASE))
    ]


@pytest.fixture(scope="session")
def core_axioms():
    """The axioms of the shipped core alone."""
    from mitigraph.resources import data_root

    file = data_root() / "ontology" / "core.ttl"
    return list(read_axioms(parse(file.read_bytes(), RdfFormat.TURTLE, BASE)))
