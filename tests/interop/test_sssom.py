"""Real mapping sets of others, and what the standard's own schema and a peer say of ours."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from mitigraph.exporters import FORMATS
from mitigraph.importers.registry import ImportChoices
from mitigraph.importers.sssom import read
from mitigraph.interchange import Choices
from mitigraph.mapping import mapping_sets_of

#: Rows, refused rows, and the kinds of findings with their numbers.
FILES = {
    "nexus/aiuc1_to_owasp_llm_from_tsv_data.tsv": (66, 0, {"warning schema": 2}),
    "nexus/credo-ucf.sssom.tsv": (
        295,
        185,
        {
            "error unknown-term": 185,
            "warning bad-id": 1,
            "warning duplicate-id": 1,
            "warning schema": 1,
            "warning wrong-type": 32,
        },
    ),
    "nexus/ibm2nistgenai.tsv": (
        84,
        3,
        {"error missing-field": 3, "warning bad-id": 1, "warning schema": 2},
    ),
    "nexus/mit-ai-risk-repository_ibm-risk-atlas.tsv": (
        252,
        191,
        {"error bad-id": 189, "error duplicate-id": 2, "warning schema": 1},
    ),
    "nexus/mit_ai_risk_mitigation_mappings.tsv": (
        820,
        0,
        {
            "warning bad-id": 1,
            "warning duplicate-id": 1,
            "warning schema": 2,
            "warning unknown-term": 1,
        },
    ),
    "nexus/owasp_asi2owasp_llm.tsv": (23, 0, {"warning bad-id": 1}),
    "sssom/mp-hp-exact-0.0.1.sssom.tsv": (42, 0, {"warning schema": 1}),
}


@pytest.mark.parametrize("name", FILES)
def test_every_row_of_a_real_file_is_accounted_for(shared, name):
    result = read(shared / "real" / name, ImportChoices())
    found = Counter(f"{one.severity} {one.code}" for one in result.findings)
    assert (result.records, result.refused, dict(found)) == FILES[name]
    (mapping_set,) = mapping_sets_of(result.quads)
    assert len(mapping_set.mappings) == result.made


def test_the_words_of_the_findings_name_what_is_wrong(shared):
    def words(name, code):
        result = read(shared / "real/nexus" / name, ImportChoices())
        return " ".join(one.message for one in result.findings if one.code == code)

    scores = words("credo-ucf.sssom.tsv", "wrong-type")
    assert 'similarity_score "22" is not kept' in scores
    assert "similarity_score of 13 rows is not kept" in scores
    assert 'unknown prefix "orcid"' in words("owasp_asi2owasp_llm.tsv", "bad-id")
    assert '"noMatch" is no CURIE' in words("ibm2nistgenai.tsv", "missing-field")
    own = words("mit_ai_risk_mitigation_mappings.tsv", "unknown-term")
    assert "https://w3id.org/ai-atlas-nexus/isCategorizedAs (820 rows)" in own
    other = words("mit_ai_risk_mitigation_mappings.tsv", "duplicate-id")
    assert "it names ibm-risk-atlas and mit-ai-risk-repository, of which no row" in other


def test_the_whole_crosswalk_is_valid_json_of_sssom_and_is_read_back(
    shared, whole_catalogue, tmp_path
):
    judge = pytest.importorskip("jsonschema_rs")
    rendered = FORMATS["sssom-json"].render(whole_catalogue, Choices())
    schema = json.loads((shared / "real/sssom/sssom_schema.schema.json").read_bytes())
    document = json.loads(rendered.data)
    # The schema describes what is in the file; the JSON-LD context is around it.
    del document["@context"]
    validator = judge.validator_for(
        {"$schema": schema["$schema"], "$defs": schema["$defs"], "$ref": "#/$defs/MappingSet"}
    )
    assert [str(error) for error in validator.iter_errors(document)] == []
    document["mappings"][0]["confidence"] = 9
    assert not validator.is_valid(document)
    path = tmp_path / "crosswalks.json"
    path.write_bytes(rendered.data)
    result = read(path, ImportChoices())
    assert (result.records, result.refused, result.findings) == (rendered.written, 0, [])


def test_a_peer_reads_every_row_of_the_whole_crosswalk(whole_catalogue, tmp_path):
    judge = pytest.importorskip("sssom_pydantic")
    rendered = FORMATS["sssom"].render(whole_catalogue, Choices())
    path = tmp_path / "crosswalks.sssom.tsv"
    path.write_bytes(rendered.data)
    rows, *_ = judge.read(path)
    assert len(rows) == rendered.written
