"""A workbook for a meeting: measures, assessments, opinions, concepts and crosswalks, a sheet each.

A sheet "read me" says what the file is, what may be done with it and how settled it is.
The header row stays in sight and filters are on. A cell is a number where the row has one, else
text; one that starts like a formula is marked as text, so that opening the file runs nothing. Two
exports of one graph are equal byte for byte: the dates inside the file are fixed.

Sources:
    Office Open XML, ECMA-376 part 1 (SpreadsheetML); a cell holds at most 32,767 characters.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, BinaryIO, Final

from mitigraph.errors import DataError, MissingExtraError
from mitigraph.exporters.about import about_rows, crosswalk_rows
from mitigraph.exporters.tables import Row, answer_rows, joined, measure_rows, slug
from mitigraph.interchange import Catalogue, Choices, catalogue_of
from mitigraph.terms import PREFIXES, Iri, Term, compact

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from mitigraph.store.protocol import Store

__all__ = ["Sheet", "write_sheets", "write_workbook"]

#: The columns of a sheet with their widths, and its rows: numbers, texts, or lists of texts.
Sheet = tuple[Mapping[str, int], Iterable[Mapping[str, int | float | str | list[str]]]]

#: Columns and their widths, by sheet.
_SHEETS: Final[dict[str, dict[str, int]]] = {
    "measures": {
        "id": 18,
        "label": 44,
        "definition": 60,
        "category": 22,
        "category_label": 34,
        "actor_label": 20,
        "stage_label": 26,
        "function_label": 14,
        "risk_label": 34,
        "source": 24,
        "status": 22,
        "iri": 50,
    },
    "read me": {"what": 24, "says": 100},
    "assessments": {
        "id": 28,
        "measure": 18,
        "scheme": 20,
        "outcome": 14,
        "concept": 26,
        "concept_label": 34,
        "status": 14,
        "assessor": 30,
        "date": 22,
        "method": 18,
        "confidence": 12,
        "rationale": 60,
        "superseded": 12,
        "iri": 50,
    },
    "opinions": {
        "id": 26,
        "measure": 18,
        "ordinal": 8,
        "themes": 30,
        "stance": 14,
        "quantifier": 20,
        "claim": 60,
        "risk_areas": 30,
        "stronger_for": 30,
        "weaker_for": 30,
        "panel": 30,
        "source": 24,
        "status": 14,
        "superseded": 12,
        "iri": 50,
    },
    "concepts": {
        "id": 30,
        "scheme": 20,
        "notation": 12,
        "label": 34,
        "definition": 60,
        "broader": 26,
        "residual": 10,
        "deprecated": 12,
        "label_status": 14,
        "iri": 50,
    },
    "crosswalk": {
        "subject": 20,
        "subject_label": 44,
        "subject_kind": 12,
        "relation": 18,
        "framework": 18,
        "control": 16,
        "control_label": 44,
        "confidence": 12,
        "justification": 32,
        "review": 22,
        "reviewer": 36,
        "comment": 60,
        "mapping_set": 36,
        "subject_iri": 50,
        "control_iri": 50,
    },
}
_LONGEST_CELL: Final = 32767
_CUT: Final = " [cut: longer than a cell can hold]"
_FORMULA_STARTS: Final = ("=", "+", "-", "@")
#: What XML 1.0 can't hold becomes U+FFFD.
_FORBIDDEN: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: Every date inside the file; the earliest that a zip archive can say.
_DATE: Final = (1980, 1, 1, 0, 0, 0)
_STAMP: Final = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")


def write_workbook(
    store: Store,
    target: BinaryIO,
    whole: Store | None = None,
    taxonomy: str | None = None,
    choices: Choices | None = None,
) -> int:
    """Write a store as a workbook.

    Args:
        store: The store.
        target: Where to write; it is not closed.
        whole: What `store` is a selection of, where it is one: the release and the crosswalks are
            read there.
        taxonomy: The taxonomy that "read me" and the crosswalks are about; None for the newest.
        choices: The frameworks whose crosswalks to write.

    Returns:
        How many measures it holds.

    Raises:
        MissingExtraError: If openpyxl is not installed.
        UnknownTermError: If there is no such taxonomy.
    """
    measures = list(measure_rows(store))
    catalogue = _catalogue(store, measures, whole, taxonomy)
    programs = _programs(whole or store)
    matches = crosswalk_rows(catalogue, programs, choices or Choices()) if catalogue else ()
    contents: dict[str, Iterable[Mapping[str, int | float | str | list[str]]]] = {
        "measures": measures,
        "read me": about_rows(catalogue, measures),
        "assessments": _assessments(store),
        "opinions": _opinions(store),
        "concepts": _concepts(store),
        "crosswalk": matches,
    }
    counts = write_sheets(
        {name: (_SHEETS[name], rows) for name, rows in contents.items()},
        target,
        needed_for="the xlsx format",
    )
    return counts["measures"]


def _catalogue(
    store: Store, measures: Iterable[Row], whole: Store | None, taxonomy: str | None
) -> Catalogue | None:
    """Return what the measures are a catalogue of; None where no release is described."""
    chosen = [Iri(str(row["iri"])) for row in measures] if whole else None
    try:
        return catalogue_of(whole or store, measures=chosen, taxonomy=taxonomy)
    except DataError:
        return None


def _programs(store: Store) -> set[Iri]:
    """Return the agents that are programs."""
    return {
        Iri(row["agent"])
        for row in answer_rows(store, "agents")
        if row.get("kind") == PREFIXES["prov"] + "SoftwareAgent"
    }


def write_sheets(
    sheets: Mapping[str, Sheet], target: BinaryIO, *, needed_for: str
) -> dict[str, int]:
    """Write a workbook of any sheets.

    Args:
        sheets: Each sheet by its name, which may have 31 characters.
        target: Where to write; it is not closed.
        needed_for: What the user has asked for, for the message about a missing extra.

    Returns:
        How many rows each sheet holds beside its header.

    Raises:
        MissingExtraError: If openpyxl is not installed.
    """
    try:
        from openpyxl import Workbook
    except ImportError as error:
        raise MissingExtraError("xlsx", needed_for=needed_for) from error
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = "mitigraph"
    counts = {
        name: _fill(book.create_sheet(name), columns, rows)
        for name, (columns, rows) in sheets.items()
    }
    buffer = io.BytesIO()
    book.save(buffer)
    _fix_dates(buffer, target)
    return counts


def _fill(
    sheet: Worksheet,
    columns: Mapping[str, int],
    rows: Iterable[Mapping[str, int | float | str | list[str]]],
) -> int:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    sheet.append(list(columns))
    for number, width in enumerate(columns.values(), start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
        sheet.cell(1, number).font = Font(bold=True)
    wrapped = Alignment(vertical="top", wrap_text=True)
    line = 1
    for line, row in enumerate(rows, start=2):
        for number, name in enumerate(columns, start=1):
            value = row.get(name)
            if isinstance(value, (int, float)):
                sheet.cell(line, number).value = value
                continue
            text = _cell_text(joined(value))
            if not text:
                continue
            cell = sheet.cell(line, number)
            cell.value = text
            cell.data_type = "s"
            cell.alignment = wrapped
            if text.startswith(_FORMULA_STARTS):
                cell.quotePrefix = True
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{max(line, 1)}"
    return line - 1


def _cell_text(text: str) -> str:
    clean = _FORBIDDEN.sub("\ufffd", text)
    return clean if len(clean) <= _LONGEST_CELL else clean[: _LONGEST_CELL - len(_CUT)] + _CUT


def _fix_dates(written: BinaryIO, target: BinaryIO) -> None:
    """Copy a zip archive with the same date on everything in it."""
    with zipfile.ZipFile(written) as given, zipfile.ZipFile(target, "w") as made:
        for entry in given.infolist():
            data = given.read(entry)
            if entry.filename == "docProps/core.xml":
                data = _STAMP.sub(rb"\g<1>1980-01-01T00:00:00Z\g<2>", data)
            fixed = zipfile.ZipInfo(entry.filename, _DATE)
            fixed.compress_type = zipfile.ZIP_DEFLATED
            fixed.create_system = 3
            made.writestr(fixed, data)


def _assessments(store: Store) -> Iterator[Row]:
    for row in answer_rows(store, "assessments"):
        yield {
            "id": _id(row, "assessment"),
            "measure": _id(row, "measure"),
            "scheme": _id(row, "scheme"),
            "outcome": _word(row, "outcome"),
            "concept": _id(row, "concept"),
            "concept_label": " ".join(
                text for text in (_text(row, "notation"), _text(row, "conceptLabel")) if text
            ),
            "status": _word(row, "status"),
            "assessor": _text(row, "assessorName") or _id(row, "assessor"),
            "date": _text(row, "date"),
            "method": _word(row, "method"),
            "confidence": _text(row, "confidenceValue") or _word(row, "confidence"),
            "rationale": _text(row, "rationale"),
            "superseded": _text(row, "superseded"),
            "iri": _text(row, "assessment"),
        }


def _opinions(store: Store) -> Iterator[Row]:
    for row in answer_rows(store, "opinions"):
        yield {
            "id": _id(row, "opinion"),
            "measure": _id(row, "measure"),
            "ordinal": _text(row, "ordinal"),
            "themes": _text(row, "themes"),
            "stance": _text(row, "stanceLabel") or _word(row, "stance"),
            "quantifier": _text(row, "quantifierLabel") or _word(row, "quantifier"),
            "claim": _text(row, "claim"),
            "risk_areas": _text(row, "riskAreas"),
            "stronger_for": _text(row, "strongerFor"),
            "weaker_for": _text(row, "weakerFor"),
            "panel": _text(row, "panelLabel") or _id(row, "panel"),
            "source": _id(row, "source"),
            "status": _word(row, "status"),
            "superseded": _text(row, "superseded"),
            "iri": _text(row, "opinion"),
        }


def _concepts(store: Store) -> Iterator[Row]:
    for row in answer_rows(store, "concepts"):
        yield {
            "id": _id(row, "concept"),
            "scheme": _id(row, "scheme"),
            "notation": _text(row, "notation"),
            "label": _text(row, "label"),
            "definition": _text(row, "definition"),
            "broader": _id(row, "broader"),
            "residual": _text(row, "residual"),
            "deprecated": _text(row, "deprecated"),
            "label_status": _word(row, "labelStatus"),
            "iri": _text(row, "concept"),
        }


def _text(row: Mapping[str, Term], name: str) -> str:
    return str(row[name]) if name in row else ""


def _id(row: Mapping[str, Term], name: str) -> str:
    return compact(str(row[name])) if name in row else ""


def _word(row: Mapping[str, Term], name: str) -> str:
    return slug(row[name]) if name in row else ""
