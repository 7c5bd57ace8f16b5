"""The measures as schema.org has them: JSON-LD that parses, of terms that were looked up."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from pyld import jsonld

from mitigraph.errors import FaultyInputError
from mitigraph.exporters import FORMATS, schema_org
from mitigraph.exporters.alignment import alignment_of
from mitigraph.exporters.dcat import described_formats
from mitigraph.exporters.schema_org import VOCABULARY, faults
from mitigraph.interchange import Choices
from mitigraph.terms import BASE, MG, PREFIXES

SCHEMA = PREFIXES["schema"]


@pytest.fixture(scope="module")
def document(catalogue):
    return json.loads(FORMATS["schema-org"].render(catalogue, Choices()).data)


@pytest.fixture(scope="module")
def nodes(document):
    return {node["@id"].removeprefix(BASE): node for node in document["@graph"]}


def test_the_dataset_has_a_download_for_each_format(nodes, catalogue):
    dataset = nodes["id/dataset/mitigraph"]
    assert dataset["@type"] == "Dataset"
    assert (dataset["version"], dataset["license"]) == ("0.1.0", catalogue.release.licence)
    assert dataset["creativeWorkStatus"] == "Preliminary"
    assert "Rights of the owner." in dataset["copyrightNotice"]
    assert len(dataset["distribution"]) == len(described_formats())
    csv = nodes["id/distribution/topics-2/csv"]
    assert csv["@type"] == "DataDownload"
    assert csv["encodingFormat"] == ["text/csv", "https://www.rfc-editor.org/info/rfc4180"]


def test_measures_and_categories_are_terms_of_their_sets(nodes):
    measure = nodes["id/measure/acme-1/M1"]
    assert measure["@type"] == "DefinedTerm"
    assert measure["termCode"] == "acme-1.M1"
    assert measure["name"] == "Red teaming"
    assert measure["alternateName"] == "Attack team"
    assert measure["disambiguatingDescription"] == "Rests on preliminary data."
    assert nodes[measure["inDefinedTermSet"]["@id"].removeprefix(BASE)]["@type"] == "DefinedTermSet"
    assert [one["@id"].removeprefix(BASE + "scheme/") for one in measure["additionalType"]] == [
        "topics/2/1.1",
        "actor/1/developer",
        "lifecycle/1/deploy",
        "function/1/govern",
    ]
    category = nodes["scheme/topics/2/1.1"]
    assert (category["@type"], category["termCode"]) == ("DefinedTerm", "1.1")
    assert category["inDefinedTermSet"]["@id"] == BASE + "scheme/topics/2"
    taxonomy = nodes["scheme/topics/2"]
    assert (taxonomy["@type"], taxonomy["version"]) == ("DefinedTermSet", "2.0.0")
    assert taxonomy["creativeWorkStatus"] == "Preliminary"


def test_the_types_are_those_of_the_alignment():
    alignment = alignment_of("schema")
    for ours, theirs in (
        ("Measure", "DefinedTerm"),
        ("Category", "DefinedTerm"),
        ("MitigationTaxonomy", "DefinedTermSet"),
        ("FacetScheme", "DefinedTermSet"),
    ):
        assert alignment.terms(MG[ours]) == (SCHEMA + theirs,)
        assert theirs in VOCABULARY


def test_it_is_json_ld_without_a_blank_node(document):
    def local(url, _options):
        assert url == SCHEMA
        context = {"@context": {"@vocab": SCHEMA}}
        return {"contextUrl": None, "documentUrl": url, "document": context}

    quads = jsonld.to_rdf(document, {"documentLoader": local})["@default"]
    assert len(quads) > 100
    assert not any(quad[end]["value"].startswith("_:") for quad in quads for end in quad)
    predicates = {quad["predicate"]["value"] for quad in quads}
    assert predicates - {PREFIXES["rdf"] + "type"} <= {SCHEMA + name for name in VOCABULARY}


@pytest.mark.parametrize(
    ("node", "codes"),
    [
        ({"@id": "urn:a", "@type": "DefinedTerm", "name": "A"}, []),
        ({"@id": "urn:a", "@type": "Mitigation", "name": "A"}, ["unknown-term"]),
        ({"@id": "urn:a", "@type": "DefinedTerm", "name": "A", "broader": 1}, ["unknown-term"]),
        ({"@id": "urn:a", "@type": "DefinedTerm", "name": ""}, ["empty-text"]),
        ({"@id": "urn:a", "name": "A"}, ["missing-field"]),
        (
            {"@id": "urn:a", "@type": "Dataset", "name": "A", "hasPart": {"@id": BASE + "x"}},
            ["dangling-ref"],
        ),
    ],
)
def test_what_must_not_be_is_found(node, codes):
    assert [fault.code for fault in faults({"@graph": [node]})] == codes


def test_one_thing_described_twice_is_found():
    node = {"@id": "urn:a", "@type": "Dataset", "name": "A"}
    assert {fault.code for fault in faults({"@graph": [node, node]})} == {"duplicate-id"}


def test_nothing_is_written_with_a_fault(catalogue, monkeypatch):
    monkeypatch.setattr(schema_org, "VOCABULARY", frozenset({"name"}))
    with pytest.raises(FaultyInputError, match="no term of schema"):
        FORMATS["schema-org"].render(catalogue, Choices())


def test_the_losses_are_counted(catalogue):
    rendered = FORMATS["schema-org"].render(catalogue, Choices())
    losses = {one.what: one.count for one in rendered.losses}
    assert losses == {
        "categories": 3,
        "actors": 3,
        "stages": 1,
        "functions": 1,
        "categories below another": 2,
        "review statuses": 6,
        "expert opinions": 1,
        "crosswalk rows": 9,
    }
    bare = replace(catalogue, mapping_sets=())
    rest = FORMATS["schema-org"].render(bare, Choices()).losses
    assert "crosswalk rows" not in {one.what for one in rest}
