from __future__ import annotations

from dataclasses import replace

import pytest

from mitigraph.errors import DataError
from mitigraph.interchange.oscal import SSSOM_NS
from mitigraph.terms import Iri


def relations(mapping):
    return sorted(
        (
            one["relationship"],
            " ".join(end["id-ref"] for end in one["sources"]),
            " ".join(end["id-ref"] for end in one["targets"]),
        )
        for one in mapping["maps"]
    )


def test_every_relation_is_said_in_the_words_of_oscal(written):
    collection, rendered = written("oscal-mapping")
    (mapping,) = collection["mappings"]
    assert relations(mapping) == [
        ("equal-to", "acme-1.M1", "C-1"),
        ("intersects-with", "acme-1.M2", "C-2"),
        ("intersects-with", "acme-1.M2", "C-4"),
        ("no-relationship", "acme-1.M2", "C-1"),
        ("subset-of", "acme-1.M1", "C-2"),
        ("subset-of", "acme-1.M1 acme-1.M2", "C-2"),
        ("superset-of", "acme-1.M2", "C-3"),
    ]
    assert rendered.written == 7


def test_a_map_has_ground_confidence_qualifier_and_comment(written):
    (mapping,) = written("oscal-mapping")[0]["mappings"]
    maps = {one["relationship"]: one for one in mapping["maps"]}
    assert maps["equal-to"]["matching-rationale"] == "syntactic"
    assert maps["equal-to"]["confidence-score"] == {"percentage": 0.95}
    assert "qualifiers" not in maps["equal-to"]
    broader = maps["superset-of"]
    assert broader["matching-rationale"] == "semantic"
    assert broader["remarks"] == "Because narrow."
    assert broader["qualifiers"][0]["subject"] == "source"
    slots = {one["name"]: one["value"] for one in broader["props"] if one["ns"] == SSSOM_NS}
    assert slots["predicate_id"] == "http://www.w3.org/2004/02/skos/core#narrowMatch"
    assert slots["mapping_justification"].endswith("BackgroundKnowledgeBasedMatching")


def test_what_has_no_counterpart_is_in_the_gap_summaries(written):
    (mapping,) = written("oscal-mapping")[0]["mappings"]
    ids = {
        side: mapping[f"{side}-gap-summary"]["unmapped-controls"] for side in ("source", "target")
    }
    assert ids == {"source": [{"with-ids": ["acme-1.M3"]}], "target": [{"with-ids": ["C-5"]}]}


def test_it_says_that_a_gap_is_not_what_nobody_looked_at(written):
    remarks = written("oscal-mapping")[0]["provenance"]["remarks"]
    assert "was not looked at" in remarks


def test_what_is_related_elsewhere_is_no_gap(catalogue, written):
    rows = catalogue.mapping_sets[0].mappings
    other = replace(
        catalogue.mapping_sets[0],
        mapping_set_id=Iri("https://acme.example/mapping/other"),
        mappings=(replace(rows[0], subject_id=catalogue.entries[2].iri),),
    )
    changed = replace(catalogue, mapping_sets=(*catalogue.mapping_sets, other))
    first = written("oscal-mapping", changed)[0]["mappings"][0]
    assert "source-gap-summary" not in first
    assert "target-gap-summary" in first


def test_the_resources_name_both_sides_with_their_versions(written):
    collection, _ = written("oscal-mapping")
    (mapping,) = collection["mappings"]
    resources = {f"#{one['uuid']}": one for one in collection["back-matter"]["resources"]}
    source = resources[mapping["source-resource"]["href"]]
    target = resources[mapping["target-resource"]["href"]]
    assert source["rlinks"][0]["href"] == "mitigraph.oscal-catalog.json"
    assert {one["value"] for one in target["props"]} == {
        "1.0",
        "https://w3id.org/mitigraph/scheme/frame/1",
    }


def test_rows_that_no_map_can_say_are_counted(written):
    losses = {one.what: one.count for one in written("oscal-mapping")[1].losses}
    assert losses["rows that no map can say"] == 2
    assert losses["rows of a category"] == 1


@pytest.mark.parametrize("sets", [(), "nothing found"])
def test_a_collection_without_a_map_is_one_clear_error(catalogue, written, sets):
    if sets:
        last = catalogue.mapping_sets[0].mappings[-1:]
        sets = (replace(catalogue.mapping_sets[0], mappings=last),)
    with pytest.raises(DataError, match="no row of a crosswalk"):
        written("oscal-mapping", replace(catalogue, mapping_sets=sets))


def test_only_the_frameworks_that_are_asked_for(written):
    with pytest.raises(DataError, match="no row of a crosswalk"):
        written("oscal-mapping", frameworks=("other/1",))
