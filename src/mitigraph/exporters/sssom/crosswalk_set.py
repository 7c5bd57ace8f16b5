"""The crosswalks of a catalogue as one mapping set, and what of the graph is not in it.

Rows of one set keep its metadata. Rows of several make a set of their own, in which each says what
its set said for all: that is how SSSOM lets sets be merged. What all rows have in common stands
with the set again. `other` tells what no slot is for: `status=preliminary` where the measure or
category of the row rests on preliminary data, `reviewer=none` where the row names no reviewer.

Sources:
    SSSOM 1.1, propagation and condensation of slots
    (https://mapping-commons.github.io/sssom/spec-model/#propagation-of-mapping-set-slots).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from typing import Any, Final

from mitigraph.errors import DataError, FaultyInputError
from mitigraph.interchange import Catalogue, Choices, Loss, Rendered
from mitigraph.interchange.catalogue import FACET_NAMES
from mitigraph.mapping import Mapping, MappingSet, with_prefixes
from mitigraph.mapping.sssom_reader import SssomTable
from mitigraph.terms import BASE, Iri

__all__ = ["crosswalk_set", "rendered"]

#: The slots of a set that hold for each of its rows unless the row has its own value.
_PROPAGATED: Final = (
    "mapping_date",
    "subject_source",
    "subject_source_version",
    "object_source",
    "object_source_version",
    "mapping_tool",
    "mapping_tool_version",
    "subject_match_field",
    "object_match_field",
)
_TEXTS: Final = tuple(one.name for one in fields(Mapping) if one.type == "str")
_LISTS: Final = tuple(one.name for one in fields(Mapping) if str(one.type).startswith("tuple"))
_EXPLAINED: Final = (
    "In the slot other, status=preliminary says that the measure or category rests on preliminary "
    "data, and reviewer=none that the row names no reviewer."
)


def crosswalk_set(catalogue: Catalogue, choices: Choices) -> MappingSet:
    """Return all crosswalk rows, by any predicate, those that found nothing or deny included.

    Raises:
        DataError: If there is no row.
    """
    found: dict[Iri, tuple[MappingSet, dict[Mapping, None]]] = {}
    for with_term in (True, False):
        for _, mapping_set, rows in catalogue.crosswalks(
            choices, found=with_term, any_predicate=True
        ):
            kept = found.setdefault(mapping_set.mapping_set_id, (mapping_set, {}))[1]
            kept.update(dict.fromkeys(rows))
    if not found:
        raise DataError(
            "no row of a crosswalk in what is exported",
            code="missing-field",
            remedy="choose other measures or frameworks, or load a mapping set (-d FILE)",
        )
    sets = [replace(one, mappings=tuple(rows)) for one, rows in found.values()]
    return with_prefixes(
        _single(catalogue, sets[0]) if len(sets) == 1 else _merged(catalogue, sets)
    )


def _single(catalogue: Catalogue, mapping_set: MappingSet) -> MappingSet:
    selection = "A selection of the rows of the set." if catalogue.selected else ""
    rows = [_plain(_labelled(catalogue, row)) for row in mapping_set.mappings]
    return replace(
        mapping_set,
        comment=_joined(mapping_set.comment, selection, _EXPLAINED),
        mappings=tuple(dict.fromkeys(rows)),
    )


def _merged(catalogue: Catalogue, sets: Sequence[MappingSet]) -> MappingSet:
    release, taxonomy = catalogue.release, catalogue.taxonomy
    this = Iri(f"{BASE}mapping/{taxonomy.key}_crosswalks/{release.version}")
    licences = {one.license for one in sets}
    rows = [
        _plain(_labelled(catalogue, _with_own(row, one, this, licensed=len(licences) > 1)))
        for one in sets
        for row in one.mappings
    ]
    condensed, common = _condensed(tuple(dict.fromkeys(rows)))
    sources = {row.mapping_source or this for row in condensed} - {this}
    status = " The taxonomy is preliminary." if taxonomy.preliminary else ""
    owned = f"{taxonomy.label}: {taxonomy.owned}" if taxonomy.owned else ""
    return MappingSet(
        mapping_set_id=this,
        license=release.licence if len(licences) > 1 else licences.pop(),
        mapping_set_version=release.version,
        mapping_set_title=f"{release.title}: crosswalks to governance frameworks",
        mapping_set_description=(
            f"What the measures, and the categories of {taxonomy.label} {taxonomy.version}, are "
            f"among the controls of governance frameworks, made from {len(sources)} mapping sets."
            f"{status}"
        ),
        mapping_set_source=tuple(
            sorted({row.mapping_source or this for row in condensed} - {this})
        ),
        creator_id=tuple(sorted({agent for one in sets for agent in one.creator_id})),
        publication_date=release.date[:10],
        comment=_joined(f"Cite as: {release.citation}", release.rights, owned, _EXPLAINED),
        mappings=condensed,
        curie_map={
            prefix: namespace for one in sets for prefix, namespace in one.curie_map.items()
        },
        **common,
    )


def _joined(*sentences: str) -> str:
    """Return sentences as one text, each once; a colon of a title is none."""
    parts = dict.fromkeys(one.strip() for one in sentences if one.strip())
    return " ".join(one if one[-1] in ".!?" else f"{one}." for one in parts)


def _with_own(row: Mapping, mapping_set: MappingSet, this: Iri, *, licensed: bool) -> Mapping:
    """Return a row that says for itself what its set says for all rows."""
    own = {slot: getattr(row, slot) or getattr(mapping_set, slot) for slot in _PROPAGATED}
    source = mapping_set.mapping_set_id
    own["mapping_source"] = row.mapping_source or (source if source != this else None)
    own["license"] = row.license or (mapping_set.license if licensed else None)
    return replace(row, **own)


def _condensed(rows: tuple[Mapping, ...]) -> tuple[tuple[Mapping, ...], dict[str, Any]]:
    """Return the rows without what all of them say alike, and that."""
    common = {
        slot: values.pop()
        for slot in _PROPAGATED
        if len(values := {getattr(row, slot) for row in rows}) == 1
    }
    common = {slot: value for slot, value in common.items() if value}
    empty: dict[str, Any] = {
        slot: () if isinstance(value, tuple) else None if isinstance(value, Iri) else ""
        for slot, value in common.items()
    }
    return tuple(replace(row, **empty) for row in rows), common


def _labelled(catalogue: Catalogue, row: Mapping) -> Mapping:
    """Return a row with the names of both ends and its state."""
    subject, preliminary = _end(catalogue, row.subject_id)
    target, also = _end(catalogue, row.object_id)
    known = dict(one.partition("=")[::2] for one in row.other.split("|") if one)
    if preliminary or also:
        known["status"] = "preliminary"
    if not row.reviewer_id:
        known["reviewer"] = "none"
    return replace(
        row,
        subject_label=row.subject_label or subject,
        object_label=row.object_label or target,
        other="|".join(f"{key}={value}" if value else key for key, value in sorted(known.items())),
    )


def _end(catalogue: Catalogue, iri: Iri) -> tuple[str, bool]:
    """Return the name of what a row maps, and whether it rests on preliminary data."""
    if iri in catalogue.entry_by_iri:
        entry = catalogue.entry_by_iri[iri]
        return entry.title, entry.measure.preliminary
    if iri in catalogue.category_by_iri:
        return catalogue.category_by_iri[iri].label, catalogue.taxonomy.preliminary
    if iri in catalogue.control_by_iri:
        framework, control = catalogue.control_by_iri[iri]
        return control.label, framework.preliminary
    return "", False


def _plain(row: Mapping) -> Mapping:
    """Return a row in the one spelling that all forms keep: text on one line, lists sorted."""
    spelt: dict[str, Any] = {name: " ".join(getattr(row, name).split()) for name in _TEXTS}
    spelt |= {name: tuple(sorted(set(getattr(row, name)))) for name in _LISTS}
    return replace(row, **spelt)


def rendered(
    catalogue: Catalogue,
    choices: Choices,
    write: Callable[[MappingSet], str],
    read: Callable[[str], SssomTable],
) -> Rendered:
    """Return the finished file after reading it anew: rows that readers drop are not written.

    Args:
        catalogue: What is exported.
        choices: What the user has chosen.
        write: Writes a set in a form.
        read: Reads what that wrote.

    Raises:
        DataError: If there is no row.
        FaultyInputError: If a reader would refuse the set or one of its rows, or lose one.
    """
    mapping_set = crosswalk_set(catalogue, choices)
    text = write(mapping_set)
    table = read(text)
    faults = [fault.error for fault in (*table.faults, *table.warnings, *table.left_out)]
    faults += [error for row in table.rows for error in row.faults]
    made = {row.mapping for row in table.rows}
    faults += [
        DataError(f"a row would be lost: {row}", code="schema")
        for row in mapping_set.mappings
        if row not in made
    ]
    if faults:
        raise FaultyInputError("export", faults)
    return Rendered.of(text.encode(), len(mapping_set.mappings), _losses(catalogue, mapping_set))


def _losses(catalogue: Catalogue, mapping_set: MappingSet) -> list[Loss]:
    entries = catalogue.entries
    where = "a mapping set names its terms and describes none"
    ends = {end for row in mapping_set.mappings for end in (row.subject_id, row.object_id)}
    marked = [row for row in mapping_set.mappings if "status=preliminary" in row.other]
    controls = [iri for iri in catalogue.control_by_iri if iri not in ends]
    return [
        Loss("statements of measures", len(entries), "not", where),
        Loss("measures that no row names", len({e.iri for e in entries} - ends), "not", where),
        Loss(
            "classifications",
            sum(
                len(entry.category) + sum(len(entry.facet(name)) for name in FACET_NAMES)
                for entry in entries
            ),
            "not",
            where,
        ),
        Loss("expert opinions", sum(len(entry.opinions) for entry in entries), "not", where),
        Loss("controls that no row names", len(controls), "not", where),
        Loss("preliminary statuses of rows", len(marked), "as-extension", "the slot other"),
    ]
