from __future__ import annotations

import subprocess
import sys

import pytest

from mitigraph.errors import DataError, MissingExtraError, UnknownTermError
from mitigraph.store.protocol import RdfFormat
from mitigraph.terms import Iri
from mitigraph.validate import Severity, check

DATA = """
ex:a a ex:C ; rdfs:label "second"@en ; skos:prefLabel "premier"@fr , "first"@en ; ex:n "no" .
ex:b a ex:C ; rdfs:label "b" ; ex:label "B"@en-GB ; ex:n 5 .
"""
SHAPES = '''
ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:name "Things"@en ;
  sh:property [ sh:path ex:label ; sh:minCount 1 ; sh:message "give it a label"@en ] ;
  sh:property [ sh:path ex:n ; sh:datatype xsd:integer ; sh:severity sh:Warning ] .
ex:R a sh:NodeShape ; sh:targetClass ex:C ; sh:severity sh:Info ; sh:sparql [
  sh:prefixes ex:prefixes ; sh:message "{?value} is many"@en ;
  sh:select """SELECT $this ?value WHERE {
    $this ex:n ?value FILTER(isNumeric(?value) && ?value > 4) }""" ] .
'''


def told(report):
    return [
        (r.severity.value, r.focus.removeprefix("urn:ex:"), r.focus_label, r.message)
        for r in report.results
    ]


EXPECTED = [
    ("violation", "a", "first", "give it a label"),
    ("warning", "a", "first", "each value has to be a literal of type xsd:integer"),
    ("info", "b", "b", "5 is many"),
]


@pytest.mark.parametrize("engine", ["auto", "fast", "pyshacl"])
def test_each_engine_tells_the_same(engine, store_of, shapes_of):
    report = check(store_of(DATA), shapes=[shapes_of(SHAPES)], engine=engine)
    assert told(report) == EXPECTED
    assert [r.shape_name for r in report.results] == ["Things", "Things", "urn:ex:R"]


def test_without_the_extra_pyshacl_runs_the_core(monkeypatch, store_of, shapes_of):
    monkeypatch.setitem(sys.modules, "shacl_rust", None)
    store, path = store_of(DATA), shapes_of(SHAPES)
    assert told(check(store, shapes=[path])) == EXPECTED
    with pytest.raises(MissingExtraError):
        check(store, shapes=[path], engine="fast")


def test_extra_shapes_come_on_top(store_of, shapes_of):
    extra = shapes_of("ex:T sh:targetNode ex:a ; sh:closed true .", "extra.ttl")
    report = check(store_of(DATA), shapes=[shapes_of(SHAPES)], extra_shapes=[extra])
    assert len(report) > len(EXPECTED)
    assert Iri("urn:ex:T") in {r.shape for r in report.results}


def test_only_some_shapes(store_of, shapes_of):
    path = shapes_of(SHAPES)
    store = store_of(DATA)
    assert told(check(store, shapes=[path], only=[Iri("urn:ex:R")])) == EXPECTED[2:]
    assert told(check(store, shapes=[path], only=[Iri("urn:ex:S/n")])) == EXPECTED[1:2]
    with pytest.raises(UnknownTermError):
        check(store, shapes=[path], only=[Iri("urn:ex:X")])


def test_results_on_the_nodes_of_some_graphs(store_of, shapes_of):
    store = store_of(DATA)
    mine = Iri("urn:g")
    store.load(b"<urn:ex:b> <urn:ex:q> 1 .", rdf_format=RdfFormat.TURTLE, graph=mine)
    path = shapes_of(SHAPES)
    assert told(check(store, shapes=[path], graphs=[mine])) == EXPECTED[2:]
    assert len(check(store, shapes=[path], graphs=[Iri("urn:none")])) == 0


def test_results_have_the_line_of_their_node(store_of, shapes_of, tmp_path):
    path = tmp_path / "data.ttl"
    path.write_text("@prefix ex: <urn:ex:> .\n\nex:a a ex:C .\n")
    report = check(store_of(DATA), shapes=[shapes_of(SHAPES)], files=[path])
    assert [(r.file, r.line) for r in report.results] == [(str(path), 3)] * 2 + [(None, None)]


def test_blank_nodes_can_be_focus_and_value(store_of, shapes_of):
    shapes = [shapes_of("ex:S sh:targetClass ex:C ; sh:nodeKind sh:IRI .")]
    store = store_of("[] a ex:C .")
    reports = [check(store, shapes=shapes, engine=engine) for engine in ("auto", "pyshacl")]
    assert [len(report) for report in reports] == [1, 1]
    assert reports[0].results[0].key == reports[1].results[0].key
    assert reports[0].results[0].focus_label is None


