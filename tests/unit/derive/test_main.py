"""`python -m mitigraph.derive`: writes what differs, removes what is stale, and checks."""

from __future__ import annotations

import shutil

import pytest

import mitigraph.derive.__main__ as command
from mitigraph.resources import data_root


@pytest.fixture
def ontology(tmp_path):
    target = tmp_path / "ontology"
    source = data_root() / "ontology"
    target.mkdir()
    (target / "schemes").mkdir()
    for name in ("core.ttl", "strict.ttl", "mitigraph.ttl"):
        shutil.copy(source / name, target / name)
    for name in ("actor-1.ttl", "function-1.ttl"):
        shutil.copy(source / "schemes" / name, target / "schemes" / name)
    return target


def test_a_second_run_has_nothing_to_do(ontology):
    names = {path.name for path in command.regenerate(ontology)}
    assert names == {
        "classes-actor-1.ttl",
        "classes-function-1.ttl",
        "distinct.ttl",
        "catalog-v001.xml",
    }
    assert command.regenerate(ontology) == []
    assert not list(ontology.rglob("*.part"))


def test_check_says_what_a_run_would_do_and_writes_nothing(ontology):
    command.regenerate(ontology)
    (ontology / "schemes" / "function-1.ttl").unlink()
    before = {path: path.read_bytes() for path in ontology.rglob("*") if path.is_file()}
    found = command.regenerate(ontology, check=True)
    assert {path.name for path in found} == {
        "classes-function-1.ttl",
        "distinct.ttl",
        "catalog-v001.xml",
    }
    assert {path: path.read_bytes() for path in ontology.rglob("*") if path.is_file()} == before
    assert command.regenerate(ontology) == found
    assert not (ontology / "generated" / "classes-function-1.ttl").exists()


def test_the_command_speaks_and_exits_1_only_if_a_check_finds_something(
    ontology, monkeypatch, capsys
):
    monkeypatch.setattr(command, "data_root", lambda: ontology.parent)
    assert command.main(["--check"]) == 1
    said = capsys.readouterr()
    assert "out of date: ontology/generated/distinct.ttl" in said.out
    assert "python -m mitigraph.derive" in said.err
    assert command.main([]) == 0
    assert "rewritten: ontology/catalog-v001.xml" in capsys.readouterr().out
    assert command.main(["--check"]) == 0
    assert capsys.readouterr().out == ""


def test_what_is_shipped_is_up_to_date():
    assert command.regenerate(data_root() / "ontology", check=True) == []
