"""A mapping by a property that is no match of SKOS counts as none, nor as a search in vain."""

from __future__ import annotations

import pytest

from mitigraph.knowledge_graph import KnowledgeGraph
from mitigraph.knowledge_graph.matches import find_matches
from mitigraph.query.rows import answer_rows
from mitigraph.store.oxigraph import OxigraphStore
from mitigraph.store.protocol import RdfFormat
from mitigraph.terms import Iri

DATA = """
@base <https://w3id.org/mitigraph/> .
@prefix mg: <https://w3id.org/mitigraph/ns#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix semapv: <https://w3id.org/semapv/vocab/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix sssom: <https://w3id.org/sssom/> .
@prefix m: <https://w3id.org/mitigraph/id/measure/x/> .
@prefix c: <https://w3id.org/mitigraph/scheme/frame/1/> .

<scheme/frame/1> a mg:Framework .
c:1 a mg:Control ; skos:inScheme <scheme/frame/1> .
m:1 a mg:Measure ; skos:exactMatch <urn:third> .
<urn:third> skos:exactMatch c:1 .
<mapping/x/1> a sssom:MappingSet ; sssom:object_source <scheme/frame/1> ;
  sssom:mappings <urn:row:1> , <urn:row:2> , <urn:row:3> .
<urn:row:1> owl:annotatedSource m:1 ; owl:annotatedTarget c:1 .
<urn:row:2> owl:annotatedSource m:1 ; owl:annotatedTarget sssom:NoTermFound .
<urn:row:3> owl:annotatedSource sssom:NoTermFound ; owl:annotatedTarget c:1 .
"""
ROWS = """
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix semapv: <https://w3id.org/semapv/vocab/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix sssom: <https://w3id.org/sssom/> .
<urn:row:1> owl:annotatedProperty PREDICATE ; sssom:mapping_justification semapv:LexicalMatching .
<urn:row:2> owl:annotatedProperty PREDICATE ; sssom:mapping_justification semapv:LexicalMatching .
<urn:row:3> owl:annotatedProperty PREDICATE ; sssom:mapping_justification semapv:LexicalMatching .
"""


def graph(predicate):
    store = OxigraphStore()
    for text in (DATA, ROWS.replace("PREDICATE", predicate)):
        store.load(text.encode(), rdf_format=RdfFormat.TURTLE, graph=Iri("urn:graph"))
    return store


@pytest.mark.parametrize(
    ("predicate", "is_match"), [("skos:closeMatch", True), ("<https://example.org/isA>", False)]
)
def test_only_a_match_is_a_pair_or_a_search_in_vain(predicate, is_match):
    store = graph(predicate)
    assert len(list(answer_rows(store, "mapped-pairs"))) == is_match
    assert len(list(answer_rows(store, "chained-matches"))) == (not is_match)
    (summary,) = answer_rows(store, "crosswalk-summary")
    assert (summary.number("without"), summary.number("unmatched")) == (is_match, is_match)


def test_a_mapping_is_shown_by_the_name_of_its_predicate():
    (first, _) = find_matches(graph("<https://example.org/isA>"))
    assert first.relation == "https://example.org/isA"
    (first, _) = find_matches(graph("skos:closeMatch"))
    assert first.relation == "closeMatch"


def test_a_property_of_somebody_else_is_told_from_the_other_end_as_its_inverse():
    store = graph("<https://example.org/isA>")
    both = b"""
    @prefix mg: <https://w3id.org/mitigraph/ns#> .
    @prefix owl: <http://www.w3.org/2002/07/owl#> .
    @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
    @prefix m: <https://w3id.org/mitigraph/id/measure/x/> .
    m:1 skos:prefLabel "Red teaming"@en .
    m:2 a mg:Measure ; skos:prefLabel "Red teaming of models"@en .
    m:3 a mg:Measure ; skos:prefLabel "Insurance"@en .
    <urn:row:1> owl:annotatedTarget m:2 .
    """
    store.load(both, rdf_format=RdfFormat.TURTLE, graph=Iri("urn:graph"))
    kb = KnowledgeGraph(store)
    (there,) = (one.mappings for one in kb.similar("x/1", limit=None) if one.id == "x/2")
    (back,) = (one.mappings for one in kb.similar("x/2", limit=None) if one.id == "x/1")
    assert there[0].relation == "https://example.org/isA"
    assert back[0].relation == "inverse of https://example.org/isA"
