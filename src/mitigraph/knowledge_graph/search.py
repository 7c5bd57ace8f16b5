"""Search over labels, alternative labels, codes, identifiers and definitions that forgives typos.

A query's words are matched against the vocabulary of the graph once, so that the work per measure
is a look-up: the cost grows with the vocabulary, not with the number of measures times words.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from mitigraph.model import SearchHit
from mitigraph.query.rows import answer_rows
from mitigraph.store.protocol import Store
from mitigraph.terms import Iri, compact

__all__ = ["Entry", "SearchIndex"]

#: How much a match in each kind of text counts.
_WEIGHTS: Final = {
    "prefLabel": 1.0,
    "altLabel": 0.96,
    "notation": 1.0,
    "identifier": 1.0,
    "definition": 0.7,
}
#: A word of the query matches a word of the graph from this likeness on (0 to 100).
_WORD_CUTOFF: Final = 74
#: Words that begin with the query's word count this much.
_PREFIX_SCORE: Final = 94
_HIT_CUTOFF: Final = 62.0
#: All words found scores this much, the whole phrase more, a whole name most.
_ALL_WORDS: Final = 95.0
_EXACT: Final = 100.0
_LONG_ENOUGH_FOR_TYPOS: Final = 4


@dataclass(frozen=True, slots=True)
class Entry:
    """One searchable text of one thing: `text_kind` is a key such as "prefLabel"."""

    subject: Iri
    kind: str
    text: str
    text_kind: str


@dataclass(slots=True)
class SearchIndex:
    """The vocabulary of a graph with the things that each word names.

    Example:
        >>> index = SearchIndex.build(
        ...     [Entry(Iri("urn:a"), "measure", "Adversarial robustness", "prefLabel")]
        ... )
        >>> [hit.label for hit in index.search("adverserial robustnes")]
        ['Adversarial robustness']
    """

    labels: dict[Iri, tuple[str, str]] = field(default_factory=dict)
    texts: dict[Iri, list[tuple[str, str]]] = field(default_factory=dict)
    postings: dict[str, dict[Iri, float]] = field(default_factory=dict)

    @classmethod
    def of(cls, store: Store) -> SearchIndex:
        """Return the index of what has a name in a store."""
        kinds = {"Measure": "measure", "Concept": "concept"}
        return cls.build(
            Entry(
                row.iri("subject"),
                kinds.get(compact(row.iri("kind")).rpartition(":")[2], "thing"),
                row.text("label") or "",
                compact(row.iri("property")).rpartition(":")[2],
            )
            for row in answer_rows(store, "labels-for-search")
        )

    @classmethod
    def build(cls, entries: Iterable[Entry]) -> SearchIndex:
        """Return the index of the entries; a thing without preferred label goes by its id."""
        index = cls()
        postings: dict[str, dict[Iri, float]] = defaultdict(dict)
        for entry in entries:
            if entry.text_kind == "prefLabel" or entry.subject not in index.labels:
                name = entry.text if entry.text_kind == "prefLabel" else compact(entry.subject)
                index.labels[entry.subject] = (entry.kind, name)
            weight = _WEIGHTS.get(entry.text_kind, 0.5)
            if entry.text_kind != "definition":
                index.texts.setdefault(entry.subject, []).append((_fold(entry.text), entry.text))
            for word in _words(entry.text):
                held = postings[word]
                held[entry.subject] = max(weight, held.get(entry.subject, 0.0))
        index.postings = dict(postings)
        return index

    def search(self, query: str, *, limit: int | None = 20) -> list[SearchHit]:
        """Return the things that answer a query, best first, then by label and id.

        Args:
            query: Words in any order; each may be misspelt or cut short.
            limit: The most hits to return.
        """
        words = list(dict.fromkeys(_words(query)))
        if not words:
            return []
        phrase = _fold(query)
        hits = []
        for subject, score in self._scores(words).items():
            final = min(score, _ALL_WORDS)
            for folded, _ in self.texts.get(subject, ()):
                if phrase == folded:
                    final = _EXACT
                elif phrase in folded:
                    # The more of a name the phrase makes up, the likelier it is what was meant.
                    share = len(phrase) / len(folded)
                    final = max(final, _ALL_WORDS + (_EXACT - _ALL_WORDS) * share)
            if final >= _HIT_CUTOFF:
                kind, label = self.labels[subject]
                hits.append(
                    SearchHit(compact(subject), subject, kind, label, label, round(final, 1))
                )
        hits.sort(key=lambda hit: (-hit.score, hit.label, hit.id))
        return [self._with_nearest_text(hit, phrase) for hit in hits[:limit]]

    def _with_nearest_text(self, hit: SearchHit, phrase: str) -> SearchHit:
        """Return the hit with the one of its names that comes nearest to what was asked for."""
        from rapidfuzz import fuzz

        names = self.texts.get(hit.iri, ())
        nearest = max(names, key=lambda name: fuzz.token_set_ratio(phrase, name[0]), default=None)
        return replace(hit, matched=nearest[1]) if nearest else hit

    def _scores(self, words: Sequence[str]) -> dict[Iri, float]:
        """Return for each thing the mean of how well it matches each word."""
        scores: dict[Iri, float] = defaultdict(float)
        for word in words:
            best: dict[Iri, float] = {}
            for known, likeness in self._alike(word):
                for subject, weight in self.postings[known].items():
                    best[subject] = max(best.get(subject, 0.0), likeness * weight)
            for subject, score in best.items():
                scores[subject] += score / len(words)
        return scores

    def _alike(self, word: str) -> list[tuple[str, float]]:
        from rapidfuzz import fuzz, process

        found = {word: 100.0} if word in self.postings else {}
        for known in self.postings:
            if known.startswith(word) and known != word and len(word) > 1:
                found[known] = float(_PREFIX_SCORE)
        if len(word) >= _LONG_ENOUGH_FOR_TYPOS:
            near = process.extract(
                word, list(self.postings), scorer=fuzz.ratio, score_cutoff=_WORD_CUTOFF, limit=None
            )
            for known, likeness, _ in near:
                found[known] = max(found.get(known, 0.0), likeness)
        return list(found.items())


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+(?:\.[a-z0-9]+)*", _fold(text))
