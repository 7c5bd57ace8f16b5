"""What a check found: results, and the report that holds them.

Sources:
    SHACL, section 3.6, validation report (https://www.w3.org/TR/shacl/#validation-report).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from mitigraph.errors import ValidationFailed
from mitigraph.terms import BlankNode, Iri, Literal, Term

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Key", "Report", "Result", "Severity"]

_SH = "http://www.w3.org/ns/shacl#"


class Severity(Enum):
    """How grave a result is; the order is violation, warning, info.

    Example:
        >>> max(Severity.INFO, Severity.VIOLATION)
        <Severity.VIOLATION: 'violation'>
        >>> Severity.of("http://www.w3.org/ns/shacl#Warning")
        <Severity.WARNING: 'warning'>
    """

    VIOLATION = "violation"
    WARNING = "warning"
    INFO = "info"

    @property
    def iri(self) -> Iri:
        """The severity in the SHACL vocabulary."""
        return Iri(_SH + self.value.capitalize())

    @property
    def rank(self) -> int:
        """Place in a list that has the gravest first, from 0."""
        return list(Severity).index(self)

    @classmethod
    def of(cls, iri: str) -> Severity:
        """Return the severity that `iri` names; one of somebody's own counts as a violation."""
        return next((severity for severity in cls if severity.iri == iri), cls.VIOLATION)

    def __lt__(self, other: Severity) -> bool:
        return self.rank > other.rank


#: What makes a result this one, whatever engine found it: focus, path, value, component, shape.
Key = tuple[Term, str | None, Term | None, Iri, Iri]


@dataclass(frozen=True, slots=True)
class Result:
    """One place where the graph differs from what a shape asks for.

    Attributes:
        severity: How grave it is.
        focus: The node that was checked.
        focus_label: Its label (English, if there is one); None without a label.
        path: Where the fault is, seen from the focus node: a SPARQL property path with full IRIs.
        value: The value that is wrong; None where a value is missing or too many are there.
        message: What to do, as the shape says it.
        shape: The shape that is broken. A shape without an IRI has one made from its content.
        shape_name: Its name, or the name of the shape that it is part of.
        component: The kind of constraint: `sh:MinCountConstraintComponent`, ...
        file: The file in which the focus node is described, where it was looked for and found.
        line: The line of that file, from 1.
    """

    severity: Severity
    focus: Term
    focus_label: str | None
    path: str | None
    value: Term | None
    message: str
    shape: Iri
    shape_name: str
    component: Iri
    file: str | None = None
    line: int | None = None

    @property
    def key(self) -> Key:
        """What makes it this result; the same whichever engine found it."""
        return (self.focus, self.path, self.value, self.component, self.shape)

    @property
    def order(self) -> tuple[object, ...]:
        """Sort key: gravest first, then by shape, focus node, path, value, component."""
        return (
            self.severity.rank,
            self.shape,
            _text(self.focus),
            self.path or "",
            "" if self.value is None else _text(self.value),
            self.component,
            self.message,
        )


def _text(term: Term) -> str:
    """Return a text that sorts IRIs by their letters, then literals, then blank nodes."""
    if isinstance(term, Literal):
        return f"\uffff{term.n3()}"
    return f"\uffff\uffff{term}" if isinstance(term, BlankNode) else str(term)


@dataclass(frozen=True, slots=True)
class Report:
    """All results of one check, gravest first.

    Example:
        >>> report = Report()
        >>> report.conforms, report.counts()[Severity.VIOLATION]
        (True, 0)
    """

    results: tuple[Result, ...] = ()

    @classmethod
    def of(cls, results: Iterable[Result]) -> Report:
        """Return the report of these results: sorted, each one once."""
        return cls(tuple(sorted(set(results), key=lambda result: result.order)))

    @property
    def conforms(self) -> bool:
        """Whether there is no violation; warnings and notes do not count.

        SHACL itself is stricter: `sh:conforms` of the W3C report is false for any result.
        """
        return not any(result.severity is Severity.VIOLATION for result in self.results)

    def counts(self) -> dict[Severity, int]:
        """Return how many results there are of each severity, gravest first, zeros included."""
        return {
            severity: sum(result.severity is severity for result in self.results)
            for severity in Severity
        }

    def raise_for_violations(self) -> None:
        """Do nothing if the graph conforms.

        Raises:
            ValidationFailed: If there is at least one violation.
        """
        if not self.conforms:
            raise ValidationFailed(self.counts()[Severity.VIOLATION])

    def __len__(self) -> int:
        return len(self.results)
