from __future__ import annotations

import pytest

from mitigraph.errors import DataError
from mitigraph.terms import Iri
from mitigraph.validate.prebinding import NotSetBasedError, set_based

SHAPE = Iri("urn:ex:S")


def made(select: str, **options: object) -> str:
    return set_based(select, targets="T", shape=SHAPE, **options)  # type: ignore[arg-type]


def test_targets_go_into_the_outermost_group():
    assert made("SELECT $this WHERE { $this ?p ?o }") == "SELECT ?this WHERE { T ?this ?p ?o }"


def test_groups_in_the_projection_are_passed_over():
    text = made("SELECT $this (EXISTS { $this ?p 1 } AS ?x) { $this ?p ?o }")
    assert text == "SELECT ?this (EXISTS { ?this ?p 1 } AS ?x) { T ?this ?p ?o }"


def test_texts_comments_and_iris_stay_as_they_are():
    select = """SELECT $this # { $this
WHERE { $this <urn:$this> "$this {" , '''a ' $this''' , \"\"\"b " $this\"\"\" }"""
    assert made(select) == select.replace("SELECT $this", "SELECT ?this").replace(
        "{ $this <urn", "{ T ?this <urn"
    )


def test_the_path_and_the_shape_are_put_in():
    text = made("SELECT $this { $this $PATH $currentShape }", path="<urn:p>/<urn:q>")
    assert text == "SELECT ?this { T ?this <urn:p>/<urn:q> <urn:ex:S> }"


def test_prefixes_stand_first():
    text = made("SELECT $this { }", prefixes=[("a", "urn:a:"), ("b", "urn:b:")])
    assert text == "PREFIX a: <urn:a:>\nPREFIX b: <urn:b:>\nSELECT ?this { T }"


@pytest.mark.parametrize(
    ("select", "complaint"),
    [
        ("ASK { $this ?p ?o }", "no SELECT query"),
        ("SELECT $this", "no SELECT query"),
        ("SELECT $this { $this ?p ?o MINUS { $this ?p 1 } }", "uses MINUS"),
        ("SELECT $this { VALUES ?o { 1 } $this ?p ?o }", "uses VALUES"),
        ("SELECT $this { SERVICE <urn:x> { $this ?p ?o } }", "uses SERVICE"),
        ("SELECT $this { $this $PATH ?o }", "reads \\$PATH"),
        ("SELECT $this { GRAPH $shapesGraph { $this ?p ?o } }", "reads \\$shapesGraph"),
    ],
)
def test_what_shacl_forbids_is_refused(select, complaint):
    with pytest.raises(DataError, match=complaint) as caught:
        made(select)
    assert caught.value.code == "schema"


@pytest.mark.parametrize(
    "select",
    [
        "SELECT $this (COUNT(?o) AS ?n) { $this ?p ?o }",
        "SELECT $this { $this ?p ?o } LIMIT 1",
        "SELECT $this { { SELECT $this { $this ?p ?o } OFFSET 1 } }",
    ],
)
def test_what_counts_over_all_nodes_is_not_set_based(select):
    with pytest.raises(NotSetBasedError):
        made(select)


def test_an_aggregate_for_each_node_is_set_based():
    text = made("SELECT $this (COUNT(?o) AS ?n) { $this ?p ?o } GROUP BY $this HAVING (?n > 1)")
    assert "GROUP BY ?this" in text


@pytest.mark.parametrize("name", ["ex:allowedVALUES", ":MINUS", "ex:count-limit"])
def test_names_that_look_like_keywords_are_no_keywords(name):
    assert name in made(f"SELECT $this {{ $this {name} ?o }}")
