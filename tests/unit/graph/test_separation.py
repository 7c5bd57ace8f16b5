"""Cuts: the same as taking each node and each edge out and looking at what is left."""

from __future__ import annotations

import networkx as nx
import pytest

from mitigraph.graph.separation import cuts_of


def brute(network: nx.Graph):
    nodes, bridges = {}, {}
    for node in network:
        part = nx.node_connected_component(network, node)
        left = nx.Graph(network.subgraph(part - {node}))
        sizes = sorted(map(len, nx.connected_components(left)))
        if len(sizes) > 1:
            nodes[str(node),] = (len(sizes), sum(sizes[:-1]))
    for one, other in network.edges:
        left = nx.Graph(network.subgraph(nx.node_connected_component(network, one)))
        left.remove_edge(one, other)
        sizes = sorted(map(len, nx.connected_components(left)))
        if len(sizes) > 1:
            bridges[tuple(sorted((str(one), str(other))))] = (2, sizes[0])
    return nodes, bridges


def cuts(network: nx.Graph):
    ids = [str(node) for node in range(len(network))]
    return cuts_of(list(nx.biconnected_component_edges(network)), ids)


@pytest.mark.parametrize("seed", range(60))
def test_what_each_cut_separates(seed):
    network = nx.gnp_random_graph(14, 0.03 + 0.003 * seed, seed=seed)
    articulations, bridges = cuts(network)
    nodes, edges = brute(network)
    assert {cut.nodes: (cut.parts, cut.cut_off) for cut in articulations} == nodes
    assert {cut.nodes: (cut.parts, cut.cut_off) for cut in bridges} == edges


@pytest.mark.parametrize("seed", range(60))
def test_the_examples_are_of_what_is_cut_off(seed):
    network = nx.gnp_random_graph(14, 0.03 + 0.003 * seed, seed=seed)
    for cut in cuts(network)[0]:
        (node,) = map(int, cut.nodes)
        left = nx.Graph(network.subgraph(nx.node_connected_component(network, node) - {node}))
        largest = max(map(len, nx.connected_components(left)))
        assert len(cut.examples) == min(cut.cut_off, 5) == len(set(cut.examples))
        # In at least one part that may count as the largest there is no example.
        assert any(
            len(part) == largest and not part & set(map(int, cut.examples))
            for part in nx.connected_components(left)
        )
    for cut in cuts(network)[1]:
        left = nx.Graph(network)
        left.remove_edge(*map(int, cut.nodes))
        sides = {
            nx.number_of_nodes(left.subgraph(nx.node_connected_component(left, int(one))))
            for one in cut.examples
        }
        assert sides == {cut.cut_off}


def test_the_order_is_by_what_is_cut_off_then_by_id():
    articulations, bridges = cuts(nx.path_graph(5))
    assert [cut.nodes for cut in articulations] == [("2",), ("1",), ("3",)]
    assert [cut.nodes for cut in bridges] == [("1", "2"), ("2", "3"), ("0", "1"), ("3", "4")]


def test_a_long_chain_takes_no_recursion_and_no_square():
    articulations, bridges = cuts(nx.path_graph(20_000))
    assert (len(articulations), len(bridges)) == (19_998, 19_999)
    assert articulations[0].cut_off == 9_999


def test_nothing_alone_connects_a_ring():
    assert cuts(nx.cycle_graph(4)) == ((), ())
    assert cuts_of([], []) == ((), ())
