"""A description of the data set for catalogues: one data set, one distribution a format.

The data set can't be had at any address yet: its landing page and each access URL are the IRI that
it will be at. Documents that describe measures are `dcterms:references`, the data sets that they
were taken from `prov:wasDerivedFrom`: DCAT-AP takes none but fully described data sets as a
`dcterms:source`.

Sources:
    DCAT 3 (https://www.w3.org/TR/vocab-dcat-3/); DCAT-AP 3.0.1
    (https://semiceu.github.io/DCAT-AP/releases/3.0.1/); IANA's registry of media types.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from mitigraph.errors import DataError, FaultyInputError
from mitigraph.exporters.registry import FORMATS
from mitigraph.exporters.release_terms import (
    DATASET,
    DATE_TIME,
    distribution_iri,
    publisher_iri,
    rights,
    said,
    turtle,
)
from mitigraph.interchange import Catalogue, Choices, Loss, Rendered
from mitigraph.terms import BASE, PREFIXES, Iri, Literal, Quad, Term

__all__ = ["KEYWORDS", "STANDARDS", "described_formats", "faults", "render"]

_CATALOG: Final = Iri(BASE + "id/catalog/mitigraph")
_RIGHTS: Final = Iri(BASE + "id/dataset/mitigraph/rights")
_PROVENANCE: Final = Iri(BASE + "id/dataset/mitigraph/provenance")
_IANA: Final = "https://www.iana.org/assignments/media-types/"
_UNREGISTERED: Final = frozenset({"application/graphml+xml"})
#: No distribution is a description of the data set, or holds what an organisation says of itself.
_NO_DISTRIBUTION: Final = frozenset({"dcat", "oscal-component"})
KEYWORDS: Final = (
    "AI governance",
    "AI risk",
    "AI safety",
    "knowledge graph",
    "risk controls",
    "risk mitigation",
)
_OSCAL: Final = ("https://pages.nist.gov/OSCAL/", "OSCAL")
_SSSOM: Final = ("https://w3id.org/sssom/", "SSSOM")
_CISO: Final = ("https://github.com/intuitem/ciso-assistant-community", "CISO Assistant library")
#: What a file of each format conforms to: IRI and name.
STANDARDS: Final[dict[str, tuple[str, str]]] = {
    "turtle": ("http://www.w3.org/TR/turtle/", "RDF 1.1 Turtle"),
    "trig": ("http://www.w3.org/TR/trig/", "RDF 1.1 TriG"),
    "ntriples": ("http://www.w3.org/TR/n-triples/", "RDF 1.1 N-Triples"),
    "nquads": ("http://www.w3.org/TR/n-quads/", "RDF 1.1 N-Quads"),
    "rdfxml": ("http://www.w3.org/TR/rdf-syntax-grammar/", "RDF 1.1 XML Syntax"),
    "jsonld": ("http://www.w3.org/TR/json-ld11/", "JSON-LD 1.1"),
    "csv": ("https://www.rfc-editor.org/info/rfc4180", "RFC 4180 (CSV)"),
    "tsv": (_IANA + "text/tab-separated-values", "Tab-separated values"),
    "json": ("https://www.rfc-editor.org/info/rfc8259", "RFC 8259 (JSON)"),
    "xlsx": (
        "https://ecma-international.org/publications-and-standards/standards/ecma-376/",
        "Office Open XML",
    ),
    "graphml": ("http://graphml.graphdrawing.org/", "GraphML"),
    "cytoscape": ("https://js.cytoscape.org/", "Elements of Cytoscape.js"),
    "sssom": _SSSOM,
    "sssom-json": _SSSOM,
    "sssom-rdf": _SSSOM,
    "ciso-assistant": _CISO,
    "ciso-assistant-mapping": _CISO,
    "oscal-catalog": _OSCAL,
    "oscal-profile": _OSCAL,
    "oscal-mapping": _OSCAL,
    "cyclonedx": ("https://cyclonedx.org/specification/overview/", "CycloneDX"),
    "dpv": ("https://w3id.org/dpv", "Data Privacy Vocabulary"),
    "airo": ("https://w3id.org/airo", "AI Risk Ontology"),
    "nexus": ("https://github.com/IBM/ai-atlas-nexus", "AI Atlas Nexus"),
    "stix": ("https://docs.oasis-open.org/cti/stix/v2.1/stix-v2.1.html", "STIX 2.1"),
    "schema-org": ("https://schema.org/", "schema.org"),
    "spdx": ("https://spdx.github.io/spdx-spec/v3.0.1/", "SPDX 3.0.1"),
}


def described_formats() -> dict[str, tuple[str, str]]:
    """Return the formats that a distribution is in: media type and what it holds, by name."""
    return {
        name: (one.media_type, one.holds)
        for name, one in FORMATS.items()
        if name not in _NO_DISTRIBUTION
    }


def render(catalogue: Catalogue, _choices: Choices) -> Rendered:
    """Return the finished file.

    Raises:
        FaultyInputError: If it would lack what DCAT-AP wants, or name what it does not describe.
    """
    formats = described_formats()
    quads = [
        *_catalog(catalogue),
        *_dataset(catalogue, formats),
        *_origins(catalogue),
        *_themes(catalogue),
        *(
            quad
            for name, (media_type, holds) in formats.items()
            for quad in _distribution(catalogue, name, media_type, holds)
        ),
    ]
    found = list(faults(quads))
    if found:
        raise FaultyInputError("export", found)
    return Rendered.of(turtle(quads), len(formats), [*_losses(catalogue)])


def faults(quads: Iterable[Quad]) -> Iterator[DataError]:
    """Yield what a description must not have, whether or not shapes see it.

    That is a data set or distribution without what DCAT-AP wants of each, something of ours that is
    named and not described, and a blank node.

    Args:
        quads: The statements of the description.
    """
    values: dict[Term, dict[str, list[Term]]] = {}
    for quad in quads:
        said_of = values.setdefault(quad.subject, {})
        said_of.setdefault(str(quad.predicate), []).append(quad.object)
        if not isinstance(quad.subject, Iri) or not isinstance(quad.object, Iri | Literal):
            yield DataError(f"a blank node about {quad.subject}", code="bad-id")
    wanted = {
        Iri(PREFIXES["dcat"] + kind): [PREFIXES[p] + n for p, _, n in map(_parted, names.split())]
        for kind, names in (
            ("Catalog", "dcterms:title dcterms:description dcterms:publisher dcat:dataset"),
            ("Dataset", "dcterms:title dcterms:description dcterms:publisher dcat:distribution"),
            ("Distribution", "dcterms:title dcat:accessURL dcterms:license"),
        )
    }
    for subject, said_of in values.items():
        for kind in said_of.get(PREFIXES["rdf"] + "type", ()):
            for name in wanted.get(Iri(str(kind)), ()):
                if name not in said_of:
                    yield DataError(f"{subject} has no {name}", code="missing-field")
        for term in (one for terms in said_of.values() for one in terms):
            if isinstance(term, Iri) and term.startswith(BASE + "id/") and term not in values:
                yield DataError(f"{term} is named and not described", code="dangling-ref")


def _parted(name: str) -> tuple[str, str, str]:
    return name.partition(":")


def _a(name: str) -> tuple[str, Term]:
    prefix, _, local = name.partition(":")
    return "rdf:type", Iri(PREFIXES[prefix] + local)


def _date(catalogue: Catalogue) -> Literal:
    return Literal(catalogue.release.date, DATE_TIME)


def _catalog(catalogue: Catalogue) -> Iterator[Quad]:
    release = catalogue.release
    yield from said(
        _CATALOG,
        (
            _a("dcat:Catalog"),
            ("dcterms:title", f"{release.title}: catalogue"),
            ("dcterms:description", "The data set with its distributions, one for each format."),
            ("dcterms:publisher", publisher_iri(release)),
            ("dcterms:license", release.licence),
            ("dcterms:modified", _date(catalogue)),
            ("dcat:themeTaxonomy", catalogue.taxonomy.iri),
            ("dcat:dataset", DATASET),
        ),
    )
    yield from said(
        publisher_iri(release), (_a("foaf:Agent"), ("foaf:name", Literal(release.publisher)))
    )
    yield from said(release.licence, (_a("dcterms:LicenseDocument"),))


def _dataset(catalogue: Catalogue, formats: Iterable[str]) -> Iterator[Quad]:
    release, taxonomy = catalogue.release, catalogue.taxonomy
    tops = catalogue.children()
    yield from said(
        DATASET,
        (
            _a("dcat:Dataset"),
            ("dcterms:title", release.title),
            ("dcterms:description", _description(catalogue)),
            ("dcterms:identifier", Literal(str(DATASET))),
            ("dcterms:publisher", publisher_iri(release)),
            ("dcterms:license", release.licence),
            ("dcterms:rights", _RIGHTS),
            ("dcterms:bibliographicCitation", Literal(release.citation)),
            ("dcterms:issued", _date(catalogue)),
            ("dcterms:modified", _date(catalogue)),
            ("dcat:version", Literal(release.version)),
            ("dcat:landingPage", Iri(BASE)),
            ("dcterms:provenance", _PROVENANCE),
            ("skos:editorialNote", _preliminary(catalogue)),
            *(("dcat:keyword", word) for word in KEYWORDS),
            *(("dcat:theme", top.iri) for top in tops),
            *(("dcterms:references", source.iri) for source in catalogue.sources),
            *(("prov:wasDerivedFrom", iri) for iri in _datasets(catalogue)),
            *(("dcterms:relation", framework.iri) for framework in catalogue.frameworks),
            *(("dcat:distribution", distribution_iri(catalogue, name)) for name in formats),
        ),
    )
    yield from said(Iri(BASE), (_a("foaf:Document"), ("dcterms:title", release.title)))
    yield from said(_RIGHTS, (_a("dcterms:RightsStatement"), ("rdfs:label", rights(catalogue))))
    provenance = (
        f"Measures as {len(catalogue.sources)} documents describe them, ordered by "
        f"{taxonomy.label} {taxonomy.version}; every classification names its assessor, date, "
        "method and status in the RDF formats."
    )
    yield from said(_PROVENANCE, (_a("dcterms:ProvenanceStatement"), ("rdfs:label", provenance)))


def _description(catalogue: Catalogue) -> str:
    taxonomy = catalogue.taxonomy
    selected = "A selection: " if catalogue.selected else ""
    crosswalks = sum(len(one.mappings) for one in catalogue.mapping_sets)
    text = (
        f"{selected}{len(catalogue.entries)} measures against risks from AI, ordered by "
        f"{taxonomy.label} {taxonomy.version}, with {crosswalks} mappings to "
        f"{len(catalogue.frameworks)} governance frameworks. {_preliminary(catalogue)}"
    )
    return text.strip()


def _preliminary(catalogue: Catalogue) -> str:
    if not catalogue.preliminary:
        return ""
    count = sum(entry.measure.preliminary for entry in catalogue.entries)
    taxonomy = " The taxonomy is preliminary." if catalogue.taxonomy.preliminary else ""
    return f"{count} measures rest on preliminary data.{taxonomy}"


def _datasets(catalogue: Catalogue) -> list[Iri]:
    keys = {key for entry in catalogue.entries for key, _ in entry.identifiers}
    return [Iri(f"{BASE}id/dataset/{key}") for key in sorted(keys)]


def _origins(catalogue: Catalogue) -> Iterator[Quad]:
    for iri in _datasets(catalogue):
        key = iri.rpartition("/")[2]
        yield from said(iri, (_a("prov:Entity"), ("rdfs:label", f"Data set {key}")))
    for source in catalogue.sources:
        yield from said(
            source.iri,
            (
                _a("dcterms:BibliographicResource"),
                ("dcterms:title", source.title or source.reference),
                ("dcterms:bibliographicCitation", Literal(source.citation)),
            ),
        )
    for framework in catalogue.frameworks:
        yield from said(
            framework.iri,
            (
                _a("skos:ConceptScheme"),
                ("dcterms:title", framework.label),
                ("owl:versionInfo", Literal(framework.version)),
            ),
        )


def _themes(catalogue: Catalogue) -> Iterator[Quad]:
    taxonomy = catalogue.taxonomy
    yield from said(
        taxonomy.iri,
        (
            _a("skos:ConceptScheme"),
            ("dcterms:title", taxonomy.label),
            ("dcterms:description", taxonomy.description),
            ("owl:versionInfo", Literal(taxonomy.version)),
            ("skos:editorialNote", "Preliminary." if taxonomy.preliminary else ""),
        ),
    )
    for top in catalogue.children():
        yield from said(
            top.iri,
            (
                _a("skos:Concept"),
                ("skos:prefLabel", top.label),
                ("skos:inScheme", taxonomy.iri),
            ),
        )


def _distribution(catalogue: Catalogue, name: str, media_type: str, holds: str) -> Iterator[Quad]:
    release = catalogue.release
    media = None if media_type in _UNREGISTERED else Iri(_IANA + media_type)
    standard, title = STANDARDS.get(name, ("", ""))
    note = f" {note}" if (note := _preliminary(catalogue)) else ""
    yield from said(
        distribution_iri(catalogue, name),
        (
            _a("dcat:Distribution"),
            ("dcterms:title", f"{release.title}: {name}"),
            ("dcterms:description", f"Holds {holds}.{note}"),
            ("dcterms:identifier", Literal(name)),
            ("dcat:accessURL", Iri(BASE)),
            ("dcat:mediaType", media),
            ("dcterms:conformsTo", Iri(standard)),
            ("dcterms:license", release.licence),
            ("dcterms:rights", _RIGHTS),
            ("dcterms:issued", _date(catalogue)),
            ("dcterms:modified", _date(catalogue)),
            ("dcat:version", Literal(release.version)),
        ),
    )
    if media:
        yield from said(media, (_a("dcterms:MediaType"), _a("dcterms:MediaTypeOrExtent")))
    if standard:
        yield from said(Iri(standard), (_a("dcterms:Standard"), ("dcterms:title", title)))


def _losses(catalogue: Catalogue) -> Iterator[Loss]:
    where = "a description of the data set; the distributions hold them"
    yield Loss("measures", len(catalogue.entries), "not", where)
    below = [one for one in catalogue.taxonomy.concepts if one not in catalogue.children()]
    yield Loss("categories below the topmost", len(below), "not", where)
    rows = sum(len(one.mappings) for one in catalogue.mapping_sets)
    yield Loss("crosswalk rows", rows, "not", where)
    opinions = sum(len(entry.opinions) for entry in catalogue.entries)
    yield Loss("expert opinions", opinions, "not", where)
