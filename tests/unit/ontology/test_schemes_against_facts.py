"""The authored concept schemes against the tables of facts that they were made from.

Codes and labels that were seen must be the same; definitions must not be.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import RDF, SKOS, Namespace

BASE = "https://w3id.org/mitigraph/"
MG = Namespace(BASE + "ns#")
FOLDER = Path(__file__).resolve().parents[3] / "ontology" / "schemes"
RENDERED = (
    "actor/1",
    "airi-mitigation/1",
    "airi-mitigation/2",
    "function/1",
    "lifecycle/1",
    "risk-cause/1",
    "risk-domain/1",
)
TABLES = (
    "mit_risk_taxonomies.tsv",
    "navigator_facets.tsv",
    "navigator_taxonomy.tsv",
    "saeri2025_taxonomy.tsv",
)
#: The tables' words for what is known; any other word tells by whom it was reported.
STATUS = {"seen": "seen", "inferred": "inferred", "not seen": "unknown"}


def graph_of(name: str) -> Graph:
    return Graph().parse(FOLDER / f"{name.replace('/', '-')}.ttl", format="turtle")


def concept_iri(name: str, code: str) -> URIRef:
    return URIRef(f"{BASE}scheme/{name}/{code}")


def status(word: str) -> URIRef:
    return concept_iri("knowledge-status/1", word)


def by_code(graph: Graph) -> dict[str, URIRef]:
    return {
        str(c).rpartition("/")[2]: URIRef(str(c)) for c in graph.subjects(RDF.type, SKOS.Concept)
    }


def parent_of(graph: Graph, concept: URIRef) -> str:
    return str(graph.value(concept, SKOS.broader) or "").rpartition("/")[2]


def rows(shared: Path, name: str) -> list[dict[str, str]]:
    with (shared / "reference" / name).open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file, delimiter="\t"))
    assert found
    return found


def names(graph: Graph, concept: URIRef) -> set[str]:
    return {
        str(label) for p in (SKOS.prefLabel, SKOS.altLabel) for label in graph.objects(concept, p)
    }


def definition_of(graph: Graph, concept: URIRef) -> str:
    return str(graph.value(concept, SKOS.definition))


def words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("airi-mitigation/2", "navigator_taxonomy.tsv"),
        ("airi-mitigation/1", "saeri2025_taxonomy.tsv"),
    ],
)
def test_mitigation_taxonomies(name: str, table: str, shared: Path) -> None:
    graph, facts = graph_of(name), rows(shared, table)
    concepts = by_code(graph)
    assert set(concepts) == {row["code"] for row in facts}
    for row in facts:
        concept = concepts[row["code"]]
        assert parent_of(graph, concept) == row["parent"]
        if row["label"]:
            assert row["label"] in names(graph, concept)
        assert words(definition_of(graph, concept)) != words(row["paraphrase"])


def test_what_is_known_of_the_second_mitigation_taxonomy(shared: Path) -> None:
    graph = graph_of("airi-mitigation/2")
    for row in rows(shared, "navigator_taxonomy.tsv"):
        concept = concept_iri("airi-mitigation/2", row["code"])
        for predicate, column in (
            (MG.labelStatus, "label_status"),
            (MG.definitionStatus, "definition_status"),
        ):
            expected = status(STATUS.get(row[column], "reported"))
            assert graph.value(concept, predicate) == expected, row["code"]


@pytest.mark.parametrize(
    ("name", "facet", "added"),
    [
        ("actor/1", "actor", set()),
        ("lifecycle/1", "lifecycle stage", {"pre-deployment", "post-deployment"}),
        ("function/1", "AIRM function", set()),
    ],
)
def test_facets(name: str, facet: str, added: set[str], shared: Path) -> None:
    graph, met = graph_of(name), set()
    concepts = by_code(graph)
    for row in rows(shared, "navigator_facets.tsv"):
        if row["facet"] != facet or row["value"] == "Unable to classify":
            continue
        ((code, concept),) = [
            pair for pair in concepts.items() if row["value"] in names(graph, pair[1])
        ]
        met.add(code)
        assert words(definition_of(graph, concept)) != words(row["paraphrase"])
        label_seen = (concept, MG.labelStatus, status("seen")) in graph
        definition_seen = (concept, MG.definitionStatus, status("seen")) in graph
        assert label_seen == row["status"].startswith("seen")
        assert definition_seen == (row["status"] == "seen")
    assert met | added == set(concepts)


@pytest.mark.parametrize(
    ("name", "taxonomy"), [("risk-domain/1", "domain"), ("risk-cause/1", "causal")]
)
def test_risk_taxonomies(name: str, taxonomy: str, shared: Path) -> None:
    graph = graph_of(name)
    concepts = by_code(graph)
    facts = [r for r in rows(shared, "mit_risk_taxonomies.tsv") if r["taxonomy"] == taxonomy]
    assert set(concepts) == {row["code"] for row in facts}
    for row in facts:
        concept = concepts[row["code"]]
        assert row["label"] in names(graph, concept)
        assert parent_of(graph, concept) == row["parent"]
        assert words(definition_of(graph, concept)) != words(row["paraphrase"])
        known = status("seen" if row["status"] == "seen" else "unknown")
        assert graph.value(concept, MG.definitionStatus) == known


@pytest.mark.parametrize("name", RENDERED)
def test_no_definition_repeats_seven_words_of_a_source(name: str, shared: Path) -> None:
    tables = " ".join(row["paraphrase"] for table in TABLES for row in rows(shared, table))
    published = " ".join(
        path.read_text(encoding="utf-8")
        for path in sorted((shared / "real/nexus").glob("mit_*.yaml"))
    )
    core = (shared / "real/nist/airmf_core.csv").read_text(encoding="utf-8")
    known = f" {words(tables)} {words(published)} {words(core)} "
    assert len(known) > 100_000
    graph = graph_of(name)
    for definition in graph.objects(None, SKOS.definition):
        run = words(str(definition)).split()
        for start in range(len(run) - 6):
            assert f" {' '.join(run[start : start + 7])} " not in known, definition
