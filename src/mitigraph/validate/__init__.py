"""Checking a graph against SHACL shapes, and reporting what was found."""

from mitigraph.validate.check import Engine, check
from mitigraph.validate.report import Key, Report, Result, Severity
from mitigraph.validate.writers import FORMATS, report_object, write

__all__ = [
    "FORMATS",
    "Engine",
    "Key",
    "Report",
    "Result",
    "Severity",
    "check",
    "report_object",
    "write",
]
