"""The statements about synthetic measures and what they rest on.

A measure has what a shipped one has: labels, a definition, a source with its author, an identifier,
classifications in five schemes by a model and by a curator, and sometimes opinions. All four ways
of having no value occur, so do values that were superseded or rejected. The texts are put together
from lists of words and mean nothing; agents, sources and panels are called synthetic.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from mitigraph.terms import (
    BASE,
    PREFIXES,
    assessment_iri,
    concept_iri,
    identifier_datatype,
    measure_iri,
    n3,
    opinion_iri,
)

__all__ = [
    "MEASURES_PER_SOURCE",
    "Dice",
    "Draft",
    "Triple",
    "add_opinions",
    "concept_of",
    "english",
    "iri_of",
    "measure",
    "preamble",
    "source_triples",
    "term",
]

#: One statement, each part as N-Triples writes it.
Triple = tuple[str, str, str]

DATASET: Final = "synthetic"
MEASURES_PER_SOURCE: Final = 60

_GENERATED: Final = '"2026-01-15T00:00:00Z"'
_LATER: Final = '"2026-03-02T00:00:00Z"'


def term(name: str) -> str:
    """Return the IRI of a prefixed name as N-Triples writes it."""
    prefix, _, local = name.partition(":")
    return f"<{PREFIXES[prefix]}{local}>"


_TYPE: Final = term("rdf:type")
_LABEL, _PREF, _ALT = term("rdfs:label"), term("skos:prefLabel"), term("skos:altLabel")
_DEFINITION, _NOTE = term("skos:definition"), term("skos:note")
_IDENTIFIER, _CREATOR, _SOURCE = (
    term("dcterms:identifier"),
    term("dcterms:creator"),
    term("dcterms:source"),
)
_ATTRIBUTED, _GENERATED_AT = term("prov:wasAttributedTo"), term("prov:generatedAtTime")
_ASSESSES, _IN_SCHEME, _OUTCOME, _ASSIGNS = (
    term("mg:assesses"),
    term("mg:inScheme"),
    term("mg:outcome"),
    term("mg:assigns"),
)
_STATUS, _METHOD, _LEVEL, _RATIONALE = (
    term("mg:reviewStatus"),
    term("mg:method"),
    term("mg:confidenceLevel"),
    term("mg:rationale"),
)
_CONFIDENCE, _SUPERSEDES, _REVIEWED_BY = (
    term("mg:confidence"),
    term("mg:supersedes"),
    term("mg:reviewedBy"),
)
_DESCRIBED_IN, _ORDINAL, _STANCE = (
    term("mg:describedIn"),
    term("mg:ordinal"),
    term("mg:stance"),
)
_DATE_TIME: Final = term("xsd:dateTime")


def iri_of(path: str) -> str:
    """Return an IRI under the project's base as N-Triples writes it."""
    return f"<{BASE}{path}>"


def concept_of(scheme: str, code: str) -> str:
    """Return the IRI of a concept of a scheme such as "actor/1" as N-Triples writes it."""
    key, _, major = scheme.partition("/")
    return f"<{concept_iri(key, major, code)}>"


def english(text: str) -> str:
    """Return a text in English as N-Triples writes it; it must need no escaping."""
    return f'"{text}"@en'


_MODEL: Final = iri_of("id/agent/synthetic-model")
_CURATORS: Final = iri_of("id/agent/synthetic-curators")
_REVIEWER: Final = iri_of("id/agent/synthetic-reviewer")
_DATASET: Final = iri_of(f"id/dataset/{DATASET}")

