"""Profiles through every format and back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mitigraph.errors import DataError, FaultyInputError, UnsupportedFormatError
from mitigraph.profile import ImplementationStatus, profile_document, read_profile
from mitigraph.profile.csv_layout import write_sheet
from mitigraph.profile.yaml_layout import read_yaml, write_yaml
from mitigraph.terms import BASE, compact

WHOLE = """\
name: "Acme: the assistant"
organisation: Acme
system: A model # that answers
roles: [deployer]
stages: deploy
risks:
  - risk-domain/1/2
  - risk: 2.2
    weight: 2.5
frameworks: [frame]
measures:
  - measure: A1
    evidence: https://acme.example/a?b=1&c=2#d
    owner: Head of safety
    date: 2026-03-01
  - measure: A2
    status: planned
    date: 2027-01-01
    note: >-
      Waits for "the
      budget": 5 % {open}
  - measure: A3
    status: not-applicable
"""


def _without_lines(profile):
    return replace(
        profile, implementations=tuple(replace(one, line=None) for one in profile.implementations)
    )


def test_yaml_says_all(read):
    found = read(WHOLE)
    assert (found.name, found.organisation) == ("Acme: the assistant", "Acme")
    assert found.system == "A model"
    assert [concept.id for concept in (*found.roles, *found.stages)] == [
        "actor/1/deployer",
        "lifecycle/1/deploy",
    ]
    assert [(risk.concept.id, risk.weight) for risk in found.risks] == [
        ("risk-domain/1/2", 1),
        ("risk-domain/1/2.2", 2.5),
    ]
    assert [compact(framework) for framework in found.frameworks] == ["frame/1"]
    first, second, third = found.implementations
    assert (first.evidence, first.owner) == (
        "https://acme.example/a?b=1&c=2#d",
        "Head of safety",
    )
    assert (first.date, first.line, first.label) == (date(2026, 3, 1), 12, "Red teaming")
    assert second.note == 'Waits for "the budget": 5 % {open}'
    assert (second.status, third.status) == (
        ImplementationStatus.PLANNED,
        ImplementationStatus.NOT_APPLICABLE,
    )
    assert found.in_place == (BASE + "id/measure/set/A1",)


@pytest.mark.parametrize("ending", ["yaml", "ttl", "nt", "jsonld", "rdf"])
def test_a_profile_comes_back_from_every_format(read, words, tmp_path, ending):
    given_ = read(WHOLE)
    path = tmp_path / f"out.{ending}"
    document = profile_document(given_, path)
    path.write_bytes(document)
    back = read_profile(path, words)
    assert _without_lines(back) == _without_lines(given_)
    assert profile_document(back, path) == document


def test_csv_keeps_what_is_said_of_measures(read, words, tmp_path):
    given_ = read(WHOLE)
    path = tmp_path / "acme-sheet.csv"
    path.write_bytes(profile_document(given_, path))
    back = read_profile(path, words)
    assert back.name == "acme sheet"
    assert _without_lines(back).implementations == _without_lines(given_).implementations


def test_a_plain_list_of_measures_is_enough(read):
    found = read("measure\nA1\nset/A2\n", "done.csv")
    assert [one.id for one in found.implementations] == ["set/A1", "set/A2"]
    assert {one.status for one in found.implementations} == {ImplementationStatus.IN_PLACE}


def test_a_sheet_is_ticked_off_and_kept_whole(read):
    sheet = write_sheet([("set/A1", "Red teaming"), ("set/A2", "Audit"), ("set/A3", "Audit")])
    ticked = sheet.replace("set/A1,", "set/A1,x").replace("set/A3,", "set/A3,planned")
    found = read(ticked, "sheet.csv")
    assert [(one.id, one.status.value) for one in found.implementations] == [
        ("set/A1", "in-place"),
        ("set/A3", "planned"),
    ]


def test_mistakes_of_a_sheet_are_all_told(read):
    text = 'measure,status,date,note\nA9,x,,\nA1,,,"so\nfar"\nA2,done,1.2.2026,\n,x,,\nA3,x\n'
    with pytest.raises(FaultyInputError) as caught:
        read(text, "sheet.csv")
    assert [(fault.place, fault.code) for fault in caught.value.faults] == [
        ("line 2 (row 1)", "unknown-term"),
        ("line 3 (row 2)", "missing-field"),
        ("line 5 (row 3)", "wrong-type"),
        ("line 6 (row 4)", "missing-field"),
        ("line 7 (row 5)", "schema"),
    ]


def test_mistakes_in_turtle_have_the_line_of_what_says_so(read, words, tmp_path):
    path = tmp_path / "p.ttl"
    text = profile_document(read(WHOLE), path).decode()
    wrong = text.replace("set/A1> ;", "set/A9> ;").replace("2.5", "-2.5")
    assert wrong != text
    path.write_text(wrong, encoding="utf-8")
    with pytest.raises(FaultyInputError) as caught:
        read_profile(path, words)
    lines = wrong.splitlines()
    found = [(lines[int(f.place.split()[1]) - 1], f.reason) for f in caught.value.faults]
    assert found == [
        (
            _starting(lines, "concern/acme-the-assistant/risk-domain/1/2.2>"),
            "weight -2.5 is negative",
        ),
        (_starting(lines, "implementation/acme-the-assistant/set/A1>"), 'no measure "set/A9"'),
    ]


def _starting(lines, subject):
    return next(line for line in lines if subject in line and not line.startswith(" "))


@pytest.mark.parametrize(
    ("name", "text", "words_"),
    [
        ("p.yaml", "- a\n", "no profile"),
        ("p.yaml", "a: [", "not well-formed YAML"),
        ("p.yaml", "name: a\nname: b\n", 'the key "name" twice'),
        ("p.csv", "id,state\nA1,x\n", "column 'measure' missing"),
        ("p.csv", "measure,stat\nA1,x\n", "column 'stat' unknown"),
        ("p.ttl", "<urn:a> <urn:b> <urn:c> .", "0 profiles in it"),
        ("p.ttl", "<urn:a> <urn:b>", "p.ttl"),
    ],
)
def test_a_file_that_is_no_profile_is_one_clear_error(read, name, text, words_):
    with pytest.raises(DataError) as caught:
        read(text, name)
    assert words_ in str(caught.value)


def test_an_unknown_ending_names_those_that_are_known(read):
    with pytest.raises(UnsupportedFormatError, match=r"\.yaml.*\.csv.*turtle"):
        read("name: x", "p.docx")


TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=30)


@given(system=TEXTS, note=TEXTS)
def test_any_text_comes_back_from_yaml(tmp_path_factory, system, note):
    from mitigraph.profile import Implementation, Profile

    one = Implementation(BASE + "id/measure/set/A1", "L", ImplementationStatus.PLANNED, note=note)
    path = tmp_path_factory.mktemp("yaml") / "p.yaml"
    text = write_yaml(Profile("n", system=system, implementations=(one,)))
    path.write_text(text, encoding="utf-8")
    draft = read_yaml(path)
    assert draft.faults == []
    assert draft.system.text == " ".join(system.split())
    said = draft.measures[0]
    assert (said["note"].text if "note" in said else "") == " ".join(note.split())
