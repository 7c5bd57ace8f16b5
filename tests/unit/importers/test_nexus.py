from __future__ import annotations

import pytest

from mitigraph.errors import DataError
from mitigraph.importers.nexus import read
from mitigraph.importers.registry import ImportChoices
from mitigraph.terms import MG, PREFIXES, Iri, concept_iri

SKOS = PREFIXES["skos"]
FILE = """
taxonomies:
  - id: acme
    name: Acme
    version: "3"
    type: RiskTaxonomy
groups:
  - id: acme-g1
    name: Testing
    hasPart: [acme-a1]
    type: RiskControlGroup
  - id: acme-g1.1
    name: Deep testing
    isPartOf: acme-g1
    type: RiskControlGroup
entries:
  - id: acme-r1
    name: Harm
    description: What can go wrong.
    type: Risk
actions:
  - id: acme-a1
    name: Test it
    description: Test before release.
    isDefinedByTaxonomy: acme
    hasRelatedRisk: [acme-r1, mit-ai-risk-subdomain-2.2, llm01-prompt-injection, elsewhere]
    exact_mappings: [nexus:acme-r1, "skos:Concept"]
    type: Action
"""


@pytest.fixture
def file(tmp_path):
    def write(text=FILE):
        path = tmp_path / "acme.yaml"
        path.write_text(text)
        return path

    return write


def objects(result, subject, predicate):
    return {q.object for q in result.quads if (q.subject, q.predicate) == (subject, predicate)}


def test_actions_risks_and_groups_become_schemes_that_are_linked(file):
    result = read(file(), ImportChoices())
    assert result.summary() == "5 records in = 5 made + 0 refused"
    action = concept_iri("nexus-acme", 1, "acme-a1")
    assert objects(result, action, MG["mitigates"]) == {
        concept_iri("nexus-acme-risk", 1, "acme-r1"),
        concept_iri("risk-domain", 1, "2.2"),
        concept_iri("owasp-llm", 2025, "LLM01"),
        concept_iri("nexus-risk", 1, "elsewhere"),
    }
    assert objects(result, action, MG["inFrameworkCategory"]) == {
        concept_iri("nexus-acme-group", 1, "acme-g1")
    }
    inner = concept_iri("nexus-acme-group", 1, "acme-g1.1")
    assert objects(result, inner, Iri(SKOS + "broader")) == {
        concept_iri("nexus-acme-group", 1, "acme-g1")
    }
    assert objects(result, action, Iri(SKOS + "exactMatch")) == {
        concept_iri("nexus-acme-risk", 1, "acme-r1"),
        Iri(SKOS + "Concept"),
    }


def test_descriptions_need_a_licence_that_allows_them(file):
    action, definition = concept_iri("nexus-acme", 1, "acme-a1"), Iri(SKOS + "definition")
    apache = Iri("https://spdx.org/licenses/Apache-2.0")
    plain = objects(read(file(), ImportChoices()), action, definition)
    assert {str(one) for one in plain} == {"acme-a1 of Acme: Test it."}
    kept = objects(read(file(), ImportChoices(licence=apache)), action, definition)
    assert {str(one) for one in kept} == {"Test before release."}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("id: acme-a1", "id: acme a1", "bad-id"),
        ("id: acme-a1", "name2: acme-a1", "missing-field"),
        ("id: acme-g1.1", "id: acme-g1", "duplicate-id"),
        ("type: Action", "type: RiskControl", "wrong-type"),
        ("description: Test before release.", "description: [Test]", "wrong-type"),
        ("hasRelatedRisk: [acme-r1", "hasRelatedRisk: {}\n    other: [acme-r1", "wrong-type"),
        ("  - id: acme-r1", "  - none\n  - id: acme-r1", "wrong-type"),
    ],
)
def test_a_record_that_can_not_be_used_is_refused(file, old, new, code):
    text = FILE.replace(old, new, 1)
    assert text != FILE
    result = read(file(text), ImportChoices())
    assert [f.code for f in result.findings if f.severity == "error"] == [code]
    assert result.refused == 1


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("    description: Test before release.\n", "", "empty-text"),
        ("hasPart: [acme-a1]", "hasPart: acme-a1", "wrong-type"),
        ("    description: What can go wrong.\n    type: Risk\n", "", "missing-field"),
        ("hasPart: [acme-a1]", "hasPart: [mitigraph-x]", "dangling-ref"),
        ("actions:", "rules: [{id: r}]\nactions:", "unknown-term"),
    ],
)
def test_an_oddity_is_told_and_nothing_is_lost(file, old, new, code):
    result = read(file(FILE.replace(old, new, 1)), ImportChoices())
    assert not result.refused
    assert [f.code for f in result.findings] == [code]


def test_an_unknown_collection_stops_the_nexus_and_is_told(file):
    result = read(file(FILE + "risks: []\n"), ImportChoices())
    assert [(f.severity, f.code, f.place) for f in result.findings] == [
        ("error", "unknown-term", "/risks")
    ]


