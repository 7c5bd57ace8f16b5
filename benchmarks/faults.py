"""Mistakes that `synthetic.py --faults` plants, each with the shapes that report it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from measures import Dice, Draft, Triple, add_opinions, concept_of, english, iri_of, term

__all__ = ["BLOCK", "FAULTS", "Fault", "fault_of"]

#: The first measures of so many have a fault each.
BLOCK: Final = 1000

_PREF: Final = term("skos:prefLabel")
_ATTRIBUTED, _GENERATED_AT = term("prov:wasAttributedTo"), term("prov:generatedAtTime")
_ASSESSES, _ASSIGNS, _OUTCOME = term("mg:assesses"), term("mg:assigns"), term("mg:outcome")
_DESCRIBED_IN, _RATIONALE = term("mg:describedIn"), term("mg:rationale")
_CONFIDENCE, _SUPERSEDES = term("mg:confidence"), term("mg:supersedes")
_STANCE, _DATE_TIME = term("mg:stance"), term("xsd:dateTime")
_CURATORS: Final = iri_of("id/agent/synthetic-curators")


@dataclass(frozen=True, slots=True)
class Fault:
    """A mistake that can be planted in a measure.

    Args:
        what: What is wrong, one clause.
        shapes: Names of the shapes of severity Violation that report it, and no others do.
        plant: Takes the statements of a sound measure and returns those with the mistake.
    """

    what: str
    shapes: tuple[str, ...]
    plant: Callable[[list[Triple]], list[Triple]]


def _without(predicate: str, *, first: bool = False) -> Callable[[list[Triple]], list[Triple]]:
    """Return a planter that drops statements with a predicate: all of them, or the first."""

    def plant(triples: list[Triple]) -> list[Triple]:
        found = [n for n, triple in enumerate(triples) if triple[1] == predicate]
        dropped = set(found[:1] if first else found)
        return [triple for n, triple in enumerate(triples) if n not in dropped]

    return plant


def _changed(predicate: str, value: str) -> Callable[[list[Triple]], list[Triple]]:
    """Return a planter that gives the first statement with a predicate another object."""

    def plant(triples: list[Triple]) -> list[Triple]:
        place = next(n for n, triple in enumerate(triples) if triple[1] == predicate)
        return [
            (triple[0], triple[1], value) if n == place else triple
            for n, triple in enumerate(triples)
        ]

    return plant


def _more(*added: tuple[str, str]) -> Callable[[list[Triple]], list[Triple]]:
    """Return a planter that says more of the first assessment."""

    def plant(triples: list[Triple]) -> list[Triple]:
        node = _first_assessment(triples)
        return [*triples, *((node, predicate, value) for predicate, value in added)]

    return plant


def _first_assessment(triples: list[Triple]) -> str:
    return next(subject for subject, predicate, _ in triples if predicate == _ASSESSES)


def _both(
    *planters: Callable[[list[Triple]], list[Triple]],
) -> Callable[[list[Triple]], list[Triple]]:
    def plant(triples: list[Triple]) -> list[Triple]:
        for planter in planters:
            triples = planter(triples)
        return triples

    return plant


def _superseding_itself(triples: list[Triple]) -> list[Triple]:
    node = _first_assessment(triples)
    return [*triples, (node, _SUPERSEDES, node)]


def _second_category(triples: list[Triple]) -> list[Triple]:
    made = Draft(0, triples[0][0])
    first = next(value for _, predicate, value in triples if predicate == _ASSIGNS)
    codes = (concept_of("airi-mitigation/2", code) for code in ("2.1.1", "2.1.2"))
    other = next(code for code in codes if code != first)
    made.assess("airi-mitigation/2", "assigned", other, curated=True)
    return [*triples, *made.triples]


def _opinion_without_stance(triples: list[Triple]) -> list[Triple]:
    number = int(triples[0][0][-8:-1])
    made = Draft(number, triples[0][0])
    add_opinions(made, Dice("opinion"))
    return [*triples, *_without(_STANCE, first=True)(made.triples)]


_UNCLASSIFIABLE: Final = concept_of("outcome/1", "unclassifiable")

#: Every fault by its name, in the order in which a block of measures has them.
FAULTS: Final[dict[str, Fault]] = {
    "no-label": Fault("no preferred label", ("01-measure-label",), _without(_PREF)),
    "untrimmed-label": Fault(
        "blank at the end of the label",
        ("01-measure-label-text", "52-trimmed"),
        _changed(_PREF, english("Untrimmed ")),
    ),
    "no-source": Fault("no source", ("03-measure-source",), _without(_DESCRIBED_IN)),
    "unknown-source": Fault(
        "a source that nothing describes",
        ("03-measure-source",),
        _changed(_DESCRIBED_IN, iri_of("id/source/nowhere")),
    ),
    "no-outcome": Fault(
        "an assessment without an outcome",
        ("11-assessment-outcome",),
        _without(_OUTCOME, first=True),
    ),
    "two-assessors": Fault(
        "an assessment by two agents",
        ("11-assessment-assessor",),
        _more((_ATTRIBUTED, _CURATORS)),
    ),
    "no-concept": Fault(
        "outcome assigned, and nothing is assigned",
        ("12-assigned-has-concept",),
        _without(_ASSIGNS, first=True),
    ),
    "value-and-none": Fault(
        "outcome unclassifiable, and a concept is assigned",
        ("13-no-value-no-concept",),
        _both(_changed(_OUTCOME, _UNCLASSIFIABLE), _more((_RATIONALE, english("Both.")))),
    ),
    "unexplained": Fault(
        "outcome unclassifiable without a rationale",
        ("13-no-value-rationale",),
        _both(_changed(_OUTCOME, _UNCLASSIFIABLE), _without(_ASSIGNS, first=True)),
    ),
    "foreign-concept": Fault(
        "a category assigned that is a lifecycle stage",
        ("14-concept-in-scheme", "15-concept-kind"),
        _changed(_ASSIGNS, concept_of("lifecycle/1", "deploy")),
    ),
    "false-residual": Fault(
        "outcome residual with a concept that is not",
        ("16-residual",),
        _changed(_OUTCOME, concept_of("outcome/1", "residual")),
    ),
    "no-time-zone": Fault(
        "a time without a zone",
        ("17-time",),
        _more((_GENERATED_AT, f'"2026-01-15T00:00:00"^^{_DATE_TIME}')),
    ),
    "confidence-in-percent": Fault(
        "a confidence above 1",
        ("18-confidence-range",),
        _more((_CONFIDENCE, f'"80.0"^^{term("xsd:decimal")}')),
    ),
    "superseding-itself": Fault(
        "an assessment that supersedes itself", ("22-supersedes-cycle",), _superseding_itself
    ),
    "two-categories": Fault(
        "two current categories in one taxonomy", ("07-one-category-per-scheme",), _second_category
    ),
    "no-stance": Fault(
        "an opinion without a stance", ("24-opinion-stance",), _opinion_without_stance
    ),
}


def fault_of(number: int) -> str | None:
    """Return the name of the fault that the measure of this number has with `--faults`.

    Example:
        >>> fault_of(1), fault_of(1002), fault_of(500)
        ('no-label', 'untrimmed-label', None)
    """
    names = tuple(FAULTS)
    place = (number - 1) % BLOCK
    return names[place] if place < len(names) else None
