"""Mapping sets of others: every row is made or refused, and what looks odd is told."""

from __future__ import annotations

import json
import re
from decimal import Decimal

import pytest

from mitigraph.errors import DataError, FaultyInputError, MitigraphError
from mitigraph.importers.registry import ImportChoices
from mitigraph.importers.sssom import read
from mitigraph.mapping import MATCHES, mapping_sets_of, read_sssom
from mitigraph.resources import data_root
from mitigraph.terms import BASE, PREFIXES, Iri

HEAD = """\
# curie_map:
#   a: https://example.org/a/
#   b: https://example.org/b/
#   mgs: https://w3id.org/mitigraph/scheme/
# mapping_set_id: https://example.org/a_b
# license: https://creativecommons.org/licenses/by/4.0/
# mapping_set_description: What A is in B.
"""
COLUMNS = "subject_id\tpredicate_id\tobject_id\tmapping_justification\tconfidence\tcomment\n"
ROW = "a:1\tskos:exactMatch\tb:1\tsemapv:LexicalMatching\t0.5\tWhy\n"


@pytest.fixture
def given(tmp_path):
    def write(text, name="a_b.sssom.tsv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def findings(result):
    return [(one.severity, one.code, one.place) for one in result.findings]


def test_a_set_becomes_a_graph_with_its_rows_and_where_it_is_from(given):
    path = given(HEAD + COLUMNS + ROW)
    result = read(path, ImportChoices(source=Iri("https://example.org/file")))
    assert (result.records, result.made, result.findings) == (1, 1, [])
    assert result.graph == BASE + "graph/a_b"
    (mapping_set,) = mapping_sets_of(result.quads)
    assert mapping_set.mapping_set_id == "https://example.org/a_b"
    assert mapping_set.mappings[0].comment == "Why"
    graph = {q.predicate: q.object for q in result.quads if q.subject == result.graph}
    assert graph[Iri(PREFIXES["dcterms"] + "hasPart")] == mapping_set.mapping_set_id
    assert graph[Iri(PREFIXES["dcterms"] + "source")] == "https://example.org/file"
    assert Iri(PREFIXES["prov"] + "wasDerivedFrom") in graph


@pytest.mark.parametrize(
    ("row", "code", "words"),
    [
        ("a:2\tnoMatch\tb:1\tsemapv:LexicalMatching\t\t\n", "bad-id", '"noMatch" is no CURIE'),
        ("c:2\tskos:exactMatch\tb:1\tsemapv:LexicalMatching\t\t\n", "bad-id", 'prefix "c"'),
        ("a:2\tskos:exactMatch\tb:1\tsemapv:LexicalMatching\t1.6\t\n", "wrong-type", "1.6"),
        ("a:2\tskos:exactMatch\tb:1\tsemapv:Guessing\t\t\n", "unknown-term", "Guessing"),
        ("a:2\tskos:exactMatch\tb:1\t\t\t\n", "missing-field", "mapping_justification is empty"),
        ("a:2\tskos:exactMtch\tb:1\tsemapv:LexicalMatching\t\t\n", "unknown-term", "exactMtch"),
        (ROW, "duplicate-id", "same as an earlier row"),
    ],
)
def test_a_row_that_can_not_be_used_is_refused_once_with_its_place(given, row, code, words):
    result = read(given(HEAD + COLUMNS + ROW + row), ImportChoices())
    assert (result.records, result.made, result.refused) == (2, 1, 1)
    assert findings(result) == [("error", code, "row 2 (line 10)")]
    assert words in result.findings[0].message


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        (HEAD + COLUMNS.replace("mapping_justification", "x"), "missing-field", "column"),
        (HEAD.replace("mapping_set_id", "x") + COLUMNS, "missing-field", "mapping_set_id"),
        (HEAD.replace("license", "x") + COLUMNS, "missing-field", "license"),
        (COLUMNS + ROW, "missing-field", "no metadata"),
        ("id\ttitle\nA\tB\n", "schema", "not a mapping set"),
        ("", "empty-text", "empty"),
    ],
)
def test_a_table_that_is_none_is_one_clear_error(given, text, code, words):
    with pytest.raises(DataError, match=words) as caught:
        read(given(text), ImportChoices())
    assert caught.value.code == code


