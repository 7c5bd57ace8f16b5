"""Attestations to measures, read back as what an organisation's profile says of them.

A profile says of a measure that it is in place, planned or not applicable, and no more. A BOM of
mitigraph's own names which in a property; of another's, a claimed requirement with conformance 1 is
in place. Anything between is refused, because no status says it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, Final

from mitigraph.errors import DataError
from mitigraph.importers.cyclonedx.document import Document, text_of
from mitigraph.importers.cyclonedx.own import is_own
from mitigraph.importers.oscal.document import concept_named, objects, web_address
from mitigraph.importers.report import Imported
from mitigraph.interchange.cyclonedx import NAMESPACE, said
from mitigraph.interchange.fault import Fault
from mitigraph.model import Concept
from mitigraph.profile import Implementation, ImplementationStatus, Profile, profile_statements
from mitigraph.profile.model import WeightedRisk
from mitigraph.terms import Iri, compact

__all__ = ["on_measures", "profile_in", "read_attestations"]

_RISK: Final = f"{NAMESPACE}profile:risk:"
#: The score of conformance that goes with each status; None where there is none.
_SCORES: Final = {
    ImplementationStatus.IN_PLACE: 1,
    ImplementationStatus.PLANNED: 0,
    ImplementationStatus.NOT_APPLICABLE: None,
}

Object = dict[str, Any]


def read_attestations(
    document: Document,
    measures: dict[str, Iri],
    refused: Callable[[str], bool],
    result: Imported,
) -> None:
    """Read the attestations to measures into an account; each is a record of it.

    What is attested of requirements of other standards is told and left out.

    Args:
        document: The document.
        measures: The measures by bom-ref.
        refused: Whether the record at a place has a fault that refuses it.
        result: The account.
    """
    profile = profile_in(document, measures, refused, result)
    if profile.implementations:
        result.quads.extend(profile_statements(profile))
    others = sum(1 for _ in document.attested()) - sum(1 for _ in on_measures(document))
    claims = len(objects(document.declarations.get("claims"))) - len(profile.implementations)
    if others or (claims and not measures):
        why = (
            f"attestations ({others}) and claims ({claims}) on requirements of others were left "
            "out: the graph holds what is said of measures"
        )
        document.tell(result, Fault("warning", "refused", "/declarations", "", why))


def profile_in(
    document: Document,
    measures: dict[str, Iri],
    refused: Callable[[str], bool],
    result: Imported,
) -> Profile:
    """Return the profile that attestations to measures make up, and account for them.

    Its measures are in the order of their claims.
    """
    evidence = dict(_evidence(document.declarations))
    claims = {
        one["bom-ref"]: one
        for one in objects(document.declarations.get("claims"))
        if isinstance(one.get("bom-ref"), str)
    }
    order = {ref: number for number, ref in enumerate(claims)}
    made: dict[Iri, tuple[int, Implementation]] = {}
    for place, one in on_measures(document):
        result.records += 1
        if refused(place):
            continue
        name = text_of(one.get("requirement")) if isinstance(one, dict) else ""
        try:
            implementation = _implementation(document, one, measures, claims, evidence)
        except DataError as fault:
            document.tell(result, Fault("error", fault.code, place, name, fault.reason))
            continue
        if implementation.measure in made:
            why = "its measure is attested to twice"
            document.tell(result, Fault("error", "duplicate-id", place, name, why))
            continue
        pieces = {ref for claim in _claimed(one) for ref in _evidence_of(claims, claim)}
        if len(pieces) > (implementation.evidence is not None):
            why = "evidence is left out: a profile holds one address of the web"
            document.tell(result, Fault("warning", "refused", place, name, why))
        first = min((order[ref] for ref in _claimed(one) if ref in order), default=len(order))
        made[implementation.measure] = (first, implementation)
    result.made += len(made)
    held = sorted(made.values(), key=lambda one: one[0])
    return _profile(document, result, tuple(one for _, one in held))


def on_measures(document: Document) -> Iterator[tuple[str, Any]]:
    """Yield what is attested, with its place, but for requirements of other standards.

    Where no standard is mitigraph's own, that is nothing.
    """
    others = {
        one.get("bom-ref")
        for _, standard in document.standards
        for one in objects(standard.get("requirements"))
        if isinstance(one.get("bom-ref"), str) and not said(one, "iri")
    }
    ours = any(is_own(standard) for _, standard in document.standards)
    for place, one in document.attested() if ours else ():
        ref = one.get("requirement") if isinstance(one, dict) else None
        if not isinstance(ref, str) or ref not in others:
            yield place, one


def _evidence_of(claims: dict[str, Object], claim: str) -> list[str]:
    return _texts(claims.get(claim, {}).get("evidence"))


def _claimed(one: Object) -> list[str]:
    return [ref for key in ("claims", "counterClaims") for ref in _texts(one.get(key))]


def _implementation(
    document: Document,
    one: Any,
    measures: dict[str, Iri],
    claims: dict[str, Object],
    evidence: dict[str, Iri],
) -> Implementation:
    if not isinstance(one, dict):
        raise DataError("expected an object", code="wrong-type")
    ref = one.get("requirement")
    if not isinstance(ref, str) or ref not in measures:
        raise DataError("it attests to no requirement that is a measure", code="dangling-ref")
    named = _claimed(one)
    details = {
        key: next((text for name in named for text in said(document.body, f"{name}:{key}")), None)
        for key in ("status", "owner", "date", "note")
    }
    shown = [
        evidence[text] for name in named for text in _evidence_of(claims, name) if text in evidence
    ]
    measure = measures[ref]
    return Implementation(
        measure,
        compact(measure),
        _status(one, details["status"]),
        evidence=shown[0] if shown else None,
        owner=details["owner"],
        date=_date(details["date"]),
        note=details["note"],
    )


def _status(one: Object, stated: str | None) -> ImplementationStatus:
    conformance = one.get("conformance")
    score = conformance.get("score") if isinstance(conformance, dict) else None
    if stated is None:
        if score == 1 and one.get("claims"):
            return ImplementationStatus.IN_PLACE
        said_so = "no conformance" if score is None else f"a conformance of {score}"
        raise DataError(
            f"{said_so} is none of in place, planned and not applicable", code="unknown-term"
        )
    try:
        status = ImplementationStatus(stated)
    except ValueError:
        raise DataError(f'"{stated[:60]}" is no status', code="unknown-term") from None
    if score != _SCORES[status]:
        raise DataError(
            f"its status is {status.value} and its conformance {score}: mend one of them",
            code="schema",
        )
    return status


def _date(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise DataError(f'"{text[:60]}" is no date', code="wrong-type") from None


def _evidence(declarations: Object) -> Iterator[tuple[str, Iri]]:
    """Yield the address of the first document of each piece of evidence, by bom-ref."""
    for one in objects(declarations.get("evidence")):
        for data in objects(one.get("data")):
            contents = data.get("contents")
            iri = web_address(contents.get("url")) if isinstance(contents, dict) else None
            if iri and isinstance(one.get("bom-ref"), str):
                yield one["bom-ref"], iri
                break


def _profile(
    document: Document, result: Imported, implementations: tuple[Implementation, ...]
) -> Profile:
    body, declarations = document.body, document.declarations

    def stated(name: str) -> str:
        return text_of(next(iter(said(body, f"profile:{name}")), ""))

    targets = declarations.get("targets")
    systems = objects(targets.get("components")) if isinstance(targets, dict) else []
    assessors = [one.get("organization") for one in objects(declarations.get("assessors"))]
    names = [text_of(one.get("name")) for one in assessors if isinstance(one, dict)]
    name = stated("name") or next(filter(None, (text_of(s.get("name")) for s in systems)), "")
    organisation = stated("organisation")
    if not stated("name"):
        organisation = next(filter(None, names), "")
    # A framework is what a concept of it starts with.
    frameworks = [
        Iri(one.iri.removesuffix("/any"))
        for one in _concepts(document, result, "framework", tail="/any")
    ]
    return Profile(
        name or document.path.stem,
        organisation,
        stated("system"),
        tuple(_concepts(document, result, "actor")),
        tuple(_concepts(document, result, "lifecycle-stage")),
        tuple(_risks(document, result)),
        tuple(frameworks),
        implementations,
    )


def _concepts(
    document: Document, result: Imported, name: str, *, tail: str = ""
) -> Iterator[Concept]:
    """Yield the concepts that a property of the profile names; tell what names none."""
    for value in said(document.body, f"profile:{name}"):
        if iri := concept_named(value + tail):
            yield Concept(iri, compact(iri), compact(iri))
        else:
            _unread(document, result, value, f"profile:{name}: it is in no scheme")


def _risks(document: Document, result: Imported) -> Iterator[WeightedRisk]:
    for one in objects(document.body.get("properties")):
        if not one["name"].startswith(_RISK):
            continue
        value, weight = one["name"].removeprefix(_RISK), _weight(one["value"])
        iri = concept_named(value)
        if iri and weight is not None:
            yield WeightedRisk(Concept(iri, compact(iri), compact(iri)), weight)
        else:
            why = f'profile:risk: "{one["value"][:60]}" is no weight, or the risk is in no scheme'
            _unread(document, result, value, why)


def _unread(document: Document, result: Imported, name: str, why: str) -> None:
    document.tell(result, Fault("warning", "bad-id", "/properties", name[:60], why))


def _weight(text: str) -> float | None:
    try:
        weight = float(text)
    except ValueError:
        return None
    return weight if 0 <= weight < float("inf") else None


def _texts(held: Any) -> list[str]:
    return [one for one in held if isinstance(one, str)] if isinstance(held, list) else []
