"""The two catalogs that a mapping of others joins, and the IRIs of their controls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, Final

from mitigraph.errors import DataError
from mitigraph.importers.oscal.document import Document, objects
from mitigraph.importers.statements import clean_line
from mitigraph.terms import BASE, Iri, slug

__all__ = ["Resource", "by_folded_code", "folded"]

#: The frameworks that a title or file name is compared with, by the ids of their schemes.
_FRAMEWORKS: Final = (
    "nist-ai-rmf/1",
    "nist-ai-600-1/1",
    "mitre-atlas/5",
    "cosai-rm/1",
    "eu-ai-act/2024",
    "iso-42001/2023",
    "owasp-llm/2025",
    "credo-ucf/1",
)


@dataclass(frozen=True, slots=True)
class Resource:
    """A catalog that is mapped from or to.

    Attributes:
        title: What it is called.
        scheme: The scheme that its controls are named in.
        known: The controls that are loaded of it, by their folded codes; empty if it is unknown.
    """

    title: str
    scheme: Iri
    known: Mapping[str, Iri]

    @classmethod
    def of(cls, document: Document, reference: Any, side: str) -> Resource:
        """Return the resource that a mapping refers to.

        Args:
            document: The collection.
            reference: What stands under `source-resource` or `target-resource`.
            side: Where maps name controls of it: "sources" or "targets".
        """
        reference = reference if isinstance(reference, dict) else {}
        href = reference.get("href", "")
        resource = document.resources.get(href.removeprefix("#"), {})
        named = [one["href"] for one in objects(resource.get("rlinks"))]
        address = next(iter(named), "" if href.startswith("#") else href)
        title = clean_line(resource.get("title", "")) or clean_line(PurePosixPath(address).stem)
        title = title or f"the catalog of the {side} of {document.title}"
        words = slug(f"{title} {address}").lower()
        for one in document.said(resource, "iri"):
            words += f" {one.removeprefix(BASE + 'scheme/')}"
        for scheme in _FRAMEWORKS:
            known = document.choices.controls(scheme)
            if known and (scheme in words or scheme.partition("/")[0] in words):
                return cls(title, Iri(f"{BASE}scheme/{scheme}"), by_folded_code(known))
        key = slug(title).lower() or side
        return cls(title, Iri(f"{BASE}scheme/{key}/1"), {})

    def control(self, name: Any) -> Iri:
        """Return the IRI of a control by its id.

        Raises:
            DataError: If it is no id, or not known where others are.
        """
        if not isinstance(name, str) or not slug(name):
            raise DataError(f'"{name}" is no id of a control', code="bad-id")
        if self.known and folded(name) not in self.known:
            raise DataError(f"{self.title} has no control {name}", code="dangling-ref")
        return self.known.get(folded(name)) or Iri(f"{self.scheme}/{slug(name)}")

    def ends(self, items: Any) -> list[Iri]:
        """Return the controls that a map names.

        Raises:
            DataError: If there is none, or one that is no control or not known where others are.
        """
        if not isinstance(items, list) or len(objects(items)) < len(items):
            raise DataError("its ends are no list of objects", code="wrong-type")
        found = []
        for one in items:
            name = one.get("id-ref")
            if one.get("type", "control") != "control":
                raise DataError(
                    f"{name} is a {one.get('type')}: only whole controls are mapped",
                    code="unknown-term",
                )
            found.append(self.control(name))
        if not found:
            raise DataError("an end without a control", code="missing-field")
        return list(dict.fromkeys(found))


def folded(text: str) -> str:
    """Return a code without case, and with blanks as hyphens.

    Example:
        >>> folded("GOVERN 1.1")
        'govern-1.1'
    """
    return slug(text).lower()


def by_folded_code(known: Mapping[str, Iri]) -> dict[str, Iri]:
    """Return controls by their folded notations and by the folded ends of their IRIs."""
    found = {folded(iri.rpartition("/")[2]): iri for iri in known.values()}
    return found | {folded(notation): iri for notation, iri in known.items()}
