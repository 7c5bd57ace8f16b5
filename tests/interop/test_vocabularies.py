"""Our measures beside the real DPV, AIRO and DCAT-AP: queries find them, shapes accept them."""

from __future__ import annotations

import pyshacl
import pytest
import rdflib
from rdflib import RDFS

from mitigraph.exporters import FORMATS
from mitigraph.interchange import Choices
from mitigraph.terms import BASE


def graph(catalogue, name, *paths):
    found = rdflib.Graph()
    found.parse(data=FORMATS[name].render(catalogue, Choices()).data, format="turtle")
    for path in paths:
        found.parse(path, format="turtle")
    return found


def members(found, above):
    """What is of a class or of one below it."""
    below = set(found.transitive_subjects(RDFS.subClassOf, rdflib.URIRef(above)))
    typed = found.subject_objects(rdflib.RDF.type)
    return {str(subject) for subject, kind in typed if kind in below}


@pytest.mark.parametrize(
    ("name", "files", "above"),
    [
        ("dpv", ("dpv", "risk"), "https://w3id.org/dpv#RiskMitigationMeasure"),
        ("dpv", ("dpv",), "https://w3id.org/dpv#TechnicalOrganisationalMeasure"),
        ("airo", ("airo",), "https://w3id.org/airo#RiskControl"),
    ],
)
def test_a_query_by_the_class_tree_of_the_vocabulary_finds_all_measures(
    shared, whole_catalogue, name, files, above
):
    paths = [shared / f"real/dpv/{one}.ttl" for one in files]
    found = members(graph(whole_catalogue, name, *paths), above)
    ours = {one for one in found if one.startswith(BASE + "id/measure/")}
    assert ours == {str(entry.iri) for entry in whole_catalogue.entries}


@pytest.mark.parametrize("part", ["shapes", "range"])
def test_the_shapes_of_dcat_ap_accept_the_description(shared, whole_catalogue, part):
    data = graph(whole_catalogue, "dcat")
    shapes = rdflib.Graph().parse(shared / f"real/dcat/dcat-ap-3.0.1-{part}.ttl")
    conforms, _, words = pyshacl.validate(data, shacl_graph=shapes)
    assert conforms, words
    title = rdflib.URIRef("http://purl.org/dc/terms/publisher")
    data.remove((None, title, None))
    data.add((rdflib.URIRef(BASE + "id/dataset/mitigraph"), title, rdflib.Literal("Nobody")))
    assert not pyshacl.validate(data, shacl_graph=shapes)[0]
