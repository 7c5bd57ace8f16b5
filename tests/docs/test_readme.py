"""The README's examples are run and must give what it shows."""

from __future__ import annotations

import doctest
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
README = ROOT / "README.md"
CONSOLE = re.compile(r"```console\n(.*?)```", re.DOTALL)


def _commands() -> list[tuple[str, str]]:
    found = []
    for block in CONSOLE.findall(README.read_text(encoding="utf-8")):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, expected = part.partition("\n")
            found.append((command, expected))
    return found


def test_the_python_examples_give_what_they_show():
    result = doctest.testfile(str(README), module_relative=False, optionflags=doctest.ELLIPSIS)
    assert result.attempted > 5
    assert result.failed == 0


def _matches(expected: str, shown: str) -> bool:
    lines = [re.escape(line.rstrip()) for line in expected.rstrip().splitlines()]
    pattern = "\n".join(".*" if line == r"\.\.\." else line for line in lines)
    shown = "\n".join(line.rstrip() for line in shown.rstrip().splitlines())
    return re.fullmatch(pattern, shown, re.DOTALL) is not None


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("readme")


@pytest.mark.parametrize(("command", "expected"), _commands(), ids=[c for c, _ in _commands()])
def test_the_commands_print_what_is_shown(command, expected, folder):
    words = shlex.split(command)
    if words[0] in ("make", "pip"):
        pytest.skip(f"`{words[0]}` sets the project up; it has run before any test can")
    assert words[0] == "mitigraph"
    environment = {**os.environ, "COLUMNS": "110", "NO_COLOR": "1"}
    ran = subprocess.run(
        [sys.executable, "-m", "mitigraph", *words[1:]],
        capture_output=True,
        text=True,
        cwd=folder,
        env=environment,
        timeout=60,
        check=False,
    )
    shown = ran.stdout + ran.stderr
    assert _matches(expected, shown), f"shown:\n{shown}"
