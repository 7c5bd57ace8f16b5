"""A catalogue read off a store, by named queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import Final

from mitigraph.errors import DataError, UnknownTermError
from mitigraph.interchange.apart import (
    ALT_LABEL,
    DEFINITION,
    Said,
    english,
    losses_apart,
    statements_of,
    undescribed,
)
from mitigraph.interchange.catalogue import Catalogue, Entry, Framework, Release, Taxonomy
from mitigraph.interchange.relations import is_relation
from mitigraph.mapping import NO_TERM_FOUND, Mapping, MappingSet, mapping_sets_of
from mitigraph.model import FACETS, Concept, Measure, Opinion
from mitigraph.query.objects import concept_of, opinion_of, slug_of, source_of
from mitigraph.query.rows import NamedRow, answer_rows
from mitigraph.store.protocol import Store
from mitigraph.terms import BASE, MG, Iri, Quad, compact

__all__ = ["catalogue_of"]

_FACET_NAMES: Final = {facet.iri: name for name, facet in FACETS.items()}


def catalogue_of(
    store: Store, *, measures: Collection[Iri] | None = None, taxonomy: str | None = None
) -> Catalogue:
    """Read everything that exports to other frameworks need.

    Args:
        store: Any store that holds the ontology's schemes.
        measures: The measures to keep; None for all. Categories without any of them are left out,
            and so are crosswalk rows that start from others.
        taxonomy: Id of the taxonomy that orders them, such as "airi-mitigation/1"; None for the
            newest in which a measure has a place.

    Raises:
        UnknownTermError: If there is no such taxonomy, or one of the measures is not described.
        DataError: If no ontology is loaded that says what is released.

    Example:
        >>> from mitigraph import load
        >>> found = catalogue_of(load().store)
        >>> found.taxonomy.id, len(found.entries), found.entries[0].code
        ('airi-mitigation/2', 830, 'mit-2025.A0001')
    """
    schemes = _schemes(store)
    concepts = {one.iri: one for scheme in schemes.values() for one in scheme[1].concepts}
    said = statements_of(store)
    entries = list(_entries(store, concepts, measures, said))
    chosen = _taxonomy(schemes, entries, taxonomy)
    places = {concept.iri for concept in chosen.concepts}
    entries = [
        replace(entry, category=tuple(one for one in entry.measure.category if one.iri in places))
        for entry in sorted(entries, key=lambda entry: entry.iri)
    ]
    if measures is not None:
        chosen = replace(chosen, concepts=tuple(_in_use(chosen, entries)))
    used = {source for entry in entries for source in entry.measure.source}
    frameworks = tuple(one for kind, one in schemes.values() if kind == MG["Framework"])
    starts = {entry.iri for entry in entries} | {one.iri for one in chosen.concepts}
    return Catalogue(
        release=_release(store),
        taxonomy=chosen,
        entries=tuple(entries),
        facets=_facets(store, schemes),
        sources=tuple(
            one for one in map(source_of, answer_rows(store, "source")) if one.id in used
        ),
        frameworks=frameworks,
        mapping_sets=tuple(_crosswalks(store, starts, frameworks, concepts)),
        selected=measures is not None,
        apart=tuple(losses_apart(store, {entry.iri for entry in entries}, said)),
    )


def _release(store: Store) -> Release:
    for row in answer_rows(store, "release"):
        return Release(
            row.text("title") or "",
            row.text("version") or "",
            row.text("modified") or "",
            row.iri("license"),
            row.text("rights") or "",
            row.text("citation") or "",
            row.text("creatorName") or compact(row.text("creator") or ""),
        )
    raise DataError(
        "the ontology is not loaded, so licence and version of the release are not known",
        code="missing-field",
        remedy="export from the shipped graph with your files beside it (-d FILE)",
    )


def _schemes(store: Store) -> dict[Iri, tuple[Iri | None, Taxonomy]]:
    """Return every scheme with what kind it is, by IRI."""
    concepts: dict[Iri, dict[Iri, Concept]] = defaultdict(dict)
    for row in answer_rows(store, "concepts"):
        concept = concept_of(row)
        concepts[row.iri("scheme")].setdefault(concept.iri, concept)
    found: dict[Iri, tuple[Iri | None, Taxonomy]] = {}
    for row in answer_rows(store, "scheme-rights"):
        iri = row.iri("scheme")
        kind = Iri(row.text("kind") or "") or None
        scheme = Taxonomy(
            iri,
            row.text("label") or compact(iri),
            row.text("description") or "",
            row.text("version") or "",
            slug_of(row.text("status")),
            _rights(row),
            row.text("holderName") or "",
            Iri(row.text("source") or "") or None,
            tuple(concepts[iri].values()),
        )
        found.setdefault(iri, (kind, scheme))
    return found


def _rights(row: NamedRow) -> str:
    """Return what is known of the rights in a scheme: words, a licence, or both."""
    words, licence = row.text("rights") or "", row.text("license") or ""
    if words and licence:
        return f"{words} ({licence})"
    return words or (f"licence {licence}" if licence else "")


def _facets(
    store: Store, schemes: dict[Iri, tuple[Iri | None, Taxonomy]]
) -> dict[str, list[Concept]]:
    facets: dict[str, list[Concept]] = {name: [] for name in FACETS}
    for row in answer_rows(store, "scheme-rights"):
        name = _FACET_NAMES.get(Iri(row.text("facet") or ""))
        if name:
            for concept in schemes[row.iri("scheme")][1].concepts:
                if concept not in facets[name]:
                    facets[name].append(concept)
    return facets


def _entries(
    store: Store, concepts: dict[Iri, Concept], measures: Collection[Iri] | None, said: Said
) -> Iterator[Entry]:
    wanted = None if measures is None else set(measures)
    labels = {
        row.iri("measure"): row.text("label") or ""
        for row in answer_rows(store, "measures-by-facet")
    }
    for missing in sorted((wanted or set()) - labels.keys()):
        raise UnknownTermError(compact(missing), kind="measure")
    values: dict[Iri, dict[str, list[Concept]]] = defaultdict(lambda: defaultdict(list))
    for row in answer_rows(store, "measure-facets"):
        name = _FACET_NAMES.get(row.iri("facet"))
        concept = concepts.get(row.iri("concept"))
        if name and concept and concept not in values[row.iri("measure")][name]:
            values[row.iri("measure")][name].append(concept)
    texts: dict[str, dict[Iri, list[str]]] = {
        query: _by_measure(answer_rows(store, query), column)
        for query, column in (("measure-sources", "source"), ("measure-status", "status"))
    }
    numbers: dict[Iri, list[tuple[str, str]]] = defaultdict(list)
    for row in answer_rows(store, "measure-identifiers"):
        dataset = compact(row.iri("dataset")).removeprefix("dataset/")
        numbers[row.iri("measure")].append((dataset, row.text("identifier") or ""))
    opinions, strange = _opinions(store), undescribed(store)
    for iri, label in labels.items():
        if wanted is not None and iri not in wanted:
            continue
        own = said.get(iri, {})
        yield Entry(
            Measure(
                iri,
                compact(iri),
                label,
                **{name: tuple(held) for name, held in values.get(iri, {}).items()},
                source=tuple(
                    dict.fromkeys(compact(one) for one in texts["measure-sources"].get(iri, ()))
                ),
                status=tuple(sorted(map(slug_of, texts["measure-status"].get(iri, ())))),
            ),
            "\n\n".join(english(own.get(DEFINITION, ()))),
            opinions=tuple(opinions.get(iri, ())),
            alt_labels=tuple(english(own.get(ALT_LABEL, ()))),
            identifiers=tuple(sorted(numbers.get(iri, ()))),
            undescribed=strange.get(iri, ()),
        )


def _by_measure(rows: Iterable[NamedRow], column: str) -> dict[Iri, list[str]]:
    found: dict[Iri, list[str]] = defaultdict(list)
    for row in rows:
        found[row.iri("measure")].append(row.text(column) or "")
    return found


def _opinions(store: Store) -> dict[Iri, list[Opinion]]:
    found: dict[Iri, list[Opinion]] = defaultdict(list)
    for row in answer_rows(store, "opinions"):
        if row.flag("superseded"):
            continue
        found[row.iri("measure")].append(opinion_of(row))
    return found


def _taxonomy(
    schemes: dict[Iri, tuple[Iri | None, Taxonomy]], entries: list[Entry], wanted: str | None
) -> Taxonomy:
    known = {one.id: one for kind, one in schemes.values() if kind == MG["MitigationTaxonomy"]}
    if wanted is not None:
        name = compact(Iri(wanted)).removeprefix("scheme/")
        if name not in known:
            raise UnknownTermError(wanted, kind="taxonomy", suggestions=sorted(known))
        return known[name]
    used = {concept.iri for entry in entries for concept in entry.measure.category}
    placed = [one for one in known.values() if any(c.iri in used for c in one.concepts)]
    if candidates := placed or list(known.values()):
        return max(candidates, key=_newest)
    return Taxonomy(Iri(f"{BASE}scheme/unclassified/1"), "No taxonomy")


def _newest(taxonomy: Taxonomy) -> tuple[int, str]:
    key, _, major = taxonomy.id.partition("/")
    return (int(major) if major.isdecimal() else 0, key)


def _in_use(taxonomy: Taxonomy, entries: list[Entry]) -> Iterator[Concept]:
    """Yield the categories that a measure stands in or below, in their order."""
    by_id = {concept.id: concept for concept in taxonomy.concepts}
    used: set[str] = set()
    for entry in entries:
        for concept in entry.category:
            above: Concept | None = concept
            while above and above.id not in used:
                used.add(above.id)
                above = by_id.get(above.broader or "")
    return (concept for concept in taxonomy.concepts if concept.id in used)


def _crosswalks(
    store: Store,
    starts: set[Iri],
    frameworks: tuple[Framework, ...],
    concepts: dict[Iri, Concept],
) -> Iterator[MappingSet]:
    """Yield the sets with the rows that map what is exported to controls.

    A row whose object is another measure, a concept of no framework or a term of a vocabulary is no
    crosswalk row. One whose object nothing describes is, if it is said to match: `check_catalogue`
    tells of it.
    """
    controls = {control.iri for framework in frameworks for control in framework.concepts}
    schemes = {framework.iri for framework in frameworks}
    statements = (
        Quad(row.iri("described"), row.iri("property"), row.term("value"))
        for row in answer_rows(store, "mapping-sets")
    )

    def belongs(mapping_set: MappingSet, row: Mapping) -> bool:
        if row.subject_id == NO_TERM_FOUND:
            return row.object_id in controls
        if row.subject_id not in starts:
            return False
        if row.object_id == NO_TERM_FOUND:
            return (row.object_source or mapping_set.object_source) in schemes
        foreign = row.object_id in concepts or row.object_id.startswith(BASE + "id/")
        return row.object_id in controls or (not foreign and is_relation(row.predicate_id))

    for mapping_set in mapping_sets_of(statements):
        if mapping_set.object_source in schemes or any(
            row.object_id in controls or row.object_source in schemes
            for row in mapping_set.mappings
        ):
            rows = tuple(row for row in mapping_set.mappings if belongs(mapping_set, row))
            if rows:
                yield replace(mapping_set, mappings=rows)
