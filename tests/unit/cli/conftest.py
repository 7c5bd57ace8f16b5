from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from mitigraph import knowledge_graph
from mitigraph.cli.app import main
from mitigraph.knowledge_graph import KnowledgeGraph
from mitigraph.terms import Iri

#: The graphs as they were loaded, by options and contents of files, the last used last.
_LOADED: dict[str, Loaded] = {}
#: How many of them to keep.
_KEPT = 4


class Loaded(NamedTuple):
    graph: KnowledgeGraph
    named: frozenset[Iri]
    size: int

    def as_loaded(self) -> Loaded | None:
        """Return it without what a command has written into it; nothing where it has changed."""
        store = self.graph.store
        added = set(store.graphs()) - self.named
        for name in added:
            store.clear(name)
        if len(store) != self.size:
            return None
        if not added:
            return self
        # A new object: what the old one has found out may rest on what was written.
        made = KnowledgeGraph(store, files=self.graph.files, warnings=self.graph.warnings)
        return self._replace(graph=made)


@pytest.fixture(autouse=True)
def loaded_once(monkeypatch):
    """Load a graph once for all commands that only read it: the shipped one, and that with a file.

    What a command has added in a graph of its own, such as the codings of a measure, is dropped; a
    graph that has changed otherwise is not used again.
    """
    load = knowledge_graph.load
    used = set()

    def cached(*files, **options):
        contents = [(str(file), Path(file).is_file() and Path(file).read_bytes()) for file in files]
        # What a package consists of is not told by its name.
        if options.get("frameworks") or not all(content for _, content in contents):
            return load(*files, **options)
        key = repr((contents, sorted(options.items())))
        if key not in _LOADED:
            made = load(*files, **options)
            _LOADED[key] = Loaded(made, frozenset(made.store.graphs()), len(made.store))
        used.add(key)
        return _LOADED[key].graph

    monkeypatch.setattr(knowledge_graph, "load", cached)
    yield
    for key in used:
        if kept := _LOADED.pop(key).as_loaded():
            _LOADED[key] = kept
    for key in list(_LOADED)[:-_KEPT]:
        del _LOADED[key]


@pytest.fixture(autouse=True)
def width_of_a_pipe(monkeypatch):
    """Leave out the width that pytest-xdist hands its workers: that of the terminal it runs in."""
    monkeypatch.delenv("COLUMNS", raising=False)


@pytest.fixture
def run(capsys):
    """Run a command line: its exit code, standard output and standard error."""

    def call(*arguments: str) -> tuple[int, str, str]:
        code = 0
        try:
            main([str(argument) for argument in arguments])
        except SystemExit as ended:
            code = int(ended.code or 0)
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return call
