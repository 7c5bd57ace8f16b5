"""What a series of measurements found, and the Markdown that says so beside the targets."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from contenders import CONTENDERS

__all__ = ["Cell", "Measured", "render"]

_OURS: Final = "mitigraph"
_RAW: Final = {
    "load": "pyoxigraph load",
    "derive": "pyoxigraph",
    "query": "pyoxigraph",
    "turtle": "pyoxigraph",
    "jsonld": "pyoxigraph",
}
_COMMAND_TARGETS: Final = {"mitigraph --help": 0.3, "mitigraph list measures": 0.6}


@dataclass(slots=True)
class Cell:
    """What one contender did with one case: seconds of each run, and what came out."""

    seconds: list[float] = field(default_factory=list)
    count: int | None = None
    digest: str | None = None
    error: str | None = None
    more_than: float | None = None

    @property
    def best(self) -> float | None:
        """The least time: what the machine's other work disturbs least."""
        return min(self.seconds) if self.seconds else None


_T = TypeVar("_T")

#: Task, contender, number of measures.
_Key = tuple[str, str, int]


@dataclass(slots=True)
class Measured:
    """All measurements of a run, with the facts of the machine."""

    facts: dict[str, str] = field(default_factory=dict)
    sizes: dict[int, int] = field(default_factory=dict)
    cells: dict[_Key, dict[str, Cell]] = field(default_factory=dict)
    peaks: dict[_Key, list[float]] = field(default_factory=dict)
    notes: dict[_Key, str] = field(default_factory=dict)

    def add(self, task: str, contender: str, size: int, line: Mapping[str, Any]) -> None:
        """Take in one line that a contender printed."""
        key = (task, contender, size)
        if "peak_mb" in line:
            self.peaks.setdefault(key, []).append(line["peak_mb"])
        elif "unavailable" in line:
            self.notes[key] = f"not available: {line['unavailable']}"
        else:
            cell = self.cells.setdefault(key, {}).setdefault(line["case"], Cell())
            cell.seconds += line["seconds"]
            for name in ("count", "digest", "error", "more_than"):
                if line.get(name) is not None:
                    setattr(cell, name, line[name])

    def note(self, task: str, contender: str, size: int, text: str) -> None:
        """Say why a measurement is missing or not whole."""
        self.notes[task, contender, size] = text

    def of(self, task: str, contender: str, size: int) -> dict[str, Cell]:
        """Return what a contender did, by case; empty if nothing was measured."""
        return self.cells.get((task, contender, size), {})

    def best(self, task: str, contender: str, size: int) -> dict[str, float]:
        """Return the least seconds by case."""
        found = self.of(task, contender, size)
        return {case: cell.best for case, cell in found.items() if cell.best is not None}

    def ratio(self, task: str, other: str, size: int, case: str) -> tuple[float, bool] | None:
        """Return how many times as long the other took, and whether that is only a lower bound."""
        ours = self.best(task, _OURS, size).get(case)
        theirs = self.of(task, other, size).get(case)
        if ours is None:
            return None
        if theirs is not None and theirs.best is not None:
            return theirs.best / ours, False
        if theirs is not None and theirs.more_than is not None:
            return theirs.more_than / ours, True
        note = self.notes.get((task, other, size), "")
        if task != "query" and note.startswith("stopped after"):
            return float(note.split()[2]) / ours, True
        return None

    def exponent(self, task: str, case: str) -> float | None:
        """Return the exponent with which mitigraph's time grows from the least size to the most."""
        sizes = self._measured_sizes()
        if len(sizes) < 2:  # noqa: PLR2004 - a line needs two points
            return None
        least, most = sizes[0], sizes[-1]
        low = self.best(task, _OURS, least).get(case)
        high = self.best(task, _OURS, most).get(case)
        return None if low is None or high is None else _slope(least, low, most, high)

    def peak(self, task: str, contender: str, size: int) -> float | None:
        """Return the least peak of memory in MB among the processes."""
        found = self.peaks.get((task, contender, size))
        return min(found) if found else None

    def memory_exponent(self, task: str) -> float | None:
        """Return the exponent with which mitigraph's peak memory grows."""
        sizes = self._measured_sizes()
        if len(sizes) < 2:  # noqa: PLR2004 - a line needs two points
            return None
        low, high = (self.peak(task, _OURS, size) for size in (sizes[0], sizes[-1]))
        return None if low is None or high is None else _slope(sizes[0], low, sizes[-1], high)

    def replaced_by(self, later: Measured) -> Measured:
        """Return these measurements with the tasks of a later run in the place of their own."""
        again = {key[0] for key in (*later.cells, *later.notes)}

        def kept(ours: dict[_Key, _T], theirs: dict[_Key, _T]) -> dict[_Key, _T]:
            return {key: one for key, one in ours.items() if key[0] not in again} | theirs

        return Measured(
            facts=later.facts,
            sizes=dict(sorted((self.sizes | later.sizes).items())),
            cells=kept(self.cells, later.cells),
            peaks=kept(self.peaks, later.peaks),
            notes=kept(self.notes, later.notes),
        )

    def _measured_sizes(self) -> list[int]:
        return sorted(size for size in self.sizes if size)

    def to_object(self) -> dict[str, Any]:
        """Return everything as JSON can hold it."""
        return {
            "facts": self.facts,
            "sizes": self.sizes,
            "cells": [
                [*key, {case: _plain(cell) for case, cell in found.items()}]
                for key, found in self.cells.items()
            ],
            "peaks": [[*key, found] for key, found in self.peaks.items()],
            "notes": [[*key, found] for key, found in self.notes.items()],
        }

    @classmethod
    def from_object(cls, saved: Mapping[str, Any]) -> Measured:
        """Return what `to_object` returned."""
        return cls(
            facts=saved["facts"],
            sizes={int(size): count for size, count in saved["sizes"].items()},
            cells={
                (task, contender, size): {case: Cell(**cell) for case, cell in found.items()}
                for task, contender, size, found in saved["cells"]
            },
            peaks={(task, who, size): found for task, who, size, found in saved["peaks"]},
            notes={(task, who, size): found for task, who, size, found in saved["notes"]},
        )


