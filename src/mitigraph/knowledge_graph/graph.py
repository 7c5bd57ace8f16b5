"""`KnowledgeGraph`: the shipped graph, a user's files beside it, or a remote endpoint.

Every list, count and record comes from a named query in `queries/`, so that the library, the
command line and whoever runs the query by hand see the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from mitigraph.errors import UnsupportedFormatError
from mitigraph.knowledge_graph.coverage import count_coverage
from mitigraph.knowledge_graph.measures import list_measures, measure_record
from mitigraph.knowledge_graph.names import Names
from mitigraph.knowledge_graph.rows import answer_rows
from mitigraph.knowledge_graph.search import Entry, SearchIndex
from mitigraph.knowledge_graph.trees import scheme_tree
from mitigraph.model import FACETS, Concept, Coverage, Measure, MeasureRecord, SearchHit, TreeNode
from mitigraph.query import find, run
from mitigraph.reader import load_shipped, read_into
from mitigraph.reader.formats import rdf_format_of
from mitigraph.store.oxigraph import OxigraphStore
from mitigraph.store.protocol import RdfFormat, Solutions, Store, Triples
from mitigraph.terms import BASE, Iri, Quad, Term, compact, n3

if TYPE_CHECKING:
    import networkx as nx

    from mitigraph.diff import Diff
    from mitigraph.exporters import Exported
    from mitigraph.importers.report import Imported
    from mitigraph.validate import Report

__all__ = ["KnowledgeGraph", "connect", "load", "read", "standalone"]

#: What a filter or a parameter may be given as: one name or several of which any will do.
Given = str | Term | Iterable[str | Term] | None


class KnowledgeGraph:
    """A graph of mitigation measures with everything that can be asked of it.

    Args:
        store: Where the statements are.
        files: The user's files among them, for the places that `check` names.
        warnings: What the user should know about how they were read.

    Example:
        >>> kb = load()
        >>> [m.label for m in kb.measures(category="airi-mitigation/2/1.1.2", actor="developer")]
        ['Adversarial Robustness', 'Harmlessness training']
    """

    def __init__(
        self, store: Store, *, files: Sequence[Path] = (), warnings: Sequence[str] = ()
    ) -> None:
        self.store = store
        self.files, self.warnings = tuple(files), tuple(warnings)

    @cached_property
    def names(self) -> Names:
        """Look-up of ids, codes and labels in this graph."""
        return Names(self.store)

    def measures(self, **filters: Given) -> list[Measure]:
        """Return the measures that fit all filters, by label.

        Args:
            **filters: `category`, `actor`, `stage`, `function`, `risk`, `cause`, `kind`, `means`,
                `source`, `status`: an id, code or label, or several of which any will do. A concept covers
                the narrower ones.

        Returns:
            The measures with their effective classifications; empty if none fits.

        Raises:
            UnknownTermError: If a value means nothing here; it names what comes nearest.
            QueryError: If there is no such filter.
        """
        return list_measures(self.store, self.names, self._bound("measures-by-facet", filters))

    def measure(self, name: str) -> MeasureRecord:
        """Return one measure with all that the graph says of it.

        Args:
            name: Its IRI, id ("mit-2025/A1019"), a record number in any dataset ("A1428"), or its
                name.

        Raises:
            UnknownTermError, AmbiguousTermError: If it is none or several.

        Example:
            >>> record = load().measure("A1428")
            >>> record.id, len(record.opinions)
            ('mit-2025/A1019', 10)
        """
        return measure_record(self.store, self.names, self.names.measure(name))

    def search(self, text: str, *, limit: int | None = 20, **filters: Given) -> list[SearchHit]:
        """Find measures and concepts by words, however they are spelt; best first.

        Args:
            text: Words of labels, other labels, codes, record numbers or definitions.
            limit: The most hits; None for all.
            **filters: As for `measures`; with one, only measures are found.

        Example:
            >>> load().search("adverserial robustnes")[0].label
            'Adversarial Robustness'
        """
        if not any(filters.values()):
            return self._search_index.search(text, limit=limit)
        allowed = {measure.iri for measure in self.measures(**filters)}
        hits = (hit for hit in self._search_index.search(text, limit=None) if hit.iri in allowed)
        return list(hits)[:limit]

    @cached_property
    def _search_index(self) -> SearchIndex:
        kinds = {"Measure": "measure", "Concept": "concept"}
        return SearchIndex.build(
            Entry(
                row.iri("subject"),
                kinds.get(compact(row.iri("kind")).rpartition(":")[2], "thing"),
                row.text("label") or "",
                compact(row.iri("property")).rpartition(":")[2],
            )
            for row in answer_rows(self.store, "labels-for-search")
        )

    def schemes(self) -> list[dict[str, Any]]:
        """Return all schemes as plain rows: id, label, number of concepts, version, facet."""
        names = {facet.iri: name for name, facet in FACETS.items()}
        return [
            {
                "id": compact(row.iri("scheme")),
                "label": row.text("label"),
                "concepts": row.count("concepts"),
                "version": row.text("version"),
                "facet": names.get(row.iri("facet")) if row.text("facet") else None,
            }
            for row in answer_rows(self.store, "schemes")
        ]

    def concepts(self, scheme: str) -> list[Concept]:
        """Return the concepts of a scheme in its order.

        Raises:
            UnknownTermError: If there is no such scheme.
        """
        start = compact(self.names.scheme(scheme)) + "/"
        return [concept for concept in self.names.concepts.values() if concept.id.startswith(start)]

    def values(self, facet: str) -> list[dict[str, Any]]:
        """Return the values of a facet as plain rows with their number of distinct measures."""
        rows = []
        for scheme in self.schemes():
            if scheme["facet"] != facet:
                continue
            nodes = list(self.tree(scheme["id"]))
            while nodes:
                node = nodes.pop(0)
                nodes = [*node.children, *nodes]
                rows.append(
                    {
                        "id": node.concept.id,
                        "label": node.concept.title,
                        "measures": node.total,
                        "residual": node.concept.residual,
                        "definition": node.concept.definition,
                    }
                )
        return rows

    def sources_listed(self) -> list[dict[str, Any]]:
        """Return the documents as plain rows with their number of distinct measures."""
        return [
            {
                "id": compact(row.iri("source")),
                "reference": row.text("shortReference"),
                "title": row.text("title"),
                "year": row.text("issued"),
                "kind": row.text("documentType"),
                "measures": row.count("measures"),
            }
            for row in answer_rows(self.store, "sources")
        ]

    def tree(self, scheme: str = "airi-mitigation/2") -> tuple[TreeNode, ...]:
        """Return a scheme as a tree with numbers of distinct measures.

        Raises:
            UnknownTermError: If there is no such scheme.
        """
        return scheme_tree(self.store, self.names, self.names.scheme(scheme))

    def coverage(self, rows: str = "actor", columns: str = "stage", **filters: Given) -> Coverage:
        """Count distinct measures for each pair of values of two facets.

        Args:
            rows: Facet downwards: category, actor, stage, function, risk, cause, kind or means.
            columns: Facet across.
            **filters: As for `measures`.

        Example:
            >>> table = load().coverage()
            >>> table.measures, table.not_assessed["actor"]
            (27, 0)
        """
        params = self._bound("measures-by-facet", filters)
        return count_coverage(self.store, self.names, rows, columns, params)

    def query(
        self,
        name_or_text: str,
        *,
        timeout: float | None = None,
        allow_service: bool = False,
        **params: Given,
    ) -> Solutions | Triples | bool:
        """Run a named query or SPARQL, and stream its answer.

        Args:
            name_or_text: A name in `mitigraph queries`, or a query.
            timeout: Seconds after which it is stopped.
            allow_service: Whether SERVICE may reach other endpoints.
            **params: Values of its parameters; names are looked up by the parameter's kind.

        Raises:
            QueryError: If the query is wrong, fails, or takes too long.
            UnknownTermError: If there is no such query, or a value means nothing.

        Example:
            >>> next(iter(load().query("SELECT (COUNT(?m) AS ?n) { ?m a mg:Measure }")))[0].value
            '27'
        """
        given = {name: value for name, value in params.items() if value is not None}
        text = name_or_text
        if any(mark in name_or_text for mark in "{}?\n"):
            bound = {name: self.names.untyped(values) for name, values in given.items()}
        else:
            bound = self.names.terms(find(name_or_text.strip()), given)
        return run(self.store, text, bound, timeout=timeout, allow_service=allow_service)

    def check(self, *, shapes: Sequence[str | Path] = (), engine: str = "auto") -> Report:
        """Check everything loaded against the shipped shapes and any further ones.

        Args:
            shapes: Further shapes files.
            engine: "auto", "fast" (needs the extra of that name) or "pyshacl".
        """
        from mitigraph.validate import check

        return check(
            self.store,
            extra_shapes=[Path(path) for path in shapes],
            engine=engine,  # type: ignore[arg-type]  # the check refuses any other
            files=self.files,
        )

    def export(
        self,
        path: str | Path,
        *,
        format: str | None = None,  # noqa: A002 - the word that people look for
        preliminary: bool = True,
        **filters: Any,
    ) -> Exported:
        """Write the graph, or the measures that fit, to a file; whole or not at all.

        Args:
            path: The file; its ending is the format unless `format` names one.
            format: A name of `mitigraph export`.
            preliminary: Whether to keep what rests on preliminary data.
            **filters: As for `measures`.

        Raises:
            UnsupportedFormatError: If the format is unknown.
        """
        target = Path(path)
        name = format or self.format_of(target)
        aside = target.with_name(f".{target.name}.part")
        try:
            with aside.open("wb") as stream:
                exported = self.write(stream, format=name, preliminary=preliminary, **filters)
            aside.replace(target)
        finally:
            aside.unlink(missing_ok=True)
        return exported

    def write(
        self,
        target: BinaryIO,
        *,
        format: str,  # noqa: A002 - the word that people look for
        preliminary: bool = True,
        projection: str = "whole",
        **filters: Any,
    ) -> Exported:
        """Write the graph, or the measures that fit, to an open stream."""
        from mitigraph.exporters import export

        chosen = None
        if any(value for value in filters.values()):
            chosen = [measure.iri for measure in self.measures(**filters)]
        return export(
            self.store,
            format,
            target,
            measures=chosen,
            preliminary=preliminary,
            projection=projection,
        )

    @staticmethod
    def format_of(path: Path) -> str:
        """Return the export format that a file's ending names.

        Raises:
            UnsupportedFormatError: If it names none.
        """
        from mitigraph.exporters import FORMATS, format_by_ending

        name = format_by_ending(path.name)
        if name is None:
            raise UnsupportedFormatError(path.suffix or path.name, known=sorted(FORMATS))
        return name

    def to_networkx(self, projection: str = "whole") -> nx.Graph[str]:
        """Return a NetworkX graph: whole, measure-concept, category-tree or measure-measure."""
        from mitigraph.graph import to_networkx

        return to_networkx(self.store, projection)

    def to_owlready(self) -> Any:
        """Return an owlready2 world that holds this graph (extra `owl`)."""
        from mitigraph.derive.owl import to_owlready

        return to_owlready(self.store.quads())

    def diff(self, other: KnowledgeGraph) -> Diff:
        """Return what changed from this graph to another."""
        from mitigraph.diff import compare

        return compare(self.store.quads(), other.store.quads())

    def read_mit_database(
        self, path: Path, *, documents: Path | None = None, facts_only: bool = False
    ) -> Imported:
        """Read the published AI Risk Mitigation Database; this graph is not changed."""
        from mitigraph.importers.mit_database import read_mit_database

        return read_mit_database(
            path,
            documents=documents,
            known=self.store.quads(Iri(BASE + "graph/data")),
            codes=[c.notation for c in self.concepts("airi-mitigation/1") if c.notation],
            facts_only=facts_only,
        )

    def read_csv(
        self,
        path: Path,
        *,
        dataset: str,
        assessor: str,
        assessor_kind: str = "organization",
        date: str = "",
    ) -> Imported:
        """Read a user's own measures from a CSV; this graph is not changed.

        Args:
            path: The file, in the layout of `mitigraph import csv --template`.
            dataset: Key of the dataset, part of each measure's IRI.
            assessor: Who classified the measures.
            assessor_kind: "organization" or "person".
            date: When: a date, or a time with zone; empty where it is unknown.
        """
        from mitigraph.importers.measures_csv import Provenance, read_measures_csv, timestamp

        provenance = Provenance(dataset, assessor, timestamp(date), assessor_kind)
        return read_measures_csv(path, self.names.facet_value, provenance)

    def read_rdf(self, path: str | Path, rdf_format: str | None = None) -> Imported:
        """Read an RDF file as it is; this graph is not changed."""
        from mitigraph.importers.rdf import read_rdf

        return read_rdf(path, rdf_format_of(rdf_format) if rdf_format else None)

    def _bound(self, query: str, given: Mapping[str, Given]) -> dict[str, list[Term]]:
        params = {name: value for name, value in given.items() if value}
        return self.names.terms(find(query), params) if params else {}


def load(*files: str | Path, shipped: bool = True) -> KnowledgeGraph:
    """Load the shipped graph and any files beside it, and derive what follows from assessments.

    Args:
        *files: RDF files; each goes into a named graph of its own.
        shipped: Whether to load the shipped graph at all.

    Raises:
        DataError: If a file can't be used.
        UnsupportedFormatError: If a file's format can't be told from its name.

    Example:
        >>> len(load().measures())
        27
    """
    from mitigraph.derive import DERIVED, derive

    store = OxigraphStore()
    if shipped:
        load_shipped(store)
    before = store.graphs()
    loaded = [read_into(store, path) for path in files]
    warnings = [
        f"{file.path} imports {unresolved}, which is not known here and not fetched"
        for file in loaded
        for unresolved in file.unresolved_imports
    ]
    derive(store)
    if files:
        _drop_repeats(store, [*before, DERIVED])
    return KnowledgeGraph(store, files=[Path(path) for path in files], warnings=warnings)


def _drop_repeats(store: OxigraphStore, first: Sequence[Iri]) -> None:
    """Leave each statement in one graph only: that of `first`, or the first by name, that has it.

    Queries see the union of all graphs, where the engine gives a statement once for each graph it
    stands in: a graph that is loaded beside its own export would multiply every join.
    """
    earlier = list(first)
    for graph in store.graphs():
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


def standalone(quads: Iterable[Quad]) -> KnowledgeGraph:
    """Return a graph of these statements and what derives from them, without the shipped ones."""
    from mitigraph.derive import DERIVED, derive

    own = Iri(BASE + "graph/file/import")
    working = OxigraphStore()
    load_shipped(working)
    working.clear(Iri(BASE + "graph/data"))
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
