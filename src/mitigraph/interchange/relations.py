"""One table of relations: how a match of SKOS is said by the other frameworks, and back.

The words of the targets are the set relations of NIST IR 8477; the subject is what is mapped, the
object what it is mapped to.

Sources:
    SKOS Reference, section 10 (https://www.w3.org/TR/skos-reference/#mapping).
    NIST IR 8477, section 4.3 (https://doi.org/10.6028/NIST.IR.8477): set theory relationships.
    OSCAL 1.2, mapping collection; CISO Assistant, requirement mapping sets.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, NamedTuple

from mitigraph.errors import DataError
from mitigraph.mapping import NO_TERM_FOUND, Mapping
from mitigraph.terms import PREFIXES, Iri

__all__ = [
    "RELATIONS",
    "Relation",
    "found_nothing",
    "inverted",
    "is_relation",
    "method_of",
    "predicate_of",
    "rationale_of",
    "relation_of",
    "strength_of",
]

_SKOS: Final = PREFIXES["skos"]
_SEMAPV: Final = PREFIXES["semapv"]


class Relation(NamedTuple):
    """One row of the table: the predicate, its inverse, and the words of OSCAL and of CISO."""

    predicate: Iri
    inverse: Iri
    oscal: str
    ciso: str


def _row(predicate: str, inverse: str, oscal: str, ciso: str) -> Relation:
    return Relation(Iri(_SKOS + predicate), Iri(_SKOS + inverse), oscal, ciso)


#: The relations by the name of the SKOS predicate.
RELATIONS: Final[dict[str, Relation]] = {
    "exactMatch": _row("exactMatch", "exactMatch", "equivalent-to", "equal"),
    "broadMatch": _row("broadMatch", "narrowMatch", "subset-of", "subset"),
    "narrowMatch": _row("narrowMatch", "broadMatch", "superset-of", "superset"),
    "closeMatch": _row("closeMatch", "closeMatch", "intersects-with", "intersect"),
    "relatedMatch": _row("relatedMatch", "relatedMatch", "intersects-with", "intersect"),
}
#: What a mapping says that denies, or that found nothing.
_NONE: Final = ("no-relationship", "not_related")
_SYNTACTIC: Final = frozenset(
    _SEMAPV + name for name in ("LexicalMatching", "LexicalSimilarityThresholdMatching")
)
_HUMAN: Final = frozenset(_SEMAPV + name for name in ("ManualMappingCuration", "MappingReview"))
_HYBRID: Final = frozenset({_SEMAPV + "CompositeMatching"})
_STRONGEST: Final = 10


def is_relation(predicate: Iri) -> bool:
    """Whether a predicate is one of the table's, so that other frameworks have a word for it.

    Example:
        >>> is_relation(Iri(_SKOS + "closeMatch")), is_relation(Iri("urn:x:isCategorizedAs"))
        (True, False)
    """
    return predicate.startswith(_SKOS) and predicate.removeprefix(_SKOS) in RELATIONS


def relation_of(mapping: Mapping) -> tuple[str, str]:
    """Return how OSCAL and CISO Assistant say a mapping's relation.

    Same words are "equal-to" for OSCAL; same meaning is "equivalent-to".

    Raises:
        DataError: If the predicate is none of the table's.

    Example:
        >>> ground = Iri(_SEMAPV + "LexicalMatching")
        >>> same = Mapping(Iri("urn:s"), Iri(_SKOS + "exactMatch"), Iri("urn:o"), ground)
        >>> relation_of(same)
        ('equal-to', 'equal')
    """
    name = mapping.predicate_id.removeprefix(_SKOS)
    if not is_relation(mapping.predicate_id):
        raise DataError(
            f'"{mapping.predicate_id}" is no relation between a measure and a control',
            place=f"{mapping.subject_id} to {mapping.object_id}",
            code="unknown-term",
            remedy=f"use one of skos: {', '.join(RELATIONS)}",
        )
    if not mapping.asserted:
        return _NONE
    relation = RELATIONS[name]
    if name == "exactMatch" and mapping.mapping_justification in _SYNTACTIC:
        return "equal-to", relation.ciso
    return relation.oscal, relation.ciso


def predicate_of(word: str) -> Iri | None:
    """Return the SKOS predicate that a word of OSCAL or CISO Assistant means, read backwards.

    An intersection is a `skos:relatedMatch`: which of the two it was is not in the word. None where
    the word says that nothing relates the two.

    Raises:
        DataError: If it is no word of either.

    Example:
        >>> predicate_of("superset-of"), predicate_of("not_related")
        (Iri('http://www.w3.org/2004/02/skos/core#narrowMatch'), None)
    """
    if word in _NONE:
        return None
    if word in {"equal-to", "equal"}:
        return RELATIONS["exactMatch"].predicate
    if word in {"intersects-with", "intersect"}:
        return RELATIONS["relatedMatch"].predicate
    for relation in RELATIONS.values():
        if word in (relation.oscal, relation.ciso):
            return relation.predicate
    words = sorted({relation.oscal for relation in RELATIONS.values()} | {"equal-to", _NONE[0]})
    raise DataError(
        f'"{word}" is no relation',
        code="unknown-term",
        remedy=f"use one of {', '.join(words)}",
    )


def inverted(mapping: Mapping) -> Mapping:
    """Return what a mapping says read from its object to its subject.

    Its ground stays: the inversion is no finding of its own.

    Example:
        >>> ground = Iri(_SEMAPV + "ManualMappingCuration")
        >>> one = Mapping(Iri("urn:s"), Iri(_SKOS + "broadMatch"), Iri("urn:o"), ground)
        >>> inverted(one).predicate_id
        Iri('http://www.w3.org/2004/02/skos/core#narrowMatch')
    """
    relation = RELATIONS[mapping.predicate_id.removeprefix(_SKOS)]
    return replace(
        mapping,
        subject_id=mapping.object_id,
        object_id=mapping.subject_id,
        subject_label=mapping.object_label,
        object_label=mapping.subject_label,
        predicate_id=relation.inverse,
    )


def strength_of(confidence: Decimal | None) -> int | None:
    """Return a confidence as CISO Assistant's strength of relationship, 0 to 10; halves go up.

    Example:
        >>> strength_of(Decimal("0.75")), strength_of(None)
        (8, None)
    """
    if confidence is None:
        return None
    return int((confidence * _STRONGEST).quantize(Decimal(1), ROUND_HALF_UP))


def rationale_of(mapping: Mapping) -> str:
    """Return why two are held to relate: "syntactic" by their words, else "semantic"."""
    return "syntactic" if mapping.mapping_justification in _SYNTACTIC else "semantic"


def method_of(mapping: Mapping) -> str:
    """Return how a mapping was made, as OSCAL says it: "human", "automation" or "hybrid"."""
    if mapping.mapping_justification in _HUMAN:
        return "human"
    return "hybrid" if mapping.mapping_justification in _HYBRID else "automation"


def found_nothing(mapping: Mapping) -> bool:
    """Whether a mapping says that one of its ends has no counterpart."""
    return NO_TERM_FOUND in (mapping.subject_id, mapping.object_id)
