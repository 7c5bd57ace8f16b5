from __future__ import annotations

import pytest

from mitigraph.errors import DataError
from mitigraph.importers.finos import read
from mitigraph.importers.registry import ImportChoices
from mitigraph.mapping import mapping_sets_of
from mitigraph.terms import BASE, MG, PREFIXES, Iri, concept_iri

SKOS, OWL = PREFIXES["skos"], PREFIXES["owl"]
CC_BY = Iri("https://creativecommons.org/licenses/by/4.0/")

PAGE = """---
sequence: {number}
title: {title}
layout: mitigation
doc-status: Draft
type: DET
iso-42001_references:
  - A-6-2-6  # a comment
  - A-9-9
eu-ai-act_references:
  - c3-s2-a12
nist-sp-800-53r5_references:
  - ca-7
mitigates:
  - ri-5
related_mitigations:
  - mi-2
---

## Purpose

Hear what **users**
say.

More of it.
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "mi-1_listen.md").write_text(PAGE.format(number=1, title="Listen"))
    (tmp_path / "mi-2.md").write_text("---\nsequence: 2\ntitle: Log\ntype: PREV\n---\nText\n")
    return tmp_path


def objects(result, subject, predicate):
    return {q.object for q in result.quads if (q.subject, q.predicate) == (subject, predicate)}


def test_pages_become_controls_with_risks_types_and_references(folder):
    result = read(folder, ImportChoices())
    assert result.summary() == "2 pages in = 2 made + 0 refused"
    one = concept_iri("finos-aigf", 1, "mi-1")
    assert objects(result, one, MG["mitigates"]) == {concept_iri("finos-aigf-risk", 1, "ri-5")}
    assert objects(result, one, MG["inFrameworkCategory"]) == {
        concept_iri("finos-aigf-type", 1, "det")
    }
    assert objects(result, one, Iri(SKOS + "related")) == {concept_iri("finos-aigf", 1, "mi-2")}
    assert objects(result, one, Iri(SKOS + "relatedMatch")) == {
        concept_iri("iso-42001", 2023, "A.6.2.6"),
        concept_iri("iso-42001", 2023, "A.9.9"),
        concept_iri("eu-ai-act", 2024, "article-12"),
        concept_iri("nist-sp-800-53", 5, "CA-7"),
    }
    assert result.graph == Iri(BASE + "graph/finos-aigf-1")


def test_text_is_kept_only_where_the_licence_allows_it(folder):
    one = concept_iri("finos-aigf", 1, "mi-1")
    definition = Iri(SKOS + "definition")
    (plain,) = objects(read(folder, ImportChoices()), one, definition)
    assert "Hear" not in str(plain)
    (kept,) = objects(read(folder, ImportChoices(licence=CC_BY)), one, definition)
    assert str(kept) == "Hear what **users** say."
    (left,) = objects(read(folder, ImportChoices(licence=CC_BY, ids_only=True)), one, definition)
    assert left == plain


def test_a_reference_to_a_control_that_a_known_framework_lacks_is_told(folder):
    known = {"iso-42001/2023": {"A.6.2.6": concept_iri("iso-42001", 2023, "A.6.2.6")}}
    result = read(folder, ImportChoices(controls=lambda scheme: known.get(scheme, {})))
    (finding,) = result.findings
    assert (finding.severity, finding.code, finding.id) == ("warning", "dangling-ref", "mi-1")
    assert "iso-42001 has no A.9.9" in finding.message
    assert finding.place == "line 9"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("---\nsequence", "sequence", "missing-field"),
        ("sequence: 1", "sequence: one", "bad-id"),
        ("sequence: 1", "sequence: 7", "bad-id"),
        ("title: Listen", "title: [Listen]", "wrong-type"),
        ("title: Listen", "other: Listen", "missing-field"),
        ("sequence: 1", f"sequence: {'9' * 5000}", "bad-id"),
        ("mitigates:\n  - ri-5", "mitigates: ri-5", "wrong-type"),
        ("- ri-5", "- [ri-5]", "wrong-type"),
        ("- ca-7", "- note: no id", "wrong-type"),
        ("title: Listen", "title: Listen\ntitle: Twice", "duplicate-id"),
        ("title: Listen", "title: 'Listen", "syntax"),
    ],
)
def test_a_page_that_can_not_be_used_is_refused_with_its_place(folder, old, new, code):
    page = folder / "mi-1_listen.md"
    page.write_text(page.read_text().replace(old, new, 1))
    result = read(folder, ImportChoices())
    assert (result.records, result.made, result.refused) == (2, 1, 1)
    assert [f.code for f in result.findings if f.severity == "error"] == [code]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("type: DET", "type: MAYBE", "unknown-term"),
        ("type: DET", "type: {a: b}", "wrong-type"),
        ("doc-status: Draft", "doc-status: [Draft]", "wrong-type"),
        ("doc-status: Draft", "phase: CODE", "unknown-term"),
        ("- A-6-2-6", "- B-6-2-6", "bad-id"),
        ("- c3-s2-a12", "- recital-12", "bad-id"),
        ("- ri-5", "- ri 5", "bad-id"),
        ("- ri-5", "- mi-5", "bad-id"),
        ("- mi-2", "- mi-1", "schema"),
        ("eu-ai-act_references", "moon-law_references", "unknown-term"),
        ("- mi-2", "- mi-9", "dangling-ref"),
    ],
)
def test_what_loses_a_link_is_a_warning(folder, old, new, code):
    page = folder / "mi-1_listen.md"
    page.write_text(page.read_text().replace(old, new, 1))
    result = read(folder, ImportChoices())
    assert not result.refused
    assert [f.code for f in result.findings] == [code]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("- A-6-2-6", "- A.6.2.6"),
        ("- A-6-2-6", "- A\u20116\u20112\u20116"),
        ("iso-42001_references:\n  - A-6-2-6", "external_risks:\n  - ISO-42001_2023_A-6-2-6"),
        ("eu-ai-act_references:\n  - c3", "eu-ai_references:\n  - eu-ai_c3"),
        ("  - ca-7", "  - CA-7\n  - id: ca-7\n    note: Watch it."),
        ("type: DET", "type:\n  - Detective"),
        ("mitigates:\n", "mitigates:\n  # what it is against\n"),
        ("- mi-2", "- mi-02"),
        ("- A-9-9\n", "- A-9-9\nrelated_risks:\nother_references: []\n"),
        ("\n", "\r\n"),
    ],
)
def test_other_spellings_say_the_same(folder, old, new):
    page = folder / "mi-1_listen.md"
    before = page.read_text()
    expected = read(folder, ImportChoices())
    count = -1 if old == "\n" else 1
    # A list under another name takes its second code with it.
    changed = before.replace("  - A-9-9\n", "") if "external" in new else before
    page.write_bytes(changed.replace(old, new, count).encode())
    result = read(folder, ImportChoices())
    one = concept_iri("finos-aigf", 1, "mi-1")
    lost = {concept_iri("iso-42001", 2023, "A.9.9")} if "external" in new else set()
    for name in ("relatedMatch", "related"):
        found = objects(result, one, Iri(SKOS + name))
        assert found == objects(expected, one, Iri(SKOS + name)) - lost
    kind = MG["inFrameworkCategory"]
    assert objects(result, one, kind) == objects(expected, one, kind)
    assert result.findings == []


def test_the_number_in_the_file_name_is_read_whole(folder):
    (folder / "mi-10_other.md").write_text("---\nsequence: 1\ntitle: Other\n---\n")
    result = read(folder, ImportChoices())
    (refused,) = [f for f in result.findings if f.severity == "error"]
    assert (refused.code, refused.id) == ("bad-id", "mi-10_other")
    assert "not named mi-1" in refused.message


def test_a_control_that_is_known_here_is_named_as_it_is_there(folder):
    there = Iri("https://example.org/catalog#CA-7")
    known = {"nist-sp-800-53/5": {"CA-7": there}}
    result = read(folder, ImportChoices(controls=lambda scheme: known.get(scheme, {})))
    one = concept_iri("finos-aigf", 1, "mi-1")
    assert there in objects(result, one, Iri(SKOS + "relatedMatch"))


@pytest.mark.parametrize(
    ("body", "purpose"),
    [
        ("## Purpose\n<!-- to do -->\n\nHear them.\n\nMore.", "Hear them."),
        ("## Summary\n{% include box.html %}\n\n### Why\n\nHear them.", "Hear them."),
        ("## Purpose\n\n---\n\nHear {{ site.title }}them.", "Hear them."),
        ("## Purpose\n\n## Other\n\nNo purpose.", None),
        ("## Purpose\n\n<!-- never closed\n\nNo purpose.", None),
        ("#### Listening\n\nNo purpose.", None),
    ],
)
def test_the_purpose_is_the_first_paragraph_of_prose(tmp_path, body, purpose):
    (tmp_path / "mi-1.md").write_text(f"---\nsequence: 1\ntitle: Listen\n---\n\n{body}\n")
    result = read(tmp_path, ImportChoices(licence=CC_BY))
    one = concept_iri("finos-aigf", 1, "mi-1")
    (definition,) = objects(result, one, Iri(SKOS + "definition"))
    assert str(definition) == (
        purpose or "Mitigation mi-1 of the FINOS AI Governance Framework: Listen."
    )


RISK = """---
sequence: 6
title: Drift
layout: risk
doc-status: Draft
type: OP
owasp-llm_references:
  - llm09-2025  # a comment
