"""The engines' own error messages, told as mitigraph's errors: what, where, and what to do."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, Final

from mitigraph.errors import Code, DataError, QueryError, StoreError
from mitigraph.store.guard import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["document_fault", "of_answers", "of_documents", "of_queries", "query_fault"]

_DOCUMENT_PLACE = re.compile(
    r"^Parser error at line (\d+)(?: between columns? (\d+) and (?:line \d+ )?(?:column )?\d+"
    r"| columns? (\d+)[^:]*)?[^:]*: "
)
_QUERY_PLACE = re.compile(r"^error at (\d+):(\d+): expected ", re.DOTALL)
_NEAR: Final = 24

#: What an engine's message says -> our code, reason and remedy. The first that fits is taken.
_KNOWN: Final[tuple[tuple[str, Code, str, str], ...]] = (
    (
        "LoadDocumentCallback",
        "refused",
        "the JSON-LD document refers to a remote context, which is never fetched",
        'put the content of the context into the document, under "@context"',
    ),
    (
        "buffer maximal size",
        "too-large",
        "a single token is longer than 16 MiB",
        "check for a quotation mark that is never closed, or split the text",
    ),
    (
        "Max stack size",
        "too-large",
        "brackets nest too deeply",
        "check for brackets that are never closed",
    ),
    ("UTF-8", "encoding", "the text is not UTF-8", "save the file as UTF-8"),
    ("invalid utf-8", "encoding", "the text is not UTF-8", "save the file as UTF-8"),
    (
        "No scheme found",
        "syntax",
        "a relative IRI, and nothing that it is relative to",
        "write the whole IRI, or declare a base at the top of the document",
    ),
)


@contextmanager
def of_documents(*kinds: type[Exception]) -> Iterator[None]:
    """Turn an engine's exceptions of these kinds into `DataError`."""
    try:
        yield
    except kinds as error:
        raise document_fault(error) from error


def document_fault(error: Exception) -> DataError:
    """Return what is wrong with a document, from the parser's message.

    Example:
        >>> document_fault(SyntaxError("Parser error at line 2 column 7: foo is not a subject"))
        DataError('line 2, column 7: foo is not a subject [syntax]')
    """
    text = str(error)
    found = _DOCUMENT_PLACE.match(text)
    place = None
    if found:
        column = found[2] or found[3]
        place = f"line {found[1]}" + (f", column {column}" if column else "")
        text = text[found.end() :]
    text = re.sub(r" \(line \d+\)$", "", text)
    for sign, code, reason, remedy in _KNOWN:
        if sign in text:
            return DataError(reason, place=place, code=code, remedy=remedy)
    return DataError(text.strip().rstrip("."), place=place)


@contextmanager
def of_queries(text: str) -> Iterator[None]:
    """Turn an engine's exceptions into `QueryError`, for the query `text`."""
    try:
        yield
    except (SyntaxError, ValueError, RuntimeError, OSError) as error:
        raise query_fault(error, text) from error


@contextmanager
def of_answers(stream: BinaryIO | None) -> Iterator[None]:
    """Turn an engine's exceptions while an answer is read into ours, and close its stream after."""
    try:
        yield
    except SyntaxError as error:
        raise StoreError(f"the answer broke off: {error}") from error
    except (ValueError, RuntimeError, OSError) as error:
        raise QueryError(str(error)) from error
    finally:
        if stream is not None:
            stream.close()


def query_fault(error: Exception, text: str) -> QueryError:
    """Return what is wrong with a query, from the parser's message.

    Example:
        >>> str(query_fault(SyntaxError("error at 1:7: expected CONSTRUCT"), "ASK { ?s }"))
        'not valid SPARQL at line 1, column 7, near "?s }"'
    """
    message = str(error)
    found = _QUERY_PLACE.match(message)
    if not found:
        return QueryError(message.strip())
    line, column = int(found[1]), int(found[2])
    lines = text.split("\n")
    start = sum(len(part) + 1 for part in lines[: line - 1]) + column - 1
    where = f"line {line}, column {column}"
    if "Prefix not found" in message:
        for token in tokens(text):
            if token.kind == "name" and token.start < start <= token.start + len(token.text):
                prefix = token.text.partition(":")[0]
                return QueryError(f'no PREFIX declares "{prefix}:", used before {where}')
    near = " ".join(text[start : start + _NEAR].split())
    end = f', near "{near}"' if near else ", where it ends too early"
    return QueryError(f"not valid SPARQL at {where}{end}")
