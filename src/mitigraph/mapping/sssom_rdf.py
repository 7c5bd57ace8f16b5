"""SSSOM's RDF form as it stands: what every mapping says, made or not, and every fault.

A row is an `owl:Axiom` that a set lists, or one with grounds that none lists; and a triple with a
mapping property of SKOS that no axiom stands for, which is no mapping of SSSOM and refused.

Sources:
    SSSOM 1.1, OWL/RDF serialisation (https://mapping-commons.github.io/sssom/spec-formats-owl/).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Named
from typing import Any, Final

from mitigraph.errors import DataError
from mitigraph.mapping.slots import COLUMNS, OTHER_COLUMNS, OTHER_SET_SLOTS, REQUIRED, SET_SLOTS
from mitigraph.mapping.sssom_reader import Place, Row, SssomReader, SssomTable
from mitigraph.mapping.statements import MAPPING_PROPERTIES, SET_PROPERTIES
from mitigraph.terms import PREFIXES, BlankNode, Iri, Literal, Quad, Term

__all__ = ["sssom_rdf_tables"]

_SSSOM, _SKOS = PREFIXES["sssom"], PREFIXES["skos"]
_TYPE: Final = Iri(PREFIXES["rdf"] + "type")
_SET: Final = Iri(_SSSOM + "MappingSet")
_LISTS: Final = Iri(_SSSOM + "mappings")
_GROUNDS: Final = Iri(_SSSOM + "mapping_justification")
_SET_SLOTS: Final = {
    **{Iri(_SSSOM + name): name for name in (*SET_SLOTS, "sssom_version")},
    **{predicate: name for name, predicate in SET_PROPERTIES.items()},
}
_ROW_SLOTS: Final = {
    **{Iri(_SSSOM + name): name for name in COLUMNS},
    **{predicate: name for name, predicate in MAPPING_PROPERTIES.items()},
}
_MATCHES: Final = frozenset(
    Iri(f"{_SKOS}{name}Match") for name in ("exact", "close", "broad", "narrow", "related")
)

_Said = dict[Term, dict[Iri, list[Term]]]


def sssom_rdf_tables(
    quads: Iterable[Quad], *, path: str, otherwise: Named[str, str] | None = None
) -> list[SssomTable]:
    """Read the mapping sets that statements describe as they stand; no fault stops anything.

    Args:
        quads: All statements of a file.
        path: The file, for messages.
        otherwise: Slots of a set to take where the file doesn't have them.

    Returns:
        One table a set, by IRI. A mapping that no set lists belongs to the first; so does a match
        without grounds.

    Raises:
        DataError: If there is neither a set nor a mapping.
    """
    said: _Said = defaultdict(lambda: defaultdict(list))
    for quad in sorted(set(quads), key=repr):
        if quad.object not in said[quad.subject][quad.predicate]:
            said[quad.subject][quad.predicate].append(quad.object)
    sets: list[Term] = [node for node in said if _SET in said[node].get(_TYPE, ())]
    listed = {one: node for node in sets for one in said[node].get(_LISTS, ())}
    loose = [node for node in said if _GROUNDS in said[node] and node not in listed]
    if not sets and not loose:
        raise DataError(
            "no mapping set of SSSOM in it",
            path=path,
            code="schema",
            remedy="give SSSOM's RDF form: a sssom:MappingSet with its mappings",
        )
    tables = []
    for number, node in enumerate(sets or [BlankNode("none")]):
        reader = SssomReader(
            path,
            {**(otherwise or {}), **_metadata(node, said.get(node, {}))},
            names="iris",
            place=_name(node) if sets else "whole file",
        )
        rows = [*said.get(node, {}).get(_LISTS, ()), *(loose if not number else ())]
        _tell_left_out(reader, node, rows, said)
        made = [_row(reader, row, said) for row in rows]
        if not number:
            made += _bare(reader, said, {*listed, *loose}, {*sets})
        reader.table.rows = tuple(made)
        tables.append(reader.table)
    return tables


def _name(node: Term) -> str:
    return "a set without an IRI" if isinstance(node, BlankNode) else str(node)


def _metadata(node: Term, said: Named[Iri, list[Term]]) -> dict[str, Any]:
    found: dict[str, Any] = {"mapping_set_id": str(node)} if isinstance(node, Iri) else {}
    for predicate, terms in said.items():
        slot = _SET_SLOTS.get(predicate)
        if slot is not None:
            texts = [str(term) for term in terms]
            found[slot] = texts[0] if len(texts) == 1 else texts
    if isinstance(version := found.get("sssom_version"), str):
        found["sssom_version"] = version.removeprefix(_SSSOM + "version")
    return found


def _tell_left_out(reader: SssomReader, node: Term, rows: Iterable[Term], said: _Said) -> None:
    """Say what of the set and of its mappings has no place, each property once."""
    place = Place(_name(node))
    for predicate in said.get(node, {}):
        if predicate not in (_TYPE, _LISTS) and predicate not in _SET_SLOTS:
            name = predicate.removeprefix(_SSSOM)
            reader.leave_out(f"property {name}", place, known=name in OTHER_SET_SLOTS)
    properties = dict.fromkeys(one for row in rows for one in said.get(row, {}))
    for predicate in properties:
        if predicate != _TYPE and predicate not in _ROW_SLOTS:
            name = predicate.removeprefix(_SSSOM)
            reader.leave_out(f"property {name} of mappings", place, known=name in OTHER_COLUMNS)


def _row(reader: SssomReader, node: Term, said: _Said) -> Row:
    if node not in said:
        return reader.unusable(
            Place(str(node)),
            DataError(
                "the set lists a mapping that the file does not describe",
                code="dangling-ref",
                remedy="add it or take it off the list",
            ),
        )
    given: dict[str, str | list[str]] = {}
    for predicate, terms in said[node].items():
        slot = _ROW_SLOTS.get(predicate)
        if slot is not None:
            texts = [_text(slot, term) for term in terms]
            given[slot] = texts[0] if len(texts) == 1 else texts
    ends = " ".join(str(given.get(name, "?")) for name in ("subject_id", "object_id"))
    return reader.row(Place(str(node) if isinstance(node, Iri) else f"mapping {ends}"), given)


def _text(slot: str, term: Term) -> str:
    """Return a term as a row has it; where an IRI has to stand, anything else is told apart."""
    if slot in REQUIRED and isinstance(term, Literal | BlankNode):
        return f'"{term}"' if isinstance(term, Literal) else "a blank node"
    return str(term)


def _bare(
    reader: SssomReader, said: _Said, axioms: Iterable[Term], sets: Iterable[Term]
) -> Iterator[Row]:
    """Yield a refused row for each match without grounds; say how much else is passed over."""
    reified = {
        tuple(said[node].get(MAPPING_PROPERTIES[end], [None])[0] for end in REQUIRED[:3])
        for node in axioms
        if node in said
    }
    known, others = {*axioms, *sets}, 0
    for subject in said:
        if subject in known:
            continue
        for predicate, terms in said[subject].items():
            for target in terms:
                if (subject, predicate, target) in reified:
                    continue
                if predicate not in _MATCHES:
                    others += 1
                    continue
                yield reader.unusable(
                    Place(str(subject)),
                    DataError(
                        f"{predicate.removeprefix(_SKOS)} {target}: a match without grounds",
                        code="missing-field",
                        remedy="say mapping_justification in an owl:Axiom of the set",
                    ),
                )
    if others:
        reader.leave_out(
            f"what {others} statements say of other things", Place("whole file"), known=False
        )