@pytest.mark.parametrize(
    "shape",
    [
        """ex:S sh:targetClass ex:C ; sh:not [ sh:sparql [
            sh:select "SELECT $this WHERE { $this <urn:ex:n> 5 }" ] ] .""",
        """ex:S sh:targetClass ex:C ; sh:sparql [
            sh:select "SELECT $this (COUNT(?n) AS ?value) WHERE { $this <urn:ex:n> ?n }" ] .""",
        """ex:S sh:targetClass ex:C ; sh:or ( [ sh:path ex:n ; sh:qualifiedMinCount 1 ;
            sh:qualifiedValueShape [ sh:datatype xsd:integer ] ] ) .""",
        """ex:S a sh:PropertyShape ; sh:targetClass ex:C ; sh:minCount 9 ;
            sh:path [ sh:alternativePath ( ex:n ( ex:n ex:n ) ) ] .""",
    ],
)
def test_what_only_pyshacl_can_do_is_left_to_it(shape, store_of, shapes_of):
    store, shapes = store_of(DATA), [shapes_of(shape)]
    expected = {r.key for r in check(store, shapes=shapes, engine="pyshacl").results}
    assert expected
    assert {r.key for r in check(store, shapes=shapes).results} == expected


def test_components_of_ones_own_run(store_of, shapes_of):
    path = shapes_of(
        """ex:Max a sh:ConstraintComponent ; sh:parameter [ sh:path <http://e.org/max> ] ;
          sh:validator [
          a sh:SPARQLAskValidator ; sh:ask "ASK { FILTER(STRLEN(STR($value)) <= $max) }" ] .
        ex:S sh:targetClass ex:C ; <http://e.org/max> 3 ."""
    )
    report = check(store_of(DATA), shapes=[path])
    assert {r.component for r in report.results} == {Iri("urn:ex:Max")}


def test_shapes_that_pyshacl_refuses_are_bad_data(store_of, shapes_of):
    path = shapes_of("ex:S a sh:PropertyShape ; sh:targetClass ex:C ; sh:minCount 1 .")
    with pytest.raises(DataError, match="pyshacl gave up"):
        check(store_of(DATA), shapes=[path], engine="pyshacl")


def test_a_shapes_file_that_is_no_turtle_is_bad_data(store_of, tmp_path):
    path = tmp_path / "shapes.ttl"
    path.write_text("ex:S a")
    with pytest.raises(DataError):
        check(store_of(DATA), shapes=[path])


def test_ill_typed_literals_are_found_without_noise(capfd, store_of, shapes_of):
    store = store_of('ex:a a ex:C ; ex:n "abc"^^xsd:integer .')
    shapes = [
        shapes_of("ex:S sh:targetClass ex:C ; sh:property [ sh:path ex:n ; sh:minInclusive 1 ] .")
    ]
    for engine in ("auto", "pyshacl"):
        assert len(check(store, shapes=shapes, engine=engine)) == 1
    assert capfd.readouterr().err == ""


def test_nothing_is_fetched_for_an_import(store_of, shapes_of, monkeypatch):
    def refuse(*_: object) -> None:
        raise AssertionError("the network was asked for")

    monkeypatch.setattr("socket.socket.connect", refuse)
    shapes = [shapes_of("ex:o a owl:Ontology ; owl:imports <http://127.0.0.1:9/x.ttl> .")]
    for engine in ("auto", "pyshacl"):
        assert check(store_of(DATA), shapes=shapes, engine=engine).conforms


def test_a_store_of_another_kind_is_read_by_its_quads(store_of, shapes_of):
    class Other:
        """A store behind the protocol, and nothing more."""

        def __init__(self, inner):
            self.quads, self.query = inner.quads, inner.query

    report = check(Other(store_of(DATA)), shapes=[shapes_of(SHAPES)])  # type: ignore[arg-type]
    assert told(report) == EXPECTED


def test_the_shipped_shapes_are_the_default(store_of, monkeypatch, shapes_of):
    module = sys.modules["mitigraph.validate.check"]
    monkeypatch.setattr(module, "shape_files", lambda: [shapes_of(SHAPES)])
    assert told(check(store_of(DATA))) == EXPECTED


def test_heavy_engines_are_not_imported_with_the_package():
    heavy = {"pyshacl", "rdflib", "shacl_rust"}
    code = f"import sys, mitigraph.validate; print({heavy} & {{*sys.modules}})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_severities_come_from_the_shape_that_is_broken(store_of, shapes_of):
    report = check(store_of(DATA), shapes=[shapes_of(SHAPES)])
    assert report.counts() == {Severity.VIOLATION: 1, Severity.WARNING: 1, Severity.INFO: 1}
