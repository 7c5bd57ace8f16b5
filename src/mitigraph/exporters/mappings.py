"""The Turtle beside each mapping set: the tab-separated file is the truth, this is made from it."""

from __future__ import annotations

import io
from pathlib import Path

from mitigraph.exporters.rdf import write_rdf
from mitigraph.mapping import MappingSet, mapping_statements, read_sssom
from mitigraph.store.oxigraph import OxigraphStore
from mitigraph.store.protocol import RdfFormat

__all__ = ["generate_mappings", "turtle_of"]


def turtle_of(mapping_set: MappingSet) -> str:
    """Return a mapping set as Turtle; equal sets give equal text.

    Example:
        >>> from mitigraph.terms import Iri
        >>> text = turtle_of(MappingSet(Iri("urn:set"), Iri("urn:licence")))
        >>> "<urn:set>" in text
        True
    """
    store = OxigraphStore()
    store.add(mapping_statements(mapping_set))
    target = io.BytesIO()
    write_rdf(store, RdfFormat.TURTLE, target)
    return target.getvalue().decode()


def generate_mappings(folder: Path) -> dict[str, str]:
    """Return what the Turtle files beside the mapping sets of a folder have to say.

    Args:
        folder: Holds the sets as `*.sssom.tsv`.

    Returns:
        The text by file name, `*.sssom.ttl`, in the order of the names. Nothing is written.

    Raises:
        DataError: If a set can't be used, or a row of it; the first such row.
    """
    files = {}
    for path in sorted(folder.glob("*.sssom.tsv")):
        found = read_sssom(path)
        for fault in (*found.refused, *found.warnings):
            raise fault
        files[path.with_suffix(".ttl").name] = turtle_of(found.mapping_set)
    return files
