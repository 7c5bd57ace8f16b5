"""SHACL in pyshacl, which is always there and is the judge. The only module that imports it.

pyshacl works on an rdflib graph of its own: over a store behind rdflib it has been seen to report
what is not so. Nothing is fetched: no imports, no scripts, no advanced features.

Sources:
    pySHACL (https://github.com/RDFLib/pySHACL).
"""

from __future__ import annotations

import logging
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

from mitigraph.errors import DataError
from mitigraph.terms import BlankNode, Iri, Literal, Quad, Term, n3
from mitigraph.validate.found import Found, plain_language
from mitigraph.validate.shapes import Shapes, preference, sh

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import rdflib
    from rdflib.term import Node

__all__ = ["check_core", "check_whole"]

_LANG_STRING = Iri("http://www.w3.org/1999/02/22-rdf-syntax-ns#langString")
_SPARQL = sh("SPARQLConstraintComponent")


def check_core(statements: Iterable[Quad], shapes: Shapes) -> Iterator[Found]:
    """Yield what the core constraints find; SPARQL constraints are left out.

    Raises:
        DataError: If the shapes are not well-formed.
    """
    return _check(statements, shapes, rules=False)


def check_whole(statements: Iterable[Quad], shapes: Shapes) -> Iterator[Found]:
    """Yield what all constraints find, SPARQL constraints among them.

    Raises:
        DataError: If the shapes are not well-formed.
    """
    return _check(statements, shapes, rules=True)


def _check(statements: Iterable[Quad], shapes: Shapes, *, rules: bool) -> Iterator[Found]:
    import pyshacl
    import rdflib

    data, shapes_graph = rdflib.Graph(), rdflib.Graph()
    with _quiet():
        _fill(data, statements)
        _fill(shapes_graph, shapes.triples(rules=rules))
        try:
            _, report, _ = pyshacl.validate(
                data,
                shacl_graph=shapes_graph,
                inference="none",
                advanced=False,
                js=False,
                do_owl_imports=False,
                meta_shacl=False,
                inplace=True,
            )
        except Exception as error:
            # What pyshacl raises for a shape that is wrong has no common base but Exception.
            raise DataError(f"pyshacl gave up: {error}", code="schema") from error
    if not isinstance(report, rdflib.Graph):
        raise DataError(f"pyshacl gave up: {report}", code="schema")
    return _results(report, shapes)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep rdflib from printing a traceback for each literal that is not what its type says.

    Such literals are what a check is for: they are in its results.
    """
    logger = logging.getLogger("rdflib.term")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)


def _fill(graph: rdflib.Graph, statements: Iterable[Quad]) -> None:
    import rdflib

    made: dict[Term, Node] = {}

    def node(term: Term) -> Node:
        found = made.get(term)
        if found is None:
            if isinstance(term, Iri):
                found = rdflib.URIRef(term)
            elif isinstance(term, BlankNode):
                found = rdflib.BNode(str(term))
            elif term.language:
                found = rdflib.Literal(term.value, lang=term.language)
            else:
                # Not normalised: "01" must not pass for "1", nor be reported as such.
                datatype = rdflib.URIRef(term.datatype)
                plain = datatype == rdflib.XSD.string
                found = rdflib.Literal(
                    term.value, datatype=None if plain else datatype, normalize=False
                )
            made[term] = found
        return found

    for quad in statements:
        graph.add((node(quad.subject), node(quad.predicate), node(quad.object)))


def _results(report: rdflib.Graph, shapes: Shapes) -> Iterator[Found]:
    from rdflib import SH as RDFLIB_SH
    from rdflib import URIRef

    for result in report.objects(None, RDFLIB_SH.result):

        def one(name: str, result: Node = result) -> Node | None:
            return report.value(result, URIRef(sh(name)))

        shape, focus, value = one("sourceShape"), one("focusNode"), one("value")
        component, path = one("sourceConstraintComponent"), one("resultPath")
        if shape is None or focus is None or component is None:
            raise DataError("pyshacl gave a result without a shape or focus node", code="schema")
        iri = Iri(str(shape))
        text = shapes.path(iri)
        if isinstance(path, URIRef):
            text = n3(Iri(str(path)))
        message = None
        if Iri(str(component)) == _SPARQL:
            texts = [_term(each) for each in report.objects(result, RDFLIB_SH.resultMessage)]
            message = _own_message(
                [each for each in texts if isinstance(each, Literal)],
                shapes.message(_term(one("sourceConstraint") or shape)) or shapes.message(iri),
            )
        yield Found(
            focus=_term(focus),
            path=text,
            value=None if value is None else _term(value),
            component=Iri(str(component)),
            shape=iri,
            message=message,
        )


def _own_message(texts: list[Literal], template: str | None) -> str | None:
    """Return which of the filled messages comes from the constraint: pyshacl gives them all."""
    if template is None:
        return None
    parts = re.split(r"\{[?$]\w+\}", template)
    pattern = re.compile(".*".join(re.escape(part) for part in parts), re.DOTALL)
    fitting = [text for text in texts if pattern.fullmatch(text.value)]
    return min(fitting, key=preference).value if fitting else None


def _term(node: Node) -> Term:
    import rdflib

    if isinstance(node, rdflib.Literal):
        if node.language:
            return plain_language(Literal(str(node), _LANG_STRING, node.language))
        return Literal(str(node), Iri(node.datatype)) if node.datatype else Literal(str(node))
    return BlankNode(str(node)) if isinstance(node, rdflib.BNode) else Iri(str(node))
