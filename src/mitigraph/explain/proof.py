"""The minimal proofs of a fact: those of which no statement and no axiom can be left out.

A fact may follow in several ways. What a way rests on, its support, is a set of statements and
axioms; one that holds another is no minimal one and is dropped. Proofs come shortest first.

Sources:
    Kalyanpur, Parsia, Horridge, Sirin: Finding all justifications of OWL DL entailments (2007), for
    the notion of a justification (https://doi.org/10.1007/978-3-540-76298-0_20).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final, TypeVar

from mitigraph.explain.axioms import Axiom, Different, Disjoint
from mitigraph.explain.inference import Derivation, Fact, Inference, Inferences, Rule
from mitigraph.explain.words import terms_in
from mitigraph.terms import Term

__all__ = ["LIMIT", "Proof", "Proofs", "prove"]

#: So many proofs of one fact are kept, the shortest ones: their number can grow with two to the
#: power of the number of statements.
LIMIT: Final = 300

Support = frozenset[Fact | Axiom]
_Way = TypeVar("_Way")


@dataclass(frozen=True, eq=False)
class Proof:
    """How a fact follows: the rule, and the proofs of what the rule was applied to.

    Attributes:
        conclusion: The fact.
        rule: What the last step goes by; None where it is plain logic, or nothing is inferred.
        premises: The proofs of its premises; none where the conclusion is a statement.
        support: The statements and axioms that the proof rests on.
    """

    conclusion: Fact
    rule: Rule
    premises: tuple[Proof, ...]
    support: Support

    @cached_property
    def length(self) -> int:
        """How many steps there are, those of a part that is used twice counted twice."""
        return 1 + sum(premise.length for premise in self.premises)

    @cached_property
    def order(self) -> tuple[int, int, str]:
        """Sort key: the fewest statements and axioms, then the fewest steps."""
        return len(self.support), self.length, " ".join(sorted(map(_text, self.support)))

    @property
    def statements(self) -> list[Fact]:
        """The statements that it rests on, sorted."""
        return sorted((one for one in self.support if isinstance(one, Fact)), key=_text)

    @property
    def axioms(self) -> list[Axiom]:
        """The axioms that it rests on, sorted."""
        return sorted((one for one in self.support if not isinstance(one, Fact)), key=_text)

    def terms(self) -> Iterator[Term]:
        """Yield the IRIs that it speaks of."""
        for one in (*self.support, *(step.conclusion for step in self.steps())):
            yield from terms_in(one)

    def steps(self) -> Iterator[Proof]:
        """Yield each different step once, what is used before what it is used for."""
        seen: set[Fact] = set()
        for premise in self.premises:
            for step in premise.steps():
                if step.conclusion not in seen:
                    seen.add(step.conclusion)
                    yield step
        yield self


@dataclass(frozen=True, slots=True)
class Proofs:
    """The minimal proofs of one fact, shortest first; `complete` unless `LIMIT` cut some off."""

    found: tuple[Proof, ...]
    complete: bool = True


def prove(inferences: Inferences, goal: Fact) -> Proofs:
    """Return the minimal proofs of a fact; none if it does not follow.

    Example:
        >>> from mitigraph.explain.axioms import SubProperty
        >>> from mitigraph.terms import MG, Iri
        >>> fact = Fact(Iri("urn:m"), MG["actor"], Iri("urn:c"))
        >>> known = Inferences([fact], [SubProperty(MG["actor"], MG["facet"])])
        >>> [proof] = prove(known, Fact(Iri("urn:m"), MG["facet"], Iri("urn:c"))).found
        >>> len(proof.support), proof.length
        (2, 2)
    """
    search = _Search(inferences, goal)
    search.run()
    found = search.proofs.get(goal, {})
    return Proofs(tuple(sorted(found.values(), key=lambda proof: proof.order)), search.complete)


class _Search:
    """Proofs by fact, improved until nothing shorter or other is found."""

    def __init__(self, inferences: Inferences, goal: Fact) -> None:
        self.proofs: dict[Fact, dict[Support, Proof]] = {}
        self.complete = True
        self._uses: dict[Fact, list[Inference]] = defaultdict(list)
        self._waiting: dict[Fact, None] = {}
        todo, seen = [goal], {goal}
        while todo:
            fact = todo.pop()
            if fact in inferences.stated:
                support: Support = frozenset((fact,))
                self.proofs[fact] = {support: Proof(fact, None, (), support)}
                self._waiting[fact] = None
            for made in inferences.of.get(fact, ()):
                for premise in dict.fromkeys(made.premises):
                    self._uses[premise].append(made)
                    if premise not in seen:
                        seen.add(premise)
                        todo.append(premise)

    def run(self) -> None:
        while self._waiting:
            fact = next(iter(self._waiting))
            del self._waiting[fact]
            for made in self._uses[fact]:
                if all(premise in self.proofs for premise in made.premises):
                    self._apply(made)

    def _apply(self, made: Inference) -> None:
        with_rule = made.rule is not None and not isinstance(made.rule, Derivation)
        base: Support = frozenset((made.rule,) if with_rule else ())  # type: ignore[arg-type]
        ways: dict[Support, tuple[Proof, ...]] = {base: ()}
        for premise in made.premises:
            ways = self._kept(
                {
                    support | proof.support: (*parts, proof)
                    for support, parts in ways.items()
                    for proof in self.proofs[premise].values()
                },
            )
        known = self.proofs.get(made.conclusion, {})
        better = {
            support: Proof(made.conclusion, made.rule, parts, support)
            for support, parts in ways.items()
            if not any(other < support for other in known)
        }
        better = {
            support: proof
            for support, proof in better.items()
            if support not in known or proof.length < known[support].length
        }
        if not better:
            return
        kept = self._kept({**known, **better})
        if kept != known:
            self.proofs[made.conclusion] = kept
            self._waiting[made.conclusion] = None

    def _kept(self, ways: Mapping[Support, _Way]) -> dict[Support, _Way]:
        """Return the ways whose supports hold no other's, the smallest ones up to the limit."""
        kept: dict[Support, _Way] = {}
        for support in sorted(ways, key=_size):
            if not any(other < support for other in kept):
                if len(kept) == LIMIT:
                    self.complete = False
                    break
                kept[support] = ways[support]
        return kept


def _size(support: Support) -> tuple[int, list[str]]:
    return len(support), sorted(map(_text, support))


@lru_cache(maxsize=10_000)
def _text(one: Fact | Axiom) -> str:
    """Return a text to sort by; the members of a list have no order of their own."""
    if isinstance(one, (Different, Disjoint)):
        return f"{type(one).__name__} {min(one.members, default='')}"
    return str(one)
