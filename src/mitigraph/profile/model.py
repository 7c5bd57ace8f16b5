"""What an organisation says of itself: its system, its roles, and the measures it carries out.

Everything else that is asked for a profile (gaps, plans, coverage) starts from these objects. They
hold concepts and measures that the graph knows; the readers beside this module refuse all others.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from mitigraph.model import Concept
from mitigraph.terms import BASE, Iri, compact, slug

__all__ = ["Implementation", "ImplementationStatus", "Profile", "WeightedRisk"]


class ImplementationStatus(StrEnum):
    """How far an organisation is with a measure."""

    IN_PLACE = "in-place"
    PLANNED = "planned"
    NOT_APPLICABLE = "not-applicable"


@dataclass(frozen=True, slots=True)
class Implementation:
    """What an organisation says of one measure.

    Attributes:
        measure: The measure's IRI.
        label: Its name in the graph.
        status: Whether it is in place, planned, or does not apply here.
        evidence: IRI of a document that shows it; None where none is named.
        owner: Who answers for it, a name or an office.
        date: The day since which it is in place, or by which it is to be.
        note: What else a reader should know, such as why it does not apply.
        line: The line of the file that says so; None where it is from no text file.
    """

    measure: Iri
    label: str
    status: ImplementationStatus
    evidence: Iri | None = None
    owner: str | None = None
    date: date | None = None
    note: str | None = None
    line: int | None = None

    @property
    def id(self) -> str:
        """The measure's short id: "mit-2025/A1019"."""
        return compact(self.measure)


@dataclass(frozen=True, slots=True)
class WeightedRisk:
    """A risk that matters to an organisation, and how much beside the others (0 or more)."""

    concept: Concept
    weight: float = 1.0

    @property
    def decimal(self) -> str:
        """The weight as decimal digits, of which nine after the point count: "2", "0.5"."""
        return f"{self.weight:.9f}".rstrip("0").rstrip(".")


@dataclass(frozen=True, slots=True)
class Profile:
    """What an organisation is, what it builds, what matters to it and what it does already.

    Empty `roles`, `stages` and `risks` mean that nothing was chosen, hence that all of them matter;
    empty `frameworks` mean that none has to be met. The order is that of the file; from RDF, that
    of the schemes.

    Attributes:
        name: What the profile is called.
        organisation: Whose profile it is.
        system: The AI system that it is about, in a few words.
        roles: Concepts of the scheme `actor`: what the organisation is to the system.
        stages: Concepts of the scheme `lifecycle` that it takes part in.
        risks: Concepts of the scheme `risk-domain` with their weights.
        frameworks: IRIs of the frameworks to meet, such as `scheme/nist-ai-rmf/1`.
        implementations: What it says of measures, at most once of each.
    """

    name: str
    organisation: str = ""
    system: str = ""
    roles: tuple[Concept, ...] = ()
    stages: tuple[Concept, ...] = ()
    risks: tuple[WeightedRisk, ...] = ()
    frameworks: tuple[Iri, ...] = ()
    implementations: tuple[Implementation, ...] = ()

    @property
    def iri(self) -> Iri:
        """The profile's IRI in a graph, made of its name.

        Example:
            >>> compact(Profile("Acme assistant").iri)
            'profile/acme-assistant'
        """
        return Iri(f"{BASE}id/profile/{slug(self.name).lower() or 'unnamed'}")

    def measures(self, status: ImplementationStatus) -> tuple[Iri, ...]:
        """Return the measures of which the profile says this, in the order of the file.

        Example:
            >>> done = Implementation(Iri("urn:m"), "Audit", ImplementationStatus.IN_PLACE)
            >>> Profile("acme", implementations=(done,)).measures(ImplementationStatus.IN_PLACE)
            (Iri('urn:m'),)
        """
        return tuple(one.measure for one in self.implementations if one.status is status)

    @property
    def in_place(self) -> tuple[Iri, ...]:
        """The measures that are in place."""
        return self.measures(ImplementationStatus.IN_PLACE)

    @property
    def planned(self) -> tuple[Iri, ...]:
        """The measures that are planned."""
        return self.measures(ImplementationStatus.PLANNED)

    @property
    def not_applicable(self) -> tuple[Iri, ...]:
        """The measures that do not apply to this organisation."""
        return self.measures(ImplementationStatus.NOT_APPLICABLE)

    def as_json(self) -> dict[str, Any]:
        """Return the profile as plain JSON types; concepts, frameworks and measures by id."""
        return {
            "name": self.name,
            "organisation": self.organisation,
            "system": self.system,
            "roles": [concept.id for concept in self.roles],
            "stages": [concept.id for concept in self.stages],
            "risks": [{"id": risk.concept.id, "weight": risk.weight} for risk in self.risks],
            "frameworks": [compact(framework) for framework in self.frameworks],
            "implementations": [
                {
                    "measure": one.id,
                    "label": one.label,
                    "status": one.status.value,
                    "evidence": one.evidence,
                    "owner": one.owner,
                    "date": one.date.isoformat() if one.date else None,
                    "note": one.note,
                }
                for one in self.implementations
            ],
        }
