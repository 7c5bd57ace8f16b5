"""What is exported to OSCAL comes back the same."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mitigraph.exporters import FORMATS
from mitigraph.importers.described import Described
from mitigraph.importers.oscal import read
from mitigraph.importers.oscal.document import Document
from mitigraph.importers.oscal.own import measures_of
from mitigraph.importers.registry import ImportChoices
from mitigraph.importers.report import Imported
from mitigraph.interchange import Choices
from mitigraph.interchange.oscal_slots import mapping_from, mapping_props, slots_in
from mitigraph.mapping import Mapping, mapping_sets_of
from mitigraph.mapping.mapping_set import JUSTIFICATIONS
from mitigraph.terms import BASE, PREFIXES, Iri


@pytest.fixture
def written(catalogue):
    def run(name):
        return json.loads(FORMATS[name].render(catalogue, Choices()).data)

    return run


def test_the_measures_are_those_that_were_exported(catalogue, written, tmp_path):
    path = tmp_path / "catalog.json"
    path.write_text("{}", encoding="utf-8")
    result = Imported("measures")
    document = Document(path, "catalog", written("oscal-catalog")["catalog"], ImportChoices())
    found = measures_of(document, result)
    assert {one.iri: one for one in found} == {
        entry.iri: Described.of(entry) for entry in catalogue.entries
    }
    assert (result.records, result.made, result.findings) == (3, 3, [])


def test_an_import_of_our_catalog_makes_these_measures(catalogue, written, reading):
    result = reading(written("oscal-catalog"))
    assert (result.records, result.made, result.findings) == (3, 3, [])
    subjects = {quad.subject for quad in result.quads}
    assert {entry.iri for entry in catalogue.entries} <= subjects
    without = reading(written("oscal-catalog"), ids_only=True)
    assert "Do audit." in {str(quad.object) for quad in result.quads}
    assert "Do audit." not in {str(quad.object) for quad in without.quads}


def test_a_control_of_ours_without_its_measure_is_refused(written, reading):
    document = written("oscal-catalog")
    document["catalog"]["controls"][0]["links"] = []
    result = reading(document)
    assert (result.records, result.made) == (3, 2)
    assert [one.code for one in result.findings] == ["missing-field"]


def test_the_mapping_sets_are_those_that_were_exported(catalogue, written, reading):
    result = reading(written("oscal-mapping"))
    (found,) = mapping_sets_of(result.quads)
    rows = tuple(sorted(catalogue.mapping_sets[0].mappings, key=repr))
    assert found == replace(catalogue.mapping_sets[0], mappings=rows)
    assert (result.records, result.made, result.findings) == (9, 9, [])


def test_a_map_of_ours_whose_relationship_was_changed_is_refused(written, reading):
    document = written("oscal-mapping")
    document["mapping-collection"]["mappings"][0]["maps"][0]["relationship"] = "superset-of"
    result = reading(document)
    assert (result.records, result.made) == (9, 8)
    (finding,) = result.findings
    assert (finding.severity, finding.code) == ("error", "schema")
    assert finding.place == "/mapping-collection/mappings/0/maps/0"


def test_the_measures_of_our_profile_are_the_members_of_a_collection(catalogue, written, reading):
    result = reading(written("oscal-profile"))
    members = {q.object for q in result.quads if q.predicate == PREFIXES["prov"] + "hadMember"}
    assert members == {entry.iri for entry in catalogue.entries}
    assert (result.records, result.made, result.findings) == (3, 3, [])


words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=20)
shares = st.none() | st.decimals(0, 1, places=3, allow_nan=False).map(Decimal)
names = st.sampled_from(["exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch"])


@given(names, st.sampled_from(JUSTIFICATIONS), words, words, shares, st.booleans())
def test_a_row_survives_as_properties(  # noqa: PLR0913 - the slots of a row
    name, ground, label, comment, share, denied
):
    row = Mapping(
        Iri(BASE + "id/measure/a/1"),
        Iri(PREFIXES["skos"] + name),
        Iri(BASE + "scheme/f/1/C"),
        Iri(PREFIXES["semapv"] + ground),
        subject_label=label if label.strip() else "",
        predicate_modifier="Not" if denied else "",
        author_id=(Iri("urn:a"), Iri("urn:b")),
        confidence=share,
        comment=comment if comment.strip() else "",
    )
    assert mapping_from(slots_in(mapping_props(row, "g"))["g"]) == row


@pytest.fixture(scope="module")
def documents(catalogue):
    names = ("oscal-catalog", "oscal-mapping", "oscal-profile")
    return [json.loads(FORMATS[name].render(catalogue, Choices()).data) for name in names]


JUNK = st.sampled_from([None, 7, True, "", "x", " x", [], {}, [[]], ["x"], [7], {"id": 7}, [{}]])


@given(st.data(), JUNK)
def test_wrong_types_anywhere_are_told_and_never_a_traceback(
    documents, tmp_path_factory, data, junk
):
    document = copy.deepcopy(data.draw(st.sampled_from(documents)))
    target = next(iter(document.values()))
    while True:
        keys = list(target) if isinstance(target, dict) else list(range(len(target)))
        key = data.draw(st.sampled_from(keys))
        inner = target[key]
        if not isinstance(inner, (dict, list)) or not inner or data.draw(st.integers(0, 4)) == 0:
            break
        target = inner
    target[key] = copy.deepcopy(junk)
    path = tmp_path_factory.getbasetemp() / "junk.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    result = read(path, ImportChoices())
    errors = [one for one in result.findings if one.severity == "error"]
    assert 0 <= result.refused <= len(errors)
    assert result.made <= result.records
