from __future__ import annotations

import pytest

from mitigraph.errors import ValidationFailed
from mitigraph.terms import BlankNode, Iri, Literal
from mitigraph.validate import Report, Result, Severity

A = Iri("urn:a")


def result(severity=Severity.VIOLATION, focus=A, **fields):
    given = {
        "focus_label": None,
        "path": "<urn:p>",
        "value": None,
        "message": "do it",
        "shape": Iri("urn:s"),
        "shape_name": "S",
        "component": Iri("http://www.w3.org/ns/shacl#MinCountConstraintComponent"),
    }
    return Result(severity, focus, **{**given, **fields})


def test_severities_are_ordered_by_gravity():
    assert Severity.INFO < Severity.WARNING < Severity.VIOLATION
    assert [s.rank for s in Severity] == [0, 1, 2]


def test_a_severity_of_ones_own_counts_as_a_violation():
    assert Severity.of("urn:grave") is Severity.VIOLATION
    assert Severity.of(Severity.INFO.iri) is Severity.INFO


def test_results_stand_gravest_first_and_once():
    warning = result(Severity.WARNING)
    later = result(focus=Iri("urn:b"))
    first = result()
    report = Report.of([later, warning, first, first])
    assert report.results == (first, later, warning)
    assert len(report) == 3


def test_iris_stand_before_literals_and_blank_nodes():
    foci = [BlankNode("a"), Literal("a"), Iri("urn:z")]
    report = Report.of(result(focus=focus) for focus in foci)
    assert [r.focus for r in report.results] == [Iri("urn:z"), Literal("a"), BlankNode("a")]


def test_warnings_alone_conform():
    report = Report.of([result(Severity.WARNING), result(Severity.INFO)])
    assert report.conforms
    report.raise_for_violations()
    assert report.counts() == {Severity.VIOLATION: 0, Severity.WARNING: 1, Severity.INFO: 1}


def test_violations_are_raised_with_their_number():
    report = Report.of([result(), result(focus=Iri("urn:b")), result(Severity.INFO)])
    assert not report.conforms
    with pytest.raises(ValidationFailed, match="2 violation") as caught:
        report.raise_for_violations()
    assert caught.value.violations == 2


def test_the_key_leaves_out_how_a_result_is_told():
    assert result(message="x", focus_label="L", line=3).key == result(message="y").key
    assert result(value=Literal("x")).key != result().key
