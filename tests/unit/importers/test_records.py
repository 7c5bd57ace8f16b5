from __future__ import annotations

import pytest

from mitigraph.errors import DataError, UnknownTermError
from mitigraph.importers.records import read_navigator_codes
from mitigraph.terms import measure_iri


def unknown(facet, text):
    raise UnknownTermError(text, kind=facet, suggestions=("airi-mitigation/2/1.1",))


@pytest.mark.parametrize(
    ("row", "code", "words"),
    [
        ("A0001\t9.9", "unknown-term", "did you mean airi-mitigation/2/1.1?"),
        ("A0002\t1.1", "dangling-ref", "no measure has this record number"),
        ("A0001", "schema", "1 cells"),
    ],
)
def test_a_row_that_can_not_be_used_is_one_clear_error(tmp_path, row, code, words):
    path = tmp_path / "codes.tsv"
    path.write_text(f"record\tcode\n{row}\n")
    measures = {"A0001": measure_iri("mit-2025", "A0001")}
    with pytest.raises(DataError, match=r"codes\.tsv, row 1 \(line 2\)") as caught:
        list(read_navigator_codes(path, resolve=unknown, measures=measures))
    assert caught.value.code == code
    assert words in str(caught.value)
