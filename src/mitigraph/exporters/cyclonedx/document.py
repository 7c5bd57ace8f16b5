"""What a CycloneDX BOM of mitigraph says of itself: release, licence, attribution; its bytes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from mitigraph.interchange.catalogue import FACET_NAMES, Catalogue, Choices
from mitigraph.interchange.cyclonedx import SPEC_VERSION, name_of, prop
from mitigraph.interchange.cyclonedx_checks import faults
from mitigraph.interchange.fault import refuse
from mitigraph.interchange.identifiers import uuid_of
from mitigraph.interchange.licence_ids import licence_id
from mitigraph.mapping import NO_TERM_FOUND
from mitigraph.model import Concept
from mitigraph.terms import BASE, Iri

__all__ = ["finished", "head"]

_SCHEMA: Final = f"http://cyclonedx.org/schema/bom-{SPEC_VERSION}.schema.json"


def head(catalogue: Catalogue, choices: Choices) -> dict[str, Any]:
    """Return a BOM without content: another serial number for each release and selection."""
    release = catalogue.release
    codes = (entry.code for entry in catalogue.entries) if catalogue.selected else ()
    serial = uuid_of(
        BASE,
        "cyclonedx",
        release.version,
        release.date,
        catalogue.taxonomy.iri,
        *sorted(choices.frameworks),
        *([repr(choices.profile)] if choices.profile else []),
        *codes,
    )
    return {
        "$schema": _SCHEMA,
        "bomFormat": "CycloneDX",
        "specVersion": SPEC_VERSION,
        "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        "metadata": {
            "timestamp": release.date,
            "tools": {"components": [{"type": "application", "name": "mitigraph"}]},
            "authors": [{"name": release.publisher}],
            "supplier": {"name": release.publisher},
            "licenses": [{"license": _licence(release.licence)}],
            "properties": list(_properties(catalogue, choices)),
        },
    }


def _licence(licence: Iri) -> dict[str, str]:
    name = licence_id(licence)
    return {"id": name, "url": licence} if name else {"name": licence, "url": licence}


def _properties(catalogue: Catalogue, choices: Choices) -> Iterator[dict[str, str]]:
    release, taxonomy = catalogue.release, catalogue.taxonomy
    said = (
        ("release-title", release.title),
        ("release-version", release.version),
        ("citation", release.citation),
        ("rights", release.rights),
        ("taxonomy", name_of(taxonomy.iri)),
        ("taxonomy-version", taxonomy.version),
        ("taxonomy-status", taxonomy.status),
        ("taxonomy-rights", taxonomy.owned),
        ("review-status", "preliminary" if catalogue.preliminary else ""),
    )
    yield from (prop(name, value) for name, value in said if value)
    for _, _, rows in catalogue.crosswalks(choices, found=False):
        # The control of such a row has no measure that could carry a property of it.
        for row in rows:
            if row.subject_id == NO_TERM_FOUND:
                yield prop("without-measure", name_of(row.object_id))
    for concept in _used(catalogue):
        yield prop(f"label:{name_of(concept.iri)}", concept.title)


def _used(catalogue: Catalogue) -> list[Concept]:
    """Return every value of a facet that a measure has, so that its id can be read."""
    held = {
        concept.iri: concept
        for entry in catalogue.entries
        for name in FACET_NAMES
        for concept in entry.facet(name)
    }
    return [held[iri] for iri in sorted(held)]


def finished(document: dict[str, Any]) -> bytes:
    """Return the bytes of a document that has no fault.

    Raises:
        FaultyInputError: If it has any, with all of them.
    """
    refuse(faults(document))
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()
