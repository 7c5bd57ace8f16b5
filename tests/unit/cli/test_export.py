"""`export` writes its file and its account, or neither."""

from __future__ import annotations

import json

import pytest


@pytest.mark.parametrize("name", ["sssom", "turtle", "dcat"])
def test_filters_that_no_measure_fits_are_told_and_nothing_is_written(run, tmp_path, name):
    path = tmp_path / "out"
    code, out, err = run("export", name, "--actor", "user", "--category", "1.1.1", "-o", path)
    assert (code, out) == (2, "")
    assert "no measure fits the filters" in err
    assert not list(tmp_path.iterdir())


def test_an_account_that_can_not_be_written_keeps_the_file_from_being_written(run, tmp_path):
    path = tmp_path / "out.csv"
    code, _, err = run("export", "csv", "-o", path, "--report", tmp_path / "none" / "account")
    assert code == 2
    assert "can't write" in err
    assert not list(tmp_path.iterdir())


def test_the_account_does_not_take_the_place_of_the_export(run, tmp_path):
    path = tmp_path / "out.csv"
    assert run("export", "csv", "-o", path, "--report", tmp_path / "." / "out.csv")[0] == 2
    assert run("export", "csv", "--report", "-")[0] == 2
    assert not path.exists()


def test_the_account_names_what_no_target_is_given(run, tmp_path):
    path = tmp_path / "account"
    code, out, _ = run("export", "dcat", "--actor", "user", "--report", path)
    assert code == 0
    assert "dcat:Dataset" in out
    lost = {one["what"].partition(":")[0]: one for one in json.loads(path.read_text())["losses"]}
    assert lost["assessments"]["count"] > 0
    assert lost["assessments"]["kept"] == "not"
    assert lost["values of mg"]["where"] == "the RDF formats hold them"
