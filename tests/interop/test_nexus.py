"""The real data files of the AI Atlas Nexus."""

from __future__ import annotations

import pytest
import yaml

from mitigraph.exporters.nexus import render
from mitigraph.importers.nexus import read
from mitigraph.importers.registry import ImportChoices
from mitigraph.interchange import Choices

#: Records of the collections that are read, and the kinds of findings with their numbers.
FILES = {
    "nist_ai_rmf_actions_data": (212, {}),
    "credo": (108, {"unknown-term": 1, "dangling-ref": 11}),
    "aiuc1_data": (9, {"unknown-term": 3}),
    "csiro_rai": (2, {"unknown-term": 3}),
    "owasp_asi_data": (12, {"unknown-term": 1}),
    "owasp_llm_2.0_data": (11, {}),
    "nist_ai_rmf_data": (14, {"unknown-term": 1, "dangling-ref": 10}),
    "mit_ai_risk_mitigation_data": (41, {"unknown-term": 1, "bad-id": 2}),
    "mit_ai_risk_repository_data_controls": (831, {"duplicate-id": 38, "empty-text": 11}),
}


@pytest.mark.parametrize("name", FILES)
def test_every_record_is_accounted_for(shared, name):
    result = read(shared / f"real/nexus/{name}.yaml", ImportChoices())
    found: dict[str, int] = {}
    for finding in result.findings:
        assert finding.severity == "warning"
        found[finding.code] = found.get(finding.code, 0) + 1
    assert (result.records, result.refused, found) == (FILES[name][0], 0, FILES[name][1])


def test_the_ids_of_the_database_are_the_ones_that_the_nexus_has(shared, whole_catalogue):
    path = shared / "real/nexus/mit_ai_risk_repository_data_controls.yaml"
    theirs = {record["id"] for record in yaml.safe_load(path.read_bytes())["controls"]}
    document = yaml.safe_load(render(whole_catalogue, Choices()).data)
    ours = {
        target.rpartition("/")[2]
        for action in document["actions"]
        for target in action.get("exact_mappings", ())
        if target.rpartition("/")[2].startswith("A")
    }
    assert theirs - ours == set()
    assert ours - theirs == set()
