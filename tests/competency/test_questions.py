"""Competency questions whose last step is a computation, and what their files say of themselves."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import networkx as nx
import pytest

from mitigraph.query import catalog
from mitigraph.store.oxigraph import OxigraphStore
from mitigraph.store.protocol import RdfFormat
from mitigraph.terms import BASE, Iri

QUESTIONS = {name: query for name, query in catalog().items() if name.startswith("cq-")}


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_says_who_asks_it_and_how_it_is_answered(name):
    extra = QUESTIONS[name].extra
    assert extra["question"].endswith("?")
    assert set(extra["users"].split(", ")) <= {"analyst", "auditor", "engineer", "framework author"}
    assert set(extra["via"].split(", ")) <= {"sparql", "path", "reasoner", "shacl", "networkx"}
    assert extra["closure"] in {"yes", "no"}


@pytest.mark.parametrize("name", [n for n in QUESTIONS if QUESTIONS[n].extra["closure"] == "yes"])
def test_a_question_that_needs_the_closure_uses_it(name):
    assert "mg:underFacet" in QUESTIONS[name].text


def test_the_smallest_set_that_covers_all_stages_and_functions(embedded, table):
    covers: dict[str, set[str]] = {}
    for measure, concept in table(embedded, "cq-11")[1:]:
        covers.setdefault(measure, set()).add(concept)
    everything = set().union(*covers.values())
    smallest = next(
        chosen
        for size in range(1, len(covers) + 1)
        for chosen in combinations(sorted(covers), size)
        if set().union(*(covers[one] for one in chosen)) == everything
    )
    assert smallest == ("sample/A01", "sample/A03", "sample/A07")


def test_kappa_of_two_assessors(embedded, table):
    rows = table(embedded, "cq-16")[1:]
    first, second, together = Counter(), Counter(), Counter()
    for *_, one, other, count in rows:
        first[one] += int(count)
        second[other] += int(count)
        together[one == other] += int(count)
    total = first.total()
    observed = together[True] / total
    by_chance = sum(first[value] * second[value] for value in first) / total**2
    # Anna and the coder agree on one of two measures, and the coder always says 1.1.2.
    assert (observed, by_chance) == (0.5, 0.5)
    assert (observed - by_chance) / (1 - by_chance) == 0


def test_measures_that_connect_parts_of_the_graph(embedded, table):
    graph = nx.Graph((s, o) for s, _, o in table(embedded, "cq-31")[1:])
    cut = set(nx.articulation_points(graph))
    # Each of them has a neighbour that no other measure has, such as the stage "Deploy" of A07.
    assert {one for one in cut if one.startswith("sample/")} == {
        "sample/A01",
        "sample/A03",
        "sample/A07",
        "sample/A09",
    }
    # A10 names a document that nothing else names.
    assert not nx.has_path(graph, "sample/A10", "sample/A01")
    between = nx.betweenness_centrality(graph)
    measures = [one for one in between if one.startswith("sample/")]
    assert max(measures, key=between.__getitem__) == "sample/A01"


def test_what_changed_between_two_releases(table):
    before = """
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        <urn:kept> a skos:Concept ; skos:prefLabel "Kept"@en ; skos:broader <urn:top> .
        <urn:named> a skos:Concept ; skos:prefLabel "Old name"@en .
        <urn:moved> a skos:Concept ; skos:prefLabel "Moved"@en ; skos:broader <urn:top> .
        <urn:gone> a skos:Concept ; skos:prefLabel "Gone"@en .
        <urn:top> a skos:Concept ."""
    after = (
        before.replace('<urn:gone> a skos:Concept ; skos:prefLabel "Gone"@en .', "")
        .replace("Old name", "New name")
        .replace('"Moved"@en ; skos:broader <urn:top>', '"Moved"@en ; skos:broader <urn:kept>')
        .replace("<urn:top> a", "<urn:fresh> a skos:Concept . <urn:top> a")
    )
    store = OxigraphStore()
    for name, text in (("old", before), ("new", after)):
        store.load(
            text.encode(), rdf_format=RdfFormat.TURTLE, graph=Iri(f"{BASE}graph/file/{name}")
        )
    params = {"before": "graph/file/old", "after": "graph/file/new"}
    assert table(store, "cq-27", params)[1:] == [
        ["added", "urn:fresh", "", ""],
        ["moved", "urn:moved", "urn:top", "urn:kept"],
        ["removed", "urn:gone", "", ""],
        ["renamed", "urn:named", "Old name", "New name"],
    ]


def test_a_membership_that_only_one_way_of_reasoning_finds_is_told(table):
    store = OxigraphStore()
    m, a, b = (f"<{BASE}id/measure/x/1>", f"<{BASE}scheme/x/1/a>", f"<{BASE}scheme/x/1/b>")
    one = f"{m} <{BASE}ns#underFacet> {a} ."
    two = f"{m} <{BASE}ns#underFacet> {a}, {b} ."
    for graph, text in (("derived", one), ("inferred", two)):
        store.load(text.encode(), rdf_format=RdfFormat.TURTLE, graph=Iri(f"{BASE}graph/{graph}"))
    assert table(store, "cq-32")[1:] == [["x/1", "mg:underFacet", "x/1/b", "graph/inferred"]]
    store.clear(Iri(f"{BASE}graph/inferred"))
    assert table(store, "cq-32")[1:] == []
