"""The codings that the adjudicated one rests on or is held against: loaded only on request."""

from __future__ import annotations

from typing import Final

from mitigraph.importers.coding import ADJUDICATED, PASSES, read_coding, supersede
from mitigraph.importers.records import measures_by_record, read_navigator_codes
from mitigraph.knowledge_graph.names import Names
from mitigraph.reader import SHIPPED_GRAPHS
from mitigraph.resources import data_root
from mitigraph.store.protocol import Store
from mitigraph.terms import BASE, Iri, Quad

__all__ = ["PASSES_GRAPH", "load_passes"]

PASSES_GRAPH: Final = Iri(BASE + "graph/coding-passes")


def load_passes(store: Store, *, only: Iri | None = None) -> None:
    """Add what the adjudicated coding of the shipped graph supersedes or is compared with.

    That is both coding passes, and the navigator's preliminary codes of records that are in the
    published database too. They are three times as many statements as all the rest, hence not
    loaded otherwise.

    Args:
        store: A store that holds the shipped graph.
        only: The one measure whose codings to load; every one's without it.

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
        coded = read_coding(
            tables / f"{stem}.tsv", resolve=resolve, measures=measures, by=coder, only=only
        )
        coded.insist()
        earlier += coded.quads
    codes = tables / "navigator.tsv"
    earlier += read_navigator_codes(codes, resolve=resolve, measures=measures, only=only)
    statements = [*earlier, *supersede(earlier, ADJUDICATED)]
    store.add(Quad(*quad[:3], PASSES_GRAPH) for quad in statements)
