"""What the graph says of a concept or of a source, as a person reads it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from mitigraph.model import Concept, Match, Source, TreeNode
from mitigraph.view.matches import control_matches
from mitigraph.view.sheet import Part

__all__ = ["ConceptSheet", "SourceSheet", "thing_json", "thing_parts"]


@dataclass(frozen=True, slots=True)
class ConceptSheet:
    """A concept with its place in its scheme.

    Args:
        concept: The concept.
        scheme: Id of its scheme.
        scheme_label: The scheme's name.
        facet: The facet that its scheme gives values to; None where measures aren't classified by
            the scheme.
        path: From the top concept down to this one.
        alt_labels: Its other names.
        notes: What is noted about it.
        node: The concept with what is narrower and the numbers of measures; None where unknown.
        matches: The mappings that lead to it, where it is a control.
    """

    concept: Concept
    scheme: str
    scheme_label: str
    facet: str | None
    path: tuple[Concept, ...]
    alt_labels: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    node: TreeNode | None = None
    matches: tuple[Match, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceSheet:
    """A source with the number of distinct measures that it describes."""

    source: Source
    kinds: str | None
    license: str | None
    measures: int


def thing_json(thing: ConceptSheet | SourceSheet) -> dict[str, Any]:
    """Return a sheet as plain JSON types; a concept's narrower ones with their counts."""
    if isinstance(thing, SourceSheet):
        return {
            "type": "source",
            **asdict(thing.source),
            "citation": thing.source.citation,
            "kinds": thing.kinds.split("; ") if thing.kinds else [],
            "license": thing.license,
            "measures": thing.measures,
        }
    node, counted = thing.node, thing.facet is not None
    return {
        "type": "concept",
        **asdict(thing.concept),
        "scheme": thing.scheme,
        "facet": thing.facet,
        "path": [step.id for step in thing.path],
        "alt_labels": list(thing.alt_labels),
        "notes": list(thing.notes),
        "measures": node.total if node and counted else None,
        "matches": [asdict(match) for match in thing.matches],
        "narrower": [
            {"id": below.concept.id, "label": below.concept.title}
            | ({"measures": below.total} if counted else {})
            for below in (node.children if node else ())
        ],
    }


def thing_parts(thing: ConceptSheet | SourceSheet) -> Iterator[Part]:
    """Return a sheet as the parts that `mitigraph.view.sheet` writes."""
    return _source(thing) if isinstance(thing, SourceSheet) else _concept(thing)


def _concept(thing: ConceptSheet) -> Iterator[Part]:
    concept = thing.concept
    yield "title", f"{concept.title}  [{concept.id}]"
    if concept.deprecated:
        yield "text", "DEPRECATED: kept so that older data stays readable; not for new data."
    yield "text", concept.definition or "No definition is recorded."
    if thing.alt_labels:
        yield "text", f"Also called: {', '.join(thing.alt_labels)}"
    yield "heading", "Place"
    yield "item", f"{thing.scheme_label} ({thing.scheme})"
    yield "item", " > ".join(step.title for step in thing.path)
    if concept.residual:
        yield "item", "a residual value: what fits no other one"
    yield from _measures_of_concept(thing)
    yield from control_matches(thing.matches, concept.id)
    if thing.node is not None and thing.node.children:
        yield "heading", "Narrower"
        for below in thing.node.children:
            count = f", {_count(below.total)}" if thing.facet else ""
            yield "item", f"{below.concept.title}  [{below.concept.id}]{count}"
    if thing.notes:
        yield "heading", "Notes"
        yield from (("item", note) for note in thing.notes)
    yield "heading", "Identifier"
    yield "item", str(concept.iri)


def _measures_of_concept(thing: ConceptSheet) -> Iterator[Part]:
    yield "heading", "Measures"
    if thing.facet is None or thing.node is None:
        yield "text", "Measures aren't classified by this scheme."
        return
    below = (
        f", {thing.node.direct or 'none'} of them at this concept itself"
        if thing.node.children
        else ""
    )
    yield "text", f"{_count(thing.node.total)}{below}"
    if thing.node.total:
        yield "text", f"mitigraph list measures --{thing.facet} {thing.concept.id}"


def _source(thing: SourceSheet) -> Iterator[Part]:
    source = thing.source
    yield "title", f"{source.title or source.reference}  [{source.id}]"
    yield "text", source.citation
    yield "heading", "Document"
    yield "item", f"short reference: {source.reference}"
    for name, value in (("type", source.kind), ("class", thing.kinds), ("licence", thing.license)):
        if value:
            yield "item", f"{name}: {value}"
    if not source.authors_complete:
        yield "item", "authors: not all are recorded"
    yield "heading", "Measures"
    yield "text", _count(thing.measures)
    if thing.measures:
        yield "text", f"mitigraph list measures --source {source.id}"
    yield "heading", "Identifier"
    yield "item", str(source.iri)


def _count(number: int) -> str:
    return f"{number or 'no'} measure{'' if number == 1 else 's'}"
