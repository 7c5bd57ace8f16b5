"""What a document looks like, so that a file given to the wrong importer is told its right one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from mitigraph.errors import DataError

__all__ = ["recognise", "wrong_document"]

#: The keys at the top of a document that give it away, the surest first.
_SIGNS: Final[tuple[tuple[str, tuple[set[str], ...]], ...]] = (
    ("cyclonedx", ({"bomFormat"},)),
    ("oscal", ({"catalog"}, {"profile"}, {"mapping-collection"}, {"component-definition"})),
    ("ciso-assistant", ({"urn", "objects"},)),
    ("atlas", ({"matrices"},)),
    ("sssom", ({"mapping_set_id", "mappings"},)),
    (
        "cosai",
        ({"title", "controls", "categories"}, {"title", "personas"}, {"title", "frameworks"}),
    ),
    ("nexus", ({"taxonomies"}, {"actions"}, {"entries"}, {"controls"}, {"groups"})),
)


def recognise(document: Any) -> str | None:
    """Return the name of the importer that a document is for; None if it is for none.

    Args:
        document: What a JSON or YAML file holds.

    Example:
        >>> recognise({"bomFormat": "CycloneDX"}), recognise({"catalog": {}}), recognise([])
        ('cyclonedx', 'oscal', None)
    """
    if not isinstance(document, Mapping):
        return None
    if document.get("type") == "bundle":
        return "stix"
    keys = set(document)
    return next((name for name, signs in _SIGNS if any(sign <= keys for sign in signs)), None)


def wrong_document(document: Any, *, path: str, expected: str) -> DataError:
    """Return the one error for a file that is not what an importer reads.

    Args:
        document: What the file holds.
        path: The file.
        expected: What was expected, one clause: "an OSCAL catalog, profile or mapping collection".
    """
    name = recognise(document)
    remedy = f"it looks like a file for: mitigraph import {name}" if name else f"give {expected}"
    return DataError(f"not {expected}", path=path, place="whole file", code="schema", remedy=remedy)
