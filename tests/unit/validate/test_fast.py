from __future__ import annotations

import sys

import pytest

from mitigraph.errors import MissingExtraError, QueryError
from mitigraph.terms import BlankNode, Iri, Literal
from mitigraph.validate import fast
from mitigraph.validate.found import plain_language
from mitigraph.validate.rewriting import NotForFastError
from mitigraph.validate.shapes import Shapes

XSD = "http://www.w3.org/2001/XMLSchema#"
RDF_LANG = Iri("http://www.w3.org/1999/02/22-rdf-syntax-ns#langString")


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("<urn:a>", Iri("urn:a")),
        ("_:b0", BlankNode("b0")),
        ('"a"', Literal("a")),
        ('"a"@en-gb', Literal("a", RDF_LANG, "en-gb")),
        (f'"1"^^<{XSD}integer>', Literal("1", Iri(XSD + "integer"))),
        (r'"q\"b\\n\n\t\u00e9\U0001F600"', Literal('q"b\\n\n\té😀')),
        ('"two\nlines"', Literal("two\nlines")),
        ('""', Literal("")),
    ],
)
def test_each_kind_of_term_is_read(text, term):
    found = fast.read_term(text)
    assert found == term
    assert type(found) is type(term)


@pytest.mark.parametrize("text", ["a", '"a', '"a"^^xsd:integer'])
def test_what_is_no_term_is_refused(text):
    with pytest.raises(QueryError, match="no RDF term"):
        fast.read_term(text)


def test_a_missing_engine_is_named_with_its_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "shacl_rust", None)
    assert not fast.available()
    with pytest.raises(MissingExtraError, match=r'pip install "mitigraph\[fast\]"'):
        list(fast.check_core("", Shapes([])))


def test_what_the_engine_does_not_read_is_left_to_the_judge(shapes_of):
    assert fast.available()
    path = "[ sh:alternativePath ( ex:a ( ex:b ex:c ) ) ]"
    shapes = Shapes.read([shapes_of(f"ex:S sh:targetNode ex:a ; sh:path {path} ; sh:minCount 1 .")])
    with pytest.raises(NotForFastError):
        list(fast.check_core("", shapes))


def test_language_tags_are_told_in_lower_case():
    assert plain_language(Literal("a", RDF_LANG, "en-GB")) == Literal("a", RDF_LANG, "en-gb")
    assert plain_language(Literal("A")) == Literal("A")
    assert plain_language(Iri("urn:A")) == Iri("urn:A")
