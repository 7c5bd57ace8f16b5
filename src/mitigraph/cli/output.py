"""Where results go: formats, files that appear whole or not at all, notes on standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Final

import click

from mitigraph.errors import DataError

__all__ = [
    "LAYOUTS",
    "emit",
    "format_option",
    "layout_option",
    "layout_or_default",
    "note",
    "open_target",
    "output_option",
    "required_output",
    "width",
]

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

#: The formats of listings.
LAYOUTS: Final = ("table", "tsv", "csv", "json", "jsonl", "md")


def format_option(choices: Sequence[str], words: str, default: str | None = None) -> Decorator:
    """Return the option `--format`, which a command takes as `layout`."""
    return click.option(
        "--format", "-f", "layout", type=click.Choice(choices), default=default, help=words
    )


#: How a listing is printed.
layout_option = format_option(LAYOUTS, "How to print; a table on a terminal, TSV in a pipe.")
#: Where a result goes, which a command takes as `output`.
output_option = click.option(
    "--output",
    "-o",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="File to write; standard output without it.",
)
#: The same where there has to be a file.
required_output = click.option(
    "--output",
    "-o",
    metavar="FILE",
    required=True,
    type=click.Path(path_type=Path),
    help="RDF file to write; its ending is the format.",
)


def layout_or_default(layout: str | None) -> str:
    """Return the layout asked for, or what suits where standard output goes."""
    if layout is not None:
        return layout
    return "table" if sys.stdout.isatty() else "tsv"


def width() -> int | None:
    """Return the columns to fill: COLUMNS, else the terminal's, else 100."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isdigit():
        return int(columns)
    return None if sys.stdout.isatty() else 100


def emit(rows: Iterable[Mapping[str, object]], columns: Sequence[str], layout: str | None) -> int:
    """Print rows to standard output and return how many there were."""
    from mitigraph.view.table import write_rows

    return write_rows(rows, columns, to=sys.stdout, layout=layout_or_default(layout), width=width())


def note(*lines: str) -> None:
    """Print lines for a person to standard error."""
    for line in lines:
        print(line, file=sys.stderr)


@contextmanager
def open_target(path: Path | None) -> Iterator[BinaryIO]:
    """Open a file that appears under its name only when all of it is written.

    An exception, Ctrl-C among them, leaves what stood there before. None and "-" are standard
    output.
    """
    if path is None or str(path) == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    if path.exists() and not path.is_file() and not path.is_dir():
        # A device or a named pipe can't be replaced, and has nothing to lose.
        with path.open("wb") as stream:
            yield stream
        return
    import tempfile

    path = path.resolve()  # a symbolic link stays one
    try:
        if path.is_dir():
            raise IsADirectoryError(0, "it is a folder")
        handle, aside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    except OSError as error:
        raise DataError(
            f"can't write: {error.strerror}",
            path=str(path),
            code="unreadable",
            remedy="check that the folder exists and may be written to",
        ) from error
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
        Path(aside).chmod(0o666 & ~_umask())
        Path(aside).replace(path)
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
