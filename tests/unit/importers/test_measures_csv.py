from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mitigraph.errors import DataError, UnknownTermError
from mitigraph.importers.measures_csv import Provenance, read_measures_csv, template, timestamp
from mitigraph.model import Concept
from mitigraph.terms import MG, PREFIXES, compact, concept_iri, measure_iri

if TYPE_CHECKING:
    from pathlib import Path

HEADER = (
    "id,label,source,definition,alt_labels,category,actor,stage,function,risk,rationale,"
    "source_year\n"
)
OWN = Provenance("acme", "Acme Risk Team", "2026-11-23T00:00:00Z")
SCHEMES = {"category": "airi-mitigation/2", "actor": "actor/1", "stage": "lifecycle/1"}


def _resolve(facet: str, text: str) -> Concept:
    if text == "nobody":
        raise UnknownTermError(text, kind=facet, suggestions=("actor/1/developer",))
    scheme, _, major = SCHEMES.get(facet, f"{facet}/1").partition("/")
    iri = concept_iri(scheme, major, text)
    return Concept(iri, compact(iri), text, residual=text.endswith(".9"))


def _read(tmp_path: Path, *rows: str, provenance: Provenance = OWN):
    path = tmp_path / "own.csv"
    path.write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")
    return read_measures_csv(path, _resolve, provenance)


def _said(result, predicate):
    return [compact(str(q.object)) for q in result.quads if q.predicate == predicate]


def test_a_row_becomes_a_measure_with_assessments_of_its_assessor(tmp_path):
    result = _read(
        tmp_path,
        "M-1,Red team,Acme2026,Attack it.,pentest;attack,2.2.2,developer;deployer,,,,Why.,2026",
    )
    measure = measure_iri("acme", "M-1")
    assert result.summary() == "1 rows in = 1 made + 0 refused"
    assert {str(q.object) for q in result.quads if q.subject == measure} >= {
        "Red team",
        "Attack it.",
        "pentest",
        "attack",
        "M-1",
    }
    assert _said(result, MG["assigns"]) == [
        "airi-mitigation/2/2.2.2",
        "actor/1/developer",
        "actor/1/deployer",
    ]
    assert _said(result, MG["ordinal"]) == ["1", "2"]
    assert set(_said(result, PREFIXES["prov"] + "wasAttributedTo")) == {"agent/acme-risk-team"}
    assert set(_said(result, MG["rationale"])) == {"Why."}


def test_words_without_value_are_outcomes_and_need_a_rationale(tmp_path):
    result = _read(
        tmp_path,
        "M-1,One,Acme2026,,,,,not-applicable,,,No stage fits.,",
        "M-2,Two,Acme2026,,,,,withheld,,,,",
        "M-3,Three,Acme2026,,,1.1.9,,,,,,",
    )
    assert (result.made, result.refused) == (2, 1)
    assert _said(result, MG["outcome"]) == ["outcome/1/not-applicable", "outcome/1/residual"]
    assert "needs a rationale" in result.findings[0].message


@pytest.mark.parametrize(
    ("row", "code", "words"),
    [
        (",Label,Acme,,,,,,,,,", "missing-field", "id is empty"),
        ("M-1,,Acme,,,,,,,,,", "missing-field", "label is empty"),
        ("M 1,Label,Acme,,,,,,,,,", "bad-id", "no blank"),
        ("M-1,Label,Acme,,,,nobody,,,,,", "unknown-term", "did you mean actor/1/developer?"),
        ("M-1,Label,Acme,,,1.1;1.2,,,,,,", "schema", "only one value"),
        ("M-1,Label,Acme,,,,,,,,,20x6", "wrong-type", "four digits"),
        ("M-1,Label", "schema", "2 cells"),
    ],
)
def test_a_row_that_cannot_be_used_is_refused(tmp_path, row, code, words):
    result = _read(tmp_path, row)
    assert (result.records, result.made) == (1, 0)
    assert result.findings[0].code == code
    assert words in result.findings[0].message


def test_an_id_twice_is_refused(tmp_path):
    result = _read(tmp_path, "M-1,A,Acme,,,,,,,,,", "M-1,B,Acme,,,,,,,,,")
    assert result.findings[0].message == "the same id as row 1 (line 2)"


