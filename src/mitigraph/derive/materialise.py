"""What follows from the asserted data, computed by queries into a named graph of its own.

The queries are the files `queries/derive/NN-name.rq`, run in the order of their names, so that a
later one reads what an earlier one made. They say the same as the property chains of the core
ontology; tests hold them against OWL reasoners, which are far too slow for the product itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mitigraph.resources import derivation_files
from mitigraph.store.protocol import Triples
from mitigraph.terms import BASE, Iri, Quad

if TYPE_CHECKING:
    from pathlib import Path

    from mitigraph.store.protocol import Store

__all__ = ["DERIVED", "derive", "derive_by_rule", "derive_demands"]

#: The named graph that holds nothing but derived statements.
DERIVED: Final = Iri(BASE + "graph/derived")


def derive(store: Store) -> int:
    """Rebuild the graph of derived statements of a store from all its other graphs.

    What was derived before is dropped first, so that withdrawn data leaves nothing behind. To
    derive facets, the store has to hold the schemes, and the core ontology, which says what is a
    facet.

    Args:
        store: Any store; only its graph `DERIVED` is changed.

    Returns:
        How many distinct statements the graph holds now; 0 where nothing follows.

    Raises:
        QueryError: If the store can't run one of the queries; the graph is then incomplete.

    Example:
        >>> from mitigraph.store.oxigraph import OxigraphStore
        >>> from mitigraph.store.protocol import RdfFormat
        >>> store = OxigraphStore()
        >>> _ = store.load(
        ...     b"@prefix mg: <https://w3id.org/mitigraph/ns#> . <urn:a> mg:assesses <urn:m> .",
        ...     rdf_format=RdfFormat.TURTLE,
        ... )
        >>> derive(store)
        1
    """
    return sum(len(statements) for statements in derive_by_rule(store).values())


def derive_by_rule(store: Store) -> dict[str, list[Quad]]:
    """Do what `derive` does, and say what each query added.

    Args:
        store: As for `derive`.

    Returns:
        The statements that each query, by its name, put into the graph and no earlier one had put
        there, in the order in which the queries run.

    Raises:
        QueryError: As for `derive`.
    """
    store.clear(DERIVED)
    added: dict[str, list[Quad]] = {}
    known: set[Quad] = set()
    for path in derivation_files():
        found = dict.fromkeys(_construct(store, path, DERIVED))
        added[path.stem] = [statement for statement in found if statement not in known]
        known.update(found)
    return added


def derive_demands(store: Store, graph: Iri) -> None:
    """Add to a graph what the profiles of a store ask for and which measures would meet it.

    It is that part of the derivation which follows from profiles; all else has to be derived.

    Raises:
        QueryError: If the store can't run one of the queries.
        StoreError: If it can't be written to.
    """
    for path in derivation_files():
        if path.stem.endswith("-demands"):
            _construct(store, path, graph)


def _construct(store: Store, path: Path, graph: Iri) -> list[Quad]:
    answer = store.query(path.read_text(encoding="utf-8"))
    if not isinstance(answer, Triples):
        raise TypeError(f"{path.name} is no CONSTRUCT query")
    # Read to the end before writing: a store need not be able to do both at once.
    statements = [Quad(*statement[:3], graph) for statement in answer]
    store.add(statements)
    return statements
