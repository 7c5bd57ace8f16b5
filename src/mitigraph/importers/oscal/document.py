"""An OSCAL document that is being read: what it says of itself, and the account of its records."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from mitigraph.importers.forms import well_formed
from mitigraph.importers.licences import US_GOVERNMENT, licence_iri, text_allowed
from mitigraph.importers.oscal.forms import FORMS
from mitigraph.importers.provenance import Origin, file_iri
from mitigraph.importers.registry import ImportChoices
from mitigraph.importers.report import Imported
from mitigraph.importers.statements import clean_line
from mitigraph.interchange.fault import Fault
from mitigraph.interchange.oscal import NS, concept_of, text_of
from mitigraph.interchange.oscal_checks import faults
from mitigraph.terms import BASE, Iri, expand, n3, scheme_path, slug

__all__ = ["Document", "concept_named", "measure_named", "objects", "web_address"]

_WORK: Final = re.compile(
    r"(?<!not )\ba work of the (?:US|U\.S\.|United States) government\b", re.IGNORECASE
)
_LONGEST_KEY: Final = 60
#: Key, major version and code of a concept.
_CONCEPT_STEPS: Final = 3
_MEASURE: Final = re.compile(re.escape(BASE) + r"id/measure/[^/?#]+/[^/?#]+")


def objects(value: Any) -> list[dict[str, Any]]:
    """Return the objects of a list; nothing where there is no list, and no other members."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def web_address(text: Any) -> Iri | None:
    """Return an address of the web as an IRI; None if it is none."""
    if isinstance(text, str) and text.strip().lower().startswith(("http://", "https://")):
        return expand(text.strip())
    return None


def concept_named(value: str) -> Iri | None:
    """Return the concept that a property names by its short id or its IRI; None if it is none.

    Example:
        >>> concept_named("actor/1/developer")
        Iri('https://w3id.org/mitigraph/scheme/actor/1/developer')
        >>> concept_named("developer") is None
        True
    """
    try:
        n3(iri := concept_of(value))
    except ValueError:
        return None
    steps = (scheme_path(iri) or "").split("/")
    return iri if len(steps) >= _CONCEPT_STEPS and all(steps) else None


def measure_named(value: Any) -> Iri | None:
    """Return the measure whose IRI a value is; None if it is none.

    Example:
        >>> measure_named("https://w3id.org/mitigraph/id/measure/") is None
        True
    """
    iri = web_address(value)
    return iri if iri and _MEASURE.fullmatch(iri) else None


