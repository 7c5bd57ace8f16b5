"""Ways to a knowledge graph: load what ships, read a file, make one, connect to a server."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from mitigraph.knowledge_graph.graph import KnowledgeGraph
from mitigraph.packages import framework_packages
from mitigraph.reader import load_derived, load_shipped, read_into
from mitigraph.reader.formats import rdf_format_of
from mitigraph.store.oxigraph import OxigraphStore
from mitigraph.store.protocol import RdfFormat
from mitigraph.terms import BASE, Iri, Quad, n3

__all__ = ["connect", "load", "read", "standalone"]


def load(
    *files: str | Path,
    shipped: bool = True,
    passes: bool = False,
    bridges: Iterable[str] = (),
    frameworks: Iterable[str | Path] = (),
) -> KnowledgeGraph:
    """Load the shipped graph and any files beside it, and derive what follows from assessments.

    Args:
        *files: RDF files; each goes into a named graph of its own.
        shipped: Whether to load the shipped graph at all.
        passes: Whether to load the two coding passes too, that the adjudicated coding rests on.
        bridges: Names of bridges to other vocabularies ("dpv", "airo", ...), with what follows from
            their axioms.
        frameworks: Framework packages: names of installed ones, or folders; each goes into a named
            graph of its own, `check` adds its shapes and `query` knows its queries.

    Raises:
        DataError: If a file or a package can't be used.
        UnknownTermError: If there is no such bridge or package.
        UnsupportedFormatError: If a file's format can't be told from its name.

    Example:
        >>> len(load().measures())
        830
    """
    from mitigraph.derive import DERIVED, derive
    from mitigraph.derive.bridging import derive_bridged
    from mitigraph.reader.bridges import bridge_file, load_bridge

    # A misspelt name is told before anything is read.
    names = [bridge_file(name).stem for name in bridges]
    packages = framework_packages(frameworks)
    store = OxigraphStore()
    digest = load_shipped(store) if shipped else ""
    if passes:
        from mitigraph.knowledge_graph.passes import load_passes

        load_passes(store)
    before = store.graphs()
    loaded = [read_into(store, path) for path in files]
    warnings = [
        f"{file.path} imports {unresolved}, which is not known here and not fetched"
        for file in loaded
        for unresolved in file.unresolved_imports
    ]
    if packages:
        from mitigraph.packages.loading import load_package

        warnings += [told for package in packages for told in load_package(store, package)]
    alone = digest and not (passes or files or packages)
    if not alone or not load_derived(store, DERIVED, digest):
        derive(store)
    if files or packages:
        _drop_repeats(store, [*before, DERIVED])
    if names:
        for name in names:
            load_bridge(store, name)
        derive_bridged(store)
    own = [*map(Path, files), *(path for package in packages for path in package.ontology)]
    return KnowledgeGraph(store, files=own, warnings=warnings, packages=packages)


def _drop_repeats(store: OxigraphStore, first: Sequence[Iri]) -> None:
    """Leave each statement in one graph only: that of `first`, or the first by name, that has it.

    Queries see the union of all graphs, where the engine gives a statement once for each graph it
    stands in: a graph that is loaded beside its own export would multiply every join.
    """
    earlier = list(first)
    # A package comes before a file, which may be an export of what the package is part of.
    for graph in sorted(store.graphs(), key=lambda graph: "/graph/file/" in graph):
        if graph not in first:
            others = " ".join(n3(other) for other in earlier)
            store.update(
                f"DELETE {{ GRAPH {n3(graph)} {{ ?s ?p ?o }} }} WHERE {{ "
                f"GRAPH {n3(graph)} {{ ?s ?p ?o }} VALUES ?other {{ {others} }} "
                "GRAPH ?other { ?s ?p ?o } }"
            )
            earlier.append(graph)


def read(path: str | Path, *, rdf_format: str | None = None) -> KnowledgeGraph:
    """Read one RDF file by itself, as it stands: nothing is added or derived.

    Args:
        path: The file, or "-" for standard input.
        rdf_format: Its format, where its name doesn't tell.
    """
    store = OxigraphStore()
    chosen: RdfFormat | None = rdf_format_of(rdf_format) if rdf_format else None
    read_into(store, path, rdf_format=chosen)
    return KnowledgeGraph(store, files=[Path(path)])


def standalone(quads: Iterable[Quad], graph: Iri | None = None) -> KnowledgeGraph:
    """Return a graph of these statements and what derives from them, without the shipped ones.

    Args:
        quads: The statements; the graphs that they name don't count.
        graph: The named graph that they are to stand in.
    """
    from mitigraph.derive import DERIVED, derive

    own = graph or Iri(BASE + "graph/file/import")
    working = OxigraphStore()
    load_shipped(working, data=False)
    working.add(Quad(quad.subject, quad.predicate, quad.object, own) for quad in quads)
    derive(working)
    store = OxigraphStore()
    store.add(working.quads(own))
    subjects = {quad.subject for quad in working.quads(own)}
    store.add(quad for quad in working.quads(DERIVED) if quad.subject in subjects)
    return KnowledgeGraph(store)


def connect(endpoint: str) -> KnowledgeGraph:
    """Return a graph that asks a SPARQL 1.1 endpoint; nothing is loaded or derived.

    The endpoint's default graph must hold the statements, or be the union of its graphs.

    Raises:
        StoreError: If it can't be reached.
    """
    from mitigraph.store.remote import RemoteStore

    return KnowledgeGraph(RemoteStore(endpoint))
