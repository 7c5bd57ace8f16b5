"""The graph as NetworkX networks and what they tell. The only package that imports networkx."""

from mitigraph.graph.projections import PROJECTIONS, to_networkx
from mitigraph.graph.writers import write_cytoscape, write_graphml

__all__ = ["PROJECTIONS", "to_networkx", "write_cytoscape", "write_graphml"]
