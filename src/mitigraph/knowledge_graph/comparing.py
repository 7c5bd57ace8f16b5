"""The two sides of a comparison, from the answers of one named query."""

from __future__ import annotations

from pathlib import Path

from mitigraph.comparison import Comparison, Side, compare_sides
from mitigraph.errors import AmbiguousTermError, UnknownTermError
from mitigraph.knowledge_graph.names import Names
from mitigraph.knowledge_graph.profiles import GraphVocabulary, load_profile, profile_from
from mitigraph.model import Concept
from mitigraph.query.rows import answer_rows
from mitigraph.store.protocol import Store
from mitigraph.terms import MG, Iri, compact, n3

__all__ = ["compare_two"]

_PROFILE_ENDINGS = (".yaml", ".yml", ".csv")


def compare_two(store: Store, names: Names, first: str | Path, second: str | Path) -> Comparison:
    """Return what each of two things covers; they need not be of the same kind.

    Args:
        store: The graph. A profile is loaded into it and the last one stays there.
        names: Look-up of names in it.
        first: A file with a profile, a file with a graph, a source document, or a framework.
        second: Likewise.

    Raises:
        AmbiguousTermError, UnknownTermError: If it is none of these, or several.
        DataError, FaultyInputError: If a file can't be used.
    """
    return compare_sides(_side(store, names, str(first)), _side(store, names, str(second)))


def _side(store: Store, names: Names, text: str) -> Side:
    path = Path(text)
    if path.is_file():
        return _file_side(store, names, path)
    found: dict[str, Iri] = {}
    near: list[str] = []
    vocabulary = GraphVocabulary(store, names)
    for kind, look_up in (("source", names.source), ("framework", vocabulary.framework)):
        try:
            found[kind] = look_up(text)
        except UnknownTermError as error:
            if isinstance(error, AmbiguousTermError):
                raise
            near += error.suggestions
    kinds = "source, framework or file"
    if not found:
        raise UnknownTermError(text, kind=kinds, suggestions=near)
    if len(found) > 1:
        raise AmbiguousTermError(text, kind=kinds, suggestions=list(found.values()))
    kind, iri = next(iter(found.items()))
    return _covered(store, names, kind, compact(iri).removeprefix("source/"), **{kind: iri})


def _file_side(store: Store, names: Names, path: Path) -> Side:
    """Return the side of a file: a profile if it holds one, else a graph by itself."""
    if path.suffix.lower() not in _PROFILE_ENDINGS:
        from mitigraph.knowledge_graph.opening import load

        graph = load(path, shipped=False)
        if not graph.store.query(f"ASK {{ ?profile a {n3(MG['Profile'])} }}"):
            return _covered(graph.store, graph.names, "graph", path.name)
    profile = profile_from(store, names, path)
    load_profile(store, profile)
    return _covered(store, names, "profile", profile.name, profile=profile.iri)


def _covered(store: Store, names: Names, kind: str, name: str, **only: Iri) -> Side:
    covered: dict[tuple[str, tuple[str, ...]], int] = {}
    measures = 0
    concepts = {concept.id: concept for concept in names.concepts.values()}
    for row in answer_rows(store, "covered", **only):
        if row.text("kind") == "all":
            measures = row.count("measures")
            continue
        iris = [row.iri(part) for part in ("concept", "other") if row.text(part)]
        for iri in iris:
            concepts.setdefault(compact(iri), Concept(iri, compact(iri), compact(iri)))
        key = row.text("kind") or "", tuple(map(compact, iris))
        covered[key] = row.count("measures")
    return Side(kind, name, measures, covered, concepts)
