from __future__ import annotations

import csv
import hashlib
import time
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from mitigraph.importers.mit_database import COLUMNS, read_mit_database
from mitigraph.terms import (
    BASE,
    MG,
    PREFIXES,
    Iri,
    Literal,
    Quad,
    compact,
    concept_iri,
    measure_iri,
    source_iri,
)

if TYPE_CHECKING:
    from pathlib import Path

    from mitigraph.importers.report import Imported

CODES = ["1", "1.1", "3.1", "1.X", "X.X"]
KNOWN = [
    Quad(source_iri("Uuk2024"), Iri(PREFIXES["dcterms"] + "title"), Literal("Known title")),
    Quad(source_iri("Uuk2024"), Iri(PREFIXES["dcterms"] + "creator"), Iri(BASE + "id/agent/x")),
    Quad(Iri(BASE + "id/agent/x"), Iri(PREFIXES["foaf"] + "name"), Literal("X")),
]


def _table(tmp_path: Path, *cells: tuple[str, ...], columns=COLUMNS, name="db.csv") -> Path:
    path = tmp_path / name
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(columns)
        writer.writerows(cells)
    return path


def _read(path: Path, **options) -> Imported:
    options = {"documents": None, "known": KNOWN, "codes": CODES, "kinds": {}, **options}
    return read_mit_database(path, **options)


def _objects(result: Imported, subject: str, predicate: str) -> list[str]:
    return [str(q.object) for q in result.quads if (q.subject, q.predicate) == (subject, predicate)]


def test_a_row_becomes_a_cleaned_measure_with_the_digest_of_its_original(tmp_path):
    row = ("A0001_Uuk2024", "\tRisk  review ", "Look at\nrisks. ", "Uuk2024", "1.1 Board")
    result = _read(_table(tmp_path, row))
    measure = measure_iri("mit-2025", "A0001")
    assert _objects(result, measure, PREFIXES["skos"] + "prefLabel") == ["Risk review"]
    assert _objects(result, measure, PREFIXES["skos"] + "definition") == ["Look at risks."]
    original = hashlib.sha256(b"\tRisk  review \nLook at\nrisks. ").hexdigest()
    assert _objects(result, measure, MG["originalDigest"]) == [f"sha256:{original}"]
    assert result.summary() == "1 rows in = 1 made + 0 refused"


def test_the_assessment_is_the_initiatives_own(tmp_path):
    result = _read(_table(tmp_path, ("A0001_Uuk2024", "Name", "Text.", "Uuk2024", "3.1 Testing")))
    node = next(q.subject for q in result.quads if q.predicate == MG["assesses"])
    said = {compact(q.predicate): compact(str(q.object)) for q in result.quads if q.subject == node}
    assert said == {
        "rdf:type": "mg:ClassificationAssessment",
        "mg:assesses": "mit-2025/A0001",
        "mg:inScheme": "airi-mitigation/1",
        "mg:outcome": "outcome/1/assigned",
        "mg:assigns": "airi-mitigation/1/3.1",
        "mg:reviewStatus": "review-status/1/published",
        "mg:method": "method/1/unknown",
        "mg:confidenceLevel": "confidence/1/unknown",
        "prov:wasAttributedTo": "agent/airi",
        "prov:generatedAtTime": "2025-07-23T00:00:00Z",
        "dcterms:source": "dataset/mit-2025",
    }


@pytest.mark.parametrize(
    ("code", "text", "outcome", "assigned"),
    [
        ("1.1 Board", "Text.", "assigned", "1.1"),
        ("1.X Other", "Text.", "residual", "1.X"),
        ("X.X Other", "Text.", "residual", "X.X"),
        ("X.X Other", "", "unclassifiable", None),
    ],
)
def test_catch_all_codes_are_residual_or_unclassifiable(tmp_path, code, text, outcome, assigned):
    result = _read(_table(tmp_path, ("A0001_Uuk2024", "Name", text, "Uuk2024", code)))
    outcomes = [q.object for q in result.quads if q.predicate == MG["outcome"]]
    assigns = [q.object for q in result.quads if q.predicate == MG["assigns"]]
    assert outcomes == [concept_iri("outcome", 1, outcome)]
    assert assigns == ([concept_iri("airi-mitigation", 1, assigned)] if assigned else [])


@pytest.mark.parametrize(
    ("cells", "code", "words"),
    [
        (("B1_Uuk2024", "Name", "T", "Uuk2024", "1.1"), "bad-id", "expected a record number"),
        (("A0001_Uuk2024", " ", "T", "Uuk2024", "1.1"), "missing-field", "Action Name is empty"),
        (("A0001_Uuk2024", "Name", "T", "", "1.1"), "missing-field", "Action Source is empty"),
        (("A0001_Uuk2024", "Name", "T", "Uuk2024"), "schema", "4 cells where the header has 5"),
    ],
)
def test_a_row_that_cannot_be_used_is_refused_with_its_place(tmp_path, cells, code, words):
    good = ("A0002_Uuk2024", "Other", "Text.", "Uuk2024", "1.1 Board")
    result = _read(_table(tmp_path, cells, good))
    assert (result.records, result.made, result.refused) == (2, 1, 1)
    error = next(f for f in result.findings if f.severity == "error")
    assert (error.code, error.place) == (code, "row 1 (line 2)")
    assert words in error.message


