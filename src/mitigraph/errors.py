"""What can go wrong, as one tree of exceptions.

```
MitigraphError
├── DataError              bad input: file, place, code, reason, remedy
├── FaultyInputError       bad input with all its faults at once
├── UnknownTermError       an id or name that the graph does not hold; suggestions
│   └── AmbiguousTermError ... or that it holds more than once
├── UnsupportedFormatError a format name or file ending that nothing here reads or writes
├── QueryError             a query that is wrong or failed
│   ├── QueryTimeoutError  ... that took longer than its limit
│   └── QueryRefusedError  ... that asks for what the caller did not allow (SERVICE, LOAD)
├── StoreError             a store that can't be reached or can't do this
├── MissingExtraError      an optional dependency that isn't installed
├── MissingProgramError    a program outside Python that isn't there, such as Java
└── ValidationFailed       a graph that breaks a shape of severity Violation
```

Example:
    >>> try:
    ...     raise UnknownTermError("A1O19", kind="measure", suggestions=("mit-2025/A1019",))
    ... except MitigraphError as error:
    ...     print(error)
    no measure "A1O19"; did you mean mit-2025/A1019?
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

__all__ = [
    "AmbiguousTermError",
    "Code",
    "DataError",
    "FaultyInputError",
    "MissingExtraError",
    "MissingProgramError",
    "MitigraphError",
    "QueryError",
    "QueryRefusedError",
    "QueryTimeoutError",
    "StoreError",
    "UnknownTermError",
    "UnsupportedFormatError",
    "ValidationFailed",
]

#: The kinds of fault that a reader tells apart.
Code = Literal[
    "syntax",
    "schema",
    "missing-field",
    "bad-id",
    "duplicate-id",
    "dangling-ref",
    "unknown-term",
    "wrong-type",
    "version-mismatch",
    "empty-text",
    "encoding",
    "too-large",
    "unreadable",
    "refused",
]


class MitigraphError(Exception):
    """Any fault that mitigraph reports in words; `exit_code` is what the command line ends with."""

    exit_code = 2


class DataError(MitigraphError):
    """Input that can't be used, with all that a person needs to mend it.

    Args:
        reason: What is wrong, one clause, no full stop.
        path: The file (or "standard input") it is in.
        place: Line, row, cell or JSON pointer inside it, as a person says it: "line 4".
        code: The kind of fault.
        remedy: What to do about it.
    """

    def __init__(
        self,
        reason: str,
        *,
        path: str | None = None,
        place: str | None = None,
        code: Code = "syntax",
        remedy: str | None = None,
    ) -> None:
        self.reason, self.path, self.place, self.code, self.remedy = (
            reason,
            path,
            place,
            code,
            remedy,
        )
        where = ", ".join(part for part in (path, place) if part)
        super().__init__(
            (f"{where}: " if where else "")
            + f"{reason} [{code}]"
            + (f"; {remedy}" if remedy else "")
        )


class FaultyInputError(MitigraphError):
    """Input with faults that are told all at once, so that a person can mend them in one go.

    Args:
        path: The file.
        faults: Each of them, in the order of the file.
    """

    def __init__(self, path: str, faults: Sequence[DataError]) -> None:
        self.path, self.faults = path, tuple(faults)
        count = len(self.faults)
        head = f"{path}: {count} mistake{'s' if count != 1 else ''}"
        super().__init__("\n".join([head, *map(str, self.faults)]))


class UnknownTermError(MitigraphError):
    """An identifier, label or name that the graph does not hold.

    Args:
        term: What was asked for.
        kind: What it should have been: "measure", "actor", "query", ...
        suggestions: The nearest that exist, nearest first.
    """

    def __init__(self, term: str, *, kind: str, suggestions: Sequence[str] = ()) -> None:
        self.term, self.kind, self.suggestions = term, kind, tuple(suggestions)
        near = (
            f"; did you mean {' or '.join(self.suggestions)}?"
            if self.suggestions
            else "; nothing is close"
        )
        super().__init__(f'no {kind} "{term}"{near}')


class AmbiguousTermError(UnknownTermError):
    """A short name that means more than one thing; `suggestions` are the full ones."""

    def __init__(self, term: str, *, kind: str, suggestions: Sequence[str]) -> None:
        super().__init__(term, kind=kind, suggestions=suggestions)
        self.args = (f'{kind} "{term}" is ambiguous; say {" or ".join(suggestions)}',)


class UnsupportedFormatError(MitigraphError):
    """A format that mitigraph neither reads nor writes.

    Args:
        given: The format's name or the file's ending.
        known: The names that would do.
    """

    def __init__(self, given: str, *, known: Sequence[str]) -> None:
        self.given, self.known = given, tuple(known)
        super().__init__(f'unknown format "{given}"; known: {", ".join(self.known)}')


class QueryError(MitigraphError):
    """A query that can't be run or failed while it ran.

    Args:
        reason: What is wrong, with the place inside the query where it is known.
        query: The query's name, where it has one.
    """

    def __init__(self, reason: str, *, query: str | None = None) -> None:
        self.reason, self.query = reason, query
        super().__init__(f"query {query}: {reason}" if query else reason)


class QueryTimeoutError(QueryError):
    """A query that was stopped at its time limit."""


class QueryRefusedError(QueryError):
    """A query that would reach for the network or change data without leave of the caller."""


class StoreError(MitigraphError):
    """A store that can't be reached, or that can't do what was asked of it."""

    exit_code = 3


class MissingExtraError(MitigraphError):
    """An optional dependency that isn't installed.

    Args:
        extra: The extra's name in `pip install "mitigraph[...]"`.
        needed_for: What it is needed for.
    """

    exit_code = 3

    def __init__(self, extra: str, *, needed_for: str) -> None:
        self.extra, self.needed_for = extra, needed_for
        super().__init__(f'{needed_for} needs an extra: pip install "mitigraph[{extra}]"')


class MissingProgramError(MitigraphError):
    """A program outside Python that isn't installed, or doesn't work.

    Args:
        program: Its name.
        needed_for: What it is needed for.
        reason: What it said, where it is there but failed.
    """

    exit_code = 3

    def __init__(self, program: str, *, needed_for: str, reason: str = "") -> None:
        self.program, self.needed_for, self.reason = program, needed_for, reason
        missing = f"which failed: {reason}" if reason else "which was not found"
        super().__init__(f"{needed_for} needs {program}, {missing}")


class ValidationFailed(MitigraphError):  # noqa: N818 - it is a finding, not a malfunction
    """A graph that breaks at least one shape of severity Violation.

    Args:
        violations: How many results of severity Violation there are.
    """

    exit_code = 1

    def __init__(self, violations: int) -> None:
        self.violations = violations
        super().__init__(f"{violations} violation(s)")
