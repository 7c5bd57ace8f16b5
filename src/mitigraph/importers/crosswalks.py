"""The mapping sets that ship, made from copies of the files that they compare.

Which measures of the AI Risk Mitigation Database are actions of NIST AI 600-1 or controls of the
Unified Control Framework is told by their words: both are among the documents that the database
was extracted from. Nothing of the compared texts gets into the sets.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Final

from mitigraph.importers.frameworks import Framework
from mitigraph.importers.mit_database import COLUMNS, DATASET
from mitigraph.importers.nist import ACTIONS, action_iri
from mitigraph.importers.ucf import UCF, control_iri
from mitigraph.importers.yaml_records import read_records
from mitigraph.mapping import MappingSet, lexical_matches
from mitigraph.reader.rows import read_rows
from mitigraph.terms import BASE, PREFIXES, Iri, measure_iri

__all__ = ["mit_to_credo_ucf", "mit_to_nist_ai_600_1"]

_VERSION: Final = "0.1.0"
_DATE: Final = "2026-11-25"
_SNAPSHOT: Final = "2025-07-23"
_LICENSE: Final = Iri("https://creativecommons.org/licenses/by/4.0/")
_CURATORS: Final = Iri(BASE + "id/agent/mitigraph-curators")
_DATABASE: Final = Iri(f"{BASE}id/dataset/{DATASET}")
_PREF_LABEL: Final = Iri(PREFIXES["skos"] + "prefLabel")


def mit_to_nist_ai_600_1(database: Path, actions: Path) -> MappingSet:
    """Return which records that the database took from NIST AI 600-1 are which of its actions.

    Args:
        database: The CSV of mitigations.
        actions: The YAML file with `id` and `description` of each action under `actions`.

    Raises:
        DataError: If a file can't be used.
    """
    texts = {
        action_iri(record.cells["id"]): record.cells["description"]
        for record in read_records(actions, "actions", ("id", "description"))
        if not record.fault
    }
    mappings = lexical_matches(
        dict(_records(database, "NIST2024", "Action Definition")),
        texts,
        confidence=Decimal("0.95"),
        comment=(
            "The record's definition and the action's text have the same words in the same order; "
            "the database names the document as the record's source. No person has reviewed it."
        ),
    )
    return replace(
        _set_to(ACTIONS),
        mapping_set_title="AI Risk Mitigation Database to NIST AI 600-1",
        mapping_set_description=(
            "Records of the database that are suggested actions of NIST AI 600-1, word for word."
        ),
        comment=(
            "Case, punctuation and white space do not count. A record that differs from its action "
            "in a word, or in a blank that one of the two lacks, is not in the set."
        ),
        mappings=mappings,
    )


def mit_to_credo_ucf(database: Path, controls: Path) -> MappingSet:
    """Return which records that the database took from the framework's paper are which controls.

    Args:
        database: The CSV of mitigations.
        controls: The YAML file with `id` and `name` of each control under `actions`.

    Raises:
        DataError: If a file can't be used.
    """
    names = {
        control_iri(record.cells["id"]): record.cells["name"]
        for record in read_records(controls, "actions", ("id", "name"))
        if not record.fault
    }
    mappings = lexical_matches(
        dict(_records(database, "Eisenberg2025", "Action Name")),
        names,
        normalise=str.strip,
        confidence=Decimal("0.9"),
        comment=(
            "The two names are equal; the database names the framework's paper as the record's "
            "source. What the names stand for was not compared, and no person has reviewed it."
        ),
        unmatched="No control's name equals the record's; a similar one was not looked for.",
    )
    return replace(
        _set_to(UCF),
        mapping_set_title="AI Risk Mitigation Database to the Unified Control Framework",
        mapping_set_description=(
            "Records that the database took from the paper on the Unified Control Framework, and "
            "the controls of the same name."
        ),
        subject_match_field=(_PREF_LABEL,),
        object_match_field=(_PREF_LABEL,),
        comment="Blanks around a name do not count; everything else of it does.",
        mappings=mappings,
    )


def _set_to(framework: Framework) -> MappingSet:
    """Return what the sets say alike, without their mappings."""
    return MappingSet(
        mapping_set_id=Iri(f"{BASE}mapping/{DATASET}_{framework.key}/{_VERSION}"),
        license=_LICENSE,
        mapping_set_version=_VERSION,
        creator_id=(_CURATORS,),
        mapping_date=_DATE,
        subject_source=_DATABASE,
        subject_source_version=_SNAPSHOT,
        object_source=framework.scheme,
        object_source_version=framework.version,
        mapping_tool="mitigraph",
        mapping_tool_version=_VERSION,
    )


def _records(database: Path, source: str, column: str) -> Iterator[tuple[Iri, str]]:
    """Yield the measure and one column of each usable record that is from a source."""
    for row in read_rows(database, COLUMNS):
        if not row.fault and row.cells["Action Source"].strip() == source:
            record = row.cells["Action ID"].strip().partition("_")[0]
            yield measure_iri(DATASET, record), row.cells[column]
