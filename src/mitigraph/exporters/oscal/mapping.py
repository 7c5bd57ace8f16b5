"""An OSCAL mapping collection: for each framework and set how our measures relate to its controls.

A category is no control of OSCAL. A control that is broader than a category is broader than each
measure in it and below it, so that such a row is a map of these; from any other relation of a
category nothing follows for its measures. Rows that no map can say stand as properties of the
provenance; what was found to have no counterpart stands in the gap summaries, too.

Sources:
    OSCAL 1.2, mapping model (https://pages.nist.gov/OSCAL/reference/).
    NIST IR 8477, section 4.3 (https://doi.org/10.6028/NIST.IR.8477): set theory relationships.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from mitigraph.errors import DataError
from mitigraph.exporters.oscal.document import (
    catalog_resource,
    document_uuid,
    finished,
    framework_resource,
    metadata,
    only_picked,
)
from mitigraph.interchange.account import Loss, Rendered
from mitigraph.interchange.catalogue import Catalogue, Choices, Framework
from mitigraph.interchange.identifiers import code_of, uuid_of
from mitigraph.interchange.oscal import TOKEN, line, prop
from mitigraph.interchange.oscal_slots import mapping_props, mapping_set_props
from mitigraph.interchange.relations import (
    RELATIONS,
    found_nothing,
    inverted,
    method_of,
    rationale_of,
    relation_of,
)
from mitigraph.mapping import NO_TERM_FOUND, Mapping, MappingSet
from mitigraph.model import Concept
from mitigraph.terms import Iri

__all__ = ["control_ref", "render"]

#: What says that a control is broader than a category, by whether the category is the subject.
_WITHIN: Final = {
    True: RELATIONS["broadMatch"].predicate,
    False: RELATIONS["broadMatch"].inverse,
}
#: What a relationship other than sameness leaves open: whose requirement, of what kind, in words.
_QUALIFIERS: Final = {
    "subset-of": ("target", "has-requirement", "addressable", "The control asks for more."),
    "superset-of": ("source", "has-requirement", "addressable", "The measure asks for more."),
    "intersects-with": ("both", "has-requirement", "addressable", "Each asks for more."),
    "no-relationship": (
        "both",
        "has-incompatibility",
        "blocked",
        "The two were held not to relate.",
    ),
}
_GAPS: Final = (
    "A gap summary names the measures and controls that were looked at and found to have no "
    "counterpart. What stands neither there nor in a map was not looked at."
)
_NATIVE: Final = "the relationship, its ends and the confidence are OSCAL's own"


def control_ref(iri: Iri) -> str:
    """Return how a map names a control of a framework: by its code, where that is a token.

    Example:
        >>> control_ref(Iri("https://w3id.org/mitigraph/scheme/nist-ai-rmf/1/GOVERN-1.1"))
        'GOVERN-1.1'
        >>> control_ref(Iri("https://w3id.org/mitigraph/scheme/acme/1/1.1"))
        'acme-1.1.1'
    """
    last = iri.rpartition("/")[2]
    return last if TOKEN.fullmatch(last) else code_of(iri)


def render(catalogue: Catalogue, choices: Choices) -> Rendered:
    """Return the collection.

    Raises:
        DataError: If no row relates a measure to a control.
        FaultyInputError: If it would have faults that OSCAL's schema lets pass.
    """
    writer = _Writer(catalogue, choices)
    mappings = [made for one in writer.pairs if (made := writer.mapping(*one))]
    if not mappings:
        raise DataError(
            "no row of a crosswalk relates one of the measures to a control",
            code="missing-field",
            remedy="choose other measures or frameworks, or load a mapping set (-d FILE)",
        )
    source = catalog_resource(catalogue)
    frameworks = {framework.iri: framework for framework, _, _ in writer.pairs}
    body = {
        "uuid": document_uuid(catalogue, "oscal-mapping", *choices.frameworks),
        "metadata": metadata(
            catalogue,
            f"{catalogue.taxonomy.label}: crosswalks from measures to controls",
            links=[
                {"href": str(one), "rel": "license", "text": "Licence of a mapping set"}
                for one in dict.fromkeys(
                    pair[1].license
                    for pair in writer.pairs
                    if pair[1].license != catalogue.release.licence
                )
            ],
        ),
        "provenance": writer.provenance(),
        "mappings": mappings,
        "back-matter": {
            "resources": [source, *(framework_resource(one) for one in frameworks.values())]
        },
    }
    controls = {entry.code for entry in catalogue.entries} | {
        control_ref(iri) for iri in catalogue.control_by_iri
    }
    data = finished({"mapping-collection": body}, controls=controls)
    return Rendered.of(data, writer.written, writer.losses())


class _Writer:
    """The crosswalks of a catalogue, by framework and set, and what becomes of their rows."""

    def __init__(self, catalogue: Catalogue, choices: Choices) -> None:
        self.catalogue, self._choices = catalogue, choices
        found: dict[tuple[Iri, Iri], tuple[Framework, MappingSet, list[Mapping]]] = {}
        for with_term in (True, False):
            for framework, mapping_set, rows in catalogue.crosswalks(choices, found=with_term):
                key = (framework.iri, mapping_set.mapping_set_id)
                found.setdefault(key, (framework, mapping_set, []))[2].extend(rows)
        self.pairs: Sequence[tuple[Framework, MappingSet, list[Mapping]]] = tuple(found.values())
        self.sets = {one.mapping_set_id: one for _, one, _ in self.pairs}
        self.written = 0
        self._seen: set[str] = set()
        self._related = {
            (framework.iri, end)
            for framework, _, rows in self.pairs
            for row in rows
            if row.asserted and self.sources(row)
            for end in (row.subject_id, row.object_id)
        }

    def sources(self, row: Mapping) -> list[str]:
        """Return the ids of the measures that a row relates; none where a map can't say it."""
        if found_nothing(row):
            return []
        ours = row.object_id if row.subject_id in self.catalogue.control_by_iri else row.subject_id
        if ours in self.catalogue.entry_by_iri:
            return [self.catalogue.entry_by_iri[ours].code]
        category = self.catalogue.category_by_iri.get(ours)
        if category is None or row.predicate_id != _WITHIN[ours == row.subject_id]:
            return []
        return sorted(set(self._below(category)))

    def _below(self, category: Concept) -> Iterator[str]:
        yield from (entry.code for entry in self.catalogue.members(category))
        for one in self.catalogue.children(category):
            yield from self._below(one)

    def mapping(
        self, framework: Framework, mapping_set: MappingSet, rows: list[Mapping]
    ) -> dict[str, Any] | None:
        """Return the mapping of one set to one framework; None if no row of it is a map."""
        mapped = [row for row in rows if self.sources(row)]
        if not mapped:
            return None
        made: dict[str, Any] = {
            "uuid": uuid_of(mapping_set.mapping_set_id, framework.iri),
            "method": _one(map(method_of, mapped), "hybrid"),
            "matching-rationale": _one(map(rationale_of, mapped), "semantic"),
            "status": self._status,
            "mapping-description": mapping_set.mapping_set_description
            or mapping_set.mapping_set_title
            or f"From {self.catalogue.taxonomy.label} to {framework.label}.",
            "source-resource": {
                "type": "catalog",
                "href": f"#{catalog_resource(self.catalogue)['uuid']}",
            },
            "target-resource": {
                "type": "catalog",
                "href": f"#{framework_resource(framework)['uuid']}",
            },
            "maps": [self._map(mapping_set, row) for row in sorted(mapped, key=repr)],
            "props": [prop("mapping-set", mapping_set.mapping_set_id)],
            "links": [{"href": str(mapping_set.license), "rel": "license"}],
        }
        made |= self._gaps(framework, mapping_set, rows)
        return made

    @property
    def _status(self) -> str:
        return "draft" if self.catalogue.preliminary else "complete"

    def _map(self, mapping_set: MappingSet, row: Mapping) -> dict[str, Any]:
        self.written += 1
        control = self.catalogue.control_by_iri
        said = inverted(row) if row.subject_id in control else row
        relationship = relation_of(said)[0]
        parts = (said.subject_id, row.predicate_id, said.object_id, row.mapping_justification)
        uuid = uuid_of(mapping_set.mapping_set_id, *parts)
        while uuid in self._seen:
            uuid = uuid_of(uuid)
        self._seen.add(uuid)
        made: dict[str, Any] = {
            "uuid": uuid,
            "relationship": relationship,
            "matching-rationale": rationale_of(row),
            "sources": [{"type": "control", "id-ref": code} for code in self.sources(row)],
            "targets": [
                {
                    "type": "control",
                    "id-ref": control_ref(said.object_id),
                    "props": [prop("label", control[said.object_id][1].title, ns="")],
                }
            ],
            "props": [*mapping_props(row, but=("comment",)), *self._preliminary(said.subject_id)],
        }
        if relationship in _QUALIFIERS:
            names = ("subject", "predicate", "category", "description")
            made["qualifiers"] = [dict(zip(names, _QUALIFIERS[relationship], strict=True))]
        if row.confidence is not None:
            made["confidence-score"] = {"percentage": float(row.confidence)}
        if row.comment.strip():
            made["remarks"] = row.comment
        return made

    def _preliminary(self, subject: Iri) -> list[dict[str, str]]:
        entry = self.catalogue.entry_by_iri.get(subject)
        settled = not (entry.measure.preliminary if entry else self.catalogue.preliminary)
        return [] if settled else [prop("review-status", "preliminary")]

    def _gaps(
        self, framework: Framework, mapping_set: MappingSet, rows: list[Mapping]
    ) -> dict[str, Any]:
        """Return the summaries of measures and of controls that have no counterpart at all."""
        without: dict[str, set[str]] = {"source": set(), "target": set()}
        for row in filter(found_nothing, rows):
            end = row.object_id if row.subject_id == NO_TERM_FOUND else row.subject_id
            if (framework.iri, end) in self._related:
                continue
            if end in self.catalogue.entry_by_iri:
                without["source"].add(self.catalogue.entry_by_iri[end].code)
            elif end in self.catalogue.control_by_iri:
                without["target"].add(control_ref(end))
        return {
            f"{side}-gap-summary": {
                "uuid": uuid_of(mapping_set.mapping_set_id, framework.iri, f"{side}-gap"),
                "unmapped-controls": [{"with-ids": sorted(ids)}],
            }
            for side, ids in without.items()
            if ids
        }

    def _unsaid(self) -> Iterator[tuple[Iri, Mapping]]:
        """Yield the rows that no map says, with their set."""
        for _, mapping_set, rows in self.pairs:
            for row in sorted(rows, key=repr):
                if not self.sources(row):
                    yield mapping_set.mapping_set_id, row

    def provenance(self) -> dict[str, Any]:
        """Return how the mappings came about, with the slots of the sets and of what isn't said."""
        rows = [row for _, _, found in self.pairs for row in found if self.sources(row)]
        numbers = {iri: f"set-{number}" for number, iri in enumerate(self.sets, 1)}
        props = [
            one
            for iri, mapping_set in self.sets.items()
            for one in mapping_set_props(mapping_set, numbers[iri])
        ]
        for count, (iri, row) in enumerate(self._unsaid(), 1):
            props += mapping_props(row, f"{numbers[iri]}.row-{count}")
        titles = (one.mapping_set_title or one.mapping_set_id for one in self.sets.values())
        return {
            "method": _one(map(method_of, rows), "hybrid"),
            "matching-rationale": _one(map(rationale_of, rows), "semantic"),
            "status": self._status,
            "mapping-description": (
                "Crosswalks from measures against AI risks to controls of governance frameworks: "
                + "; ".join(map(line, titles))
                + "."
            ),
            "remarks": _GAPS,
            "props": props,
        }

    def losses(self) -> list[Loss]:
        """Return what a mapping collection has no place for."""
        rows = [row for _, _, found in self.pairs for row in found]
        unsaid = [row for _, row in self._unsaid()]
        categories = [row for row in rows if row not in unsaid and self._of_category(row)]
        where = "a mapping collection names controls; the catalog describes them"
        return [
            Loss(
                "grounds and relations as SSSOM has them",
                len(rows) - len(unsaid),
                "as-extension",
                f"properties of the namespace of SSSOM; {_NATIVE}",
            ),
            Loss(
                "rows of a category",
                len(categories),
                "as-extension",
                "a map relates controls: it names the measures of the category",
            ),
            Loss(
                "rows that no map can say",
                len(unsaid),
                "as-extension",
                "properties of the provenance; gap summaries name the measures and controls",
            ),
            Loss.of_foreign_rows(self.catalogue.foreign_rows(self._choices)),
            *only_picked(self.catalogue, where),
        ]

    def _of_category(self, row: Mapping) -> bool:
        return bool({row.subject_id, row.object_id} & self.catalogue.category_by_iri.keys())


def _one(words: Iterator[str], several: str) -> str:
    """Return the one word that all are; `several` where they are not one."""
    found = set(words)
    return found.pop() if len(found) == 1 else several
