"""From what people write to IRIs: ids long and short, codes, labels, prefixed names."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cached_property
from typing import Final

from mitigraph.errors import AmbiguousTermError, QueryError, UnknownTermError
from mitigraph.model import FACETS, Agent, Concept
from mitigraph.query import NamedQuery, Parameter
from mitigraph.query.objects import concept_of
from mitigraph.query.rows import answer_rows
from mitigraph.store.protocol import Store
from mitigraph.terms import BASE, MG, PREFIXES, Iri, Literal, Term, compact, expand, n3

__all__ = ["Names"]

_INTEGER: Final = Iri(PREFIXES["xsd"] + "integer")
_SUGGESTIONS: Final = 3


class Names:
    """Looks names up in one store; what it has looked up it keeps."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @cached_property
    def concepts(self) -> dict[Iri, Concept]:
        """Every concept of every scheme by IRI, in the order of the schemes."""
        found: dict[Iri, Concept] = {}
        for row in answer_rows(self._store, "concepts"):
            concept = concept_of(row)
            found.setdefault(concept.iri, concept)
        return found

    def concept(self, text: str, schemes: Collection[str], *, kind: str = "concept") -> Concept:
        """Return the concept that `text` means in one of the schemes.

        Args:
            text: An IRI, a prefixed name, an id ("actor/1/developer"), the same without its major
                ("actor/developer"), a code or slug ("1.1.2", "developer"), or a label.
            schemes: Keys of the schemes to look in for codes, slugs and labels.
            kind: What to call it in a message.

        Raises:
            AmbiguousTermError: If it means several, such as a code of two versions of a taxonomy.
            UnknownTermError: If it means none.
        """
        iri = expand(text) or Iri(BASE + "scheme/" + text.removeprefix("scheme/"))
        if iri in self.concepts:
            return self.concepts[iri]
        key, _, code = text.partition("/")
        wanted = text.casefold()
        candidates = []
        for concept in self.concepts.values():
            its_key, _, local = concept.id.partition("/")
            local = local.partition("/")[2]
            named = (local, concept.notation or local, concept.label, concept.title)
            if (its_key in schemes and wanted in (name.casefold() for name in named)) or (
                its_key == key and code and code in (local, concept.id.partition("/")[2])
            ):
                candidates.append(concept)
        if len(candidates) == 1:
            return candidates[0]
        if candidates:
            raise AmbiguousTermError(text, kind=kind, suggestions=[c.id for c in candidates])
        near = [c for c in self.concepts.values() if c.id.partition("/")[0] in schemes]
        raise UnknownTermError(
            text,
            kind=kind,
            suggestions=_nearest(
                text,
                {name: c.id for c in near for name in (c.label, c.id, c.id.rpartition("/")[2])},
            ),
        )

    def facet_value(self, facet: str, text: str) -> Concept:
        """Return the concept that `text` means for a facet such as "actor"."""
        return self.concept(text, FACETS[facet].schemes, kind=facet)

    def measure(self, text: str) -> Iri:
        """Return the measure that `text` means: IRI, id, record number or name.

        Raises:
            AmbiguousTermError, UnknownTermError: If it means several measures or none.
        """
        direct = expand(text) or expand(BASE + "id/measure/" + text.removeprefix("measure/"))
        if direct and self._store.query(f"ASK {{ {n3(direct)} a {n3(MG['Measure'])} }}"):
            return direct
        found = {
            row.iri("measure"): row.text("matched")
            for row in answer_rows(self._store, "measures-by-name", text=Literal(text))
        }
        if len(found) == 1:
            return next(iter(found))
        if found:
            ids = [compact(iri) for iri in found]
            raise AmbiguousTermError(text, kind="measure", suggestions=ids)
        names: dict[str, str] = {}
        for row in answer_rows(self._store, "measure-identifiers"):
            names[row.text("identifier") or ""] = compact(row.iri("measure"))
        for row in answer_rows(self._store, "measures-by-facet"):
            names[row.text("label") or ""] = compact(row.iri("measure"))
        raise UnknownTermError(text, kind="measure", suggestions=_nearest(text, names))

    def source(self, text: str) -> Iri:
        """Return the document that `text` means: IRI, id, key or short reference.

        Raises:
            UnknownTermError: If there is none.
        """
        direct = expand(text)
        names: dict[str, str] = {}
        for row in answer_rows(self._store, "sources"):
            iri = row.iri("source")
            known = (compact(iri), compact(iri).removeprefix("source/"), row.text("shortReference"))
            if direct == iri or text.casefold() in (name.casefold() for name in known if name):
                return iri
            names.update({name: compact(iri) for name in known if name})
        raise UnknownTermError(text, kind="source", suggestions=_nearest(text, names))

    @cached_property
    def assessors(self) -> dict[Iri, Agent]:
        """Everybody who classified a measure, by IRI."""
        found: dict[Iri, Agent] = {}
        for row in answer_rows(self._store, "assessors"):
            iri = row.iri("assessor")
            found.setdefault(iri, Agent(iri, compact(iri), row.text("name") or compact(iri)))
        return found

    def assessor(self, text: str) -> Agent:
        """Return the assessor that `text` means: IRI, id, id without "agent/", or name.

        Raises:
            AmbiguousTermError: If several have that name.
            UnknownTermError: If nobody who classified a measure has it.
        """
        direct = expand(text) or Iri(BASE + "id/agent/" + text.removeprefix("agent/"))
        if direct in self.assessors:
            return self.assessors[direct]
        agents = self.assessors.values()
        named = [agent for agent in agents if agent.name.casefold() == text.casefold()]
        if len(named) == 1:
            return named[0]
        if named:
            ids = [agent.id for agent in named]
            raise AmbiguousTermError(text, kind="assessor", suggestions=ids)
        names = {name: agent.id for agent in agents for name in (agent.id, agent.name)}
        raise UnknownTermError(text, kind="assessor", suggestions=_nearest(text, names))

    def scheme(self, text: str) -> Iri:
        """Return the scheme that `text` means: IRI, id, or key ("actor"; the newest major).

        Raises:
            UnknownTermError: If there is none.
        """
        direct = expand(text) or Iri(BASE + "scheme/" + text.removeprefix("scheme/"))
        facet = FACETS.get(text)
        keys = facet.schemes[:1] if facet else (text,)
        newest, names = None, {}
        for row in answer_rows(self._store, "schemes"):
            iri = row.iri("scheme")
            if iri == direct or compact(iri) == text:
                return iri
            if compact(iri).partition("/")[0] in keys:
                newest = iri
            names.update({compact(iri): compact(iri), row.text("label") or "": compact(iri)})
        if newest:
            return newest
        raise UnknownTermError(text, kind="scheme", suggestions=_nearest(text, names))

    def one_of(self, text: str, known: Mapping[Iri, str], *, kind: str) -> Iri:
        """Return the one of some things that `text` means: IRI, id, id without its major, label.

        Args:
            text: What was asked for.
            known: The labels of the things that it may be.
            kind: What to call one in a message.

        Raises:
            AmbiguousTermError, UnknownTermError: If it means several of them or none.
        """
        wanted = (expand(text) or text.removeprefix("scheme/")).casefold()
        names = {
            iri: (str(iri), compact(iri), compact(iri).rpartition("/")[0], label)
            for iri, label in known.items()
        }
        found = [iri for iri, all_of in names.items() if wanted in map(str.casefold, all_of)]
        if len(found) == 1:
            return found[0]
        if found:
            raise AmbiguousTermError(text, kind=kind, suggestions=[compact(iri) for iri in found])
        near = {name: compact(iri) for iri, all_of in names.items() for name in all_of[1:]}
        raise UnknownTermError(text, kind=kind, suggestions=_nearest(text, near))

    def terms(
        self, query: NamedQuery, params: Mapping[str, str | Term | Iterable[str | Term]]
    ) -> dict[str, list[Term]]:
        """Return a named query's parameters as terms, text resolved by the parameter's kind.

        Raises:
            QueryError: If the query has no such parameter.
            UnknownTermError: If a text means nothing.
        """
        bound: dict[str, list[Term]] = {}
        for name, values in params.items():
            parameter = query.parameters.get(name)
            if parameter is None:
                known = ", ".join(query.parameters) or "none"
                raise QueryError(f"no parameter {name}; known: {known}", query=query.name)
            several = [values] if isinstance(values, (str, Literal)) else list(values)
            bound[name] = [
                value if isinstance(value, (Iri, Literal)) else self._term(parameter, str(value))
                for value in several
            ]
        return bound

    @staticmethod
    def untyped(values: str | Term | Iterable[str | Term]) -> list[Term]:
        """Return values for a query without declared parameters: IRIs where they are, else text."""
        several = [values] if isinstance(values, (str, Literal)) else list(values)
        return [
            value if isinstance(value, (Iri, Literal)) else expand(value) or Literal(value)
            for value in several
        ]

    def _term(self, parameter: Parameter, text: str) -> Term:
        local = text.removeprefix(f"{parameter.kind}/")
        by_kind: dict[str, Callable[[], Term]] = {
            "concept": lambda: self.concept(text, parameter.schemes, kind=parameter.name).iri,
            "measure": lambda: self.measure(text),
            "source": lambda: self.source(text),
            "scheme": lambda: self.scheme(text),
            "facet": lambda: _facet(text),
            "agent": lambda: expand(text) or Iri(BASE + "id/agent/" + local),
            "profile": lambda: expand(text) or Iri(BASE + "id/profile/" + local),
            "graph": lambda: expand(text) or Iri(BASE + "graph/" + local),
            "integer": lambda: _whole_number(text, parameter.name),
            "text": lambda: Literal(text),
        }
        return by_kind[parameter.kind]()


def _facet(text: str) -> Iri:
    found = FACETS[text].iri if text in FACETS else expand(text)
    if found is None:
        raise UnknownTermError(text, kind="facet", suggestions=tuple(FACETS))
    return found


def _whole_number(text: str, parameter: str) -> Literal:
    if not text.removeprefix("-").isdigit():
        raise QueryError(f'parameter {parameter}: "{text}" is no whole number')
    return Literal(text, _INTEGER)


def _nearest(text: str, names: Mapping[str, str]) -> list[str]:
    from rapidfuzz import fuzz, process, utils

    found = process.extract(
        text,
        list(names),
        scorer=fuzz.WRatio,
        processor=utils.default_process,
        score_cutoff=60,
        limit=10,
    )
    return list(dict.fromkeys(names[name] for name, _, _ in found))[:_SUGGESTIONS]
