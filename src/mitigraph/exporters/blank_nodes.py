"""Labels for blank nodes that don't depend on the store, and which of them can be nested.

A store gives blank nodes labels of its own, other ones in each run. Here they are numbered in the
order in which a walk from the named subjects meets them, where a node that a subject refers to is
placed by what it says. For trees, which is what OWL axioms and RDF lists are, the numbers depend
on the graph alone.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from mitigraph.exporters.statements import (
    RDF_FIRST,
    RDF_NIL,
    RDF_REST,
    Graphs,
    Pairs,
    by_subject,
)

__all__ = ["BlankNodes", "relabel"]

#: Rounds in which nodes on cycles tell each other apart; chance rules beyond that distance.
_ROUNDS: Final = 8

#: A deeper tree is cut by a label, so that no writer or reader recurses without end.
_DEEPEST: Final = 30

#: Graph, predicate, object of a statement about a blank node; or subject of one that refers to it.
_Edge = tuple[str, str, str]


def relabel(graphs: Graphs) -> Graphs:
    """Return the graphs with blank nodes called `_:b0`, `_:b1`, ..., each sorted again."""
    concerned = {
        name: [line for line in lines if line.startswith("_:") or " _:" in line]
        for name, lines in graphs.items()
    }
    if not any(concerned.values()):
        return graphs
    out: dict[str, list[_Edge]] = defaultdict(list)
    named: list[tuple[str, str, str, str]] = []
    for name, lines in concerned.items():
        for line in lines:
            subject, predicate, value = line.split(" ", 2)
            if subject.startswith("_:"):
                out[subject].append((name, predicate, value))
            if value.startswith("_:"):
                out.setdefault(value, [])
                if not subject.startswith("_:"):
                    named.append((name, subject, predicate, value))
    if not out:
        return graphs
    labels = _number(out, named)
    renamed: Graphs = {}
    for name, lines in graphs.items():
        touched = set(concerned[name])
        kept = [line for line in lines if line not in touched] if touched else lines
        renamed[name] = sorted([*kept, *(_rename(line, labels) for line in touched)])
    return renamed


def _rename(line: str, labels: Mapping[str, str]) -> str:
    subject, predicate, value = line.split(" ", 2)
    return f"{labels.get(subject, subject)} {predicate} {labels.get(value, value)}"


def _number(
    out: Mapping[str, list[_Edge]], named: Iterable[tuple[str, str, str, str]]
) -> dict[str, str]:
    digests = _digests(out)
    labels: dict[str, str] = {}

    def visit(start: str) -> None:
        waiting = [start]
        while waiting:
            node = waiting.pop()
            if node in labels:
                continue
            labels[node] = f"_:b{len(labels)}"
            children = sorted(
                (graph, predicate, digests[value], value)
                for graph, predicate, value in out[node]
                if value.startswith("_:")
            )
            waiting.extend(child[-1] for child in reversed(children))

    for *_, node in sorted((*edge[:3], digests[edge[3]], edge[3]) for edge in named):
        visit(node)
    referred = {value for edges in out.values() for _, _, value in edges}
    for node in sorted(out.keys() - referred, key=lambda node: (digests[node], node)):
        visit(node)
    for node in sorted(out.keys() - labels.keys(), key=lambda node: (digests[node], node)):
        visit(node)
    return labels


def _digests(out: Mapping[str, list[_Edge]]) -> dict[str, str]:
    """Return a digest of what each blank node says, that of its blank nodes included."""
    digests: dict[str, str] = {}
    open_nodes: set[str] = set()
    cyclic = False
    for start in out:
        stack = [(start, False)]
        while stack:
            node, done = stack.pop()
            if done:
                open_nodes.discard(node)
                digests[node] = _digest(out[node], digests)
            elif node in open_nodes:
                cyclic = True
            elif node not in digests:
                open_nodes.add(node)
                stack.append((node, True))
                stack.extend((value, False) for _, _, value in out[node] if value.startswith("_:"))
    if cyclic:
        digests = {
            node: _digest([edge for edge in edges if not edge[2].startswith("_:")], {})
            for node, edges in out.items()
        }
        for _ in range(_ROUNDS):
            digests = {node: _digest(edges, digests) for node, edges in out.items()}
    return digests


def _digest(edges: Iterable[_Edge], digests: Mapping[str, str]) -> str:
    said = sorted(
        (graph, predicate, digests.get(value, "") if value.startswith("_:") else value)
        for graph, predicate, value in edges
    )
    return hashlib.sha256(repr(said).encode()).hexdigest()


@dataclass(frozen=True)
class BlankNodes:
    """What a writer has to know of the blank nodes of a document to nest them.

    Args:
        descriptions: What each blank node says.
        nested: Those that can stand inside the one statement that refers to them: they are the
            object of exactly one statement, say nothing in another graph than that one's, are on
            no cycle, and lie not too deep in a tree (a list counts as one level).
        cells: Those nested ones that are a cell of a well-formed RDF list: exactly one
            `rdf:first`, one `rdf:rest`, nothing else, on to `rdf:nil`.
    """

    descriptions: Mapping[str, Pairs]
    nested: frozenset[str]
    cells: frozenset[str]

    @classmethod
    def of(cls, graphs: Graphs) -> BlankNodes:
        """Find the blank nodes of sorted graphs."""
        referred: Counter[str] = Counter()
        parents: dict[str, _Edge] = {}
        homes: dict[str, set[str]] = defaultdict(set)
        descriptions: dict[str, Pairs] = {}
        for name, lines in graphs.items():
            concerned = [line for line in lines if line.startswith("_:") or " _:" in line]
            for subject, pairs in by_subject(concerned):
                if subject.startswith("_:"):
                    homes[subject].add(name)
                    descriptions[subject] = pairs
                for predicate, value in pairs:
                    if value.startswith("_:"):
                        referred[value] += 1
                        parents[value] = (name, predicate, subject)
        found = {
            node
            for node, (graph, _, _) in parents.items()
            if referred[node] == 1 and homes[node] <= {graph}
        }
        cells = _cells(descriptions, parents, found)
        depths: dict[str, int] = {}
        for node in sorted(found):
            _measure_depth(node, parents, found, cells, depths)
        nested = frozenset(node for node in found if depths[node] >= 0)
        return cls(descriptions, nested, frozenset(cells & nested))

    def items(self, node: str) -> list[str] | None:
        """Return the members of the list that starts at a node; None if it is no such list."""
        found: list[str] = []
        while node in self.cells:
            (_, item), (_, node) = self.descriptions[node]
            found.append(item)
        return found if node == RDF_NIL and found else None


def _cells(
    descriptions: Mapping[str, Pairs], parents: Mapping[str, _Edge], found: set[str]
) -> set[str]:
    """Return the cells of well-formed lists, found from the end of each list."""
    shaped = {
        node
        for node in found
        if [predicate for predicate, _ in descriptions.get(node, ())] == [RDF_FIRST, RDF_REST]
    }
    cells: set[str] = set()
    for end in shaped:
        node = end
        if descriptions[end][1][1] == RDF_NIL:
            while node in shaped:
                cells.add(node)
                _, predicate, above = parents[node]
                node = above if predicate == RDF_REST else ""
    return cells


def _measure_depth(
    node: str,
    parents: Mapping[str, _Edge],
    found: set[str],
    cells: set[str],
    depths: dict[str, int],
) -> None:
    """Set the depth of a node and its ancestors; -1 for one that has to start a tree of its own."""
    chain: list[str] = []
    seen: set[str] = set()
    while node in found and node not in depths and node not in seen:
        chain.append(node)
        seen.add(node)
        node = parents[node][2]
    if node in seen:  # a cycle: its other nodes hang below the one where it is cut
        depths[node] = -1
        chain.remove(node)
    for below in reversed(chain):
        _, predicate, above = parents[below]
        inside_list = predicate == RDF_REST and below in cells and above in cells
        depth = max(depths.get(above, 0), 0) + (0 if inside_list else 1)
        depths[below] = depth if depth <= _DEEPEST else -1
