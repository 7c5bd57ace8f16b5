"""Frameworks, reference controls and threats of a library as schemes.

Requirements are controls in the tree of their framework. Reference controls are a scheme of
controls that are suggested for the requirements which name them, threats a scheme of risks, and so
are techniques, which came in their place in libraries of attack patterns. What a library does not
say in English stands beside the English names, which are its codes then.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from mitigraph.importers.ciso_assistant.document import Library, code_in, folded, list_of
from mitigraph.importers.frameworks import Control, Framework, framework_statements
from mitigraph.importers.provenance import file_iri
from mitigraph.importers.report import Imported
from mitigraph.importers.statements import DEFINITION, NOTE, PREF_LABEL, clean_line
from mitigraph.interchange.ciso_frameworks import SHIPPED, scheme_of
from mitigraph.interchange.ciso_records import Record, flag, text
from mitigraph.terms import BASE, MG, PREFIXES, Iri, Literal, Quad, concept_iri

__all__ = ["node_iris", "read_frameworks", "their_key"]

_LONGEST_LABEL: Final = 200
_DESCRIPTION: Final = Iri(PREFIXES["dcterms"] + "description")
#: The fields of a record that become notes, and what they are called there.
_NOTES: Final = {"annotation": "Annotation", "typical_evidence": "Typical evidence"}
_NOTE: Final = (
    "Read from a library of CISO Assistant. What the library says of implementation groups, "
    "categories and functions stands in notes."
)


@dataclass
class _Scheme:
    """A scheme that is being made.

    Attributes:
        key: Its key.
        major: Its major version.
        title: What it is called.
        kind: What one of its concepts is called: "Requirement".
        concept_class: What its concepts are.
        records: The records that its concepts are made of.
        held: What the library says of it as a whole.
    """

    key: str
    major: int
    title: str
    kind: str
    concept_class: Iri = MG["Control"]
    records: list[Record] = field(default_factory=list)
    held: dict[str, Any] = field(default_factory=dict)

    @property
    def iri(self) -> Iri:
        return Iri(f"{BASE}scheme/{self.key}/{self.major}")

    def concept(self, code: str) -> Iri:
        return concept_iri(self.key, self.major, code)


def node_iris(library: Library) -> dict[str, Iri]:
    """Return the IRI of each requirement, reference control and threat, by URN in lower case."""
    return {
        urn: scheme.concept(code) for scheme in _schemes(library) for urn, code in _codes(scheme)
    }


def _codes(scheme: _Scheme) -> Iterator[tuple[str, str]]:
    """Yield URN and code of each record; two URNs that end alike get different codes."""
    seen: set[str] = set()
    taken: set[str] = set()
    for one in scheme.records:
        urn = text(one.value.get("urn")).lower() if isinstance(one.value, dict) else ""
        if urn and urn not in seen:
            code = code_in(urn)
            number = 1
            while code in taken:
                number += 1
                code = f"{code_in(urn)}-{number}"
            seen.add(urn)
            taken.add(code)
            yield urn, code


def _schemes(library: Library, records: dict[str, list[Record]] | None = None) -> list[_Scheme]:
    """Return the schemes of a library with their records, all of them or those given by kind."""
    kinds = ("framework", "node", "reference_control", "technique", "threat")
    held = {kind: library.of_kind(kind) for kind in kinds} | (records or {})
    made: list[_Scheme] = []
    for one in held["framework"]:
        if not isinstance(one.value, dict):
            continue
        named = text(one.value.get("urn")) or text(one.value.get("ref_id")) or library.key
        key, major = library.choices.scheme(their_key(scheme_of(named).partition("/")[0]))
        if key in {other.key for other in made}:
            key = f"{key}-{len(made) + 1}"
        names = (library.english(one.value).get("name"), one.value.get("ref_id"))
        title = next(filter(None, (clean_line(text(name)) for name in names)), library.title)
        nodes = [node for node in held["node"] if node.parent is one.value]
        made.append(_Scheme(key, major, title, "Requirement", MG["Control"], nodes, one.value))
    first = made[0] if made else None
    for kind, name, concept_class in (
        ("reference_control", "Reference control", MG["Control"]),
        ("technique", "Technique", MG["RiskArea"]),
        ("threat", "Threat", MG["RiskArea"]),
    ):
        if held[kind]:
            key, major = (first.key, first.major) if first else library.choices.scheme(library.key)
            if first or kind != "reference_control":
                key = f"{key}-{kind.replace('_', '-')}"
            title = f"{library.title}: {name.lower()}s"
            made.append(_Scheme(key, major, title, name, concept_class, held[kind]))
    return [one for one in made if one.records]


def their_key(key: str) -> str:
    """Return the key of a framework of CISO Assistant; one that is shipped here keeps its own.

    Example:
        >>> their_key("iso-42001"), their_key("rules")
        ('ciso-iso-42001', 'rules')
    """
    return f"ciso-{key}" if key in _OURS else key


_OURS: Final = frozenset(scheme.partition("/")[0] for scheme in SHIPPED)


def read_frameworks(library: Library, result: Imported) -> list[Iri]:
    """Add the schemes of a library to an account; return their IRIs."""
    usable = {
        kind: library.usable(result, kind)
        for kind in ("node", "reference_control", "technique", "threat")
    }
    iris = node_iris(library)
    schemes = _schemes(library, usable)
    made = {
        iris[text(one.value.get("urn")).lower()] for scheme in schemes for one in scheme.records
    }
    links = _links(schemes, iris, made)
    for scheme in schemes:
        concepts = _Concepts(library, result, scheme, iris, links)
        controls = list(concepts.made())
        result.made += len(controls)
        result.quads.extend(
            framework_statements(
                _framework(library, scheme), controls, module_header=library.choices.module
            )
        )
        result.quads.extend(_in_other_languages(library, scheme, iris))
    if schemes and library.language != "en":
        message = f"its texts are in {library.language}; what has no translation is named by code"
        library.warn(result, library.records[0], "unknown-term", message)
    return [one.iri for one in schemes]


def _in_other_languages(library: Library, scheme: _Scheme, iris: dict[str, Iri]) -> Iterator[Quad]:
    """Yield what a library says in other languages than English of a scheme and its concepts."""
    concepts = ((iris[text(one.value["urn"]).lower()], one.value) for one in scheme.records)
    for subject, held in ((scheme.iri, scheme.held), *concepts):
        described = _DESCRIPTION if subject == scheme.iri else DEFINITION
        for language, said in library.by_language(held).items():
            if language == "en":
                continue
            name = clean_line(text(said.get("name")))[:_LONGEST_LABEL]
            found = [(PREF_LABEL, name), (described, library.prose(said, "description"))]
            found += [(NOTE, library.prose(said, key)) for key in _NOTES]
            for predicate, value in found:
                if value:
                    yield Quad(subject, predicate, Literal(value, language=language))


def _framework(library: Library, scheme: _Scheme) -> Framework:
    said = library.prose(library.english(scheme.held), "description")
    return Framework(
        key=scheme.key,
        title=scheme.title,
        description=(
            f"The {scheme.kind.lower()}s of {scheme.title}, as a library of CISO Assistant has "
            "them."
        ),
        version=library.version,
        pattern="",
        source=library.source,
        derived_from=tuple(dict.fromkeys((library.source, file_iri(library.path)))),
        rights=library.rights or "not stated",
        note=f"{_NOTE} It says of the framework: {said}" if said else _NOTE,
        major=scheme.major,
        concept_class=scheme.concept_class,
        licence=library.licence,
    )


_Links = dict[Iri, list[tuple[Iri, Iri]]]


def _links(schemes: list[_Scheme], iris: dict[str, Iri], made: set[Iri]) -> _Links:
    """Return what relates records of the library to each other, by the one that says it.

    A reference control is suggested for the requirement that names it and mitigates the threat or
    technique that does; a requirement mitigates the threats that it names.
    """
    links: _Links = {}
    for scheme in schemes:
        for record in scheme.records:
            this = iris[text(record.value.get("urn")).lower()]
            property_ = MG["suggestedFor" if scheme.concept_class == MG["Control"] else "mitigates"]
            for name in list_of(record.value, "reference_controls"):
                other = iris.get(text(name).lower())
                if other in made:
                    links.setdefault(other, []).append((property_, this))
            for name in list_of(record.value, "threats"):
                other = iris.get(text(name).lower())
                if other in made:
                    links.setdefault(this, []).append((MG["mitigates"], other))
    return links


class _Concepts:
    """The concepts of a scheme."""

    def __init__(
        self,
        library: Library,
        result: Imported,
        scheme: _Scheme,
        iris: dict[str, Iri],
        links: _Links,
    ) -> None:
        self.library, self.result, self.scheme, self.links = library, result, scheme, links
        self.iris = iris
        self.groups: dict[int, dict[str, str]] = {}
        self.above = self._parents()

    def _parents(self) -> dict[str, str]:
        """Return the URN above each record, as far as it is there and no circle comes of it."""
        records = {text(one.value.get("urn")).lower(): one for one in self.scheme.records}
        above = {
            urn: parent
            for urn, one in records.items()
            if (parent := text(one.value.get("parent_urn")).lower()) in records
        }
        clear: set[str] = set()
        for urn in records:
            path: dict[str, None] = {}
            step: str | None = urn
            while step and step not in clear:
                if step in path:
                    self.library.warn(
                        self.result, records[step], "schema", "it stands below itself"
                    )
                    del above[step]
                    break
                path[step] = None
                step = above.get(step)
            clear.update(path)
        return above

    def made(self) -> Iterator[Control]:
        """Yield the concepts, each after the one above it."""
        records = {text(one.value.get("urn")).lower(): one for one in self.scheme.records}
        done: set[str] = set()
        for urn in records:
            path = []
            step: str | None = urn
            while step and step not in done:
                done.add(step)
                path.append(step)
                step = self.above.get(step)
            for one in reversed(path):
                yield self._control(one, records[one])

    def _control(self, urn: str, record: Record) -> Control:
        library, iri, held = self.library, self.iris[urn], record.value
        code = iri.rpartition("/")[2]
        notation = clean_line(text(held.get("ref_id"))) or code
        english = library.english(held)
        label = clean_line(text(english.get("name")))[:_LONGEST_LABEL] or notation
        definition = library.prose(english, "description")
        above = self.above.get(urn)
        return Control(
            code=code,
            notation=notation,
            label=label,
            definition=definition or self._template(notation, label),
            broader=self.iris[above].rpartition("/")[2] if above else None,
            source=library.source if self._quoted(held) else None,
            exact_match=self._known(urn, notation),
            links=tuple(dict.fromkeys(self.links.get(iri, ()))),
            notes=tuple(self._notes(record)),
            deprecated=bool(flag(held.get("is_deprecated"))),
        )

    def _quoted(self, held: dict[str, Any]) -> bool:
        """Whether a definition is taken over from a record, in any language."""
        said = self.library.by_language(held).values()
        return any(self.library.prose(one, "description") for one in said)

    def _template(self, notation: str, label: str) -> str:
        named = f"{self.scheme.kind} {notation} of {self.scheme.title}"
        return f"{named}." if label == notation else f"{named}: {label}."

    def _known(self, urn: str, notation: str) -> Iri | None:
        """Return the control of a framework that is loaded here which a requirement is."""
        for scheme, target in SHIPPED.items():
            if urn.startswith(target.nodes):
                known = self.library.known(scheme)
                return known.get(urn.removeprefix(target.nodes)) or known.get(folded(notation))
        return None

    def _notes(self, record: Record) -> Iterator[str]:
        held = record.value
        if self.scheme.kind == "Requirement":
            if not flag(held.get("assessable")):
                yield "A heading: it is not assessed."
            groups = [text(one) for one in list_of(held, "implementation_groups")]
            if groups:
                yield f"Implementation groups: {'; '.join(self._named(record.parent, groups))}."
        for key, name in (("category", "Category"), ("csf_function", "Function")):
            if word := clean_line(text(held.get(key))):
                yield f"{name} in CISO Assistant: {word}."
        english = self.library.english(held)
        for key, name in _NOTES.items():
            if said := self.library.prose(english, key):
                yield f"{name}: {said}"

    def _named(self, framework: dict[str, Any], groups: list[str]) -> list[str]:
        """Return implementation groups by their names, as the framework defines them."""
        if id(framework) not in self.groups:
            defined = list_of(framework, "implementation_groups_definition")
            self.groups[id(framework)] = {
                text(one.get("ref_id")): clean_line(text(one.get("name")))
                for one in defined
                if isinstance(one, dict)
            }
        names = self.groups[id(framework)]
        return [names.get(one) or one for one in groups]
