"""A STIX 2.1 bundle with courses of action and attack patterns, such as that of MITRE ATLAS.

Courses of action become controls, attack patterns techniques, `mitigates` and `subtechnique-of`
links. What the bundle has beside these is named in a warning by its type. A bundle of MITRE ATLAS
gets the IRIs that its YAML gives.

Sources:
    STIX 2.1, sections 3.2, 4.1, 4.3 and 5.1
    (https://docs.oasis-open.org/cti/stix/v2.1/stix-v2.1.html).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from mitigraph.errors import Code, DataError
from mitigraph.importers.adversary import (
    ATLAS,
    Adversary,
    Mitigation,
    Tactic,
    Technique,
    adversary_statements,
    major_of,
    plain_text,
)
from mitigraph.importers.forms import FLAG, TEXT, well_formed
from mitigraph.importers.licences import text_allowed
from mitigraph.importers.provenance import Origin, origin_statements
from mitigraph.importers.recognition import wrong_document
from mitigraph.importers.registry import ImportChoices
from mitigraph.importers.report import Finding, Imported
from mitigraph.importers.statements import clean_line
from mitigraph.reader.json import pointer, read_json
from mitigraph.terms import BASE, Iri

__all__ = ["read"]

#: Major version of MITRE ATLAS where neither the bundle nor the user says another.
_MAJOR: Final = 5
_KINDS: Final = {
    "course-of-action": "mitigations",
    "attack-pattern": "techniques",
    "x-mitre-tactic": "tactics",
}
_RELATIONS: Final = {
    "mitigates": ("course-of-action", "attack-pattern"),
    "subtechnique-of": ("attack-pattern", "attack-pattern"),
}
_CODE: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*")
#: What is read of an object; its type, id, name and ends are checked with the object itself.
_FORM: Final[dict[str, Any]] = {
    "description": TEXT,
    "external_references": [{"source_name": TEXT, "external_id": TEXT}],
    "kill_chain_phases": [{"phase_name!": TEXT}],
    "x_mitre_shortname": TEXT,
    "x_mitre_deprecated": FLAG,
    "revoked": FLAG,
}


def read(path: Path, choices: ImportChoices) -> Imported:
    """Read a bundle.

    Args:
        path: The JSON file, UTF-8.
        choices: What the user has chosen. A bundle names no licence: descriptions are kept only if
            `licence` allows it.

    Returns:
        Schemes of mitigations, techniques and tactics, and the account of all objects.

    Raises:
        DataError: If the file as a whole can't be used, or holds no course of action and no attack
            pattern.
    """
    document = read_json(path)
    held = document.get("objects") if isinstance(document, Mapping) else None
    if not isinstance(held, list) or document.get("type") != "bundle":
        raise wrong_document(document, path=str(path), expected="a STIX bundle")
    objects, malformed = well_formed(held, (_FORM,), "/objects")
    family = _family(objects)
    reading = _Reading(path, family)
    for fault in malformed:
        reading.tell(*fault)
    base = _base(family, choices)
    for number, one in enumerate(objects):
        reading.take(base, number, one)
    if not base.mitigations and not base.techniques and not reading.result.findings:
        raise DataError(
            "no course of action and no attack pattern in the bundle",
            path=str(path),
            place="/objects",
            code="missing-field",
            remedy="give a bundle of a knowledge base of attacks",
        )
    reading.relate(base, objects)
    reading.place(base)
    result = reading.result
    result.made = result.records - len(reading.refused)
    result.graph = Iri(f"{BASE}graph/{base.key}-{base.major}")
    parts = []
    for part, quads in adversary_statements(base, module_header=choices.module):
        parts.append(part)
        result.quads.extend(quads)
    origin = Origin(
        base.title, (path,), base.version, choices.licence, choices.source, base.text_kept
    )
    result.quads.extend(origin_statements(result.graph, origin, parts=parts))
    return result


def _family(objects: list[Any]) -> str:
    """Return the source that the most of the objects' external ids are of."""
    # Each id once: a catalogue that many objects refer to is not theirs.
    ids = dict.fromkeys(
        reference
        for one in objects
        if isinstance(one, Mapping) and isinstance(one.get("type"), str) and one["type"] in _KINDS
        for reference in _references(one)
    )
    named = Counter(name for name, _ in ids)
    return named.most_common(1)[0][0] if named else "stix"


