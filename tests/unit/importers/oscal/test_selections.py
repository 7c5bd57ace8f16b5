"""Profiles and mapping collections of others."""

from __future__ import annotations

import copy
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mitigraph.importers.oscal import read
from mitigraph.importers.registry import ImportChoices
from mitigraph.mapping import NO_TERM_FOUND, mapping_sets_of
from mitigraph.terms import BASE, PREFIXES, Iri

SKOS = PREFIXES["skos"]
METADATA = {"title": "Acme", "version": "1.0", "oscal-version": "1.2.1"}
RMF = BASE + "scheme/nist-ai-rmf/1/"
KNOWN = {
    "nist-ai-rmf/1": {
        f"GOVERN {number}": Iri(f"{RMF}GOVERN-{number}") for number in ("1.1", "1.2", "1.3")
    }
}


def controls(scheme):
    return KNOWN.get(scheme, {})


def profile(*imports, href="catalog.json"):
    return {
        "profile": {"metadata": METADATA, "imports": [{"href": href, **one} for one in imports]}
    }


def members(result):
    return sorted(str(q.object) for q in result.quads if q.predicate == SKOS + "member")


@pytest.fixture
def beside(tmp_path):
    """A catalog in the folder of the profile."""
    inner = [{"id": "ac-1.1", "title": "Inner"}]
    held = [{"id": "ac-1", "title": "One", "controls": inner}, {"id": "ac-2", "title": "Two"}]
    document = {"catalog": {"metadata": METADATA, "controls": held}}
    (tmp_path / "catalog.json").write_text(json.dumps(document), encoding="utf-8")


def codes(result):
    return [(one.severity, one.code) for one in result.findings]


def test_a_profile_is_a_collection_of_controls(reading):
    result = reading(profile({"include-controls": [{"with-ids": ["ac-1", "ac-2"]}]}))
    assert members(result) == [f"{BASE}scheme/acme/1/ac-1", f"{BASE}scheme/acme/1/ac-2"]
    assert (result.records, result.made) == (2, 2)
    assert codes(result) == [("warning", "dangling-ref")]
    described = {str(q.subject) for q in result.quads if q.predicate == SKOS + "inScheme"}
    assert described == set(members(result))


def test_controls_that_are_known_are_not_described_again(reading):
    one = profile({"include-controls": [{"with-ids": ["govern-1.1"]}]})
    result = reading(one, key="nist-ai-rmf", controls=controls)
    assert members(result) == [RMF + "GOVERN-1.1"]
    assert not any(q.predicate == SKOS + "inScheme" for q in result.quads)


@pytest.mark.parametrize(
    ("chosen", "picked", "account", "found"),
    [
        ({"include-all": {}}, ["ac-1", "ac-1.1", "ac-2"], (1, 1), []),
        (
            {"include-all": {}, "exclude-controls": [{"with-ids": ["ac-2"]}]},
            ["ac-1", "ac-1.1"],
            (1, 1),
            [],
        ),
        (
            {"include-controls": [{"with-ids": ["ac-1", "zz-1"]}]},
            ["ac-1"],
            (2, 1),
            [("error", "dangling-ref")],
        ),
        (
            {"include-controls": [{"with-ids": ["ac-1"], "with-child-controls": "yes"}]},
            ["ac-1", "ac-1.1"],
            (1, 1),
            [],
        ),
        (
            {"include-controls": [{"matching": [{"pattern": "*-1*"}]}]},
            ["ac-1", "ac-1.1"],
            (1, 1),
            [],
        ),
        (
            {"include-controls": [{"with-ids": ["1.1", 7]}]},
            [],
            (2, 0),
            [("error", "bad-id"), ("error", "bad-id")],
        ),
    ],
)
def test_a_catalog_beside_the_profile_is_looked_into(  # noqa: PLR0913 - a row of the table
    reading, beside, chosen, picked, account, found
):
    result = reading(profile(chosen))
    assert members(result) == [f"{BASE}scheme/acme/1/{code}" for code in picked]
    assert (result.records, result.made) == account
    assert codes(result) == found


@pytest.mark.parametrize("href", ["../catalog.json", "/etc/passwd", "https://acme.example/c.json"])
def test_no_other_folder_and_no_network_is_looked_into(reading, beside, href):
    result = reading(profile({"include-all": {}}, href=href))
    assert codes(result) == [("warning", "dangling-ref"), ("error", "dangling-ref")]
    assert members(result) == []


def item(name):
    return {"type": "control", "id-ref": name}


def one_map(relationship="subset-of", sources=("a-1",), targets=("govern-1.1",), **more):
    return {
        "uuid": "u-1",
        "relationship": relationship,
        "sources": [item(name) for name in sources],
        "targets": [item(name) for name in targets],
        **more,
    }


def collection(*maps, **more):
    mapping = {
        "uuid": "m-1",
        "method": "human",
        "source-resource": {"type": "catalog", "href": "acme-controls.json"},
        "target-resource": {"type": "catalog", "href": "nist-ai-rmf-1.0.json"},
        "maps": list(maps),
        **more,
    }
    return {"mapping-collection": {"metadata": METADATA, "mappings": [mapping]}}


