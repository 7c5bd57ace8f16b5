"""Graphs of any size in mitigraph's own shape, made up and the same for the same seed.

    python benchmarks/synthetic.py 10000 -o build/bench/10000.nt

What a measure consists of is in `measures.py`. It depends on the seed and its number alone, so a
smaller graph is the beginning of a larger one. Lines are written as they are made: memory does not
grow with the number of measures.

The graph conforms to the shipped shapes. With `--faults` the first measures of each thousand have
one of `FAULTS` each (`faults.py`).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TextIO

from faults import FAULTS, fault_of
from measures import MEASURES_PER_SOURCE, Triple, measure, preamble, source_triples
from mitigraph.terms import BASE

__all__ = ["FAULTS", "fault_of", "lines", "main", "measure"]


def lines(
    count: int, seed: int = 0, *, faults: bool = False, graph: str | None = None
) -> Iterator[str]:
    """Yield the graph line by line, each with its line end.

    Args:
        count: How many measures.
        seed: What all choices depend on.
        faults: Whether to plant `FAULTS`.
        graph: IRI of the graph that the statements stand in (N-Quads); None for N-Triples.
    """
    end = f" <{graph}> .\n" if graph else " .\n"

    def written(triples: Iterable[Triple]) -> Iterator[str]:
        return (f"{subject} {predicate} {value}{end}" for subject, predicate, value in triples)

    yield from written(preamble())
    for number in range(1, count + 1):
        if number % MEASURES_PER_SOURCE == 1:
            yield from written(source_triples(number))
        fault = fault_of(number) if faults else None
        if fault is None:
            yield from written(measure(number, seed))
        else:
            yield from written(FAULTS[fault].plant(measure(number, seed, plain=True)))


def main(arguments: Sequence[str] | None = None) -> int:
    """Write a graph as the command line asks; return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("measures", type=int, help="how many measures")
    parser.add_argument("-o", "--output", default="-", help="a .nt or .nq file; - is the terminal")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--faults", action="store_true", help="plant faults, one kind a measure")
    parser.add_argument("--graph", help="write N-Quads in this graph; a .nq file has one anyway")
    chosen = parser.parse_args(arguments)
    graph = chosen.graph
    if graph is None and chosen.output.endswith(".nq"):
        graph = f"{BASE}graph/file/synthetic"
    source = lines(chosen.measures, chosen.seed, faults=chosen.faults, graph=graph)
    target: TextIO
    with (
        nullcontext(sys.stdout)
        if chosen.output == "-"
        else Path(chosen.output).open("w", encoding="utf-8", newline="\n")
    ) as target:
        target.writelines(source)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
