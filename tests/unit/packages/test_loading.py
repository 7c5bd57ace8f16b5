from __future__ import annotations

import pytest

from mitigraph import load
from mitigraph.errors import DataError, FaultyInputError
from mitigraph.interchange import Choices, catalogue_of
from mitigraph.interchange.identifiers import code_of
from mitigraph.knowledge_graph.listings import list_frameworks
from mitigraph.packages import framework_packages
from mitigraph.packages.loading import load_package
from mitigraph.packages.scaffold import write_package
from mitigraph.store.oxigraph import OxigraphStore
from mitigraph.terms import BASE, PREFIXES, Iri

GRAPH = Iri(BASE + "graph/package/acme")
SKOS = PREFIXES["skos"]
START = "https://acme.example/scheme/acme/1"


@pytest.fixture(scope="module")
def kb(tmp_path_factory):
    """The shipped graph with a package as it is written, with one control that nothing maps to."""
    folder = tmp_path_factory.mktemp("package") / "acme"
    write_package("acme", folder, base="https://acme.example/")
    control = (
        f"<{START}/AC-1.3> a skos:Concept, mg:Control ; skos:notation 'AC-1.3' ;\n"
        "  rdfs:label 'Locks'@en ; skos:prefLabel 'Locks'@en ; skos:definition 'Lock it.'@en ;\n"
        f"  skos:inScheme <{START}> ; skos:broader <{START}/AC-1> ; mg:ordinal 4 .\n"
    )
    with (folder / "src/mitigraph_acme/ontology/acme-1.ttl").open("a", encoding="utf-8") as stream:
        stream.write(control)
    return load(frameworks=[folder])


def test_a_package_has_a_graph_of_its_own(kb):
    assert kb.warnings == ()
    assert [package.name for package in kb.packages] == ["acme"]
    places = kb.query(f"SELECT DISTINCT ?g {{ GRAPH ?g {{ ?c skos:inScheme <{START}> }} }}")
    assert [graph for (graph,) in places] == [GRAPH]


def test_measures_reach_its_controls(kb):
    covered = kb.framework_coverage("acme")
    assert [(one.control.id, one.measures) for one in covered.controls] == [
        ("acme/1/AC-1", 1),
        ("acme/1/AC-1.1", 1),
        ("acme/1/AC-1.2", 0),
        ("acme/1/AC-1.3", 0),
    ]


def test_its_queries_are_known_by_name(kb):
    rows = [[str(cell or "") for cell in row] for row in kb.query("acme-controls")]
    assert [(row[0], row[3]) for row in rows if row[2]] == [("AC-1.1", "Adversarial Robustness")]
    assert [row[0] for row in rows] == ["AC-1", "AC-1.1", "AC-1.2", "AC-1.3"]


def test_its_shapes_are_checked_with_file_and_line(kb):
    report = kb.check()
    assert report.conforms
    (own,) = [one for one in report.results if str(one.shape).startswith("https://acme.example/")]
    assert str(own.focus) == f"{START}/AC-1.3"
    assert own.message.startswith("No row of the mappings is about this control")
    assert own.file.endswith("acme-1.ttl")
    assert own.line > 50


def test_its_schemes_and_controls_are_found_by_their_short_names(kb):
    assert kb.names.scheme("acme") == kb.names.scheme("acme/1") == START
    for name in ("acme/1/AC-1.1", "acme/AC-1.1", f"{START}/AC-1.1"):
        assert kb.names.concept(name, ()).iri == f"{START}/AC-1.1"
    assert list(kb.controls("acme/1")) == ["AC-1", "AC-1.1", "AC-1.2", "AC-1.3"]
    assert code_of(Iri(f"{START}/AC-1.1")) == "acme-1.AC-1.1"


def test_exports_hold_crosswalks_to_it(kb):
    catalogue = catalogue_of(kb.store)
    framework = next(one for one in catalogue.frameworks if one.iri == START)
    assert (framework.id, framework.key, framework.version) == ("acme/1", "acme-1", "1.0.0")
    choices = Choices(("acme/1",))
    ((_, _, found),) = catalogue.crosswalks(choices)
    assert [(row.subject_id, row.object_id) for row in found] == [
        (f"{BASE}id/measure/mit-2025/A1019", f"{START}/AC-1.1")
    ]
    ((_, _, nothing),) = catalogue.crosswalks(choices, found=False)
    assert [row.object_id for row in nothing] == [f"{START}/AC-1.2"]


