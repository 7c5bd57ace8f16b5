"""A scheme as a tree, from the answer of one named query."""

from __future__ import annotations

from collections import defaultdict

from mitigraph.knowledge_graph.names import Names
from mitigraph.model import Concept, TreeNode
from mitigraph.query.rows import answer_rows
from mitigraph.store.protocol import Store
from mitigraph.terms import Iri, compact

__all__ = ["scheme_tree"]


def scheme_tree(store: Store, names: Names, scheme: Iri) -> tuple[TreeNode, ...]:
    """Return the top concepts of a scheme with all that is narrower, in the scheme's order.

    A concept whose broader concepts form a cycle stands nowhere below a top; it is shown at the
    top, so that no concept is lost.
    """
    counts: dict[Iri, tuple[int, int]] = {}
    children: dict[Iri | None, list[Iri]] = defaultdict(list)
    for row in answer_rows(store, "tree-counts", scheme=scheme):
        iri = row.iri("concept")
        counts[iri] = (row.count("direct"), row.count("measures"))
        children[row.iri("broader") if row.text("broader") else None].append(iri)
    placed: set[Iri] = set()

    def node(iri: Iri) -> TreeNode:
        placed.add(iri)
        below = tuple(node(child) for child in children[iri] if child not in placed)
        concept = names.concepts.get(iri) or Concept(iri, compact(iri), compact(iri))
        return TreeNode(concept, *counts[iri], below)

    tops = [node(iri) for iri in dict.fromkeys(children[None])]
    tops += [node(iri) for iri in counts if iri not in placed]
    return tuple(tops)
