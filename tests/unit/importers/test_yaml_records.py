from __future__ import annotations

import pytest

from mitigraph.errors import DataError
from mitigraph.importers.yaml_records import read_records


def test_records_have_a_place_and_only_what_was_asked_for(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("things:\n  - id: a\n    more: [1]\n  - word\n  - id: [b]\n    name: c\n")
    found = list(read_records(path, "things", ("id", "name")))
    assert [(one.place, one.cells, one.fault) for one in found] == [
        ("record 1 (line 2)", {"id": "a", "name": ""}, None),
        ("record 2 (line 4)", {}, "no mapping of fields to values"),
        ("record 3 (line 5)", {"name": "c"}, "id is no text"),
    ]


@pytest.mark.parametrize("text", ["- a\n", "others: []\n", "things: {a: b}\n", "word"])
def test_a_file_without_the_list_is_one_clear_error(tmp_path, text):
    path = tmp_path / "a.yaml"
    path.write_text(text)
    with pytest.raises(DataError, match='no list under "things"') as caught:
        list(read_records(path, "things", ("id",)))
    assert str(path) in str(caught.value)