def _plain(cell: Cell) -> dict[str, Any]:
    return {name: getattr(cell, name) for name in Cell.__slots__}


def _slope(least: float, low: float, most: float, high: float) -> float:
    return math.log(high / low) / math.log(most / least)


# The document ---------------------------------------------------------------------------------


def render(measured: Measured) -> str:
    """Return the whole document."""
    parts = [
        "# Results\n",
        (
            "Written by `make bench`. Times are of the work alone in a fresh process, contenders in"
            " turns; ratios compare the least times, and only those within one run count. `>` marks"
            " a contender that was stopped: it took at least that long.\n"
        ),
        _table(("fact", "value"), measured.facts.items()),
        "\n## Targets\n",
        _table(("what", "target", "seen", "verdict"), _verdicts(measured)),
    ]
    for task in ("load", "derive", "check", "turtle", "jsonld"):
        parts += [f"\n## {_TITLES[task]}\n", _table(_HEAD, _task_rows(measured, task))]
    parts += ["\n## Named queries\n"]
    for size in measured.sizes:
        if measured.of("query", _OURS, size):
            parts += [
                f"### {size:,} measures, {measured.sizes[size]:,} statements\n",
                _table(_QUERY_HEAD, _query_rows(measured, size)),
                "",
            ]
            parts += [
                f"{contender}: {note}\n"
                for contender in CONTENDERS["query"]
                if (note := measured.notes.get(("query", contender, size)))
            ]
    parts += ["## Command line, whole process\n", _table(_COMMAND_HEAD, _command_rows(measured))]
    return "\n".join(parts).rstrip() + "\n"


_TITLES: Final = {
    "load": "Load: the synthetic measures alone, N-Triples",
    "derive": "Derive: facets, closure and inverses, shipped and synthetic data",
    "check": "Check: all data against the shipped shapes",
    "turtle": "Export to Turtle: the whole graph",
    "jsonld": "Export to JSON-LD: the whole graph (mitigraph: compacted and framed; pyoxigraph: expanded)",  # noqa: E501
}
_HEAD: Final = (
    "measures", "contender", "min", "median", "max", "times mitigraph's", "peak memory", "came out",
)  # fmt: skip
_COMMAND_HEAD: Final = ("command", "min", "median", "max")
_QUERY_HEAD: Final = (
    "query", "rows", "mitigraph min / median / max, ms", "pyoxigraph, ms", "rdflib, ms",
    "mitigraph / pyoxigraph", "rdflib / mitigraph", "growth",
)  # fmt: skip


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    written = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    written += [f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in rows]
    return "\n".join(written)


def _seconds(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value * 1000:.1f} ms" if value < 1 else f"{value:.2f} s"


def _milliseconds(value: float | None) -> str:
    return "-" if value is None else f"{value * 1000:.2f}" if value < 1 else f"{value * 1000:.0f}"


def _times(found: tuple[float, bool] | None) -> str:
    if found is None:
        return "-"
    value, bound = found
    return f"{'> ' if bound else ''}{value:.3g}"


