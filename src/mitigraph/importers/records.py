"""The list of records that ships: what each is called, and what it says in mitigraph's words.

One row is one record of the published AI Risk Mitigation Database: number, name, source and code in
the first taxonomy are facts of it, the definition is mitigraph's own, and the digest is that of the
untouched original.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from mitigraph.errors import DataError, UnknownTermError
from mitigraph.importers.mit_database import DATASET, published_category
from mitigraph.importers.statements import (
    IDENTIFIER,
    Assessed,
    assessment,
    clean_line,
    measure_statements,
)
from mitigraph.model import Concept
from mitigraph.reader.rows import CsvRow, read_rows
from mitigraph.terms import (
    BASE,
    MG,
    Iri,
    Literal,
    Quad,
    identifier_datatype,
    measure_iri,
    source_iri,
)

__all__ = ["COLUMNS", "NAVIGATOR", "measures_by_record", "read_navigator_codes", "read_records"]

COLUMNS: Final = ("record", "name", "source", "code", "text", "digest", "definition")

#: The navigator's own classifications: preliminary, of unknown date.
NAVIGATOR: Final = Assessed(
    assessor=Iri(BASE + "id/agent/airi-navigator"),
    status="preliminary",
    method="language-model",
    confidence="unknown",
    source=Iri(BASE + "id/dataset/airi-navigator"),
    note="The date of this classification is not published.",
)


def read_navigator_codes(
    path: Path,
    *,
    resolve: Callable[[str, str], Concept],
    measures: Mapping[str, Iri],
    only: Iri | None = None,
) -> Iterator[Quad]:
    """Yield the navigator's classifications in the second taxonomy of records that are in both.

    Args:
        path: The list, TSV, UTF-8: `record`, the number in the published database, and `code`.
        resolve: Finds the concept that a code means.
        measures: The measure of each record number.
        only: The one measure whose row to read.

    Raises:
        DataError: If the list is not well-formed, or names a record or a code that there is not.
    """
    scheme = Iri(BASE + "scheme/airi-mitigation/2")
    for row in read_rows(path, ("record", "code")):
        record, code = row.cells.get("record", ""), row.cells.get("code", "")
        if row.fault or record not in measures:
            reason = row.fault or f"{record}: no measure has this record number"
            raise DataError(
                reason,
                path=str(path),
                place=row.place,
                code="schema" if row.fault else "dangling-ref",
            )
        if only is not None and measures[record] != only:
            continue
        try:
            concept = resolve("category", f"airi-mitigation/2/{code}")
        except UnknownTermError as error:
            raise DataError(
                str(error), path=str(path), place=row.place, code="unknown-term"
            ) from error
        outcome = "residual" if concept.residual else "assigned"
        yield from assessment(measures[record], scheme, concept.iri, outcome, NAVIGATOR)


def read_records(path: Path, described: Iterable[str] = ()) -> Iterator[Quad]:
    """Yield the statements about the records, in the order of the rows.

    Args:
        path: The list, TSV, UTF-8; `text` is "yes" where the database has a definition.
        described: Record numbers that something else describes; they are passed over.

    Raises:
        DataError: If the list is not well-formed or a row of it is not.
    """
    known = set(described)
    for row in read_rows(path, COLUMNS):
        if row.fault:
            raise DataError(row.fault, path=str(path), place=row.place, code="schema")
        if row.cells["record"] not in known:
            yield from _record(row)


def _record(row: CsvRow) -> Iterator[Quad]:
    cells = {name: clean_line(cell) for name, cell in row.cells.items()}
    measure = measure_iri(DATASET, cells["record"])
    yield from measure_statements(
        measure,
        label=cells["name"],
        identifier=Literal(cells["record"], identifier_datatype(DATASET)),
        source=source_iri(cells["source"]),
        definition=cells["definition"],
    )
    yield Quad(measure, MG["originalDigest"], Literal(cells["digest"]))
    if cells["code"]:
        yield from published_category(measure, cells["code"], has_text=cells["text"] == "yes")


def measures_by_record(quads: Iterable[Quad], dataset: str = DATASET) -> dict[str, Iri]:
    """Return the measure that each record number of a dataset stands for.

    Several numbers may stand for one measure, where a database enters it more than once.
    """
    datatype = identifier_datatype(dataset)
    return {
        quad.object.value: Iri(quad.subject)
        for quad in quads
        if quad.predicate == IDENTIFIER
        and isinstance(quad.object, Literal)
        and quad.object.datatype == datatype
    }
