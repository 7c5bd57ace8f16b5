from __future__ import annotations

import pytest

from mitigraph.errors import DataError
from mitigraph.importers.atlas import read
from mitigraph.importers.registry import ImportChoices
from mitigraph.terms import BASE, MG, PREFIXES, Iri, concept_iri

SKOS = PREFIXES["skos"]
APACHE = Iri("https://spdx.org/licenses/Apache-2.0")
FILE = """---
id: ATLAS
version: 6.1.0
matrices:
- id: ATLAS
  tactics:
  - id: AML.TA0001
    name: Look around
    description: See what is there.
  techniques:
  - id: AML.T0001
    name: Ask
    description: Ask somebody.
    tactics: [AML.TA0001]
  - id: AML.T0001.000
    name: Ask nicely
    description: Ask somebody nicely.
    subtechnique-of: AML.T0001
  mitigations:
  - id: AML.M0001
    name: Say nothing
    description: Do not answer.
    ATT&CK-reference: {id: M1, url: https://attack.example/M1}
    techniques:
    - {id: AML.T0001, use: Silence.}
    - {id: AML.T0001.000, use: Silence.}
    ml-lifecycle: [Deployment, Data Preparation]
    category: [Policy]
"""


@pytest.fixture
def file(tmp_path):
    def write(text=FILE, name="atlas.yaml"):
        path = tmp_path / name
        path.write_text(text)
        return path

    return write


def objects(result, subject, predicate):
    return {q.object for q in result.quads if (q.subject, q.predicate) == (subject, predicate)}


def test_mitigations_techniques_and_tactics_hang_together(file):
    result = read(file(), ImportChoices())
    assert (result.summary(), result.findings) == ("4 records in = 4 made + 0 refused", [])
    assert result.graph == Iri(BASE + "graph/mitre-atlas-6")
    mitigation = concept_iri("mitre-atlas", 6, "AML.M0001")
    ask = concept_iri("mitre-atlas-technique", 6, "AML.T0001")
    nicely = concept_iri("mitre-atlas-technique", 6, "AML.T0001.000")
    assert objects(result, mitigation, MG["mitigates"]) == {ask, nicely}
    assert objects(result, mitigation, MG["appliesAtStage"]) == {
        concept_iri("mitre-atlas-stage", 6, "Deployment"),
        concept_iri("mitre-atlas-stage", 6, "Data-Preparation"),
    }
    assert objects(result, mitigation, MG["inFrameworkCategory"]) == {
        concept_iri("mitre-atlas-category", 6, "Policy")
    }
    assert objects(result, mitigation, Iri(SKOS + "closeMatch")) == {
        Iri("https://attack.example/M1")
    }
    assert objects(result, nicely, Iri(SKOS + "broader")) == {ask}
    assert objects(result, ask, MG["inFrameworkCategory"]) == {
        concept_iri("mitre-atlas-tactic", 6, "AML.TA0001")
    }


def test_text_needs_a_licence(file):
    mitigation, definition = concept_iri("mitre-atlas", 6, "AML.M0001"), Iri(SKOS + "definition")
    plain = objects(read(file(), ImportChoices()), mitigation, definition)
    assert {str(one) for one in plain} == {"AML.M0001 of MITRE ATLAS: Say nothing."}
    kept = objects(read(file(), ImportChoices(licence=APACHE)), mitigation, definition)
    assert {str(one) for one in kept} == {"Do not answer."}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("id: AML.M0001", "id: M1", "bad-id"),
        ("name: Say nothing", "title: Say nothing", "missing-field"),
        ("id: AML.T0001.000", "id: AML.T0001", "duplicate-id"),
        ("  mitigations:\n", "  mitigations:\n  - word\n", "wrong-type"),
        (
            "  tactics:\n  - id: AML.TA0001\n    name: Look around\n",
            "  tactics: none\n  other:\n  - a: b\n",
            "wrong-type",
        ),
    ],
)
def test_a_record_that_can_not_be_used_is_refused(file, old, new, code):
    assert old in FILE
    result = read(file(FILE.replace(old, new, 1)), ImportChoices())
    assert [f.code for f in result.findings if f.severity == "error"] == [code]
    assert result.refused == 1


