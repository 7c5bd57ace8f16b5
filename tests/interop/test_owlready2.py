"""owlready2 takes the graph; HermiT infers from it what `derive` and the generator write out."""

from __future__ import annotations

import shutil
import subprocess
from itertools import chain

import pytest

from mitigraph.derive import DERIVED, derive
from mitigraph.derive.classes import facet_schemes, generate
from mitigraph.reason import to_owlready
from mitigraph.resources import data_root
from mitigraph.store.oxigraph import OxigraphStore, parse
from mitigraph.store.protocol import RdfFormat
from mitigraph.terms import BASE, MG, Iri, measure_iri

owlready2 = pytest.importorskip("owlready2", reason="needs the extra owl")

ONTOLOGY = data_root() / "ontology"
SUBCLASS = "http://www.w3.org/2000/01/rdf-schema#subClassOf"
SMALL = """
@base <https://w3id.org/mitigraph/> .
@prefix mg: <https://w3id.org/mitigraph/ns#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<scheme/tree/1> a skos:ConceptScheme, mg:MitigationTaxonomy ; skos:prefLabel "Tree"@en ;
    mg:facetProperty mg:category .
<scheme/tree/1/1> a skos:Concept, mg:Category ; skos:inScheme <scheme/tree/1> ;
    skos:prefLabel "One"@en .
<scheme/tree/1/1.1> a skos:Concept, mg:Category ; skos:inScheme <scheme/tree/1> ;
    skos:prefLabel "One one"@en ; skos:broader <scheme/tree/1/1> .
<scheme/tree/1/1.1.2> a skos:Concept, mg:Category ; skos:inScheme <scheme/tree/1> ;
    skos:prefLabel "One one two"@en ; skos:broader <scheme/tree/1/1.1> .
<scheme/tree/1/1.9> a skos:Concept, mg:Category ; skos:inScheme <scheme/tree/1> ;
    skos:prefLabel "Other"@en ; mg:residual true ; skos:broader <scheme/tree/1/1> .
<scheme/tree/1/2> a skos:Concept, mg:Category ; skos:inScheme <scheme/tree/1> ;
    skos:prefLabel "Two"@en .
<scheme/actor/1> a skos:ConceptScheme, mg:FacetScheme ; skos:prefLabel "Actor"@en ;
    mg:facetProperty mg:actor .
<scheme/actor/1/developer> a skos:Concept, mg:ActorRole ; skos:inScheme <scheme/actor/1> ;
    skos:prefLabel "Developer"@en .
<scheme/stance/1/supports> a skos:Concept, mg:Stance .
<scheme/stance/1/limits> a skos:Concept, mg:Stance .
<id/measure/x/1> a mg:Measure ;
    dcterms:identifier "A1"^^<https://w3id.org/mitigraph/id/dataset/x> .
<id/measure/x/2> a mg:Measure .
<id/measure/x/3> a mg:Measure .
<id/assessment/a> a mg:ClassificationAssessment ; mg:assesses <id/measure/x/1> ;
    mg:inScheme <scheme/tree/1> ; mg:assigns <scheme/tree/1/1.1.2> ;
    mg:outcome <scheme/outcome/1/assigned> .
<id/assessment/b> a mg:ClassificationAssessment ; mg:assesses <id/measure/x/1> ;
    mg:inScheme <scheme/actor/1> ; mg:assigns <scheme/actor/1/developer> ;
    mg:outcome <scheme/outcome/1/assigned> .
<id/assessment/c> a mg:ClassificationAssessment ; mg:assesses <id/measure/x/2> ;
    mg:inScheme <scheme/tree/1> ; mg:assigns <scheme/tree/1/1.9> ;
    mg:outcome <scheme/outcome/1/residual> .
<id/opinion/p> a mg:OpinionStatement ; mg:assesses <id/measure/x/1> ;
    mg:stance <scheme/stance/1/supports> .
<id/opinion/q> a mg:OpinionStatement ; mg:assesses <id/measure/x/1> ;
    mg:stance <scheme/stance/1/limits> .
<id/opinion/r> a mg:OpinionStatement ; mg:assesses <id/measure/x/2> ;
    mg:stance <scheme/stance/1/limits> .
<id/source/s> a mg:Source ; dcterms:issued "2024"^^xsd:gYear .
"""


def small_store():
    store = OxigraphStore()
    core = (ONTOLOGY / "core.ttl").read_bytes()
    store.load(core, rdf_format=RdfFormat.TURTLE, graph=Iri("urn:core"))
    store.load(SMALL.encode(), rdf_format=RdfFormat.TURTLE, graph=Iri("urn:small"))
    for text in generate(store).values():
        store.load(text.encode(), rdf_format=RdfFormat.TURTLE, graph=Iri("urn:generated"))
    return store


