"""The statements that make up a governance framework: module header, scheme, levels, controls."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from mitigraph.importers.statements import (
    DEFINITION,
    LABEL,
    NOTE,
    PREF_LABEL,
    RDF_TYPE,
    SOURCE,
    english,
)
from mitigraph.terms import BASE, MG, PREFIXES, Iri, Literal, Quad, Term, concept_iri

__all__ = ["Control", "Framework", "Level", "framework_statements"]

_MODULE_VERSION: Final = "0.1.0"
_CREATED: Final = "2026-11-25"
_CURATORS: Final = Iri(BASE + "id/agent/mitigraph-curators")
_CC_BY: Final = Iri("https://creativecommons.org/licenses/by/4.0/")
_SKOS, _XKOS, _DCTERMS = (PREFIXES[name] for name in ("skos", "xkos", "dcterms"))
_XSD, _OWL = PREFIXES["xsd"], PREFIXES["owl"]

_TRUE: Final = Literal("true", Iri(_XSD + "boolean"))

Statements = list[tuple[Iri, Term]]


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a framework, the topmost first: what it is called, and the form of its codes."""

    label: str
    pattern: str


@dataclass(frozen=True, slots=True)
class Framework:
    """A framework as a scheme.

    Args:
        key: Key of the scheme.
        title: What it is called.
        description: What it is, in mitigraph's own words.
        version: The version of the framework that is rendered.
        pattern: The form of all its codes; empty where they have none, or where the code of a
            control does not start with that of the one that it is part of.
        source: The document that it is from.
        derived_from: What it was read from, the document among them.
        rights: What is known of the rights in it.
        note: What a reader should know.
        levels: Its levels; none where it is flat.
        rights_holder: Who holds them; None where nobody does or it is not known.
        major: Major version of the scheme; within it a code never changes its meaning.
        concept_class: What its concepts are; a scheme of controls is a framework.
        licence: IRI of the licence of what is rendered, where one is stated.
        status: How settled it is, a slug of the scheme of review statuses.
    """

    key: str
    title: str
    description: str
    version: str
    pattern: str
    source: Iri
    derived_from: tuple[Iri, ...]
    rights: str
    note: str
    levels: tuple[Level, ...] = ()
    rights_holder: Iri | None = None
    major: int = 1
    concept_class: Iri = MG["Control"]
    licence: Iri | None = None
    status: str = "published"

    @property
    def scheme(self) -> Iri:
        """The IRI of the scheme."""
        return Iri(f"{BASE}scheme/{self.key}/{self.major}")

    def concept(self, code: str) -> Iri:
        """Return the IRI of the concept with a code."""
        return concept_iri(self.key, self.major, code)


@dataclass(frozen=True, slots=True)
class Control:
    """An element of a framework.

    Args:
        code: The last part of its IRI.
        notation: Its code as the framework writes it.
        label: Its name, or its code where it has none.
        definition: What it asks for.
        broader: The code of the one that it is part of; None at the top.
        source: The document that the definition is quoted from; None for mitigraph's own words.
        suggested_for: The control of another framework that it serves.
        exact_match: The concept of another scheme that is the same.
        links: What else relates it to others: property and concept.
        notes: What a reader should know.
        alt_labels: Its other names.
        deprecated: Whether its framework has withdrawn it.
    """

    code: str
    notation: str
    label: str
    definition: str
    broader: str | None = None
    source: Iri | None = None
    suggested_for: Iri | None = None
    exact_match: Iri | None = None
    links: tuple[tuple[Iri, Iri], ...] = ()
    notes: tuple[str, ...] = ()
    alt_labels: tuple[str, ...] = ()
    deprecated: bool = False


def framework_statements(
    framework: Framework,
    controls: Sequence[Control],
    *,
    module_header: bool = True,
    part_of: Framework | None = None,
) -> Iterator[Quad]:
    """Yield a framework as a scheme that can be loaded beside the ontology.

    Args:
        framework: What is said of it as a whole.
        controls: Its controls in their order, with those that they are part of.
        module_header: Whether it is a module of mitigraph's own with a header that says so.
        part_of: The framework whose module it belongs to, where that is another one's.
    """
    named = part_of or framework
    module = Iri(f"{BASE}module/framework-{named.key}-{named.major}")
    if not module_header:
        module = framework.scheme
    for subject, statements in (
        *(((module, _header(framework, module)),) if module_header and not part_of else ()),
        (framework.scheme, _scheme(framework, module, controls)),
        *_levels(framework, module, controls),
        *_controls(framework, module, controls),
    ):
        yield from (Quad(subject, predicate, value) for predicate, value in statements)


def _header(framework: Framework, module: Iri) -> Statements:
    title = f"{framework.title}: framework module"
    citation = (
        f"mitigraph curators ({_CREATED[:4]}): {framework.title}. mitigraph framework module "
        f"{framework.key}-{framework.major}, version {_MODULE_VERSION}. {module}"
    )
    vann = PREFIXES["vann"]
    return [
        (RDF_TYPE, Iri(_OWL + "Ontology")),
        (Iri(_DCTERMS + "title"), english(title)),
        (Iri(_DCTERMS + "description"), english(f"{framework.description} As a SKOS scheme.")),
        (Iri(_DCTERMS + "creator"), _CURATORS),
        (Iri(_DCTERMS + "created"), Literal(_CREATED, Iri(_XSD + "date"))),
        (Iri(_DCTERMS + "language"), Literal("en")),
        (Iri(_DCTERMS + "license"), _CC_BY),
        (Iri(_DCTERMS + "bibliographicCitation"), english(citation)),
        (Iri(_OWL + "versionIRI"), Iri(f"{module}/{_MODULE_VERSION}")),
        (Iri(_OWL + "versionInfo"), Literal(_MODULE_VERSION)),
        (Iri(vann + "preferredNamespacePrefix"), Literal("mgs")),
        (Iri(vann + "preferredNamespaceUri"), Literal(PREFIXES["mgs"])),
        (Iri(PREFIXES["bibo"] + "status"), Iri(PREFIXES["bibo"] + "status/draft")),
        (
            Iri(PREFIXES["rdfs"] + "comment"),
            english(
                "Draft: the w3id.org redirect does not exist yet, so these IRIs do not resolve. "
                "The licence covers the wording of this file that is mitigraph's own; rights in "
                "the framework that it renders are stated at the scheme."
            ),
        ),
    ]


