"""Documents of OSCAL that hold what nobody would write."""

from __future__ import annotations

import copy
import json
import time

import pytest

from mitigraph.errors import DataError
from mitigraph.exporters import FORMATS
from mitigraph.interchange import Choices
from mitigraph.terms import BASE, MG, PREFIXES, Iri

SKOS = PREFIXES["skos"]
CC_BY = Iri("https://creativecommons.org/licenses/by/4.0/")
METADATA = {"title": "Acme", "version": "1.0", "oscal-version": "1.2.1"}


def control(name, **more):
    return {
        "id": name,
        "title": name.upper(),
        "parts": [{"name": "statement", "prose": "Do."}],
    } | more


def catalog(*controls, **more):
    return {"catalog": {"metadata": METADATA, "controls": list(controls), **more}}


def told(result):
    return [(one.severity, one.code, one.place) for one in result.findings]


def words(result):
    return {str(quad.object) for quad in result.quads}


@pytest.mark.parametrize(
    ("more", "place"),
    [
        ({"title": 918273645}, "title"),
        ({"title": ["918273645"]}, "title"),
        ({"props": [{"name": "label", "value": 918273645}]}, "props/0/value"),
        ({"props": {"name": "label"}}, "props"),
        ({"parts": [{"name": "statement", "prose": 918273645}]}, "parts/0/prose"),
        ({"links": [{"href": 918273645}]}, "links/0/href"),
    ],
)
def test_a_value_of_another_type_is_told_and_makes_no_text(reading, more, place):
    result = reading(catalog(control("a-1", **more)), licence=CC_BY)
    assert ("warning", "wrong-type", f"/catalog/controls/0/{place}") in told(result)
    assert not any("918273645" in word for word in words(result))
    assert (result.records, result.made) == (1, 1)


def test_a_property_without_a_value_is_told_and_makes_no_note(reading):
    result = reading(catalog(control("a-1", props=[{"name": "tier", "ns": "urn:x"}])))
    assert told(result) == [("warning", "missing-field", "/catalog/controls/0/props/0")]
    assert not any("None" in word for word in words(result))


def test_a_group_in_a_control_is_refused_with_what_it_holds(reading):
    inner = {"id": "g", "title": "G", "controls": [control("a-2")]}
    result = reading(catalog(control("a-1", groups=[inner])))
    place = "/catalog/controls/0/groups/0"
    assert (result.records, result.made) == (3, 1)
    assert told(result) == [
        ("error", "schema", place),
        ("error", "dangling-ref", f"{place}/controls/0"),
    ]


def test_parameters_that_name_each_other_do_not_multiply(reading):
    again = "{{ insert: param, p-1 }}" * 60
    params = [{"id": "p-1", "label": "x", "select": {"choice": [again] * 60}}]
    start = time.monotonic()
    parts = [{"name": "statement", "prose": again}]
    result = reading(catalog(control("a-1", parts=parts), params=params), licence=CC_BY)
    assert time.monotonic() - start < 5
    assert max(map(len, words(result))) < 1_000_000


def test_two_controls_never_share_an_iri_by_a_known_notation(reading):
    known = {"A 1": Iri(BASE + "scheme/acme/1/a-2")}
    label = [{"name": "label", "value": "A 1"}]
    result = reading(
        catalog(control("a-1", props=label), control("a-2")), controls=lambda _scheme: known
    )
    labels = [quad.subject for quad in result.quads if quad.predicate == SKOS + "prefLabel"]
    assert len(labels) == len(set(labels)) == 3


def test_a_link_that_leads_nowhere_outside_is_told(reading):
    result = reading(catalog(control("a-1", links=[{"href": "other.json#a-2"}])))
    assert told(result) == [("warning", "refused", "/catalog")]


@pytest.mark.parametrize("key", ["a b", "Acme", "acme/x", "<urn:x>"])
def test_a_key_that_is_none_is_refused(reading, key):
    with pytest.raises(DataError, match="is no key of a scheme"):
        reading(catalog(control("a-1")), key=key)


def test_a_key_may_say_the_major_version(reading):
    result = reading(catalog(control("a-1")), key="other/3")
    assert result.graph == BASE + "graph/other-3"


