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
from mitigraph.knowledge_graph.classes import in_classes
from mitigraph.knowledge_graph.coverage import count_coverage
from mitigraph.knowledge_graph.listings import list_schemes, list_sources, list_values
from mitigraph.knowledge_graph.measures import list_measures, measure_record
from mitigraph.knowledge_graph.migration import Migrated, migrate
from mitigraph.knowledge_graph.names import Names
from mitigraph.knowledge_graph.passes import load_passes
from mitigraph.knowledge_graph.search import SearchIndex
from mitigraph.knowledge_graph.trees import scheme_tree
from mitigraph.model import Concept, Coverage, MeasureRecord, Measures, SearchHit, TreeNode
from mitigraph.query import find, run
from mitigraph.reader.formats import rdf_format_of
from mitigraph.store.protocol import Solutions, Store, Triples
from mitigraph.terms import Iri, Term, compact
from mitigraph.view.notebook import shown

if TYPE_CHECKING:
    import networkx as nx

    from mitigraph.agreement import Agreement
    from mitigraph.comparison import Comparison
    from mitigraph.diff import Diff
    from mitigraph.explain import Explanation
    from mitigraph.exporters import Exported
    from mitigraph.framework import CrosswalkSummary, FrameworkCoverage
    from mitigraph.graph.metrics import Metrics
    from mitigraph.graph.paths import Paths
    from mitigraph.graph.similarity import Similar
    from mitigraph.importers.report import Imported
    from mitigraph.mapping import MappingSet
    from mitigraph.packages import FrameworkPackage
    from mitigraph.plan import Plan
    from mitigraph.profile import Profile
    from mitigraph.profile.gaps import Gaps
    from mitigraph.reason import Engine, Reasoned
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
        packages: The framework packages among them, whose shapes and queries belong to it.

    Example:
        >>> from mitigraph import load
        >>> kb = load()
        >>> [m.label for m in kb.measures(category="airi-mitigation/2/1.1.2", source="uuk2024")]
        ['Adversarial Robustness', 'Harmlessness training']
    """

    def __init__(
        self,
        store: Store,
        *,
        files: Sequence[Path] = (),
        warnings: Sequence[str] = (),
        packages: Sequence[FrameworkPackage] = (),
    ) -> None:
        self.store, self.packages = store, tuple(packages)
        self.files, self.warnings = tuple(files), tuple(warnings)
        self._shapes = [path for one in packages for path in one.shapes]
        self._query_folders = [path for one in packages for path in one.query_folders]

    @cached_property
    def names(self) -> Names:
        """Look-up of ids, codes and labels in this graph."""
        return Names(self.store)

    def measures(self, *, in_class: Given = None, **filters: Given) -> Measures:
        """Return the measures that fit all filters, by label.

        Args:
            in_class: An OWL class ("TrainingTimeMeasure"), or several; see `classes.in_classes`.
            **filters: `category`, `actor`, `stage`, `function`, `risk`, `cause`, `kind`, `means`,
                `source`, `status`: an id, code or label, or several of which any will do. A concept
                covers the narrower ones.

        Returns:
            The measures with their effective classifications; empty if none fits.

        Raises:
            UnknownTermError: If a value means nothing here; it names what comes nearest.
            QueryError: If there is no such filter.
        """
        found = list_measures(self.store, self.names, self._bound("measures-by-facet", filters))
        if in_class:
            found = in_classes(self.store, self.names, found, in_class)
        return Measures(found)

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
        return SearchIndex.of(self.store)

    def schemes(self) -> list[dict[str, Any]]:
        """Return all schemes as plain rows: id, label, number of concepts, version, facet."""
        return list_schemes(self.store)

    def concepts(self, scheme: str) -> list[Concept]:
        """Return the concepts of a scheme in its order.

        Raises:
            UnknownTermError: If there is no such scheme.
        """
        start = compact(self.names.scheme(scheme)) + "/"
        return [concept for concept in self.names.concepts.values() if concept.id.startswith(start)]

    def controls(self, framework: str) -> dict[str, Iri]:
        """Return the controls of a framework by notation; empty if it is not loaded."""
        start = f"{framework}/"
        found = (one for one in self.names.concepts.values() if one.id.startswith(start))
        return {one.notation or one.label: one.iri for one in found}

    def values(self, facet: str) -> list[dict[str, Any]]:
        """Return the values of a facet as plain rows with their number of distinct measures."""
        return list_values(self.store, facet, self.tree)

    def sources_listed(self) -> list[dict[str, Any]]:
        """Return the documents as plain rows with their number of distinct measures."""
        return list_sources(self.store)

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

    def framework_coverage(
        self, framework: str, profile: Profile | str | Path | None = None
    ) -> FrameworkCoverage:
        """Return which measures reach a framework's controls; see `framework_coverage`."""
        from mitigraph.knowledge_graph.framework_coverage import cover_framework

        return cover_framework(self.store, self.names, framework, profile)

    def crosswalks(self) -> list[CrosswalkSummary]:
        """Return how far measures and each framework have been mapped to each other, both ways."""
        from mitigraph.knowledge_graph.framework_coverage import summarise_crosswalks

        return summarise_crosswalks(self.store)

    def compare(self, first: str | Path, second: str | Path) -> Comparison:
        """Return what each of two things covers; see `mitigraph.knowledge_graph.comparing`."""
        from mitigraph.knowledge_graph.comparing import compare_two

        return compare_two(self.store, self.names, first, second)

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
        if any(mark in name_or_text for mark in "{}?\n"):
            bound = {name: self.names.untyped(values) for name, values in given.items()}
        else:
            bound = self.names.terms(find(name_or_text.strip(), self._query_folders), given)
        return run(
            self.store,
            name_or_text,
            bound,
            timeout=timeout,
            allow_service=allow_service,
            folders=self._query_folders,
        )

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

    def profile(self, path: str | Path) -> Profile:
        """Read the profile of an organisation (YAML, CSV, RDF) and look up all that it names.

        Raises:
            FaultyInputError: If anything in it is wrong, with every mistake.
        """
        from mitigraph.knowledge_graph.profiles import profile_from

        return profile_from(self.store, self.names, Path(path))

    def gaps(self, profile: Profile | str | Path) -> Gaps:
        """Say what a profile has and lacks; it is loaded as `graph/profile` and stays there."""
        from mitigraph.knowledge_graph.profiles import find_gaps

        read = self.profile(profile) if isinstance(profile, (str, Path)) else profile
        return shown(find_gaps(self.store, self.names, read))

    def plan(self, profile: Profile | str | Path, budget: float | str, **options: Any) -> Plan:
        """Choose the few further measures that meet most gaps; options as for `plans.plan_for`."""
        from mitigraph.knowledge_graph.plans import plan_for

        return shown(plan_for(self.store, self.names, profile, budget, **options))

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

    def control_candidates(self, framework: str, **options: Any) -> MappingSet:
        """Return pairs of a measure and a control to be reviewed; see `control_candidates`."""
        from mitigraph.knowledge_graph.control_candidates import control_candidates

        return control_candidates(self.store, self.names, framework, **options)

    def explain(self, measure: str, kind: str, *, every: bool = False) -> Explanation:
        """Say why a measure is in a class or under a concept, or what it lacks; see `explaining`.

        Example:
            >>> from mitigraph import load
            >>> load().explain("A1019", "TrainingTimeMeasure").holds
            True
        """
        from mitigraph.knowledge_graph.explaining import explain

        return explain(self.store, self.names, measure, kind, every=every)

    def reason(self, engine: Engine = "sparql") -> Reasoned:
        """Return what follows and what contradicts itself; see `mitigraph.reason`."""
        from mitigraph.reason import reason

        return reason(self.store, engine)

    def check(self, *, shapes: Sequence[str | Path] = (), engine: str = "auto") -> Report:
        """Check everything loaded against the shipped shapes, those of packages and any further.

        Args:
            shapes: Further shapes files.
            engine: "auto", "fast" (needs the extra of that name) or "pyshacl".
        """
        from mitigraph.validate import check

        report = check(
            self.store,
            extra_shapes=[*self._shapes, *map(Path, shapes)],
            engine=engine,  # type: ignore[arg-type]  # the check refuses any other
            files=self.files,
        )
        return shown(report)

    def export(self, path: str | Path, *, format: str | None = None, **options: Any) -> Exported:  # noqa: A002
        """Write the graph, or the measures that fit, to a file; whole or not at all.

        Args:
            path: The file; its ending is the format unless `format` names one.
            format: A name of `mitigraph formats`.
            **options: As for `mitigraph.knowledge_graph.writing.write`, filters among them.

        Raises:
            UnsupportedFormatError: If the format is unknown.
        """
        from mitigraph.knowledge_graph.writing import write_file

        return write_file(self, Path(path), format or self.format_of(Path(path)), **options)

    def write(self, target: BinaryIO, *, format: str, **options: Any) -> Exported:  # noqa: A002
        """Write the graph, or the measures that fit, to an open stream; see `writing.write`."""
        from mitigraph.knowledge_graph.writing import write

        return write(self, target, format, **options)

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
        """Return a NetworkX graph, one of the projections of `mitigraph.graph.projections`."""
        from mitigraph.graph import to_networkx

        return to_networkx(self.store, projection)

    def paths(self, start: str, end: str, **options: Any) -> Paths:
        """Return the ways between two things; see `network.paths_between` for the options."""
        from mitigraph.knowledge_graph.network import paths_between

        return paths_between(self.store, self.names, start, end, **options)

    def similar(self, measure: str, *, limit: int | None = 10) -> list[Similar]:
        """Return the measures most like one and what they share; see `network`."""
        from mitigraph.knowledge_graph.network import similar_measures

        return similar_measures(self.store, self.names, measure, limit=limit)

    def metrics(self, projection: str = "measure-subject", **options: Any) -> Metrics:
        """Return the figures of a projection; see `mitigraph.graph.metrics` for the options."""
        from mitigraph.knowledge_graph.network import network_metrics

        return network_metrics(self.store, projection, **options)

    def to_owlready(self) -> Any:
        """Return an owlready2 world of this graph (extra `owl`); see `mitigraph.reason.owl`."""
        from mitigraph.reason.owl import to_owlready

        return to_owlready(self.store.quads())

    def diff(self, other: KnowledgeGraph) -> Diff:
        """Return what changed from this graph to another."""
        from mitigraph.diff import compare

        return compare(self.store.quads(), other.store.quads())

    def read_mit_database(
        self, path: Path, *, documents: Path | None = None, facts_only: bool = False
    ) -> Imported:
        """Read the published AI Risk Mitigation Database; this graph is not changed."""
        from mitigraph.knowledge_graph.reading import read_mit_database as read

        return read(self.store, self.names, path, documents=documents, facts_only=facts_only)

    def read_csv(self, path: Path, **options: str) -> Imported:
        """Read a user's own measures from a CSV; options as for `reading.read_csv`."""
        from mitigraph.knowledge_graph.reading import read_csv

        return read_csv(self.names, path, **options)

    def read_rdf(self, path: str | Path, rdf_format: str | None = None) -> Imported:
        """Read an RDF file as it is; this graph is not changed."""
        from mitigraph.importers.rdf import read_rdf

        return read_rdf(path, rdf_format_of(rdf_format) if rdf_format else None)

    def _bound(self, query: str, given: Mapping[str, Given]) -> dict[str, list[Term]]:
        params = {name: value for name, value in given.items() if value}
        return self.names.terms(find(query), params) if params else {}
