"""The crosswalks as SSSOM's tab-separated form."""

from __future__ import annotations

from mitigraph.exporters.sssom.crosswalk_set import rendered
from mitigraph.interchange import Catalogue, Choices, Rendered
from mitigraph.mapping import sssom_of
from mitigraph.mapping.sssom_table import sssom_table

__all__ = ["render"]


def render(catalogue: Catalogue, choices: Choices) -> Rendered:
    """Return the finished file.

    Raises:
        DataError: If no row of a crosswalk is exported.
        FaultyInputError: If a reader would refuse the set or one of its rows.
    """
    return rendered(catalogue, choices, sssom_of, lambda text: sssom_table(text, path="export"))
