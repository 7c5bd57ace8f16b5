"""The domain as plain frozen objects: what a person reads off the graph.

RDF stays inside the store. These objects stand at the edge; each carries its `id` (the short form
that every command accepts) and its `iri`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from mitigraph.terms import MG, Iri

__all__ = [
    "FACETS",
    "Agent",
    "Assessment",
    "Cell",
    "Concept",
    "Coverage",
    "Facet",
    "Match",
    "Measure",
    "MeasureRecord",
    "Measures",
    "Opinion",
    "Rating",
    "SearchHit",
    "Source",
    "Status",
    "TreeNode",
]


@dataclass(frozen=True, slots=True)
class Facet:
    """A way of classifying measures: name for people, derived property, keys of its schemes."""

    name: str
    iri: Iri
    schemes: tuple[str, ...]
    plural: str


#: The facets by the name that the library and the command line use.
FACETS: Final[dict[str, Facet]] = {
    facet.name: facet
    for facet in (
        Facet("category", MG["category"], ("airi-mitigation",), "categories"),
        Facet("actor", MG["actor"], ("actor",), "actors"),
        Facet("stage", MG["lifecycleStage"], ("lifecycle",), "stages"),
        Facet("function", MG["function"], ("function",), "functions"),
        Facet("risk", MG["riskArea"], ("risk-domain", "risk-area"), "risks"),
        Facet("cause", MG["riskCause"], ("risk-cause",), "causes"),
        Facet("kind", MG["recordKind"], ("record-kind",), "kinds"),
        Facet("means", MG["measureKind"], ("measure-kind",), "means"),
    )
}

#: Measures named where a list is shown in one line.
_NAMED: Final = 3


class Status(StrEnum):
    """How settled the data behind a statement is, weakest first."""

    PRELIMINARY = "preliminary"
    REJECTED = "rejected"
    CURATED = "curated"
    PUBLISHED = "published"
    ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True)
class Concept:
    """A value of a scheme: a category, an actor role, a lifecycle stage, ..."""

    iri: Iri
    id: str
    label: str
    notation: str | None = None
    definition: str | None = None
    residual: bool = False
    broader: str | None = None
    deprecated: bool = False

    @property
    def title(self) -> str:
        """The notation and the label, as a person names the concept: "1.1.1 Training Data"."""
        if self.notation and not self.label.startswith(self.notation):
            return f"{self.notation} {self.label}"
        return self.label


@dataclass(frozen=True, slots=True)
class Agent:
    """Who said so: a person, an organisation or a program."""

    iri: Iri
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Source:
    """A document that describes measures; `authors` in the order of its title page."""

    iri: Iri
    id: str
    reference: str
    title: str
    authors: tuple[str, ...] = ()
    authors_complete: bool = True
    year: str | None = None
    doi: str | None = None
    url: str | None = None
    kind: str | None = None

    @property
    def citation(self) -> str:
        """The source as a reference list gives it."""
        names = "; ".join(self.authors) + ("" if self.authors_complete else " et al.")
        head = f"{names} ({self.year})" if self.year else names
        link = f"https://doi.org/{self.doi}" if self.doi else self.url
        return ". ".join(part for part in (head.strip(), self.title, link) if part)


@dataclass(frozen=True, slots=True)
class Assessment:
    """Somebody's classification of a measure in one scheme; `concept` is None where none fits."""

    iri: Iri
    id: str
    scheme: str
    scheme_label: str
    outcome: str
    concept: Concept | None
    assessor: str
    status: str
    rationale: str | None = None
    date: str | None = None
    method: str | None = None
    confidence: str | None = None
    superseded: bool = False


@dataclass(frozen=True, slots=True)
class Opinion:
    """One claim that a panel of experts made about a measure."""

    iri: Iri
    id: str
    ordinal: int
    stance: str
    quantifier: str
    claim: str
    themes: tuple[str, ...] = ()
    risk_areas: tuple[str, ...] = ()
    stronger_for: tuple[str, ...] = ()
    weaker_for: tuple[str, ...] = ()
    panel: str | None = None
    source: str | None = None
    status: str | None = None


@dataclass(frozen=True, slots=True)
class Rating:
    """A figure of effectiveness that a study states, as strict lower bounds (0.6 = over 60 %)."""

    iri: Iri
    id: str
    panel: str
    agreement_above: float | None
    preferred_share_above: float | None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """A mapping of a measure to a control, as a mapping set states it.

    `target` is None where the set says that the framework has no counterpart. `relation` and
    `justification` are names of SKOS and SEMAPV ("exactMatch", "LexicalMatching"), and `relation` a
    whole name ("owl:sameAs") where it is of neither; `confidence` is from 0 to 1. A `denied`
    mapping says that the relation does not hold.
    """

    measure: str
    label: str
    relation: str
    target: str | None
    target_label: str | None
    framework: str | None
    justification: str
    confidence: float | None
    comment: str | None
    mapping_set: str
    denied: bool = False


