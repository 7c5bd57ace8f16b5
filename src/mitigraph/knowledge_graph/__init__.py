"""The library's one object: a graph that can be listed, searched, asked, checked and written."""

from mitigraph.knowledge_graph.graph import KnowledgeGraph
from mitigraph.knowledge_graph.opening import connect, load, read, standalone

__all__ = ["KnowledgeGraph", "connect", "load", "read", "standalone"]