nist-ai-600-1_references:
  - 2-2
external_risks:
  - OWASP-LLM_2025_LLM01
eu-ai-act_references:
  - id: c3-s2-a9
    note: It asks for it.
related_risks:
  - ri-5
  - ri-4
---

## Summary

It drifts.
"""


def test_a_risk_page_has_references_relations_a_type_and_a_status(folder):
    (folder / "ri-6_drift.md").write_text(RISK)
    (folder / "ri-5.md").write_text("---\nsequence: 5\ntitle: Change\nlayout: risk\n---\n")
    result = read(folder, ImportChoices(licence=CC_BY))
    risk = concept_iri("finos-aigf-risk", 1, "ri-6")
    assert objects(result, risk, Iri(SKOS + "relatedMatch")) == {
        concept_iri("owasp-llm", 2025, "LLM09"),
        concept_iri("owasp-llm", 2025, "LLM01"),
        concept_iri("eu-ai-act", 2024, "article-9"),
    }
    assert objects(result, risk, Iri(SKOS + "related")) == {
        concept_iri("finos-aigf-risk", 1, "ri-5"),
        concept_iri("finos-aigf-risk", 1, "ri-4"),
    }
    assert {str(one) for one in objects(result, risk, Iri(SKOS + "note"))} == {
        "Type of risk: Operational.",
        "Status of the page: Draft.",
    }
    assert [str(one) for one in objects(result, risk, Iri(SKOS + "definition"))] == ["It drifts."]
    sets = {one.mapping_set_id.rpartition("_")[2]: one for one in mapping_sets_of(result.quads)}
    assert sorted(sets) == ["references", "risk-references"]
    assert sets["risk-references"].subject_source == Iri(BASE + "scheme/finos-aigf-risk/1")
    comments = {one.comment for one in sets["risk-references"].mappings}
    assert "ri-6 refers to it. It asks for it. Not checked against its framework." in comments
    assert {(f.code, f.place, f.message.partition(",")[0]) for f in result.findings} == {
        ("unknown-term", "line 10", "1 references to nist-ai-600-1"),
        ("dangling-ref", "line 18", "no page of ri-4"),
    }


def test_two_pages_of_one_number(folder):
    (folder / "mi-1_again.md").write_text(PAGE.format(number=1, title="Again"))
    result = read(folder, ImportChoices())
    assert [(f.severity, f.code) for f in result.findings] == [("error", "duplicate-id")]


def test_a_risk_page_names_its_risk_and_makes_missing_ones_known(folder):
    (folder / "ri-6_drift.md").write_text("---\nsequence: 6\ntitle: Drift\nlayout: risk\n---\n")
    result = read(folder, ImportChoices())
    risk = concept_iri("finos-aigf-risk", 1, "ri-6")
    assert [str(o) for o in objects(result, risk, Iri(SKOS + "prefLabel"))] == ["Drift"]
    assert [f.message for f in result.findings] == ["no page of ri-5"]


def test_a_folder_without_pages(tmp_path):
    with pytest.raises(DataError, match=r"no page of a mitigation in it \[missing-field\]"):
        read(tmp_path, ImportChoices())


def test_a_file_that_is_no_page(tmp_path):
    path = tmp_path / "other.md"
    path.write_text("# Title\n")
    with pytest.raises(DataError, match="no front matter"):
        read(path, ImportChoices())
