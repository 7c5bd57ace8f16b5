"""The catalog that mitigraph writes, read back: the measures that it describes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from mitigraph.errors import Code
from mitigraph.importers.described import Described, described_measures
from mitigraph.importers.oscal.catalog import Record, records_of
from mitigraph.importers.oscal.document import (
    Document,
    concept_named,
    measure_named,
    objects,
    web_address,
)
from mitigraph.importers.provenance import file_iri, origin_statements
from mitigraph.importers.report import Imported
from mitigraph.importers.statements import clean_line
from mitigraph.interchange.fault import Fault
from mitigraph.interchange.oscal import FACET_PROPERTIES, NS
from mitigraph.model import Status
from mitigraph.terms import BASE, Iri, slug

__all__ = ["described_by", "measures_of", "plain_statement", "read_measures"]

_MEASURE = BASE + "id/measure/"
_FACETS = frozenset(FACET_PROPERTIES.values())
#: Control characters but for tabs and line ends.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_OTHERS = frozenset(("identifier", "other-name", "review-status"))
_STATUSES = frozenset(one.value for one in Status)


def read_measures(document: Document) -> Imported:
    """Read a catalog of mitigraph's own.

    Returns:
        The measures, and the account of all controls.
    """
    result = document.account("measures")
    measures = measures_of(document, result)
    result.graph = Iri(f"{BASE}graph/oscal-{document.choices.scheme('measures')[0]}")
    result.quads.extend(
        described_measures(measures, publisher=document.publisher, source=file_iri(document.path))
    )
    result.quads.extend(origin_statements(result.graph, document.origin))
    return result


def measures_of(document: Document, result: Imported) -> list[Described]:
    """Return the measures of a catalog and account for its controls.

    Groups are no records, but for one that is no object: nobody knows what it holds.
    """
    records = [
        one
        for one in records_of(document)
        if one.kind != "group" or not isinstance(one.value, dict)
    ]
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
        measure = _measure(document, result, one)
        name = one.value["id"]
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


def _measure(document: Document, result: Imported, record: Record) -> Described | None:
    control: dict[str, Any] = record.value
    links = objects(control.get("links"))
    iris = [measure_named(one["href"]) for one in links if one.get("rel") == "canonical"]
    ours = [one for one in iris if one]
    if not ours:
        return None
    statement = next(
        (
            one["prose"]
            for one in objects(control.get("parts"))
            if one["name"] == "statement" and plain_statement(one.get("prose", ""))
        ),
        "",
    )

    def tell(code: Code, why: str) -> None:
        document.tell(result, Fault("warning", code, record.place, control["id"], why))

    props = [one for one in objects(control.get("props")) if one.get("ns") == NS]
    for one in props:
        if one["name"] not in _FACETS | _OTHERS:
            tell("unknown-term", f"{one['name']} is no property that mitigraph writes")
    said = described_by(
        [
            (one["name"], one["value"], one.get("class") == "residual")
            for one in props
            if one["name"] in _FACETS
        ],
        lambda name: document.said(control, name),
        tell,
    )
    return replace(
        said,
        iri=ours[0],
        label=clean_line(control.get("title", "")) or control["id"],
        statement=plain_statement(statement) if document.text_kept else "",
        sources=tuple(_sources(document, links, tell)),
    )


def plain_statement(text: str) -> str:
    """Return a statement word for word, without control characters; empty if nothing is left."""
    plain = _CONTROL.sub("", text)
    return plain if plain.strip() else ""


def described_by(
    facets: Iterable[tuple[str, str, bool]],
    said: Callable[[str], list[str]],
    tell: Callable[[Code, str], None],
) -> Described:
    """Return what mitigraph's own properties say of a measure that is still to be named.

    A status that is none counts as preliminary: what rests on it may be no more than that.

    Args:
        facets: The name of each facet's property, its value, and whether that is residual.
        said: Returns the values of a property.
        tell: Takes what can't be used: the kind of fault and what is wrong.
    """
    values = set()
    for name, value, residual in facets:
        if concept := concept_named(value):
            values.add((concept, residual))
        else:
            tell("bad-id", f'{name} "{value}" is no concept of a scheme')
    identifiers = set()
    for value in said("identifier"):
        dataset, _, number = value.partition("/")
        if slug(dataset) and number.strip():
            identifiers.add((dataset, number))
        else:
            tell("bad-id", f'"{value}" is no data set and record number')
    statuses = set()
    for value in said("review-status"):
        if value not in _STATUSES:
            tell("unknown-term", f'"{value}" is no review status; it counts as preliminary')
        statuses.add(value if value in _STATUSES else "preliminary")
    return Described(
        Iri(""),
        "",
        values=tuple(sorted(values)),
        identifiers=tuple(sorted(identifiers)),
        alt_labels=tuple(sorted({one for one in said("other-name") if one.strip()})),
        statuses=tuple(sorted(statuses)),
    )


def _sources(
    document: Document, links: list[dict[str, Any]], tell: Callable[[Code, str], None]
) -> list[Iri]:
    found: list[Iri] = []
    for link in links:
        if link.get("rel") == "reference":
            resource = document.resources.get(link["href"].removeprefix("#"), {})
            iris = [iri for one in document.said(resource, "iri") if (iri := web_address(one))]
            found += iris
            if not iris:
                tell("dangling-ref", f"{link['href']} leads to no source with an IRI")
    return list(dict.fromkeys(found))
