"""What becomes of a list of measures or codes when a taxonomy changes.

A measure that the graph classifies in both schemes has its answer there. For a code, the measures
classified in both are the evidence: where they went is where the code goes, with their numbers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from mitigraph.errors import AmbiguousTermError, UnknownTermError
from mitigraph.knowledge_graph.names import Names
from mitigraph.model import Concept
from mitigraph.query.rows import answer_rows
from mitigraph.store.protocol import Store
from mitigraph.terms import Iri, compact

__all__ = ["Candidate", "Migrated", "Verdict", "migrate"]

#: A code goes to one target if at least this share of its measures do, and there are this many.
LIKELY_SHARE: Final = 0.8
LIKELY_MEASURES: Final = 5


class Verdict(StrEnum):
    """How sure it is what becomes of an entry."""

    CLASSIFIED = "classified"
    LIKELY = "likely"
    AMBIGUOUS = "ambiguous"
    NO_EVIDENCE = "no evidence"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A concept that an entry may become; `measures` of the code's measures went there."""

    concept: Concept
    measures: int
    share: float


@dataclass(frozen=True, slots=True)
class Migrated:
    """One entry of the list: what it is in the old scheme, and what it may be in the new one.

    Candidates stand with most measures first. One that is `classified` has the one in which the
    graph classifies the measure itself, without numbers of its code.
    """

    entry: str
    verdict: Verdict
    source: Concept | None = None
    candidates: tuple[Candidate, ...] = ()
    reason: str = ""

    @property
    def target(self) -> Concept | None:
        """What it becomes, where that is sure or likely; else None."""
        sure = self.verdict in (Verdict.CLASSIFIED, Verdict.LIKELY)
        return self.candidates[0].concept if sure else None

    def as_row(self) -> dict[str, Any]:
        """Return the entry as plain JSON types; concepts by id."""
        return {
            "entry": self.entry,
            "from": self.source.id if self.source else None,
            "becomes": self.target.id if self.target else None,
            "verdict": self.verdict.value,
            "candidates": [
                {"id": c.concept.id, "measures": c.measures, "share": round(c.share, 3)}
                for c in self.candidates
            ],
            "reason": self.reason,
        }


def migrate(
    store: Store, names: Names, entries: Iterable[Sequence[str]], start: str, end: str
) -> list[Migrated]:
    """Say what each entry of a list becomes.

    Args:
        store: A store with effective classifications in both schemes.
        names: Its names.
        entries: Each a measure (id, record number or name) or a code of the first scheme; a second
            string, if there is one, is the code of an own measure that the first one names.
        start: The scheme in which they are classified now, such as "airi-mitigation/1".
        end: The scheme to arrive at.

    Returns:
        One answer an entry, in their order.

    Raises:
        UnknownTermError: If there is no such scheme.
    """
    schemes = names.scheme(start), names.scheme(end)
    ways = _ways(store, names, *schemes)
    placed = _placed(store, schemes)
    return [_migrated(names, list(entry), schemes, ways, placed) for entry in entries]


def _ways(store: Store, names: Names, start: Iri, end: Iri) -> dict[Iri, tuple[Candidate, ...]]:
    found: dict[Iri, list[Candidate]] = defaultdict(list)
    for row in answer_rows(store, "co-classified", **{"from": start, "to": end}):
        measures = row.count("measures")
        concept = names.concepts[row.iri("toConcept")]
        candidate = Candidate(concept, measures, measures / row.count("fromMeasures"))
        found[row.iri("fromConcept")].append(candidate)
    return {concept: tuple(candidates) for concept, candidates in found.items()}


def _placed(store: Store, schemes: tuple[Iri, Iri]) -> dict[tuple[Iri, Iri], list[Iri]]:
    """Return the concepts that each measure has in each of the schemes."""
    found: dict[tuple[Iri, Iri], list[Iri]] = defaultdict(list)
    for row in answer_rows(store, "measure-facets"):
        scheme = row.iri("scheme")
        if scheme in schemes:
            found[row.iri("measure"), scheme].append(row.iri("concept"))
    return found


def _migrated(
    names: Names,
    entry: list[str],
    schemes: tuple[Iri, Iri],
    ways: dict[Iri, tuple[Candidate, ...]],
    placed: dict[tuple[Iri, Iri], list[Iri]],
) -> Migrated:
    start, end = schemes
    name, code = entry[0], entry[1] if len(entry) > 1 else ""
    try:
        if code or not (measure := _measure(names, name, start)):
            return _of_code(name, _concept(names, code or name, start), ways)
    except (AmbiguousTermError, UnknownTermError) as error:
        return Migrated(name, Verdict.UNKNOWN, reason=str(error))
    old = [names.concepts[iri] for iri in placed.get((measure, start), ())]
    new = [Candidate(names.concepts[iri], 1, 1.0) for iri in placed.get((measure, end), ())]
    if new:
        reason = f"{compact(measure)} is classified so"
        return Migrated(name, Verdict.CLASSIFIED, old[0] if old else None, tuple(new), reason)
    if old:
        return _of_code(name, old[0], ways)
    reason = f"{compact(measure)} is classified in neither scheme"
    return Migrated(name, Verdict.NO_EVIDENCE, reason=reason)


def _concept(names: Names, text: str, scheme: Iri) -> Concept:
    """Return the concept of one scheme that a code, id or label means."""
    inside = f"{compact(scheme)}/"
    first = text.split(maxsplit=1)[0] if text.split() else text
    for written in (text, first):
        for concept in names.concepts.values():
            same = (concept.notation, concept.id, concept.label, concept.title)
            if concept.id.startswith(inside) and written in (*same, concept.id[len(inside) :]):
                return concept
    return names.concept(inside + text, [inside.partition("/")[0]], kind="code")


def _measure(names: Names, text: str, scheme: Iri) -> Iri | None:
    """Return the measure that an entry means; None if it is a code of the scheme."""
    try:
        _concept(names, text, scheme)
    except (AmbiguousTermError, UnknownTermError):
        return names.measure(text)
    return None


def _of_code(name: str, concept: Concept, ways: dict[Iri, tuple[Candidate, ...]]) -> Migrated:
    candidates = ways.get(concept.iri, ())
    if not candidates:
        reason = f"no measure of {concept.id} is classified in both schemes"
        return Migrated(name, Verdict.NO_EVIDENCE, concept, reason=reason)
    total = round(candidates[0].measures / candidates[0].share)
    best = candidates[0]
    likely = best.share >= LIKELY_SHARE and total >= LIKELY_MEASURES
    reason = f"{best.measures} of {total} measures of {concept.id} went to {best.concept.id}"
    if total < LIKELY_MEASURES:
        reason += "; too few to tell"
    verdict = Verdict.LIKELY if likely else Verdict.AMBIGUOUS
    return Migrated(name, verdict, concept, candidates, reason)
