"""Text under guard on its way to the parser: encoding, length of lines and tokens, nesting.

The parsers are written for well-meant documents. Deep nesting makes them slow (JSON-LD, the square
of the depth), large (Turtle, half a kilobyte a bracket) or ends the process (`<<(` nested; JSON-LD
contexts inside contexts). None of that can be caught once it happens, so the bytes are looked at
before the parser gets them, chunk by chunk; an unfinished token waits until its end has come.

RDF/XML has a guard of its own in `mitigraph.store.xml`.
"""

from __future__ import annotations

import codecs
import io
import re
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, BinaryIO, Final

from mitigraph.errors import DataError
from mitigraph.store.protocol import RdfFormat

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

__all__ = ["LIMITS", "Limits", "ScannedText"]


@dataclass(frozen=True, slots=True)
class Limits:
    """How large an input may be. What is larger is refused with code `too-large`.

    Attributes:
        total_bytes: Bytes of one document, after decompression.
        line_bytes: Bytes of one line of N-Triples or N-Quads.
        token_bytes: Bytes of one literal, IRI or comment of Turtle, TriG or JSON-LD. The parsers
            themselves take no token beyond 16 MiB.
        nesting: How deep brackets may nest in Turtle, TriG and JSON-LD.
        expansion: How many times as large a file compressed by gzip may become; judged once
            16 MiB have come out of it.
    """

    total_bytes: int = 4 * 1024**3
    line_bytes: int = 16 * 1024**2
    token_bytes: int = 16 * 1024**2
    nesting: int = 256
    expansion: int = 200


LIMITS: Final = Limits()

_CHUNK: Final = 64 * 1024
_LONG_LINE: Final = 1024 * 1024
_BRACKETS: Final = b"[](){}"
_NOT_BRACKETS: Final = bytes(set(range(256)) - set(_BRACKETS))
_STEP: Final = [0] * 256
for _bracket in b"[({":
    _STEP[_bracket] = 1
for _bracket in b"])}":
    _STEP[_bracket] = -1

# Tokens in which a bracket means nothing. Every branch begins with a plain character, by which the
# regular expression engine skips all others at once: 14 times as fast as without. A long string
# that the text cuts off is not matched, nor is anything that begins with its three quotes.
_TURTLE: Final = re.compile(
    rb"""
      \"\"\" [^"\\]*+ (?: (?: \\. | "{1,2}(?!") ) [^"\\]*+ )*+ \"\"\"
    | \"(?<!"")(?!"") [^"\\\r\n]*+ (?: \\. [^"\\\r\n]*+ )*+ "
    | ''' [^'\\]*+ (?: (?: \\. | '{1,2}(?!') ) [^'\\]*+ )*+ '''
    | '(?<!'')(?!'') [^'\\\r\n]*+ (?: \\. [^'\\\r\n]*+ )*+ '
    | <(?<!<<) [^<>\s"{}|^`]*+ >
    | \#[^\r\n]*+
    | \\.
    """,
    re.VERBOSE | re.DOTALL,
)
# The same, for a text that ends anywhere; what it cuts off is the group.
_CUT_TURTLE: Final = re.compile(
    _TURTLE.pattern
    + rb"""
    | (?P<cut>
        (?: \"\"\" | ''' ) .*
      | (?: " [^\r\n]* | ' [^\r\n]* | < [^<>\s"{}|^`]* | \\ ) \Z
      )
    """,
    re.VERBOSE | re.DOTALL,
)
_LONG_QUOTE: Final = re.compile(rb"\"\"\"|'''")
_JSON: Final = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)