def rows(result):
    (found,) = mapping_sets_of(result.quads)
    return [
        (
            one.subject_id.rpartition("/")[2],
            one.predicate_modifier + one.predicate_id.removeprefix(SKOS),
            one.object_id.rpartition("/")[2],
        )
        for one in found.mappings
    ]


@pytest.mark.parametrize(
    ("relationship", "said"),
    [
        ("equal-to", "exactMatch"),
        ("equivalent-to", "exactMatch"),
        ("subset-of", "broadMatch"),
        ("superset-of", "narrowMatch"),
        ("intersects-with", "relatedMatch"),
        ("no-relationship", "NotrelatedMatch"),
    ],
)
def test_a_map_is_a_mapping(reading, relationship, said):
    score = {"confidence-score": {"percentage": 0.7}}
    result = reading(collection(one_map(relationship, **score)), controls=controls)
    assert rows(result) == [("a-1", said, "GOVERN-1.1")]
    (made,) = mapping_sets_of(result.quads)
    assert str(made.mappings[0].confidence) == "0.7"
    assert made.mapping_set_id == BASE + "mapping/acme/1.0"
    assert made.subject_source == BASE + "scheme/acme-controls/1"
    # The catalog that is mapped from is not loaded.
    assert codes(result) == [("warning", "dangling-ref")]


@pytest.mark.parametrize(
    ("relationship", "sources", "targets", "said"),
    [
        ("equal-to", 1, 2, "narrowMatch"),
        ("equal-to", 2, 1, "broadMatch"),
        ("subset-of", 2, 1, "broadMatch"),
        ("subset-of", 1, 2, "relatedMatch"),
        ("superset-of", 1, 2, "narrowMatch"),
        ("superset-of", 2, 1, "relatedMatch"),
        ("equal-to", 2, 2, "relatedMatch"),
    ],
)
def test_what_is_said_of_several_is_said_of_each_as_far_as_it_follows(
    reading, relationship, sources, targets, said
):
    ends = ("a-1", "a-2")[:sources], ("govern-1.1", "govern-1.2")[:targets]
    result = reading(collection(one_map(relationship, *ends)), controls=controls)
    assert {name for _, name, _ in rows(result)} == {said}
    assert len(rows(result)) == sources * targets
    assert (result.records, result.made) == (1, 1)


def test_a_gap_is_a_row_without_a_term(reading):
    gaps = {"target-gap-summary": {"unmapped-controls": [{"with-ids": ["govern-1.3"]}]}}
    result = reading(collection(one_map(), **gaps), controls=controls)
    (made,) = mapping_sets_of(result.quads)
    (gap,) = [one for one in made.mappings if one.subject_id == NO_TERM_FOUND]
    assert gap.object_id == RMF + "GOVERN-1.3"


@pytest.mark.parametrize(
    ("given_map", "code"),
    [
        (one_map("narrower"), "unknown-term"),
        (one_map(targets=("govern-9.9",)), "dangling-ref"),
        (one_map(sources=()), "missing-field"),
        (one_map() | {"sources": [{"type": "statement", "id-ref": "a-1_smt"}]}, "unknown-term"),
        (one_map() | {"sources": [{"type": "control", "id-ref": 7}]}, "bad-id"),
        (one_map() | {"confidence-score": {"percentage": 7}}, "wrong-type"),
        ("a map", "wrong-type"),
    ],
)
def test_a_map_that_can_not_be_used_is_refused(reading, given_map, code):
    good = one_map() | {"uuid": "u-2"}
    result = reading(collection(good, given_map), controls=controls)
    assert (result.records, result.made) == (2, 1)
    assert [one for one in codes(result) if one[0] == "error"] == [("error", code)]


DOCUMENTS = [
    profile({"include-controls": [{"with-ids": ["ac-1"]}], "exclude-controls": [{}]}),
    collection(one_map(), **{"source-gap-summary": {"unmapped-controls": [{"with-ids": ["a"]}]}}),
]


def places(value, at=()):
    yield at
    items = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, one in items:
        yield from places(one, (*at, key))


CHOSEN = [(one, place) for one in DOCUMENTS for place in places(one) if len(place) > 1]
JUNK = st.sampled_from([None, 7, True, "", "x", " x", [], {}, [[]], ["x"], [7], {"id": 7}, [{}]])


@given(st.sampled_from(CHOSEN), JUNK)
def test_wrong_types_anywhere_are_told_and_never_a_traceback(tmp_path_factory, chosen, junk):
    document, place = copy.deepcopy(chosen[0]), chosen[1]
    target = document
    for key in place[:-1]:
        target = target[key]
    target[place[-1]] = copy.deepcopy(junk)
    path = tmp_path_factory.getbasetemp() / "junk.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    result = read(path, ImportChoices(key="acme"))
    errors = [one for one in result.findings if one.severity == "error"]
    assert result.refused == len(errors)
