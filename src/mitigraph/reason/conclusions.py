"""What an engine comes to: statements that follow, by which rule, and contradictions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from mitigraph.terms import PREFIXES, BlankNode, Iri, Quad, Term, compact

__all__ = [
    "SAME_AS",
    "SUBCLASS_OF",
    "TYPE",
    "Contradiction",
    "Reasoned",
    "Triple",
    "conclusions",
    "telling",
]

TYPE: Final = Iri(PREFIXES["rdf"] + "type")
SUBCLASS_OF: Final = Iri(PREFIXES["rdfs"] + "subClassOf")
SAME_AS: Final = Iri(PREFIXES["owl"] + "sameAs")
Triple = tuple[Term, Iri, Term]
#: Whatever is named there belongs to RDF and OWL themselves.
_BUILT_IN: Final = tuple(PREFIXES[name] for name in ("rdf", "rdfs", "owl", "xsd"))


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Statements that can't all be true.

    Args:
        rule: What they break: "disjoint classes", "functional property", "class without members";
            "inconsistent" where the engine says no more.
        words: The same for a person, one sentence without full stop, with ids.
        about: What it is about, the thing itself first; empty where the engine doesn't say.
    """

    rule: str
    words: str
    about: tuple[Iri, ...] = ()


@dataclass(frozen=True, slots=True)
class Reasoned:
    """The result of reasoning over one graph.

    Args:
        engine: Which engine: "sparql", "owlrl" or "hermit".
        statements: What follows and was not asserted, without repetition, in no fixed order.
        added: Number of those by rule: the name of a derivation query, "class-members" or
            "class-tree" for the queries; the property, or the class for memberships, for an OWL
            reasoner. Most first for a reasoner, in the order of the rules for the queries.
        contradictions: What can't be true together, in a fixed order.
    """

    engine: str
    statements: tuple[Quad, ...]
    added: Mapping[str, int]
    contradictions: tuple[Contradiction, ...] = ()

    @property
    def consistent(self) -> bool:
        """Whether no contradiction was found."""
        return not self.contradictions


def conclusions(
    engine: str,
    found: Iterable[Triple],
    given: AbstractSet[Triple],
    contradictions: Iterable[Contradiction],
) -> Reasoned:
    """Return what a reasoner's closure tells of the things in the graph.

    Args:
        engine: Name of the engine.
        found: Triples of the closure.
        given: Triples that the engine was given.
        contradictions: What it found wrong.
    """
    statements = tuple(dict.fromkeys(telling(found, given)))
    counts = Counter(
        compact(str(value)) if predicate == TYPE else compact(predicate)
        for _, predicate, value, _ in statements
    )
    added = dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
    return Reasoned(engine, statements, added, tuple(contradictions))


def telling(found: Iterable[Triple], given: AbstractSet[Triple]) -> Iterator[Quad]:
    """Yield the statements of a closure that tell something and were not given.

    A closure also holds what is true of anything (each thing is the same as itself), what concerns
    OWL's own terms, and what has no name; that is left out.
    """
    for subject, predicate, value in found:
        if not isinstance(subject, Iri) or subject.startswith(_BUILT_IN) or subject == value:
            continue
        if (subject, predicate, value) in given:
            continue
        if predicate in (TYPE, SUBCLASS_OF, SAME_AS):
            if isinstance(value, Iri) and not value.startswith(_BUILT_IN):
                yield Quad(subject, predicate, value)
        elif not predicate.startswith(_BUILT_IN) and not isinstance(value, BlankNode):
            yield Quad(subject, predicate, value)
