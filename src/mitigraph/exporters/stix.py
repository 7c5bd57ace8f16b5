"""A STIX 2.1 bundle: each measure is a course of action.

Facets, categories and review statuses are labels of the form `actor:developer`. A course of action
names its documents, its record and the controls that it is mapped to as external references: the
ids of other parties' STIX objects, such as those of MITRE ATLAS, are random and not known here, so
no relationship leads to them. What experts say of a measure is a note on it.

Sources:
    STIX 2.1, OASIS Standard (https://docs.oasis-open.org/cti/stix/v2.1/stix-v2.1.html),
    sections 2.5 (external references), 4.3 (course of action), 4.14 (note), 7.2.1 (markings).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from mitigraph.errors import DataError
from mitigraph.interchange.account import Loss, Rendered
from mitigraph.interchange.catalogue import FACET_NAMES, Catalogue, Choices, Entry, Framework
from mitigraph.interchange.fault import refuse
from mitigraph.interchange.identifiers import uuid_of
from mitigraph.interchange.relations import inverted
from mitigraph.interchange.stix import SPEC_VERSION, faults
from mitigraph.mapping import Mapping
from mitigraph.model import FACETS, Concept, Opinion, Source
from mitigraph.terms import BASE, PREFIXES, Iri

__all__ = ["render"]

_LABELS = "labels of the form facet:value; the record's IRI leads to the rest"


def render(catalogue: Catalogue, choices: Choices) -> Rendered:
    """Return the bundle.

    Raises:
        DataError: If the date of the release is none.
        FaultyInputError: If it would have faults that parsers of STIX let pass.
    """
    writer = _Writer(catalogue, choices)
    objects = [writer.identity, writer.marking]
    for entry in catalogue.entries:
        action = writer.course_of_action(entry)
        objects += [action, *(writer.note(one, action["id"]) for one in entry.opinions)]
    release = catalogue.release
    codes = (entry.code for entry in catalogue.entries) if catalogue.selected else ()
    parts = ("stix", release.version, release.date, catalogue.taxonomy.iri, *choices.frameworks)
    bundle = {
        "type": "bundle",
        "id": f"bundle--{uuid_of(BASE, *parts, *codes)}",
        "objects": objects,
    }
    refuse(faults(bundle))
    data = (json.dumps(bundle, ensure_ascii=False, indent=2) + "\n").encode()
    return Rendered.of(data, len(catalogue.entries), writer.losses())


class _Writer:
    """The objects of the bundle."""

    def __init__(self, catalogue: Catalogue, choices: Choices) -> None:
        self.catalogue = catalogue
        self.date = _timestamp(catalogue.release.date)
        self.sources = {source.id: source for source in catalogue.sources}
        release = catalogue.release
        self.identity: dict[str, Any] = {
            "type": "identity",
            "spec_version": SPEC_VERSION,
            "id": f"identity--{uuid_of(BASE, 'identity', release.publisher)}",
            "created": self.date,
            "modified": self.date,
            "name": release.publisher or "mitigraph",
            "identity_class": "organization",
            "external_references": [{"source_name": "mitigraph", "url": BASE}],
        }
        statement = "\n".join(_attribution(catalogue))
        self.marking: dict[str, Any] = {
            "type": "marking-definition",
            "spec_version": SPEC_VERSION,
            "id": f"marking-definition--{uuid_of(BASE, 'marking', release.version, statement)}",
            "created": self.date,
            "created_by_ref": self.identity["id"],
            "definition_type": "statement",
            "definition": {"statement": statement},
        }
        self.rows = [
            (framework, row)
            for framework, _, rows in catalogue.crosswalks(choices)
            for row in sorted(rows, key=repr)
        ]
        self.foreign = catalogue.foreign_rows(choices)
        self.vain = sum(len(rows) for _, _, rows in catalogue.crosswalks(choices, found=False))
        self.mapped: dict[Iri, list[tuple[Framework, Mapping]]] = {}
        for framework, row in self.rows:
            said = inverted(row) if row.subject_id in catalogue.control_by_iri else row
            if row.asserted and said.subject_id in catalogue.entry_by_iri:
                self.mapped.setdefault(said.subject_id, []).append((framework, said))

    def _made(self, kind: str, uuid: str) -> dict[str, Any]:
        return {
            "type": kind,
            "spec_version": SPEC_VERSION,
            "id": f"{kind}--{uuid}",
            "created_by_ref": self.identity["id"],
            "created": self.date,
            "modified": self.date,
            "lang": "en",
            "object_marking_refs": [self.marking["id"]],
        }

    def course_of_action(self, entry: Entry) -> dict[str, Any]:
        """Return the course of action of a measure."""
        return self._made("course-of-action", entry.uuid) | {
            "name": entry.title,
            "description": entry.statement,
            "labels": list(dict.fromkeys(_labels(entry))),
            "external_references": list(self._references(entry)),
        }

    def _references(self, entry: Entry) -> Iterator[dict[str, str]]:
        yield {"source_name": "mitigraph", "external_id": entry.code, "url": entry.iri}
        for dataset, number in entry.identifiers:
            yield {"source_name": dataset, "external_id": number}
        for name in entry.measure.source:
            yield _document(name, self.sources.get(name))
        for framework, row in self.mapped.get(entry.iri, ()):
            control = self.catalogue.control_by_iri[row.object_id][1]
            relation = row.predicate_id.removeprefix(PREFIXES["skos"])
            sure = "" if row.confidence is None else f", confidence {row.confidence}"
            yield {
                "source_name": framework.id.partition("/")[0],
                "description": f"{control.title} of {framework.label}: {relation}{sure}.",
                "external_id": control.notation or control.iri.rpartition("/")[2],
                "url": control.iri,
            }

    def note(self, opinion: Opinion, about: str) -> dict[str, Any]:
        """Return an expert opinion as a note: the claim, and as labels how it was made."""
        said = {
            "stance": (opinion.stance,),
            "quantifier": (opinion.quantifier,),
            "theme": opinion.themes,
            "risk-area": opinion.risk_areas,
            "stronger-for": opinion.stronger_for,
            "weaker-for": opinion.weaker_for,
            "review-status": (opinion.status or "",),
        }
        made = self._made("note", uuid_of(opinion.iri)) | {
            "abstract": "Expert opinion" + (f": {opinion.stance}" if opinion.stance else ""),
            "content": opinion.claim if opinion.claim.strip() else "The claim is not stated.",
            "object_refs": [about],
            "labels": [f"{name}:{one}" for name, held in said.items() for one in held if one],
            "external_references": [{"source_name": "mitigraph", "url": opinion.iri}],
        }
        if opinion.panel:
            made["authors"] = [opinion.panel]
        if opinion.source:
            made["external_references"].append(
                {"source_name": "document", "description": opinion.source}
            )
        return {key: value for key, value in made.items() if value != []}

    def losses(self) -> list[Loss]:
        """Return what a bundle has no place for."""
        entries = self.catalogue.entries
        named = sum(len(one) for one in self.mapped.values())
        denied = sum(not row.asserted for _, row in self.rows)
        return [
            Loss(
                "categories",
                sum(len(entry.category) for entry in entries),
                "as-extension",
                _LABELS,
            ),
            Loss(
                "categories of other taxonomies",
                sum(len(set(e.measure.category) - set(e.category)) for e in entries),
                "not",
                "labels name those of one taxonomy; export with --taxonomy for another",
            ),
            *(
                Loss(
                    FACETS[name].plural,
                    sum(len(entry.facet(name)) for entry in entries),
                    "as-extension",
                    _LABELS,
                )
                for name in FACET_NAMES
            ),
            Loss(
                "review statuses",
                sum(len(entry.measure.status) for entry in entries),
                "as-extension",
                _LABELS,
            ),
            Loss(
                "other names",
                sum(len(e.alt_labels) for e in entries),
                "not",
                "a course of action has one name",
            ),
            Loss(
                "crosswalk rows of measures",
                named,
                "as-text",
                "external references; the STIX ids of others' objects are not known",
            ),
            Loss(
                "crosswalk rows of categories",
                len(self.rows) - named - denied,
                "not",
                "a category is a label, which nothing refers to",
            ),
            Loss(
                "crosswalk rows that deny or found nothing",
                denied + self.vain,
                "not",
                "a reference can't say that there is none",
            ),
            Loss.of_foreign_rows(self.foreign),
        ]


def _timestamp(date: str) -> str:
    """Return a date as STIX has it: UTC, with milliseconds.

    Raises:
        DataError: If it is none.
    """
    try:
        moment = datetime.fromisoformat(date)
    except ValueError as error:
        raise DataError(
            f'the date "{date}" of the release is none',
            code="wrong-type",
            remedy="give the ontology a dcterms:modified such as 2026-11-25T00:00:00Z",
        ) from error
    moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _attribution(catalogue: Catalogue) -> Iterator[str]:
    release, taxonomy = catalogue.release, catalogue.taxonomy
    yield f"{release.title}, version {release.version} of {release.date[:10]}."
    yield f"Licence: {release.licence}"
    yield from (one for one in (release.citation, release.rights) if one)
    version = f", version {taxonomy.version}" if taxonomy.version else ""
    status = f", {taxonomy.status}" if taxonomy.status else ""
    yield f"Taxonomy: {taxonomy.label}{version}{status}." + (
        f" Rights: {taxonomy.owned}." if taxonomy.owned else ""
    )
    if catalogue.preliminary:
        yield "This rests on preliminary data: labels say on which review each measure rests."


def _labels(entry: Entry) -> Iterator[str]:
    for facet in ("category", *FACET_NAMES):
        for one in entry.category if facet == "category" else entry.facet(facet):
            yield f"{facet}:{_value(facet, one)}"
    yield from (f"review-status:{status}" for status in entry.measure.status)


def _value(facet: str, concept: Concept) -> str:
    """Return how a label names a concept: by its slug, where it has a number with its scheme."""
    code = concept.id.rpartition("/")[2]
    return code if code[:1].isalpha() and facet != "category" else concept.id


def _document(name: str, source: Source | None) -> dict[str, str]:
    made = {"source_name": "document", "external_id": name, "url": f"{BASE}id/{name}"}
    if source:
        made["description"] = source.citation or source.reference
        if source.doi or source.url:
            made["url"] = f"https://doi.org/{source.doi}" if source.doi else str(source.url)
    return made
