"""Where the shipped ontology, shapes and queries are.

They ship inside the wheel as package data; in an editable install they are read from the checkout,
so that an edited file is what the next command uses.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

__all__ = [
    "asked_query_files",
    "check_files",
    "data_root",
    "derivation_files",
    "derived_file",
    "ontology_files",
    "query_files",
    "shape_files",
]


@cache
def data_root() -> Path:
    """Return the folder that holds `ontology/`, `shapes/` and `queries/`.

    Raises:
        FileNotFoundError: If the installation is broken and neither place exists.

    Example:
        >>> (data_root() / "ontology" / "core.ttl").is_file()
        True
    """
    package = Path(__file__).resolve().parent
    for root in (package / "_data", package.parents[1]):
        if (root / "ontology").is_dir() and (root / "queries").is_dir():
            return root
    message = f"no shipped data beside {package}; reinstall mitigraph"
    raise FileNotFoundError(message)


def ontology_files(ontology: Path | None = None) -> list[Path]:
    """Return every Turtle file that makes up the graph, in a fixed order.

    The order is header and core first, then schemes, frameworks, data, coded records, mappings and
    generated classes. Opt-in axioms are not among them.

    Args:
        ontology: The folder; the shipped one by default.
    """
    ontology = ontology or data_root() / "ontology"
    folders = ("schemes", "frameworks", "data", "records", "mappings", "generated")
    return [
        *(ontology / name for name in ("mitigraph.ttl", "core.ttl")),
        *(path for folder in folders for path in sorted((ontology / folder).glob("*.ttl"))),
    ]


def derived_file(ontology: Path | None = None) -> Path:
    """Return the file of what follows from these files and nothing else; it may be missing.

    Args:
        ontology: The folder; the shipped one by default.
    """
    return (ontology or data_root() / "ontology") / "derived" / "statements.ttl"


def shape_files() -> list[Path]:
    """Return every shipped shapes file, sorted by name."""
    return sorted((data_root() / "shapes").glob("*.ttl"))


def derivation_files() -> list[Path]:
    """Return the CONSTRUCT queries of the derivation, in the order in which they run.

    Example:
        >>> derivation_files()[0].name
        '01-direct-facets.rq'
    """
    return sorted((data_root() / "queries" / "derive").glob("*.rq"))


def query_files() -> list[Path]:
    """Return every shipped query file, sorted by path."""
    return sorted((data_root() / "queries").rglob("*.rq"))


def asked_query_files() -> list[Path]:
    """Return the named queries: not those that build the graph, nor those that check a vocabulary.

    Example:
        >>> {path.parent.name for path in asked_query_files()} & {"derive", "qskos"}
        set()
    """
    apart = {"derive", *(path.parent.name for path in check_files())}
    return [path for path in query_files() if path.parent.name not in apart]


def check_files() -> list[Path]:
    """Return the queries that check the quality of a vocabulary, sorted by family and name.

    Example:
        >>> check_files()[0].parent.name
        'foops'
    """
    return sorted((data_root() / "queries" / "quality").glob("*/*.rq"))
