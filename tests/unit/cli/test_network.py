"""`similar`, `graph metrics`, `graph facets` and the drawing of `show`."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET

SVG = "{http://www.w3.org/2000/svg}"


def test_similar_says_what_is_shared_and_reviewed(run):
    code, out, _ = run("similar", "A0002", "--limit", "40", "-f", "tsv")
    header, *rows = (line.split("\t") for line in out.splitlines())
    assert code == 0
    assert header == ["score", "id", "label", "shared", "reviewed"]
    assert len(rows) == 40
    reviewed = {row[1]: row[4] for row in rows}
    assert reviewed["mit-2025/A1010"] == "same cluster; the same (0.75)"
    assert all("category: " in row[3] for row in rows[:3])


def test_similar_in_json_has_the_parts_of_the_score(run):
    first = json.loads(run("similar", "A1019", "--limit", "1", "-f", "json")[1])[0]
    assert first["by_aspect"]["actor"] == 1
    assert first["shared"]["actor"] == ["Developer"]
    assert 0 < first["score"] < 1


def test_similar_takes_measures_alone(run):
    code, out, err = run("similar", "A1O19")
    assert (code, out) == (2, "")
    assert err.startswith('mitigraph: no measure "A1O19"; did you mean ')


def test_metrics_in_tables_and_json_agree(run):
    metrics = ("graph", "metrics", "--projection", "category-tree")
    code, out, err = run(*metrics, "-f", "json")
    found = json.loads(out)
    assert code == 0
    assert err.startswith("category-tree: 94 nodes, 92 edges, 2 parts; ")
    communities = run(*metrics, "--part", "communities", "-f", "tsv")[1].splitlines()
    assert [line.split("\t")[1] for line in communities[1:]] == [
        one["label"] for one in found["communities"]
    ]
    nodes = run(*metrics, "-f", "csv", "--limit", "3")[1].splitlines()
    assert len(nodes) == 4
    assert nodes[1].startswith(found["nodes"][0]["id"])


def test_the_table_has_every_part_and_measures_first(run):
    out = run("graph", "metrics", "-f", "md", "--limit", "2")[1]
    heads = [line.partition(" of ")[0] for line in out.splitlines() if line.startswith("## ")]
    assert heads == ["## Nodes, 2", "## Communities, 2", "## Articulations, 2", "## Bridges, 2"]
    after = out.partition("## Articulations")[2].splitlines()
    assert "| measure |" in after[4]


def test_metrics_of_what_is_unknown(run):
    code, _, err = run("graph", "metrics", "--projection", "galaxy")
    assert code == 2
    assert 'unknown format "galaxy"' in err
    code, _, err = run("graph", "metrics", "--projection", "category-tree", "--backend", "gpu")
    assert code == 2
    assert 'no NetworkX backend "gpu" is installed; installed: networkx' in err


def test_the_facets_are_drawn_with_the_numbers_of_the_coverage(run):
    table = json.loads(run("coverage", "-f", "json")[1])
    cell = next(one for one in table if one["measures"] and not one["residual"])
    says = f"{cell['row_label']} and {cell['column_label']}: {cell['measures']}."
    root = ET.fromstring(run("graph", "facets")[1])  # noqa: S314 - it is our own
    assert says in root.findtext(f"{SVG}desc")
    flow = run("graph", "facets", "-f", "mermaid")[1]
    assert f'---|"{cell["measures"]}"|' in flow
    listed = {row["id"]: row for row in json.loads(run("list", "actors", "-f", "json")[1])}
    assert f"{listed['actor/1/developer']['measures']} measures<br/>actor" in flow


def test_show_draws_a_measure(run):
    root = ET.fromstring(run("show", "A1019", "-f", "svg")[1])  # noqa: S314 - it is our own
    assert root.findtext(f"{SVG}title") == "Adversarial Robustness and what it is related to"
    assert "Adversarial Robustness is taken by Developer." in root.findtext(f"{SVG}desc")
    assert "accTitle: Adversarial Robustness" in run("show", "A1019", "-f", "mermaid")[1]
    code, out, err = run("show", "actor/developer", "-f", "svg")
    assert (code, out) == (2, "")
    assert "no measure" in err
