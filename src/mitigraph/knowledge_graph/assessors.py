"""Who classified measures, and how far two of them agree."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from mitigraph.agreement import RESAMPLES, SEED, compare_assessors
from mitigraph.errors import QueryError
from mitigraph.knowledge_graph.names import Names
from mitigraph.model import Agent
from mitigraph.store.protocol import Store
from mitigraph.terms import BASE, Iri, compact

if TYPE_CHECKING:
    from mitigraph.agreement import Agreement

__all__ = ["CODING_PASSES", "agreement_of"]

#: The two who coded the same measures without sight of each other's values.
CODING_PASSES: Final = (
    Iri(BASE + "id/agent/mitigraph-first-coder"),
    Iri(BASE + "id/agent/mitigraph-second-coder"),
)


def agreement_of(  # noqa: PLR0913 - what is compared, and how, is keyword-only
    store: Store,
    names: Names,
    first: str | None = None,
    second: str | None = None,
    *,
    schemes: Iterable[str] = (),
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> Agreement:
    """Return how far two assessors agree.

    Args:
        store: Any store.
        names: Look-up of names in it.
        first: An assessor: IRI, id, id without "agent/", or name; the first coding pass by default.
        second: Another; the second coding pass by default.
        schemes: The schemes to compare in: IRI, id or key; all that both used by default.
        resamples: How many bootstrap resamples the intervals rest on.
        seed: Seed of the resampling; the same seed gives the same intervals.

    Raises:
        UnknownTermError: If a name means no assessor or no scheme.
        QueryError: If an assessor is compared with itself, the coding passes are not in the graph,
            or the two have no measure in common in any scheme.
        MissingExtraError: If the extra `agreement` isn't installed.
        ValueError: If `resamples` or `seed` is negative.
    """
    one = _assessor(names, first, CODING_PASSES[0])
    other = _assessor(names, second, CODING_PASSES[1])
    if one.iri == other.iri:
        raise QueryError(f"{one.id} is not compared with itself; name two assessors")
    chosen = [names.scheme(scheme) for scheme in schemes]
    found = compare_assessors(
        store, one, other, names.concepts, chosen, resamples=resamples, seed=seed
    )
    if not found.schemes:
        raise QueryError(
            f"{one.id} and {other.id} have classified no measure in the same scheme; "
            f"{_known(names)}"
        )
    return found


def _assessor(names: Names, given: str | None, default: Iri) -> Agent:
    if given is not None:
        return names.assessor(given)
    if default not in names.assessors:
        raise QueryError(
            f"{compact(default)} has classified no measure in this graph; name two assessors; "
            f"{_known(names)}"
        )
    return names.assessors[default]


def _known(names: Names) -> str:
    """Return who there is to compare, in words."""
    known = ", ".join(
        agent.id if agent.name == agent.id else f"{agent.id} ({agent.name})"
        for agent in names.assessors.values()
    )
    return f"assessors here: {known or 'none'}"
