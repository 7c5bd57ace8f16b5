from __future__ import annotations

import json
import re

import pytest


def words(text: str) -> str:
    return " ".join(text.split())


def test_show_tells_of_a_concept(run):
    code, out, _ = run("show", "airi-mitigation/2/1.1")
    assert code == 0
    for part in (
        "1.1 Model [airi-mitigation/2/1.1]",
        "1 AI System > 1.1 Model",
        " measures, 3 of them at this concept itself",
        "mitigraph list measures --category airi-mitigation/2/1.1",
        "1.1.2 Learning Objectives [airi-mitigation/2/1.1.2], 8 measures",
        "1.1.9 Other (Model) [airi-mitigation/2/1.1.9], 1 measure",
    ):
        assert part in words(out)


@pytest.mark.parametrize("name", ["actor/developer", "actor/1/developer", "Developer"])
def test_a_concept_has_several_names(run, name):
    found = json.loads(run("show", name, "-f", "json")[1])
    assert found["id"] == "actor/1/developer"
    assert found["type"] == "concept"
    assert found["facet"] == "actor"


def test_the_number_and_the_command_agree(run):
    found = json.loads(run("show", "lifecycle/1/pre-deployment", "-f", "json")[1])
    listed = json.loads(run("list", "--stage", found["id"], "-f", "json")[1])
    assert found["measures"] == len(listed)
    assert found["narrower"][0]["id"] == "lifecycle/1/plan-and-design"
    assert found["path"] == ["lifecycle/1/pre-deployment"]


def test_show_tells_notes_and_residual_values(run):
    out = run("show", "lifecycle/1/pre-deployment", "-f", "md")[1]
    assert out.startswith("# Before deployment  [lifecycle/1/pre-deployment]\n")
    assert "## Notes\n- A grouping added by mitigraph's curators" in out
    assert "a residual value" in run("show", "airi-mitigation/2/1.1.9")[1]


def test_a_scheme_that_is_no_facet_counts_no_measures(run):
    assert "Measures aren't classified by this scheme." in run("show", "stance/1/supports")[1]
    assert json.loads(run("show", "stance/1/supports", "-f", "json")[1])["measures"] is None


@pytest.mark.parametrize("name", ["source/uuk2024", "uuk2024", "Uuk2024"])
def test_show_tells_of_a_source(run, name):
    code, out, _ = run("show", name)
    assert code == 0
    for part in (
        "[source/uuk2024]",
        "(2024). Effective Mitigations",
        "type: Preprint",
        "27 measures",
        "mitigraph list measures --source source/uuk2024",
    ):
        assert part in words(out)
    found = json.loads(run("show", name, "-f", "json")[1])
    assert (found["type"], found["measures"]) == ("source", 27)


def test_a_code_of_several_schemes_is_ambiguous(run):
    code, out, err = run("show", "3.1")
    assert (code, out) == (2, "")
    assert 'concept "3.1" is ambiguous; say airi-mitigation/1/3.1 or' in err


def test_what_is_unknown_is_answered_as_a_measure(run):
    code, _, err = run("show", "source/nobody1999")
    assert code == 2
    assert 'no measure "source/nobody1999"' in err


def test_queries_explains_a_query_before_its_text(run):
    code, out, err = run("queries", "measures-by-facet")
    assert code == 0
    assert err.startswith("measures-by-facet: Measures that have the asked values")
    assert "-p actor=... (concept of actor): who takes the measure" in err
    assert "Run it: mitigraph query measures-by-facet\n" in err
    assert "SELECT DISTINCT ?measure" in out


def test_queries_names_what_a_query_needs(run):
    assert "-p scheme=... (scheme, required): the scheme" in run("queries", "tree-counts")[2]
    assert "Run it: mitigraph query tree-counts -p scheme=..." in run("queries", "tree-counts")[2]
    assert "Parameters: none" in run("queries", "sources")[2]


def test_a_query_as_one_object(run):
    found = json.loads(run("queries", "tree-counts", "-f", "json")[1])
    assert found["parameters"][0]["name"] == "scheme"
    assert found["parameters"][0]["required"] is True
    assert found["text"].startswith("#+ summary:")


def test_listings_of_causes_and_kinds(run):
    for what in ("causes", "kinds"):
        rows = json.loads(run("list", what, "-f", "json")[1])
        assert {"id", "label", "measures"} <= set(rows[0])
    rows = json.loads(run("list", "kinds", "-f", "json")[1])
    counts = {row["id"].rpartition("/")[2]: row["measures"] for row in rows}
    questions = json.loads(run("list", "--kind", "question", "-f", "json")[1])
    assert 0 < len(questions) == counts["question"] < counts["measure"]


