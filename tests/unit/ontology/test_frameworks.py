"""The shipped frameworks: complete, and nothing in them that may not be there."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS, Namespace

from mitigraph.resources import data_root

BASE = "https://w3id.org/mitigraph/"
MG = Namespace(BASE + "ns#")
XKOS = Namespace("http://rdf-vocabulary.ddialliance.org/xkos#")
FOLDER = data_root() / "ontology" / "frameworks"

#: What each framework holds: number of controls at each depth.
EXPECTED = {
    "nist-ai-rmf/1": (4, 19, 72),
    "nist-ai-600-1/1": (212,),
    "credo-ucf/1": (42,),
    "eu-ai-act/2024": (13, 49, 80),
    "iso-42001/2023": (9, 31, 9),
    "owasp-llm/2025": (10,),
    "mitre-atlas/5": (35,),
    "cosai-rm/1": (6, 35),
}
#: Those whose controls have codes that start with the code of what they are part of.
CODED = ("nist-ai-rmf/1", "nist-ai-600-1/1", "credo-ucf/1")

each_framework = pytest.mark.parametrize("key", EXPECTED)


@pytest.fixture(scope="module")
def graphs() -> dict[str, Graph]:
    return {key: Graph().parse(FOLDER / file_of(key), format="turtle") for key in EXPECTED}


def file_of(key: str) -> str:
    return f"{key.replace('/', '-')}.ttl"


def depth(graph: Graph, control) -> int:
    above = graph.value(control, SKOS.broader)
    return 1 if above is None else depth(graph, above) + 1


def test_the_files_are_the_frameworks_and_no_others():
    assert {path.name for path in FOLDER.glob("*.ttl")} == set(map(file_of, EXPECTED))


@each_framework
def test_a_framework_is_complete_and_its_controls_are_where_their_codes_say(graphs, key):
    graph = graphs[key]
    scheme = URIRef(f"{BASE}scheme/{key}")
    assert {(scheme, RDF.type, kind) for kind in (SKOS.ConceptScheme, MG.Framework)} <= set(graph)
    controls = set(graph.subjects(RDF.type, MG.Control))
    assert controls == set(graph.subjects(SKOS.inScheme, scheme))
    counts = Counter(depth(graph, control) for control in controls)
    assert tuple(counts[n] for n in sorted(counts)) == EXPECTED[key]
    assert int(str(graph.value(scheme, XKOS.numberOfLevels))) == len(counts)
    stated = graph.value(scheme, XKOS.notationPattern)
    assert (stated is not None) is (key in CODED)
    pattern = re.compile(str(stated) if key in CODED else ".+")
    ordinals = []
    for control in controls:
        notation = str(graph.value(control, SKOS.notation))
        assert pattern.fullmatch(notation)
        if not key.startswith("eu-ai-act"):
            assert str(control) == f"{scheme}/{notation.replace(' ', '-')}"
        assert graph.value(control, SKOS.definition)
        ordinals.append(int(str(graph.value(control, MG.ordinal))))
    assert sorted(ordinals) == list(range(1, len(controls) + 1))


@each_framework
def test_a_framework_states_rights_and_source_and_has_a_module_header(graphs, key):
    graph = graphs[key]
    module = URIRef(f"{BASE}module/framework-{key.replace('/', '-')}")
    scheme = URIRef(f"{BASE}scheme/{key}")
    assert (module, RDF.type, OWL.Ontology) in graph
    for predicate in (DCTERMS.license, OWL.versionIRI, DCTERMS.creator, RDFS.comment):
        assert graph.value(module, predicate), predicate
    for predicate in (DCTERMS.source, DCTERMS.rights, SKOS.note):
        assert graph.value(scheme, predicate), predicate


def test_levels_hold_the_controls_of_their_depth(graphs):
    graph = graphs["nist-ai-rmf/1"]
    levels = set(graph.subjects(RDF.type, XKOS.ClassificationLevel))
    assert len(levels) == 3
    for level in levels:
        wanted = int(str(graph.value(level, XKOS.depth)))
        members = set(graph.objects(level, SKOS.member))
        assert {depth(graph, member) for member in members} == {wanted}
        assert len(members) == EXPECTED["nist-ai-rmf/1"][wanted - 1]


def test_each_function_is_one_of_ours(graphs):
    found = set(graphs["nist-ai-rmf/1"].subject_objects(SKOS.exactMatch))
    scheme = f"{BASE}scheme/nist-ai-rmf/1/"
    assert found == {
        (URIRef(scheme + name.upper()), URIRef(f"{BASE}scheme/function/1/{name}"))
        for name in ("govern", "map", "measure", "manage")
    }


def test_each_action_is_suggested_for_the_subcategory_that_its_id_names(graphs):
    letters = {"GV": "GOVERN", "MP": "MAP", "MS": "MEASURE", "MG": "MANAGE"}
    graph = graphs["nist-ai-600-1/1"]
    subcategories = set(graphs["nist-ai-rmf/1"].subjects(RDF.type, MG.Control))
    for action in graph.subjects(RDF.type, MG.Control):
        start, number, _ = str(action).rpartition("/")[2].split("-")
        (target,) = graph.objects(action, MG.suggestedFor)
        assert target == URIRef(f"{BASE}scheme/nist-ai-rmf/1/{letters[start]}-{number}")
        assert target in subcategories


@pytest.mark.parametrize("key", [key for key in EXPECTED if key != "nist-ai-rmf/1"])
def test_no_description_of_another_party_is_taken(graphs, key):
    graph = graphs[key]
    for control in graph.subjects(RDF.type, MG.Control):
        label = str(graph.value(control, SKOS.prefLabel)).rpartition(": ")[2]
        definition = str(graph.value(control, SKOS.definition))
        assert len(definition) < 130 + len(label)
        assert definition.count(".") < 8


def test_of_actions_and_of_the_ucf_no_text_is_taken(graphs):
    for control in graphs["nist-ai-600-1/1"].subjects(RDF.type, MG.Control):
        name = str(graphs["nist-ai-600-1/1"].value(control, SKOS.prefLabel))
        definition = str(graphs["nist-ai-600-1/1"].value(control, SKOS.definition))
        assert definition.startswith(f"Action {name} of NIST AI 600-1")
        assert len(definition) < 120
    for control in graphs["credo-ucf/1"].subjects(RDF.type, MG.Control):
        name = str(graphs["credo-ucf/1"].value(control, SKOS.prefLabel))
        definition = str(graphs["credo-ucf/1"].value(control, SKOS.definition))
        assert definition.endswith(f"under the name: {name}.")
