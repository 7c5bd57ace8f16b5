"""Readers of measures that need to know what the graph holds already."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mitigraph.knowledge_graph.measures import list_measures
from mitigraph.knowledge_graph.names import Names
from mitigraph.store.protocol import Store
from mitigraph.terms import BASE, Iri

if TYPE_CHECKING:
    from mitigraph.importers.report import Imported

__all__ = ["read_csv", "read_mit_database"]


def read_mit_database(
    store: Store, names: Names, path: Path, *, documents: Path | None, facts_only: bool
) -> Imported:
    """Read the published AI Risk Mitigation Database; see `mitigraph.importers.mit_database`."""
    from mitigraph.importers.mit_database import read_mit_database

    concepts = names.concepts.values()
    return read_mit_database(
        path,
        documents=documents,
        known=store.quads(Iri(BASE + "graph/data")),
        codes=[
            c.notation for c in concepts if c.id.startswith("airi-mitigation/1/") and c.notation
        ],
        kinds={
            m.iri: m.kind[0].id.rpartition("/")[2]
            for m in list_measures(store, names, {})
            if m.kind
        },
        facts_only=facts_only,
    )


def read_csv(  # noqa: PLR0913 - the provenance is keyword-only
    names: Names,
    path: Path,
    *,
    dataset: str,
    assessor: str,
    assessor_kind: str = "organization",
    date: str = "",
) -> Imported:
    """Read a user's own measures from a CSV.

    Args:
        names: Look-up of the values of facets.
        path: The file, in the layout of `mitigraph import csv --template`.
        dataset: Key of the dataset, part of each measure's IRI.
        assessor: Who classified the measures.
        assessor_kind: "organization" or "person".
        date: When: a date, or a time with zone; empty where it is unknown.
    """
    from mitigraph.importers.measures_csv import Provenance, read_measures_csv, timestamp

    provenance = Provenance(dataset, assessor, timestamp(date), assessor_kind)
    return read_measures_csv(path, names.facet_value, provenance)
