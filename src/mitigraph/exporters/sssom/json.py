"""The crosswalks as SSSOM's JSON form."""

from __future__ import annotations

import json

from mitigraph.exporters.sssom.crosswalk_set import rendered
from mitigraph.interchange import Catalogue, Choices, Rendered
from mitigraph.mapping import sssom_json_of
from mitigraph.mapping.sssom_json import sssom_json_table

__all__ = ["render"]


def render(catalogue: Catalogue, choices: Choices) -> Rendered:
    """Return the finished file.

    Raises:
        DataError: If no row of a crosswalk is exported.
        FaultyInputError: If a reader would refuse the set or one of its rows.
    """
    return rendered(
        catalogue,
        choices,
        sssom_json_of,
        lambda text: sssom_json_table(json.loads(text), path="export"),
    )
