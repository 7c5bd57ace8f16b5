from __future__ import annotations

import json
import sys

import pytest

from mitigraph import knowledge_graph
from mitigraph.agreement import RESAMPLES, SEED
from mitigraph.cli.app import app
from mitigraph.resources import data_root

TURTLE = """
@base <https://w3id.org/mitigraph/> .
@prefix mg: <https://w3id.org/mitigraph/ns#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
"""
GIVEN = {
    "M1": ("developer", "developer"),
    "M2": ("deployer", "user"),
    "M3": ("user", "user"),
    "M4": ("deployer", "deployer"),
}


@pytest.fixture(autouse=True)
def own_data_alone(monkeypatch, loaded_once):
    """Leave the shipped coding passes out where a test brings codings of its own."""
    load = knowledge_graph.load

    def lighter(*files, **options):
        return load(*files, **options | ({"passes": False} if files else {}))

    monkeypatch.setattr(knowledge_graph, "load", lighter)


@pytest.fixture
def data(tmp_path):
    parts = [TURTLE]
    for measure, values in GIVEN.items():
        parts += [
            f"<id/assessment/{measure}-{who}> mg:assesses <id/measure/own/{measure}> ; "
            f"mg:inScheme <scheme/actor/1> ; mg:assigns <scheme/actor/1/{value}> ; "
            "mg:outcome <scheme/outcome/1/assigned> ; "
            "mg:reviewStatus <scheme/review-status/1/curated> ; "
            f"prov:wasAttributedTo <id/agent/{who}> ."
            for who, value in zip(("ann", "bob"), values, strict=True)
        ]
    path = tmp_path / "codings.ttl"
    path.write_text("\n".join(parts), encoding="utf-8")
    return str(path)


def test_a_table_with_its_notes_apart(run, data):
    code, out, err = run("agreement", "ann", "bob", "-d", data, "--format", "table")
    assert code == 0
    assert out.splitlines()[2].startswith("actor/1   1       4          75.0 [")
    assert "Superseded classifications count" in err
    assert "seed 1" in err


def test_the_same_seed_prints_the_same_bytes(run, data):
    words = ("agreement", "ann", "bob", "-d", data, "--format", "json", "--resamples", "200")
    first = run(*words)[1]
    assert run(*words)[1] == first
    row, other = (json.loads(out)["levels"][0] for out in (first, run(*words, "--seed", "9")[1]))
    assert row["agreement"] == other["agreement"] == 0.75


def test_values_and_confusion(run, data):
    words = ("agreement", "ann", "bob", "-d", data, "--scheme", "actor", "--format")
    out = run(*words, "md", "--values", "--confusion")[1]
    assert "| Deployer | 2 | 1 | 1 | 0.667 |" in out
    assert "| Deployer | User | 1 |" in out
    assert "actor/1\tactor/1/deployer\tDeployer\t2\t1\t1\t" in run(*words, "tsv", "--values")[1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("ann",), "name two assessors"),
        (("ann", "bbo", "--scheme", "actor"), 'no assessor "bbo"'),
        (("ann", "ann"), "not compared with itself"),
        (("ann", "bob", "--values", "--confusion", "-f", "csv"), "csv holds one table"),
        (("ann", "bob", "--resamples", "3"), "--resamples"),
        (("ann", "bob", "--scheme", "actr"), 'no scheme "actr"'),
    ],
)
def test_wrong_usage_is_said_in_words(run, data, words, said):
    code, out, err = run("agreement", *words, "-d", data)
    assert (code, out) == (2, "")
    assert said in err


def test_without_the_extra_it_says_which(run, data, monkeypatch):
    monkeypatch.setitem(sys.modules, "numpy", None)
    code, out, err = run("agreement", "ann", "bob", "-d", data)
    assert (code, out) == (3, "")
    assert 'pip install "mitigraph[agreement]"' in err


def test_the_defaults_are_those_of_the_library():
    defaults = {one.name: one.default for one in app.commands["agreement"].params}
    assert (defaults["resamples"], defaults["seed"]) == (RESAMPLES, SEED)


@pytest.mark.parametrize(
    "words",
    [
        ("--values", "--confusion"),
        ("airi-navigator", "mitigraph-curators", "--scheme", "airi-mitigation/2", "--values"),
    ],
)
def test_the_published_figures_are_what_the_command_prints(run, words):
    published = (data_root() / "ontology/coding/agreement.md").read_text(encoding="utf-8")
    code, out, _ = run("agreement", *words, "--format", "md")
    assert code == 0
    assert out.strip() in published
