from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from mitigraph.errors import DataError
from mitigraph.profile import Implementation, ImplementationStatus, Profile
from mitigraph.terms import Iri


def test_a_profile_picks_exactly_the_measures_of_the_selection(catalogue, written):
    part = replace(catalogue, entries=catalogue.entries[1:], selected=True)
    profile, rendered = written("oscal-profile", part)
    assert profile["imports"] == [
        {
            "href": "mitigraph.oscal-catalog.json",
            "include-controls": [{"with-ids": ["acme-1.M2", "acme-1.M3"]}],
        }
    ]
    (resource,) = profile["back-matter"]["resources"]
    assert resource["rlinks"][0]["href"] == "mitigraph.oscal-catalog.json"
    assert rendered.written == 2
    assert {one.what: one.count for one in rendered.losses}["statements"] == 2


def test_a_profile_of_nothing_is_one_clear_error(catalogue, written):
    with pytest.raises(DataError, match="no measure to pick"):
        written("oscal-profile", replace(catalogue, entries=()))


@pytest.fixture
def profile(catalogue):
    first, second, third = (entry.iri for entry in catalogue.entries)
    placed, planned, never = ImplementationStatus
    return Profile(
        "Acme assistant",
        organisation="Acme",
        system="A drafting assistant",
        roles=tuple(catalogue.facets["actor"][:1]),
        implementations=(
            Implementation(
                first,
                "Red teaming",
                placed,
                evidence=Iri("https://acme.example/report"),
                owner="Chief of safety",
                date=date(2026, 1, 15),
                note="Twice a year.",
            ),
            Implementation(second, "Audit", planned, owner="Chief of safety"),
            Implementation(third, "Insurance", never),
            Implementation(Iri("https://w3id.org/mitigraph/id/measure/x/1"), "Other", placed),
        ),
    )


def test_a_component_says_what_the_profile_says(written, profile):
    body, rendered = written("oscal-component", profile=profile)
    (component,) = body["components"]
    assert (component["title"], component["description"]) == (
        "Acme assistant",
        "A drafting assistant",
    )
    (implementation,) = component["control-implementations"]
    first, second, third = implementation["implemented-requirements"]
    states = [one["props"][0]["value"] for one in (first, second, third)]
    assert states == ["implemented", "planned", "not-applicable"]
    assert first["control-id"] == "acme-1.M1"
    assert first["description"] == "Red teaming. In place since 2026-01-15."
    assert first["remarks"] == "Twice a year."
    resources = {f"#{one['uuid']}": one for one in body["back-matter"]["resources"]}
    evidence = resources[first["links"][1]["href"]]
    assert evidence["rlinks"] == [{"href": "https://acme.example/report"}]
    assert implementation["source"] in resources
    roles = {one["id"]: one["title"] for one in body["metadata"]["roles"]}
    assert roles[first["responsible-roles"][0]["role-id"]] == "Chief of safety"
    assert first["responsible-roles"] == second["responsible-roles"]
    losses = {one.what: one.count for one in rendered.losses}
    assert losses["statements of the profile on other measures"] == 1
    assert rendered.written == 3


def test_a_component_without_a_profile_is_one_clear_error(written):
    with pytest.raises(DataError, match="give --profile FILE"):
        written("oscal-component")


def test_a_profile_that_speaks_of_other_measures_alone_is_one_clear_error(written, profile):
    others = replace(profile, implementations=profile.implementations[3:])
    with pytest.raises(DataError, match="speaks of none"):
        written("oscal-component", profile=others)
