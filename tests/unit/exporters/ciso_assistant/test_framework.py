from __future__ import annotations

from dataclasses import replace

import pytest

from mitigraph.errors import DataError, FaultyInputError
from mitigraph.exporters import FORMATS
from mitigraph.interchange import Choices
from mitigraph.model import Concept
from mitigraph.terms import BASE, Iri

NODE = "urn:mitigraph:risk:req_node:topics-2:"


def nodes(library):
    return {one["urn"]: one for one in library["objects"]["framework"]["requirement_nodes"]}


def test_the_library_says_version_licence_attribution_and_how_settled_it_is(written):
    library, rendered = written("ciso-assistant")
    assert (library["version"], library["publication_date"]) == (100, "2026-11-25")
    assert (library["packager"], library["locale"]) == ("mitigraph", "en")
    assert library["urn"] == "urn:mitigraph:risk:library:topics-2"
    for said in ("creativecommons.org/licenses/by/4.0", "The makers (2026)", "Rights of the owner"):
        assert said in library["copyright"]
    assert "preliminary data" in library["description"]
    assert "version 2.0.0" in library["description"]
    assert rendered.written == 3


def test_categories_are_headings_and_measures_stand_once_in_tree_order(written):
    library, _ = written("ciso-assistant")
    found = nodes(library)
    assert [(urn.removeprefix(NODE), one["depth"]) for urn, one in found.items()] == [
        ("topics-2.1", 1),
        ("topics-2.1.1", 2),
        ("acme-1.m1", 3),
        ("acme-1.m2", 3),
        ("topics-2.1.9", 2),
        ("no-category", 1),
        ("acme-1.m3", 2),
    ]
    assert [one["assessable"] for one in found.values()].count(True) == 3
    first = found[NODE + "acme-1.m1"]
    assert first["parent_urn"] == NODE + "topics-2.1.1"
    assert (first["ref_id"], first["name"], first["description"]) == (
        "acme-1.M1",
        "Red teaming",
        "Do red teaming.",
    )
    assert first["implementation_groups"] == ["developer"]
    assert first["reference_controls"] == ["urn:mitigraph:risk:reference_control:acme-1.m1"]


def test_actors_are_implementation_groups(written):
    library, _ = written("ciso-assistant")
    groups = library["objects"]["framework"]["implementation_groups_definition"]
    assert [(one["ref_id"], one["name"]) for one in groups] == [
        ("developer", "Developer"),
        ("d", "Deployer"),
    ]


def test_annotations_carry_what_has_no_field(written):
    library, _ = written("ciso-assistant")
    said = nodes(library)[NODE + "acme-1.m1"]["annotation"].split("\n")
    assert f"Measure: {BASE}id/measure/acme-1/M1" in said
    assert "Lifecycle stage: Deploy <lifecycle/1/deploy>" in said
    assert "Review status: preliminary" in said
    assert "Other name: Attack team" in said
    assert "Record: acme-1/M1" in said
    assert "Expert opinion: It works. (supports, most, Panel)" in said
    assert any(one.startswith("Source: ") and "10.1000/182" in one for one in said)
    second = nodes(library)[NODE + "acme-1.m2"]["annotation"]
    assert "Category (residual): 1.9 Other <topics/2/1.9>" in second


def test_words_of_ciso_assistant_only_where_they_are_true(catalogue, written):
    technical = Concept(Iri(BASE + "scheme/measure-kind/1/technical"), "measure-kind/1/t", "T")
    first = catalogue.entries[0]
    entry = replace(first, measure=replace(first.measure, means=(technical,)))
    library, _ = written("ciso-assistant", replace(catalogue, entries=(entry,)))
    (control,) = library["objects"]["reference_controls"]
    assert (control["category"], control["csf_function"]) == ("technical", "govern")
    library, _ = written("ciso-assistant")
    plain = library["objects"]["reference_controls"][1]
    assert "category" not in plain
    assert "csf_function" not in plain


def test_risks_are_threats_but_for_the_residual_one(catalogue, written):
    risk = Concept(Iri(BASE + "scheme/risk-domain/1/2.1"), "risk-domain/1/2.1", "Leaks", "2.1")
    other = Concept(Iri(BASE + "scheme/risk-domain/1/9"), "risk-domain/1/9", "Other", residual=True)
    first = catalogue.entries[0]
    entry = replace(first, measure=replace(first.measure, risk=(risk, other)))
    library, _ = written("ciso-assistant", replace(catalogue, entries=(entry,)))
    (threat,) = library["objects"]["threats"]
    assert (threat["ref_id"], threat["name"]) == ("risk-domain-1.2.1", "2.1 Leaks")
    assert nodes(library)[NODE + "acme-1.m1"]["threats"] == [threat["urn"]]


def test_the_losses_are_counted(written):
    _, rendered = written("ciso-assistant")
    counts = {one.what: one.count for one in rendered.losses}
    assert counts["further categories of a measure"] == 1
    assert counts["actors"] == 3
    assert counts["expert opinions"] == 1
    assert counts["crosswalk rows"] == 9
    assert "risks" not in counts


def test_ids_of_reference_controls_do_not_depend_on_the_taxonomy(catalogue, written):
    other = replace(catalogue.taxonomy, iri=Iri(BASE + "scheme/topics/3"), concepts=())
    loose = tuple(replace(entry, category=()) for entry in catalogue.entries)
    library, _ = written("ciso-assistant", replace(catalogue, taxonomy=other, entries=loose))
    before, _ = written("ciso-assistant")
    assert library["objects"]["framework"]["urn"] != before["objects"]["framework"]["urn"]
    urns = [[c["urn"] for c in one["objects"]["reference_controls"]] for one in (library, before)]
    assert urns[0] == urns[1]


def test_a_release_without_a_plain_version_is_refused(catalogue):
    release = replace(catalogue.release, version="0.1.0rc1")
    with pytest.raises(DataError, match="makes no number"):
        FORMATS["ciso-assistant"].render(replace(catalogue, release=release), Choices())


def test_a_library_with_faults_is_refused_with_all_of_them(catalogue):
    first = catalogue.entries[0]
    long = replace(first, measure=replace(first.measure, label="n" * 201))
    with pytest.raises(FaultyInputError) as caught:
        FORMATS["ciso-assistant"].render(replace(catalogue, entries=(long,)), Choices())
    assert {fault.code for fault in caught.value.faults} == {"too-large"}
    assert len(caught.value.faults) == 2


def test_the_same_catalogue_gives_the_same_bytes(written):
    assert written("ciso-assistant")[1].data == written("ciso-assistant")[1].data
    assert b"\r" not in written("ciso-assistant")[1].data
