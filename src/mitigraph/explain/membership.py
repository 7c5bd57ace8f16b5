"""Why a measure is in a class, or what it lacks to be in it.

That something is not in a class can't be concluded from missing statements; what is said here is
only which condition nothing in the graph fulfils.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from mitigraph.explain.axioms import (
    AXIOM_TERMS,
    Axiom,
    Expression,
    HasValue,
    Intersection,
    SomeValues,
    SubClass,
    read_axioms,
)
from mitigraph.explain.inference import TYPE, Fact, Inferences
from mitigraph.explain.proof import Proofs, prove
from mitigraph.query import run
from mitigraph.store.protocol import Row, Solutions, Store
from mitigraph.terms import MG, PREFIXES, BlankNode, Iri, Quad, Term, n3

__all__ = [
    "Condition",
    "Membership",
    "Way",
    "explain_membership",
    "statements_around",
    "stored_axioms",
]

_KINDS: Final = " ".join(
    f"owl:{name}" for name in ("AllDisjointClasses", "AllDifferent", "FunctionalProperty")
)
_IN_SCHEME: Final = Iri(PREFIXES["skos"] + "inScheme")
_DEEPEST: Final = 5


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition on a thing, and whether the graph fulfils it.

    Attributes:
        fact: What is asked for.
        holds: Whether it follows.
        found: Where it does not: what there is in its place, sorted.
        ways: Where it does not, and it is itself a class with a definition: the ways into that.
    """

    fact: Fact
    holds: bool
    found: tuple[Fact, ...] = ()
    ways: tuple[Way, ...] = ()


