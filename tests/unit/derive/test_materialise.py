"""Derived statements: what follows, what does not, and that nothing stale stays."""

from __future__ import annotations

import pytest

from mitigraph.derive import DERIVED, derive, derive_by_rule
from mitigraph.derive.materialise import derivation_files
from mitigraph.resources import data_root
from mitigraph.store.oxigraph import OxigraphStore
from mitigraph.store.protocol import RdfFormat
from mitigraph.terms import MG, Iri, compact

DATA = Iri("https://w3id.org/mitigraph/graph/data")
SCHEMES = """
@base <https://w3id.org/mitigraph/> .
@prefix mg: <https://w3id.org/mitigraph/ns#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<scheme/tree/1> mg:facetProperty mg:category .
<scheme/actor/1> mg:facetProperty mg:actor .
<scheme/record-kind/1> mg:facetProperty mg:recordKind .
<scheme/tree/1/1.1.2> skos:broader <scheme/tree/1/1.1> .
<scheme/tree/1/1.1> skos:broader <scheme/tree/1/1> .
"""


def store_with(data):
    store = OxigraphStore()
    core = (data_root() / "ontology" / "core.ttl").read_bytes()
    store.load(core, rdf_format=RdfFormat.TURTLE, graph=Iri("urn:core"))
    text = SCHEMES + data
    store.load(text.encode(), rdf_format=RdfFormat.TURTLE, graph=DATA)
    return store


def derived(data):
    store = store_with(data)
    number = derive(store)
    found = {
        (compact(quad.subject), compact(quad.predicate), compact(str(quad.object)))
        for quad in store.quads(DERIVED)
    }
    assert number == len(found)
    return found


def assessment(  # noqa: PLR0913 - the parts of an assessment
    name, concept, *, scheme="tree/1", outcome="assigned", status="curated", more=""
):
    return f"""
<id/assessment/{name}> a mg:ClassificationAssessment ;
    mg:assesses <id/measure/x/1> ;
    mg:inScheme <scheme/{scheme}> ;
    mg:assigns <scheme/{scheme}/{concept}> ;
    mg:outcome <scheme/outcome/1/{outcome}> ;
    mg:reviewStatus <scheme/review-status/1/{status}> {more}.
"""


def values(found, predicate):
    return {value for _, p, value in found if p == predicate}


def test_the_queries_run_in_the_order_of_their_numbers():
    numbers = [path.name.split("-")[0] for path in derivation_files()]
    assert numbers == ["01", "02", "03", "04", "05", "06", "07", "08", "09", "10"]


def test_a_classified_measure_is_under_its_concept_and_all_above():
    found = derived(assessment("a", "1.1.2"))
    assert values(found, "mg:category") == {"tree/1/1.1.2"}
    assert values(found, "mg:facet") == {"tree/1/1.1.2"}
    assert values(found, "mg:underFacet") == {"tree/1/1.1.2", "tree/1/1.1", "tree/1/1"}


def test_each_scheme_has_its_own_property():
    found = derived(assessment("a", "1.1") + assessment("b", "developer", scheme="actor/1"))
    assert values(found, "mg:category") == {"tree/1/1.1"}
    assert values(found, "mg:actor") == {"actor/1/developer"}
    assert values(found, "mg:facet") == {"tree/1/1.1", "actor/1/developer"}


def test_the_kind_of_record_is_direct_but_no_facet():
    found = derived(assessment("a", "question", scheme="record-kind/1"))
    assert values(found, "mg:recordKind") == {"record-kind/1/question"}
    assert not values(found, "mg:facet")
    assert not values(found, "mg:underFacet")


@pytest.mark.parametrize(
    ("outcome", "counts"),
    [
        ("assigned", True),
        ("residual", True),
        ("unclassifiable", False),
        ("not-applicable", False),
        ("withheld", False),
    ],
)
def test_only_an_assessment_with_a_value_classifies(outcome, counts):
    found = derived(assessment("a", "1.1", outcome=outcome))
    assert bool(values(found, "mg:category")) is counts
    assert values(found, "mg:restsOnStatus") == {"review-status/1/curated"}


