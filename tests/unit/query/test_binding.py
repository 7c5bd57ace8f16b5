from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mitigraph.errors import QueryError
from mitigraph.query import bind
from mitigraph.store.oxigraph import OxigraphStore
from mitigraph.terms import BlankNode, Iri, Literal, Quad

A, B = Iri("urn:a"), Iri("urn:b")
BOTH = "SELECT * { VALUES ?x { UNDEF } VALUES ?y { UNDEF } ?x ?p ?y }"


def test_a_value_takes_the_place_of_its_block_alone():
    assert bind(BOTH, {"x": A}) == BOTH.replace("?x { UNDEF }", "?x { <urn:a> }")


def test_several_values_are_alternatives():
    bound = bind(BOTH, {"x": [A, Literal("b", language="en")]})
    assert 'VALUES ?x { <urn:a> "b"@en }' in bound


def test_every_block_of_a_name_is_replaced():
    text = "SELECT * { { VALUES ?x { UNDEF } ?x ?p 1 } UNION { VALUES ?x {UNDEF} ?x ?p 2 } }"
    assert bind(text, {"x": A}).count("VALUES ?x { <urn:a> }") == 2


@pytest.mark.parametrize("open_value", [None, []])
def test_no_value_leaves_the_default_of_the_text(open_value):
    text = "SELECT * { VALUES ?x { <urn:default> } ?x ?p ?o }"
    assert bind(text, {"x": open_value}) == text
    assert bind(text) == text


@pytest.mark.parametrize(
    "quiet",
    [
        '"VALUES ?x { UNDEF }"',
        "'VALUES ?x { UNDEF }'",
        '"""a "quote" VALUES ?x { UNDEF }"""',
        "'''VALUES ?x { UNDEF }'''",
        "?y # VALUES ?x { UNDEF }\n",
    ],
)
def test_strings_and_comments_hold_no_blocks(quiet):
    text = f"SELECT * {{ VALUES ?x {{ UNDEF }} ?x ?p {quiet} }}"
    assert bind(text, {"x": A}).count("<urn:a>") == 1


def test_blocks_of_several_variables_are_no_parameters():
    with pytest.raises(QueryError, match="no parameter x; known: none"):
        bind('SELECT * { VALUES (?x ?y) { (1 "a") } }', {"x": A})


OPTIONAL = """SELECT DISTINCT ?s {
  VALUES ?x { UNDEF }
  FILTER(!BOUND(?x) || EXISTS { ?s <urn:p> ?x })
  ?s a <urn:T> .
}"""


def test_an_optional_filter_becomes_its_pattern_or_nothing():
    assert "{ ?s <urn:p> ?x }" in bind(OPTIONAL, {"x": A})
    assert "EXISTS" not in bind(OPTIONAL, {"x": A})
    assert "FILTER" not in bind(OPTIONAL)


@pytest.mark.parametrize("values", [[], [A], [A, B], [Iri("urn:nowhere")]])
def test_the_shortcut_changes_no_answer(values):
    store = OxigraphStore()
    kind, links = Iri("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), Iri("urn:p")
    for name, targets in (("urn:1", [A]), ("urn:2", [A, B]), ("urn:3", [])):
        store.add([Quad(Iri(name), kind, Iri("urn:T"))])
        store.add(Quad(Iri(name), links, target) for target in targets)
    terms = " ".join(f"<{value}>" for value in values) or "UNDEF"
    plain = OPTIONAL.replace("UNDEF", terms)
    assert set(store.query(bind(OPTIONAL, {"x": values}))) == set(store.query(plain))


def test_an_unknown_name_is_answered_with_the_known_ones():
    with pytest.raises(QueryError, match="no parameter actor; known: x, y") as caught:
        bind(BOTH, {"actor": A}, query="q")
    assert caught.value.query == "q"


def test_a_declared_query_knows_only_what_it_declares():
    text = "#+ params:\n#+   x: {kind: text}\n" + BOTH
    assert "<urn:a>" in bind(text, {"x": A})
    with pytest.raises(QueryError, match="no parameter z; known: x"):
        bind(text, {"z": A})


@pytest.mark.parametrize("params", [{}, {"x": None}, {"x": []}])
def test_a_required_value_must_be_given(params):
    text = "#+ params:\n#+   x: {kind: measure, required: true}\n" + BOTH
    with pytest.raises(QueryError, match=r"parameter x \(measure\) is required"):
        bind(text, params)
    assert bind(text, {"x": A}).count("<urn:a>") == 1


@pytest.mark.parametrize("term", [BlankNode("b"), "urn:plain", 7, Iri("urn:a> } DROP ALL #")])
def test_what_can_not_stand_in_a_query_is_refused(term):
    with pytest.raises(QueryError):
        bind(BOTH, {"x": [term]})


def test_the_header_stays_in_front():
    text = "#+ summary: VALUES ?x { UNDEF }\n" + BOTH
    assert bind(text, {"x": A}).startswith("#+ summary: VALUES ?x { UNDEF }\nSELECT")


@given(st.text(), st.sampled_from(["", "en"]))
def test_any_text_comes_out_as_it_went_in(text, language):
    store = OxigraphStore()
    try:
        text.encode()
    except UnicodeEncodeError:  # lone surrogates are no text
        return
    value = Literal(text, language=language) if language else Literal(text)
    query = bind("SELECT (STR(?x) AS ?s) { VALUES ?x { UNDEF } }", {"x": value})
    assert [str(row[0]) for row in store.query(query)] == [text]
