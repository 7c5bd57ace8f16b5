"""mitigraph: the knowledge graph of AI-risk mitigation measures.

Example:
    >>> import mitigraph as mg
    >>> kb = mg.load()
    >>> kb.measure("A1019").label
    'Adversarial Robustness'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mitigraph.errors import (
        DataError,
        MitigraphError,
        QueryError,
        UnknownTermError,
        ValidationFailed,
    )
    from mitigraph.knowledge_graph import KnowledgeGraph, connect, load, read
    from mitigraph.model import Concept, Coverage, Measure, MeasureRecord
    from mitigraph.terms import compact

__all__ = [
    "Concept",
    "Coverage",
    "DataError",
    "KnowledgeGraph",
    "Measure",
    "MeasureRecord",
    "MitigraphError",
    "QueryError",
    "UnknownTermError",
    "ValidationFailed",
    "compact",
    "connect",
    "load",
    "read",
]

_HOMES = {
    "Concept": "model",
    "Coverage": "model",
    "DataError": "errors",
    "KnowledgeGraph": "knowledge_graph",
    "Measure": "model",
    "MeasureRecord": "model",
    "MitigraphError": "errors",
    "QueryError": "errors",
    "UnknownTermError": "errors",
    "ValidationFailed": "errors",
    "compact": "terms",
    "connect": "knowledge_graph",
    "load": "knowledge_graph",
    "read": "knowledge_graph",
}


def __getattr__(name: str) -> Any:
    # Imported when first asked for, so that `import mitigraph` alone costs next to nothing.
    if name not in _HOMES:
        message = f"module 'mitigraph' has no attribute {name!r}"
        raise AttributeError(message)
    from importlib import import_module

    return getattr(import_module(f"mitigraph.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
