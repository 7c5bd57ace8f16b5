"""OSCAL in: catalogs become frameworks, profiles selections, mapping collections mapping sets.

A document that mitigraph wrote gives its measures and mapping sets back.

Sources:
    OSCAL 1.2, models of catalog, profile and mapping (https://pages.nist.gov/OSCAL/reference/).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from mitigraph.errors import DataError
from mitigraph.importers.oscal.catalog import read_catalog
from mitigraph.importers.oscal.document import Document, objects
from mitigraph.importers.oscal.mapping import read_mappings
from mitigraph.importers.oscal.own import read_measures
from mitigraph.importers.oscal.profile import read_selection
from mitigraph.importers.recognition import wrong_document
from mitigraph.importers.registry import ImportChoices
from mitigraph.importers.report import Imported
from mitigraph.reader.json import read_json

__all__ = ["read"]

_EXPECTED: Final = "an OSCAL catalog, profile or mapping collection"
#: Documents of OSCAL that are not read, and what of others they name.
_UNREAD: Final = (
    "component-definition",
    "system-security-plan",
    "assessment-plan",
    "assessment-results",
    "plan-of-action-and-milestones",
)


def read(path: Path, choices: ImportChoices) -> Imported:
    """Read an OSCAL document.

    Args:
        path: The file, JSON.
        choices: What the user has chosen.

    Returns:
        What was made of it, and the account of all groups and controls, of all controls that a
        profile picks, or of all maps.

    Raises:
        DataError: If the file can't be read or is none of the three.
    """
    content = read_json(path)
    readers = {
        "catalog": lambda one: read_measures(one) if one.own else read_catalog(one),
        "profile": read_selection,
        "mapping-collection": read_mappings,
    }
    for kind, reader in readers.items():
        if isinstance(content, dict) and kind in content:
            if not isinstance(content[kind], dict):
                raise DataError(
                    f"{kind} is no object",
                    path=str(path),
                    place=f"/{kind}",
                    code="wrong-type",
                    remedy=f"give {_EXPECTED}",
                )
            return reader(Document.of(path, kind, content[kind], choices))
    for kind in _UNREAD:
        if isinstance(content, dict) and kind in content:
            raise _unread(kind, content[kind], path)
    raise wrong_document(content, path=str(path), expected=_EXPECTED)


def _unread(kind: str, body: Any, path: Path) -> DataError:
    """Return the error for a document of OSCAL that holds no controls, with what is in it."""
    body = body if isinstance(body, dict) else {}
    inside = ""
    if kind == _UNREAD[0]:
        components = objects(body.get("components"))
        sets = [one for part in components for one in objects(part.get("control-implementations"))]
        count = sum(len(objects(one.get("implemented-requirements"))) for one in sets)
        named = sorted({one["source"] for one in sets if isinstance(one.get("source"), str)})
        plural = "" if len(components) == 1 else "s"
        inside = f" of {len(components)} component{plural} with {count} implemented requirements"
        inside += f" of {', '.join(named)}" if named else ""
    return DataError(
        f"an OSCAL {kind}{inside}, which holds no controls of its own",
        path=str(path),
        place="whole file",
        code="schema",
        remedy=f"give {_EXPECTED}, such as the one that it names",
    )
