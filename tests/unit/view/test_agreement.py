from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from mitigraph.agreement import (
    Agreement,
    Estimate,
    LevelAgreement,
    SchemeAgreement,
    SetAgreement,
    ValueAgreement,
)
from mitigraph.model import Agent, Concept
from mitigraph.terms import BASE, Iri
from mitigraph.view.agreement import agreement_notes, confusion_rows, write_agreement

SURE = Estimate(2 / 3, 0.5, 0.75)
NONE = Estimate(None, reason="no variation")
YES, NO = (Concept(Iri(f"urn:{code}"), f"own/1/{code}", code.title(), code) for code in "yn")
FULL = SchemeAgreement(
    Iri(BASE + "scheme/own/1"),
    "own/1",
    12,
    (LevelAgreement(1, 12, SURE, SURE, SURE), LevelAgreement(2, 12, SURE, NONE, NONE)),
    SetAgreement(SURE, Estimate(1.0, reason="no interval")),
    (ValueAgreement(YES, 8, 7, 6, 0.8, SURE), ValueAgreement(NO, 1, 0, 0, 0.0, NONE)),
    (YES, NO),
    (YES,),
    {(YES.id, YES.id): 9, (NO.id, YES.id): 3},
)
BARE = SchemeAgreement(
    Iri(BASE + "scheme/bare/1"),
    "bare/1",
    0,
    (LevelAgreement(1, 0, NONE, NONE, NONE),),
    None,
    (),
    (),
    (),
    {},
)
FOUND = Agreement(
    Agent(Iri("urn:a"), "agent/ann", "Ann"),
    Agent(Iri("urn:b"), "agent/bob", "Bob"),
    (BARE, FULL),
    2000,
    1,
)


def _written(layout: str, **parts: bool) -> str:
    stream = io.StringIO()
    write_agreement(FOUND, to=stream, layout=layout, width=100, **parts)
    return stream.getvalue()


def test_a_table_gives_shares_in_per_cent_and_says_undefined():
    lines = _written("table").splitlines()
    assert lines[2].split() == ["bare/1", "1", "0", "undefined", "undefined", "undefined"]
    assert "66.7 [50.0, 75.0]   0.667 [0.500, 0.750]" in lines[3]
    assert lines[-1].split() == ["own/1", "12", "66.7", "[50.0,", "75.0]", "1.000", "[undefined]"]


def test_values_and_confusion_come_when_asked_for():
    assert "Y" not in _written("md")
    assert "| y Y | 8 | 7 | 6 | 0.800 | 0.667 [0.500, 0.750] |" in _written("md", values=True)
    shown = _written("md", confusion=True)
    assert "| first \\ second | y |\n| --- | --- |\n| y Y | 9 |\n| n N | 3 |" in shown
    assert "| n N | y Y | 3 |" in shown.partition("most frequent disagreements")[2]
    assert "bare/1:" not in _written("md", values=True, confusion=True)


def test_the_confusion_table_is_as_wide_as_its_values_need():
    columns = tuple(
        Concept(Iri(f"urn:{n}"), f"own/1/a-rather-long-slug-{n}", str(n)) for n in range(9)
    )
    wide = SchemeAgreement(
        FULL.scheme, "own/1", 9, FULL.levels, None, (), columns[:1], columns,
        {(columns[0].id, column.id): 1 for column in columns},
    )  # fmt: skip
    stream = io.StringIO()
    found = Agreement(FOUND.first, FOUND.second, (wide,), 2000, 1)
    write_agreement(found, to=stream, layout="table", confusion=True, width=60)
    assert "a-rather-long-slug-0   a-rather-long-slug-1" in stream.getvalue()


@pytest.mark.parametrize("layout", ["tsv", "csv"])
def test_rows_hold_numbers_or_the_word_with_its_reason(layout):
    delimiter = "\t" if layout == "tsv" else ","
    rows = list(csv.DictReader(io.StringIO(_written(layout)), delimiter=delimiter))
    assert [(row["scheme"], row["level"]) for row in rows] == [
        ("bare/1", "1"),
        ("own/1", "1"),
        ("own/1", "2"),
    ]
    assert (rows[1]["agreement"], rows[1]["kappa_low"], rows[1]["reason"]) == (
        "0.666667",
        "0.5",
        "",
    )
    assert (rows[2]["kappa"], rows[2]["kappa_low"]) == ("undefined", "undefined")
    assert rows[2]["reason"] == "kappa, alpha: no variation; jaccard: no interval"
    assert [row["overlap"] for row in rows] == ["", "", "0.666667"]


def test_other_tables_stand_in_the_place_of_the_first():
    assert _written("tsv", values=True).splitlines()[2].split("\t")[:7] == [
        "own/1", "own/1/n", "n N", "1", "0", "0", "0.0",
    ]  # fmt: skip
    assert len(_written("tsv", confusion=True).splitlines()) == 1 + len(list(confusion_rows(FOUND)))
    with pytest.raises(ValueError, match="one table"):
        _written("csv", values=True, confusion=True)


def test_json_has_null_for_what_is_undefined():
    found = json.loads(_written("json", values=True, confusion=True))
    assert found["first"] == {"id": "agent/ann", "name": "Ann"}
    assert found["levels"][2]["kappa"] is None
    assert found["levels"][2]["reason"].startswith("kappa, alpha: no variation")
    assert found["values"][0]["specific"] == 0.8
    assert found["disagreements"] == [
        {"scheme": "own/1", "first": "own/1/n", "second": "own/1/y", "measures": 3}
    ]
    assert "NaN" not in _written("json", values=True)
    assert json.loads(_written("json")).keys() == {
        "first",
        "second",
        "resamples",
        "seed",
        "levels",
    }


def test_notes_say_who_what_and_with_which_seed():
    words = " ".join(agreement_notes(FOUND))
    for part in ("Ann (agent/ann; first)", "Superseded classifications count", "seed 1"):
        assert part in words
    assert "bare/1, level 1: agreement, kappa, alpha: no variation." in words


@pytest.mark.parametrize("word", ["substantial", "moderate", "almost perfect"])
def test_no_adjective_judges_a_coefficient(word, root):
    source = root / "src/mitigraph/view/agreement.py"
    assert word not in Path(source).read_text(encoding="utf-8")
