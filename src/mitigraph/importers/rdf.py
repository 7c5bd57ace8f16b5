"""An RDF file as it stands, read under the law of bad input."""

from __future__ import annotations

from pathlib import Path

from mitigraph.importers.report import Finding, Imported
from mitigraph.reader import read_into
from mitigraph.store.oxigraph import OxigraphStore
from mitigraph.store.protocol import RdfFormat
from mitigraph.terms import MG, Quad

__all__ = ["read_rdf"]

_RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def read_rdf(path: str | Path, rdf_format: RdfFormat | None = None) -> Imported:
    """Read a file of any RDF format; its statements come out without the name of a graph.

    Returns:
        The statements, in no fixed order; one record is one statement, and none is refused singly.
        A file without a measure gets a warning: it may be no file of measures.

    Raises:
        DataError: If the file can't be read; nothing is made then.
        UnsupportedFormatError: If its format can't be told from its name.
    """
    store = OxigraphStore()
    read_into(store, path, rdf_format=rdf_format)
    merged = {Quad(quad.subject, quad.predicate, quad.object) for quad in store.quads()}
    result = Imported("statements", quads=sorted(merged, key=str), records=len(merged))
    result.made = len(merged)
    if not any(q.predicate == _RDF_TYPE and q.object == MG["Measure"] for q in merged):
        result.findings.append(
            Finding(
                "warning",
                "missing-field",
                str(path),
                "whole file",
                "",
                "holds no mg:Measure; the statements are kept as they are",
            )
        )
    return result
