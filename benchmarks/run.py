"""Side-by-side benchmarks: mitigraph against the engines it stands on and against rdflib.

    python benchmarks/run.py                  # 1,000 and 10,000 measures: the table in RESULTS.md
    python benchmarks/run.py 200 --repeats 1  # a quick look

Every measurement is a fresh process, and the contenders take turns, so that a slow moment of the
machine hits all of them. Only ratios within one run count. A contender that is slow is run once and
stopped at a limit; one that is not installed is named as such.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from time import perf_counter
from typing import Any, Final

from contenders import CONTENDERS
from results import Measured, render
from synthetic import lines

HERE: Final = Path(__file__).resolve().parent
FOLDER: Final = HERE.parent / "build" / "bench"

#: Contenders that are run once, and stopped at the limit.
SLOW: Final = frozenset({"rdflib", "pyshacl", "mitigraph, engine pyshacl"})

#: Beyond so many measures the slow contenders are left out, of checking from the first number.
SLOW_UP_TO: Final = 10_000
PYSHACL_UP_TO: Final = 1_000

LIBRARIES: Final = (
    "mitigraph",
    "pyoxigraph",
    "rdflib",
    "pyshacl",
    "shacl-rust",
    "click",
    "networkx",
)

#: Formats of other frameworks, each for the whole shipped graph.
EXPORTED: Final = (
    "sssom",
    "ciso-assistant",
    "oscal-catalog",
    "oscal-mapping",
    "cyclonedx",
    "dpv",
    "nexus",
    "stix",
    "schema-org",
    "spdx",
    "xlsx",
)

COMMANDS: Final = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "mitigraph --help": ["mitigraph", "--help"],
    "mitigraph list measures": ["mitigraph", "list", "measures"],
    "mitigraph check": ["mitigraph", "check"],
    **{f"mitigraph export {name}": ["mitigraph", "export", name] for name in EXPORTED},
}


@dataclass(slots=True)
class Run:
    """One series of measurements."""

    repeats: int
    cap: float
    measured: Measured = field(default_factory=Measured)

    def task(self, task: str, size: int) -> None:
        """Run a task of all contenders on a graph of `size` measures (0: the shipped graph)."""
        for turn in range(self.repeats):
            for contender in CONTENDERS[task]:
                slow = contender in SLOW
                if self.measured.notes.get((task, contender, size), "").startswith("stopped"):
                    continue
                if slow and (turn > 0 or self._left_out(task, contender, size)):
                    continue
                began = perf_counter()
                self._one(task, contender, size, repeats=1 if slow else 3)
                print(
                    f"  {task}, {size or 'shipped'}, {contender}: {perf_counter() - began:.1f} s",
                    file=sys.stderr,
                )

    def _left_out(self, task: str, contender: str, size: int) -> bool:
        limit = PYSHACL_UP_TO if task == "check" else SLOW_UP_TO
        if size <= limit:
            return False
        self.measured.note(task, contender, size, f"not run above {limit:,} measures")
        return True

    def _one(self, task: str, contender: str, size: int, *, repeats: int) -> None:
        command = [sys.executable, str(HERE / "contenders.py"), task, contender]
        command += ["--triples", str(_triples(size)), "--quads", str(_quads(size))]
        command += ["--repeats", str(repeats)]
        with tempfile.TemporaryDirectory() as folder:
            if contender == "rdflib" and task == "query":
                path = Path(folder, "reference.json")
                path.write_text(json.dumps(self.measured.best(task, "mitigraph", size)))
                command += ["--reference", str(path)]
            output = Path(folder, "output")
            with output.open("wb") as target:
                try:
                    done = subprocess.run(
                        command, stdout=target, timeout=self.cap, check=False
                    ).returncode
                    ending = "" if done == 0 else f"failed with exit code {done}"
                except subprocess.TimeoutExpired:
                    ending = f"stopped after {self.cap:.0f} s"
            for line in output.read_text().splitlines():
                self.measured.add(task, contender, size, json.loads(line))
        if ending:
            self.measured.note(task, contender, size, ending)

    def commands(self) -> None:
        """Time whole processes of the command line, in turns."""
        for _ in range(max(3, self.repeats)):
            for name, command in COMMANDS.items():
                found = [_beside_python(command[0]), *command[1:]]
                start = perf_counter()
                try:
                    done = subprocess.run(
                        found, capture_output=True, timeout=self.cap, check=False
                    ).returncode
                except FileNotFoundError:
                    self.measured.note("command", name, 0, "not available")
                    continue
                except subprocess.TimeoutExpired:
                    self.measured.note("command", name, 0, f"stopped after {self.cap:.0f} s")
                    continue
                self.measured.add(
                    "command", name, 0, {"case": "command", "seconds": [perf_counter() - start]}
                )
                if done:
                    self.measured.note("command", name, 0, f"exit code {done}")


def _beside_python(program: str) -> str:
    beside = Path(sys.executable).parent / program
    return str(beside) if beside.exists() else program


def _triples(size: int) -> Path:
    return FOLDER / f"synthetic-{size}.nt"


def _quads(size: int) -> Path:
    return FOLDER / f"whole-{size}.nq"


def _prepare(size: int) -> int:
    """Write the input files of a size; return how many statements the whole graph has."""
    if size:
        with _triples(size).open("w", encoding="utf-8", newline="\n") as target:
            target.writelines(lines(size))
    command = [sys.executable, str(HERE / "contenders.py"), "prepare", "mitigraph"]
    command += ["--triples", str(_triples(size)), "--quads", str(_quads(size))]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    return int(json.loads(done.stdout.splitlines()[0])["count"])


def facts() -> dict[str, str]:
    """Return what a reader has to know of the machine and the versions."""
    found = {
        "date": datetime.now(UTC).strftime("%Y-%m-%d"),
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        "Python": f"{platform.python_implementation()} {platform.python_version()}",
    }
    for name in LIBRARIES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = "not installed"
    return found


def _tasks(chosen: Sequence[str], sizes: Sequence[int]) -> Iterator[tuple[str, int]]:
    for task in chosen:
        if task == "check":
            yield task, 0
        for size in sizes:
            yield task, size


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what the command line asks for and write the table."""
    tasks = [*CONTENDERS, "command"]
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("sizes", type=int, nargs="*", help="numbers of measures (1000 10000)")
    parser.add_argument("--repeats", type=int, default=3, help="processes of each contender")
    parser.add_argument("--cap", type=float, default=180.0, help="seconds a process may take")
    parser.add_argument("--only", choices=tasks, action="append", help="a task; repeatable")
    parser.add_argument("-o", "--output", type=Path, default=HERE / "RESULTS.md")
    parser.add_argument("--add-to", type=Path, help="keep the other tasks of an earlier run's JSON")
    parser.add_argument("--render", type=Path, help="only write the table of an earlier run's JSON")
    chosen = parser.parse_args(arguments)
    if chosen.render:
        saved: dict[str, Any] = json.loads(chosen.render.read_text())
        measured = Measured.from_object(saved)
    else:
        measured = _measure(chosen, tasks)
    chosen.output.write_text(render(measured), encoding="utf-8")
    print(chosen.output)
    return 0


def _measure(chosen: argparse.Namespace, tasks: Sequence[str]) -> Measured:
    FOLDER.mkdir(parents=True, exist_ok=True)
    sizes = sorted(chosen.sizes or [1000, 10000])
    wanted = [task for task in tasks if not chosen.only or task in chosen.only]
    run = Run(chosen.repeats, chosen.cap)
    run.measured.facts = facts() | {"load average before": f"{os.getloadavg()[0]:.1f}"}
    run.measured.sizes = {size: _prepare(size) for size in (0, *sizes)}
    for task, size in _tasks([task for task in wanted if task != "command"], sizes):
        run.task(task, size)
    if "command" in wanted:
        run.commands()
    run.measured.facts["load average after"] = f"{os.getloadavg()[0]:.1f}"
    if chosen.add_to:
        earlier = Measured.from_object(json.loads(chosen.add_to.read_text()))
        run.measured = earlier.replaced_by(run.measured)
    saved = json.dumps(run.measured.to_object(), indent=1)
    (FOLDER / "measured.json").write_text(saved, encoding="utf-8")
    return run.measured


if __name__ == "__main__":
    raise SystemExit(main())