def profile(**chosen):
    return {"profile": {"metadata": METADATA, "imports": [{"href": "catalog.json"} | chosen]}}


@pytest.fixture
def beside(tmp_path):
    document = catalog(control("a-1"), control("a-2"), control("b-1"))
    (tmp_path / "catalog.json").write_text(json.dumps(document), encoding="utf-8")


def members(result):
    found = (quad.object for quad in result.quads if quad.predicate == SKOS + "member")
    return sorted(one.rpartition("/")[2] for one in found)


@pytest.mark.usefixtures("beside")
def test_a_pattern_excludes_controls_too(reading):
    result = reading(
        profile(**{"include-all": {}, "exclude-controls": [{"matching": [{"pattern": "a-*"}]}]})
    )
    assert (members(result), told(result)) == (["b-1"], [])


@pytest.mark.usefixtures("beside")
@pytest.mark.parametrize(
    ("chosen", "place", "code"),
    [
        ([{"with-ids": 5, "with-child-controls": "yes"}], "include-controls/0/with-ids", "bad-id"),
        ([{"with-ids": [{}]}], "include-controls/0/with-ids/0", "bad-id"),
        ([{"with-ids": ["é-"]}], "include-controls/0/with-ids/0", "dangling-ref"),
        ([{"with-ids": ["控"]}], "include-controls/0/with-ids/0", "bad-id"),
        ([{"matching": "a-*"}], "include-controls/0/matching", "wrong-type"),
        ([{"matching": [{"pattern": 5}]}], "include-controls/0/matching/0", "wrong-type"),
        ("a-1", "include-controls", "wrong-type"),
        (["a-1"], "include-controls/0", "wrong-type"),
    ],
)
def test_a_pick_that_is_none_is_refused_with_its_place(reading, chosen, place, code):
    result = reading(profile(**{"include-controls": chosen}))
    assert ("error", code, f"/profile/imports/0/{place}") in told(result)
    assert (result.records, result.made) == (1, 0)


@pytest.mark.parametrize("href", ["x" * 5000, "\x00", "..", ".", "#gone", 5])
def test_a_catalog_that_can_not_be_read_is_told(reading, href):
    one = profile(**{"include-controls": [{"with-ids": ["a-1"]}]})
    one["profile"]["imports"][0]["href"] = href
    result = reading(one)
    assert ("warning", "dangling-ref", "/profile/imports/0/href") in told(result)
    assert members(result) == ["a-1"]


@pytest.mark.usefixtures("beside")
def test_what_a_profile_modifies_and_an_import_without_a_pick_are_told(reading):
    one = profile()
    one["profile"]["modify"] = {"alters": []}
    assert told(reading(one)) == [
        ("warning", "refused", "/profile/modify"),
        ("warning", "missing-field", "/profile/imports/0"),
    ]


def collection(one, **more):
    whole = {
        "uuid": "m-1",
        "relationship": "equal-to",
        "sources": [{"type": "control", "id-ref": "a-1"}],
        "targets": [{"type": "control", "id-ref": "b-1"}],
    }
    ends = {f"{side}-resource": {"href": f"{side}.json"} for side in ("source", "target")}
    mapping = ends | {"maps": [whole | one]} | more
    return {"mapping-collection": {"metadata": METADATA, "mappings": [mapping]}}


@pytest.mark.parametrize(
    ("one", "code"),
    [
        ({"confidence-score": {"percentage": 3}}, "wrong-type"),
        ({"confidence-score": {"percentage": -1}}, "wrong-type"),
        ({"sources": [{"type": "control", "id-ref": "a-1"}, "a-2"]}, "wrong-type"),
        ({"targets": {"id-ref": "b-1"}}, "wrong-type"),
        ({"targets": [{"id-ref": "控"}]}, "bad-id"),
    ],
)
def test_a_map_that_would_say_something_else_is_refused(reading, one, code):
    result = reading(collection(one))
    assert ("error", code, "/mapping-collection/mappings/0/maps/0") in told(result)
    assert (result.records, result.made) == (1, 0)


