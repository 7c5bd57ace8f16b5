"""Network files that their readers read back."""

from __future__ import annotations

import io
import json

import networkx as nx
import pytest

from mitigraph.graph import write_cytoscape, write_graphml


@pytest.fixture
def network():
    made: nx.MultiDiGraph[str] = nx.MultiDiGraph(name="whole")
    made.add_node("a", label='<A> & "B"\n', type="x; y")
    made.add_node("b", label="bell \x07", residual=True, weight=2)
    made.add_edge("a", "b", key="skos:broader")
    made.add_edge("a", "b", key="skos:related", shared=["p", "q"])
    return made


def written(write, network):
    target = io.BytesIO()
    write(network, target)
    return target.getvalue()


def test_graphml_is_read_back(network):
    read = nx.read_graphml(io.BytesIO(written(write_graphml, network)), force_multigraph=True)
    assert read.is_directed()
    assert read.nodes["a"] == {"label": '<A> & "B"\n', "type": "x; y"}
    assert read.nodes["b"] == {"label": "bell \ufffd", "residual": True, "weight": 2}
    assert sorted(data["predicate"] for *_, data in read.edges(data=True)) == [
        "skos:broader",
        "skos:related",
    ]
    assert [data.get("shared") for *_, data in read.edges(data=True)] == [None, "p; q"]


def test_cytoscape_is_read_back(network):
    document = json.loads(written(write_cytoscape, network))
    assert document["elements"]["nodes"][0]["data"]["name"] == '<A> & "B"\n'
    assert [one["data"]["id"] for one in document["elements"]["edges"]] == ["e0", "e1"]
    read = nx.cytoscape_graph(document)
    assert sorted(read.edges(keys=True)) == [("a", "b", "skos:broader"), ("a", "b", "skos:related")]


def test_undirected_networks_and_empty_ones():
    assert b'edgedefault="undirected"' in written(write_graphml, nx.Graph(name="empty"))
    assert json.loads(written(write_cytoscape, nx.Graph(name="empty")))["elements"] == {
        "nodes": [],
        "edges": [],
    }
