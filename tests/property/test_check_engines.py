"""The everyday check finds what pyshacl, the judge, finds: in generated graphs and fixtures."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mitigraph.resources import shape_files
from mitigraph.store.oxigraph import OxigraphStore
from mitigraph.store.protocol import RdfFormat
from mitigraph.terms import BASE, Iri
from mitigraph.validate import check
from mitigraph.validate.shapes import Shapes

HEAD = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix ex: <urn:ex:> .
"""
SHAPES = (
    HEAD
    + """
ex:prefixes a owl:Ontology ;
  sh:declare [ sh:prefix "ex" ; sh:namespace "urn:ex:"^^xsd:anyURI ] .

ex:Labels a sh:NodeShape ; sh:targetClass ex:Measure ; sh:name "labels" ;
  sh:property [ sh:path ex:label ; sh:uniqueLang true ; sh:languageIn ( "en" "fr" ) ;
    sh:maxLength 4 ; sh:minLength 1 ; sh:severity sh:Warning ; sh:message "mend it"@en ] ,
  [ sh:path ex:label ; sh:minCount 1 ; sh:maxCount 2 ; sh:pattern "^[a-z]*$" ] ,
  [ sh:path ex:label ; sh:qualifiedMinCount 1 ; sh:qualifiedMaxCount 1 ;
    sh:qualifiedValueShape [ sh:languageIn ( "en" ) ] ] .
ex:Links a sh:NodeShape ; sh:targetClass ex:Measure ; sh:targetObjectsOf ex:aim ;
  sh:property [ sh:path ex:link ; sh:class ex:Measure ; sh:nodeKind sh:IRI ;
    sh:node [ sh:property [ sh:path ex:label ; sh:minCount 1 ] ] ;
    sh:property [ sh:path ex:size ; sh:maxCount 1 ] ] ,
  [ sh:path ( ex:link ex:link ) ; sh:disjoint ex:link ; sh:maxCount 1 ] ,
  [ sh:path [ sh:inversePath ex:link ] ; sh:maxCount 1 ; sh:severity sh:Info ] ,
  [ sh:path [ sh:alternativePath ( ex:link ex:part ) ] ; sh:node [ sh:nodeKind sh:IRI ] ] ,
  [ sh:path [ sh:oneOrMorePath ex:part ] ;
    sh:not [ sh:hasValue ex:a ] , [ sh:nodeKind sh:Literal ] ,
    [ sh:nodeKind sh:BlankNode ] ] ,
  [ sh:path [ sh:zeroOrMorePath ex:part ] ; sh:maxCount 2 ] ,
  [ sh:path ( [ sh:zeroOrOnePath ex:part ] [ sh:inversePath ex:aim ] ) ; sh:maxCount 0 ] .
ex:Numbers a sh:NodeShape ; sh:targetSubjectsOf ex:size ;
  sh:property [ sh:path ex:size ; sh:datatype xsd:integer ; sh:minInclusive 1 ;
    sh:maxExclusive 5 ; sh:in ( 1 2 3 9 ) ] ,
    [ sh:path ex:low ; sh:lessThan ex:high ] , [ sh:path ex:high ; sh:lessThanOrEquals ex:top ] ;
  sh:xone ( [ sh:path ex:size ; sh:minCount 2 ] [ sh:path ex:limit ; sh:minCount 1 ] ) .
ex:Closed a sh:NodeShape ; sh:targetNode ex:a , ex:z ; sh:closed true ; sh:severity sh:Warning ;
  sh:ignoredProperties ( rdf:type ex:label ) ; sh:property [ sh:path ex:link ] ;
  sh:or ( [ sh:path ex:link ; sh:minCount 1 ] [ sh:class ex:Special ] ) .
ex:Special a sh:NodeShape , rdfs:Class ; sh:property [ sh:path ex:limit ; sh:equals ex:size ] .

ex:Cycle a sh:NodeShape ; sh:targetClass ex:Measure ; sh:sparql [ sh:prefixes ex:prefixes ;
  sh:message "{$this} leads back to itself"@en ;
  sh:select "SELECT $this WHERE { $this ex:link+ $this }" ] .
ex:Twin a sh:NodeShape ; sh:targetClass ex:Measure , ex:Special ; sh:severity sh:Info ;
  sh:sparql [ sh:prefixes ex:prefixes ; sh:message "same label as {?value}" ; sh:select \"\"\"
    SELECT DISTINCT $this ?value WHERE {
      $this ex:label ?label . ?value ex:label ?label . FILTER (?value != $this) }\"\"\" ] ,
  [ sh:prefixes ex:prefixes ; sh:select \"\"\"
    SELECT $this ?path ?value WHERE { { $this ex:part ?value BIND(ex:part AS ?path) }
      UNION { $this ex:limit ?value BIND(ex:limit AS ?path) }
      FILTER NOT EXISTS { $this ex:label ?any } }\"\"\" ] .
ex:Many a sh:NodeShape ; sh:targetSubjectsOf ex:link ; sh:sparql [ sh:prefixes ex:prefixes ;
  sh:select "SELECT $this { $this ex:link ?o } GROUP BY $this HAVING (COUNT(?o) > 1)" ] .
ex:Deep a sh:NodeShape ; sh:targetClass ex:Special ; sh:property [ sh:path ex:link ;
  sh:property [ sh:path ex:part ; sh:severity sh:Warning ; sh:sparql [ sh:prefixes ex:prefixes ;
    sh:select "SELECT $this ?value WHERE { $this $PATH ?value }" ] ] ] .
"""
)

