"""Tactics, techniques and mitigations of a knowledge base of attacks, such as MITRE ATLAS.

Its YAML and its STIX bundle say the same in two forms; both are read into these objects, and the
statements are made of them. Mitigations are the controls; techniques are what they mitigate.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from mitigraph.importers.frameworks import Control, Framework, framework_statements
from mitigraph.importers.statements import clean_text
from mitigraph.mapping import Mapping, MappingSet, mapping_statements
from mitigraph.terms import BASE, MG, PREFIXES, Iri, Quad, slug

__all__ = [
    "ATLAS",
    "Adversary",
    "Mitigation",
    "Tactic",
    "Technique",
    "adversary_statements",
    "major_of",
    "plain_text",
]

#: The key of MITRE ATLAS, whichever file it is read from.
ATLAS: Final = "mitre-atlas"
_SKOS: Final = PREFIXES["skos"]
_UNSPECIFIED: Final = Iri(PREFIXES["sssom"] + "license/unspecified")
#: A link to another page of the knowledge base's own site, which leads nowhere outside of it.
_OWN_LINK: Final = re.compile(r"\[([^\]\[]*)\]\(/[a-z-]+/([A-Za-z0-9.]+)/?\)")


@dataclass(frozen=True, slots=True)
class Tactic:
    """A tactic; `reference` is where another knowledge base describes what it is adapted from."""

    id: str
    name: str
    text: str = ""
    reference: str = ""
    deprecated: bool = False


@dataclass(frozen=True, slots=True)
class Technique(Tactic):
    """A technique of some tactics; a subtechnique has the technique that it is one of."""

    tactics: tuple[str, ...] = ()
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Mitigation(Tactic):
    """A mitigation with the ids of the techniques that it mitigates, its stages and categories."""

    mitigates: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()


@dataclass(slots=True)
class Adversary:
    """A knowledge base.

    Attributes:
        key: Key of its schemes.
        major: Their major version.
        title: What it is called.
        version: Its version.
        source: Where it can be had.
        licence: Its licence.
        text_kept: Whether descriptions are kept.
    """

    key: str
    major: int
    title: str
    version: str
    source: Iri
    licence: Iri | None
    text_kept: bool
    tactics: dict[str, Tactic] = field(default_factory=dict)
    techniques: dict[str, Technique] = field(default_factory=dict)
    mitigations: dict[str, Mitigation] = field(default_factory=dict)

    def framework(self, suffix: str, what: str, concept_class: Iri) -> Framework:
        """Return one of its schemes."""
        return Framework(
            key=f"{self.key}{suffix}",
            major=self.major,
            title=f"{self.title}, {what}",
            description=f"The {what} of {self.title}.",
            version=self.version or str(self.major),
            pattern="",
            source=self.source,
            derived_from=(self.source,),
            rights="licence as stated to the import" if self.licence else "rights not stated",
            licence=self.licence,
            note=(
                "Descriptions are quoted."
                if self.text_kept
                else "Only ids, names and links are rendered."
            ),
            concept_class=concept_class,
        )


def major_of(version: str) -> int | None:
    """Return the major version that a version starts with; None where it starts with no number.

    Example:
        >>> major_of("5.6.1"), major_of("6-beta"), major_of("next")
        (5, 6, None)
    """
    found = re.match("[0-9]{1,4}", version)
    return int(found[0]) if found else None


def plain_text(text: str) -> str:
    """Return a description cleaned, with the id of another page in place of a link to it.

    Example:
        >>> plain_text("Such as [Phishing](/techniques/AML.T0052).")
        'Such as Phishing (AML.T0052).'
    """
    return clean_text(_OWN_LINK.sub(r"\1 (\2)", text))


def adversary_statements(
    base: Adversary, *, module_header: bool
) -> Iterator[tuple[Iri, list[Quad]]]:
    """Yield each scheme and mapping set of a knowledge base with its statements."""
    concept = Iri(_SKOS + "Concept")
    mitigations = base.framework("", "mitigations", MG["Control"])
    techniques = base.framework("-technique", "techniques", MG["RiskArea"])
    tactics = base.framework("-tactic", "tactics", concept)
    categories = base.framework("-category", "categories of mitigations", concept)
    stages = base.framework("-stage", "stages of the lifecycle", concept)
    used_categories = _names(one.categories for one in base.mitigations.values())
    used_stages = _names(one.stages for one in base.mitigations.values())
    made: list[tuple[Framework, list[Control]]] = [
        (tactics, [_control(base, one) for one in base.tactics.values()]),
        (techniques, list(_techniques(base, tactics))),
        (categories, [_value(base, *names) for names in used_categories]),
        (stages, [_value(base, *names) for names in used_stages]),
        (
            mitigations,
            [
                _mitigation(base, one, techniques, categories, stages)
                for one in base.mitigations.values()
            ],
        ),
    ]
    for framework, controls in made:
        if controls:
            quads = framework_statements(
                framework,
                controls,
                module_header=module_header,
                part_of=None if framework is mitigations else mitigations,
            )
            yield framework.scheme, list(quads)
    rows = [
        _reference(framework.concept(one.id), one.reference)
        for framework, things in (
            (tactics, base.tactics),
            (techniques, base.techniques),
            (mitigations, base.mitigations),
        )
        for one in things.values()
        if one.reference
    ]
    if rows:
        mapping_set = MappingSet(
            Iri(f"{BASE}mapping/{base.key}-{base.major}_references"),
            base.licence or _UNSPECIFIED,
            mapping_set_version=base.version,
            mapping_set_title=f"References of {base.title} to other knowledge bases",
            comment="What it names as reference; it does not say how close the two are.",
            mappings=tuple(rows),
        )
        yield mapping_set.mapping_set_id, list(mapping_statements(mapping_set))


def _names(values: Iterable[tuple[str, ...]]) -> list[list[str]]:
    """Return the names of each value: such as give the same IRI are spellings of one."""
    found: dict[str, dict[str, None]] = {}
    for name in (name for several in values for name in several):
        found.setdefault(slug(name), {})[name] = None
    return [list(names) for names in found.values()]


def _reference(subject: Iri, target: str) -> Mapping:
    return Mapping(
        subject,
        Iri(_SKOS + "closeMatch"),
        Iri(target),
        Iri(PREFIXES["semapv"] + "UnspecifiedMatching"),
    )


def _control(base: Adversary, one: Tactic) -> Control:
    named = f"{one.id} of {base.title}: {one.name}."
    return Control(
        one.id,
        one.id,
        one.name,
        one.text if base.text_kept and one.text else named,
        deprecated=one.deprecated,
    )


def _value(base: Adversary, name: str, *others: str) -> Control:
    text = f"{name}, as {base.title} names it."
    return Control(slug(name), name, name, text, alt_labels=others)


def _techniques(base: Adversary, tactics: Framework) -> Iterator[Control]:
    """Yield techniques, each followed by its subtechniques."""
    below: dict[str | None, list[Technique]] = {}
    for one in base.techniques.values():
        below.setdefault(one.parent, []).append(one)
    for one in below.get(None, ()):
        for technique in (one, *below.get(one.id, ())):
            yield replace(
                _control(base, technique),
                broader=technique.parent,
                links=tuple(
                    (MG["inFrameworkCategory"], tactics.concept(tactic))
                    for tactic in technique.tactics
                ),
            )


def _mitigation(
    base: Adversary,
    one: Mitigation,
    techniques: Framework,
    categories: Framework,
    stages: Framework,
) -> Control:
    links: Sequence[tuple[Iri, Iri]] = [
        *((MG["mitigates"], techniques.concept(name)) for name in one.mitigates),
        *((MG["inFrameworkCategory"], categories.concept(slug(name))) for name in one.categories),
        *((MG["appliesAtStage"], stages.concept(slug(name))) for name in one.stages),
    ]
    return replace(_control(base, one), links=tuple(dict.fromkeys(links)))
