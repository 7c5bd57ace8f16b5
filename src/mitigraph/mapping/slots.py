"""The slots of SSSOM: which ones mitigraph keeps, in which order, and what kind of value each has.

Sources:
    SSSOM 1.1, classes Mapping and MappingSet (https://mapping-commons.github.io/sssom/spec-model/).
"""

from __future__ import annotations

from dataclasses import fields
from typing import Final

from mitigraph.mapping.mapping_set import MappingSet

__all__ = [
    "ADDRESSES",
    "COLUMNS",
    "ENTITIES",
    "LISTS",
    "OTHER_COLUMNS",
    "OTHER_SET_SLOTS",
    "PEOPLE",
    "REQUIRED",
    "SET_SLOTS",
    "TEXTS",
]

#: The columns, in the order in which SSSOM lists its slots.
COLUMNS: Final = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "predicate_modifier",
    "object_id",
    "object_label",
    "mapping_justification",
    "author_id",
    "reviewer_id",
    "confidence",
    "similarity_score",
    "similarity_measure",
    "comment",
)
REQUIRED: Final = ("subject_id", "predicate_id", "object_id", "mapping_justification")
PEOPLE: Final = ("author_id", "reviewer_id")
TEXTS: Final = (
    "subject_label",
    "predicate_modifier",
    "object_label",
    "similarity_measure",
    "comment",
)
#: Slots of the set that hold an IRI whole, and those that hold it as a CURIE.
ADDRESSES: Final = ("mapping_set_id", "license", "see_also")
ENTITIES: Final = (
    "creator_id",
    "subject_source",
    "object_source",
    "subject_match_field",
    "object_match_field",
)
LISTS: Final = ("creator_id", "subject_match_field", "object_match_field", "see_also")
SET_SLOTS: Final = tuple(
    one.name for one in fields(MappingSet) if one.name not in ("mappings", "curie_map")
)

#: Slots of the standard that mitigraph has no place for, of a row and of a set: they are left out
#: without being a fault of the file.
OTHER_COLUMNS: Final = frozenset(
    [
        "author_label",
        "cardinality_scope",
        "creator_id",
        "creator_label",
        "curation_rule",
        "curation_rule_text",
        "issue_tracker_item",
        "license",
        "mapping_cardinality",
        "mapping_date",
        "mapping_provider",
        "mapping_source",
        "mapping_tool",
        "mapping_tool_id",
        "mapping_tool_version",
        "match_string",
        "object_category",
        "object_match_field",
        "object_preprocessing",
        "object_source",
        "object_source_version",
        "object_type",
        "other",
        "predicate_label",
        "predicate_type",
        "publication_date",
        "record_id",
        "review_date",
        "reviewer_agreement",
        "reviewer_label",
        "see_also",
        "subject_category",
        "subject_match_field",
        "subject_preprocessing",
        "subject_source",
        "subject_source_version",
        "subject_type",
    ]
)
OTHER_SET_SLOTS: Final = frozenset(
    [
        "cardinality_scope",
        "creator_label",
        "curation_rule",
        "curation_rule_text",
        "extension_definitions",
        "issue_tracker",
        "mapping_provider",
        "mapping_set_confidence",
        "mapping_set_source",
        "mapping_tool_id",
        "object_preprocessing",
        "object_type",
        "other",
        "predicate_type",
        "publication_date",
        "similarity_measure",
        "subject_preprocessing",
        "subject_type",
    ]
)
