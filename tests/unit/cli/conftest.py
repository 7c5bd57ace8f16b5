from __future__ import annotations

import pytest

from mitigraph import knowledge_graph
from mitigraph.cli.app import main

#: The shipped graph as each set of options loads it, and how many statements it then has.
_LOADED: dict[str, tuple[knowledge_graph.KnowledgeGraph, int]] = {}


@pytest.fixture(autouse=True)
def loaded_once(monkeypatch):
    """Load the shipped graph once for all commands that only read it.

    What a command has written into, such as a profile, is not used again.
    """
    load = knowledge_graph.load

    def cached(*files, **options):
        if files or options.get("bridges") or options.get("frameworks"):
            return load(*files, **options)
        key = repr(sorted(options.items()))
        if key not in _LOADED:
            made = load(**options)
            _LOADED[key] = made, len(made.store)
        return _LOADED[key][0]

    monkeypatch.setattr(knowledge_graph, "load", cached)
    yield
    for key, (graph, size) in list(_LOADED.items()):
        if len(graph.store) != size:
            del _LOADED[key]


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