SUBJECTS = ("ex:a", "ex:b", "ex:c", "_:d")
OBJECTS = {
    "a": ("ex:Measure", "ex:Special", "ex:Sub"),
    "ex:label": ('"a"@en', '"b"@en', '"bb"@fr', '"c"@de', '""', '"Large"', "ex:a", '"a"@en-GB'),
    "ex:link": ("ex:a", "ex:b", "ex:c", "_:d", '"x"'),
    # No literals: shacl-rust sees no incoming links of a literal that is a focus node.
    "ex:aim": ("ex:a", "ex:c"),
    "ex:part": ("ex:a", "ex:b", "_:d", '"y"@en'),
    "ex:size": ("1", "3", "9", "1.5", '"no"', '"3"', '"4"@en', '"x"^^xsd:integer', "ex:a"),
    "ex:limit": ("1", "4", '"4"', "ex:b"),
    # Numbers only: pyshacl breaks off where two values can't be compared.
    "ex:low": ("1", "2.5", "4"),
    "ex:high": ("1", "2", "4"),
    "ex:top": ("1", "3"),
}
STATEMENTS = st.sampled_from(
    [f"{s} {p} {o} ." for s in SUBJECTS for p, objects in OBJECTS.items() for o in objects]
)
#: The kinds of constraint in the shapes that are not there to be part of another.
BROKEN = """
Class Closed Datatype Disjoint Equals In LanguageIn LessThan LessThanOrEquals MaxCount MaxExclusive
MaxLength MinCount MinInclusive MinLength Node NodeKind Not Or Pattern QualifiedMaxCount
QualifiedMinCount SPARQL UniqueLang Xone
"""
FIXTURES = sorted((Path(__file__).resolve().parents[1] / "shapes" / "fixtures").glob("*.ttl"))
BACKGROUND = Path(__file__).resolve().parents[1] / "shapes" / "background.ttl"

pytestmark = pytest.mark.usefixtures("queries_parsed_once")


def found(store, engine, **options):
    report = check(store, engine=engine, **options)
    return {(result.key, result.severity, result.message) for result in report.results}


@pytest.fixture(scope="module")
def shapes(tmp_path_factory):
    path = tmp_path_factory.mktemp("shapes") / "shapes.ttl"
    path.write_text(SHAPES, encoding="utf-8")
    return [path]


@given(statements=st.lists(STATEMENTS, min_size=1, max_size=25))
@settings(deadline=None)
def test_both_find_the_same_in_generated_graphs(statements, shapes):
    text = HEAD + "ex:Sub rdfs:subClassOf ex:Measure .\n" + "\n".join(statements)
    store = OxigraphStore()
    store.load(text.encode(), rdf_format=RdfFormat.TURTLE)
    judge = found(store, "pyshacl", shapes=shapes)
    assert found(store, "auto", shapes=shapes) == judge


def test_the_generated_graphs_can_break_each_kind_of_constraint(shapes):
    """The test above would say nothing about a constraint that no graph of its kind breaks."""
    store = OxigraphStore()
    lines = [f"{s} {p} {o} ." for s in SUBJECTS for p, objects in OBJECTS.items() for o in objects]
    lines += ["ex:z a ex:Measure ; ex:part ex:a .", "ex:y ex:size 9 ."]
    store.load((HEAD + "\n".join(lines)).encode(), rdf_format=RdfFormat.TURTLE)
    broken = {result.component for result in check(store, shapes=shapes).results}
    names = {
        component.rpartition("#")[2].removesuffix("ConstraintComponent") for component in broken
    }
    assert names == set(BROKEN.split())


@cache
def homes() -> dict[Iri, Path]:
    return {shape: path for path in shape_files() for shape in Shapes.read([path]).shapes}


def home_of(shape: Iri) -> Path:
    """The file that holds a shape: reading one is ten times faster than reading all."""
    return homes()[shape]


#: The shape of defined classes reads the whole ontology each time: its own fixtures are enough.
LONG = "41-class-definition"

CASES = [
    pytest.param(
        path,
        marks=[pytest.mark.thorough] if ".good." in path.name or LONG in path.name else [],
    )
    for path in FIXTURES
]


@pytest.mark.slow
@pytest.mark.parametrize("fixture", CASES, ids=lambda path: path.name)
def test_both_find_the_same_in_a_fixture(fixture):
    """Each fixture is checked against the shape that it was made for."""
    shape = Iri(f"{BASE}shape/{fixture.name.partition('.')[0]}")
    store = OxigraphStore()
    for path in (BACKGROUND, fixture):
        store.load(path.read_bytes(), rdf_format=RdfFormat.TURTLE)
    options = {"only": [shape], "shapes": [home_of(shape)]}
    assert found(store, "auto", **options) == found(store, "pyshacl", **options)
