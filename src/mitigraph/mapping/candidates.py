"""Pairs of texts that may say the same, for somebody to look over. The only module with sklearn.

Two ways to find them:

- lexical: the words of both texts, sorted, are compared letter by letter. The score is the
  normalised indel similarity, 2 L / (m + n): L is the length of the longest common subsequence, m
  and n are the lengths of the two. It finds texts that were copied and changed a little.
- semantic: latent semantic analysis. Each text is a vector of tf-idf weights of its words and of
  the groups of three to five letters within them; singular value decomposition keeps the strongest
  dimensions, in which words that occur in the same company lie near each other. The score is the
  cosine of two vectors, 0 where that is negative. It finds texts that share their subject.

Memory grows with the number of texts, not with that of pairs: each text is compared with all others
in turn, and no more than its nearest ones are kept.

Sources:
    Crochemore, M., Hancart, C. and Lecroq, T. (2007): Algorithms on Strings, chapter 7 (the
    longest common subsequence and the distance of insertions and deletions).
    Deerwester, S., Dumais, S. T., Furnas, G. W., Landauer, T. K. and Harshman, R. (1990): Indexing
    by latent semantic analysis. Journal of the American Society for Information Science 41(6),
    391-407.
    Halko, N., Martinsson, P. G. and Tropp, J. A. (2011): Finding structure with randomness. SIAM
    Review 53(2), 217-288 (how the decomposition is computed).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, pairwise
from typing import Any, Final, NamedTuple

from mitigraph.errors import MissingExtraError
from mitigraph.mapping.lexical import words

__all__ = [
    "LEXICAL_THRESHOLD",
    "SEMANTIC_THRESHOLD",
    "Candidate",
    "Text",
    "lexical_candidates",
    "semantic_candidates",
]

#: From these scores on a pair is a candidate, unless asked otherwise.
LEXICAL_THRESHOLD: Final = 0.6
SEMANTIC_THRESHOLD: Final = 0.5

#: So many of the nearest texts are kept for each.
_NEIGHBOURS: Final = 20
#: Deerwester et al. had 100 dimensions; with 200 fewer pairs share no more than their topic.
_DIMENSIONS: Final = 200
_LETTERS: Final = (3, 5)
_SEED: Final = 1
#: So much of the distances is held at once.
_MEBIBYTES: Final = 64
#: Digits of a score: what lies below is rounding, which differs from one machine to another.
_DIGITS: Final = 4


@dataclass(frozen=True, slots=True)
class Text:
    """What is said of one thing.

    Args:
        id: The thing.
        group: Where the text is from; only texts of different groups make a pair.
        text: The words; a text without any is in no pair.
    """

    id: str
    group: str
    text: str


class Candidate(NamedTuple):
    """Two things whose texts are alike: the lesser id first, and how alike, from 0 to 1."""

    first: str
    second: str
    score: float


def lexical_candidates(
    texts: Iterable[Text],
    *,
    threshold: float = LEXICAL_THRESHOLD,
    neighbours: int = _NEIGHBOURS,
) -> Iterator[Candidate]:
    """Yield pairs of texts whose words are nearly the same, best first, then by id.

    Args:
        texts: The texts, in any order.
        threshold: The least score of a pair, from 0 to 1.
        neighbours: How many others each text may bring in; a pair stands if either brings it in.

    Raises:
        ValueError: If two texts have the same id, or the threshold is out of range.

    Example:
        >>> found = lexical_candidates(
        ...     [
        ...         Text("a", "one", "Red teaming by outsiders"),
        ...         Text("b", "two", "Red-teaming, by outsiders"),
        ...         Text("c", "two", "Kill switch"),
        ...     ]
        ... )
        >>> list(found)
        [Candidate(first='a', second='b', score=1.0)]
    """
    from rapidfuzz import process
    from rapidfuzz.distance import Indel

    used = _usable(texts, threshold)
    compared = [" ".join(sorted(words(one.text).split())) for one in used]

    def nearest() -> Iterator[Iterable[_Near]]:
        for number, one in enumerate(used):
            others: list[Any] = [
                other if used[n].group != one.group else None for n, other in enumerate(compared)
            ]
            near = process.extract(
                compared[number],
                others,
                scorer=Indel.normalized_similarity,
                score_cutoff=_cutoff(threshold),
                limit=neighbours,
            )
            yield ((number, place, score) for _, score, place in near)

    yield from _best_first(used, chain.from_iterable(nearest()), threshold)


def semantic_candidates(
    texts: Iterable[Text],
    *,
    threshold: float = SEMANTIC_THRESHOLD,
    neighbours: int = _NEIGHBOURS,
) -> Iterator[Candidate]:
    """Yield pairs of texts that lie near each other in latent semantic space, best first.

    The space is made from these texts alone, so the score of a pair depends on which others there
    are; the same texts give the same scores in whatever order.

    Args:
        texts: The texts, in any order.
        threshold: The least score of a pair, from 0 to 1.
        neighbours: How many others each text may bring in; a pair stands if either brings it in.

    Raises:
        MissingExtraError: If scikit-learn isn't installed.
        ValueError: If two texts have the same id, or the threshold is out of range.
    """
    try:
        from sklearn.metrics import pairwise_distances_chunked
    except ImportError as error:
        raise MissingExtraError("similarity", needed_for="semantic similarity of texts") from error

    used = _usable(texts, threshold)
    if len(used) < 2:  # noqa: PLR2004 - a pair
        return
    blocks = pairwise_distances_chunked(
        _latent_vectors([words(one.text) for one in used]),
        reduce_func=partial(_near_in_block, used, _cutoff(threshold), neighbours),
        metric="cosine",
        working_memory=_MEBIBYTES,
    )
    yield from _best_first(used, chain.from_iterable(chain.from_iterable(blocks)), threshold)


def _latent_vectors(texts: Sequence[str]) -> Any:
    """Return one vector a text: an array of as many rows."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_union
    from sklearn.utils.extmath import randomized_svd

    weights = make_union(
        TfidfVectorizer(token_pattern=r"\w+", sublinear_tf=True),  # noqa: S106 - no password
        TfidfVectorizer(analyzer="char_wb", ngram_range=_LETTERS, sublinear_tf=True),
    ).fit_transform(texts)
    # What TruncatedSVD does, without the shares of variance, which texts all alike have none of.
    left, strengths, _ = randomized_svd(
        weights, n_components=min(_DIMENSIONS, *weights.shape), random_state=_SEED
    )
    return left * strengths


