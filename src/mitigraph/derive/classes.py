"""OWL classes made from SKOS concepts, so that one tree is authored and the other follows from it.

For every concept of a facet's scheme there is a class with the same tail in its IRI, defined as the
measures under that concept. A reasoner infers the tree of the classes from `skos:broader` alone, by
the property chain of `mg:underFacet`; the edges are written out all the same, for engines that do
not infer them. A residual concept ("other") gets no class: what fits nowhere else has nothing in
common.

A further module says that the concepts of each scheme all differ, and the schemes too. Without it a
reasoner does not see that two values of a functional property clash.

Sources:
    OWL 2 Mapping to RDF Graphs (https://www.w3.org/TR/owl2-mapping-to-rdf/), tables 1 and 2.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from mitigraph.store.protocol import Solutions
from mitigraph.terms import BASE, PREFIXES, Iri, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mitigraph.store.protocol import Row, Store

__all__ = ["FacetConcept", "FacetScheme", "facet_schemes", "generate"]

_SCHEMES: Final = """
SELECT ?scheme ?title ?isFacet WHERE {
  ?scheme a skos:ConceptScheme ; skos:prefLabel|dcterms:title ?title .
  FILTER(LANG(?title) = "en")
  BIND(EXISTS { ?scheme mg:facetProperty/rdfs:subPropertyOf+ mg:facet } AS ?isFacet)
} ORDER BY ?scheme ?title
"""
_CONCEPTS: Final = """
SELECT ?scheme ?concept ?label ?notation ?ordinal ?residual WHERE {
  ?concept skos:inScheme ?scheme ; a skos:Concept ; skos:prefLabel ?label .
  FILTER(LANG(?label) = "en")
  OPTIONAL { ?concept skos:notation ?notation }
  OPTIONAL { ?concept mg:ordinal ?ordinal }
  BIND(EXISTS { ?concept mg:residual true } AS ?residual)
} ORDER BY ?concept ?label
"""
_BROADER: Final = (
    "SELECT ?concept ?broader { ?concept skos:broader ?broader } ORDER BY ?concept ?broader"
)


@dataclass(frozen=True, slots=True)
class FacetConcept:
    """A concept of a scheme, as far as its class needs it."""

    iri: Iri
    label: str
    notation: str
    ordinal: int
    residual: bool
    broader: tuple[Iri, ...]

    @property
    def tail(self) -> str:
        """What follows `scheme/` in the IRI: `actor/1/developer`."""
        return self.iri.removeprefix(BASE + "scheme/")


@dataclass(frozen=True, slots=True)
class FacetScheme:
    """A scheme with its concepts, in the scheme's own order."""

    iri: Iri
    title: str
    is_facet: bool
    concepts: dict[Iri, FacetConcept] = field(default_factory=dict)

    @property
    def module(self) -> str:
        """Key and major version as the names of modules have them: `actor-1`."""
        return self.iri.removeprefix(BASE + "scheme/").replace("/", "-")

    def classes(self) -> Iterator[FacetConcept]:
        """Yield the concepts that get a class, in order."""
        return (concept for concept in self.concepts.values() if not concept.residual)

    def parents(self, concept: FacetConcept) -> list[FacetConcept]:
        """Return the nearest broader concepts that have a class, in order, without repetition."""
        found: dict[Iri, FacetConcept] = {}
        waiting = list(concept.broader)
        seen = {concept.iri}
        while waiting:
            iri = waiting.pop(0)
            parent = self.concepts.get(iri)
            if parent is None or iri in seen:
                continue
            seen.add(iri)
            if parent.residual:
                waiting.extend(parent.broader)
            else:
                found[iri] = parent
        return [found[iri] for iri in sorted(found)]


def facet_schemes(store: Store) -> list[FacetScheme]:
    """Read mitigraph's own schemes with their concepts from a store.

    Returns:
        Schemes in the order of their IRIs, concepts in the order of `mg:ordinal`. A scheme is a
        facet if its `mg:facetProperty` is a subproperty of `mg:facet`, as the core ontology says.
    """
    schemes: dict[Iri, FacetScheme] = {}
    for scheme, title, is_facet in _rows(store, _SCHEMES):
        if isinstance(scheme, Iri) and scheme.startswith(BASE + "scheme/"):
            schemes.setdefault(scheme, FacetScheme(scheme, str(title), str(is_facet) == "true"))
    broader: dict[Iri, list[Iri]] = {}
    for concept, parent in _rows(store, _BROADER):
        if isinstance(concept, Iri) and isinstance(parent, Iri):
            broader.setdefault(concept, []).append(parent)
    concepts: dict[Iri, list[FacetConcept]] = {}
    for scheme, concept, label, notation, ordinal, residual in _rows(store, _CONCEPTS):
        if isinstance(scheme, Iri) and isinstance(concept, Iri) and scheme in schemes:
            concepts.setdefault(scheme, []).append(
                FacetConcept(
                    concept,
                    str(label),
                    "" if notation is None else str(notation),
                    int(ordinal.value) if isinstance(ordinal, Literal) else 0,
                    str(residual) == "true",
                    tuple(broader.get(concept, ())),
                )
            )
    for iri, found in concepts.items():
        found.sort(key=lambda concept: (concept.ordinal, concept.iri))
        schemes[iri].concepts.update((concept.iri, concept) for concept in found)
    return list(schemes.values())


