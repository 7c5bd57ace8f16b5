"""The whole graph against CycloneDX's own schemas, and a real standard in.

The library's strict validator takes a quarter of a minute for the whole graph, so that here its
schemas are read by jsonschema-rs.
"""

from __future__ import annotations

import json
from dataclasses import replace
from importlib import resources

import pytest

from mitigraph.derive import derive
from mitigraph.exporters import FORMATS
from mitigraph.importers.cyclonedx import read
from mitigraph.importers.described import Described
from mitigraph.importers.registry import ImportChoices
from mitigraph.interchange import Choices, catalogue_of
from mitigraph.profile import ImplementationStatus
from mitigraph.reader.shipped import load_shipped
from mitigraph.store.oxigraph import OxigraphStore
from mitigraph.terms import MG, PREFIXES

pytest.importorskip("cyclonedx", reason="needs cyclonedx-python-lib")
jsonschema_rs = pytest.importorskip("jsonschema_rs", reason="needs jsonschema-rs")

SKOS = PREFIXES["skos"]
TYPE = PREFIXES["rdf"] + "type"


@pytest.fixture(scope="module")
def validators():
    folder = resources.files("cyclonedx.schema") / "_res"

    def schema(name):
        return json.loads((folder / f"{name}.SNAPSHOT.schema.json").read_text(encoding="utf-8"))

    held = {name: schema(name) for name in ("spdx", "jsf-0.82", "cryptography-defs")}
    registry = jsonschema_rs.Registry(
        [(f"http://cyclonedx.org/schema/{n}.SNAPSHOT.schema.json", one) for n, one in held.items()]
    )
    return {
        version: jsonschema_rs.validator_for(schema(f"bom-{version}"), registry=registry)
        for version in ("1.6", "1.7")
    }


@pytest.fixture(scope="module")
def profile(shipped, root):
    return shipped.profile(root / "examples" / "deployer.yaml")


@pytest.fixture(scope="module")
def written(whole_catalogue, profile):
    return [
        FORMATS["cyclonedx"].render(whole_catalogue, Choices(profile=one)).data
        for one in (None, profile)
    ]


def test_the_whole_graph_fits_the_official_schemas(validators, written):
    for data in written:
        for version, validator in validators.items():
            document = json.loads(data) | {"specVersion": version}
            document["$schema"] = document["$schema"].replace("1.6", version)
            assert [str(one)[:300] for one in validator.iter_errors(document)] == []
            assert not validator.is_valid(document | {"version": 0})


def test_everything_comes_back(whole_catalogue, profile, written, tmp_path):
    path = tmp_path / "own.cdx.json"
    path.write_bytes(written[1])
    result = read(path, ImportChoices())
    count = len(whole_catalogue.entries) + len(profile.implementations)
    assert (result.records, result.made, result.findings) == (count, count, [])
    kinds = [quad.object for quad in result.quads if quad.predicate == TYPE]
    assert kinds.count(MG["Measure"]) == len(whole_catalogue.entries)
    assert kinds.count(MG["Implementation"]) == len(profile.implementations)
    statuses = [q.object for q in result.quads if q.predicate == MG["implementationStatus"]]
    for status in ImplementationStatus:
        held = [one for one in statuses if one.endswith(status.value)]
        assert len(held) == len(profile.measures(status))


def test_what_is_imported_beside_the_ontology_is_exported_the_same(whole_catalogue, tmp_path):
    some = whole_catalogue.entries[::40]
    before = replace(whole_catalogue, entries=some, mapping_sets=())
    path = tmp_path / "some.cdx.json"
    path.write_bytes(FORMATS["cyclonedx"].render(before, Choices()).data)
    store = OxigraphStore()
    load_shipped(store, data=False)
    store.add(read(path, ImportChoices()).quads)
    derive(store)
    after = catalogue_of(store, measures=[entry.iri for entry in some])

    def weakest(entry):
        one = Described.of(entry)
        return replace(one, statuses=(one.status,))

    assert [weakest(entry) for entry in after.entries] == [weakest(e) for e in some]


def test_every_requirement_of_a_real_standard_is_made(shared):
    path = shared / "real" / "cyclonedx" / "nist_ssdf_1.1.cdx.json"
    if not path.is_file():
        pytest.skip("no real CycloneDX standard is at hand")
    result = read(path, ImportChoices())
    assert (result.records, result.made, result.findings) == (65, 65, [])
    assert result.graph is not None
    assert result.graph.endswith("/graph/ssdf-1")
    tops = [quad for quad in result.quads if quad.predicate == SKOS + "hasTopConcept"]
    assert [quad.object.rpartition("/")[2] for quad in tops] == ["PO", "PS", "PW", "RV"]
    above = {q.subject: q.object for q in result.quads if q.predicate == SKOS + "broader"}
    assert len(above) == 61
    scheme = f"{result.quads[0].subject}"
    assert above[f"{scheme}/PO.1.1"] == f"{scheme}/PO.1"
    definitions = [q for q in result.quads if q.predicate == SKOS + "definition"]
    texts = {str(quad.object) for quad in definitions}
    assert not any(text.startswith("Requirement ") for text in texts), "a government work"