def _task_rows(measured: Measured, task: str) -> Iterator[Sequence[str]]:
    for size in measured.sizes:
        for contender in CONTENDERS[task]:
            cell = measured.of(task, contender, size).get(task)
            note = measured.notes.get((task, contender, size))
            if cell is None and note is None:
                continue
            times = cell.seconds if cell else []
            out = note or ""
            if cell is not None and cell.count is not None:
                out = f"{cell.count:,}" + (f" ({cell.digest})" if cell.digest else "")
            peak = measured.peak(task, contender, size)
            yield (
                f"{size:,}" if size else "shipped only",
                contender,
                _seconds(min(times, default=None)),
                _seconds(statistics.median(times) if times else None),
                _seconds(max(times, default=None)),
                _times(measured.ratio(task, contender, size, task)),
                "-" if peak is None else f"{peak:.0f} MB",
                out,
            )


def _query_rows(measured: Measured, size: int) -> Iterator[Sequence[str]]:
    raw, slow = (measured.of("query", contender, size) for contender in CONTENDERS["query"][1:])
    last = max(measured.sizes)
    for case, cell in measured.of("query", _OURS, size).items():
        if not cell.seconds:
            yield case, cell.error or "-", *["-"] * 6
            continue
        three = (cell.best, statistics.median(cell.seconds), max(cell.seconds))
        against = measured.ratio("query", "pyoxigraph", size, case)
        exponent = measured.exponent("query", case) if size == last else None
        yield (
            case,
            _rows(cell, raw.get(case), slow.get(case)),
            " / ".join(_milliseconds(value) for value in three),
            _milliseconds(raw[case].best if case in raw else None),
            _slow(slow.get(case)),
            "-" if against is None else f"{1 / against[0]:.2f}",
            _times(measured.ratio("query", "rdflib", size, case)),
            "-" if exponent is None else f"{exponent:.2f}",
        )


def _rows(ours: Cell, *others: Cell | None) -> str:
    different = {
        other.count
        for other in others
        if other is not None and other.count is not None and other.count != ours.count
    }
    return f"{ours.count:,}" + (f" (others: {sorted(different)})" if different else "")


def _slow(cell: Cell | None) -> str:
    if cell is None:
        return "-"
    if cell.error:
        return "fails"
    if cell.best is None and cell.more_than is not None:
        return f"> {cell.more_than * 1000:.0f}"
    return _milliseconds(cell.best)


def _command_rows(measured: Measured) -> Iterator[Sequence[str]]:
    names = [name for task, name, _ in (*measured.cells, *measured.notes) if task == "command"]
    for name in dict.fromkeys(names):
        times = measured.of("command", name, 0).get("command", Cell()).seconds
        note = measured.notes.get(("command", name, 0))
        yield (
            f"`{name}`" + (f" ({note})" if note else ""),
            _seconds(min(times, default=None)),
            _seconds(statistics.median(times) if times else None),
            _seconds(max(times, default=None)),
        )


# Verdicts -------------------------------------------------------------------------------------

_Verdict = tuple[str, str, str, str]


def _verdicts(measured: Measured) -> Iterator[_Verdict]:
    sizes = sorted(size for size in measured.sizes if size)
    for size in sizes:
        yield from _of_queries(measured, size)
    for task in ("load", "turtle", "jsonld"):
        for size in sizes:
            yield from _of_pairs(measured, task, size)
    yield from _of_check(measured, sizes)
    yield (
        "coverage matrix and facet filter with the facet index, 100,000 measures",
        "50 times faster than the same SPARQL in pyoxigraph",
        "there is no facet index; both are named queries, in the tables below",
        _met(False),
    )
    yield from _of_growth(measured)
    for size in sizes:
        ours, raw = (measured.peak("load", who, size) for who in (_OURS, _RAW["load"]))
        if ours and raw:
            share = ours / raw
            seen = f"{share:.2f} ({ours:.0f} MB to {raw:.0f} MB)"
            yield f"peak memory of load, {size:,}", "1.3 times raw", seen, _met(share <= 1.3)  # noqa: PLR2004
    for name, limit in _COMMAND_TARGETS.items():
        cell = measured.of("command", name, 0).get("command")
        if cell is not None and cell.seconds:
            middle = statistics.median(cell.seconds)
            seen = f"{middle:.2f} s (median)"
            if bare := measured.of("command", "python -c pass", 0).get("command", Cell()).seconds:
                seen += f"; bare Python took {statistics.median(bare):.2f} s in the same run"
            yield f"`{name}`", f"{limit} s", seen, _met(middle <= limit)
    yield (
        "past one machine: the same named queries through `--endpoint`",
        "same rows, bounded memory",
        "not timed here; a test suite runs the stores against each other",
        "not measured here",
    )


def _met(condition: bool) -> str:  # noqa: FBT001 - it is what is asked
    return "met" if condition else "**not met**"


