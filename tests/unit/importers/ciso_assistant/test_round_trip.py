"""What is exported to CISO Assistant comes back the same."""

from __future__ import annotations

from dataclasses import replace

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from mitigraph.exporters import FORMATS
from mitigraph.importers.ciso_assistant.document import Library
from mitigraph.importers.ciso_assistant.own import measures_of
from mitigraph.importers.described import Described
from mitigraph.importers.registry import ImportChoices
from mitigraph.importers.report import Imported
from mitigraph.interchange import Choices
from mitigraph.interchange.ciso_assistant import fact, facts_in
from mitigraph.mapping import mapping_sets_of


@pytest.fixture
def written(catalogue):
    def run(name, changed=None):
        return yaml.safe_load(FORMATS[name].render(changed or catalogue, Choices()).data)

    return run


def rows_of(library):
    return library["objects"]["requirement_mapping_sets"][0]["requirement_mappings"]


def test_the_measures_are_those_that_were_exported(catalogue, written, tmp_path):
    path = tmp_path / "library.yaml"
    path.write_text("x", encoding="utf-8")
    result = Imported("measures")
    library = Library(path, written("ciso-assistant"), ImportChoices())
    found = measures_of(library, result)
    assert {one.iri: one for one in found} == {
        entry.iri: Described.of(entry) for entry in catalogue.entries
    }
    assert (result.records, result.made, result.findings) == (3, 3, [])


def test_an_import_of_our_library_makes_these_measures(catalogue, written, reading):
    result = reading(written("ciso-assistant"))
    assert result.summary() == "3 measures in = 3 made + 0 refused"
    assert {entry.iri for entry in catalogue.entries} <= {quad.subject for quad in result.quads}
    without = reading(written("ciso-assistant"), ids_only=True)
    assert "Do audit." in {str(quad.object) for quad in result.quads}
    assert "Do audit." not in {str(quad.object) for quad in without.quads}


def test_a_requirement_of_ours_without_its_measure_is_refused(written, reading):
    library = written("ciso-assistant")
    nodes = library["objects"]["framework"]["requirement_nodes"]
    next(one for one in nodes if one["assessable"]).pop("annotation")
    result = reading(library)
    assert (result.records, result.made) == (3, 2)
    assert [one.code for one in result.findings] == ["missing-field"]


def test_the_mapping_sets_are_those_that_were_exported(catalogue, written, reading):
    result = reading(written("ciso-assistant-mapping"))
    (found,) = mapping_sets_of(result.quads)
    rows = tuple(sorted(catalogue.mapping_sets[0].mappings, key=repr))
    assert found == replace(catalogue.mapping_sets[0], mappings=rows)
    # Seven rows, the same read backwards, and two that found no counterpart.
    assert (result.records, result.made, result.findings) == (16, 16, [])


def test_a_row_of_ours_whose_relationship_was_changed_is_refused(written, reading):
    library = written("ciso-assistant-mapping")
    rows_of(library)[0]["relationship"] = "superset"
    result = reading(library)
    assert result.refused == 2  # the row, and what it is read backwards
    assert {one.code for one in result.findings if one.severity == "error"} >= {"schema"}


def test_rows_of_a_set_that_nothing_describes_are_refused(written, reading):
    library = written("ciso-assistant-mapping")
    library["objects"]["requirement_mapping_sets"][0]["annotation"] = "Nothing of ours."
    result = reading(library)
    assert (result.records, result.made) == (14, 0)
    assert mapping_sets_of(result.quads) == []


@given(st.lists(st.tuples(st.sampled_from(["Actor", "Other name"]), st.text())))
def test_facts_come_back_whatever_they_say(facts):
    found = facts_in("\n".join(fact(name, value) for name, value in facts))
    assert [(name, value) for name in found for value in found[name]] == sorted(
        facts, key=lambda one: list(found).index(one[0])
    )
