"""Schemes, values of facets and documents as plain rows, from the answers of named queries."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mitigraph.model import FACETS, TreeNode
from mitigraph.packages import PACKAGE_GRAPHS
from mitigraph.query.rows import answer_rows
from mitigraph.store.protocol import Store
from mitigraph.terms import compact

__all__ = ["list_frameworks", "list_schemes", "list_sources", "list_values"]


def list_schemes(store: Store) -> list[dict[str, Any]]:
    """Return all schemes: id, label, number of concepts, version, and the facet's name if any."""
    names = {facet.iri: name for name, facet in FACETS.items()}
    return [
        {
            "id": compact(row.iri("scheme")),
            "label": row.text("label"),
            "concepts": row.count("concepts"),
            "version": row.text("version"),
            "facet": names.get(row.iri("facet")) if row.text("facet") else None,
        }
        for row in answer_rows(store, "schemes")
    ]


def list_frameworks(store: Store) -> list[dict[str, Any]]:
    """Return the frameworks: id, label, number of controls, version, rights, licence, package.

    Rights, licences and packages are lists: a framework may state several of each, or none.
    """
    found: dict[str, dict[str, Any]] = {}
    for row in answer_rows(store, "frameworks"):
        framework = found.setdefault(
            compact(row.iri("framework")),
            {
                "id": compact(row.iri("framework")),
                "label": row.text("label"),
                "controls": row.count("controls"),
                "version": row.text("version"),
                "rights": [],
                "license": [],
                "package": [],
            },
        )
        for name in ("rights", "license", "package"):
            value = (row.text(name) or "").removeprefix(PACKAGE_GRAPHS)
            if value and value not in framework[name]:
                framework[name].append(value)
    return list(found.values())


def list_values(
    store: Store, facet: str, tree: Callable[[str], tuple[TreeNode, ...]]
) -> list[dict[str, Any]]:
    """Return the values of a facet, each below its broader one, with distinct measures.

    Args:
        store: The graph.
        facet: Name of the facet.
        tree: Returns the tree of a scheme by its id.
    """
    rows = []
    for scheme in list_schemes(store):
        if scheme["facet"] != facet:
            continue
        nodes = list(tree(scheme["id"]))
        while nodes:
            node = nodes.pop(0)
            nodes = [*node.children, *nodes]
            rows.append(
                {
                    "id": node.concept.id,
                    "label": node.concept.title,
                    "measures": node.total,
                    "residual": node.concept.residual,
                    "definition": node.concept.definition,
                }
            )
    return rows


def list_sources(store: Store) -> list[dict[str, Any]]:
    """Return the documents with their number of distinct measures."""
    return [
        {
            "id": compact(row.iri("source")),
            "reference": row.text("shortReference"),
            "title": row.text("title"),
            "year": row.text("issued"),
            "kind": row.text("documentType"),
            "measures": row.count("measures"),
        }
        for row in answer_rows(store, "sources")
    ]
