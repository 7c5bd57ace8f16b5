"""The file and line where a node is described.

A parser does not tell where it read a triple. So the text is looked through once, for the nodes
that a report names and no others: the first line on which one of them stands as a subject. This
reads the layout that people and writers use (a statement begins on a line of its own), not all that
Turtle allows; a node that is written in another way has no line.

Sources:
    RDF 1.1 Turtle, section 6.5 (https://www.w3.org/TR/turtle/#sec-grammar-grammar).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mitigraph.errors import UnsupportedFormatError
from mitigraph.reader import rdf_format_of
from mitigraph.store.protocol import RdfFormat
from mitigraph.terms import Iri, Term

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from pathlib import Path

__all__ = ["Place", "locate"]


class Place(NamedTuple):
    """A line of a file, from 1."""

    file: str
    line: int


_BY_LINE = (RdfFormat.TURTLE, RdfFormat.TRIG, RdfFormat.NTRIPLES, RdfFormat.NQUADS)
_DECLARATION = re.compile(
    r"\s*@?(?:prefix\s+(?P<prefix>[\w.-]*):|base)\s*<(?P<iri>[^<>]*)>", re.IGNORECASE
)
_SUBJECT = re.compile(
    r"(?P<indent>\s*)(?:<(?P<iri>[^<>\s]*)>|(?P<prefix>[\w.-]*):(?P<local>(?:[^\s;,{}\[\]()\"'\\]|\\.)*))"
    r"(?=\s|$)(?!\s*\{)"
)
_LONG_TEXT = re.compile(r"\"{3}|'{3}")
_COMMENT = re.compile(r"(?:^|\s)#.*")
_ESCAPED = re.compile(r"\\(.)")
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def locate(nodes: Collection[Term], files: Sequence[Path]) -> dict[Term, Place]:
    """Return where nodes are first described, in the order of the files.

    Args:
        nodes: The nodes to look for.
        files: Files to look in; those in no line-based format are passed over.

    Returns:
        The place of each node that was found.
    """
    places: dict[Term, Place] = {}
    for path in files:
        missing = set(nodes) - places.keys()
        if not missing:
            break
        if _by_line(path):
            with path.open(encoding="utf-8", errors="replace") as lines:
                for node, number in _first_lines(lines, missing):
                    places[node] = Place(str(path), number)
    return places


def _by_line(path: Path) -> bool:
    try:
        return path.suffix != ".gz" and rdf_format_of(path) in _BY_LINE
    except UnsupportedFormatError:
        return False


def _first_lines(lines: Iterable[str], missing: set[Term]) -> Iterator[tuple[Iri, int]]:
    """Yield each of the nodes with its line, in the order of the lines; empties `missing`."""
    base = ""
    prefixes: dict[str, str] = {}
    closed = True  # the statement before this line has ended
    inside = ""  # the quotes of a text that goes on over lines
    for number, line in enumerate(lines, 1):
        if not inside:
            declaration = _DECLARATION.match(line)
            if declaration:
                iri = _resolved(declaration["iri"], base)
                if declaration["prefix"] is None:
                    base = iri
                else:
                    prefixes[declaration["prefix"]] = iri
            elif subject := _SUBJECT.match(line):
                node = _node(subject, base, prefixes)
                if node in missing and (closed or not subject["indent"]):
                    missing.discard(node)
                    yield node, number
                    if not missing:
                        return
        inside = _open_quotes(line, inside)
        bare = _COMMENT.sub("", line).rstrip()
        if bare:
            closed = not inside and bare.endswith((".", "{", "}"))


def _node(subject: re.Match[str], base: str, prefixes: dict[str, str]) -> Iri:
    if subject["iri"] is not None:
        return Iri(_resolved(subject["iri"], base))
    namespace = prefixes.get(subject["prefix"])
    return Iri("" if namespace is None else namespace + _ESCAPED.sub(r"\1", subject["local"]))


def _resolved(iri: str, base: str) -> str:
    """Return an IRI made absolute where that is a matter of putting the base before it."""
    if _ABSOLUTE.match(iri):
        return iri
    return (
        base.partition("#")[0] + iri if iri.startswith("#") else base.rpartition("/")[0] + "/" + iri
    )


def _open_quotes(line: str, inside: str) -> str:
    """Return the quotes of the long text that is open at the end of a line; empty if none is."""
    for quotes in _LONG_TEXT.findall(line):
        if not inside:
            inside = quotes
        elif inside == quotes:
            inside = ""
    return inside
