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
from mitigraph.knowledge_graph.migration import Migrated, migrate
from mitigraph.knowledge_graph.names import Names
from mitigraph.knowledge_graph.passes import load_passes
from mitigraph.knowledge_graph.rows import answer_rows
from mitigraph.knowledge_graph.search import Entry, SearchIndex
from mitigraph.knowledge_graph.trees import scheme_tree
from mitigraph.model import FACETS, Concept, Coverage, Measure, MeasureRecord, SearchHit, TreeNode
from mitigraph.query import find, run
from mitigraph.reader.formats import rdf_format_of
from mitigraph.store.protocol import Solutions, Store, Triples
from mitigraph.terms import BASE, Iri, Term, compact

if TYPE_CHECKING:
    import networkx as nx

    from mitigraph.agreement import Agreement
    from mitigraph.diff import Diff
    from mitigraph.exporters import Exported
    from mitigraph.importers.report import Imported
    from mitigraph.mapping import MappingSet
    from mitigraph.validate import Report

__all__ = ["KnowledgeGraph"]

#: What a filter or a parameter may be given as: one name or several of which any will do.
Given = str | Term | Iterable[str | Term] | None


class KnowledgeGraph:
    """A graph of mitigation measures with everything that can be asked of it.

    Args:
        store: Where the statements are.
        files: The user's files among them, for the places that `check` names.
        warnings: What the user should know about how they were read.

    Example:
        >>> from mitigraph import load
        >>> kb = load()
        >>> [m.label for m in kb.measures(category="airi-mitigation/2/1.1.2", source="uuk2024")]
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
                `source`, `status`: an id, code or label, or several of which any will do. A concept
                covers the narrower ones.

        Returns:
            The measures with their effective classifications; empty if none fits.

        Raises:
            UnknownTermError: If a value means nothing here; it names what comes nearest.
            QueryError: If there is no such filter.
        """
        return list_measures(self.store, self.names, self._bound("measures-by-facet", filters))

    def measure(self, name: str, *, passes: bool = False) -> MeasureRecord:
        """Return one measure with all that the graph says of it.

        Args:
            passes: Whether to load the coding passes of a shipped measure first, so that what was
                decided stands beside what it was decided from; see `load`.
            name: Its IRI, id ("mit-2025/A1019"), a record number in any dataset ("A1428"), or its
                name.

        Raises:
            UnknownTermError, AmbiguousTermError: If it is none or several.

        Example:
            >>> from mitigraph import load
            >>> record = load().measure("A1428")
            >>> record.id, len(record.opinions)
            ('mit-2025/A1019', 10)
        """
        iri = self.names.measure(name)
        if passes:
            load_passes(self.store, only=iri)
        return measure_record(self.store, self.names, iri)

    def search(self, text: str, *, limit: int | None = 20, **filters: Given) -> list[SearchHit]:
        """Find measures and concepts by words, however they are spelt; best first.

        Args:
            text: Words of labels, other labels, codes, record numbers or definitions.
            limit: The most hits; None for all.
            **filters: As for `measures`; with one, only measures are found.

        Example:
            >>> from mitigraph import load
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
            >>> from mitigraph import load
            >>> table = load().coverage()
            >>> table.measures, table.not_assessed["actor"]
            (830, 0)
        """
        params = self._bound("measures-by-facet", filters)
        return count_coverage(self.store, self.names, rows, columns, params)

    def agreement(
        self, first: str | None = None, second: str | None = None, **options: Any
    ) -> Agreement:
        """Return how far two assessors agree; the two coding passes where none is named.

        Args:
            first: An assessor: IRI, id ("agent/airi"), the same without "agent/", or name.
            second: Another.
            **options: As for `mitigraph.knowledge_graph.assessors.agreement_of`: `schemes`,
                `resamples`, `seed`.

        Raises:
            UnknownTermError: If a name means no assessor or no scheme.
            QueryError: If the two can't be compared.
            MissingExtraError: If the extra `agreement` isn't installed.
        """
        from mitigraph.knowledge_graph.assessors import agreement_of

        return agreement_of(self.store, self.names, first, second, **options)

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
            >>> from mitigraph import load
            >>> next(iter(load().query("SELECT (COUNT(?m) AS ?n) { ?m a mg:Measure }")))[0].value
            '830'
        """
        given = {name: value for name, value in params.items() if value is not None}
        text = name_or_text
        if any(mark in name_or_text for mark in "{}?\n"):
            bound = {name: self.names.untyped(values) for name, values in given.items()}
        else:
            bound = self.names.terms(find(name_or_text.strip()), given)
        return run(self.store, text, bound, timeout=timeout, allow_service=allow_service)

    def migrate(self, entries: Iterable[Sequence[str]], start: str, end: str) -> list[Migrated]:
        """Say what measures or codes of one taxonomy become in another one.

        Args:
            entries: Each a measure or a code; with a second string, an own name and its code.
            start: The scheme of the codes, such as "airi-mitigation/1".
            end: The scheme to arrive at.

        Example:
            >>> from mitigraph import load
            >>> found = load().migrate([["A1019"]], "airi-mitigation/1", "airi-mitigation/2")
            >>> found[0].source.title, found[0].target.title
            ('2.3 Model Safety Engineering', '1.1.2 Learning Objectives')
        """
        return migrate(self.store, self.names, entries, start, end)

    def mapping_candidates(
        self,
        method: str = "lexical",
        *,
        threshold: float | None = None,
        limit: int | None = None,
        within: bool = False,
        **filters: Given,
    ) -> MappingSet:
        """Return pairs of measures of different documents that may be the same, unreviewed.

        Args:
            method: "lexical" (nearly the same words), "semantic" (the same subject) or "both".
            threshold: The least score, from 0 to 1; what suits the method by default.
            limit: The most pairs by each method, the best ones; None for all.
            within: Whether measures of the same documents make pairs too.
            **filters: As for `measures`; they hold for both measures of a pair.

        Raises:
            MissingExtraError: If the extra `similarity`, which "semantic" needs, isn't installed.
        """
        from mitigraph.knowledge_graph.candidates import mapping_candidates

        return mapping_candidates(
            self.store,
            self._bound("measures-by-facet", filters),
            method=method,
            threshold=threshold,
            limit=limit,
            within=within,
        )

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
            kinds={m.iri: m.kind[0].id.rpartition("/")[2] for m in self.measures() if m.kind},
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
