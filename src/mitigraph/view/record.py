"""A measure's whole record as text or Markdown, in the order in which a person asks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from itertools import groupby
from typing import Any

from mitigraph.model import FACETS, Assessment, MeasureRecord, Opinion
from mitigraph.view.matches import measure_matches
from mitigraph.view.sheet import Part, sheet_markdown, sheet_text

__all__ = ["record_json", "record_markdown", "record_parts", "record_text"]

#: So many other measures are shown of each kind.
_SHOWN = 8
_STANCES = {
    "supports": "For",
    "opposes": "Against",
    "limits": "Limits",
    "qualifies": "Qualifications",
    "conditions": "Conditions",
    "mixed": "Divided",
}


def record_json(record: MeasureRecord) -> dict[str, Any]:
    """Return the record as plain JSON types: `Measure.as_row` plus everything else by name."""
    details = {
        key: value
        for key, value in asdict(record).items()
        if key not in FACETS and key not in ("iri", "id", "label", "source", "status")
    }
    return {**record.as_row(), **details}


def record_text(record: MeasureRecord, width: int = 100) -> str:
    """Return the record as wrapped plain text."""
    return sheet_text(record_parts(record), width)


def record_markdown(record: MeasureRecord) -> str:
    """Return the record as Markdown."""
    return sheet_markdown(record_parts(record))


def record_parts(record: MeasureRecord) -> Iterator[Part]:
    """Return the record as the parts that `mitigraph.view.sheet` writes."""
    yield "title", f"{record.label}  [{record.id}]"
    if record.preliminary:
        yield (
            "text",
            "PRELIMINARY: part of what follows rests on preliminary data; see each status.",
        )
    for definition in record.definitions:
        yield "text", definition
    if record.alt_labels:
        yield "text", f"Also called: {', '.join(record.alt_labels)}"
    yield from _classification(record)
    yield from _opinions(record)
    yield from measure_matches(record.matches)
    yield from _sources(record)
    for heading, others, option in (
        (
            "Also in this category",
            record.siblings,
            f"--category {record.category[-1].id}" if record.category else "",
        ),
        (
            "Also in this source",
            record.same_source,
            f"--source {record.source[0]}" if record.source else "",
        ),
    ):
        if others:
            yield "heading", heading
            yield from (("item", f"{label}  [{name}]") for name, label in others[:_SHOWN])
            if len(others) > _SHOWN:
                yield (
                    "text",
                    f"... and {len(others) - _SHOWN} more: mitigraph list measures {option}",
                )
    yield "heading", "Identifiers"
    yield "item", str(record.iri)
    yield from (("item", f"{value} in {dataset}") for dataset, value in record.identifiers)
    if record.notes:
        yield "heading", "Notes"
        yield from (("item", note) for note in record.notes)


def _sources(record: MeasureRecord) -> Iterator[Part]:
    yield "heading", "Source"
    for source in record.sources:
        yield "item", source.citation
        if source.kind:
            yield "sub", source.kind
    if record.same_measure:
        yield "heading", "Also described in"
    for name, label, described_in in record.same_measure:
        yield "item", f"{described_in or 'source unknown'}: {label}  [{name}]"


def _classification(record: MeasureRecord) -> Iterator[tuple[str, str]]:
    if record.paths:
        yield "heading", "Category"
        for path in record.paths:
            scheme = path[-1].id.rsplit("/", 1)[0]
            yield "item", f"{' > '.join(step.title for step in path)}  ({scheme})"
            if path[-1].definition:
                yield "sub", path[-1].definition
    yield "heading", "Facets"
    for name in FACETS:
        if name == "category":
            continue
        concepts = getattr(record, name)
        for concept in concepts:
            meaning = f": {concept.definition}" if concept.definition else ""
            yield "item", f"{name}: {concept.title}{meaning}"
        if not concepts and name in ("actor", "stage", "function"):
            yield "item", f"{name}: no value (not assessed, or see below)"
    yield "heading", "Who said so, and why"
    yield from _judgements(record)


def _judgements(record: MeasureRecord) -> Iterator[Part]:
    """Yield each assessor's judgement in each scheme, what holds before what was superseded.

    The values that an assessor gave together stand together, the primary one first. A reason that
    an assessor gives in several schemes is told once.
    """
    told: set[str] = set()
    by_scheme: dict[str, dict[tuple[str | None, ...], list[Assessment]]] = {}
    for one in record.assessments:
        judgement = (one.assessor, one.date, one.method, one.status)
        by_scheme.setdefault(one.scheme_label, {}).setdefault(judgement, []).append(one)
    for scheme, judgements in by_scheme.items():
        ordered = sorted(judgements.values(), key=lambda given: given[0].superseded)
        for given in ordered:
            head = "before" if given[0].superseded and given is not ordered[0] else scheme
            yield "item", f"{head}: {_judgement_line(given)}"
            reasons = dict.fromkeys(one.rationale for one in given if one.rationale)
            for reason in reasons:
                if reason not in told:
                    yield "sub", reason
            told.update(reasons)


def _judgement_line(given: list[Assessment]) -> str:
    facts = [
        given[0].assessor,
        given[0].date[:10] if given[0].date else "no date given",
        f"method {given[0].method}" if given[0].method else "",
        f"confidence {given[0].confidence}" if given[0].confidence else "",
        given[0].status,
        "superseded" if given[0].superseded else "",
    ]
    values = "; ".join(_value(one) for one in given)
    return f"{values}, by {', '.join(fact for fact in facts if fact)}"


def _value(assessment: Assessment) -> str:
    value = assessment.concept.title if assessment.concept else assessment.outcome
    if assessment.concept and assessment.outcome != "assigned":
        value += f" ({assessment.outcome})"
    return value


def _opinions(record: MeasureRecord) -> Iterator[tuple[str, str]]:
    if not record.opinions and not record.ratings:
        return
    yield "heading", "What experts say"
    for rating in record.ratings:
        shares = [
            f"over {share:.0%} {of}"
            for share, of in (
                (rating.agreement_above, "of experts agree that it is effective, in every area"),
                (rating.preferred_share_above, "of their preferred combinations hold it"),
            )
            if share is not None
        ]
        yield "text", f"{'; '.join(shares)} ({rating.panel})"
    ordered = sorted(record.opinions, key=lambda o: (_rank(o), o.ordinal))
    for stance, opinions in groupby(ordered, key=lambda o: o.stance):
        yield "text", f"{_STANCES.get(stance, stance)}:"
        for opinion in opinions:
            yield "item", f"{opinion.quantifier}: {opinion.claim}"
            areas = [
                f"{word} {', '.join(found)}"
                for word, found in (
                    ("stronger for", opinion.stronger_for),
                    ("weaker for", opinion.weaker_for),
                    ("about", opinion.risk_areas),
                )
                if found
            ]
            if areas:
                yield "sub", "; ".join(areas)
    panels = sorted({opinion.panel for opinion in record.opinions if opinion.panel})
    status = sorted({opinion.status for opinion in record.opinions if opinion.status})
    if panels:
        yield "text", f"Panel: {', '.join(panels)} ({', '.join(status)})"


def _rank(opinion: Opinion) -> int:
    stances = list(_STANCES)
    return stances.index(opinion.stance) if opinion.stance in stances else len(stances)
