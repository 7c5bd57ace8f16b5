"""What alone connects parts of a network, and what it cuts off: the block-cut tree.

A block is a largest part that no single node can separate. Blocks and the nodes where they meet
make a tree; from the sizes of its branches follows what the removal of a node or an edge cuts off,
for all of them in one pass.

Sources:
    Hopcroft, Tarjan, "Algorithm 447: efficient algorithms for graph manipulation", CACM 16 (1973).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

__all__ = ["Cut", "cuts_of"]

#: So many nodes of a part that is cut off are named.
_NAMED: Final = 5


@dataclass(frozen=True, slots=True)
class Cut:
    """A node or an edge without which its part of the network falls apart.

    Args:
        nodes: The id of the node, or of both ends of the edge.
        parts: How many parts are left in the place of one.
        cut_off: How many nodes are in all of these but the largest.
        examples: Ids of a few of them, the smallest part first.
    """

    nodes: tuple[str, ...]
    parts: int
    cut_off: int
    examples: tuple[str, ...]


def cuts_of(
    blocks: Iterable[Sequence[tuple[int, int]]], ids: Sequence[str]
) -> tuple[tuple[Cut, ...], tuple[Cut, ...]]:
    """Return the articulation nodes and the bridges, those that cut off most first, then by id.

    Args:
        blocks: The edges of each block.
        ids: The ids of the nodes by number.

    Example:
        >>> nodes, bridges = cuts_of([[(0, 1), (1, 2), (2, 0)], [(2, 3)]], "abcd")
        >>> [(cut.nodes, cut.parts, cut.cut_off, cut.examples) for cut in nodes]
        [(('c',), 2, 1, ('d',))]
        >>> [(cut.nodes, cut.cut_off) for cut in bridges]
        [(('c', 'd'), 1)]
    """
    members = [sorted({end for edge in block for end in edge}) for block in blocks]
    tree = _BlockCutTree(members)
    articulations = [
        _cut((node,), tree.around(node), tree, ids)
        for node, meeting in tree.blocks_of.items()
        if len(meeting) > 1
    ]
    bridges = [
        _cut((nodes[0], nodes[1]), tree.sides(block), tree, ids)
        for block, nodes in enumerate(members)
        if len(nodes) == 2  # noqa: PLR2004 - an edge that is a block of its own
    ]
    return _ordered(articulations), _ordered(bridges)


def _ordered(cuts: Iterable[Cut]) -> tuple[Cut, ...]:
    return tuple(sorted(cuts, key=lambda cut: (-cut.cut_off, cut.nodes)))


def _cut(
    nodes: tuple[int, ...], parts: list[_Part], tree: _BlockCutTree, ids: Sequence[str]
) -> Cut:
    parts = sorted(parts, key=lambda part: (part.size, part.start, part.blocks))
    lost = parts[:-1]
    examples = islice((node for part in lost for node in tree.nodes_of(part)), _NAMED)
    return Cut(
        tuple(sorted(ids[node] for node in nodes)),
        len(parts),
        sum(part.size for part in lost),
        tuple(ids[node] for node in examples),
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """A part that is left: its size, where a walk over it starts, what it must not enter."""

    size: int
    start: tuple[int, ...]
    blocks: tuple[int, ...]
    without: int


class _BlockCutTree:
    def __init__(self, members: Sequence[list[int]]) -> None:
        self.members = members
        self.blocks_of: dict[int, list[int]] = defaultdict(list)
        for block, nodes in enumerate(members):
            for node in nodes:
                self.blocks_of[node].append(block)
        #: The node that each block hangs from; for the first of a part, one of its own.
        self.top: dict[int, int] = {}
        #: Nodes in and below a block, without its top.
        self.below: dict[int, int] = {}
        #: All nodes of the part that a block is in.
        self.total: dict[int, int] = {}
        for block in range(len(members)):
            if block not in self.top:
                self._hang(block)

    def _hang(self, root: int) -> None:
        self.top[root] = self.members[root][0]
        order = [root]
        for block in order:  # grows while it is read
            for node in self.members[block]:
                if node == self.top[block] and block != root:
                    continue
                for other in self.blocks_of[node]:
                    if other not in self.top:
                        self.top[other] = node
                        order.append(other)
        for block in reversed(order):
            self.below[block] = (
                len(self.members[block])
                - 1
                + sum(
                    self.below[other]
                    for node in self.members[block]
                    if node != self.top[block]
                    for other in self.blocks_of[node]
                    if other != block
                )
            )
        whole = 1 + sum(self.below[other] for other in self.blocks_of[self.top[root]])
        self.total.update(dict.fromkeys(order, whole))

    def hanging(self, node: int) -> list[int]:
        """Return the blocks that hang from a node."""
        return [block for block in self.blocks_of[node] if self.top[block] == node]

    def around(self, node: int) -> list[_Part]:
        """Return the parts that are left without a node."""
        parts = [_Part(self.below[block], (), (block,), node) for block in self.hanging(node)]
        above = self.total[self.blocks_of[node][0]] - 1 - sum(part.size for part in parts)
        hung_in = tuple(block for block in self.blocks_of[node] if self.top[block] != node)
        return [*parts, _Part(above, (), hung_in, node)] if above else parts

    def sides(self, block: int) -> list[_Part]:
        """Return the parts that are left without an edge that is a block of its own."""
        top = self.top[block]
        low = next(node for node in self.members[block] if node != top)
        sizes = {low: self.below[block], top: self.total[block] - self.below[block]}
        return [
            _Part(
                sizes[end],
                (end,),
                tuple(other for other in self.blocks_of[end] if other != block),
                low if end == top else top,
            )
            for end in (low, top)
        ]

    def nodes_of(self, part: _Part) -> Iterator[int]:
        """Yield the nodes of a part, nearest to the cut first."""
        seen = {part.without, *part.start}
        yield from part.start
        queue = list(part.blocks)
        for block in queue:  # grows while it is read
            for node in self.members[block]:
                if node not in seen:
                    seen.add(node)
                    yield node
                    queue += [other for other in self.blocks_of[node] if other != block]
