"""What follows from the axioms of bridges, computed by queries into a named graph of its own.

The queries are the files `queries/bridges/derive/NN-name.rq`, run in the order of their names. They
read the axioms from the graphs of the loaded bridges, so that a bridge is written once, as OWL, and
tests hold what they make against an OWL reasoner.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mitigraph.resources import data_root
from mitigraph.store.protocol import Triples
from mitigraph.terms import BASE, Iri, Quad

if TYPE_CHECKING:
    from mitigraph.store.protocol import Store

__all__ = ["BRIDGED", "derive_bridged"]

#: The named graph that holds nothing but what follows from bridges.
BRIDGED: Final = Iri(BASE + "graph/bridged")


def derive_bridged(store: Store) -> int:
    """Rebuild the graph of what follows from the bridges that a store holds.

    What is derived without bridges has to be in the store already; see `derive`. A statement that
    the store holds elsewhere is not repeated.

    Args:
        store: Any store; only its graph `BRIDGED` is changed.

    Returns:
        How many statements were added; 0 without a bridge.

    Raises:
        QueryError: If the store can't run one of the queries; the graph is then incomplete.

    Example:
        >>> from mitigraph.store.oxigraph import OxigraphStore
        >>> derive_bridged(OxigraphStore())
        0
    """
    store.clear(BRIDGED)
    added = 0
    for path in sorted((data_root() / "queries" / "bridges" / "derive").glob("*.rq")):
        answer = store.query(path.read_text(encoding="utf-8"))
        if not isinstance(answer, Triples):
            raise TypeError(f"{path.name} is no CONSTRUCT query")
        # Read to the end before writing: a store need not be able to do both at once.
        found = {Quad(*statement[:3], BRIDGED) for statement in answer}
        store.add(found)
        added += len(found)
    return added
