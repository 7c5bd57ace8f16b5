"""A library that is being read: what it says of itself, and the account of its records."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from mitigraph.errors import Code
from mitigraph.importers.licences import licence_iri, text_allowed
from mitigraph.importers.provenance import Origin, file_iri
from mitigraph.importers.registry import ImportChoices
from mitigraph.importers.report import Finding, Imported
from mitigraph.importers.statements import clean_line, clean_text
from mitigraph.interchange.ciso_assistant import PACKAGER, facts_in
from mitigraph.interchange.ciso_checks import Fault, faults
from mitigraph.interchange.ciso_frameworks import scheme_of
from mitigraph.interchange.ciso_records import Record, records, text
from mitigraph.reader.json import pointer
from mitigraph.terms import Iri

__all__ = ["Library", "code_in", "folded", "list_of"]

_SHOWN: Final = 60
_LANGUAGE: Final = re.compile("[a-z]{2,3}(-[a-z0-9]{2,8})*")
#: The objects of a library that are read.
_READ: Final = frozenset(
    (
        *("framework", "frameworks", "reference_controls", "techniques", "threats"),
        *("requirement_mapping_set", "requirement_mapping_sets"),
    )
)
_NAMED: Final = ("urn", "ref_id", "name", "description", "translations")
_THREAT: Final = (*_NAMED, "annotation", "parent_urn", "reference_controls", "is_deprecated")
#: By kind of record: what people call such records, and the fields of one that are read.
_FIELDS: Final = {
    "framework": (
        "frameworks",
        (*_NAMED, "implementation_groups_definition", "requirement_nodes"),
    ),
    "node": (
        "requirements",
        (
            *(*_NAMED, "annotation", "typical_evidence", "parent_urn", "depth", "assessable"),
            *("implementation_groups", "reference_controls", "threats"),
        ),
    ),
    "reference_control": (
        "reference controls",
        (*_NAMED, "annotation", "typical_evidence", "category", "csf_function"),
    ),
    "threat": ("threats", _THREAT),
    "technique": ("techniques", _THREAT),
    "set": (
        "mapping sets",
        (
            *(*_NAMED, "annotation", "requirement_mappings"),
            *("source_framework_urn", "target_framework_urn"),
        ),
    ),
    "mapping": (
        "mappings",
        (
            *("source_requirement_urn", "target_requirement_urn", "relationship"),
            *("rationale", "strength_of_relationship", "annotation"),
        ),
    ),
}


def list_of(parent: dict[str, Any], key: str) -> list[Any]:
    """Return the list under a key; nothing where there is none."""
    held = parent.get(key)
    return held if isinstance(held, list) else []


def _tag(name: str) -> str:
    """Return a name of a language as a tag; nothing if it is none."""
    tag = name.lower().replace("_", "-")
    return tag if _LANGUAGE.fullmatch(tag) else ""


def code_in(urn: str) -> str:
    """Return what a URN calls an object in its library, as a code.

    That may have colons, which become hyphens as blanks and brackets do.

    Example:
        >>> code_in("urn:acme:risk:req_node:rules:A.1[b]"), code_in("urn:a:risk:threat:rules:1:3")
        ('a.1-b', '1-3')
    """
    *_, last = urn.split(":", len(("urn", "packager", "risk", "kind", "library")))
    return re.sub(r"[^a-z0-9._-]+", "-", last.lower()).strip("-.") or "node"


def folded(code: str) -> str:
    """Return a code as URNs have it: small letters, hyphens for blanks.

    Example:
        >>> folded("GOVERN 1.1")
        'govern-1.1'
    """
    return "-".join(code.lower().split())


@dataclass
class Library:
    """A library.

    Attributes:
        path: Its file.
        content: What stands in it.
        choices: What the user has chosen.
    """

    path: Path
    content: dict[str, Any]
    choices: ImportChoices
    _told: set[Fault] = field(default_factory=set)
    _known: dict[str, dict[str, Iri]] = field(default_factory=dict)

    @cached_property
    def records(self) -> list[Record]:
        """All that it holds, in the loader's order."""
        return list(records(self.content))

    @cached_property
    def faults(self) -> dict[str, list[Fault]]:
        """What is wrong in it, by JSON pointer of the record."""
        found: dict[str, list[Fault]] = {}
        for one in faults(self.content):
            found.setdefault(one.pointer, []).append(one)
        return found

    @cached_property
    def own(self) -> bool:
        """Whether mitigraph wrote it."""
        return text(self.content.get("packager")) == PACKAGER and text(
            self.content.get("urn")
        ).split(":")[1:2] == [PACKAGER]

    @cached_property
    def title(self) -> str:
        """Its name in English; else its code or the name of the file."""
        named = (self.english(self.content).get("name"), self.content.get("ref_id"))
        return next(filter(None, (clean_line(text(one)) for one in named)), self.path.stem)

    @cached_property
    def key(self) -> str:
        """The key of what is made of it."""
        named = text(self.content.get("urn")) or text(self.content.get("ref_id")) or self.path.stem
        return self.choices.scheme(scheme_of(named).partition("/")[0])[0]

    @cached_property
    def language(self) -> str:
        """The language of its texts, as a tag; English if it does not say."""
        return _tag(text(self.content.get("locale"))) or "en"

    @cached_property
    def version(self) -> str:
        """Its version, as the file or else the user says it; "unknown" if neither does."""
        stated = clean_line(text(self.content.get("version")))
        return stated or self.choices.version or "unknown"

    @cached_property
    def rights(self) -> str:
        """What it says of copyright, one line."""
        return clean_line(text(self.content.get("copyright")))

    @cached_property
    def licence(self) -> Iri | None:
        """Its licence: what its copyright names and nothing else, or the user does."""
        stated = text(self.content.get("copyright"))
        named = next(iter(facts_in(stated).get("Licence", [])), stated)
        return licence_iri(named) or self.choices.licence

    @cached_property
    def text_kept(self) -> bool:
        """Whether its descriptions may be taken over."""
        return not self.choices.ids_only and text_allowed(self.licence)

    @property
    def source(self) -> Iri:
        """Where it is from: what the user says, else the file's very bytes."""
        return self.choices.source or file_iri(self.path)

    @property
    def origin(self) -> Origin:
        """What is known of where it is from."""
        return Origin(
            self.title,
            (self.path,),
            self.version,
            self.licence,
            self.choices.source,
            text_kept=self.text_kept,
        )

    def known(self, scheme: str) -> dict[str, Iri]:
        """Return the controls that are loaded of a framework, by their folded codes."""
        if scheme not in self._known:
            found = self.choices.controls(scheme)
            by_end = {folded(iri.rpartition("/")[2]): iri for iri in found.values()}
            self._known[scheme] = by_end | {folded(code): iri for code, iri in found.items()}
        return self._known[scheme]

    def of_kind(self, kind: str) -> list[Record]:
        """Return the records of a kind."""
        return [one for one in self.records if one.kind == kind]

    def by_language(self, held: dict[str, Any]) -> dict[str, dict[str, Any]]:
        """Return what a record says of itself, and its translations, by the tag of the language."""
        found = {self.language: held}
        translations = held.get("translations")
        if isinstance(translations, dict):
            for name, said in translations.items():
                tag = _tag(name)
                if tag and isinstance(said, dict):
                    found.setdefault(tag, said)
        return found

    def english(self, held: dict[str, Any]) -> dict[str, Any]:
        """Return what a record says of itself in English; nothing if it does not."""
        return self.by_language(held).get("en", {})

    def prose(self, held: dict[str, Any], key: str) -> str:
        """Return the text under a key, or the texts of a list, if texts may be taken over."""
        said = held.get(key)
        parts = said if isinstance(said, list) else [said]
        return "\n\n".join(filter(None, (clean_text(text(one)) for one in parts if self.text_kept)))

    def usable(self, result: Imported, kind: str) -> list[Record]:
        """Count the records of a kind, tell what is wrong with them, return those to make."""
        kept = []
        for one in self.of_kind(kind):
            result.records += 1
            found = self.faults.get(one.pointer, [])
            for fault in found:
                self._tell(result, fault)
            if not any(fault.severity == "error" for fault in found):
                kept.append(one)
        return kept

    def tell_rest(self, result: Imported) -> None:
        """Tell, as warnings, what is wrong beside the records that were counted."""
        for found in self.faults.values():
            for fault in found:
                if fault not in self._told:
                    self._tell(result, fault._replace(severity="warning"))
        for key, held in self.content["objects"].items():
            if key not in _READ:
                count = len(held) if isinstance(held, list) else bool(held)
                message = f"{key} is not read (it holds {count:,})"
                place = pointer("objects", key)
                self._tell(result, Fault("warning", "unknown-term", place, "", message))
        unread: dict[tuple[str, str], list[Record]] = {}
        for one in self.records:
            for key, held in one.value.items() if isinstance(one.value, dict) else ():
                if key not in _FIELDS[one.kind][1] and (
                    text(held) or isinstance(held, list | dict)
                ):
                    unread.setdefault((one.kind, key), []).append(one)
        for (kind, key), found_in in unread.items():
            message = f"{key} is not read, in {len(found_in):,} of the {_FIELDS[kind][0]}"
            self.warn(result, found_in[0], "unknown-term", message)

    def warn(self, result: Imported, record: Record, code: Code, message: str) -> None:
        """Tell something that loses no record."""
        self._tell(result, Fault("warning", code, record.place, _name(record), message))

    def refuse(self, result: Imported, record: Record, code: Code, message: str) -> None:
        """Tell why a record is not made."""
        self._tell(result, Fault("error", code, record.place, _name(record), message))

    def _tell(self, result: Imported, fault: Fault) -> None:
        self._told.add(fault)
        result.findings.append(
            Finding(
                fault.severity,
                fault.code,
                str(self.path),
                fault.place,
                fault.id[:_SHOWN],
                fault.message,
            )
        )


def _name(record: Record) -> str:
    held = record.value if isinstance(record.value, dict) else {}
    return text(held.get("urn")) or text(held.get("source_requirement_urn"))
