"""A CISO Assistant library with the taxonomy as a framework and each measure as a requirement.

Categories are the tree, measures the requirements that are assessed, each with a reference control
of its own. A measure is assessed once: it stands under its first category, the others are in its
annotation. Actors are implementation groups, so that an audit can be of one actor's measures. URNs
of requirements have the taxonomy's version in them, those of reference controls have not: what an
organisation has in place outlives a new taxonomy.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from mitigraph.exporters.ciso_assistant.document import (
    category_node,
    finished,
    framework_urn,
    head,
    measure_node,
    short,
)
from mitigraph.interchange.account import Loss, Rendered
from mitigraph.interchange.catalogue import FACET_NAMES, Catalogue, Choices, Entry
from mitigraph.interchange.ciso_assistant import concept_fact, fact, urn
from mitigraph.interchange.identifiers import code_of
from mitigraph.model import FACETS, Concept, Opinion
from mitigraph.terms import BASE

__all__ = ["render"]

#: What a measure's means say of the category of its reference control; of a legal one nothing.
_CATEGORIES: Final = {"technical": "technical", "organisational": "process"}
#: The functions of the AI RMF that the Cybersecurity Framework has, too.
_CSF_FUNCTIONS: Final = {"govern": "govern", "map": "identify"}
_ANNOTATION: Final = "lines of the annotation that can be read back"


def render(catalogue: Catalogue, _choices: Choices) -> Rendered:
    """Return the library.

    Raises:
        DataError: If the release has no version that makes a whole number.
        FaultyInputError: If it would have faults, most of which the loader lets pass.
    """
    taxonomy = catalogue.taxonomy
    writer = _Writer(catalogue)
    framework: dict[str, Any] = {
        "urn": framework_urn(catalogue),
        "ref_id": taxonomy.key,
        "name": short(taxonomy.label),
        "description": taxonomy.description
        or f"Measures against AI risks in the order of {taxonomy.label}.",
    }
    groups = writer.groups()
    if groups:
        framework["implementation_groups_definition"] = groups
    framework["requirement_nodes"] = list(writer.nodes())
    threats = writer.threats()
    library = head(
        catalogue,
        taxonomy.key,
        f"{taxonomy.label}: measures against AI risks",
        "Measures against AI risks as requirements and reference controls, one implementation "
        "group for each actor.",
    )
    library["objects"] = {
        **({"threats": threats} if threats else {}),
        "reference_controls": [writer.reference_control(entry) for entry in catalogue.entries],
        "framework": framework,
    }
    return Rendered.of(finished(library), len(catalogue.entries), _losses(catalogue))


class _Writer:
    """The records of the library."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.actors = self._used("actor")
        self.risks = [one for one in self._used("risk") if not one.residual]

    def _used(self, facet: str) -> list[Concept]:
        """Return the values of a facet that a measure has, in the order of the schemes."""
        used = {one for entry in self.catalogue.entries for one in entry.facet(facet)}
        ordered = dict.fromkeys(
            [*self.catalogue.facets.get(facet, ()), *sorted(used, key=lambda one: one.iri)]
        )
        return [one for one in ordered if one in used]

    def groups(self) -> list[dict[str, str]]:
        """Return the implementation groups, one for each actor."""
        return [
            {
                "ref_id": _group(actor),
                "name": short(actor.label),
                "description": actor.definition or f"Measures that {actor.label} can take.",
            }
            for actor in self.actors
        ]

    def threats(self) -> list[dict[str, str]]:
        """Return the risks that measures are against."""
        return [
            {
                "urn": _threat(risk),
                "ref_id": code_of(risk.iri),
                "name": short(risk.title),
                **({"description": risk.definition} if risk.definition else {}),
                "annotation": fact("Concept", risk.iri),
            }
            for risk in self.risks
        ]

    def reference_control(self, entry: Entry) -> dict[str, Any]:
        """Return the reference control of a measure."""
        made = {
            "urn": _control(entry),
            "ref_id": entry.code,
            "name": entry.title,
            "category": _only(entry.facet("means"), _CATEGORIES),
            "csf_function": _only(entry.facet("function"), _CSF_FUNCTIONS),
            "description": entry.statement,
            "annotation": "\n".join(
                [fact("Measure", entry.iri), *(_status(one) for one in entry.measure.status)]
            ),
        }
        return {key: value for key, value in made.items() if value is not None}

    def nodes(self) -> Iterator[dict[str, Any]]:
        """Yield the requirement nodes in the order of the tree."""
        for category in self.catalogue.children():
            yield from self._category(category, 1, None)
        if self.catalogue.unplaced:
            above = urn("req_node", self.catalogue.taxonomy.key, "no-category")
            yield {
                "urn": above,
                "assessable": False,
                "depth": 1,
                "name": "Measures without a category",
            }
            for entry in self.catalogue.unplaced:
                yield self._measure(entry, 2, above)

    def _category(
        self, category: Concept, depth: int, above: str | None
    ) -> Iterator[dict[str, Any]]:
        name = category_node(self.catalogue, category.iri)
        made = {
            "urn": name,
            "assessable": False,
            "depth": depth,
            "parent_urn": above,
            "ref_id": category.notation,
            "name": short(category.label),
            "description": category.definition,
            "annotation": fact("Concept", category.iri),
        }
        yield {key: value for key, value in made.items() if value is not None}
        for entry in self.catalogue.members(category):
            if entry.category[0] == category:
                yield self._measure(entry, depth + 1, name)
        for one in self.catalogue.children(category):
            yield from self._category(one, depth + 1, name)

    def _measure(self, entry: Entry, depth: int, above: str) -> dict[str, Any]:
        made: dict[str, Any] = {
            "urn": measure_node(self.catalogue, entry.iri),
            "assessable": True,
            "depth": depth,
            "parent_urn": above,
            "ref_id": entry.code,
            "name": entry.title,
            "description": entry.statement,
            "annotation": "\n".join(_facts(self.catalogue, entry)),
            "implementation_groups": [_group(one) for one in entry.facet("actor")],
            "threats": [_threat(one) for one in entry.facet("risk") if not one.residual],
            "reference_controls": [_control(entry)],
        }
        return {key: value for key, value in made.items() if value != []}


