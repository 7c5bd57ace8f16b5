from __future__ import annotations

import pytest

from mitigraph.errors import DataError
from mitigraph.quality import Exemption, read_exemptions, shipped_exemptions

HEAD = "check\tstart\treason\n"


@pytest.fixture
def table(tmp_path):
    def write(text: str | bytes):
        path = tmp_path / "exemptions.tsv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def test_a_row_is_a_check_a_start_and_a_reason(table):
    path = table(HEAD + "\noops:P13\thttps://example.org/\tNobody asks back.\n")
    assert read_exemptions(path) == (
        Exemption("oops:P13", "https://example.org/", "Nobody asks back."),
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "line 1: the columns are not check, start, reason [schema]"),
        ("check,start,reason\n", "line 1: the columns are not"),
        (HEAD + "oops:P13\thttps://example.org/\n", "line 2: check, start or reason is missing"),
        (HEAD + "oops:P13\t \tSo.\n", "line 2: check, start or reason is missing [missing-field]"),
        (HEAD + "oops:P99\turn:a\tSo.\n", "line 2: there is no check oops:P99 [unknown-term]"),
        (b"check\xff", "not UTF-8 [encoding]"),
    ],
)
def test_what_can_not_be_used_is_refused_with_its_place(table, text, words):
    with pytest.raises(DataError) as caught:
        read_exemptions(table(text))
    assert words in str(caught.value)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(DataError, match=r"none\.tsv: can't read"):
        read_exemptions(tmp_path / "none.tsv")


def test_every_shipped_exemption_gives_its_reason():
    assert shipped_exemptions()
    for one in shipped_exemptions():
        assert one.reason.endswith(".")
        assert one.start.startswith("https://w3id.org/mitigraph/")
