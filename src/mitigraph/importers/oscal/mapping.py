"""A mapping collection: mapping sets, one for each of its mappings or for each that we wrote.

A map of OSCAL relates a set of controls to a set of controls, a mapping of SSSOM one to one. Where
a set has several members, each pair is said as far as it follows from what the sets say: a control
equal to several together is broader than each.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from mitigraph.errors import DataError
from mitigraph.importers.oscal.document import Document, objects
from mitigraph.importers.oscal.ends import Resource
from mitigraph.importers.provenance import origin_statements
from mitigraph.importers.report import Imported
from mitigraph.importers.statements import clean_line, clean_text
from mitigraph.interchange.fault import Fault
from mitigraph.interchange.oscal import text_of
from mitigraph.interchange.oscal_slots import mapping_from, mapping_set_from, slots_in
from mitigraph.interchange.relations import found_nothing, predicate_of, relation_of
from mitigraph.mapping import NO_TERM_FOUND, Mapping, MappingSet, mapping_statements
from mitigraph.terms import BASE, PREFIXES, Iri, slug

__all__ = ["mapping_sets_in", "read_mappings"]

_SKOS: Final = PREFIXES["skos"]
_UNSPECIFIED: Final = Iri(PREFIXES["semapv"] + "UnspecifiedMatching")
#: So many pairs one map may make.
_PAIRS: Final = 10_000
_PROVENANCE: Final = "/mapping-collection/provenance/props"
#: The licence of a set whose file names none: "copyright undetermined".
_UNDETERMINED: Final = Iri("http://rightsstatements.org/vocab/UND/1.0/")


def read_mappings(document: Document) -> Imported:
    """Read a mapping collection.

    Returns:
        The mapping sets, and the account of all maps; of one that mitigraph wrote, also of the rows
        that no map can say.
    """
    result = document.account("maps")
    sets = mapping_sets_in(document, result)
    result.graph = Iri(f"{BASE}graph/mapping-{document.key}")
    for one in sets:
        result.quads.extend(mapping_statements(one))
    result.quads.extend(
        origin_statements(result.graph, document.origin, parts=[one.mapping_set_id for one in sets])
    )
    return result


def mapping_sets_in(document: Document, result: Imported) -> list[MappingSet]:
    """Return the mapping sets of a collection and account for its maps."""
    maps: list[tuple[str, Any, dict[str, Any], int]] = []
    for number, (place, mapping) in enumerate(
        document.members(document.body, "mappings", "/mapping-collection"), 1
    ):
        if isinstance(mapping, dict):
            if not mapping.get("maps"):
                fault = Fault("warning", "missing-field", place, "", "a mapping without maps")
                document.tell(result, fault)
            for where, one in document.members(mapping, "maps", place):
                maps.append((where, one, mapping, number))
        else:
            maps.append((place, None, {}, number))
    result.records += len(maps)
    refused = document.sift(result, {place for place, *_ in maps})
    usable = [one for one in maps if not refused(one[0])]
    reader = _own if document.own else _foreign
    return reader(document, result, usable)


_Maps = list[tuple[str, Any, dict[str, Any], int]]


def _own(document: Document, result: Imported, maps: _Maps) -> list[MappingSet]:
    """Return the sets that mitigraph wrote."""
    provenance = document.body.get("provenance")
    props = (provenance if isinstance(provenance, dict) else {}).get("props", [])
    slots = _slots(props)
    places: dict[str, str] = {}
    for number, prop in enumerate(props):
        if prop is not None:
            places.setdefault(prop.get("group", ""), f"{_PROVENANCE}/{number}")
    sets: dict[str, MappingSet] = {}
    for group, held in slots.items():
        if ".row-" not in group:
            try:
                sets[group] = mapping_set_from(held, ())
            except DataError as error:
                # A set is no record: the maps that belong to it are refused.
                message = f"a mapping set that can't be made: {error.reason}"
                document.tell(result, Fault("warning", error.code, places[group], group, message))
    groups = {group: str(one.mapping_set_id) for group, one in sets.items()}
    rows: dict[str, list[Mapping]] = {iri: [] for iri in groups.values()}
    for group, held in slots.items():
        if ".row-" in group:
            result.records += 1
            _add(
                document,
                result,
                rows,
                groups.get(group.partition(".")[0], ""),
                places[group],
                group,
                held,
            )
    for place, one, mapping, _ in maps:
        name = one.get("uuid", "") if isinstance(one, dict) else ""
        held = _slots(one.get("props")).get("", {}) if isinstance(one, dict) else {}
        if isinstance(one, dict) and one.get("remarks", "").strip():
            held.setdefault("comment", [one["remarks"]])
        said = one.get("relationship") if isinstance(one, dict) else None
        _add(
            document,
            result,
            rows,
            next(iter(document.said(mapping, "mapping-set")), ""),
            place,
            name,
            held,
            said,
        )
    return [
        replace(one, mappings=tuple(sorted(rows[one.mapping_set_id], key=repr)))
        for one in {one.mapping_set_id: one for one in sets.values()}.values()
    ]


def _slots(props: Any) -> dict[str, dict[str, list[str]]]:
    """Return the slots of SSSOM that properties hold, by group; a blank value is none."""
    return slots_in(one for one in objects(props) if text_of(one).strip())


def _add(  # noqa: PLR0913 - where it goes, where it stands, what it says
    document: Document,
    result: Imported,
    rows: dict[str, list[Mapping]],
    mapping_set: str,
    place: str,
    name: str,
    slots: dict[str, list[str]],
    relationship: Any = None,
) -> None:
    """Add the mapping that slots describe to its set, or refuse it."""
    try:
        made = _stated(slots, relationship)
        rows[mapping_set].append(made)
    except KeyError:
        message = "it belongs to no set of the provenance"
        document.tell(result, Fault("error", "dangling-ref", place, name, message))
    except DataError as error:
        _refuse(document, result, place, name, error)
    else:
        result.made += 1


def _stated(slots: dict[str, list[str]], relationship: Any) -> Mapping:
    """Return the mapping that the properties of a map mean.

    Raises:
        DataError: If they mean none, or another relationship than the map states.
    """
    made = mapping_from(slots)
    meant = relation_of(made)[0]
    if relationship is not None and (relationship != meant or found_nothing(made)):
        raise DataError(
            f"the relationship is {relationship}, the properties mean {meant}", code="schema"
        )
    return made


def _refuse(document: Document, result: Imported, place: str, name: str, error: DataError) -> None:
    document.tell(result, Fault("error", error.code, place, name, error.reason))


def _foreign(document: Document, result: Imported, maps: _Maps) -> list[MappingSet]:
    """Return the sets of a collection of others, one for each mapping."""
    rows: dict[int, list[Mapping]] = {}
    kept: dict[int, dict[str, Any]] = {}
    ends: dict[int, tuple[Resource, Resource]] = {}
    for place, one, mapping, number in maps:
        kept[number] = mapping
        if number not in ends:
            ends[number] = (
                Resource.of(document, mapping.get("source-resource"), "sources"),
                Resource.of(document, mapping.get("target-resource"), "targets"),
            )
            for side, end in zip(("source", "target"), ends[number], strict=True):
                if not end.known:
                    message = (
                        f"no framework that is loaded; its controls are named {end.scheme}/..."
                    )
                    where = f"{place.rpartition('/maps')[0]}/{side}-resource"
                    document.tell(
                        result, Fault("warning", "dangling-ref", where, end.title, message)
                    )
        name = one.get("uuid", "") if isinstance(one, dict) else ""
        try:
            found = list(_rows(document, one, *ends[number]))
        except DataError as error:
            _refuse(document, result, place, name, error)
        else:
            result.made += 1
            rows.setdefault(number, []).extend(found)
    for number, found in rows.items():
        place = f"/mapping-collection/mappings/{number - 1}"
        found.extend(_gaps(document, result, place, kept[number], ends[number]))
    return [
        _set(document, number, kept[number], ends[number], found) for number, found in rows.items()
    ]


def _rows(document: Document, one: Any, source: Resource, target: Resource) -> Iterator[Mapping]:
    """Yield what a map says of each pair of its ends.

    Raises:
        DataError: If it has no end, one that is no control, or an unknown relationship.
    """
    if not isinstance(one, dict):
        raise DataError("expected a list of objects", code="wrong-type")
    predicate = predicate_of(str(one.get("relationship")))
    sources, targets = source.ends(one.get("sources")), target.ends(one.get("targets"))
    if len(sources) * len(targets) > _PAIRS:
        raise DataError(
            f"{len(sources)} controls against {len(targets)}: no more than {_PAIRS} pairs are read",
            code="too-large",
        )
    several = (len(sources) > 1, len(targets) > 1)
    said = _pairwise(predicate, *several)
    score = one.get("confidence-score")
    share = score.get("percentage") if isinstance(score, dict) else None
    if share is not None and not 0 <= share <= 1:
        raise DataError(
            f"a confidence of {str(share)[:20]}; expected a number from 0 to 1", code="wrong-type"
        )
    comment = []
    if any(several):
        comment.append(
            f"The file says of {len(sources)} controls together that they are "
            f"{one.get('relationship')} {len(targets)}; this pair is what follows of it."
        )
    if document.text_kept:
        notes = [
            one.get("remarks"),
            *(q.get("description") for q in objects(one.get("qualifiers"))),
        ]
        comment += [clean_text(note) for note in notes if isinstance(note, str) and note.strip()]
    for subject in sources:
        for end in targets:
            yield Mapping(
                subject,
                said or Iri(_SKOS + "relatedMatch"),
                end,
                _UNSPECIFIED,
                predicate_modifier="" if said else "Not",
                confidence=None if share is None else Decimal(str(share)),
                comment="\n\n".join(comment),
            )


def _pairwise(predicate: Iri | None, many_sources: bool, many_targets: bool) -> Iri | None:  # noqa: FBT001 - two alike
    """Return what a relation of two sets says of a pair of their members."""
    if predicate is None or not (many_sources or many_targets):
        return predicate
    name = predicate.removeprefix(_SKOS)
    if many_targets and not many_sources and name in ("exactMatch", "narrowMatch"):
        return Iri(_SKOS + "narrowMatch")
    if many_sources and not many_targets and name in ("exactMatch", "broadMatch"):
        return Iri(_SKOS + "broadMatch")
    return Iri(_SKOS + "relatedMatch")


def _set(
    document: Document,
    number: int,
    mapping: dict[str, Any],
    ends: tuple[Resource, Resource],
    rows: list[Mapping],
) -> MappingSet:
    tail = f"-{number}" if number > 1 else ""
    method = clean_line(mapping.get("method", "")) or "not stated"
    made = MappingSet(
        Iri(f"{BASE}mapping/{document.key}/{slug(document.version) or '1'}{tail}"),
        document.licence or _UNDETERMINED,
        mapping_set_version=document.version,
        mapping_set_title=document.title,
        mapping_set_description=f"From {ends[0].title} to {ends[1].title}, read from OSCAL.",
        subject_source=ends[0].scheme,
        object_source=ends[1].scheme,
        comment=f"How the mappings were made, in the words of OSCAL: {method}.",
    )
    return replace(made, mappings=tuple(sorted(set(rows), key=repr)))


def _gaps(
    document: Document,
    result: Imported,
    place: str,
    mapping: dict[str, Any],
    ends: tuple[Resource, Resource],
) -> Iterator[Mapping]:
    """Yield the controls that the file says to have no counterpart; tell what is no control."""
    for side, resource in zip(("source", "target"), ends, strict=True):
        key = f"{side}-gap-summary"
        summary = mapping.get(key, {})
        for where, one in document.members(summary, "unmapped-controls", f"{place}/{key}"):
            for at, name in document.members(one or {}, "with-ids", where):
                try:
                    end = resource.control(name)
                except DataError as error:
                    fault = Fault("warning", error.code, at, str(name or ""), error.reason)
                    document.tell(result, fault)
                    continue
                pair = (end, NO_TERM_FOUND) if side == "source" else (NO_TERM_FOUND, end)
                yield Mapping(pair[0], Iri(_SKOS + "relatedMatch"), pair[1], _UNSPECIFIED)