#: Leaves of the schemes with the weight that each has among the measures.
_CATEGORIES: Final = {
    **dict.fromkeys(("1.1.1", "1.1.2", "1.1.3", "1.1.4"), 3.0),
    **dict.fromkeys(("1.2.1", "1.2.2", "1.2.3", "1.2.4", "1.2.5"), 3.5),
    **dict.fromkeys(("2.1.1", "2.1.2", "2.1.3", "2.2.1", "2.2.2", "2.2.3", "2.2.4"), 4.0),
    **dict.fromkeys(("2.3.1", "2.3.2", "2.3.3", "2.3.4", "2.4.1", "2.4.2", "2.4.3", "2.4.4"), 3.0),
    **dict.fromkeys(("3.1.1", "3.1.2", "3.1.3", "3.1.4", "3.1.5"), 1.5),
    **dict.fromkeys(("3.2.1", "3.2.2", "3.2.3", "3.3.1", "3.3.2", "3.3.3"), 1.0),
}
_ACTORS: Final = {
    "developer": 55.0,
    "deployer": 20.0,
    "governance-actor": 12.0,
    "infrastructure-provider": 6.0,
    "user": 4.0,
    "affected-stakeholder": 3.0,
}
_STAGES: Final = {
    "plan-and-design": 18.0,
    "collect-and-process-data": 8.0,
    "build-and-use-model": 22.0,
    "verify-and-validate": 20.0,
    "deploy": 14.0,
    "operate-and-monitor": 18.0,
}
_RESIDUAL_STAGES: Final = ("other-multiple-stages", "other-outside-lifecycle", "other-general")
_FUNCTIONS: Final = {"govern": 30.0, "map": 15.0, "measure": 22.0, "manage": 33.0}
_RISKS: Final = tuple(
    f"{domain}.{number}"
    for domain, count in ((1, 3), (2, 2), (3, 2), (4, 3), (5, 2), (6, 6), (7, 6))
    for number in range(1, count + 1)
)
_RISK_AREAS: Final = ("critical-infrastructure", "democratic-processes", "cbrn", "cyber")
_STANCES: Final = ("supports", "mixed", "qualifies", "limits", "conditions", "opposes")
_QUANTIFIERS: Final = ("one", "some", "several", "multiple", "many", "most", "unspecified")
_THEMES: Final = (
    "general-effectiveness",
    "feasibility",
    "side-effects",
    "incentives",
    "competence",
)

_KINDS: Final = ("Review", "Staged release", "Logging", "Red-team exercise", "Filtering", "Audit")
_OBJECTS: Final = (
    "model outputs",
    "training data",
    "fine-tuning",
    "tool use",
    "weights",
    "prompts",
)
_PLACES: Final = ("hospitals", "schools", "code assistants", "search", "call centres", "banking")
_AIMS: Final = ("misuse", "leaks of data", "bias", "loss of control", "outages", "fraud")
_WHENS: Final = ("before release", "each quarter", "after each change", "in operation")