def test_all_faults_of_the_metadata_are_told_at_once(given):
    with pytest.raises(FaultyInputError, match="2 mistakes"):
        read(given("# mapping_set_title: x\n" + COLUMNS), ImportChoices())


def test_what_the_file_does_not_say_the_user_can(given):
    bare = "# mapping_set_title: Mine\n# curie_map:\n#   a: urn://a/\n#   b: urn://b/\n"
    choices = ImportChoices(key="mine", version="3", licence=Iri("https://example.org/none"))
    result = read(given(bare + COLUMNS + ROW), choices)
    (mapping_set,) = mapping_sets_of(result.quads)
    assert mapping_set.mapping_set_id == BASE + "mapping/mine/3"
    assert mapping_set.mapping_set_version == "3"
    assert mapping_set.license == "https://example.org/none"
    assert result.graph == BASE + "graph/mine"


def test_descriptions_stay_out_where_the_licence_or_the_user_says_so(given):
    closed = HEAD.replace("creativecommons.org/licenses/by/4.0", "example.org/closed")
    for text, choices in (
        (closed, ImportChoices()),
        (HEAD, ImportChoices(ids_only=True)),
    ):
        (mapping_set,) = mapping_sets_of(read(given(text + COLUMNS + ROW), choices).quads)
        assert (mapping_set.mapping_set_description, mapping_set.mappings[0].comment) == ("", "")
        assert len(mapping_set.mappings) == 1


def test_metadata_beside_a_table_is_found(given):
    given(HEAD.replace("# ", ""), "a_b.sssom.yml")
    result = read(given(COLUMNS + ROW), ImportChoices())
    assert result.made == 1
    assert sum(q.predicate.endswith("originalDigest") for q in result.quads) == 2


@pytest.mark.parametrize(
    ("head", "name", "known", "words"),
    [
        (HEAD, "a_b.sssom.tsv", ["https://example.org/a_b"], "is loaded here"),
        (HEAD.replace("org/a_b", "org/mgs_x.tsv"), "mgs_x.tsv", [], "names mgs, of which no row"),
        (HEAD.replace("org/a_b", "org/old.tsv"), "new.tsv", [], "the name of another file"),
    ],
)
def test_a_set_that_goes_by_the_name_of_another_is_told(given, head, name, known, words):
    choices = ImportChoices(mapping_sets=lambda: [Iri(one) for one in known])
    result = read(given(head + COLUMNS + ROW, name), choices)
    assert findings(result) == [("warning", "duplicate-id", "line 5")]
    assert words in result.findings[0].message
    assert result.made == 1


def test_an_end_that_its_scheme_does_not_have_is_told_where_the_scheme_is_loaded(given):
    rows = (
        "".join(
            f"a:{n}\tskos:exactMatch\tmgs:frame/1/{code}\tsemapv:LexicalMatching\t\t\n"
            for n, code in enumerate(("C-1", "C-9"))
        )
        + "a:9\tskos:exactMatch\tmgs:unknown/1/C-1\tsemapv:LexicalMatching\t\t\n"
    )

    def controls(scheme):
        return {"C-1": Iri(BASE + "scheme/frame/1/C-1")} if scheme == "frame/1" else {}

    result = read(given(HEAD + COLUMNS + rows), ImportChoices(controls=controls))
    assert [(one.code, one.id) for one in result.findings] == [
        ("dangling-ref", BASE + "scheme/frame/1/C-9")
    ]
    assert result.made == 3


