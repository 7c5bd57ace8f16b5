"""Who classified the shipped measures how, and what experts said of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, PROV, RDF, SKOS, XSD

from mitigraph.terms import (
    BASE,
    PREFIXES,
    assessment_iri,
    identifier_datatype,
    measure_iri,
    opinion_iri,
    source_iri,
)

if TYPE_CHECKING:
    from rdflib.term import Node

MG: Final = Namespace(PREFIXES["mg"])
AGENT: Final = Namespace(BASE + "id/agent/")
SCHEME: Final = Namespace(BASE + "scheme/")
STATUS: Final = Namespace(SCHEME + "review-status/1/")
METHOD: Final = Namespace(SCHEME + "method/1/")
CONFIDENCE: Final = Namespace(SCHEME + "confidence/1/")
AREA: Final = Namespace(SCHEME + "risk-area/1/")
PANEL: Final = URIRef(BASE + "id/panel/uuk2024")
STUDY: Final = URIRef(source_iri("Uuk2024"))
A1428: Final = URIRef(measure_iri("mit-2025", "A1019"))
SURVEYED: Final = {
    AREA["critical-infrastructure"],
    AREA["democratic-processes"],
    AREA["cbrn"],
    AREA["discrimination-and-bias"],
}
AREA_PROPERTIES: Final = (MG.aboutRiskArea, MG.strongerForRiskArea, MG.weakerForRiskArea)


def measures(data: Graph) -> list[Node]:
    return sorted(data.subjects(RDF.type, MG.Measure), key=str)


def record(node: Node) -> str:
    return str(node).rsplit("/", 1)[1]


def only(data: Graph, subject: Node, predicate: URIRef) -> Node:
    """The one value that there has to be."""
    (found,) = data.objects(subject, predicate)
    return found


def generated(data: Graph, node: Node) -> str:
    """When an assessment was made, in the file's spelling: rdflib rewrites Z as +00:00."""
    return "".join(
        str(time).removesuffix("+00:00").removesuffix("Z") + "Z"
        for time in data.objects(node, PROV.generatedAtTime)
    )


def assessments(data: Graph, measure: Node, scheme: str) -> list[Node]:
    return [
        node
        for node in data.subjects(MG.assesses, measure)
        if (node, MG.inScheme, SCHEME[scheme]) in data
    ]


def assessed_by(data: Graph, agent: str) -> list[Node]:
    return [
        node
        for node in data.subjects(PROV.wasAttributedTo, AGENT[agent])
        if (node, RDF.type, MG.ClassificationAssessment) in data
    ]


def opinions(data: Graph, measure: Node) -> list[Node]:
    found = data.subjects(RDF.type, MG.OpinionStatement)
    return sorted(
        (node for node in found if (node, MG.assesses, measure) in data),
        key=lambda node: int(str(only(data, node, MG.ordinal))),
    )


# --- classification ------------------------------------------------------------------------------


def test_assessments_are_named_by_their_content(data: Graph) -> None:
    nodes = list(data.subjects(RDF.type, MG.ClassificationAssessment))
    assert len(nodes) == 27 + 23 + 3
    for node in nodes:
        assert str(node) == assessment_iri(
            str(only(data, node, MG.assesses)),
            str(only(data, node, MG.inScheme)),
            str(only(data, node, PROV.wasAttributedTo)),
            generated(data, node),
            int(str(data.value(node, MG.ordinal, default=Literal(1)))),
        )


