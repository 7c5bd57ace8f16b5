"""The codings that the adjudicated one rests on or is held against: loaded only on request."""

from __future__ import annotations

from typing import Final

from mitigraph.importers.coding import ADJUDICATED, PASSES, read_coding, supersede
from mitigraph.importers.records import measures_by_record, read_navigator_codes
from mitigraph.knowledge_graph.names import Names
from mitigraph.reader import SHIPPED_GRAPHS
from mitigraph.resources import data_root
from mitigraph.store.oxigraph import OxigraphStore
from mitigraph.terms import BASE, Iri, Quad

__all__ = ["PASSES_GRAPH", "load_passes"]

PASSES_GRAPH: Final = Iri(BASE + "graph/coding-passes")


def load_passes(store: OxigraphStore) -> None:
    """Add what the adjudicated coding of the shipped graph supersedes or is compared with.

    That is both coding passes, and the navigator's preliminary codes of records that are in the
    published database too. They are three times as many statements as all the rest, hence not
    loaded otherwise.

    Raises:
        DataError: If a table is not well-formed, which an editable checkout may have.
    """
    resolve = Names(store).facet_value
    tables = data_root() / "ontology" / "coding"
    measures: dict[str, Iri] = {}
    for graph in ("data", "records"):
        measures |= measures_by_record(store.quads(SHIPPED_GRAPHS[graph]))
    earlier: list[Quad] = []
    for stem, coder in PASSES.items():
        coded = read_coding(tables / f"{stem}.csv", resolve=resolve, measures=measures, by=coder)
        coded.insist()
        earlier += coded.quads
    earlier += read_navigator_codes(tables / "navigator.csv", resolve=resolve, measures=measures)
    statements = [*earlier, *supersede(earlier, ADJUDICATED)]
    store.add(Quad(*quad[:3], PASSES_GRAPH) for quad in statements)
