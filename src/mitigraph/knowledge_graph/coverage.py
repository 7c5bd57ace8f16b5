"""The coverage table, from the answers of named queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mitigraph.errors import UnknownTermError
from mitigraph.knowledge_graph.measures import list_measures
from mitigraph.knowledge_graph.names import Names
from mitigraph.model import FACETS, Concept, Coverage, Facet, Measure
from mitigraph.query import find
from mitigraph.query.rows import answer_rows
from mitigraph.store.protocol import Store
from mitigraph.terms import Term, compact

__all__ = ["count_coverage"]


def count_coverage(
    store: Store, names: Names, rows: str, columns: str, params: Mapping[str, Sequence[Term]]
) -> Coverage:
    """Count distinct measures for each pair of values of two facets.

    A facet's values are those of its schemes that a measure can be given (concepts without
    narrower ones) and any others that a measure has been given. Of the mitigation taxonomy only
    the newest major version is shown, unless a scheme such as "airi-mitigation/1" is named in the
    place of a facet.

    Raises:
        UnknownTermError: If there is no such facet.
    """
    down, across = _facet(rows), _facet(columns)
    measures = list_measures(store, names, params)
    known = find("cross-table").parameters
    counts: dict[tuple[str, str], int] = {}
    if params.keys() <= known.keys():
        answer = answer_rows(
            store, "cross-table", rows=down[0].iri, columns=across[0].iri, **params
        )
        for row in answer:
            pair = compact(row.iri("row")), compact(row.iri("column"))
            counts[pair] = row.count("measures")
    else:
        counts = _pairs(measures, down[0], across[0])
    facets = {facet.name: facet for facet, _ in (down, across)}
    chosen = {measure.iri for measure in measures}
    not_assessed, unplaced = {}, {}
    for name, facet in facets.items():
        answer = answer_rows(store, "not-assessed", facet=facet.iri)
        unassessed = {row.iri("measure") for row in answer} & chosen
        placed = {measure.iri for measure in measures if getattr(measure, name)}
        not_assessed[name] = len(unassessed - placed)
        unplaced[name] = len(chosen - unassessed - placed)
    return Coverage(
        row_facet=down[0].name,
        column_facet=across[0].name,
        rows=_values(names, *down, {row for row, _ in counts}),
        columns=_values(names, *across, {column for _, column in counts}),
        counts=counts,
        measures=len(measures),
        preliminary=sum(measure.preliminary for measure in measures),
        not_assessed=not_assessed,
        unplaced=unplaced,
    )


def _facet(name: str) -> tuple[Facet, str | None]:
    """Return the facet of a name, and the scheme where the name is that of a scheme."""
    if name in FACETS:
        return FACETS[name], None
    key = name.removeprefix("scheme/").partition("/")[0]
    for facet in FACETS.values():
        if key in facet.schemes:
            return facet, name.removeprefix("scheme/")
    raise UnknownTermError(name, kind="facet", suggestions=tuple(FACETS))


def _pairs(measures: Sequence[Measure], down: Facet, across: Facet) -> dict[tuple[str, str], int]:
    counts: dict[tuple[str, str], int] = {}
    for measure in measures:
        for row in getattr(measure, down.name):
            for column in getattr(measure, across.name):
                counts[row.id, column.id] = counts.get((row.id, column.id), 0) + 1
    return counts


def _values(names: Names, facet: Facet, scheme: str | None, used: set[str]) -> tuple[Concept, ...]:
    """Return the values of a facet in the order of their schemes, residual ones last."""
    by_scheme: dict[str, list[Concept]] = {}
    for concept in names.concepts.values():
        its_scheme = concept.id.rpartition("/")[0]
        if its_scheme.partition("/")[0] in facet.schemes and (scheme or its_scheme) in (
            its_scheme,
            its_scheme.partition("/")[0],
        ):
            by_scheme.setdefault(its_scheme, []).append(concept)
    shown = [key for key, held in by_scheme.items() if any(c.id in used for c in held)]
    if facet.name == "category" and len(by_scheme) > 1:
        shown = sorted(by_scheme)[-1:]
    inner = {concept.broader for concept in names.concepts.values()}
    values = [
        concept
        for key in shown or list(by_scheme)[:1]
        for concept in by_scheme[key]
        if (concept.id not in inner or concept.id in used) and not concept.deprecated
    ]
    return tuple(sorted(values, key=lambda concept: concept.residual))
