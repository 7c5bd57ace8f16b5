from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mitigraph.errors import DataError
from mitigraph.reader import rows
from mitigraph.reader.rows import read_rows

if TYPE_CHECKING:
    from pathlib import Path


def _file(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "table.csv"
    path.write_bytes(data)
    return path


def test_rows_know_their_line_in_spite_of_line_breaks_in_cells(tmp_path):
    path = _file(tmp_path, b'\xef\xbb\xbfid,text\r\n1,"a\nb"\n\n2,c\n')
    found = list(read_rows(path, ("id", "text")))
    assert [(row.number, row.line, row.cells["id"]) for row in found] == [(1, 2, "1"), (2, 5, "2")]
    assert found[0].cells["text"] == "a\nb"
    assert found[0].place == "row 1 (line 2)"


def test_a_row_of_another_length_is_marked_and_the_others_are_read(tmp_path):
    path = _file(tmp_path, b"id,text\n1,a,b\n2,c\n3\n")
    faults = [row.fault for row in read_rows(path, ("id", "text"))]
    assert faults == [
        "3 cells where the header has 2",
        None,
        "1 cells where the header has 2",
    ]


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (b"", "empty-text", "empty"),
        (b" \n\n", "empty-text", "empty"),
        (b"id,other\n1,2\n", "missing-field", "'text' missing"),
        (b"id,text,text\n1,2,3\n", "schema", "there twice"),
        (b"id,text\n1,caf\xe9\n", "encoding", "byte 0xe9"),
        ("id,text\n1,a\n".encode("utf-16"), "encoding", "not UTF-8"),
        (b'id,text\n1,"never closed\n2,a\n', "syntax", "not well-formed CSV"),
        (b"id,text\n1," + b"x" * (rows.MAX_CELL + 1) + b"\n", "too-large", "a cell of more than"),
    ],
)
def test_a_file_that_is_no_such_table_is_one_clear_error(tmp_path, data, code, words):
    path = _file(tmp_path, data)
    with pytest.raises(DataError) as caught:
        list(read_rows(path, ("id", "text")))
    assert caught.value.code == code
    assert words in str(caught.value)
    assert str(path) in str(caught.value)


def test_an_unknown_column_is_refused_where_the_layout_is_ours(tmp_path):
    path = _file(tmp_path, b"id,lable\n1,a\n")
    with pytest.raises(DataError, match="'lable' unknown"):
        list(read_rows(path, ("id",), ("label",)))


def test_a_folder_a_missing_file_and_a_huge_one_are_clear_errors(tmp_path, monkeypatch):
    with pytest.raises(DataError, match="a folder"):
        list(read_rows(tmp_path, ("id",)))
    with pytest.raises(DataError, match="No such file"):
        list(read_rows(tmp_path / "none.csv", ("id",)))
    monkeypatch.setattr(rows, "MAX_BYTES", 3)
    with pytest.raises(DataError, match="more than the limit of 3"):
        list(read_rows(_file(tmp_path, b"id\n1\n"), ("id",)))
