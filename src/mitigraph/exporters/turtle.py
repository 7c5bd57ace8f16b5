"""Turtle and TriG for people: grouped by subject, prefixed, lists and nameless nodes nested.

Names of the project's data stand relative to one `@base`, as in the authored files, because a
prefixed name can't hold the slashes that they have.

Sources:
    RDF 1.1 Turtle (https://www.w3.org/TR/turtle/), RDF 1.1 TriG (https://www.w3.org/TR/trig/).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import BinaryIO, Final

from mitigraph.exporters.blank_nodes import BlankNodes
from mitigraph.exporters.statements import (
    DEFAULT_GRAPH,
    PREFIX_OF,
    PREFIXES_WRITTEN,
    RDF_NIL,
    RDF_TYPE,
    Graphs,
    Pairs,
    by_subject,
)
from mitigraph.terms import BASE, PREFIXES

__all__ = ["write_turtle"]


#: A name that Turtle lets stand after a prefix without any escaping.
_PREFIXABLE: Final = re.compile(
    r"<([^<>\\]*[/#])([A-Za-z0-9_][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*)>"
)

#: A path that means the same after resolution: no scheme, query, fragment, empty or dot segment.
_SEGMENT: Final = "[A-Za-z0-9_-][A-Za-z0-9._~-]*"
_RELATIVE: Final = re.compile(f"<{re.escape(BASE)}({_SEGMENT}(?:/{_SEGMENT})*)>")

_XSD: Final = "<http://www.w3.org/2001/XMLSchema#"
#: Forms that Turtle reads as a literal of that datatype with just these characters.
_BARE: Final = {
    _XSD + "integer>": re.compile(r"[+-]?[0-9]+"),
    _XSD + "decimal>": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    _XSD + "boolean>": re.compile(r"true|false"),
}

_LINE: Final = 100
_STEP: Final = "    "
_PIECES: Final = 2000


def write_turtle(graphs: Graphs, target: BinaryIO) -> None:
    """Write sorted statements as Turtle, or as TriG where a named graph is among them.

    Args:
        graphs: The statements; blank nodes already labelled.
        target: What takes the bytes (UTF-8).
    """
    pieces = _document(graphs)
    while text := "".join(islice(pieces, _PIECES)):
        target.write(text.encode())


def _document(graphs: Graphs) -> Iterator[str]:
    yield f"@base <{BASE}> .\n"
    for name, namespace in PREFIXES_WRITTEN.items():
        yield f"@prefix {name}: <{namespace}> .\n"
    blank_nodes = BlankNodes.of(graphs)
    for graph, lines in graphs.items():
        indent = "" if graph == DEFAULT_GRAPH else _STEP
        if indent:
            yield f"\n{_name(graph)} {{\n"
        for subject, pairs in by_subject(lines):
            if subject not in blank_nodes.nested:
                body = _predicates(pairs, blank_nodes, indent + _STEP)
                yield f"\n{indent}{_name(subject)}{body} .\n"
        if indent:
            yield "}\n"


def _predicates(pairs: Pairs, blank_nodes: BlankNodes, indent: str) -> str:
    """Write what is said of one subject, each predicate on a line of its own."""
    written: list[str] = []
    objects: list[str] = []
    current = ""
    for predicate, value in pairs:
        if value[-1] != ">" and value[0] == '"':
            text = value
        elif value[0] == "<" and value != RDF_NIL:
            text = _name(value)
        else:
            text = _object(value, blank_nodes, indent)
        if predicate == current:
            objects.append(text)
            continue
        if objects:
            written.append(_verb_and_objects(current, objects, indent))
        current, objects = predicate, [text]
    written.append(_verb_and_objects(current, objects, indent))
    if len(written) == 1:
        return " " + written[0]
    return f"\n{indent}" + f" ;\n{indent}".join(written)


def _verb_and_objects(predicate: str, objects: list[str], indent: str) -> str:
    verb = "a" if predicate == RDF_TYPE else _name(predicate)
    if len(objects) == 1:
        return f"{verb} {objects[0]}"
    line = f"{verb} {' , '.join(objects)}"
    if len(indent) + len(line) <= _LINE:
        return line
    separator = f" ,\n{indent}{_STEP}"
    return f"{verb}\n{indent}{_STEP}{separator.join(objects)}"


def _object(value: str, blank_nodes: BlankNodes, indent: str) -> str:
    if value[0] == '"':
        return _literal(value)
    if value == RDF_NIL:
        return "()"
    if value not in blank_nodes.nested:
        return _name(value)
    items = blank_nodes.items(value)
    if items is not None:
        return _list(items, blank_nodes, indent)
    pairs = blank_nodes.descriptions.get(value, [])
    body = _predicates(pairs, blank_nodes, indent + _STEP) if pairs else ""
    return f"[{body}\n{indent}]" if body.startswith("\n") else f"[{body} ]"


def _list(items: list[str], blank_nodes: BlankNodes, indent: str) -> str:
    written = [_object(item, blank_nodes, indent + _STEP) for item in items]
    if len(indent) + sum(map(len, written)) + len(written) < _LINE:
        return f"( {' '.join(written)} )"
    separator = f"\n{indent}{_STEP}"
    return f"({separator}{separator.join(written)}\n{indent})"


@lru_cache(maxsize=8192)  # predicates, types and concepts recur thousands of times
def _name(name: str) -> str:
    """Return the shortest form of an IRI's or blank node's token."""
    if name.startswith(PREFIXES["mg"], 1) or not name.startswith(BASE, 1):
        found = _PREFIXABLE.fullmatch(name)
        if found and found[1] in PREFIX_OF:
            return f"{PREFIX_OF[found[1]]}:{found[2]}"
        return name
    relative = _RELATIVE.fullmatch(name)
    return f"<{relative[1]}>" if relative else name


def _literal(literal: str) -> str:
    if literal[-1] != ">":
        return literal
    end = literal.rindex('"^^<')
    datatype = literal[end + 3 :]
    bare = _BARE.get(datatype)
    text = literal[1:end]
    if bare and bare.fullmatch(text):
        return text
    return f'"{text}"^^{_name(datatype)}'
