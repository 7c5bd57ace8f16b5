"""Measures in the terms of a risk vocabulary (DPV, AIRO): what both exports have in common.

A measure keeps its IRI. Its types are what the alignment makes of `mg:Measure` and of the classes
of its facet values. Of the properties for facets only the one for risks is said in the terms of the
vocabulary, with the risk areas typed as its risks: those for actors and stages relate instances
there (who has carried a measure out, in which phase a system is), and a measure of ours names roles
and stages for which it is meant. Those are therefore said by mitigraph's own properties, and by
`dcterms:subject` with the terms of the vocabulary that are exact, broader or close matches of the
role, the stage or the category. Every match is also a statement of its own, in the words of the
mapping set, with the concept as its subject.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from mitigraph.errors import FaultyInputError
from mitigraph.exporters.alignment import Alignment, alignment_of, vocabulary_faults
from mitigraph.exporters.release_terms import (
    DATE_TIME,
    PRELIMINARY,
    distribution_iri,
    publisher_iri,
    rights,
    said,
    turtle,
)
from mitigraph.interchange import Catalogue, Entry, Loss, Rendered
from mitigraph.interchange.catalogue import FACET_NAMES
from mitigraph.model import FACETS, Concept, Source
from mitigraph.terms import (
    BASE,
    MG,
    PREFIXES,
    Iri,
    Literal,
    Quad,
    identifier_datatype,
)

__all__ = ["rendered"]

_TYPE: Final = Iri(PREFIXES["rdf"] + "type")
#: The facets whose values have terms in other vocabularies that a measure can be about.
_SUBJECTS: Final = ("category", "actor", "stage", "function")
_STATUS: Final = BASE + "scheme/review-status/1/"


def rendered(catalogue: Catalogue, name: str, title: str) -> Rendered:
    """Return the finished file.

    Args:
        catalogue: What is exported.
        name: The format, which is also the alignment's name.
        title: What the vocabulary is called.

    Raises:
        FaultyInputError: If a term is none of its vocabulary, or a reference leads nowhere.
    """
    document = _Document(catalogue, alignment_of(name))
    quads = sorted({*document.header(title), *document.statements()}, key=str)
    faults = list(vocabulary_faults(quads))
    if faults:
        raise FaultyInputError("export", faults)
    return Rendered.of(turtle(quads), len(catalogue.entries), [*document.losses(title)])


class _Document:
    """The statements of one export."""

    def __init__(self, catalogue: Catalogue, alignment: Alignment) -> None:
        self._catalogue, self._alignment = catalogue, alignment
        self._concepts = {
            one.id: one
            for one in (
                *catalogue.taxonomy.concepts,
                *(value for values in catalogue.facets.values() for value in values),
                *(value for entry in catalogue.entries for value in self._values(entry)),
            )
        }

        self._risks = {one.iri for one in catalogue.facets.get("risk", ())} | {
            one.iri for entry in catalogue.entries for one in entry.facet("risk")
        }

    @staticmethod
    def _values(entry: Entry) -> list[Concept]:
        return [*entry.category, *(one for name in FACET_NAMES for one in entry.facet(name))]

    def _upwards(self, concept: Concept) -> Iterator[Concept]:
        """Yield a concept and those above it."""
        above: Concept | None = concept
        seen: set[str] = set()
        while above is not None and above.id not in seen:
            seen.add(above.id)
            yield above
            above = self._concepts.get(above.broader or "")

    def header(self, title: str) -> Iterator[Quad]:
        """Yield what is said of the document itself."""
        release, taxonomy = self._catalogue.release, self._catalogue.taxonomy
        note = f"{taxonomy.label} is preliminary." if taxonomy.preliminary else ""
        name, publisher = self._alignment.name, publisher_iri(release)
        yield Quad(publisher, _TYPE, Iri(PREFIXES["foaf"] + "Agent"))
        yield from said(publisher, (("foaf:name", Literal(release.publisher)),))
        yield from said(
            distribution_iri(self._catalogue, name),
            (
                ("rdf:type", Iri(PREFIXES["dcat"] + "Distribution")),
                ("dcterms:title", f"{release.title}: measures in the terms of {title}"),
                ("dcterms:conformsTo", self._alignment.mapping_set.object_source),
                ("dcterms:source", self._alignment.mapping_set.mapping_set_id),
                ("dcterms:license", release.licence),
                ("dcterms:rights", rights(self._catalogue)),
                ("dcterms:bibliographicCitation", release.citation),
                ("dcterms:publisher", publisher),
                ("dcterms:modified", Literal(release.date, DATE_TIME)),
                ("dcat:version", Literal(release.version)),
                ("skos:editorialNote", note),
            ),
        )

    def statements(self) -> Iterator[Quad]:
        """Yield what is said of measures, concepts and sources."""
        used: dict[str, Concept] = {}
        for entry in self._catalogue.entries:
            yield from self._measure(entry)
            for value in self._values(entry):
                used |= {one.id: one for one in self._upwards(value)}
        used |= {one.id: one for one in self._catalogue.taxonomy.concepts}
        for concept in used.values():
            yield from self._concept(concept)
        yield from self._schemes(used.values())
        cited = {one for entry in self._catalogue.entries for one in entry.measure.source}
        known = {source.id: source for source in self._catalogue.sources}
        for name in cited:
            yield from _source(Iri(f"{BASE}id/{name}"), known.get(name))

    def _measure(self, entry: Entry) -> Iterator[Quad]:
        this, align = entry.iri, self._alignment
        yield from self._types(entry)
        for name in _SUBJECTS:
            for value in entry.category if name == "category" else entry.facet(name):
                for term in {term for one in self._upwards(value) for term in align.terms(one.iri)}:
                    yield Quad(this, Iri(PREFIXES["dcterms"] + "subject"), term)
        yield from said(
            this,
            (
                ("rdfs:label", entry.title),
                ("skos:prefLabel", entry.title),
                ("skos:definition", entry.statement),
                *(("skos:altLabel", label) for label in entry.alt_labels),
                *(
                    ("dcterms:identifier", Literal(number, identifier_datatype(dataset)))
                    for dataset, number in entry.identifiers
                ),
                *(("dcterms:source", Iri(f"{BASE}id/{one}")) for one in entry.measure.source),
                ("skos:editorialNote", PRELIMINARY if entry.measure.preliminary else ""),
            ),
        )
        for name, held in (
            ("category", entry.category),
            *((name, entry.facet(name)) for name in FACET_NAMES),
        ):
            for value in held:
                yield Quad(this, FACETS[name].iri, value.iri)
        risks = [risk.iri for risk in entry.facet("risk")]
        statuses = [Iri(_STATUS + status) for status in entry.measure.status]
        for ours, values in ((MG["riskArea"], risks), (MG["reviewStatus"], statuses)):
            for term in align.terms(ours):
                yield from (Quad(this, term, value) for value in values)

    def _types(self, entry: Entry) -> Iterator[Quad]:
        types = {MG["Measure"], *self._alignment.terms(MG["Measure"])}
        for value in self._values(entry):
            for one in self._upwards(value):
                types.update(self._alignment.above.get(_class(one), ()))
        yield from (Quad(entry.iri, _TYPE, one) for one in types)

    def _concept(self, concept: Concept) -> Iterator[Quad]:
        this = concept.iri
        above = self._concepts.get(concept.broader or "")
        yield from said(
            this,
            (
                ("rdf:type", Iri(PREFIXES["skos"] + "Concept")),
                ("rdfs:label", concept.label),
                ("skos:prefLabel", concept.label),
                ("skos:definition", concept.definition),
                ("skos:notation", Literal(concept.notation) if concept.notation else None),
                ("skos:broader", above.iri if above else None),
                ("skos:inScheme", _scheme(this)),
            ),
        )
        for row in self._alignment.rows.get(this, ()):
            yield Quad(this, row.predicate_id, row.object_id)
        if this in self._risks:
            for term in self._alignment.terms(MG["RiskArea"]):
                yield Quad(this, _TYPE, term)

    def _schemes(self, concepts: Iterable[Concept]) -> Iterator[Quad]:
        taxonomy = self._catalogue.taxonomy
        for scheme in {taxonomy.iri, *(_scheme(one.iri) for one in concepts)}:
            yield Quad(scheme, _TYPE, Iri(PREFIXES["skos"] + "ConceptScheme"))
        yield from said(
            taxonomy.iri,
            (
                ("rdfs:label", taxonomy.label),
                ("dcterms:description", taxonomy.description),
                ("dcterms:rights", taxonomy.owned),
                ("owl:versionInfo", Literal(taxonomy.version) if taxonomy.version else None),
                ("skos:editorialNote", "Preliminary." if taxonomy.preliminary else ""),
            ),
        )
        if self._alignment.terms(MG["reviewStatus"]):
            for status in sorted({s for e in self._catalogue.entries for s in e.measure.status}):
                this = Iri(_STATUS + status)
                yield from said(
                    this,
                    (
                        ("rdf:type", Iri(PREFIXES["skos"] + "Concept")),
                        ("skos:prefLabel", status.capitalize()),
                    ),
                )

    def losses(self, title: str) -> Iterator[Loss]:
        """Yield what has no term in the vocabulary."""
        entries = self._catalogue.entries
        for name in ("category", *FACET_NAMES):
            held = [
                one
                for entry in entries
                for one in (entry.category if name == "category" else entry.facet(name))
            ]
            yield Loss(
                f"{FACETS[name].plural} without a term of {title}",
                sum(not self._has_term(name, one) for one in held),
                "as-extension",
                f"mitigraph's own property {FACETS[name].name} leads to the concept",
            )
        said = bool(self._alignment.terms(MG["reviewStatus"]))
        yield Loss(
            "review statuses",
            0 if said else sum(len(entry.measure.status) for entry in entries),
            "as-text",
            "skos:editorialNote says whether one is preliminary, and no more",
        )
        yield Loss(
            "expert opinions",
            sum(len(entry.opinions) for entry in entries),
            "not",
            f"{title} has no term for what experts say of a measure",
        )
        yield Loss(
            "crosswalk rows",
            sum(len(one.mappings) for one in self._catalogue.mapping_sets),
            "not",
            "sssom-rdf writes them",
        )

    def _has_term(self, facet: str, concept: Concept) -> bool:
        if facet == "risk" and self._alignment.terms(MG["riskArea"]):
            return True
        return any(
            self._alignment.terms(one.iri) or self._alignment.above.get(_class(one))
            for one in self._upwards(concept)
        )


def _class(concept: Concept) -> Iri:
    """Return the class of the measures under a concept, which is derived from it."""
    return Iri(concept.iri.replace("/scheme/", "/class/", 1))


def _scheme(concept: Iri) -> Iri:
    """Return the scheme of a concept by its IRI, which ends with the code."""
    return Iri(concept.rpartition("/")[0])


def _source(this: Iri, source: Source | None) -> Iterator[Quad]:
    yield Quad(this, _TYPE, Iri(PREFIXES["dcterms"] + "BibliographicResource"))
    if source is not None:
        where = f"https://doi.org/{source.doi}" if source.doi else source.url
        yield from said(
            this,
            (
                ("rdfs:label", source.reference),
                ("dcterms:title", source.title),
                ("dcterms:bibliographicCitation", source.citation),
                ("rdfs:seeAlso", Iri(where) if where else None),
            ),
        )
