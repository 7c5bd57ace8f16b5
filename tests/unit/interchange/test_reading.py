from __future__ import annotations

import pytest

from mitigraph.errors import DataError, UnknownTermError
from mitigraph.interchange import catalogue_of, check_catalogue
from mitigraph.store.oxigraph import OxigraphStore
from mitigraph.terms import Iri


@pytest.fixture(scope="module")
def whole(shipped):
    return catalogue_of(shipped.store)


def test_the_shipped_graph_can_be_exported(whole, shipped):
    check_catalogue(whole)
    assert {entry.iri for entry in whole.entries} == {one.iri for one in shipped.measures()}
    assert whole.release.licence
    assert whole.release.date.endswith("Z")


def test_a_measure_is_the_one_that_the_library_lists(whole, shipped):
    for listed in shipped.measures(source="uuk2024"):
        assert whole.entry_by_iri[listed.iri].measure == listed
    record = shipped.measure("A1019")
    entry = whole.entry_by_iri[record.iri]
    assert [one.id for one in entry.opinions] == [one.id for one in record.opinions]
    assert (entry.statement,) == record.definitions
    assert entry.identifiers == record.identifiers


def test_a_selection_holds_exactly_its_measures_and_no_empty_category(shipped, whole):
    chosen = {one.iri for one in shipped.measures(actor="user")}
    some = catalogue_of(shipped.store, measures=chosen)
    assert {entry.iri for entry in some.entries} == chosen
    assert some.selected
    assert 0 < len(some.taxonomy.concepts) < len(whole.taxonomy.concepts)
    inner = {one.broader for one in some.taxonomy.concepts}
    assert all(one.id in inner or some.members(one) for one in some.taxonomy.concepts)
    subjects = {row.subject_id for one in some.mapping_sets for row in one.mappings}
    assert not subjects & (whole.entry_by_iri.keys() - chosen)


def test_another_taxonomy(shipped):
    first = catalogue_of(shipped.store, taxonomy="airi-mitigation/1")
    assert first.taxonomy.key == "airi-mitigation-1"
    assert not first.taxonomy.preliminary
    with pytest.raises(UnknownTermError, match="airi-mitigation/1"):
        catalogue_of(shipped.store, taxonomy="airi-mitigation/3")


def test_the_licence_of_a_scheme_is_said_with_its_rights(shipped, whole):
    first = catalogue_of(shipped.store, taxonomy="airi-mitigation/1").taxonomy
    assert first.owned == (
        "MIT AI Risk Initiative: licence https://creativecommons.org/licenses/by/4.0/"
    )
    frameworks = {one.id: one for one in whole.frameworks}
    assert frameworks["cosai-rm/1"].owned.endswith("(https://spdx.org/licenses/Apache-2.0)")


def test_a_measure_that_is_not_there(shipped):
    with pytest.raises(UnknownTermError):
        catalogue_of(shipped.store, measures=[Iri("urn:nobody")])


def test_data_without_the_ontology_say_no_licence():
    with pytest.raises(DataError, match="the ontology is not loaded"):
        catalogue_of(OxigraphStore())
