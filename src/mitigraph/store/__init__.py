"""Stores that hold the graph: embedded (pyoxigraph, the default), rdflib, and a remote endpoint."""
