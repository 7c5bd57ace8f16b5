"""Tables of measures: CSV, TSV, JSON and a workbook; one row or object a measure.

The rows come from named queries, so that a table says what every other face says. CSV and TSV hold
the text as it is: a spreadsheet program may take a cell that starts with `=`, `+`, `-` or `@` for a
formula, so open such files by importing columns as text, or use `xlsx`, where every such cell is
marked as text.

Sources:
    RFC 4180 for CSV (with line feeds as line ends); IANA text/tab-separated-values.
"""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO, Final

from mitigraph.interchange import Choices
from mitigraph.model import FACETS
from mitigraph.query import run
from mitigraph.store.protocol import Solutions, Store
from mitigraph.terms import PREFIXES, Iri, Term, compact

__all__ = [
    "COLUMNS",
    "Row",
    "answer_rows",
    "measure_rows",
    "write_csv",
    "write_json",
    "write_tsv",
    "write_xlsx",
]

#: Columns of a table of measures.
COLUMNS: Final = (
    "id",
    "label",
    "definition",
    "category",
    "category_label",
    "actor",
    "stage",
    "function",
    "risk",
    "source",
    "status",
    "iri",
)

#: A row: text by column, or lists of texts where there may be several.
Row = Mapping[str, str | list[str]]

_DEFINITION: Final = Iri(PREFIXES["skos"] + "definition")
_FACET_NAMES: Final = {facet.iri: name for name, facet in FACETS.items()}


def measure_rows(store: Store) -> Iterator[dict[str, str | list[str]]]:
    """Yield a row for each measure of a store, ordered by label, then IRI.

    Facets are lists of short ids in the order of their schemes; `<facet>_label` has their labels,
    with the notation in front where there is one. `source` holds ids, `status` the review statuses
    that the measure rests on. Empty where nothing is known.
    """
    labels = {row["measure"]: row.get("label") for row in answer_rows(store, "measures-by-facet")}
    definitions: dict[Term, list[str]] = defaultdict(list)
    for row in answer_rows(store, "measure"):
        if row["property"] == _DEFINITION:
            definitions[row["measure"]].append(str(row["value"]))
    values: dict[Term, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in answer_rows(store, "measure-facets"):
        facet = _FACET_NAMES.get(Iri(row["facet"]))
        concept = compact(str(row["concept"]))
        if facet and concept not in values[row["measure"]][facet]:
            values[row["measure"]][facet].append(concept)
            values[row["measure"]][facet + "_label"].append(_title(row, concept))
    for row in answer_rows(store, "measure-sources"):
        values[row["measure"]]["source"].append(compact(str(row["source"])))
    for row in answer_rows(store, "measure-status"):
        values[row["measure"]]["status"].append(slug(row["status"]))
    for measure, label in labels.items():
        held = values.get(measure, {})
        made: dict[str, str | list[str]] = {
            "id": compact(str(measure)),
            "label": str(label if label is not None else compact(str(measure))),
            "definition": "; ".join(sorted(definitions.get(measure, ()))),
        }
        for name in FACETS:
            made[name] = held.get(name, [])
            made[name + "_label"] = held.get(name + "_label", [])
        made["source"], made["status"] = held.get("source", []), held.get("status", [])
        made["iri"] = str(measure)
        yield made


def _title(row: Mapping[str, Term], concept: str) -> str:
    label = str(row.get("conceptLabel", concept))
    return f"{row['notation']} {label}" if "notation" in row else label


def slug(term: Term) -> str:
    """Return the last part of a concept's IRI, which is a word in the schemes of values."""
    return str(term).rpartition("/")[2]


def answer_rows(store: Store, query: str) -> Iterator[dict[str, Term]]:
    """Yield the rows of a named query, what is unbound left out."""
    answer = run(store, query)
    assert isinstance(answer, Solutions)  # noqa: S101 - shipped queries of this package SELECT
    for row in answer:
        pairs = zip(answer.variables, row, strict=True)
        yield {variable: term for variable, term in pairs if term is not None}


def joined(value: str | list[str] | None) -> str:
    """Return a cell's text; several values are joined by "; "."""
    if isinstance(value, list):
        return "; ".join(value)
    return value or ""


def write_csv(store: Store, target: BinaryIO) -> int:
    """Write the measures of a store as CSV; return how many."""
    return table_csv(measure_rows(store), target)


def write_tsv(store: Store, target: BinaryIO) -> int:
    """Write the measures of a store as TSV; tabs and line ends in a cell become blanks."""
    return table_tsv(measure_rows(store), target)


def write_json(store: Store, target: BinaryIO) -> int:
    """Write the measures of a store as a JSON array; where there may be several values, lists."""
    return table_json(measure_rows(store), target)


def write_xlsx(
    store: Store,
    target: BinaryIO,
    whole: Store | None = None,
    taxonomy: str | None = None,
    choices: Choices | None = None,
) -> int:
    """Write measures and all that is said of them as a workbook; return how many measures.

    Args:
        store: What is written.
        target: Where to.
        whole: What it is a selection of, where it is one.
        taxonomy: The taxonomy whose crosswalks to write; None for the newest.
        choices: The frameworks whose crosswalks to write.

    Raises:
        MissingExtraError: If openpyxl is not installed.
    """
    from mitigraph.exporters.workbook import write_workbook

    return write_workbook(store, target, whole, taxonomy, choices)


def table_csv(rows: Iterable[Row], target: BinaryIO) -> int:
    r"""Write rows as CSV (UTF-8, line feeds); return how many.

    Example:
        >>> target = io.BytesIO()
        >>> table_csv([{"id": "a", "actor": ["x", "y"]}], target)
        1
        >>> target.getvalue().splitlines()[1]
        b'a,,,,,x; y,,,,,,'
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    written = 0
    for row in rows:
        writer.writerow([joined(row.get(name)) for name in COLUMNS])
        written += 1
    target.write(text.getvalue().encode())
    return written


def table_tsv(rows: Iterable[Row], target: BinaryIO) -> int:
    """Write rows as TSV (UTF-8, line feeds); return how many."""
    lines = ["\t".join(COLUMNS)]
    lines.extend(
        "\t".join(" ".join(joined(row.get(name)).split()) for name in COLUMNS) for row in rows
    )
    target.write(("\n".join(lines) + "\n").encode())
    return len(lines) - 1


def table_json(rows: Iterable[Row], target: BinaryIO) -> int:
    """Write rows as a JSON array, one object a line; return how many."""
    objects: list[str] = []
    for row in rows:
        chosen: dict[str, Any] = {name: row.get(name, "") for name in COLUMNS}
        objects.append(json.dumps(chosen, ensure_ascii=False))
    target.write(("[\n" + ",\n".join(objects) + "\n]\n").encode())
    return len(objects)
