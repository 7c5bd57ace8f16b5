"""The declarations: what an organisation's profile says of the measures, as attestations.

The rule for scores, which a profile does not have: a measure in place has conformance 1, one that
is planned 0 with a counter-claim that says so, and one that does not apply has no score at all. No
other score is written, and never a confidence, because nobody has stated one. The organisation
speaks of itself, so the assessor is no third party. A claim without evidence says that none is
named and has none. Nothing is signed or affirmed, and of measures that the profile does not speak
of nothing is declared.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from mitigraph.errors import DataError
from mitigraph.exporters.cyclonedx.standard import address
from mitigraph.interchange.account import Loss
from mitigraph.interchange.catalogue import Catalogue
from mitigraph.interchange.cyclonedx import NAMESPACE, name_of, prop
from mitigraph.profile import Implementation, ImplementationStatus, Profile

__all__ = ["declarations"]

_ASSESSOR: Final = "assessor:self"
_SYSTEM: Final = "target:system"
_ORGANISATION: Final = "target:organisation"
_SUMMARIES: Final = {
    ImplementationStatus.IN_PLACE: "Measures that are in place",
    ImplementationStatus.PLANNED: "Measures that are planned and not in place yet",
    ImplementationStatus.NOT_APPLICABLE: "Measures that do not apply to the system",
}


def declarations(catalogue: Catalogue, profile: Profile) -> tuple[dict[str, Any], list[Loss]]:
    """Return what a profile adds to a BOM, and what of it has no field.

    Raises:
        DataError: If the profile speaks of none of the measures.
    """
    spoken = [one for one in profile.implementations if one.measure in catalogue.entry_by_iri]
    if not spoken:
        raise DataError(
            f'the profile "{profile.name}" speaks of none of the measures',
            code="missing-field",
            remedy="list measures in it, or widen the filters of the export",
        )
    evidence = {
        one: f"evidence:{number}"
        for number, one in enumerate(dict.fromkeys(i.evidence for i in spoken if i.evidence), 1)
    }
    speaker = {"name": profile.organisation or profile.name}
    targets: dict[str, Any] = {
        "components": [
            {
                "bom-ref": _SYSTEM,
                "type": "application",
                "name": profile.name,
                **({"description": profile.system} if profile.system else {}),
            }
        ]
    }
    if profile.organisation:
        targets = {"organizations": [{"bom-ref": _ORGANISATION, **speaker}]} | targets
    said: dict[str, Any] = {
        "assessors": [{"bom-ref": _ASSESSOR, "thirdParty": False, "organization": speaker}],
        "attestations": list(_attestations(catalogue, spoken, evidence)),
        "claims": [_claim(catalogue, one, evidence) for one in spoken],
    }
    if evidence:
        said["evidence"] = [
            {
                "bom-ref": ref,
                "description": "A document that the organisation names as evidence.",
                "data": [{"name": "Document", "contents": {"url": address(iri)}}],
            }
            for iri, ref in evidence.items()
        ]
    said["targets"] = targets
    properties = [*_context(profile), *_implementations(catalogue, spoken)]
    return {"declarations": said, "properties": properties}, _losses(profile, spoken)


def _claim_ref(catalogue: Catalogue, one: Implementation) -> str:
    return f"claim:{catalogue.entry_by_iri[one.measure].code}"


def _claim(catalogue: Catalogue, one: Implementation, evidence: dict[Any, str]) -> dict[str, Any]:
    title = catalogue.entry_by_iri[one.measure].title
    day = f" {one.date.isoformat()}" if one.date else ""
    match one.status:
        case ImplementationStatus.IN_PLACE:
            predicate = f"{title}: in place{f' since{day}' if day else ''}."
        case ImplementationStatus.PLANNED:
            predicate = f"{title}: not in place yet, planned{f' for{day}' if day else ''}."
        case _:
            predicate = f"{title}: does not apply{f' as of{day}' if day else ''}."
    reasons = [
        *([one.note] if one.note else []),
        *([f"Answerable: {one.owner}."] if one.owner else []),
        *([] if one.evidence else ["The organisation's own word: it names no evidence."]),
    ]
    claim: dict[str, Any] = {
        "bom-ref": _claim_ref(catalogue, one),
        "target": _SYSTEM,
        "predicate": predicate,
    }
    if reasons:
        claim["reasoning"] = " ".join(reasons)
    if one.evidence:
        claim["evidence"] = [evidence[one.evidence]]
    return claim


def _attestations(
    catalogue: Catalogue, spoken: list[Implementation], evidence: dict[Any, str]
) -> Iterator[dict[str, Any]]:
    for status, summary in _SUMMARIES.items():
        held = [
            {"requirement": catalogue.entry_by_iri[one.measure].code}
            | _conformance(one, _claim_ref(catalogue, one), evidence)
            for one in spoken
            if one.status is status
        ]
        if held:
            yield {"summary": summary, "assessor": _ASSESSOR, "map": held}


def _conformance(one: Implementation, claim: str, evidence: dict[Any, str]) -> dict[str, Any]:
    match one.status:
        case ImplementationStatus.IN_PLACE:
            named = "and names evidence" if one.evidence else "and names no evidence"
            rationale = f"The organisation says that it is in place {named}."
            return {"claims": [claim], "conformance": {"score": 1, "rationale": rationale}}
        case ImplementationStatus.PLANNED:
            conformance: dict[str, Any] = {
                "score": 0,
                "rationale": "The organisation plans it: it is not in place yet.",
            }
            if one.evidence:
                conformance["mitigationStrategies"] = [evidence[one.evidence]]
            return {"counterClaims": [claim], "conformance": conformance}
        case _:
            rationale = "The organisation says that it does not apply: it has no score."
            return {"claims": [claim], "conformance": {"rationale": rationale}}


def _context(profile: Profile) -> Iterator[dict[str, str]]:
    """Yield what a profile says of itself."""
    yield prop("profile:name", profile.name)
    for name, text in (("organisation", profile.organisation), ("system", profile.system)):
        if text:
            yield prop(f"profile:{name}", text)
    for name, concepts in (("actor", profile.roles), ("lifecycle-stage", profile.stages)):
        for concept in concepts:
            yield prop(f"profile:{name}", name_of(concept.iri))
    for risk in profile.risks:
        yield prop(f"profile:risk:{name_of(risk.concept.iri)}", risk.decimal)
    for framework in profile.frameworks:
        yield prop("profile:framework", name_of(framework))


def _implementations(
    catalogue: Catalogue, spoken: list[Implementation]
) -> Iterator[dict[str, str]]:
    """Yield what a profile says of each measure, for programs: claims are sentences."""
    for one in spoken:
        ref = _claim_ref(catalogue, one)
        said = (
            ("status", one.status.value),
            ("owner", one.owner),
            ("date", one.date.isoformat() if one.date else None),
            ("note", one.note),
        )
        yield from (prop(f"{ref}:{name}", value) for name, value in said if value)


def _losses(profile: Profile, spoken: list[Implementation]) -> list[Loss]:
    where = f"properties of the BOM named {NAMESPACE}*"
    context = (profile.roles, profile.stages, profile.risks, profile.frameworks)
    details = sum(value is not None for one in spoken for value in (one.owner, one.date, one.note))
    return [
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
            where,
        ),
        Loss(
            "statuses of implementations",
            len(spoken),
            "as-extension",
            f"{where}; conformance and claims say them too",
        ),
        Loss(
            "owners, dates and notes of implementations",
            details,
            "as-extension",
            f"{where}; claims say them in words",
        ),
    ]
