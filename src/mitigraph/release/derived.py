"""What follows from the shipped graph alone, so that nobody has to derive it to read it."""

from __future__ import annotations

import io
from pathlib import Path

from mitigraph.derive import DERIVED, derive
from mitigraph.exporters.rdf import write_rdf
from mitigraph.reader.shipped import derived_mark, load_shipped
from mitigraph.store.oxigraph import OxigraphStore
from mitigraph.store.protocol import RdfFormat

__all__ = ["derived_statements"]


def derived_statements(ontology: Path) -> bytes:
    """Return the derived statements of an ontology folder as Turtle, marked with their origin.

    Raises:
        DataError: If a file of the folder is not well-formed.
    """
    whole = OxigraphStore()
    digest = load_shipped(whole, ontology)
    derive(whole)
    derived = OxigraphStore()
    derived.add(quad._replace(graph=None) for quad in whole.quads(DERIVED))
    target = io.BytesIO(derived_mark(digest))
    target.seek(0, io.SEEK_END)
    write_rdf(derived, RdfFormat.TURTLE, target)
    return target.getvalue()
