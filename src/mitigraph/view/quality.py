"""A quality report for people (text, Markdown) and for programs (JSON, Turtle)."""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Final

from mitigraph.quality import (
    FAMILIES,
    Check,
    CheckResult,
    Finding,
    NotRun,
    QualityReport,
    Status,
    measurements,
)
from mitigraph.quality.dqv import DQV_PREFIXES
from mitigraph.store.oxigraph import serialize_sorted
from mitigraph.store.protocol import RdfFormat
from mitigraph.terms import BlankNode, Iri, Literal, Term, compact
from mitigraph.validate import Severity
from mitigraph.view.table import plain

__all__ = ["FORMATS", "check_rows", "quality_object", "quality_text"]

#: The formats that `quality_text` knows.
FORMATS: Final = ("human", "json", "md", "ttl")

#: Characters of a text that a person is shown.
_LONGEST: Final = 60


def quality_text(report: QualityReport, layout: str, *, limit: int = 3) -> str:
    """Return a report in one of `FORMATS`.

    Args:
        report: What was found.
        layout: "human", "json" (`quality_object`), "md" (tables) or "ttl" (the Data Quality
            Vocabulary).
        limit: So many findings of each check are shown; all are counted. "ttl" holds counts alone.
    """
    if layout == "json":
        return json.dumps(quality_object(report, limit=limit), ensure_ascii=False, indent=2) + "\n"
    if layout == "ttl":
        target = io.BytesIO()
        serialize_sorted(measurements(report), target, RdfFormat.TURTLE, DQV_PREFIXES)
        return target.getvalue().decode()
    lines = _markdown(report, limit) if layout == "md" else _human(report, limit)
    return "".join(f"{line}\n" for line in lines)


def check_rows(checks: Sequence[Check], not_run: Sequence[NotRun]) -> Iterator[dict[str, object]]:
    """Return one row a check: its id, severity, what it looks at, what a finding is.

    Checks that there is no query for come last, with the reason.
    """
    for check in checks:
        yield {
            "check": check.id,
            "severity": check.severity.value,
            "about": check.about,
            "finds": check.summary,
        }
    for one in not_run:
        for code in one.codes:
            yield {
                "check": f"{one.family}:{code}",
                "severity": None,
                "about": None,
                "finds": f"not run: {one.reason}",
            }


def quality_object(report: QualityReport, *, limit: int = 3) -> dict[str, Any]:
    """Return a report as an object for JSON.

    Returns:
        `subjects` (IRIs), `score` (per cent, null if there was nothing to check), `findings` by
        severity, `checks`, each with `id`, `family`, `code`, `severity`, `status`, `summary`,
        `remedy`, `findings` and `exempted` (how many), `first` (the first findings, each with
        `entity`, `property` and `value`: IRI, `_:` and a label, text, or null) and `reason`, and
        `notRun`: checks that there is no query for, with the reason.
    """
    return {
        "subjects": [str(subject) for subject in report.subjects],
        "score": report.score,
        "findings": {severity.value: count for severity, count in report.counts().items()},
        "checks": [_check(result, limit) for result in report.results],
        "notRun": [
            {"id": f"{one.family}:{code}", "reason": one.reason}
            for one in report.not_run
            for code in one.codes
        ],
    }


def _check(result: CheckResult, limit: int) -> dict[str, Any]:
    check = result.check
    reasons = {exemption.reason for _, exemption in result.exempted}
    return {
        "id": check.id,
        "family": check.family,
        "code": check.code,
        "severity": check.severity.value,
        "status": result.status.value,
        "summary": check.summary,
        "remedy": check.remedy,
        "findings": len(result.findings),
        "exempted": len(result.exempted),
        "first": [
            dict(zip(Finding._fields, map(_plain, finding), strict=True))
            for finding in result.findings[:limit]
        ],
        "reason": result.reason or " ".join(sorted(reasons)) or None,
    }


def _plain(term: Term | None) -> str | None:
    if term is None:
        return None
    return f"_:{term}" if isinstance(term, BlankNode) else str(term)


