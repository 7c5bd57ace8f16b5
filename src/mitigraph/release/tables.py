"""The data modules that are made from tables: the database's records, and how they are coded."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from mitigraph.exporters.rdf import write_rdf
from mitigraph.importers.coding import ADJUDICATED, read_coding, supersede
from mitigraph.importers.records import measures_by_record, read_records
from mitigraph.knowledge_graph.names import Names
from mitigraph.store.oxigraph import OxigraphStore, parse
from mitigraph.store.protocol import RdfFormat
from mitigraph.terms import BASE, MG, Iri, Quad

__all__ = ["coded_data"]

_SCHEMES: Final = Iri(BASE + "graph/schemes")
_DATA: Final = Iri(BASE + "graph/data")


def coded_data(ontology: Path) -> dict[Path, bytes]:
    """Return the data modules that the tables of an ontology folder make, by file.

    Raises:
        DataError: If a table is not well-formed or a row of it is refused.
    """
    folder = ontology / "coding"
    if not folder.is_dir():
        return {}
    store = OxigraphStore()
    for path in sorted((ontology / "schemes").glob("*.ttl")):
        store.load(path.read_bytes(), rdf_format=RdfFormat.TURTLE, graph=_SCHEMES, base=BASE)
    for path in sorted((ontology / "data").glob("*.ttl")):
        store.load(path.read_bytes(), rdf_format=RdfFormat.TURTLE, graph=_DATA, base=BASE)
    known = list(store.quads(_DATA))
    described = measures_by_record(known)
    records = list(read_records(folder / "records.tsv", described))
    coded = read_coding(
        folder / "adjudicated.tsv",
        resolve=Names(store).facet_value,
        measures=described | measures_by_record(records),
        by=ADJUDICATED,
    )
    coded.insist()
    schemes = {quad.object for quad in coded.quads if quad.predicate == MG["inScheme"]}
    nodes = {
        quad.subject
        for quad in known
        if quad.predicate == MG["inScheme"] and quad.object in schemes
    }
    earlier = [quad for quad in known if quad.subject in nodes]
    return {
        ontology / "records" / "mit-2025.ttl": _module("mit-2025", folder, records),
        ontology / "records" / "coding.ttl": _module(
            "coding", folder, [*coded.quads, *supersede(earlier, ADJUDICATED)]
        ),
    }


def _module(key: str, folder: Path, quads: Iterable[Quad]) -> bytes:
    """Return a module as Turtle: its header, which is authored, and its statements."""
    module = Iri(f"{BASE}module/data-{key}")
    headers = parse((folder / "headers.ttl").read_bytes(), RdfFormat.TURTLE, BASE)
    store = OxigraphStore()
    store.add(quad for quad in headers if quad.subject == module)
    store.add(quads)
    target = io.BytesIO()
    write_rdf(store, RdfFormat.TURTLE, target)
    return target.getvalue()
