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


@pytest.mark.parametrize(
    ("more", "code", "place"),
    [
        ({"kill_chain_phases": "look"}, "wrong-type", "/objects/6/kill_chain_phases"),
        ({"kill_chain_phases": [{"phase_name": 1}]}, "wrong-type", None),
        ({"kill_chain_phases": [{}]}, "missing-field", "/objects/6/kill_chain_phases/0"),
        ({"kill_chain_phases": [{"phase_name": "x"}]}, "dangling-ref", None),
        ({"revoked": "true"}, "wrong-type", "/objects/6/revoked"),
        ({"description": "\x00"}, "empty-text", "/objects/6"),
    ],
)
def test_a_value_of_another_type_is_told_where_it_stands(bundle, more, code, place):
    result = read(bundle(thing("attack-pattern", 9, "AML.T0009", **more)), ImportChoices())
    (found,) = result.findings
    assert (found.severity, found.code) == ("warning", code)
    assert place in (None, found.place)
    assert found.place.startswith("/objects/6")
    assert result.made == 7


@pytest.mark.parametrize("code", ["..", ".", "-"])
def test_a_code_that_is_no_step_of_a_path_is_refused(bundle, code):
    result = read(bundle(thing("course-of-action", 2, code)), ImportChoices())
    assert [one.code for one in result.findings] == ["bad-id"]


def test_a_name_of_control_characters_is_none(bundle):
    result = read(
        bundle(thing("course-of-action", 2, "AML.M0002", name="\x00\x1b")), ImportChoices()
    )
    assert [one.code for one in result.findings] == ["missing-field"]


def test_a_second_parent_and_a_second_short_name_are_told(bundle):
    result = read(
        bundle(
            thing("attack-pattern", 3, "AML.T0003"),
            link(3, "subtechnique-of", "attack-pattern--2", "attack-pattern--3"),
            thing("x-mitre-tactic", 2, "AML.TA0002", x_mitre_shortname="look"),
        ),
        ImportChoices(),
    )
    assert [(one.code, one.place) for one in result.findings] == [
        ("duplicate-id", "/objects/8"),
        ("refused", "/objects/7"),
    ]


def test_a_source_name_of_any_characters_makes_iris(bundle):
    named = [{"source_name": "a <b>\x00", "external_id": "X1"}]
    result = read(
        bundle(objects=[thing("course-of-action", 1, external_references=named)]), ImportChoices()
    )
    assert result.graph == "https://w3id.org/mitigraph/graph/a-b-1"
    iris = {quad.object for quad in result.quads if isinstance(quad.object, Iri)}
    assert Iri("urn:stix:a-b") in iris


@pytest.mark.parametrize(("version", "major"), [("6-beta", 6), ("²", 5), ("9" * 5000, 9999)])
def test_any_version_has_a_major(bundle, version, major):
    result = read(bundle(), ImportChoices(version=version))
    assert result.graph == f"https://w3id.org/mitigraph/graph/mitre-atlas-{major}"