def test_the_published_classification_says_nothing_but_what_was_published(data: Graph) -> None:
    for measure in measures(data):
        (node,) = assessments(data, measure, "airi-mitigation/1")
        assigned = only(data, node, MG.assigns)
        assert set(data.predicate_objects(node)) == {
            (RDF.type, MG.ClassificationAssessment),
            (MG.assesses, measure),
            (MG.inScheme, SCHEME["airi-mitigation/1"]),
            (MG.outcome, SCHEME["outcome/1/assigned"]),
            (MG.assigns, assigned),
            (MG.reviewStatus, STATUS["published"]),
            (MG.method, METHOD["unknown"]),
            (MG.confidenceLevel, CONFIDENCE["unknown"]),
            (PROV.wasAttributedTo, AGENT["airi"]),
            (PROV.generatedAtTime, Literal("2025-07-23T00:00:00Z", datatype=XSD.dateTime)),
            (DCTERMS.source, URIRef(identifier_datatype("mit-2025"))),
        }


def test_what_the_navigator_s_classifier_said_is_preliminary_and_undated(data: Graph) -> None:
    nodes = assessed_by(data, "airi-navigator")
    assert len(nodes) == 23 + 3  # the categories, and three facets of A1428
    for node in nodes:
        assert only(data, node, MG.reviewStatus) == STATUS["preliminary"]
        assert only(data, node, MG.method) == METHOD["language-model"]
        assert only(data, node, MG.confidenceLevel) == CONFIDENCE["unknown"]
        assert list(data.objects(node, PROV.generatedAtTime)) == []
        assert "not published" in str(only(data, node, SKOS.note))


@pytest.mark.parametrize(
    ("scheme", "value", "assessor"),
    [
        ("airi-mitigation/1", "2.3", "airi"),
        ("airi-mitigation/2", "1.1.2", "airi-navigator"),
        ("actor/1", "developer", "airi-navigator"),
        ("lifecycle/1", "build-and-use-model", "airi-navigator"),
        ("function/1", "manage", "airi-navigator"),
    ],
)
def test_a1428_is_as_its_page_has_it(data: Graph, scheme: str, value: str, assessor: str) -> None:
    (node,) = assessments(data, A1428, scheme)
    assert only(data, node, MG.assigns) == SCHEME[f"{scheme}/{value}"]
    assert only(data, node, PROV.wasAttributedTo) == AGENT[assessor]


def test_the_reason_for_1_1_2_is_that_of_the_classifier(data: Graph) -> None:
    (node,) = assessments(data, A1428, "airi-mitigation/2")
    assert "the language-model classifier's reason" in str(only(data, node, MG.rationale))


def test_codes_are_those_of_the_sources(
    data: Graph, database: dict[str, dict[str, str]], study: dict[str, dict[str, str]]
) -> None:
    for measure in measures(data):
        (first,) = assessments(data, measure, "airi-mitigation/1")
        code = database[record(measure)]["MitigationCode"].split()[0]
        assert only(data, first, MG.assigns) == SCHEME[f"airi-mitigation/1/{code}"]
        row = study[record(measure)]
        seen = [SCHEME[f"airi-mitigation/2/{row['navigator_code']}"]]
        second = assessments(data, measure, "airi-mitigation/2")
        assigned = [only(data, node, MG.assigns) for node in second]
        assert assigned == (seen if row["navigator_status"] == "page seen" else [])


# --- opinions ------------------------------------------------------------------------------------


def test_a1428_has_ten_opinions(data: Graph) -> None:
    said = [
        f"{record(only(data, n, MG.quantifier))} {record(only(data, n, MG.stance))}"
        for n in opinions(data, A1428)
    ]
    assert said == [
        "multiple supports",
        "spread mixed",
        "several qualifies",
        "some limits",
        "several qualifies",
        "several-consensus qualifies",
        "some limits",
        "several conditions",
        "one conditions",
        "some-individuals limits",
    ]


def test_a1428_is_judged_by_risk_area(data: Graph) -> None:
    nodes = opinions(data, A1428)
    assert set(data.objects(nodes[0], MG.aboutRiskArea)) == SURVEYED
    stronger = set(data.objects(nodes[5], MG.strongerForRiskArea))
    assert stronger == {AREA["hate-speech"], AREA["discrimination-and-bias"]}
    assert set(data.objects(nodes[5], MG.weakerForRiskArea)) == {AREA["democratic-processes"]}