#: Places of two texts in the list, and how near they are.
_Near = tuple[int, int, float]


def _near_in_block(
    used: Sequence[Text], least: float, neighbours: int, distances: Any, start: int
) -> list[list[_Near]]:
    """Return the nearest texts of other groups for each text of a block of distances.

    Args:
        used: All texts.
        least: The score below which a text is not near.
        neighbours: How many are kept for each text.
        distances: An array with a row for each text of the block and a column for each text.
        start: The place of the block's first text.
    """
    found = []
    for number, row in enumerate(distances, start):
        near: list[_Near] = []
        for place in row.argsort(kind="stable"):
            score = max(0.0, 1 - float(row[place]))
            if score < least or len(near) == neighbours:
                break
            if used[place].group != used[number].group:
                near.append((number, int(place), score))
        found.append(near)
    return found


def _usable(texts: Iterable[Text], threshold: float) -> list[Text]:
    """Return the texts that have words, by id, so that their order makes no difference."""
    if not 0 <= threshold <= 1:
        raise ValueError(f"a threshold is from 0 to 1, not {threshold}")
    used = sorted((one for one in texts if words(one.text)), key=lambda one: one.id)
    for one, following in pairwise(used):
        if one.id == following.id:
            raise ValueError(f"two texts have the id {one.id}")
    return used


def _cutoff(threshold: float) -> float:
    """Return the score below which none can be rounded up to the threshold."""
    return max(0.0, threshold - 10**-_DIGITS)


def _best_first(
    used: Sequence[Text], near: Iterable[_Near], threshold: float
) -> Iterator[Candidate]:
    """Yield each pair once, in the order of rounded scores."""
    pairs: dict[tuple[int, int], float] = {}
    for one, other, score in near:
        pairs[min(one, other), max(one, other)] = round(min(score, 1.0), _DIGITS)
    for (first, second), score in sorted(pairs.items(), key=lambda pair: (-pair[1], pair[0])):
        if score >= threshold:
            yield Candidate(used[first].id, used[second].id, score)