class Dice:
    """Choices that depend on a text alone; only `random()` is used, which no version changes."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed)  # noqa: S311 - nothing here is secret

    def chance(self, share: float) -> bool:
        return self._random.random() < share

    def pick(self, values: Sequence[str]) -> str:
        return values[int(self._random.random() * len(values))]

    def weighted(self, weights: Mapping[str, float]) -> str:
        left = self._random.random() * sum(weights.values())
        for value, weight in weights.items():
            left -= weight
            if left < 0:
                return value
        return list(weights)[-1]


def implausible(category: str, actor: str, stage: str, function: str) -> bool:
    """Whether these values together are ones that the shipped plausibility rules ask about."""
    return (
        (category.startswith("3") and stage == "build-and-use-model")
        or (category.startswith("3.1") and actor == "developer")
        or (category == "1.1.1" and stage == "operate-and-monitor")
        or (actor == "user" and function == "govern")
        or (actor == "user" and stage in ("collect-and-process-data", "build-and-use-model"))
        or (actor == "affected-stakeholder" and stage == "build-and-use-model")
    )


@dataclass(slots=True)
class Draft:
    """A measure while it is made."""

    number: int
    iri: str
    triples: list[Triple] = field(default_factory=list)

    def assess(  # noqa: PLR0913 - an assessment has that many parts
        self,
        scheme: str,
        outcome: str,
        concept: str | None,
        *,
        curated: bool,
        status: str | None = None,
        ordinal: int = 1,
        supersedes: str | None = None,
    ) -> str:
        """Add a classification and return its IRI; curators date and explain, a model does not."""
        agent = _CURATORS if curated else _MODEL
        time = (_LATER if supersedes else _GENERATED) if curated else ""
        node = n3(
            assessment_iri(
                self.iri[1:-1], BASE + f"scheme/{scheme}", agent[1:-1], time[1:-1], ordinal
            )
        )
        status = status or ("curated" if curated else "preliminary")
        add = self.triples.append
        add((node, _TYPE, term("mg:ClassificationAssessment")))
        add((node, _ASSESSES, self.iri))
        add((node, _IN_SCHEME, iri_of(f"scheme/{scheme}")))
        add((node, _OUTCOME, concept_of("outcome/1", outcome)))
        if concept is not None:
            add((node, _ASSIGNS, concept))
        add((node, _STATUS, concept_of("review-status/1", status)))
        add(
            (
                node,
                _METHOD,
                concept_of("method/1", "manual-curation" if curated else "language-model"),
            )
        )
        add((node, _LEVEL, concept_of("confidence/1", "medium" if curated else "unknown")))
        add((node, _ATTRIBUTED, agent))
        if curated:
            add((node, _GENERATED_AT, f"{time}^^{_DATE_TIME}"))
        if curated or concept is None:
            add((node, _RATIONALE, english(f"Synthetic reason for the value in {scheme}.")))
        if status == "accepted":
            add((node, _REVIEWED_BY, _REVIEWER))
        if ordinal > 1:
            add((node, _ORDINAL, f'"{ordinal}"^^{term("xsd:integer")}'))
        if supersedes is not None:
            add((node, _SUPERSEDES, supersedes))
        return node


def measure(number: int, seed: int = 0, *, plain: bool = False) -> list[Triple]:
    """Return the statements about one measure: itself, its assessments, its opinions.

    Args:
        number: Its number, from 1.
        seed: What all choices depend on, with the number.
        plain: Give it one assigned value in each scheme and nothing else, so that what a planted
            fault leads to does not depend on chance.
    """
    dice = Dice(f"{seed}/{number}")
    record = f"S{number:07}"
    made = Draft(number, n3(measure_iri(DATASET, record)))
    _describe(made, record, dice)
    category = dice.weighted(_CATEGORIES)
    actor, stage, function = _facets(dice, category)
    if plain:
        chosen = (("airi-mitigation/2", category), ("actor/1", actor), ("lifecycle/1", stage))
        for scheme, code in (
            *chosen,
            ("function/1", function),
            ("risk-domain/1", dice.pick(_RISKS)),
        ):
            made.assess(scheme, "assigned", concept_of(scheme, code), curated=False)
        return made.triples
    _assess_category(made, dice, category)
    _assess_actor(made, dice, actor)
    _assess_stage(made, dice, stage)
    _assess_function(made, dice, function)
    _assess_risk(made, dice)
    if dice.chance(0.12):
        add_opinions(made, dice)
    return made.triples


def _describe(made: Draft, record: str, dice: Dice) -> None:
    kind, what, where = dice.pick(_KINDS), dice.pick(_OBJECTS), dice.pick(_PLACES)
    label = english(f"{kind} of {what} in {where}, case {made.number}")
    aim, when = dice.pick(_AIMS), dice.pick(_WHENS)
    text = f"A synthetic measure against {aim}: {kind.lower()} of {what} in {where} {when}."
    add, iri = made.triples.append, made.iri
    add((iri, _TYPE, term("mg:Measure")))
    add((iri, _PREF, label))
    add((iri, _LABEL, label))
    add((iri, _ALT, english(f"{kind.lower()} no. {made.number}")))
    if dice.chance(0.4):
        add((iri, _ALT, english(f"{what} in {where} no. {made.number}")))
    add((iri, _DEFINITION, english(text)))
    add((iri, _DESCRIBED_IN, _source(made.number)))
    add((iri, _IDENTIFIER, f'"{record}"^^<{identifier_datatype(DATASET)}>'))


def _facets(dice: Dice, category: str) -> tuple[str, str, str]:
    while True:
        actor, stage = dice.weighted(_ACTORS), dice.weighted(_STAGES)
        function = dice.weighted(_FUNCTIONS)
        if not implausible(category, actor, stage, function):
            return actor, stage, function


def _assess_category(made: Draft, dice: Dice, leaf: str) -> None:
    scheme = "airi-mitigation/2"
    if dice.chance(0.03):
        made.assess(scheme, "unclassifiable", None, curated=False)
    elif dice.chance(0.06):
        made.assess(scheme, "residual", concept_of(scheme, leaf[:-1] + "9"), curated=False)
    elif dice.chance(0.04):
        # An inner category: allowed, and noted by the shapes.
        made.assess(scheme, "assigned", concept_of(scheme, leaf[:-2]), curated=False)
    else:
        older = made.assess(scheme, "assigned", concept_of(scheme, leaf), curated=False)
        if dice.chance(0.05):
            status = "accepted" if dice.chance(0.3) else None
            made.assess(
                scheme, "assigned", concept_of(scheme, leaf), curated=True, status=status,
                supersedes=older,
            )  # fmt: skip
    if dice.chance(0.02):
        code = dice.weighted(_CATEGORIES)
        made.assess(
            scheme,
            "assigned",
            concept_of(scheme, code),
            curated=False,
            status="rejected",
            ordinal=2,
        )


def _assess_actor(made: Draft, dice: Dice, actor: str) -> None:
    scheme = "actor/1"
    if dice.chance(0.04):
        return
    if dice.chance(0.03):
        made.assess(scheme, "unclassifiable", None, curated=False)
        return
    made.assess(scheme, "assigned", concept_of(scheme, actor), curated=False)
    if dice.chance(0.12):
        other = next(code for code in ("deployer", "developer") if code != actor)
        made.assess(scheme, "assigned", concept_of(scheme, other), curated=False, ordinal=2)


def _assess_stage(made: Draft, dice: Dice, stage: str) -> None:
    scheme = "lifecycle/1"
    if dice.chance(0.05):
        return
    if dice.chance(0.08):
        code = dice.pick(_RESIDUAL_STAGES)
        made.assess(scheme, "residual", concept_of(scheme, code), curated=False)
    elif dice.chance(0.02):
        made.assess(scheme, "withheld", None, curated=False)
    else:
        made.assess(scheme, "assigned", concept_of(scheme, stage), curated=False)


def _assess_function(made: Draft, dice: Dice, function: str) -> None:
    scheme = "function/1"
    if dice.chance(0.05):
        return
    made.assess(scheme, "assigned", concept_of(scheme, function), curated=False)
    if dice.chance(0.08):
        # A second opinion, half the time another one; never Govern, which not every actor does.
        code = function if dice.chance(0.5) else dice.pick(("map", "measure", "manage"))
        made.assess(scheme, "assigned", concept_of(scheme, code), curated=True)


def _assess_risk(made: Draft, dice: Dice) -> None:
    scheme = "risk-domain/1"
    if dice.chance(0.25):
        return
    if dice.chance(0.2):
        made.assess(scheme, "not-applicable", None, curated=True)
    else:
        made.assess(scheme, "assigned", concept_of(scheme, dice.pick(_RISKS)), curated=True)


def add_opinions(made: Draft, dice: Dice) -> None:
    """Add one to three opinions on a measure, and the passage that they stand in."""
    source, key = _source(made.number), _source_key(made.number)
    panel = iri_of(f"id/panel/{key}")
    passage = iri_of(f"id/passage/synthetic/S{made.number:07}")
    add = made.triples.append
    add((passage, _TYPE, term("mg:SourcePassage")))
    add((passage, _LABEL, english(f"Synthetic passage {made.number}")))
    add((passage, term("mg:passageOf"), source))
    add((passage, term("mg:locator"), f'"part {made.number}"'))
    for ordinal in range(1, 2 + dice.chance(0.5) + dice.chance(0.2)):
        node = n3(opinion_iri(made.iri[1:-1], panel[1:-1], ordinal))
        add((node, _TYPE, term("mg:OpinionStatement")))
        add((node, _ASSESSES, made.iri))
        add((node, _ORDINAL, f'"{ordinal}"^^{term("xsd:integer")}'))
        add((node, term("mg:theme"), concept_of("theme/1", dice.pick(_THEMES))))
        add((node, _STANCE, concept_of("stance/1", dice.pick(_STANCES))))
        add((node, term("mg:quantifier"), concept_of("quantifier/1", dice.pick(_QUANTIFIERS))))
        add((node, term("mg:claim"), english(f"Synthetic claim {ordinal}.")))
        if dice.chance(0.4):
            area = concept_of("risk-area/1", dice.pick(_RISK_AREAS))
            add((node, term("mg:aboutRiskArea"), area))
        add((node, term("mg:heldBy"), panel))
        add((node, _SOURCE, source))
        add((node, term("mg:quotedFrom"), passage))
        add((node, _STATUS, concept_of("review-status/1", "preliminary")))
        add((node, _ATTRIBUTED, _CURATORS))


def _source_key(number: int) -> str:
    return f"synthetic-{(number - 1) // MEASURES_PER_SOURCE + 1:06}"


def _source(number: int) -> str:
    return iri_of(f"id/source/{_source_key(number)}")


def source_triples(number: int) -> Iterator[Triple]:
    """Yield what is said of the source of a measure, its author and its panel."""
    source, key = _source(number), _source_key(number)
    author, panel = iri_of(f"id/agent/author-{key}"), iri_of(f"id/panel/{key}")
    authorship = iri_of(f"id/authorship/{key}/1")
    year = 2020 + int(key[-6:]) % 6
    yield author, _TYPE, term("prov:Person")
    yield author, _TYPE, term("prov:Agent")
    yield author, term("foaf:name"), f'"Author of {key}"'
    yield author, _LABEL, english(f"Author of {key}")
    yield source, _TYPE, term("mg:Source")
    yield source, _TYPE, term("bibo:Report")
    yield source, term("dcterms:title"), english(f"Report {key}")
    yield source, _LABEL, english(f"Report {key}")
    yield source, term("mg:shortReference"), f'"{key}"'
    yield source, term("mg:documentType"), '"Synthetic"'
    yield source, _CREATOR, author
    yield source, term("mg:hasAuthorship"), authorship
    yield source, term("mg:authorsComplete"), f'"true"^^{term("xsd:boolean")}'
    yield source, term("dcterms:issued"), f'"{year}"^^{term("xsd:gYear")}'
    yield source, term("schema:url"), f"<https://example.org/reports/{key}>"
    yield authorship, _TYPE, term("mg:Authorship")
    yield authorship, term("mg:author"), author
    yield authorship, _ORDINAL, f'"1"^^{term("xsd:integer")}'
    yield panel, _TYPE, term("mg:ExpertPanel")
    yield panel, _LABEL, english(f"Panel of {key}")
    yield panel, term("mg:panelSize"), f'"40"^^{term("xsd:integer")}'
    yield panel, _SOURCE, source


def preamble() -> Iterator[Triple]:
    """Yield what is said once: the dataset, and the agents who assess."""
    yield _DATASET, _TYPE, term("dcat:Dataset")
    yield _DATASET, _TYPE, term("rdfs:Datatype")
    yield _DATASET, term("dcterms:title"), english("Synthetic measures")
    yield _DATASET, _LABEL, english("Synthetic measures")
    for agent, kind, name in (
        (_MODEL, "SoftwareAgent", "Synthetic model"),
        (_CURATORS, "Organization", "Synthetic curators"),
        (_REVIEWER, "Person", "Synthetic reviewer"),
    ):
        yield agent, _TYPE, term(f"prov:{kind}")
        yield agent, _TYPE, term("prov:Agent")
        yield agent, term("foaf:name"), f'"{name}"'
        yield agent, _LABEL, english(name)
