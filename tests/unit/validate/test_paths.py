from __future__ import annotations

import pytest

from mitigraph.errors import DataError
from mitigraph.terms import Iri
from mitigraph.validate.paths import readable_path, turtle_path
from mitigraph.validate.shapes import Shapes

PATHS = {
    "ex:a": ("<urn:ex:a>", "<urn:ex:a>"),
    "( ex:a ex:b )": ("<urn:ex:a> / <urn:ex:b>", "( <urn:ex:a> <urn:ex:b> )"),
    "[ sh:inversePath ex:a ]": ("^<urn:ex:a>", "[ sh:inversePath <urn:ex:a> ]"),
    "[ sh:zeroOrMorePath ex:a ]": ("<urn:ex:a>*", "[ sh:zeroOrMorePath <urn:ex:a> ]"),
    "[ sh:oneOrMorePath ex:a ]": ("<urn:ex:a>+", "[ sh:oneOrMorePath <urn:ex:a> ]"),
    "[ sh:zeroOrOnePath ex:a ]": ("<urn:ex:a>?", "[ sh:zeroOrOnePath <urn:ex:a> ]"),
    "[ sh:alternativePath ( ex:a ex:b ) ]": (
        "<urn:ex:a> | <urn:ex:b>",
        "[ sh:alternativePath ( <urn:ex:a> <urn:ex:b> ) ]",
    ),
    "[ sh:zeroOrMorePath [ sh:inversePath ex:a ] ]": (
        "(^<urn:ex:a>)*",
        "[ sh:zeroOrMorePath [ sh:inversePath <urn:ex:a> ] ]",
    ),
    "[ sh:inversePath [ sh:zeroOrMorePath ex:a ] ]": (
        "^(<urn:ex:a>*)",
        "[ sh:inversePath [ sh:zeroOrMorePath <urn:ex:a> ] ]",
    ),
    "( [ sh:alternativePath ( ex:a ex:b ) ] ex:c )": (
        "(<urn:ex:a> | <urn:ex:b>) / <urn:ex:c>",
        "( [ sh:alternativePath ( <urn:ex:a> <urn:ex:b> ) ] <urn:ex:c> )",
    ),
}


@pytest.mark.parametrize(("given", "expected"), PATHS.items(), ids=PATHS)
def test_a_path_is_told_as_sparql_and_as_turtle(given, expected, shapes_of):
    shapes = Shapes.read([shapes_of(f"ex:s sh:path {given} .")])
    path = shapes.path(Iri("urn:ex:s"))
    assert path is not None
    assert (path, turtle_path(path)) == expected


def test_a_malformed_path_is_refused(shapes_of):
    shapes = Shapes.read([shapes_of("ex:s sh:path [ ex:none ex:a ] .")])
    with pytest.raises(DataError, match="no well-formed property path"):
        shapes.path(Iri("urn:ex:s"))


def test_what_is_no_path_has_no_turtle():
    with pytest.raises(ValueError, match="not a property path"):
        turtle_path("<urn:a> <urn:b>")


def test_people_read_prefixes():
    assert readable_path("^<https://w3id.org/mitigraph/ns#facet>") == "^mg:facet"
