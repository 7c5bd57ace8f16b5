"""The derivation queries say the same as the core ontology's axioms under OWL 2 RL."""

from __future__ import annotations

import warnings
from itertools import chain, permutations

import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from mitigraph.derive import derive
from mitigraph.query import run
from mitigraph.resources import data_root
from mitigraph.store.oxigraph import OxigraphStore
from mitigraph.store.protocol import RdfFormat
from mitigraph.terms import BASE, MG, Iri, Quad

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import owlrl

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
CREATOR = Iri("http://purl.org/dc/terms/creator")
BROADER = Iri("http://www.w3.org/2004/02/skos/core#broader")
TYPE = Iri(RDF + "type")
EXACT = Iri("http://www.w3.org/2004/02/skos/core#exactMatch")
GRAPH = Iri("urn:data")
#: What a reasoner adds by the axioms that the queries stand for.
INFERRED = {
    str(MG[name])
    for name in ("facet", "underFacet", "hasAssessment", "proposedBy", "discussedForRiskArea")
}
#: The statements by which core says it: subproperties and property chains with their lists.
AXIOMS = {
    RDFS + "subPropertyOf",
    "http://www.w3.org/2002/07/owl#propertyChainAxiom",
    RDF + "first",
    RDF + "rest",
}
SCHEMES = ("tree", "tree", "actor", "record-kind")
FACETS = {"tree": "category", "actor": "actor", "record-kind": "recordKind"}


#: Where what a reasoner inferred stands.
INFERENCES = Iri(BASE + "graph/inferred")


def concept(scheme, number):
    return Iri(f"{BASE}scheme/{scheme}/1/c{number}")


def measure(number):
    return Iri(f"{BASE}id/measure/x/{number}")


small = st.integers(0, 3)
broader = st.tuples(small, small).map(
    lambda e: [(concept("tree", e[0]), BROADER, concept("tree", e[1]))]
)


@st.composite
def classifications(draw):
    node = Iri(f"{BASE}id/assessment/{draw(st.integers(0, 5))}")
    scheme = draw(st.sampled_from(SCHEMES))
    outcome = draw(st.sampled_from(("assigned", "residual", "unclassifiable")))
    return [
        (node, MG["assesses"], measure(draw(small))),
        (node, MG["inScheme"], Iri(f"{BASE}scheme/{scheme}/1")),
        (node, MG["assigns"], concept(scheme, draw(small))),
        (node, MG["outcome"], Iri(f"{BASE}scheme/outcome/1/{outcome}")),
    ]


@st.composite
def opinions(draw):
    node = Iri(f"{BASE}id/opinion/{draw(small)}")
    about = draw(
        st.sampled_from(("aboutRiskArea", "strongerForRiskArea", "weakerForRiskArea", "theme"))
    )
    return [
        (node, TYPE, MG["OpinionStatement"]),
        (node, MG["assesses"], measure(draw(small))),
        (node, MG[about], concept("risk-area", draw(small))),
    ]


@st.composite
def sources(draw):
    node = Iri(f"{BASE}id/source/{draw(small)}")
    return [
        (measure(draw(small)), MG["describedIn"], node),
        (node, CREATOR, Iri(f"{BASE}id/agent/{draw(small)}")),
    ]


asserted_facets = st.tuples(small, st.sampled_from(SCHEMES), small).map(
    lambda e: [(measure(e[0]), MG[FACETS[e[1]]], concept(e[1], e[2]))]
)
# Enough edges for paths of length two and more, so that a closure that stops early is found out.
graphs = st.tuples(
    st.lists(broader, min_size=3, max_size=8),
    st.lists(classifications(), max_size=4),
    st.lists(opinions(), max_size=3),
    st.lists(sources(), max_size=3),
    st.lists(asserted_facets, min_size=1, max_size=3),
).map(lambda kinds: set(chain.from_iterable(chain.from_iterable(kinds))))


def core_axioms():
    core = rdflib.Graph()
    core.parse(data_root() / "ontology" / "core.ttl", format="turtle")
    return [triple for triple in core if str(triple[1]) in AXIOMS]


CORE_AXIOMS = core_axioms()


@settings(max_examples=10)
@given(triples=graphs)
def test_derived_statements_are_those_that_owl_rl_infers(triples):
    store = OxigraphStore()
    core = (data_root() / "ontology" / "core.ttl").read_bytes()
    store.load(core, rdf_format=RdfFormat.TURTLE, graph=Iri("urn:core"))
    store.add(Quad(s, p, o, GRAPH) for s, p, o in triples)
    store.add(
        Quad(Iri(f"{BASE}scheme/{scheme}/1"), MG["facetProperty"], MG[name], GRAPH)
        for scheme, name in FACETS.items()
    )
    derive(store)
    everything = {(str(q.subject), str(q.predicate), str(q.object)) for q in store.quads()}
    ours = {triple for triple in everything if triple[1] in INFERRED}

    # The reasoner gets what is no axiom's consequence: direct facets, and the inverse of assesses.
    direct = {
        str(MG[name]) for name in ("category", "actor", "recordKind", "hasAssessment", "hasOpinion")
    }
    reasoned = rdflib.Graph()
    for triple in CORE_AXIOMS:
        reasoned.add(triple)
    for subject, predicate, value in everything:
        if predicate in direct or (Iri(subject), predicate, Iri(value)) in triples:
            reasoned.add((rdflib.URIRef(subject), rdflib.URIRef(predicate), rdflib.URIRef(value)))
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(reasoned)
    theirs = {(str(s), str(p), str(o)) for s, p, o in reasoned if str(p) in INFERRED}
    assert ours == theirs
    # The competency question comes to the same answer.
    memberships = [(s, p, o) for s, p, o in theirs if p in (MG["facet"], MG["underFacet"])]
    store.add(Quad(Iri(s), Iri(p), Iri(o), INFERENCES) for s, p, o in memberships)
    assert list(run(store, "cq-32")) == []
    if memberships:
        odd = Quad(measure(99), MG["facet"], concept("tree", 0), INFERENCES)
        store.add([odd])
        assert list(run(store, "cq-32")) == [(*odd[:3], INFERENCES)]


matches = st.tuples(st.integers(0, 7), st.integers(0, 7)).map(
    lambda e: (measure(e[0]), measure(e[1]))
)


@settings(max_examples=10)
@given(pairs=st.sets(matches, max_size=6))
def test_clusters_are_the_classes_of_a_symmetric_and_transitive_exact_match(pairs):
    store = OxigraphStore()
    store.add(Quad(measure(number), TYPE, MG["Measure"], GRAPH) for number in range(8))
    store.add(Quad(one, EXACT, other, GRAPH) for one, other in pairs)
    derive(store)
    members: dict[object, set[str]] = {}
    for quad in store.quads():
        if quad.predicate == MG["memberOfCluster"]:
            members.setdefault(quad.object, set()).add(str(quad.subject))
    ours = {pair for cluster in members.values() for pair in permutations(cluster, 2)}

    # SKOS S44 and S45.
    reasoned = rdflib.Graph()
    for kind in ("SymmetricProperty", "TransitiveProperty"):
        reasoned.add((rdflib.URIRef(EXACT), rdflib.URIRef(TYPE), rdflib.OWL[kind]))
    for one, other in pairs:
        reasoned.add((rdflib.URIRef(one), rdflib.URIRef(EXACT), rdflib.URIRef(other)))
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(reasoned)
    found = reasoned.subject_objects(rdflib.URIRef(EXACT))
    assert ours == {(str(one), str(other)) for one, other in found if one != other}
