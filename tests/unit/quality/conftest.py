from __future__ import annotations

import pytest

from mitigraph.store.oxigraph import OxigraphStore
from mitigraph.store.protocol import RdfFormat
from mitigraph.terms import Iri

PREFIXES = """
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix ex: <https://example.org/onto#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""


@pytest.fixture
def store():
    """Make a store of a Turtle text."""

    def make(text: str) -> OxigraphStore:
        made = OxigraphStore()
        document = (PREFIXES + text).encode()
        made.load(document, rdf_format=RdfFormat.TURTLE, graph=Iri("https://example.org/g"))
        return made

    return make
