"""RDF/XML: one `rdf:Description` a subject, plain XML 1.0.

XML can't say everything that RDF can: a predicate has to end in an XML name, and most control
characters may not occur at all. Such a statement is refused, never changed.

Sources:
    RDF 1.1 XML Syntax (https://www.w3.org/TR/rdf-syntax-grammar/), XML 1.0 (Fifth Edition),
    productions 2 (Char) and 5 (Name) (https://www.w3.org/TR/xml/).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO, Final

from mitigraph.errors import DataError
from mitigraph.exporters.statements import (
    DEFAULT_GRAPH,
    PREFIX_OF,
    PREFIXES_WRITTEN,
    Graphs,
    by_subject,
    iri_text,
    literal_parts,
    unescape,
)

__all__ = ["write_rdfxml"]


# XML names without the colon; the parts of them that are rare outside ASCII are kept to letters.
_LOCAL_NAME: Final = re.compile(r"[^\W\d][\w.\-]*\Z")
_FORBIDDEN: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Not left as they are: a parser turns a bare carriage return into a line feed, and in an attribute
# tabs and line feeds into blanks.
_ESCAPED: Final = re.compile('[&<>"\t\r\x7f-\x9f\u2028]')
_ENTITIES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
_PIECES: Final = 500


def write_rdfxml(graphs: Graphs, target: BinaryIO) -> None:
    """Write the statements of one graph as RDF/XML.

    Args:
        graphs: The default graph alone; blank nodes already labelled.
        target: What takes the bytes (UTF-8).

    Raises:
        DataError: If a predicate can't be an XML element, or a literal or IRI holds a character
            that XML doesn't have.
    """
    pieces = _document(graphs.get(DEFAULT_GRAPH, []))
    while text := "".join(islice(pieces, _PIECES)):
        target.write(text.encode())


def _document(lines: list[str]) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF'
    for name, namespace in PREFIXES_WRITTEN.items():
        yield f'\n    xmlns:{name}="{namespace}"'
    yield ">\n"
    elements: dict[str, tuple[str, str]] = {}
    for subject, pairs in by_subject(lines):
        yield f"  <rdf:Description {_reference(subject, 'about')}>\n"
        for predicate, value in pairs:
            if predicate not in elements:
                elements[predicate] = _element(predicate)
            name, declaration = elements[predicate]
            yield f"    <{name}{declaration}{_content(value, name, subject)}\n"
        yield "  </rdf:Description>\n"
    yield "</rdf:RDF>\n"


def _reference(name: str, attribute: str) -> str:
    if name.startswith("_:"):
        return f'rdf:nodeID="{name[2:]}"'
    return f'rdf:{attribute}="{_escape(iri_text(name), name)}"'


def _content(value: str, name: str, subject: str) -> str:
    if value[0] != '"':
        return f" {_reference(value, 'resource')}/>"
    text, datatype, language = literal_parts(value)
    written = _escape(unescape(text), subject)
    if language:
        return f' xml:lang="{language}">{written}</{name}>'
    if datatype:
        return f' rdf:datatype="{_escape(datatype, subject)}">{written}</{name}>'
    return f">{written}</{name}>"


def _element(predicate: str) -> tuple[str, str]:
    """Return a predicate's element name, and its namespace declaration where it needs one."""
    iri = iri_text(predicate)
    # The longest ending that is a name: the first place after which nothing but a name follows.
    for start in range(len(iri)):
        if not _LOCAL_NAME.match(iri, start):
            continue
        before = iri[start - 1] if start else ""
        if before and (before.isalnum() or before in "_.-"):
            continue
        namespace, local = iri[:start], iri[start:]
        if not namespace:
            break
        if namespace in PREFIX_OF:
            return f"{PREFIX_OF[namespace]}:{local}", ""
        return f"p:{local}", f' xmlns:p="{_escape(namespace, predicate)}"'
    raise DataError(
        f"RDF/XML can't name the property {iri}: it does not end in an XML name",
        code="refused",
        remedy="export to turtle, ntriples or jsonld instead",
    )


def _escape(text: str, where: str) -> str:
    found = _FORBIDDEN.search(text)
    if found:
        raise DataError(
            f"RDF/XML can't hold the character U+{ord(found.group()):04X} in what is said of "
            f"{where}",
            code="refused",
            remedy="export to turtle, ntriples or jsonld instead, or mend the text",
        )
    return _ESCAPED.sub(_entity, text)


def _entity(match: re.Match[str]) -> str:
    return _ENTITIES.get(match.group()) or f"&#{ord(match.group())};"
