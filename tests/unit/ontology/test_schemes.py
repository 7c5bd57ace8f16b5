"""The authored concept schemes: complete, consistent and well formed."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph
import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, OWL, PROV, RDF, RDFS, SKOS, XSD, Namespace

if TYPE_CHECKING:
    from rdflib.term import Node

Graphs = dict[str, Graph]

BASE = "https://w3id.org/mitigraph/"
MG = Namespace(BASE + "ns#")
XKOS = Namespace("http://rdf-vocabulary.ddialliance.org/xkos#")
FOLDER = Path(__file__).resolve().parents[3] / "ontology" / "schemes"

#: What each scheme holds: number of concepts at each depth, number of residual ones, their class.
EXPECTED: dict[str, tuple[tuple[int, ...], int, str]] = {
    "actor/1": ((6,), 0, "ActorRole"),
    "airi-mitigation/1": ((5, 26), 4, "Category"),
    "airi-mitigation/2": ((4, 13, 44), 14, "Category"),
    "confidence/1": ((4,), 0, "ConfidenceLevel"),
    "function/1": ((4,), 0, "ManagementFunction"),
    "implementation-status/1": ((3,), 0, "ImplementationStatus"),
    "knowledge-status/1": ((4,), 0, "KnowledgeStatus"),
    "lifecycle/1": ((5, 6), 3, "LifecycleStage"),
    "measure-kind/1": ((3,), 0, "MeasureKind"),
    "method/1": ((7,), 0, "Method"),
    "outcome/1": ((5,), 0, "Outcome"),
    "quantifier/1": ((11,), 0, "Quantifier"),
    "record-kind/1": ((5,), 0, "RecordKind"),
    "review-status/1": ((5,), 0, "ReviewStatus"),
    "risk-area/1": ((7,), 0, "RiskArea"),
    "risk-cause/1": ((3, 9), 3, "RiskCause"),
    "risk-domain/1": ((7, 24), 0, "RiskArea"),
    "stance/1": ((6,), 0, "Stance"),
    "theme/1": ((26,), 0, "Theme"),
}
FACET_PROPERTY = {
    "actor/1": "actor",
    "airi-mitigation/1": "category",
    "airi-mitigation/2": "category",
    "function/1": "function",
    "lifecycle/1": "lifecycleStage",
    "measure-kind/1": "measureKind",
    "record-kind/1": "recordKind",
    "risk-area/1": "riskArea",
    "risk-cause/1": "riskCause",
    "risk-domain/1": "riskArea",
}
#: Schemes that came after the first.
CREATED = {"measure-kind/1": "2026-11-25"}
WITH_CODES = {"airi-mitigation/1", "airi-mitigation/2", "risk-domain/1"}
UNKNOWN_LABELS = {"2.4.3", "3.2.3", "3.3.2"}

each_scheme = pytest.mark.parametrize("name", EXPECTED)


def path_of(name: str) -> Path:
    return FOLDER / f"{name.replace('/', '-')}.ttl"


@pytest.fixture(scope="module")
def graphs() -> Graphs:
    return {name: Graph().parse(path_of(name), format="turtle") for name in EXPECTED}


@pytest.fixture(scope="module")
def union(graphs: Graphs) -> Graph:
    whole = Graph()
    for graph in graphs.values():
        for triple in graph:
            whole.add(triple)
    return whole


def scheme_iri(name: str) -> URIRef:
    return URIRef(f"{BASE}scheme/{name}")


def concept_iri(name: str, code: str) -> URIRef:
    return URIRef(f"{BASE}scheme/{name}/{code}")


def concepts(graph: Graph) -> list[URIRef]:
    """The concepts in the order that the scheme gives them."""
    found = [c for c in graph.subjects(RDF.type, SKOS.Concept) if isinstance(c, URIRef)]
    return sorted(found, key=lambda c: number(graph, c, MG.ordinal))


def number(graph: Graph, subject: Node, predicate: URIRef, *, default: int = 0) -> int:
    value = graph.value(subject, predicate)
    return default if value is None else int(str(value))


def code_of(concept: Node) -> str:
    return str(concept).rpartition("/")[2]


def depth(graph: Graph, concept: URIRef) -> int:
    steps, parent = 1, graph.value(concept, SKOS.broader)
    while parent is not None:
        steps, parent = steps + 1, graph.value(parent, SKOS.broader)
        assert steps < 10, f"cycle at {concept}"
    return steps


def text(graph: Graph, concept: Node, predicate: URIRef = SKOS.definition) -> str:
    (value,) = graph.objects(concept, predicate)
    return str(value)


def test_the_files_are_the_schemes_and_no_others() -> None:
    assert {p.name for p in FOLDER.glob("*.ttl")} == {path_of(name).name for name in EXPECTED}


@each_scheme
def test_both_parsers_read_the_same_triples(name: str, graphs: Graphs) -> None:
    store = {
        str(t).replace("^^<http://www.w3.org/2001/XMLSchema#string>", "")
        for t in pyoxigraph.parse(path=path_of(name), format=pyoxigraph.RdfFormat.TURTLE)
    }
    assert len(store) == len(graphs[name]) > 0


@each_scheme
def test_file_is_clean_text(name: str) -> None:
    content = path_of(name).read_bytes()
    assert b"\r" not in content
    assert b"\t" not in content
    assert content.endswith(b".\n")
    assert not re.search(rb"[ ]+\n", content)
    assert content.startswith(b"@base <https://w3id.org/mitigraph/> .\n")


@each_scheme
def test_no_blank_nodes_and_no_lists(name: str, graphs: Graphs) -> None:
    for triple in graphs[name]:
        assert all(isinstance(term, URIRef | Literal) for term in triple)
        assert RDF.first not in triple


@each_scheme
def test_header_of_the_module(name: str, graphs: Graphs) -> None:
    graph = graphs[name]
    module = URIRef(f"{BASE}module/scheme-{name.replace('/', '-')}")
    assert list(graph.subjects(RDF.type, OWL.Ontology)) == [module]
    assert graph.value(module, OWL.versionIRI) == URIRef(f"{module}/0.1.0")
    assert str(graph.value(module, OWL.versionInfo)) == "0.1.0"
    day = CREATED.get(name, "2026-11-23")
    assert graph.value(module, DCTERMS.created) == Literal(day, datatype=XSD.date)
    assert graph.value(module, DCTERMS.creator) == URIRef(f"{BASE}id/agent/mitigraph-curators")
    assert str(graph.value(module, DCTERMS.license)).endswith("/licenses/by/4.0/")
    for predicate in (DCTERMS.title, DCTERMS.description, DCTERMS.bibliographicCitation):
        assert graph.value(module, predicate), predicate
    bibo = URIRef("http://purl.org/ontology/bibo/status")
    assert graph.value(module, bibo) == URIRef(f"{bibo}/draft")
    defined = set(graph.subjects(RDFS.isDefinedBy, module))
    assert defined == set(graph.subjects()) - {module}


@each_scheme
def test_description_of_the_scheme(name: str, graphs: Graphs) -> None:
    graph, scheme = graphs[name], scheme_iri(name)
    assert list(graph.subjects(RDF.type, SKOS.ConceptScheme)) == [scheme]
    kind = MG.MitigationTaxonomy if name.startswith("airi-mitigation") else MG.FacetScheme
    assert (scheme, RDF.type, kind) in graph
    titles = {graph.value(scheme, p) for p in (DCTERMS.title, SKOS.prefLabel, RDFS.label)}
    assert len(titles) == 1
    assert all(isinstance(t, Literal) and t.language == "en" for t in titles)
    for predicate in (DCTERMS.source, DCTERMS.rightsHolder, MG.reviewStatus):
        assert isinstance(graph.value(scheme, predicate), URIRef), predicate
    licence, rights = graph.value(scheme, DCTERMS.license), graph.value(scheme, DCTERMS.rights)
    assert (licence is None) != (rights is None)
    assert licence is None or isinstance(licence, URIRef)
    assert graph.value(scheme, OWL.versionInfo)
    own = str(graph.value(scheme, DCTERMS.rightsHolder)).endswith("/mitigraph-curators")
    notes = " ".join(map(str, graph.objects(scheme, SKOS.note)))
    assert own or "unofficial RDF rendering" in notes
    assert own or graph.value(scheme, PROV.wasDerivedFrom)


@each_scheme
def test_counts_class_and_facet(name: str, graphs: Graphs) -> None:
    graph, scheme = graphs[name], scheme_iri(name)
    per_depth, residual, kind = EXPECTED[name]
    found = Counter(depth(graph, c) for c in concepts(graph))
    assert tuple(found[d] for d in sorted(found)) == per_depth
    assert graph.value(scheme, MG.conceptClass) == MG[kind]
    assert {c for c in concepts(graph) if (c, RDF.type, MG[kind]) in graph} == set(concepts(graph))
    marks = list(graph.subject_objects(MG.residual))
    assert len(marks) == residual
    assert all(mark == Literal(True) for _, mark in marks)
    facet = graph.value(scheme, MG.facetProperty)
    expected = FACET_PROPERTY.get(name)
    assert facet == (MG[expected] if expected else None)


def test_sizes_that_the_sources_state(graphs: Graphs) -> None:
    assert len(concepts(graphs["airi-mitigation/2"])) == 61
    v1 = [code_of(c) for c in concepts(graphs["airi-mitigation/1"])]
    assert len([c for c in v1 if c.isdigit()]) == 4
    assert len([c for c in v1 if "." in c and "X" not in c]) == 23
    assert [c for c in v1 if "X" in c] == ["1.X", "2.X", "3.X", "X.X"]


@each_scheme
def test_every_concept_is_whole(name: str, graphs: Graphs) -> None:
    graph, scheme = graphs[name], scheme_iri(name)
    assert [number(graph, c, MG.ordinal) for c in concepts(graph)] == list(
        range(1, len(concepts(graph)) + 1)
    )
    for concept in concepts(graph):
        assert concept.startswith(scheme + "/")
        assert set(graph.objects(concept, SKOS.inScheme)) == {scheme}
        (label,) = graph.objects(concept, SKOS.prefLabel)
        assert isinstance(label, Literal)
        assert label.language == "en"
        assert set(graph.objects(concept, RDFS.label)) == {label}
        assert label not in set(graph.objects(concept, SKOS.altLabel))
        (definition,) = graph.objects(concept, SKOS.definition)
        assert isinstance(definition, Literal)
        assert definition.language == "en"
        assert re.fullmatch(r"[A-Z].{15,}\.", str(definition)), definition


@each_scheme
def test_labels_are_unique_in_a_scheme(name: str, graphs: Graphs) -> None:
    labels = Counter(text(graphs[name], c, SKOS.prefLabel).lower() for c in concepts(graphs[name]))
    assert max(labels.values()) == 1, labels.most_common(3)


def test_definitions_are_unique_everywhere(union: Graph) -> None:
    found = Counter(str(d).lower() for d in union.objects(None, SKOS.definition))
    assert max(found.values()) == 1, found.most_common(3)


@each_scheme
def test_texts_are_trimmed(name: str, graphs: Graphs) -> None:
    for literal in (o for o in graphs[name].objects() if isinstance(o, Literal)):
        assert str(literal) == " ".join(str(literal).split())


@each_scheme
def test_hierarchy_is_told_both_ways(name: str, graphs: Graphs) -> None:
    graph, scheme = graphs[name], scheme_iri(name)
    down = set(graph.subject_objects(SKOS.narrower))
    assert {(parent, child) for child, parent in graph.subject_objects(SKOS.broader)} == down
    tops = {c for c in concepts(graph) if graph.value(c, SKOS.broader) is None}
    assert set(graph.objects(scheme, SKOS.hasTopConcept)) == tops
    assert set(graph.subjects(SKOS.topConceptOf, scheme)) == tops
    assert tops
    assert graph.value(scheme, MG.monoHierarchical) == Literal(True)
    assert max(Counter(graph.subjects(SKOS.broader)).values(), default=1) == 1


@each_scheme
def test_every_reference_to_a_concept_leads_to_one(name: str, graphs: Graphs, union: Graph) -> None:
    known = set(union.subjects())
    for _, predicate, target in graphs[name]:
        if isinstance(target, URIRef) and target.startswith(BASE + "scheme/"):
            assert target in known, (predicate, target)


def test_things_outside_the_schemes_that_are_pointed_at(union: Graph) -> None:
    pointed = {str(o)[len(BASE) :] for o in union.objects() if str(o).startswith(BASE + "id/")}
    assert pointed == {
        "id/agent/airi",
        "id/agent/mitigraph-curators",
        "id/agent/nist",
        "id/dataset/airi-navigator",
        "id/dataset/mit-2025",
        "id/source/uuk2024",
    }


@each_scheme
def test_terms_are_declared_and_used_as_declared(name: str, graphs: Graphs) -> None:
    core = Graph().parse(FOLDER.parent / "core.ttl", format="turtle")
    built_in = (str(RDF), str(RDFS), str(OWL))
    for subject, predicate, value in graphs[name]:
        if str(predicate).startswith(built_in):
            continue
        kinds = set(core.objects(predicate, RDF.type))
        assert kinds, f"{predicate} of {subject} is not declared"
        if OWL.AnnotationProperty not in kinds:
            assert (OWL.ObjectProperty in kinds) == isinstance(value, URIRef), predicate
    for kind in set(graphs[name].objects(None, RDF.type)) - {OWL.Ontology}:
        assert (kind, RDF.type, OWL.Class) in core, kind


@each_scheme
def test_codes_and_levels(name: str, graphs: Graphs) -> None:
    graph, scheme = graphs[name], scheme_iri(name)
    deepest = max(depth(graph, c) for c in concepts(graph))
    assert number(graph, scheme, XKOS.numberOfLevels) == deepest
    pattern = graph.value(scheme, XKOS.notationPattern)
    notations = [str(n) for n in graph.objects(None, SKOS.notation)]
    if name not in WITH_CODES:
        assert pattern is None
        assert notations == []
        assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", code_of(c)) for c in concepts(graph))
        return
    assert len(notations) == len(set(notations)) == len(concepts(graph))
    for concept in concepts(graph):
        notation = text(graph, concept, SKOS.notation)
        assert notation == code_of(concept)
        assert re.search(str(pattern), notation), notation
        parent = graph.value(concept, SKOS.broader)
        if parent is not None:
            assert notation.rpartition(".")[0] == text(graph, parent, SKOS.notation)
        elif notation != "X.X":
            assert "." not in notation


@pytest.mark.parametrize("wrong", ["4", "1.1.1.1", "1.0", "98.9", "1.X", "x1.1", "1.1 Board"])
def test_pattern_of_the_second_taxonomy_refuses(wrong: str, graphs: Graphs) -> None:
    pattern = graphs["airi-mitigation/2"].value(
        scheme_iri("airi-mitigation/2"), XKOS.notationPattern
    )
    assert not re.search(str(pattern), wrong)


@each_scheme
def test_levels_hold_each_concept_once_at_its_depth(name: str, graphs: Graphs) -> None:
    graph, scheme = graphs[name], scheme_iri(name)
    levels = list(graph.subjects(RDF.type, XKOS.ClassificationLevel))
    deepest = len(EXPECTED[name][0])
    assert len(levels) == (deepest if deepest > 1 else 0)
    member_of = defaultdict(list)
    for level in levels:
        at = number(graph, level, XKOS.depth)
        assert level == URIRef(f"{scheme}/level/{at}")
        assert graph.value(level, DCTERMS.isPartOf) == scheme
        pattern = graph.value(level, XKOS.notationPattern)
        assert (pattern is None) == (name not in WITH_CODES)
        for concept in graph.objects(level, SKOS.member):
            member_of[concept].append(at)
            assert pattern is None or re.search(str(pattern), code_of(concept))
    if levels:
        assert dict(member_of) == {c: [depth(graph, c)] for c in concepts(graph)}


def test_versions_of_the_mitigation_taxonomy(union: Graph) -> None:
    first, second = scheme_iri("airi-mitigation/1"), scheme_iri("airi-mitigation/2")
    assert (second, XKOS.follows, first) in union
    assert (second, XKOS.supersedes, first) not in union
    assert union.value(second, MG.reviewStatus) == concept_iri("review-status/1", "preliminary")
    assert union.value(first, MG.reviewStatus) == concept_iri("review-status/1", "published")
    assert "Do not cite" in " ".join(map(str, union.objects(second, SKOS.note)))


def test_unknown_labels_stay_unknown(graphs: Graphs) -> None:
    graph, unknown = graphs["airi-mitigation/2"], concept_iri("knowledge-status/1", "unknown")
    assert {code_of(c) for c in graph.subjects(MG.labelStatus, unknown)} == UNKNOWN_LABELS
    for code in UNKNOWN_LABELS:
        concept = concept_iri("airi-mitigation/2", code)
        assert text(graph, concept, SKOS.prefLabel) == f"{code} (label not known)"
        assert list(graph.objects(concept, SKOS.altLabel)) == []
        assert graph.value(concept, SKOS.editorialNote)


def test_residual_categories_are_those_with_nine_as_last_part(graphs: Graphs) -> None:
    graph = graphs["airi-mitigation/2"]
    residual = {code_of(c) for c in graph.subjects(MG.residual)}
    assert residual == {
        code_of(c) for c in concepts(graph) if code_of(c).split(".")[-1] in {"9", "99"}
    }
    for code in residual:
        concept = concept_iri("airi-mitigation/2", code)
        assert Literal("Other", lang="en") in set(graph.objects(concept, SKOS.altLabel))
        assert text(graph, concept, SKOS.prefLabel).startswith("Other (")


def test_what_is_not_seen_says_so_in_a_note(union: Graph) -> None:
    seen = concept_iri("knowledge-status/1", "seen")
    for predicate in (MG.labelStatus, MG.definitionStatus):
        for concept, status in union.subject_objects(predicate):
            assert status == seen or union.value(concept, SKOS.editorialNote), concept


def test_quantifier_bounds_stand_only_where_the_word_fixes_them(graphs: Graphs) -> None:
    graph = graphs["quantifier/1"]
    bounds = {
        code_of(c): (number(graph, c, MG.lowerBound), number(graph, c, MG.upperBound))
        for c in concepts(graph)
    }
    assert {code: pair for code, pair in bounds.items() if any(pair)} == {
        "one": (1, 1),
        "several": (2, 0),
        "several-consensus": (2, 0),
        "multiple": (2, 0),
    }


def test_order_of_quantifiers_is_acyclic_and_agrees_with_the_bounds(graphs: Graphs) -> None:
    graph = graphs["quantifier/1"]
    weaker = {
        c: set(graph.transitive_objects(c, MG.atLeastAsStrongAs)) - {c} for c in concepts(graph)
    }
    assert all(c not in weaker[URIRef(str(w))] for c in weaker for w in weaker[c])
    for concept, others in weaker.items():
        own = number(graph, concept, MG.lowerBound, default=1)
        assert all(own >= number(graph, w, MG.lowerBound, default=1) for w in others if w)
    for loose in ({"some", "several", "multiple"}, {"many", "most", "widely"}):
        alike = {concept_iri("quantifier/1", slug) for slug in loose}
        assert all(not weaker[c] & alike for c in alike)


def test_risk_areas_map_to_risk_domains_as_curated(graphs: Graphs) -> None:
    graph = graphs["risk-area/1"]
    for concept in concepts(graph):
        close = set(graph.objects(concept, SKOS.closeMatch))
        related = set(graph.objects(concept, SKOS.relatedMatch))
        assert close | related
        assert not close & related
        assert all(str(m).startswith(f"{BASE}scheme/risk-domain/1/") for m in close | related)
        notes = " ".join(map(str, graph.objects(concept, SKOS.editorialNote)))
        assert "made by mitigraph's curators" in notes


def test_stages_stand_in_two_groups(graphs: Graphs) -> None:
    graph = graphs["lifecycle/1"]
    grouped = defaultdict(list)
    for concept in concepts(graph):
        parent = graph.value(concept, SKOS.broader)
        if parent is not None:
            grouped[code_of(parent)].append(code_of(concept))
    assert dict(grouped) == {
        "pre-deployment": [
            "plan-and-design",
            "collect-and-process-data",
            "build-and-use-model",
            "verify-and-validate",
        ],
        "post-deployment": ["deploy", "operate-and-monitor"],
    }