def _of_queries(measured: Measured, size: int) -> Iterator[_Verdict]:
    cases = measured.best("query", _OURS, size)
    for other, what, good in (
        ("rdflib", "at least 10 times faster than rdflib", lambda ratio: ratio >= 10),  # noqa: PLR2004
        ("pyoxigraph", "at most 1.5 times raw pyoxigraph", lambda ratio: 1 / ratio <= 1.5),  # noqa: PLR2004
    ):
        found = {case: measured.ratio("query", other, size, case) for case in cases}
        yield _share(f"every named query, {size:,} measures", what, found, good, other)


def _share(
    subject: str,
    target: str,
    found: Mapping[str, tuple[float, bool] | None],
    good: Callable[[float], bool],
    other: str,
) -> _Verdict:
    known = {case: ratio for case, ratio in found.items() if ratio is not None}
    if not known:
        return subject, target, f"{other} was not measured", "not measured"
    passed = [case for case, (ratio, _) in known.items() if good(ratio)]
    failed = {case: known[case] for case in known if case not in passed and not known[case][1]}
    # A contender that was stopped below the target says neither yes nor no.
    open_ = len(found) - len(passed) - len(failed)
    seen = f"{len(passed)} of {len(found)}"
    if failed:
        case, (worst, _) = min(failed.items(), key=lambda item: item[1][0])
        shown = f"{1 / worst:.2f} times raw" if other == "pyoxigraph" else f"{worst:.3g} times"
        seen += f"; {len(failed)} are not, worst `{case}` with {shown}"
    if open_:
        seen += f"; {open_} not decided ({other} was stopped, failed, or did not get there)"
    if failed:
        return subject, target, seen, "**not met**"
    return subject, target, seen, "met" if not open_ else "not decided"


def _of_pairs(measured: Measured, task: str, size: int) -> Iterator[_Verdict]:
    name = {"load": "load", "turtle": "export to Turtle", "jsonld": "export to JSON-LD"}[task]
    subject = f"{name}, {size:,} measures"
    slow = measured.ratio(task, "rdflib", size, task)
    if slow is not None:
        yield subject, "5 times faster than rdflib", f"{_times(slow)} times", _met(slow[0] >= 5)  # noqa: PLR2004
    raw = measured.ratio(task, _RAW[task], size, task)
    if raw is not None:
        seen = f"{1 / raw[0]:.2f} times"
        yield subject, "at most 2 times raw pyoxigraph", seen, _met(1 / raw[0] <= 2)  # noqa: PLR2004


def _of_check(measured: Measured, sizes: Sequence[int]) -> Iterator[_Verdict]:
    for size in (0, *sizes):
        subject = f"`check`, {f'{size:,} measures' if size else 'shipped graph'}"
        ours = measured.of("check", _OURS, size).get("check")
        if ours is None or ours.best is None:
            if note := measured.notes.get(("check", _OURS, size)):
                yield subject, "50 times faster than pyshacl", note, "**not met**"
            continue
        if not size:
            yield subject, "under a second", _seconds(ours.best), _met(ours.best < 1)
        for other in CONTENDERS["check"][1:]:
            found = measured.ratio("check", other, size, "check")
            if found is not None:
                target = f"50 times faster than {other}"
                met = _met(found[0] >= 50)  # noqa: PLR2004
                if found[1] and found[0] < 50:  # noqa: PLR2004
                    met = "not decided"
                yield subject, target, f"{_times(found)} times", met
        judge = measured.of("check", CONTENDERS["check"][1], size).get("check")
        if judge is not None and judge.digest:
            same = judge.digest == ours.digest
            seen = f"{ours.count} and {judge.count} results, {'equal' if same else 'different'}"
            yield subject, "same result set as pyshacl", seen, _met(same)


def _of_growth(measured: Measured) -> Iterator[_Verdict]:
    target = "exponent at most 1.1"
    for task in ("load", "derive", "check", "turtle", "jsonld"):
        exponent = measured.exponent(task, task)
        if exponent is not None:
            yield f"growth of {task}", target, f"{exponent:.2f}", _met(exponent <= 1.1)  # noqa: PLR2004
    last = max(measured.sizes, default=0)
    found = {
        case: exponent
        for case in measured.best("query", _OURS, last)
        if (exponent := measured.exponent("query", case)) is not None
    }
    above = {case: exponent for case, exponent in found.items() if exponent > 1.1}  # noqa: PLR2004
    if found:
        seen = f"{len(found) - len(above)} of {len(found)}"
        if above:
            named = sorted(above.items(), key=lambda item: -item[1])
            seen += "; not " + ", ".join(f"`{case}` {exponent:.2f}" for case, exponent in named)
        yield "growth of named queries", target, seen, _met(not above)
    exponent = measured.memory_exponent("load")
    if exponent is not None:
        yield "growth of memory (load)", target, f"{exponent:.2f}", _met(exponent <= 1.1)  # noqa: PLR2004
