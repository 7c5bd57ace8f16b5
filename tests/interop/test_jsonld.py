"""Our JSON-LD as other processors read it, and our frame as another framer applies it."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from pyld import jsonld

from mitigraph.derive import derive
from mitigraph.exporters import export
from mitigraph.exporters.jsonld_terms import context
from mitigraph.resources import data_root
from mitigraph.store.oxigraph import OxigraphStore
from mitigraph.store.protocol import RdfFormat
from mitigraph.terms import BASE, Iri

SAMPLE = Path(__file__).parents[1] / "unit" / "exporters" / "sample.ttl"


def no_network(url, _options=None):
    pytest.fail(f"{url} was asked for")


@pytest.fixture(scope="module")
def sample():
    store = OxigraphStore()
    store.load(SAMPLE.read_bytes(), rdf_format=RdfFormat.TURTLE, graph=Iri(BASE + "graph/data"))
    derive(store)
    return store


@pytest.fixture(scope="module")
def shipped(shipped):
    return shipped.store


def written(store, name):
    target = io.BytesIO()
    export(store, name, target)
    return target.getvalue()


def canonical(ntriples):
    """Return N-Triples as sorted lines in which blank nodes are labelled by what they say."""
    dataset = pyoxigraph.Dataset(pyoxigraph.parse(ntriples, pyoxigraph.RdfFormat.N_TRIPLES))
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(map(str, dataset))


@pytest.mark.parametrize("name", ["sample", "shipped"])
def test_rdflib_reads_the_same_triples(request, monkeypatch, name):
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    store = request.getfixturevalue(name)
    graph = rdflib.Graph().parse(data=written(store, "jsonld"), format="json-ld")
    assert canonical(graph.serialize(format="nt")) == canonical(written(store, "ntriples"))


@pytest.mark.parametrize("name", ["sample", pytest.param("shipped", marks=pytest.mark.thorough)])
def test_pyld_reads_the_same_triples(request, name):
    store = request.getfixturevalue(name)
    document = json.loads(written(store, "jsonld"))
    choices = {"format": "application/n-quads", "documentLoader": no_network}
    assert canonical(jsonld.to_rdf(document, choices)) == canonical(written(store, "ntriples"))


def test_pyld_frames_measures_as_we_write_them(sample):
    document = json.loads(written(sample, "jsonld"))
    frame = json.loads((data_root() / "ontology" / "frame.jsonld").read_text(encoding="utf-8"))
    assert frame["@context"] == "https://w3id.org/mitigraph/context/0.1.0"
    frame["@context"] = context()
    framed = jsonld.frame(document, frame, {"documentLoader": no_network})
    theirs = {node["id"]: node for node in framed["@graph"]}
    ours = {node["id"]: node for node in document["@graph"] if node.get("type") == "Measure"}
    assert ours.keys() == theirs.keys()
    for name, node in ours.items():
        # The frame gives an opinion under `hasOpinion` alone, not as an id under `hasAssessment`.
        node["hasAssessment"] = [one for one in node["hasAssessment"] if isinstance(one, dict)]
        assert expanded(theirs[name]) == expanded(node), name


def expanded(node):
    return unordered(jsonld.expand({"@context": context(), **node}))


def unordered(value):
    """Return JSON with arrays sorted, an array of one like its member."""
    if isinstance(value, list):
        members = sorted((unordered(one) for one in value), key=repr)
        return members[0] if len(members) == 1 else members
    if isinstance(value, dict):
        return {key: unordered(one) for key, one in sorted(value.items())}
    return value
