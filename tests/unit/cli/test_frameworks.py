"""`new-framework`, `frameworks`, and the option `--with`, which every command has."""

from __future__ import annotations

import json

import pytest

from mitigraph.packages import installed


@pytest.fixture
def folder(run, tmp_path, monkeypatch):
    """A place with a package in it, in which commands run."""
    monkeypatch.chdir(tmp_path)
    assert run("new-framework", "acme")[0] == 0
    return tmp_path


def test_a_package_is_written_where_it_is_said(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, out, err = run("new-framework", "acme", "--title", "Own rules", "-o", "rules")
    assert code == 0
    assert out.splitlines()[:2] == ["rules/README.md", "rules/pyproject.toml"]
    assert "mitigraph --with ./rules check" in err
    assert "placeholders" in err
    assert (tmp_path / "rules/README.md").read_text(encoding="utf-8").startswith("# Own rules")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("new-framework", "Acme"), 'mitigraph: "Acme" can\'t be the name of a framework'),
        (("new-framework", "acme"), "mitigraph: mitigraph-acme: exists already [refused]"),
        (("--with", "./nowhere", "list"), "mitigraph: nowhere/pyproject.toml: No such file"),
        (("--with", "nowhere", "list"), 'mitigraph: no framework package "nowhere"'),
        (("queries", "--with", "nowhere"), 'mitigraph: no framework package "nowhere"'),
        (("--endpoint", "http://x/", "--with", "a", "list"), "mitigraph: --with can't be used"),
    ],
)
def test_what_is_wrong_is_one_line(run, folder, arguments, told):
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith(told)


def test_a_package_may_be_named_anywhere(run, folder):
    code, out, err = run("query", "acme-controls", "--with", "./mitigraph-acme", "-f", "json")
    assert code == 0, err
    assert [row["code"] for row in json.loads(out)] == ["AC-1", "AC-1.1", "AC-1.2"]
    code, out, _ = run("queries", "--tag", "acme", "--with=./mitigraph-acme", "-f", "json")
    assert [row["name"] for row in json.loads(out)] == ["acme-controls"]


def test_frameworks_of_the_graph_and_installed_packages_are_listed(run, folder, monkeypatch):
    (own,) = installed.framework_packages(["./mitigraph-acme"])
    broken = installed.FrameworkPackage("bad", "bad", "bad-rules", "2", fault="it is gone")
    monkeypatch.setattr(installed, "_installed", lambda: iter([own, broken]))
    code, out, err = run("frameworks", "--with", "acme", "-f", "json")
    rows = {row["id"]: row for row in json.loads(out)}
    assert code == 0
    assert rows["acme/1"]["package"] == ["acme"]
    assert rows["nist-ai-rmf/1"]["controls"] > 90
    assert rows["nist-ai-rmf/1"]["package"] == []
    assert err.splitlines() == [
        "warning: framework package bad is installed but broken: it is gone"
    ]
    code, out, err = run("frameworks", "--installed", "-f", "json")
    assert [(row["name"], row["version"], row["fault"]) for row in json.loads(out)] == [
        ("acme", "0.1.0", None),
        ("bad", "2", "it is gone"),
    ]
    assert (
        "installed, not loaded: acme (mitigraph-acme 0.1.0); add --with acme"
        in run("frameworks")[2]
    )