def test_the_same_record_number_twice_is_refused_once(tmp_path):
    row = ("A0001_Uuk2024", "Name", "Text.", "Uuk2024", "1.1 Board")
    result = _read(_table(tmp_path, row, row))
    assert (result.made, result.refused) == (1, 1)
    assert any(f.code == "duplicate-id" and "row 1 (line 2)" in f.message for f in result.findings)


def test_oddities_are_kept_and_reported(tmp_path):
    result = _read(
        _table(
            tmp_path,
            ("A0001_Uuk2024", "Twin", "First text.", "Uuk2024", "1.1 Board"),
            ("A0002_Uuk2024", "twin ", "Other text.", "Uuk2024", "1.1 Board"),
            ("A0003_Uuk2024", "Copy", "First  text.", "Uuk2024", "1.1 Board"),
            ("A0004_Uuk2024", "Asked", "Does your firm have a board?", "Uuk2024", "1.1 Board"),
            ("A0005_Uuk2024", "Bare", "", "Uuk2024", "1.1 Board"),
            ("A0006_Uuk2024", "Strange", "Text six.", "Uuk2024", "9.9 Nothing"),
            ("A0007_Uuk2024", "Uncoded", "Text seven.", "Uuk2024", ""),
            ("A0008_Other2020", "Stray", "Text eight.", "Uuk2024", "1.1 Board"),
            ("A0009_New2026", "New", "Text nine.", "New2026", "1.1 Board"),
        )
    )
    assert (result.records, result.made) == (9, 9)
    found = Counter((f.id.partition("_")[0], f.code) for f in result.findings)
    assert found == {
        ("A0002", "duplicate-id"): 1,
        ("A0003", "duplicate-id"): 1,
        ("A0004", "wrong-type"): 1,
        ("A0005", "empty-text"): 1,
        ("A0006", "unknown-term"): 1,
        ("A0007", "missing-field"): 1,
        ("A0008", "dangling-ref"): 1,
        ("New2026", "dangling-ref"): 1,
    }
    kinds = [
        q.object for q in result.quads if q.object == concept_iri("record-kind", 1, "question")
    ]
    assert len(kinds) == 1


def test_what_a_record_is_known_to_be_is_told_and_not_guessed(tmp_path):
    path = _table(
        tmp_path,
        ("A0001_Uuk2024", "A", "Does your firm have a team?", "Uuk2024", "1.1 Board"),
        ("A0002_Uuk2024", "B", "Does your firm have a board?", "Uuk2024", "1.1 Board"),
        ("A0003_Uuk2024", "C", "A heading.", "Uuk2024", "1.1 Board"),
    )
    kinds = {
        measure_iri("mit-2025", "A0001"): "measure",
        measure_iri("mit-2025", "A0003"): "container",
    }
    result = _read(path, kinds=kinds)
    told = {f.id: f.message for f in result.findings if f.code == "wrong-type"}
    assert told == {
        "A0002_Uuk2024": "looks like a question, not a measure; marked for review",
        "A0003_Uuk2024": "coded as container, not as a measure",
    }
    scheme = Iri(BASE + "scheme/record-kind/1")
    assert [q.object for q in result.quads].count(scheme) == 1


@pytest.mark.parametrize(
    ("definition", "question"),
    [
        ("Does your organization have a safety team?", True),
        ("Rapid advances may matter. Has your organization prepared for them?", True),
        ("When training models, does your organization remove such data?", True),
        ("Information about carbon offsets.", True),
        ("Any information related to audits.", True),
        ("Ask whether the model is safe, and act on it.", False),
        ("Information security must be strong.", False),
        ("Any release is reviewed by the board.", False),
    ],
)
def test_questions_are_told_from_measures(tmp_path, definition, question):
    result = _read(_table(tmp_path, ("A0001_Uuk2024", "N", definition, "Uuk2024", "1.1 Board")))
    assert any(f.code == "wrong-type" for f in result.findings) is question


