"""The crosswalks as SSSOM's RDF form, in Turtle.

Each mapping is an `owl:Axiom` with an IRI, and one that holds a statement of its own as well.
Shares are doubles and the version of SSSOM is an IRI here, as its schema has them and its readers
insist on; in mitigraph's own graph a share is a decimal, whose digits no engine rewrites.

Sources:
    SSSOM 1.1, OWL/RDF serialisation (https://mapping-commons.github.io/sssom/spec-formats-owl/).
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Final

from mitigraph.exporters.rdf import write_rdf
from mitigraph.exporters.sssom.crosswalk_set import rendered
from mitigraph.interchange import Catalogue, Choices, Rendered
from mitigraph.mapping import MappingSet, mapping_statements
from mitigraph.mapping.sssom_rdf import sssom_rdf_tables
from mitigraph.mapping.sssom_reader import SssomTable
from mitigraph.store.oxigraph import OxigraphStore, parse
from mitigraph.store.protocol import RdfFormat
from mitigraph.terms import PREFIXES, Iri, Literal, Quad

__all__ = ["render"]

_SSSOM, _XSD = PREFIXES["sssom"], PREFIXES["xsd"]
_DECIMAL, _DOUBLE = Iri(_XSD + "decimal"), Iri(_XSD + "double")
_VERSION: Final = Iri(_SSSOM + "sssom_version")


def render(catalogue: Catalogue, choices: Choices) -> Rendered:
    """Return the finished file.

    Raises:
        DataError: If no row of a crosswalk is exported.
        FaultyInputError: If a reader would refuse the set or one of its rows.
    """
    return rendered(catalogue, choices, _text, _table)


def _text(mapping_set: MappingSet) -> str:
    store = OxigraphStore()
    store.add(_statements(mapping_set))
    target = io.BytesIO()
    write_rdf(store, RdfFormat.TURTLE, target)
    return target.getvalue().decode()


def _statements(mapping_set: MappingSet) -> Iterator[Quad]:
    for quad in mapping_statements(mapping_set):
        value = quad.object
        if isinstance(value, Literal) and value.datatype == _DECIMAL:
            value = Literal(value.value, _DOUBLE)
        elif quad.predicate == _VERSION:
            value = Iri(f"{_SSSOM}version{value}")
        yield Quad(quad.subject, quad.predicate, value)


def _table(text: str) -> SssomTable:
    (table,) = sssom_rdf_tables(parse(text.encode(), RdfFormat.TURTLE), path="export")
    return table
