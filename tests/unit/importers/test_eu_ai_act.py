from __future__ import annotations

import pytest

from mitigraph.errors import DataError
from mitigraph.importers.eu_ai_act import read
from mitigraph.importers.registry import ImportChoices
from mitigraph.terms import PREFIXES, Iri, concept_iri

SKOS = PREFIXES["skos"]
HEAD = "article,title,chapter,section,eli\n"
NINE = "9,Managing risk,3,2,http://data.europa.eu/eli/reg/2024/1689/art_9/oj\n"


@pytest.fixture
def listed(tmp_path):
    def write(rows):
        path = tmp_path / "articles.csv"
        path.write_text(HEAD + rows)
        return path

    return write


def test_an_article_stands_under_its_section_and_chapter(listed):
    result = read(listed(NINE), ImportChoices())
    broader = {q.subject: q.object for q in result.quads if q.predicate == Iri(SKOS + "broader")}
    nine, section, chapter = (
        concept_iri("eu-ai-act", 2024, code)
        for code in ("article-9", "chapter-3-section-2", "chapter-3")
    )
    assert broader == {nine: section, section: chapter}
    see_also = {q.object for q in result.quads if q.subject == nine and "seeAlso" in q.predicate}
    assert see_also == {Iri("http://data.europa.eu/eli/reg/2024/1689/art_9/oj")}


def test_articles_that_the_list_lacks_are_named(listed):
    result = read(listed(NINE), ImportChoices())
    missing = {f.id for f in result.findings if f.code == "missing-field"}
    assert missing == {str(number) for number in range(1, 114) if number != 9}
    assert not result.refused


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("Annex III,High risk,1,,\n", "wrong-type"),
        ("114,Too many,1,,\n", "unknown-term"),
        ("x,What,1,,\n", "bad-id"),
        ("9,Again,3,2,\n", "duplicate-id"),
        ("10,,3,2,\n", "missing-field"),
        ("10,Data,three,2,\n", "wrong-type"),
        ("10,Data,14,2,\n", "unknown-term"),
        ("10,Data,3,2,http://data.europa.eu/eli/reg/2024/1689/art_9/oj\n", "dangling-ref"),
        ("10,Data\n", "schema"),
    ],
)
def test_a_row_that_can_not_be_used(listed, row, code):
    result = read(listed(NINE + row), ImportChoices())
    errors = [f for f in result.findings if f.severity == "error"]
    assert [(f.code, f.place) for f in errors] == [(code, "row 2 (line 3)")]
    assert (result.records, result.made) == (2, 1)
    assert code not in errors[0].message


def test_another_table_is_one_clear_error(tmp_path):
    path = tmp_path / "other.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(DataError, match="column 'article', 'title'"):
        read(path, ImportChoices())


def test_the_real_list(shared):
    result = read(shared / "real/eu/ai_act_articles.csv", ImportChoices())
    assert (result.records, result.made, result.findings) == (113, 113, [])
