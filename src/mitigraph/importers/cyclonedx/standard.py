"""A standard of others: a framework whose requirements are its controls, its levels collections."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any, Final

from mitigraph.importers.cyclonedx.document import Document, members, text_of
from mitigraph.importers.frameworks import Control, Framework, framework_statements
from mitigraph.importers.oscal.document import objects, web_address
from mitigraph.importers.provenance import file_iri
from mitigraph.importers.report import Imported
from mitigraph.importers.statements import (
    DEFINITION,
    IDENTIFIER,
    LABEL,
    PREF_LABEL,
    RDF_TYPE,
    clean_text,
    english,
)
from mitigraph.interchange.fault import Fault
from mitigraph.terms import PREFIXES, Iri, Literal, Quad, compact, slug

__all__ = ["read_standard"]

_SKOS: Final = PREFIXES["skos"]
_SEE_ALSO: Final = Iri(PREFIXES["rdfs"] + "seeAlso")
_OPEN_CRE: Final = "https://www.opencre.org/cre/"
_KEY: Final = re.compile("[a-z][a-z0-9-]*")
_LONGEST_KEY: Final = 60

Object = dict[str, Any]


def read_standard(  # noqa: PLR0913 - one standard of one document, and where it is told
    document: Document,
    place: str,
    standard: Object,
    refused: Callable[[str], bool],
    result: Imported,
    *,
    alone: bool,
) -> list[Iri]:
    """Read a standard into an account.

    Args:
        document: The document.
        place: Where the standard stands in it.
        standard: The standard.
        refused: Whether the record at a place has a fault that refuses it.
        result: The account; each requirement is a record of it.
        alone: Whether no other standard shares the key that the user has chosen.

    Returns:
        The scheme that was made; nothing where no requirement was.
    """
    framework = _framework(document, standard, alone=alone)
    reader = _Reader(document, framework, result)
    for where, one in members(standard, "requirements", place):
        result.records += 1
        if not refused(where):
            reader.take(where, one)
    controls = list(reader.controls())
    if not controls:
        return []
    if reader.known:
        name, why = compact(framework.scheme), "this framework is loaded already: --as sets another"
        document.tell(result, Fault("warning", "duplicate-id", place, name, why + " key"))
    result.made += len(controls)
    result.quads.extend(
        framework_statements(framework, controls, module_header=document.choices.module)
    )
    result.quads.extend(reader.levels(place, standard))
    return [framework.scheme]


def _framework(document: Document, standard: Object, *, alone: bool) -> Framework:
    stated = text_of(standard.get("version"))
    version = stated or document.choices.version or "unknown"
    title = (document.choices.title if alone else "") or text_of(standard.get("name"))
    title = title or document.title
    number = re.search(r"[0-9]{1,4}", version)
    major = max(int(number.group()), 1) if number else 1
    key, major = document.choices.scheme(_key(standard, version, title), major)
    if document.choices.key and not alone:
        key = f"{key}-{_key(standard, version, title)}"
    owner = text_of(standard.get("owner"))
    described = clean_text(standard["description"]) if _has(standard, "description") else ""
    addresses = [
        iri
        for one in objects(standard.get("externalReferences"))
        if (iri := web_address(one.get("url")))
    ]
    file = file_iri(document.path)
    source = document.choices.source or next(iter(addresses), file)
    licence = document.licence
    return Framework(
        key=key,
        title=title,
        description=(
            described
            if described and document.text_kept
            else f"The requirements of {title}, read from CycloneDX."
        ),
        version=version,
        pattern="",
        source=source,
        derived_from=(file,),
        rights="; ".join(
            (
                f"owner: {owner}" if owner else "no owner is stated",
                f"licence: {licence}" if licence else "no licence is stated",
            )
        ),
        note=f"Attribution: {', '.join(filter(None, (owner, title)))}, version {version}.",
        major=major,
        licence=licence,
    )


def _key(standard: Object, version: str, title: str) -> str:
    """Return the key of a standard: its bom-ref without the version where that is one."""
    ref = text_of(standard.get("bom-ref")).lower()
    short = ref.removesuffix(version.lower()).rstrip("-_.@: ")
    if short != ref and _KEY.fullmatch(short):
        return short
    name = slug(title).lower().replace(".", "-").replace("_", "-")
    name = name[:_LONGEST_KEY].rpartition("-")[0] if len(name) > _LONGEST_KEY else name
    return name if _KEY.fullmatch(name) else f"standard-{name}".rstrip("-")


def _has(one: Object, key: str) -> bool:
    return isinstance(one.get(key), str) and bool(one[key].strip())


class _Reader:
    """Makes controls of the requirements of one standard."""

    def __init__(self, document: Document, framework: Framework, result: Imported) -> None:
        self.document, self.framework, self.result = document, framework, result
        self.known = document.choices.controls(f"{framework.key}/{framework.major}")
        self.codes: dict[str, str] = {}
        self._taken: dict[str, str] = {}
        self._requirements: dict[str, tuple[str, Object]] = {}

    def take(self, place: str, one: Any) -> None:
        """Take a requirement, or tell why not."""
        notation = _notation(one) if isinstance(one, dict) else ""
        code = self._code(notation)
        if not isinstance(one, dict):
            fault = Fault("error", "wrong-type", place, "", "expected an object")
        elif not code:
            fault = Fault(
                "error", "missing-field", place, "", "neither an identifier, a title nor a bom-ref"
            )
        elif code in self._taken:
            fault = Fault(
                "error",
                "duplicate-id",
                place,
                notation,
                f"the identifier of {self._taken[code]}, too",
            )
        else:
            self._taken[code] = place
            self._requirements[code] = (place, one)
            if isinstance(ref := one.get("bom-ref"), str):
                self.codes[ref] = code
            return
        self.document.tell(self.result, fault)

    def _code(self, notation: str) -> str:
        """Return the last part of an IRI: that of the control that is known by this notation."""
        iri = self.known.get(notation, "")
        return iri.removeprefix(f"{self.framework.scheme}/") or slug(notation)

    def controls(self) -> Iterator[Control]:
        """Yield the controls, each behind what it is part of; tell those that hang in the air."""
        below: dict[str | None, list[str]] = defaultdict(list)
        for code, (_, one) in self._requirements.items():
            parent = one.get("parent")
            above = self.codes.get(parent, "") if isinstance(parent, str) else None
            below[above].append(code)
        made: set[str] = set()
        open_ends: list[tuple[str, str | None]] = [(one, None) for one in reversed(below[None])]
        while open_ends:
            code, parent_code = open_ends.pop()
            made.add(code)
            yield self._control(code, parent_code)
            open_ends += [(child, code) for child in reversed(below[code])]
        for code, (place, one) in self._requirements.items():
            if code not in made:
                why = "what it is part of was refused: mend that"
                self.document.tell(
                    self.result, Fault("error", "dangling-ref", place, _notation(one), why)
                )

    def _control(self, code: str, broader: str | None) -> Control:
        place, one = self._requirements[code]
        notation = _notation(one)
        text = clean_text(one["text"]) if _has(one, "text") and self.document.text_kept else ""
        notes = list(self._notes(one))
        framework = self.framework
        return Control(
            code=code,
            notation=notation,
            label=text_of(one.get("title")) or notation,
            definition=text
            or f"Requirement {notation} of {framework.title}, version {framework.version}.",
            broader=broader,
            source=framework.source if text else None,
            links=tuple(dict.fromkeys(self._links(place, one))),
            notes=tuple(dict.fromkeys(notes)),
        )

    def _notes(self, one: Object) -> Iterator[str]:
        if self.document.text_kept:
            held = one.get("descriptions")
            for text in held if isinstance(held, list) else []:
                if isinstance(text, str) and text.strip():
                    yield clean_text(text)
        for prop in objects(one.get("properties")):
            if said := text_of(prop.get("value")):
                yield f"{text_of(prop.get('name'))}: {said}"

    def _links(self, place: str, one: Object) -> Iterator[tuple[Iri, Iri]]:
        for reference in objects(one.get("externalReferences")):
            if iri := web_address(reference["url"]):
                yield _SEE_ALSO, iri
            else:
                name, why = _notation(one), "left out: a reference that is no address of the web"
                self.document.tell(self.result, Fault("warning", "refused", place, name, why))
        cres = one.get("openCre")
        for cre in cres if isinstance(cres, list) else []:
            if isinstance(cre, str) and re.fullmatch("CRE:[0-9]+-[0-9]+", cre):
                yield _SEE_ALSO, Iri(_OPEN_CRE + cre.removeprefix("CRE:"))

    def levels(self, place: str, standard: Object) -> Iterator[Quad]:
        """Yield the levels as collections of the controls that were made; empty ones are none."""
        framework = self.framework
        made: set[Iri] = set()
        for number, (where, level) in enumerate(members(standard, "levels", place), 1):
            held = level.get("requirements") if isinstance(level, dict) else None
            found = [self.codes[ref] for ref in _texts(held) if ref in self.codes]
            if not found:
                continue
            name = text_of(level.get("identifier")) or str(number)
            iri = Iri(f"{framework.scheme}/collection/{slug(name) or number}")
            if iri in made:
                why = "left out: the identifier of another level, too"
                self.document.tell(self.result, Fault("warning", "duplicate-id", where, name, why))
                continue
            made.add(iri)
            yield from _collection(framework, level, name, iri, found)


def _notation(one: Object) -> str:
    return next(filter(None, (text_of(one.get(k)) for k in ("identifier", "title", "bom-ref"))), "")


def _collection(
    framework: Framework, level: Object, name: str, iri: Iri, found: list[str]
) -> Iterator[Quad]:
    label = english(text_of(level.get("title")) or f"Level {name}")
    yield Quad(iri, RDF_TYPE, Iri(_SKOS + "Collection"))
    yield Quad(iri, Iri(PREFIXES["rdfs"] + "isDefinedBy"), framework.scheme)
    yield Quad(iri, LABEL, label)
    yield Quad(iri, PREF_LABEL, label)
    yield Quad(iri, IDENTIFIER, Literal(name))
    definition = f"The requirements of level {name} of {framework.title}."
    yield Quad(iri, DEFINITION, english(definition))
    for code in dict.fromkeys(found):
        yield Quad(iri, Iri(_SKOS + "member"), framework.concept(code))


def _texts(held: Any) -> list[str]:
    return [one for one in held if isinstance(one, str)] if isinstance(held, list) else []
