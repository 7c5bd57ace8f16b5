from __future__ import annotations

import io
import json

import pytest
from rdflib import SH, Graph, URIRef

from mitigraph.errors import UnsupportedFormatError
from mitigraph.terms import BASE, BlankNode, Iri, Literal
from mitigraph.validate import FORMATS, Report, Result, Severity, check, write

LANG = Iri("http://www.w3.org/1999/02/22-rdf-syntax-ns#langString")
MEASURE = Iri(BASE + "id/measure/m/A1")
MIN = Iri(SH.MinCountConstraintComponent)


def result(number=1, **fields):
    given = {
        "severity": Severity.VIOLATION,
        "focus": Iri(f"{BASE}id/measure/m/A{number}"),
        "focus_label": None,
        "path": "<http://www.w3.org/2004/02/skos/core#prefLabel>",
        "value": None,
        "message": "Give it a label.",
        "shape": Iri(BASE + "shape/label"),
        "shape_name": "Measure has a label",
        "component": MIN,
    }
    return Result(**{**given, **fields})


MIXED = Report.of(
    [
        result(focus_label="Red teaming", file="data/a b.ttl", line=7),
        result(
            severity=Severity.WARNING,
            shape=Iri(BASE + "shape/other"),
            shape_name="Other",
            value=Literal('x "y"', LANG, "en"),
            path="<urn:p> / ^<urn:q>",
            message=f"see {BASE}id/measure/m/A9 now",
        ),
        result(
            severity=Severity.INFO,
            shape=Iri("urn:s"),
            focus=BlankNode("b0"),
            value=Iri("urn:v"),
            path=None,
            message="note",
        ),
    ]
)


def written(report, form="human", **options):
    target = io.StringIO()
    write(report, target, form, **options)
    return target.getvalue()


def test_people_read_blocks_by_shape():
    assert written(MIXED) == (
        "violation: Measure has a label [shape/label]\n"
        "  Give it a label.\n"
        '  - m/A1  "Red teaming"  skos:prefLabel  (data/a b.ttl:7)\n'
        "\n"
        "warning: Other [shape/other]\n"
        "  see m/A9 now\n"
        '  - m/A1  <urn:p> / ^<urn:q> = "x \\"y\\""@en\n'
        "\n"
        "info: Measure has a label [urn:s]\n"
        "  note\n"
        "  - _:b0  urn:v\n"
        "\n"
        "1 violation, 1 warning, 1 note\n"
    )


def test_people_see_the_first_of_many_unless_they_ask_for_all():
    report = Report.of(result(number) for number in range(10, 22))
    short, long = written(report), written(report, verbose=True)
    assert short.count("\n  - ") == 5
    assert "  ... and 7 more\n" in short
    assert long.count("\n  - ") == 12
    assert "more" not in long
    assert short.endswith("12 violations, 0 warnings, 0 notes\n")


def test_messages_that_differ_stand_with_their_results():
    text = written(Report.of([result(1, message="one"), result(2, message="two")]))
    assert "  - m/A1  skos:prefLabel\n    one\n  - m/A2  skos:prefLabel\n    two\n" in text


def test_long_values_are_cut():
    text = written(Report.of([result(value=Literal("x" * 500))]))
    assert max(map(len, text.splitlines())) < 130


def test_json_holds_all_that_is_known():
    read = json.loads(written(MIXED, "json"))
    assert read["conforms"] is False
    assert read["counts"] == {"violation": 1, "warning": 1, "info": 1}
    assert read["results"][0] == {
        "severity": "violation",
        "focus": MEASURE,
        "id": "m/A1",
        "label": "Red teaming",
        "path": "<http://www.w3.org/2004/02/skos/core#prefLabel>",
        "value": None,
        "message": "Give it a label.",
        "shape": BASE + "shape/label",
        "shapeName": "Measure has a label",
        "component": str(MIN),
        "file": "data/a b.ttl",
        "line": 7,
    }
    values = [each["value"] for each in read["results"][1:]]
    assert values == [
        {"type": "literal", "value": 'x "y"', "xml:lang": "en"},
        {"type": "uri", "value": "urn:v"},
    ]
    assert read["results"][2]["focus"] == "_:b0"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (BlankNode("b"), {"type": "bnode", "value": "b"}),
        (
            Literal("1", Iri("urn:int")),
            {"type": "literal", "value": "1", "datatype": "urn:int"},
        ),
    ],
)
def test_json_tells_each_kind_of_value(value, expected):
    read = json.loads(written(Report.of([result(value=value)]), "json"))
    assert read["results"][0]["value"] == expected


