"""A small graph with every kind of thing that an export has to get right."""

from __future__ import annotations

import io
from pathlib import Path

import pyoxigraph
import pytest

from mitigraph.derive import derive
from mitigraph.exporters import export
from mitigraph.store.oxigraph import OxigraphStore, serialize
from mitigraph.store.protocol import RdfFormat
from mitigraph.terms import BASE, Iri

SAMPLE = Path(__file__).with_name("sample.ttl")


@pytest.fixture
def sample():
    store = OxigraphStore()
    store.load(SAMPLE.read_bytes(), rdf_format=RdfFormat.TURTLE, graph=Iri(BASE + "graph/data"))
    derive(store)
    return store


@pytest.fixture
def exported():
    def run(store, name, **choices):
        target = io.BytesIO()
        account = export(store, name, target, **choices)
        return target.getvalue(), account

    return run


@pytest.fixture
def canonical():
    """Quads as N-Quads lines in which blank nodes are labelled by what they say."""

    def run(quads):
        target = io.BytesIO()
        serialize(quads, target, RdfFormat.NQUADS)
        dataset = pyoxigraph.Dataset(
            pyoxigraph.parse(target.getvalue(), pyoxigraph.RdfFormat.N_QUADS)
        )
        dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
        return sorted(map(str, dataset))

    return run


@pytest.fixture
def merged(canonical):
    """The triples of a store, whatever graphs they stand in, in canonical form."""

    def run(store):
        return canonical({quad._replace(graph=None) for quad in store.quads()})

    return run
