"""SHACL Core in a Rust engine, shacl-rust. The only module that imports it (extra `fast`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from mitigraph.errors import MissingExtraError, QueryError
from mitigraph.terms import BlankNode, Iri, Literal, Term, n3
from mitigraph.validate.found import Found, plain_language
from mitigraph.validate.rewriting import NotForFastError, Rewritten

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitigraph.validate.shapes import Shapes

__all__ = ["available", "check_core"]


def available() -> bool:
    """Return whether the engine is installed."""
    try:
        import shacl_rust  # noqa: F401
    except ImportError:
        return False
    return True


def check_core(ntriples: str, shapes: Shapes) -> Iterator[Found]:
    """Yield what the core constraints find; SPARQL constraints are left out.

    Args:
        ntriples: The data graph as N-Triples.
        shapes: The shapes.

    Raises:
        MissingExtraError: If the engine is not installed.
        NotForFastError: If the engine would judge these shapes wrongly, or does not read them.
    """
    try:
        import shacl_rust
    except ImportError as error:
        raise MissingExtraError("fast", needed_for="the fast SHACL engine") from error
    rewritten = Rewritten(shapes)
    try:
        report: dict[str, Any] = shacl_rust.validate(
            ntriples,
            "".join(
                f"{n3(quad.subject)} {n3(quad.predicate)} {n3(quad.object)} .\n"
                for quad in rewritten.triples()
            ),
            data_format="nt",
            shapes_format="nt",
            experimental_index=True,
        )
    except ValueError as error:
        # It knows fewer kinds of path than SHACL has; pyshacl tells whether a shape is wrong.
        raise NotForFastError(f"shacl-rust refused its input: {error}") from error
    yield from rewritten.restore(_results(report, shapes))


def _results(report: dict[str, Any], shapes: Shapes) -> Iterator[Found]:
    for result in report["results"]:
        shape = Iri(read_term(result["sourceShape"]))
        path = result.get("resultPath")
        if path is not None and not _PLAIN.fullmatch(path):
            path = shapes.path(shape)
        value = result.get("value")
        yield Found(
            focus=plain_language(read_term(result["focusNode"])),
            path=path,
            value=None if value is None else plain_language(read_term(value)),
            component=Iri(read_term(result["sourceConstraintComponent"])),
            shape=shape,
        )


_PLAIN = re.compile(r"<[^<>]*>")
_LITERAL = re.compile(
    r'"(?P<value>(?:[^"\\]|\\.)*)"(?:@(?P<language>[\w-]+)|\^\^<(?P<datatype>[^<>]*)>)?', re.DOTALL
)
_ESCAPED = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_UNESCAPED = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


def read_term(text: str) -> Term:
    r"""Return the term that N-Triples writes so.

    Raises:
        QueryError: If it is no term.

    Example:
        >>> read_term('"a\\"b"@en')
        Literal(value='a"b', datatype=Iri('http://www.w3.org/1999/02/22-rdf-syntax-ns#langString'), language='en')
    """  # noqa: E501 - what it prints is one line
    if text.startswith("<"):
        return Iri(text[1:-1])
    if text.startswith("_:"):
        return BlankNode(text[2:])
    match = _LITERAL.fullmatch(text)
    if match is None:
        raise QueryError(f"the SHACL engine speaks of no RDF term: {text}")
    value = _ESCAPED.sub(_unescape, match["value"])
    if match["language"]:
        return Literal(value, _LANG_STRING, match["language"])
    return Literal(value, Iri(match["datatype"])) if match["datatype"] else Literal(value)


_LANG_STRING = Iri("http://www.w3.org/1999/02/22-rdf-syntax-ns#langString")


def _unescape(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else _UNESCAPED.get(match[3], match[3])
