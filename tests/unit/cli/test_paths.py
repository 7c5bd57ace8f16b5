"""`paths` in every format, with one clear line for what can't be."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET


def test_text_tells_relations_and_directions(run):
    code, out, err = run("paths", "A1019", "developer")
    assert (code, err) == (0, "")
    assert out == (
        "1. 1 step\n"
        "   Adversarial Robustness  [mit-2025/A1019]  measure\n"
        "     ── is taken by ─▶\n"
        "   Developer  [actor/1/developer]  actor\n"
    )


def test_json_mermaid_and_svg_hold_the_same_nodes(run, tmp_path):
    arguments = ("paths", "A1019", "MANAGE-1.3", "--all", "--limit", "4")
    _, out, err = run(*arguments, "-f", "json")
    found = json.loads(out)
    nodes = {node["label"] for path in found["paths"] for node in path["nodes"]}
    assert len(found["paths"]) == 4
    assert found["more"] is True
    assert err == "4 paths shown, there are more: raise --limit or lower --cutoff\n"
    flow = run(*arguments, "-f", "mermaid")[1]
    assert flow.startswith("flowchart LR\n")
    plain = [label for label in nodes if re.fullmatch(r"[\w ,.-]+", label)]
    assert len(plain) > 3
    assert all(f'"{label}<br/>' in flow for label in plain)
    target = tmp_path / "paths.svg"
    assert run(*arguments, "-f", "svg", "-o", target)[1] == ""
    root = ET.fromstring(target.read_text(encoding="utf-8"))  # noqa: S314 - it is our own
    spoken = " ".join(one.text or "" for one in root.iter("{http://www.w3.org/2000/svg}title"))
    assert all(label in spoken for label in nodes)


def test_no_path_is_said(run):
    code, out, err = run("paths", "A1019", "MANAGE-1.3", "--cutoff", "2")
    assert (code, out) == (0, "")
    assert err == "no path of up to 2 steps from mit-2025/A1019 to nist-ai-rmf/1/MANAGE-1.3\n"


def test_an_unknown_name_is_one_clear_error(run):
    code, out, err = run("paths", "A1019", "Developr")
    assert (code, out) == (2, "")
    assert err.startswith('mitigraph: no measure, concept, control or source "Developr"; did you ')
    assert "actor/1/developer" in err
    assert err.count("\n") == 1
