from __future__ import annotations

import json

import pytest

from mitigraph.errors import DataError
from mitigraph.importers.registry import ImportChoices
from mitigraph.importers.stix import read
from mitigraph.terms import MG, PREFIXES, Iri, concept_iri

SKOS, OWL = PREFIXES["skos"], PREFIXES["owl"]


def thing(kind, number, code="", **more):
    made = {
        "type": kind,
        "id": f"{kind}--{number}",
        "name": f"{kind} {number}",
        "description": "Text.",
    }
    if code:
        made["external_references"] = [{"source_name": "mitre-atlas", "external_id": code}]
    return made | more


def link(number, kind, start, end, **more):
    ends = {"relationship_type": kind, "source_ref": start, "target_ref": end}
    return {"type": "relationship", "id": f"relationship--{number}"} | ends | more


OBJECTS = [
    thing("x-mitre-tactic", 1, "AML.TA0001", x_mitre_shortname="look"),
    thing("attack-pattern", 1, "AML.T0001", kill_chain_phases=[{"phase_name": "look"}]),
    thing("attack-pattern", 2, "AML.T0001.000"),
    thing("course-of-action", 1, "AML.M0001"),
    link(1, "mitigates", "course-of-action--1", "attack-pattern--1"),
    link(2, "subtechnique-of", "attack-pattern--2", "attack-pattern--1"),
]


@pytest.fixture
def bundle(tmp_path):
    def write(*more, objects=OBJECTS):
        path = tmp_path / "bundle.json"
        path.write_text(json.dumps({"type": "bundle", "objects": [*objects, *more]}))
        return path

    return write


def objects(result, subject, predicate):
    return {q.object for q in result.quads if (q.subject, q.predicate) == (subject, predicate)}


def test_a_bundle_of_atlas_gives_the_iris_of_its_yaml(bundle):
    result = read(bundle(), ImportChoices())
    assert (result.summary(), result.findings) == ("6 objects in = 6 made + 0 refused", [])
    technique = concept_iri("mitre-atlas-technique", 5, "AML.T0001")
    mitigation = concept_iri("mitre-atlas", 5, "AML.M0001")
    assert objects(result, mitigation, MG["mitigates"]) == {technique}
    below = concept_iri("mitre-atlas-technique", 5, "AML.T0001.000")
    assert objects(result, below, Iri(SKOS + "broader")) == {technique}
    assert objects(result, technique, MG["inFrameworkCategory"]) == {
        concept_iri("mitre-atlas-tactic", 5, "AML.TA0001")
    }


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (link(9, "mitigates", "course-of-action--1", "attack-pattern--9"), "dangling-ref"),
        (link(9, "mitigates", "course-of-action--9", "attack-pattern--1"), "dangling-ref"),
        (thing("course-of-action", 1, "AML.M0002"), "duplicate-id"),
        (thing("course-of-action", 2, "AML.M0001"), "duplicate-id"),
        (thing("course-of-action", 2, "AML.M0002") | {"id": "M2"}, "bad-id"),
        (thing("course-of-action", 2, "AML M0002"), "bad-id"),
        (thing("course-of-action", 2, "AML.M0002", name=" "), "missing-field"),
        (["no object"], "wrong-type"),
        ({"id": "x"}, "wrong-type"),
    ],
)
def test_an_object_that_can_not_be_used_is_refused_with_its_place(bundle, more, code):
    result = read(bundle(more), ImportChoices())
    assert [(f.severity, f.code, f.place) for f in result.findings] == [
        ("error", code, "/objects/6")
    ]
    assert (result.records, result.made) == (7, 6)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (thing("malware", 1), "unknown-term"),
        (thing("course-of-action", 2), "missing-field"),
        (thing("course-of-action", 2, "AML.M0002", description=""), "empty-text"),
        (thing("course-of-action", 2, "AML.M0002", description=[1]), "wrong-type"),
        (link(1, "mitigates", "course-of-action--1", "attack-pattern--2"), "duplicate-id"),
        (link(9, "uses", "course-of-action--1", "attack-pattern--2"), "unknown-term"),
        (link(9, "mitigates", "course-of-action--1", "attack-pattern--2", revoked=True), "refused"),
        (
            thing("attack-pattern", 9, "AML.T0009", kill_chain_phases=[{"phase_name": "x"}]),
            "dangling-ref",
        ),
    ],
)
def test_an_oddity_is_told_and_nothing_is_lost(bundle, more, code):
    result = read(bundle(more), ImportChoices())
    assert code in [f.code for f in result.findings]
    assert {f.severity for f in result.findings} == {"warning"}
    assert not result.refused


def test_two_relationships_of_one_id_both_count(bundle):
    result = read(
        bundle(link(1, "mitigates", "course-of-action--1", "attack-pattern--2")), ImportChoices()
    )
    assert len(objects(result, concept_iri("mitre-atlas", 5, "AML.M0001"), MG["mitigates"])) == 2


def test_what_is_revoked_is_deprecated(bundle):
    result = read(bundle(thing("course-of-action", 2, "AML.M0002", revoked=True)), ImportChoices())
    assert objects(result, concept_iri("mitre-atlas", 5, "AML.M0002"), Iri(OWL + "deprecated"))
    assert not objects(result, concept_iri("mitre-atlas", 5, "AML.M0001"), Iri(OWL + "deprecated"))


def test_a_bundle_without_any_and_another_file(bundle, tmp_path):
    with pytest.raises(DataError, match="no course of action and no attack pattern"):
        read(bundle(objects=[]), ImportChoices())
    other = tmp_path / "other.json"
    other.write_text('{"bomFormat": "CycloneDX"}')
    with pytest.raises(DataError, match="mitigraph import cyclonedx"):
        read(other, ImportChoices())


def test_the_external_id_is_that_of_the_bundle_whatever_else_is_referred_to(bundle):
    other = {"source_name": "capec", "external_id": "CAPEC-1"}
    own = {"source_name": "mitre-atlas", "external_id": "AML.T0002"}
    found = thing("attack-pattern", 3, external_references=[other, own])
    result = read(bundle(found), ImportChoices())
    codes = {q.object.value for q in result.quads if q.predicate == SKOS + "notation"}
    assert "AML.T0002" in codes
    assert "CAPEC-1" not in codes
