"""Coding tables: what one coder gave each record of a dataset, facet by facet, by the codebook.

One row is one record, coded on seven facets. Cells hold codes or slugs of concepts; of several
values, parted by blanks, the first is the primary one. `unclassifiable`, `not-applicable` and, for
risks, `general` stand for no value. `confidence` is seven letters (h, m, l), one a facet in the
order of the columns. The codebook (`ontology/codebook.md`) says what the values mean.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from mitigraph.errors import Code, UnknownTermError
from mitigraph.importers.report import Finding, Imported
from mitigraph.importers.statements import Assessed, assessment, clean_line
from mitigraph.model import Concept
from mitigraph.reader.rows import CsvRow, read_rows
from mitigraph.terms import BASE, MG, Iri, Quad, assessment_iri

__all__ = ["ADJUDICATED", "CODED", "COLUMNS", "PASSES", "read_coding", "supersede"]

#: Column -> facet name and the scheme that it is coded in, in the order of `confidence`.
CODED: Final[dict[str, tuple[str, str]]] = {
    "record_kind": ("kind", "record-kind/1"),
    "category": ("category", "airi-mitigation/2"),
    "actor": ("actor", "actor/1"),
    "stage": ("stage", "lifecycle/1"),
    "function": ("function", "function/1"),
    "risk": ("risk", "risk-domain/1"),
    "means": ("means", "measure-kind/1"),
}
COLUMNS: Final = ("record", *CODED, "confidence", "rationale")
_MOST: Final = {"actor": 6, "stage": 6, "risk": 3}
_CONFIDENCE: Final = {"h": "high", "m": "medium", "l": "low"}
_GENERAL: Final = "general"
_GENERAL_MEANS: Final = "General: it would serve against most risks rather than particular ones."
_WITHOUT_VALUE: Final = ("unclassifiable", "not-applicable")
#: A reason for one facet: "stage: tests come before release | risk: no risk is named".
_REASON: Final = re.compile(r"\s*(\w+):\s+(\S.*?)\s*(?:\||$)")

_DATASET: Final = Iri(BASE + "id/dataset/mit-2025")
_BY_MODEL: Final = Assessed(
    assessor=Iri(BASE + "id/agent/mitigraph-first-coder"),
    status="curated",
    method="language-model",
    confidence="unknown",
    generated="2026-11-25T19:20:00Z",
    source=_DATASET,
)

#: The adjudicated coding of the shipped records: its table is the third of `ontology/coding/`.
ADJUDICATED: Final = replace(
    _BY_MODEL,
    assessor=Iri(BASE + "id/agent/mitigraph-curators"),
    method="language-model-adjudicated",
    generated="2026-11-25T19:30:00Z",
)
#: The two passes that it rests on, by the stem of their tables.
PASSES: Final[dict[str, Assessed]] = {
    "first-pass": _BY_MODEL,
    "second-pass": replace(_BY_MODEL, assessor=Iri(BASE + "id/agent/mitigraph-second-coder")),
}

#: Finds the concept that a cell means: facet name and text in, concept out.
Resolve = Callable[[str, str], Concept]


class _RefusedError(ValueError):
    """Why a row is not made."""

    def __init__(self, code: Code, message: str) -> None:
        super().__init__(message)
        self.code: Code = code


@dataclass(frozen=True, slots=True)
class _Value:
    concept: Concept | None
    outcome: str
    why: str | None = None


@dataclass(frozen=True, slots=True)
class _Coded:
    values: dict[str, list[_Value]]
    confidence: str
    rationale: str
    reasons: Mapping[str, str]


def read_coding(
    path: Path,
    *,
    resolve: Resolve,
    measures: Mapping[str, Iri],
    by: Assessed,
    only: Iri | None = None,
) -> Imported:
    """Read the codings of one coder.

    Args:
        path: A table (.tsv or .csv), UTF-8, with the columns `COLUMNS` and, in an adjudicated one,
            `reasons`: why facets were decided as they were ("stage: tests come first | risk: ...").
        resolve: Finds the concept that a cell means.
        measures: The measure of each record number; records of one measure beyond the first are
            read and counted, and add nothing.
        by: The coder, time, method and status of all the codings. Its confidence is not used: each
            coding states its own.
        only: The one measure whose rows to read; the others are passed over.

    Returns:
        Seven or more assessments a row, in the order of the rows and the columns, and the account
        of all rows.

    Raises:
        DataError: If the file as a whole can't be used.
    """
    result = Imported("rows")
    seen: set[str] = set()
    done: set[Iri] = set()
    for row in read_rows(path, COLUMNS, ("reasons",)):
        record = clean_line(row.cells.get("record", ""))
        if only is not None and measures.get(record) != only:
            continue
        result.records += 1
        try:
            _admit(row, record, measures, seen)
            coded = _read(row.cells, resolve)
        except _RefusedError as refused:
            finding = Finding("error", refused.code, str(path), row.place, record, str(refused))
            result.findings.append(finding)
            continue
        seen.add(record)
        result.made += 1
        if measures[record] not in done:
            done.add(measures[record])
            result.quads.extend(_assessments(measures[record], coded, by))
    return result


def supersede(earlier: Iterable[Quad], by: Assessed) -> Iterator[Quad]:
    """Yield that the primary coding of each facet supersedes earlier assessments of it.

    Args:
        earlier: Statements about the earlier assessments, their measures and schemes among them.
        by: The later coder and time.
    """
    measures: dict[str, Iri] = {}
    schemes: dict[str, Iri] = {}
    for quad in earlier:
        if quad.predicate in (MG["assesses"], MG["inScheme"]):
            found = measures if quad.predicate == MG["assesses"] else schemes
            found[quad.subject] = Iri(str(quad.object))
    for node, scheme in schemes.items():
        later = assessment_iri(measures[node], scheme, by.assessor, by.generated)
        yield Quad(later, MG["supersedes"], Iri(node))


def _admit(row: CsvRow, record: str, measures: Mapping[str, Iri], seen: set[str]) -> None:
    if row.fault:
        raise _RefusedError("schema", row.fault)
    if record not in measures:
        raise _RefusedError("dangling-ref", "no measure has this record number")
    if record in seen:
        raise _RefusedError("duplicate-id", "the record is coded twice")


def _read(cells: Mapping[str, str], resolve: Resolve) -> _Coded:
    confidence = cells["confidence"].strip()
    if len(confidence) != len(CODED) or not _CONFIDENCE.keys() >= set(confidence):
        wanted = f"confidence is {len(CODED)} letters out of h, m and l"
        raise _RefusedError("wrong-type", wanted)
    values: dict[str, list[_Value]] = {}
    for column, (facet, scheme) in CODED.items():
        try:
            values[column] = list(_values(column, cells[column], facet, scheme, resolve))
        except UnknownTermError as error:
            raise _RefusedError("unknown-term", f"column {column}: {error}") from error
    rationale = clean_line(cells["rationale"])
    if not rationale:
        raise _RefusedError("empty-text", "no rationale")
    reasons = dict(_REASON.findall(cells.get("reasons", "")))
    if stray := sorted(set(reasons) - set(CODED)):
        raise _RefusedError("unknown-term", f"reasons for {', '.join(stray)}, which is no column")
    return _Coded(values, confidence, rationale, reasons)


def _values(column: str, cell: str, facet: str, scheme: str, resolve: Resolve) -> Iterator[_Value]:
    """Yield the values of one cell, the primary one first."""
    texts = cell.split()
    most = _MOST.get(column, 1)
    if not texts or len(texts) > most or len(set(texts)) < len(texts):
        wanted = "one value" if most == 1 else f"one to {most} different values"
        raise _RefusedError("wrong-type", f'column {column}: wanted {wanted}, got "{cell.strip()}"')
    if len(texts) > 1 and not {_GENERAL, *_WITHOUT_VALUE}.isdisjoint(texts):
        both = f'column {column}: "{cell.strip()}" joins a value with the word for none'
        raise _RefusedError("wrong-type", both)
    for text in texts:
        if column == "risk" and text == _GENERAL:
            yield _Value(None, "not-applicable", _GENERAL_MEANS)
        elif text in _WITHOUT_VALUE:
            yield _Value(None, text)
        else:
            concept = resolve(facet, f"{scheme}/{text}")
            yield _Value(concept, "residual" if concept.residual else "assigned")


def _assessments(measure: Iri, coded: _Coded, by: Assessed) -> Iterator[Quad]:
    for (column, values), letter in zip(coded.values.items(), coded.confidence, strict=True):
        for ordinal, value in enumerate(values, 1):
            yield from assessment(
                measure,
                Iri(f"{BASE}scheme/{CODED[column][1]}"),
                value.concept.iri if value.concept else None,
                value.outcome,
                replace(by, confidence=_CONFIDENCE[letter]),
                rationale=coded.reasons.get(column) or value.why or coded.rationale,
                ordinal=ordinal,
                numbered=len(values) > 1,
            )
