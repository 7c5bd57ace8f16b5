from __future__ import annotations

import pytest

from mitigraph.errors import DataError
from mitigraph.importers.controls_csv import read
from mitigraph.importers.registry import ImportChoices
from mitigraph.terms import BASE, MG, PREFIXES, Iri, concept_iri

SKOS = PREFIXES["skos"]
CC_BY = Iri("https://creativecommons.org/licenses/by/4.0/")
TABLE = "id,title,description,broader\nA,Policy,,\nA.1,Review,Look at it yearly.,A\n"


@pytest.fixture
def table(tmp_path):
    def write(text=TABLE, name="acme controls.csv"):
        path = tmp_path / name
        path.write_text(text)
        return path

    return write


def of(result, code, name):
    subject = concept_iri("acme", 2, code)
    return [
        str(q.object) for q in result.quads if q.subject == subject and q.predicate.endswith(name)
    ]


def test_rows_become_controls_in_their_places(table):
    result = read(table(), ImportChoices(key="acme/2", title="Acme", licence=CC_BY, version="2.1"))
    assert result.summary() == "2 rows in = 2 made + 0 refused"
    assert result.graph == Iri(BASE + "graph/acme-2")
    assert of(result, "A.1", "#broader") == [concept_iri("acme", 2, "A")]
    assert of(result, "A.1", "#definition") == ["Look at it yearly."]
    assert of(result, "A", "#definition") == ["A of Acme: Policy."]
    scheme = Iri(BASE + "scheme/acme/2")
    assert {q.object for q in result.quads if q.subject == scheme} >= {MG["Framework"], CC_BY}


def test_without_a_licence_only_ids_and_titles_are_taken(table):
    result = read(table(), ImportChoices(key="acme/2", title="Acme"))
    assert of(result, "A.1", "#definition") == ["A.1 of Acme: Review."]


def test_numbers_alone_are_a_framework(table):
    result = read(
        table("id\nA.2.2\nA.2.3\n", "numbers.csv"), ImportChoices(key="acme/2", title="ISO")
    )
    assert of(result, "A.2.2", "#prefLabel") == ["A.2.2"]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("A.1,Again,,A", "duplicate-id"),
        ("A/2,Slash,,", "bad-id"),
        (",No id,,", "bad-id"),
        ("A.2,Late,,B", "dangling-ref"),
        ("A.2,Short", "schema"),
    ],
)
def test_a_row_that_can_not_be_used(table, row, code):
    result = read(table(TABLE + row + "\n"), ImportChoices(key="acme/2"))
    assert [(f.code, f.place) for f in result.findings] == [(code, "row 3 (line 4)")]
    assert (result.records, result.made) == (3, 2)


def test_a_misspelt_column_and_a_wrong_key(table):
    with pytest.raises(DataError, match="column 'descripton' unknown"):
        read(table("id,descripton\nA,x\n"), ImportChoices())
    with pytest.raises(DataError, match="is no key of a scheme"):
        read(table(), ImportChoices(key="Acme!"))
    with pytest.raises(DataError, match="is no key of a scheme"):
        read(table(), ImportChoices(key="acme/" + "9" * 5000))


def test_two_ids_of_one_iri_are_not_one_control(table):
    result = read(table(TABLE + "A (1),Other,,\nA-1,Again,,A\n"), ImportChoices(key="acme/2"))
    assert (result.records, result.made) == (4, 3)
    (finding,) = result.findings
    assert finding.message == 'the same IRI as the id "A (1)" of an earlier row'


def test_a_source_is_the_iri_that_it_stands_for(table):
    text = "id,source\nA,skos:Concept\nB,<https://example.org/b>\nC,no iri\n"
    result = read(table(text), ImportChoices(key="acme/2"))
    assert of(result, "A", "/source") == [SKOS + "Concept"]
    assert of(result, "B", "/source") == ["https://example.org/b"]
    assert [(f.id, f.code) for f in result.findings] == [("C", "bad-id")]
