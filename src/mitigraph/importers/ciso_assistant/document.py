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
from mitigraph.interchange.ciso_checks import Fault, Record, faults, records, text
from mitigraph.interchange.ciso_frameworks import scheme_of
from mitigraph.reader.json import pointer
from mitigraph.terms import Iri

__all__ = ["Library", "code_in", "folded", "list_of"]

_SHOWN: Final = 60
#: The objects of a library that are read.
_READ: Final = frozenset(
    (
        *("framework", "frameworks", "reference_controls", "threats"),
        *("requirement_mapping_set", "requirement_mapping_sets"),
    )
)


def list_of(parent: dict[str, Any], key: str) -> list[Any]:
    """Return the list under a key; nothing where there is none."""
    held = parent.get(key)
    return held if isinstance(held, list) else []


def code_in(urn: str) -> str:
    """Return the last part of a URN as a code: blanks and brackets become hyphens.

    Example:
        >>> code_in("urn:acme:risk:req_node:rules:A.1[b]")
        'a.1-b'
    """
    return re.sub(r"[^a-z0-9._-]+", "-", urn.rpartition(":")[2].lower()).strip("-.") or "node"


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
        """What is wrong in it, by place."""
        found: dict[str, list[Fault]] = {}
        for one in faults(self.content):
            found.setdefault(one.place, []).append(one)
        return found

    @cached_property
    def own(self) -> bool:
        """Whether mitigraph wrote it."""
        return text(self.content.get("packager")) == PACKAGER and text(
            self.content.get("urn")
        ).split(":")[1:2] == [PACKAGER]

    @cached_property
    def title(self) -> str:
        """Its name; else the name of the file."""
        return clean_line(text(self.content.get("name"))) or self.path.stem

    @cached_property
    def key(self) -> str:
        """The key of what is made of it."""
        named = text(self.content.get("urn")) or text(self.content.get("ref_id")) or self.path.stem
        return self.choices.scheme(scheme_of(named).partition("/")[0])[0]

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

    def prose(self, held: dict[str, Any], key: str) -> str:
        """Return the text under a key, if texts may be taken over."""
        return clean_text(text(held.get(key))) if self.text_kept else ""

    def usable(self, result: Imported, kind: str) -> list[Record]:
        """Count the records of a kind, tell what is wrong with them, return those to make."""
        kept = []
        for one in self.of_kind(kind):
            result.records += 1
            found = [fault for fault in self.faults.get(one.place, []) if _of(fault, one)]
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
        for key in self.content["objects"]:
            if key not in _READ:
                message = f"the {key} of the library are not read"
                place = pointer("objects", key)
                self._tell(result, Fault("warning", "unknown-term", place, "", message))

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


def _of(fault: Fault, record: Record) -> bool:
    """Whether a fault at the place of a record is one of that record."""
    return isinstance(record.value, dict) or fault.code == "wrong-type"
