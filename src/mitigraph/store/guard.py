"""What a query may not do unless the caller allows it: reach the network, or change data.

Engines run `SERVICE` and `LOAD` as soon as they meet them, and neither pyoxigraph nor rdflib can be
told not to. So the text is read first. A search for the word would refuse `"self service"` and
`ex:service`; this reads the tokens of SPARQL, skips strings, comments, IRIs, variables and
prefixed names, and then errs on the side of refusing, for engines are laxer than the grammar:
pyoxigraph takes `SERVICEex:endpoint {}` and `ex:a.b.SERVICE <e> {}` for federated queries.

Also refused: nesting so deep, or a chain of operators so long, that the parser would run out of
stack, which ends the whole process instead of raising an exception.

Sources:
    SPARQL 1.1 Query Language (https://www.w3.org/TR/sparql11-query/), sections 19.2 (escapes),
    19.4 (comments) and 19.8 (grammar).
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from mitigraph.errors import QueryError, QueryRefusedError
from mitigraph.terms import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "Inspected",
    "Token",
    "check_query",
    "check_update",
    "form_of",
    "tokens",
    "with_prefixes",
]

#: How deep brackets may nest, and how many operators one text may have. A parser in Rust ended the
#: process at some 1,500 brackets and 5,000 operators; people write some 20 and 100.
MAX_NESTING: Final = 100
MAX_OPERATORS: Final = 1_000

_LOCAL = r"(?:[\w:·‿⁀-]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%])"
_TOKEN = re.compile(
    rf"""
      (?P<skip> \s+ | \#[^\r\n]* )
    | (?P<iri> <[^<>"{{}}|^`\\\x00-\x20]*> )
    | (?P<string>
          \"\"\" (?: \"{{0,2}} (?: [^"\\] | \\. ) )* \"\"\"
        | '''    (?: '{{0,2}}  (?: [^'\\] | \\. ) )* '''
        | "(?: [^"\\\r\n] | \\. )*"
        | '(?: [^'\\\r\n] | \\. )*' )
    | (?P<variable> [?$]\w+ )
    | (?P<name> (?: _ | [^\W\d_] (?: [\w.·‿⁀-]* [\w·‿⁀-] )? )?
                : (?: {_LOCAL} (?: \.*{_LOCAL} )* )? )
    | (?P<language> @[A-Za-z]+ (?: -+[A-Za-z0-9]+ )* )
    | (?P<number> [0-9]+ )
    | (?P<word> [A-Za-z_]\w* )
    | (?P<mark> && | \|\| | . )
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_SUSPECT_QUERY = re.compile(r"service|from|\\u", re.IGNORECASE)
_SUSPECT_UPDATE = re.compile(r"service|load|\\u", re.IGNORECASE)
_OPERATOR_MARKS = frozenset({"+", "-", "*", "/", "!", "^", "|", "||", "&&", "=", "<", ">"})
_OPERATOR_WORDS = frozenset({"UNION", "OPTIONAL", "MINUS", "FILTER", "BIND"})
_QUERY_FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
_UPDATE_FORMS = frozenset(
    {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"}
)
_BEFORE_A_NAME = frozenset(
    {"GRAPH", "FROM", "NAMED", "WITH", "USING", "TO", "PREFIX", "ADD", "MOVE", "COPY"}
)


class Token(NamedTuple):
    """A token of SPARQL: its kind (a group of the grammar above), its text, where it starts."""

    kind: str
    text: str
    start: int


@dataclass(frozen=True, slots=True)
class Inspected:
    """What a text was found to say: whether it names its dataset by FROM or FROM NAMED."""

    names_dataset: bool = False


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of a SPARQL text without blanks and comments. Any text has tokens.

    Example:
        >>> [token.text for token in tokens("ASK { ?service ex:service 'self service' } # service")]
        ['ASK', '{', '?service', 'ex:service', "'self service'", '}']
    """
    for match in _TOKEN.finditer(text):
        if match.lastgroup != "skip":
            yield Token(str(match.lastgroup), match.group(), match.start())


def form_of(text: str) -> str:
    r"""Return the first word after the prologue: "SELECT", "INSERT", ...; empty if there is none.

    Example:
        >>> form_of("PREFIX ex: <http://example.org/> # SELECT\nASK {}")
        'ASK'
    """
    for token in tokens(text):
        word = token.text.upper()
        if token.kind == "word" and word not in ("PREFIX", "BASE", "VERSION"):
            return word
    return ""


def check_query(text: str, *, allow_service: bool = False) -> Inspected:
    """Refuse a query that is no query, reaches out without leave, or would break the parser.

    Raises:
        QueryRefusedError: If it uses `SERVICE` without leave, or is an update.
        QueryError: If it nests too deeply or is one too long chain of operators.

    Example:
        >>> check_query("SELECT * WHERE { ?s ?p 'self service' }")
        Inspected(names_dataset=False)
        >>> check_query("ASK { SERVICE <http://example.org/sparql> {} }")
        Traceback (most recent call last):
        ...
        mitigraph.errors.QueryRefusedError: SERVICE at line 1, column 7 would ask another endpoint
    """
    return _check(text, update=False, reach_out=allow_service)


def check_update(text: str, *, allow_load: bool = False) -> Inspected:
    """Refuse an update that reaches out by `LOAD` or `SERVICE` without leave, as `check_query`."""
    return _check(text, update=True, reach_out=allow_load)


@lru_cache(maxsize=512)
def _check(text: str, *, update: bool, reach_out: bool) -> Inspected:
    if not _is_suspect(text, update=update):
        return Inspected()
    found = list(tokens(text))
    _check_size(text, found)
    if not update and form_of(text) in _UPDATE_FORMS:
        raise QueryRefusedError("this is an update, which would change the graph; run it as one")
    if not reach_out:
        _check_reach(text, found, update=update)
        unescaped = _ESCAPE.sub(_unescape, text)
        if unescaped != text:
            # some engines replace \u0053 by S before they read anything else, some don't
            _check_reach(unescaped, list(tokens(unescaped)), update=update)
    return Inspected(names_dataset=_names_dataset(found))


def _is_suspect(text: str, *, update: bool) -> bool:
    """Whether a text is worth reading token by token; most aren't, and are let through at once."""
    return (
        (_SUSPECT_UPDATE if update else _SUSPECT_QUERY).search(text) is not None
        or sum(map(text.count, "{([")) > MAX_NESTING
        or sum(map(text.count, "+-*/!^|&=<>")) > MAX_OPERATORS
        or len(text) > 5 * MAX_OPERATORS
        or (not update and form_of(text) in _UPDATE_FORMS)
    )


def _check_size(text: str, found: list[Token]) -> None:
    depth = operators = 0
    for token in found:
        if token.kind == "mark":
            if token.text in "{([":
                depth += 1
                if depth > MAX_NESTING:
                    raise QueryError(
                        f"brackets nest more than {MAX_NESTING} deep at {_place(text, token.start)}"
                    )
            elif token.text in "})]":
                depth -= 1
            operators += token.text in _OPERATOR_MARKS
        elif token.kind == "word":
            operators += token.text.upper() in _OPERATOR_WORDS
    if operators > MAX_OPERATORS:
        raise QueryError(
            f"{operators} operators in one text; the limit is {MAX_OPERATORS}"
            " (many values belong into a VALUES block)"
        )


def _check_reach(text: str, found: list[Token], *, update: bool) -> None:
    depth = 0
    for number, token in enumerate(found):
        if token.kind == "mark":
            depth += (token.text == "{") - (token.text == "}")
        elif token.kind in ("word", "name"):
            if _is_service(found, number):
                raise QueryRefusedError(
                    f"SERVICE at {_place(text, token.start)} would ask another endpoint"
                )
            if update and _is_load(found, number, depth):
                raise QueryRefusedError(
                    f"LOAD at {_place(text, token.start)} would fetch a document"
                )


def _is_service(found: list[Token], number: int) -> bool:
    """Whether an engine could take the token for SERVICE, alone or run together with its kin."""
    token, lowered = found[number], found[number].text.lower()
    if "service" not in lowered:
        return False
    if token.kind == "word":
        return True
    prefix, _, local = lowered.partition(":")
    if "service" in prefix:
        return _follows(found, number, "{", within=1) and not _after_word(found, number)
    return ".service" in local and _follows(found, number, "{", within=3)


def _is_load(found: list[Token], number: int, depth: int) -> bool:
    token, lowered = found[number], found[number].text.lower()
    if token.kind == "word":
        return "load" in lowered
    return depth == 0 and "load" in lowered.partition(":")[0] and not _after_word(found, number)


def _after_word(found: list[Token], number: int) -> bool:
    return number > 0 and found[number - 1].text.upper() in _BEFORE_A_NAME


def _follows(found: list[Token], number: int, mark: str, *, within: int) -> bool:
    for token in found[number + 1 : number + 1 + within]:
        if token.text == mark:
            return True
        if token.text in (".", ";", ",", "}"):
            return False
    return False


def _names_dataset(found: list[Token]) -> bool:
    for token in found:
        if token.text == "{":
            return False
        if token.kind in ("word", "name") and token.text.upper().startswith("FROM"):
            return True
    return False


def _unescape(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code <= sys.maxunicode else match[0]


def _place(text: str, start: int) -> str:
    line = text.count("\n", 0, start) + 1
    column = start - text.rfind("\n", 0, start)
    return f"line {line}, column {column}"


def with_prefixes(text: str) -> str:
    """Return the text with a PREFIX for each of the project's prefixes that it uses undeclared.

    They stand on the first line, so that line numbers stay as they are.

    Example:
        >>> with_prefixes("ASK { ?c a skos:Concept }")
        'PREFIX skos: <http://www.w3.org/2004/02/skos/core#> ASK { ?c a skos:Concept }'
    """
    declared: set[str] = set()
    used: set[str] = set()
    before = ""
    for token in tokens(text):
        if token.kind == "name":
            prefix = token.text.partition(":")[0]
            (declared if before == "PREFIX" else used).add(prefix)
        before = token.text.upper()
    needed = [name for name in PREFIXES if name in used and name not in declared]
    return "".join(f"PREFIX {name}: <{PREFIXES[name]}> " for name in needed) + text
