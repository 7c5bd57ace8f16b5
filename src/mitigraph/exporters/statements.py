"""The statements of a store as sorted N-Triples text, the common ground of all RDF writers.

A term stays the text that N-Triples gives it (a *token*) from the store to the file: nothing is
turned into an object for each term, which is what makes a writer slow, and no lexical form is ever
read and written anew.

Sources:
    RDF 1.1 N-Triples (https://www.w3.org/TR/n-triples/), RDF 1.1 N-Quads
    (https://www.w3.org/TR/n-quads/).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from typing import Final

from mitigraph.store.oxigraph import OxigraphStore
from mitigraph.store.protocol import RdfFormat, Store
from mitigraph.terms import BASE, PREFIXES

__all__ = [
    "DEFAULT_GRAPH",
    "PREFIXES_WRITTEN",
    "PREFIX_OF",
    "RDF_FIRST",
    "RDF_NIL",
    "RDF_REST",
    "RDF_TYPE",
    "Graphs",
    "Pairs",
    "by_subject",
    "iri_text",
    "literal_parts",
    "nquads",
    "of_store",
    "to_store",
    "token",
    "unescape",
]

#: Prefixes that documents use, by name. Names below BASE other than the vocabulary's have none:
#: they are written relative to it, or whole.
PREFIXES_WRITTEN: Final = {
    name: namespace
    for name, namespace in PREFIXES.items()
    if namespace == PREFIXES["mg"] or not namespace.startswith(BASE)
}
#: The same, the other way round.
PREFIX_OF: Final = {namespace: name for name, namespace in PREFIXES_WRITTEN.items()}

#: The name under which the default graph stands among the graphs.
DEFAULT_GRAPH: Final = ""

#: Statements `subject predicate object`, sorted and unique, by the token of their graph's name.
Graphs = dict[str, list[str]]

#: Predicate and object of each statement about one subject, the type first.
Pairs = list[tuple[str, str]]

_RDF: Final = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDF_TYPE: Final = _RDF + "type>"
RDF_FIRST: Final = _RDF + "first>"
RDF_REST: Final = _RDF + "rest>"
RDF_NIL: Final = _RDF + "nil>"

_ESCAPE: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_SHORT: Final = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


def of_store(store: Store, *, merged: bool) -> Graphs:
    """Return what a store holds.

    Args:
        store: Any store.
        merged: Whether all graphs become one, the default graph; a statement that stands in
            several graphs is then there once.

    Returns:
        The statements of each graph, sorted; graphs sorted by name, none of them empty.
    """
    found: dict[str, list[str]] = {}
    for line in _quads(store):
        # What follows the last blank is a graph's name unless it holds the end of a literal or is
        # the object itself: an IRI has neither blanks nor quotes in it.
        head, _, tail = line.rpartition(" ")
        if '"' in tail or head.count(" ") < 2:  # noqa: PLR2004 - subject, predicate
            head, tail = line, DEFAULT_GRAPH
        if merged:
            tail = DEFAULT_GRAPH
        if tail in found:
            found[tail].append(head)
        else:
            found[tail] = [head]
    for lines in found.values():
        lines.sort()
    return {name: list(dict.fromkeys(found[name])) for name in sorted(found)}


def _quads(store: Store) -> list[str]:
    """Return every quad as N-Quads writes it, without the full stop."""
    if isinstance(store, OxigraphStore):
        data = store.nquads()
    else:
        buffer = io.BytesIO()
        store.dump(buffer, RdfFormat.NQUADS)
        data = buffer.getvalue()
    # No token holds a bare line end, so this is the end of every statement and nothing else.
    lines = data.decode().split(" .\n")
    lines.pop()
    return lines


def to_store(graphs: Graphs) -> OxigraphStore:
    """Return a new store in memory that holds the statements in their graphs."""
    store = OxigraphStore()
    store.load(nquads(graphs), rdf_format=RdfFormat.NQUADS)
    return store


def nquads(graphs: Graphs) -> bytes:
    """Return the statements as N-Quads, those of the default graph as N-Triples."""
    return "".join(
        f"{line} {graph} .\n" if graph != DEFAULT_GRAPH else f"{line} .\n"
        for graph, lines in graphs.items()
        for line in lines
    ).encode()


def by_subject(lines: Iterable[str]) -> Iterator[tuple[str, Pairs]]:
    """Group sorted statements by subject; within one, types come first, then sorted predicates."""
    subject = ""
    types: Pairs = []
    others: Pairs = []
    for line in lines:
        this, predicate, value = line.split(" ", 2)
        if this != subject:
            if subject:
                yield subject, types + others
            subject, types, others = this, [], []
        if predicate == RDF_TYPE:
            types.append((predicate, value))
        else:
            others.append((predicate, value))
    if subject:
        yield subject, types + others


def unescape(text: str) -> str:
    r"""Return what escaped N-Triples text stands for.

    Example:
        >>> unescape("caf\\u00E9\\n") == "café\n"
        True
    """
    return _ESCAPE.sub(_unescaped, text) if "\\" in text else text


def _unescaped(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else _SHORT.get(match[3], match[3])


def token(iri: str) -> str:
    """Return the token of an IRI."""
    return f"<{iri}>"


def iri_text(iri: str) -> str:
    """Return the IRI of a token."""
    return unescape(iri[1:-1])


def literal_parts(literal: str) -> tuple[str, str, str]:
    """Split a literal's token into its quoted text still escaped, datatype and language.

    Both the datatype IRI (of `xsd:string`) and the language are empty where the token has none.

    Example:
        >>> literal_parts('"Deploy"@en'), literal_parts('"1"^^<urn:int>')
        (('Deploy', '', 'en'), ('1', 'urn:int', ''))
    """
    end = literal.rindex('"')
    rest = literal[end + 1 :]
    if rest.startswith("@"):
        return literal[1:end], "", rest[1:]
    return literal[1:end], iri_text(rest[2:]) if rest else "", ""