@dataclass(frozen=True, slots=True)
class Way:
    """An axiom that would put a thing into a class, with its conditions in the axiom's order."""

    axiom: SubClass
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Membership:
    """Whether a thing is in a class, and why, or why it isn't shown to be.

    Attributes:
        goal: What was asked.
        proofs: The minimal proofs, shortest first; none if it does not follow.
        ways: The ways into the class that fail; none if it follows, or nothing leads there.
        found: Where nothing leads there: what there is in its place, sorted.
    """

    goal: Fact
    proofs: Proofs
    ways: tuple[Way, ...] = ()
    found: tuple[Fact, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether it follows."""
        return bool(self.proofs.found)


def explain_membership(store: Store, measure: Iri, goal: Fact) -> Membership:
    """Say why a fact about a measure holds, or what it lacks.

    Args:
        store: Holds the measure, the schemes, and the ontology.
        measure: The measure.
        goal: That it is in a class, or that it has a value of a property.

    Example:
        >>> from mitigraph.reader import shipped_store
        >>> from mitigraph.terms import measure_iri
        >>> store, a1019 = shipped_store(), measure_iri("mit-2025", "A1019")
        >>> found = explain_membership(store, a1019, Fact(a1019, TYPE, MG["TrainingTimeMeasure"]))
        >>> found.holds, len(found.proofs.found)
        (True, 1)
    """
    axioms = list(stored_axioms(store))
    inferences = Inferences(statements_around(store, measure), axioms)
    proofs = prove(inferences, goal)
    if proofs.found:
        return Membership(goal, proofs)
    search = _Shortfall(store, inferences, axioms)
    return Membership(goal, proofs, search.ways(goal), search.instead(goal))


def statements_around(store: Store, measure: Iri) -> list[Fact]:
    """Return what a measure's memberships can rest on."""
    answer = run(store, "explain-statements", {"measure": measure})
    return [
        Fact(subject, predicate, value)
        for subject, predicate, value in _rows(answer)
        if isinstance(subject, (Iri, BlankNode)) and isinstance(predicate, Iri) and value
    ]


def stored_axioms(store: Store) -> Iterator[Axiom]:
    """Yield the axioms of the ontology, and of whoever adds to it, in a store."""
    terms = " ".join(map(n3, AXIOM_TERMS))
    answer = store.query(
        "SELECT DISTINCT ?s ?p ?o WHERE { "
        f"{{ VALUES ?p {{ {terms} }} ?s ?p ?o }} UNION "
        f"{{ VALUES ?o {{ {_KINDS} }} ?s a ?o BIND({n3(TYPE)} AS ?p) }} }}"
    )
    yield from read_axioms(
        Quad(subject, predicate, value)
        for subject, predicate, value in _rows(answer)
        if isinstance(subject, (Iri, BlankNode)) and isinstance(predicate, Iri) and value
    )


def _rows(answer: object) -> Iterable[Row]:
    assert isinstance(answer, Solutions)  # noqa: S101 - a SELECT query
    return answer.rows


class _Shortfall:
    """What is missing for a fact, condition by condition."""

    def __init__(self, store: Store, inferences: Inferences, axioms: Iterable[Axiom]) -> None:
        self._store = store
        self._inferences = inferences
        self._above: dict[Expression, list[SubClass]] = {}
        for axiom in axioms:
            if isinstance(axiom, SubClass) and isinstance(axiom.sup, Iri):
                self._above.setdefault(axiom.sup, []).append(axiom)

    def ways(self, goal: Fact, depth: int = _DEEPEST) -> tuple[Way, ...]:
        """Return the definitions of a class, and the other axioms that lead into it."""
        if goal.predicate != TYPE or not isinstance(goal.object, Iri) or depth == 0:
            return ()
        leading = [
            axiom for axiom in self._above.get(goal.object, ()) if not isinstance(axiom.sub, Iri)
        ]
        return tuple(
            Way(
                axiom,
                tuple(
                    self._condition(Fact(goal.subject, TYPE, part), depth)
                    for part in (
                        axiom.sub.members if isinstance(axiom.sub, Intersection) else (axiom.sub,)
                    )
                ),
            )
            for axiom in sorted(leading, key=str)
        )

    def _condition(self, fact: Fact, depth: int) -> Condition:
        subject, _, kind = fact
        if isinstance(kind, HasValue):
            fact = Fact(subject, kind.property, kind.value)
        if fact in self._inferences:
            return Condition(fact, holds=True)
        if isinstance(kind, SomeValues):
            return self._some(fact, kind, depth)
        return Condition(fact, False, self.instead(fact), self.ways(fact, depth - 1))

    def _some(self, fact: Fact, kind: SomeValues, depth: int) -> Condition:
        """Say of each value of a property why it is not of the kind asked for, if it comes near."""
        values = self._inferences.values(fact.subject, kind.property)
        asked = [Fact(v.object, TYPE, kind.filler) for v in values if isinstance(v.object, Iri)]
        if any(one in self._inferences for one in asked):
            return Condition(fact, holds=True)
        found: list[Fact] = []
        for one in asked:
            for way in self.ways(one, depth - 1):
                missing = [condition for condition in way.conditions if not condition.holds]
                if len(missing) < len(way.conditions):
                    found += [fact for condition in missing for fact in condition.found]
        return Condition(fact, False, tuple(dict.fromkeys(found)))

    def instead(self, fact: Fact) -> tuple[Fact, ...]:
        """Return what there is in place of a fact: other values of the property or the scheme."""
        if fact.predicate == TYPE:
            stated = self._inferences.stated
            return tuple(
                one for one in self._inferences.values(fact.subject, TYPE) if one in stated
            )
        if fact.predicate != MG["underFacet"]:
            return tuple(self._inferences.values(fact.subject, fact.predicate))
        schemes = self._schemes_of(fact.object)
        return tuple(
            one
            for one in self._inferences.values(fact.subject, MG["facet"])
            if isinstance(one.object, Iri)
            and any(
                scheme.object in schemes
                for scheme in self._inferences.values(one.object, _IN_SCHEME)
            )
        )

    def _schemes_of(self, concept: Term | Expression) -> set[Term | None]:
        if not isinstance(concept, Iri):
            return set()
        query = f"SELECT DISTINCT ?scheme WHERE {{ {n3(concept)} {n3(_IN_SCHEME)} ?scheme }}"
        return {scheme for (scheme,) in _rows(self._store.query(query))}
