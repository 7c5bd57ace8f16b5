from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

BAD_TURTLE = "@prefix a: <urn:a#> .\na:b a:c .\n"
LISTED = ("list", "measures", "--category", "airi-mitigation/2/1.1.2")
DATABASE = (
    "\ufeffAction ID,Action Name,Action Definition,Action Source,MitigationCode\n"
    "A9001_Uuk2024,Test models,Try the model out.,Uuk2024,3.1 Testing & Auditing\n"
    "A9002_Uuk2024,Keep a board,Does the firm have one?,Uuk2024,1.1 Board Structure & Oversight\n"
)


def test_list_gives_the_measures_that_fit_as_json(run):
    code, out, err = run(
        "list",
        "measures",
        "--actor",
        "developer",
        "--stage",
        "build-and-use-model",
        "--function",
        "manage",
        "--format",
        "json",
    )
    rows = json.loads(out)
    assert code == 0
    assert "Adversarial Robustness" in [row["label"] for row in rows]
    assert {"id", "label", "category", "actor", "stage", "function", "source", "status"} <= set(
        rows[0]
    )
    assert all("actor/1/developer" in row["actor"] for row in rows)
    assert f"{len(rows)} measures" in err


def test_list_in_a_pipe_is_tsv(run):
    _, out, _ = run(*LISTED)
    rows = list(csv.reader(io.StringIO(out), delimiter="\t"))
    assert rows[0][:3] == ["id", "label", "category"]
    assert {"mit-2025/A1019", "mit-2025/A1026"} <= {row[0] for row in rows[1:]}
    assert [row[1].casefold() for row in rows[1:]] == sorted(row[1].casefold() for row in rows[1:])


@pytest.mark.parametrize(
    "what", ["categories", "actors", "stages", "functions", "risks", "sources", "schemes"]
)
def test_list_lists_everything_else_too(run, what):
    code, out, _ = run("list", what, "--format", "json")
    assert code == 0
    assert len(json.loads(out)) > 3


def test_filters_go_with_measures_only(run):
    code, _, err = run("list", "actors", "--stage", "deploy")
    assert code == 2
    assert "filters go with measures" in err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("show", "A9999999"), 'no measure "A9999999"'),
        (("show", "Adversarial Robustnes"), "did you mean mit-2025/A1019 or "),
        (("list", "measures", "--actor", "developr"), "did you mean actor/1/developer"),
        (("list", "measures", "--category", "3.1"), "ambiguous; say airi-mitigation/1/3.1 or"),
        (("query", "measures-by-facett"), "did you mean measures-by-facet"),
        (
            ("query", "measures-by-facet", "-p", "colour=red"),
            "no parameter colour; known: category",
        ),
        (("tree", "nothing"), 'no scheme "nothing"'),
        (("coverage", "--rows", "colour"), 'no facet "colour"'),
        (("convert", "missing.ttl", "out.nt"), "missing.ttl"),
        (("export", "colour"), 'unknown format "colour"'),
        (("query", "SELECT * { ?s ?p"), "line 1"),
        (("query", "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"), "SERVICE"),
        (("list", "--colour"), "No such option"),
    ],
)
def test_a_wrong_word_is_one_clear_error(run, arguments, words):
    code, out, err = run(*arguments)
    assert code == 2
    assert out == ""
    assert words in err
    assert "Traceback" not in err


def test_show_tells_who_said_what_and_why(run):
    code, out, _ = run("show", "A1428")
    assert code == 0
    for words in (
        "Adversarial Robustness [mit-2025/A1019]",
        "PRELIMINARY",
        "1 AI System > 1.1 Model > 1.1.2 Learning Objectives",
        "actor: Developer",
        "by AIRI navigator classifier, no date given",
        "Several, as a consensus",
        "weaker for Democratic processes",
        "(2024). Effective Mitigations",
        "A1428 in airi-navigator",
    ):
        assert words in " ".join(out.split())


