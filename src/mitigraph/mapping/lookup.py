"""Which terms exist, by the lists at hand, and what may have been meant where one does not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from mitigraph.mapping.term_list import TermList, namespace_of, own_terms, shipped_term_lists
from mitigraph.terms import BASE, Iri

__all__ = ["TermLookup"]

#: How alike two names must be, from 0 to 100, to be proposed.
_ALIKE: Final = 75
_OWN: Final = Iri(BASE)


class TermLookup:
    """Lists of terms, asked by IRI; the list with the longest fitting namespace answers.

    Args:
        given: Lists to go by in place of those that ship for the same namespaces. Several for one
            namespace count together. What they hold of mitigraph's own namespace counts beside
            what the shipped graph describes.

    Example:
        >>> lookup = TermLookup()
        >>> lookup.list_for(Iri("https://w3id.org/airo#RiskControl")).version
        '1.0'
        >>> lookup.proposal(Iri("https://w3id.org/dpv#refersToRisk"))
        Iri('https://w3id.org/dpv/risk#refersToRisk')
    """

    def __init__(self, given: Sequence[TermList] = (), data: Sequence[Path] = ()) -> None:
        self._data = tuple(data)
        self._lists: dict[Iri, TermList] = {}
        for one in given:
            before = self._lists.get(one.namespace)
            self._lists[one.namespace] = _joined(before, one) if before else one
        for one in shipped_term_lists():
            self._lists.setdefault(one.namespace, one)
        self._has_own = False
        self._names: dict[str, list[Iri]] | None = None
        self._bare = {_bare(namespace): namespace for namespace in self._lists}

    def list_for(self, iri: Iri) -> TermList | None:
        """Return the list that has to know an IRI; None if there is none."""
        if iri.startswith(BASE) and not self._has_own:
            self._has_own = True
            before = self._lists.get(_OWN)
            own = own_terms(self._data)
            self._lists[_OWN] = _joined(own, before) if before else own
        fitting = [namespace for namespace in self._lists if iri.startswith(namespace)]
        return self._lists[max(fitting, key=len)] if fitting else None

    def misspelt_namespace(self, iri: Iri) -> Iri | None:
        """Return the namespace that an IRI without a list has all but the scheme or last mark of.

        Example:
            >>> TermLookup().misspelt_namespace(Iri("http://w3id.org/airo/RiskControl"))
            Iri('https://w3id.org/airo#')
        """
        return self._bare.get(_bare(namespace_of(iri)))

    def proposal(self, iri: Iri) -> Iri | None:
        """Return the term that may have been meant by one that is in no list.

        It is the one of the same name in another namespace, else the one of the most similar name
        in its own; None if there is nothing near.
        """
        from rapidfuzz import fuzz, process

        if self._names is None:
            self._names = defaultdict(list)
            for one in self._lists.values():
                if one.namespace != _OWN:
                    for term in sorted(one.terms):
                        self._names[_name(term).lower()].append(term)
        same = self._names.get(_name(iri).lower())
        if same:
            return same[0]
        found = self.list_for(iri)
        names = {} if found is None else {term: _name(term) for term in sorted(found.terms)}
        best = process.extractOne(_name(iri), names, scorer=fuzz.ratio, score_cutoff=_ALIKE)
        return best[2] if best else None


def _joined(one: TermList, other: TermList) -> TermList:
    version = one.version if one.version == other.version else f"{one.version} {other.version}"
    return TermList(one.namespace, one.terms | other.terms, version.strip())


def _name(iri: str) -> str:
    return iri.removeprefix(namespace_of(iri))


def _bare(namespace: str) -> str:
    return namespace.partition("://")[2].rstrip("#/")
