"""Running checks on a store: what each found, and the score.

The score is the share of the checks passed, each weighted by the severity of its findings
(`WEIGHTS`), in per cent. Checks that found nothing to look at, such as those of concepts in a file
without concepts, and checks that were not run do not count. How often a check fails does not count
either: it says how many rules are kept, not how many things are sound. A check all of whose
findings are exempted is passed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final, NamedTuple, cast

from mitigraph.errors import QueryTimeoutError
from mitigraph.quality.checks import ABOUT, NOT_RUN, Check, NotRun, checks
from mitigraph.quality.exemptions import Exemption
from mitigraph.quality.subject import subjects
from mitigraph.store.protocol import Solutions, Store
from mitigraph.terms import Iri, Term
from mitigraph.validate import Severity

__all__ = ["WEIGHTS", "CheckResult", "Finding", "QualityReport", "Status", "assess"]

#: What a check weighs in the score.
WEIGHTS: Final = {Severity.VIOLATION: 4, Severity.WARNING: 2, Severity.INFO: 1}


class Status(Enum):
    """What came of a check."""

    PASSED = "passed"
    FAILED = "failed"
    NOTHING = "nothing to check"
    NOT_RUN = "not run"


class Finding(NamedTuple):
    """One row of a check: the thing, the property at which, the value; None where there is none."""

    entity: Term
    property: Term | None
    value: Term | None


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What one check found.

    Attributes:
        check: The check.
        status: What came of it.
        findings: What is wrong, in the order of the query.
        exempted: What would be wrong but for an exemption, with that.
        reason: Why it was not run; empty otherwise.
    """

    check: Check
    status: Status
    findings: tuple[Finding, ...] = ()
    exempted: tuple[tuple[Finding, Exemption], ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class QualityReport:
    """What all checks found.

    Attributes:
        subjects: What was checked: ontologies, or schemes, or graphs.
        results: One for each check, in the order of `checks`.
        not_run: Checks of the families that there is no query for.
    """

    subjects: tuple[Iri, ...]
    results: tuple[CheckResult, ...]
    not_run: tuple[NotRun, ...]

    def of(self, status: Status) -> tuple[CheckResult, ...]:
        """Return the results with a status."""
        return tuple(one for one in self.results if one.status is status)

    def counts(self) -> dict[Severity, int]:
        """Return how many findings there are of each severity, gravest first, zeros included."""
        return {
            severity: sum(
                len(one.findings) for one in self.results if one.check.severity is severity
            )
            for severity in Severity
        }

    @property
    def worst(self) -> Severity | None:
        """The gravest severity that a check failed with; None if all passed."""
        return max((one.check.severity for one in self.of(Status.FAILED)), default=None)

    @property
    def score(self) -> float | None:
        """The weighted share of the checks passed, in per cent; None if there was nothing to check.

        Example:
            >>> QualityReport((), (), ()).score is None
            True
        """
        passed = sum(WEIGHTS[one.check.severity] for one in self.of(Status.PASSED))
        failed = sum(WEIGHTS[one.check.severity] for one in self.of(Status.FAILED))
        return round(100 * passed / (passed + failed), 1) if passed + failed else None


def assess(
    store: Store,
    *,
    families: Iterable[str] = (),
    exemptions: Sequence[Exemption] = (),
    timeout: float | None = None,
) -> QualityReport:
    """Run the checks on a store.

    Args:
        store: What to check.
        families: The families of checks; none for all.
        exemptions: Findings that are no faults.
        timeout: Seconds for each check; one that takes longer counts as not run.

    Raises:
        UnknownTermError: If a family is none that there is.
    """
    families = tuple(families)
    chosen = checks(families)
    present = {about: store.query(f"ASK {{ {pattern} }}") for about, pattern in ABOUT.items()}
    return QualityReport(
        subjects=subjects(store),
        results=tuple(
            _run(store, check, [one for one in exemptions if one.check == check.id], timeout)
            if present[check.about]
            else CheckResult(check, Status.NOTHING)
            for check in chosen
        ),
        not_run=tuple(one for one in NOT_RUN if not families or one.family in families),
    )


def _run(
    store: Store, check: Check, exemptions: Sequence[Exemption], timeout: float | None
) -> CheckResult:
    findings: list[Finding] = []
    exempted: list[tuple[Finding, Exemption]] = []
    try:
        for row in cast("Solutions", store.query(check.text, timeout=timeout)):
            finding = Finding(cast("Term", row[0]), row[1], row[2])
            exemption = next(
                (one for one in exemptions if str(finding.entity).startswith(one.start)), None
            )
            if exemption is None:
                findings.append(finding)
            else:
                exempted.append((finding, exemption))
    except QueryTimeoutError:
        return CheckResult(check, Status.NOT_RUN, reason=f"it took longer than {timeout:g} s")
    status = Status.FAILED if findings else Status.PASSED
    return CheckResult(check, status, tuple(findings), tuple(exempted))
