"""The crosswalks as SSSOM's RDF form, in Turtle.

Each mapping is an `owl:Axiom` with an IRI, and one that holds a statement of its own as well.
"""

from __future__ import annotations

from mitigraph.exporters.mappings import turtle_of
from mitigraph.exporters.sssom.crosswalk_set import rendered
from mitigraph.interchange import Catalogue, Choices, Rendered
from mitigraph.mapping.sssom_rdf import sssom_rdf_tables
from mitigraph.mapping.sssom_reader import SssomTable
from mitigraph.store.oxigraph import parse
from mitigraph.store.protocol import RdfFormat

__all__ = ["render"]


def render(catalogue: Catalogue, choices: Choices) -> Rendered:
    """Return the finished file.

    Raises:
        DataError: If no row of a crosswalk is exported.
        FaultyInputError: If a reader would refuse the set or one of its rows.
    """
    return rendered(catalogue, choices, turtle_of, _table)


def _table(text: str) -> SssomTable:
    (table,) = sssom_rdf_tables(parse(text.encode(), RdfFormat.TURTLE), path="export")
    return table
