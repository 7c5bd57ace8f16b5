from __future__ import annotations

from dataclasses import replace

import pytest

from mitigraph.errors import FaultyInputError
from mitigraph.exporters.oscal.catalog import render
from mitigraph.interchange import Choices
from mitigraph.interchange.oscal import NS

CODE = "acme-1.M1"


def controls_in(group):
    yield from group.get("controls", ())
    for one in group.get("groups", ()):
        yield from controls_in(one)


def control(catalog, code=CODE):
    (found,) = [one for one in controls_in(catalog) if one["id"] == code]
    return found


def values(thing, name):
    return [one["value"] for one in thing["props"] if (one["name"], one.get("ns")) == (name, NS)]


def test_categories_are_nested_groups_whose_ids_have_the_version_of_the_taxonomy(written):
    catalog, _ = written("oscal-catalog")
    (top,) = catalog["groups"]
    assert top["id"] == "topics-2.1"
    assert [one["id"] for one in top["groups"]] == ["topics-2.1.1", "topics-2.1.9"]
    assert top["groups"][0]["parts"][0] == {
        "id": "topics-2.1.1_ovw",
        "name": "overview",
        "prose": "All about Training.",
    }


def test_a_measure_is_one_control_whatever_number_of_categories_it_has(written):
    catalog, rendered = written("oscal-catalog")
    ids = [one["id"] for one in controls_in(catalog)]
    assert sorted(ids) == [CODE, "acme-1.M2", "acme-1.M3"]
    assert values(control(catalog, "acme-1.M2"), "category") == ["topics/2/1.1", "topics/2/1.9"]
    assert [one["id"] for one in catalog["controls"]] == ["acme-1.M3"]
    assert rendered.written == 3


def test_measures_beside_narrower_categories_have_a_group_of_their_own(catalogue, written):
    top = catalogue.taxonomy.concepts[0]
    third = replace(catalogue.entries[2], category=(top,))
    changed = replace(catalogue, entries=(*catalogue.entries[:2], third))
    catalog, _ = written("oscal-catalog", changed)
    direct = catalog["groups"][0]["groups"][-1]
    assert direct["id"] == "topics-2.1_direct"
    assert [one["id"] for one in direct["controls"]] == ["acme-1.M3"]
    assert "controls" not in catalog["groups"][0]


def test_a_control_says_all_that_the_graph_says(written):
    catalog, _ = written("oscal-catalog")
    one = control(catalog)
    statement, opinion = one["parts"]
    assert (statement["name"], statement["prose"]) == ("statement", "Do red teaming.")
    assert (opinion["name"], opinion["prose"]) == ("guidance", "It works.")
    assert values(opinion, "stance") == ["supports"]
    assert values(one, "actor") == ["actor/1/developer"]
    assert values(one, "lifecycle-stage") == ["lifecycle/1/deploy"]
    assert values(one, "function") == ["function/1/govern"]
    assert values(one, "identifier") == ["acme-1/M1"]
    assert values(one, "other-name") == ["Attack team"]
    assert values(one, "review-status") == ["curated", "preliminary"]
    canonical, reference = one["links"]
    assert canonical["href"] == "https://w3id.org/mitigraph/id/measure/acme-1/M1"
    (resource,) = catalog["back-matter"]["resources"]
    assert reference["href"] == f"#{resource['uuid']}"
    assert resource["rlinks"] == [{"href": "https://doi.org/10.1000/182"}]
    assert "A survey" in resource["citation"]["text"]


def test_the_metadata_carry_version_licence_attribution_and_status(written):
    metadata = written("oscal-catalog")[0]["metadata"]
    assert metadata["last-modified"] == "2026-11-25T00:00:00Z"
    assert (metadata["version"], metadata["oscal-version"]) == ("0.1.0", "1.2.1")
    assert metadata["links"][0]["href"] == "https://creativecommons.org/licenses/by/4.0/"
    assert values(metadata, "review-status") == ["preliminary"]
    assert values(metadata, "taxonomy") == ["topics/2"]
    assert [one["name"] for one in metadata["parties"]] == ["The makers", "The owner"]
    for said in ("The makers (2026)", "Rights of the owner", "preliminary"):
        assert said in metadata["remarks"]


def test_every_thing_that_is_no_field_of_its_own_is_counted(written):
    losses = {one.what: (one.count, one.kept) for one in written("oscal-catalog")[1].losses}
    assert losses == {
        "further categories of a measure": (1, "as-extension"),
        "actors": (3, "as-extension"),
        "stages": (1, "as-extension"),
        "functions": (1, "as-extension"),
        "review statuses": (6, "as-extension"),
        "other names": (1, "as-extension"),
        "record numbers": (3, "as-extension"),
        "expert opinions": (1, "as-extension"),
        "crosswalk rows": (9, "not"),
    }


def test_the_same_catalogue_gives_the_same_bytes_and_a_selection_another_uuid(catalogue, written):
    catalog, rendered = written("oscal-catalog")
    assert rendered.data == render(catalogue, Choices()).data
    part = replace(catalogue, entries=catalogue.entries[:1], selected=True)
    assert written("oscal-catalog", part)[0]["uuid"] != catalog["uuid"]


def test_a_name_of_several_lines_is_whole_in_the_remarks(catalogue, written):
    first = replace(catalogue.entries[0], alt_labels=("two\nlines",))
    changed = replace(catalogue, entries=(first, *catalogue.entries[1:]))
    props = control(written("oscal-catalog", changed)[0])["props"]
    (named,) = [one for one in props if one["name"] == "other-name"]
    assert (named["value"], named["remarks"]) == ("two lines", "two\nlines")


def test_nothing_faulty_is_written(catalogue):
    empty = replace(catalogue.entries[0], statement=" ")
    twice = replace(catalogue, entries=(empty, catalogue.entries[2], catalogue.entries[2]))
    with pytest.raises(FaultyInputError) as raised:
        render(twice, Choices())
    assert {fault.code for fault in raised.value.faults} == {"empty-text", "duplicate-id"}
