"""What a long job is doing, said on a terminal after a second and wiped when it is done."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

__all__ = ["progress"]

_AFTER_SECONDS: Final = 1.0


@contextmanager
def progress(doing: str, *, after: float = _AFTER_SECONDS) -> Iterator[None]:
    """Say on standard error what goes on inside the block, if it takes long.

    Nothing is said in a pipe or a log, where the line could not be wiped.

    Args:
        doing: What is done: "loading mit.ttl".
        after: Seconds to wait before anything is said.
    """
    if not sys.stderr.isatty():
        yield
        return
    line = f"{doing} ..."
    said = threading.Event()

    def say() -> None:
        said.set()
        print(line, end="", file=sys.stderr, flush=True)

    timer = threading.Timer(after, say)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        if said.is_set():
            print(f"\r{' ' * len(line)}\r", end="", file=sys.stderr, flush=True)
