"""Writing the graph for other tools: RDF in six formats, tables, network files.

Whatever the format, the same store gives the same bytes.
"""

from mitigraph.exporters.registry import FORMATS, Exported, Exporter, export, format_by_ending

__all__ = ["FORMATS", "Exported", "Exporter", "export", "format_by_ending"]
