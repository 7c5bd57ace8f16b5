"""Paths, likeness and figures on the shipped graph, by the names that people use."""

from __future__ import annotations

from collections import defaultdict

import networkx as nx
import pytest

from mitigraph.errors import AmbiguousTermError, UnknownTermError, UnsupportedFormatError
from mitigraph.graph import PROJECTIONS, to_networkx
from mitigraph.knowledge_graph.network import find_node, relations_of
from mitigraph.terms import compact


@pytest.fixture(scope="module")
def kb(shipped):
    return shipped


@pytest.fixture(scope="module")
def relations(kb):
    return to_networkx(kb.store, "relations")


@pytest.mark.parametrize(
    ("name", "node"),
    [
        ("A1019", "mit-2025/A1019"),
        ("Adversarial Robustness", "mit-2025/A1019"),
        ("developer", "actor/1/developer"),
        ("1.1.2", "airi-mitigation/2/1.1.2"),
        ("GOVERN-1.1", "nist-ai-rmf/1/GOVERN-1.1"),
        ("uuk2024", "source/uuk2024"),
        ("mgs:risk-domain/1/2.2", "risk-domain/1/2.2"),
    ],
)
def test_a_node_has_many_names(kb, relations, name, node):
    assert find_node(kb.names, relations, name) == node
    assert node in relations


def test_a_misspelt_name_gets_the_nearest_of_all_sorts(kb, relations):
    with pytest.raises(UnknownTermError, match="did you mean actor/1/developer or "):
        find_node(kb.names, relations, "Developr")
    with pytest.raises(AmbiguousTermError, match="mit-2025/A0011 or mit-2025/A0204"):
        find_node(kb.names, relations, "Red teaming")


def test_the_network_of_relations_has_no_hub_that_says_nothing(kb, relations):
    assert not [
        node
        for node in relations
        if node.startswith(("review-status/", "record-kind/", "method/", "assessment/", "agent/"))
        or node in {scheme["id"] for scheme in kb.schemes()}
    ]
    measures = {node for node, kind in relations.nodes(data="type") if kind == "measure"}
    assert len(measures) == 830
    for one, other, relation in relations.edges(keys=True):
        assert relation != "skos:relatedMatch"
        assert one != other


def test_from_a_measure_to_a_subcategory_of_a_framework(kb):
    found = kb.paths("A1019", "MANAGE-1.3")
    assert {path.length for path in found.found} == {3}
    assert not [n for path in found.found for n in path.nodes[1:-1] if n.id.endswith("/9")]
    few = kb.paths("A1019", "MANAGE-1.3", everything=True, limit=2)
    assert few.found == found.found[:2]
    assert few.more


def test_what_has_no_relations_has_no_paths(kb):
    found = kb.paths("A1019", "stance/1/supports")
    assert (found.found, found.more, found.end.label) == ((), False, "Supports")


def test_the_ego_network_is_the_rows_of_the_query(kb):
    measure = "mit-2025/A1019"
    rows = [tuple(map(compact, row)) for row in kb.query("relations")]
    expected = {row for row in rows if measure in (row[0], row[2])}
    _, around = relations_of(kb.store, measure)
    assert {(one.source, one.name, one.target) for _, one in around} == expected


def test_similar_measures_share_what_they_are_said_to_share(kb):
    held = defaultdict(set)
    for measure, _, value in kb.query("traits"):
        held[compact(measure)].add(compact(value))
    titles = {concept.id: concept.title for concept in kb.names.concepts.values()}
    found = kb.similar("A1019", limit=25)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    for one in found:
        both = {titles.get(value, value) for value in held["mit-2025/A1019"] & held[one.id]}
        told = {v for aspect, values in one.shared.items() if aspect != "words" for v in values}
        assert told == both
    assert found == kb.similar("Adversarial Robustness", limit=25)


def test_a_review_of_two_measures_is_told_from_either_end(kb):
    here = {one.id: one for one in kb.similar("A0001", limit=None)}["mit-2025/A0250"]
    there = {one.id: one for one in kb.similar("A0250", limit=None)}["mit-2025/A0001"]
    assert here.mappings[0].relation == "narrowMatch"
    assert there.mappings[0].relation == "broadMatch"
    assert here.mappings[0].confidence == 0.85
    assert here.mappings[0].reviewer == "agent/mitigraph-curators"
    assert here.score == there.score
    same = {one.id: one for one in kb.similar("A0002", limit=None)}["mit-2025/A1010"]
    assert same.same
    assert same.mappings[0].relation == "exactMatch"


def test_reviewed_same_measures_come_near_the_top(kb):
    same = [
        (compact(subject), compact(other))
        for subject, predicate, modifier, other, *_ in kb.query("measure-mappings")
        if compact(predicate) == "skos:exactMatch" and modifier is None
    ]
    assert len(same) == 13
    ranks = []
    for one, other in same[::3]:
        order = [similar.id for similar in kb.similar(one, limit=None)]
        ranks.append(order.index(other) + 1)
    assert sorted(ranks)[len(ranks) // 2] <= 5


def test_the_figures_of_the_subjects(kb):
    found = kb.metrics()
    assert found.pivots is None
    assert sum(one.type == "measure" for one in found.nodes) == 830
    assert {one.type for one in found.nodes} == {"measure", "category", "risk"}
    assert found.modularity > 0.5
    for one in found.communities:
        # A value is told only where it is more frequent inside than overall.
        for trait in one.traits:
            assert trait.inside / one.measures > trait.overall / 830
    alone = {cut.nodes[0] for cut in found.articulations} & {
        one.id for one in found.nodes if one.type == "measure"
    }
    network = to_networkx(kb.store, "measure-subject")
    # A measure alone connects parts at least where it is the only one that has some subject.
    for subject in network:
        if network.nodes[subject]["type"] != "measure" and network.degree(subject) == 1:
            (measure,) = network[subject]
            assert measure in alone
    assert alone <= set(nx.articulation_points(network))
    assert alone


def test_an_unknown_projection_is_told(kb):
    with pytest.raises(UnsupportedFormatError, match="measure-subject"):
        kb.metrics("galaxy")
    assert {"measure-subject", "relations"} <= set(PROJECTIONS)
