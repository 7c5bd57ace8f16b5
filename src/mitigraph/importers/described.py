"""Measures as a file of another format describes them, and the statements that make them.

What such a file says of a measure's actor, stage and so on is somebody's classification: each value
becomes an assessment by whoever published the file, whose method is not known. A file that says
that a measure rests on preliminary data makes preliminary assessments.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from mitigraph.importers.statements import (
    DEFINITION,
    IDENTIFIER,
    LABEL,
    PREF_LABEL,
    RDF_TYPE,
    Assessed,
    assessment,
    english,
)
from mitigraph.interchange import Entry
from mitigraph.interchange.catalogue import FACET_NAMES
from mitigraph.terms import BASE, MG, PREFIXES, Iri, Literal, Quad, identifier_datatype

__all__ = ["Described", "described_measures"]

_ALT_LABEL: Final = Iri(PREFIXES["skos"] + "altLabel")
_FOAF: Final = PREFIXES["foaf"]
#: How settled a statement is, the weakest first.
_WEAKEST_FIRST: Final = ("rejected", "preliminary", "curated", "published", "accepted")


@dataclass(frozen=True, slots=True)
class Described:
    """A measure.

    Attributes:
        iri: Its IRI.
        label: Its name.
        statement: What it asks for; empty where the file does not say.
        values: The concepts that it is classified by, of all facets, with whether each is residual.
        sources: The documents that describe it.
        identifiers: Its record numbers: the dataset's key and the number.
        alt_labels: Its other names.
        statuses: The review statuses that its classifications rest on.
    """

    iri: Iri
    label: str
    statement: str = ""
    values: tuple[tuple[Iri, bool], ...] = ()
    sources: tuple[Iri, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()
    alt_labels: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()

    @classmethod
    def of(cls, entry: Entry) -> Described:
        """Return what an export says of a measure of the graph."""
        concepts = [*entry.category, *(one for name in FACET_NAMES for one in entry.facet(name))]
        return cls(
            entry.iri,
            entry.title,
            entry.statement,
            tuple(sorted((one.iri, one.residual) for one in concepts)),
            tuple(Iri(f"{BASE}id/{source}") for source in entry.measure.source),
            entry.identifiers,
            entry.alt_labels,
            entry.measure.status,
        )

    @property
    def status(self) -> str:
        """The weakest of its statuses; "published" where none is stated."""
        known = [one for one in _WEAKEST_FIRST if one in self.statuses]
        return known[0] if known else "published"


def described_measures(
    measures: Iterable[Described], *, publisher: str, source: Iri
) -> Iterator[Quad]:
    """Yield the statements that measures are made of.

    Args:
        measures: The measures, in any order.
        publisher: Who published the file, a name; an organisation of that name is the assessor.
        source: What the assessments are from: the IRI of the file.
    """
    slug = "-".join("".join(c if c.isalnum() else " " for c in publisher.lower()).split())
    agent = Iri(f"{BASE}id/agent/{slug or 'unknown-publisher'}")
    yield Quad(agent, RDF_TYPE, Iri(_FOAF + "Organization"))
    yield Quad(agent, RDF_TYPE, Iri(PREFIXES["prov"] + "Organization"))
    yield Quad(agent, RDF_TYPE, Iri(PREFIXES["prov"] + "Agent"))
    yield Quad(agent, Iri(_FOAF + "name"), Literal(publisher or "Unknown publisher"))
    yield Quad(agent, LABEL, english(publisher or "Unknown publisher"))
    for one in sorted(measures, key=lambda one: one.iri):
        yield Quad(one.iri, RDF_TYPE, MG["Measure"])
        yield Quad(one.iri, PREF_LABEL, english(one.label))
        yield Quad(one.iri, LABEL, english(one.label))
        if one.statement:
            yield Quad(one.iri, DEFINITION, english(one.statement))
        for label in one.alt_labels:
            yield Quad(one.iri, _ALT_LABEL, english(label))
        for dataset, number in one.identifiers:
            yield Quad(one.iri, IDENTIFIER, Literal(number, identifier_datatype(dataset)))
        for document in one.sources:
            yield Quad(one.iri, MG["describedIn"], document)
        yield from _assessments(one, agent, source)


def _assessments(one: Described, agent: Iri, source: Iri) -> Iterator[Quad]:
    by = Assessed(
        assessor=agent, status=one.status, method="unknown", confidence="unknown", source=source
    )
    by_scheme: dict[Iri, list[tuple[Iri, bool]]] = {}
    for concept, residual in one.values:
        by_scheme.setdefault(_scheme(concept), []).append((concept, residual))
    for scheme, values in by_scheme.items():
        for ordinal, (concept, residual) in enumerate(values, 1):
            yield from assessment(
                one.iri,
                scheme,
                concept,
                "residual" if residual else "assigned",
                by,
                ordinal=ordinal,
                numbered=len(values) > 1,
            )


def _scheme(concept: Iri) -> Iri:
    parts: Sequence[str] = concept.removeprefix(BASE + "scheme/").split("/")
    return Iri(f"{BASE}scheme/{'/'.join(parts[:2])}")
