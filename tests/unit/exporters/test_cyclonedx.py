"""A catalogue as a CycloneDX standard, and a profile as declarations on it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date

import pytest

from mitigraph.errors import DataError, FaultyInputError
from mitigraph.exporters import FORMATS
from mitigraph.interchange import Choices
from mitigraph.interchange.cyclonedx import said
from mitigraph.profile import Implementation, ImplementationStatus, Profile
from mitigraph.profile.model import WeightedRisk
from mitigraph.terms import BASE, Iri

validation = pytest.importorskip("cyclonedx.validation.json", reason="needs cyclonedx-python-lib")
schema = pytest.importorskip("cyclonedx.schema")

MEASURE = f"{BASE}id/measure/acme-1/"


@pytest.fixture
def profile(catalogue):
    def done(record, status, **more):
        return Implementation(Iri(MEASURE + record), record, ImplementationStatus(status), **more)

    return Profile(
        "Acme assistant",
        "Acme",
        "It answers.",
        roles=catalogue.facets["actor"][:1],
        risks=(WeightedRisk(catalogue.taxonomy.concepts[0], 2.5),),
        frameworks=(catalogue.frameworks[0].iri,),
        implementations=(
            done("M2", "planned", date=date(2027, 1, 1), evidence=Iri("https://a.example/plan")),
            done("M1", "in-place", evidence=Iri("https://a.example/e"), owner="Risk office"),
            done("M3", "not-applicable", note="Nobody insures it."),
            done("M9", "in-place"),
        ),
    )


@pytest.fixture
def written(catalogue):
    def run(changed=None, **choices):
        rendered = FORMATS["cyclonedx"].render(changed or catalogue, Choices(**choices))
        return json.loads(rendered.data), rendered

    return run


@pytest.mark.parametrize("version", ["1.6", "1.7"])
@pytest.mark.parametrize("with_profile", [False, True])
def test_it_is_valid_for_cyclonedx_itself(written, profile, version, with_profile):
    _, rendered = written(profile=profile if with_profile else None)
    text = rendered.data.decode()
    assert json.loads(text)["specVersion"] == "1.6"
    validator = validation.JsonStrictValidator(schema.SchemaVersion.from_version(version))
    text = text.replace('"specVersion": "1.6"', f'"specVersion": "{version}"')
    assert validator.validate_str(text.replace("bom-1.6", f"bom-{version}")) is None


def test_the_bom_says_what_it_is_and_whose(written):
    document, rendered = written()
    metadata = document["metadata"]
    assert re.fullmatch("urn:uuid:[0-9a-f-]{36}", document["serialNumber"])
    assert (document["version"], metadata["timestamp"]) == (1, "2026-11-25T00:00:00Z")
    assert metadata["licenses"][0]["license"]["id"] == "CC-BY-4.0"
    assert said(metadata, "citation") == ["The makers (2026): A graph."]
    assert said(metadata, "rights") == ["Rights of others stand at their schemes."]
    assert said(metadata, "taxonomy-rights") == ["The owner: Rights of the owner."]
    assert said(metadata, "review-status") == ["preliminary"]
    assert said(metadata, "without-measure") == ["frame/1/C-5"]
    assert said(metadata, "label:function/1/govern") == ["Govern"]
    assert rendered.data == written()[1].data
    assert rendered.written == 3


def test_a_measure_stands_once_below_its_first_category(written):
    (standard,) = written()[0]["definitions"]["standards"]
    places = {one["bom-ref"]: one.get("parent") for one in standard["requirements"]}
    assert places == {
        "topics-2.1": None,
        "topics-2.1.1": "topics-2.1",
        "acme-1.M1": "topics-2.1.1",
        "acme-1.M2": "topics-2.1.1",
        "acme-1.M3": None,
    }
    assert [one["bom-ref"] for one in standard["requirements"] if "text" not in one] == [
        "topics-2.1",
        "topics-2.1.1",
    ]
    assert (standard["bom-ref"], standard["owner"]) == ("topics-2", "The owner")
    assert "preliminary" in standard["description"]


def test_what_has_no_field_is_a_property(written):
    (standard,) = written()[0]["definitions"]["standards"]
    first, second, third = standard["requirements"][2:]
    assert said(first, "iri") == [MEASURE + "M1"]
    assert said(first, "other-name") == ["Attack team"]
    assert said(first, "identifier") == ["acme-1/M1"]
    assert said(first, "lifecycle-stage") == ["lifecycle/1/deploy"]
    assert said(first, "review-status") == ["curated", "preliminary"]
    assert said(first, "source") == ["source/survey2024"]
    assert said(first, "exactMatch") == ["frame/1/C-1"]
    assert said(first, "broadMatch") == ["frame/1/C-2"]
    assert said(second, "category") == ["topics/2/1.1", "topics/2/1.9"]
    assert said(second, "residual") == ["topics/2/1.9"]
    assert said(second, "not:exactMatch") == ["frame/1/C-1"]
    assert said(third, "no-counterpart") == ["frame/1"]
    assert said(standard["requirements"][1], "broadMatch") == ["frame/1/C-2"]
    assert first["externalReferences"][0]["url"] == "https://doi.org/10.1000/182"
    assert first["descriptions"][0].endswith("supports, most, Panel, Survey 2024: It works.")


def test_each_actor_is_a_level(written):
    (standard,) = written()[0]["definitions"]["standards"]
    assert [(one["title"], one["requirements"]) for one in standard["levels"]] == [
        ("Developer", ["acme-1.M1", "acme-1.M2"]),
        ("Deployer", ["acme-1.M2"]),
    ]


def test_what_is_lost_is_told_with_its_count(written, profile):
    lost = {one.what: (one.count, one.kept) for one in written(profile=profile)[1].losses}
    assert lost["further categories of a measure"] == (1, "as-extension")
    assert lost["expert opinions"] == (1, "as-text")
    assert lost["crosswalk rows"] == (9, "as-extension")
    assert lost["grounds, confidences and comments of crosswalk rows"] == (9, "not")
    assert lost["statements of the profile on other measures"] == (1, "not")
    assert "categories without a measure" not in lost


def test_a_category_without_any_measure_is_left_out_and_told(written, catalogue):
    alone = replace(catalogue, entries=catalogue.entries[2:], mapping_sets=())
    document, rendered = written(alone)
    (standard,) = document["definitions"]["standards"]
    assert [one["bom-ref"] for one in standard["requirements"]] == ["acme-1.M3"]
    assert "levels" not in standard
    assert {one.what: one.count for one in rendered.losses}["categories without a measure"] == 3


def test_a_score_is_never_invented(written, profile):
    declarations = written(profile=profile)[0]["declarations"]
    maps = {
        one["requirement"]: one
        for attestation in declarations["attestations"]
        for one in attestation["map"]
    }
    done, planned, out = (maps[f"acme-1.M{number}"] for number in (1, 2, 3))
    assert (done["conformance"]["score"], done["claims"]) == (1, ["claim:acme-1.M1"])
    assert (planned["conformance"]["score"], planned["counterClaims"]) == (0, ["claim:acme-1.M2"])
    assert planned["conformance"]["mitigationStrategies"] == ["evidence:1"]
    assert "claims" not in planned
    assert "score" not in out["conformance"]
    assert "does not apply" in out["conformance"]["rationale"]
    assert not any("confidence" in one for one in maps.values())
    assert len(maps) == 3, "nothing is declared of what the profile or the export lacks"


def test_a_claim_has_evidence_only_where_the_profile_names_some(written, profile):
    document, _ = written(profile=profile)
    claims = {one["bom-ref"]: one for one in document["declarations"]["claims"]}
    assert claims["claim:acme-1.M1"]["evidence"] == ["evidence:2"]
    assert "evidence" not in claims["claim:acme-1.M3"]
    assert "names no evidence" in claims["claim:acme-1.M3"]["reasoning"]
    urls = [one["data"][0]["contents"]["url"] for one in document["declarations"]["evidence"]]
    assert urls == ["https://a.example/plan", "https://a.example/e"]
    (assessor,) = document["declarations"]["assessors"]
    assert assessor["thirdParty"] is False
    assert said(document, "claim:acme-1.M1:owner") == ["Risk office"]


def test_a_profile_that_speaks_of_nothing_here_is_refused(written, profile):
    with pytest.raises(DataError, match="speaks of none of the measures"):
        written(profile=replace(profile, implementations=profile.implementations[3:]))


def test_a_framework_can_be_chosen(written):
    document, rendered = written(frameworks=("other/1",))
    assert "exactMatch" not in json.dumps(document)
    assert {one.what: one.count for one in rendered.losses}[
        "crosswalk rows to other frameworks"
    ] == 9


def test_nothing_faulty_is_written(written, catalogue):
    entry = catalogue.entries[0]
    twin = replace(entry, statement=" ")
    with pytest.raises(FaultyInputError) as caught:
        written(replace(catalogue, entries=(entry, twin), mapping_sets=()))
    assert {one.code for one in caught.value.faults} == {"duplicate-id", "empty-text"}
