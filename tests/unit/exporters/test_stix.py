from __future__ import annotations

import json
from dataclasses import replace

import pytest

from mitigraph.errors import DataError, FaultyInputError
from mitigraph.exporters import FORMATS
from mitigraph.interchange import Choices
from mitigraph.terms import BASE

stix2 = pytest.importorskip("stix2", reason="needs stix2")


@pytest.fixture
def bundle(catalogue):
    return json.loads(FORMATS["stix"].render(catalogue, Choices()).data)


def of_type(bundle, kind):
    return [one for one in bundle["objects"] if one["type"] == kind]


def test_every_object_is_parsed_strictly_and_written_back_the_same(bundle):
    parsed = stix2.parse(bundle, allow_custom=False, version="2.1")
    back = [json.loads(one.serialize()) for one in parsed.objects]
    assert back == bundle["objects"]


def test_a_measure_is_a_course_of_action(bundle):
    first = of_type(bundle, "course-of-action")[0]
    assert (first["name"], first["description"]) == ("Red teaming", "Do red teaming.")
    assert first["labels"] == [
        "category:topics/2/1.1",
        "actor:developer",
        "stage:deploy",
        "function:govern",
        "review-status:curated",
        "review-status:preliminary",
    ]
    assert first["external_references"][0] == {
        "source_name": "mitigraph",
        "external_id": "acme-1.M1",
        "url": f"{BASE}id/measure/acme-1/M1",
    }
    assert first["created"] == "2026-11-25T00:00:00.000Z"


def test_controls_that_it_is_mapped_to_are_external_references(bundle):
    first, second, _ = of_type(bundle, "course-of-action")

    def named(action):
        return [
            (one["external_id"], one["description"])
            for one in action["external_references"]
            if one["source_name"] == "frame"
        ]

    assert named(first) == [
        ("C-2", "C-2 Control 2 of A frame: broadMatch, confidence 0.75."),
        ("C-1", "C-1 Control 1 of A frame: exactMatch, confidence 0.95."),
    ]
    # The one that is denied is none of them.
    assert sorted(code for code, _ in named(second)) == ["C-2", "C-3", "C-4"]


def test_what_experts_say_is_a_note(bundle):
    (note,) = of_type(bundle, "note")
    first = of_type(bundle, "course-of-action")[0]
    assert (note["content"], note["object_refs"]) == ("It works.", [first["id"]])
    assert note["authors"] == ["Panel"]
    assert {"stance:supports", "quantifier:most"} <= set(note["labels"])


def test_licence_and_attribution_mark_every_object(bundle):
    (marking,) = of_type(bundle, "marking-definition")
    statement = marking["definition"]["statement"]
    for said in ("creativecommons.org/licenses/by/4.0", "The makers (2026)", "Rights of the owner"):
        assert said in statement
    assert "preliminary" in statement
    assert all(
        one["object_marking_refs"] == [marking["id"]]
        for kind in ("course-of-action", "note")
        for one in of_type(bundle, kind)
    )


def test_the_losses_are_counted(catalogue):
    rendered = FORMATS["stix"].render(catalogue, Choices())
    counts = {one.what: (one.count, one.kept) for one in rendered.losses}
    assert counts["crosswalk rows of measures"] == (5, "as-text")
    assert counts["crosswalk rows of categories"] == (1, "not")
    assert counts["crosswalk rows that deny or found nothing"] == (3, "not")
    assert counts["categories"] == (3, "as-extension")
    assert rendered.written == 3


def test_ids_stay_and_the_bundle_of_a_selection_is_another_one(catalogue, bundle):
    chosen = replace(catalogue, entries=catalogue.entries[:1], selected=True)
    other = json.loads(FORMATS["stix"].render(chosen, Choices()).data)
    assert other["id"] != bundle["id"]
    assert (
        of_type(other, "course-of-action")[0]["id"] == of_type(bundle, "course-of-action")[0]["id"]
    )


def test_a_release_without_a_date_is_refused(catalogue):
    release = replace(catalogue.release, date="soon")
    with pytest.raises(DataError, match='the date "soon"'):
        FORMATS["stix"].render(replace(catalogue, release=release), Choices())


def test_an_empty_name_is_refused(catalogue):
    first = catalogue.entries[0]
    nameless = replace(first, measure=replace(first.measure, label=""))
    with pytest.raises(FaultyInputError):
        FORMATS["stix"].render(replace(catalogue, entries=(nameless,)), Choices())