@dataclass(frozen=True)
class Document:
    """A document.

    Attributes:
        path: Its file.
        kind: What it is: "catalog", "profile" or "mapping-collection".
        body: What stands under that key, as far as it has the form that it should have.
        choices: What the user has chosen.
        malformed: What has not.
    """

    path: Path
    kind: str
    body: dict[str, Any]
    choices: ImportChoices
    malformed: tuple[Fault, ...] = ()

    @classmethod
    def of(cls, path: Path, kind: str, body: dict[str, Any], choices: ImportChoices) -> Document:
        """Return a document as it stands in a file, whatever stands there."""
        kept, malformed = well_formed(body, FORMS[kind], f"/{kind}")
        return cls(path, kind, kept, choices, tuple(malformed))

    @cached_property
    def metadata(self) -> dict[str, Any]:
        """Its metadata; empty where it has none."""
        found = self.body.get("metadata")
        return found if isinstance(found, dict) else {}

    @cached_property
    def title(self) -> str:
        """Its title; else the name of the file."""
        return clean_line(_text(self.metadata.get("title"))) or self.path.stem

    @cached_property
    def version(self) -> str:
        """Its version, as the file or else the user says it; "unknown" if neither does."""
        stated = clean_line(_text(self.metadata.get("version")))
        return stated or self.choices.version or "unknown"

    @cached_property
    def major(self) -> int:
        """The user's choice, else the first number of its version; 1 where there is none."""
        number = re.search(r"[0-9]{1,4}", self.version)
        return self.choices.scheme("", max(int(number.group()), 1) if number else 1)[1]

    @cached_property
    def key(self) -> str:
        """The key of what is made of it."""
        return self.choices.scheme(_shortened(slug(self.title).lower()) or "oscal")[0]

    @cached_property
    def licence(self) -> Iri | None:
        """Its licence, as the file or else the user names it."""
        for link in objects(self.metadata.get("links")):
            named = licence_iri(_text(link.get("href")))
            if link.get("rel") in ("license", "licence") and named:
                return named
        if _WORK.search(_text(self.metadata.get("remarks"))):
            return US_GOVERNMENT
        return self.choices.licence

    @cached_property
    def text_kept(self) -> bool:
        """Whether its prose may be taken over."""
        return not self.choices.ids_only and text_allowed(self.licence)

    @cached_property
    def source(self) -> Iri:
        """Where it is from: what the user or the file says, else the file's very bytes."""
        for link in objects(self.metadata.get("links")):
            if link.get("rel") == "canonical" and (named := web_address(link.get("href"))):
                return self.choices.source or named
        return self.choices.source or file_iri(self.path)

    @cached_property
    def publisher(self) -> str:
        """The first party that it names."""
        parties = objects(self.metadata.get("parties"))
        return clean_line(_text(parties[0].get("name"))) if parties else ""

    @cached_property
    def resources(self) -> dict[str, dict[str, Any]]:
        """The resources of its back matter, by UUID."""
        back = self.body.get("back-matter")
        found = objects(back.get("resources")) if isinstance(back, dict) else []
        return {str(one.get("uuid")): one for one in found}

    @property
    def own(self) -> bool:
        """Whether mitigraph wrote it."""
        return bool(self.said(self.metadata, "taxonomy"))

    @staticmethod
    def said(thing: dict[str, Any], name: str) -> list[str]:
        """Return the values of a property of mitigraph's own."""
        return [
            text_of(one)
            for one in objects(thing.get("props"))
            if (one.get("ns"), one.get("name")) == (NS, name)
        ]

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

    @cached_property
    def faults(self) -> list[Fault]:
        """What is wrong in it."""
        return [*self.malformed, *faults({self.kind: self.body})]

    def account(self, record_name: str) -> Imported:
        """Return an account without records, with a warning if the version of OSCAL is unknown."""
        result = Imported(record_name)
        stated = _text(self.metadata.get("oscal-version"))
        if not stated.startswith("1."):
            said = f"OSCAL {stated}" if stated else "no version of OSCAL"
            self.tell(
                result,
                Fault(
                    "warning",
                    "version-mismatch",
                    f"/{self.kind}/metadata",
                    "",
                    f"{said} is stated; it is read as OSCAL 1.2",
                ),
            )
        return result

    def tell(self, result: Imported, fault: Fault) -> None:
        """Add a fault to an account."""
        result.tell(self.path, fault)

    def sift(self, result: Imported, places: set[str]) -> Callable[[str], bool]:
        """Tell all faults; return whether the record at a place has one that refuses it.

        Args:
            result: The account.
            places: Where the records stand; what is wrong elsewhere refuses none.
        """
        return result.sift(self.path, self.faults, places)

    def members(self, parent: dict[str, Any], key: str, place: str) -> Iterator[tuple[str, Any]]:
        """Yield the members of a list with their places; what is no list is its own member."""
        held = parent.get(key, [])
        if not isinstance(held, list):
            yield f"{place}/{key}", None
            return
        for number, one in enumerate(held):
            yield f"{place}/{key}/{number}", one


def _shortened(key: str) -> str:
    """Return a key that is not too long, cut between words."""
    if len(key) <= _LONGEST_KEY:
        return key
    return key[:_LONGEST_KEY].rpartition("-")[0] or key[:_LONGEST_KEY]


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
