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
# What sets the project up has run before any test can.
SETS_UP = ("make ", "pip ")


def _blocks() -> list[list[tuple[str, str]]]:
    """Each console block, whose commands may use what those before them have written."""
    blocks = []
    for block in CONSOLE.findall(README.read_text(encoding="utf-8")):
        parts = (part.partition("\n") for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:])
        commands = [(command, expected) for command, _, expected in parts]
        if not all(command.startswith(SETS_UP) for command, _ in commands):
            blocks.append(commands)
    return blocks


def test_the_python_examples_give_what_they_show():
    result = doctest.testfile(str(README), module_relative=False, optionflags=doctest.ELLIPSIS)
    assert result.attempted > 5
    assert result.failed == 0


def _matches(expected: str, shown: str) -> bool:
    lines = [re.escape(line.rstrip()) for line in expected.rstrip().splitlines()]
    pattern = "\n".join(".*" if line == r"\.\.\." else line for line in lines)
    shown = "\n".join(line.rstrip() for line in shown.rstrip().splitlines())
    return re.fullmatch(pattern, shown, re.DOTALL) is not None


def _printed(command: str, folder: Path) -> str:
    program, *words = shlex.split(command)
    assert program == "mitigraph"
    ran = subprocess.run(
        [sys.executable, "-m", "mitigraph", *words],
        capture_output=True,
        text=True,
        cwd=folder,
        env={**os.environ, "COLUMNS": "110", "NO_COLOR": "1"},
        timeout=60,
        check=False,
    )
    return ran.stdout + ran.stderr


def test_the_readme_has_blocks_of_commands():
    assert sum(len(block) for block in _blocks()) >= 5


@pytest.mark.parametrize("block", _blocks(), ids=lambda block: block[0][0])
def test_the_commands_print_what_is_shown(block, tmp_path):
    for command, expected in block:
        shown = _printed(command, tmp_path)
        assert _matches(expected, shown), f"$ {command}\n{shown}"
