"""The whole graph in OSCAL against the official schemas, and real OSCAL files in.

The schemas use regular expressions that Python's own validator can't read; jsonschema-rs can. What
they let pass although it is wrong is found by the checks of our own.
"""

from __future__ import annotations

import copy
import json
from dataclasses import replace

import pytest

from mitigraph.derive import derive
from mitigraph.errors import DataError
from mitigraph.exporters import FORMATS
from mitigraph.importers.described import Described
from mitigraph.importers.oscal import read
from mitigraph.importers.oscal.document import Document
from mitigraph.importers.oscal.own import measures_of
from mitigraph.importers.registry import ImportChoices
from mitigraph.importers.report import Imported
from mitigraph.interchange import Choices, catalogue_of
from mitigraph.interchange.oscal_checks import faults
from mitigraph.mapping import mapping_sets_of
from mitigraph.reader.shipped import load_shipped
from mitigraph.store.oxigraph import OxigraphStore
from mitigraph.terms import PREFIXES, Iri

jsonschema_rs = pytest.importorskip("jsonschema_rs", reason="needs jsonschema-rs")

SKOS = PREFIXES["skos"]
GOVERNMENT = Iri("https://www.usa.gov/government-works")
KINDS = ("catalog", "profile", "mapping", "component")


@pytest.fixture(scope="module")
def kb(shipped):
    return shipped


@pytest.fixture(scope="module")
def catalogue(whole_catalogue):
    return whole_catalogue


@pytest.fixture(scope="module")
def written(kb, catalogue, root):
    choices = Choices(profile=kb.profile(root / "examples" / "deployer.yaml"))
    return {
        kind: json.loads(FORMATS[f"oscal-{kind}"].render(catalogue, choices).data) for kind in KINDS
    }


@pytest.fixture(scope="module")
def schemas(shared):
    folder = shared / "real" / "oscal" / "schemas"
    if not folder.is_dir():
        pytest.skip("the official schemas of OSCAL are not at hand")
    return {
        kind: jsonschema_rs.validator_for(
            json.loads((folder / f"oscal_{kind}_schema.json").read_text()), validate_formats=True
        )
        for kind in KINDS
    }


@pytest.fixture(scope="module")
def real(shared):
    folder = shared / "real"
    if not (folder / "oscal" / "nist").is_dir():
        pytest.skip("real OSCAL files are not at hand")
    return folder


@pytest.mark.parametrize("kind", KINDS)
def test_the_whole_graph_fits_the_official_schema(schemas, written, kind):
    assert [str(error)[:300] for error in schemas[kind].iter_errors(written[kind])] == []


def test_all_measures_come_back_from_the_catalog(catalogue, written, tmp_path):
    document = Document(tmp_path, "catalog", written["catalog"]["catalog"], ImportChoices())
    # The folder stands for a file: what is asked of it here is nothing.
    result = Imported("measures")
    found = {one.iri: one for one in measures_of(document, result)}
    assert found == {entry.iri: Described.of(entry) for entry in catalogue.entries}
    assert (result.refused, result.findings) == (0, [])


def test_all_mapping_sets_come_back(catalogue, written, tmp_path):
    path = tmp_path / "mapping.json"
    path.write_text(json.dumps(written["mapping"]), encoding="utf-8")
    result = read(path, ImportChoices())
    assert (result.refused, result.findings) == (0, [])
    assert mapping_sets_of(result.quads) == [
        replace(one, mappings=tuple(sorted(one.mappings, key=repr)), curie_map={})
        for one in sorted(catalogue.mapping_sets, key=lambda one: one.mapping_set_id)
    ]


def test_the_profile_picks_controls_of_the_catalog(written, tmp_path):
    ids = {one for _, one in _controls(written["catalog"]["catalog"])}
    (picked,) = written["profile"]["profile"]["imports"]
    assert set(picked["include-controls"][0]["with-ids"]) == ids
    for name, kind in (("mitigraph.oscal-catalog.json", "catalog"), ("profile.json", "profile")):
        (tmp_path / name).write_text(json.dumps(written[kind]), encoding="utf-8")
    result = read(tmp_path / "profile.json", ImportChoices())
    assert (result.records, result.made, result.findings) == (len(ids), len(ids), [])


