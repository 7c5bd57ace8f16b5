"""Build the wheel, install it in a clean environment, and use it from there.

Run by `make wheel`. The environment gets the runtime dependencies alone, as `requirements.lock`
pins them, so that a dependency that was forgotten in pyproject.toml shows.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import tomllib
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = (
    ["--version"],
    ["list", "measures", "--actor", "developer", "--format", "json"],
    ["check"],
    ["query", "measures-by-facet", "-p", "function=manage"],
)


def _names(requirements: list[str]) -> set[str]:
    return {
        re.match(r"[A-Za-z0-9_.-]+", text)[0].lower().replace("_", "-") for text in requirements
    }  # type: ignore[index]


def _pinned(wanted: set[str], folder: Path) -> Path:
    """Write the lock's entries for `wanted` and everything they need."""
    from importlib.metadata import PackageNotFoundError, requires

    needed, waiting = set(), sorted(wanted)
    while waiting:
        name = waiting.pop()
        if name in needed:
            continue
        needed.add(name)
        try:
            found = requires(name) or []
        except PackageNotFoundError:
            continue
        waiting += sorted(_names([text for text in found if "extra ==" not in text]))
    entries = re.split(r"\n(?=\S)", (ROOT / "requirements.lock").read_text(encoding="utf-8"))
    kept = [entry for entry in entries if _names([entry]) <= needed]
    path = folder / "runtime.lock"
    path.write_text("\n".join(kept) + "\n", encoding="utf-8")
    return path


def main() -> None:
    """Build, install, run; a failing command ends this with its exit code."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", name], cwd=ROOT)
        wheel = next(folder.glob("*.whl"))
        venv.create(folder / "env", with_pip=True)
        python = folder / "env" / ("Scripts" if sys.platform == "win32" else "bin") / "python"
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        lock = _pinned(_names(project["dependencies"]), folder)
        _run([*pip, "--require-hashes", "-r", str(lock)], cwd=folder)
        _run([*pip, "--no-deps", str(wheel)], cwd=folder)
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
