"""Reading files into a store: the shipped graph, and the user's own files."""

from mitigraph.reader.files import STANDARD_INPUT, LoadedFile, read_into
from mitigraph.reader.formats import rdf_format_of
from mitigraph.reader.scan import LIMITS, Limits
from mitigraph.reader.shipped import SHIPPED_GRAPHS, load_derived, load_shipped, shipped_store

__all__ = [
    "LIMITS",
    "SHIPPED_GRAPHS",
    "STANDARD_INPUT",
    "Limits",
    "LoadedFile",
    "load_derived",
    "load_shipped",
    "rdf_format_of",
    "read_into",
    "shipped_store",
]