def test_what_is_imported_beside_the_ontology_is_exported_the_same(kb, tmp_path):
    some = [entry.iri for entry in catalogue_of(kb.store).entries[::40]]
    before = catalogue_of(kb.store, measures=some)
    path = tmp_path / "catalog.json"
    path.write_bytes(FORMATS["oscal-catalog"].render(before, Choices()).data)
    store = OxigraphStore()
    load_shipped(store, data=False)
    store.add(read(path, ImportChoices()).quads)
    derive(store)
    after = catalogue_of(store, measures=some)

    def weakest(entry):
        one = Described.of(entry)
        return replace(one, statuses=(one.status,))

    assert [weakest(entry) for entry in after.entries] == [weakest(e) for e in before.entries]


def _controls(thing, kind=""):
    for key in ("groups", "controls"):
        for one in thing.get(key, ()):
            if key == "controls":
                yield kind, one["id"]
            yield from _controls(one, one.get("class", ""))


def _first(catalog):
    group = catalog["catalog"]
    while "controls" not in group:
        group = group["groups"][0]
    return group["controls"]


@pytest.mark.parametrize(
    ("kind", "change", "code"),
    [
        ("catalog", lambda d: _first(d).append(copy.deepcopy(_first(d)[0])), "duplicate-id"),
        ("catalog", lambda d: _first(d)[0].pop("parts"), "missing-field"),
        ("catalog", lambda d: _first(d)[0]["parts"][0].update(prose=""), "empty-text"),
        (
            "catalog",
            lambda d: _first(d)[0]["props"].append({"name": "actor", "value": "x"}),
            "unknown-term",
        ),
        ("catalog", lambda d: _first(d)[0]["links"].append({"href": "#x"}), "dangling-ref"),
        (
            "mapping",
            lambda d: d["mapping-collection"]["mappings"][0]["maps"][0].update(
                relationship="narrower"
            ),
            "unknown-term",
        ),
        (
            "profile",
            lambda d: d["profile"]["imports"][0]["include-controls"][0]["with-ids"].append("x"),
            "dangling-ref",
        ),
    ],
)
def test_what_the_schema_lets_pass_is_found(schemas, written, kind, change, code):
    document = copy.deepcopy(written[kind])
    change(document)
    assert schemas[kind].is_valid(document)
    known = {one for _, one in _controls(written["catalog"]["catalog"])}
    assert code in {fault.code for fault in faults(document, controls=known)}


@pytest.mark.parametrize("changed", [{"id": "1.1"}, {"id": " a"}, {"title": "two\nlines"}])
def test_what_the_schema_refuses(schemas, written, changed):
    document = copy.deepcopy(written["catalog"])
    _first(document)[0].update(changed)
    assert not schemas["catalog"].is_valid(document)


@pytest.mark.parametrize(
    ("name", "records", "notations", "dangling"),
    [
        ("nist/airmf_core.oscal.json", 95, {"GOVERN 1.1", "MANAGE 4.3", "govern"}, 0),
        ("oscal/nist/basic-catalog.json", 8, {"1.1.1", "2.1"}, 0),
        (
            "oscal/nist/NIST_SP-800-53_rev5_LOW-baseline-resolved-profile_catalog.json",
            167,
            {"ac", "AC-2", "AC-7"},
            501,
        ),
    ],
)
def test_a_real_catalog_is_a_framework(real, name, records, notations, dangling):
    result = read(real / name, ImportChoices(key="real"))
    assert (result.records, result.made) == (records, records)
    found = {str(quad.object) for quad in result.quads if quad.predicate == SKOS + "notation"}
    assert notations <= found
    assert len(found) == records
    codes = [one.code for one in result.findings]
    # Baselines of NIST keep links to controls that are none of them.
    assert codes.count("dangling-ref") == dangling


def test_prose_of_the_government_is_kept_where_that_is_said(real):
    name = "NIST_SP-800-53_rev5_LOW-baseline-resolved-profile_catalog.json"
    path = real / "oscal" / "nist" / name

    def definition(**choices):
        return next(
            str(quad.object)
            for quad in read(path, ImportChoices(key="low", **choices)).quads
            if quad.subject.endswith("/ac-7") and quad.predicate == SKOS + "definition"
        )

    assert definition().startswith("Control AC-7 of NIST Special Publication")
    assert "invalid logon attempts" in definition(licence=GOVERNMENT)


def test_a_component_definition_is_told_what_it_is(real):
    with pytest.raises(DataError, match="1 component with 3 implemented requirements"):
        read(real / "oscal" / "nist" / "example-component-definition.json", ImportChoices())
