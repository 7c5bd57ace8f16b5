"""Which things, and which classes, the definitions of classes hold: a reasoner for OWL 2 EL.

It reads what class axioms say (subclasses, equivalents, intersections, and the values and kinds of
value that a definition asks for) and applies it until nothing new follows, so that generated
classes, those of the core ontology and a user's own are treated alike. A class is classified as its
typical member is: one that has all that the class asks for, and nothing else. A class that holds
the typical member of another one lies above that.

What lies outside OWL 2 EL is not seen, apart from unions, domains and ranges: cardinalities,
complements, inverses, keys.

Sources:
    Baader, Brandt and Lutz, "Pushing the EL Envelope" (2005), section 4: the completion rules.
    OWL 2 Profiles (https://www.w3.org/TR/owl2-profiles/), sections 2 and 4.3.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import reduce
from typing import Final, NamedTuple

from mitigraph.query import run
from mitigraph.store.protocol import Row, Solutions, Store
from mitigraph.terms import PREFIXES, BlankNode, Iri, Literal, Term

__all__ = ["Classification", "classify"]

_NOTHING: Final = Iri(PREFIXES["owl"] + "Nothing")
#: A class, or an unnamed class expression.
Expression = Iri | BlankNode


class _Typical(NamedTuple):
    """The typical member of a class."""

    of: Expression


Member = Term | _Typical


@dataclass(frozen=True, slots=True)
class Classification:
    """What classes hold.

    Args:
        members: Named things by named class, asserted members included.
        above: Named classes above each named class, itself not included; one that is equivalent to
            it is.
        empty: Named classes that can have no member, because whatever is in them would be in two
            disjoint classes: the class and those two.
        overlaps: Things in two classes that are disjoint: the thing and the two classes. What is in
            owl:Nothing is there twice.
    """

    members: Mapping[Iri, frozenset[Iri]]
    above: Mapping[Iri, frozenset[Iri]]
    empty: tuple[tuple[Iri, Iri, Iri], ...]
    overlaps: tuple[tuple[Iri, Iri, Iri], ...]


@dataclass(slots=True)
class _Axioms:
    """What the axioms say, by kind."""

    within: list[tuple[Expression, Expression]] = field(default_factory=list)
    all_of: dict[Expression, list[Expression]] = field(default_factory=lambda: defaultdict(list))
    values: list[tuple[Expression, Iri, Term]] = field(default_factory=list)
    some: list[tuple[Expression, Iri, Expression]] = field(default_factory=list)

    def expressions(self) -> set[Expression]:
        """Return every class and class expression."""
        return {
            *(one for pair in self.within for one in pair),
            *self.all_of,
            *(part for parts in self.all_of.values() for part in parts),
            *(expression for expression, _, _ in self.values),
            *(one for expression, _, kind in self.some for one in (expression, kind)),
        }


class _Completion:
    """Members of expressions, and who has which value, grown until nothing new follows."""

    def __init__(self, store: Store) -> None:
        self.axioms = _read_axioms(store)
        self.members: dict[Expression, set[Member]] = defaultdict(set)
        self.holders: dict[tuple[Iri, Member], set[Member]] = defaultdict(set)
        self._implied: dict[tuple[Iri, Term], list[tuple[Iri, Term]]] = defaultdict(list)
        self._grew = True
        for kind, member in _rows(store, "told-members"):
            if isinstance(kind, (Iri, BlankNode)) and member is not None:
                self.members[kind].add(member)
        for prop, value, holder in _rows(store, "held-values"):
            if isinstance(prop, Iri) and value is not None and holder is not None:
                self.holders[prop, value].add(holder)
        for prop, value, wider, above in _rows(store, "implied-values"):
            if isinstance(prop, Iri) and isinstance(wider, Iri) and value and above:
                self._implied[prop, value].append((wider, above))
        for expression in self.axioms.expressions():
            self.members[expression].add(_Typical(expression))
        while self._grew:
            self._grew = False
            self._round()

    def _round(self) -> None:
        for lower, upper in self.axioms.within:
            self._grow(self.members[upper], self.members[lower])
        for expression, parts in self.axioms.all_of.items():
            held = (self.members[part] for part in parts)
            self._grow(self.members[expression], reduce(set.__and__, held))
        for expression, prop, value in self.axioms.values:
            for pair in ((prop, value), *self._implied[prop, value]):
                self._grow(self.holders[pair], self.members[expression])
            self._grow(self.members[expression], self.holders[prop, value])
        for expression, prop, kind in self.axioms.some:
            self._grow(self.holders[prop, _Typical(kind)], self.members[expression])
            for member in list(self.members[kind]):
                if (prop, member) in self.holders:
                    self._grow(self.members[expression], self.holders[prop, member])

    def _grow(self, held: set[Member], more: set[Member]) -> None:
        if not more <= held:
            held |= more
            self._grew = True


def classify(store: Store) -> Classification:
    """Classify everything in a store by the class axioms in it.

    Args:
        store: With the class axioms, and facets derived. It is only read.

    Example:
        >>> from mitigraph.derive import derive
        >>> from mitigraph.reader import shipped_store
        >>> from mitigraph.terms import BASE, MG, compact
        >>> store = shipped_store()
        >>> _ = derive(store)
        >>> found = classify(store)
        >>> Iri(BASE + "id/measure/mit-2025/A1019") in found.members[MG["TrainingTimeMeasure"]]
        True
        >>> MG["BuildAndUseModelMeasure"] in found.above[MG["TrainingTimeMeasure"]]
        True
    """
    completed = _Completion(store)
    named = {kind: members for kind, members in completed.members.items() if isinstance(kind, Iri)}
    above: dict[Iri, set[Iri]] = {kind: set() for kind in named}
    for kind, members in named.items():
        for member in members:
            if isinstance(member, _Typical) and isinstance(member.of, Iri) and member.of != kind:
                above[member.of].add(kind)
    empty: list[tuple[Iri, Iri, Iri]] = []
    overlaps: list[tuple[Iri, Iri, Iri]] = []
    for one, other in _disjoint(store):
        for member in named.get(one, set()) & named.get(other, set()):
            if isinstance(member, Iri):
                overlaps.append((member, one, other))
            elif isinstance(member, _Typical) and isinstance(member.of, Iri) and member.of != one:
                empty.append((member.of, one, other))
    return Classification(
        {
            kind: frozenset(member for member in members if isinstance(member, Iri))
            for kind, members in named.items()
        },
        {kind: frozenset(classes) for kind, classes in above.items()},
        tuple(sorted(empty)),
        tuple(sorted(overlaps)),
    )


def _disjoint(store: Store) -> Iterator[tuple[Iri, Iri]]:
    yield _NOTHING, _NOTHING
    for one, other in _rows(store, "disjoint-classes"):
        if isinstance(one, Iri) and isinstance(other, Iri):
            yield one, other


def _read_axioms(store: Store) -> _Axioms:
    axioms = _Axioms()
    for expression, relation, prop, part in _rows(store, "class-axioms"):
        if not isinstance(expression, (Iri, BlankNode)) or part is None:
            continue
        if isinstance(prop, Iri) and str(relation) == "value":
            axioms.values.append((expression, prop, part))
        elif isinstance(part, Literal):
            continue
        elif isinstance(prop, Iri):
            axioms.some.append((expression, prop, part))
        elif str(relation) == "all of":
            axioms.all_of[expression].append(part)
        else:
            axioms.within.append((expression, part))
    return axioms


def _rows(store: Store, query: str) -> Iterable[Row]:
    answer = run(store, query)
    assert isinstance(answer, Solutions)  # noqa: S101 - a SELECT query
    return answer
