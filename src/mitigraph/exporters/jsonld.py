"""JSON-LD 1.1 for people and programs: compacted, one readable object a measure.

A measure's assessments and opinions stand inside it, nameless nodes and lists inside what refers to
them; everything else is a further object of `@graph`: measures first, then other data, schemes with
their concepts, and terms of the ontology. The document says exactly the statements that it was made
of: a literal that JSON's own numbers or a term's expectation would change is written as a value
object.

Sources:
    JSON-LD 1.1 (https://www.w3.org/TR/json-ld11/), JSON-LD 1.1 Framing
    (https://www.w3.org/TR/json-ld11-framing/); the frame is `ontology/frame.jsonld`.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import BinaryIO, Final

from mitigraph.exporters.blank_nodes import BlankNodes
from mitigraph.exporters.jsonld_terms import AmbiguousPrefixError, Property, Terms, quote, terms
from mitigraph.exporters.statements import (
    DEFAULT_GRAPH,
    RDF_TYPE,
    Graphs,
    Pairs,
    by_subject,
    literal_parts,
    token,
    unescape,
)
from mitigraph.terms import BASE, MG, PREFIXES

__all__ = ["write_jsonld"]

#: What stands inside the object that names it by one of these, the first that does.
_EMBEDDING: Final = tuple(
    token(MG[name]) for name in ("hasOpinion", "hasAssessment", "hasAuthorship")
)
_ASSESSES: Final = token(MG["assesses"])
_MEASURE: Final = (RDF_TYPE, token(MG["Measure"]))
#: Key of assessments in a measure that nothing but `mg:assesses` connects to it.
_ASSESSMENTS: Final = '"assessments"'

_XSD: Final = PREFIXES["xsd"]
#: Literals that JSON's own numbers and booleans stand for, character by character.
_NATIVE: Final = {
    _XSD + "integer": re.compile(r"0|-?[1-9][0-9]{0,14}"),
    _XSD + "boolean": re.compile(r"true|false"),
}

_NOTHING: Final[Mapping[str, str]] = {}

_STEP: Final = "  "


def write_jsonld(graphs: Graphs, target: BinaryIO) -> None:
    """Write the statements of one graph as JSON-LD.

    Args:
        graphs: The default graph alone; blank nodes already labelled.
        target: What takes the bytes (UTF-8, a line feed at the end).
    """
    lines = graphs.get(DEFAULT_GRAPH, [])
    without: set[str] = set()
    while True:
        try:
            pieces = list(_Document(lines, terms(without)).pieces())
            break
        except AmbiguousPrefixError as error:
            without.add(error.prefix)
    del lines
    target.writelines(piece.encode() for piece in pieces)


class _Document:
    """The statements of one document, and what stands inside what."""

    def __init__(self, lines: list[str], made: Terms) -> None:
        self._terms = made
        self._blank_nodes = BlankNodes.of({DEFAULT_GRAPH: lines})
        self._described: dict[str, Pairs] = dict(by_subject(lines))
        #: Predicate by child by parent; "" is the way back through `mg:assesses`.
        self._inside: dict[str, dict[str, str]] = {}
        self._embedded: set[str] = set()
        self._embed()

    def _embed(self) -> None:
        described = self._described
        links: dict[str, list[tuple[str, str]]] = {name: [] for name in (*_EMBEDDING, _ASSESSES)}
        for subject, pairs in described.items():
            for predicate, value in pairs:
                if predicate in links:
                    links[predicate].append((subject, value))
        about = links.pop(_ASSESSES)
        for predicate, found in links.items():
            for parent, child in found:
                self._place(child, parent, predicate)
        several = Counter(subject for subject, _ in about)
        for child, parent in about:
            if several[child] == 1:
                self._place(child, parent, "")

    def _place(self, child: str, parent: str, predicate: str) -> None:
        """Put a node inside another, if it is free and the other is there."""
        described = self._described
        if child not in described or parent not in described or parent in self._embedded:
            return
        if self._free(child, parent):
            self._embedded.add(child)
            self._inside.setdefault(parent, {})[child] = predicate

    def _free(self, child: str, parent: str) -> bool:
        # One level only: what holds others is held by nobody. Blank nodes are nested elsewhere.
        return (
            child != parent
            and child not in self._embedded
            and child not in self._inside
            and not child.startswith("_:")
            and not parent.startswith("_:")
        )

    def pieces(self) -> Iterator[str]:
        """Yield the text of the document, object by object."""
        definitions = ",\n".join(
            f"    {quote(name)}: {json.dumps(value)}"
            for name, value in self._terms.definitions.items()
        )
        yield '{\n  "@context": {\n' + definitions + '\n  },\n  "@graph": ['
        separator = "\n    "
        for subject in sorted(self._described, key=self._rank):
            if subject not in self._embedded and subject not in self._blank_nodes.nested:
                yield separator + self._node(subject, _STEP * 2)
                separator = ",\n    "
        yield "\n  ]\n}\n"

    def _rank(self, subject: str) -> tuple[int, str]:
        if subject.startswith("<" + BASE):
            if subject.startswith("id/", len(BASE) + 1):
                return (0 if _MEASURE in self._described[subject] else 1), subject
            return (2 if subject.startswith("scheme/", len(BASE) + 1) else 3), subject
        return (0 if _MEASURE in self._described[subject] else 3), subject

    def _node(self, subject: str, indent: str, *, without: str = "") -> str:
        """Write a named or labelled node; `without` is a predicate that its place says already."""
        inner = indent + _STEP
        inside = self._inside.get(subject, _NOTHING)
        pairs = self._described[subject]
        if without:
            pairs = [pair for pair in pairs if pair[0] != without]
        members = [f'"id": {self._terms.ids[subject]}', *self._members(pairs, inner, inside)]
        nodes = [
            self._node(child, inner + _STEP, without=_ASSESSES)
            for child, predicate in inside.items()
            if not predicate
        ]
        if nodes:
            members.append(f"{_ASSESSMENTS}: {_array(nodes, inner)}")
        return _object(members, indent)

    def _members(
        self, pairs: Pairs, indent: str, inside: Mapping[str, str] = _NOTHING
    ) -> list[str]:
        """Write the keys and values of an object, in the order of the context, without `id`.

        `inside` gives the predicate under which each node is to be written out here.
        """
        properties, ids = self._terms.properties, self._terms.ids
        found: list[tuple[Property, list[str]]] = []
        types: list[str] = []
        current = ""
        for number, (predicate, value) in enumerate(pairs):
            if predicate == RDF_TYPE and value[0] == "<":
                types.append(self._terms.types[value])
                continue
            key = properties[predicate]
            if value[0] == '"':
                text = self._literal(value, key.kind)
            elif value in inside and inside[value] == predicate:
                text = self._node(value, indent + _STEP)
            elif value[0] == "<":
                text = ids[value]
                if key.kind != "@id":
                    text = f'{{"id": {text}}}'
            else:
                # What is nested inside a single value hangs from the key's own line.
                neighbours = pairs[number - 1 : number] + pairs[number + 1 : number + 2]
                single = all(other != predicate for other, _ in neighbours)
                deeper = key.always_list or not single
                text = self._blank_node(value, key, indent + _STEP if deeper else indent)
            if predicate == current:
                found[-1][1].append(text)
            else:
                found.append((key, [text]))
                current = predicate
        found.sort(key=_order)
        members = [_member(key, texts, indent) for key, texts in found]
        if types:
            text = types[0] if len(types) == 1 else f"[{', '.join(types)}]"
            members.insert(0, f'"type": {text}')
        return members

    def _value(self, value: str, key: Property, indent: str) -> str:
        if value[0] == '"':
            return self._literal(value, key.kind)
        if value[0] == "_":
            return self._blank_node(value, key, indent)
        name = self._terms.ids[value]
        return name if key.kind == "@id" else f'{{"id": {name}}}'

    def _blank_node(self, value: str, key: Property, indent: str) -> str:
        if value not in self._blank_nodes.nested:
            return f'"{value}"' if key.kind == "@id" else f'{{"id": "{value}"}}'
        items = self._blank_nodes.items(value)
        if items is None:
            pairs = self._blank_nodes.descriptions.get(value, [])
            return _object(self._members(pairs, indent + _STEP), indent)
        texts = [self._value(item, key, indent + _STEP) for item in items]
        return f'{{"@list": {_array(texts, indent)}}}'

    def _literal(self, literal: str, kind: str) -> str:
        text, datatype, language = literal_parts(literal)
        written = quote(unescape(text)) if "\\" in text else f'"{text}"'
        if language:
            if kind == f"@{language}":
                return written
            return f'{{"@value": {written}, "@language": "{language}"}}'
        if not datatype:
            return f'{{"@value": {written}}}' if kind else written
        native = _NATIVE.get(datatype)
        if native and kind in ("", datatype) and native.fullmatch(text):
            return text
        if kind == datatype:
            return written
        return f'{{"@value": {written}, "type": {self._terms.types[token(datatype)]}}}'


def _order(member: tuple[Property, list[str]]) -> tuple[int, str]:
    return member[0].order


def _member(key: Property, texts: list[str], indent: str) -> str:
    if len(texts) == 1 and not key.always_list:
        return f"{key.key}: {texts[0]}"
    return f"{key.key}: {_array(texts, indent)}"


def _object(members: list[str], indent: str) -> str:
    if not members:
        return "{}"
    separator = f",\n{indent}{_STEP}"
    return f"{{\n{indent}{_STEP}{separator.join(members)}\n{indent}}}"


def _array(texts: list[str], indent: str) -> str:
    line = f"[{', '.join(texts)}]"
    if len(line) + len(indent) < 80 and "\n" not in line:  # noqa: PLR2004 - a line people read
        return line
    separator = f",\n{indent}{_STEP}"
    return f"[\n{indent}{_STEP}{separator.join(texts)}\n{indent}]"