def _short(term: Term | None) -> str:
    if isinstance(term, Literal):
        text = " ".join(plain(term.value).split())
        text = text if len(text) <= _LONGEST else text[: _LONGEST - 3] + "..."
        return f'"{text}"' + (f"@{term.language}" if term.language else "")
    return compact(term) if isinstance(term, Iri) else plain(_plain(term) or "")


def _headline(report: QualityReport) -> str:
    counted = {status: len(report.of(status)) for status in Status}
    missing = sum(len(one.codes) for one in report.not_run) + counted[Status.NOT_RUN]
    score = "nothing to check" if report.score is None else f"score {report.score:g} of 100"
    return (
        f"{score}: {counted[Status.PASSED]} checks passed, {counted[Status.FAILED]} failed,"
        f" {counted[Status.NOTHING]} had nothing to check, {missing} not run"
    )


def _findings(report: QualityReport) -> str:
    words = {Severity.VIOLATION: "violations", Severity.WARNING: "warnings", Severity.INFO: "notes"}
    return ", ".join(f"{count} {words[severity]}" for severity, count in report.counts().items())


def _failed(report: QualityReport) -> list[CheckResult]:
    failed = report.of(Status.FAILED)
    return sorted(failed, key=lambda one: one.check.severity.rank)


def _exempted(report: QualityReport) -> Iterator[tuple[str, int, str]]:
    """Return check, count and reason of what was exempted, one for each check and reason."""
    for result in report.results:
        for reason, count in Counter(one.reason for _, one in result.exempted).items():
            yield result.check.id, count, reason


def _not_run(report: QualityReport) -> Iterator[tuple[str, str, str]]:
    """Return family, codes and reason of what was not run."""
    for result in report.of(Status.NOT_RUN):
        yield result.check.family, result.check.code, result.reason
    for one in report.not_run:
        yield one.family, ", ".join(one.codes), one.reason


def _named(report: QualityReport) -> str:
    names = [compact(subject) for subject in report.subjects]
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""  # noqa: PLR2004 - one line
    return ", ".join(names[:3]) + more


def _human(report: QualityReport, limit: int) -> Iterator[str]:
    yield _named(report)
    yield _headline(report)
    yield _findings(report)
    for result in _failed(report):
        check, found = result.check, result.findings
        yield ""
        yield f"{check.severity.value} {check.id}: {check.summary} ({len(found)})"
        for finding in found[:limit]:
            yield "  " + "  ".join(filter(None, map(_short, finding)))
        if len(found) > limit:
            yield f"  ... and {len(found) - limit} more"
        yield f"  {check.remedy}"
    if used := list(_exempted(report)):
        yield ""
        yield "exempted:"
        yield from (f"  {check} ({count}): {reason}" for check, count, reason in used)
    yield ""
    yield "not run:"
    yield from (f"  {family} {codes}: {reason}" for family, codes, reason in _not_run(report))


def _markdown(report: QualityReport, limit: int) -> Iterator[str]:
    yield f"# Quality of {_named(report)}"
    yield ""
    yield f"{_headline(report)}. {_findings(report)}."
    yield ""
    yield from _row("family", "passed", "failed", "nothing to check")
    yield from _row(*["---"] * 4)
    for family in dict.fromkeys(one.check.family for one in report.results):
        own = [one.status for one in report.results if one.check.family == family]
        statuses = (Status.PASSED, Status.FAILED, Status.NOTHING)
        yield from _row(FAMILIES[family], *(str(own.count(status)) for status in statuses))
    yield ""
    yield from _row("severity", "check", "what", "findings", "first", "remedy")
    yield from _row(*["---"] * 6)
    for result in _failed(report):
        check = result.check
        first = ", ".join(f"`{_short(one.entity)}`" for one in result.findings[:limit])
        count = str(len(result.findings))
        yield from _row(check.severity.value, check.id, check.summary, count, first, check.remedy)
    if used := list(_exempted(report)):
        yield ""
        yield from _row("exempted", "findings", "reason")
        yield from _row(*["---"] * 3)
        for name, number, reason in used:
            yield from _row(name, str(number), reason)
    yield ""
    yield from _row("not run", "checks", "reason")
    yield from _row(*["---"] * 3)
    for cells in _not_run(report):
        yield from _row(*cells)


def _row(*cells: str) -> Iterator[str]:
    yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
