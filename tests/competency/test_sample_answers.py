"""Each named query gives exactly the expected rows on the sample, in the expected order.

A case is a query, or a query and a word for its parameters: `measures-by-facet.two-actors`. Its
rows stand in `expected/`. IRIs are written short and literals by their text.
"""

from __future__ import annotations

import pytest

from mitigraph.query import catalog

ROWS = {"rows": "mg:actor", "columns": "mg:lifecycleStage"}
SCHEME_2 = {"scheme": "scheme/airi-mitigation/2"}
A01 = {"measure": "id/measure/sample/A01"}

CASES: dict[str, dict[str, str | list[str]]] = {
    "agents": {},
    "assessments": {},
    "assessments.one": A01,
    "classes": {},
    "clusters": {},
    "clusters.one": {"member": "id/measure/sample/A12"},
    "concepts": {},
    "concepts.one": SCHEME_2,
    "labels-for-search": {},
    "measure": {},
    "measure.one": A01,
    "measure-facets": {},
    "measure-facets.one": A01,
    "measure-identifiers": {},
    "measure-identifiers.one": A01,
    "measure-sources": {},
    "measure-status": {},
    "measures-by-facet": {},
    "measures-by-facet.category": {"category": "scheme/airi-mitigation/2/1.1"},
    "measures-by-facet.two-facets": {
        "actor": "scheme/actor/1/developer",
        "stage": "scheme/lifecycle/1/pre-deployment",
    },
    "measures-by-facet.two-actors": {
        "actor": ["scheme/actor/1/developer", "scheme/actor/1/deployer"]
    },
    "measures-by-facet.function": {"function": "scheme/function/1/manage"},
    "measures-by-facet.risk": {"risk": "scheme/risk-area/1/hate-speech"},
    "measures-by-facet.cause": {"cause": "scheme/risk-cause/1/none"},
    "measures-by-facet.source": {"source": "id/source/standard2023"},
    "measures-by-facet.kind": {"kind": "scheme/record-kind/1/question"},
    "measures-by-facet.means": {"means": "scheme/measure-kind/1/none"},
    "measures-by-facet.status": {"status": "scheme/review-status/1/preliminary"},
    "measures-by-name": {"text": "'ROBUSTNESS TRAINING'"},
    "opinions": {},
    "opinions.one": A01,
    "ratings": {},
    "schemes": {},
    "siblings": A01,
    "source": {},
    "source.one": {"source": "id/source/survey2024"},
    "sources": {},
    "tree-counts": SCHEME_2,
    "co-classified": {"from": "scheme/airi-mitigation/1", "to": "scheme/airi-mitigation/2"},
    "co-classified.back": {"from": "scheme/airi-mitigation/2", "to": "scheme/airi-mitigation/1"},
    "cross-table": ROWS,
    "cross-table.filtered": ROWS | {"category": "scheme/airi-mitigation/2/1.1"},
    "cross-table-rolled-up": ROWS,
    "empty-cells": ROWS,
    "facet-counts": {"facet": "mg:category"},
    "facet-counts.kinds": {"facet": "mg:recordKind"},
    "counts-by-status": {"facet": "mg:category"},
    "traits": {},
    "traits.one": A01,
    "measure-texts": {},
    "measure-texts.one": A01,
    "not-assessed": {},
    "not-assessed.one": {"facet": "mg:actor"},
    "outcomes": {},
    "outcomes.one": {"facet": "mg:lifecycleStage"},
    "explain-statements": {"measure": "id/measure/sample/A07"},
    "who-classified": {},
    "who-classified.one": A01 | {"concept": "scheme/actor/1/developer", "assessor": "id/agent/ben"},
    "preliminary-claims": {},
    "disagreements": {},
    "disagreements.one": A01 | SCHEME_2,
    "agreement-table": {},
    "agreement-codings": {"first": "id/agent/anna", "second": "id/agent/coder"},
    "agreement-codings.one": {
        "first": "id/agent/ben",
        "second": "id/agent/anna",
        "scheme": "scheme/actor/1",
    },
    "assessors": {},
    "assessors.one": SCHEME_2,
    "source-kinds": {},
    "evidence-of": {},
    "evidence-of.one": A01,
    "possible-duplicates": {},
    "undocumented-terms": {},
    "unassessed-measures": {},
    "orphan-concepts": {},
    "dangling-references": {},
    "records-for-review": {},
    **{f"cq-{number:02}": {} for number in (*range(1, 18), *range(27, 33), 34)},
    "cq-01.other": {
        "actor": "scheme/actor/1/deployer",
        "stage": "scheme/lifecycle/1/build-and-use-model",
    },
    "cq-33": A01,
}

#: Cases that need the frameworks and mapping sets beside the sample.
MAPPED_CASES: dict[str, dict[str, str | list[str]]] = {
    "cq-21": {},
    "cq-21.one": {"category": "scheme/airi-mitigation/1/3.1"},
    "frameworks": {},
    "controls": {},
    "controls.one": {"framework": "scheme/nist-ai-600-1/1"},
    "mappings-of": {},
    "mappings-of.one": A01,
    "mappings-of.control": {"control": "scheme/nist-ai-rmf/1/MANAGE-1"},
    "relations": {},
    "measure-mappings": {},
    "measure-mappings.one": {"measure": "id/measure/sample/A12"},
    "framework-coverage": {},
    "framework-coverage.one": {"framework": "scheme/nist-ai-600-1/1"},
    "framework-coverage-routes": {},
    "framework-coverage-routes.one": {
        "framework": "scheme/nist-ai-rmf/1",
        "control": "scheme/nist-ai-rmf/1/MANAGE-1.1",
        "measure": "id/measure/sample/A01",
    },
    "crosswalk-summary": {},
    "crosswalk-summary.one": {"framework": "scheme/nist-ai-600-1/1"},
    "chained-matches": {},
    "chained-matches.one": {"framework": "scheme/third/2"},
    "mapped-pairs": {},
    "mapped-pairs.one": {"framework": "scheme/nist-ai-rmf/1"},
    "mapping-sets": {},
    "mapping-set-titles": {},
    "release": {},
    "scheme-rights": {},
    "function-conflicts": {},
    "function-conflicts.one": A01,
}

