"""What CISO Assistant libraries are made of: URNs, versions, words, and facts in annotations.

A library has no fields for most of what mitigraph knows of a measure. Its annotations are free text
that people read; here each fact is one line of them, a name, a colon and the value, so that they
can be read back. The value of a facet ends with the concept's id in angle brackets.

Sources:
    CISO Assistant (https://github.com/intuitem/ciso-assistant-community), library loader and models
    of its backend: fields, limits and choices.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from mitigraph.errors import DataError
from mitigraph.terms import BASE, Iri, expand

__all__ = [
    "CATEGORIES",
    "CSF_FUNCTIONS",
    "FACET_FACTS",
    "LONGEST_COPYRIGHT",
    "LONGEST_NAME",
    "LONGEST_PACKAGER",
    "LONGEST_PROVIDER",
    "LONGEST_REF_ID",
    "LONGEST_URN",
    "PACKAGER",
    "RATIONALES",
    "RELATIONSHIPS",
    "RESERVED_PACKAGER",
    "REVERT",
    "STRONGEST",
    "URN",
    "concept_fact",
    "concept_in",
    "fact",
    "facts_in",
    "framework_of",
    "inverse_of",
    "library_version",
    "urn",
]

PACKAGER: Final = "mitigraph"
#: Who packages the libraries that CISO Assistant itself ships.
RESERVED_PACKAGER: Final = "intuitem"
#: What a URN looks like; the loader checks this of the library's alone.
URN: Final = re.compile(
    r"urn:([\w-]+):([\w-]+):([\w-]+)(?::([\w-]+))?:([0-9A-Za-z\[\]()\-._:]+)", re.ASCII
)
#: Characters of the longest name, ref_id and URN that its database takes.
LONGEST_NAME: Final = 200
LONGEST_REF_ID: Final = 100
LONGEST_URN: Final = 255
#: The same of what a library says of itself.
LONGEST_COPYRIGHT: Final = 4096
LONGEST_PACKAGER: Final = 100
LONGEST_PROVIDER: Final = 200

CATEGORIES: Final = ("policy", "process", "technical", "physical", "procedure")
CSF_FUNCTIONS: Final = ("govern", "identify", "protect", "detect", "respond", "recover")
RATIONALES: Final = ("syntactic", "semantic", "functional")
#: The relationships of a mapping, each with what it is read backwards.
RELATIONSHIPS: Final = {
    "equal": "equal",
    "subset": "superset",
    "superset": "subset",
    "intersect": "intersect",
    "not_related": "not_related",
}
#: The greatest strength of a relationship.
STRONGEST: Final = 10
#: What the URN of a mapping set read backwards ends with.
REVERT: Final = "-revert"

#: What each facet is called in an annotation.
FACET_FACTS: Final = {
    "category": "Category",
    "actor": "Actor",
    "stage": "Lifecycle stage",
    "function": "Function",
    "risk": "Risk",
    "cause": "Cause of risk",
    "means": "Means",
    "kind": "Kind of record",
}
_RESIDUAL: Final = " (residual)"
_FACT: Final = re.compile(r"([A-Za-z][A-Za-z_ ()]*): (.*)")
_CONCEPT: Final = re.compile(r".*<([^<>]+)>")
_VERSION: Final = re.compile(r"(\d+)\.(\d{1,2})\.(\d{1,2})")


def urn(kind: str, *names: str) -> str:
    """Return the URN of an object of mitigraph's own, lower case as the loader makes all.

    Args:
        kind: "library", "framework", "req_node", "reference_control", ...
        *names: What it belongs to, if anything, and its own code.

    Example:
        >>> urn("req_node", "airi-mitigation-2", "mit-2025.A0001")
        'urn:mitigraph:risk:req_node:airi-mitigation-2:mit-2025.a0001'
    """
    return ":".join(("urn", PACKAGER, "risk", kind, *names)).lower()


def framework_of(node: str) -> str | None:
    """Return the URN of the framework that the URN of a requirement node names.

    Example:
        >>> framework_of("urn:acme:risk:req_node:rules-1.0:a.1")
        'urn:acme:risk:framework:rules-1.0'
    """
    parts = node.split(":")
    if len(parts) < len(("urn", "packager", "risk", "req_node", "framework", "node")):
        return None
    return ":".join((*parts[:3], "framework", parts[4]))


def library_version(version: str) -> int:
    """Return a version as the one number that libraries have: 10000 times the major and so on.

    Raises:
        DataError: If it is not of three numbers, or one but the first is over 99.

    Example:
        >>> library_version("0.1.0"), library_version("1.12.3")
        (100, 11203)
    """
    found = _VERSION.fullmatch(version)
    number = int(found[1]) * 10_000 + int(found[2]) * 100 + int(found[3]) if found else 0
    if not number:
        raise DataError(
            f'the version "{version}" of the release makes no number for a library',
            code="version-mismatch",
            remedy="release it as MAJOR.MINOR.PATCH, each but the first under 100",
        )
    return number


def inverse_of(relationship: str) -> str:
    """Return what a relationship is read backwards; an unknown one stays.

    Example:
        >>> inverse_of("subset"), inverse_of("equal")
        ('superset', 'equal')
    """
    return RELATIONSHIPS.get(relationship, relationship)


def fact(name: str, value: str) -> str:
    r"""Return a line of an annotation; a line break in the value is written as `\n`.

    Example:
        >>> fact("Other name", "Red\nteam")
        'Other name: Red\\nteam'
    """
    escaped = value.replace("\\", "\\\\").replace("\n", "\\n")
    return f"{name}: {escaped}"


def facts_in(annotation: str) -> dict[str, list[str]]:
    r"""Return the facts that the lines of an annotation state, by name.

    Example:
        >>> facts_in("Some words.\nActor: Developer <actor/1/developer>")
        {'Actor': ['Developer <actor/1/developer>']}
    """
    found: dict[str, list[str]] = {}
    for line in annotation.split("\n"):
        stated = _FACT.fullmatch(line)
        if stated:
            value = re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], stated[2])
            found.setdefault(stated[1], []).append(value)
    return found


def concept_fact(facet: str, title: str, concept: str, *, residual: bool) -> str:
    """Return the line that says a value of a facet.

    Example:
        >>> concept_fact("stage", "Other", "lifecycle/1/other", residual=True)
        'Lifecycle stage (residual): Other <lifecycle/1/other>'
    """
    name = FACET_FACTS[facet] + (_RESIDUAL if residual else "")
    return fact(name, f"{' '.join(title.split())} <{concept}>")


def concept_in(facts: dict[str, list[str]]) -> Iterable[tuple[Iri, bool]]:
    """Yield the concepts that facts name as values of facets, each with whether it is residual.

    Example:
        >>> said = {"Actor": ["Developer <actor/1/developer>"], "Score": ["7"]}
        >>> [(iri[-9:], residual) for iri, residual in concept_in(said)]
        [('developer', False)]
    """
    for residual in (False, True):
        for name in FACET_FACTS.values():
            for value in facts.get(name + (_RESIDUAL if residual else ""), ()):
                named = _CONCEPT.fullmatch(value)
                if named:
                    yield expand(named[1]) or Iri(f"{BASE}scheme/{named[1]}"), residual
