"""The option `--bridge`, which every command that reads the graph has."""

from __future__ import annotations

import json

import pytest

from mitigraph import load
from mitigraph.errors import UnknownTermError
from mitigraph.query import find
from mitigraph.reader.bridges import bridges
from mitigraph.terms import BASE

ASK = "SELECT (COUNT(DISTINCT ?x) AS ?n) { ?x a <https://w3id.org/dpv#RiskMitigationMeasure> }"


@pytest.mark.parametrize("words", [("--bridge", "dpv", "query"), ("query", "--bridge=dpv")])
def test_a_bridge_may_be_named_anywhere(run, words):
    code, out, err = run(*words, ASK, "--format", "json")
    assert (code, json.loads(out)) == (0, [{"n": 830}]), err


def test_without_it_nothing_is_said_in_other_terms(run):
    code, out, _ = run("query", ASK, "--format", "json")
    assert (code, json.loads(out)) == (0, [{"n": 0}])


def test_a_query_in_the_terms_of_each_bridge_has_rows():
    kb = load(bridges=bridges())
    queries = {
        "airo": "airo-risk-controls",
        "dpv": "dpv-measures",
        "nexus": "nexus-risk-controls",
        "prov": "prov-attributed-entities",
        "schema": "schema-defined-terms",
        "xver": "measures-by-mapping",
    }
    assert list(queries) == list(bridges())
    for name, query in queries.items():
        assert find(query).extra["bridge"] == name
        assert len(list(kb.query(query))) > 5, name


def test_an_unknown_bridge_ends_with_one_line(run):
    code, out, err = run("--bridge", "dvp", "list", "measures")
    assert (code, out) == (2, "")
    assert err == 'mitigraph: no bridge "dvp"; did you mean dpv?\n'
    with pytest.raises(UnknownTermError):
        load(bridges=["dvp"])


def test_an_endpoint_takes_no_bridge(run):
    code, _, err = run("--bridge", "dpv", "--endpoint", "http://127.0.0.1:1/", "list", "measures")
    assert code == 2
    assert err.startswith("mitigraph: --bridge can't be used with --endpoint\n")


def test_a_users_file_keeps_what_it_says_itself(tmp_path):
    measure = f"{BASE}id/measure/mit-2025/A1019"
    theirs = "https://w3id.org/dpv#RiskMitigationMeasure"
    own = tmp_path / "acme.ttl"
    own.write_text(f"<{measure}> a <{theirs}> .", encoding="utf-8")
    kb = load(own, bridges=["dpv"])
    places = kb.query(f"SELECT ?g {{ GRAPH ?g {{ <{measure}> a <{theirs}> }} }}")
    assert [graph for (graph,) in places] == [f"{BASE}graph/file/acme.ttl"]


@pytest.mark.slow
def test_what_bridges_say_is_no_fault(shipped):
    assert load(bridges=bridges()).check().counts() == shipped.check().counts()
