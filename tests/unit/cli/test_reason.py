"""`reason`, and `list measures --class`."""

from __future__ import annotations

import json

import pytest

from mitigraph.reader import read_into
from mitigraph.store.oxigraph import OxigraphStore
from mitigraph.terms import MG, PREFIXES, Iri

TYPE = Iri(PREFIXES["rdf"] + "type")
PREFIXED = "".join(f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in ("mg", "owl", "rdfs"))
OWN = """
<urn:x:Ours> a owl:Class ; rdfs:label "our measure"@en ; owl:equivalentClass [
    owl:intersectionOf ( mg:TrainingTimeMeasure mg:ContestedMeasure ) ] .
"""


@pytest.fixture
def own(tmp_path):
    def write(turtle):
        path = tmp_path / "own.ttl"
        path.write_text(PREFIXED + turtle, encoding="utf-8")
        return path

    return write


def test_reason_says_what_each_rule_added(run):
    code, out, err = run("reason", "-f", "json")
    added = {row["rule"]: row["statements"] for row in json.loads(out)}
    assert code == 0
    assert added["02-facet-closure"] > 10_000
    assert added["class-members"] > 10_000
    assert err == f"{sum(added.values())} statements follow; no contradiction\n"


def test_reason_writes_what_follows(run, tmp_path):
    target = tmp_path / "inferred.nt"
    code, _, _ = run("reason", "-o", target)
    store = OxigraphStore()
    read_into(store, target)
    kinds = {quad.object for quad in store.quads() if quad.predicate == TYPE}
    assert code == 0
    assert {MG["TrainingTimeMeasure"], MG["ContestedMeasure"]} <= kinds


def test_a_contradiction_ends_with_1_and_is_said_in_words(run, own):
    fault = own("<https://w3id.org/mitigraph/id/measure/mit-2025/A1019> a mg:Source .")
    code, out, err = run("reason", "-d", fault, "-f", "json")
    (told,) = [row for row in json.loads(out) if row["result"] == "contradiction"]
    assert code == 1
    assert told["words"].startswith("mit-2025/A1019 is in mg:Measure and in mg:Source")
    assert err.endswith("; 1 contradiction\n")


def test_an_unknown_ending_is_told_before_the_work_is_done(run, tmp_path):
    code, out, err = run("reason", "-o", tmp_path / "inferred.docx")
    assert (code, out) == (2, "")
    assert err.startswith('mitigraph: unknown format "inferred.docx"')


def test_without_java_hermit_ends_with_3(run, monkeypatch):
    pytest.importorskip("owlready2", reason="needs the extra owl")
    monkeypatch.setattr("mitigraph.reason.dl.premises", lambda _: [])
    monkeypatch.setenv("PATH", "")
    code, out, err = run("reason", "--engine", "hermit")
    assert (code, out) == (3, "")
    assert err == "mitigraph: reasoning with HermiT needs Java, which was not found\n"


def test_measures_of_a_named_class(run):
    code, out, _ = run("list", "measures", "--class", "TrainingTimeMeasure", "-f", "json")
    rows = json.loads(out)
    assert code == 0
    assert "mit-2025/A1019" in {row["id"] for row in rows}
    assert all("lifecycle/1/build-and-use-model" in row["stage"] for row in rows)
    assert all(any(c.startswith("airi-mitigation/2/1.1") for c in row["category"]) for row in rows)


@pytest.mark.parametrize(
    "name",
    [
        "mg:DeveloperMeasure",
        "developer measure",
        "https://w3id.org/mitigraph/ns#DeveloperMeasure",
        "class/actor/1/developer",
        "actor/1/developer",
    ],
)
def test_a_class_has_several_names(run, name):
    _, by_class, _ = run("list", "measures", "--class", name, "-f", "tsv")
    _, by_facet, _ = run("list", "measures", "--actor", "developer", "-f", "tsv")
    assert by_class == by_facet


def test_a_class_and_a_filter_must_both_hold_and_of_two_classes_either(run):
    def ids(*options):
        _, out, _ = run("list", "measures", *options, "-f", "json")
        return {row["id"] for row in json.loads(out)}

    contested, users = ids("--class", "ContestedMeasure"), ids("--class", "UserMeasure")
    assert ids("--class", "ContestedMeasure", "--class", "UserMeasure") == contested | users
    narrowed = ids("--class", "ContestedMeasure", "--stage", "build-and-use-model")
    assert narrowed == contested & ids("--stage", "build-and-use-model")
    assert narrowed < contested


def test_a_users_own_class(run, own):
    _, out, _ = run("list", "measures", "--class", "our measure", "-d", own(OWN), "-f", "json")
    assert {row["id"] for row in json.loads(out)} >= {"mit-2025/A1019"}


@pytest.mark.parametrize(
    ("name", "near"), [("TrainingTimMeasure", "mg:TrainingTimeMeasure"), ("SupportingOpinion", "")]
)
def test_an_unknown_class_is_told_with_what_comes_nearest(run, name, near):
    code, out, err = run("list", "measures", "--class", name)
    assert (code, out) == (2, "")
    assert err.startswith(f'mitigraph: no class of measures "{name}"; ')
    assert near in err


def test_a_class_goes_with_measures_alone(run):
    code, _, err = run("list", "actors", "--class", "DeveloperMeasure")
    assert code == 2
    assert "filters go with measures" in err
