"""A plan for a profile: from the answers of the gap queries to the problem that is solved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from mitigraph.knowledge_graph.names import Names
from mitigraph.knowledge_graph.plan_request import PlanRequest, read_request
from mitigraph.knowledge_graph.profiles import find_gaps
from mitigraph.plan import COST_UNITS, Candidate, Demand, Evidence, Plan, Problem, make_plan
from mitigraph.profile import Profile
from mitigraph.profile.gaps import DemandCover
from mitigraph.query.rows import answer_rows
from mitigraph.store.protocol import Store
from mitigraph.terms import Iri, compact

__all__ = ["plan_for"]


def plan_for(  # noqa: PLR0913 - each option of the command
    store: Store,
    names: Names,
    profile: Profile | str | Path,
    budget: float | str,
    *,
    costs: str | Path | None = None,
    must: Iterable[str] = (),
    never: Iterable[str] = (),
    method: str = "exact",
) -> Plan:
    """Return the measures that meet most of what a profile asks for and has not in place.

    Candidates are the measures of the query `gap-candidates`, those that the profile plans, and
    those that have to be taken. Of measures that are held to be the same, one is a candidate; none
    is where the profile says of one that it is in place or does not apply.

    Args:
        store: Where the graph is; the profile is loaded into it and stays there.
        names: Look-up of ids and names.
        profile: The profile or its file.
        budget: The most measures; with costs, the most that they may cost together.
        costs: A table of costs; see `mitigraph.plan.costs`.
        must: Measures that the plan has to take.
        never: Measures that it must not take.
        method: "exact" or "greedy".

    Raises:
        FaultyInputError: If anything that was given is wrong, with every mistake.
        MissingExtraError: If the extra `plan`, which "exact" needs, isn't installed.
    """
    request = read_request(
        store,
        names,
        profile,
        budget=budget,
        costs=costs,
        must=must,
        never=never,
        method=method,
    )
    return make_plan(_problem(store, names, request), method)


def _problem(store: Store, names: Names, request: PlanRequest) -> Problem:
    gaps = [one for one in find_gaps(store, names, request.profile).demands if one.gap]
    known = _measures(store, request, gaps)
    priced = {}
    for iri, one in known.items():
        cost = request.costs.of(iri) if request.costs else COST_UNITS
        if cost is not None:
            priced[iri] = replace(one, cost=cost)
    demands = [
        Demand(
            str(gap.iri),
            gap.kind,
            " at ".join(concept.title for concept in gap.concepts),
            gap.weight,
            tuple(concept.id for concept in gap.concepts),
        )
        for gap in gaps
    ]
    return Problem(
        demands,
        list(_one_of_the_same(store, request, priced)),
        request.budget,
        frozenset(compact(iri) for iri in request.must),
        money=request.costs is not None,
        name=request.profile.name,
        unpriced=len(known) - len(priced),
    )


def _measures(
    store: Store, request: PlanRequest, gaps: Sequence[DemandCover]
) -> dict[Iri, Candidate]:
    """Return the measures that may be taken, by IRI in its order, each with what it meets."""
    meets: dict[Iri, set[str]] = defaultdict(set)
    known: dict[Iri, tuple[str, Evidence]] = {}
    for gap in gaps:
        for one in gap.closing:
            meets[one.measure].add(str(gap.iri))
            evidence = Evidence(one.documents, one.supporting, one.against, one.agreement)
            known[one.measure] = one.label, evidence
    planned = request.profile.planned
    named = sorted({*request.must, *planned})
    rows = answer_rows(store, "plan-measures", profile=request.profile.iri, measure=named)
    for row in rows if named else ():
        measure, demand = row.iri("measure"), row.text("demand")
        meets[measure].update([demand] if demand else [])
        evidence = Evidence(
            row.count("documents"),
            row.count("supporting"),
            row.count("against"),
            row.number("agreement"),
        )
        known[measure] = row.text("label") or compact(measure), evidence
    return {
        iri: Candidate(
            compact(iri), label, frozenset(meets[iri]), evidence=evidence, planned=iri in planned
        )
        for iri, (label, evidence) in sorted(known.items())
        if iri not in request.never and (meets[iri] or iri in request.must)
    }


def _one_of_the_same(
    store: Store, request: PlanRequest, measures: Mapping[Iri, Candidate]
) -> Iterator[Candidate]:
    """Yield the measures less those that are another one under another name.

    Of a cluster those that have to be taken stay, else the one that meets most; none, where the
    profile says of a member that it is in place or does not apply.
    """
    cluster_of = {row.iri("measure"): row.iri("cluster") for row in answer_rows(store, "clusters")}
    settled = {*request.profile.in_place, *request.profile.not_applicable}
    done = {cluster_of[iri] for iri in settled if iri in cluster_of}
    members: dict[Iri, list[Iri]] = defaultdict(list)
    for iri in measures:
        members[cluster_of.get(iri, iri)].append(iri)
    for cluster, several in members.items():
        taken = [iri for iri in several if iri in request.must]
        if cluster in done and not taken:
            continue
        best = max(several, key=lambda iri: (len(measures[iri].meets), measures[iri].evidence.key))
        for iri in taken or [best]:
            same = tuple(compact(other) for other in several if other != iri)
            yield replace(measures[iri], same=same)
