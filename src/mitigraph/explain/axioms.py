"""The axioms of an ontology, read from their RDF, as far as a membership can rest on them.

What is read: subclasses, equivalent classes, subproperties, property chains, inverses, domains,
ranges, functional properties, disjoint classes, different individuals; class expressions that are
a name, an intersection, a value of a property, or some value in a class. An axiom with any other
expression, such as a union, is passed over: what rests on it is not explained.

Sources:
    OWL 2 Mapping to RDF Graphs (https://www.w3.org/TR/owl2-mapping-to-rdf/), tables 13 to 16.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from mitigraph.terms import BASE, PREFIXES, BlankNode, Iri, Quad, Term

__all__ = [
    "AXIOM_TERMS",
    "Axiom",
    "Chain",
    "Different",
    "Disjoint",
    "Domain",
    "Expression",
    "Functional",
    "HasValue",
    "Intersection",
    "Inverse",
    "Range",
    "SomeValues",
    "SubClass",
    "SubProperty",
    "read_axioms",
]

_OWL: Final = PREFIXES["owl"]
_RDF: Final = PREFIXES["rdf"]
_RDFS: Final = PREFIXES["rdfs"]
_TYPE: Final = Iri(_RDF + "type")
_CLASSES: Final = BASE + "class/"
_DEEPEST: Final = 20
_ANONYMOUS: Final = ("intersectionOf", "onProperty")


@dataclass(frozen=True, slots=True)
class Intersection:
    """What is in all of several classes."""

    members: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class HasValue:
    """What a property joins to one thing or literal."""

    property: Iri
    value: Term


@dataclass(frozen=True, slots=True)
class SomeValues:
    """What a property joins to something in a class."""

    property: Iri
    filler: Expression


#: A class, by name or by what its members are like.
Expression = Iri | Intersection | HasValue | SomeValues


@dataclass(frozen=True, slots=True)
class SubClass:
    """Whatever is in `sub` is in `sup`; `definition` where the converse is said too."""

    sub: Expression
    sup: Expression
    definition: bool = False


@dataclass(frozen=True, slots=True)
class SubProperty:
    """Whatever `sub` joins, `sup` joins."""

    sub: Iri
    sup: Iri


@dataclass(frozen=True, slots=True)
class Chain:
    """What `first` and then `second` lead to, `sup` joins."""

    first: Iri
    second: Iri
    sup: Iri


@dataclass(frozen=True, slots=True)
class Inverse:
    """What one of the properties joins, the other joins the other way round."""

    one: Iri
    other: Iri


@dataclass(frozen=True, slots=True)
class Domain:
    """Whatever has the property is in the class."""

    property: Iri
    kind: Expression


@dataclass(frozen=True, slots=True)
class Range:
    """Whatever is a value of the property is in the class, or of the datatype."""

    property: Iri
    kind: Expression


@dataclass(frozen=True, slots=True)
class Functional:
    """Nothing has two values of the property."""

    property: Iri


@dataclass(frozen=True, slots=True)
class Disjoint:
    """Nothing is in two of the classes."""

    members: frozenset[Iri]


@dataclass(frozen=True, slots=True)
class Different:
    """No two of the members are the same thing."""

    members: frozenset[Iri]


Axiom = (
    SubClass | SubProperty | Chain | Inverse | Domain | Range | Functional | Disjoint | Different
)

#: The properties whose statements make up axioms, besides `rdf:type`.
AXIOM_TERMS: Final = tuple(
    Iri(namespace + name)
    for namespace, names in (
        (_RDFS, "subClassOf subPropertyOf domain range"),
        (
            _OWL,
            (
                "equivalentClass intersectionOf onProperty hasValue someValuesFrom inverseOf "
                "propertyChainAxiom disjointWith members distinctMembers differentFrom"
            ),
        ),
        (_RDF, "first rest"),
    )
    for name in names.split()
)


def read_axioms(statements: Iterable[Quad]) -> Iterator[Axiom]:
    """Yield the axioms that statements make up, in no fixed order, without repetition.

    The subclass edges between generated classes are left out: they are written out from
    `skos:broader` and the definitions, so they are no ground of their own.

    Example:
        >>> from mitigraph.terms import MG
        >>> sub = Quad(MG["actor"], Iri(_RDFS + "subPropertyOf"), MG["facet"])
        >>> [axiom.sup == MG["facet"] for axiom in read_axioms([sub])]
        [True]
    """
    return _Reader(statements).axioms()


class _Reader:
    """The statements of axioms by subject and by property."""

    def __init__(self, statements: Iterable[Quad]) -> None:
        wanted = {*AXIOM_TERMS, _TYPE}
        self._values: dict[tuple[Term, str], list[Term]] = defaultdict(list)
        self._pairs: dict[str, dict[tuple[Iri | BlankNode, Term], None]] = defaultdict(dict)
        for subject, predicate, value, _ in statements:
            if predicate in wanted and (subject, value) not in self._pairs[predicate]:
                self._values[subject, predicate].append(value)
                self._pairs[predicate][subject, value] = None

    def axioms(self) -> Iterator[Axiom]:
        yield from self._of_classes()
        yield from self._of_properties()
        yield from self._of_differences()

    def _of_classes(self) -> Iterator[Axiom]:
        for one, other in self._pairs[_RDFS + "subClassOf"]:
            sub, sup = self._expression(one), self._expression(other)
            if sub and sup and not (_generated(sub) and _generated(sup)):
                yield SubClass(sub, sup)
        for one, other in self._pairs[_OWL + "equivalentClass"]:
            left, right = self._expression(one), self._expression(other)
            if left and right:
                yield SubClass(right, left, definition=True)
                yield SubClass(left, right, definition=True)

    def _of_properties(self) -> Iterator[Axiom]:
        for sub, sup in self._pairs[_RDFS + "subPropertyOf"]:
            if isinstance(sub, Iri) and isinstance(sup, Iri):
                yield SubProperty(sub, sup)
        for prop, head in self._pairs[_OWL + "propertyChainAxiom"]:
            match self._list(head):
                case [Iri() as first, Iri() as second] if isinstance(prop, Iri):
                    yield Chain(first, second, prop)
        for one, other in self._pairs[_OWL + "inverseOf"]:
            if isinstance(one, Iri) and isinstance(other, Iri):
                yield Inverse(one, other)
        yield from self._of_subjects_and_values()
        for prop, value in self._pairs[_TYPE]:
            if value == _OWL + "FunctionalProperty" and isinstance(prop, Iri):
                yield Functional(prop)

    def _of_subjects_and_values(self) -> Iterator[Axiom]:
        for name, kind in (("domain", Domain), ("range", Range)):
            for prop, value in self._pairs[_RDFS + name]:
                expression = self._expression(value)
                if isinstance(prop, Iri) and expression:
                    yield kind(prop, expression)

    def _of_differences(self) -> Iterator[Axiom]:
        for name in ("members", "distinctMembers"):
            for node, head in self._pairs[_OWL + name]:
                kinds = self._values[node, _TYPE]
                of_classes = Iri(_OWL + "AllDisjointClasses") in kinds
                if of_classes or Iri(_OWL + "AllDifferent") in kinds:
                    members = frozenset(one for one in self._list(head) if isinstance(one, Iri))
                    yield Disjoint(members) if of_classes else Different(members)
        for name, kind in (("disjointWith", Disjoint), ("differentFrom", Different)):
            for one, other in self._pairs[_OWL + name]:
                if isinstance(one, Iri) and isinstance(other, Iri):
                    yield kind(frozenset((one, other)))

    def _expression(self, node: Term, depth: int = _DEEPEST) -> Expression | None:
        """Return the class expression at a node; None if it is of a kind that is not read."""
        named = all((node, _OWL + name) not in self._values for name in _ANONYMOUS)
        if isinstance(node, Iri) and named:
            return node
        if depth == 0:  # broken RDF may have an expression inside itself
            return None
        if heads := self._values.get((node, _OWL + "intersectionOf")):
            members = [self._expression(member, depth - 1) for member in self._list(heads[0])]
            known = tuple(member for member in members if member)
            return Intersection(known) if known and len(known) == len(members) else None
        match self._values.get((node, _OWL + "onProperty")):
            case [Iri() as prop]:
                if values := self._values.get((node, _OWL + "hasValue")):
                    return HasValue(prop, values[0])
                if fillers := self._values.get((node, _OWL + "someValuesFrom")):
                    filler = self._expression(fillers[0], depth - 1)
                    return SomeValues(prop, filler) if filler else None
        return None

    def _list(self, head: Term) -> list[Term]:
        found: list[Term] = []
        seen: set[Term] = set()
        while head not in seen and (first := self._values.get((head, _RDF + "first"))):
            seen.add(head)
            found.append(first[0])
            head = (self._values.get((head, _RDF + "rest")) or [head])[0]
        return found


def _generated(expression: Expression) -> bool:
    return isinstance(expression, Iri) and expression.startswith(_CLASSES)
