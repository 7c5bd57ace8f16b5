from __future__ import annotations

import gc
import io
import multiprocessing
import os
import threading
import time
from functools import partial

import pytest

from mitigraph.errors import QueryError, QueryTimeoutError, StoreError
from mitigraph.store.deadline import CAN_FORK, Worker

METHODS = [False, True] if CAN_FORK else [True]


def write(sink, *, times):
    for _ in range(times):
        sink.write(b"x" * 1000)


def forever(sink):
    while True:
        sink.write(b"x")


def sleep(_sink, *, seconds):
    time.sleep(seconds)


def fail(sink, *, error):
    sink.write(b"begun")
    raise error


def die(_sink):
    os._exit(7)


def children():
    return {child.pid for child in multiprocessing.active_children()}


@pytest.fixture(autouse=True)
def no_child_is_left():
    before = children()
    yield
    gc.collect()
    assert children() <= before


@pytest.mark.parametrize("spawn", METHODS)
def test_what_the_work_writes_is_read(spawn):
    with Worker(partial(write, times=500), 60, spawn=spawn) as worker:
        assert worker.read() == b"x" * 500_000
        assert worker.read() == b""


@pytest.mark.parametrize("spawn", METHODS)
def test_work_is_stopped_at_the_limit(spawn):
    start = time.monotonic()
    worker = Worker(partial(sleep, seconds=60), 0.3, spawn=spawn)
    with worker, pytest.raises(QueryTimeoutError, match=r"limit of 0\.3 s"):
        worker.read()
    assert 0.3 <= time.monotonic() - start < 20


def test_the_limit_holds_in_the_middle_of_an_answer():
    with Worker(forever, 0.5) as worker, pytest.raises(QueryTimeoutError):
        all(iter(partial(worker.read, 10), b""))


def test_the_child_ends_by_itself_when_nobody_reads():
    worker = Worker(forever, 0.2)
    until = time.monotonic() + 10
    while children() and time.monotonic() < until:
        time.sleep(0.02)
    assert not children()
    with pytest.raises(QueryTimeoutError):
        worker.readall()


@pytest.mark.parametrize("error", [QueryError("bad"), StoreError("gone"), ZeroDivisionError("0")])
def test_a_fault_of_the_work_is_raised_after_what_it_wrote(error):
    expected = type(error) if isinstance(error, QueryError | StoreError) else QueryError
    worker = Worker(partial(fail, error=error), 60)
    with worker, pytest.raises(expected, match=str(error)):
        worker.readall()


def test_a_process_that_breaks_off_is_a_fault():
    with Worker(die, 60) as worker, pytest.raises(QueryError, match="broke off"):
        worker.read()


def test_a_worker_that_is_forgotten_is_ended():
    Worker(partial(sleep, seconds=60), 60)
    gc.collect()
    assert not children()


def test_a_worker_that_is_closed_early_is_ended():
    reader = io.BufferedReader(Worker(forever, 60))
    assert reader.read(3) == b"xxx"
    reader.close()
    assert not children()


@pytest.mark.skipif(not hasattr(os, "waitpid"), reason="zombies are a matter of POSIX")
def test_no_zombie_is_left():
    for _ in range(3):
        Worker(partial(write, times=1), 60).read()
        with pytest.raises(QueryTimeoutError):
            Worker(partial(sleep, seconds=60), 0.05).read()
    try:
        ended, _ = os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        ended = 0
    assert ended == 0


def test_workers_may_run_beside_each_other_in_threads():
    answers = []

    def ask():
        with Worker(partial(write, times=50), 60) as worker:
            answers.append(len(worker.readall()))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert answers == [50_000] * 8


def test_a_file_handed_over_is_deleted(tmp_path):
    file = tmp_path / "data.nq"
    file.touch()
    with Worker(partial(write, times=1), 60, handed_over=file) as worker:
        worker.readall()
    assert not file.exists()
