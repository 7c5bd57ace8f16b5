"""Writing a report: for people, for programs, for code scanners, and as RDF."""

from __future__ import annotations

import json
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final, TextIO

from mitigraph.errors import UnsupportedFormatError
from mitigraph.terms import BASE, BlankNode, Iri, Literal, Term, compact
from mitigraph.validate.paths import readable_path
from mitigraph.validate.report import Report, Result, Severity
from mitigraph.validate.sarif import sarif_log
from mitigraph.validate.turtle import turtle_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["FORMATS", "report_object", "write"]

#: So many results of one shape are shown to people, unless they ask for all.
_SHOWN: Final = 5


def write(report: Report, target: TextIO, form: str = "human", *, verbose: bool = False) -> None:
    """Write a report.

    Args:
        report: What was found.
        target: Where the text goes.
        form: One of `FORMATS`: "human", "json", "sarif" (SARIF 2.1.0) or "ttl" (a W3C validation
            report in Turtle).
        verbose: Whether "human" shows each result, not only the first of each shape.

    Raises:
        UnsupportedFormatError: If the form is not known.

    Example:
        >>> import sys
        >>> write(Report(), sys.stdout)
        0 violations, 0 warnings, 0 notes
    """
    if form not in FORMATS:
        raise UnsupportedFormatError(form, known=list(FORMATS))
    if form == "human":
        target.write(_human(report, None if verbose else _SHOWN))
    else:
        target.write(_WRITERS[form](report))


def report_object(report: Report) -> dict[str, Any]:
    """Return a report as an object for JSON.

    Returns:
        `conforms` (no violation), `counts` by severity, and `results`, each with `severity`,
        `focus` (IRI, or `_:` and a label), `id` (the IRI in short), `label`, `path` (a SPARQL
        property path), `value` (null, or an object with `type`, `value` and for literals `datatype`
        and `language`), `message`, `shape`, `shapeName`, `component`, `file`, `line`. What is not
        known is null.
    """
    return {
        "conforms": report.conforms,
        "counts": {severity.value: count for severity, count in report.counts().items()},
        "results": [
            {
                "severity": result.severity.value,
                "focus": _plain(result.focus),
                "id": _short(result.focus),
                "label": result.focus_label,
                "path": result.path,
                "value": None if result.value is None else _value(result.value),
                "message": result.message,
                "shape": result.shape,
                "shapeName": result.shape_name,
                "component": result.component,
                "file": result.file,
                "line": result.line,
            }
            for result in report.results
        ],
    }


def _plain(term: Term) -> str:
    return f"_:{term}" if isinstance(term, BlankNode) else str(term)


def _short(term: Term) -> str:
    return compact(term) if isinstance(term, Iri) else _plain(term)


def _value(term: Term) -> dict[str, str]:
    """Return a term as SPARQL's JSON results write it."""
    if isinstance(term, Iri):
        return {"type": "uri", "value": str(term)}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": str(term)}
    if term.language:
        return {"type": "literal", "value": term.value, "xml:lang": term.language}
    return {"type": "literal", "value": term.value, "datatype": str(term.datatype)}


def _json(report: Report) -> str:
    return json.dumps(report_object(report), ensure_ascii=False, indent=2) + "\n"


def _sarif(report: Report) -> str:
    return json.dumps(sarif_log(report), ensure_ascii=False, indent=2) + "\n"


_WRITERS: Final[dict[str, Callable[[Report], str]]] = {
    "json": _json,
    "sarif": _sarif,
    "ttl": turtle_text,
}
#: The forms that `write` knows.
FORMATS: Final = ("human", *_WRITERS)


def _human(report: Report, shown: int | None) -> str:
    lines: list[str] = []
    for (severity, shape), group in groupby(
        report.results, key=lambda result: (result.severity, result.shape)
    ):
        lines += [*_block(severity, shape, list(group), shown), ""]
    counts = report.counts()
    lines.append(
        ", ".join(
            f"{counts[severity]} {noun if counts[severity] == 1 else noun + 's'}"
            for severity, noun in _NOUNS.items()
        )
    )
    return "\n".join(lines) + "\n"


_NOUNS: Final = {
    Severity.VIOLATION: "violation",
    Severity.WARNING: "warning",
    Severity.INFO: "note",
}


def _block(
    severity: Severity, shape: Iri, results: Sequence[Result], shown: int | None
) -> list[str]:
    """Return the lines on one shape: a heading, the remedy if it is one for all, the results."""
    lines = [f"{severity.value}: {results[0].shape_name} [{compact(shape)}]"]
    messages = {result.message for result in results}
    common = messages.pop() if len(messages) == 1 else None
    if common is not None:
        lines.append(f"  {_readable(common)}")
    for result in results[:shown]:
        lines.append(f"  - {_place(result)}")
        if common is None:
            lines.append(f"    {_readable(result.message)}")
    if shown is not None and len(results) > shown:
        lines.append(f"  ... and {len(results) - shown} more")
    return lines


def _place(result: Result) -> str:
    """Return one line on a result: node, label, path, value, file and line."""
    parts = [_short(result.focus)]
    if result.focus_label:
        parts.append(f'"{result.focus_label}"')
    what = readable_path(result.path) if result.path else ""
    if result.value is not None and result.value != result.focus:
        value = result.value.n3() if isinstance(result.value, Literal) else _short(result.value)
        what = f"{what} = {_cut(value)}" if what else _cut(value)
    if what:
        parts.append(what)
    if result.file:
        parts.append(f"({result.file}:{result.line})")
    return "  ".join(parts)


def _cut(text: str, length: int = 80) -> str:
    return text if len(text) <= length else text[: length - 3] + "..."


def _readable(message: str) -> str:
    """Return a message with the project's own IRIs in short."""
    return " ".join(compact(word) if word.startswith(BASE) else word for word in message.split(" "))
