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
    "REQUIRED",
    "ROW_ENTITIES",
    "ROW_LISTS",
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
    "license",
    "subject_source",
    "subject_source_version",
    "object_source",
    "object_source_version",
    "mapping_source",
    "mapping_tool",
    "mapping_tool_version",
    "mapping_date",
    "confidence",
    "subject_match_field",
    "object_match_field",
    "similarity_score",
    "similarity_measure",
    "other",
    "comment",
)
REQUIRED: Final = ("subject_id", "predicate_id", "object_id", "mapping_justification")
#: Columns with a CURIE that may be missing, and those with several, which `|` parts.
ROW_ENTITIES: Final = ("subject_source", "object_source", "mapping_source")
ROW_LISTS: Final = ("author_id", "reviewer_id", "subject_match_field", "object_match_field")
TEXTS: Final = (
    "subject_label",
    "predicate_modifier",
    "object_label",
    "subject_source_version",
    "object_source_version",
    "mapping_tool",
    "mapping_tool_version",
    "similarity_measure",
    "other",
    "comment",
)
#: Slots of a set or a row that hold an IRI whole, and those of a set that hold it as a CURIE.
ADDRESSES: Final = ("mapping_set_id", "mapping_set_source", "license", "see_also")
ENTITIES: Final = (
    "creator_id",
    "subject_source",
    "object_source",
    "subject_match_field",
    "object_match_field",
)
LISTS: Final = (
    "mapping_set_source",
    "creator_id",
    "subject_match_field",
    "object_match_field",
    "see_also",
)
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
        "mapping_cardinality",
        "mapping_provider",
        "mapping_tool_id",
        "match_string",
        "object_category",
        "object_preprocessing",
        "object_type",
        "predicate_label",
        "predicate_type",
        "publication_date",
        "record_id",
        "review_date",
        "reviewer_agreement",
        "reviewer_label",
        "see_also",
        "subject_category",
        "subject_preprocessing",
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
        "mapping_tool_id",
        "object_preprocessing",
        "object_type",
        "predicate_type",
        "similarity_measure",
        "subject_preprocessing",
        "subject_type",
    ]
)