def test_a_prefix_that_runs_into_the_name_and_a_person_without_one_are_told(given):
    head = HEAD.replace("https://example.org/a/", "https://example.org/a")
    table = COLUMNS.replace("comment", "author_id") + ROW.replace("Why", "me@example.org")
    result = read(given(head + table), ImportChoices())
    assert findings(result) == [
        ("warning", "bad-id", "line 2"),
        ("warning", "schema", "row 1 (line 9)"),
    ]


def test_a_row_with_a_property_of_somebody_else_is_kept_with_one_word_a_file(given):
    rows = "".join(
        f"a:{n}\t{predicate}\tb:{n}\tsemapv:ManualMappingCuration\t0.5\tWhy\n"
        for n, predicate in enumerate(("b:isA", "owl:sameAs", "skos:exactMatch", "b:isA"))
    )
    result = read(given(HEAD + COLUMNS + rows), ImportChoices())
    assert (result.records, result.made) == (4, 4)
    (told,) = result.findings
    assert (told.severity, told.code, told.place) == ("warning", "unknown-term", "row 1 (line 9)")
    assert "https://example.org/b/isA (2 rows), " in told.message
    assert f"{PREFIXES['owl']}sameAs (1 row); the rows are kept" in told.message
    (mapping_set,) = mapping_sets_of(result.quads)
    kept = {one.subject_id[-1]: one for one in mapping_set.mappings}
    assert kept["0"].predicate_id == "https://example.org/b/isA"
    assert (kept["1"].object_id, kept["1"].comment) == ("https://example.org/b/1", "Why")
    stated = [q for q in result.quads if q.subject.startswith("https://example.org/a/")]
    assert [q.predicate for q in stated] == [PREFIXES["skos"] + "exactMatch"]


def test_of_many_properties_the_most_used_are_named(given):
    rows = "".join(
        f"a:{n}\tb:p{max(n, 2)}\tb:{n}\tsemapv:ManualMappingCuration\t\t\n" for n in range(9)
    )
    (told,) = read(given(HEAD + COLUMNS + rows), ImportChoices()).findings
    assert "https://example.org/b/p2 (3 rows), " in told.message
    assert ", 2 more (2 rows); " in told.message


def test_an_iri_that_no_store_takes_is_refused_where_it_is_needed_and_else_left_out(given):
    table = COLUMNS.replace("comment", "author_id")
    rows = ROW.replace("b:1", "b:100%").replace("Why", "") + ROW.replace("Why", "b:100%")
    result = read(given(HEAD + table + rows), ImportChoices())
    assert (result.records, result.made) == (2, 1)
    assert findings(result) == [
        ("error", "bad-id", "row 1 (line 9)"),
        ("warning", "bad-id", "row 2 (line 10)"),
    ]
    with pytest.raises(DataError, match="license is missing or no IRI"):
        read(given(HEAD.replace("/by/4.0", "/%y") + table), ImportChoices())


def test_what_is_wrong_in_every_row_is_told_once(given):
    table = COLUMNS.replace("comment", "author_id") + ROW.replace("Why", "me@example.org")
    result = read(
        given(HEAD + table + ROW.replace("a:1", "a:2").replace("Why", "me@example.org")),
        ImportChoices(),
    )
    (told,) = result.findings
    assert told.place == "row 1 (line 9)"
    assert '"me@example.org", which is no CURIE, is not kept (2 rows); write' in told.message


@pytest.mark.parametrize("score", ["abc", "NaN", "-1", "Infinity"])
def test_a_score_that_is_none_says_nothing_of_the_scale_of_others(given, score):
    table = COLUMNS.replace("confidence", "similarity_score") + ROW
    result = read(
        given(HEAD + table + ROW.replace("a:1", "a:2").replace("0.5", score)), ImportChoices()
    )
    assert findings(result) == [("warning", "wrong-type", "row 2 (line 10)")]
    (mapping_set,) = mapping_sets_of(result.quads)
    assert {one.similarity_score for one in mapping_set.mappings} == {Decimal("0.5"), None}


