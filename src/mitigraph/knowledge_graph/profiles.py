"""Profiles and a graph: what their words mean in it, and what they have and lack."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from pathlib import Path
from typing import Final

from mitigraph.derive import derive_demands
from mitigraph.knowledge_graph.names import Names
from mitigraph.model import Concept
from mitigraph.profile import PROFILE_GRAPH, Profile, profile_statements, read_profile
from mitigraph.profile.gaps import KINDS, Closing, DemandCover, Gaps
from mitigraph.profile.yaml_layout import write_yaml
from mitigraph.query.rows import answer_rows
from mitigraph.store.protocol import Store
from mitigraph.terms import Iri, compact

__all__ = ["GraphVocabulary", "blank_profile", "find_gaps", "load_profile", "profile_from"]


_GUIDE: Final = {
    "": "The profile of an organisation and one AI system, for mitigraph.\n"
    "Check it with: mitigraph profile check FILE; then: mitigraph gaps FILE",
    "name": "What this profile is called. The only key that has to be there.",
    "organisation": "Whose profile it is.",
    "system": "The AI system, in a few words.",
    "roles": "What the organisation is to the system; [] asks for all roles. Known:",
    "stages": "The stages that it takes part in; [] asks for all stages. Known:",
    "risks": "The risks that matter, a domain or a subdomain; [] asks for all of them.\n"
    "A weight says how much one matters beside the others (1 where none is given):\n"
    "  - risk: risk-domain/1/2.2\n    weight: 2\nKnown:",
    "frameworks": "The frameworks whose controls it has to meet. Known:",
    "measures": "What it does already; `mitigraph search WORDS` finds ids. An entry for each:\n"
    "  - measure: mit-2025/A1019\n    status: in-place  # or planned, or not-applicable\n"
    "    evidence: https://example.org/where-it-is-shown\n    owner: Head of safety\n"
    "    date: 2026-11-23\n    note: what else to know",
}


class GraphVocabulary:
    """What the words of a profile mean in one graph."""

    def __init__(self, store: Store, names: Names) -> None:
        self._store, self._names = store, names

    def role(self, text: str) -> Concept:
        """Return the actor role that a text means."""
        return self._of(text, "actor", "role")

    def stage(self, text: str) -> Concept:
        """Return the lifecycle stage that a text means."""
        return self._of(text, "lifecycle", "stage")

    def risk(self, text: str) -> Concept:
        """Return the risk domain or subdomain that a text means."""
        return self._of(text, "risk-domain", "risk")

    def _of(self, text: str, scheme: str, kind: str) -> Concept:
        found = self._names.concept(text, (scheme,), kind=kind)
        if found.id.partition("/")[0] != scheme:
            # An id of another scheme: what comes nearest is then looked for by its last word.
            return self._names.concept(found.id.rpartition("/")[2], (scheme,), kind=kind)
        return found

    def framework(self, text: str) -> Iri:
        """Return the framework that a text means."""
        return self._names.one_of(text, self.frameworks, kind="framework")

    @cached_property
    def frameworks(self) -> dict[Iri, str]:
        """The frameworks that the graph has controls of, with their labels."""
        labels = {
            row.iri("scheme"): row.text("label") or ""
            for row in answer_rows(self._store, "schemes")
        }
        found = dict.fromkeys(row.iri("framework") for row in answer_rows(self._store, "controls"))
        return {iri: labels.get(iri, "") for iri in found}

    def measure(self, text: str) -> tuple[Iri, str]:
        """Return the measure that a text means, and its label."""
        iri = self._names.measure(text)
        return iri, self._labels.get(iri, compact(iri))

    @cached_property
    def _labels(self) -> dict[Iri, str]:
        return {
            row.iri("measure"): row.text("label") or compact(row.iri("measure"))
            for row in answer_rows(self._store, "measures-by-facet")
        }

    def status(self, text: str, known: list[str]) -> list[str]:
        """Return those of the known words that come nearest to a text, nearest first."""
        from rapidfuzz import process

        return [word for word, _, _ in process.extract(text, known, score_cutoff=60)]


def profile_from(store: Store, names: Names, path: Path) -> Profile:
    """Read a profile and look up all that it speaks of; see `mitigraph.profile.read_profile`."""
    return read_profile(path, GraphVocabulary(store, names))


def load_profile(store: Store, profile: Profile) -> None:
    """Put a profile into the graph `graph/profile`, in place of what was there.

    What it asks for and which measures would meet that is derived and stands there too, so that
    the queries of `queries/gaps/` give the same on this graph as on a loaded export of it.

    Raises:
        StoreError: If the store can't be written to.
    """
    store.clear(PROFILE_GRAPH)
    store.add(profile_statements(profile, PROFILE_GRAPH))
    derive_demands(store, PROFILE_GRAPH)


def find_gaps(store: Store, names: Names, profile: Profile) -> Gaps:
    """Return what a profile asks for and what of it is in place; the profile stays loaded.

    Raises:
        StoreError: If the store can't be written to.
    """
    load_profile(store, profile)
    closing: dict[Iri, list[Closing]] = defaultdict(list)
    for row in answer_rows(store, "gap-candidates", profile=profile.iri):
        measure = row.iri("measure")
        closing[row.iri("demand")].append(
            Closing(
                measure,
                row.text("label") or compact(measure),
                row.count("documents"),
                row.count("supporting"),
                row.count("against"),
                row.number("agreement"),
            )
        )
    demands = [
        DemandCover(
            row.iri("demand"),
            row.text("kind") or "",
            tuple(names.concepts[row.iri(name)] for name in ("concept", "other") if row.text(name)),
            row.number("weight") or 0.0,
            row.count("inPlace"),
            row.count("settled"),
            row.count("planned"),
            tuple(closing.get(row.iri("demand"), ())),
        )
        for row in answer_rows(store, "gaps", profile=profile.iri)
    ]
    order = list(KINDS)
    return Gaps(profile, tuple(sorted(demands, key=lambda one: order.index(one.kind))))


def blank_profile(store: Store, names: Names) -> str:
    """Return a YAML profile to be filled in, with the values that this graph knows in comments."""
    vocabulary = GraphVocabulary(store, names)
    guide = dict(_GUIDE)
    for key, scheme in (("roles", "actor"), ("stages", "lifecycle"), ("risks", "risk-domain")):
        values = [
            concept
            for concept in names.concepts.values()
            if concept.id.startswith(scheme + "/") and not concept.residual
        ]
        guide[key] += "".join(f"\n  {concept.id}: {concept.title}" for concept in values)
    guide["frameworks"] += "".join(
        f"\n  {compact(iri)}: {label}" for iri, label in vocabulary.frameworks.items()
    )
    return write_yaml(Profile("My system", "My organisation"), guide)
