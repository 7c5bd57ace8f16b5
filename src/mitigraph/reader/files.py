"""Reading a user's file into a store: whole, or not at all with one clear reason.

Nothing is fetched: no remote context, no DTD, no import. What is too large, too deep or not what
it says it is, is refused before it does harm (see `Limits`).
"""

from __future__ import annotations

import contextlib
import gzip
import io
import sys
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, cast

from mitigraph.errors import DataError, UnsupportedFormatError
from mitigraph.reader.catalog import unresolved_imports
from mitigraph.reader.formats import GZIP, rdf_format_of
from mitigraph.reader.scan import LIMITS, Limits, ScannedText
from mitigraph.store.protocol import RdfFormat, Store
from mitigraph.terms import BASE, Iri, slug

if TYPE_CHECKING:
    from collections.abc import Iterator

    from _typeshed import WriteableBuffer

__all__ = ["STANDARD_INPUT", "LoadedFile", "read_into"]

STANDARD_INPUT: Final = "-"
_GZIP_MAGIC: Final = b"\x1f\x8b"
_CHUNK: Final = 64 * 1024
_JUDGED_FROM: Final = 16 * 1024**2


@dataclass(frozen=True, slots=True)
class LoadedFile:
    """What was read.

    Attributes:
        path: The file, as it was given; "standard input" for "-".
        rdf_format: Its serialisation.
        graph: Where its triples went; quads that name a graph went there.
        statements: How many different statements it holds.
        unresolved_imports: IRIs of its `owl:imports` that are not part of the shipped ontology.
            They are not fetched; whoever calls may want to say so.
    """

    path: str
    rdf_format: RdfFormat
    graph: Iri
    statements: int
    unresolved_imports: tuple[Iri, ...] = ()


def read_into(
    store: Store,
    path: str | Path,
    *,
    graph: Iri | None = None,
    rdf_format: RdfFormat | None = None,
    limits: Limits = LIMITS,
) -> LoadedFile:
    """Read a file into a graph of its own.

    Args:
        store: Where to; it stays as it was if the file can't be read.
        path: The file, or "-" for standard input. One compressed by gzip is unpacked.
        graph: Where its triples go. None: `graph/file/` and the file's name.
        rdf_format: Its serialisation. None: by the ending of its name.
        limits: How large it may be.

    Raises:
        DataError: If it can't be read or used, with file, place, reason, code and remedy.
        UnsupportedFormatError: If its ending is unknown, or there is none to go by.

    Example:
        >>> from mitigraph.store.oxigraph import OxigraphStore
        >>> read_into(OxigraphStore(), "missing.ttl")
        Traceback (most recent call last):
        ...
        mitigraph.errors.DataError: missing.ttl: no such file [unreadable]; check the path
    """
    name = "standard input" if str(path) == STANDARD_INPUT else str(path)
    if rdf_format is None:
        if str(path) == STANDARD_INPUT:
            raise UnsupportedFormatError(
                "standard input", known=[f"{known.label} (name it)" for known in RdfFormat]
            )
        rdf_format = rdf_format_of(path)
    target = graph or Iri(f"{BASE}graph/file/{_tail(name)}")
    with _told_with(name), _opened(path, limits) as source:
        text = io.BufferedReader(ScannedText(source, rdf_format, limits), _CHUNK)
        count = store.load(cast("BinaryIO", text), rdf_format=rdf_format, graph=target)
    missing = unresolved_imports(store, None if rdf_format.holds_graphs else target)
    return LoadedFile(name, rdf_format, target, count, missing)


def _tail(name: str) -> str:
    return slug(Path(name).name.removesuffix(GZIP)) or "file"


@contextlib.contextmanager
def _opened(path: str | Path, limits: Limits) -> Iterator[BinaryIO]:
    with contextlib.ExitStack() as stack:
        file: io.BufferedReader
        if str(path) == STANDARD_INPUT:
            file = io.BufferedReader(cast("io.RawIOBase", sys.stdin.buffer))
            stack.callback(file.detach)
        else:
            file = stack.enter_context(Path(path).open("rb"))
        if file.peek(2).startswith(_GZIP_MAGIC):
            unpacked = _Unpacked(file, limits)
            yield stack.enter_context(cast("BinaryIO", io.BufferedReader(unpacked)))
        else:
            yield file


class _Unpacked(io.RawIOBase):
    """A gzip file, unpacked as it is read, unless it swells beyond measure."""

    def __init__(self, file: io.BufferedReader, limits: Limits) -> None:
        super().__init__()
        self._counted = _Counted(file)
        self._unpacked = gzip.GzipFile(fileobj=self._counted)
        self._limits = limits
        self._count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        count = self._unpacked.readinto(buffer)
        self._count += count
        limit = self._counted.count * self._limits.expansion
        if self._count > max(_JUDGED_FROM, limit):
            raise DataError(
                f"unpacks to more than {self._limits.expansion} times its size",
                code="too-large",
                remedy="unpack it yourself if you trust it",
            )
        return count


class _Counted(io.RawIOBase):
    """A file that counts what is read from it."""

    def __init__(self, file: io.BufferedReader) -> None:
        super().__init__()
        self._file = file
        self.count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        count = self._file.readinto(buffer)
        self.count += count
        return count


@contextlib.contextmanager
def _told_with(name: str) -> Iterator[None]:
    """Tell every fault of reading as one `DataError` that names the file."""
    try:
        yield
    except DataError as error:
        raise DataError(
            error.reason, path=name, place=error.place, code=error.code, remedy=error.remedy
        ) from error
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise DataError(
            f"the gzip file is damaged or cut off: {error}",
            path=name,
            remedy="download or pack it again",
        ) from error
    except OSError as error:
        reason, remedy = _FAULTS.get(type(error), (error.strerror or str(error), None))
        raise DataError(reason, path=name, code="unreadable", remedy=remedy) from error


_FAULTS: Final[dict[type[OSError], tuple[str, str]]] = {
    FileNotFoundError: ("no such file", "check the path"),
    IsADirectoryError: ("this is a folder", "name the files in it one by one"),
    PermissionError: ("no permission to read it", "change its permissions"),
}
