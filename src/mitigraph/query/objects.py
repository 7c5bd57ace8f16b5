"""Rows of named queries as objects of the model: a concept, a source, an opinion."""

from __future__ import annotations

from mitigraph.model import Concept, Opinion, Source
from mitigraph.query.rows import NamedRow
from mitigraph.terms import compact

__all__ = ["concept_of", "opinion_of", "parts", "slug_of", "source_of"]


def concept_of(row: NamedRow) -> Concept:
    """Return the concept of a row of `concepts`."""
    iri, broader = row.iri("concept"), row.text("broader")
    return Concept(
        iri,
        compact(iri),
        row.text("label") or compact(iri),
        row.text("notation"),
        row.text("definition"),
        residual=row.flag("residual"),
        broader=compact(broader) if broader else None,
        deprecated=row.flag("deprecated"),
    )


def source_of(row: NamedRow) -> Source:
    """Return the document of a row of `source`."""
    iri = row.iri("source")
    return Source(
        iri,
        compact(iri),
        row.text("shortReference") or compact(iri),
        row.text("title") or "",
        parts(row, "authors"),
        row.text("authorsComplete") is None or row.flag("authorsComplete"),
        row.text("issued"),
        row.text("doi"),
        row.text("url"),
        row.text("documentType"),
    )


def opinion_of(row: NamedRow) -> Opinion:
    """Return the opinion of a row of `opinions`."""
    iri = row.iri("opinion")
    return Opinion(
        iri,
        compact(iri),
        row.count("ordinal"),
        slug_of(row.text("stance")),
        row.text("quantifierLabel") or slug_of(row.text("quantifier")),
        row.text("claim") or "",
        themes=parts(row, "themes"),
        risk_areas=parts(row, "riskAreas"),
        stronger_for=parts(row, "strongerFor"),
        weaker_for=parts(row, "weakerFor"),
        panel=row.text("panelLabel"),
        source=row.text("shortReference"),
        status=slug_of(row.text("status")),
    )


def parts(row: NamedRow, name: str) -> tuple[str, ...]:
    """Return the texts that a query has joined by "; " in one cell; none if it is unbound."""
    return tuple(part for part in (row.text(name) or "").split("; ") if part)


def slug_of(iri: str | None) -> str:
    """Return the last part of an IRI, which is a word in the schemes of values; "" for None."""
    return (iri or "").rpartition("/")[2]
