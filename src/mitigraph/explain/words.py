"""Statements, classes and axioms as sentences that a person understands."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Final

from mitigraph.explain.axioms import (
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
from mitigraph.explain.inference import NOTHING, SAME, TYPE, Derivation, Fact, Rule
from mitigraph.store.protocol import Solutions, Store
from mitigraph.terms import MG, PREFIXES, Iri, Literal, Term, compact, n3

__all__ = ["Words", "terms_in"]

_SKOS: Final = PREFIXES["skos"]
#: What a property says of its subject; "{}" stands for the value.
_PHRASES: Final[dict[Iri, str]] = {
    SAME: "is the same thing as {}",
    MG["category"]: "has the category {}",
    MG["actor"]: "can be carried out in the role {}",
    MG["lifecycleStage"]: "takes hold at the stage {}",
    MG["function"]: "serves the function {}",
    MG["riskArea"]: "addresses the risk area {}",
    MG["riskCause"]: "addresses the cause of risk {}",
    MG["measureKind"]: "works by the means {}",
    MG["facet"]: "is classified as {}",
    MG["underFacet"]: "stands under {}",
    MG["hasAssessment"]: "is assessed by {}",
    MG["hasOpinion"]: "is commented on by {}",
    MG["assesses"]: "is about {}",
    MG["inScheme"]: "was made in the scheme {}",
    MG["assigns"]: "assigns {}",
    MG["facetProperty"]: "gives values of the property {}",
    MG["describedIn"]: "is described in {}",
    MG["proposedBy"]: "is put forward by {}",
    MG["supersedes"]: "supersedes {}",
    MG["restsOnStatus"]: "rests on data of the status {}",
    MG["matchesMeasure"]: "is the same measure as {}",
    MG["memberOfCluster"]: "is in {}",
    Iri(_SKOS + "broader"): "lies below {}",
    Iri(_SKOS + "inScheme"): "belongs to the scheme {}",
    Iri(PREFIXES["dcterms"] + "creator"): "was written by {}",
    Iri(PREFIXES["prov"] + "wasAttributedTo"): "was made by {}",
}
#: Classes of other vocabularies, of which the core says no more than that they exist.
_NOUNS: Final[dict[Iri, str]] = {
    Iri(_SKOS + "Concept"): "concept",
    Iri(_SKOS + "ConceptScheme"): "concept scheme",
    Iri(PREFIXES["prov"] + "Agent"): "agent",
    Iri(PREFIXES["prov"] + "Person"): "person",
    Iri(PREFIXES["prov"] + "Organization"): "organisation",
}
_DERIVATIONS: Final = {
    "01-direct-facets": "An assessment that assigns a concept, and that nobody rejected and nothing"
    " superseded, gives its measure that concept",
    "03-assessments-of-measures": "What is about a measure assesses it",
}


class Words:
    """Sentences with the labels of one graph.

    Args:
        labels: A label by IRI; what has none is called by its id.

    Example:
        >>> words = Words({MG["ContestedMeasure"]: "contested measure"})
        >>> words.fact(Fact(Iri("urn:m"), TYPE, MG["ContestedMeasure"]))
        'urn:m is a contested measure'
    """

    def __init__(self, labels: Mapping[Iri, str]) -> None:
        self._labels = labels

    @classmethod
    def of(cls, store: Store, terms: Iterable[Term]) -> Words:
        """Return the words for some terms, with the English labels that a store has for them."""
        return cls(_labels(store, sorted({term for term in terms if isinstance(term, Iri)})))

    def label(self, iri: Iri) -> str:
        """Return what a thing is called, without its id."""
        return self._labels.get(iri, compact(iri))

    def name(self, term: Term) -> str:
        """Return a thing's label and id, a literal's text in quotes."""
        if isinstance(term, Literal):
            return f"“{term}”"
        label = self._labels.get(Iri(term))
        return f"“{label}” ({compact(term)})" if label else compact(term)

    def fact(self, fact: Fact, it: Term | None = None) -> str:
        """Return a statement as a clause without a full stop.

        Args:
            fact: The statement.
            it: What is called "it" where it is the subject.
        """
        subject, predicate, value = fact
        named = "it" if subject == it else self.name(subject)
        if predicate == TYPE and value == NOTHING:
            return f"{named} can't be"
        if predicate == TYPE and not isinstance(value, Literal):
            return f"{named} {self._being(value)}"
        return f"{named} {self._phrase(predicate, self.value(value))}"

    def rule(self, rule: Rule, premises: Collection[Fact] = ()) -> str | None:
        """Return what a rule says, without a full stop; None for plain logic.

        Args:
            rule: The rule.
            premises: What it was applied to: of a long list, its sentence names these alone.
        """
        sentence = self._rule(rule, premises)
        return sentence and sentence[0].upper() + sentence[1:]

    def _rule(  # noqa: C901, PLR0911 - one case for each kind of rule
        self, rule: Rule, premises: Collection[Fact]
    ) -> str | None:
        match rule:
            case SubClass(sub=sub, sup=sup, definition=definition):
                if definition:
                    name, meaning = (sup, sub) if isinstance(sup, Iri) else (sub, sup)
                    return f"{self.noun(name)} is defined as {self.noun(meaning)}"
                return f"Whatever is {self.noun(sub)} is {self.noun(sup)}"
            case SubProperty(sub=prop, sup=wider):
                return f"Whatever {self._phrase(prop, 'X')} {self._phrase(wider, 'X')}"
            case Chain(first=first, second=second, sup=wider):
                return (
                    f"Whatever {self._phrase(first, 'Y')}, where Y {self._phrase(second, 'X')},"
                    f" {self._phrase(wider, 'X')}"
                )
            case Inverse(one=one, other=other):
                return f"Where X {self._phrase(one, 'Y')}, Y {self._phrase(other, 'X')}"
            case Domain(property=prop, kind=kind):
                return f"Whatever {self._phrase(prop, 'X')} is {self.noun(kind)}"
            case Range(property=prop, kind=kind):
                return f"Where something {self._phrase(prop, 'X')}, X is {self.noun(kind)}"
            case Functional(property=prop):
                return f"Nothing has two values of “{self.label(prop)}” ({compact(prop)})"
            case Disjoint(members=members):
                named = sorted(members & {fact.object for fact in premises} or members)
                return f"Nothing is both {' and '.join(self.noun(member) for member in named)}"
            case Different(members=members):
                ends = {end for fact in premises for end in (fact.subject, fact.object)}
                named = sorted(members & ends or members)
                return f"{' and '.join(self.name(member) for member in named)} are different things"
            case Derivation(query=query):
                return (
                    f"{_DERIVATIONS.get(query, 'A query derives it')} (queries/derive/{query}.rq)"
                )
        return None

    def value(self, value: Term | Expression) -> str:
        """Return the value of a property: a name, or a class as a noun."""
        if isinstance(value, (Intersection, HasValue, SomeValues)):
            return self.noun(value)
        return self.name(value)

    def _being(self, kind: Term | Expression) -> str:
        """Return a class as what follows a subject."""
        if isinstance(kind, HasValue):
            return self._phrase(kind.property, self.name(kind.value))
        if isinstance(kind, SomeValues):
            return self._phrase(kind.property, self.noun(kind.filler))
        return f"is {self.noun(kind)}"

    def noun(self, kind: Term | Expression) -> str:
        """Return a class as a noun with its article."""
        if isinstance(kind, Intersection):
            head = next((self.noun(m) for m in kind.members if isinstance(m, Iri)), "something")
            rest = [self._being(m) for m in kind.members if self.noun(m) != head]
            return f"{head} that {' and that '.join(rest)}" if rest else head
        if isinstance(kind, (HasValue, SomeValues)):
            return f"something that {self._being(kind)}"
        if isinstance(kind, Iri):
            label = self._labels.get(kind) or _NOUNS.get(kind)
            if label is None and kind.startswith(PREFIXES["xsd"]):
                return f"a value of {compact(kind)}"
            noun = label or compact(kind)
            return f"{'an' if re.match('[aeiou]', noun, re.IGNORECASE) else 'a'} {noun}"
        return self.name(kind)

    def _phrase(self, prop: Iri, value: str) -> str:
        phrase = _PHRASES.get(prop)
        return phrase.format(value) if phrase else f"has the {self.label(prop)} {value}"


def terms_in(thing: object) -> Iterator[Term]:
    """Yield the IRIs that a fact, an expression or an axiom speaks of.

    The members of a list of what differs are left out: a sentence names only those it is about.

    Example:
        >>> list(terms_in(SubProperty(MG["actor"], MG["facet"]))) == [MG["actor"], MG["facet"]]
        True
    """
    if isinstance(thing, Iri):
        yield thing
    elif isinstance(thing, Fact) or (isinstance(thing, tuple) and not isinstance(thing, Literal)):
        for part in thing:
            yield from terms_in(part)
    elif hasattr(thing, "__dataclass_fields__") and not isinstance(thing, (Different, Disjoint)):
        for field in fields(thing):  # type: ignore[arg-type]  # it is one: it has fields
            yield from terms_in(getattr(thing, field.name))


#: Which property names a thing, best first.
_NAMING: Final = ("skos:prefLabel", "rdfs:label", "dcterms:title", "foaf:name")


def _labels(store: Store, things: list[Iri]) -> dict[Iri, str]:
    if not things:
        return {}
    naming = " ".join(f"({prop} {rank})" for rank, prop in enumerate(_NAMING))
    answer = store.query(
        "SELECT DISTINCT ?thing ?rank ?label ?notation WHERE { "
        f"VALUES ?thing {{ {' '.join(map(n3, things))} }} VALUES (?naming ?rank) {{ {naming} }} "
        '?thing ?naming ?label . FILTER(LANG(?label) IN ("en", "")) '
        "OPTIONAL { ?thing skos:notation ?notation } } ORDER BY ?thing ?rank ?label ?notation"
    )
    assert isinstance(answer, Solutions)  # noqa: S101 - a SELECT query
    found: dict[Iri, str] = {}
    for thing, _, label, notation in answer:
        text = str(label)
        if notation is not None and not text.startswith(str(notation)):
            text = f"{notation} {text}"
        if isinstance(thing, Iri):
            found.setdefault(thing, text)
    return found
