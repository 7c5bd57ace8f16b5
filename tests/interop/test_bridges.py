"""Bridges to other vocabularies: what the product makes of them is what OWL reasoners infer.

Each is consistent with the core and the strict axioms, gives types and relations in the other
vocabulary's terms to our things alone, and lets a query in those terms find them, with a user's
copy of the vocabulary beside it.
"""

from __future__ import annotations

import shutil
import subprocess
import warnings
from itertools import chain

import pytest
import rdflib
from rdflib import RDF, RDFS

from mitigraph import load
from mitigraph.derive import derive
from mitigraph.derive.bridging import BRIDGED, derive_bridged
from mitigraph.reader.bridges import bridges, load_bridge
from mitigraph.resources import data_root
from mitigraph.store.oxigraph import OxigraphStore, parse, serialize
from mitigraph.store.protocol import RdfFormat
from mitigraph.terms import BASE, MG, Iri

ONTOLOGY = data_root() / "ontology"
#: The opt-in axioms within mitigraph; the others lead to another vocabulary.
WITHIN = "xver"
A01, A02, A03 = (Iri(f"{BASE}id/measure/x/{n}") for n in (1, 2, 3))
RISK, ROLE = Iri(BASE + "scheme/risk-area/1/cyber"), Iri(BASE + "scheme/actor/1/developer")
AIRO, DPV = "https://w3id.org/airo#", "https://w3id.org/dpv#"
MONITORING = "https://w3id.org/dpv/risk#MonitorControl"
SMALL = """
@base <https://w3id.org/mitigraph/> .
@prefix mg: <https://w3id.org/mitigraph/ns#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<class/airi-mitigation/2/1.2.3> a owl:Class ; rdfs:subClassOf mg:Measure ; owl:equivalentClass [
    a owl:Class ; owl:intersectionOf ( mg:Measure
        [ a owl:Restriction ; owl:onProperty mg:underFacet ;
          owl:hasValue <scheme/airi-mitigation/2/1.2.3> ] ) ] .
<class/airi-mitigation/2/2.3.3> a owl:Class ; rdfs:subClassOf mg:Measure .
<scheme/airi-mitigation/1> a mg:MitigationTaxonomy .
<scheme/airi-mitigation/2> a mg:MitigationTaxonomy .
<scheme/airi-mitigation/2/1> a skos:Concept, mg:Category .
<scheme/airi-mitigation/2/1.2.3> a skos:Concept, mg:Category ;
    skos:broader <scheme/airi-mitigation/2/1> .
<scheme/airi-mitigation/1/3.5> a skos:Concept, mg:Category ;
    skos:exactMatch <scheme/airi-mitigation/2/1.2.3> .
<scheme/airi-mitigation/1/2.1> a skos:Concept, mg:Category ;
    skos:closeMatch <scheme/airi-mitigation/2/1.2.3> .
<scheme/airi-mitigation/2/2> a skos:Concept, mg:Category ;
    skos:narrowMatch <scheme/airi-mitigation/1/2.1> .
<scheme/measure-kind/1/technical> a skos:Concept, mg:MeasureKind .
<scheme/measure-kind/1/legal> a skos:Concept, mg:MeasureKind .
<scheme/actor/1/developer> a skos:Concept, mg:ActorRole .
<scheme/risk-area/1/cyber> a skos:Concept, mg:RiskArea .
<id/agent/anna> a prov:Agent, prov:Person .
<id/source/s> a mg:Source .
<id/measure/x/1> a mg:Measure ; mg:category <scheme/airi-mitigation/2/1.2.3> ;
    mg:measureKind <scheme/measure-kind/1/technical> ; mg:riskArea <scheme/risk-area/1/cyber> ;
    mg:actor <scheme/actor/1/developer> ; mg:describedIn <id/source/s> .
<id/measure/x/2> a mg:Measure ; mg:category <scheme/airi-mitigation/1/3.5> ;
    mg:measureKind <scheme/measure-kind/1/legal> .
<id/measure/x/3> a mg:Measure ; mg:category <scheme/airi-mitigation/1/2.1> .
<id/assessment/a> a mg:OpinionStatement ; mg:assesses <id/measure/x/1> ;
    prov:wasAttributedTo <id/agent/anna> .
<id/implementation/i> a mg:Implementation ; mg:implements <id/measure/x/1> .
"""


