from __future__ import annotations

import pytest

from mitigraph.errors import DataError, UnknownTermError
from mitigraph.plan import amount, read_costs

KNOWN = {"A1": "urn:a1", "Audit": "urn:a1", "A2": "urn:a2"}


def measure(text):
    if text not in KNOWN:
        raise UnknownTermError(text, kind="measure", suggestions=("A1",))
    return KNOWN[text]


@pytest.fixture
def table(tmp_path):
    def write(text):
        path = tmp_path / "costs.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_costs_are_held_in_hundredths(table):
    costs, faults = read_costs(table("measure,cost,note\nA1,12.5,dear\nA2,0,\n*,7,\n"), measure)
    assert not faults
    assert [costs.of(iri) for iri in ("urn:a1", "urn:a2", "urn:other")] == [1250, 0, 700]


def test_without_a_row_for_all_others_they_have_no_cost(table):
    costs, _ = read_costs(table("measure,cost\nA1,1\n"), measure)
    assert costs.of("urn:a2") is None


def test_all_mistakes_are_told_with_their_lines(table):
    rows = "A1,-1\nB1,5\nA2,nan\nA2,1.005\nAudit,3\nA2\nB2,much\n"
    _, faults = read_costs(table("measure,cost\n" + rows), measure)
    assert [(fault.place, fault.code) for fault in faults] == [
        ("line 2", "wrong-type"),
        ("line 3", "unknown-term"),
        ("line 4", "wrong-type"),
        ("line 5", "wrong-type"),
        ("line 5", "duplicate-id"),
        ("line 6", "duplicate-id"),
        ("line 7", "schema"),
        ("line 8", "wrong-type"),
        ("line 8", "unknown-term"),
    ]
    assert "did you mean A1?" in str(faults[1])


def test_a_table_without_costs_is_refused(table):
    with pytest.raises(DataError, match="column 'cost' missing"):
        read_costs(table("measure,price\nA1,1\n"), measure)


@pytest.mark.parametrize("text", ["", "-1", "+1", "1e3", "inf", "1,5", "0.001", "9" * 13, "٣"])
def test_what_is_no_amount(text):
    assert amount(text) is None
