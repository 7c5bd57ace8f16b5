"""What two assessors said of the same measures, from the answer of one named query."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from mitigraph.model import Concept
from mitigraph.query import run
from mitigraph.store.protocol import Solutions, Store
from mitigraph.terms import Iri, Literal, Term, compact

__all__ = ["Codings", "Values", "read_codings"]

#: What one assessor gave one measure in one scheme: the primary value, then the others in order.
Values = tuple[Iri, ...]


@dataclass(frozen=True)
class Codings:
    """What two assessors said in one scheme.

    `pairs` counts the measures by what the first and the second gave them. A value is the concept,
    or the outcome where it stands alone.
    """

    scheme: Iri
    concepts: Mapping[Iri, Concept] = field(repr=False)
    pairs: Mapping[tuple[Values, Values], int]

    @property
    def paths(self) -> dict[Iri, tuple[Iri, ...]]:
        """Each concept of the scheme with its ancestors in it, the top first, itself last."""
        start = compact(self.scheme) + "/"
        own = {c.id: c for c in self.concepts.values() if c.id.startswith(start)}
        paths: dict[Iri, tuple[Iri, ...]] = {}
        for concept in own.values():
            path = [concept]
            while (above := own.get(path[0].broader or "")) and above not in path:
                path.insert(0, above)
            paths[concept.iri] = tuple(step.iri for step in path)
        return paths

    def concept(self, value: Iri) -> Concept:
        """Return a value as a concept; one that nothing describes has its id for its label."""
        return self.concepts.get(value) or Concept(value, compact(value), compact(value))


def read_codings(
    store: Store,
    first: Iri,
    second: Iri,
    concepts: Mapping[Iri, Concept],
    schemes: Sequence[Iri] = (),
) -> list[Codings]:
    """Return what two assessors said, one entry a scheme.

    Args:
        store: Any store.
        first: The assessor whose values come first in each pair.
        second: The other one.
        concepts: Every concept by IRI, in the order of the schemes.
        schemes: Only these; one in which the two have no measure in common has no pairs. Without
            any, every scheme in which they have one, by IRI.
    """
    answer = run(
        store, "agreement-codings", {"first": first, "second": second, "scheme": tuple(schemes)}
    )
    assert isinstance(answer, Solutions)  # noqa: S101 - a shipped query that SELECTs
    place = {iri: position for position, iri in enumerate(concepts)}
    given: dict[tuple[Iri, str], dict[str, list[tuple[int, bool, int, Iri]]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for cells in answer:
        row = dict(zip(answer.variables, cells, strict=True))
        # What nobody has checked may be a literal; its text stands in, as in any other listing.
        value = Iri(str(row["concept"] or row["outcome"]))
        given[Iri(str(row["scheme"])), str(row["measure"])][str(row["assessor"])].append(
            (
                _ordinal(row["ordinal"]),
                row["concept"] is None,
                place.get(value, len(place)),
                value,
            )
        )
    counted: dict[Iri, Counter[tuple[Values, Values]]] = {scheme: Counter() for scheme in schemes}
    for (scheme, _), by_assessor in given.items():
        pair = _values(by_assessor[first]), _values(by_assessor[second])
        counted.setdefault(scheme, Counter())[pair] += 1
    return [Codings(scheme, concepts, counted[scheme]) for scheme in sorted(counted)]


def _values(given: Sequence[tuple[int, bool, int, Iri]]) -> Values:
    """Return values in order; equal ordinals leave it to the order of the scheme."""
    return tuple(dict.fromkeys(value for *_, value in sorted(given)))


def _ordinal(term: Term | None) -> int:
    text = term.value if isinstance(term, Literal) else ""
    return int(text) if text.isdecimal() else 1
