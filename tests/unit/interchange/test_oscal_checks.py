"""What OSCAL's schema lets pass is found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mitigraph.interchange.oscal import concept_of, prop, text_of
from mitigraph.interchange.oscal_checks import faults

STATEMENT = {"id": "a-1_smt", "name": "statement", "prose": "Audit."}
GOOD = {"id": "a-1", "title": "Audit", "parts": [STATEMENT]}


def catalog(*controls):
    return {"catalog": {"groups": [{"id": "a", "title": "All", "controls": list(controls)}]}}


def found(document, **known):
    return [(one.severity, one.code, one.id) for one in faults(document, **known)]


def test_a_good_catalog_has_no_fault():
    assert found(catalog(GOOD)) == []


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"id": "1.1"}, ("error", "bad-id", "1.1")),
        ({"id": " a-1"}, ("error", "bad-id", " a-1")),
        ({"id": None}, ("error", "missing-field", "")),
        ({"parts": []}, ("warning", "missing-field", "a-1")),
        ({"title": ""}, ("warning", "missing-field", "a-1")),
        ({"title": " Audit"}, ("warning", "schema", "Audit")),
        ({"parts": [STATEMENT | {"prose": "  "}]}, ("warning", "empty-text", "")),
        ({"props": [{"name": "colour", "value": "red"}]}, ("warning", "unknown-term", "colour")),
        ({"links": [{"href": "#a-9"}]}, ("warning", "dangling-ref", "#a-9")),
        ({"parts": [STATEMENT, STATEMENT]}, ("warning", "duplicate-id", "a-1_smt")),
    ],
)
def test_a_fault_of_a_control_is_found(changed, expected):
    assert found(catalog(GOOD | changed)) == [expected]


def test_two_controls_with_one_id_are_found():
    other = GOOD | {"parts": [STATEMENT | {"id": "b"}]}
    assert found(catalog(GOOD, other)) == [("error", "duplicate-id", "a-1")]


def test_what_is_withdrawn_needs_no_statement_and_own_properties_need_no_known_name():
    withdrawn = {"name": "status", "value": "withdrawn"}
    own = {"name": "colour", "ns": "https://acme.example/ns", "value": "red"}
    control = {"id": "a-1", "title": "Audit", "props": [withdrawn, own]}
    assert found(catalog(control)) == []


def test_a_map_needs_a_known_relationship_or_a_namespace():
    one = {"relationship": "narrower", "sources": [{"type": "control", "id-ref": "x"}]}
    document = {"mapping-collection": {"mappings": [{"maps": [one | {"uuid": "u"}]}]}}
    assert found(document) == [("error", "unknown-term", "u")]
    assert found(document, controls=["a-1"])[1:] == [("warning", "dangling-ref", "x")]
    one["ns"] = "https://acme.example/ns"
    document["mapping-collection"]["mappings"][0]["maps"] = [one]
    assert found(document) == []


def test_picked_controls_roles_and_parties_have_to_exist():
    document = {
        "profile": {
            "imports": [{"include-controls": [{"with-ids": ["a-1", "a-2"]}]}],
            "metadata": {"responsible-parties": [{"role-id": "x", "party-uuids": ["y"]}]},
        }
    }
    assert found(document, controls=["a-1"]) == [
        ("warning", "dangling-ref", "a-2"),
        ("warning", "dangling-ref", "x"),
        ("warning", "dangling-ref", "y"),
    ]


def test_a_fault_says_where():
    (fault,) = faults(catalog(GOOD | {"parts": [STATEMENT | {"prose": ""}]}))
    assert fault.place == "/catalog/groups/0/controls/0/parts/0/prose"


KEYS = st.sampled_from(
    ["groups", "controls", "maps", "id", "uuid", "props", "parts", "links", "href", "ns", "prose"]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=15,
)


@given(VALUES)
def test_no_document_is_too_strange(value):
    for fault in faults(value):
        assert fault.place.startswith("/")


@given(st.text(max_size=12))
def test_a_property_gives_its_value_back(text):
    made = prop("name", text)
    assert text_of(made) == text or not text.strip()


def test_a_concept_is_named_by_its_short_id():
    assert concept_of("https://acme.example/x") == "https://acme.example/x"
    assert concept_of("actor/1/d") == "https://w3id.org/mitigraph/scheme/actor/1/d"
