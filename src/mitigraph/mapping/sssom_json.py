"""SSSOM's JSON form as it stands: what every mapping says, made or not, and every fault.

Sources:
    SSSOM 1.1, JSON serialisation (https://mapping-commons.github.io/sssom/).
"""

from __future__ import annotations

from collections.abc import Mapping as Named
from typing import Any

from mitigraph.errors import DataError
from mitigraph.mapping.sssom_reader import Place, Row, SssomReader, SssomTable
from mitigraph.reader.json import pointer

__all__ = ["sssom_json_table"]


def sssom_json_table(
    document: Any, *, path: str, otherwise: Named[str, str] | None = None
) -> SssomTable:
    """Read a document in the JSON form as it stands; a fault of the set stops nothing.

    Prefixes count from `curie_map` and, as some tools write them, from `@context`.

    Args:
        document: What the file holds.
        path: The file, for messages.
        otherwise: Slots of the set to take where the file doesn't have them.

    Raises:
        DataError: If it is no object with an array `mappings`.

    Example:
        >>> table = sssom_json_table({"mappings": [{"subject_id": "x:a"}, 1]}, path="x.json")
        >>> [(row.place, len(row.faults)) for row in table.rows]
        [('/mappings/0', 4), ('/mappings/1', 1)]
    """
    rows = document.get("mappings") if isinstance(document, Named) else None
    if not isinstance(rows, list):
        raise DataError(
            "no object with an array mappings",
            path=path,
            place=pointer("mappings"),
            code="schema",
            remedy="give a mapping set in SSSOM's JSON form",
        )
    metadata: dict[str, Any] = dict(otherwise or {})
    for slot, value in document.items():
        if slot not in ("mappings", "curie_map") and not slot.startswith("@") and value is not None:
            metadata[slot] = _texts(value)
    metadata["curie_map"] = _prefixes(document)
    reader = SssomReader(path, metadata, place="metadata")
    names = dict.fromkeys(name for row in rows if isinstance(row, dict) for name in row)
    reader.check_columns(
        [name for name in names if not name.startswith("@")], Place(pointer("mappings"))
    )
    table = reader.table
    table.rows = tuple(_row(reader, number, row) for number, row in enumerate(rows))
    return table


def _prefixes(document: Named[str, Any]) -> Any:
    """Return the prefixes; what is no namespace stays as it is, to be told of."""
    context = document.get("@context")
    found = {
        prefix: value
        for prefix, value in (context.items() if isinstance(context, dict) else ())
        if isinstance(value, str) and "://" in value and not prefix.startswith("@")
    }
    given = document.get("curie_map")
    if given is None:
        return found
    if not isinstance(given, dict):
        return given
    return found | {
        prefix: value.get("prefix_url") if isinstance(value, dict) else value
        for prefix, value in given.items()
    }


def _row(reader: SssomReader, number: int, row: Any) -> Row:
    place = Place(pointer("mappings", number))
    if not isinstance(row, dict):
        return reader.unusable(place, DataError("a mapping is no object", code="wrong-type"))
    given = {name: _texts(value) for name, value in row.items() if value is not None}
    wrong = [name for name, value in given.items() if not isinstance(value, str | list)]
    if wrong:
        return reader.unusable(
            place,
            DataError(
                f"{wrong[0]} is neither text, a number nor an array of texts",
                code="wrong-type",
                remedy="write it as SSSOM's schema has it",
            ),
        )
    return reader.row(place, given)


def _texts(value: Any) -> Any:
    """Return a value as text or a list of texts; what is neither stays as it is, as a dict."""
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return value
    return {"": value}
