"""A shapes graph, read once and made ready for every engine.

Sources:
    SHACL, sections 2 and 5 (https://www.w3.org/TR/shacl/).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Self

from mitigraph.errors import DataError, UnknownTermError
from mitigraph.reader import read_into
from mitigraph.store.oxigraph import OxigraphStore
from mitigraph.terms import BlankNode, Iri, Literal, Quad, Term, compact, n3
from mitigraph.validate.naming import LIST_EDGES, SHAPE_EDGES, name_blank_shapes
from mitigraph.validate.paths import path_text
from mitigraph.validate.report import Severity

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from pathlib import Path

__all__ = ["SH_NAMESPACE", "Constraint", "Shapes", "Target", "preference", "sh"]

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_OWL = "http://www.w3.org/2002/07/owl#"
_FIRST, _REST, _TYPE = (Iri(_RDF + name) for name in ("first", "rest", "type"))
_CLASS, _SUBCLASS = Iri(_RDFS + "Class"), Iri(_RDFS + "subClassOf")
_LABEL, _IMPORTS = Iri(_RDFS + "label"), Iri(_OWL + "imports")
_TRUE = ("true", "1")


SH_NAMESPACE = "http://www.w3.org/ns/shacl#"


def sh(name: str) -> Iri:
    """Return the term `name` of the SHACL vocabulary."""
    return Iri(SH_NAMESPACE + name)


_TARGETS = {
    sh("targetClass"): "class",
    sh("targetNode"): "node",
    sh("targetSubjectsOf"): "subjects",
    sh("targetObjectsOf"): "objects",
}


@dataclass(frozen=True, slots=True)
class Target:
    """Which nodes a shape is for: `kind` is class, node, subjects or objects (of a property)."""

    kind: str
    term: Term


@dataclass(frozen=True, slots=True)
class Constraint:
    """One `sh:sparql` constraint of a shape: its node, its query, and its prefixes by name."""

    shape: Iri
    node: Term
    select: str
    prefixes: tuple[tuple[str, str], ...]


class Shapes:
    """The shapes of one check.

    Args:
        statements: A shapes graph; blank shapes get IRIs (see `naming`).
        only: Shapes to keep, with all their parts; None keeps all.

    Raises:
        UnknownTermError: If `only` names what is no shape here.
    """

    def __init__(self, statements: Iterable[Quad], only: Collection[Iri] | None = None) -> None:
        self._about: dict[Term, dict[Iri, list[Term]]] = defaultdict(dict)
        for quad in sorted(set(name_blank_shapes(statements)), key=_order):
            self._about[quad.subject].setdefault(quad.predicate, []).append(quad.object)
        self._declare_implicit_targets()
        self.parents: dict[Iri, list[tuple[Iri, Iri]]] = defaultdict(list)
        for shape, edge, part in self._edges():
            self.parents[part].append((shape, edge))
        self._only = None if only is None else self._restricted(only)

    @classmethod
    def read(cls, files: Iterable[Path], only: Collection[Iri] | None = None) -> Self:
        """Return the shapes of some files of any RDF serialisation, taken together.

        Raises:
            DataError: If a file is not well-formed.
            UnsupportedFormatError: If a file's ending is not known.
            UnknownTermError: If `only` names what is no shape here.
        """
        statements: list[Quad] = []
        for number, path in enumerate(files):
            store = OxigraphStore()
            read_into(store, path)
            # The same label in two files is not the same node.
            statements.extend(_apart(quad, number) for quad in store.quads())
        return cls(statements, only)

    def values(self, node: Term, predicate: Iri) -> Sequence[Term]:
        """Return the values of a property of a node of the shapes graph, sorted."""
        return self._about.get(node, {}).get(predicate, ())

    def members(self, head: Term) -> list[Term]:
        """Return the members of an RDF list, in order."""
        found: list[Term] = []
        seen: set[Term] = set()
        while head not in seen and self.values(head, _FIRST):
            seen.add(head)
            found.append(self.values(head, _FIRST)[0])
            head = next(iter(self.values(head, _REST)), head)
        return found

    def path(self, shape: Iri) -> str | None:
        """Return the path of a property shape; None for a node shape."""
        for node in self.values(shape, sh("path")):
            return path_text(node, self.values, self.members)
        return None

    def severity(self, shape: Iri) -> Severity:
        """Return how grave it is to break a shape: a violation unless the shape says otherwise."""
        for severity in self.values(shape, sh("severity")):
            return Severity.of(str(severity))
        return Severity.VIOLATION

    def message(self, node: Term) -> str | None:
        """Return the `sh:message` of a shape or constraint, the English one first."""
        return self._text(node, sh("message"))

    def name(self, shape: Iri) -> str:
        """Return the name of a shape, or of the nearest shape around it, or its IRI in short."""
        seen: set[Iri] = set()
        level = [shape]
        while level:
            for each in level:
                name = self._text(each, sh("name")) or self._text(each, _LABEL)
                if name:
                    return name
            seen.update(level)
            above = {parent for each in level for parent, _ in self.parents.get(each, ())}
            level = sorted(above - seen)
        return compact(shape)

    def deactivated(self, node: Term) -> bool:
        """Return whether a shape or constraint is switched off."""
        return any(str(value) in _TRUE for value in self.values(node, sh("deactivated")))

    def targets(self, shape: Iri) -> list[Target]:
        """Return the shape's own targets; a class that is a shape targets its instances."""
        if self._only is not None and shape not in self._only[0]:
            return []
        return [
            Target(kind, term)
            for predicate, kind in _TARGETS.items()
            for term in self.values(shape, predicate)
        ]

    def asked_for(self, shape: Iri) -> bool:
        """Return whether results of a shape are wanted: True unless `only` leaves it out."""
        return self._only is None or shape in self._only[1]

    @cached_property
    def shapes(self) -> list[Iri]:
        """All shapes by IRI, sorted, those inside other shapes among them."""
        return sorted(
            Iri(node)
            for node, about in self._about.items()
            if isinstance(node, Iri) and (node in self.parents or about.keys() & _SHAPE_SIGNS)
        )

    @cached_property
    def constraints(self) -> list[Constraint]:
        """All `sh:sparql` constraints that are not switched off, by shape.

        Raises:
            DataError: If one has no query, or its prefixes are not declared as they should be.
        """
        return [
            Constraint(shape, node, self._select(shape, node), self._prefixes(node))
            for shape in sorted(self._about, key=str)
            if isinstance(shape, Iri)
            for node in self.values(shape, sh("sparql"))
            if not self.deactivated(node)
        ]

    @property
    def needs_judge(self) -> bool:
        """Whether the shapes define constraint components of their own, which only pyshacl runs."""
        return any(
            sh("ConstraintComponent") in about.get(_TYPE, ()) for about in self._about.values()
        )

    def triples(self, *, rules: bool) -> Iterator[Quad]:
        """Yield the shapes graph, sorted, with or without its `sh:sparql` constraints."""
        constraints = {node for about in self._about.values() for node in about.get(_SPARQL, ())}
        for subject, about in self._about.items():
            if subject in constraints and not rules:
                continue
            for predicate, values in about.items():
                if predicate == _SPARQL and not rules:
                    continue
                if predicate in _TARGETS and not self.targets(Iri(subject)):
                    continue
                for value in values:
                    yield Quad(_subject(subject), predicate, value)

    def _declare_implicit_targets(self) -> None:
        """Write down what SHACL 2.1.3.3 only implies, so that each engine sees the same targets."""
        classes = {_CLASS, Iri(_OWL + "Class")}
        classes.update(
            Iri(node)
            for node, about in self._about.items()
            if isinstance(node, Iri) and _CLASS in about.get(_SUBCLASS, ())
        )
        for node, about in self._about.items():
            types = set(about.get(_TYPE, ()))
            is_shape = types & {sh("NodeShape"), sh("PropertyShape")}
            if isinstance(node, Iri) and is_shape and types & classes:
                targets = about.setdefault(sh("targetClass"), [])
                about[_TYPE] = [kind for kind in about[_TYPE] if kind not in classes]
                if node not in targets:
                    targets.append(node)

    def _edges(self) -> Iterator[tuple[Iri, Iri, Iri]]:
        for shape, about in self._about.items():
            if not isinstance(shape, Iri):
                continue
            for edge, values in about.items():
                if edge in SHAPE_EDGES:
                    parts = values
                elif edge in LIST_EDGES:
                    parts = [member for value in values for member in self.members(value)]
                else:
                    continue
                for part in parts:
                    if isinstance(part, Iri):
                        yield shape, edge, part

    def _restricted(self, only: Collection[Iri]) -> tuple[set[Iri], set[Iri]]:
        """Return the shapes whose targets count, and the shapes whose results do."""
        shapes = self.shapes
        for wanted in only:
            if wanted not in shapes:
                near = [compact(shape) for shape in shapes if wanted.rpartition("/")[2] in shape]
                raise UnknownTermError(compact(wanted), kind="shape", suggestions=near[:3])
        chains = {shape: self._chain(shape) for shape in shapes}
        results = {shape for shape in shapes if chains[shape] & set(only)}
        return {above for shape in results for above in chains[shape]}, results

    def _chain(self, shape: Iri) -> set[Iri]:
        """Return a shape and all shapes that it is part of."""
        chain = {shape}
        todo = [shape]
        while todo:
            above = {parent for parent, _ in self.parents.get(todo.pop(), ())} - chain
            chain |= above
            todo.extend(above)
        return chain

    def _text(self, node: Term, predicate: Iri) -> str | None:
        texts = [value for value in self.values(node, predicate) if isinstance(value, Literal)]
        return min(texts, key=preference).value if texts else None

    def _select(self, shape: Iri, node: Term) -> str:
        queries = self.values(node, sh("select"))
        if len(queries) != 1 or not isinstance(queries[0], Literal):
            raise DataError(
                f"a SPARQL constraint of {compact(shape)} has {len(queries)} queries",
                code="schema",
                remedy="give it one sh:select with a text",
            )
        return queries[0].value

    def _prefixes(self, node: Term) -> tuple[tuple[str, str], ...]:
        """Return the prefixes that a constraint declares, through owl:imports too."""
        found: dict[str, str] = {}
        todo = list(self.values(node, sh("prefixes")))
        seen: set[Term] = set()
        while todo:
            owner = todo.pop()
            if owner in seen:
                continue
            seen.add(owner)
            todo.extend(self.values(owner, _IMPORTS))
            for declaration in self.values(owner, sh("declare")):
                prefix = self.values(declaration, sh("prefix"))
                namespace = self.values(declaration, sh("namespace"))
                if len(prefix) != 1 or len(namespace) != 1:
                    raise DataError(
                        f"a prefix declaration of {compact(str(owner))} is not whole",
                        code="schema",
                        remedy="give it one sh:prefix and one sh:namespace",
                    )
                found[str(prefix[0])] = str(namespace[0])
        return tuple(sorted(found.items()))


_SPARQL = sh("sparql")
_SHAPE_SIGNS = {*_TARGETS, *SHAPE_EDGES, *LIST_EDGES, sh("path"), _SPARQL}


def preference(text: Literal) -> tuple[int, str, str]:
    """Return a sort key that puts English first, then no language, then the rest."""
    language = text.language.lower()
    rank = 0 if language.split("-")[0] == "en" else 2 if language else 1
    return rank, language, text.value


def _order(quad: Quad) -> tuple[str, str, str]:
    return (n3(quad.subject), quad.predicate, n3(quad.object))


def _apart(quad: Quad, number: int) -> Quad:
    subject, value = (
        BlankNode(f"f{number}x{term}") if isinstance(term, BlankNode) else term
        for term in (quad.subject, quad.object)
    )
    return Quad(_subject(subject), quad.predicate, value)


def _subject(term: Term) -> Iri | BlankNode:
    if isinstance(term, Literal):
        raise DataError(f"a literal can't be a subject: {term.n3()}", code="schema")
    return term
