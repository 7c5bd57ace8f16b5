from __future__ import annotations

import pytest

from mitigraph import resources
from mitigraph.derive import derive
from mitigraph.errors import DataError
from mitigraph.reader import (
    SHIPPED_GRAPHS,
    load_derived,
    load_shipped,
    shipped,
    shipped_store,
)
from mitigraph.reader.catalog import modules
from mitigraph.store.oxigraph import OxigraphStore, parse
from mitigraph.store.protocol import RdfFormat
from mitigraph.store.rdf import RdflibStore
from mitigraph.terms import BASE, Iri


def test_every_file_is_in_the_graph_of_its_folder():
    store = shipped_store()
    assert store.graphs() == sorted(SHIPPED_GRAPHS.values())
    for path in resources.ontology_files():
        subjects = {
            quad.subject
            for quad in parse(path.read_bytes(), RdfFormat.TURTLE)
            if quad.subject.startswith("https://w3id.org/")
        }
        graph = SHIPPED_GRAPHS[path.parent.name]
        for subject in sorted(subjects)[:3]:
            assert store.query(f"ASK {{ GRAPH <{graph}> {{ <{subject}> ?p ?o }} }}"), path


def test_it_is_the_same_in_another_store():
    store = RdflibStore()
    load_shipped(store)
    assert len(store) == len(shipped_store())


def test_a_broken_file_is_named(monkeypatch, tmp_path):
    folder = tmp_path / "schemes"
    folder.mkdir()
    (folder / "good.ttl").write_text("<urn:a> <urn:b> 1 .")
    (folder / "bad.ttl").write_text("<urn:a> <urn:b> 1 .\noops")
    files = [folder / "good.ttl", folder / "bad.ttl"]
    monkeypatch.setattr(shipped.resources, "ontology_files", lambda _=None: files)
    with pytest.raises(DataError) as caught:
        shipped_store()
    assert caught.value.path.endswith("bad.ttl")
    assert caught.value.place.startswith("line 2")


def test_the_catalog_names_files_that_ship():
    assert modules()
    shipped_files = set(resources.ontology_files())
    assert all(
        path.resolve() in {p.resolve() for p in shipped_files} or path.is_file()
        for path in modules().values()
    )


def test_what_is_derived_is_kept_for_these_very_files_alone(tmp_path):
    store = shipped_store()
    digest = load_shipped(OxigraphStore())
    derived = Iri(BASE + "graph/derived")
    assert load_derived(store, derived, digest)
    kept = {quad[:3] for quad in store.quads(derived)}
    derive(store)
    assert {quad[:3] for quad in store.quads(derived)} == kept
    store.clear(derived)
    assert not load_derived(store, derived, "of other files")
    assert not load_derived(store, derived, digest, tmp_path)
    assert derived not in store.graphs()


def test_vocabularies_can_be_had_without_measures():
    store = OxigraphStore()
    load_shipped(store, data=False)
    assert store.query("ASK { ?scheme a skos:ConceptScheme }")
    assert not store.query("ASK { { ?measure a mg:Measure } UNION { ?x mg:assesses ?y } }")
