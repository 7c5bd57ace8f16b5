"""The description of the data set: one distribution a format, nothing nameless or dangling."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mitigraph.errors import FaultyInputError
from mitigraph.exporters import FORMATS
from mitigraph.exporters.dcat import STANDARDS, described_formats, faults
from mitigraph.interchange import Choices
from mitigraph.store.oxigraph import parse
from mitigraph.store.protocol import RdfFormat
from mitigraph.terms import BASE, PREFIXES, BlankNode, Iri, Literal, Quad

DCAT, TERMS = PREFIXES["dcat"], PREFIXES["dcterms"]
TYPE = Iri(PREFIXES["rdf"] + "type")


@pytest.fixture(scope="module")
def quads(catalogue):
    return list(parse(FORMATS["dcat"].render(catalogue, Choices()).data, RdfFormat.TURTLE, BASE))


def values(quads, subject, name):
    return {quad.object for quad in quads if quad.subject == subject and quad.predicate == name}


def test_every_format_but_two_is_a_distribution_with_what_it_conforms_to(quads, catalogue):
    names = set(FORMATS) - {"dcat", "oscal-component"}
    assert set(described_formats()) == names
    assert set(STANDARDS) == names
    assert FORMATS["dcat"].render(catalogue, Choices()).written == len(names)
    dataset = Iri(BASE + "id/dataset/mitigraph")
    assert values(quads, dataset, DCAT + "distribution") == {
        f"{BASE}id/distribution/topics-2/{name}" for name in names
    }
    for name in names:
        this = Iri(f"{BASE}id/distribution/topics-2/{name}")
        assert values(quads, this, TERMS + "conformsTo") == {STANDARDS[name][0]}
        assert values(quads, this, TERMS + "license") == {catalogue.release.licence}
        media = values(quads, this, DCAT + "mediaType")
        assert all(one.endswith("/" + FORMATS[name].media_type) for one in media)
        assert media or name == "graphml"


def test_the_data_set_says_what_it_is_made_of_and_how_settled_that_is(quads, catalogue):
    dataset = Iri(BASE + "id/dataset/mitigraph")
    assert values(quads, dataset, DCAT + "version") == {Literal("0.1.0")}
    assert values(quads, dataset, DCAT + "theme") == {BASE + "scheme/topics/2/1"}
    assert values(quads, dataset, PREFIXES["prov"] + "wasDerivedFrom") == {
        BASE + "id/dataset/acme-1"
    }
    assert values(quads, dataset, TERMS + "references") == {catalogue.sources[0].iri}
    assert values(quads, dataset, TERMS + "relation") == {catalogue.frameworks[0].iri}
    (note,) = values(quads, dataset, PREFIXES["skos"] + "editorialNote")
    assert str(note) == "3 measures rest on preliminary data. The taxonomy is preliminary."
    (description,) = values(quads, dataset, TERMS + "description")
    assert str(note) in str(description)
    (rights,) = values(quads, Iri(dataset + "/rights"), PREFIXES["rdfs"] + "label")
    assert "Rights of the owner." in str(rights)


def test_there_is_no_blank_node_and_no_fault(quads):
    assert not list(faults(quads))
    assert not any(isinstance(one, BlankNode) for quad in quads for one in quad[:3])


@pytest.mark.parametrize(
    ("subject", "name", "code"),
    [
        ("id/dataset/mitigraph", TERMS + "description", "missing-field"),
        ("id/catalog/mitigraph", TERMS + "publisher", "missing-field"),
        ("id/distribution/topics-2/csv", DCAT + "accessURL", "missing-field"),
        ("id/dataset/acme-1", TYPE, "dangling-ref"),
    ],
)
def test_what_is_missing_is_found(quads, subject, name, code):
    cut = [quad for quad in quads if (quad.subject, str(quad.predicate)) != (BASE + subject, name)]
    cut = (
        [quad for quad in cut if quad.subject != BASE + "id/dataset/acme-1"]
        if name == TYPE
        else cut
    )
    assert [fault.code for fault in faults(cut)] == [code]


def test_a_blank_node_is_found(quads):
    assert [fault.code for fault in faults([*quads, Quad(BlankNode("x"), TYPE, Iri("urn:x"))])] == [
        "bad-id"
    ]


@pytest.mark.parametrize(("given", "words"), [("title", "has no .*title"), ("licence", "license")])
def test_a_release_that_does_not_say_what_dcat_wants_is_not_described(catalogue, given, words):
    bare = replace(catalogue, release=replace(catalogue.release, **{given: Iri("")}))
    with pytest.raises(FaultyInputError, match=words):
        FORMATS["dcat"].render(bare, Choices())


def test_the_losses_are_counted(catalogue):
    losses = {one.what: one.count for one in FORMATS["dcat"].render(catalogue, Choices()).losses}
    assert losses == {
        "measures": 3,
        "categories below the topmost": 2,
        "crosswalk rows": 9,
        "expert opinions": 1,
    }