def test_known_sources_are_copied_and_new_ones_made_from_the_documents(tmp_path):
    columns = ("ShortRef", "Title", "First author", "Year", "URL", "DOI", "Type", "Description")
    documents = _table(
        tmp_path,
        ("Uuk2024", "Another title", "Uuk", "2024", "", "", "Preprint", ""),
        (
            "New2026",
            " New  work ",
            "New",
            "2026",
            "https://example.org/n",
            "https://doi.org/10.1/x",
            "Preprint",
            "What it says.",
        ),
        columns=columns,
        name="documents.csv",
    )
    table = _table(
        tmp_path,
        ("A0001_Uuk2024", "One", "Text one.", "Uuk2024", "1.1 Board"),
        ("A0002_New2026", "Two", "Text two.", "New2026", "1.1 Board"),
    )
    result = _read(table, documents=documents)
    title = PREFIXES["dcterms"] + "title"
    assert _objects(result, source_iri("Uuk2024"), title) == ["Known title"]
    assert _objects(result, BASE + "id/agent/x", PREFIXES["foaf"] + "name") == ["X"]
    new = source_iri("New2026")
    assert _objects(result, new, title) == ["New work"]
    assert _objects(result, new, PREFIXES["bibo"] + "doi") == ["10.1/x"]
    assert _objects(result, new, PREFIXES["dcterms"] + "description") == ["What it says."]
    bare = _read(table, documents=documents, facts_only=True)
    assert not _objects(bare, new, PREFIXES["dcterms"] + "description")


def test_facts_only_leaves_the_prose_out_and_keeps_its_digest(tmp_path):
    table = _table(tmp_path, ("A0001_Uuk2024", "One", "Text one.", "Uuk2024", "1.1 Board"))
    result = _read(table, facts_only=True)
    predicates = Counter(q.predicate for q in result.quads)
    assert predicates[Iri(PREFIXES["skos"] + "definition")] == 0
    assert predicates[MG["originalDigest"]] == 1


def test_the_real_database_is_accounted_for(shared):
    folder = shared / "real" / "mit"
    result = _read(
        folder / "mitigation-database-2025-07-23.csv",
        documents=folder / "mitigation-database-included-documents-2025-07-23.csv",
        codes=[f"{a}.{b}" for a in "1234X" for b in "1234567X"],
    )
    assert (result.records, result.made, result.refused) == (831, 831, 0)
    kinds = Counter(f.code for f in result.findings)
    assert kinds["empty-text"] == 11
    assert kinds["wrong-type"] > 47
    twins = {f.id for f in result.findings if f.code == "duplicate-id" and "name" in f.message}
    assert "A1037" in twins
    copies = {f.id for f in result.findings if f.code == "duplicate-id" and "copying" in f.message}
    assert "A1041" in copies or "A1039" in copies
    outcomes = Counter(q.object for q in result.quads if q.predicate == MG["outcome"])
    assert outcomes[concept_iri("outcome", 1, "residual")] == 16


def test_digits_of_other_scripts_and_a_source_without_letters_are_refused(tmp_path):
    result = _read(
        _table(
            tmp_path,
            ("A0001_Uuk2024", "One", "Text.", "Uuk2024", "1.1 Board"),
            ("A\uff10\uff10\uff10\uff11_Uuk2024", "Two", "Text two.", "Uuk2024", "1.1 Board"),
            ("A0002_東京", "Three", "Text three.", "東京", "1.1 Board"),
        )
    )
    assert (result.made, result.refused) == (1, 2)
    assert [f.code for f in result.findings if f.severity == "error"] == ["bad-id", "bad-id"]


def test_what_can_not_be_said_of_a_document_is_told(tmp_path):
    columns = ("ShortRef", "Title", "First author", "Year", "URL", "DOI", "Type")
    documents = _table(
        tmp_path,
        ("New2026", "New", "東京", "\uff12\uff10\uff12\uff16", "www.example.org", "", "Report"),
        ("New2026", "Newer", "", "2027", "", "", "Report"),
        columns=columns,
        name="documents.csv",
    )
    table = _table(
        tmp_path,
        ("A0001_New2026", "One", "Text one.", "New2026", "1.1 Board"),
        ("A0002_new2026", "Two", "Text two.", "new2026", "1.1 Board"),
    )
    result = _read(table, documents=documents)
    assert result.made == 2
    told = [(f.code, f.place, f.message) for f in result.findings if f.code != "dangling-ref"]
    assert told == [
        ("duplicate-id", "row 2 (line 3)", "the ShortRef of an earlier row, which counts"),
        *(
            ("wrong-type", "row 1 (line 2)", f'"{cell}" can\'t be a {column}, and is left out')
            for cell, column in (
                ("東京", "First author"),
                ("\uff12\uff10\uff12\uff16", "Year"),
                ("www.example.org", "URL"),
            )
        ),
        ("duplicate-id", "column Action Source", 'has the IRI of "New2026", and goes for it'),
    ]
    new = source_iri("New2026")
    assert _objects(result, new, MG["shortReference"]) == ["New2026"]
    assert _objects(result, new, PREFIXES["dcterms"] + "title") == ["New"]
    assert not _objects(result, new, PREFIXES["dcterms"] + "issued")


def test_a_text_made_to_be_slow_is_read_in_time(tmp_path):
    slow = ": aing When a, " * 20_000
    started = time.perf_counter()
    _read(_table(tmp_path, ("A0001_Uuk2024", "One", slow, "Uuk2024", "1.1 Board")))
    assert time.perf_counter() - started < 5
