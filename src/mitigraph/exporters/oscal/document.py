"""What the OSCAL documents of mitigraph have in common: metadata, resources, checks, bytes."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from typing import Any, Final
from urllib.parse import quote

from mitigraph.interchange.account import Loss
from mitigraph.interchange.catalogue import FACET_NAMES, Catalogue, Taxonomy
from mitigraph.interchange.fault import refuse
from mitigraph.interchange.identifiers import uuid_of
from mitigraph.interchange.oscal import CATALOG_FILE, NS, OSCAL_VERSION, line, prop
from mitigraph.interchange.oscal_checks import faults
from mitigraph.model import FACETS
from mitigraph.terms import BASE

__all__ = [
    "catalog_resource",
    "document_uuid",
    "facet_losses",
    "finished",
    "framework_resource",
    "href_of",
    "metadata",
    "only_picked",
]

_PUBLISHER: Final = "publisher"
_HOLDER: Final = "rights-holder"


def document_uuid(catalogue: Catalogue, kind: str, *more: str) -> str:
    """Return the UUID of a document: another one for each release and each selection."""
    release = catalogue.release
    codes = (entry.code for entry in catalogue.entries) if catalogue.selected else ()
    return uuid_of(BASE, kind, release.version, release.date, catalogue.taxonomy.iri, *more, *codes)


def metadata(  # noqa: PLR0913 - each adds to one key of the metadata
    catalogue: Catalogue,
    title: str,
    *,
    roles: Iterable[dict[str, Any]] = (),
    parties: Iterable[dict[str, Any]] = (),
    links: Iterable[dict[str, str]] = (),
    remarks: Iterable[str] = (),
) -> dict[str, Any]:
    """Return the metadata of a document: release, licence, attribution, how settled it is.

    Args:
        catalogue: What is exported.
        title: What the document is called.
        roles: Roles beside those of the publisher and of who holds rights in the taxonomy.
        parties: Parties beside these two.
        links: Links beside those to the licence and to the vocabulary.
        remarks: Paragraphs to say beside the attribution.
    """
    release, taxonomy = catalogue.release, catalogue.taxonomy
    named = [(_PUBLISHER, "Publisher", release.publisher)]
    if taxonomy.holder:
        named.append((_HOLDER, "Holder of rights in the taxonomy", taxonomy.holder))
    known = {name: uuid_of(BASE, "party", name) for _, _, name in named}
    datasets = {
        entry.iri.removeprefix(BASE + "id/measure/").partition("/")[0]: None
        for entry in catalogue.entries
    }
    return {
        "title": line(title),
        "last-modified": release.date,
        "version": release.version,
        "oscal-version": OSCAL_VERSION,
        "props": [
            prop("taxonomy", taxonomy.id, remarks=taxonomy.label),
            *([prop("taxonomy-version", taxonomy.version)] if taxonomy.version else []),
            *([prop("taxonomy-status", taxonomy.status)] if taxonomy.status else []),
            *([prop("review-status", "preliminary")] if catalogue.preliminary else []),
            *(prop("dataset", one) for one in datasets),
        ],
        "links": [
            {"href": release.licence, "rel": "license"},
            {"href": NS, "rel": "reference", "text": "The vocabulary of properties"},
            *links,
        ],
        "roles": [*({"id": one, "title": label} for one, label, _ in named), *roles],
        "parties": [
            *(
                {"uuid": uuid, "type": "organization", "name": line(name)}
                for name, uuid in known.items()
            ),
            *parties,
        ],
        "responsible-parties": [
            {"role-id": role, "party-uuids": [known[name]]} for role, _, name in named
        ],
        "remarks": "\n\n".join([*remarks, *_attribution(catalogue)]),
    }


def _attribution(catalogue: Catalogue) -> list[str]:
    release, taxonomy = catalogue.release, catalogue.taxonomy
    said = [release.citation, release.rights]
    if taxonomy.owned:
        said.append(f"Rights in the taxonomy {taxonomy.label}: {taxonomy.owned}.")
    if catalogue.preliminary:
        said.append(
            "This rests on preliminary data: properties named review-status say on which review "
            "each classification rests."
        )
    return [one for one in said if one]


def catalog_resource(catalogue: Catalogue) -> dict[str, Any]:
    """Return the back-matter resource for the catalog that `oscal-catalog` makes."""
    taxonomy = catalogue.taxonomy
    return {
        "uuid": uuid_of(BASE, "resource", "oscal-catalog", taxonomy.iri, catalogue.release.version),
        "title": line(f"{taxonomy.label}: measures"),
        "description": (
            f"The catalog of version {catalogue.release.version}, as mitigraph writes it."
        ),
        "props": [
            prop("version", catalogue.release.version, ns=""),
            prop("iri", taxonomy.iri),
        ],
        "rlinks": [{"href": CATALOG_FILE, "media-type": "application/oscal+json"}],
    }


def framework_resource(framework: Taxonomy) -> dict[str, Any]:
    """Return the back-matter resource for a framework that measures are mapped to."""
    made: dict[str, Any] = {
        "uuid": uuid_of(framework.iri, "resource"),
        "title": line(framework.label),
        "props": [
            *([prop("version", framework.version, ns="")] if framework.version else []),
            prop("iri", framework.iri),
        ],
        "rlinks": [
            {"href": href_of(one)}
            for one in dict.fromkeys((framework.source, framework.iri))
            if one
        ],
    }
    if framework.description:
        made["description"] = framework.description
    if framework.owned:
        made["remarks"] = f"Rights: {framework.owned}."
    return made


def href_of(address: str) -> str:
    """Return an address with what no URI may hold percent-encoded."""
    return quote(address, safe="/:?#[]@!$&'()*+,;=%-._~")


def only_picked(catalogue: Catalogue, where: str) -> list[Loss]:
    """Return the losses of a document that names measures and leaves the rest to the catalog."""
    entries = catalogue.entries
    return [
        Loss("statements", len(entries), "not", where),
        Loss(
            "classifications",
            sum(len(e.category) + sum(len(e.facet(n)) for n in FACET_NAMES) for e in entries),
            "not",
            where,
        ),
        Loss("expert opinions", sum(len(e.opinions) for e in entries), "not", where),
        Loss("other names", sum(len(e.alt_labels) for e in entries), "not", where),
        Loss("record numbers", sum(len(e.identifiers) for e in entries), "not", where),
        Loss("links to sources", sum(len(e.measure.source) for e in entries), "not", where),
    ]


def facet_losses(catalogue: Catalogue) -> list[Loss]:
    """Return the losses of a document that holds the facets as properties of its own."""
    entries = catalogue.entries
    return [
        Loss(
            FACETS[name].plural,
            sum(len(entry.facet(name)) for entry in entries),
            "as-extension",
            f"properties of the namespace {NS}",
        )
        for name in FACET_NAMES
    ]


def finished(document: dict[str, Any], *, controls: Collection[str] | None = None) -> bytes:
    """Return the bytes of a document that has no fault.

    Args:
        document: The document.
        controls: Ids of the controls that it may refer to; None where it has them itself.

    Raises:
        FaultyInputError: If it has any, with all of them.
    """
    refuse(faults(document, controls=controls))
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()