def _scheme(framework: Framework, module: Iri, controls: Sequence[Control]) -> Statements:
    deepest = max(_depths(controls).values(), default=1)
    depth = Literal(str(max(len(framework.levels), deepest)), Iri(_XSD + "integer"))
    found: Statements = [
        (RDF_TYPE, Iri(_SKOS + "ConceptScheme")),
        *([(RDF_TYPE, MG["Framework"])] if framework.concept_class == MG["Control"] else []),
        *_named(framework.title, module),
        (Iri(_DCTERMS + "title"), english(framework.title)),
        (Iri(_DCTERMS + "description"), english(framework.description)),
        (Iri(_OWL + "versionInfo"), Literal(framework.version)),
        (SOURCE, framework.source),
        *((Iri(PREFIXES["prov"] + "wasDerivedFrom"), one) for one in framework.derived_from),
        (Iri(_DCTERMS + "rights"), english(framework.rights)),
        (MG["reviewStatus"], concept_iri("review-status", 1, framework.status)),
        (MG["conceptClass"], framework.concept_class),
        (MG["monoHierarchical"], _TRUE),
        (Iri(_XKOS + "numberOfLevels"), depth),
        *(
            [(Iri(_XKOS + "notationPattern"), Literal(framework.pattern))]
            if framework.pattern
            else []
        ),
        (NOTE, english("This is an unofficial RDF rendering of another party's framework.")),
        (NOTE, english(framework.note)),
        *(
            (Iri(_SKOS + "hasTopConcept"), framework.concept(control.code))
            for control in controls
            if control.broader is None
        ),
    ]
    if framework.rights_holder:
        found.append((Iri(_DCTERMS + "rightsHolder"), framework.rights_holder))
    if framework.licence:
        found.append((Iri(_DCTERMS + "license"), framework.licence))
    return found


def _levels(
    framework: Framework, module: Iri, controls: Sequence[Control]
) -> Iterator[tuple[Iri, Statements]]:
    depths = _depths(controls)
    for depth, level in enumerate(framework.levels, 1):
        yield (
            Iri(f"{framework.scheme}/level/{depth}"),
            [
                (RDF_TYPE, Iri(_XKOS + "ClassificationLevel")),
                *_named(f"Level {depth}: {level.label}", module),
                (Iri(_DCTERMS + "isPartOf"), framework.scheme),
                (Iri(_XKOS + "depth"), Literal(str(depth), Iri(_XSD + "integer"))),
                (Iri(_XKOS + "notationPattern"), Literal(level.pattern)),
                *(
                    (Iri(_SKOS + "member"), framework.concept(code))
                    for code, its_depth in depths.items()
                    if its_depth == depth
                ),
            ],
        )


def _depths(controls: Sequence[Control]) -> dict[str, int]:
    """Return how deep each control lies, 1 at the top, by code."""
    depths: dict[str, int] = {}
    for control in controls:
        depths[control.code] = depths[control.broader] + 1 if control.broader else 1
    return depths


def _controls(
    framework: Framework, module: Iri, controls: Sequence[Control]
) -> Iterator[tuple[Iri, Statements]]:
    below: dict[str | None, list[str]] = defaultdict(list)
    for control in controls:
        below[control.broader].append(control.code)
    for ordinal, control in enumerate(controls, 1):
        place: Statements = [(Iri(_SKOS + "topConceptOf"), framework.scheme)]
        if control.broader:
            place = [(Iri(_SKOS + "broader"), framework.concept(control.broader))]
        optional = (
            (SOURCE, control.source),
            (MG["suggestedFor"], control.suggested_for),
            (Iri(_SKOS + "exactMatch"), control.exact_match),
        )
        yield (
            framework.concept(control.code),
            [
                (RDF_TYPE, Iri(_SKOS + "Concept")),
                (RDF_TYPE, framework.concept_class),
                *_named(control.label, module),
                (Iri(_SKOS + "notation"), Literal(control.notation)),
                (DEFINITION, english(control.definition)),
                (Iri(_SKOS + "inScheme"), framework.scheme),
                *place,
                *(
                    (Iri(_SKOS + "narrower"), framework.concept(code))
                    for code in below[control.code]
                ),
                (MG["ordinal"], Literal(str(ordinal), Iri(_XSD + "integer"))),
                *((predicate, value) for predicate, value in optional if value),
                *control.links,
                *((NOTE, english(note)) for note in control.notes),
                *((Iri(_SKOS + "altLabel"), english(label)) for label in control.alt_labels),
                *([(Iri(_OWL + "deprecated"), _TRUE)] if control.deprecated else []),
            ],
        )


def _named(label: str, module: Iri) -> Statements:
    return [
        (Iri(PREFIXES["rdfs"] + "isDefinedBy"), module),
        (LABEL, english(label)),
        (PREF_LABEL, english(label)),
    ]