def turtle(*paths):
    return chain.from_iterable(parse(path.read_bytes(), RdfFormat.TURTLE, BASE) for path in paths)


def bridged_store(names):
    store = OxigraphStore()
    store.add(turtle(ONTOLOGY / "core.ttl", ONTOLOGY / "generated" / "classes-measure-kind-1.ttl"))
    store.add(parse(SMALL.encode(), RdfFormat.TURTLE))
    derive(store)
    for name in names:
        load_bridge(store, name)
    derive_bridged(store)
    return store


@pytest.fixture(scope="module")
def everything():
    """The small graph with all bridges at once."""
    return bridged_store(bridges())


def made(store):
    """What the product made of the bridges, as plain triples."""
    return {(str(s), str(p), str(o)) for s, p, o, _ in store.quads(BRIDGED)}


def told(store):
    """All else: what a reasoner is given, with the strict axioms."""
    for quad in store.quads():
        if quad.graph != BRIDGED:
            yield quad._replace(graph=None)
    yield from turtle(ONTOLOGY / "strict.ttl")


# --- What the files say -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def declared():
    """Classes and properties of mitigraph."""
    paths = [ONTOLOGY / "core.ttl", *(ONTOLOGY / "generated").glob("classes-*.ttl")]
    kinds = {"Class", "ObjectProperty", "DatatypeProperty"}
    return {
        quad.subject
        for quad in turtle(*paths)
        if quad.predicate == str(RDF.type) and quad.object.rpartition("#")[2] in kinds
    }


@pytest.mark.parametrize("name", [name for name in bridges() if name != WITHIN])
def test_axioms_lead_one_way_from_ours_to_theirs_and_say_nothing_else(name, declared):
    module = Iri(f"{BASE}module/bridge-{name}")
    axioms = [quad for quad in turtle(bridges()[name]) if quad.subject != module]
    kinds = {str(RDF.type), str(RDFS.subClassOf), str(RDFS.subPropertyOf)}
    assert {quad.predicate for quad in axioms} <= kinds
    stubs = {quad.subject for quad in axioms if quad.predicate == str(RDF.type)}
    one_way = [quad for quad in axioms if quad.predicate != str(RDF.type)]
    assert one_way
    for quad in one_way:
        assert quad.subject in declared
        assert not quad.object.startswith(BASE)
    assert {quad.object for quad in one_way} == stubs


def test_no_axiom_is_part_of_the_shipped_graph(shipped):
    for name in ("airo", "dpv"):
        theirs = {quad.object for quad in turtle(bridges()[name]) if "sub" in quad.predicate}
        for term in theirs:
            assert not shipped.query(f"ASK {{ {{ ?x a <{term}> }} UNION {{ ?x <{term}> ?y }} }}")


# --- What follows -------------------------------------------------------------------------------


def test_what_follows_is_what_the_axioms_say(everything):
    found = made(everything)
    types = {(s, o) for s, p, o in found if p == str(RDF.type)}
    for measure in (A01, A02, A03):
        for theirs in (DPV + "RiskMitigationMeasure", AIRO + "RiskControl"):
            assert (measure, theirs) in types
    assert {s for s, o in types if o == DPV + "TechnicalMeasure"} == {A01}
    assert {s for s, o in types if o == DPV + "LegalMeasure"} == {A02}
    assert (A01, DPV + "mitigatesRisk", RISK) in found
    assert {s for s, o in types if o == "http://www.w3.org/ns/prov#Activity"} == {
        BASE + "id/implementation/i"
    }


