"""The projections hold the nodes, edges and attributes that their documentation names."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from mitigraph.derive import derive
from mitigraph.errors import UnsupportedFormatError
from mitigraph.graph import PROJECTIONS, to_networkx
from mitigraph.graph.projections import _sharing
from mitigraph.query import run
from mitigraph.reader import shipped_store
from mitigraph.store.oxigraph import OxigraphStore
from mitigraph.store.protocol import RdfFormat
from mitigraph.terms import BASE, Iri, compact

SAMPLE = Path(__file__).parents[1] / "exporters" / "sample.ttl"


@pytest.fixture(scope="module")
def sample():
    store = OxigraphStore()
    store.load(SAMPLE.read_bytes(), rdf_format=RdfFormat.TURTLE, graph=Iri(BASE + "graph/data"))
    derive(store)
    return store


def test_whole_has_every_named_thing_and_statement(sample):
    network = to_networkx(sample)
    assert network.is_directed()
    assert network.is_multigraph()
    assert network.nodes["test/M1"] == {
        "label": "Filter what a model learns from",
        "type": "mg:Measure",
    }
    assert network.nodes["agent/tester"] == {"label": "Tester", "type": "prov:Agent; prov:Person"}
    assert "mg:describedIn" in network["test/M1"]["source/test2024"]
    assert {"mg:actor", "mg:facet", "mg:underFacet"} <= set(network["test/M1"]["actor/1/developer"])
    assert not [node for node in network if node.startswith("_:")]


def test_measure_concept_is_bipartite(sample):
    network = to_networkx(sample, "measure-concept")
    parts = dict(network.nodes(data="bipartite"))
    assert all(parts[one] != parts[other] for one, other in network.edges)
    assert network.edges["test/M1", "actor/1/developer"] == {"facet": "actor"}
    assert network.nodes["airi-mitigation/1/1.1"] == {
        "bipartite": 1,
        "label": "Training data",
        "notation": "1.1",
        "residual": False,
        "type": "concept",
        "scheme": "airi-mitigation/1",
    }


def test_category_tree_hangs_from_the_schemes(sample):
    network = to_networkx(sample, "category-tree")
    assert sorted(network.edges) == [
        ("airi-mitigation/1", "airi-mitigation/1/1"),
        ("airi-mitigation/1", "airi-mitigation/1/2"),
        ("airi-mitigation/1/1", "airi-mitigation/1/1.1"),
        ("airi-mitigation/2", "airi-mitigation/2/1"),
        ("airi-mitigation/2/1", "airi-mitigation/2/1.1"),
    ]
    assert network.nodes["airi-mitigation/1/2"]["residual"] is True


def test_measure_measure_counts_what_two_measures_share(sample):
    network = to_networkx(sample, "measure-measure")
    assert list(network.nodes) == ["test/M1", "test/M2", "test/M3"]
    assert list(network.edges(data=True)) == [
        (
            "test/M1",
            "test/M3",
            {"weight": 2, "shared": ["actor/1/developer", "airi-mitigation/1/1.1"]},
        )
    ]
    assert to_networkx(sample, "measure-measure", minimum=3).number_of_edges() == 0


@pytest.mark.parametrize("minimum", [1, 2, 3, 4])
def test_the_short_way_to_shared_values_finds_the_same_pairs_as_comparing_all(minimum):
    values = {f"m{n}": {f"c{n * k % 7}" for k in range(1, 6)} for n in range(40)}
    slow = {
        (*sorted(pair), tuple(sorted(values[pair[0]] & values[pair[1]])))
        for pair in itertools.combinations(values, 2)
        if len(values[pair[0]] & values[pair[1]]) >= minimum
    }
    quick = [(one, other, tuple(shared)) for one, other, shared in _sharing(values, minimum)]
    assert set(quick) == slow
    assert len(quick) == len(slow)


def test_measure_subject_has_what_measures_are_about(sample):
    network = to_networkx(sample, "measure-subject")
    assert network.nodes["test/M1"] == {
        "label": "Filter what a model learns from",
        "type": "measure",
    }
    assert {network.nodes[node]["type"] for node in network} <= {"measure", "category", "risk"}
    assert network.edges["test/M1", "airi-mitigation/1/1.1"] == {"facet": "category"}
    assert "airi-mitigation/1/2" not in network  # a residual value


def test_relations_are_the_rows_of_their_query(sample):
    network = to_networkx(sample, "relations")
    answer = run(sample, "relations")
    rows = {tuple(map(compact, row)) for row in answer}
    assert {(one, key, other) for one, other, key in network.edges(keys=True)} == rows
    assert network.nodes["actor/1/developer"] == {
        "label": "Developer",
        "type": "actor",
        "residual": False,
    }
    assert network.nodes["source/test2024"]["type"] == "source"


def test_wrong_wishes_are_told(sample):
    with pytest.raises(UnsupportedFormatError, match="category-tree"):
        to_networkx(sample, "galaxy")
    with pytest.raises(ValueError, match="at least 1"):
        to_networkx(sample, "measure-measure", minimum=0)


@pytest.fixture(scope="module")
def made_twice():
    """Two stores with the shipped graph, each loaded and derived by itself."""
    stores = shipped_store(), shipped_store()
    for store in stores:
        derive(store)
    return stores


@pytest.mark.parametrize(
    "projection",
    [
        pytest.param(name, marks=[pytest.mark.thorough] if name == "measure-measure" else [])
        for name in sorted(PROJECTIONS)
    ],
)
def test_the_shipped_graph_projects_in_a_stable_order(made_twice, projection):
    first, second = (to_networkx(store, projection) for store in made_twice)
    assert first.number_of_edges() > 0
    assert list(first.nodes(data=True)) == list(second.nodes(data=True))
    assert list(first.edges(data=True)) == list(second.edges(data=True))
    assert list(first.nodes) == sorted(first.nodes) or projection in (
        "measure-concept",
        "category-tree",
    )
