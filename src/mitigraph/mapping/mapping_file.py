"""Any file of mappings, read for what it says and for what is wrong with it.

A tab-separated file is read as SSSOM. Any other is read as RDF: a row is an `owl:Axiom` of SSSOM's
OWL form, or a triple with a mapping property of SKOS that no such axiom stands for.

Sources:
    SSSOM 1.1, TSV and OWL/RDF serialisations (https://mapping-commons.github.io/sssom/).
    SKOS Reference, section 10 (https://www.w3.org/TR/skos-reference/#mapping).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping as Named
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Final

from mitigraph.errors import DataError
from mitigraph.mapping.contradictions import Claim
from mitigraph.mapping.findings import Finding, Severity
from mitigraph.mapping.mapping_set import Mapping
from mitigraph.mapping.sssom_reader import Fault, SssomTable
from mitigraph.mapping.sssom_table import sssom_table
from mitigraph.reader import read_into
from mitigraph.reader.text import read_text
from mitigraph.store.oxigraph import OxigraphStore
from mitigraph.terms import PREFIXES, BlankNode, Iri, Term
from mitigraph.validate.locate import locate

__all__ = ["MappingFile", "read_mapping_file"]

_OWL, _RDF, _SKOS, _SSSOM = (PREFIXES[name] for name in ("owl", "rdf", "skos", "sssom"))
_SLOTS: Final = {
    Iri(_OWL + "annotatedSource"): "subject_id",
    Iri(_OWL + "annotatedProperty"): "predicate_id",
    Iri(_OWL + "annotatedTarget"): "object_id",
    **{
        Iri(_SSSOM + name): name
        for name in (
            "mapping_justification",
            "predicate_modifier",
            "confidence",
            "similarity_score",
        )
    },
}
_ENDS: Final = ("subject_id", "predicate_id", "object_id")
_SKOS_MATCHES: Final = frozenset(
    f"{_SKOS}{name}"
    for name in (
        "exactMatch",
        "closeMatch",
        "broadMatch",
        "narrowMatch",
        "relatedMatch",
        "mappingRelation",
    )
)
_RANGE: Final = "write a number from 0 to 1"
_LINE: Final = re.compile(r"\bline (\d+)")


@dataclass(slots=True)
class MappingFile:
    """What a file says.

    Args:
        path: The file, as it was given.
        mapping_set_id: The set that it says it is; empty where it says none that can be used.
        set_line: The line in which it says so.
        rows: How many rows it has.
        refused: How many of them can't be used as mappings.
        claims: What the rows say that name both terms and a predicate, refused or not.
        findings: What is wrong with the file, its rows and slots taken by themselves.
    """

    path: str
    mapping_set_id: str = ""
    set_line: int | None = 1
    rows: int = 0
    refused: int = 0
    claims: list[Claim] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def find(
        self, line: int | None, code: str, severity: Severity, message: str, remedy: str
    ) -> None:
        """Add a finding in this file."""
        self.findings.append(Finding(self.path, line, code, severity, message, remedy))

    def tell(self, line: int | None, error: DataError, severity: Severity) -> None:
        """Add what a reader says as a finding in this file."""
        self.find(line, error.code, severity, error.reason, error.remedy or "")


def read_mapping_file(path: Path) -> MappingFile:
    """Read a file of mappings, however faulty.

    A file that can't be read at all, such as one that is not well-formed, has one finding that says
    why, and all its rows are refused.

    Raises:
        DataError: If there is no such file or it can't be opened.
        UnsupportedFormatError: If its name is neither that of a tab-separated nor of an RDF file.
    """
    file = MappingFile(str(path))
    try:
        if path.suffix.lower() == ".tsv":
            _read_tsv(file, path)
        else:
            _read_rdf(file, path)
    except DataError as error:
        if error.code == "unreadable":
            raise
        line = _LINE.search(error.place or "")
        file.tell(int(line[1]) if line else None, error, "error")
        if path.suffix.lower() == ".tsv" and error.code not in ("encoding", "empty-text"):
            file.rows = file.refused = _table_lines(read_text(path))
    else:
        if not file.rows:
            file.find(
                None,
                "empty-text",
                "warning",
                "there is no mapping in it",
                "check that it is the file that you mean",
            )
    return file


def _table_lines(text: str) -> int:
    """Return how many lines a table has that can't be read, without its metadata and header."""
    body = (line for line in text.splitlines() if line.strip() and not line.startswith("#"))
    return max(0, sum(1 for _ in body) - 1)


def _read_tsv(file: MappingFile, path: Path) -> None:
    table = sssom_table(read_text(path), path=str(path))
    file.mapping_set_id = str(table.described.get("mapping_set_id") or "")
    file.set_line = table.lines.get("mapping_set_id", 1)
    for fault in table.faults:
        file.tell(fault.line, fault.error, "error")
    for fault in table.warnings:
        file.tell(fault.line, fault.error, _severity(fault))
    _check_namespaces(file, table)
    for row in table.rows:
        file.rows += 1
        file.refused += bool(row.faults)
        for error in row.faults:
            if error.code == "duplicate-id":
                file.find(row.line, error.code, "warning", error.reason, "keep one of the two")
            else:
                file.tell(row.line, error, "error")
        if row.subject_id and row.predicate_id and row.object_id:
            said = (row.subject_id, row.predicate_id, row.object_id)
            file.claims.append(Claim(*said, row.denied, file.path, row.line))


def _severity(fault: Fault) -> Severity:
    """Return how grave it is that a value is left out: wrong values are errors, odd forms slips."""
    return "error" if fault.error.code in ("bad-id", "wrong-type") else "warning"