_NESTED = frozenset({RdfFormat.TURTLE, RdfFormat.TRIG, RdfFormat.JSONLD})
_LINES = frozenset({RdfFormat.NTRIPLES, RdfFormat.NQUADS})
_BOMS: Final = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_MAGIC: Final = (
    (b"PK\x03\x04", "a zip archive or an office file"),
    (b"%PDF", "a PDF file"),
    (b"\x1f\x8b", "compressed by gzip twice"),
    (b"SQLite format 3", "an SQLite database"),
)
_HTML = re.compile(rb"\s*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_NUL: Final = 0


class ScannedText(io.RawIOBase):
    """A document, checked as it is read; a byte order mark of UTF-8 is left out.

    Args:
        source: The document; it is not closed.
        rdf_format: Its serialisation.
        limits: How large it may be.

    Raises:
        DataError: From a read, at the first thing that is wrong.
    """

    def __init__(self, source: BinaryIO, rdf_format: RdfFormat, limits: Limits = LIMITS) -> None:
        super().__init__()
        self._source, self._limits = source, limits
        self._is_nested, self._is_lines = rdf_format in _NESTED, rdf_format in _LINES
        self._is_json = rdf_format is RdfFormat.JSONLD
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._rest = self._carry = b""
        self._waiting: list[bytes] = []
        self._waiting_bytes = self._total = self._line_bytes = self._depth = 0
        self._line = 1

    @property
    def total(self) -> int:
        """How many bytes have been read."""
        return self._total

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        if not self._rest:
            self._rest = self._next()
        view = memoryview(buffer).cast("B")
        count = min(len(view), len(self._rest))
        view[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count

    def _next(self) -> bytes:
        """Return the next piece of the text that has been looked at; empty at the end."""
        while True:
            chunk = self._source.read(_CHUNK)
            if not self._total:
                _check_start(chunk)
                mark = len(codecs.BOM_UTF8) if chunk.startswith(codecs.BOM_UTF8) else 0
                self._total, chunk = mark, chunk[mark:]
            self._total += len(chunk)
            if self._total > self._limits.total_bytes:
                raise self._too_large(
                    f"more than {_size(self._limits.total_bytes)}",
                    "split it, or raise the limit if you trust it",
                )
            self._check_encoding(chunk)
            ready = self._without_deep_nesting(chunk) if self._is_nested else chunk
            if self._is_lines:
                self._check_lines(chunk)
            self._line += chunk.count(b"\n")
            if ready or not chunk:
                return ready

    def _check_encoding(self, chunk: bytes) -> None:
        try:
            self._decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            # the decoder may have kept some bytes of the chunk before; then the place is its start
            line = self._line + error.object.count(b"\n", 0, error.start)
            raise _encoding_fault(f"line {line}", error.object[error.start]) from error

    def _check_lines(self, chunk: bytes) -> None:
        first = chunk.find(b"\n")
        self._line_bytes += len(chunk) if first < 0 else first
        if self._line_bytes > self._limits.line_bytes:
            raise self._too_large(
                f"a line of more than {_size(self._limits.line_bytes)}",
                "check for a line break that is missing",
            )
        if first >= 0:
            self._line_bytes = len(chunk) - chunk.rfind(b"\n") - 1

    def _without_deep_nesting(self, chunk: bytes) -> bytes:
        """Return the text up to the last whole token; what is cut off waits for the next chunk."""
        self._waiting.append(chunk)
        self._waiting_bytes += len(chunk)
        if self._waiting_bytes < len(self._carry) and chunk:
            return b""  # a long token is looked at again only when it has doubled
        text = self._carry + b"".join(self._waiting)
        self._waiting, self._waiting_bytes = [], 0
        strip = _without_json if self._is_json else _without_turtle
        outside, self._carry = strip(text, is_end=not chunk)
        if len(self._carry) > self._limits.token_bytes:
            raise self._too_large(
                f"a literal or a line of more than {_size(self._limits.token_bytes)}",
                "check for a quotation mark that is never closed",
            )
        if b"<<" in outside:
            raise DataError(
                "a triple inside a triple (<<), which RDF 1.1 does not have",
                place=f"near line {self._line}",
                code="refused",
                remedy="describe the statement by a resource of its own",
            )
        brackets = outside.translate(None, _NOT_BRACKETS)
        depths = accumulate(map(_STEP.__getitem__, brackets), initial=self._depth)
        deepest = self._depth
        for self._depth in depths:
            deepest = max(deepest, self._depth)
        if deepest > self._limits.nesting:
            raise self._too_large(
                f"brackets nest more than {self._limits.nesting} deep",
                "check for brackets that are never closed",
            )
        if chunk:
            return text[: len(text) - len(self._carry)]
        self._carry = b""
        return text

    def _too_large(self, reason: str, remedy: str) -> DataError:
        return DataError(reason, place=f"near line {self._line}", code="too-large", remedy=remedy)


def _without_json(text: bytes, *, is_end: bool) -> tuple[bytes, bytes]:
    """Return what stands outside strings, and the string that the text cuts off."""
    del is_end  # a string that is never closed is the parser's matter
    stripped = _JSON.sub(b"", text)
    cut = stripped.find(b'"')
    return (stripped, b"") if cut < 0 else (stripped[:cut], stripped[cut:])


def _without_turtle(text: bytes, *, is_end: bool) -> tuple[bytes, bytes]:
    """Return what stands outside strings, IRIs and comments, and what must wait for more text.

    Only a long string goes on over the end of a line, so all up to the last line break can be
    taken at once; a text without line breaks is gone through token by token.
    """
    end = len(text) if is_end else text.rfind(b"\n") + 1
    if not end and len(text) < _LONG_LINE:
        return b"", text
    if end:
        stripped = _TURTLE.sub(b"", text[:end])
        if not _LONG_QUOTE.search(stripped):
            return stripped, text[end:]
    end = end or text.rfind(b" ") + 1
    parts, start = [], 0
    for token in _CUT_TURTLE.finditer(text, 0, end):
        parts.append(text[start : token.start()])
        start = token.end()
        is_comment_cut_off = token.group().startswith(b"#") and start == end and not is_end
        if token["cut"] or is_comment_cut_off:
            return b"".join(parts), text[token.start() :]
    return b"".join([*parts, text[start:end]]), text[end:]


def _check_start(chunk: bytes) -> None:
    """Recognise by its first bytes what is no text in UTF-8 at all."""
    if not chunk:
        raise DataError(
            "the file is empty", code="empty-text", remedy="check how it was made or downloaded"
        )
    for mark, name in _BOMS:
        if chunk.startswith(mark):
            raise DataError(
                f"the text is in {name}, not UTF-8", code="encoding", remedy="save it as UTF-8"
            )
    for magic, what in _MAGIC:
        if chunk.startswith(magic):
            raise DataError(f"this is {what}, not RDF text", code="wrong-type")
    if _HTML.match(chunk):
        raise DataError(
            "this is a web page, not RDF",
            code="wrong-type",
            remedy="download the file itself, for instance its raw version",
        )
    if _NUL in chunk:
        even = chunk[0:256:2].count(_NUL)
        odd = chunk[1:256:2].count(_NUL)
        is_wide = abs(even - odd) * 4 > len(chunk[:256])
        raise DataError(
            "the text is in UTF-16, not UTF-8" if is_wide else "these are binary data, not text",
            code="encoding",
            remedy="save it as UTF-8" if is_wide else None,
        )


def _encoding_fault(place: str, byte: int) -> DataError:
    return DataError(
        f"the text is not UTF-8 (byte 0x{byte:02X}); it may be Latin-1 or Windows-1252",
        place=place,
        code="encoding",
        remedy="save it as UTF-8, for instance by: iconv -f WINDOWS-1252 -t UTF-8",
    )


def _size(count: int) -> str:
    for unit, name in ((1024**3, "GiB"), (1024**2, "MiB"), (1024, "KiB")):
        if count >= unit:
            return f"{count / unit:g} {name}"
    return f"{count} bytes"
