"""The graph as other frameworks see it: a taxonomy of measures with their facets and crosswalks.

Plain frozen objects in a fixed order, so that every exporter reads the same and writes the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

from mitigraph.interchange.account import Loss
from mitigraph.interchange.identifiers import code_of, uuid_of
from mitigraph.interchange.relations import found_nothing, is_relation
from mitigraph.mapping import Mapping as Match
from mitigraph.mapping import MappingSet
from mitigraph.model import Concept, Measure, Opinion, Source
from mitigraph.terms import PREFIXES, Iri, compact

if TYPE_CHECKING:
    from mitigraph.profile import Profile

__all__ = ["FACET_NAMES", "Catalogue", "Choices", "Entry", "Framework", "Release", "Taxonomy"]

#: The facets that targets show beside the category, in the order in which people read them.
FACET_NAMES: Final = ("actor", "stage", "function", "risk", "cause", "means", "kind")
_SKOS: Final = PREFIXES["skos"]


@dataclass(frozen=True, slots=True)
class Release:
    """What is released, and what may be done with it.

    Attributes:
        title: What it is called.
        version: Of the ontology and its data: "0.1.0".
        date: When it last changed, an `xsd:dateTime`; every timestamp of an export is this one.
        licence: IRI of the licence of mitigraph's own words.
        rights: Whose other rights there are, a sentence.
        citation: How to cite it.
        publisher: Who publishes it.
    """

    title: str
    version: str
    date: str
    licence: Iri
    rights: str
    citation: str
    publisher: str


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """A scheme that measures or controls stand in: a taxonomy or a framework.

    Attributes:
        iri: The scheme with its major version: ".../scheme/airi-mitigation/2".
        label: What it is called.
        description: What it is; empty if not stated.
        version: Its full version: "2.0.0".
        status: Its review status, such as "preliminary"; empty if not stated.
        rights: What is known of the rights in it, its licence included.
        holder: Who holds them.
        source: The document that it is from.
        concepts: Its concepts in their order; `broader` holds the id of the one above.
    """

    iri: Iri
    label: str
    description: str = ""
    version: str = ""
    status: str = ""
    rights: str = ""
    holder: str = ""
    source: Iri | None = None
    concepts: tuple[Concept, ...] = ()

    @property
    def key(self) -> str:
        """Its key and major version in one word: "airi-mitigation-2"."""
        return self.id.replace("/", "-")

    @property
    def id(self) -> str:
        """Its short id: "airi-mitigation/2"."""
        return compact(self.iri).removeprefix("scheme/")

    @property
    def owned(self) -> str:
        """Who holds rights in it and which: "An owner: licence not stated"; empty if not known."""
        return ": ".join(part for part in (self.holder, self.rights) if part)

    @property
    def preliminary(self) -> bool:
        """Whether its owner calls it preliminary."""
        return self.status == "preliminary"


#: A governance framework is a scheme too; its concepts are the controls.
Framework = Taxonomy


@dataclass(frozen=True, slots=True)
class Entry:
    """A measure with what a catalogue says of it.

    Attributes:
        measure: The measure with its effective classifications.
        statement: What it asks for; never empty after `check_catalogue`.
        category: Its places in the catalogue's taxonomy, others left out.
        opinions: What experts say of it, in order.
        alt_labels: Its other names.
        identifiers: Its record numbers: the dataset's key and the number.
        undescribed: Values that it is classified by and that no scheme describes.
    """

    measure: Measure
    statement: str
    category: tuple[Concept, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    alt_labels: tuple[str, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()
    undescribed: tuple[Iri, ...] = ()

    @property
    def iri(self) -> Iri:
        """The measure's IRI."""
        return self.measure.iri

    @property
    def code(self) -> str:
        """The measure's code, see `mitigraph.interchange.identifiers`."""
        return code_of(self.measure.iri)

    @property
    def uuid(self) -> str:
        """The measure's UUID."""
        return uuid_of(self.measure.iri)

    @property
    def title(self) -> str:
        """The measure's name on one line."""
        return " ".join(self.measure.label.split())

    def facet(self, name: str) -> tuple[Concept, ...]:
        """Return its values of a facet: "actor", "stage", ..."""
        values: tuple[Concept, ...] = getattr(self.measure, name)
        return values


@dataclass(frozen=True, slots=True)
class Choices:
    """What the user of an export has chosen beside the measures.

    Attributes:
        frameworks: Ids of the frameworks whose crosswalks to write, such as "nist-ai-rmf/1"; none
            means all.
        profile: What an organisation says of the measures, for the targets that hold claims.
    """

    frameworks: tuple[str, ...] = ()
    profile: Profile | None = None


