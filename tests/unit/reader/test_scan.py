from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mitigraph.errors import DataError
from mitigraph.reader.scan import Limits, ScannedText
from mitigraph.store.protocol import RdfFormat

PIECES = st.sampled_from(
    [
        '"', '""', '"""', "'", "'''", "\\", "#", "<", ">", "<urn:x>", "\n", "\r", " ", "a", "é",
        '"a"', "'b'", '"""c\n"d\'e"""', "# f\n", "ex:g\\(", ";", ".",
    ]
)  # fmt: skip


def scanned(text, rdf_format, size, **limits):
    reader = ScannedText(io.BytesIO(text), rdf_format, Limits(**limits))
    parts = []
    while part := reader.read(size):
        parts.append(part)
    return b"".join(parts)


@pytest.mark.parametrize("size", [1, 7, 100_000])
@pytest.mark.parametrize("rdf_format", [RdfFormat.TURTLE, RdfFormat.JSONLD, RdfFormat.NQUADS])
def test_what_is_read_is_the_text(rdf_format, size):
    text = 'é "a [ \\" ( " <x#y> # c\n'.encode() * 9_000
    assert scanned(text, rdf_format, size) == text


@given(st.lists(PIECES, min_size=1), st.sampled_from([RdfFormat.TURTLE, RdfFormat.JSONLD]))
def test_any_text_passes_that_has_no_brackets(pieces, rdf_format):
    text = "".join(pieces).encode()
    if "<<" not in text.decode():
        assert scanned(text, rdf_format, 64) == text


@pytest.mark.parametrize("filling", ["x" * 65_530, "x\n" * 32_765, '"' + "y" * 65_520 + '" '])
@pytest.mark.parametrize("shift", range(12))
def test_a_token_over_the_edge_of_a_chunk_keeps_its_brackets(filling, shift):
    tokens = "'((((' \"((((\" '''((\n((''' <urn:((((> \\( # ((((\n"
    text = f"# {filling}\n{' ' * shift}{tokens}"
    assert scanned(text.encode(), RdfFormat.TURTLE, 65_536, nesting=1) == text.encode()


@pytest.mark.parametrize("shift", range(0, 40, 3))
def test_brackets_after_such_a_token_count(shift):
    text = f'#{"x" * (65_520 + shift)}\n"""a"b\n""" \'\\\'\' <urn:#> ((('
    with pytest.raises(DataError, match="nest more than 2"):
        scanned(text.encode(), RdfFormat.TURTLE, 65_536, nesting=2)


@pytest.mark.parametrize("opening", ["( ", "(<urn:a> ", "('a' ", '("""a"""'])
def test_a_text_without_line_breaks_is_gone_through_too(opening):
    padding = "<urn:a> 'b' \"c (((\" " * 120_000
    with pytest.raises(DataError, match="nest"):
        scanned((padding + opening * 300).encode(), RdfFormat.TURTLE, 65_536)
    assert scanned((padding + opening * 200 + " ").encode(), RdfFormat.TURTLE, 65_536)


def test_a_long_comment_without_line_breaks_hides_its_brackets():
    text = b"<urn:a> <urn:b> 'c' . # " + b"( ' \" " * 400_000
    assert scanned(text, RdfFormat.TURTLE, 65_536) == text
