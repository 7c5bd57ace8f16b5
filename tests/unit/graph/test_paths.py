"""Paths: all that there are, in order, none through what says nothing."""

from __future__ import annotations

import itertools
import random
from itertools import islice

import networkx as nx
import pytest

from mitigraph.graph.paths import find_paths, neighbourhood


def network_of(*edges: tuple[str, str, str], residual: tuple[str, ...] = ()) -> nx.MultiDiGraph:
    network = nx.MultiDiGraph()
    for source, target, key in edges:
        network.add_edge(source, target, key=key)
    for node in network:
        network.nodes[node].update(label=node.upper(), type="concept", residual=node in residual)
    return network


def random_network(seed: int) -> nx.MultiDiGraph:
    dice = random.Random(seed)  # noqa: S311 - a test wants the same network each time
    nodes = "abcdefgh"
    pairs = [pair for pair in itertools.permutations(nodes, 2) if dice.random() < 0.22]
    return network_of(("a", "b", "r"), *((one, other, "r") for one, other in pairs))


def ids(paths):
    return [tuple(node.id for node in path.nodes) for path in paths]


@pytest.mark.parametrize("seed", range(30))
def test_finds_the_same_paths_as_a_search_through_all(seed):
    network = random_network(seed)
    plain = nx.Graph(network)
    if "h" not in plain:
        plain.add_node("h")
    found = ids(find_paths(network, "a", "h", everything=True))
    assert len(found) == len(set(found))
    assert set(found) == {tuple(path) for path in nx.all_simple_paths(plain, "a", "h")}
    short = ids(find_paths(network, "a", "h", everything=True, cutoff=3))
    assert short == [path for path in found if len(path) <= 4]
    if found:
        shortest = ids(find_paths(network, "a", "h"))
        assert set(shortest) == {tuple(path) for path in nx.all_shortest_paths(plain, "a", "h")}


@pytest.mark.parametrize("seed", range(10))
def test_shorter_ways_come_first_then_those_by_what_few_are_joined_to(seed):
    network = random_network(seed)
    degrees = dict(nx.Graph(network).degree())
    found = ids(find_paths(network, "a", "h", everything=True))
    costs = [(len(path), sum(degrees[node] for node in path[1:-1]), path) for path in found]
    assert costs == sorted(costs)


def test_an_other_box_is_an_end_but_no_step():
    network = network_of(("m", "other", "r"), ("n", "other", "r"), residual=("other",))
    assert ids(find_paths(network, "m", "n")) == []
    assert ids(find_paths(network, "m", "other")) == [("m", "other")]


def test_each_step_tells_all_relations_in_their_own_direction():
    network = network_of(("m", "n", "skos:broadMatch"), ("n", "m", "mg:x"), ("m", "n", "mg:a"))
    (path,) = find_paths(network, "m", "n")
    assert [(one.source, one.name, one.target) for one in path.steps[0]] == [
        ("m", "mg:a", "n"),
        ("m", "skos:broadMatch", "n"),
        ("n", "mg:x", "m"),
    ]
    assert (path.length, path.nodes[1].label) == (1, "N")


@pytest.mark.parametrize(("start", "end"), [("m", "nowhere"), ("nowhere", "m"), ("m", "m")])
def test_no_way_is_no_path(start, end):
    assert list(find_paths(network_of(("m", "n", "r")), start, end)) == []


def test_a_cutoff_below_the_shortest_gives_none():
    network = network_of(("a", "x", "r"), ("x", "b", "r"))
    assert list(find_paths(network, "a", "b", cutoff=1)) == []
    assert len(list(find_paths(network, "a", "b", cutoff=2))) == 1


def test_ten_of_very_many_paths_come_at_once():
    layers = [[f"{layer}.{place}" for place in range(30)] for layer in range(6)]
    edges = [
        (one, two, "r") for low, high in itertools.pairwise(layers) for one in low for two in high
    ]
    network = network_of(*edges)
    assert len(list(islice(find_paths(network, "0.0", "5.0", everything=True), 10))) == 10


def test_the_neighbourhood_holds_both_directions_by_id():
    network = network_of(("m", "b", "r"), ("a", "m", "s"), ("m", "a", "r"))
    centre, around = neighbourhood(network, "m")
    assert centre.id == "m"
    assert [(node.id, one.source, one.name) for node, one in around] == [
        ("a", "m", "r"),
        ("a", "a", "s"),
        ("b", "m", "r"),
    ]
    assert neighbourhood(network, "nowhere")[1] == []
