"""The command `compare`: two sources, frameworks, profiles or graphs."""

from __future__ import annotations

import json

import pytest


def lines(run, *arguments):
    code, out, _ = run("compare", *arguments, "--format", "json")
    assert code == 0
    return json.loads(out)


def test_each_side_alone_and_both_add_up_and_swap(run):
    told, back = lines(run, "uuk2024", "schuett2023"), lines(run, "schuett2023", "uuk2024")
    assert (told["first"]["kind"], told["first"]["name"]) == ("source", "uuk2024")
    for kind, counts in told["counts"].items():
        assert sum(counts.values()) == sum(line["kind"] == kind for line in told["lines"])
        swapped = back["counts"][kind]
        assert counts["first"] == swapped["second"]
        assert counts["second"] == swapped["first"]
        assert counts["both"] == swapped["both"]
    assert told["counts"]["category"]["first"] > 0


def test_a_thing_covers_as_much_as_itself(run):
    told = lines(run, "nist-ai-rmf", "nist-ai-rmf/1")
    assert told["first"]["measures"] == told["second"]["measures"] > 160
    assert {line["covered_by"] for line in told["lines"]} == {"both"}
    assert all(line["first"] == line["second"] for line in told["lines"])


def test_a_profile_counts_what_it_has_in_place(run, root):
    told = lines(run, root / "examples/deployer.yaml", root / "examples/model-developer.yaml")
    assert {told["first"]["kind"], told["second"]["kind"]} == {"profile"}
    assert told["counts"]["risk"]["both"] > 0
    assert told["counts"]["control"]["first"] > 0


def test_sides_need_not_be_of_one_kind(run, root):
    told = lines(run, "uuk2024", root / "examples/deployer.yaml")
    assert [told[side]["kind"] for side in ("first", "second")] == ["source", "profile"]


def test_two_graphs_are_read_from_their_files(run, tmp_path):
    whole, part = tmp_path / "whole.nq", tmp_path / "part.nq"
    assert run("export", "nquads", "-o", whole)[0] == 0
    text = whole.read_text(encoding="utf-8").splitlines(keepends=True)
    # A release in which nobody has the stage "deploy" any more.
    part.write_text(
        "".join(line for line in text if "/lifecycle/1/deploy>" not in line),
        encoding="utf-8",
    )
    told = lines(run, whole, part)
    assert [told[side]["kind"] for side in ("first", "second")] == ["graph", "graph"]
    assert told["first"]["measures"] == 830
    lost = [line for line in told["lines"] if line["covered_by"] == "first"]
    assert lost
    assert all("lifecycle/1/deploy" in line["concepts"] for line in lost)
    assert told["counts"]["cell"]["second"] == 0


def test_listing_has_the_differences_and_with_both_the_rest(run):
    pair = "uuk2024", "schuett2023"
    told = lines(run, *pair)
    differ = [line for line in told["lines"] if line["covered_by"] != "both"]
    rows = run("compare", *pair, "--format", "tsv")[1].splitlines()[1:]
    assert len(rows) == len(differ)
    assert len(run("compare", *pair, "--both", "--format", "tsv")[1].splitlines()) - 1 == len(
        told["lines"]
    )
    only = run("compare", *pair, "--kind", "risk", "--format", "tsv")[1].splitlines()[1:]
    assert only
    assert all(row.startswith("risk\t") for row in only)


def test_report_says_what_a_and_b_are(run):
    report = run("compare", "uuk2024", "schuett2023", "--format", "md")[1]
    assert "A is the source uuk2024: 27 measures described in it." in report
    assert "| kind | only A | only B | both |" in report


@pytest.mark.parametrize("name", ["uuk2042", "nist-ai-rfm"])
def test_an_unknown_side_names_what_comes_nearest(run, name):
    code, out, err = run("compare", name, "schuett2023")
    assert (code, out) == (2, "")
    assert "no source, framework or file" in err
    assert {"uuk2042": "uuk2024", "nist-ai-rfm": "nist-ai-rmf/1"}[name] in err
    assert len(err.strip().splitlines()) == 1
