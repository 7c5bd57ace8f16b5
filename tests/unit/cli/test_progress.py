from __future__ import annotations

import io
import threading
from types import SimpleNamespace

import pytest

from mitigraph.cli.progress import progress


class Terminal(io.StringIO):
    def __init__(self) -> None:
        super().__init__()
        self.written = threading.Event()

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self.written.set()
        return super().write(text)


@pytest.fixture
def terminal(monkeypatch):
    stream = Terminal()
    # not sys.stderr itself, which pytest sets anew between a fixture and its test
    monkeypatch.setattr("mitigraph.cli.progress.sys", SimpleNamespace(stderr=stream))
    return stream


def test_a_long_job_is_named_and_the_line_is_wiped(terminal):
    with progress("loading mit.ttl", after=0):
        assert terminal.written.wait(10)
    line = "loading mit.ttl ..."
    assert terminal.getvalue() == f"{line}\r{' ' * len(line)}\r"


def test_the_line_is_wiped_after_a_fault_too(terminal):
    def stopped_job() -> None:
        with progress("importing", after=0):
            terminal.written.wait(10)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped_job()
    assert terminal.getvalue().startswith("importing ...\r")
    assert terminal.getvalue().endswith("\r")


def test_a_short_job_says_nothing_and_leaves_no_thread(terminal):
    before = threading.active_count()
    with progress("loading", after=60):
        pass
    assert terminal.getvalue() == ""
    assert threading.active_count() == before


def test_nothing_is_said_in_a_pipe(monkeypatch):
    stream = io.StringIO()
    monkeypatch.setattr("sys.stderr", stream)
    before = threading.active_count()
    with progress("loading", after=0):
        assert threading.active_count() == before
    assert stream.getvalue() == ""
