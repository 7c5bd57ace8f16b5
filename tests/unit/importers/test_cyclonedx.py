"""Standards of others in, and what mitigraph wrote back again."""

from __future__ import annotations

import base64
import copy
import json
import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mitigraph.errors import DataError
from mitigraph.exporters import FORMATS
from mitigraph.importers.cyclonedx import read
from mitigraph.importers.cyclonedx.attested import profile_in
from mitigraph.importers.cyclonedx.document import Document
from mitigraph.importers.cyclonedx.own import mapping_sets_in, measures_in
from mitigraph.importers.described import Described
from mitigraph.importers.registry import ImportChoices
from mitigraph.importers.report import Imported
from mitigraph.interchange import Choices
from mitigraph.mapping import mapping_sets_of
from mitigraph.profile import Implementation, ImplementationStatus, Profile
from mitigraph.profile.model import WeightedRisk
from mitigraph.terms import BASE, MG, PREFIXES, Iri

SKOS = PREFIXES["skos"]
CC_BY = {"license": {"id": "CC-BY-4.0"}}


@pytest.fixture
def reading(tmp_path):
    def run(document, **choices):
        path = tmp_path / "document.cdx.json"
        path.write_text(json.dumps(document), encoding="utf-8")
        return read(path, ImportChoices(**choices))

    return run


def standard(*requirements, licences=(CC_BY,), **more):
    body = {
        "bom-ref": "acme-2.1",
        "name": "Acme rules",
        "version": "2.1",
        "owner": "Acme",
        "requirements": list(requirements),
    }
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "metadata": {"licenses": list(licences), "supplier": {"name": "A supplier"}},
        "definitions": {"standards": [body | more]},
    }


CHILD = {"bom-ref": "r1", "identifier": "A.1", "title": "Audit", "text": "Audit it.", "parent": "r"}
PARENT = {"bom-ref": "r", "identifier": "A", "title": "All"}


def values(result, name):
    return {
        (quad.subject.rpartition("/scheme/")[2], str(quad.object))
        for quad in result.quads
        if quad.predicate == SKOS + name
    }


def test_requirements_become_controls_whatever_their_order(reading):
    child = CHILD | {
        "openCre": ["CRE:764-507"],
        "descriptions": ["As often as needed."],
        "properties": [{"name": "tier", "value": "1"}],
        "externalReferences": [{"type": "documentation", "url": "https://acme.example/a1"}],
    }
    result = reading(standard(child, PARENT))
    assert (result.records, result.made, result.findings) == (2, 2, [])
    assert result.graph == BASE + "graph/acme-2"
    assert ("acme/2/A.1", BASE + "scheme/acme/2/A") in values(result, "broader")
    assert ("acme/2/A.1", "Audit it.") in values(result, "definition")
    assert values(result, "note") >= {
        ("acme/2/A.1", "As often as needed."),
        ("acme/2/A.1", "tier: 1"),
    }
    links = {q.object for q in result.quads if q.predicate == PREFIXES["rdfs"] + "seeAlso"}
    assert links == {"https://www.opencre.org/cre/764-507", "https://acme.example/a1"}
    kinds = {q.object for q in result.quads if q.subject == BASE + "scheme/acme/2/A"}
    assert MG["Control"] in kinds


def test_levels_become_collections(reading):
    levels = [
        {"identifier": "L1", "title": "First", "requirements": ["r1"]},
        {"identifier": "L2", "requirements": ["nothing"]},
    ]
    result = reading(standard(PARENT, CHILD, levels=levels))
    assert values(result, "member") == {
        ("acme/2/collection/L1", BASE + "scheme/acme/2/A.1"),
    }
    assert [(one.severity, one.code) for one in result.findings] == [("warning", "dangling-ref")]


@pytest.mark.parametrize(
    ("licences", "choices", "kept"),
    [
        ((CC_BY,), {}, True),
        ((CC_BY,), {"ids_only": True}, False),
        (({"license": {"name": "All rights reserved"}},), {}, False),
        (({"expression": "MIT"},), {}, True),
        ((), {}, False),
        ((), {"licence": Iri("https://creativecommons.org/licenses/by/4.0/")}, True),
        (
            (
                {
                    "license": {
                        "name": "Use of works",
                        "url": "https://www.nist.gov/open/license",
                        "text": {
                            "encoding": "base64",
                            "content": base64.b64encode(
                                b"They are not subject to copyright protection in the\n"
                                b"United States."
                            ).decode(),
                        },
                    }
                },
            ),
            {},
            True,
        ),
    ],
)
def test_text_is_kept_only_where_the_licence_lets_it(reading, licences, choices, kept):
    result = reading(standard(PARENT, CHILD, licences=licences), **choices)
    assert (("acme/2/A.1", "Audit it.") in values(result, "definition")) is kept
    assert ("acme/2/A.1", "Audit") in values(result, "prefLabel")


