"""What a framework package holds, read into a graph of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from mitigraph.errors import DataError, FaultyInputError
from mitigraph.mapping import mapping_statements, read_sssom
from mitigraph.packages.installed import PACKAGE_GRAPHS, FrameworkPackage
from mitigraph.query import catalog
from mitigraph.query.rows import answer_rows
from mitigraph.reader import read_into
from mitigraph.reader.catalog import unresolved_imports
from mitigraph.store.protocol import Store
from mitigraph.terms import Iri, Quad, compact

__all__ = ["load_package"]


def load_package(store: Store, package: FrameworkPackage) -> list[str]:
    """Load the framework and the mappings of a package; what follows is still to be derived.

    Args:
        store: Where to, beside what is in it; it stays as it was if anything can't be read.
        package: A package without a fault.

    Returns:
        What its author should know.

    Raises:
        DataError: If a file can't be used, or a scheme has the short id of another one.
        FaultyInputError: If rows of a mapping set are refused, with all of them.
    """
    graph = Iri(PACKAGE_GRAPHS + package.name)
    try:
        for path in package.ontology:
            read_into(store, path, graph=graph)
        warnings = list(_load_mappings(store, graph, package))
        _check_short_ids(store)
        return [*warnings, *_oddities(store, graph, package)]
    except BaseException:
        store.clear(graph)
        raise


def _load_mappings(store: Store, graph: Iri, package: FrameworkPackage) -> Iterator[str]:
    """Load the mapping sets, and yield what was left out of them.

    Raises:
        DataError: If a file can't be used.
        FaultyInputError: If rows are refused.
    """
    for path in package.mappings:
        read = read_sssom(path)
        if read.refused:
            raise FaultyInputError(str(path), read.refused)
        statements = mapping_statements(read.mapping_set)
        store.add(Quad(*statement[:3], graph) for statement in statements)
        yield from map(str, read.warnings)


def _check_short_ids(store: Store) -> None:
    """Refuse two schemes that are written alike for short: an id has to mean one thing.

    Raises:
        DataError: If there are such.
    """
    schemes: dict[str, set[Iri]] = defaultdict(set)
    for row in answer_rows(store, "schemes"):
        schemes[compact(row.iri("scheme"))].add(row.iri("scheme"))
    for short, iris in schemes.items():
        if len(iris) > 1:
            raise DataError(
                f"{' and '.join(sorted(iris))} are both written {short} for short",
                code="duplicate-id",
                remedy="give the scheme of the package another key",
            )


def _oddities(store: Store, graph: Iri, package: FrameworkPackage) -> Iterator[str]:
    """Yield what is odd in a package but loses nothing."""
    start = f"framework package {package.name}"
    for iri in unresolved_imports(store, graph):
        yield f"{start} imports {iri}, which is not known here and not fetched"
    if not any(row.text("package") == graph for row in answer_rows(store, "frameworks")):
        yield f"{start} describes no mg:Framework, so nothing in it counts as a control"
    for query in catalog(package.query_folders).values():
        if query.shadows:
            yield f"{start} has a query {query.name}, which stands in for the shipped one"
