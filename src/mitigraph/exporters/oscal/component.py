"""An OSCAL component definition: what an organisation's profile has in place, plans or rules out.

The AI system of the profile is the component, each measure that the profile speaks of an
implemented requirement; owners are roles, evidence is a resource.
"""

from __future__ import annotations

from typing import Any, Final

from mitigraph.errors import DataError
from mitigraph.exporters.oscal.document import (
    catalog_resource,
    document_uuid,
    finished,
    href_of,
    metadata,
    only_picked,
)
from mitigraph.interchange.account import Loss, Rendered
from mitigraph.interchange.catalogue import Catalogue, Choices
from mitigraph.interchange.identifiers import uuid_of
from mitigraph.interchange.oscal import NS, line, prop
from mitigraph.profile import Implementation, ImplementationStatus, Profile
from mitigraph.terms import compact

__all__ = ["render"]

#: A status in the words of OSCAL, and as a sentence says it.
_STATUS: Final = {
    ImplementationStatus.IN_PLACE: ("implemented", "In place"),
    ImplementationStatus.PLANNED: ("planned", "Planned"),
    ImplementationStatus.NOT_APPLICABLE: ("not-applicable", "Does not apply here"),
}


def render(catalogue: Catalogue, choices: Choices) -> Rendered:
    """Return the component definition.

    Raises:
        DataError: If no profile is given, or it speaks of none of the measures.
        FaultyInputError: If it would have faults that OSCAL's schema lets pass.
    """
    profile = choices.profile
    if profile is None:
        raise DataError(
            "a component definition says what an organisation has in place, and no profile does",
            code="missing-field",
            remedy="give --profile FILE",
        )
    known = catalogue.entry_by_iri
    spoken = [one for one in profile.implementations if one.measure in known]
    if not spoken:
        raise DataError(
            f'the profile "{profile.name}" speaks of none of the measures',
            code="missing-field",
            remedy="list measures in it, or widen the filters of the export",
        )
    owners = {one.owner: _role_id(one.owner) for one in spoken if one.owner}
    catalog = catalog_resource(catalogue)
    evidence = {one.evidence: None for one in spoken if one.evidence}
    organisation = uuid_of(profile.iri, "organisation")
    named = line(profile.organisation)
    body: dict[str, Any] = {
        "uuid": document_uuid(catalogue, "oscal-component", repr(profile)),
        "metadata": metadata(
            catalogue,
            f"{profile.name}: measures against AI risks",
            roles=[
                *([{"id": "provider", "title": "Provider"}] if named else []),
                *({"id": id_, "title": line(owner)} for owner, id_ in owners.items()),
            ],
            parties=(
                [{"uuid": organisation, "type": "organization", "name": named}] if named else []
            ),
        ),
        "components": [
            {
                "uuid": uuid_of(profile.iri, "component"),
                "type": "software",
                "title": line(profile.name),
                "description": profile.system.strip() or f"The AI system of {profile.name}.",
                **({"props": props} if (props := _context(profile)) else {}),
                **(
                    {"responsible-roles": [{"role-id": "provider", "party-uuids": [organisation]}]}
                    if named
                    else {}
                ),
                "control-implementations": [
                    {
                        "uuid": uuid_of(profile.iri, "control-implementation"),
                        "source": f"#{catalog['uuid']}",
                        "description": (
                            f"What {named or profile.name} says of measures of "
                            f"{catalogue.taxonomy.label}."
                        ),
                        "implemented-requirements": [
                            _requirement(catalogue, profile, one, owners) for one in spoken
                        ],
                    }
                ],
            }
        ],
        "back-matter": {
            "resources": [
                catalog,
                *(
                    {
                        "uuid": uuid_of(profile.iri, "evidence", one),
                        "title": "Evidence",
                        "props": [prop("type", "evidence", ns="")],
                        "rlinks": [{"href": href_of(one)}],
                    }
                    for one in evidence
                ),
            ]
        },
    }
    codes = {entry.code for entry in catalogue.entries}
    return Rendered.of(
        finished({"component-definition": body}, controls=codes),
        len(spoken),
        _losses(catalogue, profile, spoken),
    )


def _role_id(owner: str) -> str:
    return f"owner-{uuid_of('owner', owner)[:8]}"


def _context(profile: Profile) -> list[dict[str, str]]:
    """Return the roles, stages, risks and frameworks of a profile as properties."""
    return [
        *(prop("actor", one.id, remarks=line(one.title)) for one in profile.roles),
        *(prop("lifecycle-stage", one.id, remarks=line(one.title)) for one in profile.stages),
        *(
            prop("risk", one.concept.id, remarks=f"{line(one.concept.title)}; weight {one.decimal}")
            for one in profile.risks
        ),
        *(prop("framework", compact(one)) for one in profile.frameworks),
    ]


def _requirement(
    catalogue: Catalogue, profile: Profile, one: Implementation, owners: dict[str, str]
) -> dict[str, Any]:
    entry = catalogue.entry_by_iri[one.measure]
    word, sentence = _STATUS[one.status]
    if one.date:
        sentence += f" {'by' if one.status is ImplementationStatus.PLANNED else 'since'} {one.date}"
    made: dict[str, Any] = {
        "uuid": uuid_of(profile.iri, one.measure),
        "control-id": entry.code,
        "description": f"{entry.title}. {sentence}.",
        "props": [
            prop("implementation-status", word, ns=""),
            *([prop("date", one.date.isoformat())] if one.date else []),
            *([prop("review-status", "preliminary")] if entry.measure.preliminary else []),
        ],
        "links": [{"href": one.measure, "rel": "canonical"}],
    }
    if one.evidence:
        uuid = uuid_of(profile.iri, "evidence", one.evidence)
        made["links"].append({"href": f"#{uuid}", "rel": "evidence"})
    if one.owner:
        made["responsible-roles"] = [{"role-id": owners[one.owner]}]
    if one.note and one.note.strip():
        made["remarks"] = one.note
    return made


def _losses(catalogue: Catalogue, profile: Profile, spoken: list[Implementation]) -> list[Loss]:
    context = (profile.roles, profile.stages, profile.risks, profile.frameworks)
    return [
        Loss(
            "measures that the profile does not speak of",
            len(catalogue.entries) - len(spoken),
            "not",
            "a component definition holds implemented requirements alone",
        ),
        Loss(
            "statements of the profile on other measures",
            len(profile.implementations) - len(spoken),
            "not",
            "the filters of the export left these measures out",
        ),
        Loss(
            "roles, stages, risks and frameworks of the profile",
            sum(map(len, context)),
            "as-extension",
            f"properties of the namespace {NS}",
        ),
        Loss(
            "dates of implementations",
            sum(one.date is not None for one in spoken),
            "as-extension",
            f"properties of the namespace {NS}",
        ),
        *only_picked(
            catalogue, "a component definition names controls; the catalog describes them"
        ),
        Loss(
            "crosswalk rows",
            sum(len(one.mappings) for one in catalogue.mapping_sets),
            "not",
            "oscal-mapping writes them",
        ),
    ]