def test_the_template_is_a_file_that_can_be_imported(tmp_path):
    path = tmp_path / "template.csv"
    path.write_text(template(), encoding="utf-8")
    result = read_measures_csv(path, _resolve, OWN)
    assert (result.records, result.made, result.findings) == (2, 2, [])


def test_a_date_that_is_none_and_a_key_that_is_none_are_clear_errors(tmp_path):
    assert timestamp("") == ""
    assert timestamp("2026-11-23T10:00:00+02:00") == "2026-11-23T08:00:00Z"
    with pytest.raises(DataError, match='"yesterday" is no date'):
        timestamp("yesterday")
    with pytest.raises(DataError, match="key of a dataset"):
        _read(tmp_path, provenance=Provenance("a b", "x"))


def test_names_that_would_be_one_thing_are_refused(tmp_path):
    result = _read(
        tmp_path,
        "M-1,A,Acme 2026,,,,,,,,,",
        "M-2,B,acme-2026,,,,,,,,,",
        "M-3,C,東京,,,,,,,,,",
        "M-4-,D,Acme 2026,,,,,,,,,",
    )
    assert (result.records, result.made) == (4, 1)
    assert [(f.id, f.code) for f in result.findings] == [
        ("M-2", "duplicate-id"),
        ("M-3", "bad-id"),
        ("M-4-", "bad-id"),
    ]
    assert 'source "acme-2026" has the IRI of "Acme 2026"' in result.findings[0].message


SOURCES = "id,label,source,source_title,source_author,source_year,source_url\n"


@pytest.mark.parametrize(
    ("row", "code", "words"),
    [
        ("M-1,A,Acme,,,\uff12\uff10\uff12\uff16,", "wrong-type", "four digits"),
        ("M-1,A,Acme,,,,www.example.org", "wrong-type", "no web address"),
        ("M-1,A,Acme,,,,https://example.org/a b", "wrong-type", "no web address"),
        ("M-1,A,Acme,,東京大学,,", "bad-id", "needs a Latin letter"),
        ("M-1,A,Acme,,acme risk team,,", "duplicate-id", 'the IRI of "Acme Risk Team"'),
    ],
)
def test_a_source_that_can_not_be_made_refuses_its_row(tmp_path, row, code, words):
    path = tmp_path / "own.csv"
    path.write_text(SOURCES + row + "\n", encoding="utf-8")
    result = read_measures_csv(path, _resolve, OWN)
    assert (result.made, result.findings[0].code) == (0, code)
    assert words in result.findings[0].message


def test_a_source_described_in_two_ways_is_told(tmp_path):
    path = tmp_path / "own.csv"
    path.write_text(SOURCES + "M-1,A,Acme,One,,2025,\nM-2,B,Acme,Two,,2025,\n", encoding="utf-8")
    result = read_measures_csv(path, _resolve, OWN)
    (finding,) = result.findings
    assert (finding.severity, finding.place, finding.id) == ("warning", "row 2 (line 3)", "M-2")
    assert 'source_title "Two", where a row above has "One"' in finding.message


@pytest.mark.parametrize(
    ("cells", "code", "words"),
    [
        (",developer;Developer,,", "schema", "is there twice"),
        (",developer;withheld,,", "schema", "beside another value"),
        ("actor/1/developer,,,", "wrong-type", "is a value for actor"),
    ],
)
def test_values_that_contradict_each_other_or_their_column(tmp_path, cells, code, words):
    def resolve(facet, text):
        path = text.lower() if "/" in text else f"{SCHEMES[facet]}/{text.lower()}"
        scheme, major, value = path.split("/")
        iri = concept_iri(scheme, major, value)
        return Concept(iri, compact(iri), text)

    path = tmp_path / "own.csv"
    path.write_text(f"{HEADER}M-1,A,Acme,,,{cells},,Why.,\n", encoding="utf-8")
    result = read_measures_csv(path, resolve, OWN)
    assert (result.made, result.findings[0].code) == (0, code)
    assert words in result.findings[0].message


def test_an_assessor_without_an_iri_and_dates_at_the_ends_of_time(tmp_path):
    with pytest.raises(DataError, match="name of an assessor"):
        _read(tmp_path, provenance=Provenance("acme", "東京"))
    assert timestamp("0001-01-01") == "0001-01-01T00:00:00Z"
    with pytest.raises(DataError, match="is no date"):
        timestamp("0001-01-01T00:00:00+14:00")
