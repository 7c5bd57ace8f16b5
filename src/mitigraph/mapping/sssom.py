"""SSSOM's tab-separated form, read with an account of every row.

Whoever wants the mappings takes `read_sssom`; whoever wants to know all that is wrong with a file
takes `mitigraph.mapping.sssom_table`, on which this stands.

Sources:
    SSSOM 1.1, TSV serialisation (https://mapping-commons.github.io/sssom/spec-formats-tsv/).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mitigraph.errors import DataError
from mitigraph.mapping.mapping_set import MappingSet
from mitigraph.mapping.sssom_table import sssom_table
from mitigraph.reader.text import read_text

__all__ = ["ReadMappings", "parse_sssom", "read_sssom"]


@dataclass(frozen=True, slots=True)
class ReadMappings:
    """A set that was read, and what became of every row of its file.

    Args:
        mapping_set: The set with the mappings that were made, in the order of the rows.
        rows: How many rows the file has; so many were made or refused.
        refused: Why a row was not made, one fault a row, with its place.
        warnings: What was left out though its row or set was made.
    """

    mapping_set: MappingSet
    rows: int
    refused: tuple[DataError, ...] = ()
    warnings: tuple[DataError, ...] = ()

    def summary(self) -> str:
        """Return the account in one line."""
        made = len(self.mapping_set.mappings)
        return f"{self.rows} rows in = {made} made + {len(self.refused)} refused"


def read_sssom(path: Path) -> ReadMappings:
    """Read a mapping set from a file in the tab-separated form.

    Raises:
        DataError: If the file as a whole can't be used; see `parse_sssom`.
    """
    return parse_sssom(read_text(path), path=str(path))


def parse_sssom(text: str, *, path: str) -> ReadMappings:
    """Read a mapping set from text in the tab-separated form.

    Args:
        text: The text.
        path: The file that it is from, for messages.

    Returns:
        The set and the account: a row with an unknown prefix, an empty required slot, an unknown
        justification, a confidence out of range, too many cells, or that repeats another one is
        refused. A slot that mitigraph has no place for is a warning, and so are a row that ends
        before its last columns, if it need not fill them, and predicates that are no match.

    Raises:
        DataError: If there is no metadata, it isn't YAML, lacks mapping_set_id or license, has a
            bad CURIE map or another version of SSSOM, or if a required column is missing.
    """
    table = sssom_table(text, path=path)
    for fault in table.faults:
        raise fault.error
    made = tuple(row.mapping for row in table.rows if row.mapping is not None)
    return ReadMappings(
        MappingSet(**table.described, mappings=made, curie_map=table.curie_map),
        len(table.rows),
        tuple(row.faults[0] for row in table.rows if row.faults),
        tuple(
            fault.error
            for fault in sorted(
                [*table.warnings, *table.left_out, *table.foreign()], key=lambda fault: fault.line
            )
        ),
    )
