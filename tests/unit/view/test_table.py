from __future__ import annotations

import csv
import io
import json

import pytest

from mitigraph.view.table import FORMATS, plain, write_rows

ROWS = [
    {"id": "a", "names": ["x", "y"], "n": 1, "on": True},
    {"id": "b|c", "names": [], "n": None, "on": False},
]


def _written(layout: str, rows=ROWS) -> str:
    stream = io.StringIO()
    assert write_rows(rows, ["id", "names", "n", "on"], to=stream, layout=layout, width=80) == len(
        rows
    )
    return stream.getvalue()


@pytest.mark.parametrize("layout", FORMATS)
def test_every_format_holds_every_row_and_can_be_empty(layout):
    assert "b" in _written(layout)
    assert _written(layout, []) is not None


def test_json_keeps_types_and_tables_join_lists():
    assert json.loads(_written("json")) == ROWS
    assert [json.loads(line) for line in _written("jsonl").splitlines()] == ROWS
    assert _written("tsv").splitlines()[1] == "a\tx; y\t1\tyes"
    assert list(csv.reader(io.StringIO(_written("csv"))))[1] == ["a", "x; y", "1", "yes"]
    assert _written("md").splitlines()[3] == "| b\\|c |  |  |  |"


def test_data_can_not_steer_a_terminal_or_break_a_row():
    rows = [{"id": "\x1b[31mred\tx\ny"}]
    assert _written("tsv", rows).splitlines()[1].startswith("\N{REPLACEMENT CHARACTER}[31mred x y")
    assert "\x1b" not in _written("table", rows)
    assert plain("\x9b1m") == "\N{REPLACEMENT CHARACTER}1m"