def test_a_rejected_assessment_is_listed_but_does_not_count():
    found = derived(assessment("a", "1.1", status="rejected"))
    assert found == {("x/1", "mg:hasAssessment", "assessment/a")}


def test_a_superseded_assessment_is_listed_but_does_not_count():
    found = derived(
        assessment("old", "1.1", status="preliminary")
        + assessment("new", "1.1.2", more="; mg:supersedes <id/assessment/old>")
    )
    assert values(found, "mg:category") == {"tree/1/1.1.2"}
    assert values(found, "mg:restsOnStatus") == {"review-status/1/curated"}
    assert values(found, "mg:hasAssessment") == {"assessment/old", "assessment/new"}


def test_disagreement_between_assessors_is_kept():
    found = derived(assessment("a", "1.1") + assessment("b", "1", status="preliminary"))
    assert values(found, "mg:category") == {"tree/1/1.1", "tree/1/1"}
    assert values(found, "mg:restsOnStatus") == {
        "review-status/1/curated",
        "review-status/1/preliminary",
    }


def test_opinions_give_risk_areas_and_status():
    found = derived("""
<id/opinion/o> a mg:OpinionStatement ;
    mg:assesses <id/measure/x/1> ;
    mg:reviewStatus <scheme/review-status/1/preliminary> ;
    mg:aboutRiskArea <scheme/risk-area/1/cyber> ;
    mg:strongerForRiskArea <scheme/risk-area/1/hate-speech> ;
    mg:weakerForRiskArea <scheme/risk-area/1/democratic-processes> .
""")
    assert values(found, "mg:hasOpinion") == {"opinion/o"}
    assert values(found, "mg:hasAssessment") == {"opinion/o"}
    assert values(found, "mg:restsOnStatus") == {"review-status/1/preliminary"}
    assert values(found, "mg:discussedForRiskArea") == {
        "risk-area/1/cyber",
        "risk-area/1/hate-speech",
        "risk-area/1/democratic-processes",
    }


def test_creators_of_the_source_propose_the_measure():
    found = derived("""
<id/measure/x/1> mg:describedIn <id/source/s> .
<id/source/s> dcterms:creator <id/agent/a>, <id/agent/b> .
""")
    assert found == {("x/1", "mg:proposedBy", "agent/a"), ("x/1", "mg:proposedBy", "agent/b")}


MEASURES = "@prefix m: <https://w3id.org/mitigraph/id/measure/x/> . " + "".join(
    f"m:{n} a mg:Measure . " for n in range(1, 7)
)


def clusters(matches):
    """Return which measures, by their numbers, are in which cluster."""
    found = derived(MEASURES + matches)
    kinds = {
        subject for subject, p, kind in found if (p, kind) == ("rdf:type", "mg:MeasureCluster")
    }
    assert kinds == values(found, "mg:memberOfCluster")
    return {(member, c) for member, p, c in found if p == "mg:memberOfCluster"}


@pytest.mark.parametrize(
    "matches",
    [
        "m:2 skos:exactMatch m:3 . m:3 skos:exactMatch m:5 .",
        "m:3 skos:exactMatch m:2, m:5 .",
        "m:2 skos:exactMatch m:3 . m:5 skos:exactMatch m:3 .",
        "m:2 skos:exactMatch m:3 . m:3 skos:exactMatch m:2, m:5 .",
    ],
)
def test_measures_matched_in_whatever_direction_are_a_cluster_named_by_the_least(matches):
    assert clusters(matches) == {(f"x/{n}", "cluster/x/2") for n in (2, 3, 5)}


def test_matches_go_both_ways_but_only_as_far_as_they_were_made():
    found = derived(MEASURES + "m:1 skos:exactMatch m:2 . m:3 skos:exactMatch m:2 .")
    assert {(s, o) for s, p, o in found if p == "mg:matchesMeasure"} == {
        ("x/1", "x/2"),
        ("x/2", "x/1"),
        ("x/3", "x/2"),
        ("x/2", "x/3"),
    }


def test_clusters_without_a_match_between_them_stay_apart():
    found = clusters("m:4 skos:exactMatch m:1 . m:3 skos:exactMatch m:2 .")
    assert found == {
        ("x/1", "cluster/x/1"),
        ("x/4", "cluster/x/1"),
        ("x/2", "cluster/x/2"),
        ("x/3", "cluster/x/2"),
    }


