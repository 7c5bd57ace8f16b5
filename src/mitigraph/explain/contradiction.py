"""Statements that can't all be true, by the axioms of `ontology/strict.ttl`.

What is found: a thing in two disjoint classes, two different values of a functional property, a
literal outside the range of its property, two things said to be one that are not. Two values of a
functional property that nothing tells apart are no contradiction to OWL, which concludes that they
are one thing; a shape finds those.

All statements are looked through once for what looks wrong; only around that is inferred.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from mitigraph.derive import DERIVED
from mitigraph.explain.axioms import (
    Axiom,
    Different,
    Disjoint,
    Domain,
    Expression,
    Functional,
    HasValue,
    Intersection,
    Inverse,
    Range,
    SubClass,
    SubProperty,
    read_axioms,
)
from mitigraph.explain.datatypes import fits, same_value
from mitigraph.explain.inference import NOTHING, SAME, TYPE, Fact, Inferences
from mitigraph.explain.membership import statements_around, stored_axioms
from mitigraph.explain.proof import Proof, prove
from mitigraph.resources import data_root
from mitigraph.store.oxigraph import parse
from mitigraph.store.protocol import RdfFormat, Solutions, Store
from mitigraph.terms import BASE, BlankNode, Iri, Literal, Quad, Term, n3

__all__ = ["MOST", "Clash", "find_clashes", "strict_axioms"]

#: So many contradictions are told; who has more mends these first.
MOST: Final = 100
#: So many statements are kept for one class of one thing: one is enough for a contradiction.
_EVIDENCE: Final = 20
_FILES: Final = BASE + "graph/file/"


@dataclass(frozen=True, slots=True)
class Clash:
    """Statements that contradict each other.

    Attributes:
        proof: The minimal proof that something is in the class that nothing is in.
        graphs: The named graph in which each statement stands, as far as it is known.
    """

    proof: Proof
    graphs: Mapping[Fact, Iri]

    @property
    def root(self) -> Proof:
        """The step at which statements collide; what follows it only draws the conclusion."""
        step = self.proof
        while isinstance(step.rule, Different) or (step.rule is None and len(step.premises) == 1):
            step = step.premises[0]
        return step if step.premises else self.proof

    @property
    def in_files(self) -> bool:
        """Whether a statement of a user's file takes part."""
        return any(graph.startswith(_FILES) for graph in self.graphs.values())


def strict_axioms(store: Store) -> list[Axiom]:
    """Return the axioms in a store and those of the shipped `strict.ttl`."""
    strict = parse((data_root() / "ontology" / "strict.ttl").read_bytes(), RdfFormat.TURTLE, BASE)
    return [*stored_axioms(store), *read_axioms(strict)]


def find_clashes(store: Store, most: int = MOST) -> list[Clash]:
    """Return the contradictions in a store: those of the user's files first, then by thing.

    Of the ways to prove that one thing can't be, the shortest is told, and each further one that
    rests on other statements of a user's files than those told.

    Args:
        store: Holds the data, the schemes and the ontology.
        most: After so many the search ends.

    Example:
        >>> from mitigraph.reader import shipped_store
        >>> find_clashes(shipped_store())
        []
    """
    axioms = strict_axioms(store)
    scan = _Scan(axioms)
    for quad in store.quads():
        scan.read(quad)
    clashes: dict[frozenset[Fact | Axiom], Clash] = {}
    for evidence in scan.suspicious():
        for clash in _clashes(store, axioms, evidence, scan.graphs):
            clashes.setdefault(clash.proof.support, clash)
        if len(clashes) >= most:
            break
    ordered = sorted(clashes.values(), key=lambda one: (not one.in_files, one.proof.order))
    return ordered[:most]