def _check_namespaces(file: MappingFile, table: SssomTable) -> None:
    """Find used prefixes whose namespace runs into the name behind it."""
    for prefix, namespace, line in table.unseparated():
        file.find(
            line,
            "no-separator",
            "warning",
            f'prefix "{prefix}" stands for {namespace}, which ends without # or /: '
            "the name behind runs into it",
            "end the namespace as the vocabulary does",
        )


class _Triples:
    """What of an RDF file has to do with mappings."""

    def __init__(self, path: Path) -> None:
        store = OxigraphStore()
        read_into(store, path)
        axioms: dict[Term, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
        self.listed: set[Term] = set()
        self.sets: set[Iri] = set()
        plain: set[tuple[Term, Iri, Term]] = set()
        for quad in store.quads():
            if slot := _SLOTS.get(quad.predicate):
                axioms[quad.subject][slot].append(quad.object)
            elif quad.predicate in _SKOS_MATCHES:
                plain.add((quad.subject, quad.predicate, quad.object))
            elif quad.predicate == _SSSOM + "mappings":
                self.listed.add(quad.object)
            elif quad.object == _SSSOM + "MappingSet" and isinstance(quad.subject, Iri):
                self.sets.add(quad.subject)
        self.axioms = {
            node: slots
            for node, slots in axioms.items()
            if node in self.listed or _is_mapping(slots)
        }
        reified = {
            tuple(slots[end][0] if len(slots[end]) == 1 else None for end in _ENDS)
            for slots in self.axioms.values()
        }
        self.plain = sorted((one for one in plain if one not in reified), key=str)
        nodes = {_place_of(node, slots) for node, slots in self.axioms.items()}
        found = locate(nodes | self.sets | {one[0] for one in self.plain}, [path])
        self.lines = {node: place.line for node, place in found.items()}


def _read_rdf(file: MappingFile, path: Path) -> None:
    triples = _Triples(path)
    if len(triples.sets) == 1:
        (this,) = triples.sets
        file.mapping_set_id, file.set_line = str(this), triples.lines.get(this)
    for node, slots in triples.axioms.items():
        _axiom(file, slots, triples.lines.get(_place_of(node, slots)))
    for empty in sorted(map(str, triples.listed - triples.axioms.keys())):
        file.rows += 1
        file.refused += 1
        file.find(
            file.set_line,
            "dangling-ref",
            "error",
            f"the set lists a mapping that the file does not describe: {empty}",
            "add it or take it off the list",
        )
    for subject, predicate, target in triples.plain:
        file.rows += 1
        line = triples.lines.get(subject)
        if isinstance(subject, Iri) and isinstance(target, Iri):
            file.claims.append(Claim(subject, predicate, target, False, file.path, line))
            continue
        file.refused += 1
        end, value = ("object", target) if isinstance(subject, Iri) else ("subject", subject)
        _no_iri(file, line, end, value)
    file.claims.sort(key=lambda one: (one.line or 0, one))  # a store has no order of its own


def _is_mapping(slots: Named[str, list[Term]]) -> bool:
    """Return whether an axiom is a mapping, and not an annotation of some other statement."""
    return "mapping_justification" in slots or any(
        predicate in _SKOS_MATCHES for predicate in slots.get("predicate_id", ())
    )


def _place_of(node: Term, slots: Named[str, list[Term]]) -> Term:
    """Return the node by whose description a row is found in the text.

    That is the axiom, or the subject of its mapping if it has no IRI.
    """
    return (slots.get("subject_id") or [node])[0] if isinstance(node, BlankNode) else node


def _axiom(file: MappingFile, slots: Named[str, list[Term]], line: int | None) -> None:
    """Add what an axiom says, and what keeps it from being a mapping."""
    before = len(file.findings)
    given = {
        slot: value
        for slot in _SLOTS.values()
        if (value := _value(file, line, slot, slots.get(slot, []))) is not None
    }
    subject, predicate, target = (given.get(end) for end in _ENDS)
    if isinstance(subject, Iri) and isinstance(predicate, Iri) and isinstance(target, Iri):
        denied = given.get("predicate_modifier") == "Not"
        file.claims.append(Claim(subject, predicate, target, denied, file.path, line))
    score = given.pop("similarity_score", None)
    if len(file.findings) == before:
        try:
            Mapping(**given)
        except DataError as error:
            file.tell(line, error, "error")
    file.rows += 1
    file.refused += len(file.findings) > before
    if score is not None and not 0 <= score <= 1:
        message = f"similarity_score {score} is not from 0 to 1"
        file.find(line, "wrong-type", "error", message, _RANGE)


def _value(file: MappingFile, line: int | None, slot: str, values: list[Term]) -> Any:
    """Return the one value of a slot; None where there is none, which may be a finding."""
    needed = slot in (*_ENDS, "mapping_justification")
    if not values:
        if needed:
            file.find(line, "missing-field", "error", f"a mapping has no {slot}", "fill it in")
        return None
    if len(values) > 1:
        message = f"a mapping has {len(values)} values of {slot}"
        file.find(line, "schema", "error", message, "keep one of them")
        return None
    (value,) = values
    if needed:
        if not isinstance(value, Iri):
            _no_iri(file, line, slot, value)
        return value
    if slot == "predicate_modifier":
        return str(value)
    with suppress(InvalidOperation):
        number = Decimal(str(value))
        if number.is_finite():
            return number
    file.find(line, "wrong-type", "error", f'{slot} "{value}" is no number', _RANGE)
    return None


def _no_iri(file: MappingFile, line: int | None, slot: str, value: Term) -> None:
    words = "a blank node" if isinstance(value, BlankNode) else f'"{value}"'
    file.find(line, "wrong-type", "error", f"{slot} is {words}, no IRI", "name the term by its IRI")
