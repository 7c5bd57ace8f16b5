"""RDF/XML under guard: what the parser takes without a murmur and should not.

pyoxigraph's parser accepts a document that breaks off before its last end tag, expands entities
inside entities without bound (a few hundred bytes become a gigabyte), and needs time that grows
with the square of the nesting. So the bytes pass through Expat on their way. Nothing external is
ever fetched. Entities as Protégé writes them, each a namespace, work.

Sources:
    Extensible Markup Language 1.0, sections 4.2 (entities) and 2.1 (well-formed documents)
    (https://www.w3.org/TR/xml/).
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, BinaryIO, Final
from xml.parsers import expat

from mitigraph.errors import Code, DataError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

__all__ = ["CheckedXml", "checked"]

#: How deep elements may nest; RDF/XML needs two levels for each nested description.
MAX_DEPTH: Final = 512
#: Bytes between two tags: the longest literal, and the longest comment.
MAX_TEXT: Final = 16 * 1024 * 1024
#: Characters of the replacement text of one entity; a namespace has some 50.
MAX_ENTITY: Final = 1024
#: How many characters all entity references together may stand for.
MAX_EXPANSION: Final = 256 * 1024 * 1024

_EXPANDED: Final = "entity references that stand for too much text"


class CheckedXml(io.RawIOBase):
    """An XML document, checked as it is read.

    Args:
        source: The document; it is not closed.

    Raises:
        DataError: From a read, at the first thing that is wrong.
    """

    def __init__(self, source: BinaryIO) -> None:
        super().__init__()
        self._source = source
        self._depth = self._last = self._longest = self._references = 0
        self._ended = False
        parser = self._parser = expat.ParserCreate()
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        parser.XmlDeclHandler = self._declaration
        parser.StartDoctypeDeclHandler = self._doctype
        parser.EntityDeclHandler = self._entity
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        chunk = self._source.read(len(view))
        if self._ended:
            return 0
        self._ended = not chunk
        try:
            self._parser.Parse(chunk, self._ended)
        except expat.ExpatError as error:
            if "amplification" in expat.ErrorString(error.code):  # Expat's own limit came first
                raise self._fault("too-large", _EXPANDED) from error
            raise DataError(
                expat.ErrorString(error.code),
                place=f"line {error.lineno}, column {error.offset + 1}",
                remedy="the file may be cut off; see the element that this line is in",
            ) from error
        self._references += chunk.count(b"&")
        if self._references * self._longest > MAX_EXPANSION:
            raise self._fault("too-large", _EXPANDED)
        if self._parser.CurrentByteIndex - self._last > MAX_TEXT:
            raise self._fault("too-large", f"more than {MAX_TEXT >> 20} MiB without a tag")
        view[: len(chunk)] = chunk
        return len(chunk)

    def _fault(self, code: Code, reason: str, remedy: str | None = None) -> DataError:
        place = f"line {self._parser.CurrentLineNumber}"
        return DataError(reason, place=place, code=code, remedy=remedy)

    def _declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and encoding.lower() not in ("utf-8", "utf8", "us-ascii", "ascii"):
            raise self._fault(
                "encoding", f"the document is in {encoding}, not UTF-8", "save the file as UTF-8"
            )

    def _doctype(self, _name: str, system: str | None, public: str | None, _internal: int) -> None:
        if system or public:
            raise self._fault(
                "refused",
                f"refers to an external DTD, {system or public}, which is never fetched",
                "remove the reference, or write the entities that are used into the document",
            )

    def _entity(
        self,
        name: str,
        is_parameter: int,
        value: str | None,
        _base: str | None,
        _system: str | None,
        _public: str | None,
        _notation: str | None,
    ) -> None:
        if value is None or is_parameter:
            kind = "a parameter entity" if is_parameter else "an external entity"
            raise self._fault("refused", f'"{name}" is {kind}, which is never fetched or expanded')
        if "&" in value or "%" in value:
            raise self._fault(
                "refused",
                f'entity "{name}" refers to other entities',
                "write out its whole value; only plain values such as namespaces are taken",
            )
        if len(value) > MAX_ENTITY:
            raise self._fault(
                "too-large", f'entity "{name}" is longer than {MAX_ENTITY} characters'
            )
        self._longest = max(self._longest, len(value))

    def _start(self, _name: str, _attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self._fault("too-large", f"elements nest more than {MAX_DEPTH} deep")
        self._tag()

    def _end(self, _name: str) -> None:
        self._depth -= 1
        self._tag()

    def _tag(self) -> None:
        here = self._parser.CurrentByteIndex
        if here - self._last > MAX_TEXT:
            raise self._fault("too-large", f"more than {MAX_TEXT >> 20} MiB without a tag")
        self._last = here


def checked(data: bytes | BinaryIO) -> BinaryIO:
    """Return an RDF/XML document as a stream that is checked while it is read."""
    source = io.BytesIO(data) if isinstance(data, bytes) else data
    return io.BufferedReader(CheckedXml(source), 64 * 1024)