def generate(store: Store) -> dict[str, str]:
    """Return the generated modules: Turtle text by file name, the same bytes each time.

    Args:
        store: Holds the core ontology and the schemes.

    Returns:
        `classes-{key}-{major}.ttl` for each facet's scheme, and `distinct.ttl` for all schemes.

    Example:
        >>> from mitigraph.resources import data_root
        >>> from mitigraph.store.oxigraph import OxigraphStore
        >>> from mitigraph.store.protocol import RdfFormat
        >>> store = OxigraphStore()
        >>> for name in ("core.ttl", "schemes/actor-1.ttl"):
        ...     data = (data_root() / "ontology" / name).read_bytes()
        ...     _ = store.load(data, rdf_format=RdfFormat.TURTLE, graph=Iri("urn:x"), base=BASE)
        >>> list(generate(store))
        ['classes-actor-1.ttl', 'distinct.ttl']
    """
    schemes = facet_schemes(store)
    files = {
        f"classes-{scheme.module}.ttl": _class_module(scheme)
        for scheme in schemes
        if scheme.is_facet
    }
    files["distinct.ttl"] = _distinct_module(schemes)
    return files


def _rows(store: Store, query: str) -> Iterator[Row]:
    answer = store.query(query)
    assert isinstance(answer, Solutions)  # noqa: S101 - a SELECT query
    return iter(answer)


def _class_module(scheme: FacetScheme) -> str:
    name = f"classes-{scheme.module}"
    parts = [
        _header(
            name,
            imports=("core", f"scheme-{scheme.module}"),
            title=f"mitigraph classes: {scheme.title}",
            description=f"One defined class for each concept of the scheme: {scheme.title}.",
        )
    ]
    parts += [_class(scheme, concept, name) for concept in scheme.classes()]
    return "\n".join(parts)


def _class(scheme: FacetScheme, concept: FacetConcept, module: str) -> str:
    name = f"{concept.notation} {concept.label}".strip()
    parents = [f"<class/{parent.tail}>" for parent in scheme.parents(concept)] or ["mg:Measure"]
    value = f"<scheme/{concept.tail}>"
    label = _text(f"measure under {concept.label} ({concept.tail})")
    definition = _text(
        f"A measure that is classified as “{name}”, or as a concept below it, in the scheme"
        f" “{scheme.title}”."
    )
    return f"""\
<class/{concept.tail}> a owl:Class ;
    rdfs:label {label} ;
    skos:definition {definition} ;
    rdfs:subClassOf {", ".join(parents)} ;
    owl:equivalentClass [
        a owl:Class ;
        owl:intersectionOf (
            mg:Measure
            [ a owl:Restriction ; owl:onProperty mg:underFacet ; owl:hasValue {value} ]
        )
    ] ;
    rdfs:seeAlso {value} ;
    rdfs:isDefinedBy <module/{module}> ;
    vs:term_status "testing" .
"""


def _distinct_module(schemes: Iterable[FacetScheme]) -> str:
    schemes = list(schemes)
    parts = [
        _header(
            "distinct",
            imports=tuple(f"scheme-{scheme.module}" for scheme in schemes),
            title="mitigraph distinct concepts",
            description="Says of each scheme that its concepts all differ, so that a reasoner sees"
            " that two values of a functional property contradict each other.",
        )
    ]
    parts.append(_all_different("The schemes", (scheme.iri for scheme in schemes)))
    parts += [
        _all_different(scheme.title, scheme.concepts)
        for scheme in schemes
        if len(scheme.concepts) > 1
    ]
    return "\n".join(parts)


def _all_different(title: str, members: Iterable[Iri]) -> str:
    listed = "\n        ".join(f"<{iri.removeprefix(BASE)}>" for iri in members)
    return f"""\
# {title}
[] a owl:AllDifferent ;
    owl:distinctMembers (
        {listed}
    ) .
"""


_DRAFT: Final = "Draft: the w3id.org redirect does not exist yet, so these IRIs do not resolve."
_USED: Final = ("mg", "bibo", "dcterms", "owl", "rdfs", "skos", "vann", "vs", "xsd")


def _header(name: str, *, imports: tuple[str, ...], title: str, description: str) -> str:
    prefixes = "\n".join(f"@prefix {prefix}: <{PREFIXES[prefix]}> ." for prefix in _USED)
    citation = f"mitigraph curators (2026): {title}, version 0.1.0. {BASE}module/{name}"
    return f"""\
@base <{BASE}> .
{prefixes}

# Generated from the schemes by `python -m mitigraph.release`: edit those, not this.

<module/{name}> a owl:Ontology ;
    owl:imports {", ".join(f"<module/{module}>" for module in imports)} ;
    owl:versionIRI <module/{name}/0.1.0> ;
    owl:versionInfo "0.1.0" ;
    dcterms:title {_text(title)} ;
    dcterms:description {_text(description)} ;
    dcterms:creator <id/agent/mitigraph-curators> ;
    dcterms:created "2026-11-23T00:00:00Z"^^xsd:dateTime ;
    dcterms:language "en" ;
    dcterms:license <https://creativecommons.org/licenses/by/4.0/> ;
    dcterms:bibliographicCitation {_text(citation)} ;
    vann:preferredNamespacePrefix "mgc" ;
    vann:preferredNamespaceUri "{BASE}class/" ;
    bibo:status <http://purl.org/ontology/bibo/status/draft> ;
    rdfs:comment {_text(_DRAFT)} .
"""


def _text(words: str) -> str:
    return Literal(words, language="en").n3()
