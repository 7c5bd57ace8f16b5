"""The comparison of two assessors, scheme by scheme."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from mitigraph.agreement.codings import Codings, Values, read_codings
from mitigraph.agreement.coefficients import Sample
from mitigraph.agreement.figures import (
    Agreement,
    LevelAgreement,
    SchemeAgreement,
    SetAgreement,
    ValueAgreement,
)
from mitigraph.model import Agent, Concept
from mitigraph.store.protocol import Store
from mitigraph.terms import Iri, compact

__all__ = ["RESAMPLES", "SEED", "compare_assessors"]

#: What the two gave measures of one kind.
Kind = tuple[Values, Values]

#: Resamples and seed where none are given.
RESAMPLES: Final = 2000
SEED: Final = 1


def compare_assessors(  # noqa: PLR0913 - what is drawn is keyword-only
    store: Store,
    first: Agent,
    second: Agent,
    concepts: Mapping[Iri, Concept],
    schemes: Sequence[Iri] = (),
    *,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> Agreement:
    """Compare what two assessors said of the measures that both classified.

    Classifications count although somebody else's, such as an adjudication, has superseded them.
    Each scheme is resampled with the seed anew, so its intervals don't depend on what else is
    compared.

    Args:
        store: Any store.
        first: The assessor whose values are the rows of the confusion tables.
        second: The one whose values are the columns.
        concepts: Every concept by IRI, in the order of the schemes.
        schemes: The schemes to compare in; all in which both classified a measure by default.
        resamples: How many bootstrap resamples the intervals rest on.
        seed: Seed of the resampling.

    Returns:
        The figures; without `schemes` those of no scheme where the two have no measure in common.

    Raises:
        MissingExtraError: If the extra `agreement` isn't installed.
        ValueError: If `resamples` or `seed` is negative.
    """
    found = read_codings(store, first.iri, second.iri, concepts, schemes)
    return Agreement(
        first,
        second,
        tuple(_in_scheme(one, resamples=resamples, seed=seed) for one in found),
        resamples,
        seed,
    )


def _in_scheme(codings: Codings, *, resamples: int, seed: int) -> SchemeAgreement:
    paths = codings.paths
    places = {iri: place for place, iri in enumerate(paths)}

    def place(value: Iri) -> tuple[int, Iri]:
        """Return where a value sorts: by the scheme, outcomes without a concept after it."""
        return places.get(value, len(places)), value

    # In a fixed order, so that the seed draws the same resamples whatever engine answered.
    kinds = sorted(codings.pairs, key=lambda kind: [list(map(place, values)) for values in kind])
    counts = [codings.pairs[kind] for kind in kinds]
    sample = Sample(counts, resamples=resamples, seed=seed)
    confusion: Counter[tuple[Iri, Iri]] = Counter()
    for (first, second), count in zip(kinds, counts, strict=True):
        confusion[first[0], second[0]] += count
    given = sorted({value for first, second in kinds for value in first + second}, key=place)
    return SchemeAgreement(
        scheme=codings.scheme,
        id=compact(codings.scheme),
        measures=sum(counts),
        levels=tuple(_levels(sample, kinds, counts, paths)),
        sets=_sets(sample, kinds),
        values=tuple(_values(sample, kinds, counts, list(map(codings.concept, given)))),
        rows=tuple(map(codings.concept, sorted({row for row, _ in confusion}, key=place))),
        columns=tuple(map(codings.concept, sorted({column for _, column in confusion}, key=place))),
        confusion={
            (compact(row), compact(column)): count for (row, column), count in confusion.items()
        },
    )


def _levels(
    sample: Sample,
    kinds: Sequence[Kind],
    counts: Sequence[int],
    paths: Mapping[Iri, tuple[Iri, ...]],
) -> Iterator[LevelAgreement]:
    for level in range(1, max(map(len, paths.values()), default=1) + 1):
        numbers: dict[Iri, int] = {}
        cut = [
            [
                # A value above the level, and an outcome, stands for itself.
                numbers.setdefault(paths.get(primary, (primary,))[:level][-1], len(numbers))
                for primary, *_ in kind
            ]
            for kind in kinds
        ]
        share, kappa, alpha = sample.coefficients([one for one, _ in cut], [two for _, two in cut])
        yield LevelAgreement(level, sum(counts), share, kappa, alpha)


def _sets(sample: Sample, kinds: Sequence[Kind]) -> SetAgreement | None:
    if all(len(values) == 1 for kind in kinds for values in kind):
        return None
    sets = [(set(first), set(second)) for first, second in kinds]
    return SetAgreement(
        overlap=sample.mean([bool(first & second) for first, second in sets]),
        jaccard=sample.mean([len(first & second) / len(first | second) for first, second in sets]),
    )


def _values(
    sample: Sample, kinds: Sequence[Kind], counts: Sequence[int], given: Sequence[Concept]
) -> Iterator[ValueAgreement]:
    numbers = {concept.iri: number for number, concept in enumerate(given)}
    firsts = [{numbers[value] for value in first} for first, _ in kinds]
    seconds = [{numbers[value] for value in second} for _, second in kinds]
    kappas = sample.membership_kappas(firsts, seconds, len(given))
    for number, (concept, kappa) in enumerate(zip(given, kappas, strict=True)):
        in_first = sum(n for n, has in zip(counts, firsts, strict=True) if number in has)
        in_second = sum(n for n, has in zip(counts, seconds, strict=True) if number in has)
        in_both = sum(
            n
            for n, one, other in zip(counts, firsts, seconds, strict=True)
            if number in one & other
        )
        specific = 2 * in_both / (in_first + in_second)
        yield ValueAgreement(concept, in_first, in_second, in_both, specific, kappa)
