"""Build the wheel, install it in a clean environment, and use it from there.

Run by `make wheel`. The environment gets the runtime dependencies alone, in the versions of
`requirements.lock`, so that a dependency that was forgotten in pyproject.toml shows.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = (
    ["--version"],
    ["list", "measures", "--actor", "developer", "--format", "json"],
    ["check"],
    ["query", "measures-by-facet", "-p", "function=manage"],
    ["new-framework", "acme"],
    ["--with", "./mitigraph-acme", "query", "acme-controls"],
)


def _constraints(folder: Path) -> Path:
    """Write the lock's versions without its hashes: pip takes no hashes for constraints."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pinned = [
        line.removesuffix(" \\") for line in lock.splitlines() if re.match(r"[A-Za-z0-9]", line)
    ]
    path = folder / "constraints.txt"
    path.write_text("\n".join(pinned) + "\n", encoding="utf-8")
    return path


def main() -> None:
    """Build, install, run; a failing command ends this with its exit code."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", name], cwd=ROOT)
        wheel = next(folder.glob("*.whl"))
        venv.create(folder / "env", with_pip=True)
        python = folder / "env" / ("Scripts" if sys.platform == "win32" else "bin") / "python"
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        _run([*pip, "--constraint", str(_constraints(folder)), str(wheel)], cwd=folder)
        for command in COMMANDS:
            _run([str(python), "-I", "-m", "mitigraph", *command], cwd=folder, show=False)
        sys.stdout.write(f"{wheel.name}: installed alone, {len(COMMANDS)} commands run from it\n")


def _run(command: list[str], *, cwd: Path, show: bool = True) -> None:
    out = None if show else subprocess.PIPE
    done = subprocess.run(
        command, cwd=cwd, stdout=out, stderr=out, text=True, timeout=600, check=False
    )
    if done.returncode:
        sys.stderr.write((done.stdout or "") + (done.stderr or ""))
        sys.stderr.write(f"failed: {' '.join(command)}\n")
        raise SystemExit(done.returncode)


if __name__ == "__main__":
    main()