@pytest.mark.parametrize(
    ("requirements", "made", "codes"),
    [
        ([PARENT, CHILD, CHILD | {"bom-ref": "r2"}], 2, ["duplicate-id"]),
        ([PARENT, CHILD, CHILD], 2, ["duplicate-id"]),
        ([CHILD], 0, ["dangling-ref"]),
        ([PARENT | {"parent": "r1"}, CHILD], 0, ["dangling-ref", "dangling-ref"]),
        ([PARENT, CHILD | {"text": 7}], 1, ["wrong-type"]),
        ([PARENT | {"title": 7}, CHILD], 0, ["wrong-type", "dangling-ref"]),
        ([PARENT, CHILD, {"bom-ref": " "}], 2, ["bad-id"]),
        ([PARENT, CHILD, {"text": "No name."}], 2, ["missing-field"]),
        ([PARENT, CHILD, "text"], 2, ["wrong-type"]),
    ],
)
def test_records_in_are_records_made_and_refused(reading, requirements, made, codes):
    result = reading(standard(*requirements))
    assert (result.records, result.made) == (len(requirements), made)
    errors = [one for one in result.findings if one.severity == "error"]
    assert [one.code for one in errors] == codes
    assert all(one.place.startswith("/definitions/standards/0/requirements/") for one in errors)


def test_two_standards_are_two_schemes(reading):
    document = standard(PARENT, CHILD)
    second = {"bom-ref": "other", "name": "Other rules", "version": "1.0"}
    second["requirements"] = [{"bom-ref": "o", "identifier": "O", "text": "Do."}]
    document["definitions"]["standards"].append(second)
    result = reading(document)
    assert (result.records, result.made) == (3, 3)
    found = {subject for subject, _ in values(result, "prefLabel")}
    assert found == {"acme/2", "acme/2/A", "acme/2/A.1", "other-rules/1", "other-rules/1/O"}


def test_claims_on_requirements_of_others_are_told_and_left_out(reading):
    document = standard(PARENT, CHILD)
    document["declarations"] = {
        "claims": [{"bom-ref": "c", "predicate": "Done."}],
        "attestations": [{"map": [{"requirement": "r1", "claims": ["c"]}]}],
    }
    result = reading(document)
    assert (result.records, result.made) == (2, 2)
    (finding,) = result.findings
    assert (finding.severity, finding.code) == ("warning", "refused")
    assert "attestations (1) and claims (1)" in finding.message


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({"bomFormat": "CycloneDX", "components": [{}]}, "without standards but 1 components"),
        ({"bomFormat": "CycloneDX", "definitions": {"standards": 7}}, "without standards"),
        ({"catalog": {}}, "mitigraph import oscal"),
        ([], "not a CycloneDX BOM"),
    ],
)
def test_a_file_that_is_none_is_one_clear_error(reading, document, said):
    with pytest.raises(DataError, match=said):
        reading(document)


@pytest.fixture(scope="module")
def profile(catalogue):
    def done(number, status, **more):
        entry = catalogue.entries[number]
        return Implementation(entry.iri, entry.measure.id, ImplementationStatus(status), **more)

    return Profile(
        "Acme assistant",
        "Acme",
        "It answers.",
        roles=catalogue.facets["actor"][:1],
        risks=(WeightedRisk(catalogue.taxonomy.concepts[0], 2.5),),
        frameworks=(catalogue.frameworks[0].iri,),
        implementations=(
            done(1, "planned", date=date(2027, 1, 1), evidence=Iri("https://a.example/plan")),
            done(0, "in-place", evidence=Iri("https://a.example/e"), owner="Risk office"),
            done(2, "not-applicable", note="Nobody insures it."),
        ),
    )


@pytest.fixture(scope="module")
def ours(catalogue, profile):
    return json.loads(FORMATS["cyclonedx"].render(catalogue, Choices(profile=profile)).data)


def nothing_refused(_place):
    return False


PLACE = "/definitions/standards/0"


def test_our_measures_and_matches_come_back(catalogue, ours, tmp_path):
    document, result = Document(tmp_path, ours, ImportChoices()), Imported("requirements")
    (body,) = ours["definitions"]["standards"]
    found = measures_in(document, PLACE, body, nothing_refused, result)
    assert {one.iri: one for one in found.values()} == {
        entry.iri: Described.of(entry) for entry in catalogue.entries
    }
    (held,) = mapping_sets_in(document, PLACE, body, result)
    (given,) = catalogue.mapping_sets

    def core(mapping_set):
        return {
            (one.subject_id, one.predicate_id, one.predicate_modifier, one.object_id)
            for one in mapping_set.mappings
        }

    assert core(held) == core(given)
    assert held.object_source == given.object_source
    assert result.findings == []


