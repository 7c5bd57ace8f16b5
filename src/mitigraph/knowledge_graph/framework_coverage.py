"""The coverage of a framework, from the answers of named queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from mitigraph.framework import ControlCover, CrosswalkSummary, FrameworkCoverage, Held, Route
from mitigraph.knowledge_graph.names import Names
from mitigraph.knowledge_graph.profiles import GraphVocabulary, load_profile, profile_from
from mitigraph.profile import Profile
from mitigraph.query.rows import answer_rows
from mitigraph.store.protocol import Store
from mitigraph.terms import BASE, Iri, compact

__all__ = ["cover_framework", "summarise_crosswalks"]

_STATUS = BASE + "scheme/implementation-status/1/"


def cover_framework(
    store: Store, names: Names, framework: str, profile: Profile | str | Path | None = None
) -> FrameworkCoverage:
    """Return which measures reach the controls of a framework, and what is not reached.

    Args:
        store: The graph. A profile is loaded into it and stays there.
        names: Look-up of names in it.
        framework: IRI, id ("nist-ai-rmf/1"), id without its major, or name.
        profile: Whose measures to tell apart, or its file.

    Raises:
        FaultyInputError: If the profile's file has mistakes.
        UnknownTermError: If there is no such framework.
        StoreError: If there is a profile and the store can't be written to.
    """
    vocabulary = GraphVocabulary(store, names)
    iri = vocabulary.framework(framework)
    if isinstance(profile, (str, Path)):
        profile = profile_from(store, names, Path(profile))
    statuses: dict[Iri, str] = {}
    held: dict[tuple[Iri, str], Held] = {}
    if profile is not None:
        load_profile(store, profile)
        statuses = {one.measure: one.status.value for one in profile.implementations}
        for row in answer_rows(
            store, "framework-coverage-of-profile", profile=profile.iri, framework=iri
        ):
            status = row.iri("status").removeprefix(_STATUS)
            held[row.iri("control"), status] = Held(row.count("parts"), row.count("measures"))
    routes = _routes(store, names, iri, statuses)
    covers = {
        row.iri("control"): ControlCover(
            names.concepts[row.iri("control")],
            0,
            row.count("parts"),
            row.count("reached"),
            row.count("measures"),
            held.get((row.iri("control"), "in-place"), Held()),
            held.get((row.iri("control"), "planned"), Held()),
            tuple(routes.get(row.iri("control"), ())),
        )
        for row in answer_rows(store, "framework-coverage", framework=iri)
    }
    label = vocabulary.frameworks[iri] or compact(iri)
    ordered = tuple(_from_the_top(list(covers.values())))
    return FrameworkCoverage(
        iri,
        label,
        ordered,
        profile.name if profile else None,
        next(iter(summarise_crosswalks(store, iri)), None),
    )


def summarise_crosswalks(store: Store, framework: Iri | None = None) -> list[CrosswalkSummary]:
    """Return how far measures and frameworks have been mapped to each other, by framework.

    Args:
        store: The graph.
        framework: Only this one.
    """
    return [
        CrosswalkSummary(
            row.iri("framework"),
            row.text("label") or compact(row.iri("framework")),
            row.text("version") or "",
            *(
                row.count(name)
                for name in (
                    "parts",
                    "reached",
                    "related",
                    "without",
                    "measures",
                    "mapped",
                    "mappedRelated",
                    "unmatched",
                    "categories",
                )
            ),
        )
        for row in answer_rows(store, "crosswalk-summary", framework=framework)
    ]


def _routes(
    store: Store, names: Names, framework: Iri, statuses: Mapping[Iri, str]
) -> dict[Iri, list[Route]]:
    found: dict[Iri, list[Route]] = defaultdict(list)
    for row in answer_rows(store, "framework-coverage-routes", framework=framework):
        control, matched, measure = row.iri("control"), row.iri("matched"), row.iri("measure")
        justification = row.text("justification")
        found[control].append(
            Route(
                measure,
                row.text("label") or compact(measure),
                compact(row.iri("predicate")).removeprefix("skos:"),
                names.concepts[matched],
                matched != control,
                compact(Iri(justification)).removeprefix("semapv:") if justification else None,
                row.number("confidence"),
                statuses.get(measure),
            )
        )
    return found


def _from_the_top(covers: Sequence[ControlCover]) -> Iterator[ControlCover]:
    """Yield each control before those below it; siblings stay in the order of the framework."""
    known = {one.control.id for one in covers}
    below: dict[str | None, list[ControlCover]] = defaultdict(list)
    for one in covers:
        below[one.control.broader if one.control.broader in known else None].append(one)
    waiting = [(one, 0) for one in reversed(below[None])]
    while waiting:
        one, depth = waiting.pop()
        yield replace(one, depth=depth)
        waiting += [(inner, depth + 1) for inner in reversed(below[one.control.id])]
