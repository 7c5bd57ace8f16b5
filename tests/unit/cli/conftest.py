from __future__ import annotations

import pytest

from mitigraph.cli.app import main


@pytest.fixture
def run(capsys):
    """Run a command line: its exit code, standard output and standard error."""

    def call(*arguments: str) -> tuple[int, str, str]:
        code = 0
        try:
            main([str(argument) for argument in arguments])
        except SystemExit as ended:
            code = int(ended.code or 0)
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return call
