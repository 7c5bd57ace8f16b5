from __future__ import annotations

from dataclasses import replace

import pytest
import yaml

from mitigraph.errors import FaultyInputError
from mitigraph.exporters.nexus import render
from mitigraph.importers.described import Described
from mitigraph.importers.nexus import read
from mitigraph.importers.registry import ImportChoices
from mitigraph.interchange import Choices
from mitigraph.interchange.nexus import COLLECTIONS
from mitigraph.model import Concept
from mitigraph.terms import BASE, MG, Iri


@pytest.fixture(scope="module")
def written(catalogue):
    return yaml.safe_load(render(catalogue, Choices()).data)


def by_id(document, collection):
    return {record["id"]: record for record in document[collection]}


def test_a_measure_is_an_action_under_its_groups(written):
    action = by_id(written, "actions")["mitigraph-acme-1.M1"]
    assert action["type"] == "Action"
    assert action["url"] == BASE + "id/measure/acme-1/M1"
    assert action["isCategorizedAs"] == [
        "mitigraph-topics-2.1.1",
        "mitigraph-actor-1.developer",
        "mitigraph-lifecycle-1.deploy",
        "mitigraph-function-1.govern",
    ]
    assert action["hasDocumentation"] == ["mitigraph-source-survey2024"]
    assert action["broad_mappings"] == [BASE + "scheme/frame/1/C-2"]
    assert "status: preliminary" in action["notes"]
    assert "other name: Attack team" in action["notes"]
    (opinion,) = (one for one in action["notes"] if one.startswith("opinion"))
    assert opinion == "opinion (supports, most, Panel, Survey 2024, curated): It works."


def test_the_taxonomy_says_its_version_status_and_rights(written):
    (taxonomy,) = written["taxonomies"]
    assert taxonomy["id"] == "mitigraph-topics-2"
    assert taxonomy["version"] == "2.0.0"
    assert taxonomy["notes"] == ["status: preliminary", "rights: The owner: Rights of the owner."]
    # The licence is that of mitigraph's own words: the taxonomy is somebody else's.
    assert "hasLicense" not in taxonomy
    assert written["licenses"][0]["name"] == "CC-BY-4.0"
    groups = by_id(written, "groups")
    assert groups["mitigraph-topics-2.1"]["narrower"] == [
        "mitigraph-topics-2.1.1",
        "mitigraph-topics-2.1.9",
    ]
    assert groups["mitigraph-topics-2.1.1"]["hasPart"] == [
        "mitigraph-acme-1.M1",
        "mitigraph-acme-1.M2",
    ]


def test_a_risk_of_the_repository_gets_a_record_that_leads_back(catalogue):
    risk = Concept(Iri(BASE + "scheme/risk-domain/1/2.2"), "risk-domain/1/2.2", "Attacks", "2.2")
    first, *rest = catalogue.entries
    first = replace(first, measure=replace(first.measure, risk=(risk,)))
    facets = {**catalogue.facets, "risk": (risk,)}
    document = yaml.safe_load(
        render(replace(catalogue, entries=(first, *rest), facets=facets), Choices()).data
    )
    assert document["entries"] == [
        {
            "id": "mit-ai-risk-subdomain-2.2",
            "hasRelatedAction": ["mitigraph-acme-1.M1"],
            "isMitigatedBy": ["mitigraph-acme-1.M1"],
            "type": "Risk",
        }
    ]


def test_what_the_nexus_can_not_hold_is_told(catalogue):
    losses = {loss.what: loss.count for loss in render(catalogue, Choices()).losses}
    assert losses["denied mappings"] == 1
    assert losses["opinions"] == 1
    assert losses["notes that nothing was found"] == 2
    assert losses["grounds and confidences of mappings"] == 6


def test_only_the_frameworks_that_were_chosen(catalogue):
    document = yaml.safe_load(render(catalogue, Choices(("other/1",))).data)
    assert not any("broad_mappings" in action for action in document["actions"])


def test_the_same_catalogue_gives_the_same_bytes_and_no_alias(catalogue):
    data = render(catalogue, Choices()).data
    assert data == render(catalogue, Choices()).data
    assert b"&id" not in data


def test_a_catalogue_whose_file_would_have_faults_is_not_written(catalogue):
    first, *rest = catalogue.entries
    lost = replace(first, measure=replace(first.measure, source=("source/nowhere",)))
    with pytest.raises(FaultyInputError, match="nothing has the id mitigraph-source-nowhere"):
        render(replace(catalogue, entries=(lost, *rest)), Choices())


def test_what_was_exported_comes_back(catalogue, tmp_path):
    path = tmp_path / "measures.yaml"
    path.write_bytes(render(catalogue, Choices()).data)
    result = read(path, ImportChoices())
    document = yaml.safe_load(path.read_bytes())
    held = sum(len(document.get(name, ())) for name in COLLECTIONS)
    assert result.summary() == f"{held} records in = {held} made + 0 refused"
    assert not result.findings
    measures = {q.subject for q in result.quads if q.object == MG["Measure"]}
    assert measures == {entry.iri for entry in catalogue.entries}
    for entry in catalogue.entries:
        assigned = {
            q.object
            for q in result.quads
            if q.predicate == MG["assigns"]
            and any(
                (a.subject, a.predicate, a.object) == (q.subject, MG["assesses"], entry.iri)
                for a in result.quads
            )
        }
        assert assigned == {iri for iri, _ in Described.of(entry).values}


def test_the_whole_graph_comes_back(whole_catalogue, tmp_path, described_by):
    path = tmp_path / "whole.yaml"
    path.write_bytes(render(whole_catalogue, Choices()).data)
    assert described_by(read(path, ImportChoices())) == described_by(whole_catalogue)
