"""`reason`: one door to the three engines."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, Literal

from mitigraph.reason.conclusions import Reasoned
from mitigraph.reason.dl import reason_by_hermit
from mitigraph.reason.rl import reason_by_rules
from mitigraph.reason.sparql import reason_by_queries
from mitigraph.store.protocol import Store

__all__ = ["ENGINES", "Engine", "reason"]

Engine = Literal["sparql", "owlrl", "hermit"]

#: The engines, the quickest first; "sparql" needs nothing but mitigraph itself.
ENGINES: Final[Mapping[str, Callable[[Store], Reasoned]]] = {
    "sparql": reason_by_queries,
    "owlrl": reason_by_rules,
    "hermit": reason_by_hermit,
}


def reason(store: Store, engine: Engine = "sparql") -> Reasoned:
    """Materialise what follows from a graph, and find what contradicts itself in it.

    All engines put a measure under the same facets and into the same classes, and have the same
    tree of the classes made from schemes. They differ in what they cost and how much of OWL they
    know:

    - "sparql": the derivation queries and the definitions of classes; a second for the shipped
      graph.
    - "owlrl": the rules of OWL 2 RL (extra `owl`); minutes. They don't conclude which defined class
      lies below which; of the class tree they have what is written.
    - "hermit": all of OWL 2 DL (extra `owl`, and Java); minutes.

    The OWL reasoners start from direct facets, which come from assessments by query, as no axiom
    says that; they count as added with "sparql" alone.

    Args:
        store: The graph with its ontology. Its graph of derived statements is rebuilt; nothing else
            in it changes.
        engine: Which engine.

    Raises:
        MissingExtraError: If what the engine needs isn't installed.
        MissingProgramError: If "hermit" has no Java.
        StoreError: If the store is only read, as an endpoint is.

    Example:
        >>> from mitigraph.reader import shipped_store
        >>> reasoned = reason(shipped_store())
        >>> reasoned.consistent, reasoned.added["02-facet-closure"] > 10_000
        (True, True)
    """
    return ENGINES[engine](store)
