"""Measures, or a system with measures, as an SPDX 3.0.1 document."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from mitigraph.errors import DataError, FaultyInputError
from mitigraph.exporters import FORMATS
from mitigraph.interchange import Choices
from mitigraph.interchange.spdx_checks import faults
from mitigraph.profile import Implementation, ImplementationStatus, Profile
from mitigraph.store.oxigraph import OxigraphStore
from mitigraph.store.protocol import RdfFormat
from mitigraph.terms import BASE, MG, PREFIXES, Iri, Literal, identifier_datatype

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
        frameworks=(catalogue.frameworks[0].iri,),
        implementations=(
            done("M1", "in-place", evidence=Iri("https://a.example/e"), date=date(2026, 1, 2)),
            done("M2", "planned", owner="Risk office"),
            done("M9", "in-place"),
        ),
    )


@pytest.fixture
def written(catalogue):
    def run(changed=None, **choices):
        rendered = FORMATS["spdx"].render(changed or catalogue, Choices(**choices))
        return json.loads(rendered.data), rendered

    return run


def of_kind(document, kind):
    return [one for one in document["@graph"] if one["type"] == kind]


def triples(annotation):
    store = OxigraphStore()
    store.load(annotation["statement"].encode(), rdf_format=RdfFormat.JSONLD)
    return {(quad.subject, quad.predicate, quad.object) for quad in store.quads()}


def test_without_a_profile_the_collection_is_annotated(written, catalogue):
    document, rendered = written()
    assert document["@context"] == "https://spdx.org/rdf/3.0.1/spdx-context.jsonld"
    kinds = Counter(one["type"] for one in document["@graph"])
    assert kinds["Annotation"] == rendered.written == 3
    (package,) = of_kind(document, "dataset_DatasetPackage")
    annotations = of_kind(document, "Annotation")
    assert {one["subject"] for one in annotations} == {package["spdxId"]}
    assert [one["name"] for one in annotations] == [one.title for one in catalogue.entries]
    assert {one["comment"] for one in annotations} == {"Rests on preliminary data."}
    (bundle,) = of_kind(document, "Bundle")
    assert set(bundle["element"]) == {package["spdxId"], *(one["spdxId"] for one in annotations)}
    assert rendered.data == written()[1].data


def test_the_document_says_when_by_whom_and_under_what(written):
    document, _ = written()
    (creation,) = of_kind(document, "CreationInfo")
    assert creation["created"] == "2026-11-25T00:00:00Z"
    (whole,) = of_kind(document, "SpdxDocument")
    (licence,) = of_kind(document, "simplelicensing_LicenseExpression")
    assert whole["dataLicense"] == licence["spdxId"]
    assert licence["simplelicensing_licenseExpression"] == "CC-BY-4.0"
    for said in ("The makers (2026)", "Rights of the owner.", "preliminary data", "version 0.1.0"):
        assert said in whole["description"]
    ids = {one["spdxId"] for one in document["@graph"] if "spdxId" in one}
    assert set(whole["element"]) == ids - {whole["spdxId"]}
    assert all(one.startswith(BASE + "id/spdx/") for one in ids)


def test_an_annotation_is_json_ld_about_its_measure(written, catalogue):
    first = of_kind(written()[0], "Annotation")[0]
    assert first["contentType"] == "application/ld+json"
    said = triples(first)
    iri = catalogue.entries[0].iri
    assert (iri, PREFIXES["rdf"] + "type", MG["Measure"]) in said
    assert (iri, MG["actor"], BASE + "scheme/actor/1/developer") in said
    assert (iri, MG["describedIn"], BASE + "id/source/survey2024") in said
    assert (iri, MG["restsOnStatus"], BASE + "scheme/review-status/1/preliminary") in said
    ((dataset, number), *_) = catalogue.entries[0].identifiers
    numbers = [value for _, name, value in said if name == PREFIXES["dcterms"] + "identifier"]
    assert numbers == [Literal(number, identifier_datatype(dataset))]
    texts = {str(value) for _, name, value in said if name == PREFIXES["skos"] + "definition"}
    assert texts == {catalogue.entries[0].statement}


def test_with_a_profile_its_system_is_annotated(written, profile, catalogue):
    document, rendered = written(profile=profile)
    (package,) = of_kind(document, "ai_AIPackage")
    assert package["name"] == "Acme assistant"
    assert package["ai_standardCompliance"] == [catalogue.taxonomy.iri]
    assert "1 of its measures are in place" in package["comment"]
    (reference,) = package["externalRef"]
    assert (reference["externalRefType"], reference["locator"]) == (
        "riskAssessment",
        [MEASURE + "M1"],
    )
    first, second = of_kind(document, "Annotation")
    assert [one["comment"].partition(".")[0] for one in (first, second)] == ["In place", "Planned"]
    implementation = f"{BASE}id/implementation/acme-assistant/acme-1/M1"
    assert (implementation, MG["implements"], MEASURE + "M1") in triples(first)
    status = BASE + "scheme/implementation-status/1/"
    assert {v for _, name, v in triples(second) if name == MG["implementationStatus"]} == {
        status + "planned"
    }
    (evidence,) = of_kind(document, "software_File")
    shown = [
        one for one in of_kind(document, "Relationship") if one["relationshipType"] == "hasEvidence"
    ]
    assert [(one["from"], one["to"]) for one in shown] == [(first["spdxId"], [evidence["spdxId"]])]
    lost = {one.what: one.count for one in rendered.losses}
    assert lost["statements of the profile on other measures"] == 1
    assert lost["measures that the profile does not speak of"] == 1


def test_nothing_in_place_complies_with_nothing(written, profile):
    planned = replace(profile, implementations=profile.implementations[1:2])
    (package,) = of_kind(written(profile=planned)[0], "ai_AIPackage")
    assert "ai_standardCompliance" not in package
    assert "externalRef" not in package


def test_a_profile_that_speaks_of_nothing_here_is_refused(written, profile):
    with pytest.raises(DataError, match="speaks of none of the measures"):
        written(profile=replace(profile, implementations=profile.implementations[2:]))


def test_a_licence_that_spdx_does_not_list_keeps_its_iri(written, catalogue):
    release = replace(catalogue.release, licence=Iri("https://example.org/terms"))
    document, _ = written(replace(catalogue, release=release))
    (licence,) = of_kind(document, "simplelicensing_LicenseExpression")
    assert licence["simplelicensing_licenseExpression"] == "LicenseRef-release"
    assert licence["simplelicensing_customIdToUri"][0]["value"] == "https://example.org/terms"


def test_a_time_that_spdx_does_not_take_is_refused(written, catalogue):
    release = replace(catalogue.release, date="2026-11-25")
    with pytest.raises(FaultyInputError, match="expected a time"):
        written(replace(catalogue, release=release))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"spdxId": "urn:x", "type": "Tool"}, "duplicate-id"),
        ({"type": "Tool"}, "missing-field"),
        ({"spdxId": "urn:y", "type": "Relationship", "to": ["urn:z"]}, "dangling-ref"),
        ({"spdxId": "urn:y", "type": "Annotation", "statement": " "}, "empty-text"),
        (
            {
                "spdxId": "urn:y",
                "type": "Annotation",
                "contentType": "application/ld+json",
                "statement": "{",
            },
            "empty-text",
        ),
        ({"spdxId": "urn:y", "type": "Tool", "externalRef": [{"locator": []}]}, "missing-field"),
    ],
)
def test_each_fault_is_found(change, code):
    document = {"@graph": [{"spdxId": "urn:x", "type": "Tool"}, change]}
    assert [one.code for one in faults(document)] == [code]
