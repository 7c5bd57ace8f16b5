"""A CISO Assistant library with a mapping set for each framework, and the same read backwards.

A framework that CISO Assistant ships is named by its own URNs, and its library is a dependency. Any
other one is written into the library as a companion: a framework without further text than the
graph has of its controls. Rows of categories map the nodes of categories, which are not assessed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from mitigraph.errors import DataError
from mitigraph.exporters.ciso_assistant.document import (
    category_node,
    finished,
    framework_urn,
    head,
    measure_node,
    short,
)
from mitigraph.interchange.account import Loss, Rendered
from mitigraph.interchange.catalogue import FACET_NAMES, Catalogue, Choices, Framework
from mitigraph.interchange.ciso_assistant import REVERT, fact, urn
from mitigraph.interchange.ciso_frameworks import Target, target_of
from mitigraph.interchange.ciso_slots import mapping_facts, mapping_set_facts
from mitigraph.interchange.identifiers import code_of
from mitigraph.interchange.relations import (
    inverted,
    rationale_of,
    relation_of,
    strength_of,
)
from mitigraph.mapping import NO_TERM_FOUND, Mapping, MappingSet
from mitigraph.model import Concept
from mitigraph.terms import Iri

__all__ = ["render"]

_PRELIMINARY: Final = fact("Review status", "preliminary")


def render(catalogue: Catalogue, choices: Choices) -> Rendered:
    """Return the library.

    Raises:
        DataError: If no row relates a measure or category to a control, or the release has no
            version that makes a whole number.
        FaultyInputError: If it would have faults, most of which the loader lets pass.
    """
    writer = _Writer(catalogue, choices)
    if not writer.rows:
        raise DataError(
            "no row of a crosswalk relates one of the measures to a control",
            code="missing-field",
            remedy="choose other measures or frameworks, or load a mapping set (-d FILE)",
        )
    frameworks = [framework for framework, _ in writer.rows.values()]
    companions = [one for one in frameworks if target_of(one.id).library is None]
    name = f"mapping-{catalogue.taxonomy.key}"
    if choices.frameworks:
        name += "-to-" + "-and-".join(one.key for one in frameworks)
    library = head(
        catalogue,
        name,
        f"{catalogue.taxonomy.label}: crosswalks to governance frameworks",
        "How measures against AI risks relate to the requirements of "
        + "; ".join(one.label for one in frameworks)
        + ".",
        frameworks=companions,
    )
    library["dependencies"] = [
        urn("library", catalogue.taxonomy.key),
        *(shipped for one in frameworks if (shipped := target_of(one.id).library)),
    ]
    library["objects"] = {
        **({"frameworks": [_companion(one) for one in companions]} if companions else {}),
        "requirement_mapping_sets": list(writer.sets()),
    }
    data = finished(library, nodes=_nodes(catalogue, frameworks))
    return Rendered.of(data, writer.written, writer.losses(companions))


def _nodes(catalogue: Catalogue, frameworks: list[Framework]) -> list[str]:
    """Return the URNs of the requirements that stand in other libraries."""
    return [
        *(category_node(catalogue, one.iri) for one in catalogue.taxonomy.concepts),
        *(measure_node(catalogue, one.iri) for one in catalogue.entries),
        *(
            target_of(one.id).node(control.iri)
            for one in frameworks
            if target_of(one.id).library
            for control in one.concepts
        ),
    ]


def _companion(framework: Framework) -> dict[str, Any]:
    """Return a framework of others as one of the library: its controls in their tree."""
    target = target_of(framework.id)
    rights = ": ".join(part for part in (framework.holder, framework.rights) if part)
    said = [
        framework.description or framework.label,
        f"Version {framework.version}." if framework.version else "",
        "An unofficial rendering for the mapping sets of this library.",
        f"Rights: {rights}." if rights else "",
    ]
    return {
        "urn": target.framework,
        "ref_id": framework.key,
        "name": short(framework.label),
        "description": "\n\n".join(one for one in said if one),
        "requirement_nodes": list(_controls(framework, target, None, 1)),
    }


def _controls(
    framework: Framework, target: Target, above: Concept | None, depth: int
) -> Iterator[dict[str, Any]]:
    known = {one.id for one in framework.concepts}
    wanted = above.id if above else None
    for control in framework.concepts:
        if (control.broader if control.broader in known else None) != wanted:
            continue
        below = list(_controls(framework, target, control, depth + 1))
        made = {
            "urn": target.node(control.iri),
            "assessable": not below,
            "depth": depth,
            "parent_urn": target.node(above.iri) if above else None,
            "ref_id": control.notation,
            "name": short(control.label),
            "description": control.definition,
            "annotation": fact("Concept", control.iri),
        }
        yield {key: value for key, value in made.items() if value is not None}
        yield from below


class _Writer:
    """The rows of the crosswalks by framework, and what becomes of them."""

    def __init__(self, catalogue: Catalogue, choices: Choices) -> None:
        self.catalogue, self._choices = catalogue, choices
        self.written = 0
        #: By framework: the rows that relate two terms, each with its set.
        self.rows: dict[Iri, tuple[Framework, list[tuple[MappingSet, Mapping]]]] = {}
        for framework, mapping_set, rows in catalogue.crosswalks(choices):
            found = self.rows.setdefault(framework.iri, (framework, []))[1]
            found.extend((mapping_set, row) for row in sorted(rows, key=repr))
        self.vain = [
            (framework, mapping_set, row)
            for framework, mapping_set, rows in catalogue.crosswalks(choices, found=False)
            for row in sorted(rows, key=repr)
        ]

    def sets(self) -> Iterator[dict[str, Any]]:
        """Yield the set of each framework, and after it the same read backwards."""
        source = framework_urn(self.catalogue)
        for framework, rows in self.rows.values():
            target = target_of(framework.id)
            name = f"{self.catalogue.taxonomy.key}-to-{framework.key}"
            title = f"{self.catalogue.taxonomy.label} to {framework.label}"
            vain = [(one, row) for of, one, row in self.vain if of == framework]
            sets = {one.mapping_set_id: one for one, _ in (*rows, *vain)}
            numbers = {iri: str(number) for number, iri in enumerate(sets, 1)}
            there = [self._row(target, row, numbers[one.mapping_set_id]) for one, row in rows]
            self.written += len(there)
            yield {
                "urn": urn("req_mapping_set", name),
                "ref_id": name,
                "name": short(title),
                "description": "\n\n".join(self._description(framework, list(sets.values()))),
                "annotation": "\n".join(
                    [
                        *(
                            line
                            for iri in sets
                            for line in mapping_set_facts(sets[iri], numbers[iri])
                        ),
                        *(
                            line
                            for one, row in vain
                            for line in mapping_facts(row, numbers[one.mapping_set_id])
                        ),
                    ]
                ),
                "source_framework_urn": source,
                "target_framework_urn": target.framework,
                "requirement_mappings": there,
            }
            yield {
                "urn": urn("req_mapping_set", name + REVERT),
                "ref_id": name + REVERT,
                "name": short(f"{framework.label} to {self.catalogue.taxonomy.label}"),
                "description": f"{name} read backwards.",
                "source_framework_urn": target.framework,
                "target_framework_urn": source,
                "requirement_mappings": [self._back(target, row) for _, row in rows],
            }

    def _ours_first(self, row: Mapping) -> Mapping:
        return inverted(row) if row.subject_id in self.catalogue.control_by_iri else row

    def _node(self, ours: Iri) -> str:
        place = measure_node if ours in self.catalogue.entry_by_iri else category_node
        return place(self.catalogue, ours)

    def _row(self, target: Target, row: Mapping, number: str) -> dict[str, Any]:
        said = self._ours_first(row)
        made = {
            "source_requirement_urn": self._node(said.subject_id),
            "target_requirement_urn": target.node(said.object_id),
            "relationship": relation_of(said)[1],
            "rationale": rationale_of(row),
            "strength_of_relationship": strength_of(row.confidence),
            "annotation": "\n".join(
                [*mapping_facts(row, number), *self._preliminary(said.subject_id)]
            ),
        }
        return {key: value for key, value in made.items() if value is not None}

    def _back(self, target: Target, row: Mapping) -> dict[str, Any]:
        said = self._ours_first(row)
        made = {
            "source_requirement_urn": target.node(said.object_id),
            "target_requirement_urn": self._node(said.subject_id),
            "relationship": relation_of(inverted(said))[1],
            "rationale": rationale_of(row),
            "strength_of_relationship": strength_of(row.confidence),
            "annotation": row.comment or None,
        }
        return {key: value for key, value in made.items() if value is not None}

    def _preliminary(self, ours: Iri) -> list[str]:
        entry = self.catalogue.entry_by_iri.get(ours)
        preliminary = entry.measure.preliminary if entry else self.catalogue.taxonomy.preliminary
        return [_PRELIMINARY] if preliminary else []

    def _description(self, framework: Framework, sets: list[MappingSet]) -> Iterator[str]:
        for one in sets:
            yield one.mapping_set_description or one.mapping_set_title or one.mapping_set_id
        names: dict[str, list[str]] = {"measures": [], "categories": [], "requirements": []}
        for end in dict.fromkeys(_end(row) for of, _, row in self.vain if of == framework):
            if end in self.catalogue.entry_by_iri:
                names["measures"].append(self.catalogue.entry_by_iri[end].code)
            elif end in self.catalogue.category_by_iri:
                names["categories"].append(code_of(end))
            else:
                control = self.catalogue.control_by_iri[end][1]
                names["requirements"].append(control.notation or control.label)
        for kind, found in names.items():
            if found:
                yield f"No counterpart was found for the {kind} {', '.join(found)}."

    def losses(self, companions: list[Framework]) -> list[Loss]:
        """Return what mapping sets have no place for."""
        rows = [row for _, found in self.rows.values() for _, row in found]
        named = [row for framework, _, row in self.vain if framework.iri in self.rows]
        ours = self.catalogue.category_by_iri.keys()
        entries = self.catalogue.entries
        where = "mapping sets name requirements; ciso-assistant describes them"
        return [
            Loss(
                "grounds and relations as SSSOM has them",
                len(rows),
                "as-extension",
                "lines of the annotation that can be read back; relationship, rationale and "
                "strength are CISO Assistant's own",
            ),
            Loss(
                "rows of a category",
                sum(bool({row.subject_id, row.object_id} & ours) for row in rows),
                "as-extension",
                "they map nodes that are not assessed, so no result follows from them",
            ),
            Loss(
                "rows that found no counterpart",
                len(named),
                "as-extension",
                "lines of the set's annotation; its description names measures and requirements",
            ),
            Loss(
                "rows that found no counterpart in a framework that nothing is mapped to",
                len(self.vain) - len(named),
                "not",
                "a mapping set without mappings is refused",
            ),
            Loss(
                "frameworks that CISO Assistant does not ship in this form",
                len(companions),
                "as-extension",
                "companion frameworks in the library, with URNs of mitigraph's own",
            ),
            Loss.of_foreign_rows(self.catalogue.foreign_rows(self._choices)),
            Loss("statements", len(entries), "not", where),
            Loss(
                "classifications",
                sum(len(e.category) + sum(len(e.facet(n)) for n in FACET_NAMES) for e in entries),
                "not",
                where,
            ),
            Loss("expert opinions", sum(len(e.opinions) for e in entries), "not", where),
            Loss("other names", sum(len(e.alt_labels) for e in entries), "not", where),
            Loss("record numbers", sum(len(e.identifiers) for e in entries), "not", where),
            Loss("links to sources", sum(len(e.measure.source) for e in entries), "not", where),
        ]


def _end(row: Mapping) -> Iri:
    """Return what a row says to have no counterpart."""
    return row.object_id if row.subject_id == NO_TERM_FOUND else row.subject_id
