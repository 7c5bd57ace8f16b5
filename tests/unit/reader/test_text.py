from __future__ import annotations

import pytest

from mitigraph.errors import DataError
from mitigraph.reader.text import read_text


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xef\xbb\xbfcaf\xc3\xa9\r\n")
    assert read_text(path) == "café\r\n"


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [(b" \n", "empty-text", "empty"), (b"a\ncaf\xe9", "encoding", "line 2: not UTF-8 (byte 0xe9)")],
)
def test_what_is_no_text_is_one_clear_error(tmp_path, data, code, words):
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    with pytest.raises(DataError) as caught:
        read_text(path)
    assert caught.value.code == code
    assert words in str(caught.value)


def test_a_folder_a_missing_file_and_a_huge_one_are_clear_errors(tmp_path):
    with pytest.raises(DataError, match="a folder"):
        read_text(tmp_path)
    with pytest.raises(DataError, match="No such file"):
        read_text(tmp_path / "none")
    path = tmp_path / "a.txt"
    path.write_bytes(b"abcd")
    assert read_text(path, limit=4) == "abcd"
    with pytest.raises(DataError, match="more than the limit of 3"):
        read_text(path, limit=3)