def test_our_profile_comes_back(ours, profile, tmp_path, catalogue):
    document, result = Document(tmp_path, ours, ImportChoices()), Imported("requirements")
    measures = {entry.code: entry.iri for entry in catalogue.entries}
    found = profile_in(document, measures, nothing_refused, result)
    assert found.implementations == profile.implementations
    assert [one.iri for one in found.roles] == [one.iri for one in profile.roles]
    assert [one.weight for one in found.risks] == [2.5]
    assert (found.name, found.organisation, found.system, found.frameworks) == (
        profile.name,
        profile.organisation,
        profile.system,
        profile.frameworks,
    )


def test_an_import_of_our_bom_accounts_for_measures_and_attestations(ours, reading, catalogue):
    result = reading(ours)
    assert (result.records, result.made, result.findings) == (6, 6, [])
    kinds = [quad.object for quad in result.quads if quad.predicate == PREFIXES["rdf"] + "type"]
    assert kinds.count(MG["Measure"]) == len(catalogue.entries)
    assert kinds.count(MG["Implementation"]) == 3
    assert len(mapping_sets_of(result.quads)) == 1
    without = reading(ours, ids_only=True)
    assert "Do audit." not in {str(quad.object) for quad in without.quads}


def changed_map(ours, name, changes):
    document = copy.deepcopy(ours)
    for attestation in document["declarations"]["attestations"]:
        attestation["map"] = [
            one | changes if one["requirement"] == name else one for one in attestation["map"]
        ]
    return document


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"conformance": {"score": 0}}, "schema"),
        ({"conformance": {"score": 3}}, "wrong-type"),
        ({"claims": ["claim:nothing"]}, "dangling-ref"),
        ({"requirement": "acme-1.M9"}, "dangling-ref"),
        ({"requirement": "acme-1.M2"}, "duplicate-id"),
        ({"claims": [], "conformance": {"score": 0.5}}, "unknown-term"),
    ],
)
def test_an_attestation_that_says_no_status_is_refused(ours, reading, changes, code):
    result = reading(changed_map(ours, "acme-1.M1", changes))
    errors = [one.code for one in result.findings if one.severity == "error"]
    assert (result.records, result.made) == (6, 5)
    assert code in errors


def test_a_requirement_of_ours_without_its_measure_is_refused(ours, reading):
    document = copy.deepcopy(ours)
    document["definitions"]["standards"][0]["requirements"][4]["properties"] = []
    del document["declarations"]
    result = reading(document)
    assert (result.records, result.made) == (3, 2)
    assert [one.code for one in result.findings] == ["missing-field"]


JUNK = st.sampled_from([None, 7, True, "", "x", " x", [], {}, [[]], ["x"], [7], {"id": 7}, [{}]])


@given(st.data(), JUNK)
def test_wrong_types_anywhere_are_told_and_never_a_traceback(ours, tmp_path_factory, data, junk):
    foreign = standard(PARENT, CHILD, levels=[{"requirements": ["r1"]}])
    document = copy.deepcopy(data.draw(st.sampled_from([ours, foreign])))
    target = document
    while True:
        keys = list(target) if isinstance(target, dict) else list(range(len(target)))
        key = data.draw(st.sampled_from(keys))
        inner = target[key]
        if not isinstance(inner, (dict, list)) or not inner or data.draw(st.integers(0, 4)) == 0:
            break
        target = inner
    target[key] = copy.deepcopy(junk)
    path = tmp_path_factory.getbasetemp() / "junk.cdx.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    try:
        result = read(path, ImportChoices())
    except DataError:
        return
    errors = [one for one in result.findings if one.severity == "error"]
    assert 0 <= result.refused <= len(errors)
    assert result.made <= result.records


def places(result):
    return [(one.severity, one.code, one.place) for one in result.findings]


REQUIREMENTS = "/definitions/standards/0/requirements"


@pytest.mark.parametrize("ref", [{}, [1], {"id": "r1"}])
def test_a_bom_ref_of_another_type_is_refused(reading, ref):
    result = reading(standard(PARENT, CHILD | {"bom-ref": ref}))
    assert ("error", "bad-id", f"{REQUIREMENTS}/1") in places(result)
    assert (result.records, result.made) == (2, 1)


@pytest.mark.parametrize(
    ("more", "code", "place"),
    [
        ({"descriptions": "As often."}, "wrong-type", "/descriptions"),
        (
            {"properties": [{"name": "tier", "value": 918273645}]},
            "wrong-type",
            "/properties/0/value",
        ),
        ({"properties": [{"value": "1"}]}, "missing-field", "/properties/0"),
        ({"externalReferences": {"url": "https://a.example"}}, "wrong-type", "/externalReferences"),
        ({"externalReferences": [{"url": "urn:x"}]}, "refused", ""),
        ({"openCre": "CRE:1-2"}, "wrong-type", "/openCre"),
    ],
)
def test_what_a_requirement_says_in_another_form_is_told(reading, more, code, place):
    result = reading(standard(PARENT, CHILD | more))
    assert places(result) == [("warning", code, f"{REQUIREMENTS}/1{place}")]
    assert result.made == 2
    assert not any("918273645" in str(quad.object) for quad in result.quads)


