"""What CycloneDX documents of mitigraph's and of others are made of: versions, names, properties.

Facts that CycloneDX has no field for stand in properties whose names start with `mitigraph:`, as
its property taxonomy has it. Their values are short ids; a concept of another publisher's scheme is
named by its whole IRI.

Sources:
    CycloneDX 1.6 and 1.7, definitions and declarations (https://cyclonedx.org/docs/1.7/json/).
    CycloneDX property taxonomy (https://github.com/CycloneDX/cyclonedx-property-taxonomy).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from mitigraph.terms import BASE, Iri, expand

__all__ = [
    "FACET_PROPERTIES",
    "NAMESPACE",
    "NO_COUNTERPART",
    "SPEC_VERSION",
    "SPEC_VERSIONS",
    "concept_of",
    "name_of",
    "prop",
    "said",
]

#: The version that is written; what it holds is the same in 1.7.
SPEC_VERSION: Final = "1.6"
#: The versions that have standards and declarations.
SPEC_VERSIONS: Final = ("1.6", "1.7")
#: How the names of mitigraph's own properties start.
NAMESPACE: Final = "mitigraph:"
#: The property that names a framework without a counterpart.
NO_COUNTERPART: Final = "no-counterpart"

#: The name of the property that holds the values of each facet, without the namespace.
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


def prop(name: str, value: str) -> dict[str, str]:
    """Return a property of mitigraph's own.

    Example:
        >>> prop("actor", "actor/1/developer")
        {'name': 'mitigraph:actor', 'value': 'actor/1/developer'}
    """
    return {"name": NAMESPACE + name, "value": value}


def said(thing: Any, name: str) -> list[str]:
    """Return the values of a property of mitigraph's own; anything else is passed over.

    Example:
        >>> said({"properties": [prop("actor", "a"), {"name": "actor", "value": "b"}, 7]}, "actor")
        ['a']
    """
    held: Iterable[Any] = ()
    if isinstance(thing, dict) and isinstance(thing.get("properties"), list):
        held = thing["properties"]
    return [
        str(one.get("value", ""))
        for one in held
        if isinstance(one, dict) and one.get("name") == NAMESPACE + name
    ]


def name_of(concept: Iri) -> str:
    """Return a concept or scheme as the value of a property.

    Example:
        >>> name_of(Iri(BASE + "scheme/actor/1/developer"))
        'actor/1/developer'
        >>> name_of(Iri("https://example.org/scheme/acme/1/A"))
        'https://example.org/scheme/acme/1/A'
    """
    return concept.removeprefix(BASE + "scheme/")


def concept_of(value: str) -> Iri:
    """Return the concept or scheme that the value of a property names; see `name_of`.

    Example:
        >>> concept_of("actor/1/developer")
        Iri('https://w3id.org/mitigraph/scheme/actor/1/developer')
    """
    return expand(value) or Iri(f"{BASE}scheme/{value}")
