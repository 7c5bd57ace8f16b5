"""How far measures reach the controls of a framework, through which mappings, and how sure.

A measure reaches a control by a match to it, or by a match to a control of another framework that
is suggested for it: an action of NIST AI 600-1 for a subcategory of the NIST AI RMF. A control with
narrower ones counts what these count.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mitigraph.model import Concept
from mitigraph.terms import Iri, compact

__all__ = ["ControlCover", "FrameworkCoverage", "Held", "Route"]


@dataclass(frozen=True, slots=True)
class Route:
    """One way of a measure to a control.

    Attributes:
        measure: The measure's IRI.
        label: Its name.
        relation: The match, a name of SKOS: "exactMatch".
        matched: The control that is matched: the one that is reached, or one suggested for it.
        suggested: Whether it is one suggested for the control.
        justification: How the match was found, a name of SEMAPV ("LexicalMatching": by the same
            words); None where no mapping set says so.
        confidence: How sure the mapping set is, 0 to 1; None where it does not say.
        status: What the profile says of the measure: "in-place", "planned", "not-applicable"; None
            without a profile, or where it says nothing.
    """

    measure: Iri
    label: str
    relation: str
    matched: Concept
    suggested: bool
    justification: str | None
    confidence: float | None
    status: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Return it as plain JSON types."""
        return {
            "measure": compact(self.measure),
            "label": self.label,
            "relation": self.relation,
            "matched": self.matched.id,
            "suggested": self.suggested,
            "justification": self.justification,
            "confidence": self.confidence,
            "status": self.status,
        }


@dataclass(frozen=True, slots=True)
class Held:
    """What a profile has of one status for a control: parts reached and distinct measures."""

    parts: int = 0
    measures: int = 0


@dataclass(frozen=True, slots=True)
class ControlCover:
    """One control of a framework, and what reaches it or one below it.

    Attributes:
        control: The control.
        depth: 0 at the top of the framework.
        parts: Controls without narrower ones at or below it; 1 for one that has none itself.
        reached: Those of them that a measure reaches.
        measures: Distinct measures that reach it or one below it.
        in_place: What the profile has in place of it; zeros without a profile.
        planned: What it plans.
        routes: How measures reach the control itself, those below it not included; by measure,
            surest first.
    """

    control: Concept
    depth: int
    parts: int
    reached: int
    measures: int
    in_place: Held = Held()
    planned: Held = Held()
    routes: tuple[Route, ...] = ()

    @property
    def confidence(self) -> float | None:
        """The confidence of the surest mapping to the control itself; None where none is stated."""
        stated = [one.confidence for one in self.routes if one.confidence is not None]
        return max(stated, default=None)

    def as_json(self) -> dict[str, Any]:
        """Return it as plain JSON types."""
        return {
            "control": self.control.id,
            "title": self.control.title,
            "definition": self.control.definition,
            "broader": self.control.broader,
            "depth": self.depth,
            "parts": self.parts,
            "reached": self.reached,
            "measures": self.measures,
            "confidence": self.confidence,
            "in_place": {"parts": self.in_place.parts, "measures": self.in_place.measures},
            "planned": {"parts": self.planned.parts, "measures": self.planned.measures},
            "routes": [one.as_json() for one in self.routes],
        }


@dataclass(frozen=True, slots=True)
class CrosswalkSummary:
    """How far measures and the controls of a framework have been mapped to each other, both ways.

    Counts are of distinct things.

    Attributes:
        framework: The framework's IRI.
        label: Its name.
        version: The version that is rendered.
        parts: Its controls without narrower ones.
        reached: Those of them that a measure reaches.
        related: Those that a measure only relates to.
        without: Those that were looked at and have no counterpart.
        measures: All measures of the graph.
        mapped: Those of them that reach a control.
        mapped_related: Those that only relate to one.
        unmatched: Those that were looked at and have no counterpart.
        categories: Categories with a match of any kind.
    """

    framework: Iri
    label: str
    version: str
    parts: int
    reached: int
    related: int
    without: int
    measures: int
    mapped: int
    mapped_related: int
    unmatched: int
    categories: int

    def as_row(self) -> dict[str, Any]:
        """Return it as plain JSON types, the framework by its id."""
        return {
            "framework": compact(self.framework),
            "label": self.label,
            "version": self.version,
            "controls": self.parts,
            "reached": self.reached,
            "only_related": self.related,
            "no_counterpart": self.without,
            "measures": self.measures,
            "measures_reaching": self.mapped,
            "measures_only_related": self.mapped_related,
            "measures_no_counterpart": self.unmatched,
            "categories": self.categories,
        }


@dataclass(frozen=True, slots=True)
class FrameworkCoverage:
    """The controls of a framework from the top, each followed by those below it, in its order.

    Attributes:
        framework: The framework's IRI.
        label: Its name.
        controls: All its controls.
        profile: The name of the profile that `in_place` and `planned` speak of; None without one.
        summary: The figures of the whole, both ways.
    """

    framework: Iri
    label: str
    controls: tuple[ControlCover, ...]
    profile: str | None = None
    summary: CrosswalkSummary | None = None

    @property
    def parts(self) -> Sequence[ControlCover]:
        """The controls without narrower ones: of the NIST AI RMF, the subcategories."""
        inner = {one.control.broader for one in self.controls}
        return [one for one in self.controls if one.control.id not in inner]

    @property
    def not_reached(self) -> Sequence[ControlCover]:
        """Those of the parts that no measure reaches."""
        return [one for one in self.parts if not one.reached]

    def __repr__(self) -> str:
        parts = len(self.parts)
        reached = parts - len(self.not_reached)
        return f"<FrameworkCoverage {compact(self.framework)}: {reached} of {parts} reached>"

    def as_json(self) -> dict[str, Any]:
        """Return it as plain JSON types."""
        return {
            "framework": compact(self.framework),
            "label": self.label,
            "profile": self.profile,
            "parts": len(self.parts),
            "not_reached": [one.control.id for one in self.not_reached],
            "summary": self.summary.as_row() if self.summary else None,
            "controls": [one.as_json() for one in self.controls],
        }
