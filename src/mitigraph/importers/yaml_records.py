"""The records of a YAML file, one by one, with the place of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mitigraph.errors import DataError
from mitigraph.reader.text import read_text
from mitigraph.reader.yaml import YamlMapping, YamlSequence, parse_yaml

__all__ = ["YamlRecord", "read_records"]


@dataclass(frozen=True, slots=True)
class YamlRecord:
    """A record: `number` counts from 1, `line` is the file's line that it starts on.

    `cells` has the fields that were asked for. `fault` says what is wrong with the record's form;
    its cells are then not to be used.
    """

    number: int
    line: int
    cells: dict[str, str]
    fault: str | None = None

    @property
    def place(self) -> str:
        """Where the record is, as a person says it."""
        return f"record {self.number} (line {self.line})"


def read_records(path: Path, key: str, wanted: Sequence[str]) -> Iterator[YamlRecord]:
    """Yield the records of the list that stands under a key of the file.

    Args:
        path: The file, UTF-8, whose outermost value is a mapping.
        key: The key of the list.
        wanted: The fields of a record that are read as text; there may be others.

    Raises:
        DataError: If the file can't be read, is no such YAML, or has no list under the key.
    """
    document = parse_yaml(read_text(path), path=str(path))
    records = document.get(key) if isinstance(document, YamlMapping) else None
    if not isinstance(records, YamlSequence):
        raise DataError(
            f'no list under "{key}"',
            path=str(path),
            place="whole file",
            code="missing-field",
            remedy=f"the file has to start with `{key}:` and its records below",
        )
    for number, (record, line) in enumerate(zip(records, records.lines, strict=True), 1):
        if not isinstance(record, YamlMapping):
            yield YamlRecord(number, line, {}, "no mapping of fields to values")
            continue
        nested = [name for name in wanted if not isinstance(record.get(name, ""), str)]
        fault = f"{', '.join(nested)} is no text" if nested else None
        cells = {name: record.get(name, "") for name in wanted if name not in nested}
        yield YamlRecord(number, line, cells, fault)