@pytest.mark.parametrize(
    "matches",
    [
        "",
        "m:1 skos:exactMatch m:1 .",
        "m:1 skos:closeMatch m:2 ; skos:relatedMatch m:3 .",
        # A control that two measures match, from either end, is no measure.
        "m:1 skos:exactMatch <urn:c> . m:2 skos:exactMatch <urn:c> .",
        "<urn:c> skos:exactMatch m:1, m:2 .",
    ],
)
def test_a_measure_that_is_matched_with_no_other_one_is_in_no_cluster(matches):
    assert clusters(matches) == set()


def test_a_cluster_of_measures_under_another_base_has_a_name_here():
    found = clusters("<https://acme.example/m#1> a mg:Measure ; skos:exactMatch m:6 .")
    name = "cluster/https%3A%2F%2Facme.example%2Fm%231"
    assert found == {("https://acme.example/m#1", name), ("x/6", name)}


def test_a_facet_of_ones_own_counts_once_it_is_declared_as_one():
    found = derived(
        """
<urn:sector> <http://www.w3.org/2000/01/rdf-schema#subPropertyOf> mg:facet .
<scheme/sector/1> mg:facetProperty <urn:sector> .
"""
        + assessment("a", "health", scheme="sector/1")
    )
    assert values(found, "urn:sector") == {"sector/1/health"}
    assert values(found, "mg:underFacet") == {"sector/1/health"}


def test_deriving_again_changes_nothing_and_withdrawn_data_leaves_nothing():
    store = store_with(assessment("a", "1.1.2"))
    first = derive(store)
    before = set(store.quads(DERIVED))
    assert derive(store) == first
    assert set(store.quads(DERIVED)) == before
    store.clear(DATA)
    assert derive(store) == 0
    assert not list(store.quads(DERIVED))


def test_each_rule_says_what_it_alone_added():
    store = store_with(assessment("a", "1.1.2"))
    added = derive_by_rule(store)
    assert list(added) == [path.stem for path in derivation_files()]
    assert {quad for quads in added.values() for quad in quads} == set(store.quads(DERIVED))
    assert sum(map(len, added.values())) == len(set(store.quads(DERIVED))) == derive(store)
    assert {quad.predicate for quad in added["01-direct-facets"]} == {MG["category"]}
    assert {quad.predicate for quad in added["02-facet-closure"]} == {MG["facet"], MG["underFacet"]}


def test_measures_said_by_different_authors_are_corroborated():
    creator = "<http://purl.org/dc/terms/creator>"
    exact = "<http://www.w3.org/2004/02/skos/core#exactMatch>"
    sources = {"1": ("one", "ann"), "2": ("two", "ann"), "3": ("three", "bob"), "4": ("four", "")}
    base = " ".join(
        f"<urn:m{n}> a mg:Measure ; mg:describedIn <urn:{source}> ."
        + (f" <urn:{source}> {creator} <urn:{author}> ." if author else "")
        for n, (source, author) in sources.items()
    )

    def corroborated(*pair):
        one, other = pair
        found = derived(f"{base} <urn:m{one}> {exact} <urn:m{other}> .")
        return any(kind == "mg:CorroboratedCluster" for _, _, kind in found)

    assert corroborated("1", "3")
    assert not corroborated("1", "2")
    assert not corroborated("3", "4")


def test_a_cycle_of_broader_concepts_ends():
    found = derived(
        "<scheme/tree/1/1> skos:broader <scheme/tree/1/1.1.2> ." + assessment("a", "1.1")
    )
    assert values(found, "mg:underFacet") == {"tree/1/1.1.2", "tree/1/1.1", "tree/1/1"}


def test_other_graphs_are_left_alone():
    store = store_with(assessment("a", "1.1.2"))
    before = {quad for quad in store.quads() if quad.graph != DERIVED}
    derive(store)
    assert {quad for quad in store.quads() if quad.graph != DERIVED} == before
    assert MG["category"] in {quad.predicate for quad in store.quads(DERIVED)}
