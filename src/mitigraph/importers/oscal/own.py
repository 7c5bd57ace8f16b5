"""The catalog that mitigraph writes, read back: the measures that it describes."""

from __future__ import annotations

from typing import Any

from mitigraph.importers.described import Described, described_measures
from mitigraph.importers.oscal.catalog import records_of
from mitigraph.importers.oscal.document import Document, objects, web_address
from mitigraph.importers.provenance import file_iri, origin_statements
from mitigraph.importers.report import Imported
from mitigraph.interchange.oscal import FACET_PROPERTIES, NS, concept_of
from mitigraph.interchange.oscal_checks import Fault
from mitigraph.terms import BASE, Iri

__all__ = ["measures_of", "read_measures"]

_MEASURE = BASE + "id/measure/"
_FACETS = frozenset(FACET_PROPERTIES.values())


def read_measures(document: Document) -> Imported:
    """Read a catalog of mitigraph's own.

    Returns:
        The measures, and the account of all controls.
    """
    result = document.account("measures")
    measures = measures_of(document, result)
    result.graph = Iri(f"{BASE}graph/oscal-{document.choices.key or 'measures'}")
    result.quads.extend(
        described_measures(measures, publisher=document.publisher, source=file_iri(document.path))
    )
    result.quads.extend(origin_statements(result.graph, document.origin))
    return result


def measures_of(document: Document, result: Imported) -> list[Described]:
    """Return the measures of a catalog and account for its controls; groups are no records."""
    records = [one for one in records_of(document) if one.kind != "group"]
    result.records += len(records)
    refused = document.sift(result, {one.place for one in records})
    made: dict[Iri, Described] = {}
    for one in records:
        if refused(one.place):
            continue
        if not isinstance(one.value, dict):
            document.tell(
                result, Fault("error", "wrong-type", one.place, "", "expected a list of objects")
            )
            continue
        measure = _measure(document, one.value)
        name = str(one.value.get("id"))
        if measure is None:
            document.tell(
                result,
                Fault(
                    "error",
                    "missing-field",
                    one.place,
                    name,
                    f"no link with rel canonical to a measure ({_MEASURE}...)",
                ),
            )
        elif measure.iri in made:
            document.tell(
                result,
                Fault("error", "duplicate-id", one.place, name, "its measure is there twice"),
            )
        else:
            made[measure.iri] = measure
    result.made += len(made)
    return list(made.values())


def _measure(document: Document, control: dict[str, Any]) -> Described | None:
    links = objects(control.get("links"))
    iris = [web_address(one.get("href")) for one in links if one.get("rel") == "canonical"]
    ours = [one for one in iris if one and one.startswith(_MEASURE)]
    if not ours:
        return None
    props = [one for one in objects(control.get("props")) if one.get("ns") == NS]
    values = {
        (concept_of(str(one.get("value"))), one.get("class") == "residual")
        for one in props
        if str(one.get("name")) in _FACETS
    }
    statement = next(
        (
            one["prose"]
            for one in objects(control.get("parts"))
            if one.get("name") == "statement" and isinstance(one.get("prose"), str)
        ),
        "",
    )
    numbers = [one.partition("/") for one in document.said(control, "identifier")]
    return Described(
        ours[0],
        str(control.get("title") or control.get("id")),
        statement if document.text_kept else "",
        tuple(sorted(values)),
        tuple(_sources(document, links)),
        tuple(sorted((dataset, number) for dataset, slash, number in numbers if slash)),
        tuple(sorted(document.said(control, "other-name"))),
        tuple(sorted(document.said(control, "review-status"))),
    )


def _sources(document: Document, links: list[dict[str, Any]]) -> list[Iri]:
    found = []
    for link in links:
        resource = document.resources.get(str(link.get("href")).removeprefix("#"), {})
        if link.get("rel") == "reference":
            found += [iri for one in document.said(resource, "iri") if (iri := web_address(one))]
    return list(dict.fromkeys(found))
