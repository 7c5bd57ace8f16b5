"""Mappings and sets of them as plain frozen objects, with the SSSOM slots that mitigraph uses.

Sources:
    SSSOM 1.1, classes Mapping and MappingSet (https://mapping-commons.github.io/sssom/spec-model/).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from mitigraph.errors import DataError
from mitigraph.terms import PREFIXES, Iri, is_iri

__all__ = [
    "JUSTIFICATIONS",
    "MATCHES",
    "NO_TERM_FOUND",
    "SSSOM_VERSION",
    "Mapping",
    "MappingSet",
    "is_date",
]

SSSOM_VERSION: Final = "1.1"

#: What stands for the other term where none was found.
NO_TERM_FOUND: Final = Iri(PREFIXES["sssom"] + "NoTermFound")

#: The predicates that say how two terms match, by the list of the graph's shapes. SSSOM takes any
#: other property too: such a row is kept, but nothing is concluded from it.
MATCHES: Final = frozenset(
    Iri(PREFIXES[prefix] + name)
    for prefix, names in {
        "skos": "exactMatch closeMatch broadMatch narrowMatch relatedMatch",
        "owl": "equivalentClass equivalentProperty",
        "rdfs": "subClassOf subPropertyOf",
    }.items()
    for name in names.split()
)

#: The grounds that SSSOM 1.1 knows (slot mapping_justification), by their names in SEMAPV.
JUSTIFICATIONS: Final = (
    "MappingReview",
    "ManualMappingCuration",
    "LogicalReasoning",
    "LexicalMatching",
    "CompositeMatching",
    "UnspecifiedMatching",
    "SemanticSimilarityThresholdMatching",
    "LexicalSimilarityThresholdMatching",
    "MappingChaining",
    "MappingInversion",
    "StructuralMatching",
    "InstanceBasedMatching",
    "BackgroundKnowledgeBasedMatching",
)
_GROUNDS: Final = frozenset(Iri(PREFIXES["semapv"] + name) for name in JUSTIFICATIONS)
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Mapping:
    """One statement that a subject matches an object, or does not, and why that is held.

    The fields have the names of the slots. Entities are whole IRIs; a field that is not known is
    None or empty.

    Args:
        subject_id: What is mapped.
        predicate_id: How: `skos:exactMatch`, `skos:broadMatch` (the object is broader), ...; any
            property can stand here, see `is_match`.
        object_id: What it is mapped to; `NO_TERM_FOUND` where nothing was found.
        mapping_justification: On what grounds, a term of SEMAPV.
        predicate_modifier: "Not" where the predicate is denied.
        author_id: Who holds it.
        reviewer_id: Who looked it over.
        confidence: How sure that is, from 0 to 1.
        similarity_score: How alike the two are, from 0 to 1, where that is the ground.
        similarity_measure: What the score measures.
        comment: What else a reader should know.
        license: IRI of its licence, where that is not the set's.
        mapping_date: When it was made, YYYY-MM-DD, where that is not the set's date; likewise the
            vocabularies of both ends, the tool, and the properties that were compared.
        mapping_source: The set that it was taken over from.
        other: What no slot is for: `key=value` parted by `|`.

    Raises:
        DataError: If an entity is no IRI, both ends are missing, the justification is none of
            SSSOM's, the modifier is unknown, confidence or score is out of range, or the date is no
            date.

    Example:
        >>> one = Mapping(
        ...     Iri("urn:s"),
        ...     Iri(PREFIXES["skos"] + "exactMatch"),
        ...     NO_TERM_FOUND,
        ...     Iri(PREFIXES["semapv"] + "LexicalMatching"),
        ... )
        >>> one.asserted
        False
    """

    subject_id: Iri
    predicate_id: Iri
    object_id: Iri
    mapping_justification: Iri
    subject_label: str = ""
    predicate_modifier: Literal["", "Not"] = ""
    object_label: str = ""
    author_id: tuple[Iri, ...] = ()
    reviewer_id: tuple[Iri, ...] = ()
    confidence: Decimal | None = None
    similarity_score: Decimal | None = None
    similarity_measure: str = ""
    comment: str = ""
    license: Iri | None = None
    mapping_date: str = ""
    mapping_source: Iri | None = None
    subject_source: Iri | None = None
    subject_source_version: str = ""
    object_source: Iri | None = None
    object_source_version: str = ""
    mapping_tool: str = ""
    mapping_tool_version: str = ""
    subject_match_field: tuple[Iri, ...] = ()
    object_match_field: tuple[Iri, ...] = ()
    other: str = ""

    def __post_init__(self) -> None:
        for name in _IRIS:
            _check_iris(name, getattr(self, name) or ())
        if self.subject_id == self.object_id == NO_TERM_FOUND:
            raise DataError(
                "neither end of the mapping is a term", code="schema", remedy="drop the row"
            )
        if self.mapping_justification not in _GROUNDS:
            raise DataError(
                f'"{self.mapping_justification}" is no mapping_justification of SSSOM',
                code="unknown-term",
                remedy="use one of its list of semapv, such as ManualMappingCuration; "
                "UnspecifiedMatching where none fits",
            )
        if self.predicate_modifier not in ("", "Not"):
            raise DataError(
                f'"{self.predicate_modifier}" is no predicate_modifier',
                code="unknown-term",
                remedy='write "Not" or nothing',
            )
        _check_date("mapping_date", self.mapping_date)
        for name in ("confidence", "similarity_score"):
            share = getattr(self, name)
            if share is not None and not (share.is_finite() and 0 <= share <= 1):
                raise DataError(
                    f"{name} {share} is out of range",
                    code="wrong-type",
                    remedy="write a number from 0 to 1",
                )

    @property
    def is_match(self) -> bool:
        """Whether its predicate says how two terms match."""
        return self.predicate_id in MATCHES

    @property
    def asserted(self) -> bool:
        """Whether it says that the predicate holds between two terms."""
        return not self.predicate_modifier and NO_TERM_FOUND not in (
            self.subject_id,
            self.object_id,
        )


@dataclass(frozen=True, slots=True)
class MappingSet:
    """Mappings that belong together, and what holds for all of them.

    The fields have the names of the slots, in the order in which a file has them.

    Args:
        mapping_set_id: IRI of the set; one of mitigraph's own has its version in it.
        license: IRI of the licence.
        mapping_set_source: The sets that it was made from.
        mapping_date: When the mappings were made, YYYY-MM-DD.
        publication_date: When they were published, likewise.
        subject_source: The vocabulary that the subjects are of.
        object_source: The vocabulary that the objects are of.
        mapping_tool: The program that made the mappings.
        subject_match_field: The properties whose values were compared.
        other: What no slot is for: `key=value` parted by `|`.
        mappings: The mappings, in any order.
        curie_map: Prefixes beyond the project's that a file of the set shortens IRIs with.

    Raises:
        DataError: If an entity is no IRI or the date no date.
    """

    mapping_set_id: Iri
    license: Iri
    mapping_set_version: str = ""
    mapping_set_title: str = ""
    mapping_set_description: str = ""
    mapping_set_source: tuple[Iri, ...] = ()
    creator_id: tuple[Iri, ...] = ()
    mapping_date: str = ""
    publication_date: str = ""
    subject_source: Iri | None = None
    subject_source_version: str = ""
    object_source: Iri | None = None
    object_source_version: str = ""
    mapping_tool: str = ""
    mapping_tool_version: str = ""
    subject_match_field: tuple[Iri, ...] = ()
    object_match_field: tuple[Iri, ...] = ()
    see_also: tuple[Iri, ...] = ()
    other: str = ""
    comment: str = ""
    mappings: tuple[Mapping, ...] = ()
    curie_map: dict[str, str] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        for one in fields(self):
            if "Iri" in str(one.type):
                _check_iris(one.name, getattr(self, one.name) or ())
        for name in ("mapping_date", "publication_date"):
            _check_date(name, getattr(self, name))


#: The fields of a mapping that hold IRIs.
_IRIS: Final = tuple(one.name for one in fields(Mapping) if "Iri" in str(one.type))


def _check_date(name: str, value: str) -> None:
    if value and not is_date(value):
        raise DataError(
            f'{name} "{value}" is no date', code="wrong-type", remedy="write it as 2026-11-25"
        )


def is_date(text: str) -> bool:
    """Whether a text is a day as SSSOM writes it: YYYY-MM-DD.

    Example:
        >>> is_date("2026-11-25"), is_date("2026-02-30"), is_date("25.11.2026")
        (True, False, False)
    """
    try:
        return bool(_DATE.fullmatch(text) and date.fromisoformat(text))
    except ValueError:
        return False


def _check_iris(name: str, value: Iri | tuple[Iri, ...]) -> None:
    for iri in (value,) if isinstance(value, str) else value:
        if not (isinstance(iri, Iri) and is_iri(iri)):
            raise DataError(
                f'{name} "{iri}" is no IRI', code="bad-id", remedy="write a CURIE or an IRI"
            )
