"""NIST's AI Risk Management Framework, and the actions that its generative AI profile suggests.

The core (4 functions, 19 categories, 72 subcategories) comes from a CSV with the columns `id`,
`function`, `level` and `text`; its outcomes are quoted, for they are a work of the United States
government. The 212 actions come from a YAML file; only their ids are taken, which name the
subcategory that each is for, and the definitions are made by a template.

Sources:
    NIST AI 100-1 (2023), section 5 (https://doi.org/10.6028/NIST.AI.100-1).
    NIST AI 600-1 (2024), section 3 (https://doi.org/10.6028/NIST.AI.600-1).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from pathlib import Path
from typing import Final

from mitigraph.errors import DataError
from mitigraph.importers.frameworks import Control, Framework, Level, framework_statements
from mitigraph.importers.report import Finding, Imported
from mitigraph.importers.statements import clean_line, clean_text
from mitigraph.importers.yaml_records import YamlRecord, read_records
from mitigraph.reader.rows import CsvRow, read_rows
from mitigraph.terms import BASE, Iri, concept_iri

__all__ = ["ACTIONS", "AI_RMF", "COLUMNS", "action_iri", "read_nist_ai_600_1", "read_nist_ai_rmf"]

COLUMNS: Final = ("id", "function", "level", "text")
#: The functions in their order, by the letters that start the id of an action.
_FUNCTIONS: Final = {"GV": "GOVERN", "MP": "MAP", "MS": "MEASURE", "MG": "MANAGE"}
_FUNCTION: Final = f"({'|'.join(_FUNCTIONS.values())})"
_NUMBER: Final = "[1-9][0-9]?"
_ID: Final = re.compile(f"{_FUNCTION}(?: {_NUMBER}(?:[.]{_NUMBER})?)?")
_ACTION: Final = re.compile(f"({'|'.join(_FUNCTIONS)})-({_NUMBER}[.]{_NUMBER})-[0-9]{{3}}")
#: What stands in the column `level`, by how many numbers an id has, and how many the core has.
_LEVELS: Final = {"function": 4, "category": 19, "subcategory": 72}
#: Actions of the profile as published.
_ACTIONS: Final = 212
_AI_100_1: Final = Iri("https://doi.org/10.6028/NIST.AI.100-1")
_AI_600_1: Final = Iri("https://doi.org/10.6028/NIST.AI.600-1")
_NIST: Final = Iri(BASE + "id/agent/nist")
_RIGHTS: Final = (
    "work of the United States government, not subject to copyright in the United States"
)

AI_RMF: Final = Framework(
    key="nist-ai-rmf",
    title="NIST AI Risk Management Framework 1.0, core",
    description=(
        "The functions of managing AI risk, divided into categories and subcategories of outcomes."
    ),
    version="1.0",
    pattern=f"^{_FUNCTION}( {_NUMBER}([.]{_NUMBER})?)?$",
    source=_AI_100_1,
    derived_from=(_AI_100_1,),
    rights=_RIGHTS,
    rights_holder=_NIST,
    levels=(
        Level("functions", f"^{_FUNCTION}$"),
        Level("categories", f"^{_FUNCTION} {_NUMBER}$"),
        Level("subcategories", f"^{_FUNCTION} {_NUMBER}[.]{_NUMBER}$"),
    ),
    note=(
        "Attribution: National Institute of Standards and Technology, NIST AI 100-1 (2023). The "
        "definitions are quoted from it; it gives no other names than the codes."
    ),
)
ACTIONS: Final = Framework(
    key="nist-ai-600-1",
    title="NIST AI 600-1, suggested actions for generative AI",
    description=(
        "The actions that NIST's profile for generative AI suggests for subcategories of the AI "
        "Risk Management Framework."
    ),
    version="2024-07",
    pattern=f"^({'|'.join(_FUNCTIONS)})-{_NUMBER}[.]{_NUMBER}-[0-9]{{3}}$",
    source=Iri(BASE + "id/source/nist2024"),
    derived_from=(_AI_600_1, Iri(BASE + "id/source/nist2024")),
    rights=_RIGHTS,
    rights_holder=_NIST,
    note=(
        "Attribution: National Institute of Standards and Technology, NIST AI 600-1 (2024). Only "
        "the ids are rendered; what an action says stands in the document."
    ),
)


def read_nist_ai_rmf(path: Path) -> Imported:
    """Read the core of the AI RMF.

    Args:
        path: The CSV, UTF-8, with the columns `COLUMNS`; a category follows its function and a
            subcategory its category.

    Returns:
        The framework with what could be made, and the account of all rows. That the core has more
        or fewer is a warning.

    Raises:
        DataError: If the file as a whole can't be used.
    """
    result = Imported("rows")
    controls: dict[str, Control] = {}
    for row in read_rows(path, COLUMNS):
        result.records += 1
        try:
            control = _outcome(row, controls)
        except DataError as refused:
            _refuse(result, path, row, refused)
        else:
            controls[control.notation] = control
    result.made = len(controls)
    made = Counter(_level(name) for name in controls)
    for level, count in _LEVELS.items():
        _count(result, path, level, made[level], count)
    result.quads.extend(framework_statements(AI_RMF, list(controls.values())))
    return result


def _outcome(row: CsvRow, known: dict[str, Control]) -> Control:
    """Return what a row describes.

    Raises:
        DataError: If it can't be used.
    """
    if row.fault:
        raise DataError(row.fault, code="schema")
    cells = {name: clean_line(row.cells[name]) for name in COLUMNS}
    name, text = cells["id"], clean_text(row.cells["text"])
    if not (matched := _ID.fullmatch(name)):
        raise DataError("expected a function and numbers, such as GOVERN 1.1", code="bad-id")
    if name in known:
        raise DataError("the id of an earlier row", code="duplicate-id")
    level = _level(name)
    if (cells["function"], cells["level"]) != (matched[1], level):
        raise DataError(
            f"the id is that of a {level} of {matched[1]}; the columns say otherwise", code="schema"
        )
    if not text:
        raise DataError("text is empty", code="empty-text")
    parent = re.sub("[ .]?[0-9]+$", "", name)
    top = level == "function"
    if not top and parent not in known:
        raise DataError(f"no {parent} above it", code="dangling-ref")
    return Control(
        code=name.replace(" ", "-"),
        notation=name,
        label=name,
        definition=text,
        broader=None if top else parent.replace(" ", "-"),
        source=_AI_100_1,
        exact_match=concept_iri("function", 1, name.lower()) if top else None,
    )


def _level(name: str) -> str:
    return list(_LEVELS)[len(re.findall("[ .]", name))]


def action_iri(name: str) -> Iri:
    """Return the IRI of an action by its id.

    Example:
        >>> action_iri("GV-1.1-001")
        Iri('https://w3id.org/mitigraph/scheme/nist-ai-600-1/1/GV-1.1-001')
    """
    return concept_iri(ACTIONS.key, 1, name)


def read_nist_ai_600_1(path: Path, subcategories: Collection[str]) -> Imported:
    """Read the actions of NIST AI 600-1.

    Args:
        path: The YAML file; a list of records with `id` stands under `actions`.
        subcategories: The codes of the subcategories that there are: "GOVERN 1.1", ...

    Returns:
        The framework with what could be made, in the order of the subcategories and numbers, and
        the account of all records. That the profile has more or fewer is a warning.

    Raises:
        DataError: If the file as a whole can't be used.
    """
    result = Imported("records")
    made: dict[str, str] = {}
    for record in read_records(path, "actions", ("id",)):
        result.records += 1
        try:
            name, subcategory = _suggestion(record, made, subcategories)
        except DataError as refused:
            _refuse(result, path, record, refused)
        else:
            made[name] = subcategory
    result.made = len(made)
    _count(result, path, "action", len(made), _ACTIONS)
    controls = [_action(name, made[name]) for name in sorted(made, key=_order)]
    result.quads.extend(framework_statements(ACTIONS, controls))
    return result


def _suggestion(
    record: YamlRecord, known: Collection[str], subcategories: Collection[str]
) -> tuple[str, str]:
    """Return an action's id and the subcategory that it names.

    Raises:
        DataError: If the record can't be used.
    """
    if record.fault:
        raise DataError(record.fault, code="schema")
    name = clean_line(record.cells["id"])
    if not (matched := _ACTION.fullmatch(name)):
        raise DataError("expected an id such as GV-1.1-001", code="bad-id")
    if name in known:
        raise DataError("the id of an earlier record", code="duplicate-id")
    subcategory = f"{_FUNCTIONS[matched[1]]} {matched[2]}"
    if subcategory not in subcategories:
        raise DataError(f"no subcategory {subcategory}", code="dangling-ref")
    return name, subcategory


def _order(name: str) -> tuple[int, ...]:
    letters, subcategory, number = name.split("-")
    return (list(_FUNCTIONS).index(letters), *map(int, subcategory.split(".")), int(number))


def _action(name: str, subcategory: str) -> Control:
    return Control(
        code=name,
        notation=name,
        label=name,
        definition=(
            f"Action {name} of NIST AI 600-1, which suggests it for subcategory {subcategory} "
            "where the AI is generative."
        ),
        suggested_for=concept_iri(AI_RMF.key, 1, subcategory.replace(" ", "-")),
    )


def _count(result: Imported, path: Path, what: str, made: int, published: int) -> None:
    """Tell that a file has not as many of something as was published: it may be cut off."""
    if made != published:
        message = f"{made} of kind {what}, where {published} are published"
        result.findings.append(
            Finding("warning", "missing-field", str(path), "whole file", "", message)
        )


def _refuse(result: Imported, path: Path, record: CsvRow | YamlRecord, refused: DataError) -> None:
    name = clean_line(record.cells.get("id", ""))
    result.findings.append(
        Finding("error", refused.code, str(path), record.place, name, refused.reason)
    )
