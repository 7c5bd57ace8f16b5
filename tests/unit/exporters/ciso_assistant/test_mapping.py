from __future__ import annotations

from dataclasses import replace

import pytest

from mitigraph.errors import DataError
from mitigraph.exporters import FORMATS
from mitigraph.interchange import Choices, Taxonomy
from mitigraph.interchange.relations import found_nothing
from mitigraph.model import Concept
from mitigraph.terms import BASE, Iri

OURS = "urn:mitigraph:risk:req_node:topics-2:"
THEIRS = "urn:mitigraph:risk:req_node:frame-1:"
NIST = "urn:intuitem:risk:req_node:nist-ai-rmf-1.0:"


def rows(mapping_set):
    return {
        (
            one["source_requirement_urn"].rpartition(":")[2],
            one["target_requirement_urn"].rpartition(":")[2],
            one["relationship"],
        )
        for one in mapping_set["requirement_mappings"]
    }


def test_all_relations_and_the_same_read_backwards(written):
    library, rendered = written("ciso-assistant-mapping")
    there, back = library["objects"]["requirement_mapping_sets"]
    assert rows(there) == {
        ("acme-1.m1", "c-1", "equal"),
        ("acme-1.m1", "c-2", "subset"),
        ("acme-1.m2", "c-3", "superset"),
        ("acme-1.m2", "c-4", "intersect"),
        ("acme-1.m2", "c-2", "intersect"),
        ("acme-1.m2", "c-1", "not_related"),
        ("topics-2.1.1", "c-2", "subset"),
    }
    assert ("c-2", "acme-1.m1", "superset") in rows(back)
    assert back["urn"] == there["urn"] + "-revert"
    assert (there["source_framework_urn"], there["target_framework_urn"]) == (
        back["target_framework_urn"],
        back["source_framework_urn"],
    )
    assert rendered.written == 7


def test_strength_rationale_and_grounds(written):
    library, _ = written("ciso-assistant-mapping")
    there = library["objects"]["requirement_mapping_sets"][0]["requirement_mappings"]
    same = next(one for one in there if one["relationship"] == "equal")
    assert (same["rationale"], same["strength_of_relationship"]) == ("syntactic", 10)
    broad = next(one for one in there if one["source_requirement_urn"] == OURS + "topics-2.1.1")
    assert (broad["rationale"], broad["strength_of_relationship"]) == ("semantic", 8)
    said = broad["annotation"].split("\n")
    assert "comment: Because broad." in said
    assert "Review status: preliminary" in said


def test_a_framework_that_is_not_shipped_there_stands_in_the_library(written):
    library, _ = written("ciso-assistant-mapping")
    assert library["dependencies"] == ["urn:mitigraph:risk:library:topics-2"]
    (companion,) = library["objects"]["frameworks"]
    assert companion["urn"] == "urn:mitigraph:risk:framework:frame-1"
    assert [one["urn"] for one in companion["requirement_nodes"]] == [
        f"{THEIRS}c-{number}" for number in range(1, 6)
    ]


@pytest.fixture
def to_nist(catalogue):
    """The catalogue with the controls of its framework under the name of one that is shipped."""
    base = BASE + "scheme/nist-ai-rmf/1/GOVERN-1."
    frame = catalogue.frameworks[0]
    renamed = {
        one.iri: Concept(Iri(f"{base}{n}"), f"nist-ai-rmf/1/GOVERN-1.{n}", one.label)
        for n, one in enumerate(frame.concepts, 1)
    }
    nist = Taxonomy(Iri(BASE + "scheme/nist-ai-rmf/1"), "AI RMF", concepts=tuple(renamed.values()))
    one = catalogue.mapping_sets[0]
    moved = tuple(
        replace(
            row,
            subject_id=renamed[row.subject_id].iri if row.subject_id in renamed else row.subject_id,
            object_id=renamed[row.object_id].iri if row.object_id in renamed else row.object_id,
        )
        for row in one.mappings
    )
    sets = (replace(one, object_source=nist.iri, mappings=moved),)
    return replace(catalogue, frameworks=(nist,), mapping_sets=sets)


def test_a_framework_that_is_shipped_there_is_a_dependency(written, to_nist):
    library, _ = written("ciso-assistant-mapping", to_nist)
    assert "frameworks" not in library["objects"]
    assert "urn:intuitem:risk:library:nist-ai-rmf-1.0" in library["dependencies"]
    there = library["objects"]["requirement_mapping_sets"][0]
    assert there["target_framework_urn"] == "urn:intuitem:risk:framework:nist-ai-rmf-1.0"
    ends = {one["target_requirement_urn"] for one in there["requirement_mappings"]}
    assert ends == {f"{NIST}govern-1.{number}" for number in range(1, 5)}


def test_a_row_from_a_control_is_turned_round(catalogue, written):
    one = catalogue.mapping_sets[0]
    row = next(row for row in one.mappings if row.predicate_id.endswith("narrowMatch"))
    turned = replace(row, subject_id=row.object_id, object_id=row.subject_id)
    changed = replace(catalogue, mapping_sets=(replace(one, mappings=(turned,)),))
    library, _ = written("ciso-assistant-mapping", changed)
    there = library["objects"]["requirement_mapping_sets"][0]
    assert rows(there) == {("acme-1.m2", "c-3", "subset")}


def test_what_found_no_counterpart_is_named_and_counted(catalogue, written):
    library, rendered = written("ciso-assistant-mapping")
    said = library["objects"]["requirement_mapping_sets"][0]["description"]
    assert "No counterpart was found for the measures acme-1.M3." in said
    assert "No counterpart was found for the requirements C-5." in said
    counts = {one.what: (one.count, one.kept) for one in rendered.losses}
    assert counts["rows that found no counterpart"] == (2, "as-extension")
    assert counts["rows of a category"] == (1, "as-extension")
    assert counts["statements"] == (3, "not")


def test_nothing_mapped_is_an_error(catalogue):
    with pytest.raises(DataError, match="no row of a crosswalk"):
        FORMATS["ciso-assistant-mapping"].render(catalogue, Choices(("other/1",)))
    one = catalogue.mapping_sets[0]
    vain = replace(one, mappings=tuple(filter(found_nothing, one.mappings)))
    with pytest.raises(DataError, match="no row of a crosswalk"):
        FORMATS["ciso-assistant-mapping"].render(
            replace(catalogue, mapping_sets=(vain,)), Choices()
        )


def test_a_choice_of_frameworks_is_in_the_name(written):
    library, _ = written("ciso-assistant-mapping", frameworks=("frame/1",))
    assert library["urn"] == "urn:mitigraph:risk:library:mapping-topics-2-to-frame-1"
