"""What an OWL reasoner is given: the statements that its conclusions can rest on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from mitigraph.derive import DERIVED, derive
from mitigraph.resources import data_root
from mitigraph.store.protocol import RdfFormat, Store
from mitigraph.terms import BASE, MG, PREFIXES, Iri, Quad

__all__ = ["premises", "strict_axioms"]

_RDF, _RDFS, _OWL = PREFIXES["rdf"], PREFIXES["rdfs"], PREFIXES["owl"]
_TYPE: Final = Iri(_RDF + "type")
#: Where the axioms that find faults stand while a graph is reasoned over.
_STRICT: Final = Iri(BASE + "graph/strict")
#: What the axioms of core.ttl say, so that a reasoner has to find it by itself.
_CONCLUDED: Final = frozenset(
    MG[name] for name in ("facet", "underFacet", "proposedBy", "discussedForRiskArea")
)
#: What RDF Schema and OWL add for people, and the parts of annotations.
_SAID_TO_PEOPLE: Final = frozenset(
    [Iri(_RDFS + name) for name in ("label", "comment", "seeAlso", "isDefinedBy")]
    + [Iri(_OWL + name) for name in ("versionInfo", "versionIRI", "priorVersion", "deprecated")]
    + [Iri(_OWL + f"annotated{name}") for name in ("Source", "Property", "Target")]
    + [Iri(_OWL + name) for name in ("imports", "backwardCompatibleWith", "incompatibleWith")]
)
#: What are mere declarations: they tell what a term is, not what follows from it.
_DECLARED: Final = frozenset(
    Iri(start + name)
    for start, name in (
        (_OWL, "ObjectProperty"),
        (_OWL, "DatatypeProperty"),
        (_OWL, "AnnotationProperty"),
        (_RDF, "Property"),
    )
)
_NO_AXIOM: Final = frozenset(Iri(_OWL + name) for name in ("Axiom", "Annotation", "Ontology"))


@contextmanager
def strict_axioms(store: Store) -> Iterator[None]:
    """Put the axioms that find faults into a graph of a store for as long as the block lasts.

    Raises:
        StoreError: If the store is only read.
    """
    data = (data_root() / "ontology" / "strict.ttl").read_bytes()
    store.load(data, rdf_format=RdfFormat.TURTLE, graph=_STRICT, base=BASE)
    try:
        yield
    finally:
        store.clear(_STRICT)


def premises(store: Store) -> list[Quad]:
    """Return the statements of a store that a reasoner can draw conclusions from.

    Direct facets and the assessments of each measure are derived first, as no axiom says them.
    What the axioms say is left out of what was derived. So is what nothing follows from: labels
    and notes, and every property that no axiom speaks of, such as who an assessment is by.

    Args:
        store: With the ontology; its graph of derived statements is rebuilt.

    Returns:
        Statements without graph, in no fixed order.
    """
    derive(store)
    statements = [
        quad
        for quad in store.quads()
        if not (quad.graph == DERIVED and quad.predicate in _CONCLUDED)
    ]
    left_out = {
        quad.subject for quad in statements if quad.predicate == _TYPE and quad.object in _NO_AXIOM
    }
    spoken_of = _spoken_of(statements)
    kept = (
        quad._replace(graph=None)
        for quad in statements
        if quad.subject not in left_out
        and quad.predicate not in _SAID_TO_PEOPLE
        and (quad.predicate.startswith((_RDF, _RDFS, _OWL)) or quad.predicate in spoken_of)
    )
    return list(dict.fromkeys(kept))


def _spoken_of(statements: list[Quad]) -> set[object]:
    """Return the terms that stand in an axiom, the properties among them."""
    terms: set[object] = set()
    for subject, predicate, value, _ in statements:
        if predicate == _TYPE:
            if str(value).startswith(_OWL) and value not in _DECLARED:
                terms.add(subject)
        elif predicate.startswith((_RDF, _RDFS, _OWL)) and predicate not in _SAID_TO_PEOPLE:
            terms.update((subject, value))
    return terms