def test_a_measure_is_carried_over_by_exact_and_broader_matches_alone(everything):
    reached = {(s, o) for s, p, o in made(everything) if p == MG["underFacet"]}
    scheme = BASE + "scheme/airi-mitigation/"
    assert (A02, scheme + "2/1.2.3") in reached
    assert (A02, scheme + "2/1") in reached, "the broader concept of what is matched"
    assert (A03, scheme + "2/2") in reached, "a narrower match is the inverse of a broader one"
    assert (A01, scheme + "1/3.5") in reached, "an exact match is symmetric"
    assert (A03, scheme + "2/1.2.3") not in reached, "a close match carries nothing over"


def test_nothing_becomes_a_thing_of_another_vocabulary_that_no_axiom_names(everything):
    typed = {s for s, p, _ in made(everything) if p == str(RDF.type)}
    assert BASE + "id/agent/anna" not in typed
    risk = {o for s, p, o in made(everything) if s == RISK and p == str(RDF.type)}
    role = {o for s, p, o in made(everything) if s == ROLE and p == str(RDF.type)}
    assert risk == role == {"https://schema.org/DefinedTerm"}


def test_deriving_again_changes_nothing_and_repeats_nothing():
    store = bridged_store(["dpv"])
    first = made(store)
    assert derive_bridged(store) == len(first)
    assert made(store) == first
    elsewhere = {(str(s), str(p), str(o)) for s, p, o, graph in store.quads() if graph != BRIDGED}
    assert not first & elsewhere


# --- Held against reasoners ---------------------------------------------------------------------


def foreign(triples, everything):
    """The triples that say something in the terms of a bridge, of what is named."""
    paths = [path for name, path in bridges().items() if name != WITHIN]
    names = {quad.object for quad in turtle(*paths) if "sub" in quad.predicate}
    things = {str(quad.subject) for quad in everything.quads() if isinstance(quad.subject, Iri)}
    return {
        (s, p, o)
        for s, p, o in triples
        if s in things
        and (p in names or (p == str(RDF.type) and o in names) or p == MG["underFacet"])
    }


def owl_rl(quads):
    """Close a graph under OWL 2 RL; return its triples and what the engine finds wrong."""
    graph = rdflib.Graph()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        owlrl = pytest.importorskip("owlrl")
        import io

        document = io.BytesIO()
        serialize(quads, document, RdfFormat.NTRIPLES)
        graph.parse(data=document.getvalue(), format="nt")
        owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    errors = rdflib.URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")
    wrong = [str(o) for o in graph.objects(None, errors)]
    return {(str(s), str(p), str(o)) for s, p, o in graph}, wrong


def test_owl_rl_finds_all_bridges_at_once_consistent_and_infers_the_same(everything):
    inferred, wrong = owl_rl(told(everything))
    assert wrong == []
    stated = {(str(q.subject), str(q.predicate), str(q.object)) for q in told(everything)}
    assert foreign(inferred - stated, everything) == made(everything) - stated


@pytest.fixture(scope="module")
def hermit():
    java = shutil.which("java")
    if (
        java is None
        or subprocess.run([java, "-version"], capture_output=True, check=False).returncode
    ):
        pytest.skip("HermiT needs Java")
    owlready2 = pytest.importorskip("owlready2", reason="needs the extra owl")
    from mitigraph.reason import to_owlready

    def reason(quads):
        world = to_owlready(quads)
        owlready2.sync_reasoner_hermit(world, infer_property_values=True, debug=0)
        return world

    return reason


def test_hermit_finds_all_bridges_at_once_consistent_and_infers_the_same(hermit, everything):
    world = hermit(told(everything))
    assert list(world.inconsistent_classes()) == []
    for theirs in ("RiskMitigationMeasure", "TechnicalMeasure", "LegalMeasure"):
        members = {thing.iri for thing in world[DPV + theirs].instances()}
        wanted = {s for s, p, o in made(everything) if p == str(RDF.type) and o == DPV + theirs}
        assert members == wanted, theirs
    monitoring = {thing.iri for thing in world[MONITORING].instances()}
    assert monitoring == {A01, A02}, "the second by an exact match of its category"


