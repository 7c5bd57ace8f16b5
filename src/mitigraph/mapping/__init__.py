"""Mapping sets after SSSOM: what of one vocabulary matches what of another, on which grounds.

The tab-separated file is what people edit and what counts; RDF is made from it.

Sources:
    A Simple Standard for Sharing Ontological Mappings (SSSOM), version 1.1
    (https://mapping-commons.github.io/sssom/).
"""

from mitigraph.mapping.lexical import lexical_matches, words
from mitigraph.mapping.mapping_set import NO_TERM_FOUND, Mapping, MappingSet
from mitigraph.mapping.sssom import ReadMappings, parse_sssom, read_sssom, sssom_of
from mitigraph.mapping.statements import mapping_statements

__all__ = [
    "NO_TERM_FOUND",
    "Mapping",
    "MappingSet",
    "ReadMappings",
    "lexical_matches",
    "mapping_statements",
    "parse_sssom",
    "read_sssom",
    "sssom_of",
    "words",
]
