"""An SPDX 3.0.1 document: the measures as annotations, for whoever keeps an AI BOM.

SPDX has no field for a mitigation. What it has for anything is an annotation of an element, whose
statement may be JSON-LD; a program that knows mitigraph reads triples out of it, any other passes
it over. What is annotated depends on what is known:

- Without a profile it is the collection of measures, a dataset package. A bundle ties the
  annotations together, one a measure with what it asks for and how it is classified. To say of a
  system of one's own that it has a measure, annotate its package with that measure's IRI.
- With a profile it is the organisation's AI system, an AI package: one annotation for each measure
  that the profile speaks of, with its status and its day; an external reference of type
  riskAssessment to each measure that is in place; the documents that show it, as its evidence. The
  taxonomy is a standard that the system is held to (`ai_standardCompliance`) as far as measures are
  in place, which is what the package's comment says.

The document states conformance to the profiles core, software and simpleLicensing alone: those of
AI and dataset want a place to download the system from, and others, that nobody has told.

Sources:
    SPDX 3.0.1 (https://spdx.github.io/spdx-spec/v3.0.1/); its JSON-LD context is named, never read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import quote

from mitigraph.errors import DataError
from mitigraph.interchange.account import Loss, Rendered
from mitigraph.interchange.catalogue import FACET_NAMES, Catalogue, Choices, Entry
from mitigraph.interchange.fault import refuse
from mitigraph.interchange.identifiers import uuid_of
from mitigraph.interchange.licence_ids import licence_id
from mitigraph.interchange.spdx_checks import faults
from mitigraph.model import FACETS
from mitigraph.profile import Implementation, ImplementationStatus, Profile
from mitigraph.terms import BASE, PREFIXES, Iri, concept_iri, identifier_datatype

__all__ = ["render"]

_CONTEXT: Final = "https://spdx.org/rdf/3.0.1/spdx-context.jsonld"
_CREATION: Final = "_:creation"
_JSON_LD: Final = "application/ld+json"
#: The prefixes that the statement of an annotation uses; it carries them, so nothing is fetched.
_PREFIXES: Final = {name: PREFIXES[name] for name in ("dcterms", "mg", "prov", "skos", "xsd")}
_WORDS: Final = {
    ImplementationStatus.IN_PLACE: "In place",
    ImplementationStatus.PLANNED: "Planned",
    ImplementationStatus.NOT_APPLICABLE: "Does not apply",
}

Object = dict[str, Any]


def render(catalogue: Catalogue, choices: Choices) -> Rendered:
    """Return the document.

    Raises:
        DataError: If the profile speaks of none of the measures.
        FaultyInputError: If it would have faults that SPDX's schema lets pass.
    """
    if choices.profile:
        written, lost = _System(catalogue, choices.profile).described()
    else:
        written, lost = _Collection(catalogue).described()
    document = {"@context": _CONTEXT, "@graph": written.graph}
    refuse(faults(document))
    data = (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()
    return Rendered.of(data, written.annotations, lost)


class _Document:
    """The elements that every document has, and those that are put into it.

    Attributes:
        graph: All of them, in the order of the file.
        annotations: How many annotations are among them.
    """

    def __init__(self, catalogue: Catalogue, *subject: str) -> None:
        release = catalogue.release
        codes = (entry.code for entry in catalogue.entries) if catalogue.selected else ()
        self._root = (release.version, release.date, catalogue.taxonomy.iri, *subject, *codes)
        self.annotations = 0
        self.publisher = self.iri("publisher")
        self._licence = self.iri("licence")
        self._document: Object = {}
        self.graph: list[Object] = [
            {
                "type": "CreationInfo",
                "@id": _CREATION,
                "specVersion": "3.0.1",
                "created": release.date,
                "createdBy": [self.publisher],
                "createdUsing": [self.iri("tool")],
            },
            {
                "type": "Organization",
                "spdxId": self.publisher,
                "creationInfo": _CREATION,
                "name": release.publisher,
            },
            {
                "type": "Tool",
                "spdxId": self.iri("tool"),
                "creationInfo": _CREATION,
                "name": "mitigraph",
            },
            self._licensed(release.licence),
        ]

    def iri(self, *parts: str) -> str:
        """Return the IRI of an element of this document."""
        return f"{BASE}id/spdx/{uuid_of(BASE, 'spdx', *self._root, *parts)}"

    def _licensed(self, licence: Iri) -> Object:
        name = licence_id(licence)
        made: Object = {
            "type": "simplelicensing_LicenseExpression",
            "spdxId": self._licence,
            "creationInfo": _CREATION,
            "simplelicensing_licenseExpression": name or "LicenseRef-release",
        }
        if not name:
            made["simplelicensing_customIdToUri"] = [
                {"type": "DictionaryEntry", "key": "LicenseRef-release", "value": licence}
            ]
        return made

    def add(self, kind: str, *parts: str, **held: Any) -> str:
        """Add an element, leaving out what is empty, and return its IRI."""
        iri = self.iri(kind, *parts)
        head = {"type": kind, "spdxId": iri, "creationInfo": _CREATION}
        self.graph.append(head | {key: value for key, value in held.items() if value})
        return iri

    def annotate(self, subject: str, about: str, name: str, statement: Object, comment: str) -> str:
        """Add an annotation whose statement is JSON-LD, and return its IRI."""
        self.annotations += 1
        whole = {"@context": _PREFIXES} | statement
        return self.add(
            "Annotation",
            about,
            name=name,
            comment=comment,
            annotationType="other",
            contentType=_JSON_LD,
            subject=subject,
            statement=json.dumps(whole, ensure_ascii=False, separators=(",", ":")),
        )

    def relate(self, kind: str, from_: str, *to: str) -> str:
        """Add a relationship and return its IRI."""
        return self.add(
            "Relationship",
            kind,
            from_,
            relationshipType=kind,
            to=list(to),
            completeness="noAssertion",
            **{"from": from_},
        )

    def declare_licence(self, subject: str) -> str:
        """Say that an element stands under the licence of the release."""
        return self.relate("hasDeclaredLicense", subject, self._licence)

    def finish(self, catalogue: Catalogue, name: str, root: str) -> None:
        """Add the SPDX document itself, of all elements so far."""
        elements = [one["spdxId"] for one in self.graph if "spdxId" in one]
        self.add(
            "SpdxDocument",
            name=name,
            description="\n\n".join(_attribution(catalogue)),
            dataLicense=self._licence,
            profileConformance=["core", "software", "simpleLicensing"],
            rootElement=[root],
            element=elements,
        )


def _attribution(catalogue: Catalogue) -> Iterator[str]:
    release, taxonomy = catalogue.release, catalogue.taxonomy
    yield f"{release.title}, version {release.version}, {release.date}."
    yield from (one for one in (release.citation, release.rights) if one)
    if taxonomy.owned:
        yield f"Rights in the taxonomy {taxonomy.label}: {taxonomy.owned}."
    if catalogue.preliminary:
        yield (
            "This rests on preliminary data: annotations say of each measure whether what is said "
            "of it does."
        )


class _Collection:
    """The measures themselves: a dataset package and an annotation each."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.document = _Document(catalogue)

    def described(self) -> tuple[_Document, list[Loss]]:
        """Return the document and what it has no field for."""
        catalogue, document = self.catalogue, self.document
        release, taxonomy = catalogue.release, catalogue.taxonomy
        title = f"{taxonomy.label}: measures against AI risks"
        package = document.add(
            "dataset_DatasetPackage",
            name=title,
            summary=taxonomy.description,
            description="\n\n".join(_attribution(catalogue)),
            releaseTime=release.date,
            suppliedBy=document.publisher,
            originatedBy=[document.publisher],
            standardName=[taxonomy.label],
            software_packageVersion=release.version,
            software_primaryPurpose="data",
            software_copyrightText=release.rights,
            software_attributionText=[one for one in (release.citation,) if one],
            dataset_datasetType=["structured", "text"],
            dataset_intendedUse=(
                "To say in an AI BOM which measures against AI risks a system has: annotate its "
                "package with a measure's IRI."
            ),
            externalRef=[
                {
                    "type": "ExternalRef",
                    "externalRefType": "other",
                    "locator": [taxonomy.iri],
                    "comment": "IRI of the taxonomy",
                }
            ],
        )
        document.declare_licence(package)
        annotations = [
            document.annotate(package, entry.iri, entry.title, _measure(entry), _preliminary(entry))
            for entry in catalogue.entries
        ]
        document.add(
            "Bundle",
            name=f"{title}, one annotation each",
            context=taxonomy.iri,
            rootElement=[package],
            element=[package, *annotations],
        )
        document.finish(catalogue, title, package)
        return document, _losses(catalogue, whole=True)


