"""The standard that mitigraph writes, read back: the measures that it describes, and their matches.

A BOM does not say on what grounds two are held to match, so the matches are of unspecified grounds.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, Final

from mitigraph.errors import Code
from mitigraph.importers.cyclonedx.document import Document, members, text_of
from mitigraph.importers.described import Described, described_measures
from mitigraph.importers.oscal.document import concept_named, measure_named, objects
from mitigraph.importers.oscal.own import described_by, plain_statement
from mitigraph.importers.provenance import file_iri
from mitigraph.importers.report import Imported
from mitigraph.interchange.cyclonedx import (
    FACET_PROPERTIES,
    NAMESPACE,
    NO_COUNTERPART,
    concept_of,
    said,
)
from mitigraph.interchange.fault import Fault
from mitigraph.interchange.relations import RELATIONS
from mitigraph.mapping import NO_TERM_FOUND, Mapping, MappingSet, mapping_statements
from mitigraph.terms import BASE, PREFIXES, Iri, n3, scheme_path, slug

__all__ = ["is_category", "is_own", "mapping_sets_in", "measures_in", "read_measures"]

_MEASURE: Final = BASE + "id/measure/"
_SOURCE: Final = re.compile(r"source/[\w.%~-]+")
_SKOS: Final = PREFIXES["skos"]
_UNSPECIFIED: Final = Iri(PREFIXES["semapv"] + "UnspecifiedMatching")
_COMMENT: Final = "As a CycloneDX file states it, which does not say on what grounds."
_DENIED: Final = "not:"
_OTHERS: Final = frozenset(
    (
        *("iri", "identifier", "other-name", "residual", "source", "review-status", "preliminary"),
        *("deprecated", NO_COUNTERPART, *FACET_PROPERTIES.values()),
    )
)

Object = dict[str, Any]


def is_own(standard: Object) -> bool:
    """Whether mitigraph wrote a standard: one of its requirements says which measure it is."""
    return any(
        iri.startswith(_MEASURE)
        for one in objects(standard.get("requirements"))
        for iri in said(one, "iri")
    )


def is_category(requirement: Any) -> bool:
    """Whether a requirement of mitigraph's own stands for a concept: those are no records."""
    named = said(requirement, "iri")
    return bool(named) and concept_named(named[0]) is not None


def read_measures(
    document: Document,
    place: str,
    standard: Object,
    refused: Callable[[str], bool],
    result: Imported,
) -> dict[str, Iri]:
    """Read a standard of mitigraph's own into an account; categories are no records.

    Returns:
        The measures that were made, by bom-ref.
    """
    measures = measures_in(document, place, standard, refused, result)
    result.quads.extend(
        described_measures(
            measures.values(), publisher=document.publisher, source=file_iri(document.path)
        )
    )
    for mapping_set in mapping_sets_in(document, place, standard, result):
        result.quads.extend(mapping_statements(mapping_set))
    return {ref: one.iri for ref, one in measures.items()}


def measures_in(
    document: Document,
    place: str,
    standard: Object,
    refused: Callable[[str], bool],
    result: Imported,
) -> dict[str, Described]:
    """Return the measures of a standard by bom-ref, and account for them."""
    made: dict[str, Described] = {}
    known: set[Iri] = set()
    for where, one in members(standard, "requirements", place):
        if is_category(one):
            continue
        result.records += 1
        if refused(where):
            continue
        name = text_of(one.get("bom-ref")) if isinstance(one, dict) else ""
        iri = measure_named(next(iter(said(one, "iri")), ""))
        if iri is None:
            why = f"no property {NAMESPACE}iri names a measure ({_MEASURE}...)"
            document.tell(result, Fault("error", "missing-field", where, name, why))
        elif iri in known:
            why = f"the measure {iri} is there twice"
            document.tell(result, Fault("error", "duplicate-id", where, name, why))
        else:
            known.add(iri)
            made[name or where] = _measure(document, result, where, one, iri)
    result.made += len(made)
    return made


