"""The statements that importers make: cleaned text, measures, assessments, copied descriptions."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from mitigraph.terms import (
    BASE,
    MG,
    PREFIXES,
    Iri,
    Literal,
    Quad,
    Term,
    assessment_iri,
    concept_iri,
)

__all__ = [
    "Assessed",
    "assessment",
    "clean_line",
    "clean_text",
    "descriptions",
    "digest",
    "english",
    "measure_statements",
]

RDF_TYPE: Final = Iri(PREFIXES["rdf"] + "type")
PREF_LABEL: Final = Iri(PREFIXES["skos"] + "prefLabel")
LABEL: Final = Iri(PREFIXES["rdfs"] + "label")
DEFINITION: Final = Iri(PREFIXES["skos"] + "definition")
NOTE: Final = Iri(PREFIXES["skos"] + "note")
IDENTIFIER: Final = Iri(PREFIXES["dcterms"] + "identifier")
SOURCE: Final = Iri(PREFIXES["dcterms"] + "source")
_INTEGER: Final = Iri(PREFIXES["xsd"] + "integer")
_DATE_TIME: Final = Iri(PREFIXES["xsd"] + "dateTime")


def english(text: str) -> Literal:
    """Return text as an English literal."""
    return Literal(text, Iri(PREFIXES["rdf"] + "langString"), "en")


def clean_line(text: str) -> str:
    r"""Return text on one line: NFC, no control characters, runs of white space as one blank.

    Example:
        >>> clean_line("\tSupplier Risk  Assessment ")
        'Supplier Risk Assessment'
    """
    return " ".join(_printable(text).split())


def clean_text(text: str) -> str:
    r"""Return text with paragraphs kept: NFC, no control characters, trimmed lines.

    A single line break is a wrapped line unless the next line starts a list item; blank lines part
    paragraphs.

    Example:
        >>> clean_text("Assess the\nrisk. \n\n- first")
        'Assess the risk.\n\n- first'
    """
    paragraphs = re.split(r"\n\s*\n", _printable(text).replace("\r\n", "\n"))
    cleaned = []
    for paragraph in paragraphs:
        joined = re.sub(r"\n(?!\s*(?:[-•*\u2013\u2014]|\d+[.)]|[a-z][.)])\s)", " ", paragraph)
        lines = (" ".join(line.split()) for line in joined.split("\n"))
        cleaned.append("\n".join(line for line in lines if line))
    return "\n\n".join(paragraph for paragraph in cleaned if paragraph)


def _printable(text: str) -> str:
    kept = (
        character
        for character in unicodedata.normalize("NFC", text)
        if character in "\n\r\t" or unicodedata.category(character) != "Cc"
    )
    return "".join(kept)


def digest(*parts: str) -> Literal:
    """Return the SHA-256 of the untouched original, its parts joined by line feeds."""
    return Literal("sha256:" + hashlib.sha256("\n".join(parts).encode()).hexdigest())


def measure_statements(
    measure: Iri, *, label: str, identifier: Literal, source: Iri, definition: str | None
) -> Iterator[Quad]:
    """Yield what every measure has: type, label twice, identifier, source, definition."""
    yield Quad(measure, RDF_TYPE, MG["Measure"])
    yield Quad(measure, PREF_LABEL, english(label))
    yield Quad(measure, LABEL, english(label))
    yield Quad(measure, IDENTIFIER, identifier)
    yield Quad(measure, MG["describedIn"], source)
    if definition:
        yield Quad(measure, DEFINITION, english(definition))


@dataclass(frozen=True, slots=True)
class Assessed:
    """What is the same for all assessments of one import: who made them, when, how, how settled."""

    assessor: Iri
    status: str
    method: str
    confidence: str
    generated: str = ""
    source: Iri | None = None
    note: str | None = None


def assessment(  # noqa: PLR0913 - the four that make it, and how it is stated
    measure: Iri,
    scheme: Iri,
    concept: Iri | None,
    outcome: str,
    by: Assessed,
    *,
    rationale: str | None = None,
    ordinal: int = 1,
    numbered: bool = False,
) -> Iterator[Quad]:
    """Yield one `mg:ClassificationAssessment`.

    Args:
        measure: What is assessed.
        scheme: The scheme it is assessed in.
        concept: The value assigned; None unless `outcome` is "assigned" or "residual".
        outcome: A slug of the outcome scheme.
        by: Assessor, date, method, status.
        rationale: Why.
        ordinal: Number among the values that one assessor assigns, from 1.
        numbered: Whether the number is stated; only where there can be several.
    """
    node = assessment_iri(measure, scheme, by.assessor, by.generated, ordinal)
    statements: list[tuple[Iri, Term | None]] = [
        (RDF_TYPE, MG["ClassificationAssessment"]),
        (MG["assesses"], measure),
        (MG["inScheme"], scheme),
        (MG["outcome"], concept_iri("outcome", 1, outcome)),
        (MG["assigns"], concept),
        (MG["reviewStatus"], concept_iri("review-status", 1, by.status)),
        (MG["method"], concept_iri("method", 1, by.method)),
        (MG["confidenceLevel"], concept_iri("confidence", 1, by.confidence)),
        (Iri(PREFIXES["prov"] + "wasAttributedTo"), by.assessor),
        (
            Iri(PREFIXES["prov"] + "generatedAtTime"),
            Literal(by.generated, _DATE_TIME) if by.generated else None,
        ),
        (SOURCE, by.source),
        (MG["rationale"], english(rationale) if rationale else None),
        (MG["ordinal"], Literal(str(ordinal), _INTEGER) if numbered else None),
        (NOTE, english(by.note) if by.note else None),
    ]
    return (Quad(node, predicate, value) for predicate, value in statements if value is not None)


def descriptions(known: Iterable[Quad], wanted: Iterable[Iri]) -> list[Quad]:
    """Return all that `known` says of `wanted` and of the project's data that it leads to.

    A file that is made from others' records so carries the sources, authors and agents it names,
    in the very words of the shipped graph.
    """
    by_subject: dict[str, list[Quad]] = {}
    for quad in known:
        by_subject.setdefault(quad.subject, []).append(quad)
    found: list[Quad] = []
    seen: set[str] = set()
    open_ends: list[str] = sorted(set(wanted), reverse=True)
    while open_ends:
        subject = open_ends.pop()
        if subject in seen:
            continue
        seen.add(subject)
        for quad in by_subject.get(subject, ()):
            found.append(Quad(quad.subject, quad.predicate, quad.object))
            target = quad.object if isinstance(quad.object, Iri) else ""
            # A measure has its own row, or is none of this file's business.
            if target.startswith(BASE + "id/") and not target.startswith(BASE + "id/measure/"):
                open_ends.append(target)
    return found
