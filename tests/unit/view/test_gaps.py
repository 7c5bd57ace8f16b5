"""Gaps as a person reads them, from a made-up answer."""

from __future__ import annotations

import pytest

from mitigraph.model import Concept
from mitigraph.profile import Implementation, ImplementationStatus, Profile
from mitigraph.profile.gaps import Closing, DemandCover, Gaps, Verdict
from mitigraph.terms import BASE, Iri
from mitigraph.view.gaps import gap_rows, gap_sheets, gaps_markdown, gaps_notes, summary_rows

AUDIT = Closing(Iri(BASE + "id/measure/set/A1"), "Audit * of _all_ | <b>", 3, 1, 2, 0.6)


def _demand(kind, name, *, in_place=0, settled=0, planned=0, closing=(), weight=1.0):  # noqa: PLR0913 - each figure
    concept = Concept(Iri(BASE + f"scheme/x/1/{name}"), f"x/1/{name}", name)
    return DemandCover(
        Iri(f"urn:{kind}/{name}"), kind, (concept,), weight, in_place, settled, planned, closing
    )


@pytest.fixture
def gaps():
    done = Implementation(Iri("urn:m"), "Done", ImplementationStatus.IN_PLACE)
    return Gaps(
        Profile("Acme", "Acme", "A model", implementations=(done,)),
        (
            _demand("cell", "Hopeless"),
            _demand("cell", "Open", closing=(AUDIT,) * 5, weight=2.5),
            _demand("category", "Unsure", in_place=2),
            _demand("risk", "Soon", planned=1),
            _demand("control", "Met", in_place=2, settled=1),
        ),
    )


def test_the_verdict_of_each_demand(gaps):
    assert [one.verdict for one in gaps.demands] == [
        Verdict.MISSING,
        Verdict.MISSING,
        Verdict.PRELIMINARY,
        Verdict.PLANNED,
        Verdict.COVERED,
    ]
    assert [one.gap for one in gaps.demands] == [True, True, False, True, False]
    assert [one.closable for one in gaps.demands] == [False, True, False, True, False]


def test_the_summary_adds_up(gaps):
    rows = list(summary_rows(gaps))
    assert [row["kind"] for row in rows] == [
        "role at a stage",
        "category",
        "risk",
        "framework control",
    ]
    assert [row["asked for"] for row in rows] == [2, 1, 1, 1]
    assert rows[0]["nothing in place"] == 2


def test_rows_are_worst_first_and_what_nothing_closes_comes_last(gaps):
    rows = list(gap_rows(gaps, limit=2))
    assert [row["about"] for row in rows] == ["Open", "Hopeless", "Soon", "Unsure"]
    assert len(rows[0]["closed_by"]) == 2
    assert [row["about"] for row in gap_rows(gaps, kinds=("risk",))] == ["Soon"]


def test_notes_say_what_is_known_and_what_is_not(gaps):
    told = gaps_notes(gaps)
    assert told[0].startswith("Asked for: 5; nothing in place: 3, of which planned: 1")
    assert "fits the roles: 1." in told[0]


def test_the_report_takes_no_text_for_markup(gaps):
    text = gaps_markdown(gaps, limit=1)
    assert r"Audit \* of \_all\_ \| \<b\> `set/A1`: 3 documents, 1 opinion for," in text
    assert "over 60 % of a panel agree" in text
    assert "- Open (weight 2.5)\n" in text
    assert "  - and 4 more" in text
    assert "- By role at a stage: Hopeless\n" in text
    assert "- Soon, 1 measure planned" in text


def test_a_report_without_demands_is_still_one():
    text = gaps_markdown(Gaps(Profile("Empty"), ()))
    assert text.startswith("# Gaps: Empty\n")


def test_sheets_hold_numbers_as_numbers(gaps):
    sheets = gap_sheets(gaps)
    columns, rows = sheets["measures that close"]
    assert list(columns) == list(rows[0])
    assert (rows[0]["documents"], rows[0]["agreement_above"], rows[4]["rank"]) == (3, 0.6, 5)
    assert sheets["nothing in place"][1][0]["candidates"] == 0
    assert all(len(name) <= 31 for name in sheets)
