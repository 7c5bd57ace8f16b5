from __future__ import annotations

import pytest

from mitigraph.errors import DataError
from mitigraph.importers.finos import read
from mitigraph.importers.registry import ImportChoices
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
    assert finding.place == "line 7"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("---\nsequence", "sequence", "missing-field"),
        ("sequence: 1", "sequence: one", "bad-id"),
        ("sequence: 1", "sequence: 7", "bad-id"),
        ("title: Listen", "title: [Listen]", "wrong-type"),
        ("title: Listen", "other: Listen", "missing-field"),
        ("mitigates:\n  - ri-5", "mitigates: ri-5", "wrong-type"),
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
        ("- A-6-2-6", "- A.6.2.6", "bad-id"),
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
