"""The standard: categories are requirements without text, measures those with one below them.

A measure stands below its first category; all of them are properties. One without a category
stands at the top, and a category without any measure is left out, because a requirement with
nothing below it has to say something. Each actor is a level of the measures that it can take.
Crosswalk rows are properties of the requirement that they start from: the name is that of the SKOS
relation (`mitigraph:broadMatch`; `mitigraph:not:exactMatch` where it is denied), the value the
control. External references hold the documents that describe a measure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from mitigraph.interchange.account import Loss
from mitigraph.interchange.catalogue import FACET_NAMES, Catalogue, Choices, Entry
from mitigraph.interchange.cyclonedx import (
    FACET_PROPERTIES,
    NAMESPACE,
    NO_COUNTERPART,
    name_of,
    prop,
)
from mitigraph.interchange.identifiers import code_of
from mitigraph.mapping import NO_TERM_FOUND, Mapping
from mitigraph.model import FACETS, Concept, Opinion, Source
from mitigraph.terms import BASE, PREFIXES, Iri

__all__ = ["address", "losses", "standard"]

_EXTENSION = f"properties named {NAMESPACE}*"


def standard(catalogue: Catalogue, choices: Choices) -> dict[str, Any]:
    """Return the taxonomy with its measures as a standard."""
    release, taxonomy = catalogue.release, catalogue.taxonomy
    requirements = list(_Requirements(catalogue, choices).all())
    made: dict[str, Any] = {
        "bom-ref": taxonomy.key,
        "name": f"{taxonomy.label}: measures against AI risks",
        "version": release.version,
        "description": " ".join(_description(catalogue)),
        "owner": taxonomy.holder or release.publisher,
        "requirements": requirements,
    }
    levels = list(_levels(catalogue))
    if levels:
        made["levels"] = levels
    made["externalReferences"] = list(_references(catalogue, choices))
    return made


def _description(catalogue: Catalogue) -> Iterator[str]:
    release, taxonomy = catalogue.release, catalogue.taxonomy
    if taxonomy.description:
        yield taxonomy.description
    if catalogue.preliminary:
        yield (
            f"This rests on preliminary data: properties named {NAMESPACE}review-status say on "
            "which review each measure's classification rests."
        )
    if taxonomy.owned:
        yield f"Rights in the taxonomy: {taxonomy.owned}."
    yield f"Cite as: {release.citation}"


def _references(catalogue: Catalogue, choices: Choices) -> Iterator[dict[str, str]]:
    release, taxonomy = catalogue.release, catalogue.taxonomy
    yield {"type": "license", "url": release.licence, "comment": release.rights}
    yield {"type": "website", "url": address(taxonomy.iri), "comment": "IRI of the taxonomy"}
    if taxonomy.source:
        yield {
            "type": "documentation",
            "url": address(taxonomy.source),
            "comment": "What the taxonomy is from",
        }
    mapped = {
        framework.iri: framework
        for found in (True, False)
        for framework, _, _ in catalogue.crosswalks(choices, found=found)
    }
    for framework in mapped.values():
        yield {
            "type": "documentation",
            "url": address(framework.source or framework.iri),
            "comment": ". ".join(
                one
                for one in (
                    f"{framework.label} {framework.version}".strip(),
                    f"mapped to as {name_of(framework.iri)}",
                    f"rights: {framework.owned}" if framework.owned else "",
                )
                if one
            ),
        }


def address(text: str) -> str:
    """Return an address with what no IRI may hold percent-encoded."""
    return quote(text, safe="/:?#[]@!$&'()*+,;=%-._~")


class _Requirements:
    """Makes the requirements of one catalogue."""

    def __init__(self, catalogue: Catalogue, choices: Choices) -> None:
        self.catalogue = catalogue
        self.sources = {source.id: source for source in catalogue.sources}
        self.rows: dict[Iri, list[dict[str, str]]] = defaultdict(list)
        for found in (True, False):
            for framework, _, rows in catalogue.crosswalks(choices, found=found):
                for row in rows:
                    self.rows[row.subject_id].append(_crosswalk(row, framework.iri))

    def all(self) -> Iterator[dict[str, Any]]:
        """Yield the categories with their measures behind each, then measures without one."""
        for category in self.catalogue.children():
            yield from self._below(category, None)
        for entry in self.catalogue.unplaced:
            yield self._measure(entry, None)

    def _below(self, category: Concept, above: Concept | None) -> Iterator[dict[str, Any]]:
        members = self.catalogue.members(category)
        here = [self._measure(one, category) for one in members if one.category[0] == category]
        children = self.catalogue.children(category)
        below = [made for child in children for made in self._below(child, category)]
        if here or below:
            yield self._category(category, above)
            yield from here
            yield from below

    def _category(self, category: Concept, above: Concept | None) -> dict[str, Any]:
        made: dict[str, Any] = {
            "bom-ref": code_of(category.iri),
            "identifier": category.notation or name_of(category.iri),
            "title": category.label,
        }
        if category.definition and category.definition.strip():
            made["descriptions"] = [category.definition]
        if above:
            made["parent"] = code_of(above.iri)
        made["properties"] = [
            prop("iri", category.iri),
            *([prop("residual", name_of(category.iri))] if category.residual else []),
            *([prop("deprecated", "true")] if category.deprecated else []),
            *self.rows[category.iri],
        ]
        return made

    def _measure(self, entry: Entry, above: Concept | None) -> dict[str, Any]:
        made: dict[str, Any] = {
            "bom-ref": entry.code,
            "identifier": entry.measure.id,
            "title": entry.title,
            "text": entry.statement,
        }
        if entry.opinions:
            made["descriptions"] = [_opinion(one) for one in entry.opinions]
        if above:
            made["parent"] = code_of(above.iri)
        made["properties"] = [*_properties(entry), *self.rows[entry.iri]]
        documents = [self._document(name) for name in entry.measure.source]
        if documents:
            made["externalReferences"] = documents
        return made

    def _document(self, name: str) -> dict[str, str]:
        source = self.sources.get(name) or Source(Iri(f"{BASE}id/{name}"), name, name, "")
        url = f"https://doi.org/{source.doi}" if source.doi else source.url or source.iri
        comment = source.citation or source.reference
        return {"type": "documentation", "url": address(url), "comment": comment}


def _properties(entry: Entry) -> Iterator[dict[str, str]]:
    yield prop("iri", entry.iri)
    for dataset, number in entry.identifiers:
        yield prop("identifier", f"{dataset}/{number}")
    for label in entry.alt_labels:
        yield prop("other-name", label)
    for facet in ("category", *FACET_NAMES):
        held = entry.category if facet == "category" else entry.facet(facet)
        for concept in held:
            yield prop(FACET_PROPERTIES[facet], name_of(concept.iri))
            if concept.residual:
                yield prop("residual", name_of(concept.iri))
    for source in entry.measure.source:
        yield prop("source", source)
    for status in entry.measure.status:
        yield prop("review-status", status)
    if entry.measure.preliminary:
        yield prop("preliminary", "true")


def _opinion(one: Opinion) -> str:
    """Return an expert opinion as a sentence that says whose it is."""
    said = ", ".join(text for text in (one.stance, one.quantifier, one.panel, one.source) if text)
    status = " (preliminary)" if one.status == "preliminary" else ""
    return f"Expert opinion{status}{f', {said}' if said else ''}: {one.claim}"


def _crosswalk(row: Mapping, framework: Iri) -> dict[str, str]:
    if row.object_id == NO_TERM_FOUND:
        return prop(NO_COUNTERPART, name_of(framework))
    word = row.predicate_id.removeprefix(PREFIXES["skos"])
    denied = f"{row.predicate_modifier.lower()}:" if row.predicate_modifier else ""
    return prop(denied + word, name_of(row.object_id))


def _levels(catalogue: Catalogue) -> Iterator[dict[str, Any]]:
    for actor in catalogue.facets.get("actor", ()):
        held = [one.code for one in catalogue.entries if actor in one.facet("actor")]
        if held:
            level: dict[str, Any] = {
                "bom-ref": code_of(actor.iri),
                "identifier": name_of(actor.iri),
                "title": actor.label,
            }
            if actor.definition:
                level["description"] = actor.definition
            yield level | {"requirements": held}


def losses(catalogue: Catalogue, choices: Choices) -> list[Loss]:
    """Return what the standard holds in no field of CycloneDX's own."""
    entries = catalogue.entries
    used = {concept.iri for entry in entries for concept in entry.category}
    parents = {one.id: one for one in catalogue.taxonomy.concepts}
    for iri in tuple(used):
        above = catalogue.category_by_iri[iri].broader
        while above and (concept := parents.get(above)) and concept.iri not in used:
            used.add(concept.iri)
            above = concept.broader
    every = sum(len(one.mappings) for one in catalogue.mapping_sets)
    found = [list(catalogue.crosswalks(choices, found=one)) for one in (True, False)]
    kept = sum(len(rows) for sets in found for _, _, rows in sets)
    foreign = catalogue.foreign_rows(choices)

    def extension(what: str, count: int) -> Loss:
        return Loss(what, count, "as-extension", _EXTENSION)

    return [
        Loss(
            "further categories of a measure",
            sum(len(entry.category[1:]) for entry in entries),
            "as-extension",
            f"a requirement has one parent; {_EXTENSION}",
        ),
        Loss(
            "categories of other taxonomies",
            sum(len(set(e.measure.category) - set(e.category)) for e in entries),
            "not",
            "a standard has one order; export with --taxonomy for another",
        ),
        Loss(
            "categories without a measure",
            len(catalogue.taxonomy.concepts) - len(used),
            "not",
            "a requirement with nothing below it has to say something",
        ),
        *(
            extension(FACETS[name].plural, sum(len(entry.facet(name)) for entry in entries))
            for name in FACET_NAMES
        ),
        extension("review statuses", sum(len(entry.measure.status) for entry in entries)),
        extension("other names", sum(len(entry.alt_labels) for entry in entries)),
        extension("record numbers", sum(len(entry.identifiers) for entry in entries)),
        Loss(
            "titles, authors and years of sources",
            sum(len(entry.measure.source) for entry in entries),
            "as-text",
            "comments of external references",
        ),
        Loss(
            "expert opinions",
            sum(len(entry.opinions) for entry in entries),
            "as-text",
            "descriptions of the requirement",
        ),
        extension("crosswalk rows", kept),
        Loss(
            "grounds, confidences and comments of crosswalk rows",
            kept,
            "not",
            "a property is a name and a value; sssom writes them",
        ),
        Loss.of_foreign_rows(foreign),
        Loss(
            "crosswalk rows to other frameworks",
            every - kept - foreign,
            "not",
            "--framework chose others",
        ),
    ]
