"""The OWL 2 DL engine: HermiT, which needs Java and some minutes for the shipped graph.

owlready2 can't hold a class that lies below itself, so a cycle of subclasses is lost on the way.

Sources:
    Glimm and others, "HermiT: An OWL 2 Reasoner" (2014).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mitigraph.reason.conclusions import (
    SUBCLASS_OF,
    TYPE,
    Contradiction,
    Reasoned,
    Triple,
    conclusions,
)
from mitigraph.reason.owl import run_hermit, to_owlready
from mitigraph.reason.premises import premises, strict_axioms
from mitigraph.store.protocol import Store
from mitigraph.terms import Iri, compact

__all__ = ["reason_by_hermit"]


def reason_by_hermit(store: Store) -> Reasoned:
    """Classify with HermiT, and find whether the graph contradicts itself.

    HermiT only says that a graph is inconsistent, not why; nothing is concluded from it then. In a
    consistent one it names the classes that can have no member.

    Raises:
        MissingExtraError: If owlready2 isn't installed.
        MissingProgramError: If there is no Java, or HermiT can't run with it.
    """
    with strict_axioms(store):
        given = premises(store)
    world = to_owlready(given)
    if not run_hermit(world):
        words = "HermiT finds the graph inconsistent; it doesn't say which statements clash"
        return Reasoned("hermit", (), {}, (Contradiction("inconsistent", words),))
    empty = sorted(str(kind.iri) for kind in world.inconsistent_classes() if hasattr(kind, "iri"))
    contradictions = [
        Contradiction("class without members", f"{compact(iri)} can have no member", (Iri(iri),))
        for iri in empty
        if iri != "http://www.w3.org/2002/07/owl#Nothing"
    ]
    return conclusions("hermit", _closure(world), {q[:3] for q in given}, contradictions)


def _closure(world: Any) -> Iterator[Triple]:
    """Yield what the world holds after reasoning; of classes owlready2 keeps the nearest only."""
    for kind in world.classes():
        iri = Iri(kind.iri)
        for thing in kind.instances():
            yield Iri(thing.iri), TYPE, iri
        for upper in kind.ancestors():
            yield iri, SUBCLASS_OF, Iri(upper.iri)
    for prop in world.object_properties():
        # owlready2 leaves out what a narrower property says already.
        for narrower in prop.descendants():
            for subject, value in narrower.get_relations():
                yield Iri(subject.iri), Iri(prop.iri), Iri(value.iri)