def test_schemes_are_listed_with_version_and_facet(run):
    out = run("list", "schemes")[1].splitlines()
    assert out[0].split("\t") == ["id", "label", "concepts", "version", "facet"]
    assert "actor/1\tActor\t6\t1.0.0\tactor" in out


def test_search_takes_the_same_filters_as_list(run):
    rows = json.loads(run("search", "audit", "--source", "uuk2024", "-f", "json")[1])
    assert {row["kind"] for row in rows} == {"measure"}


MAPPED = """
@base <https://w3id.org/mitigraph/> .
@prefix mg: <https://w3id.org/mitigraph/ns#> .
<id/measure/mit-2025/A0414> a mg:Measure .
<id/measure/mit-2025/A0062> a mg:Measure .
"""


@pytest.fixture(scope="module")
def mapped(tmp_path_factory):
    path = tmp_path_factory.mktemp("mapped") / "mapped.ttl"
    path.write_text(MAPPED)
    return path


def test_a_measure_shows_its_mappings_with_their_grounds(run, mapped):
    out = words(run("-d", mapped, "show", "mit-2025/A0414")[1])
    assert "In frameworks" in out
    assert "exact match: GV-3.2-002 [nist-ai-600-1/1/GV-3.2-002] of NIST AI 600-1" in out
    assert "by lexical matching with confidence 0.95" in out
    found = json.loads(run("-d", mapped, "show", "mit-2025/A0414", "-f", "json")[1])["matches"]
    said = [(one["relation"], one["target"]) for one in found]
    assert ("exactMatch", "nist-ai-600-1/1/GV-3.2-002") in said


def test_a_measure_shows_where_nothing_was_found(run, mapped):
    out = words(run("-d", mapped, "show", "mit-2025/A0062")[1])
    assert "no exact match found in Unified Control Framework, controls, by lexical matching" in out


def test_a_measure_without_mappings_has_no_such_section(run):
    rows = json.loads(run("query", "mappings-of", "-f", "json")[1])
    mapped = {row["measure"] for row in rows}
    listed = json.loads(run("list", "measures", "--format", "json")[1])
    free = next(one["id"] for one in listed if one["iri"] not in mapped and one["id"] not in mapped)
    assert "In frameworks" not in run("show", free)[1]


@pytest.mark.parametrize("name", ["GOVERN-3.2", "GOVERN 3.2", "nist-ai-rmf/1/GOVERN-3.2"])
def test_a_control_shows_what_leads_to_it(run, mapped, name):
    out = words(run("-d", mapped, "show", name)[1])
    assert "GOVERN > GOVERN 3 > GOVERN 3.2" in out
    assert re.search(r"exact match: [^:]*mit-2025/A0414\]?, through GV-3\.2-002, by lexical", out)


def test_the_first_mappings_of_a_control_are_shown_and_the_rest_counted(run):
    out = words(run("show", "GOVERN-1")[1])
    rows = json.loads(run("query", "mappings-of", "-p", "control=GOVERN-1", "-f", "json")[1])
    command = "mitigraph query mappings-of -p control=nist-ai-rmf/1/GOVERN-1"
    assert len(rows) > 8
    assert f"... and {len(rows) - 8} more: {command}" in out


SAME = """
@prefix mg: <https://w3id.org/mitigraph/ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix own: <https://w3id.org/mitigraph/id/measure/own/> .
<https://w3id.org/mitigraph/id/source/other> a mg:Source ; mg:shortReference "Other2024" .
own:1 a mg:Measure ; skos:prefLabel "Zebra crossings"@en ; skos:exactMatch own:2 .
own:2 a mg:Measure ; skos:prefLabel "Zebra crossing"@en ; skos:exactMatch own:3 ;
  mg:describedIn <https://w3id.org/mitigraph/id/source/other> .
own:3 a mg:Measure ; skos:prefLabel "Crossings"@en .
own:4 a mg:Measure ; skos:prefLabel "Traffic lights"@en .
"""


def test_show_tells_where_a_measure_is_described_too(run, tmp_path):
    path = tmp_path / "same.ttl"
    path.write_text(SAME, encoding="utf-8")
    out = words(run("show", "own/1", "-d", path)[1])
    assert "Other2024: Zebra crossing [own/2]" in out.partition("Also described in")[2]
    assert "source unknown: Crossings [own/3]" in out
    found = json.loads(run("show", "own/3", "-d", path, "-f", "json")[1])
    assert found["same_measure"] == [
        ["own/1", "Zebra crossings", ""],
        ["own/2", "Zebra crossing", "Other2024"],
    ]
    assert "Also described in" not in run("show", "own/4", "-d", path)[1]