def _preliminary(entry: Entry) -> str:
    return "Rests on preliminary data." if entry.measure.preliminary else ""


def _measure(entry: Entry) -> Object:
    """Return what is said of a measure as JSON-LD."""
    said: Object = {
        "@id": entry.iri,
        "@type": "mg:Measure",
        "dcterms:identifier": [
            {"@value": number, "@type": identifier_datatype(dataset)}
            for dataset, number in entry.identifiers
        ],
        "skos:prefLabel": _english(entry.title),
        "skos:altLabel": [_english(one) for one in entry.alt_labels],
        "skos:definition": _english(entry.statement),
    }
    for facet in ("category", *FACET_NAMES):
        held = entry.category if facet == "category" else entry.facet(facet)
        name = "mg:" + FACETS[facet].iri.removeprefix(PREFIXES["mg"])
        said[name] = [{"@id": concept.iri} for concept in held]
    said["mg:describedIn"] = [{"@id": f"{BASE}id/{one}"} for one in entry.measure.source]
    said["mg:restsOnStatus"] = [
        {"@id": concept_iri("review-status", 1, one)} for one in entry.measure.status
    ]
    return {key: value for key, value in said.items() if value}


def _english(text: str) -> Object:
    return {"@value": text, "@language": "en"}


class _System:
    """The AI system of a profile: an AI package and what is said of each measure."""

    def __init__(self, catalogue: Catalogue, profile: Profile) -> None:
        self.catalogue, self.profile = catalogue, profile
        self.spoken = [
            one for one in profile.implementations if one.measure in catalogue.entry_by_iri
        ]
        if not self.spoken:
            raise DataError(
                f'the profile "{profile.name}" speaks of none of the measures',
                code="missing-field",
                remedy="list measures in it, or widen the filters of the export",
            )
        self.document = _Document(catalogue, repr(profile))

    def described(self) -> tuple[_Document, list[Loss]]:
        """Return the document and what it has no field for."""
        catalogue, profile, document = self.catalogue, self.profile, self.document
        supplier = (
            document.add("Organization", profile.organisation, name=profile.organisation)
            if profile.organisation
            else ""
        )
        in_place = [one for one in self.spoken if one.status is ImplementationStatus.IN_PLACE]
        names = {one.iri: one.label for one in catalogue.frameworks}
        package = document.add(
            "ai_AIPackage",
            name=profile.name,
            description=profile.system,
            comment=self._comment(len(in_place)),
            suppliedBy=supplier,
            standardName=[names.get(one, one) for one in profile.frameworks],
            ai_standardCompliance=[catalogue.taxonomy.iri] if in_place else [],
            externalRef=[
                {
                    "type": "ExternalRef",
                    "externalRefType": "riskAssessment",
                    "locator": [one.measure],
                    "comment": f"In place: {catalogue.entry_by_iri[one.measure].title}",
                }
                for one in in_place
            ],
        )
        files = self._files()
        for one in self.spoken:
            entry = catalogue.entry_by_iri[one.measure]
            comment = " ".join(
                text for text in (f"{_WORDS[one.status]}.", _preliminary(entry)) if text
            )
            annotation = document.annotate(
                package, one.measure, entry.title, self._implementation(one), comment
            )
            if one.evidence:
                document.relate("hasEvidence", annotation, files[one.evidence])
        document.finish(catalogue, f"{profile.name}: measures against AI risks", package)
        return document, self._losses()

    def _comment(self, in_place: int) -> str:
        label = self.catalogue.taxonomy.label
        return (
            f"The standard named is {label}: {in_place} of its measures are in place here, as the "
            "annotations say. That all of them are, or that anybody else has looked, is not said."
        )

    def _files(self) -> dict[Iri, str]:
        """Add the documents that are named as evidence, and return their elements."""
        named = dict.fromkeys(one.evidence for one in self.spoken if one.evidence)
        return {
            evidence: self.document.add(
                "software_File",
                evidence,
                name=evidence,
                software_primaryPurpose="evidence",
                externalRef=[
                    {
                        "type": "ExternalRef",
                        "externalRefType": "documentation",
                        "locator": [quote(evidence, safe="/:?#[]@!$&'()*+,;=%-._~")],
                    }
                ],
            )
            for evidence in named
        }

    def _implementation(self, one: Implementation) -> Object:
        """Return what the profile says of a measure as JSON-LD."""
        tail = self.profile.iri.removeprefix(f"{BASE}id/profile/")
        said: Object = {
            "@id": f"{BASE}id/implementation/{tail}/{one.id}",
            "@type": "mg:Implementation",
            "mg:implements": {"@id": one.measure},
            "mg:implementationStatus": {
                "@id": concept_iri("implementation-status", 1, one.status.value)
            },
            "mg:evidence": {"@id": one.evidence} if one.evidence else None,
            "mg:owner": one.owner,
            "skos:note": _english(one.note) if one.note else None,
        }
        if one.date and one.status is ImplementationStatus.IN_PLACE:
            said["prov:startedAtTime"] = {
                "@type": "xsd:dateTime",
                "@value": f"{one.date.isoformat()}T00:00:00Z",
            }
        elif one.date:
            said["dcterms:date"] = {"@type": "xsd:date", "@value": one.date.isoformat()}
        return {key: value for key, value in said.items() if value}

    def _losses(self) -> list[Loss]:
        profile = self.profile
        return [
            Loss(
                "statements of the profile on other measures",
                len(profile.implementations) - len(self.spoken),
                "not",
                "the filters of the export left these measures out",
            ),
            Loss(
                "statuses of implementations",
                len(self.spoken),
                "as-extension",
                "JSON-LD in annotations",
            ),
            Loss(
                "roles, stages and risks of the profile",
                len(profile.roles) + len(profile.stages) + len(profile.risks),
                "not",
                "an AI package has no field for them",
            ),
            Loss(
                "measures that the profile does not speak of",
                len(self.catalogue.entries) - len(self.spoken),
                "not",
                "with a profile the document is about its system",
            ),
            *_losses(self.catalogue, whole=False),
        ]


def _losses(catalogue: Catalogue, *, whole: bool) -> list[Loss]:
    """Return what of the measures is in no field of SPDX's own."""
    entries = catalogue.entries
    counts = {
        "measures with their statements": len(entries),
        "classifications": sum(
            len(e.category) + sum(len(e.facet(name)) for name in FACET_NAMES) for e in entries
        ),
        "other names": sum(len(entry.alt_labels) for entry in entries),
        "record numbers": sum(len(entry.identifiers) for entry in entries),
        "links to sources": sum(len(entry.measure.source) for entry in entries),
    }
    kept: list[Loss] = [
        Loss(what, count, "as-extension", "JSON-LD in annotations")
        if whole
        else Loss(what, count, "not", "annotations name measures by their IRIs")
        for what, count in counts.items()
    ]
    return [
        *kept,
        Loss(
            "expert opinions",
            sum(len(entry.opinions) for entry in entries),
            "not",
            "cyclonedx and oscal-catalog write them",
        ),
        Loss(
            "crosswalk rows",
            sum(len(one.mappings) for one in catalogue.mapping_sets),
            "not",
            "sssom writes them",
        ),
    ]
