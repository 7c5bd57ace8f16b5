"""Classes generated from schemes: which, with which parents, and the same bytes each time."""

from __future__ import annotations

from mitigraph.derive.classes import facet_schemes, generate
from mitigraph.resources import data_root
from mitigraph.store.oxigraph import OxigraphStore, parse
from mitigraph.store.protocol import RdfFormat
from mitigraph.terms import BASE, BlankNode, Iri

SCHEME = """
@base <https://w3id.org/mitigraph/> .
@prefix mg: <https://w3id.org/mitigraph/ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<scheme/tree/1> a skos:ConceptScheme ; skos:prefLabel "Tree"@en, "Baum"@de ;
    mg:facetProperty mg:category .
<scheme/tree/1/2> a skos:Concept ; skos:inScheme <scheme/tree/1> ; mg:ordinal 4 ;
    skos:prefLabel "Two \\"quoted\\""@en .
<scheme/tree/1/1> a skos:Concept ; skos:inScheme <scheme/tree/1> ; mg:ordinal 1 ;
    skos:prefLabel "One"@en, "Eins"@de ; skos:notation "1" .
<scheme/tree/1/1.1> a skos:Concept ; skos:inScheme <scheme/tree/1> ; mg:ordinal 2 ;
    skos:prefLabel "One one"@en ; skos:notation "1.1" ; skos:broader <scheme/tree/1/1> .
<scheme/tree/1/1.9> a skos:Concept ; skos:inScheme <scheme/tree/1> ; mg:ordinal 3 ;
    skos:prefLabel "Other"@en ; mg:residual true ; skos:broader <scheme/tree/1/1> .
<scheme/tree/1/1.9.1> a skos:Concept ; skos:inScheme <scheme/tree/1> ; mg:ordinal 5 ;
    skos:prefLabel "Below other"@en ; skos:broader <scheme/tree/1/1.9> .
<scheme/kind/1> a skos:ConceptScheme ; skos:prefLabel "Kind"@en ; mg:facetProperty mg:recordKind .
<scheme/kind/1/a> a skos:Concept ; skos:inScheme <scheme/kind/1> ; skos:prefLabel "A"@en .
<scheme/kind/1/b> a skos:Concept ; skos:inScheme <scheme/kind/1> ; skos:prefLabel "B"@en .
<urn:foreign> a skos:ConceptScheme ; skos:prefLabel "Foreign"@en ; mg:facetProperty mg:category .
"""
SUBCLASS = "http://www.w3.org/2000/01/rdf-schema#subClassOf"
MEMBER = "http://www.w3.org/1999/02/22-rdf-syntax-ns#first"
HAS_VALUE = "http://www.w3.org/2002/07/owl#hasValue"


def loaded(scheme=SCHEME):
    store = OxigraphStore()
    core = (data_root() / "ontology" / "core.ttl").read_bytes()
    store.load(core, rdf_format=RdfFormat.TURTLE, graph=Iri("urn:core"))
    store.load(scheme.encode(), rdf_format=RdfFormat.TURTLE, graph=Iri("urn:scheme"))
    return store


def statements(text):
    return list(parse(text.encode(), RdfFormat.TURTLE, BASE))


def test_a_facet_is_what_core_says_and_foreign_schemes_are_passed_over():
    schemes = {scheme.module: scheme for scheme in facet_schemes(loaded())}
    assert {module: scheme.is_facet for module, scheme in schemes.items()} == {
        "kind-1": False,
        "tree-1": True,
    }
    assert [c.label for c in schemes["tree-1"].concepts.values()] == [
        "One",
        "One one",
        "Other",
        'Two "quoted"',
        "Below other",
    ]


def test_every_concept_but_residual_ones_becomes_a_class_below_its_parents():
    files = generate(loaded())
    assert set(files) == {"classes-tree-1.ttl", "distinct.ttl"}
    edges = {
        (quad.subject.removeprefix(BASE), quad.object.removeprefix(BASE))
        for quad in statements(files["classes-tree-1.ttl"])
        if quad.predicate == SUBCLASS
    }
    assert edges == {
        ("class/tree/1/1", "ns#Measure"),
        ("class/tree/1/1.1", "class/tree/1/1"),
        ("class/tree/1/2", "ns#Measure"),
        ("class/tree/1/1.9.1", "class/tree/1/1"),
    }


def test_each_class_is_defined_by_its_own_concept():
    quads = statements(generate(loaded())["classes-tree-1.ttl"])
    values = sorted(
        str(quad.object).removeprefix(BASE) for quad in quads if quad.predicate == HAS_VALUE
    )
    assert values == [
        "scheme/tree/1/1",
        "scheme/tree/1/1.1",
        "scheme/tree/1/1.9.1",
        "scheme/tree/1/2",
    ]


def test_schemes_and_all_concepts_of_each_residual_ones_too_are_said_to_differ():
    quads = statements(generate(loaded())["distinct.ttl"])
    members = {
        str(quad.object).removeprefix(BASE + "scheme/")
        for quad in quads
        if quad.predicate == MEMBER
    }
    assert members == {
        "tree/1/1",
        "tree/1/1.1",
        "tree/1/1.9",
        "tree/1/1.9.1",
        "tree/1/2",
        "kind/1/a",
        "kind/1/b",
        "tree/1",
        "kind/1",
    }


def test_the_same_schemes_give_the_same_bytes_and_no_blank_node_labels():
    lines = SCHEME.strip().split(" .\n")
    prefixes, rest = lines[:3], [line.removesuffix(" .") for line in lines[3:]]
    shuffled = " .\n".join([*prefixes, *reversed(rest)]) + " .\n"
    first = generate(loaded())
    assert generate(loaded(shuffled)) == first
    assert not any("_:" in text for text in first.values())


def test_the_shipped_classes_match_the_shipped_concepts_one_to_one():
    ontology = data_root() / "ontology"
    store = loaded("")
    for path in sorted((ontology / "schemes").glob("*.ttl")):
        store.load(path.read_bytes(), rdf_format=RdfFormat.TURTLE, graph=Iri("urn:s"), base=BASE)
    wanted = {
        concept.tail
        for scheme in facet_schemes(store)
        if scheme.is_facet
        for concept in scheme.concepts.values()
        if not concept.residual
    }
    found = {
        quad.subject.removeprefix(BASE + "class/")
        for path in (ontology / "generated").glob("classes-*.ttl")
        for quad in parse(path.read_bytes(), RdfFormat.TURTLE, BASE)
        if quad.predicate == SUBCLASS and not isinstance(quad.subject, BlankNode)
    }
    assert found == wanted
    assert {"actor/1/developer", "airi-mitigation/2/1.1.2", "lifecycle/1/pre-deployment"} <= found
    assert (
        not {"airi-mitigation/2/99", "airi-mitigation/1/X.X", "lifecycle/1/other-general"} & found
    )
