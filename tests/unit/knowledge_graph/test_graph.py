from __future__ import annotations

import json

import pytest

import mitigraph as mg
from mitigraph.errors import AmbiguousTermError, QueryError
from mitigraph.knowledge_graph import standalone
from mitigraph.terms import BASE, MG, Iri, Literal, Quad, measure_iri


@pytest.fixture(scope="module")
def kb(shipped):
    return shipped


def test_a_graph_beside_its_own_export_holds_each_statement_once(kb, tmp_path):
    path = tmp_path / "whole.ttl"
    kb.export(path)
    both = mg.load(path)
    named = [q[:3] for q in both.store.quads() if not str(q.subject).startswith("b")]
    measures = [q for q in named if str(q[0]).startswith(BASE + "id/measure/")]
    assert len(measures) == len(set(measures))
    assert [m.id for m in both.measures()] == [m.id for m in kb.measures()]
    assert both.coverage() == kb.coverage()


def test_filters_mean_and_between_and_or_within(kb):
    either = {m.id for m in kb.measures(actor=["deployer", "governance-actor"])}
    assert either == {m.id for m in kb.measures(actor="deployer")} | {
        m.id for m in kb.measures(actor="governance-actor")
    }
    both = {m.id for m in kb.measures(actor="deployer", function="manage")}
    assert both == {m.id for m in kb.measures(actor="deployer")} & {
        m.id for m in kb.measures(function="manage")
    }


def test_a_broad_value_covers_the_narrower_ones(kb):
    below = {
        m.id
        for code in ("1.1.1", "1.1.2", "1.1.3", "1.1.4", "1.1.9")
        for m in kb.measures(category=f"airi-mitigation/2/{code}")
    }
    under = kb.measures(category="airi-mitigation/2/1.1")
    itself = {m.id for m in under if "airi-mitigation/2/1.1" in [c.id for c in m.category]}
    assert itself
    assert {m.id for m in under} == below | itself
    assert {m.id for m in kb.measures(stage="Before deployment")} >= {
        m.id for m in kb.measures(stage="verify-and-validate")
    }


@pytest.mark.parametrize(
    "name",
    [
        "A1019",
        "a1428",
        "mit-2025/A1019",
        "measure/mit-2025/A1019",
        "mgd:measure/mit-2025/A1019",
        "https://w3id.org/mitigraph/id/measure/mit-2025/A1019",
        "adversarial robustness",
        "hardening against jailbreaks",
    ],
)
def test_a_measure_is_found_by_every_name_it_has(kb, name):
    assert kb.measure(name).id == "mit-2025/A1019"


@pytest.mark.parametrize(
    "name",
    ["developer", "Developer", "actor/developer", "actor/1/developer", "mgs:actor/1/developer",
     "scheme/actor/1/developer", Iri("https://w3id.org/mitigraph/scheme/actor/1/developer")],
)  # fmt: skip
def test_a_concept_is_found_by_every_name_it_has(kb, name):
    found = kb.measures(actor=name)
    assert "mit-2025/A1019" in {m.id for m in found}
    assert all("actor/1/developer" in [c.id for c in m.actor] for m in found)


def test_a_code_of_two_versions_is_ambiguous(kb):
    with pytest.raises(
        AmbiguousTermError, match=r"say airi-mitigation/1/1\.1 or airi-mitigation/2/1\.1"
    ):
        kb.measures(category="1.1")


def test_unlike_filters_are_refused(kb):
    with pytest.raises(QueryError, match="no parameter colour"):
        kb.measures(colour="red")


def test_a_record_without_any_classification_says_so(tmp_path):
    path = tmp_path / "bare.ttl"
    path.write_text(f"<{measure_iri('own', 'M1')}> a <{MG['Measure']}> .", encoding="utf-8")
    own = mg.load(path)
    record = own.measure("own/M1")
    assert (record.label, record.category, record.status, record.preliminary) == (
        "own/M1",
        (),
        (),
        False,
    )
    table = own.coverage()
    assert (table.measures, table.not_assessed) == (831, {"actor": 1, "stage": 1})


def test_broken_data_can_be_listed_and_shown(tmp_path):
    path = tmp_path / "broken.ttl"
    path.write_text(
        "@prefix mg: <https://w3id.org/mitigraph/ns#> .\n"
        '_:b a mg:Measure . <urn:x:m> a mg:Measure ; mg:describedIn "no IRI", _:s ; mg:actor "x" .',
        encoding="utf-8",
    )
    own = mg.load(path)
    assert {"urn:x:m"} <= {m.id for m in own.measures()}
    assert own.measure("urn:x:m").source
    assert not own.check().conforms


def test_standalone_derives_from_the_statements_alone(kb):
    measure, node = measure_iri("mit-2025", "A1019"), Iri(BASE + "id/assessment/0000000000000000")
    scheme = Iri(BASE + "scheme/actor/1")
    own = standalone(
        [
            Quad(measure, Iri("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), MG["Measure"]),
            Quad(node, MG["assesses"], measure),
            Quad(node, MG["inScheme"], scheme),
            Quad(node, MG["outcome"], Iri(BASE + "scheme/outcome/1/assigned")),
            Quad(node, MG["assigns"], Iri(scheme + "/user")),
        ]
    )
    said = {(q.predicate, q.object) for q in own.store.quads() if q.subject == measure}
    assert (MG["actor"], Iri(scheme + "/user")) in said
    assert (MG["actor"], Iri(scheme + "/developer")) not in said


def test_query_takes_names_and_terms(kb):
    by_name = list(kb.query("measures-by-facet", actor="deployer", function=["manage", "measure"]))
    by_term = list(
        kb.query(
            "measures-by-facet",
            actor=Iri(BASE + "scheme/actor/1/deployer"),
            function=[
                Iri(BASE + "scheme/function/1/manage"),
                Iri(BASE + "scheme/function/1/measure"),
            ],
        )
    )
    assert by_name == by_term != []
    text = "SELECT ?m { VALUES ?label { UNDEF } ?m skos:prefLabel ?label }"
    rows = list(kb.query(text, label=Literal("Data curation", language="en")))
    assert [str(row[0]) for row in rows] == [measure_iri("mit-2025", "A1022")]


def test_an_export_of_a_selection_holds_that_selection(kb, tmp_path):
    path = tmp_path / "some.json"
    kb.export(path, actor="deployer")
    assert [row["id"] for row in json.loads(path.read_text())] == [
        m.id for m in kb.measures(actor="deployer")
    ]


def test_without_preliminary_data_nothing_rests_on_it(kb, tmp_path):
    path = tmp_path / "settled.ttl"
    kb.export(path, preliminary=False)
    settled = mg.read(path)
    preliminary = Iri(BASE + "scheme/review-status/1/preliminary")
    pointing = [
        q
        for q in settled.store.quads()
        if q.object == preliminary and q.predicate == MG["restsOnStatus"]
    ]
    assert pointing == []
    measures = settled.measures(actor="developer")
    assert measures
    assert all(not m.preliminary for m in settled.measures())
    assert {c.id.rpartition("/")[0] for m in settled.measures() for c in m.category} == {
        "airi-mitigation/1"
    }
