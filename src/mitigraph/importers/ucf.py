"""The controls of the Unified Control Framework: their ids and names, which are facts.

What a control asks for in detail is the authors' text and is not taken.

Sources:
    Eisenberg and others (2025), The Unified Control Framework
    (https://doi.org/10.48550/arXiv.2503.05937).
"""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path
from typing import Final

from mitigraph.errors import DataError
from mitigraph.importers.frameworks import Control, Framework, framework_statements
from mitigraph.importers.report import Finding, Imported
from mitigraph.importers.statements import clean_line
from mitigraph.importers.yaml_records import YamlRecord, read_records
from mitigraph.terms import BASE, Iri, concept_iri

__all__ = ["UCF", "control_iri", "read_credo_ucf"]

_ID: Final = re.compile(r"credo-act-control-[0-9]{3}")

UCF: Final = Framework(
    key="credo-ucf",
    title="Unified Control Framework, controls",
    description=(
        "The controls with which the Unified Control Framework joins risk management and the "
        "duties that laws lay on organisations that use AI."
    ),
    version="2025-03",
    pattern="^credo-act-control-[0-9]{3}$",
    source=Iri(BASE + "id/source/eisenberg2025"),
    derived_from=(Iri("https://github.com/IBM/ai-atlas-nexus"),),
    rights="licence of the framework not stated; only ids and names of its controls are rendered",
    note=(
        "The ids are those of the AI Atlas Nexus, which numbers the controls; the paper gives "
        "their names."
    ),
)


def control_iri(name: str) -> Iri:
    """Return the IRI of a control by its id.

    Example:
        >>> control_iri("credo-act-control-001")
        Iri('https://w3id.org/mitigraph/scheme/credo-ucf/1/credo-act-control-001')
    """
    return concept_iri(UCF.key, 1, name)


def read_credo_ucf(path: Path) -> Imported:
    """Read the controls.

    Args:
        path: The YAML file; a list of records with `id` and `name` stands under `actions`.

    Returns:
        The framework with what could be made, in the order of the file, and the account of all
        records.

    Raises:
        DataError: If the file as a whole can't be used.
    """
    result = Imported("records")
    controls: dict[str, Control] = {}
    for record in read_records(path, "actions", ("id", "name")):
        result.records += 1
        try:
            control = _control(record, controls)
        except DataError as refused:
            name = clean_line(record.cells.get("id", ""))
            result.findings.append(
                Finding("error", refused.code, str(path), record.place, name, refused.reason)
            )
        else:
            controls[control.code] = control
    result.made = len(controls)
    result.quads.extend(framework_statements(UCF, list(controls.values())))
    return result


def _control(record: YamlRecord, known: Collection[str]) -> Control:
    """Return what a record describes.

    Raises:
        DataError: If it can't be used.
    """
    if record.fault:
        raise DataError(record.fault, code="schema")
    name, label = (clean_line(record.cells[key]) for key in ("id", "name"))
    if not _ID.fullmatch(name):
        raise DataError("expected an id such as credo-act-control-001", code="bad-id")
    if name in known:
        raise DataError("the id of an earlier record", code="duplicate-id")
    if not label:
        raise DataError("name is empty", code="missing-field")
    definition = f"What the Unified Control Framework asks for under the name: {label}."
    return Control(name, name, label, definition)
