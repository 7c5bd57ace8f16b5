"""What the graph and the formats of other frameworks have in common.

Exporters write a `Catalogue`, importers make one; between the two stand identifiers that every
target takes, the table of set relations, and the checks that are stricter than the targets'.
"""

from mitigraph.interchange.account import Loss, Rendered
from mitigraph.interchange.catalogue import Catalogue, Choices, Entry, Release, Taxonomy
from mitigraph.interchange.checks import check_catalogue
from mitigraph.interchange.reading import catalogue_of

__all__ = [
    "Catalogue",
    "Choices",
    "Entry",
    "Loss",
    "Release",
    "Rendered",
    "Taxonomy",
    "catalogue_of",
    "check_catalogue",
]
