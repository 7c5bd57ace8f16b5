"""An OSCAL profile: which measures of the catalog an actor, a stage or any other choice needs."""

from __future__ import annotations

from typing import Any

from mitigraph.errors import DataError
from mitigraph.exporters.oscal.document import (
    catalog_resource,
    document_uuid,
    finished,
    metadata,
    only_picked,
)
from mitigraph.interchange.account import Loss, Rendered
from mitigraph.interchange.catalogue import Catalogue, Choices
from mitigraph.interchange.oscal import CATALOG_FILE

__all__ = ["render"]


def render(catalogue: Catalogue, _choices: Choices) -> Rendered:
    """Return the profile: it imports the catalog, which is expected beside it, and its measures.

    Raises:
        DataError: If no measure is left.
        FaultyInputError: If it would have faults that OSCAL's schema lets pass.
    """
    codes = [entry.code for entry in catalogue.entries]
    if not codes:
        raise DataError(
            "no measure to pick", code="missing-field", remedy="widen the filters of the export"
        )
    resource = catalog_resource(catalogue)
    what = "a selection of" if catalogue.selected else "all"
    picks = (
        f"Picks {len(codes)} measures of the catalog {CATALOG_FILE}, which "
        "`mitigraph export oscal-catalog` writes; keep the two side by side."
    )
    body: dict[str, Any] = {
        "uuid": document_uuid(catalogue, "oscal-profile"),
        "metadata": metadata(
            catalogue,
            f"{catalogue.taxonomy.label}: {what} measures against AI risks",
            links=[{"href": f"#{resource['uuid']}", "rel": "source-catalog"}],
            remarks=[picks],
        ),
        "imports": [{"href": CATALOG_FILE, "include-controls": [{"with-ids": codes}]}],
        "merge": {"as-is": True},
        "back-matter": {"resources": [resource]},
    }
    where = "a profile picks controls; the catalog describes them"
    losses = [
        *only_picked(catalogue, where),
        Loss(
            "crosswalk rows",
            sum(len(one.mappings) for one in catalogue.mapping_sets),
            "not",
            "oscal-mapping writes them",
        ),
    ]
    return Rendered.of(finished({"profile": body}, controls=codes), len(codes), losses)
