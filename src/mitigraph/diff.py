"""What changed between two graphs, in words: added, removed, relabelled, moved, reclassified, ...

Statements are compared without the names of their graphs. A blank node is compared by what is said
of it, as far as its statements lead, not by its label; so two OWL expressions or lists that say the
same are the same.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from mitigraph.model import FACETS
from mitigraph.terms import PREFIXES, BlankNode, Iri, Literal, Quad, Term, compact, n3

__all__ = ["KINDS", "Change", "Diff", "compare"]

#: The kinds of change, in the order in which they are reported, with what each means.
KINDS: Final[dict[str, str]] = {
    "added": "is new",
    "removed": "is gone",
    "deprecated": "is marked as deprecated",
    "relabelled": "has another preferred label",
    "redefined": "has another definition",
    "moved": "has another broader concept",
    "reclassified": "has other effective values",
    "edited": "changed in some other property",
}

_SKOS, _RDFS, _OWL = PREFIXES["skos"], PREFIXES["rdfs"], PREFIXES["owl"]
_LABELS: Final = (Iri(_SKOS + "prefLabel"), Iri(_RDFS + "label"))
_DEFINITION: Final = Iri(_SKOS + "definition")
_HIERARCHY: Final = {Iri(_SKOS + name) for name in ("broader", "topConceptOf")}
_INVERSE_HIERARCHY: Final = {Iri(_SKOS + name) for name in ("narrower", "hasTopConcept")}
_DEPRECATED: Final = Iri(_OWL + "deprecated")
_FACET_PROPERTIES: Final = {facet.iri for facet in FACETS.values()}
#: Derived from assessments and hierarchy: a change in them repeats a change reported elsewhere.
_CONSEQUENCES: Final = _INVERSE_HIERARCHY | {
    Iri(PREFIXES["mg"] + name)
    for name in (
        "facet",
        "underFacet",
        "hasAssessment",
        "hasOpinion",
        "restsOnStatus",
        "discussedForRiskArea",
        "proposedBy",
    )
}

_Description = dict[Iri, set[Term]]


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one thing: `kind` is a key of `KINDS`; `old` and `new` are what differs."""

    kind: str
    id: str
    iri: str
    label: str
    detail: str
    old: tuple[str, ...] = ()
    new: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Diff:
    """All changes, by kind in the order of `KINDS`, then by id; and the bare statement counts."""

    changes: tuple[Change, ...]
    statements_added: int
    statements_removed: int

    def __bool__(self) -> bool:
        """Whether anything at all differs."""
        return bool(self.statements_added or self.statements_removed)

    def counts(self) -> dict[str, int]:
        """Return the number of changes of each kind that occurs."""
        found = {kind: sum(change.kind == kind for change in self.changes) for kind in KINDS}
        return {kind: count for kind, count in found.items() if count}


def compare(old: Iterable[Quad], new: Iterable[Quad]) -> Diff:
    """Compare two graphs.

    Args:
        old: The statements before.
        new: The statements after.

    Returns:
        The changes; an empty, false `Diff` if both graphs say exactly the same.

    Example:
        >>> label = Iri(_SKOS + "prefLabel")
        >>> before = [Quad(Iri("urn:a"), label, Literal("Audit", language="en"))]
        >>> after = [Quad(Iri("urn:a"), label, Literal("Audits", language="en"))]
        >>> [(change.kind, change.old, change.new) for change in compare(before, after).changes]
        [('relabelled', ('Audit',), ('Audits',))]
    """
    before, after = _by_content(old), _by_content(new)
    gone, come = before - after, after - before
    if not gone and not come:
        return Diff((), 0, 0)
    touched = {quad.subject for quad in gone | come}
    described_before, described_after = _describe(before, touched), _describe(after, touched)
    changes = [
        change
        for subject in touched
        if isinstance(subject, Iri)
        for change in _changes(subject, described_before.get(subject), described_after.get(subject))
    ]
    unnamed = [quad for quad in gone | come if isinstance(quad.subject, BlankNode)]
    if unnamed:
        changes.append(
            Change("edited", "", "", "things without a name", f"{len(unnamed)} statements differ")
        )
    order = list(KINDS)
    changes.sort(key=lambda change: (order.index(change.kind), change.id, change.detail))
    return Diff(tuple(changes), len(come), len(gone))


