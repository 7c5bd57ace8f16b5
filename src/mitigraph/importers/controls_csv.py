"""A list of controls as a table: the simplest form of a framework, one row a control.

The columns are `id`, and as far as they are known `title`, `description`, `broader` (the id of the
control that it is part of, in an earlier row) and `source` (an IRI where it can be read). A
standard whose text may not be passed on is a list of numbers alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from mitigraph.errors import DataError
from mitigraph.importers.frameworks import Control, Framework, framework_statements
from mitigraph.importers.licences import text_allowed
from mitigraph.importers.provenance import Origin, file_iri, origin_statements
from mitigraph.importers.registry import ImportChoices
from mitigraph.importers.report import Finding, Imported
from mitigraph.importers.statements import clean_line, clean_text
from mitigraph.reader.rows import CsvRow, read_rows
from mitigraph.terms import BASE, Iri, expand

__all__ = ["COLUMNS", "read"]

COLUMNS: Final = ("id", "title", "description", "broader", "source")
_CODE: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_. ()-]*")


def read(path: Path, choices: ImportChoices) -> Imported:
    """Read a list of controls.

    Args:
        path: The table, UTF-8; columns that are not `COLUMNS` are refused, so that a misspelt one
            is not lost.
        choices: `key` names the scheme and `title` the framework; without them the file's name
            does.

    Returns:
        The framework with what could be made, and the account of all rows.

    Raises:
        DataError: If the file as a whole can't be used.
    """
    result = Imported("rows")
    key, major = choices.scheme(path.stem)
    title = choices.title or path.stem
    kept = text_allowed(choices.licence) and not choices.ids_only
    controls: dict[str, Control] = {}
    for row in read_rows(path, COLUMNS[:1], COLUMNS[1:]):
        result.records += 1
        try:
            control = _control(row, controls, title=title, text_kept=kept)
        except DataError as refused:
            name = clean_line(row.cells.get("id", ""))
            result.findings.append(
                Finding("error", refused.code, str(path), row.place, name, refused.reason)
            )
        else:
            controls[control.code] = control
    result.made = len(controls)
    framework = Framework(
        key=key,
        major=major,
        title=title,
        description=f"The controls of {title}, as a list gives them.",
        version=choices.version or str(major),
        pattern="",
        source=choices.source or file_iri(path),
        derived_from=(file_iri(path),),
        rights="licence as stated" if choices.licence else "rights not stated",
        licence=choices.licence,
        note=(
            "Descriptions are those of the list."
            if kept
            else "Only ids, names and places are rendered; what a control asks for stands in the "
            "framework itself."
        ),
    )
    result.graph = Iri(f"{BASE}graph/{key}-{major}")
    result.quads.extend(
        framework_statements(framework, list(controls.values()), module_header=choices.module)
    )
    origin = Origin(title, (path,), choices.version, choices.licence, choices.source, kept)
    result.quads.extend(origin_statements(result.graph, origin, parts=[framework.scheme]))
    return result


def _control(row: CsvRow, known: Mapping[str, Control], *, title: str, text_kept: bool) -> Control:
    """Return what a row describes.

    Raises:
        DataError: If it can't be used.
    """
    if row.fault:
        raise DataError(row.fault, code="schema")
    name, label, broader = (
        clean_line(row.cells.get(one, "")) for one in ("id", "title", "broader")
    )
    if not _CODE.fullmatch(name):
        raise DataError(
            "expected an id of letters, digits, full stops, hyphens and blanks", code="bad-id"
        )
    if first := known.get(_code(name)):
        same = "the id" if first.notation == name else f'the same IRI as the id "{first.notation}"'
        raise DataError(f"{same} of an earlier row", code="duplicate-id")
    if broader and _code(broader) not in known:
        raise DataError(f'no row above has the id "{broader}"', code="dangling-ref")
    description = clean_text(row.cells.get("description", ""))
    definition = f"{name} of {title}" + (f": {label}." if label else ".")
    source = clean_line(row.cells.get("source", ""))
    iri = expand(source)
    if source and not iri:
        raise DataError(f'source "{source}" is no IRI', code="bad-id")
    return Control(
        _code(name),
        name,
        label or name,
        description if description and text_kept else definition,
        broader=_code(broader) if broader else None,
        source=iri,
    )


def _code(name: str) -> str:
    return re.sub("[ ()]+", "-", name).strip("-")
