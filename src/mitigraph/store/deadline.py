"""Work under a time limit that holds: in a child process, killed when the time is up.

A running query can't be stopped from Python: a thread with a time limit only looks away while the
engine goes on. So the work runs in a process of its own and writes its answer into a pipe, which
is read here as it comes. The process ends with the answer, with the limit, or when the reader is
closed or forgotten, and is always waited for, so that none is left over.

On Linux the child is a fork, which sees the store as it is and costs a few milliseconds. Elsewhere
it is a new interpreter (`spawn`), to which the work must be handed over as something that pickles.
So it is for a store on disk everywhere, whose engine has threads that may hold a lock when a fork
is made (measured: one query in thirty hung). A script that uses it has to begin under
`if __name__ == "__main__":`.
"""

from __future__ import annotations

import contextlib
import io
import os
import signal
import sys
import threading
import time
import warnings
import weakref
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, BinaryIO, Final, Protocol, cast

from mitigraph.errors import (
    MitigraphError,
    QueryError,
    QueryRefusedError,
    QueryTimeoutError,
    StoreError,
)

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess
    from pathlib import Path

    from _typeshed import WriteableBuffer

__all__ = ["CAN_FORK", "Work", "Worker"]

#: Whether a child can be a fork. Not on macOS, where system libraries don't survive one.
CAN_FORK: Final = sys.platform == "linux"

#: What a child does: write its answer.
Work = Callable[[BinaryIO], None]

_DATA, _END, _FAULT = b"d", b"e", b"f"
_CHUNK: Final = 64 * 1024
_FAULTS: Final[dict[str, type[MitigraphError]]] = {
    kind.__name__: kind for kind in (QueryError, QueryRefusedError, StoreError)
}


class _Context(Protocol):
    """What fork and spawn have in common; the stubs know it only of each."""

    def Pipe(self, *, duplex: bool) -> tuple[Connection, Connection]: ...  # noqa: N802 - as there
    def Process(self, *, target: object, args: object, daemon: bool) -> BaseProcess: ...  # noqa: N802


_STARTING = threading.Lock()


class Worker(io.RawIOBase):
    """A child process at work, read like a file.

    Args:
        work: What it does. With `spawn` it must pickle.
        seconds: How long it may take, the reader's own time included.
        spawn: Whether to start a new interpreter even where a fork is possible.
        handed_over: A file made for the work; it is deleted when the work is over.

    Raises:
        QueryTimeoutError: From a read, when the time is up.
        QueryError, StoreError: From a read, if the work raised it or the process broke off.
    """

    def __init__(
        self, work: Work, seconds: float, *, spawn: bool = False, handed_over: Path | None = None
    ) -> None:
        super().__init__()
        self._seconds = seconds
        self._deadline = time.monotonic() + seconds
        self._rest = b""
        self._done = False
        import multiprocessing  # only who sets a limit pays for it

        method = "fork" if CAN_FORK and not spawn else "spawn"
        context = cast("_Context", multiprocessing.get_context(method))
        # one start at a time: a child that inherits another's end of a pipe would keep it open
        with _STARTING, _no_fork_warning():
            self._pipe, theirs = context.Pipe(duplex=False)
            process = context.Process(
                target=_run,
                args=(work, theirs, self._pipe if method == "fork" else None, seconds),
                daemon=True,
            )
            try:
                process.start()
            finally:
                theirs.close()
        self._stop = weakref.finalize(self, _stop, process, self._pipe, handed_over, os.getpid())

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        while not self._rest and not self._done:
            self._receive()
        view = memoryview(buffer).cast("B")
        count = min(len(view), len(self._rest))
        view[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count

    def _receive(self) -> None:
        try:
            ready = self._pipe.poll(max(0.0, self._deadline - time.monotonic()))
            message = self._pipe.recv_bytes() if ready else b""
        except (EOFError, OSError):
            # the child has died: of the alarm it has set itself, or of something worse
            message = b""
            ready = time.monotonic() < self._deadline
        kind, rest = message[:1], message[1:]
        if kind == _DATA:
            self._rest = rest
            return
        self._stop()
        self._done = True
        if kind == _FAULT:
            name, _, reason = rest.decode().partition("\n")
            raise _FAULTS.get(name, QueryError)(reason)
        if kind != _END:
            if ready:
                raise QueryError("the process that ran the query broke off")
            raise QueryTimeoutError(f"stopped at the limit of {self._seconds:g} s")

    def close(self) -> None:
        """End the process, if it still runs, and wait for it."""
        self._stop()
        super().close()


def _stop(process: BaseProcess, pipe: Connection, handed_over: Path | None, owner: int) -> None:
    if os.getpid() != owner:
        return  # a forked child has a copy of this object, but the process isn't its own
    process.kill()
    process.join()
    while process.exitcode is None:
        # Starting a process in another thread collects all that have ended: it has this one's exit
        # status, and is about to write it down.
        time.sleep(0.001)
    process.close()
    pipe.close()
    if handed_over is not None:
        handed_over.unlink(missing_ok=True)


@contextlib.contextmanager
def _no_fork_warning() -> Iterator[None]:
    """Silence Python's warning of a fork among threads.

    The child runs one query and ends without cleaning up; it takes no lock that another thread of
    the parent could have held, because whoever changes a store holds back the fork meanwhile.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        yield


class _Sink(io.RawIOBase):
    """The child's end of the pipe, as a file to write to."""

    def __init__(self, pipe: Connection) -> None:
        super().__init__()
        self._pipe = pipe

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        chunk = bytes(data)  # type: ignore[call-overload]
        self._pipe.send_bytes(_DATA + chunk)
        return len(chunk)


def _run(work: Work, pipe: Connection, other_end: Connection | None, seconds: float) -> None:
    """Run in the child; never returns, so that nothing inherited is cleaned up twice."""
    status = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what Ctrl-C means
        if hasattr(signal, "setitimer"):
            # ends the child even when the parent has died or does not read
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            signal.setitimer(signal.ITIMER_REAL, max(seconds, 0.001) + 0.05)
        if other_end is not None:
            other_end.close()
        sink = io.BufferedWriter(_Sink(pipe), _CHUNK)
        try:
            work(sink)
            sink.flush()
            pipe.send_bytes(_END)
            status = 0
        except MitigraphError as error:
            pipe.send_bytes(_FAULT + f"{type(error).__name__}\n{error}".encode())
        except Exception as error:  # noqa: BLE001 - whatever it is, the parent must hear of it
            reason = f"{type(error).__name__}: {error}"
            pipe.send_bytes(_FAULT + f"QueryError\n{reason}".encode(errors="replace"))
    finally:
        os._exit(status)
