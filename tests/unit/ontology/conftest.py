"""The shipped graph, and the facts of others that it is held against."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest
from rdflib import Graph

from mitigraph.resources import data_root

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def _graph(paths: Iterable[Path]) -> Graph:
    graph = Graph()
    for path in paths:
        graph.parse(path, format="turtle")
    return graph


@pytest.fixture(scope="session")
def data() -> Graph:
    """All of ontology/data."""
    return _graph(sorted((data_root() / "ontology" / "data").glob("*.ttl")))


@pytest.fixture(scope="session")
def schemes() -> Graph:
    """All of ontology/schemes."""
    return _graph(sorted((data_root() / "ontology" / "schemes").glob("*.ttl")))


def _rows(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


@pytest.fixture(scope="session")
def database(shared: Path) -> dict[str, dict[str, str]]:
    """The published database, by record number."""
    found = _rows(shared / "real" / "mit" / "mitigation-database-2025-07-23.csv")
    return {row["Action ID"].partition("_")[0]: row for row in found}


@pytest.fixture(scope="session")
def documents(shared: Path) -> list[dict[str, str]]:
    """The documents that the published database was made from."""
    folder = shared / "real" / "mit"
    return _rows(folder / "mitigation-database-included-documents-2025-07-23.csv")


@pytest.fixture(scope="session")
def study(shared: Path) -> dict[str, dict[str, str]]:
    """What is known of the 27 measures, by record number in the published database."""
    found = _rows(shared / "reference" / "uuk2024_measures.tsv", "\t")
    return {row["saeri831_ids"].partition("_")[0]: row for row in found}
