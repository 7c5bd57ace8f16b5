"""The RDF formats say what the store says, in the same bytes each time."""

from __future__ import annotations

import pytest

from mitigraph.errors import DataError
from mitigraph.exporters import FORMATS
from mitigraph.exporters.targets import Target
from mitigraph.store.oxigraph import OxigraphStore, parse
from mitigraph.store.protocol import RdfFormat
from mitigraph.terms import BASE, Iri, Literal, Quad

MERGED = [one for one in RdfFormat if one.label not in ("trig", "nquads")]


@pytest.mark.parametrize("rdf_format", MERGED, ids=lambda one: one.label)
def test_merged_formats_hold_every_triple_and_no_other(
    sample, exported, canonical, merged, rdf_format
):
    data, account = exported(sample, rdf_format.label)
    assert canonical(parse(data, rdf_format)) == merged(sample)
    assert account.written == len(merged(sample))


@pytest.mark.parametrize(
    "rdf_format", [RdfFormat.TRIG, RdfFormat.NQUADS], ids=lambda one: one.label
)
def test_formats_with_graphs_keep_them(sample, exported, canonical, rdf_format):
    sample.add([Quad(Iri("urn:a"), Iri("urn:b"), Iri("urn:c"))])
    data, account = exported(sample, rdf_format.label)
    assert canonical(parse(data, rdf_format)) == canonical(sample.quads())
    assert account.written == len(sample)


@pytest.mark.parametrize(
    "name", [name for name, one in FORMATS.items() if not isinstance(one, Target)]
)
def test_bytes_depend_on_the_statements_alone(sample, exported, name):
    other = OxigraphStore()
    other.add(sorted(sample.quads(), reverse=True))
    assert exported(sample, name)[0] == exported(other, name)[0]


@pytest.mark.parametrize("rdf_format", list(RdfFormat), ids=lambda one: one.label)
def test_an_empty_store_gives_an_empty_document(exported, rdf_format):
    data, account = exported(OxigraphStore(), rdf_format.label)
    assert list(parse(data, rdf_format)) == []
    assert account.written == 0


def test_turtle_is_grouped_relative_and_nested(sample, exported):
    text = exported(sample, "turtle")[0].decode()
    assert "<id/measure/test/M2>\n    a mg:Measure ;\n" in text
    assert "owl:propertyChainAxiom ( mg:underFacet skos:broader )" in text
    assert "owl:hasValue <scheme/actor/1/developer>" in text
    assert "mg:confidence 0.6 ;" in text or "mg:confidence 0.60 ;" in text
    assert text.count("_:b") == 1, "the one node that nothing refers to"


def test_a_list_of_thousands_and_a_deep_tree_are_written(exported):
    items = " ".join(f"<urn:i{n}>" for n in range(5000))
    deep = "<urn:s> <urn:p> " + "[ <urn:p> " * 200 + "1" + " ]" * 200 + " ."
    for text in (f"<urn:s> <urn:p> ( {items} ) .", deep, "_:a <urn:p> _:b . _:b <urn:p> _:a ."):
        store = OxigraphStore()
        store.load(text.encode(), rdf_format=RdfFormat.TURTLE, graph=Iri("urn:g"))
        for rdf_format in MERGED:
            found = list(parse(exported(store, rdf_format.label)[0], rdf_format))
            assert len(found) == len(store)


def test_a_blank_node_shared_by_two_graphs_stays_one(exported, canonical):
    store = OxigraphStore()
    store.load(
        b"<urn:g1> { <urn:s> <urn:p> _:x } <urn:g2> { _:x <urn:p> <urn:o> }",
        rdf_format=RdfFormat.TRIG,
    )
    data, _ = exported(store, "trig")
    assert canonical(parse(data, RdfFormat.TRIG)) == canonical(store.quads())


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        (Quad(Iri("urn:s"), Iri(BASE + "ns#"), Literal("x")), "property"),
        (Quad(Iri("urn:s"), Iri("urn:p"), Literal("bell \x07")), r"U\+0007"),
    ],
)
def test_rdfxml_refuses_what_xml_cannot_say(exported, statement, told):
    store = OxigraphStore()
    store.add([statement])
    with pytest.raises(DataError, match=told):
        exported(store, "rdfxml")
