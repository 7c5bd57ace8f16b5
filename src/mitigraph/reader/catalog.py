"""What `owl:imports` of a user's file means: the modules that ship, and nothing from the network.

`ontology/catalog-v001.xml` says which module's IRI stands for which file, in the form that Protégé
reads. The modules in it are part of the shipped graph, so an import of one needs nothing more.

Sources:
    OASIS XML Catalogs 1.1 (https://www.oasis-open.org/committees/entity/spec-2001-08-06.html),
    element `uri`.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING
from xml.parsers import expat

from mitigraph import resources
from mitigraph.store.protocol import Solutions, Store
from mitigraph.terms import Iri, n3

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["modules", "unresolved_imports"]


@cache
def modules() -> dict[Iri, Path]:
    """Return the shipped ontology modules: IRI and file. Empty if there is no catalog.

    Example:
        >>> all(path.suffix == ".ttl" for path in modules().values())
        True
    """
    catalog = resources.data_root() / "ontology" / "catalog-v001.xml"
    found: dict[Iri, Path] = {}

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == "uri":
            found[Iri(attributes["name"])] = catalog.parent / attributes["uri"]

    if catalog.is_file():
        parser = expat.ParserCreate()
        parser.StartElementHandler = start
        parser.Parse(catalog.read_bytes(), True)
    return found


def unresolved_imports(store: Store, graph: Iri | None = None) -> tuple[Iri, ...]:
    """Return what is imported in a graph (or in any), and is neither shipped nor in the store.

    Sorted. An ontology counts as in the store if the store holds a description of it.
    """
    where = "?by owl:imports ?iri"
    if graph is not None:
        where = f"GRAPH {n3(graph)} {{ {where} }}"
    answer = store.query(
        f"SELECT DISTINCT ?iri WHERE {{ {where} FILTER NOT EXISTS {{ ?iri a owl:Ontology }} }}"
    )
    assert isinstance(answer, Solutions)  # noqa: S101 - it is a SELECT
    return tuple(sorted(iri for (iri,) in answer if isinstance(iri, Iri) and iri not in modules()))
