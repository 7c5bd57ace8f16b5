"""What a profile asks for, what of it is in place, and which measures would close the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from mitigraph.model import Concept
from mitigraph.profile.model import Profile
from mitigraph.terms import Iri, compact

__all__ = ["KINDS", "Closing", "DemandCover", "Gaps", "Verdict"]

#: What a demand can be about, in the order of a report, and how a person says it.
KINDS: Final[dict[str, str]] = {
    "cell": "role at a stage",
    "category": "category",
    "risk": "risk",
    "control": "framework control",
}


class Verdict(StrEnum):
    """How far a demand is met, worst first."""

    MISSING = "nothing in place"
    PLANNED = "only planned"
    PRELIMINARY = "preliminary data only"
    COVERED = "in place"


@dataclass(frozen=True, slots=True)
class Closing:
    """A measure that would close a gap, and the evidence that it is ranked by.

    Attributes:
        measure: Its IRI.
        label: Its name.
        documents: Distinct documents that describe it or one that is held to be the same.
        supporting: Opinions of experts in its favour.
        against: Opinions that oppose it or state limits.
        agreement: The highest lower bound of measured expert agreement, 0 to 1; None where no study
            states one, which says nothing about the measure.
    """

    measure: Iri
    label: str
    documents: int
    supporting: int
    against: int
    agreement: float | None = None

    @property
    def id(self) -> str:
        """The measure's short id."""
        return compact(self.measure)


@dataclass(frozen=True, slots=True)
class DemandCover:
    """One thing that a profile asks for, and how many of its measures meet it.

    Attributes:
        iri: The demand's IRI.
        kind: "cell", "category", "risk" or "control".
        concepts: What it is about; a role and a stage for a cell, else one concept.
        weight: How much it matters beside the others; 1 unless the profile says otherwise.
        in_place: Distinct measures in place that meet it.
        settled: Those of them that meet it on data that is not preliminary.
        planned: Distinct planned measures that meet it.
        closing: Measures that would meet it, best evidenced first; only where nothing is in place.
    """

    iri: Iri
    kind: str
    concepts: tuple[Concept, ...]
    weight: float
    in_place: int
    settled: int
    planned: int
    closing: tuple[Closing, ...] = ()

    @property
    def title(self) -> str:
        """What it is about, as a person reads it: "Developer, Deploy"."""
        return ", ".join(concept.title for concept in self.concepts)

    @property
    def verdict(self) -> Verdict:
        """How far it is met."""
        if self.in_place:
            return Verdict.COVERED if self.settled else Verdict.PRELIMINARY
        return Verdict.PLANNED if self.planned else Verdict.MISSING

    @property
    def gap(self) -> bool:
        """Whether no measure that meets it is in place."""
        return not self.in_place

    @property
    def closable(self) -> bool:
        """Whether it is a gap that a measure of the graph would close, planned ones included."""
        return self.gap and bool(self.closing or self.planned)

    def as_json(self) -> dict[str, Any]:
        """Return it as plain JSON types."""
        return {
            "kind": self.kind,
            "concepts": [concept.id for concept in self.concepts],
            "title": self.title,
            "weight": self.weight,
            "verdict": self.verdict.value,
            "gap": self.gap,
            "closable": self.closable,
            "in_place": self.in_place,
            "settled": self.settled,
            "planned": self.planned,
            "closing": [
                {
                    "measure": one.id,
                    "label": one.label,
                    "documents": one.documents,
                    "supporting": one.supporting,
                    "against": one.against,
                    "agreement_above": one.agreement,
                }
                for one in self.closing
            ],
        }


@dataclass(frozen=True, slots=True)
class Gaps:
    """The demands of a profile, by kind in the order of `KINDS`, then in that of the schemes."""

    profile: Profile
    demands: tuple[DemandCover, ...]

    def of(self, *verdicts: Verdict, kinds: Sequence[str] = ()) -> tuple[DemandCover, ...]:
        """Return the demands with one of these verdicts, of these kinds; no kinds mean all."""
        return tuple(
            one
            for one in self.demands
            if one.verdict in verdicts and (not kinds or one.kind in kinds)
        )

    def gaps(self) -> tuple[DemandCover, ...]:
        """Return the demands that no measure in place meets."""
        return self.of(Verdict.MISSING, Verdict.PLANNED)

    def counts(self) -> dict[str, Counter[Verdict]]:
        """Return how many demands of each kind have each verdict; kinds without any left out."""
        found: dict[str, Counter[Verdict]] = {}
        for one in self.demands:
            found.setdefault(one.kind, Counter())[one.verdict] += 1
        return found

    def as_json(self) -> dict[str, Any]:
        """Return the profile, the counts and all demands as plain JSON types."""
        return {
            "profile": self.profile.as_json(),
            "counts": {
                kind: {verdict.value: counts[verdict] for verdict in Verdict}
                for kind, counts in self.counts().items()
            },
            "demands": [one.as_json() for one in self.demands],
        }