def test_another_file_is_one_clear_error(file):
    with pytest.raises(DataError, match="mitigraph import atlas"):
        read(file("matrices: []\n"), ImportChoices())
    with pytest.raises(DataError, match="not a data file"):
        read(file("- a\n"), ImportChoices())


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("id: acme-r1", "id: acme<r1>", "bad-id"),
        ("exact_mappings: [nexus:acme-r1", "exact_mappings: [[nexus:acme-r1]", "wrong-type"),
        ("exact_mappings: [nexus:acme-r1,", "exact_mappings: {a: b}\n    other: [", "wrong-type"),
        ("hasPart: [acme-a1]", "hasPart: [{id: acme-a1}]", "wrong-type"),
    ],
)
def test_an_id_or_a_slot_of_which_nothing_can_be_made_refuses_its_record(file, old, new, code):
    text = FILE.replace(old, new, 1)
    assert text != FILE
    result = read(file(text), ImportChoices())
    assert [f.code for f in result.findings if f.severity == "error"] == [code]
    assert result.refused == 1


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        ("elsewhere]", '"else where"]', "bad-id", '"else where" can\'t be an id'),
        ('"skos:Concept"]', '"else where"]', "bad-id", "exact_mappings"),
        ("isPartOf: acme-g1", "isPartOf: acme-g9", "dangling-ref", "does not have acme-g9"),
        ("hasPart: [acme-a1]", "isPartOf: acme-g1.1", "dangling-ref", "which is part of it"),
        ("isPartOf: acme-g1", "isPartOf: acme-g1.1", "dangling-ref", "which is part of it"),
        ("groups:", "documents: [{id: d}]\ngroups:", "unknown-term", "nothing is made"),
        ("groups:", "  - {id: other}\ngroups:", "unknown-term", "of all records: 1"),
    ],
)
def test_a_link_or_a_record_that_is_left_out_is_told(file, old, new, code, words):
    result = read(file(FILE.replace(old, new, 1)), ImportChoices())
    assert not result.refused
    told = [f for f in result.findings if words in f.message]
    assert [(f.severity, f.code) for f in told] == [("warning", code)]


def test_a_link_is_read_from_whichever_end_names_it(file):
    text = FILE.replace("    isPartOf: acme-g1\n", "").replace(
        "hasPart: [acme-a1]", "narrower: [acme-g1.1]"
    )
    text = text.replace("    hasRelatedRisk: [acme-r1, mit", "    hasRelatedRisk: [mit").replace(
        "    type: Risk\n", "    type: Risk\n    isMitigatedBy: [acme-a1]\n    isPartOf: acme-g1\n"
    )
    result = read(file(text), ImportChoices())
    inner, top = (concept_iri("nexus-acme-group", 1, one) for one in ("acme-g1.1", "acme-g1"))
    risk = concept_iri("nexus-acme-risk", 1, "acme-r1")
    assert objects(result, inner, Iri(SKOS + "broader")) == {top}
    assert objects(result, risk, MG["inFrameworkCategory"]) == {top}
    assert risk in objects(result, concept_iri("nexus-acme", 1, "acme-a1"), MG["mitigates"])


def test_the_records_of_an_unknown_collection_are_refused(file):
    result = read(file(FILE + "risks: [{id: a}, {id: b}]\n"), ImportChoices())
    assert result.summary() == "7 records in = 5 made + 2 refused"


def test_a_risk_that_is_known_here_keeps_its_iri_in_mappings(file):
    known = "  - {id: mit-ai-risk-subdomain-2.2, type: Risk, close_mappings: [acme-r1]}\n"
    other = "  - {id: mit-ai-risk-subdomain-9.9, type: Risk}\n"
    result = read(file(FILE.replace("entries:\n", "entries:\n" + known + other)), ImportChoices())
    assert objects(result, concept_iri("risk-domain", 1, "2.2"), Iri(SKOS + "closeMatch")) == {
        concept_iri("nexus-acme-risk", 1, "acme-r1")
    }
    assert objects(
        result,
        concept_iri("nexus-acme-risk", 1, "mit-ai-risk-subdomain-9.9"),
        Iri(SKOS + "prefLabel"),
    )


OWN = """
documents:
  - {id: mitigraph-release, author: [Someone]}
groups:
  - {id: mitigraph-g1, url: "https://w3id.org/mitigraph/scheme/topics/2/a b"}
actions:
  - id: mitigraph-a1
    name: Test it
    description: Test.
    url: https://w3id.org/mitigraph/id/measure/acme/1
    isCategorizedAs: [mitigraph-g1]
    notes: ["identifier: acme"]
  - id: mitigraph-a2
    name: Again
    description: A.
    url: https://w3id.org/mitigraph/id/measure/acme/1
  - {id: other, name: Other, description: O.}
"""


def test_a_file_of_measures_with_strange_records_among_them(file):
    result = read(file(OWN), ImportChoices())
    assert (result.records, result.made) == (5, 2)
    assert [(f.code, f.id) for f in result.findings] == [
        ("wrong-type", "mitigraph-release"),
        ("duplicate-id", "mitigraph-a2"),
        ("bad-id", "other"),
        ("bad-id", "mitigraph-a1"),
        ("bad-id", "mitigraph-a1"),
    ]
    measures = {q.subject for q in result.quads if q.object == MG["Measure"]}
    assert measures == {Iri("https://w3id.org/mitigraph/id/measure/acme/1")}