def test_frameworks_are_listed_with_their_package(kb, shipped):
    (own,) = [row for row in list_frameworks(kb.store) if row["package"]]
    assert own == {
        "id": "acme/1",
        "label": "Acme controls",
        "controls": 4,
        "version": "1.0.0",
        "rights": own["rights"],
        "license": [],
        "package": ["acme"],
    }
    assert own["rights"][0].startswith("No licence has been chosen yet")
    assert not any(row["package"] for row in list_frameworks(shipped.store))


def _loaded(project, store=None):
    (package,) = framework_packages([project])
    return load_package(OxigraphStore() if store is None else store, package)


def _append(project, name, text):
    path = project / "src/mitigraph_acme" / name
    path.parent.mkdir(exist_ok=True)
    with path.open("a", encoding="utf-8") as stream:
        stream.write(text)


@pytest.mark.parametrize(
    ("name", "text", "error", "told"),
    [
        ("ontology/acme-1.ttl", "<a> <b>", DataError, "acme-1.ttl"),
        (
            "mappings/measures_acme.sssom.tsv",
            "nowhere:x\tskos:closeMatch\tcontrols:AC-1\tsemapv:MappingReview\t\t\n",
            FaultyInputError,
            "1 mistake",
        ),
        ("mappings/more.sssom.tsv", "subject_id\n", DataError, "more.sssom.tsv"),
        (
            "ontology/more.ttl",
            f"<https://other.example/scheme/acme/1> a <{SKOS}ConceptScheme> .",
            DataError,
            "are both written acme/1 for short",
        ),
    ],
)
def test_a_faulty_file_leaves_the_store_as_it_was(project, name, text, error, told):
    _append(project, name, text)
    store = OxigraphStore()
    with pytest.raises(error, match=told):
        _loaded(project, store)
    assert len(store) == 0


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        (
            "ontology/more.ttl",
            "<urn:x> <http://www.w3.org/2002/07/owl#imports> <https://elsewhere.example/> .",
            "imports https://elsewhere.example/, which is not known here and not fetched",
        ),
        ("queries/schemes.rq", "ASK {}", "has a query schemes, which stands in for the shipped"),
    ],
)
def test_what_is_odd_is_told(project, name, text, told):
    assert _loaded(project) == []
    _append(project, name, text)
    (warning,) = _loaded(project)
    assert told in warning


def test_a_package_without_a_framework_is_told(project):
    path = project / "src/mitigraph_acme/ontology/acme-1.ttl"
    path.write_text(
        path.read_text(encoding="utf-8").replace(", mg:Framework", ""), encoding="utf-8"
    )
    (warning,) = _loaded(project)
    assert "describes no mg:Framework" in warning


def test_modules_of_a_package_may_import_each_other(project):
    owl = "http://www.w3.org/2002/07/owl#"
    _append(project, "ontology/a.ttl", f"<urn:a> a <{owl}Ontology> ; <{owl}imports> <urn:b> .")
    _append(project, "ontology/b.ttl", f"<urn:b> a <{owl}Ontology> .")
    assert _loaded(project) == []


def test_what_a_package_repeats_stands_in_one_graph_only(project):
    measure = f"<{BASE}id/measure/mit-2025/A1019>"
    again = f"{measure} a <{BASE}ns#Measure> ; <urn:own> 1 ."
    _append(project, "ontology/more.ttl", again)
    own = project.parent / "own.ttl"
    own.write_text(f"{measure} <urn:own> 1 .", encoding="utf-8")
    kb = load(own, frameworks=[project])
    assert len(list(kb.query(f"SELECT ?g {{ GRAPH ?g {{ {measure} a mg:Measure }} }}"))) == 1
    places = kb.query(f"SELECT ?g {{ GRAPH ?g {{ {measure} <urn:own> ?n }} }}")
    assert [graph for (graph,) in places] == [GRAPH]
