"""The data set, its taxonomy and its measures as search engines know such things: JSON-LD.

A measure and a category are defined terms, as the alignment to schema.org has them; each set of
them is a defined term set. What a term is under has no property there: the category and the values
of facets stand as `additionalType` of a measure, each a defined term of its own set, and the place
of a category among the others is to be seen in its code alone.

Sources:
    schema.org 30.0 (https://schema.org/); JSON-LD 1.1 (https://www.w3.org/TR/json-ld11/).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from mitigraph.errors import DataError, FaultyInputError
from mitigraph.exporters.alignment import alignment_of
from mitigraph.exporters.dcat import KEYWORDS, STANDARDS, described_formats
from mitigraph.exporters.release_terms import (
    DATASET,
    PRELIMINARY,
    distribution_iri,
    publisher_iri,
    rights,
)
from mitigraph.interchange import Catalogue, Choices, Entry, Loss, Rendered
from mitigraph.interchange.catalogue import FACET_NAMES
from mitigraph.interchange.identifiers import code_of
from mitigraph.model import FACETS, Concept
from mitigraph.terms import BASE, MG, PREFIXES, Iri

__all__ = ["VOCABULARY", "faults", "render"]

_SCHEMA: Final = PREFIXES["schema"]
_MEASURES: Final = Iri(DATASET + "/measures")
_TERMS: Final = """
    CreativeWork DataDownload Dataset DefinedTerm DefinedTermSet Organization
    additionalType alternateName citation copyrightNotice creativeWorkStatus dateModified
    datePublished description disambiguatingDescription distribution encodingFormat hasPart
    identifier inDefinedTermSet isBasedOn isPartOf keywords license name publisher subjectOf
    termCode url version
