"""What parsers of STIX let pass is found here."""

from __future__ import annotations

import pytest

from mitigraph.interchange.stix import faults

UUID = "3cfcf42d-9108-52c4-b5e9-a80368e4f895"
OTHER = "4cfcf42d-9108-52c4-b5e9-a80368e4f895"


def action(**changed):
    made = {
        "type": "course-of-action",
        "spec_version": "2.1",
        "id": f"course-of-action--{UUID}",
        "created": "2026-11-25T00:00:00.000Z",
        "modified": "2026-11-25T00:00:00.000Z",
        "name": "Audit",
    }
    return made | changed


def test_a_sound_bundle_has_no_fault():
    note = action(
        type="note", id=f"note--{OTHER}", content="Yes.", object_refs=[f"course-of-action--{UUID}"]
    )
    assert faults({"type": "bundle", "objects": [action(), note]}) == []


@pytest.mark.parametrize(
    ("bundle", "code"),
    [
        ([], "schema"),
        ({"objects": []}, "schema"),
        ({"objects": ["text"]}, "wrong-type"),
        ({"objects": [action(id="course-of-action--1")]}, "bad-id"),
        ({"objects": [action(id=f"note--{UUID}")]}, "bad-id"),
        ({"objects": [action(), action()]}, "duplicate-id"),
        ({"objects": [action(name="")]}, "missing-field"),
        ({"objects": [action(description=" ")]}, "empty-text"),
        ({"objects": [action(created_by_ref=f"identity--{UUID}")]}, "dangling-ref"),
        ({"objects": [action(object_marking_refs=[["x"]])]}, "dangling-ref"),
        ({"objects": [action(external_references=[{"url": "https://a"}])]}, "missing-field"),
        ({"objects": [action(external_references=[{"source_name": "a"}])]}, "missing-field"),
        ({"objects": [action(external_references="text")]}, "missing-field"),
    ],
)
def test_what_is_wrong_is_told(bundle, code):
    assert code in {one.code for one in faults(bundle)}
