"""Measures put together from the answers of named queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from mitigraph.knowledge_graph.matches import find_matches
from mitigraph.knowledge_graph.names import Names
from mitigraph.model import (
    FACETS,
    Assessment,
    Concept,
    Measure,
    MeasureRecord,
    Opinion,
    Rating,
    Source,
)
from mitigraph.query.objects import opinion_of, slug_of, source_of
from mitigraph.query.rows import NamedRow, answer_rows
from mitigraph.store.protocol import Store
from mitigraph.terms import PREFIXES, Iri, Term, compact, expand

__all__ = ["list_measures", "measure_record"]

_FACET_NAMES: Final = {facet.iri: name for name, facet in FACETS.items()}
#: Up to so many measures are named in a query; beyond, all are asked for and the others dropped.
_NAMED_IN_QUERY: Final = 500
_SKOS, _MG = PREFIXES["skos"], PREFIXES["mg"]
_NOTES: Final = {
    Iri(_SKOS + name)
    for name in ("note", "editorialNote", "scopeNote", "changeNote", "historyNote", "example")
}


def list_measures(
    store: Store, names: Names, params: Mapping[str, Sequence[Term]]
) -> list[Measure]:
    """Return the measures that fit the parameters of `measures-by-facet`, in its order."""
    labels = {
        row.iri("measure"): row.text("label")
        for row in answer_rows(store, "measures-by-facet", **params)
    }
    can_be_named = len(labels) <= _NAMED_IN_QUERY and not any(i.startswith("_:") for i in labels)
    chosen = list(labels) if can_be_named else None
    if not labels:
        return []
    values: dict[Iri, dict[str, list[Concept]]] = defaultdict(lambda: defaultdict(list))
    for row in answer_rows(store, "measure-facets", measure=chosen):
        if (name := _FACET_NAMES.get(row.iri("facet"))) is not None:
            held = values[row.iri("measure")][name]
            concept = _concept(names, row)
            if concept not in held:
                held.append(concept)
    sources: dict[Iri, list[str]] = defaultdict(list)
    for row in answer_rows(store, "measure-sources", measure=chosen):
        sources[row.iri("measure")].append(compact(row.iri("source")))
    statuses: dict[Iri, list[str]] = defaultdict(list)
    for row in answer_rows(store, "measure-status", measure=chosen):
        statuses[row.iri("measure")].append(slug_of(row.text("status")))
    return [
        Measure(
            iri,
            compact(iri),
            label or compact(iri),
            **{name: tuple(concepts) for name, concepts in values.get(iri, {}).items()},
            source=tuple(dict.fromkeys(sources.get(iri, ()))),
            status=tuple(sorted(statuses.get(iri, ()))),
        )
        for iri, label in labels.items()
    ]


def measure_record(store: Store, names: Names, measure: Iri) -> MeasureRecord:
    """Return one measure with all that the graph says of it."""
    said: dict[Iri, list[str]] = defaultdict(list)
    for row in answer_rows(store, "measure", measure=measure):
        value = row.text("value")
        said[row.iri("property")].append(value or "")
    labels = said[Iri(_SKOS + "prefLabel")]
    light = _one_measure(store, names, measure, labels[0] if labels else compact(measure))
    return MeasureRecord(
        **{name: getattr(light, name) for name in Measure.__slots__},
        definitions=tuple(said[Iri(_SKOS + "definition")]),
        alt_labels=tuple(said[Iri(_SKOS + "altLabel")]),
        identifiers=tuple(
            (compact(row.iri("dataset")).removeprefix("dataset/"), row.text("identifier") or "")
            for row in answer_rows(store, "measure-identifiers", measure=measure)
        ),
        notes=tuple(note for name in sorted(_NOTES) for note in said[name]),
        paths=tuple(_path(names, concept) for concept in light.category),
        assessments=tuple(_assessments(store, names, measure)),
        opinions=tuple(_opinions(store, measure)),
        ratings=tuple(_ratings(store, measure)),
        matches=find_matches(store, measure=measure),
        sources=tuple(_sources(store, measure)),
        same_measure=_cluster(store, measure),
        siblings=_siblings(store, measure, "category"),
        same_source=_siblings(store, measure, "source"),
    )


def _one_measure(store: Store, names: Names, measure: Iri, label: str) -> Measure:
    """Return one measure with its effective classifications."""
    values: dict[str, list[Concept]] = defaultdict(list)
    for row in answer_rows(store, "measure-facets", measure=measure):
        if (name := _FACET_NAMES.get(row.iri("facet"))) is not None:
            values[name].append(_concept(names, row))
    return Measure(
        measure,
        compact(measure),
        label,
        **{name: tuple(dict.fromkeys(concepts)) for name, concepts in values.items()},
        source=tuple(
            compact(row.iri("source"))
            for row in answer_rows(store, "measure-sources", measure=measure)
        ),
        status=tuple(
            sorted(
                slug_of(row.text("status"))
                for row in answer_rows(store, "measure-status", measure=measure)
            )
        ),
    )


def _concept(names: Names, row: NamedRow) -> Concept:
    iri = row.iri("concept")
    return names.concepts.get(iri) or Concept(
        iri, compact(iri), row.text("conceptLabel") or compact(iri), row.text("notation")
    )


def _path(names: Names, concept: Concept) -> tuple[Concept, ...]:
    by_id = {known.id: known for known in names.concepts.values()}
    path = [concept]
    while (above := by_id.get(path[0].broader or "")) is not None and above not in path:
        path.insert(0, above)
    return tuple(path)


def _assessments(store: Store, names: Names, measure: Iri) -> Iterable[Assessment]:
    for row in answer_rows(store, "assessments", measure=measure):
        iri, scheme = row.iri("assessment"), row.iri("scheme")
        yield Assessment(
            iri,
            compact(iri),
            compact(scheme),
            row.text("schemeLabel") or compact(scheme),
            slug_of(row.text("outcome")),
            _concept(names, row) if row.text("concept") else None,
            row.text("assessorName") or compact(row.text("assessor") or "unknown"),
            slug_of(row.text("status")),
            row.text("rationale"),
            row.text("date"),
            slug_of(row.text("method")) or None,
            slug_of(row.text("confidence")) or None,
            superseded=row.flag("superseded"),
        )


def _opinions(store: Store, measure: Iri) -> Iterable[Opinion]:
    for row in answer_rows(store, "opinions", measure=measure):
        if not row.flag("superseded"):
            yield opinion_of(row)


def _ratings(store: Store, measure: Iri) -> Iterable[Rating]:
    for row in answer_rows(store, "ratings", measure=measure):
        iri = row.iri("rating")
        yield Rating(
            iri,
            compact(iri),
            row.text("panelLabel") or compact(row.text("panel") or ""),
            row.number("agreementAbove"),
            row.number("preferredShareAbove"),
            row.text("shortReference"),
        )


def _sources(store: Store, measure: Iri) -> Iterable[Source]:
    rows = answer_rows(store, "measure-sources", measure=measure)
    # What is no IRI can't be asked for by name; it stays in `Measure.source`.
    named = [iri for row in rows if (iri := expand(row.iri("source")))]
    if not named:
        return
    yield from map(source_of, answer_rows(store, "source", source=named))


def _siblings(store: Store, measure: Iri, relation: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        (compact(row.iri("sibling")), row.text("siblingLabel") or "")
        for row in answer_rows(store, "siblings", measure=measure)
        if row.text("relation") == relation
    )


def _cluster(store: Store, measure: Iri) -> tuple[tuple[str, str, str], ...]:
    """Return the other members of a measure's cluster: id, label, documents."""
    labels: dict[Iri, str] = {}
    sources: dict[Iri, list[str]] = defaultdict(list)
    for row in answer_rows(store, "clusters", member=measure):
        member, source = row.iri("measure"), row.text("source")
        labels[member] = row.text("label") or compact(member)
        if source:
            sources[member].append(row.text("shortReference") or compact(source))
    return tuple(
        (compact(member), label, ", ".join(sources[member]))
        for member, label in labels.items()
        if member != measure
    )