"""
#: The terms of schema.org that are used: those that were looked up.
VOCABULARY: Final = frozenset(_TERMS.split())


def render(catalogue: Catalogue, _choices: Choices) -> Rendered:
    """Return the finished file.

    Raises:
        FaultyInputError: If it would hold a term that schema.org does not have, or a reference to
            what it does not describe.
    """
    graph = [
        *_dataset(catalogue),
        *_sets(catalogue),
        *(_measure(entry) for entry in catalogue.entries),
        *_concepts(catalogue),
        *_sources(catalogue),
    ]
    document = {"@context": _SCHEMA, "@graph": [_filled(node) for node in graph]}
    found = list(faults(document))
    if found:
        raise FaultyInputError("export", found)
    data = (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()
    return Rendered.of(data, len(catalogue.entries), [*_losses(catalogue)])


def faults(document: dict[str, Any]) -> Iterator[DataError]:
    """Yield what a document must not have: strange terms, nameless nodes, references to nothing.

    Args:
        document: An object with `@graph`, its nodes flat.

    Example:
        >>> [one.reason for one in faults({"@graph": [{"@id": "urn:a", "title": "A"}]})]
        ['title is no term of schema.org', 'urn:a has no type', 'urn:a has no name']
    """
    nodes = document["@graph"]
    names = Counter(node.get("@id") for node in nodes)
    for node in nodes:
        this = node.get("@id", "a node without @id")
        types = _several(node.get("@type", []))
        for term in (*types, *(key for key in node if not key.startswith("@"))):
            if term not in VOCABULARY:
                yield DataError(f"{term} is no term of schema.org", code="unknown-term")
        if not types:
            yield DataError(f"{this} has no type", code="missing-field")
        if not node.get("name"):
            yield DataError(f"{this} has no name", code="empty-text")
        if names[node.get("@id")] > 1:
            yield DataError(f"{this} is described twice", code="duplicate-id")
        for value in (one for key, held in node.items() for one in _several(held)):
            target = value["@id"] if isinstance(value, dict) else ""
            if target.startswith(BASE) and target not in names:
                yield DataError(f"{target} is not described", code="dangling-ref")


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _filled(node: dict[str, Any]) -> dict[str, Any]:
    """Return a node without what is empty; one value stands bare."""
    return {
        key: value[0] if isinstance(value, list) and len(value) == 1 else value
        for key, value in node.items()
        if value
    }


def _to(*iris: Iri) -> list[dict[str, str]]:
    return [{"@id": str(iri)} for iri in iris]


def _types(ours: Iri) -> list[str]:
    """Return what schema.org calls the things of a class of ours."""
    return [term.removeprefix(_SCHEMA) for term in alignment_of("schema").terms(ours)]


def _dataset(catalogue: Catalogue) -> Iterator[dict[str, Any]]:
    release, taxonomy = catalogue.release, catalogue.taxonomy
    formats = described_formats()
    publisher = publisher_iri(release)
    yield {
        "@id": DATASET,
        "@type": "Dataset",
        "name": release.title,
        "description": (
            f"{'A selection: ' if catalogue.selected else ''}"
            f"{len(catalogue.entries)} measures against risks from AI, ordered by "
            f"{taxonomy.label} {taxonomy.version}."
        ),
        "url": BASE,
        "version": release.version,
        "dateModified": release.date,
        "license": release.licence,
        "copyrightNotice": rights(catalogue),
        "citation": release.citation,
        "creativeWorkStatus": "Preliminary" if catalogue.preliminary else "",
        "keywords": list(KEYWORDS),
        "publisher": _to(publisher),
        "hasPart": _to(taxonomy.iri, _MEASURES),
        "isBasedOn": _to(*(source.iri for source in catalogue.sources)),
        "distribution": _to(*(distribution_iri(catalogue, name) for name in formats)),
    }
    yield {"@id": publisher, "@type": "Organization", "name": release.publisher}
    for name, (media_type, holds) in formats.items():
        yield {
            "@id": distribution_iri(catalogue, name),
            "@type": "DataDownload",
            "name": f"{release.title}: {name}",
            "description": f"Holds {holds}.",
            "encodingFormat": [media_type, *STANDARDS.get(name, ())[:1]],
            "license": release.licence,
            "version": release.version,
        }


def _sets(catalogue: Catalogue) -> Iterator[dict[str, Any]]:
    release, taxonomy = catalogue.release, catalogue.taxonomy
    kinds = _types(MG["MitigationTaxonomy"])
    yield {
        "@id": taxonomy.iri,
        "@type": kinds,
        "name": taxonomy.label,
        "description": taxonomy.description,
        "url": taxonomy.iri,
        "version": taxonomy.version,
        "copyrightNotice": taxonomy.owned,
        "creativeWorkStatus": "Preliminary" if taxonomy.preliminary else "",
        "isPartOf": _to(DATASET),
    }
    yield {
        "@id": _MEASURES,
        "@type": kinds,
        "name": f"{release.title}: measures",
        "description": "What the sources put forward against risks from AI, a term each.",
        "url": _MEASURES,
        "version": release.version,
        "license": release.licence,
        "isPartOf": _to(DATASET),
    }
    for scheme, name in _facet_schemes(catalogue).items():
        yield {
            "@id": scheme,
            "@type": _types(MG["FacetScheme"]),
            "name": f"{FACETS[name].plural.capitalize()} ({scheme.removeprefix(BASE + 'scheme/')})",
            "url": scheme,
        }


def _values(catalogue: Catalogue) -> dict[Iri, tuple[str, Concept]]:
    """Return the facet values in use with the facet that each is of, by IRI, sorted."""
    found = {
        value.iri: (name, value)
        for entry in catalogue.entries
        for name in FACET_NAMES
        for value in entry.facet(name)
    }
    return dict(sorted(found.items()))


def _facet_schemes(catalogue: Catalogue) -> dict[Iri, str]:
    return {_scheme(iri): name for iri, (name, _) in _values(catalogue).items()}


def _scheme(concept: Iri) -> Iri:
    return Iri(concept.rpartition("/")[0])


def _measure(entry: Entry) -> dict[str, Any]:
    values = [*entry.category, *(one for name in FACET_NAMES for one in entry.facet(name))]
    return {
        "@id": entry.iri,
        "@type": _types(MG["Measure"]),
        "name": entry.title,
        "alternateName": list(entry.alt_labels),
        "termCode": entry.code,
        "identifier": [f"{dataset}:{number}" for dataset, number in entry.identifiers],
        "description": entry.statement,
        "disambiguatingDescription": PRELIMINARY if entry.measure.preliminary else "",
        "url": entry.iri,
        "inDefinedTermSet": _to(_MEASURES),
        "additionalType": _to(*(value.iri for value in values)),
        "subjectOf": _to(*(Iri(f"{BASE}id/{source}") for source in entry.measure.source)),
    }


def _concepts(catalogue: Catalogue) -> Iterator[dict[str, Any]]:
    for concept in catalogue.taxonomy.concepts:
        yield _concept(concept, catalogue.taxonomy.iri)
    for concept in (value for _, value in _values(catalogue).values()):
        yield _concept(concept, _scheme(concept.iri))


def _concept(concept: Concept, scheme: Iri) -> dict[str, Any]:
    return {
        "@id": concept.iri,
        "@type": _types(MG["Category"]),
        "name": concept.label,
        "termCode": concept.notation or code_of(concept.iri),
        "description": concept.definition,
        "url": concept.iri,
        "inDefinedTermSet": _to(scheme),
    }


def _sources(catalogue: Catalogue) -> Iterator[dict[str, Any]]:
    known = {source.id: source for source in catalogue.sources}
    for name in sorted({one for entry in catalogue.entries for one in entry.measure.source}):
        source = known.get(name)
        where = f"https://doi.org/{source.doi}" if source and source.doi else ""
        yield {
            "@id": Iri(f"{BASE}id/{name}"),
            "@type": "CreativeWork",
            "name": (source.title or source.reference) if source else name,
            "citation": source.citation if source else "",
            "datePublished": source.year if source else "",
            "url": where or (source.url if source else ""),
        }


def _losses(catalogue: Catalogue) -> Iterator[Loss]:
    entries = catalogue.entries
    for name in ("category", *FACET_NAMES):
        held = [e.category if name == "category" else e.facet(name) for e in entries]
        yield Loss(
            FACETS[name].plural,
            sum(map(len, held)),
            "as-extension",
            "additionalType leads to the concept and does not say of which facet it is",
        )
    yield Loss(
        "categories below another",
        sum(bool(one.broader) for one in catalogue.taxonomy.concepts),
        "as-text",
        "defined terms have no order; termCode shows it",
    )
    yield Loss(
        "review statuses",
        sum(len(entry.measure.status) for entry in entries),
        "as-text",
        "disambiguatingDescription says whether one is preliminary, and no more",
    )
    yield Loss(
        "expert opinions",
        sum(len(entry.opinions) for entry in entries),
        "not",
        "no term of schema.org says what experts hold of a measure",
    )
    yield Loss(
        "crosswalk rows",
        sum(len(one.mappings) for one in catalogue.mapping_sets),
        "not",
        "the sssom formats write them",
    )
