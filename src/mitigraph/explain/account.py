"""A proof as numbered lines, without the steps that a person takes in stride.

What is folded: an assessment with its scheme, outcome and concept becomes the one statement that it
gives the measure; being in the parts of a class goes into the line that concludes the class; a
property that is a kind of another stands beside it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from mitigraph.explain.axioms import SubProperty
from mitigraph.explain.inference import QUERIED, TYPE, Derivation, Fact, Rule
from mitigraph.explain.proof import Proof
from mitigraph.explain.words import Words
from mitigraph.terms import MG, Iri

__all__ = ["Line", "account"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an account.

    Attributes:
        number: Its place, from 1.
        fact: What it says.
        says: The same in words.
        how: "stated", "assessed" (it comes from an assessment), "derived" (a query of
            `queries/derive/` counted it up) or "inferred".
        sources: The numbers of the lines that it is inferred from.
        rules: The sentences of the rules that it is inferred by.
        assessment: The assessment or opinion that it rests on; None if there is none.
        statements: The statements of the graph that it stands for, where it is not inferred.
    """

    number: int
    fact: Fact
    says: str
    how: str
    sources: tuple[int, ...] = ()
    rules: tuple[str, ...] = ()
    assessment: Iri | None = None
    statements: tuple[Fact, ...] = ()


def account(proof: Proof, words: Words) -> list[Line]:
    """Return the lines of a proof, what is used before what it is used for.

    Example:
        >>> fact = Fact(Iri("urn:m"), MG["facet"], Iri("urn:c"))
        >>> [line.says for line in account(Proof(fact, None, (), frozenset()), Words({}))]
        ['urn:m is classified as urn:c']
    """
    writer = _Writer(words)
    writer.write(proof)
    return writer.lines


#: A rule and what it was applied to.
_Used = tuple[Rule, tuple[Fact, ...]]


@dataclass(slots=True)
class _Writer:
    words: Words
    lines: list[Line] = field(default_factory=list)
    _numbers: dict[Fact, int] = field(default_factory=dict)

    def write(self, proof: Proof) -> int:
        """Write the lines of a proof that are not there yet; return the number of its last."""
        fact = proof.conclusion
        if fact not in self._numbers:
            line = self._line(proof)
            self._numbers[fact] = line.number
            self.lines.append(line)
        return self._numbers[fact]

    def _line(self, proof: Proof) -> Line:
        fact, rules, sources = proof.conclusion, list[_Used](), tuple[int, ...]()
        assessment = None
        statements: tuple[Fact, ...] = ()
        if not proof.premises:
            queried = fact.predicate in QUERIED or fact.object in QUERIED
            how = "derived" if queried else "stated"
            statements = (fact,)
        elif isinstance(proof.rule, Derivation):
            how, statements = "assessed", tuple(premise.conclusion for premise in proof.premises)
            assessment = Iri(statements[0].subject)
            rules.append((proof.rule, statements))
        else:
            how = "inferred"
            used = _unfolded(proof, rules)
            sources = tuple(dict.fromkeys(self.write(premise) for premise in used))
        told = dict.fromkeys(self.words.rule(rule, premises) for rule, premises in rules)
        return Line(
            len(self.lines) + 1,
            fact,
            self.words.fact(fact),
            how,
            sources,
            tuple(sentence for sentence in told if sentence),
            assessment,
            statements,
        )


def _unfolded(proof: Proof, rules: list[_Used]) -> list[Proof]:
    """Return what a conclusion is drawn from, and note the rules of the steps folded into it."""
    found: list[Proof] = []
    for premise in proof.premises:
        found += _unfolded(premise, rules) if _folded(premise) else [premise]
    if proof.rule is not None:
        rules.append((proof.rule, tuple(premise.conclusion for premise in proof.premises)))
    return found


def _folded(proof: Proof) -> bool:
    """Whether a step goes into the one that uses it."""
    if not proof.premises or isinstance(proof.rule, Derivation):
        return False
    fact = proof.conclusion
    unnamed = fact.predicate == TYPE and not isinstance(fact.object, Iri)
    return unnamed or (isinstance(proof.rule, SubProperty) and fact.predicate == MG["facet"])
