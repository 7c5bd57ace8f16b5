"""What OSCAL documents of mitigraph's and of others are made of: names, tokens, relations.

Facts that OSCAL has no place for stand in its own extension points: properties whose namespace is
mitigraph's, or that of SSSOM where they are slots of a mapping.

Sources:
    OSCAL 1.2, models of catalog, profile, mapping and component definition
    (https://pages.nist.gov/OSCAL/reference/); extensions: properties with an own namespace
    (https://pages.nist.gov/OSCAL/learn/tutorials/general/extension/).
"""

from __future__ import annotations

import re
from typing import Final

from mitigraph.terms import BASE, PREFIXES, Iri, expand

__all__ = [
    "CATALOG_FILE",
    "FACET_PROPERTIES",
    "NIST_NAMES",
    "NS",
    "OSCAL_NS",
    "OSCAL_VERSION",
    "RELATIONSHIPS",
    "SSSOM_NS",
    "TOKEN",
    "concept_of",
    "line",
    "prop",
    "text_of",
]

#: The version that is written: the newest that trestle reads too.
OSCAL_VERSION: Final = "1.2.1"
OSCAL_NS: Final = "http://csrc.nist.gov/ns/oscal"
#: The namespace of mitigraph's own properties.
NS: Final = BASE + "ns"
#: The namespace of properties that are slots of SSSOM.
SSSOM_NS: Final = PREFIXES["sssom"]
#: Where profiles and mappings expect the catalog: beside them.
CATALOG_FILE: Final = "mitigraph.oscal-catalog.json"
#: An OSCAL token: a letter or underscore, then letters, digits, full stops, hyphens, underscores.
TOKEN: Final = re.compile(r"[^\W\d][\w.\-]*")

#: The name of the property that holds the values of each facet.
FACET_PROPERTIES: Final = {
    "category": "category",
    "actor": "actor",
    "stage": "lifecycle-stage",
    "function": "function",
    "risk": "risk",
    "cause": "risk-cause",
    "means": "measure-kind",
    "kind": "record-kind",
}

#: The relationships of a map without a namespace of its own.
RELATIONSHIPS: Final = frozenset(
    ["equal-to", "equivalent-to", "subset-of", "superset-of", "intersects-with", "no-relationship"]
)

#: The names that OSCAL gives to properties without a namespace, of all the objects read here.
NIST_NAMES: Final = frozenset(
    (
        *("label", "sort-id", "alt-identifier", "alt-label", "status", "marking", "keywords"),
        *("aggregates", "method", "type", "version", "published", "release-date", "responsibility"),
        *("resolution-tool", "source-profile", "source-profile-uuid", "control-origination"),
        *("implementation-point", "implementation-status", "leveraged-authorization-uuid"),
        *("inherited-uuid", "job-title", "mail-stop", "office", "vendor-name", "model", "function"),
        *("patch-level", "software-identifier", "baseline-configuration-name", "asset-id"),
        *("asset-tag", "asset-type", "allows-authenticated-scan", "is-scanned", "last-scanned"),
        *("network-id", "vlan-id", "public", "virtual", "validation-type", "validation-reference"),
    )
)


def line(text: str) -> str:
    r"""Return text as OSCAL's strings and titles want it: on one line, without outer blanks.

    Example:
        >>> line(" Supplier\n risk ")
        'Supplier risk'
        >>> line("a\tb")
        'a\tb'
    """
    if text == text.strip() and not re.search(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]", text):
        return text
    return " ".join(text.split())


def prop(name: str, value: str, *, ns: str = NS, **more: str) -> dict[str, str]:
    r"""Return a property; a value of several lines stands whole in its remarks.

    Args:
        name: Its name.
        value: Its value.
        ns: Its namespace; empty for one of OSCAL's own.
        **more: Its `class`, `group` or `remarks`; empty ones are left out.

    Example:
        >>> prop("label", "A.1", ns="")
        {'name': 'label', 'value': 'A.1'}
        >>> prop("comment", "a\nb")["remarks"]
        'a\nb'
    """
    made = {"name": name, "ns": ns, "value": line(value)}
    if made["value"] != value:
        made["remarks"] = value
    made |= more
    return {key: held for key, held in made.items() if held}


def text_of(given: dict[str, object]) -> str:
    """Return the text that `prop` was given."""
    remarks, value = str(given.get("remarks", "")), str(given.get("value", ""))
    return remarks if remarks and line(remarks) == value else value


def concept_of(value: str) -> Iri:
    """Return the concept that the value of a facet's property names by its short id.

    Example:
        >>> concept_of("actor/1/developer")
        Iri('https://w3id.org/mitigraph/scheme/actor/1/developer')
    """
    return expand(value) or Iri(f"{BASE}scheme/{value}")
