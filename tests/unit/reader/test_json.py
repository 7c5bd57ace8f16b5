"""JSON under the law of bad input."""

from __future__ import annotations

import pytest

from mitigraph.errors import DataError
from mitigraph.reader.json import read_json


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ('{"a":\n"x\\ud800"}', "encoding", "line 2"),
        ('{"\\udc00": 1}', "encoding", "line 1"),
        ("[1e999]", "too-large", "line 1"),
        ("[-1e999]", "too-large", "line 1"),
    ],
)
def test_what_could_not_be_written_again_is_refused(tmp_path, text, code, place):
    path = tmp_path / "a.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as error:
        read_json(path)
    assert (error.value.code, error.value.place) == (code, place)


@pytest.mark.parametrize(
    ("text", "value"), [('"\\ud83d\\ude00"', "\U0001f600"), ('"\\\\ud800"', "\\ud800")]
)
def test_whole_characters_and_plain_words_are_kept(tmp_path, text, value):
    path = tmp_path / "a.json"
    path.write_text(text, encoding="utf-8")
    assert read_json(path) == value
