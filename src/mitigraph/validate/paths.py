"""SHACL property paths as SPARQL property paths, and back into Turtle.

Sources:
    SHACL, section 2.3.1 (https://www.w3.org/TR/shacl/#property-paths).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from mitigraph.errors import DataError
from mitigraph.terms import Iri, Term, compact, n3

__all__ = ["path_text", "readable_path", "turtle_path"]

_SH = "http://www.w3.org/ns/shacl#"
_REST = Iri("http://www.w3.org/1999/02/22-rdf-syntax-ns#rest")
_SUFFIXES = {"zeroOrMorePath": "*", "oneOrMorePath": "+", "zeroOrOnePath": "?"}

#: The values of a property of a node.
Values = Callable[[Term, Iri], Sequence[Term]]
#: The members of an RDF list.
Members = Callable[[Term], Sequence[Term]]


def path_text(node: Term, values: Values, members: Members, *, nested: bool = False) -> str:
    """Return a SHACL path as a SPARQL property path with full IRIs.

    Args:
        node: The value of `sh:path`.
        values: Looks up the values of a property of a node of the shapes graph.
        members: Looks up the members of a list of the shapes graph.
        nested: Whether the path stands inside another, so that it may need brackets.

    Raises:
        DataError: If the node is no well-formed path.
    """
    if isinstance(node, Iri) and not values(node, _REST):
        return n3(node)
    if values(node, _REST):
        return _joined(" / ", [_inner(each, values, members) for each in members(node)], nested)
    for alternatives in values(node, Iri(_SH + "alternativePath")):
        steps = [_inner(each, values, members) for each in members(alternatives)]
        return _joined(" | ", steps, nested)
    for inverse in values(node, Iri(_SH + "inversePath")):
        return "^" + _inner(inverse, values, members)
    for name, suffix in _SUFFIXES.items():
        for repeated in values(node, Iri(_SH + name)):
            return _inner(repeated, values, members) + suffix
    raise DataError(f"no well-formed property path: {node}", code="schema")


def _inner(node: Term, values: Values, members: Members) -> str:
    text = path_text(node, values, members, nested=True)
    return f"({text})" if text.startswith("^") or text[-1] in "*+?" else text


def _joined(sign: str, steps: Sequence[str], nested: bool) -> str:  # noqa: FBT001
    text = sign.join(steps)
    return f"({text})" if nested else text


def readable_path(path: str) -> str:
    """Return a path with IRIs as people write them.

    Example:
        >>> readable_path("<http://www.w3.org/2004/02/skos/core#prefLabel> / <urn:x:b>")
        'skos:prefLabel / <urn:x:b>'
    """

    def short(match: re.Match[str]) -> str:
        name = compact(match[1])
        return match[0] if name == match[1] else name

    return re.sub(r"<([^<>]*)>", short, path)


_TOKEN = re.compile(r"<[^<>]*>|[()/|^*+?]")
_POSTFIX = {sign: name for name, sign in _SUFFIXES.items()}


def turtle_path(path: str) -> str:
    """Return a path made by `path_text` as Turtle: an IRI, or the nodes that SHACL asks for.

    Example:
        >>> turtle_path("(^<urn:a>) / <urn:b>")
        '( [ sh:inversePath <urn:a> ] <urn:b> )'
    """
    tokens = _TOKEN.findall(path)
    text, rest = _read_alternatives(tokens)
    if rest:
        raise ValueError(f"not a property path: {path!r}")
    return text


def _read_alternatives(tokens: list[str]) -> tuple[str, list[str]]:
    first, tokens = _read_sequence(tokens)
    options = [first]
    while tokens and tokens[0] == "|":
        option, tokens = _read_sequence(tokens[1:])
        options.append(option)
    if len(options) == 1:
        return first, tokens
    return f"[ sh:alternativePath ( {' '.join(options)} ) ]", tokens


def _read_sequence(tokens: list[str]) -> tuple[str, list[str]]:
    first, tokens = _read_step(tokens)
    steps = [first]
    while tokens and tokens[0] == "/":
        step, tokens = _read_step(tokens[1:])
        steps.append(step)
    return (first if len(steps) == 1 else f"( {' '.join(steps)} )"), tokens


def _read_step(tokens: list[str]) -> tuple[str, list[str]]:
    head, tokens = tokens[0], tokens[1:]
    if head == "^":
        text, tokens = _read_step(tokens)
        return f"[ sh:inversePath {text} ]", tokens
    if head == "(":
        text, tokens = _read_alternatives(tokens)
        tokens = tokens[1:]
    else:
        text = head
    while tokens and tokens[0] in _POSTFIX:
        text, tokens = f"[ sh:{_POSTFIX[tokens[0]]} {text} ]", tokens[1:]
    return text, tokens
