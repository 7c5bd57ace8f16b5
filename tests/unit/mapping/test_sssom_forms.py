"""The three forms of SSSOM say the same: what one is written from, all are read back to."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mitigraph.errors import DataError
from mitigraph.mapping import (
    NO_TERM_FOUND,
    Mapping,
    MappingSet,
    mapping_sets_of,
    mapping_statements,
    parse_sssom,
    sssom_json_of,
    sssom_of,
    with_prefixes,
)
from mitigraph.mapping.mapping_set import JUSTIFICATIONS
from mitigraph.mapping.sssom_json import sssom_json_table
from mitigraph.mapping.sssom_rdf import sssom_rdf_tables
from mitigraph.mapping.sssom_table import sssom_table
from mitigraph.store.oxigraph import parse
from mitigraph.store.protocol import RdfFormat
from mitigraph.terms import BASE, PREFIXES, BlankNode, Iri, Literal, Quad

SKOS, SEMAPV, SSSOM, OWL = (PREFIXES[name] for name in ("skos", "semapv", "sssom", "owl"))

text = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=8)
sentence = st.lists(text.filter(bool), max_size=3).map(" ".join)
date = st.dates().map(str)
iri = st.sampled_from("abcdef").map(lambda name: Iri(f"https://example.org/{name}"))
own = st.sampled_from("abc").map(lambda name: Iri(f"{BASE}id/measure/x/{name}"))
iris = st.sets(iri, max_size=3).map(lambda found: tuple(sorted(found)))
share = st.none() | st.integers(0, 1000).map(lambda n: Decimal(n) / 1000)
optional = st.none() | iri
mappings = st.builds(
    Mapping,
    own | iri,
    st.sampled_from(["exact", "close", "broad", "narrow", "related"]).map(
        lambda name: Iri(f"{SKOS}{name}Match")
    ),
    iri | st.just(NO_TERM_FOUND),
    st.sampled_from(JUSTIFICATIONS).map(lambda name: Iri(SEMAPV + name)),
    subject_label=sentence,
    predicate_modifier=st.sampled_from(["", "Not"]),
    object_label=sentence,
    author_id=iris,
    reviewer_id=iris,
    confidence=share,
    similarity_score=share,
    similarity_measure=sentence,
    comment=sentence,
    license=optional,
    mapping_date=st.just("") | date,
    mapping_source=optional,
    subject_source=optional,
    object_source=optional,
    object_source_version=sentence,
    mapping_tool=sentence,
    subject_match_field=iris,
    other=sentence,
)
sets = st.builds(
    MappingSet,
    st.just(Iri("https://example.org/set")),
    iri,
    mapping_set_title=sentence,
    mapping_set_source=iris,
    creator_id=iris,
    mapping_date=st.just("") | date,
    publication_date=st.just("") | date,
    subject_source=optional,
    object_source_version=sentence,
    see_also=iris,
    other=sentence,
    comment=sentence,
    mappings=st.lists(mappings, max_size=4, unique=True).map(tuple),
)


def same(mapping_set):
    """A set apart from the order of its rows and the prefixes of its file."""
    rows = tuple(sorted(mapping_set.mappings, key=repr))
    return replace(mapping_set, mappings=rows, curie_map={})


def made(table):
    assert not table.faults
    assert not table.warnings
    assert not table.left_out
    rows = tuple(row.mapping for row in table.rows if not row.faults)
    assert len(rows) == len(table.rows)
    return same(MappingSet(**table.described, mappings=rows))


@given(sets)
def test_every_form_is_read_back_to_the_same_set(mapping_set):
    complete = with_prefixes(mapping_set)
    expected = same(mapping_set)
    assert same(parse_sssom(sssom_of(complete), path="x.tsv").mapping_set) == expected
    document = json.loads(sssom_json_of(complete))
    assert made(sssom_json_table(document, path="x.json")) == expected
    quads = list(mapping_statements(mapping_set))
    (table,) = sssom_rdf_tables(quads, path="x.ttl")
    assert made(table) == expected
    assert [same(one) for one in mapping_sets_of(quads)] == [expected]


@given(sets)
def test_the_order_of_the_rows_changes_no_byte_of_json(mapping_set):
    other = replace(mapping_set, mappings=mapping_set.mappings[::-1])
    assert sssom_json_of(with_prefixes(mapping_set)) == sssom_json_of(with_prefixes(other))


def row(**changed):
    return {
        "subject_id": "x:a",
        "predicate_id": "skos:exactMatch",
        "object_id": "x:b",
        "mapping_justification": "semapv:LexicalMatching",
    } | changed


def document(*rows, **changed):
    return {
        "mapping_set_id": "https://example.org/set",
        "license": "https://example.org/licence",
        "curie_map": {"x": "https://example.org/"},
        "mappings": list(rows),
    } | changed


@pytest.mark.parametrize(
    ("changed", "code", "words"),
    [
        ({"predicate_id": "noMatch"}, "bad-id", "is no CURIE"),
        ({"object_id": "y:b"}, "bad-id", 'unknown prefix "y"'),
        ({"object_id": None}, "missing-field", "object_id is empty"),
        ({"confidence": 1.6}, "wrong-type", "out of range"),
        ({"confidence": True}, "wrong-type", "neither text, a number"),
        ({"mapping_justification": "semapv:Guessing"}, "unknown-term", "no mapping_justification"),
        ({"subject_id": ["x:a", "x:c"]}, "schema", "has 2 values"),
        ({"author_id": {"x": 1}}, "wrong-type", "neither text, a number"),
    ],
)
def test_a_mapping_of_json_that_can_not_be_used_is_refused_with_its_pointer(changed, code, words):
    table = sssom_json_table(document(row(), row(**changed)), path="x.json")
    assert not table.rows[0].faults
    reasons = {fault.code: fault.reason for fault in table.rows[1].faults}
    assert table.rows[1].place == "/mappings/1"
    assert words in reasons[code]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"mapping_set_id": None}, "mapping_set_id is missing"),
        ({"mapping_set_id": ["urn:a"]}, "mapping_set_id is missing"),
        ({"sssom_version": "9"}, "sssom_version 9"),
        ({"curie_map": ["x"]}, "curie_map is no mapping"),
        ({"mapping_date": "25.11.2026"}, "is no date"),
    ],
)
def test_a_set_of_json_tells_its_faults(changed, reason):
    table = sssom_json_table(document(row(), **changed), path="x.json")
    assert any(reason in fault.error.reason for fault in table.faults)


@pytest.mark.parametrize("wrong", [[], 1, "text", {}, {"mappings": {}}, {"mappings": None}])
def test_json_without_mappings_is_one_clear_error(wrong):
    with pytest.raises(DataError, match="no object with an array mappings"):
        sssom_json_table(wrong, path="x.json")


def test_prefixes_count_from_a_context_and_as_objects():
    given_in = {"x": "https://example.org/", "confidence": {"@id": "sssom:confidence"}}
    context = sssom_json_table(document(row(), curie_map=None, **{"@context": given_in}), path="x")
    as_objects = {"x": {"prefix_name": "x", "prefix_url": "https://example.org/"}}
    objects = sssom_json_table(document(row(), curie_map=as_objects), path="x")
    assert context.rows == objects.rows
    assert context.rows[0].mapping is not None


def rdf(*lines):
    head = "".join(f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in ("owl", "skos", "sssom"))
    head += f"@prefix semapv: <{SEMAPV}> .\n@prefix dcterms: <{PREFIXES['dcterms']}> .\n"
    return list(parse((head + "\n".join(lines)).encode(), RdfFormat.TURTLE))


AXIOM = (
    "<urn:x:1> a owl:Axiom ; owl:annotatedSource <urn:x:a> ; owl:annotatedProperty "
    "skos:exactMatch ; owl:annotatedTarget <urn:x:b> ; sssom:mapping_justification "
    "semapv:LexicalMatching ."
)
SET = "<urn:x:set> a sssom:MappingSet ; dcterms:license <urn:x:licence> ; sssom:mappings {} ."


@pytest.mark.parametrize(
    ("axiom", "code", "words"),
    [
        (AXIOM.replace("<urn:x:a>", '"a"'), "bad-id", "is no IRI"),
        (AXIOM.replace("<urn:x:b>", "[]"), "bad-id", "a blank node is no IRI"),
        (AXIOM.replace("<urn:x:a>", "<urn:x:a> , <urn:x:c>"), "schema", "has 2 values"),
        (
            AXIOM.replace("skos:exactMatch ;", "skos:exactMatch ; sssom:confidence 2 ;"),
            "wrong-type",
            "out of range",
        ),
        (AXIOM.replace("semapv:Lex", "semapv:Guess"), "unknown-term", "no mapping_justification"),
        ("", "dangling-ref", "does not describe"),
    ],
)
def test_an_axiom_that_can_not_be_used_is_refused_with_its_iri(axiom, code, words):
    (table,) = sssom_rdf_tables(rdf(SET.format("<urn:x:1>"), axiom), path="x.ttl")
    (found,) = table.rows
    assert found.place == "urn:x:1"
    assert next((fault.code, words in fault.reason) for fault in found.faults) == (code, True)


def test_a_match_without_grounds_is_refused_and_other_statements_are_told():
    lines = (
        SET.format("<urn:x:1>"),
        AXIOM,
        "<urn:x:a> skos:exactMatch <urn:x:b> .",
        "<urn:x:a> skos:closeMatch <urn:x:c> ; dcterms:title 'A' .",
    )
    (table,) = sssom_rdf_tables(rdf(*lines), path="x.ttl")
    assert [len(row.faults) for row in table.rows] == [0, 1]
    assert "without grounds" in table.rows[1].faults[0].reason
    assert [fault.error.reason for fault in table.warnings] == [
        "what 1 statements say of other things is not kept"
    ]


def test_an_axiom_in_no_set_belongs_to_the_first_and_none_makes_a_set_alone():
    (table,) = sssom_rdf_tables(rdf(SET.format("<urn:x:2>"), AXIOM), path="x.ttl")
    assert [row.mapping is not None for row in table.rows] == [False, True]
    (alone,) = sssom_rdf_tables(rdf(AXIOM), path="x.ttl")
    assert [fault.error.code for fault in alone.faults] == ["missing-field", "missing-field"]
    with pytest.raises(DataError, match="no mapping set"):
        sssom_rdf_tables([Quad(Iri("urn:a"), Iri("urn:b"), Literal("c"))], path="x.ttl")


def test_the_nameless_axioms_and_doubles_of_other_tools_are_read():
    axiom = AXIOM.removeprefix("<urn:x:1> ").removesuffix(" .")
    quads = rdf(
        SET.format(f"[ {axiom} ; sssom:confidence 9e-01 ]")
        + "<urn:x:set> sssom:sssom_version sssom:version1.1 ."
    )
    assert any(isinstance(quad.subject, BlankNode) for quad in quads)
    (table,) = sssom_rdf_tables(quads, path="x.ttl")
    mapping_set = made(table)
    assert mapping_set.mappings[0].confidence == Decimal("0.9")
    shares = [
        q.object for q in mapping_statements(mapping_set) if q.predicate == SSSOM + "confidence"
    ]
    assert [str(one) for one in shares] == ["0.9"]


def test_metadata_in_a_file_of_its_own_is_named_in_messages():
    outside = "mapping_set_id: https://example.org/set\nlicense: nowhere\n"
    columns = "subject_id\tpredicate_id\tobject_id\tmapping_justification\n"
    table = sssom_table(columns, path="x.tsv", metadata=(outside, "x.yml"))
    assert table.described["mapping_set_id"] == "https://example.org/set"
    assert [fault.error.place for fault in table.faults] == ["x.yml, line 2"]


def test_what_a_file_does_not_say_is_taken_from_elsewhere_and_what_it_says_stays():
    lines = "# mapping_set_id: https://example.org/set\n"
    columns = "subject_id\tpredicate_id\tobject_id\tmapping_justification\n"
    otherwise = {"license": "https://example.org/l", "mapping_set_id": "https://example.org/other"}
    table = sssom_table(lines + columns, path="x.tsv", otherwise=otherwise)
    assert table.described["license"] == "https://example.org/l"
    assert table.described["mapping_set_id"] == "https://example.org/set"
    assert not table.faults


def test_a_date_of_a_row_that_is_none_is_left_out_with_a_word():
    table = sssom_json_table(document(row(mapping_date="2026-02-30")), path="x.json")
    assert table.rows[0].mapping.mapping_date == ""
    assert [fault.error.code for fault in table.warnings] == ["wrong-type"]