def _clashes(
    store: Store, axioms: list[Axiom], evidence: Iterable[Fact], graphs: Mapping[Fact, Iri]
) -> Iterator[Clash]:
    facts = dict.fromkeys(evidence)
    for fact in list(facts):
        if graphs.get(fact) == DERIVED and isinstance(fact.subject, Iri):
            facts |= dict.fromkeys(statements_around(store, fact.subject))
    inferences = Inferences(facts, axioms)
    told: set[Fact] = set()
    for goal in sorted((one for one in inferences if one.object == NOTHING), key=str):
        if goal.predicate != TYPE:
            continue
        for place, proof in enumerate(prove(inferences, goal).found):
            clash = Clash(proof, {one: _graph(store, graphs, one) for one in proof.statements})
            own = {one for one, graph in clash.graphs.items() if graph.startswith(_FILES)}
            if place == 0 or (own and not own & told):
                told |= own
                yield clash


def _graph(store: Store, graphs: Mapping[Fact, Iri], fact: Fact) -> Iri:
    known = graphs.get(fact)
    if known is not None or not isinstance(fact.object, (Iri, Literal)):
        return known or Iri("")
    if isinstance(fact.subject, BlankNode):
        return Iri("")
    pattern = f"{n3(fact.subject)} {n3(fact.predicate)} {n3(fact.object)}"
    answer = store.query(f"SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ {pattern} }} }} ORDER BY ?g")
    assert isinstance(answer, Solutions)  # noqa: S101 - a SELECT query
    return next((Iri(str(graph)) for (graph,) in answer), Iri(""))


