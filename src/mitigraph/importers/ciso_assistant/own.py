"""The libraries that mitigraph writes, read back: the measures and mapping sets that they hold."""

from __future__ import annotations

import re
from typing import Any, Final

from mitigraph.errors import DataError
from mitigraph.importers.ciso_assistant.document import Library
from mitigraph.importers.described import Described, described_measures
from mitigraph.importers.provenance import file_iri
from mitigraph.importers.report import Imported
from mitigraph.importers.statements import clean_line
from mitigraph.interchange.ciso_assistant import concept_in, facts_in, inverse_of
from mitigraph.interchange.ciso_records import Record, flag, text
from mitigraph.interchange.ciso_slots import blocks_in, slots_in
from mitigraph.interchange.identifiers import code_of
from mitigraph.interchange.oscal_slots import mapping_from, mapping_set_from
from mitigraph.interchange.relations import inverted, relation_of
from mitigraph.mapping import Mapping, mapping_statements
from mitigraph.terms import BASE, Iri

__all__ = ["measures_of", "read_measures", "read_own_mappings"]

_MEASURE: Final = BASE + "id/measure/"
_IN_BRACKETS: Final = re.compile(r".*<([^<>]+)>", re.DOTALL)


def read_measures(library: Library, result: Imported) -> None:
    """Add the measures of a library to an account.

    Every requirement that is assessed is a record; its reference control says the same again.
    """
    measures = measures_of(library, result)
    result.record_name = "measures"
    publisher = clean_line(text(library.content.get("provider")))
    result.quads.extend(
        described_measures(measures, publisher=publisher, source=file_iri(library.path))
    )


def measures_of(library: Library, result: Imported) -> list[Described]:
    """Return the measures of a library and account for its requirements; headings are none."""
    made: dict[Iri, Described] = {}
    headings = 0
    for record in library.usable(result, "node"):
        facts = facts_in(text(record.value.get("annotation")))
        iri = next((one for one in facts.get("Measure", ()) if one.startswith(_MEASURE)), None)
        if iri is None and not flag(record.value.get("assessable")):
            headings += 1
        elif iri is None:
            message = f"no line of its annotation names a measure (Measure: {_MEASURE}...)"
            library.refuse(result, record, "missing-field", message)
        elif Iri(iri) in made:
            library.refuse(result, record, "duplicate-id", "its measure is there twice")
        else:
            made[Iri(iri)] = _described(library, Iri(iri), record.value, facts)
    result.records -= headings
    result.made += len(made)
    return list(made.values())


def _described(
    library: Library, iri: Iri, node: dict[str, Any], facts: dict[str, list[str]]
) -> Described:
    sources = [_IN_BRACKETS.fullmatch(one) for one in facts.get("Source", ())]
    numbers = [one.partition("/") for one in facts.get("Record", ())]
    return Described(
        iri,
        text(node.get("name")) or iri.rpartition("/")[2],
        text(node.get("description")) if library.text_kept else "",
        tuple(sorted(set(concept_in(facts)))),
        tuple(dict.fromkeys(Iri(one[1]) for one in sources if one)),
        tuple((dataset, number) for dataset, slash, number in numbers if slash),
        tuple(facts.get("Other name", ())),
        tuple(facts.get("Review status", ())),
    )


def read_own_mappings(library: Library, result: Imported) -> list[Iri]:
    """Add the mapping sets of a library to an account; return their IRIs.

    The companion frameworks in it are what mitigraph already has; they are no records.
    """
    result.record_name = "mappings"
    blocks = [
        (one, number, found)
        for one in library.of_kind("set")
        if isinstance(one.value, dict)
        for number, found in blocks_in(text(one.value.get("annotation")))
    ]
    slots = {
        (id(one.value), number): found for one, number, found in blocks if "subject_id" not in found
    }
    rows: dict[str, list[Mapping]] = {}
    said: set[tuple[str, ...]] = set()
    for record in library.usable(result, "mapping"):
        source, target, word = (
            text(record.value.get(key)).lower()
            for key in ("source_requirement_urn", "target_requirement_urn", "relationship")
        )
        number, stated = slots_in(text(record.value.get("annotation")))
        its_set = slots.get((id(record.parent), number))
        if its_set is None and (target, source, inverse_of(word)) in said:
            result.made += 1
            continue
        try:
            if its_set is None:
                raise DataError("no line names its set in the annotation", code="dangling-ref")  # noqa: TRY301 - told like all
            row = _stated(stated, source, word)
        except DataError as error:
            library.refuse(result, record, error.code, error.reason)
            continue
        said.add((source, target, word))
        rows.setdefault(_id(its_set), []).append(row)
        result.made += 1
    for one, number, found in blocks:
        if "subject_id" in found:
            result.records += 1
            try:
                row = mapping_from(found)
            except DataError as error:
                library.refuse(result, one, error.code, error.reason)
                continue
            rows.setdefault(_id(slots.get((id(one.value), number), {})), []).append(row)
            result.made += 1
    return _add_sets(library, result, slots, rows)


def _id(stated: dict[str, list[str]]) -> str:
    """Return the IRI of the set that slots describe."""
    return next(iter(stated.get("mapping_set_id", [])), "")


def _stated(slots: dict[str, list[str]], source: str, word: str) -> Mapping:
    """Return the mapping that the facts of a row mean.

    Args:
        slots: The facts.
        source: URN of the requirement that the row starts from, a measure or category.
        word: The relationship that the row states.

    Raises:
        DataError: If they mean none, or another relationship than the row states.
    """
    made = mapping_from(slots)
    meant = relation_of(made)[1]
    try:
        code = code_of(made.subject_id)
    except ValueError:
        code = ""
    if source.rpartition(":")[2] != code.lower():
        meant = relation_of(inverted(made))[1]
    if word != meant:
        raise DataError(f"the relationship is {word}, the annotation means {meant}", code="schema")
    return made


def _add_sets(
    library: Library,
    result: Imported,
    slots: dict[tuple[int, str], dict[str, list[str]]],
    rows: dict[str, list[Mapping]],
) -> list[Iri]:
    found: list[Iri] = []
    for stated in slots.values():
        mappings = rows.pop(_id(stated), [])
        try:
            made = mapping_set_from(stated, mappings)
        except DataError as error:
            _without_set(library, result, _id(stated), mappings, error)
            continue
        if mappings:
            result.quads.extend(mapping_statements(made))
            found.append(made.mapping_set_id)
    nowhere = DataError("no annotation of a set describes it", code="dangling-ref")
    for name, mappings in rows.items():
        _without_set(library, result, name, mappings, nowhere)
    return found


def _without_set(
    library: Library, result: Imported, name: str, mappings: list[Mapping], error: DataError
) -> None:
    """Refuse the mappings of a set that can't be made."""
    result.made -= len(mappings)
    place = "/objects/requirement_mapping_sets"
    message = f"{error.reason}; {len(mappings):,} mappings of the set are lost with it"
    library.refuse(result, Record("set", {"urn": name}, place, {}), error.code, message)
