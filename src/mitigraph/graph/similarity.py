"""How alike measures are, by what they have in common, and what that is.

Two measures are compared aspect by aspect. What they share in one is a weighted Jaccard index: the
information of the values that both have over that of the values that either has. The information of
a value is log2(N / n) bits, where n of N measures have it: to share what few have says much, to
share what all have says nothing. The score is the mean over the aspects by these weights:

| aspect | weight | values |
|---|---|---|
| category | 0.25 | categories of each taxonomy, with the broader ones |
| words | 0.25 | words of names and definitions |
| risk | 0.15 | areas of risk, with the broader ones |
| actor, stage | 0.10 each | who takes it, and when |
| function, means, source | 0.05 each | function, technical or not, documents |

An aspect in which neither measure has a value that tells anything is left out of the mean, so that
a measure is 1 to its exact double and to nothing else.

Sources:
    Ioffe, "Improved consistent sampling, weighted minhash and L1 sketching", ICDM 2010 (the
    weighted Jaccard index); Resnik, "Using information content to evaluate semantic similarity in a
    taxonomy", IJCAI 1995 (the information of a value). The weights are ours.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import log2
from typing import Final

__all__ = ["WEIGHTS", "Likeness", "Reviewed", "Similar", "Traits", "nearest", "words_of"]

#: What each aspect counts; the sum is 1.
WEIGHTS: Final[dict[str, float]] = {
    "category": 0.25,
    "risk": 0.15,
    "actor": 0.10,
    "stage": 0.10,
    "function": 0.05,
    "means": 0.05,
    "source": 0.05,
    "words": 0.25,
}
_WORD: Final = re.compile(r"[a-z][a-z0-9]+")
_SHORTEST_PLURAL: Final = 4
#: Words that say nothing of a subject, however seldom a definition has them.
_EMPTY: Final = frozenset(
    re.findall(
        r"\w+",
        """
        a about across all also an and any are as at be been before being between both by can do
        does each either for from get give given has have how if in into is it its itself keep
        kept less like made make many may more most much must need no not of on one only or
        other out over own per rather should so some such take taken than that the their them
        then there these they this those through to under up use used using was well were what
        when where whether which while who whom whose why will with within without would
        """,
    )
)

#: The values of one measure by aspect.
Traits = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike a measure is to the one asked about.

    Args:
        id: The other measure.
        score: From 0, nothing in common, to 1, the same in all.
        by_aspect: The index of each aspect that counted, from 0 to 1.
        shared: What both have in each aspect, the most telling first; without what tells nothing.
    """

    id: str
    score: float
    by_aspect: Mapping[str, float]
    shared: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What a mapping set says of the measure that was asked about and another one.

    Args:
        relation: Read from the first to the other: "broadMatch" says that the other is broader.
        denied: Whether it was looked at and found not to be so.
        confidence: From 0 to 1, where it is known.
        reviewer: Id of who looked at it; None if nobody is named.
        comment: The reason.
        mapping_set: Id of the set.
    """

    relation: str
    denied: bool
    confidence: float | None
    reviewer: str | None
    comment: str | None
    mapping_set: str


@dataclass(frozen=True, slots=True)
class Similar:
    """A measure that is like the one asked about.

    Args:
        id: Its id.
        label: Its name.
        score: As of `Likeness`.
        by_aspect: The index of each aspect.
        shared: What both have by aspect, as people name it, the most telling first.
        same: Whether exact matches put both into one cluster.
        mappings: What mapping sets say of the two.
    """

    id: str
    label: str
    score: float
    by_aspect: dict[str, float]
    shared: dict[str, tuple[str, ...]]
    same: bool
    mappings: tuple[Reviewed, ...]


def words_of(texts: Iterable[str]) -> frozenset[str]:
    """Return the words of texts in lower case, a plural "s" taken off, "the" and its like dropped.

    Example:
        >>> sorted(words_of(["The red-team exercises", "a class"]))
        ['class', 'exercise', 'red', 'team']
    """
    found = {word for text in texts for word in _WORD.findall(text.casefold())}
    return frozenset(map(_singular, found - _EMPTY))


def _singular(word: str) -> str:
    if (
        len(word) >= _SHORTEST_PLURAL
        and word.endswith("s")
        and not word.endswith(("ss", "us", "is"))
    ):
        return word[:-1]
    return word


def nearest(traits: Mapping[str, Traits], measure: str, limit: int | None = 10) -> list[Likeness]:
    """Return the measures that are most like one, best first, then by id.

    Args:
        traits: The values of all measures: the information of a value depends on all of them.
        measure: Id of the one to compare with.
        limit: The most measures; None for all that have anything in common with it.

    Raises:
        KeyError: If the measure isn't among them.

    Example:
        >>> traits = {
        ...     "a": {"risk": frozenset({"r1", "r2"})},
        ...     "b": {"risk": frozenset({"r1"})},
        ...     "c": {"risk": frozenset({"r3"})},
        ... }
        >>> [(one.id, round(one.score, 2), one.shared) for one in nearest(traits, "a")]
        [('b', 0.27, {'risk': ('r1',)})]
    """
    bits = _information(traits)
    own = traits[measure]
    alike = (
        _likeness(other, own, values, bits) for other, values in traits.items() if other != measure
    )
    found = sorted((one for one in alike if one.score > 0), key=lambda one: (-one.score, one.id))
    return found[:limit]


def _information(traits: Mapping[str, Traits]) -> dict[str, dict[str, float]]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for values in traits.values():
        for aspect, held in values.items():
            counts[aspect].update(held)
    return {
        aspect: {value: log2(len(traits) / number) for value, number in counted.items()}
        for aspect, counted in counts.items()
    }


def _likeness(
    other: str, one: Traits, two: Traits, bits: Mapping[str, Mapping[str, float]]
) -> Likeness:
    by_aspect, shared, total, weight_used = {}, {}, 0.0, 0.0
    for aspect, weight in WEIGHTS.items():
        mine, its = one.get(aspect, frozenset()), two.get(aspect, frozenset())
        worth = bits.get(aspect, {})
        # Sorted, because the sum of floats depends on the order.
        either = sum(worth[value] for value in sorted(mine | its))
        if not either:
            continue
        both = sorted(mine & its, key=lambda value: (-worth[value], value))
        by_aspect[aspect] = index = sum(worth[value] for value in sorted(both)) / either
        total += weight * index
        weight_used += weight
        if telling := tuple(value for value in both if worth[value]):
            shared[aspect] = telling
    # Rounded, so that the last bit of a sum never decides which comes first.
    return Likeness(other, round(total / weight_used, 6) if weight_used else 0.0, by_aspect, shared)
