"""A sentence that was taken over from a database is found, wherever it stands."""

from __future__ import annotations

import csv

import pytest

from mitigraph.importers.mit_database import COLUMNS
from mitigraph.release.own_words import RUN, main, own_texts, runs, shared_runs


@pytest.fixture
def database(tmp_path):
    def write(*definitions):
        path = tmp_path / "database.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            for number, text in enumerate(definitions, 1):
                writer.writerow((f"A{number:04}_Uuk2024", "Name", text, "Uuk2024", "3.1 Testing"))
        return path

    return write


def test_it_finds_a_run_of_each_kind_of_file(database):
    files = {}
    for name, text in own_texts():
        if len(text.split()) > 2 * RUN:
            files.setdefault(name, text)
    assert {"coding.ttl", "mit-2025.ttl", "uuk2024.ttl", "adjudicated.tsv", "records.tsv",
            "first-pass.tsv", "agreement.md", "codebook.md"} <= set(files)  # fmt: skip
    taken = {name: next(runs(text)) for name, text in files.items()}
    found = shared_runs(database(*(f"Before it. {run.upper()}, then." for run in taken.values())))
    assert set(taken.items()) <= set(found)


def test_a_shorter_run_is_nobody_s(database):
    text = next(text for name, text in own_texts() if len(text.split()) > RUN)
    short = " ".join(next(runs(text)).split()[:-1])
    assert shared_runs(database(short)) == []


def test_the_command_ends_with_1_or_2_and_says_why(database, tmp_path, capsys):
    text = next(text for name, text in own_texts() if name == "uuk2024.ttl" and len(text) > 90)
    assert main([str(database(text))]) == 1
    assert "uuk2024.ttl: " in capsys.readouterr().out
    assert main([str(database("Nobody wrote this."))]) == 0
    assert main([str(tmp_path / "none.csv")]) == 2
    assert "none.csv" in capsys.readouterr().err


def test_nothing_of_the_published_database_is_taken_over(shared):
    folder = shared / "real" / "mit"
    assert shared_runs(folder / "mitigation-database-2025-07-23.csv") == []
