"""All mistakes of a profile at once, each with its line and a remedy."""

from __future__ import annotations

import pytest

from mitigraph.errors import FaultyInputError
from mitigraph.profile import ImplementationStatus

WRONG = """\
name: ""
roles: [develper, developer, deployer, developer]
stages: [other-general]
risks:
  - risk: 2.9
    weight: -1
  - risk: "2"
    weight: much
  - weight: 1
  - risk: "2"
frameworks: [actor]
colour: red
measures:
  - A1
  - measure: A1O
    status: plan
  - measure: set/A1
    status: planned
    date: 2026-02-30
    evidence: our wiki
  - Audit
  - status: planned
  - measure: A2
    satus: planned
  - [A3]
  - A1
"""


def test_every_mistake_is_told_with_its_line_in_the_order_of_the_file(read):
    with pytest.raises(FaultyInputError) as caught:
        read(WRONG)
    told = [(fault.place, fault.code, fault.reason) for fault in caught.value.faults]
    assert told == [
        ("line 1", "missing-field", "no name"),
        ("line 2", "unknown-term", 'no role "develper"'),
        ("line 2", "duplicate-id", 'role "developer" again, after line 2'),
        (
            "line 3",
            "unknown-term",
            'stage "other-general" is a value for what fits nowhere else',
        ),
        ("line 5", "unknown-term", 'no risk "2.9"'),
        ("line 6", "wrong-type", "weight -1 is negative"),
        ("line 8", "wrong-type", 'weight "much" is no number'),
        ("line 9", "missing-field", "no risk"),
        ("line 10", "duplicate-id", 'risk "2" again, after line 7'),
        ("line 11", "unknown-term", 'no framework "actor"'),
        ("line 12", "schema", 'no key "colour"'),
        ("line 15", "unknown-term", 'no measure "A1O"'),
        ("line 16", "unknown-term", 'no status "plan"'),
        (
            "line 17",
            "duplicate-id",
            "measure set/A1 is planned, but in-place at line 14",
        ),
        ("line 19", "wrong-type", '"2026-02-30" is no date'),
        ("line 20", "wrong-type", 'evidence "our wiki" is no link'),
        ("line 21", "unknown-term", 'measure "Audit" can mean several'),
        ("line 22", "missing-field", "no measure"),
        ("line 24", "schema", 'no key "satus"'),
        ("line 25", "schema", "a measure has the wrong form"),
        ("line 26", "duplicate-id", "measure set/A1 again, after line 14"),
    ]
    assert all(fault.path.endswith("p.yaml") and fault.remedy for fault in caught.value.faults)


@pytest.mark.parametrize(
    ("line", "remedy"),
    [
        ("roles: [develper]", "did you mean actor/1/developer?"),
        ("measures: [A1O]", "did you mean set/A1?"),
        ("measures: [Audit]", "say set/A2 or set/A3"),
        ("measures: [{measure: A1, status: plan}]", "did you mean planned?"),
        ("frameworks: [actor]", "nothing is close"),
        ("role: [developer]", "did you mean roles?"),
        ("system: [a]", "write a text"),
        ("roles: {a: b}", "write a list"),
        ("roles: [[a]]", "write one word"),
        ("risks: [[a]]", "write its code, or the keys risk and weight"),
    ],
)
def test_a_mistake_says_what_to_do(read, line, remedy):
    with pytest.raises(FaultyInputError) as caught:
        read(f"name: x\n{line}\n")
    (fault,) = caught.value.faults
    assert (fault.place, fault.remedy) == ("line 2", remedy)
    assert str(caught.value).splitlines()[0].endswith("p.yaml: 1 mistake")


@pytest.mark.parametrize("day", ["2026-1-2", "20260102", "2026-13-01", "today", "2026-01-02T00:00"])
def test_a_date_is_a_day_that_exists(read, day):
    with pytest.raises(FaultyInputError, match="is no date"):
        read(f"name: x\nmeasures: [{{measure: A1, date: '{day}'}}]\n")


@pytest.mark.parametrize("link", ["javascript:alert(1)", "file:///etc/passwd", "https://", "x y"])
def test_evidence_is_a_link_into_the_web(read, link):
    with pytest.raises(FaultyInputError, match="is no link"):
        read(f"name: x\nmeasures: [{{measure: A1, evidence: '{link}'}}]\n")


@pytest.mark.parametrize("weight", ["nan", "inf", "1e9", "0x10", "1,5", "\u0663"])
def test_a_weight_is_a_plain_number(read, weight):
    with pytest.raises(FaultyInputError, match="weight"):
        read(f"name: x\nrisks: [{{risk: '2', weight: '{weight}'}}]\n")


def test_a_status_is_taken_in_any_spelling(read):
    found = read("name: x\nmeasures: [{measure: A1, status: In place}]\n")
    assert found.implementations[0].status is ImplementationStatus.IN_PLACE


def test_what_is_not_said_has_its_default(read):
    found = read("name: Only a name\n")
    assert (found.organisation, found.system) == ("Only a name", "")
    assert found.roles == found.stages == found.risks == found.frameworks == ()
    assert found.iri.endswith("id/profile/only-a-name")
