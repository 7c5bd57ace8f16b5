"""What the examples in docstrings share."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

import pytest

from mitigraph import knowledge_graph

load = knowledge_graph.load


@functools.cache
def shipped() -> tuple[knowledge_graph.KnowledgeGraph, int]:
    """Return the shipped graph and how many statements it has."""
    made = load()
    return made, len(made.store)


@pytest.fixture(autouse=True)
def loaded_once(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Load the shipped graph once for all examples that only read it."""
    asked = False

    def cached(*files: Any, **options: Any) -> knowledge_graph.KnowledgeGraph:
        nonlocal asked
        if files or options:
            return load(*files, **options)
        asked = True
        return shipped()[0]

    monkeypatch.setattr(knowledge_graph, "load", cached)
    yield
    if asked:
        graph, size = shipped()
        if len(graph.store) != size:
            shipped.cache_clear()