def test_sarif_is_as_the_standard_has_it(tmp_path):
    here = tmp_path / "a.ttl"
    report = Report.of([*MIXED.results, result(3, file=str(here), line=2)])
    log = json.loads(written(report, "sarif"))
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-schema-2.1.0.json")
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "mitigraph"
    assert {rule["id"] for rule in driver["rules"]} == {r.shape for r in report.results}
    assert len(driver["rules"]) == 3
    assert [each["level"] for each in run["results"]] == ["error", "error", "warning", "note"]
    for each in run["results"]:
        rule = driver["rules"][each["ruleIndex"]]
        assert rule["id"] == each["ruleId"]
        assert rule["defaultConfiguration"]["level"] == each["level"]
        assert rule["shortDescription"]["text"]
        assert each["message"]["text"]
        assert each["locations"][0]["logicalLocations"][0]["fullyQualifiedName"]
    places = [each["locations"][0].get("physicalLocation") for each in run["results"]]
    assert places == [
        {"artifactLocation": {"uri": "data/a%20b.ttl"}, "region": {"startLine": 7}},
        {"artifactLocation": {"uri": here.as_uri()}, "region": {"startLine": 2}},
        None,
        None,
    ]


def test_sarif_fingerprints_outlive_a_new_line_and_tell_results_apart():
    def fingerprints(*results):
        (run,) = json.loads(written(Report.of(results), "sarif"))["runs"]
        return [each["partialFingerprints"]["mitigraphResult/v1"] for each in run["results"]]

    assert fingerprints(result(file="a.ttl", line=1)) == fingerprints(result(file="a.ttl", line=9))
    assert len(set(fingerprints(result(1), result(2), result(1, value=Literal("x"))))) == 3


def test_an_empty_sarif_log_has_a_run():
    (run,) = json.loads(written(Report(), "sarif"))["runs"]
    assert run["results"] == []
    assert run["tool"]["driver"]["rules"] == []


def test_turtle_is_a_validation_report():
    text = written(MIXED, "ttl")
    graph = Graph().parse(data=text, format="turtle")
    (report,) = graph.subjects(predicate=None, object=SH.ValidationReport)
    assert str(graph.value(report, SH.conforms)) == "false"
    results = list(graph.objects(report, SH.result))
    assert len(results) == 3
    assert all(isinstance(each, URIRef) for each in results)
    for each in results:
        for required in (
            SH.focusNode,
            SH.resultSeverity,
            SH.sourceShape,
            SH.sourceConstraintComponent,
            SH.resultMessage,
        ):
            assert len(list(graph.objects(each, required))) == 1
    assert "sh:resultPath ( <urn:p> [ sh:inversePath <urn:q> ] )" in text


def test_turtle_conforms_only_without_any_result():
    assert "sh:conforms true" in written(Report(), "ttl")
    assert "sh:conforms false" in written(Report.of([result(severity=Severity.INFO)]), "ttl")


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_report_gives_the_same_bytes(form, store_of, shapes_of):
    shapes = [
        shapes_of("ex:S sh:targetClass ex:C ; sh:property [ sh:path ex:p ; sh:minCount 1 ] .")
    ]
    texts = {
        written(check(store_of(f"{subjects} a ex:C ."), shapes=shapes), form)
        for subjects in ("ex:b a ex:C . ex:a", "ex:a a ex:C . ex:b")
    }
    assert len(texts) == 1
    assert "urn:ex:a" in texts.pop()


def test_an_unknown_form_is_refused_with_the_known_ones():
    with pytest.raises(UnsupportedFormatError, match="human, json, sarif, ttl"):
        written(MIXED, "pdf")
