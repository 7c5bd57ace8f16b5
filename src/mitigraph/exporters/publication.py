"""What may be published: the graph without anything that rests on preliminary data.

Left out are assessments and opinions whose review status is preliminary; schemes whose status it
is, with their concepts, levels, generated classes and every assessment made in them; and each
statement, and each axiom as a whole, that refers to something left out. What was derived is derived
anew from the rest, so that no conclusion outlives its ground.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Final, NamedTuple

from mitigraph.derive import DERIVED, derive
from mitigraph.exporters.statements import Graphs, of_store, to_store, token
from mitigraph.store.protocol import Store
from mitigraph.terms import BASE, MG, PREFIXES, concept_iri

__all__ = ["Published", "without_preliminary"]

_REVIEW_STATUS: Final = token(MG["reviewStatus"])
_PRELIMINARY: Final = token(concept_iri("review-status", 1, "preliminary"))
_ASSESSES: Final = token(MG["assesses"])
_IS_DEFINED_BY: Final = token(PREFIXES["rdfs"] + "isDefinedBy")

#: Whoever says one of these of something left out says nothing without it.
_ESSENTIAL: Final = frozenset(
    {
        _ASSESSES,
        token(MG["assigns"]),
        token(MG["inScheme"]),
        token(PREFIXES["skos"] + "inScheme"),
        token(PREFIXES["xkos"] + "sourceConcept"),
        token(PREFIXES["xkos"] + "targetConcept"),
        token(PREFIXES["xkos"] + "compares"),
        token(PREFIXES["owl"] + "annotatedSource"),
        token(PREFIXES["owl"] + "annotatedTarget"),
    }
)
_SCHEMES: Final = f"<{BASE}scheme/"
_CLASSES: Final = f"<{BASE}class/"


class Published(NamedTuple):
    """A store without preliminary data, and how many assessments and opinions were left out."""

    store: Store
    left_out: int


def without_preliminary(store: Store) -> Published:
    """Return a store that holds what does not rest on preliminary data.

    Args:
        store: Any store; it is left as it is. If it holds nothing preliminary it is returned.
    """
    graphs = of_store(store, merged=False)
    derived = graphs.pop(token(DERIVED), None)
    removed = _removed(graphs)
    if not removed:
        return Published(store, 0)
    assessments = {
        subject
        for lines in graphs.values()
        for subject, predicate, _ in (line.split(" ", 2) for line in lines)
        if predicate == _ASSESSES and subject in removed
    }
    published = to_store(_without(graphs, removed))
    if derived is not None:
        derive(published)
    return Published(published, len(assessments))


def _removed(graphs: Graphs) -> set[str]:
    """Return the named subjects that are left out."""
    waiting: list[str] = []
    resting: dict[str, list[str]] = defaultdict(list)
    defined: dict[str, set[str]] = defaultdict(set)
    for lines in graphs.values():
        for line in lines:
            subject, predicate, value = line.split(" ", 2)
            if predicate in _ESSENTIAL:
                resting[value].append(subject)
            elif predicate == _REVIEW_STATUS and value == _PRELIMINARY:
                waiting.append(subject)
            elif predicate == _IS_DEFINED_BY:
                defined[value].add(subject)
    by_name = _by_name(graphs)
    removed: set[str] = set()
    while waiting:
        subject = waiting.pop()
        if subject not in removed:
            removed.add(subject)
            waiting += resting.get(subject, ())
            waiting += by_name.get(subject, ())
    # The header of a file that has nothing left in it goes too.
    return removed | {module for module, subjects in defined.items() if subjects <= removed}


def _by_name(graphs: Graphs) -> dict[str, set[str]]:
    """Return the levels and classes that say by their names alone what they belong to."""
    found: dict[str, set[str]] = defaultdict(set)
    for lines in graphs.values():
        for line in lines:
            subject = line.partition(" ")[0]
            if subject.startswith(_CLASSES):
                found[_SCHEMES + subject.removeprefix(_CLASSES)].add(subject)
            if subject.startswith((_SCHEMES, _CLASSES)):
                found[_scheme_of(subject)].add(subject)
    return found


def _scheme_of(name: str) -> str:
    """Return the token of the scheme that a scheme, concept, level or class belongs to by name."""
    for start in (_SCHEMES, _CLASSES):
        if name.startswith(start):
            return _SCHEMES + "/".join(name[len(start) : -1].split("/")[:2]) + ">"
    return ""


def _without(graphs: Graphs, removed: set[str]) -> Graphs:
    """Return the graphs without statements about or referring to what is removed."""
    parents: dict[str, set[str]] = defaultdict(set)
    children: dict[str, set[str]] = defaultdict(set)
    broken: list[str] = []
    for lines in graphs.values():
        for line in lines:
            subject, _, value = line.split(" ", 2)
            if value.startswith("_:"):
                parents[value].add(subject)
                children[subject].add(value)
            elif subject.startswith("_:") and _named(value) in removed:
                broken.append(subject)
    # An axiom that names something removed is removed up to the named term that it is about ...
    dropped = set(removed)
    while broken:
        node = broken.pop()
        if node not in dropped:
            dropped.add(node)
            broken += [above for above in parents[node] if above.startswith("_:")]
    # ... and down to what nothing else holds.
    orphans = [child for node in dropped for child in children.get(node, ())]
    while orphans:
        node = orphans.pop()
        if node not in dropped and parents[node] <= dropped:
            dropped.add(node)
            orphans += children.get(node, ())
    return {
        graph: [line for line in lines if not _refers(line, dropped)]
        for graph, lines in graphs.items()
    }


def _refers(line: str, dropped: set[str]) -> bool:
    subject, _, value = line.split(" ", 2)
    return subject in dropped or _named(value) in dropped


def _named(value: str) -> str:
    """Return what an object names: itself, or the datatype of a literal."""
    if value[0] == '"':
        return value[value.rindex('"^^') + 3 :] if value[-1] == ">" else ""
    return value