@pytest.mark.parametrize(
    ("old", "new", "code", "place"),
    [
        (
            "[Deployment, Data Preparation]",
            "[Deployment, {id: AML.T0001, use: x}]",
            "wrong-type",
            "/matrices/0/mitigations/0/ml-lifecycle/1",
        ),
        (
            "tactics: [AML.TA0001]",
            "tactics: [AML.TA0009]",
            "dangling-ref",
            "/matrices/0/techniques/0/tactics",
        ),
        (
            "{id: AML.T0001, use",
            "{id: AML.T0009, use",
            "dangling-ref",
            "/matrices/0/mitigations/0/techniques",
        ),
        ("{id: AML.T0001, use", "{use", "wrong-type", "/matrices/0/mitigations/0/techniques/0"),
        (
            "subtechnique-of: AML.T0001",
            "subtechnique-of: AML.T0009",
            "dangling-ref",
            "/matrices/0/techniques/1/subtechnique-of",
        ),
        ("    description: Do not answer.\n", "", "empty-text", "/matrices/0/mitigations/0"),
        (
            "category: [Policy]",
            "category: Policy",
            "wrong-type",
            "/matrices/0/mitigations/0/category",
        ),
        (
            "{id: M1, url: https://attack.example/M1}",
            "M1",
            "wrong-type",
            "/matrices/0/mitigations/0/ATT&CK-reference",
        ),
        ("version: 6.1.0\n", "", "missing-field", "/version"),
        ("matrices:", "case-studies: [{id: x}]\nmatrices:", "unknown-term", "/case-studies"),
    ],
)
def test_an_oddity_is_told_with_its_place_and_the_record_is_kept(file, old, new, code, place):
    assert old in FILE
    result = read(file(FILE.replace(old, new, 1)), ImportChoices())
    assert not result.refused
    assert [(f.severity, f.code, f.place) for f in result.findings] == [("warning", code, place)]


def test_a_version_that_is_not_the_one_in_the_name_or_asked_for(file):
    for path, choices in (
        (file(name="ATLAS-6.2.0.yaml"), ImportChoices()),
        (file(), ImportChoices(version="6.2.0")),
    ):
        (finding,) = read(path, choices).findings
        assert (finding.code, finding.id) == ("version-mismatch", "6.1.0")


@pytest.mark.parametrize("text", ["catalog: {}\n", "- a\n", "matrices: none\n"])
def test_another_file_is_one_clear_error(file, text):
    with pytest.raises(DataError, match="not the YAML of MITRE ATLAS"):
        read(file(text), ImportChoices())


def test_a_technique_listed_twice_is_one_link_and_told(file):
    once = "    - {id: AML.T0001, use: Silence.}\n"
    result = read(file(FILE.replace(once, once * 2)), ImportChoices())
    (finding,) = result.findings
    assert (finding.severity, finding.code, finding.id) == ("warning", "duplicate-id", "AML.M0001")
    assert finding.place == "/matrices/0/mitigations/0/techniques/1"


def test_a_link_into_the_site_of_atlas_becomes_the_id_that_it_leads_to(file):
    text = FILE.replace("Do not answer.", "'Against [Ask](/techniques/AML.T0001).'")
    result = read(file(text), ImportChoices(licence=APACHE))
    (kept,) = objects(result, concept_iri("mitre-atlas", 6, "AML.M0001"), Iri(SKOS + "definition"))
    assert kept.value == "Against Ask (AML.T0001)."


@pytest.mark.parametrize(
    ("old", "new", "code", "place"),
    [
        (
            "url: https://attack.example/M1",
            'url: "https://attack.example/<M1>"',
            "wrong-type",
            "mitigations/0/ATT&CK-reference",
        ),
        ("[Policy]", '["-"]', "empty-text", "mitigations/0/category/0"),
        ("Data Preparation]", '""]', "empty-text", "mitigations/0/ml-lifecycle/1"),
        (
            "subtechnique-of: AML.T0001",
            "subtechnique-of: [AML.T0001]",
            "wrong-type",
            "techniques/1/subtechnique-of",
        ),
    ],
)
def test_a_value_that_is_no_name_makes_no_iri(file, old, new, code, place):
    assert old in FILE
    result = read(file(FILE.replace(old, new, 1)), ImportChoices())
    assert [(f.severity, f.code, f.place) for f in result.findings] == [
        ("warning", code, f"/matrices/0/{place}")
    ]
    assert not [q for q in result.quads if str(q.subject).endswith("/")]


@pytest.mark.parametrize(("version", "major"), [("5-beta", 5), ("next", 5), ("7" * 5000, 7777)])
def test_any_version_has_a_major(file, version, major):
    result = read(file(FILE.replace("6.1.0", version)), ImportChoices())
    assert result.graph == Iri(f"{BASE}graph/mitre-atlas-{major}")


def test_two_spellings_of_one_stage_are_one_concept(file):
    text = FILE.replace("[Deployment, Data Preparation]", "[Data Preparation, Data-Preparation]")
    result = read(file(text), ImportChoices())
    stage = concept_iri("mitre-atlas-stage", 6, "Data-Preparation")
    named = {one: objects(result, stage, Iri(SKOS + one)) for one in ("prefLabel", "altLabel")}
    assert {name: [str(one) for one in held] for name, held in named.items()} == {
        "prefLabel": ["Data Preparation"],
        "altLabel": ["Data-Preparation"],
    }


def test_a_matrix_of_nothing_is_told(file):
    result = read(file("version: 6.1.0\nmatrices: [{id: ATLAS}]\n"), ImportChoices())
    assert [(f.code, f.place) for f in result.findings] == [("missing-field", "/matrices/0")]
