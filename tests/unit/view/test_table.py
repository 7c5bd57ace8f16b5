from __future__ import annotations

import csv
import io
import json
from collections import Counter

import pytest

from mitigraph.view.table import FORMATS, plain, write_rows

ROWS = [
    {"id": "a", "names": ["x", "y"], "n": 1, "on": True},
    {"id": "b|c", "names": [], "n": None, "on": False},
]


def _written(layout: str, rows=ROWS, columns=("id", "names", "n", "on"), width=80) -> str:
    stream = io.StringIO()
    assert write_rows(rows, columns, to=stream, layout=layout, width=width) == len(rows)
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


@pytest.mark.parametrize("width", [20, 60, 80, 120, 400])
def test_a_table_of_any_width_leaves_nothing_out(width):
    columns = ["id", "label", "no_counterpart", "category", "actor", "stage", "function", "status"]
    rows = [
        {column: f"{column}/1/a-long-slug-of-{number} and more" for column in columns}
        for number in range(3)
    ]
    table = _written("table", rows, columns, width=width)
    shown = Counter("".join(table.split()))
    texts = [column.replace("_", " ") for column in columns]
    texts += [text for row in rows for text in row.values()]
    del shown["─"]
    assert shown == Counter("".join("".join(texts).split()))
    if width >= 80:
        assert max(map(len, table.splitlines())) <= width


def test_what_is_copied_is_broken_last():
    rows = [{"id": "mit-2025/A0399", **dict.fromkeys("abcdefg", "somewhat longer words")}]
    assert "mit-2025/A0399 " in _written("table", rows, list(rows[0]), width=90)
