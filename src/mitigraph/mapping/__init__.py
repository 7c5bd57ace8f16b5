"""Mapping sets after SSSOM: what of one vocabulary matches what of another, on which grounds.

The tab-separated file is what people edit and what counts; RDF is made from it. Whether mappings
still hold, mitigraph's or anybody's, is what `check_mappings` tells.

Sources:
    A Simple Standard for Sharing Ontological Mappings (SSSOM), version 1.1
    (https://mapping-commons.github.io/sssom/).
"""

from mitigraph.mapping.check import check_mappings
from mitigraph.mapping.findings import Account, Finding, MappingReport
from mitigraph.mapping.lexical import lexical_matches, words
from mitigraph.mapping.mapping_set import MATCHES, NO_TERM_FOUND, Mapping, MappingSet
from mitigraph.mapping.sssom import ReadMappings, parse_sssom, read_sssom
from mitigraph.mapping.sssom_writer import sssom_json_of, sssom_of, with_prefixes
from mitigraph.mapping.statements import mapping_sets_of, mapping_statements
from mitigraph.mapping.term_list import TermList, read_term_list, terms_of

__all__ = [
    "MATCHES",
    "NO_TERM_FOUND",
    "Account",
    "Finding",
    "Mapping",
    "MappingReport",
    "MappingSet",
    "ReadMappings",
    "TermList",
    "check_mappings",
    "lexical_matches",
    "mapping_sets_of",
    "mapping_statements",
    "parse_sssom",
    "read_sssom",
    "read_term_list",
    "sssom_json_of",
    "sssom_of",
    "terms_of",
    "with_prefixes",
    "words",
]
