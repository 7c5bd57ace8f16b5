from __future__ import annotations

import pytest

from mitigraph.resources import data_root
from mitigraph.store.oxigraph import OxigraphStore
from mitigraph.store.protocol import RdfFormat
from mitigraph.terms import PREFIXES, Iri


@pytest.fixture
def store_of():
    """A store with the core ontology (or without) and a document in Turtle."""

    def make(turtle, *, core=True):
        store = OxigraphStore()
        if core:
            ontology = (data_root() / "ontology" / "core.ttl").read_bytes()
            store.load(ontology, rdf_format=RdfFormat.TURTLE, graph=Iri("urn:core"))
        prefixes = "".join(f"@prefix {name}: <{iri}> . " for name, iri in PREFIXES.items())
        data = f"@prefix : <urn:x:> . {prefixes} {turtle}".encode()
        store.load(data, rdf_format=RdfFormat.TURTLE, graph=Iri("urn:data"))
        return store

    return make
