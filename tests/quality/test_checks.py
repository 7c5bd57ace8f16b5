"""Each check finds exactly the rows that its example says, and nothing in what is sound."""

from __future__ import annotations

import functools
from pathlib import Path

import pytest
from rdflib.plugins.sparql import prepareQuery

from mitigraph.quality import FAMILIES, checks
from mitigraph.query.header import parse_header, split_header
from mitigraph.store.oxigraph import OxigraphStore, parse
from mitigraph.store.protocol import RdfFormat
from mitigraph.store.rdf import RdflibStore
from mitigraph.terms import BlankNode, Iri

FIXTURES = Path(__file__).parent / "fixtures"
CASE = "https://example.org/case/"
NOTHING = Iri("https://example.org/onto#nothing")
BLANK = Iri("https://example.org/onto#blank")
CHECKS = {check.id: check for check in checks()}


@functools.cache
def graphs(family):
    """The statements of the examples of a family, by graph."""
    found = {}
    for quad in parse((FIXTURES / f"{family}.trig").read_bytes(), RdfFormat.TRIG):
        found.setdefault(quad.graph.removeprefix(CASE), []).append(quad)
    return found


def rows(check, example, kind=OxigraphStore, copies=1):
    store = kind()
    for copy in range(copies):
        graph = Iri(f"urn:graph:{copy}")
        quads = graphs(check.family)[f"{check.code}/{example}"]
        store.add(quad._replace(graph=graph) for quad in quads)
    answer = store.query(check.text)
    assert list(answer.variables) == ["entity", "property", "value"]
    return [
        tuple(
            NOTHING if term is None else BLANK if isinstance(term, BlankNode) else term
            for term in row
        )
        for row in answer
    ]


def expected(check):
    return {(s, p, o) for s, p, o, _ in graphs(check.family)[f"{check.code}/found"]}


@pytest.mark.parametrize("family", FAMILIES)
def test_every_check_has_examples_and_no_example_is_left_over(family):
    codes = {check.code for check in checks([family])}
    assert set(graphs(family)) == {
        f"{code}/{example}" for code in codes for example in ("good", "bad", "found")
    }


@pytest.mark.parametrize("name", CHECKS)
def test_what_is_sound_passes(name):
    assert rows(CHECKS[name], "good") == []


@pytest.mark.parametrize("name", CHECKS)
def test_what_is_wrong_is_found_once_and_nothing_else(name):
    found = rows(CHECKS[name], "bad")
    assert set(found) == expected(CHECKS[name])
    if not name.endswith((":P39",)):
        assert len(found) == len(set(found))


@pytest.mark.parametrize("name", CHECKS)
def test_another_engine_finds_the_same(name):
    assert set(rows(CHECKS[name], "bad", RdflibStore)) == expected(CHECKS[name])
    assert rows(CHECKS[name], "good", RdflibStore) == []


@pytest.mark.parametrize("name", [name for name in CHECKS if name != "oops:P39"])
def test_a_statement_in_two_graphs_counts_once(name):
    # blank nodes are other ones in another graph, so two copies of one definition are two
    if any(
        isinstance(quad.object, BlankNode)
        for quad in graphs(CHECKS[name].family)[f"{CHECKS[name].code}/bad"]
    ):
        pytest.skip("holds class expressions")
    assert sorted(rows(CHECKS[name], "bad", copies=2)) == sorted(expected(CHECKS[name]))


@pytest.mark.parametrize("name", CHECKS)
def test_every_header_is_whole_and_the_query_has_three_columns(name):
    check = CHECKS[name]
    assert check.path.parent.name == check.family
    assert check.summary[0].isupper()
    assert not check.summary.endswith(".")
    assert check.description.endswith(".")
    assert check.remedy.endswith(".")
    header = parse_header(split_header(check.text)[0])
    assert header.tags == (check.family, check.about)
    assert not header.parameters
    prepared = prepareQuery(check.text)
    assert prepared.algebra.name == "SelectQuery"
    assert "SELECT DISTINCT ?entity ?property ?value" in check.text
    assert check.text.endswith("ORDER BY ?entity ?property ?value\n")


def test_codes_are_unique_in_their_family():
    assert len(CHECKS) == len(checks())
