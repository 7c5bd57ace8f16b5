"""The whole graph in libraries of CISO Assistant, and back.

CISO Assistant has no schema and its loader needs a database; what it takes and what it silently
loses is in `mitigraph.interchange.ciso_checks`. There are no real libraries to read: they are under
the AGPL.
"""

from __future__ import annotations

import pytest

from mitigraph.exporters import FORMATS
from mitigraph.importers.ciso_assistant import read
from mitigraph.importers.ciso_assistant.document import Library
from mitigraph.importers.ciso_assistant.own import measures_of
from mitigraph.importers.described import Described
from mitigraph.importers.registry import ImportChoices
from mitigraph.importers.report import Imported
from mitigraph.interchange import Choices
from mitigraph.interchange.ciso_assistant import RELATIONSHIPS
from mitigraph.mapping import mapping_sets_of
from mitigraph.reader.yaml import parse_yaml


@pytest.fixture(scope="module")
def written(whole_catalogue, tmp_path_factory):
    folder = tmp_path_factory.mktemp("ciso")
    paths = {}
    for name in ("ciso-assistant", "ciso-assistant-mapping"):
        paths[name] = folder / f"{name}.yaml"
        paths[name].write_bytes(FORMATS[name].render(whole_catalogue, Choices()).data)
    return paths


def test_all_measures_come_back_as_they_are(whole_catalogue, written):
    path = written["ciso-assistant"]
    content = parse_yaml(path.read_text(encoding="utf-8"), path=str(path))
    result = Imported("measures")
    found = measures_of(Library(path, content, ImportChoices()), result)
    assert {one.iri: one for one in found} == {
        entry.iri: Described.of(entry) for entry in whole_catalogue.entries
    }
    assert (result.refused, result.findings) == (0, [])


def test_all_mappings_of_measures_and_categories_come_back_as_they_are(whole_catalogue, written):
    result = read(written["ciso-assistant-mapping"], ImportChoices())
    assert (result.refused, result.findings) == (0, [])
    found = {one.mapping_set_id: set(one.mappings) for one in mapping_sets_of(result.quads)}
    for one in whole_catalogue.mapping_sets:
        assert found[one.mapping_set_id] == set(one.mappings)


def test_every_row_names_an_end_in_the_library_or_in_one_that_is_shipped(written):
    path = written["ciso-assistant-mapping"]
    library = parse_yaml(path.read_text(encoding="utf-8"), path=str(path))
    frameworks = library["objects"]["frameworks"]
    here = {node["urn"] for one in frameworks for node in one["requirement_nodes"]}
    sets = library["objects"]["requirement_mapping_sets"]
    rows = [row for one in sets[::2] for row in one["requirement_mappings"]]
    assert {row["relationship"] for row in rows} <= RELATIONSHIPS.keys()
    outside = {row["target_requirement_urn"] for row in rows} - here
    shipped = tuple(
        one.replace(":library:", ":req_node:") + ":"
        for one in library["dependencies"]
        if one.startswith("urn:intuitem:")
    )
    assert all(one.startswith(shipped) for one in outside)
