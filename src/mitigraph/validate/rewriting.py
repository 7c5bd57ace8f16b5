"""Shapes rewritten so that shacl-rust judges as SHACL asks, and its results set right.

shacl-rust 0.2.12 holds that no literal conforms to a shape that `sh:node` or
`sh:qualifiedValueShape` names, although it judges literals rightly inside `sh:and`, `sh:or`,
`sh:xone` and `sh:not`; and it does not see that a `sh:oneOrMorePath` may lead back to where it
began; of several `sh:not` it heeds one. So:

- `sh:node S` is given to it as `sh:and ( S )`, or as another of the four with one member that the
  shape does not use itself, and its results are named back.
- Beside a property shape with `sh:qualifiedValueShape S` stands a probe with `sh:not S`: it
  reports each value that does conform, so that conforming values can be counted.
- Several `sh:not` become one, with `sh:or` inside.
- One or more steps are given to it as zero or more, then one.
- Beside a shape with a bound (`sh:minInclusive` and the like) stands a probe that reports texts:
  the engine takes "0.8" for a number, but a text can't be compared with one, which is a result.

This gives what SHACL asks for, wherever the results of the shape are visible. A qualified shape
whose results stay inside another constraint can't be probed; then `NotForFastError` says so and
pyshacl has to run.

Gaps stay: values that can't be compared are not always reported by `sh:lessThan` and by a bound
inside another constraint, so pair these with `sh:datatype`; and an inverse path from a literal has
no values.

Sources:
    SHACL, sections 4.7.1 and 4.7.3 (https://www.w3.org/TR/shacl/#core-components-shape).
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from mitigraph.terms import BlankNode, Iri, Literal, Quad, Term
from mitigraph.validate.found import Found
from mitigraph.validate.shapes import Shapes, sh

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["NotForFastError", "Rewritten"]

_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_FIRST, _REST, _NIL = Iri(_RDF + "first"), Iri(_RDF + "rest"), Iri(_RDF + "nil")
_TYPE: Final = Iri(_RDF + "type")
_NODE, _PROPERTY, _NOT = sh("node"), sh("property"), sh("not")
_QUALIFIED, _PATH = sh("qualifiedValueShape"), sh("path")
_DISJOINT = sh("qualifiedValueShapesDisjoint")
#: What says where a shape looks, and whether.
_PLACE: Final = (
    _PATH,
    sh("deactivated"),
    sh("targetClass"),
    sh("targetNode"),
    sh("targetSubjectsOf"),
    sh("targetObjectsOf"),
)
#: What can stand for `sh:node`, and the component that its results then name.
_STAND_INS: Final = {
    sh("and"): sh("AndConstraintComponent"),
    sh("or"): sh("OrConstraintComponent"),
    sh("xone"): sh("XoneConstraintComponent"),
}
_NODE_COMPONENT = sh("NodeConstraintComponent")
_MIN, _MAX = sh("QualifiedMinCountConstraintComponent"), sh("QualifiedMaxCountConstraintComponent")
_ONE_OR_MORE, _ZERO_OR_MORE = sh("oneOrMorePath"), sh("zeroOrMorePath")
_PROBE: Final = "/conforming-values"
_TEXT_PROBE: Final = "/texts"
_TEXTS: Final = (Iri("http://www.w3.org/2001/XMLSchema#string"), Iri(_RDF + "langString"))
_BOUNDS: Final = {
    sh(f"{name[0].lower()}{name[1:]}"): sh(f"{name}ConstraintComponent")
    for name in ("MinInclusive", "MinExclusive", "MaxInclusive", "MaxExclusive")
}


class NotForFastError(Exception):
    """Shapes that the Rust engine would judge wrongly."""


class Rewritten:
    """The core part of a shapes graph in the form that the Rust engine judges rightly.

    Args:
        shapes: The shapes.

    Raises:
        NotForFastError: If the engine can't be made to judge them rightly.
    """

    def __init__(self, shapes: Shapes) -> None:
        self._shapes = shapes
        self._triples = list(shapes.triples(rules=False))
        self._stand_ins: dict[tuple[Iri, Iri], Iri] = {}
        self._probes: dict[Iri, Iri] = {}
        self._replace_one_or_more()
        self._replace_node()
        self._text_probes: dict[Iri, tuple[Iri, list[Iri]]] = {}
        self._add_probes()
        self._add_text_probes()
        self._join_nots()

    def triples(self) -> Iterator[Quad]:
        """Yield the statements for the engine."""
        yield from self._triples

    def restore(self, results: Iterable[Found]) -> Iterator[Found]:
        """Yield what the results mean for the shapes as they were written."""
        conforming: dict[Iri, dict[Term, set[Term | None]]] = defaultdict(lambda: defaultdict(set))
        minima: list[Found] = []
        for result in results:
            if result.shape in self._text_probes:
                yield from self._incomparable(result)
            elif result.shape in self._probes:
                conforming[self._probes[result.shape]][result.focus].add(result.value)
            elif result.component == _MIN:
                minima.append(result)
            elif result.component != _MAX:
                component = self._stand_ins.get((result.shape, result.component))
                yield result._replace(component=component) if component else result
        yield from (
            result
            for result in minima
            if len(conforming[result.shape][result.focus]) < self._bound(result.shape, "Min")
        )
        yield from self._too_many(conforming)

    def _too_many(
        self, conforming: Mapping[Iri, Mapping[Term, set[Term | None]]]
    ) -> Iterator[Found]:
        """Yield a result for each node with more conforming values than its shape allows."""
        for shape, values in conforming.items():
            bound = self._bound(shape, "Max")
            for focus, conformers in values.items():
                if len(conformers) > bound:
                    yield Found(focus, self._shapes.path(shape), None, _MAX, shape)

    def _incomparable(self, result: Found) -> Iterator[Found]:
        """Yield the results that a text has where a number or a date is asked for."""
        shape, components = self._text_probes[result.shape]
        for component in components:
            yield result._replace(
                shape=shape, component=component, path=result.path or self._shapes.path(shape)
            )

    def _bound(self, shape: Iri, which: str) -> float:
        """Return the fewest or most conforming values that a qualified shape allows."""
        values = self._shapes.values(shape, sh(f"qualified{which}Count"))
        return int(str(values[0])) if values else float("inf")

    def _replace_one_or_more(self) -> None:
        """Turn each `p+` into `p*/p`; `p/p*` would lose values that are literals."""
        rewritten: list[Quad] = []
        for number, quad in enumerate(self._triples):
            if quad.predicate != _ONE_OR_MORE:
                rewritten.append(quad)
                continue
            rest, repeated = BlankNode(f"rest{number}"), BlankNode(f"repeated{number}")
            rewritten += [
                Quad(quad.subject, _FIRST, repeated),
                Quad(quad.subject, _REST, rest),
                Quad(rest, _FIRST, quad.object),
                Quad(rest, _REST, _NIL),
                Quad(repeated, _ZERO_OR_MORE, quad.object),
            ]
        self._triples = rewritten

    def _replace_node(self) -> None:
        """Turn each `sh:node` into a list constraint of one member."""
        used: dict[Term, set[Iri]] = defaultdict(set)
        for quad in self._triples:
            used[quad.subject].add(quad.predicate)
        rewritten: list[Quad] = []
        for number, quad in enumerate(self._triples):
            if quad.predicate != _NODE or not isinstance(quad.subject, Iri):
                rewritten.append(quad)
                continue
            free = next((each for each in _STAND_INS if each not in used[quad.subject]), None)
            if free is None:
                raise NotForFastError(f"{quad.subject} uses sh:node, sh:and, sh:or and sh:xone")
            self._stand_ins[quad.subject, _STAND_INS[free]] = _NODE_COMPONENT
            members = BlankNode(f"node{number}")
            rewritten += [
                Quad(quad.subject, free, members),
                Quad(members, _FIRST, quad.object),
                Quad(members, _REST, _NIL),
            ]
        self._triples = rewritten

    def _join_nots(self) -> None:
        """Turn several `sh:not` of one shape into one, with `sh:or` inside."""
        nots: dict[Iri | BlankNode, list[Term]] = defaultdict(list)
        for quad in self._triples:
            if quad.predicate == _NOT:
                nots[quad.subject].append(quad.object)
        several = {shape: parts for shape, parts in nots.items() if len(parts) > 1}
        self._triples = [
            quad for quad in self._triples if quad.predicate != _NOT or quad.subject not in several
        ]
        for number, (shape, parts) in enumerate(several.items()):
            joined = BlankNode(f"joined{number}")
            links = [BlankNode(f"joined{number}x{place}") for place in range(len(parts))]
            self._triples += [Quad(shape, _NOT, joined), Quad(joined, sh("or"), links[0])]
            tails: list[Term] = [*links[1:], _NIL]
            for link, part, rest in zip(links, parts, tails, strict=True):
                self._triples += [Quad(link, _FIRST, part), Quad(link, _REST, rest)]

    def _add_probes(self) -> None:
        """Put a probe beside each shape with `sh:qualifiedValueShape`."""
        added: list[Quad] = []
        for quad in self._triples:
            if quad.predicate != _QUALIFIED or not isinstance(quad.subject, Iri):
                continue
            shape = quad.subject
            if self._shapes.values(shape, _DISJOINT) or self._hidden(shape, ()):
                raise NotForFastError(f"{shape} is qualified where its values can't be counted")
            if self._shapes.deactivated(shape):
                continue
            probe = Iri(shape + _PROBE)
            self._probes[probe] = shape
            added += [*self._beside(shape, probe), Quad(probe, _NOT, quad.object)]
        self._triples += added

    def _add_text_probes(self) -> None:
        """Put a probe for texts beside each shape with a bound that is no text."""
        bounded: dict[Iri, list[Iri]] = defaultdict(list)
        for quad in self._triples:
            bound = _BOUNDS.get(quad.predicate)
            text = isinstance(quad.object, Literal) and quad.object.datatype in _TEXTS
            if bound and isinstance(quad.subject, Iri) and not text:
                bounded[quad.subject].append(bound)
        for number, (shape, components) in enumerate(bounded.items()):
            probe = Iri(shape + _TEXT_PROBE)
            self._text_probes[probe] = (shape, components)
            self._triples += self._beside(shape, probe)
            for datatype in _TEXTS:
                text_shape = BlankNode(f"text{number}x{datatype.rpartition('#')[2]}")
                self._triples += [
                    Quad(probe, _NOT, text_shape),
                    Quad(text_shape, sh("datatype"), datatype),
                ]

    def _beside(self, shape: Iri, probe: Iri) -> Iterator[Quad]:
        """Yield what puts `probe` where `shape` is: its path, targets, and what it is part of."""
        if self._shapes.values(shape, _PATH):
            yield Quad(probe, _TYPE, sh("PropertyShape"))
        else:
            yield Quad(probe, _TYPE, sh("NodeShape"))
        for quad in self._triples:
            if quad.subject == shape and (quad.predicate in _PLACE):
                yield quad._replace(subject=probe)
            elif quad.predicate == _PROPERTY and quad.object == shape:
                yield quad._replace(object=probe)

    def _hidden(self, shape: Iri, below: tuple[Iri, ...]) -> bool:
        """Return whether a shape is judged somewhere without results of its own."""
        return any(
            edge != _PROPERTY or (parent not in below and self._hidden(parent, (*below, shape)))
            for parent, edge in self._shapes.parents.get(shape, ())
        )
