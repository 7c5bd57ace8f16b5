"""A report as a SARIF log, which code scanners and forges show beside the lines of a file.

Sources:
    SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html), sections
    3.19 (tool component), 3.27 (result), 3.49 (reporting descriptor).
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import quote

from mitigraph.terms import BlankNode, compact, n3
from mitigraph.validate.report import Report, Result, Severity

__all__ = ["fingerprint", "sarif_log"]

_LEVELS = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def sarif_log(report: Report) -> dict[str, Any]:
    """Return a report as a SARIF 2.1.0 log with one run.

    A shape is a rule, its IRI the rule's id. A result that is not located in a file has its focus
    node as a logical location only.
    """
    rules: dict[str, dict[str, Any]] = {}
    for result in report.results:
        rules.setdefault(
            result.shape,
            {
                "id": str(result.shape),
                "name": compact(result.shape),
                "shortDescription": {"text": result.shape_name},
                "defaultConfiguration": {"level": _LEVELS[result.severity]},
            },
        )
    index = {rule: number for number, rule in enumerate(rules)}
    driver: dict[str, Any] = {"name": "mitigraph", "rules": list(rules.values())}
    with suppress(PackageNotFoundError):  # run from a folder that was never installed
        driver["version"] = version("mitigraph")
    return {
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
        "sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                "columnKind": "unicodeCodePoints",
                "results": [_result(result, index[result.shape]) for result in report.results],
            }
        ],
    }


def fingerprint(result: Result) -> str:
    """Return what stays the same of a result from run to run, whatever line it is on."""
    parts = (
        result.shape,
        result.component,
        n3(result.focus),
        result.path or "",
        "" if result.value is None else n3(result.value),
        result.message,
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def _result(result: Result, rule: int) -> dict[str, Any]:
    named = f' "{result.focus_label}"' if result.focus_label else ""
    focus = f"_:{result.focus}" if isinstance(result.focus, BlankNode) else str(result.focus)
    short = focus if isinstance(result.focus, BlankNode) else compact(focus)
    location: dict[str, Any] = {
        "logicalLocations": [{"name": result.focus_label or short, "fullyQualifiedName": focus}]
    }
    if result.file is not None:
        location["physicalLocation"] = {
            "artifactLocation": {"uri": _uri(result.file)},
            "region": {"startLine": result.line or 1},
        }
    return {
        "ruleId": str(result.shape),
        "ruleIndex": rule,
        "level": _LEVELS[result.severity],
        "message": {"text": f"{short}{named}: {result.message}"},
        "locations": [location],
        "partialFingerprints": {"mitigraphResult/v1": fingerprint(result)},
    }


def _uri(file: str) -> str:
    """Return a file's name as a URI: relative as it was given, absolute as a `file:` one."""
    return Path(file).as_uri() if Path(file).is_absolute() else quote(PurePath(file).as_posix())
