"""A whole text file, or one clear reason why it can't be had."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mitigraph.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["read_text"]

#: Bytes of the largest text that is read whole.
MAX_BYTES: Final = 64 * 1024**2


def read_text(path: Path, *, limit: int = MAX_BYTES) -> str:
    """Return the text of a UTF-8 file; a byte order mark is left out.

    Args:
        path: The file.
        limit: Bytes of the largest file that is read.

    Raises:
        DataError: If there is no such file, it can't be read, or it is a folder, empty, too large
            or not UTF-8.

    Example:
        >>> from pathlib import Path
        >>> read_text(Path("missing.yaml"))  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        ...
        mitigraph.errors.DataError: missing.yaml: No such file or directory [unreadable]; check ...
    """
    try:
        if path.is_dir():
            raise DataError(
                "a folder, not a file",
                path=str(path),
                code="unreadable",
                remedy="name the file in it",
            )
        size = path.stat().st_size
        if size > limit:
            raise DataError(
                f"{size} bytes, more than the limit of {limit}",
                path=str(path),
                code="too-large",
                remedy="split the file",
            )
        data = path.read_bytes()
    except OSError as error:
        raise DataError(
            error.strerror or str(error),
            path=str(path),
            code="unreadable",
            remedy="check the name and the permissions",
        ) from error
    if not data.strip():
        raise DataError(
            "the file is empty", path=str(path), code="empty-text", remedy="get the file anew"
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise DataError(
            f"not UTF-8 (byte 0x{data[error.start]:02x})",
            path=str(path),
            place=f"line {line}",
            code="encoding",
            remedy="save it as UTF-8 (a spreadsheet calls that CSV UTF-8)",
        ) from error