@dataclass(frozen=True, slots=True)
class Measure:
    """A risk mitigation measure as one source describes it, with its effective classifications.

    `category`, `actor`, ... hold concepts in the order of their schemes; empty means that no
    effective assessment exists, not that the measure has no such property. `status` names the
    review statuses of the assessments that this rests on, sorted; see `preliminary`.
    """

    iri: Iri
    id: str
    label: str
    category: tuple[Concept, ...] = ()
    actor: tuple[Concept, ...] = ()
    stage: tuple[Concept, ...] = ()
    function: tuple[Concept, ...] = ()
    risk: tuple[Concept, ...] = ()
    cause: tuple[Concept, ...] = ()
    kind: tuple[Concept, ...] = ()
    means: tuple[Concept, ...] = ()
    source: tuple[str, ...] = ()
    status: tuple[str, ...] = ()

    @property
    def preliminary(self) -> bool:
        """Whether anything here rests on data that its owner calls preliminary."""
        return Status.PRELIMINARY.value in self.status

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.id}: {self.label}>"

    def as_row(self) -> dict[str, Any]:
        """Return the measure as plain JSON types; concepts by id, each facet a list."""
        return {
            "id": self.id,
            "label": self.label,
            **{name: [concept.id for concept in getattr(self, name)] for name in FACETS},
            "source": list(self.source),
            "status": list(self.status),
            "preliminary": self.preliminary,
            "iri": str(self.iri),
        }


class Measures(list[Measure]):
    """A list of measures; a notebook shows it as a table.

    Example:
        >>> Measures([Measure(Iri("urn:a"), "acme/1", "Audit")])
        <1 measure: Audit>
    """

    __slots__ = ()

    def __repr__(self) -> str:
        named = "; ".join(measure.label for measure in list(self)[:_NAMED])
        more = "; ..." if len(self) > _NAMED else ""
        head = f"{len(self)} measure{'' if len(self) == 1 else 's'}"
        return f"<{head}: {named}{more}>" if self else f"<{head}>"


@dataclass(frozen=True, slots=True, repr=False)
class MeasureRecord(Measure):
    """A measure with all that the graph says of it: who classified it, opinions, sources, siblings.

    `paths` holds one category path a scheme, root first. `siblings` are the other measures under
    the same category, `same_source` those of the same document, by label. `same_measure` are the
    other members of its cluster: id, label and the documents that describe them.
    """

    definitions: tuple[str, ...] = ()
    alt_labels: tuple[str, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    paths: tuple[tuple[Concept, ...], ...] = ()
    assessments: tuple[Assessment, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    ratings: tuple[Rating, ...] = ()
    matches: tuple[Match, ...] = ()
    sources: tuple[Source, ...] = ()
    same_measure: tuple[tuple[str, str, str], ...] = ()
    siblings: tuple[tuple[str, str], ...] = ()
    same_source: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A measure or concept that answers a search; `score` from 0 to 100, best first."""

    id: str
    iri: Iri
    kind: str
    label: str
    matched: str
    score: float


@dataclass(frozen=True, slots=True)
class TreeNode:
    """A concept of a scheme with its narrower ones and its numbers of distinct measures."""

    concept: Concept
    direct: int
    total: int
    children: tuple[TreeNode, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a coverage table: how many distinct measures have both values."""

    row: Concept
    column: Concept
    measures: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many measures there are for each pair of values of two facets.

    `rows` and `columns` hold every value of the facets, residual ones ("other") last. Counts are of
    distinct measures; one measure may count in several cells. `not_assessed` counts measures that
    lack any assessment in one of the two facets; `unplaced` those that were assessed without a
    value (unclassifiable, not applicable, withheld).
    """

    row_facet: str
    column_facet: str
    rows: tuple[Concept, ...]
    columns: tuple[Concept, ...]
    counts: dict[tuple[str, str], int] = field(hash=False)
    measures: int
    preliminary: int
    not_assessed: dict[str, int] = field(hash=False)
    unplaced: dict[str, int] = field(hash=False)

    def count(self, row: Concept, column: Concept) -> int:
        """Return the number of distinct measures with both values."""
        return self.counts.get((row.id, column.id), 0)

    def __repr__(self) -> str:
        size = f"{len(self.rows)} by {len(self.columns)}, {len(self.gaps())} gaps"
        return f"<Coverage {self.row_facet} by {self.column_facet}: {size}>"

    def gaps(self) -> list[tuple[Concept, Concept]]:
        """Return the pairs of non-residual values that no measure has, row by row."""
        return [
            (row, column)
            for row in self.rows
            for column in self.columns
            if not row.residual and not column.residual and not self.count(row, column)
        ]