def test_show_as_json_and_markdown(run):
    record = json.loads(run("show", "A1019", "--format", "json")[1])
    assert len(record["opinions"]) == 10
    assert record["category"] == ["airi-mitigation/1/2.3", "airi-mitigation/2/1.1.2"]
    assert run("show", "A1019", "--format", "md")[1].startswith("# Adversarial Robustness")


def test_search_forgives_typos(run):
    rows = json.loads(run("search", "jailbrake", "resistence", "--format", "json")[1])
    assert rows[0]["id"] == "mit-2025/A1019"
    assert rows[0]["matched"] == "jailbreak resistance"


def test_tree_counts_measures(run):
    out = run("tree", "airi-mitigation/2")[1]
    found = dict(re.findall(r"─ (1[.0-9]*) .*?  (\d+|none)\b", out))
    assert int(found["1.1"]) >= sum(int(found[f"1.1.{n}"]) for n in (1, 2, 3))
    assert int(found["1.1.2"]) == len(json.loads(run(*LISTED, "--format", "json")[1])) > 2
    rows = json.loads(run("tree", "actor", "--format", "json")[1])
    assert [row["id"] for row in rows][:2] == ["actor/1/developer", "actor/1/deployer"]


def test_coverage_calls_an_empty_cell_a_gap_and_keeps_residual_values_apart(run):
    cells = json.loads(run("coverage", "--format", "json")[1])
    gaps = [cell for cell in cells if cell["gap"]]
    assert gaps
    assert not any(cell["residual"] for cell in gaps)
    _, out, err = run("coverage", "--format", "table")
    assert "gap" in out
    assert "(residual)" in out
    assert "cells are gaps" in err


def test_query_runs_a_file_a_name_and_standard_input(run, tmp_path, monkeypatch):
    text = "SELECT (COUNT(?m) AS ?n) ('a' AS ?x) { ?m a mg:Measure }"
    path = tmp_path / "count.rq"
    path.write_text(text, encoding="utf-8")
    assert json.loads(run("query", path, "--format", "json")[1]) == [{"n": 830, "x": "a"}]
    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    answer = json.loads(run("query", "-", "--format", "srj")[1])
    assert answer["head"]["vars"] == ["n", "x"]
    assert answer["results"]["bindings"][0]["n"]["value"] == "830"
    rows = json.loads(
        run("query", "measures-by-facet", "-p", "actor=deployer", "--format", "json")[1]
    )
    assert {"measure", "label"} == set(rows[0])


def test_query_answers_ask_and_construct(run):
    assert run("query", "ASK { ?m a mg:Measure }")[1] == "true\n"
    _, out, _ = run("query", "CONSTRUCT { ?m a mg:Measure } WHERE { ?m a mg:Measure }")
    assert "mg:Measure" in out
    code, _, err = run("query", "CONSTRUCT WHERE { ?m a mg:Measure }", "--format", "csv")
    assert code == 2
    assert "turtle" in err


def test_queries_lists_and_shows(run):
    names = [row["name"] for row in json.loads(run("queries", "--format", "json")[1])]
    assert "measures-by-facet" in names
    assert run("queries", "measures-by-facet")[1].startswith("#+ summary:")
    assert run("queries", "--tag", "nothing")[0] == 2


def test_the_shipped_graph_conforms(run):
    code, out, _ = run("check", "--format", "json")
    assert code == 0, out
    report = json.loads(out)
    assert report["conforms"] is True


def test_check_names_file_line_and_remedy_and_ends_with_1(run, tmp_path):
    path = tmp_path / "mine.ttl"
    path.write_text(
        "@prefix mg: <https://w3id.org/mitigraph/ns#> .\n\n"
        "<https://w3id.org/mitigraph/id/measure/own/M1> a mg:Measure .\n",
        encoding="utf-8",
    )
    code, out, _ = run("check", path)
    assert code == 1
    assert "own/M1" in out
    assert f"{path}:3" in out
    assert "skos:prefLabel" in out


