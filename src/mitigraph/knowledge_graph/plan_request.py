"""What is asked of a plan, read and checked; whoever asks wrongly is told every mistake at once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mitigraph.errors import Code, DataError, FaultyInputError, UnknownTermError
from mitigraph.knowledge_graph.names import Names
from mitigraph.knowledge_graph.profiles import profile_from
from mitigraph.plan import COST_UNITS, METHODS, Costs, amount, read_costs
from mitigraph.profile import Profile
from mitigraph.query.rows import answer_rows
from mitigraph.store.protocol import Store
from mitigraph.terms import Iri, compact

__all__ = ["PlanRequest", "read_request"]

_NUMBER: Final = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """What is asked for: all of it known to the graph, and without contradiction.

    Attributes:
        profile: Whose gaps to close.
        budget: In hundredths; 100 a measure where measures are counted.
        costs: What measures cost; None where they are counted.
        must: Measures to take.
        never: Measures not to take.
    """

    profile: Profile
    budget: int
    costs: Costs | None
    must: frozenset[Iri]
    never: frozenset[Iri]


def read_request(  # noqa: PLR0913 - each option of the command
    store: Store,
    names: Names,
    profile: Profile | str | Path,
    *,
    budget: float | str,
    costs: str | Path | None,
    must: Iterable[str],
    never: Iterable[str],
    method: str,
) -> PlanRequest:
    """Return what is asked for; the arguments are those of `plan_for`.

    Raises:
        FaultyInputError: If anything is wrong, with every mistake.
    """
    faults: list[DataError] = []
    read = _profile(store, names, profile, faults)
    prices = None
    if costs is not None:
        try:
            prices, wrong = read_costs(Path(costs), _many_measures(store, names))
            faults += wrong
        except DataError as error:
            faults.append(error)
    if method not in METHODS:
        faults.append(_fault("method", f'no method "{method}"', f"say {' or '.join(METHODS)}"))
    room = _budget(str(budget), faults, money=costs is not None)
    taken = _measures(names, must, "must", faults)
    barred = _measures(names, never, "never", faults)
    faults += [
        _fault("must", f"{taken[iri]} is to be taken and never to be taken", "drop one of the two")
        for iri in taken
        if iri in barred
    ]
    if read:
        faults += _settled(read, taken)
    if prices:
        faults += [
            _fault("must", f"{taken[iri]} has no cost in {costs}", "add a row for it")
            for iri in taken
            if prices.of(iri) is None
        ]
    spent = sum((prices.of(iri) or 0) if prices else COST_UNITS for iri in taken)
    if room and spent > room:
        reason = f"what is to be taken costs {spent / COST_UNITS:.15g}"
        if costs is None:
            reason = f"{len(taken)} measures are to be taken"
        remedy = "raise it, or take fewer"
        faults.append(_fault("must", f"{reason}, the budget is {budget}", remedy))
    if faults or read is None or room is None:
        raise FaultyInputError("plan", faults)
    return PlanRequest(read, room, prices, frozenset(taken), frozenset(barred))


def _fault(option: str, reason: str, remedy: str | None, code: Code = "refused") -> DataError:
    return DataError(reason, place=f"--{option}", code=code, remedy=remedy)


def _profile(
    store: Store, names: Names, profile: Profile | str | Path, faults: list[DataError]
) -> Profile | None:
    if isinstance(profile, Profile):
        return profile
    try:
        return profile_from(store, names, Path(profile))
    except FaultyInputError as error:
        faults += error.faults
    except DataError as error:
        faults.append(error)
    return None


def _budget(text: str, faults: list[DataError], *, money: bool) -> int | None:
    """Return the budget in hundredths, more than 0."""
    if money:
        found, remedy = amount(text), "write an amount above 0 with at most two decimals"
    else:
        found = int(text) * COST_UNITS if _NUMBER.fullmatch(text) else None
        remedy = "write how many measures the plan may have, 1 or more"
    if not found:
        faults.append(
            _fault("budget", f'no plan within a budget of "{text}"', remedy, "wrong-type")
        )
    return found or None


def _measures(
    names: Names, given: Iterable[str], option: str, faults: list[DataError]
) -> Mapping[Iri, str]:
    """Return the measures that these texts mean, each with its id, in the order given."""
    found: dict[Iri, str] = {}
    for text in given:
        try:
            iri = names.measure(text)
        except UnknownTermError as error:
            faults.append(_fault(option, str(error), None, "unknown-term"))
        else:
            found[iri] = compact(iri)
    return found


def _many_measures(store: Store, names: Names) -> Callable[[str], Iri]:
    """Return a look-up that answers as `Names.measure` does, at once for ids and record numbers.

    A table may name hundreds of measures. Names, and what could mean several, are left to
    `Names.measure`.
    """
    meant: dict[str, set[Iri]] = defaultdict(set)
    labels = set()
    for row in answer_rows(store, "measures-by-facet"):
        meant[compact(row.iri("measure"))].add(row.iri("measure"))
        labels.add((row.text("label") or "").casefold())
    for row in answer_rows(store, "measure-identifiers"):
        meant[row.text("identifier") or ""].add(row.iri("measure"))
    sure = {
        text: next(iter(iris))
        for text, iris in meant.items()
        if len(iris) == 1 and text.casefold() not in labels
    }
    return lambda text: sure.get(text) or names.measure(text)


def _settled(profile: Profile, taken: Mapping[Iri, str]) -> list[DataError]:
    """Return faults for measures that are to be taken though the profile has settled them."""
    said = {
        **dict.fromkeys(profile.in_place, "is in place already"),
        **dict.fromkeys(profile.not_applicable, "does not apply, says the profile"),
    }
    return [
        _fault("must", f"{name} {said[iri]}", "take it off the list, or change the profile")
        for iri, name in taken.items()
        if iri in said
    ]
