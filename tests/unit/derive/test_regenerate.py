"""Classes and catalogue: what differs is written, what is stale removed, a check only tells."""

from __future__ import annotations

import shutil

import pytest

from mitigraph.derive.regenerate import regenerate
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
    names = {path.name for path in regenerate(ontology)}
    assert names == {
        "classes-actor-1.ttl",
        "classes-function-1.ttl",
        "distinct.ttl",
        "catalog-v001.xml",
    }
    assert regenerate(ontology) == []
    assert not list(ontology.rglob("*.part"))


def test_check_says_what_a_run_would_do_and_writes_nothing(ontology):
    regenerate(ontology)
    (ontology / "schemes" / "function-1.ttl").unlink()
    before = {path: path.read_bytes() for path in ontology.rglob("*") if path.is_file()}
    found = regenerate(ontology, check=True)
    assert {path.name for path in found} == {
        "classes-function-1.ttl",
        "distinct.ttl",
        "catalog-v001.xml",
    }
    assert {path: path.read_bytes() for path in ontology.rglob("*") if path.is_file()} == before
    assert regenerate(ontology) == found
    assert not (ontology / "generated" / "classes-function-1.ttl").exists()
