"""An OSCAL catalog: categories are groups, measures are controls.

A measure stands in the group of its first category; the others are properties. A group of OSCAL
holds either groups or controls, so measures that stand directly in a category with narrower ones
have a group of their own below it. Measures without a category stand beside the groups.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from mitigraph.exporters.oscal.document import (
    document_uuid,
    facet_losses,
    finished,
    href_of,
    metadata,
)
from mitigraph.interchange.account import Loss, Rendered
from mitigraph.interchange.catalogue import FACET_NAMES, Catalogue, Choices, Entry
from mitigraph.interchange.identifiers import code_of, uuid_of
from mitigraph.interchange.oscal import FACET_PROPERTIES, NS, line, prop
from mitigraph.model import Concept, Opinion, Source
from mitigraph.terms import BASE, Iri

__all__ = ["render"]

_PROPERTIES: Final = f"properties of the namespace {NS}"


def render(catalogue: Catalogue, _choices: Choices) -> Rendered:
    """Return the catalog.

    Raises:
        FaultyInputError: If it would have faults that OSCAL's schema lets pass.
    """
    groups = [_group(catalogue, category) for category in catalogue.children()]
    controls = [_control(entry) for entry in catalogue.unplaced]
    resources = [_resource(source) for source in _sources(catalogue)]
    body: dict[str, Any] = {
        "uuid": document_uuid(catalogue, "oscal-catalog"),
        "metadata": metadata(catalogue, f"{catalogue.taxonomy.label}: measures against AI risks"),
    }
    body |= {key: held for key, held in (("controls", controls), ("groups", groups)) if held}
    if resources:
        body["back-matter"] = {"resources": resources}
    return Rendered.of(finished({"catalog": body}), len(catalogue.entries), _losses(catalogue))


def _group(catalogue: Catalogue, category: Concept) -> dict[str, Any]:
    """Return the group of a category; of a whole taxonomy some may hold nothing."""
    here = [_control(e) for e in catalogue.members(category) if e.category[0] == category]
    below = [_group(catalogue, one) for one in catalogue.children(category)]
    head = _head(category)
    if not below:
        return head | ({"controls": here} if here else {})
    if here:
        itself = {
            "id": f"{head['id']}_direct",
            "class": "category-itself",
            "title": line(f"{category.label}, no narrower category"),
            "controls": here,
        }
        below.append(itself)
    return head | {"groups": below}


def _head(category: Concept) -> dict[str, Any]:
    code = code_of(category.iri)
    head: dict[str, Any] = {"id": code, "class": "category", "title": line(category.label)}
    head["props"] = [
        *([prop("label", category.notation, ns="")] if category.notation else []),
        prop("sort-id", code, ns=""),
        *([prop("deprecated", "true")] if category.deprecated else []),
    ]
    head["links"] = [{"href": category.iri, "rel": "canonical"}]
    if category.definition and category.definition.strip():
        head["parts"] = [{"id": f"{code}_ovw", "name": "overview", "prose": category.definition}]
    return head


def _control(entry: Entry) -> dict[str, Any]:
    code = entry.code
    return {
        "id": code,
        "class": "mitigation",
        "title": entry.title,
        "props": list(_props(entry)),
        "links": [
            {"href": entry.iri, "rel": "canonical"},
            *(
                {"href": f"#{uuid_of(BASE + 'id/' + source)}", "rel": "reference"}
                for source in entry.measure.source
            ),
        ],
        "parts": [
            {"id": f"{code}_smt", "name": "statement", "prose": entry.statement},
            *(_guidance(code, number, one) for number, one in enumerate(entry.opinions, 1)),
        ],
    }


def _props(entry: Entry) -> Iterator[dict[str, str]]:
    yield prop("label", entry.measure.id, ns="")
    yield prop("sort-id", entry.code, ns="")
    for dataset, number in entry.identifiers:
        yield prop("identifier", f"{dataset}/{number}")
    for label in entry.alt_labels:
        yield prop("other-name", label)
    for facet in ("category", *FACET_NAMES):
        held = entry.category if facet == "category" else entry.facet(facet)
        for concept in held:
            yield prop(
                FACET_PROPERTIES[facet],
                concept.id,
                **{"class": "residual" if concept.residual else ""},
                remarks=line(concept.title),
            )
    for status in entry.measure.status:
        yield prop("review-status", status)


def _guidance(code: str, number: int, opinion: Opinion) -> dict[str, Any]:
    """Return an expert opinion as guidance: the claim as prose, the rest as properties."""
    said = {
        "stance": (opinion.stance,),
        "quantifier": (opinion.quantifier,),
        "theme": opinion.themes,
        "risk-area": opinion.risk_areas,
        "stronger-for": opinion.stronger_for,
        "weaker-for": opinion.weaker_for,
        "panel": (opinion.panel or "",),
        "source": (opinion.source or "",),
        "review-status": (opinion.status or "",),
    }
    return {
        "id": f"{code}_gdn.{number}",
        "name": "guidance",
        "class": "expert-opinion",
        "title": line(
            f"Expert opinion {number}" + (f": {opinion.stance}" if opinion.stance else "")
        ),
        "props": [
            *(prop(name, one) for name, values in said.items() for one in values if one.strip()),
            prop("iri", opinion.iri),
        ],
        "prose": opinion.claim if opinion.claim.strip() else "The claim is not stated.",
    }


def _sources(catalogue: Catalogue) -> list[Source]:
    """Return every document that a measure names; one that is not described by its id alone."""
    known = {source.id: source for source in catalogue.sources}
    used = sorted({name for entry in catalogue.entries for name in entry.measure.source})
    return [known.get(one) or Source(Iri(f"{BASE}id/{one}"), one, one, "") for one in used]


def _resource(source: Source) -> dict[str, Any]:
    made: dict[str, Any] = {
        "uuid": uuid_of(source.iri),
        "title": line(source.title) or line(source.reference),
        "props": [
            prop("type", "citation", ns=""),
            prop("iri", source.iri),
            prop("reference", source.reference),
            *([prop("document-type", source.kind)] if source.kind else []),
        ],
    }
    if source.doi:
        made["document-ids"] = [{"scheme": "http://www.doi.org/", "identifier": line(source.doi)}]
    made["citation"] = {"text": line(source.citation) or line(source.reference)}
    addresses = [f"https://doi.org/{source.doi}" if source.doi else None, source.url]
    rlinks = [{"href": href_of(one)} for one in dict.fromkeys(addresses) if one]
    if rlinks:
        made["rlinks"] = rlinks
    return made


def _losses(catalogue: Catalogue) -> list[Loss]:
    entries = catalogue.entries
    return [
        Loss(
            "further categories of a measure",
            sum(len(entry.category[1:]) for entry in entries),
            "as-extension",
            f"a control stands in one group; {_PROPERTIES}",
        ),
        Loss(
            "categories of other taxonomies",
            sum(len(set(e.measure.category) - set(e.category)) for e in entries),
            "not",
            "a catalog has one order of groups; export with --taxonomy for another",
        ),
        *facet_losses(catalogue),
        Loss(
            "review statuses",
            sum(len(entry.measure.status) for entry in entries),
            "as-extension",
            _PROPERTIES,
        ),
        Loss("other names", sum(len(e.alt_labels) for e in entries), "as-extension", _PROPERTIES),
        Loss(
            "record numbers", sum(len(e.identifiers) for e in entries), "as-extension", _PROPERTIES
        ),
        Loss(
            "expert opinions",
            sum(len(entry.opinions) for entry in entries),
            "as-extension",
            f"guidance with the claim as prose; stance, quantifier and panel are {_PROPERTIES}",
        ),
        Loss(
            "crosswalk rows",
            sum(len(one.mappings) for one in catalogue.mapping_sets),
            "not",
            "oscal-mapping writes them",
        ),
    ]
