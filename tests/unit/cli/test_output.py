from __future__ import annotations

import os
import threading

import pytest

from mitigraph.cli.output import open_target
from mitigraph.errors import DataError


def test_a_file_appears_only_when_it_is_whole(tmp_path):
    path = tmp_path / "out.ttl"
    with open_target(path) as target:
        target.write(b"half")
        assert not path.exists()
    assert path.read_bytes() == b"half"


@pytest.mark.parametrize("fault", [KeyboardInterrupt, ValueError])
def test_a_fault_leaves_what_stood_there_and_nothing_else(tmp_path, fault):
    path = tmp_path / "out.ttl"
    path.write_bytes(b"before")

    def stopped_job() -> None:
        with open_target(path) as target:
            target.write(b"half")
            raise fault

    with pytest.raises(fault):
        stopped_job()
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]


def test_a_symbolic_link_stays_one(tmp_path):
    path, link = tmp_path / "out.ttl", tmp_path / "link.ttl"
    path.write_bytes(b"before")
    link.symlink_to(path)
    with open_target(link) as target:
        target.write(b"after")
    assert link.is_symlink()
    assert path.read_bytes() == b"after"


def test_a_named_pipe_is_written_to(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()), daemon=True)
    reader.start()
    with open_target(pipe) as target:
        target.write(b"text")
    reader.join(10)
    assert read == [b"text"]


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(DataError, match="can't write: it is a folder"), open_target(tmp_path):
        pass


def test_a_new_file_has_the_usual_mode(tmp_path):
    usual, path = tmp_path / "usual", tmp_path / "out"
    usual.touch()
    with open_target(path):
        pass
    assert path.stat().st_mode == usual.stat().st_mode