def test_two_levels_of_one_identifier_are_not_one(reading):
    levels = [
        {"identifier": "L1", "requirements": ["r1"]},
        {"identifier": "L1", "requirements": ["r"]},
        {"identifier": "L2", "requirements": "r1"},
    ]
    result = reading(standard(PARENT, CHILD, levels=levels))
    place = "/definitions/standards/0/levels"
    assert places(result) == [
        ("warning", "wrong-type", f"{place}/2"),
        ("warning", "duplicate-id", f"{place}/1"),
    ]
    assert len(values(result, "member")) == 1


@pytest.mark.parametrize(
    "attested", [{"requirement": "gone"}, {}, 7, {"requirement": "r1", "claims": ["gone"]}]
)
def test_what_is_attested_of_others_refuses_no_record(reading, attested):
    document = standard(PARENT, CHILD)
    document["declarations"] = {"attestations": [{"map": [attested]}, {}]}
    result = reading(document)
    assert {one.severity for one in result.findings} == {"warning"}
    assert ("warning", "missing-field", "/declarations/attestations/1") in places(result)
    assert (result.records, result.made) == (2, 2)


@pytest.mark.parametrize("iri", ["", "x", BASE + "id/measure/", BASE + "id/source/x", "http://"])
def test_a_measure_with_an_iri_of_nothing_is_no_category(ours, reading, iri):
    document = copy.deepcopy(ours)
    del document["declarations"]
    held = document["definitions"]["standards"][0]["requirements"][4]["properties"]
    next(one for one in held if one["name"] == "mitigraph:iri")["value"] = iri
    result = reading(document)
    assert (result.records, result.made) == (3, 2)
    assert ("error", "missing-field", f"{REQUIREMENTS}/4") in places(result)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("mitigraph:profile:actor", "developer"),
        ("mitigraph:profile:lifecycle-stage", "a b"),
        ("mitigraph:profile:framework", "nist-ai-rmf"),
        ("mitigraph:profile:risk:risk-domain/7/1", "much"),
        ("mitigraph:profile:risk:x", "1"),
    ],
)
def test_what_a_profile_of_ours_names_in_vain_is_told(ours, reading, name, value):
    document = copy.deepcopy(ours)
    document["properties"].append({"name": name, "value": value})
    result = reading(document)
    assert places(result) == [("warning", "bad-id", "/properties")]
    assert (result.records, result.made) == (6, 6)


def test_evidence_that_a_profile_can_not_hold_is_told(ours, reading):
    document = copy.deepcopy(ours)
    held = document["declarations"]["evidence"][0]["data"][0]
    held["contents"]["url"] = "urn:x"
    result = reading(document)
    assert [(one.severity, one.code) for one in result.findings] == [("warning", "refused")]


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("mitigraph:source", "a b", "bad-id"),
        ("mitigraph:function", "govern", "bad-id"),
        ("mitigraph:identifier", "M1", "bad-id"),
        ("mitigraph:review-status", "draft", "unknown-term"),
    ],
)
def test_a_property_of_ours_that_can_not_be_used_is_told(ours, reading, name, value, code):
    document = copy.deepcopy(ours)
    one = document["definitions"]["standards"][0]["requirements"][4]
    one["properties"].append({"name": name, "value": value})
    assert places(reading(document)) == [("warning", code, f"{REQUIREMENTS}/4")]


def test_any_release_makes_an_iri_of_a_mapping_set(ours, reading):
    document = copy.deepcopy(ours)
    for one in document["metadata"]["properties"]:
        if one["name"] == "mitigraph:release-version":
            one["value"] = "1 <#>/2"
    (made,) = mapping_sets_of(reading(document).quads)
    assert made.mapping_set_id.endswith("/1-2")


@pytest.mark.parametrize(("last", "made"), [({}, 3000), ({"parent": "r2999"}, 0)])
def test_a_long_chain_of_requirements_takes_no_long_time(reading, last, made):
    chain = [
        {"bom-ref": f"r{number}", "identifier": f"A.{number}", "parent": f"r{number - 1}"}
        for number in range(1, 3000)
    ]
    start = time.monotonic()
    result = reading(standard({"bom-ref": "r0", "identifier": "A.0"} | last, *chain))
    assert time.monotonic() - start < 5
    assert (result.records, result.made) == (3000, made)
