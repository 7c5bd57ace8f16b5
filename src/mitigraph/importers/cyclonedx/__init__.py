"""CycloneDX in: standards become frameworks, a BOM of mitigraph's own its measures and its profile.

Attestations are kept where they attest to measures. What a BOM declares on requirements of other
standards has no place in the graph; it is told and left out.

Sources:
    CycloneDX 1.6 and 1.7, definitions and declarations (https://cyclonedx.org/docs/1.7/json/).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from mitigraph.errors import DataError
from mitigraph.importers.cyclonedx.attested import on_measures, read_attestations
from mitigraph.importers.cyclonedx.document import Document, members
from mitigraph.importers.cyclonedx.own import is_category, is_own, read_measures
from mitigraph.importers.cyclonedx.standard import read_standard
from mitigraph.importers.oscal.document import objects
from mitigraph.importers.provenance import origin_statements
from mitigraph.importers.recognition import wrong_document
from mitigraph.importers.registry import ImportChoices
from mitigraph.importers.report import Imported
from mitigraph.reader.json import read_json
from mitigraph.terms import BASE, Iri

__all__ = ["read"]

_EXPECTED: Final = "a CycloneDX BOM with definitions of standards"


def read(path: Path, choices: ImportChoices) -> Imported:
    """Read a CycloneDX BOM.

    Args:
        path: The file, JSON.
        choices: What the user has chosen.

    Returns:
        What was made of it, and the account of all requirements, and of all attestations to
        measures.

    Raises:
        DataError: If the file can't be read, is no BOM or has no standard.
    """
    content = read_json(path)
    if not isinstance(content, dict) or "bomFormat" not in content:
        raise wrong_document(content, path=str(path), expected=_EXPECTED)
    document = Document.of(path, content, choices)
    if not any("requirements" in one for _, one in document.standards):
        raise _without_standards(document)
    result = Imported("requirements and attestations to measures")
    refused = document.sift(result, set(_records(document)))
    ours: dict[str, Iri] = {}
    parts: list[Iri] = []
    others = [(place, one) for place, one in document.standards if not is_own(one)]
    for place, standard in document.standards:
        if is_own(standard):
            ours |= read_measures(document, place, standard, refused, result)
        else:
            parts += read_standard(
                document, place, standard, refused, result, alone=len(others) == 1
            )
    read_attestations(document, ours, refused, result)
    named = parts[0].removeprefix(BASE + "scheme/").replace("/", "-") if parts else ""
    result.graph = Iri(f"{BASE}graph/{named or 'cyclonedx-' + choices.scheme('measures')[0]}")
    result.quads.extend(origin_statements(result.graph, document.origin, parts=parts))
    return result


def _records(document: Document) -> Iterator[str]:
    """Yield the places of all records: requirements, and attestations to measures."""
    for place, standard in document.standards:
        ours = is_own(standard)
        for where, one in members(standard, "requirements", place):
            if not (ours and is_category(one)):
                yield where
    yield from (where for where, _ in on_measures(document))


def _without_standards(document: Document) -> DataError:
    """Return the error for a BOM that defines nothing, with what is in it instead."""
    body: dict[str, Any] = document.body
    held = [
        f"{len(objects(body.get(key)))} {key}"
        for key in ("components", "services", "vulnerabilities")
        if body.get(key)
    ]
    inside = f" but {' and '.join(held)}" if held else ""
    return DataError(
        f"a CycloneDX BOM without standards{inside}",
        path=str(document.path),
        place="/definitions/standards",
        code="missing-field",
        remedy=f"give {_EXPECTED}",
    )
