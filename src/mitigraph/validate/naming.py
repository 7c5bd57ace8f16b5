"""IRIs for shapes that their authors left without one.

Every engine names blank nodes in its own way. So that results can say which shape was broken,
and so that two engines' results can be compared, each blank shape gets an IRI made from the shape
around it and from its own content, before any engine sees it. The same text gives the same IRIs.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from mitigraph.terms import BASE, BlankNode, Iri, Quad, Term, n3

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["LIST_EDGES", "SHAPE_EDGES", "name_blank_shapes"]

_SH = "http://www.w3.org/ns/shacl#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_FIRST, _REST = Iri(_RDF + "first"), Iri(_RDF + "rest")

#: Properties whose values are shapes.
SHAPE_EDGES = tuple(Iri(_SH + name) for name in ("property", "node", "not", "qualifiedValueShape"))
#: Properties whose values are lists of shapes.
LIST_EDGES = tuple(Iri(_SH + name) for name in ("and", "or", "xone"))
_SPARQL, _PATH = Iri(_SH + "sparql"), Iri(_SH + "path")
_ROOT_PREDICATES = frozenset(
    Iri(_SH + name)
    for name in ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf", "property")
)

_Index = dict[Term, list[tuple[Iri, Term]]]


def name_blank_shapes(statements: Iterable[Quad]) -> list[Quad]:
    """Return the statements of a shapes graph with an IRI for each shape and SPARQL constraint.

    A property shape inside another shape is named after its path, anything else after the hash of
    its content. Blank nodes that only build lists and paths stay.
    """
    quads = list(statements)
    index: _Index = defaultdict(list)
    for quad in quads:
        index[quad.subject].append((quad.predicate, quad.object))
    names: dict[Term, Iri] = {}
    roots: list[Term] = [node for node in index if isinstance(node, Iri)]
    referred = {quad.object for quad in quads}
    for node in index:
        if (
            isinstance(node, BlankNode)
            and node not in referred
            and any(predicate in _ROOT_PREDICATES for predicate, _ in index[node])
        ):
            names[node] = Iri(f"{BASE}shape/anonymous/{_digest(node, index)}")
            roots.append(node)
    for root in sorted(roots, key=lambda node: str(names.get(node, node))):
        _name_parts(root, index, names)
    return [
        Quad(
            names.get(quad.subject, quad.subject),
            quad.predicate,
            names.get(quad.object, quad.object),
        )
        for quad in quads
    ]


def _name_parts(parent: Term, index: _Index, names: dict[Term, Iri]) -> None:
    """Name the blank shapes below `parent`, and what is below those."""
    parts = [
        (_label(edge, part, index), part)
        for edge, part in _parts(parent, index)
        if isinstance(part, BlankNode) and part not in names
    ]
    owner = names.get(parent, parent)
    times = Counter(label for label, _ in parts)
    for label, part in parts:
        plain = Iri(f"{owner}/{label}")
        unique = times[label] == 1 and plain not in index
        names[part] = plain if unique else Iri(f"{plain}-{_digest(part, index)[:8]}")
    for _, part in parts:
        _name_parts(part, index, names)


def _parts(parent: Term, index: _Index) -> Iterator[tuple[Iri, Term]]:
    for predicate, value in index.get(parent, ()):
        if predicate in SHAPE_EDGES or predicate == _SPARQL:
            yield predicate, value
        elif predicate in LIST_EDGES:
            for member in _members(value, index):
                yield predicate, member


def _members(node: Term, index: _Index) -> Iterator[Term]:
    seen: set[Term] = set()
    while node in index and node not in seen:
        seen.add(node)
        links = dict(index[node])
        if _FIRST in links:
            yield links[_FIRST]
        node = links.get(_REST, _FIRST)


def _label(edge: Iri, part: Term, index: _Index) -> str:
    """Return the last segment of a part's IRI: its path's local name, or how it hangs there."""
    for predicate, value in index.get(part, ()):
        if predicate == _PATH and isinstance(value, Iri):
            return re.split(r"[/#:]", value)[-1] or "path"
    return edge.removeprefix(_SH)


def _digest(node: Term, index: _Index, above: tuple[Term, ...] = ()) -> str:
    """Return a hash of all that is said of a blank node, whatever its label is."""
    if not isinstance(node, BlankNode):
        return n3(node)
    if node in above:
        return f"cycle {above.index(node)}"
    said = sorted(
        f"{predicate} {_digest(value, index, (*above, node))}"
        for predicate, value in index.get(node, ())
    )
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:12]
