"""Figures: those of NetworkX where it has them, the same in every run, labelled by what is so."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import networkx as nx
import pytest

from mitigraph.errors import QueryError
from mitigraph.graph import metrics as module
from mitigraph.graph.metrics import measure_network


def letters(network: nx.Graph) -> nx.Graph:
    return nx.relabel_nodes(network, {node: f"n{node:02}" for node in network})


@pytest.fixture(scope="module")
def karate() -> nx.Graph:
    network = letters(nx.karate_club_graph())
    network.name = "karate"
    return network


def test_degree_betweenness_and_pagerank_are_those_of_networkx(karate):
    found = {one.id: one for one in measure_network(karate, {}).nodes}
    assert {name: one.degree for name, one in found.items()} == dict(karate.degree())
    assert {n: one.betweenness for n, one in found.items()} == pytest.approx(
        nx.betweenness_centrality(karate), abs=1e-8
    )
    assert {n: one.pagerank for n, one in found.items()} == pytest.approx(
        nx.pagerank(karate, tol=1e-10), abs=1e-6
    )


def test_pagerank_of_parts_and_lone_nodes_sums_to_1():
    network = nx.Graph([("a", "b"), ("c", "d"), ("d", "e")])
    network.add_node("alone")
    found = measure_network(network, {})
    assert sum(one.pagerank for one in found.nodes) == pytest.approx(1, abs=1e-6)
    assert {one.id: one.pagerank for one in found.nodes} == pytest.approx(
        nx.pagerank(network, tol=1e-10, max_iter=1000), abs=1e-6
    )
    assert found.components == 3


def test_communities_part_the_nodes(karate):
    found = measure_network(karate, {})
    members = [node for one in found.communities for node in one.members]
    assert sorted(members) == sorted(karate)
    assert [one.number for one in found.communities] == list(range(1, len(found.communities) + 1))
    sizes = [len(one.members) for one in found.communities]
    assert sizes == sorted(sizes, reverse=True)
    assert found.modularity == pytest.approx(
        nx.community.modularity(karate, [set(one.members) for one in found.communities]), abs=1e-6
    )
    assert found.modularity > 0.4
    for one in found.nodes:
        assert one.id in found.communities[one.community - 1].members


def test_a_community_has_its_label_from_what_is_frequent_in_it_alone():
    network = nx.disjoint_union(nx.complete_graph(12), nx.complete_graph(12))
    network = letters(network)
    network.add_edge("n00", "n12")
    traits = {
        node: frozenset({"everywhere", "first" if node < "n12" else "second"}) for node in network
    }
    found = measure_network(network, traits)
    labels = [[(one.value, one.inside, one.overall) for one in c.traits] for c in found.communities]
    assert labels == [[("first", 12, 12)], [("second", 12, 12)]]
    assert [one.measures for one in found.communities] == [12, 12]
    assert {cut.nodes for cut in found.articulations} == {("n00",), ("n12",)}
    assert [cut.nodes for cut in found.bridges] == [("n00", "n12")]


def test_directions_loops_and_double_edges_are_dropped():
    network = nx.MultiDiGraph([("a", "b"), ("b", "a"), ("a", "a"), ("b", "c")])
    found = measure_network(network, {"a": frozenset()})
    assert found.edges == 2
    assert {one.id: (one.degree, one.type) for one in found.nodes} == {
        "a": (1, "measure"),
        "b": (2, "thing"),
        "c": (1, "thing"),
    }


def test_an_empty_network_has_no_figures():
    found = measure_network(nx.Graph(), {})
    assert (found.nodes, found.communities, found.components) == ((), (), 0)
    lonely = nx.Graph()
    lonely.add_node("a")
    assert measure_network(lonely, {}).nodes[0].pagerank == 1


def test_a_large_network_is_sampled_and_says_so(karate, monkeypatch):
    monkeypatch.setattr(module, "EXACT_UP_TO", 1000)
    first = measure_network(karate, {}, seed=3)
    assert first.pivots == 1000 // karate.number_of_edges()
    assert first == measure_network(karate, {}, seed=3)
    monkeypatch.setattr(module, "EXACT_UP_TO", 10_000)
    assert measure_network(karate, {}).pivots is None


SHOW = """
    import networkx as nx
    from mitigraph.graph.metrics import measure_network
    network = nx.relabel_nodes(nx.karate_club_graph(), lambda node: f"n{node}")
    print(repr(measure_network(network, {n: frozenset(network.nodes[n]["club"]) for n in network})))
"""


def python(code: str, **environment: str) -> str:
    ran = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return ran.stdout


def test_the_hash_seed_of_a_run_changes_nothing():
    assert python(SHOW, PYTHONHASHSEED="1") == python(SHOW, PYTHONHASHSEED="2")


def test_an_unknown_backend_is_told(karate):
    with pytest.raises(QueryError, match='no NetworkX backend "gpu"'):
        measure_network(karate, {}, backend="gpu")


BACKEND = """
    import networkx as nx

    CALLED = []

    class Graph(nx.Graph):
        __networkx_backend__ = "counting"

    class Interface:
        @staticmethod
        def convert_from_nx(graph, **_):
            made = Graph()
            made.add_nodes_from(graph.nodes(data=True))
            made.add_edges_from(graph.edges(data=True))
            return made

        @staticmethod
        def convert_to_nx(result, **_):
            return result

        @staticmethod
        def betweenness_centrality(graph, *_, **__):
            CALLED.append("betweenness_centrality")
            return dict.fromkeys(graph, 0.5)
"""
ASK = """
    import json
    import networkx as nx
    from mitigraph.graph.metrics import measure_network
    network = nx.path_graph(4)
    network = nx.relabel_nodes(network, str)
    import sys
    idle = "counting_backend" in sys.modules
    usual = measure_network(network, {})
    found = measure_network(network, {}, backend="counting")
    import counting_backend
    print(json.dumps([
        idle,
        [one.betweenness for one in usual.nodes],
        [one.betweenness for one in found.nodes],
        len(found.bridges),
        counting_backend.CALLED,
    ]))
"""


def install(backend: str, tmp_path: Path) -> str:
    (tmp_path / "counting_backend.py").write_text(textwrap.dedent(backend), encoding="utf-8")
    info = tmp_path / "counting_backend-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Name: counting-backend\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(
        "[networkx.backends]\ncounting = counting_backend:Interface\n", encoding="utf-8"
    )
    return str(tmp_path)


def test_a_backend_that_is_asked_for_computes_what_it_can(tmp_path):
    found = python(ASK, PYTHONPATH=install(BACKEND, tmp_path))
    idle, usual, asked, bridges, called = json.loads(found)
    assert idle is False
    assert 0 in usual
    assert asked == [0.5] * 4
    assert bridges == 3
    assert called == ["betweenness_centrality"]


def test_a_backend_that_does_not_fit_is_told(tmp_path):
    code = """
        import networkx as nx
        from mitigraph.errors import QueryError
        from mitigraph.graph.metrics import measure_network
        try:
            measure_network(nx.path_graph(4), {}, backend="counting")
        except QueryError as error:
            print(error)
    """
    told = python(code, PYTHONPATH=install("import no_such_module", tmp_path))
    assert told == (
        "a NetworkX backend of counting can't be used: No module named 'no_such_module'\n"
    )