class _Scan:
    """What looks wrong at first sight, with the statements that make it look so."""

    def __init__(self, axioms: Iterable[Axiom]) -> None:
        self.graphs: dict[Fact, Iri] = {}
        self._wider: dict[Iri, list[tuple[Iri, bool]]] = defaultdict(list)
        self._above: dict[Expression, list[Expression]] = defaultdict(list)
        self._domains: dict[Iri, list[Expression]] = defaultdict(list)
        self._ranges: dict[Iri, list[Expression]] = defaultdict(list)
        self._functional: set[Iri] = set()
        self._disjoint: dict[Iri, list[frozenset[Iri]]] = defaultdict(list)
        for axiom in axioms:
            self._add(axiom)
        self._uses: dict[Iri, tuple[tuple[Expression, ...], tuple[Expression, ...], bool]] = {}
        self._upper: dict[Expression, frozenset[Iri]] = {}
        self._kinds: dict[Term, dict[Expression, list[Fact]]] = defaultdict(dict)
        self._values: dict[tuple[Term, Iri], list[tuple[Term, Fact]]] = defaultdict(list)
        self._same: list[Fact] = []
        self._outside: list[Fact] = []

    def _add(self, axiom: Axiom) -> None:
        match axiom:
            case SubClass(sub=sub, sup=sup):
                self._above[sub].append(sup)
            case SubProperty(sub=sub, sup=sup):
                self._wider[sub].append((sup, False))
            case Inverse(one=one, other=other):
                self._wider[one].append((other, True))
                self._wider[other].append((one, True))
            case Domain(property=prop, kind=kind):
                self._domains[prop].append(kind)
            case Range(property=prop, kind=kind):
                self._ranges[prop].append(kind)
            case Functional(property=prop):
                self._functional.add(prop)
            case Disjoint(members=members):
                for member in members:
                    self._disjoint[member].append(frozenset(members) - {member})

    def read(self, quad: Quad) -> None:
        """Take note of a statement if an axiom speaks of what it says."""
        if quad.predicate == SAME:
            self._same.append(self._noted(quad))
        elif quad.predicate != TYPE:
            self._read_value(quad)
        elif isinstance(quad.object, Iri) and self._speaks_of(quad.object):
            fact = self._noted(quad)
            self._kind(quad.subject, quad.object, fact)
            for held in self._held(quad.object):
                self._values[quad.subject, held.property].append((held.value, fact))

    def _read_value(self, quad: Quad) -> None:
        subject, predicate, value, _ = quad
        domains, ranges, functional = self._use(predicate)
        if not (domains or ranges or functional):
            return
        fact = self._noted(quad)
        for kind in domains:
            self._kind(subject, kind, fact)
        for kind in ranges:
            if not isinstance(value, Literal):
                self._kind(value, kind, fact)
            elif isinstance(kind, Iri) and not fits(value, kind):
                self._outside.append(fact)
        if functional:
            for prop, flipped in self._all_wider(predicate):
                if prop in self._functional:
                    one, other = (value, subject) if flipped else (subject, value)
                    self._values[one, prop].append((other, fact))

    def suspicious(self) -> Iterator[list[Fact]]:
        """Yield sets of statements among which there may be a contradiction."""
        yield from ([fact] for fact in dict.fromkeys(self._outside))
        for values in self._values.values():
            first = values[0][0]
            if any(not same_value(first, value) for value, _ in values):
                ends = [end for value, fact in values for end in (value, fact.subject)]
                near = (fact for end in ends for fact in self._evidence(end))
                yield list(dict.fromkeys([*(fact for _, fact in values), *near]))
        for fact in self._same:
            yield [fact, *self._evidence(fact.subject), *self._evidence(fact.object)]
        for thing, kinds in self._kinds.items():
            upper = frozenset().union(*(self._classes(kind) for kind in kinds))
            if any(upper & others for kind in upper for others in self._disjoint.get(kind, ())):
                yield self._evidence(thing)

    def _evidence(self, thing: Term | Expression) -> list[Fact]:
        """Return what puts a thing into its classes; what is derived only if nothing else does."""
        if not isinstance(thing, (Iri, BlankNode)):
            return []
        found: dict[Fact, None] = {}
        for facts in self._kinds.get(thing, {}).values():
            authored = [fact for fact in facts if self.graphs.get(fact) != DERIVED]
            found |= dict.fromkeys(authored or facts)
        return list(found)

    def _noted(self, quad: Quad) -> Fact:
        fact = Fact(quad.subject, quad.predicate, quad.object)
        if quad.graph is not None and self.graphs.get(fact) in (None, DERIVED):
            self.graphs[fact] = quad.graph
        return fact

    def _kind(self, thing: Term, kind: Expression, fact: Fact) -> None:
        facts = self._kinds[thing].setdefault(kind, [])
        # A statement of the user's file is what is looked for: it takes the place of another.
        if len(facts) < _EVIDENCE:
            facts.append(fact)
        elif self.graphs.get(fact, Iri("")).startswith(_FILES):
            facts[:] = [*facts[1:], fact]

    def _speaks_of(self, kind: Iri) -> bool:
        return bool(self._classes(kind) & self._disjoint.keys()) or bool(self._held(kind))

    def _classes(self, kind: Expression) -> frozenset[Iri]:
        """Return the named classes that whatever is in a class is in too, this one included."""
        if kind not in self._upper:
            self._upper[kind] = frozenset(
                one for one in self._all_above(kind) if isinstance(one, Iri)
            )
        return self._upper[kind]

    def _held(self, kind: Expression) -> list[HasValue]:
        return [one for one in self._all_above(kind) if isinstance(one, HasValue)]

    def _all_above(self, kind: Expression) -> set[Expression]:
        found, todo = {kind}, [kind]
        while todo:
            one = todo.pop()
            parts = one.members if isinstance(one, Intersection) else ()
            for more in (*self._above.get(one, ()), *parts):
                if more not in found:
                    found.add(more)
                    todo.append(more)
        return found

    def _all_wider(self, prop: Iri) -> set[tuple[Iri, bool]]:
        """Return the properties that a statement of one gives, and whether it is turned round."""
        found, todo = {(prop, False)}, [(prop, False)]
        while todo:
            one, flipped = todo.pop()
            for wider, turned in self._wider.get(one, ()):
                more = (wider, flipped != turned)
                if more not in found:
                    found.add(more)
                    todo.append(more)
        return found

    def _use(self, prop: Iri) -> tuple[tuple[Expression, ...], tuple[Expression, ...], bool]:
        """Return the classes of subjects and of values of a property, and whether it has one."""
        if prop not in self._uses:
            domains: list[Expression] = []
            ranges: list[Expression] = []
            functional = False
            for wider, flipped in self._all_wider(prop):
                one, other = self._domains.get(wider, []), self._ranges.get(wider, [])
                domains += other if flipped else one
                ranges += one if flipped else other
                functional = functional or wider in self._functional
            self._uses[prop] = (tuple(domains), tuple(ranges), functional)
        return self._uses[prop]
