"""The default engine: versioned queries, and the definitions of classes that queries read.

Sources:
    OWL 2 Profiles (https://www.w3.org/TR/owl2-profiles/), table 5 (prp-fp, eq-diff) and table 7
    (cax-dw, cax-adc) for what contradicts itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from mitigraph.derive import derive_by_rule
from mitigraph.query import run
from mitigraph.reason.classes import Classification, classify
from mitigraph.reason.conclusions import (
    SUBCLASS_OF,
    TYPE,
    Contradiction,
    Reasoned,
    Triple,
    telling,
)
from mitigraph.reason.premises import strict_axioms
from mitigraph.store.protocol import Solutions, Store
from mitigraph.terms import Iri, Quad, compact

__all__ = ["reason_by_queries"]


def reason_by_queries(store: Store) -> Reasoned:
    """Materialise what follows by queries, and find what contradicts itself.

    Contradictions are things in two disjoint classes, two different values of a functional
    property, and classes that can have no member.
    """
    with strict_axioms(store):
        derived = derive_by_rule(store)
        classified = classify(store)
        told = _told(store)
        members = [*telling(_memberships(classified), told)]
        tree = [*telling(_edges(classified), told)]
        contradictions = (*_shared(classified), *_conflicts(store), *_empty(classified))
    added = {
        rule: [Quad(*quad[:3]) for quad in statements] for rule, statements in derived.items()
    } | {"class-members": members, "class-tree": tree}
    return Reasoned(
        "sparql",
        tuple(statement for statements in added.values() for statement in statements),
        {rule: len(statements) for rule, statements in added.items()},
        contradictions,
    )


def _told(store: Store) -> set[Triple]:
    """Return the memberships and class edges that are asserted."""
    answer = store.query(
        f"SELECT ?s ?p ?o WHERE {{ VALUES ?p {{ <{TYPE}> <{SUBCLASS_OF}> }} ?s ?p ?o }}"
    )
    assert isinstance(answer, Solutions)  # noqa: S101 - a SELECT query
    return set(cast("Iterator[Triple]", answer))


def _memberships(classified: Classification) -> Iterator[Triple]:
    for kind, members in classified.members.items():
        for member in members:
            yield member, TYPE, kind


def _edges(classified: Classification) -> Iterator[Triple]:
    for kind, classes in classified.above.items():
        for upper in classes:
            yield kind, SUBCLASS_OF, upper


def _shared(classified: Classification) -> Iterator[Contradiction]:
    for thing, one, other in classified.overlaps:
        words = (
            f"{compact(thing)} is in {compact(one)} and in {compact(other)}, which have no member"
            " in common"
            if one != other
            else f"{compact(thing)} is in {compact(one)}, which has no member"
        )
        yield Contradiction("disjoint classes", words, tuple(dict.fromkeys((thing, one, other))))


def _empty(classified: Classification) -> Iterator[Contradiction]:
    for kind, one, other in classified.empty:
        words = (
            f"{compact(kind)} can have no member: it would be in {compact(one)} and in"
            f" {compact(other)}, which have none in common"
        )
        yield Contradiction("class without members", words, (kind, one, other))


def _conflicts(store: Store) -> Iterator[Contradiction]:
    answer = run(store, "conflicting-values")
    assert isinstance(answer, Solutions)  # noqa: S101 - a SELECT query
    for subject, prop, one, other in answer:
        first, second = (compact(v) if isinstance(v, Iri) else f'"{v}"' for v in (one, other))
        words = (
            f"{compact(str(subject))} has two values of {compact(str(prop))}, which allows one:"
            f" {first} and {second}"
        )
        about = tuple(term for term in (subject, prop, one, other) if isinstance(term, Iri))
        yield Contradiction("functional property", words, about)
