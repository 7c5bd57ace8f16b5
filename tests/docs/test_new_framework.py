"""The steps of docs/new-framework.md, done in their order, give what the page shows."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "new-framework.md"
BLOCK = re.compile(r"^```(console|turtle|tsv)\n(.*?)^```", re.DOTALL | re.MULTILINE)


def _matches(expected: str, shown: str) -> bool:
    """Whether what is shown is what is expected, where three full stops stand for anything."""
    lines = [re.escape(line.rstrip()) for line in expected.rstrip().splitlines()]
    pattern = "\n".join(line.replace(r"\.\.\.", ".*") for line in lines)
    shown = "\n".join(line.rstrip() for line in shown.rstrip().splitlines())
    return re.fullmatch(pattern, shown, re.DOTALL) is not None


def test_the_steps_give_what_the_page_shows(tmp_path):
    environment = {**os.environ, "COLUMNS": "200", "NO_COLOR": "1"}
    ran = 0
    for kind, text in BLOCK.findall(PAGE.read_text(encoding="utf-8")):
        if kind != "console":  # what is to be added to the file that its first line names
            place, _, added = text.partition("\n")
            with (tmp_path / place.removeprefix("# ")).open("a", encoding="utf-8") as stream:
                stream.write(added)
            continue
        for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
            command, _, expected = part.partition("\n")
            words = shlex.split(command)
            if words[0] in ("pip", "pytest"):  # no network here; the package's test runs elsewhere
                continue
            assert words[0] == "mitigraph"
            done = subprocess.run(
                [sys.executable, "-m", "mitigraph", *words[1:]],
                capture_output=True,
                text=True,
                cwd=tmp_path,
                env=environment,
                timeout=60,
                check=False,
            )
            shown = done.stdout + done.stderr
            assert _matches(expected, shown), f"{command}\nshown:\n{shown}"
            ran += 1
    assert ran > 4