def test_opinions_are_named_by_their_content_and_numbered(data: Graph) -> None:
    for measure in measures(data):
        nodes = [str(node) for node in opinions(data, measure)]
        expected = [opinion_iri(str(measure), str(PANEL), n + 1) for n in range(len(nodes))]
        assert nodes == expected
        assert len(nodes) in ({10} if measure == A1428 else {0, 2, 3, 4, 5, 6})


def test_each_opinion_says_whose_it_is_and_where_it_comes_from(data: Graph) -> None:
    nodes = list(data.subjects(RDF.type, MG.OpinionStatement))
    assert len(nodes) > 90
    for node in nodes:
        assert only(data, node, MG.heldBy) == PANEL
        assert only(data, node, DCTERMS.source) == STUDY
        assert only(data, node, MG.reviewStatus) == STATUS["preliminary"]
        assert only(data, node, PROV.wasAttributedTo) == AGENT["mitigraph-curators"]
        assert set(data.objects(node, MG.theme))
        claim = only(data, node, MG.claim)
        assert isinstance(claim, Literal)
        assert claim.language == "en"
        assert len(claim.split()) <= 30


def test_each_passage_belongs_to_the_record_of_the_measure(data: Graph) -> None:
    for node in data.subjects(RDF.type, MG.OpinionStatement):
        passage = only(data, node, MG.quotedFrom)
        number = record(passage)
        assert only(data, passage, MG.passageOf) == STUDY
        assert str(only(data, passage, MG.locator)) == f"expert commentary of record {number}"
        assert list(data.objects(passage, MG.quote)) == []
        identifier = Literal(number, datatype=URIRef(identifier_datatype("airi-navigator")))
        assert (only(data, node, MG.assesses), DCTERMS.identifier, identifier) in data


def test_no_risk_area_is_named_twice_in_one_opinion(data: Graph) -> None:
    named = 0
    for node in data.subjects(RDF.type, MG.OpinionStatement):
        areas = [area for p in AREA_PROPERTIES for area in data.objects(node, p)]
        named += len(areas)
        assert len(areas) == len(set(areas)), node
    assert named > 50


def test_the_ratings_are_those_of_the_abstract(data: Graph) -> None:
    ratings = {
        only(data, n, MG.assesses): n for n in data.subjects(RDF.type, MG.EffectivenessRating)
    }
    assert {record(measure) for measure in ratings} == {"A1030", "A1036", "A1040"}
    for measure, node in ratings.items():
        assert str(node) == assessment_iri(str(measure), str(STUDY), str(PANEL), "", 1)
        above = {p: str(only(data, node, MG[p])) for p in ("agreementAbove", "preferredShareAbove")}
        assert above == {"agreementAbove": "0.60", "preferredShareAbove": "0.40"}
        assert set(data.objects(node, MG.aboutRiskArea)) == SURVEYED
        assert only(data, node, MG.reviewStatus) == STATUS["published"]
        assert str(only(data, only(data, node, MG.quotedFrom), MG.locator)) == "abstract"
        authors = set(data.objects(STUDY, DCTERMS.creator))
        assert set(data.objects(node, PROV.wasAttributedTo)) == authors


def test_the_panel_has_76_members_and_judged_27_measures(data: Graph) -> None:
    assert only(data, PANEL, MG.panelSize) == Literal(76)
    assert "27 measures" in str(only(data, PANEL, SKOS.note))


def test_opinions_exist_where_the_commentary_was_read(
    data: Graph, study: dict[str, dict[str, str]]
) -> None:
    commentary = {rec: row["expert_commentary_paraphrase"] for rec, row in study.items()}
    read = {rec for rec, words in commentary.items() if words and "not re-read" not in words}
    assert {record(m) for m in measures(data) if opinions(data, m)} == read
