"""The answer of a query, written as it streams in.

Sources:
    SPARQL 1.1 Query Results JSON Format (https://www.w3.org/TR/sparql11-results-json/).
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import BinaryIO, Final

from mitigraph.store.oxigraph import serialize
from mitigraph.store.protocol import RdfFormat, Row, Solutions, Triples
from mitigraph.terms import PREFIXES, BlankNode, Iri, Literal, Term, compact
from mitigraph.view.table import write_rows

__all__ = ["native", "write_ask", "write_solutions", "write_triples"]

_XSD: Final = PREFIXES["xsd"]
_INTEGERS: Final = {Iri(_XSD + name) for name in ("integer", "int", "long", "nonNegativeInteger")}
_FLOATS: Final = {Iri(_XSD + name) for name in ("decimal", "double", "float")}
_BOOLEAN: Final = Iri(_XSD + "boolean")


def native(term: Term | None) -> str | int | float | bool | None:
    """Return a term as a JSON value: numbers and booleans as such, all else as text.

    Example:
        >>> native(Literal("3", Iri("http://www.w3.org/2001/XMLSchema#integer")))
        3
    """
    if term is None:
        return None
    if isinstance(term, Literal):
        try:
            if term.datatype in _INTEGERS:
                return int(term.value)
            if term.datatype in _FLOATS:
                number = float(term.value)
                return number if number - number == 0 else term.value
        except ValueError:
            return term.value
        return term.value in ("true", "1") if term.datatype == _BOOLEAN else term.value
    return f"_:{term}" if isinstance(term, BlankNode) else str(term)


def write_solutions(answer: Solutions, target: BinaryIO, layout: str) -> int:
    """Write the rows of a SELECT and return how many there were.

    Args:
        answer: The rows.
        target: Where to.
        layout: "srj" for the W3C JSON format, or a name of `mitigraph.view.table.FORMATS`: "json"
            is an array of objects keyed by variable. Tables shorten IRIs, the others keep them.
    """
    text = io.TextIOWrapper(target, encoding="utf-8", newline="\n", write_through=True)
    try:
        if layout == "srj":
            return _write_srj(answer, text)
        short = layout in ("table", "md")
        rows = (
            {
                name: compact(term) if short and isinstance(term, Iri) else native(term)
                for name, term in zip(answer.variables, row, strict=True)
            }
            for row in answer
        )
        return write_rows(rows, answer.variables, to=text, layout=layout, width=None)
    finally:
        text.detach()


def _write_srj(answer: Solutions, text: io.TextIOWrapper) -> int:
    variables = list(answer.variables)
    text.write(f'{{"head": {json.dumps({"vars": variables})}, "results": {{"bindings": [')
    count = 0
    for count, row in enumerate(answer, 1):
        text.write(
            ("," if count > 1 else "")
            + "\n"
            + json.dumps(_binding(variables, row), ensure_ascii=False)
        )
    text.write("\n]}}\n")
    return count


def _binding(variables: list[str], row: Row) -> dict[str, dict[str, str]]:
    found = {}
    for name, term in zip(variables, row, strict=True):
        if term is None:
            continue
        if isinstance(term, Literal):
            found[name] = {"type": "literal", "value": term.value}
            if term.language:
                found[name]["xml:lang"] = term.language
            elif term.datatype != _XSD + "string":
                found[name]["datatype"] = str(term.datatype)
        else:
            kind = "bnode" if isinstance(term, BlankNode) else "uri"
            found[name] = {"type": kind, "value": str(term)}
    return found


def write_ask(answer: bool, target: BinaryIO, layout: str) -> None:  # noqa: FBT001 - it is the answer
    """Write the answer of an ASK: "true" or "false", or the W3C JSON object for "srj"."""
    text = json.dumps({"head": {}, "boolean": answer}) if layout == "srj" else json.dumps(answer)
    target.write(f"{text}\n".encode())


def write_triples(answer: Triples, target: BinaryIO, layout: str) -> None:
    """Write the statements of a CONSTRUCT as "turtle", "ntriples" or expanded "jsonld", sorted."""
    rdf_format = next(found for found in RdfFormat if found.label == layout)
    ordered: Iterator = iter(sorted(answer, key=lambda quad: tuple(map(str, quad[:3]))))  # type: ignore[type-arg]
    serialize(ordered, target, rdf_format)