def test_scores_on_another_scale_are_left_out_of_every_row(given):
    table = COLUMNS.replace("confidence", "similarity_score") + ROW.replace("0.5", "1")
    other = ROW.replace("a:1", "a:2").replace("0.5", "22")
    (kept,) = mapping_sets_of(read(given(HEAD + table), ImportChoices()).quads)
    assert kept.mappings[0].similarity_score == 1
    result = read(given(HEAD + table + other), ImportChoices())
    assert result.made == 2
    assert [one.code for one in result.findings] == ["wrong-type", "wrong-type"]
    (mapping_set,) = mapping_sets_of(result.quads)
    assert [one.similarity_score for one in mapping_set.mappings] == [None, None]


def test_json_and_rdf_are_read_by_their_endings(given):
    document = {
        "mapping_set_id": "https://example.org/a_b",
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "curie_map": {"a": "https://example.org/a/"},
        "mappings": [
            {
                "subject_id": "a:1",
                "predicate_id": "skos:exactMatch",
                "object_id": "a:2",
                "mapping_justification": "semapv:LexicalMatching",
            },
            "no row",
        ],
    }
    result = read(given(json.dumps(document), "x.json"), ImportChoices())
    assert findings(result) == [("error", "wrong-type", "/mappings/1")]
    turtle = (
        "<urn:x:set> a <https://w3id.org/sssom/MappingSet> ; "
        "<http://purl.org/dc/terms/license> <https://creativecommons.org/licenses/by/4.0/> ."
    )
    assert read(given(turtle, "x.ttl"), ImportChoices()).records == 0
    with pytest.raises(DataError, match="no mapping set"):
        read(given("<urn:x:a> <urn:x:b> <urn:x:c> .", "y.ttl"), ImportChoices())


def test_a_document_for_another_importer_is_told_which(given):
    with pytest.raises(DataError, match="mitigraph import oscal"):
        read(given('{"catalog": {}}', "x.json"), ImportChoices())


@pytest.mark.parametrize("value", ["null", "1", '"x"', "[]", "[[1]]", "{}", "true", "[null]"])
def test_wrong_types_at_every_key_are_never_a_traceback(given, value):
    row = {
        "subject_id": "skos:a",
        "predicate_id": "skos:exactMatch",
        "object_id": "skos:b",
        "mapping_justification": "semapv:LexicalMatching",
        "confidence": 1,
        "author_id": [],
    }
    document = {
        "mapping_set_id": "urn:a:b",
        "license": "urn:l:l",
        "curie_map": {},
        "creator_id": [],
        "mapping_date": "2026-11-25",
        "mappings": [row],
    }
    for key in (*document, *row):
        changed = json.loads(json.dumps(document))
        (changed if key in document else changed["mappings"][0])[key] = json.loads(value)
        try:
            result = read(given(json.dumps(changed), "x.json"), ImportChoices())
        except MitigraphError:
            continue
        refusals = [one for one in result.findings if one.severity == "error"]
        assert len(refusals) == result.refused


def test_the_matches_are_those_that_the_shapes_know():
    text = (data_root() / "shapes" / "mapping.ttl").read_text(encoding="utf-8")
    listed = re.search(r"44-mapping-match> a .*?sh:in \((.*?)\)", text, re.DOTALL)
    assert listed is not None
    names = (name.split(":") for name in listed[1].split())
    assert {Iri(PREFIXES[prefix] + local) for prefix, local in names} == MATCHES


def test_the_sets_that_ship_use_no_other_predicate():
    """The shapes only warn of one: others' sets may have it."""
    paths = sorted((data_root() / "ontology" / "mappings").glob("*.sssom.tsv"))
    rows = [row for path in paths for row in read_sssom(path).mapping_set.mappings]
    assert rows
    assert {row.predicate_id for row in rows} <= MATCHES
