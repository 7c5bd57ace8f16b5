"""A scheme as an indented tree with its numbers of measures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mitigraph.model import TreeNode

__all__ = ["tree_lines", "tree_rows"]


def tree_lines(nodes: Sequence[TreeNode], *, depth: int | None = None) -> Iterator[str]:
    r"""Return the lines of a tree: branches, title, number of measures at any depth.

    Args:
        nodes: The top concepts.
        depth: How many levels to show; all of them by default.

    Example:
        >>> from mitigraph.model import Concept
        >>> from mitigraph.terms import Iri
        >>> leaf = TreeNode(Concept(Iri("urn:b"), "b", "Testing", "1.1"), 2, 2)
        >>> top = TreeNode(Concept(Iri("urn:a"), "a", "Audit", "1"), 1, 3, (leaf,))
        >>> print("\n".join(tree_lines([top])))
        1 Audit  3
        └─ 1.1 Testing  2
    """
    for node in nodes:
        yield from _lines(node, "", "", depth)


def _lines(node: TreeNode, lead: str, indent: str, depth: int | None) -> Iterator[str]:
    residual = "  (residual)" if node.concept.residual else ""
    yield f"{lead}{node.concept.title}  {node.total or 'none'}{residual}"
    if depth is not None and depth <= 1:
        return
    for child in node.children:
        last = child is node.children[-1]
        yield from _lines(
            child,
            indent + ("└─ " if last else "├─ "),
            indent + ("   " if last else "│  "),
            None if depth is None else depth - 1,
        )


def tree_rows(nodes: Sequence[TreeNode], level: int = 1) -> Iterator[dict[str, object]]:
    """Return one row a concept in tree order, with its level from 1."""
    for node in nodes:
        yield {
            "level": level,
            "id": node.concept.id,
            "notation": node.concept.notation,
            "label": node.concept.label,
            "direct": node.direct,
            "total": node.total,
            "residual": node.concept.residual,
            "broader": node.concept.broader,
        }
        yield from tree_rows(node.children, level + 1)
