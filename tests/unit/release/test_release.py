"""`python -m mitigraph.release`: what is made from schemes and tables is up to date."""

from __future__ import annotations

import shutil

import pytest

import mitigraph.release.__main__ as command
from mitigraph.errors import DataError
from mitigraph.resources import data_root

TABLE = "coding/adjudicated.tsv"


@pytest.fixture
def ontology(tmp_path):
    target = tmp_path / "ontology"
    shutil.copytree(data_root() / "ontology", target)
    return target


@pytest.mark.thorough  # `make test` runs the check itself, before the tests
def test_what_is_shipped_is_up_to_date():
    assert command.release(data_root() / "ontology", check=True) == []


def test_an_edited_table_is_found_out_and_made_anew(ontology, monkeypatch, capsys):
    monkeypatch.setattr(command, "data_root", lambda: ontology.parent)
    table = ontology / TABLE
    text = table.read_text(encoding="utf-8")
    table.write_text(text.replace("\ttechnical\t", "\tlegal\t", 1), encoding="utf-8")
    before = (ontology / "records" / "coding.ttl").read_bytes()
    assert command.main(["--check"]) == 1
    said = capsys.readouterr()
    assert "out of date: ontology/records/coding.ttl" in said.out
    assert "python -m mitigraph.release" in said.err
    assert (ontology / "records" / "coding.ttl").read_bytes() == before
    assert command.main([]) == 0
    assert "rewritten: ontology/records/coding.ttl" in capsys.readouterr().out
    assert command.main(["--check"]) == 0
    assert not list(ontology.rglob("*.part"))


def test_a_row_that_is_refused_stops_it_with_its_place(ontology):
    table = ontology / TABLE
    lines = table.read_text(encoding="utf-8").splitlines(keepends=True)
    table.write_text("".join([*lines, lines[-1]]), encoding="utf-8")
    with pytest.raises(DataError, match="coded twice") as raised:
        command.release(ontology, check=True)
    assert raised.value.path == str(table)
