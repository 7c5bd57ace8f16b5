from __future__ import annotations

import json

import pytest


def test_a_membership_is_explained(run):
    code, out, err = run("explain", "A1019", "TrainingTimeMeasure")
    assert (code, err) == (0, "")
    assert out.startswith("“Adversarial Robustness” (mit-2025/A1019) is a training-time measure.")
    assert "by mitigraph curators" in out


def test_what_is_no_member_ends_with_one(run):
    code, out, _ = run("explain", "A1022", "DeployMeasure")
    assert code == 1
    assert "NO   it stands under “Deploy”" in out


def test_all_gives_every_reason_as_json(run):
    code, out, _ = run("explain", "A1019", "ContestedMeasure", "--all", "--format", "json")
    found = json.loads(out)
    assert (code, found["member"]) == (0, True)
    assert len(found["reasons"]) == found["found"] > 1


def test_mermaid(run):
    code, out, _ = run("explain", "A1019", "actor/developer", "--format", "mermaid")
    assert (code, out.splitlines()[0]) == (0, "flowchart TD")


@pytest.mark.parametrize(
    "arguments",
    [
        ("explain",),
        ("explain", "A1019"),
        ("explain", "A1019", "actor/developer", "more"),
        ("explain", "A1019", "no such class"),
        ("explain", "A9999999", "actor/developer"),
        ("explain", "--inconsistency", "one.ttl", "two.ttl"),
        ("explain", "--inconsistency", "missing.ttl"),
    ],
)
def test_wrong_usage_is_one_line_and_two(run, arguments):
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith("mitigraph: ")
    assert "Traceback" not in err


def test_an_inconsistency_is_told_with_its_file(run, tmp_path):
    path = tmp_path / "wrong.ttl"
    path.write_text(
        "@prefix mg: <https://w3id.org/mitigraph/ns#> .\n"
        "<https://w3id.org/mitigraph/id/measure/mit-2025/A1019> a mg:Source .\n"
    )
    code, out, _ = run("explain", "--inconsistency", path)
    assert code == 1
    assert "(mit-2025/A1019) can't be both a measure and a source." in " ".join(out.split())
    assert "[wrong.ttl]" in out
    code, out, _ = run("explain", "--inconsistency", path, "--format", "mermaid")
    assert (code, out.splitlines()[0]) == (1, "flowchart TD")


def test_the_shipped_graph_contradicts_nothing(run):
    code, out, _ = run("explain", "--inconsistency", "--format", "json")
    assert (code, json.loads(out)) == (0, [])
