"""A report as the W3C describes it, in Turtle, with IRIs for the report and its results.

Sources:
    SHACL, section 3.6 (https://www.w3.org/TR/shacl/#validation-report).
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from mitigraph.terms import BASE, Literal, n3
from mitigraph.validate.paths import turtle_path
from mitigraph.validate.sarif import fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitigraph.validate.report import Report, Result

__all__ = ["turtle_text"]


def turtle_text(report: Report) -> str:
    """Return the report as Turtle; the same report gives the same bytes.

    `sh:conforms` is true only if there is no result of any severity, as SHACL has it. The IRIs of
    the report and of its results are hashes of their content. A path that is more than one property
    is written with blank nodes, for SHACL asks for that.
    """
    names = [f"<{BASE}id/result/{fingerprint(result)}>" for result in report.results]
    digest = hashlib.sha256("\n".join(names).encode()).hexdigest()[:32]
    lines = ["@prefix sh: <http://www.w3.org/ns/shacl#> .", ""]
    about = [
        "a sh:ValidationReport",
        f"sh:conforms {'false' if report.results else 'true'}",
        *([f"sh:result {', '.join(names)}"] if names else []),
    ]
    lines.append(_block(f"<{BASE}id/report/{digest}>", about))
    for name, result in zip(names, report.results, strict=True):
        lines.append(_block(name, list(_statements(result))))
    return "\n".join(lines)


def _block(subject: str, statements: list[str]) -> str:
    return f"{subject} " + " ;\n    ".join(statements) + " .\n"


def _statements(result: Result) -> Iterator[str]:
    yield "a sh:ValidationResult"
    yield f"sh:focusNode {n3(result.focus)}"
    if result.path is not None:
        yield f"sh:resultPath {turtle_path(result.path)}"
    if result.value is not None:
        yield f"sh:value {n3(result.value)}"
    yield f"sh:resultSeverity {n3(result.severity.iri)}"
    yield f"sh:sourceShape {n3(result.shape)}"
    yield f"sh:sourceConstraintComponent {n3(result.component)}"
    yield f"sh:resultMessage {Literal(result.message).n3()}"
