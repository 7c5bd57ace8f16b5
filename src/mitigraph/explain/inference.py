"""What follows from statements and axioms, with every single inference that leads there.

The rules are those of OWL 2 RL for the axioms that `mitigraph.explain.axioms` reads, and the two
derivations that no OWL axiom can state: from an assessment that counts to the facet of the measure,
and from an assessment to its inverse (`queries/derive/01-direct-facets.rq`,
`03-assessments-of-measures.rq`). It is meant for the few statements around one thing, not for a
whole graph.

Sources:
    OWL 2 Profiles, section 4.3, rules scm-spo, prp-spo1, prp-spo2, prp-inv, prp-dom, prp-rng,
    prp-fp, cax-sco, cax-eqc, cax-adc, cls-int1, cls-int2, cls-hv1, cls-hv2, cls-svf1, eq-diff1
    (https://www.w3.org/TR/owl2-profiles/#Reasoning_in_OWL_2_RL_and_RDF_Graphs_using_Rules).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from mitigraph.explain.axioms import (
    Axiom,
    Chain,
    Different,
    Disjoint,
    Domain,
    Expression,
    Functional,
    HasValue,
    Intersection,
    Inverse,
    Range,
    SomeValues,
    SubClass,
    SubProperty,
)
from mitigraph.explain.datatypes import fits, same_value
from mitigraph.terms import BASE, MG, PREFIXES, BlankNode, Iri, Literal, Term

__all__ = [
    "DERIVED_PROPERTIES",
    "NOTHING",
    "QUERIED",
    "SAME",
    "TYPE",
    "Derivation",
    "Fact",
    "Inference",
    "Inferences",
    "Rule",
]

TYPE: Final = Iri(PREFIXES["rdf"] + "type")
SAME: Final = Iri(PREFIXES["owl"] + "sameAs")
#: The class that nothing is in: a fact that something is in it is a contradiction.
NOTHING: Final = Iri(PREFIXES["owl"] + "Nothing")

#: What `queries/derive/` makes and the rules here make too: such a statement is no ground where it
#: follows from others.
DERIVED_PROPERTIES: Final = frozenset(
    MG[name]
    for name in (
        "facet",
        "underFacet",
        "hasAssessment",
        "hasOpinion",
        "proposedBy",
        "discussedForRiskArea",
    )
)
#: Properties and classes that only queries give: taken as they are, and told to be derived.
QUERIED: Final = frozenset(
    MG[name]
    for name in (
        "restsOnStatus",
        "matchesMeasure",
        "memberOfCluster",
        "meets",
        "MeasureCluster",
        "CorroboratedCluster",
    )
)
_COUNTING: Final = (BASE + "scheme/outcome/1/assigned", BASE + "scheme/outcome/1/residual")
_REJECTED: Final = BASE + "scheme/review-status/1/rejected"


@dataclass(frozen=True, slots=True)
class Derivation:
    """A rule that is a query of `queries/derive/`, by the name of its file."""

    query: str


#: What an inference goes by; None where it is plain logic, such as being in both parts of a whole.
Rule = Axiom | Derivation | None

FACETS_RULE: Final = Derivation("01-direct-facets")
INVERSE_RULE: Final = Derivation("03-assessments-of-measures")


class Fact(NamedTuple):
    """A statement, or that something is in a class that is given by an expression."""

    subject: Iri | BlankNode
    predicate: Iri
    object: Term | Expression


class Inference(NamedTuple):
    """One step: the conclusion, the rule, and what the rule was applied to."""

    conclusion: Fact
    rule: Rule
    premises: tuple[Fact, ...]


class _Rules:
    """Axioms by what sets them off."""

    def __init__(self, axioms: Iterable[Axiom]) -> None:
        self.above: dict[Expression, list[SubClass]] = defaultdict(list)
        self.wider: dict[Iri, list[SubProperty]] = defaultdict(list)
        self.chains: dict[Iri, list[Chain]] = defaultdict(list)
        self.inverses: dict[Iri, list[tuple[Iri, Inverse]]] = defaultdict(list)
        self.domains: dict[Iri, list[Domain]] = defaultdict(list)
        self.ranges: dict[Iri, list[Range]] = defaultdict(list)
        self.functional: dict[Iri, Functional] = {}
        self.disjoint: dict[Iri, list[Disjoint]] = defaultdict(list)
        self.different: dict[Iri, list[Different]] = defaultdict(list)
        self.parts: dict[Expression, list[Intersection]] = defaultdict(list)
        self.values: dict[tuple[Iri, Term], HasValue] = {}
        self.fillers: dict[Iri, list[SomeValues]] = defaultdict(list)
        self.filled: dict[Expression, list[SomeValues]] = defaultdict(list)
        for axiom in axioms:
            self._add(axiom)

    def _add(self, axiom: Axiom) -> None:  # noqa: C901 - one case for each kind of axiom
        match axiom:
            case SubClass(sub=sub):
                self.above[sub].append(axiom)
                self._look_for(sub)
            case SubProperty(sub=prop):
                self.wider[prop].append(axiom)
            case Chain(first=first, second=second):
                self.chains[first].append(axiom)
                if second != first:
                    self.chains[second].append(axiom)
            case Inverse(one=one, other=other):
                self.inverses[one].append((other, axiom))
                self.inverses[other].append((one, axiom))
            case Domain(property=prop):
                self.domains[prop].append(axiom)
            case Range(property=prop):
                self.ranges[prop].append(axiom)
            case Functional(property=prop):
                self.functional[prop] = axiom
            case Disjoint(members=members):
                for member in members:
                    self.disjoint[member].append(axiom)
            case Different(members=members):
                for member in members:
                    self.different[member].append(axiom)

    def _look_for(self, expression: Expression) -> None:
        """Note an expression on the left of an axiom: membership in it is to be found."""
        match expression:
            case Intersection(members=members):
                for member in members:
                    self.parts[member].append(expression)
                    self._look_for(member)
            case HasValue(property=prop, value=value):
                self.values[prop, value] = expression
            case SomeValues(property=prop, filler=filler):
                if expression not in self.fillers[prop]:
                    self.fillers[prop].append(expression)
                    self.filled[filler].append(expression)
                self._look_for(filler)


class Inferences:
    """All that follows from some statements, and every inference on the way.

    Args:
        facts: The statements. One that the rules make, such as of `mg:underFacet`, counts as stated
            only if nothing else gives it.
        axioms: What to reason with.

    Example:
        >>> m, c = Iri("urn:m"), Iri("urn:c")
        >>> axiom = SubProperty(MG["actor"], MG["facet"])
        >>> found = Inferences([Fact(m, MG["actor"], c)], [axiom])
        >>> [made.rule == axiom for made in found.of[Fact(m, MG["facet"], c)]]
        [True]
    """

    def __init__(self, facts: Iterable[Fact], axioms: Iterable[Axiom]) -> None:
        self._rules = _Rules(axioms)
        #: The statements that are taken as given.
        self.stated: set[Fact] = set()
        #: The inferences that lead to each fact.
        self.of: dict[Fact, list[Inference]] = defaultdict(list)
        self._known: set[Fact] = set()
        self._made: set[Inference] = set()
        self._objects: dict[tuple[Term, Iri], set[Fact]] = defaultdict(set)
        self._subjects: dict[tuple[Iri, Term | Expression], set[Fact]] = defaultdict(set)
        self._waiting: list[Fact] = []
        derived = DERIVED_PROPERTIES | self._facet_properties()
        late = []
        for fact in facts:
            if fact.predicate in derived:
                late.append(fact)
            else:
                self._state(fact)
        self._run()
        self._derive()
        # Most specific first: who states a category need not state that it is a facet too.
        for fact in sorted(
            late, key=lambda fact: (fact.predicate in DERIVED_PROPERTIES, str(fact))
        ):
            if fact not in self._known:
                self._state(fact)
                self._run()

    def __contains__(self, fact: object) -> bool:
        return fact in self._known

    def __iter__(self) -> Iterator[Fact]:
        return iter(self._known)

    def values(self, subject: Term, predicate: Iri) -> list[Fact]:
        """Return the facts about a subject and a property, sorted."""
        return sorted(self._objects.get((subject, predicate), ()), key=str)

    def _facet_properties(self) -> frozenset[Iri]:
        """Return the properties below `mg:facet`: what they say is derived from assessments."""
        below = {MG["facet"]}
        pairs = [axiom for wider in self._rules.wider.values() for axiom in wider]
        while more := {axiom.sub for axiom in pairs if axiom.sup in below} - below:
            below |= more
        return frozenset(below)

    def _state(self, fact: Fact) -> None:
        self.stated.add(fact)
        self._reach(fact)

    def _reach(self, fact: Fact) -> None:
        if fact not in self._known:
            self._known.add(fact)
            self._objects[fact.subject, fact.predicate].add(fact)
            self._subjects[fact.predicate, fact.object].add(fact)
            self._waiting.append(fact)

    def _conclude(self, conclusion: Fact, rule: Rule, *premises: Fact) -> None:
        made = Inference(conclusion, rule, premises)
        if conclusion not in premises and made not in self._made:
            self._made.add(made)
            self.of[conclusion].append(made)
            self._reach(conclusion)

    def _run(self) -> None:
        while self._waiting:
            fact = self._waiting.pop()
            if fact.predicate == TYPE:
                self._of_class(fact)
            else:
                self._of_property(fact)

    def _derive(self) -> None:
        """Apply what queries of `queries/derive/` say and no axiom can."""
        for about in [fact for fact in self._known if fact.predicate == MG["assesses"]]:
            assessment, measure = about.subject, about.object
            if not isinstance(measure, Iri):
                continue
            self._conclude(Fact(measure, MG["hasAssessment"], assessment), INVERSE_RULE, about)
            kind = Fact(assessment, TYPE, MG["OpinionStatement"])
            if kind in self._known:
                opinion = Fact(measure, MG["hasOpinion"], assessment)
                self._conclude(opinion, INVERSE_RULE, about, kind)
            self._derive_facets(about, measure)
        self._run()

    def _derive_facets(self, about: Fact, measure: Iri) -> None:
        assessment = about.subject
        rejected = Fact(assessment, MG["reviewStatus"], Iri(_REJECTED)) in self._known
        if rejected or self._subjects.get((MG["supersedes"], assessment)):
            return
        for scheme in self._objects.get((assessment, MG["inScheme"]), ()):
            if not isinstance(scheme.object, Iri):
                continue
            for prop in self._objects.get((scheme.object, MG["facetProperty"]), ()):
                for outcome in self._objects.get((assessment, MG["outcome"]), ()):
                    for value in self._objects.get((assessment, MG["assigns"]), ()):
                        if outcome.object in _COUNTING and isinstance(prop.object, Iri):
                            self._conclude(
                                Fact(measure, prop.object, value.object),
                                FACETS_RULE,
                                *(about, scheme, prop, outcome, value),
                            )

    def _of_property(self, fact: Fact) -> None:
        subject, predicate, value = fact
        rules = self._rules
        for wider in rules.wider.get(predicate, ()):
            self._conclude(Fact(subject, wider.sup, value), wider, fact)
        for domain in rules.domains.get(predicate, ()):
            self._conclude(Fact(subject, TYPE, domain.kind), domain, fact)
        if isinstance(value, Literal):
            self._of_literal(fact, value)
        elif isinstance(value, (Iri, BlankNode)):
            self._of_thing(fact, value)

    def _of_literal(self, fact: Fact, value: Literal) -> None:
        self._one_value_only(fact, value)
        self._held(fact, value)
        for ranged in self._rules.ranges.get(fact.predicate, ()):
            if isinstance(ranged.kind, Iri) and not fits(value, ranged.kind):
                self._conclude(Fact(fact.subject, TYPE, NOTHING), ranged, fact)

    def _of_thing(self, fact: Fact, value: Iri | BlankNode) -> None:
        subject, predicate, _ = fact
        rules = self._rules
        self._one_value_only(fact, value)
        self._held(fact, value)
        for ranged in rules.ranges.get(predicate, ()):
            self._conclude(Fact(value, TYPE, ranged.kind), ranged, fact)
        for other, inverse in rules.inverses.get(predicate, ()):
            self._conclude(Fact(value, other, subject), inverse, fact)
        self._chain(fact, value)
        for some in rules.fillers.get(predicate, ()):
            kind = Fact(value, TYPE, some.filler)
            if kind in self._known:
                self._conclude(Fact(subject, TYPE, some), None, fact, kind)
        if predicate == SAME:
            self._same(fact, value)

    def _held(self, fact: Fact, value: Term) -> None:
        if held := self._rules.values.get((fact.predicate, value)):
            self._conclude(Fact(fact.subject, TYPE, held), None, fact)

    def _chain(self, fact: Fact, value: Iri | BlankNode) -> None:
        for chain in self._rules.chains.get(fact.predicate, ()):
            if fact.predicate == chain.first:
                for after in list(self._objects.get((value, chain.second), ())):
                    self._conclude(Fact(fact.subject, chain.sup, after.object), chain, fact, after)
            if fact.predicate == chain.second:
                for before in list(self._subjects.get((chain.first, fact.subject), ())):
                    reached = Fact(before.subject, chain.sup, fact.object)
                    self._conclude(reached, chain, before, fact)

    def _one_value_only(self, fact: Fact, value: Iri | BlankNode | Literal) -> None:
        functional = self._rules.functional.get(fact.predicate)
        if functional is None:
            return
        for other in self.values(fact.subject, fact.predicate):
            if other == fact or not isinstance(other.object, (Iri, BlankNode, Literal)):
                continue
            one, two = sorted((fact, other), key=str)
            if isinstance(value, Literal) or isinstance(other.object, Literal):
                if not same_value(value, other.object):
                    self._conclude(Fact(fact.subject, TYPE, NOTHING), functional, one, two)
            else:
                self._conclude(Fact(value, SAME, other.object), functional, one, two)

    def _same(self, fact: Fact, value: Iri | BlankNode) -> None:
        self._conclude(Fact(value, SAME, fact.subject), None, fact)
        for kind in list(self._objects.get((fact.subject, TYPE), ())):
            self._conclude(Fact(value, TYPE, kind.object), None, fact, kind)
        for different in self._rules.different.get(Iri(fact.subject), ()):
            if value in different.members and value != fact.subject:
                self._conclude(Fact(fact.subject, TYPE, NOTHING), different, fact)

    def _of_class(self, fact: Fact) -> None:
        thing, _, kind = fact
        if not isinstance(kind, (Iri, Intersection, HasValue, SomeValues)):
            return
        for above in self._rules.above.get(kind, ()):
            self._conclude(Fact(thing, TYPE, above.sup), above, fact)
        if isinstance(kind, Intersection):
            for member in kind.members:
                self._conclude(Fact(thing, TYPE, member), None, fact)
        if isinstance(kind, HasValue):
            self._conclude(Fact(thing, kind.property, kind.value), None, fact)
        if isinstance(kind, Iri):
            self._disjoint(fact, kind)
        self._of_larger_expressions(fact, kind)
        for same in list(self._objects.get((thing, SAME), ())):
            if isinstance(same.object, (Iri, BlankNode)):
                self._conclude(Fact(same.object, TYPE, kind), None, same, fact)

    def _of_larger_expressions(self, fact: Fact, kind: Expression) -> None:
        """Conclude membership in the expressions that a class is a part of."""
        for whole in self._rules.parts.get(kind, ()):
            premises = tuple(Fact(fact.subject, TYPE, member) for member in whole.members)
            if all(premise in self._known for premise in premises):
                self._conclude(Fact(fact.subject, TYPE, whole), None, *premises)
        for some in self._rules.filled.get(kind, ()):
            for before in list(self._subjects.get((some.property, fact.subject), ())):
                self._conclude(Fact(before.subject, TYPE, some), None, before, fact)

    def _disjoint(self, fact: Fact, kind: Iri) -> None:
        for disjoint in self._rules.disjoint.get(kind, ()):
            for other in self.values(fact.subject, TYPE):
                if other.object in disjoint.members and other.object != kind:
                    one, two = sorted((fact, other), key=str)
                    self._conclude(Fact(fact.subject, TYPE, NOTHING), disjoint, one, two)
