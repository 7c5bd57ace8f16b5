"""A mapping set as RDF: each mapping an axiom with its grounds, and the statement that it makes.

SSSOM's OWL form has nameless axioms; here each has an IRI, so that it can be cited and compared.

Sources:
    SSSOM 1.1, OWL/RDF serialisation (https://mapping-commons.github.io/sssom/spec-formats-owl/).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import fields
from decimal import Decimal
from typing import Any, Final

from mitigraph.mapping.mapping_set import SSSOM_VERSION, Mapping, MappingSet
from mitigraph.terms import PREFIXES, BlankNode, Iri, Literal, Quad, Term, mapping_iri

__all__ = ["MAPPING_PROPERTIES", "SET_PROPERTIES", "mapping_sets_of", "mapping_statements"]

_RDF, _RDFS, _OWL, _XSD = (PREFIXES[name] for name in ("rdf", "rdfs", "owl", "xsd"))
_DCTERMS, _PAV, _SSSOM = (PREFIXES[name] for name in ("dcterms", "pav", "sssom"))
_TYPE: Final = Iri(_RDF + "type")

#: The property of each slot, after the schema of SSSOM.
SET_PROPERTIES: Final = {
    "license": Iri(_DCTERMS + "license"),
    "mapping_set_version": Iri(_OWL + "versionInfo"),
    "mapping_set_title": Iri(_DCTERMS + "title"),
    "mapping_set_description": Iri(_DCTERMS + "description"),
    "mapping_set_source": Iri(PREFIXES["prov"] + "wasDerivedFrom"),
    "creator_id": Iri(_DCTERMS + "creator"),
    "mapping_date": Iri(_DCTERMS + "created"),
    "publication_date": Iri(_DCTERMS + "issued"),
    "see_also": Iri(_RDFS + "seeAlso"),
    "comment": Iri(_RDFS + "comment"),
    **{
        name: Iri(_SSSOM + name)
        for name in (
            "subject_source",
            "subject_source_version",
            "object_source",
            "object_source_version",
            "mapping_tool",
            "mapping_tool_version",
            "subject_match_field",
            "object_match_field",
            "other",
        )
    },
}
MAPPING_PROPERTIES: Final = {
    "subject_id": Iri(_OWL + "annotatedSource"),
    "predicate_id": Iri(_OWL + "annotatedProperty"),
    "object_id": Iri(_OWL + "annotatedTarget"),
    "mapping_justification": Iri(_SSSOM + "mapping_justification"),
    "subject_label": Iri(_SSSOM + "subject_label"),
    "predicate_modifier": Iri(_SSSOM + "predicate_modifier"),
    "object_label": Iri(_SSSOM + "object_label"),
    "author_id": Iri(_PAV + "authoredBy"),
    "reviewer_id": Iri(_SSSOM + "reviewer_id"),
    "confidence": Iri(_SSSOM + "confidence"),
    "similarity_score": Iri(_SSSOM + "similarity_score"),
    "similarity_measure": Iri(_SSSOM + "similarity_measure"),
    "comment": Iri(_RDFS + "comment"),
    "license": Iri(_DCTERMS + "license"),
    "mapping_date": Iri(_DCTERMS + "created"),
    **{
        name: Iri(_SSSOM + name)
        for name in (
            "mapping_source",
            "subject_source",
            "subject_source_version",
            "object_source",
            "object_source_version",
            "mapping_tool",
            "mapping_tool_version",
            "subject_match_field",
            "object_match_field",
            "other",
        )
    },
}
#: A decimal, as every share in mitigraph, where SSSOM has a double: no engine rewrites its digits.
_DATATYPES: Final = {
    "mapping_date": Iri(_XSD + "date"),
    "publication_date": Iri(_XSD + "date"),
    "confidence": Iri(_XSD + "decimal"),
    "similarity_score": Iri(_XSD + "decimal"),
}


def mapping_statements(mapping_set: MappingSet) -> Iterator[Quad]:
    """Yield the statements of a set: its description, then the mappings sorted.

    A mapping is an `owl:Axiom` under the set's IRI. If it is an asserted match, what it says is a
    statement of its own too. A denied one, one without a term, and one whose predicate is no match
    is an axiom alone: a property of somebody else, be it `owl:sameAs`, states nothing in the graph.
    What two rows say on different grounds are two axioms and one statement.

    Example:
        >>> empty = MappingSet(Iri("urn:set"), Iri("urn:licence"))
        >>> [quad.object for quad in mapping_statements(empty)][:2]
        [Iri('https://w3id.org/sssom/MappingSet'), Iri('urn:licence')]
    """
    this = mapping_set.mapping_set_id
    yield Quad(this, _TYPE, Iri(_SSSOM + "MappingSet"))
    yield from _slots(this, mapping_set, SET_PROPERTIES)
    yield Quad(this, Iri(_SSSOM + "sssom_version"), Literal(SSSOM_VERSION))
    seen: Counter[tuple[Iri, Iri, Iri]] = Counter()
    for mapping in sorted(mapping_set.mappings, key=repr):
        says = (mapping.subject_id, mapping.predicate_id, mapping.object_id)
        seen[says] += 1
        axiom = mapping_iri(this, *says, ordinal=seen[says])
        yield Quad(this, Iri(_SSSOM + "mappings"), axiom)
        yield Quad(axiom, _TYPE, Iri(_OWL + "Axiom"))
        yield from _slots(axiom, mapping, MAPPING_PROPERTIES)
        if mapping.asserted and mapping.is_match and seen[says] == 1:
            yield Quad(*says)


def _slots(
    subject: Iri, described: MappingSet | Mapping, properties: dict[str, Iri]
) -> Iterator[Quad]:
    for slot, predicate in properties.items():
        value = getattr(described, slot)
        for one in value if isinstance(value, tuple) else (value,):
            if one is not None and one != "":
                yield Quad(subject, predicate, _term(slot, one))


def _term(slot: str, value: object) -> Term:
    if isinstance(value, Iri):
        return value
    if isinstance(value, Decimal):
        return Literal(f"{value:f}", _DATATYPES[slot])
    if slot in _DATATYPES:
        return Literal(str(value), _DATATYPES[slot])
    return Literal(str(value))


def mapping_sets_of(quads: Iterable[Quad]) -> list[MappingSet]:
    """Return the mapping sets that statements describe: `mapping_statements` read backwards.

    Args:
        quads: Any statements; what belongs to no set is passed over.

    Returns:
        The sets by IRI, their mappings sorted as `mapping_statements` sorts them.

    Raises:
        DataError: If a set or a mapping says what SSSOM does not allow.

    Example:
        >>> one = MappingSet(Iri("urn:set"), Iri("urn:licence"), mapping_date="2026-11-25")
        >>> mapping_sets_of(mapping_statements(one)) == [one]
        True
    """
    said: dict[Iri | BlankNode, dict[Iri, list[Term]]] = {}
    for quad in quads:
        values = said.setdefault(quad.subject, {}).setdefault(quad.predicate, [])
        if quad.object not in values:
            values.append(quad.object)
    sets = (
        Iri(subject)
        for subject, properties in said.items()
        if Iri(_SSSOM + "MappingSet") in properties.get(_TYPE, ())
    )
    found = []
    for this in sorted(sets):
        members = [one for one in said[this].get(Iri(_SSSOM + "mappings"), ()) if one in said]
        mappings = [Mapping(**_read(Mapping, MAPPING_PROPERTIES, said[one])) for one in members]
        described = _read(MappingSet, SET_PROPERTIES, said[this])
        found.append(MappingSet(this, **described, mappings=tuple(sorted(mappings, key=repr))))
    return found


def _read(
    kind: type[MappingSet | Mapping], properties: dict[str, Iri], said: dict[Iri, list[Term]]
) -> dict[str, Any]:
    """Return the slots that are stated, each as the field of `kind` wants it."""
    several = {one.name for one in fields(kind) if str(one.type).startswith("tuple")}
    slots: dict[str, Any] = {}
    for slot, predicate in properties.items():
        values = [_value(slot, term) for term in said.get(predicate, ())]
        if values:
            slots[slot] = tuple(sorted(values)) if slot in several else values[0]
    return slots


def _value(slot: str, term: Term) -> Any:
    if isinstance(term, Iri):
        return term
    return Decimal(str(term)) if slot in {"confidence", "similarity_score"} else str(term)