def measures_under(store, concept):
    return {
        quad.subject
        for quad in store.quads(DERIVED)
        if quad.predicate == MG["underFacet"] and quad.object == concept
    }


@pytest.fixture(scope="module")
def shipped():
    store = OxigraphStore()
    for path in sorted(ONTOLOGY.rglob("*.ttl")):
        store.load(path.read_bytes(), rdf_format=RdfFormat.TURTLE, graph=Iri("urn:x"), base=BASE)
    derive(store)
    return store, to_owlready(store.quads())


def test_the_measures_are_instances_under_their_own_iris(shipped):
    store, world = shipped
    instances = world[MG["Measure"]].instances()
    wanted = {
        str(quad.subject)
        for quad in store.quads()
        if quad.predicate.endswith("#type") and quad.object == MG["Measure"]
    }
    assert wanted
    assert {measure.iri for measure in instances} == wanted
    assert world[MG["Measure"]].iri == MG["Measure"]


def test_every_value_of_every_individual_can_be_read(shipped):
    store, world = shipped
    individuals = {thing for kind in world.classes() for thing in kind.instances()}
    assert len(individuals) > len(world[MG["Measure"]].instances())
    read = sum(len(prop[thing]) for thing in individuals for prop in thing.get_properties())
    assert read > len(individuals)
    record = world[measure_iri("mit-2025", "A1019")]
    assert "A1019" in world["http://purl.org/dc/terms/identifier"][record]
    assert any(quad.predicate.endswith("#imports") for quad in store.quads())


def test_facets_read_as_attributes(shipped):
    _, world = shipped
    record = world[measure_iri("mit-2025", "A1019")]
    assert world[BASE + "scheme/actor/1/developer"] in record.actor
    assert world[BASE + "scheme/airi-mitigation/2/1.1.2"] in record.category


def test_classes_and_individuals_are_found_by_name_and_search(shipped):
    _, world = shipped
    onto = world.get_ontology(MG)
    measure = onto.search_one(iri="*/mit-2025/A1019")
    # By IRI: owlready2 may make an object anew that nothing holds on to.
    instances = {thing.iri for thing in onto.Measure.instances()}
    assert measure.iri in instances
    assert measure.prefLabel.en == ["Adversarial Robustness"]
    found = world.search(type=onto.Measure, prefLabel="Adversarial*")
    by_label = {thing.iri for thing in found}
    assert measure.iri in by_label
    assert by_label < instances
    by_value = world.search(type=onto.Measure, actor=world[BASE + "scheme/actor/1/user"])
    assert {thing.iri for thing in by_value} == direct(shipped, "actor", "actor/1/user")
    assert set(world.search(subclass_of=onto.Assessment)) >= {onto.OpinionStatement}


def direct(shipped, prop, concept):
    store, _ = shipped
    value = Iri(BASE + "scheme/" + concept)
    return {quad.subject for quad in store.quads() if quad[1:3] == (MG[prop], value)}


def test_a_definition_reads_as_a_class_expression(shipped):
    _, world = shipped
    onto = world.get_ontology(MG)
    (definition,) = onto.TrainingTimeMeasure.equivalent_to
    kind, *restrictions = definition.Classes
    assert kind is onto.Measure
    assert {(one.property.name, one.value.iri) for one in restrictions} == {
        ("underFacet", BASE + "scheme/lifecycle/1/build-and-use-model"),
        ("underFacet", BASE + "scheme/airi-mitigation/2/1.1"),
    }


def test_sparql_runs_in_the_world(shipped):
    store, world = shipped
    ((number,),) = world.sparql(
        f"SELECT (COUNT(?m) AS ?n) {{ ?m a <{MG['Measure']}> ; <{MG['actor']}> ?a }}"
    )
    assert number == len({quad[:3] for quad in store.quads() if quad.predicate == MG["actor"]})


@pytest.fixture(scope="module")
def java():
    found = shutil.which("java")
    if (
        found is None
        or subprocess.run([found, "-version"], capture_output=True, check=False).returncode
    ):
        pytest.skip("HermiT needs Java")
    return found


def reasoned(quads):
    world = to_owlready(quads)
    owlready2.sync_reasoner_hermit(world, infer_property_values=True, debug=0)
    return world


@pytest.fixture(scope="module")
def hermit(java):
    """The small graph without the written-out class edges and without what is derived, reasoned."""
    quads = small_store().quads()
    return reasoned(
        [
            q
            for q in quads
            if not (q.predicate == SUBCLASS and q.subject.startswith(BASE + "class/"))
        ]
        + direct_facets()
    )


def direct_facets():
    """What OWL can't conclude: direct facets and assessments come from assessments by query."""
    store = small_store()
    derive(store)
    wanted = {MG[name] for name in ("category", "actor", "hasAssessment", "hasOpinion")}
    return [quad for quad in store.quads(DERIVED) if quad.predicate in wanted]


