"""The checks: one query file each, described by its header; and those that can't be run here.

Sources:
    qSKOS, the catalogue of 29 quality issues (https://github.com/cmader/qSKOS/wiki/Quality-Issues).
    SKOS Reference, integrity conditions S4 to S46 (https://www.w3.org/TR/skos-reference/).
    FOOPS! (https://w3id.org/foops/), OOPS! catalogue of 41 pitfalls (https://oops.linkeddata.es/),
    ROBOT report, 33 queries (https://robot.obolibrary.org/report).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from mitigraph.errors import UnknownTermError
from mitigraph.query.header import parse_header, split_header
from mitigraph.resources import check_files
from mitigraph.validate import Severity

__all__ = ["ABOUT", "FAMILIES", "NOT_RUN", "Check", "NotRun", "checks"]

#: The families by their key: what they are called.
FAMILIES: Final = {
    "skos": "SKOS integrity beyond qSKOS",
    "qskos": "qSKOS quality issues",
    "foops": "FOOPS! and Widoco metadata",
    "oops": "OOPS! pitfalls",
    "robot": "ROBOT report",
}

#: What a check looks at, and how to see whether a graph holds any of it.
ABOUT: Final = {
    "concepts": "VALUES ?kind { skos:Concept skos:ConceptScheme skos:Collection } ?thing a ?kind",
    "terms": (
        "VALUES ?kind { owl:Class rdfs:Class rdf:Property owl:ObjectProperty owl:DatatypeProperty"
        " owl:AnnotationProperty } ?thing a ?kind"
    ),
    "header": "VALUES ?kind { owl:Ontology skos:ConceptScheme } ?thing a ?kind",
    "any": "?thing ?property ?value",
}


@dataclass(frozen=True, slots=True)
class Check:
    """One check.

    Attributes:
        family: A key of `FAMILIES`.
        code: What the family calls it; unique in the family.
        severity: How grave a finding is.
        about: A key of `ABOUT`.
        summary: What a finding is, one line.
        description: What one row is, and which rule it breaks.
        remedy: What to do about a finding.
        text: The query, with its header.
        path: Its file.
    """

    family: str
    code: str
    severity: Severity
    about: str
    summary: str
    description: str
    remedy: str
    text: str
    path: Path

    @property
    def id(self) -> str:
        """Family and code: "qskos:chr"."""
        return f"{self.family}:{self.code}"


@dataclass(frozen=True, slots=True)
class NotRun:
    """A check of a family that there is no query for, and why."""

    family: str
    codes: tuple[str, ...]
    reason: str


#: What the families check and mitigraph does not: nothing here goes to the network.
NOT_RUN: Final = (
    NotRun("qskos", ("bl",), "broken links show only online"),
    NotRun("qskos", ("mil",), "links from elsewhere show only in an index of the web of data"),
    NotRun(
        "foops",
        ("URI1", "CN1", "DOC1", "RDF1", "HTTP1", "PURL1", "VER2", "OM4.2"),
        "whether an IRI resolves, and to what, shows only online",
    ),
    NotRun("foops", ("FIND2", "FIND3", "FIND_3_BIS"), "registries are asked online"),
    NotRun("foops", ("VOC1",), "the checks of the header look for each such property already"),
    NotRun("oops", ("P37",), "whether the ontology is on the web shows only online"),
    NotRun(
        "oops",
        (
            *("P01", "P03", "P05", "P09", "P12", "P14", "P15", "P16"),
            *("P17", "P18", "P23", "P27", "P28", "P29", "P30", "P31"),
        ),
        "best judged by a person who knows the domain",
    ),
    NotRun(
        "robot",
        (
            "duplicate_scoped_synonym",
            "invalid_xref",
            "missing_subset_declaration",
            "missing_synonymtype_declaration",
        ),
        "speaks of annotations that only OBO ontologies use",
    ),
)


def checks(families: Iterable[str] = ()) -> tuple[Check, ...]:
    """Return the checks: in the order of the families, gravest first, then by code.

    Args:
        families: Keys of `FAMILIES`; none for all.

    Raises:
        UnknownTermError: If a family is none of them.

    Example:
        >>> [check.id for check in checks(["skos"])][:2]
        ['skos:S37', 'skos:S9']
    """
    wanted = set(families) or set(FAMILIES)
    for family in sorted(wanted - set(FAMILIES)):
        raise UnknownTermError(family, kind="family of checks", suggestions=tuple(FAMILIES))
    return tuple(check for check in _shipped() if check.family in wanted)


@cache
def _shipped() -> tuple[Check, ...]:
    order = list(FAMILIES)
    found = [_read(path) for path in check_files()]
    return tuple(
        sorted(found, key=lambda one: (order.index(one.family), one.severity.rank, one.code))
    )


def _read(path: Path) -> Check:
    text = path.read_text(encoding="utf-8")
    header = parse_header(split_header(text)[0], query=path.stem)
    return Check(
        family=header.extra["family"],
        code=header.extra["code"],
        severity=Severity(header.extra["severity"].lower()),
        about=header.extra["about"],
        summary=header.summary,
        description=header.description,
        remedy=header.extra["remedy"].strip(),
        text=text,
        path=path,
    )
