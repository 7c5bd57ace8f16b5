"""A SHACL constraint's query for one node, turned into one query for all of them.

SHACL runs the query of a `sh:sparql` constraint anew for each focus node, with `$this` bound
beforehand. The same text asks the same of all focus nodes at once if a pattern that binds `?this`
to them stands first in its WHERE group. Where a query would then mean something else (it counts or
limits over all its solutions), `set_based` says so and the constraint is left to pyshacl.

Sources:
    SHACL, section 5.3.1 and appendix A, pre-binding (https://www.w3.org/TR/shacl/#pre-binding).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mitigraph.errors import DataError
from mitigraph.terms import Iri, compact, n3

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["NotSetBasedError", "set_based"]

_TOKEN = re.compile(
    r"""
    (?P<text>"{3}(?:[^"\\]|\\.|"(?!""))*"{3} | '{3}(?:[^'\\]|\\.|'(?!''))*'{3}
        | "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*' )
    | (?P<iri><[^<>"{}|^`\\\s]*>)
    | (?P<comment>\#[^\n]*)
    | (?P<variable>[?$]\w+)
    | (?P<bracket>[{}()])
    | (?P<word>[A-Za-z_][\w.-]*:?[\w./-]*|:[\w.-]+)
    """,
    re.VERBOSE,
)
_AGGREGATES = frozenset({"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"})
_FORBIDDEN = frozenset({"MINUS", "VALUES", "SERVICE"})


class NotSetBasedError(Exception):
    """A query that can only be run for one focus node at a time."""


class _Token(NamedTuple):
    kind: str
    text: str
    start: int
    end: int


def set_based(
    select: str,
    *,
    targets: str,
    shape: Iri,
    path: str | None = None,
    prefixes: Sequence[tuple[str, str]] = (),
) -> str:
    """Return a constraint's query for all focus nodes.

    Args:
        select: The constraint's `sh:select`.
        targets: A graph pattern that binds `?this` to each focus node once.
        shape: The shape, which stands for `$currentShape`.
        path: The shape's path, which stands for `$PATH`.
        prefixes: The prefixes that the constraint declares, by name.

    Raises:
        NotSetBasedError: If the query would mean something else for all nodes at once.
        DataError: If the query breaks SHACL's rules for constraints.

    Example:
        >>> set_based(
        ...     "SELECT $this WHERE { $this <urn:p> ?x }",
        ...     targets="?this a <urn:C> .",
        ...     shape=Iri("urn:s"),
        ... )
        'SELECT ?this WHERE { ?this a <urn:C> . ?this <urn:p> ?x }'
    """
    where = _where(select, shape)
    pieces: list[str] = []
    last = 0
    for token in _tokens(select):
        replacement: str | None = None
        if token.kind == "variable":
            replacement = _variable(token.text[1:], shape, path)
        elif token.start == where:
            replacement = f"{{ {targets}"
        if replacement is not None:
            pieces += [select[last : token.start], replacement]
            last = token.end
    header = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in prefixes)
    return header + "".join(pieces) + select[last:]


def _tokens(text: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or ""
        if kind != "comment":
            yield _Token(kind, match.group(), match.start(), match.end())


def _variable(name: str, shape: Iri, path: str | None) -> str:
    if name == "currentShape":
        return n3(shape)
    if name == "shapesGraph":
        raise DataError(
            f"the rule of {compact(shape)} reads $shapesGraph, which is not supported",
            code="schema",
        )
    if name == "PATH":
        if path is None:
            raise DataError(
                f"the rule of {compact(shape)} reads $PATH, but the shape has no path",
                code="schema",
                remedy="move the rule into a property shape",
            )
        return path
    return f"?{name}"


class _Outline(NamedTuple):
    """Where the outermost WHERE group opens, the words outside of it, and all words."""

    opening: int | None
    outer: frozenset[str]
    words: frozenset[str]


def _outline(select: str) -> _Outline:
    braces = brackets = 0
    opening: int | None = None
    outer: set[str] = set()
    words: set[str] = set()
    for token in _tokens(select):
        if token.kind == "word":
            words.add(token.text.upper())
            if braces == 0:
                outer.add(token.text.upper())
        elif token.text in _DEPTH:
            if token.text == "{" and opening is None and brackets == 0:
                opening = token.start
            brace, bracket = _DEPTH[token.text]
            braces, brackets = braces + brace, brackets + bracket
    return _Outline(opening, frozenset(outer), frozenset(words))


_DEPTH = {"{": (1, 0), "}": (-1, 0), "(": (0, 1), ")": (0, -1)}


def _where(select: str, shape: Iri) -> int:
    """Return where the outermost WHERE group opens, having looked through the whole query."""
    opening, outer, words = _outline(select)
    if opening is None or "SELECT" not in outer:
        raise DataError(
            f"the rule of {compact(shape)} is no SELECT query",
            code="schema",
            remedy="write SELECT $this ... WHERE { ... }",
        )
    if broken := sorted(words & _FORBIDDEN):
        raise DataError(
            f"the rule of {compact(shape)} uses {broken[0]}, which SHACL forbids in constraints",
            code="schema",
            remedy="say it with FILTER NOT EXISTS or FILTER (... IN (...))",
        )
    if words & {"LIMIT", "OFFSET"}:
        raise NotSetBasedError("a limit counts the solutions of each node on its own")
    if outer & _AGGREGATES and "GROUP" not in outer:
        raise NotSetBasedError("an aggregate without GROUP BY has a row for each node")
    return opening