def test_a_gap_that_names_no_control_is_told(reading):
    gaps = {"unmapped-controls": [{"with-ids": ["a-2", "-", 5]}]}
    result = reading(collection({}, **{"source-gap-summary": gaps}))
    place = "/mapping-collection/mappings/0/source-gap-summary/unmapped-controls/0/with-ids"
    assert ("warning", "bad-id", f"{place}/1") in told(result)
    assert ("warning", "wrong-type", f"{place}/2") in told(result)
    assert result.made == 1
    iris = {quad.object for quad in result.quads if isinstance(quad.object, Iri)}
    assert not [iri for iri in iris if iri.startswith(BASE) and iri.endswith("/")]


def test_a_mapping_without_maps_is_told(reading):
    assert ("warning", "missing-field", "/mapping-collection/mappings/0") in told(
        reading(collection({}, maps=[]))
    )


@pytest.fixture
def written(catalogue):
    def run(name):
        return copy.deepcopy(json.loads(FORMATS[name].render(catalogue, Choices()).data))

    return run


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("actor", "a b", "bad-id"),
        ("actor", "developer", "bad-id"),
        ("actor", "skos:a b", "bad-id"),
        ("identifier", "M1", "bad-id"),
        ("review-status", "draft", "unknown-term"),
        ("acctor", "actor/1/developer", "unknown-term"),
    ],
)
def test_a_property_of_ours_that_can_not_be_used_is_told(written, reading, name, value, code):
    document = written("oscal-catalog")
    one = document["catalog"]["controls"][0]
    one["props"] = [
        {"name": name, "ns": BASE + "ns", "value": value},
        {"name": "function", "ns": BASE + "ns", "value": "function/1/govern"},
    ]
    result = reading(document)
    assert told(result) == [("warning", code, "/catalog/controls/0")]
    assert result.made == 3
    preliminary = {q.subject for q in result.quads if str(q.object).endswith("/preliminary")}
    measure = next(link["href"] for link in one["links"] if link["rel"] == "canonical")
    assessed = {
        q.subject for q in result.quads if (q.predicate, q.object) == (MG["assesses"], measure)
    }
    assert len(assessed) == 1
    assert (assessed <= preliminary) is (name == "review-status")


def test_a_group_of_ours_that_is_no_object_is_refused(written, reading):
    document = written("oscal-catalog")
    document["catalog"]["groups"].append([{"id": "g", "title": "G"}])
    result = reading(document)
    assert (result.records, result.made) == (4, 3)
    assert [one[0] for one in told(result)] == ["error"]


def test_a_code_of_ours_with_an_impossible_character_is_refused(written, reading):
    document = written("oscal-profile")
    codes = document["profile"]["imports"][0]["include-controls"][0]["with-ids"]
    codes += ["acme-1.x_20_y", "acme-1.x_D800_y", "acme-1.x_2F_y"]
    result = reading(document)
    # What stands for no character is part of the number as it is.
    assert (result.records, result.made) == (6, 4)
    assert [(one[0], one[1]) for one in told(result)] == [("error", "bad-id")] * 2


def test_a_row_without_a_set_is_refused_where_it_stands(written, reading):
    document = written("oscal-mapping")
    props = document["mapping-collection"]["provenance"]["props"]
    number = next(n for n, one in enumerate(props) if ".row-" in one.get("group", ""))
    group = props[number]["group"]
    for one in props:
        if one.get("group") == group:
            one["group"] = "gone.row-1"
    result = reading(document)
    assert told(result) == [
        ("error", "dangling-ref", f"/mapping-collection/provenance/props/{number}")
    ]


@pytest.mark.parametrize("value", ["", " ", "#", "a b"])
def test_a_row_of_ours_with_an_end_that_is_no_iri_is_refused(written, reading, value):
    document = written("oscal-mapping")
    props = document["mapping-collection"]["mappings"][0]["maps"][0]["props"]
    next(one for one in props if one["name"] == "object_id")["value"] = value
    result = reading(document)
    assert ("error", "/mapping-collection/mappings/0/maps/0") in [
        (one.severity, one.place) for one in result.findings
    ]
    assert result.refused == 1


def test_a_map_of_too_many_pairs_is_refused(reading):
    many = [{"type": "control", "id-ref": f"a-{number}"} for number in range(200)]
    result = reading(collection({"sources": many, "targets": many}))
    assert ("error", "too-large", "/mapping-collection/mappings/0/maps/0") in told(result)
    assert (result.records, result.made) == (1, 0)