def test_airo_itself_types_nothing_of_ours_but_measures(shared, everything):
    copy = shared / "real" / "dpv" / "airo.ttl"
    if not copy.is_file():
        pytest.skip("there is no copy of AIRO")
    store = bridged_store(["airo"])
    airo = [q for q in turtle(copy) if not q.predicate.endswith("#imports")]
    inferred, wrong = owl_rl([*told(store), *airo])
    assert wrong == []
    ours = {(s, o) for s, p, o in inferred if p == str(RDF.type) and s.startswith(BASE)}
    assert {s for s, o in ours if o.startswith(AIRO)} == {A01, A02, A03}
    assert {o for s, o in ours if o.startswith(AIRO)} == {AIRO + "RiskControl"}


def test_a_subproperty_of_one_of_airo_would_type_concepts_and_be_seen(shared):
    copy = shared / "real" / "dpv" / "airo.ttl"
    if not copy.is_file():
        pytest.skip("there is no copy of AIRO")
    axiom = f"<{MG['riskArea']}> <{RDFS.subPropertyOf}> <{AIRO}mitigatesRiskConcept> .".encode()
    inferred, _ = owl_rl([*told(bridged_store([])), *turtle(copy), *parse(axiom, RdfFormat.TURTLE)])
    assert (str(RISK), str(RDF.type), AIRO + "RiskConcept") in inferred


# --- A query in the other vocabulary's own terms ------------------------------------------------


@pytest.fixture(scope="module")
def dpv(shared):
    copies = [shared / "real" / "dpv" / name for name in ("dpv.ttl", "risk.ttl")]
    if not all(copy.is_file() for copy in copies):
        pytest.skip("there is no copy of DPV")
    return copies


def test_dpv_finds_our_measures_under_its_own_tree(dpv, tmp_path):
    own = tmp_path / "acme.ttl"
    own.write_text(f"<urn:acme:watch> a <{MONITORING}> .", encoding="utf-8")
    kb = load(*dpv, own, bridges=["dpv"])
    tree = f"SELECT DISTINCT ?x {{ ?x a/rdfs:subClassOf* <{DPV}TechnicalOrganisationalMeasure> }}"
    measures = {measure.iri for measure in kb.measures()}
    assert measures <= {x for (x,) in kb.query(tree)}
    rows = list(kb.query("dpv-measures"))
    below = {(row[0], row[2]) for row in rows}
    assert {x for x, kind in below if kind == DPV + "RiskMitigationMeasure"} == measures
    watching = {x for x, kind in below if kind == MONITORING}
    assert Iri("urn:acme:watch") in watching
    category = "airi-mitigation/2/1.2.3", "airi-mitigation/2/2.3.3"
    assert watching - {"urn:acme:watch"} == {m.iri for m in kb.measures(category=category)}


def test_without_its_tree_dpv_has_no_class_below():
    kb = load(bridges=["dpv"])
    assert {row[2] for row in kb.query("dpv-measures")} == {Iri(DPV + "RiskMitigationMeasure")}


def test_airo_finds_the_measures_that_a_system_of_the_user_has(tmp_path):
    own = tmp_path / "acme.ttl"
    measure = f"{BASE}id/measure/mit-2025/A1019"
    own.write_text(f"<urn:acme:bot> <{AIRO}hasRiskControl> <{measure}> .", encoding="utf-8")
    kb = load(own, bridges=["airo"])
    ((control, label, system, risk),) = kb.query("airo-risk-controls", used="yes")
    assert (control, label.value, system, risk) == (
        measure,
        "Adversarial Robustness",
        "urn:acme:bot",
        None,
    )
    assert len(list(kb.query("airo-risk-controls"))) == len(kb.measures())


def test_in_the_terms_of_the_other_version_more_measures_are_found(shipped):
    plain, crossed = shipped, load(bridges=["xver"])
    category = "airi-mitigation/1/1.1"
    before = {measure.iri for measure in plain.measures(category=category)}
    after = {measure.iri for measure in crossed.measures(category=category)}
    assert before < after
    rows = crossed.query("measures-by-mapping", concept=category)
    assert {row[2] for row in rows} == after - before
