"""Values for the parameters of a query, put where its text has `VALUES ?name { UNDEF }`.

A `VALUES` block is the one way of binding that every SPARQL engine understands alike: engines'
own substitution fails for a variable that is not projected. The values are written by
`mitigraph.terms.n3`, which escapes literals and refuses characters that no IRI may hold, so no
value can end the block it stands in.

Two shortcuts keep optional parameters cheap; neither changes an answer of a query that says
DISTINCT or that groups. A filter of the form

```sparql
FILTER(!BOUND(?actor) || EXISTS { ?measure mg:underFacet ?actor })
```

is left out where `?actor` has no value, and becomes the pattern inside it where it has one, which
lets the engine start from the parameter instead of asking once for each measure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from mitigraph.errors import QueryError
from mitigraph.query.header import parse_header, split_header
from mitigraph.terms import BlankNode, Iri, Literal, Term, n3

__all__ = ["Values", "bind"]

#: What a parameter can be given: one term, several (any of them), or nothing.
Values = Term | Sequence[Term] | None

#: Strings, IRIs and comments are matched so that nothing inside them is taken for a block.
_TOKENS: Final = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|' + r"'''(?:[^'\\]|\\.|'(?!''))*'''|"
    r'"(?:[^"\\\n]|\\.)*"|' + r"'(?:[^'\\\n]|\\.)*'|"
    r"<[^<>\"{}|^`\\\s]*>|#[^\n]*|"
    r"\bVALUES\s+[?$](?P<block>\w+)\s*\{(?P<values>[^{}]*)\}|"
    r"\bFILTER\s*\(\s*!\s*BOUND\s*\(\s*[?$](?P<optional>\w+)\s*\)\s*\|\|\s*"
    r"EXISTS\s*\{(?P<pattern>[^{}]*)\}\s*\)",
    re.IGNORECASE | re.DOTALL,
)


def bind(text: str, params: Mapping[str, Values] | None = None, *, query: str | None = None) -> str:
    r"""Return a query with values for its parameters.

    Args:
        text: The query, with its header if it has one.
        params: Values by parameter; None and an empty sequence leave a parameter open, and where
            the text gives it a default the default stays.
        query: The query's name, for messages.

    Raises:
        QueryError: If a name is no parameter of the query, a required one is missing, or a value
            can't stand in a query.

    Example:
        >>> bind("SELECT * { VALUES ?s { UNDEF } ?s ?p ?o }", {"s": Iri("urn:a")})
        'SELECT * { VALUES ?s { <urn:a> } ?s ?p ?o }'
        >>> bind("SELECT * { VALUES ?o { UNDEF } ?s ?p ?o }", {"o": Literal('a" } #')})
        'SELECT * { VALUES ?o { "a\\" } #" } ?s ?p ?o }'
    """
    header, body = split_header(text)
    given = {name: tuple(_terms(values)) for name, values in (params or {}).items()}
    given = {name: values for name, values in given.items() if values}
    blocks = {found["block"] for found in _TOKENS.finditer(body) if found["block"]}
    # Few queries are wrong or demanding: the header is parsed for those alone.
    if (params and not params.keys() <= blocks) or "required" in header:
        _refuse(header, blocks, params or {}, given, query)
    try:
        written = {name: " ".join(n3(term) for term in terms) for name, terms in given.items()}
    except ValueError as error:
        raise QueryError(str(error), query=query) from error
    if any(isinstance(term, BlankNode) for terms in given.values() for term in terms):
        raise QueryError("a blank node can't be the value of a parameter", query=query)
    return text[: len(text) - len(body)] + _TOKENS.sub(lambda found: _put(found, written), body)


def _put(found: re.Match[str], written: Mapping[str, str]) -> str:
    if name := found["block"]:
        return f"VALUES ?{name} {{ {written[name]} }}" if name in written else found.group()
    if name := found["optional"]:
        return f"{{ {found['pattern'].strip()} }}" if name in written else ""
    return found.group()


def _terms(values: Values) -> Iterator[Term]:
    # A literal is a tuple and an IRI a string, hence terms first and sequences after them.
    if values is None:
        return
    several = (values,) if isinstance(values, (Iri, BlankNode, Literal)) else values
    for term in several:
        if not isinstance(term, (Iri, BlankNode, Literal)):
            raise QueryError(f"the value of a parameter is no RDF term: {term!r}")
        yield term


def _refuse(
    header: str,
    blocks: set[str],
    params: Mapping[str, Values],
    given: Mapping[str, tuple[Term, ...]],
    query: str | None,
) -> None:
    declared = parse_header(header, query=query).parameters
    known = ", ".join(declared or sorted(blocks)) or "none"
    for name in params:
        if name not in blocks or (declared and name not in declared):
            raise QueryError(f"no parameter {name}; known: {known}", query=query)
    for name, parameter in declared.items():
        if parameter.required and name not in given:
            raise QueryError(
                f"parameter {name} ({parameter.kind}) is required; known: {known}", query=query
            )