@dataclass(frozen=True)
class Catalogue:
    """All that is exported.

    Attributes:
        release: The release it is from.
        taxonomy: The taxonomy that orders the measures; its concepts are all categories.
        entries: The measures, by code.
        facets: All values of each facet, by its name, in the order of the schemes.
        sources: The documents that describe the measures, by IRI.
        frameworks: The frameworks that are loaded, with their controls.
        mapping_sets: The crosswalks: rows between a measure of `entries` or a category and a
            control of `frameworks`, or saying that there is no counterpart; by any predicate.
        selected: Whether `entries` are a selection of all measures.
        apart: What the graph says of the measures beside all this, which no target is given.
    """

    release: Release
    taxonomy: Taxonomy
    entries: tuple[Entry, ...]
    facets: Mapping[str, Sequence[Concept]] = field(hash=False)
    sources: tuple[Source, ...] = ()
    frameworks: tuple[Framework, ...] = ()
    mapping_sets: tuple[MappingSet, ...] = ()
    selected: bool = False
    apart: tuple[Loss, ...] = ()

    @cached_property
    def entry_by_iri(self) -> dict[Iri, Entry]:
        """The measures by IRI."""
        return {entry.iri: entry for entry in self.entries}

    @cached_property
    def category_by_iri(self) -> dict[Iri, Concept]:
        """The categories by IRI."""
        return {concept.iri: concept for concept in self.taxonomy.concepts}

    @cached_property
    def control_by_iri(self) -> dict[Iri, tuple[Framework, Concept]]:
        """Each control of a framework with the framework, by IRI."""
        return {
            control.iri: (framework, control)
            for framework in self.frameworks
            for control in framework.concepts
        }

    @property
    def preliminary(self) -> bool:
        """Whether anything in it rests on preliminary data."""
        return self.taxonomy.preliminary or any(e.measure.preliminary for e in self.entries)

    def children(self, above: Concept | None = None) -> list[Concept]:
        """Return the categories below one, or the topmost ones, in their order."""
        wanted = above.id if above else None
        known = {concept.id for concept in self.taxonomy.concepts}
        return [
            concept
            for concept in self.taxonomy.concepts
            if (concept.broader if concept.broader in known else None) == wanted
        ]

    def members(self, category: Concept) -> list[Entry]:
        """Return the measures that stand directly under a category, by code."""
        return self._members.get(category.iri, [])

    @cached_property
    def unplaced(self) -> list[Entry]:
        """The measures without a place in the taxonomy, by code."""
        return [entry for entry in self.entries if not entry.category]

    @cached_property
    def _members(self) -> dict[Iri, list[Entry]]:
        members: dict[Iri, list[Entry]] = {}
        for entry in self.entries:
            for concept in entry.category:
                members.setdefault(concept.iri, []).append(entry)
        return members

    def crosswalks(
        self,
        choices: Choices = Choices(),
        *,
        found: bool = True,
        any_predicate: bool = False,
    ) -> Iterator[tuple[Framework, MappingSet, list[Match]]]:
        """Yield, for each framework and set that maps to it, the rows.

        Args:
            choices: Which frameworks.
            found: True for rows between two terms, denied ones included; False for those that say
                that one end has no counterpart.
            any_predicate: Whether to keep rows whose predicate is no relation between a measure and
                a control; what can't hold them counts them with `foreign_rows`.

        Yields:
            In the order of `frameworks`, then of `mapping_sets`; pairs without a row are left out.
        """
        for framework in self.frameworks:
            if choices.frameworks and framework.id not in choices.frameworks:
                continue
            for mapping_set in self.mapping_sets:
                rows = [
                    row
                    for row in mapping_set.mappings
                    if found_nothing(row) is not found
                    and (any_predicate or is_relation(row.predicate_id))
                    and self._leads_to(framework, mapping_set, row)
                ]
                if rows:
                    yield framework, mapping_set, rows

    def foreign_rows(self, choices: Choices = Choices()) -> int:
        """Return how many rows have a predicate that is no relation of a measure and a control."""
        return sum(
            not is_relation(row.predicate_id)
            for found in (True, False)
            for _, _, rows in self.crosswalks(choices, found=found, any_predicate=True)
            for row in rows
        )

    def _leads_to(self, framework: Framework, mapping_set: MappingSet, row: Match) -> bool:
        for end in (row.object_id, row.subject_id):
            if end in self.control_by_iri:
                return self.control_by_iri[end][0].iri == framework.iri
        return (row.object_source or mapping_set.object_source) == framework.iri