def test_import_export_convert_and_diff_keep_everything(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("db.csv").write_text(DATABASE, encoding="utf-8")
    code, _, err = run("import", "mit-database", "db.csv", "-o", "mit.ttl", "--report", "r.json")
    assert code == 0
    assert "2 rows in = 2 made + 0 refused; warnings: 1 wrong-type" in err
    assert json.loads(Path("r.json").read_text())["made"] == 2
    rows = json.loads(
        run("-d", "mit.ttl", "list", "--category", "airi-mitigation/1/3.1", "-f", "json")[1]
    )
    assert "mit-2025/A9001" in [row["id"] for row in rows]
    assert run("check", "mit.ttl")[0] == 0
    assert run("export", "jsonld", "-o", "a.jsonld")[0] == 0
    assert run("convert", "a.jsonld", "b.ttl")[0] == 0
    assert run("diff", "a.jsonld", "b.ttl", "--exit-code") == (0, "no change\n", "")
    assert run("diff", "a.jsonld", "--exit-code")[:2] == (0, "no change\n")


def test_diff_says_what_changed(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    label = '<urn:x:a> <http://www.w3.org/2004/02/skos/core#prefLabel> "{}"@en .\n'
    Path("old.ttl").write_text(label.format("Audit"), encoding="utf-8")
    Path("new.ttl").write_text(label.format("Audits"), encoding="utf-8")
    code, out, _ = run("diff", "old.ttl", "new.ttl", "--exit-code")
    assert code == 1
    assert "urn:x:a Audits: Audit -> Audits" in out
    assert (
        json.loads(run("diff", "old.ttl", "new.ttl", "-f", "json")[1])["changes"][0]["kind"]
        == "relabelled"
    )


def test_a_failed_export_leaves_what_stood_there(run, tmp_path):
    path = tmp_path / "out.ttl"
    path.write_text("before", encoding="utf-8")
    assert run("export", "turtle", "--actor", "nobody", "-o", path)[0] == 2
    assert path.read_text() == "before"
    assert [entry.name for entry in tmp_path.iterdir()] == ["out.ttl"]
    code, _, err = run("export", "turtle", "-o", tmp_path / "none" / "out.ttl")
    assert code == 2
    assert "can't write" in err


def test_own_measures_come_in_by_csv(run, tmp_path):
    template = tmp_path / "own.csv"
    template.write_text(run("import", "csv", "--template")[1], encoding="utf-8")
    out = tmp_path / "own.ttl"
    code, _, err = run(
        "import", "csv", template, "-o", out, "--dataset", "acme", "--date", "2026-11-23"
    )
    assert (code, "2 rows in = 2 made + 0 refused" in err) == (0, True)
    rows = json.loads(run("list", "-d", out, "--stage", "verify-and-validate", "-f", "json")[1])
    assert "acme/M-1" in [row["id"] for row in rows]
    assert run("check", out)[0] == 0
    assert run("import", "csv")[0] == 2


def test_a_refused_row_ends_with_1_and_is_named(run, tmp_path):
    path = tmp_path / "own.csv"
    path.write_text(
        "id,label,source,actor\nM-1,One,Acme,nobody\nM-2,Two,Acme,user\n", encoding="utf-8"
    )
    code, _, err = run("import", "csv", path, "-o", tmp_path / "own.ttl")
    assert code == 1
    assert "row 1 (line 2): M-1: error [unknown-term]" in err
    assert "2 rows in = 1 made + 1 refused" in err


COMMANDS = (
    "list show search tree coverage query queries check import export convert diff completion"
)


@pytest.mark.parametrize("command", COMMANDS.split())
def test_every_command_has_help_with_an_example(run, command):
    code, out, _ = run(command, "--help")
    assert code == 0
    assert f"Example: mitigraph {command}" in " ".join(out.split())


CLOSED_PIPE = """
import subprocess, sys
command = [sys.executable, "-m", "mitigraph", "list"]
ran = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
ran.stdout.close()
said = ran.stderr.read()
ran.wait()
sys.exit(b"Traceback" in said)
"""


def test_a_closed_pipe_ends_quietly():
    ran = subprocess.run([sys.executable, "-c", CLOSED_PIPE], check=False, timeout=60)
    assert ran.returncode == 0