def _measure(document: Document, result: Imported, place: str, one: Object, iri: Iri) -> Described:
    def tell(code: Code, why: str) -> None:
        document.tell(result, Fault("warning", code, place, text_of(one.get("bom-ref")), why))

    residual = set(said(one, "residual"))
    facets = [
        (name, value, value in residual)
        for name in FACET_PROPERTIES.values()
        for value in said(one, name)
    ]
    sources = []
    for value in dict.fromkeys(said(one, "source")):
        if _SOURCE.fullmatch(value):
            sources.append(Iri(f"{BASE}id/{value}"))
        else:
            tell("bad-id", f'"{value}" is no source')
    return replace(
        described_by(facets, lambda name: said(one, name), tell),
        iri=iri,
        label=text_of(one.get("title")) or text_of(one.get("identifier")) or iri,
        statement=plain_statement(one.get("text", "")) if document.text_kept else "",
        sources=tuple(sources),
    )


def mapping_sets_in(
    document: Document, place: str, standard: Object, result: Imported
) -> Iterator[MappingSet]:
    """Yield the crosswalk rows of a standard, a set for each framework that they lead to."""
    rows: dict[Iri, list[Mapping]] = defaultdict(list)
    for where, one in members(standard, "requirements", place):
        subject = next((_subject(iri) for iri in said(one, "iri")), None)
        for name, value in _own_properties(one) if subject else ():
            denied = name.startswith(_DENIED)
            relation = RELATIONS.get(name.removeprefix(_DENIED))
            target = concept_of(value)
            if relation is None and name not in _OTHERS:
                why = f"{NAMESPACE}{name} is no property that mitigraph writes"
                document.tell(result, Fault("warning", "unknown-term", where, value, why))
            if relation is None and name != NO_COUNTERPART:
                continue
            framework = _scheme(target)
            if subject is None or framework is None or (relation and framework == target):
                why = f'"{value}" is neither a framework nor a control of one'
                document.tell(result, Fault("warning", "bad-id", where, value, why))
                continue
            rows[framework].append(
                Mapping(
                    subject,
                    (relation or RELATIONS["exactMatch"]).predicate,
                    target if relation else NO_TERM_FOUND,
                    _UNSPECIFIED,
                    predicate_modifier="Not" if denied else "",
                    comment=_COMMENT,
                )
            )
    for value in said(document.metadata, "without-measure"):
        target = concept_of(value)
        if not (framework := _scheme(target)) or framework == target:
            why = f'"{value}" is no control of a framework'
            document.tell(
                result, Fault("warning", "bad-id", "/metadata/properties", value[:60], why)
            )
        else:
            predicate = RELATIONS["exactMatch"].predicate
            row = Mapping(NO_TERM_FOUND, predicate, target, _UNSPECIFIED, comment=_COMMENT)
            rows[framework].append(row)
    licence = document.licence
    if rows and licence is None:
        why = "crosswalk rows are left out: a set of them needs a licence (--licence)"
        document.tell(result, Fault("warning", "missing-field", place, "", why))
        return
    for framework in sorted(rows) if licence else ():
        path = scheme_path(framework) or ""
        yield MappingSet(
            Iri(
                f"{BASE}mapping/cyclonedx_{path.replace('/', '-')}/{slug(document.version) or '1'}"
            ),
            licence or Iri(""),
            mapping_set_version=document.version,
            mapping_set_title=f"Measures to {path}, as a CycloneDX file has them",
            object_source=framework,
            comment=f"Read from {document.path.name}.",
            mappings=tuple(dict.fromkeys(rows[framework])),
        )


def _own_properties(one: Any) -> Iterator[tuple[str, str]]:
    for held in objects(one.get("properties")) if isinstance(one, dict) else ():
        name, value = held.get("name"), held.get("value")
        if isinstance(name, str) and name.startswith(NAMESPACE) and isinstance(value, str):
            yield name.removeprefix(NAMESPACE), value


def _subject(value: str) -> Iri | None:
    return measure_named(value) or concept_named(value)


def _scheme(concept: Iri) -> Iri | None:
    """Return the scheme that the IRI of a concept, or of the scheme itself, starts with."""
    try:
        n3(concept)
    except ValueError:
        return None
    path = scheme_path(concept)
    if path is None or not all(path.split("/")):
        return None
    return Iri(concept.removesuffix(path) + "/".join(path.split("/")[:2]))