ACME = {"profile": "id/profile/acme"}

#: Cases that need profiles beside those.
PROFILED_CASES: dict[str, dict[str, str | list[str]]] = {
    "profile": {},
    "profile.one": ACME,
    "implementations": {},
    "implementations.one": ACME,
    "gaps": {},
    "gaps.one": ACME,
    "covered": {},
    "covered.source": {"source": "id/source/standard2023"},
    "covered.framework": {"framework": "scheme/nist-ai-600-1/1"},
    "covered.profile": ACME,
    "framework-coverage-of-profile": {},
    "framework-coverage-of-profile.one": ACME | {"framework": "scheme/nist-ai-rmf/1"},
    "gap-candidates": {},
    "gap-candidates.one": ACME | {"measure": "id/measure/sample/A07"},
    "plan-measures": {},
    "plan-measures.one": ACME | {"measure": ["id/measure/sample/A02", "id/measure/sample/A08"]},
}

#: Cases that need bridges, with data in the terms of other vocabularies beside the sample.
BRIDGED_CASES: dict[str, dict[str, str | list[str]]] = {
    "dpv-measures": {},
    "dpv-measures.one": {"class": "'https://w3id.org/dpv/risk#MonitorControl'"},
    "airo-risk-controls": {},
    "airo-risk-controls.used": {"used": "'yes'"},
    "prov-attributed-entities": {},
    "prov-attributed-entities.one": {"agent": "id/agent/anna"},
    "schema-defined-terms": {},
    "nexus-risk-controls": {},
    "measures-by-mapping": {},
    "measures-by-mapping.one": {"concept": "scheme/airi-mitigation/1/2.3"},
}

#: Cases that need definitions of classes beside the sample.
CLASSED_CASES: dict[str, dict[str, str | list[str]]] = {
    "class-axioms": {},
    "told-members": {},
    "held-values": {},
    "implied-values": {},
    "disjoint-classes": {},
    "conflicting-values": {},
    "named-classes": {},
    "uncontested-measures": {},
}

EVERY_CASE = CASES | MAPPED_CASES | PROFILED_CASES | BRIDGED_CASES | CLASSED_CASES


def test_every_named_query_has_a_case():
    assert {case.partition(".")[0] for case in EVERY_CASE} == set(catalog())


@pytest.mark.parametrize("case", CASES)
def test_answers_exactly_the_expected_rows(sample, table, expected, case):
    assert table(sample, case.partition(".")[0], CASES[case]) == expected(case)


@pytest.mark.parametrize("case", MAPPED_CASES)
def test_answers_about_mappings(mapped, table, expected, case):
    assert table(mapped, case.partition(".")[0], MAPPED_CASES[case]) == expected(case)


@pytest.mark.parametrize("case", MAPPED_CASES)
def test_a_mapping_in_two_graphs_counts_once(mapped_twice, table, expected, case):
    assert table(mapped_twice, case.partition(".")[0], MAPPED_CASES[case]) == expected(case)


@pytest.mark.parametrize("case", PROFILED_CASES)
def test_answers_about_profiles(profiled, table, expected, case):
    assert table(profiled, case.partition(".")[0], PROFILED_CASES[case]) == expected(case)


@pytest.mark.parametrize("case", PROFILED_CASES)
def test_a_profile_in_two_graphs_counts_once(profiled_twice, table, expected, case):
    assert table(profiled_twice, case.partition(".")[0], PROFILED_CASES[case]) == expected(case)


@pytest.mark.parametrize("case", BRIDGED_CASES)
def test_answers_in_the_terms_of_other_vocabularies(bridged, table, expected, case):
    assert table(bridged, case.partition(".")[0], BRIDGED_CASES[case]) == expected(case)


@pytest.mark.parametrize("case", BRIDGED_CASES)
def test_a_bridged_statement_in_two_graphs_counts_once(bridged_twice, table, expected, case):
    assert table(bridged_twice, case.partition(".")[0], BRIDGED_CASES[case]) == expected(case)


@pytest.mark.parametrize("case", CLASSED_CASES)
def test_answers_about_classes(classed, table, expected, case):
    assert table(classed, case, CLASSED_CASES[case]) == expected(case)


@pytest.mark.parametrize("case", CLASSED_CASES)
def test_a_class_in_two_graphs_counts_once(classed_twice, table, expected, case):
    assert table(classed_twice, case, CLASSED_CASES[case]) == expected(case)


#: Joins of so many patterns that a sample in two graphs makes millions of rows before DISTINCT.
MANY_JOINS = {"assessments", "assessments.one", "disagreements", "disagreements.one"}


@pytest.mark.parametrize("case", [case for case in CASES if case not in MANY_JOINS])
def test_a_statement_in_two_graphs_counts_once(doubled, table, expected, case):
    assert table(doubled, case.partition(".")[0], CASES[case]) == expected(case)


def test_no_expected_file_is_left_over(root):
    files = {path.stem for path in (root / "tests/competency/expected").glob("*.csv")}
    assert files == set(EVERY_CASE)