def _by_content(quads: Iterable[Quad]) -> set[Quad]:
    """Return the statements without graphs, each blank node named by the digest of its content."""
    statements = {Quad(quad.subject, quad.predicate, quad.object) for quad in quads}
    said: dict[BlankNode, list[Quad]] = defaultdict(list)
    for quad in statements:
        if isinstance(quad.subject, BlankNode):
            said[quad.subject].append(quad)
    names: dict[BlankNode, BlankNode] = {}

    def name(node: BlankNode) -> BlankNode:
        # Children first, without recursion: a list may be long. A cycle is cut where it closes.
        waiting = [node]
        opened: set[BlankNode] = set()
        while waiting:
            top = waiting[-1]
            below = [q.object for q in said[top] if isinstance(q.object, BlankNode)]
            missing = [b for b in below if b not in names and b not in opened]
            if top not in opened and missing:
                opened.add(top)
                waiting += missing
                continue
            waiting.pop()
            content = sorted(
                f"{q.predicate} "
                + (
                    f"_:{names.get(q.object, '')}"
                    if isinstance(q.object, BlankNode)
                    else n3(q.object)
                )
                for q in said[top]
            )
            digest = hashlib.sha256("\n".join(content).encode()).hexdigest()[:24]
            names.setdefault(top, BlankNode(digest))
        return names[node]

    def renamed(term: Term) -> Term:
        return name(term) if isinstance(term, BlankNode) else term

    return {
        Quad(name(s) if isinstance(s, BlankNode) else s, p, renamed(o)) for s, p, o, _ in statements
    }


def _describe(
    quads: Iterable[Quad], subjects: Iterable[Iri | BlankNode]
) -> Mapping[Iri | BlankNode, _Description]:
    wanted = set(subjects)
    found: dict[Iri | BlankNode, _Description] = {}
    for quad in quads:
        if quad.subject in wanted:
            found.setdefault(quad.subject, defaultdict(set))[quad.predicate].add(quad.object)
    return found


def _changes(subject: Iri, old: _Description | None, new: _Description | None) -> Iterator[Change]:
    name, label = compact(subject), _label(new or old or {})

    def change(
        kind: str, detail: str, before: Iterable[Term] = (), after: Iterable[Term] = ()
    ) -> Change:
        return Change(kind, name, str(subject), label, detail, _texts(before), _texts(after))

    if old is None or new is None:
        yield change("added" if old is None else "removed", "")
        return
    differing = {
        predicate: (
            old.get(predicate, set()) - new.get(predicate, set()),
            new.get(predicate, set()) - old.get(predicate, set()),
        )
        for predicate in old.keys() | new.keys()
        if old.get(predicate, set()) != new.get(predicate, set())
    }
    labels = [differing.pop(predicate) for predicate in _LABELS if predicate in differing]
    if labels:
        yield change("relabelled", "", *labels[0])
    if _DEFINITION in differing:
        yield change("redefined", "", *differing.pop(_DEFINITION))
    moves = [differing.pop(predicate) for predicate in sorted(_HIERARCHY & differing.keys())]
    if moves:
        yield change(
            "moved", "", set().union(*(a for a, _ in moves)), set().union(*(b for _, b in moves))
        )
    if _DEPRECATED in differing:
        before, after = differing.pop(_DEPRECATED)
        yield change("deprecated", "" if after else "no longer", before, after)
    for predicate in sorted(differing):
        if predicate in _FACET_PROPERTIES:
            yield change("reclassified", compact(predicate), *differing[predicate])
        elif predicate not in _CONSEQUENCES:
            yield change("edited", compact(predicate), *differing[predicate])


def _label(description: _Description) -> str:
    for predicate in _LABELS:
        labels = _texts(description.get(predicate, ()))
        if labels:
            return labels[0]
    return ""


def _texts(terms: Iterable[Term]) -> tuple[str, ...]:
    return tuple(sorted(str(t) if isinstance(t, Literal) else compact(t) for t in terms))