def _facts(catalogue: Catalogue, entry: Entry) -> Iterator[str]:
    """Yield the lines of the annotation of a measure."""
    yield fact("Measure", entry.iri)
    for facet in ("category", *FACET_NAMES):
        for one in entry.category if facet == "category" else entry.facet(facet):
            yield concept_fact(facet, one.title, one.id, residual=one.residual)
    yield from (_status(one) for one in entry.measure.status)
    known = {source.id: source.citation or source.reference for source in catalogue.sources}
    for source in entry.measure.source:
        cited = " ".join(known.get(source, "").split())
        yield fact("Source", f"{cited} <{BASE}id/{source}>".lstrip())
    for dataset, number in entry.identifiers:
        yield fact("Record", f"{dataset}/{number}")
    for label in entry.alt_labels:
        yield fact("Other name", label)
    yield from (fact("Expert opinion", _opinion(one)) for one in entry.opinions)


def _status(status: str) -> str:
    return fact("Review status", status)


def _opinion(opinion: Opinion) -> str:
    how = ", ".join(part for part in (opinion.stance, opinion.quantifier, opinion.panel) if part)
    return f"{opinion.claim} ({how})" if how else opinion.claim


def _group(actor: Concept) -> str:
    """Return the ref_id of the implementation group of an actor: the end of its IRI."""
    return actor.iri.rpartition("/")[2]


def _threat(risk: Concept) -> str:
    return urn("threat", code_of(risk.iri))


def _control(entry: Entry) -> str:
    return urn("reference_control", entry.code)


def _only(values: tuple[Concept, ...], words: dict[str, str]) -> str | None:
    """Return the word for a measure's value; None where it has several or there is no word."""
    if len(values) != 1:
        return None
    return words.get(values[0].iri.rpartition("/")[2])


def _losses(catalogue: Catalogue) -> list[Loss]:
    entries = catalogue.entries
    native = {"actor": "implementation groups hold them, too", "risk": "threats hold them, too"}
    return [
        Loss(
            "further categories of a measure",
            sum(len(entry.category[1:]) for entry in entries),
            "as-extension",
            f"a requirement stands in one place and is assessed once; {_ANNOTATION}",
        ),
        Loss(
            "categories of other taxonomies",
            sum(len(set(e.measure.category) - set(e.category)) for e in entries),
            "not",
            "a framework has one tree; export with --taxonomy for another",
        ),
        *(
            Loss(
                FACETS[name].plural,
                sum(len(entry.facet(name)) for entry in entries),
                "as-extension",
                _ANNOTATION + (f"; {native[name]}" if name in native else ""),
            )
            for name in FACET_NAMES
        ),
        Loss(
            "review statuses",
            sum(len(entry.measure.status) for entry in entries),
            "as-extension",
            _ANNOTATION,
        ),
        Loss(
            "links to sources",
            sum(len(entry.measure.source) for entry in entries),
            "as-extension",
            _ANNOTATION,
        ),
        Loss("other names", sum(len(e.alt_labels) for e in entries), "as-extension", _ANNOTATION),
        Loss(
            "record numbers", sum(len(e.identifiers) for e in entries), "as-extension", _ANNOTATION
        ),
        Loss(
            "expert opinions",
            sum(len(entry.opinions) for entry in entries),
            "as-text",
            "annotations have claim, stance, quantifier and panel; themes and areas are left out",
        ),
        Loss(
            "crosswalk rows",
            sum(len(one.mappings) for one in catalogue.mapping_sets),
            "not",
            "ciso-assistant-mapping writes them",
        ),
    ]
