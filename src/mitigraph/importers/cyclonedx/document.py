"""A CycloneDX BOM that is being read: what it says of itself, and the account of its records."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from mitigraph.importers.cyclonedx.forms import BOM
from mitigraph.importers.forms import well_formed
from mitigraph.importers.licences import US_GOVERNMENT, licence_iri, text_allowed
from mitigraph.importers.oscal.document import objects
from mitigraph.importers.provenance import Origin
from mitigraph.importers.registry import ImportChoices
from mitigraph.importers.report import Imported
from mitigraph.importers.statements import clean_line
from mitigraph.interchange.cyclonedx import said
from mitigraph.interchange.cyclonedx_checks import faults
from mitigraph.interchange.fault import Fault
from mitigraph.terms import Iri

__all__ = ["Document", "members", "text_of"]

#: How a licence's text says that what it covers is a work of the United States government.
_WORK: Final = re.compile(
    r"not\s+subject\s+to\s+copyright(\s+protection)?\s+(in|within)\s+the\s+United\s+States",
    re.IGNORECASE,
)


def text_of(value: Any) -> str:
    """Return a text on one line; nothing where there is none."""
    return clean_line(value) if isinstance(value, str) else ""


@dataclass(frozen=True)
class Document:
    """A BOM.

    Attributes:
        path: Its file.
        body: What it holds, as far as it has the form that it should have.
        choices: What the user has chosen.
        malformed: What has not.
    """

    path: Path
    body: dict[str, Any]
    choices: ImportChoices
    malformed: tuple[Fault, ...] = ()

    @classmethod
    def of(cls, path: Path, body: dict[str, Any], choices: ImportChoices) -> Document:
        """Return a document as it stands in a file, whatever stands there."""
        kept, malformed = well_formed(body, BOM)
        return cls(path, kept, choices, tuple(malformed))

    @cached_property
    def metadata(self) -> dict[str, Any]:
        """Its metadata; empty where it has none."""
        found = self.body.get("metadata")
        return found if isinstance(found, dict) else {}

    @cached_property
    def standards(self) -> list[tuple[str, dict[str, Any]]]:
        """Its standards with their places."""
        definitions = self.body.get("definitions")
        held = definitions.get("standards") if isinstance(definitions, dict) else None
        return [
            (f"/definitions/standards/{number}", one)
            for number, one in enumerate(held if isinstance(held, list) else [])
            if isinstance(one, dict)
        ]

    @cached_property
    def title(self) -> str:
        """The names of its standards; else the name of the file."""
        names = [text_of(one.get("name")) for _, one in self.standards]
        return self.choices.title or "; ".join(filter(None, names)) or self.path.stem

    @cached_property
    def version(self) -> str:
        """The release that it states, else the version of its first standard, else the user's."""
        release = [text_of(one) for one in said(self.metadata, "release-version")[:1]]
        stated = [text_of(one.get("version")) for _, one in self.standards][:1]
        return next(filter(None, [*release, *stated]), self.choices.version or "unknown")

    @cached_property
    def licence(self) -> Iri | None:
        """Its licence, as the file or else the user names it.

        A licence whose text says that it covers a work of the United States government is that.
        """
        named: list[Iri] = []
        for choice in objects(self.metadata.get("licenses")):
            licence = choice.get("license")
            held = licence if isinstance(licence, dict) else {}
            if _WORK.search(_attached(held.get("text"))):
                return US_GOVERNMENT
            said_so = (choice.get("expression"), *map(held.get, ("id", "url", "name")))
            iris = (licence_iri(text) for text in map(text_of, said_so) if text)
            named += [iri for iri in iris if iri]
        return named[0] if named else self.choices.licence

    @cached_property
    def text_kept(self) -> bool:
        """Whether its prose may be taken over."""
        return not self.choices.ids_only and text_allowed(self.licence)

    @cached_property
    def publisher(self) -> str:
        """Who supplies it, else who made it."""
        made = (self.metadata.get(key) for key in ("supplier", "manufacturer", "manufacture"))
        names = [text_of(one.get("name")) for one in made if isinstance(one, dict)]
        names += [text_of(one.get("name")) for one in objects(self.metadata.get("authors"))]
        return next(filter(None, names), "")

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

    def tell(self, result: Imported, fault: Fault) -> None:
        """Add a fault to an account."""
        result.tell(self.path, fault)

    def sift(self, result: Imported, places: set[str]) -> Callable[[str], bool]:
        """Tell all faults; return whether the record at a place has one that refuses it.

        Args:
            result: The account.
            places: Where the records stand; what is wrong elsewhere refuses none.
        """
        return result.sift(self.path, (*self.malformed, *faults(self.body)), places)

    @cached_property
    def declarations(self) -> dict[str, Any]:
        """Its declarations; empty where it has none."""
        found = self.body.get("declarations")
        return found if isinstance(found, dict) else {}

    def attested(self) -> Iterator[tuple[str, Any]]:
        """Yield each entry of the maps of its attestations, with its place."""
        for place, attestation in members(self.declarations, "attestations", "/declarations"):
            if isinstance(attestation, dict):
                yield from members(attestation, "map", place)


def members(parent: dict[str, Any], key: str, place: str) -> Iterator[tuple[str, Any]]:
    """Yield the members of a list with their places; what is no list is its own member."""
    held = parent.get(key, [])
    if not isinstance(held, list):
        yield f"{place}/{key}", None
        return
    for number, one in enumerate(held):
        yield f"{place}/{key}/{number}", one


def _attached(text: Any) -> str:
    """Return the text of an attachment."""
    if not isinstance(text, dict) or not isinstance(text.get("content"), str):
        return ""
    content: str = text["content"]
    if text.get("encoding") != "base64":
        return content
    try:
        return base64.b64decode(content).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""