def test_hermit_infers_the_class_tree_from_skos_broader_alone(hermit):
    schemes = [scheme for scheme in facet_schemes(small_store()) if scheme.is_facet]
    assert schemes
    edges = set()
    for scheme in schemes:
        for concept in scheme.classes():
            kind = hermit[f"{BASE}class/{concept.tail}"]
            above = {
                other.iri for other in kind.ancestors() if other.iri.startswith(BASE + "class/")
            }
            wanted, waiting = {kind.iri}, [concept]
            while waiting:
                parents = scheme.parents(waiting.pop())
                wanted |= {f"{BASE}class/{parent.tail}" for parent in parents}
                waiting += parents
            assert above == wanted
            edges |= {(kind.iri, iri) for iri in above - {kind.iri}}
    assert len(edges) == 3


def test_hermit_puts_individuals_where_derive_puts_them(hermit):
    store = small_store()
    derive(store)
    sizes = []
    for scheme in facet_schemes(store):
        for concept in scheme.classes() if scheme.is_facet else ():
            members = {thing.iri for thing in hermit[f"{BASE}class/{concept.tail}"].instances()}
            assert members == measures_under(store, concept.iri), concept.tail
            sizes.append(len(members))
    assert sorted(sizes) == [0, 1, 1, 1, 2]


def test_hermit_knows_developer_measures_and_contested_measures(hermit):
    first = measure_iri("x", "1")
    assert {thing.iri for thing in hermit[MG["DeveloperMeasure"]].instances()} == {first}
    assert {thing.iri for thing in hermit[MG["ContestedMeasure"]].instances()} == {first}
    critical = {thing.iri for thing in hermit[MG["CriticalOpinion"]].instances()}
    assert critical == {BASE + "id/opinion/q", BASE + "id/opinion/r"}


def test_a_class_of_ones_own_is_reasoned_over(java):
    world = to_owlready([*small_store().quads(), *direct_facets()])
    onto = world.get_ontology(MG)
    with onto:

        class Ours(onto.Measure):
            equivalent_to = [onto.DeveloperMeasure & onto.ContestedMeasure]  # noqa: RUF012

        class NotOurs(onto.Measure):
            equivalent_to = [  # noqa: RUF012
                onto.Measure & onto.hasOpinion.some(onto.CriticalOpinion)
            ]

    owlready2.sync_reasoner_hermit(world, infer_property_values=True, debug=0)
    first, second = measure_iri("x", "1"), measure_iri("x", "2")
    assert {thing.iri for thing in Ours.instances()} == {first}
    assert {thing.iri for thing in NotOurs.instances()} == {first, second}
    assert onto.DeveloperMeasure in Ours.ancestors()
    assert world[BASE + "scheme/tree/1/1"] in world[first].underFacet


FAULTS = {
    "two values on one assessment": "<id/assessment/a> mg:assigns <scheme/tree/1/2> .",
    "an assessment of two schemes": "<id/assessment/a> mg:inScheme <scheme/actor/1> .",
    "a measure that is a source": "<id/measure/x/1> a mg:Source .",
    "an actor used as a category": "<id/measure/x/1> mg:category <scheme/actor/1/developer> .",
    "a role that is a company": "<scheme/actor/1/developer> a prov:Agent .",
    "two confidences": "<id/assessment/a> mg:confidence 0.5, 0.7 .",
}
PREFIXES = """@base <https://w3id.org/mitigraph/> .
@prefix mg: <https://w3id.org/mitigraph/ns#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
"""


@pytest.mark.parametrize("fault", [None, *FAULTS], ids=lambda fault: fault or "no fault")
def test_strict_axioms_find_data_that_contradicts_itself(java, fault):
    strict = parse((ONTOLOGY / "strict.ttl").read_bytes(), RdfFormat.TURTLE, BASE)
    planted = parse((PREFIXES + FAULTS.get(fault, "")).encode(), RdfFormat.TURTLE)
    quads = [*small_store().quads(), *strict, *planted]
    if fault is None:
        reasoned(quads)
    else:
        with pytest.raises(owlready2.OwlReadyInconsistentOntologyError):
            reasoned(quads)


@pytest.mark.slow
def test_the_shipped_graph_is_consistent_under_the_strict_axioms(java):
    paths = [
        *ONTOLOGY.glob("*.ttl"),
        *(ONTOLOGY / "schemes").glob("*.ttl"),
        *(ONTOLOGY / "data").glob("*.ttl"),
        ONTOLOGY / "generated" / "distinct.ttl",
    ]
    quads = chain.from_iterable(parse(path.read_bytes(), RdfFormat.TURTLE, BASE) for path in paths)
    world = reasoned(quads)
    assert list(world.inconsistent_classes()) == []
