"""Small graphs and shapes to check."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import pytest

from mitigraph.store.oxigraph import OxigraphStore
from mitigraph.store.protocol import RdfFormat

HEAD = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix ex: <urn:ex:> .
ex:prefixes a owl:Ontology ; sh:declare [ sh:prefix "ex" ; sh:namespace "urn:ex:"^^xsd:anyURI ] .
"""


class MakeStore(Protocol):
    def __call__(self, text: str) -> OxigraphStore: ...


class MakeShapes(Protocol):
    def __call__(self, text: str, name: str = "shapes.ttl") -> Path: ...


@pytest.fixture
def store_of() -> MakeStore:
    """Return a store that holds a Turtle text with the usual prefixes."""

    def make(text: str) -> OxigraphStore:
        store = OxigraphStore()
        store.load((HEAD + text).encode(), rdf_format=RdfFormat.TURTLE)
        return store

    return make


@pytest.fixture
def shapes_of(tmp_path: Path) -> MakeShapes:
    """Return a file that holds shapes in Turtle with the usual prefixes."""

    def make(text: str, name: str = "shapes.ttl") -> Path:
        path = tmp_path / name
        path.write_text(HEAD + text, encoding="utf-8")
        return path

    return make
