"""What keeps the form that it should have, and what is told and taken away."""

from __future__ import annotations

import pytest

from mitigraph.importers.forms import FLAG, NUMBER, TEXT, well_formed


@pytest.mark.parametrize(
    ("value", "form", "kept", "found"),
    [
        ("a", TEXT, "a", []),
        (7, TEXT, None, [("wrong-type", "/x", "expected a text, found a number")]),
        (True, NUMBER, None, [("wrong-type", "/x", "expected a number, found true or false")]),
        (None, FLAG, None, [("wrong-type", "/x", "expected true or false, found null")]),
        (
            ["a", 7],
            [TEXT],
            ["a", None],
            [("wrong-type", "/x/1", "expected a text, found a number")],
        ),
        ("a", [TEXT], None, [("wrong-type", "/x", "expected a list, found a text")]),
        (["a", {"b": 1}], ({"b": TEXT},), ["a", {}], [("wrong-type", "/x/1/b", None)]),
        ("no list", ({"b": TEXT},), "no list", []),
        (
            [{"c": "d"}],
            [{"b!": TEXT}],
            [None],
            [("missing-field", "/x/0", "left out: it has no b")],
        ),
        ([{"b": 1}], [{"b!": TEXT}], [None], [("wrong-type", "/x/0/b", None)]),
        ({"a/b": 1}, {"a/b": TEXT}, {}, [("wrong-type", "/x/a~1b", None)]),
    ],
)
def test_what_has_another_form_is_told_and_left_out(value, form, kept, found):
    made, faults = well_formed(value, form, "/x")
    assert made == kept
    assert [(one.code, one.place) for one in faults] == [one[:2] for one in found]
    assert all(want[2] in (None, one.message) for one, want in zip(faults, found, strict=True))


def test_a_fault_names_the_object_that_it_stands_in():
    _, faults = well_formed({"id": "a-1", "inner": {"title": 1}}, {"inner": {"title": TEXT}})
    assert [one.id for one in faults] == ["a-1"]
