"""What the measures of one thing cover that those of another do not.

A thing is a document, a framework, a profile or a graph; its measures are those that it describes,
that reach its controls, that it has in place, or all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from mitigraph.model import Concept

__all__ = ["KINDS", "Comparison", "Line", "Side", "compare_sides"]

#: What can be covered, in the order of a report, and how a person says it.
KINDS: Final[dict[str, str]] = {
    "cell": "role at a stage",
    "category": "category",
    "risk": "risk",
    "control": "framework control",
}

#: What is covered: its kind, and the ids of its concepts.
Key = tuple[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two things that are compared.

    Attributes:
        kind: "source", "framework", "profile" or "graph".
        name: What it is called.
        measures: Its distinct measures.
        covered: Distinct measures for each thing that it covers.
        concepts: The concepts of these, in the order of their schemes.
    """

    kind: str
    name: str
    measures: int
    covered: Mapping[Key, int] = field(hash=False)
    concepts: Mapping[str, Concept] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that at least one side covers, with the distinct measures of each; 0 for none."""

    kind: str
    concepts: tuple[Concept, ...]
    first: int
    second: int

    @property
    def title(self) -> str:
        """What it is about, as a person reads it: "Developer, Deploy"."""
        return ", ".join(concept.title for concept in self.concepts)

    @property
    def covered_by(self) -> str:
        """Who covers it: "both", "first" or "second"."""
        if self.first and self.second:
            return "both"
        return "first" if self.first else "second"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two sides and all that either covers, by kind in the order of `KINDS`, then the schemes."""

    first: Side
    second: Side
    lines: tuple[Line, ...]

    def of(self, covered_by: str, kind: str | None = None) -> list[Line]:
        """Return the lines that are covered by "first" alone, "second" alone, or "both"."""
        return [
            line
            for line in self.lines
            if line.covered_by == covered_by and kind in (None, line.kind)
        ]

    def __repr__(self) -> str:
        alone = f"{len(self.of('first'))} only first, {len(self.of('second'))} only second"
        return f"<Comparison {self.first.name} with {self.second.name}: {alone}>"

    def as_json(self) -> dict[str, Any]:
        """Return it as plain JSON types."""
        return {
            **{
                name: {"kind": side.kind, "name": side.name, "measures": side.measures}
                for name, side in (("first", self.first), ("second", self.second))
            },
            "counts": {
                kind: {who: len(self.of(who, kind)) for who in ("first", "second", "both")}
                for kind in KINDS
            },
            "lines": [
                {
                    "kind": line.kind,
                    "concepts": [concept.id for concept in line.concepts],
                    "title": line.title,
                    "covered_by": line.covered_by,
                    "first": line.first,
                    "second": line.second,
                }
                for line in self.lines
            ],
        }


def compare_sides(first: Side, second: Side) -> Comparison:
    """Return what either of two sides covers.

    Example:
        >>> from mitigraph.terms import Iri
        >>> risks = {name: Concept(Iri(f"urn:{name}"), name, name) for name in "ab"}
        >>> one = Side("source", "S", 3, {("risk", ("a",)): 2, ("risk", ("b",)): 1}, risks)
        >>> other = Side("source", "T", 5, {("risk", ("b",)): 5}, risks)
        >>> [(line.title, line.covered_by) for line in compare_sides(one, other).lines]
        [('a', 'first'), ('b', 'both')]
    """
    concepts = {**second.concepts, **first.concepts}
    # The first side's order counts; what it does not know comes after.
    place = {name: n for n, name in enumerate({**first.concepts, **second.concepts})}
    kinds = list(KINDS)
    keys = sorted(
        {*first.covered, *second.covered},
        key=lambda key: (kinds.index(key[0]), [place[name] for name in key[1]]),
    )
    return Comparison(
        first,
        second,
        tuple(
            Line(
                kind,
                tuple(concepts[name] for name in names),
                first.covered.get((kind, names), 0),
                second.covered.get((kind, names), 0),
            )
            for kind, names in keys
        ),
    )
