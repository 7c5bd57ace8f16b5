"""Why a measure is in a plan, as sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mitigraph.plan.problem import Candidate, Demand, Evidence

__all__ = ["KINDS", "in_words", "reason"]

#: The kinds of demand in the order that they are told in: one of them, several.
KINDS: Final = {
    "cell": ("cell", "cells"),
    "category": ("category", "categories"),
    "risk": ("risk", "risks"),
    "control": ("control", "controls"),
}
#: So many of a kind are named.
_NAMED: Final = 3


def reason(pick: Candidate, adds: Sequence[Demand], *, required: bool = False) -> str:
    """Return why a measure is taken: what it adds, and what is known for it and against it.

    Example:
        >>> demand = Demand("d", "risk", "4.2 Cyberattacks", weight=2)
        >>> reason(Candidate("m", "M", frozenset("d"), evidence=Evidence(documents=1)), [demand])
        'Meets risk 4.2 Cyberattacks (weight 2). Described in 1 document.'
    """
    said = []
    if required:
        said.append("It has to be in the plan.")
    said.append(f"Meets {in_words(adds)}." if adds else "Adds nothing to what the others meet.")
    if pick.planned:
        said.append("It is planned already.")
    if pick.same:
        said.append(f"The same as {_listed(pick.same)}.")
    return " ".join([*said, *_known(pick.evidence)])


def in_words(demands: Sequence[Demand]) -> str:
    """Return demands kind by kind, the first few of each by name.

    Example:
        >>> in_words([Demand(str(n), "control", f"GOVERN 1.{n}") for n in range(1, 6)])
        'controls GOVERN 1.1, GOVERN 1.2, GOVERN 1.3 and 2 more'
    """
    parts = []
    kinds = dict.fromkeys([*KINDS, *(demand.kind for demand in demands)])
    for kind in kinds:
        named = [_name(demand) for demand in demands if demand.kind == kind]
        if named:
            one, several = KINDS.get(kind, (kind, kind))
            parts.append(f"{one if len(named) == 1 else several} {_listed(named)}")
    return "; ".join(parts)


def _name(demand: Demand) -> str:
    return demand.label if demand.weight == 1 else f"{demand.label} (weight {demand.weight:g})"


def _listed(names: Sequence[str]) -> str:
    if len(names) > _NAMED:
        return f"{', '.join(names[:_NAMED])} and {len(names) - _NAMED} more"
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _known(evidence: Evidence) -> list[str]:
    documents = evidence.documents
    said = [f"Described in {documents} document{'s' * (documents != 1)}."]
    if evidence.supporting or evidence.against:
        said.append(
            f"{_opinions(evidence.supporting)} of experts for it, "
            f"{evidence.against} against it or on its limits."
        )
    if evidence.agreement is not None:
        said.append(f"More than {evidence.agreement:.0%} of surveyed experts agree that it works.")
    return said


def _opinions(count: int) -> str:
    return f"{count} opinion{'s' * (count != 1)}"
