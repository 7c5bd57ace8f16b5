from __future__ import annotations

from mitigraph.quality import Status, assess, measurements
from mitigraph.store.oxigraph import OxigraphStore
from mitigraph.terms import BlankNode, Iri

DQV = "PREFIX dqv: <http://www.w3.org/ns/dqv#> "
TEXT = """
ex:s a skos:ConceptScheme ; skos:prefLabel "S"@en .
ex:a a skos:Concept ; skos:prefLabel "A"@en .
"""


def measured(report):
    store = OxigraphStore()
    store.add(measurements(report))
    return store


def test_each_check_that_was_run_has_one_measurement_of_its_metric(store):
    report = assess(store(TEXT), families=["qskos"])
    found = list(
        measured(report).query(
            DQV + "SELECT ?metric ?value { ?one a dqv:QualityMeasurement ; dqv:value ?value ;"
            " dqv:computedOn <https://example.org/onto#s> ; dqv:isMeasurementOf ?metric ."
            " ?metric a dqv:Metric ; dqv:expectedDataType ?type FILTER(DATATYPE(?value) = ?type) }"
        )
    )
    ran = [one for one in report.results if one.status in (Status.PASSED, Status.FAILED)]
    start = "https://w3id.org/mitigraph/quality/metric/"
    assert {metric.removeprefix(start): value.value for metric, value in found} == {
        **{f"qskos/{one.check.code}": str(len(one.findings)) for one in ran},
        "score": str(report.score),
    }
    assert len(found) == len(ran) + 1


def test_it_has_no_blank_nodes_and_is_the_same_each_time(store):
    quads = list(measurements(assess(store(TEXT))))
    assert not any(isinstance(term, BlankNode) for quad in quads for term in quad)
    assert quads == list(measurements(assess(store(TEXT))))


def test_every_metric_of_a_check_is_in_a_dimension_with_a_label(store):
    answer = measured(assess(store(TEXT))).query(
        DQV + "SELECT DISTINCT ?dimension { ?metric dqv:inDimension ?dimension ."
        " ?dimension a dqv:Dimension ; skos:prefLabel ?label } ORDER BY ?dimension"
    )
    start = "https://w3id.org/mitigraph/quality/dimension/"
    assert [one for (one,) in answer] == [
        Iri(start + family) for family in ("foops", "oops", "qskos", "robot", "skos")
    ]