def _base(family: str, choices: ImportChoices) -> Adversary:
    default = _MAJOR if family == ATLAS else 1
    key, major = choices.scheme(family, major_of(choices.version) or default)
    title = "MITRE ATLAS" if family == ATLAS else clean_line(family) or key
    home = "https://atlas.mitre.org" if family == ATLAS else f"urn:stix:{key}"
    return Adversary(
        key,
        major,
        choices.title or title,
        choices.version,
        choices.source or Iri(home),
        choices.licence,
        text_allowed(choices.licence) and not choices.ids_only,
    )


def _references(one: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the source name and the external id of each reference of an object that has both."""
    found = one.get("external_references")
    for reference in found if isinstance(found, list) else ():
        if isinstance(reference, Mapping):
            name, code = reference.get("source_name"), reference.get("external_id")
            if isinstance(name, str) and isinstance(code, str):
                yield name, code


class _Reading:
    """Reads the objects of a bundle and tells what is wrong with them."""

    def __init__(self, path: Path, family: str) -> None:
        self.path = path
        self._family = family
        self.result = Imported("objects")
        self.refused: set[int] = set()
        #: What an object of the bundle has become: its type and its code, by its id.
        self.codes: dict[str, tuple[str, str]] = {}
        self._short: dict[str, str] = {}
        self._places: dict[str, str] = {}
        self._phases: dict[str, list[str]] = {}
        self._unread: set[str] = set()

    def tell(self, severity: Any, code: Code, place: str, name: str, message: str) -> None:
        self.result.findings.append(Finding(severity, code, str(self.path), place, name, message))

    def refuse(self, number: int, code: Code, name: str, message: str) -> None:
        self.refused.add(number)
        self.tell("error", code, pointer("objects", number), name, message)

    def take(self, base: Adversary, number: int, one: Any) -> None:
        """Add a tactic, a technique or a mitigation; account for anything else."""
        self.result.records += 1
        if not isinstance(one, Mapping) or not isinstance(one.get("type"), str):
            self.refuse(number, "wrong-type", "", "no object with a type")
            return
        kind, identifier = one["type"], one.get("id")
        if not isinstance(identifier, str) or not identifier.startswith(f"{kind}--"):
            shown = identifier if isinstance(identifier, str) else ""
            self.refuse(number, "bad-id", shown, f"an id starts with {kind}--")
        elif identifier in self.codes and kind == "relationship":
            # MITRE ATLAS gives one id to several relationships: what they say is kept.
            self.tell(
                "warning",
                "duplicate-id",
                pointer("objects", number),
                identifier,
                "the id of an earlier relationship",
            )
        elif identifier in self.codes:
            self.refuse(number, "duplicate-id", identifier, "the id of an earlier object")
        elif kind in _KINDS:
            self._concept(base, number, one)
        else:
            self.codes[identifier] = (kind, "")
            if kind != "relationship" and kind not in self._unread:
                self._unread.add(kind)
                message = f"objects of the type {kind} are not read"
                self.tell(
                    "warning", "unknown-term", pointer("objects", number), identifier, message
                )

    def _concept(self, base: Adversary, number: int, one: Mapping[str, Any]) -> None:
        kind, identifier, name = one["type"], one["id"], one.get("name")
        codes = [code for name, code in _references(one) if name == self._family]
        codes += [code for _, code in _references(one)]
        code = codes[0] if codes else ""
        place = pointer("objects", number)
        if not isinstance(name, str) or not clean_line(name):
            self.refuse(number, "missing-field", identifier, "no name")
            return
        if not code:
            code = identifier
            self.tell(
                "warning", "missing-field", place, identifier, "no external id: its id serves"
            )
        known: dict[str, Any] = getattr(base, _KINDS[kind])
        if not _CODE.fullmatch(code):
            self.refuse(number, "bad-id", identifier, f'"{code}" is no code')
            return
        if code in known:
            self.refuse(number, "duplicate-id", identifier, f"the external id {code} of another")
            return
        text = plain_text(one.get("description", ""))
        if not text:
            self.tell("warning", "empty-text", place, code, "no description")
        withdrawn = any(one.get(flag) is True for flag in ("revoked", "x_mitre_deprecated"))
        common = (code, clean_line(name), text, "", withdrawn)
        self.codes[identifier] = (kind, code)
        self._places[code] = place
        if kind == "course-of-action":
            known[code] = Mitigation(*common)
        elif kind == "attack-pattern":
            known[code] = Technique(*common)
            phases = one.get("kill_chain_phases", ())
            self._phases[code] = [phase["phase_name"] for phase in phases if phase]
        else:
            known[code] = Tactic(*common)
            short = one.get("x_mitre_shortname", code)
            if self._short.setdefault(short, code) != code:
                message = f"the short name {short} of {self._short[short]}, too"
                self.tell("warning", "duplicate-id", place, code, message)

    def relate(self, base: Adversary, objects: list[Any]) -> None:
        """Add what the relationships say."""
        for number, one in enumerate(objects):
            if number in self.refused or one["type"] != "relationship":
                continue
            kind = one.get("relationship_type")
            ends = [self._end(number, one, side) for side in ("source_ref", "target_ref")]
            if None in ends or one.get("revoked") is True:
                if one.get("revoked") is True:
                    place = pointer("objects", number)
                    self.tell("warning", "refused", place, one["id"], "a revoked relationship")
                continue
            (first, start), (second, end) = (found for found in ends if found is not None)
            if not isinstance(kind, str) or _RELATIONS.get(kind) != (first, second):
                message = f'"{kind}" from {first} to {second} is not read'
                self.tell("warning", "unknown-term", pointer("objects", number), one["id"], message)
            elif kind == "mitigates":
                held = base.mitigations[start]
                base.mitigations[start] = replace(held, mitigates=(*held.mitigates, end))
            elif (base.techniques[start].parent or end) != end:
                message = f"{start} is a subtechnique of {base.techniques[start].parent} already"
                self.tell("warning", "refused", pointer("objects", number), one["id"], message)
            else:
                base.techniques[start] = replace(base.techniques[start], parent=end)

    def _end(self, number: int, one: Mapping[str, Any], side: str) -> tuple[str, str] | None:
        target = one.get(side)
        if not isinstance(target, str) or target not in self.codes:
            if number not in self.refused:
                named = target if isinstance(target, str) else "that is a text"
                self.refuse(
                    number, "dangling-ref", one["id"], f"no {side} {named} is in the bundle"
                )
            return None
        return self.codes[target]

    def place(self, base: Adversary) -> None:
        """Put techniques under their tactics, and subtechniques under techniques."""
        for code, technique in list(base.techniques.items()):
            tactics = []
            for phase in self._phases[code]:
                if phase in self._short:
                    tactics.append(self._short[phase])
                else:
                    place = f"{self._places[code]}/kill_chain_phases"
                    self.tell("warning", "dangling-ref", place, code, f"no tactic {phase}")
            parent = technique.parent
            if parent and base.techniques[parent].parent:
                message = f"{parent} is a subtechnique itself"
                self.tell("warning", "wrong-type", self._places[code], code, message)
                parent = None
            base.techniques[code] = replace(technique, tactics=tuple(tactics), parent=parent)
