"""What a workbook says beside the measures: the release, and the crosswalks."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest

from mitigraph.exporters.about import about_rows, crosswalk_rows
from mitigraph.interchange import Choices
from mitigraph.terms import Iri

openpyxl = pytest.importorskip("openpyxl")


def told(rows):
    return {row["what"]: row["says"] for row in rows}


def test_the_read_me_says_whose_it_is_and_how_settled(catalogue):
    measures = [entry.measure.as_row() for entry in catalogue.entries]
    said = told(about_rows(catalogue, measures))
    assert next(iter(said)) == "warning", "before anything else"
    assert said["warning"].startswith("Preliminary: 3 of 3 measures")
    assert said["title"] == "A graph"
    assert (said["version"], said["date"]) == ("0.1.0", "2026-11-25T00:00:00Z")
    assert said["licence"] == "https://creativecommons.org/licenses/by/4.0/"
    assert said["cite as"] == "The makers (2026): A graph."
    assert said["rights"] == "Rights of others stand at their schemes."
    assert said["taxonomy rights"] == "The owner: Rights of the owner."
    assert said["framework: frame/1"] == "A frame, version 1.0"
    assert "warning" not in told(about_rows(catalogue, [{"status": ["curated"]}]))


def test_a_graph_that_is_no_release_says_so():
    assert "does not say what it is" in told(about_rows(None, []))["release"]


def test_each_row_of_a_crosswalk_says_what_matches_how_and_why(catalogue):
    rows = list(crosswalk_rows(catalogue))
    assert [(row["subject"], row["relation"], row["control"]) for row in rows] == [
        ("acme-1/M1", "exactMatch", "C-1"),
        ("acme-1/M1", "broadMatch", "C-2"),
        ("acme-1/M2", "narrowMatch", "C-3"),
        ("acme-1/M2", "closeMatch", "C-4"),
        ("acme-1/M2", "relatedMatch", "C-2"),
        ("acme-1/M2", "not exactMatch", "C-1"),
        ("topics/2/1.1", "broadMatch", "C-2"),
        ("acme-1/M3", "no counterpart", ""),
        ("", "no counterpart", "C-5"),
    ]
    assert {row["framework"] for row in rows} == {"frame/1"}
    assert [row["subject_kind"] for row in rows][5:] == ["measure", "category", "measure", ""]
    assert rows[1] | {"subject_iri": "", "control_iri": ""} == {
        "subject": "acme-1/M1",
        "subject_label": "Red teaming",
        "subject_kind": "measure",
        "relation": "broadMatch",
        "framework": "frame/1",
        "control": "C-2",
        "control_label": "Control 2",
        "confidence": 0.75,
        "justification": "BackgroundKnowledgeBasedMatching",
        "review": "unreviewed",
        "reviewer": [],
        "comment": "Because broad.",
        "mapping_set": "mapping/acme-1_frame/0.1.0",
        "subject_iri": "",
        "control_iri": "",
    }


def test_only_rows_of_the_frameworks_that_are_asked_for(catalogue):
    assert not list(crosswalk_rows(catalogue, choices=Choices(("other/1",))))
    assert list(crosswalk_rows(catalogue, choices=Choices(("frame/1",))))


def test_what_a_program_has_reviewed_no_person_has(catalogue):
    (mapping_set,) = catalogue.mapping_sets
    person, program = Iri("https://orcid.org/0"), Iri("https://example.org/program")
    signed = [
        replace(mapping_set.mappings[0], reviewer_id=one)
        for one in ((), (program,), (person,), (person, program))
    ]
    changed = replace(catalogue, mapping_sets=(replace(mapping_set, mappings=tuple(signed)),))
    assert [row["review"] for row in crosswalk_rows(changed, {program})] == [
        "unreviewed",
        "reviewed by a program",
        "reviewed",
        "reviewed",
    ]


def sheets(data):
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {sheet.title: [[cell.value for cell in row] for row in sheet.rows] for sheet in book}


def test_a_selection_of_the_shipped_graph_has_its_release_and_its_rows(shipped, exported):
    row = shipped.query(
        "SELECT ?m ?c { ?m skos:exactMatch ?c . ?m a mg:Measure . ?c a mg:Control } ORDER BY ?m"
    )
    measure = next(iter(row))[0]
    data, account = exported(shipped.store, "xlsx", measures=[measure])
    found = sheets(data)
    assert account.written == 1
    assert dict(found["read me"])["measures"] == "1 that were selected"
    assert dict(found["read me"])["version"] == "0.1.0"
    names, *rows = found["crosswalk"]
    subjects = {tuple(one)[names.index("subject_iri")] for one in rows}
    assert measure in subjects
    reviews = {tuple(one)[names.index("review")] for one in rows}
    assert reviews <= {"unreviewed", "reviewed by a program"}, "no person has reviewed any yet"
    assert data == exported(shipped.store, "xlsx", measures=[measure])[0]
