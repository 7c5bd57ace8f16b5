"""Where the shipped ontology, shapes and queries are.

They ship inside the wheel as package data; in an editable install they are read from the checkout,
so that an edited file is what the next command uses.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

__all__ = ["data_root", "ontology_files", "query_files", "shape_files"]


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


def ontology_files() -> list[Path]:
    """Return every shipped Turtle file that makes up the graph, in a fixed order.

    The order is core, strict axioms and header first, then schemes, data and generated classes.
    Opt-in bridges and mappings are not among them.
    """
    ontology = data_root() / "ontology"
    folders = ("schemes", "data", "generated")
    return [
        *(ontology / name for name in ("mitigraph.ttl", "core.ttl")),
        *(path for folder in folders for path in sorted((ontology / folder).glob("*.ttl"))),
    ]


def shape_files() -> list[Path]:
    """Return every shipped shapes file, sorted by name."""
    return sorted((data_root() / "shapes").glob("*.ttl"))


def query_files() -> list[Path]:
    """Return every shipped query file, sorted by path."""
    return sorted((data_root() / "queries").rglob("*.rq"))
