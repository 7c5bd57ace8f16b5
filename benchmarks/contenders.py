"""One measurement in a process of its own: a task, done by one contender, on one input.

`run.py` starts this file; it prints one JSON object a line as soon as something is measured, and at
the end the peak of the process's memory. What is timed is the work alone: imports are not, and
loading is only where it is the task.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import importlib
import json
import logging
import resource
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final

from mitigraph.terms import BASE, MG, PREFIXES, Iri, Literal, Term

if TYPE_CHECKING:
    from mitigraph.store.oxigraph import OxigraphStore

__all__ = ["CONTENDERS", "TASKS", "main"]

#: Who takes part in a task, mitigraph first.
CONTENDERS: Final[Mapping[str, tuple[str, ...]]] = {
    "load": ("mitigraph", "pyoxigraph load", "pyoxigraph bulk_load", "rdflib"),
    "derive": ("mitigraph", "pyoxigraph"),
    "query": ("mitigraph", "pyoxigraph", "rdflib"),
    "check": ("mitigraph", "mitigraph, engine pyshacl", "pyshacl"),
    "turtle": ("mitigraph", "pyoxigraph", "rdflib"),
    "jsonld": ("mitigraph", "pyoxigraph", "rdflib"),
}

#: A query that a slow contender has not answered after so many times mitigraph's time is stopped.
_TIMES_AS_LONG: Final = 12
_AT_LEAST: Final = 1.0

_QUERY_FOLDERS: Final = ("browse", "coverage", "provenance", "quality")


@dataclass(frozen=True, slots=True)
class Job:
    """What the command line asks for."""

    contender: str
    triples: Path
    quads: Path
    repeats: int
    reference: Mapping[str, float]


class _TooSlowError(BaseException):
    """Not an `Exception`, so that no engine catches it on its way."""


def _tell(case: str, seconds: Sequence[float], **more: object) -> None:
    print(json.dumps({"case": case, "seconds": list(seconds), **more}), flush=True)


def _timed(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


@contextlib.contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    """Stop what is inside after so many seconds, if it is Python; 0 is no limit."""

    def stop(*_: object) -> None:
        raise _TooSlowError

    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _mitigraph_store(path: Path) -> OxigraphStore:
    from mitigraph.store.oxigraph import OxigraphStore
    from mitigraph.store.protocol import RdfFormat

    store = OxigraphStore()
    store.load(path.read_bytes(), rdf_format=RdfFormat.NQUADS)
    return store


def _pyoxigraph_store(path: Path) -> Any:
    import pyoxigraph

    store = pyoxigraph.Store()
    known = {".nq": pyoxigraph.RdfFormat.N_QUADS, ".nt": pyoxigraph.RdfFormat.N_TRIPLES}
    store.bulk_load(path=str(path), format=known[path.suffix])
    return store


def _rdflib_graph(path: Path) -> Any:
    import rdflib

    # It logs each literal that is not what its datatype says.
    logging.getLogger("rdflib.term").setLevel(logging.CRITICAL)
    graph = rdflib.Graph()
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    graph.parse(str(path), format="nt")
    return graph


# Tasks ----------------------------------------------------------------------------------------


def _prepare(job: Job) -> None:
    """Write what the other tasks read: shipped graph, synthetic measures, what is derived."""
    from mitigraph.derive import derive
    from mitigraph.reader import load_shipped, read_into
    from mitigraph.store.oxigraph import OxigraphStore, serialize
    from mitigraph.store.protocol import RdfFormat

    store = OxigraphStore()
    load_shipped(store)
    if job.triples.exists():
        read_into(store, job.triples)
    derive(store)
    with job.quads.open("wb") as target:
        serialize(store.quads(), target, RdfFormat.NQUADS)
    merged = {quad._replace(graph=None) for quad in store.quads()}
    with job.quads.with_suffix(".nt").open("wb") as target:
        serialize(merged, target, RdfFormat.NTRIPLES)
    _tell("statements", [], count=len(store))


def _load(job: Job) -> None:
    """Read the synthetic N-Triples file alone."""
    path = job.triples
    size = 0
    if job.contender == "mitigraph":
        from mitigraph.reader import read_into
        from mitigraph.store.oxigraph import OxigraphStore

        store = OxigraphStore()
        seconds = _timed(lambda: read_into(store, path))
        size = len(store)
    elif job.contender == "rdflib":
        import rdflib

        graph = rdflib.Graph()
        seconds = _timed(lambda: graph.parse(str(path), format="nt"))
        size = len(graph)
    else:
        import pyoxigraph

        raw = pyoxigraph.Store()
        method = raw.load if job.contender.endswith(" load") else raw.bulk_load
        kind = pyoxigraph.RdfFormat.N_TRIPLES
        seconds = _timed(lambda: method(path=str(path), format=kind))
        size = len(raw)
    _tell("load", [seconds], count=size)


def _derive(job: Job) -> None:
    """Compute the derived graph anew over shipped and synthetic data."""
    from mitigraph.derive.materialise import DERIVED, derive
    from mitigraph.resources import derivation_files

    times, count = [], 0
    if job.contender == "mitigraph":
        store = _mitigraph_store(job.quads)
        for _ in range(job.repeats):
            start = perf_counter()
            count = derive(store)
            times.append(perf_counter() - start)
    else:
        import pyoxigraph

        raw = _pyoxigraph_store(job.quads)
        name = pyoxigraph.NamedNode(DERIVED)

        def again() -> None:
            raw.remove_graph(name)
            for path in derivation_files():
                found = raw.query(path.read_text(encoding="utf-8"), use_default_graph_as_union=True)
                raw.extend([pyoxigraph.Quad(t.subject, t.predicate, t.object, name) for t in found])

        times = [_timed(again) for _ in range(job.repeats)]
        count = sum(1 for _ in raw.quads_for_pattern(None, None, None, name))
    _tell("derive", times, count=count)


def _samples() -> dict[str, Term]:
    """Return a value for each kind of parameter, and for some parameters by name."""
    return {
        "measure": Iri(BASE + "id/measure/mit-2025/A1019"),
        "source": Iri(BASE + "id/source/uuk2024"),
        "agent": Iri(BASE + "id/agent/mitigraph-curators"),
        "scheme": Iri(BASE + "scheme/airi-mitigation/2"),
        "text": Literal("A1019"),
        "facet": MG["actor"],
        "rows": MG["actor"],
        "columns": MG["lifecycleStage"],
        "actor": Iri(BASE + "scheme/actor/1/developer"),
        "stage": Iri(BASE + "scheme/lifecycle/1/build-and-use-model"),
        "function": Iri(BASE + "scheme/function/1/manage"),
    }


def _cases() -> Iterator[tuple[str, str, dict[str, Term]]]:
    """Yield each way in which each named query is run: what it is called, the query, parameters.

    A query runs with what it requires; one with optional parameters runs once more with those that
    a sample stands for.
    """
    from mitigraph.query import catalog

    samples = _samples()
    for name, query in catalog().items():
        if query.path.parent.name not in _QUERY_FOLDERS:
            continue
        known = {
            key: samples[key if key in samples else parameter.kind]
            for key, parameter in query.parameters.items()
            if key in samples or parameter.kind in samples
        }
        required = {key: known[key] for key, p in query.parameters.items() if p.required}
        yield name, name, required
        if known != required:
            given = [key for key in known if key not in required]
            yield f"{name} ({', '.join(given)})", name, known


def _query(job: Job) -> None:
    """Run every named query and read its rows to the end."""
    from mitigraph.query import bind, find, run

    if job.contender == "mitigraph":
        store = _mitigraph_store(job.quads)
    elif job.contender == "pyoxigraph":
        raw = _pyoxigraph_store(job.quads)
    else:
        graph = _rdflib_graph(job.quads.with_suffix(".nt"))
    # Where time may run out, what is quick for mitigraph comes first: most get an answer then.
    cases = sorted(_cases(), key=lambda case: job.reference.get(case[0], 0.0))
    for case, name, params in cases:
        text = bind(find(name).text, params)

        def ask(
            name: str = name, text: str = text, params: dict[str, Term] = params
        ) -> list[object]:
            if job.contender == "mitigraph":
                return list(run(store, name, params))  # type: ignore[arg-type]
            if job.contender == "pyoxigraph":
                found = raw.query(text, use_default_graph_as_union=True)
                return [tuple(solution) for solution in found]
            return list(graph.query(text))

        limit = 0.0
        if job.contender == "rdflib" and case in job.reference:
            limit = max(_AT_LEAST, _TIMES_AS_LONG * job.reference[case])
        _ask_repeatedly(case, ask, limit, job.repeats)


def _ask_repeatedly(case: str, ask: Callable[[], list[object]], limit: float, repeats: int) -> None:
    times: list[float] = []
    rows = 0
    try:
        for _ in range(repeats):
            with _alarm(limit):
                start = perf_counter()
                rows = len(ask())
                times.append(perf_counter() - start)
    except _TooSlowError:
        _tell(case, times, more_than=None if times else limit)
        return
    except Exception as error:  # noqa: BLE001 - what an engine can't run is a finding
        _tell(case, [], error=f"{type(error).__name__}: {str(error)[:200]}")
        return
    _tell(case, times, count=rows)


def _check(job: Job) -> None:
    """Check all data against the shipped shapes."""
    if job.contender == "pyshacl":
        _plain_pyshacl(job)
        return
    from mitigraph.validate import check

    store = _mitigraph_store(job.quads)
    engine: Any = "auto" if job.contender == "mitigraph" else "pyshacl"
    start = perf_counter()
    report = check(store, engine=engine)
    seconds = perf_counter() - start
    keys = sorted(repr(result.key) for result in report.results)
    digest = hashlib.sha256("\n".join(keys).encode()).hexdigest()[:12]
    _tell("check", [seconds], count=len(report), digest=digest)


def _plain_pyshacl(job: Job) -> None:
    import pyshacl
    import rdflib

    from mitigraph.resources import shape_files

    data = _rdflib_graph(job.quads.with_suffix(".nt"))
    shapes = rdflib.Graph()
    for path in shape_files():
        shapes.parse(str(path), format="turtle")
    start = perf_counter()
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none", inplace=True)
    seconds = perf_counter() - start
    assert isinstance(report, rdflib.Graph)
    found = len(set(report.objects(None, rdflib.SH.result)))
    _tell("check", [seconds], count=found)


def _export(job: Job, name: str) -> None:
    """Write the whole graph as one document, named graphs merged, into memory."""
    times, size = [], 0
    write: Callable[[BytesIO], object]
    if job.contender == "mitigraph":
        from mitigraph.exporters import export

        store = _mitigraph_store(job.quads)

        def write(target: BytesIO) -> object:
            return export(store, name, target)
    elif job.contender == "pyoxigraph":
        import pyoxigraph

        raw = _pyoxigraph_store(job.quads.with_suffix(".nt"))
        kind = pyoxigraph.RdfFormat.TURTLE if name == "turtle" else pyoxigraph.RdfFormat.JSON_LD

        def write(target: BytesIO) -> object:
            return raw.dump(target, kind, from_graph=pyoxigraph.DefaultGraph(), prefixes=PREFIXES)
    else:
        graph = _rdflib_graph(job.quads.with_suffix(".nt"))
        options: dict[str, Any] = {"format": "turtle"}
        if name == "jsonld":
            options = {"format": "json-ld", "auto_compact": True}

        def write(target: BytesIO) -> object:
            return graph.serialize(target, **options)

    for _ in range(job.repeats):
        target = BytesIO()
        start = perf_counter()
        write(target)
        times.append(perf_counter() - start)
        size = len(target.getvalue())
    _tell(name, times, count=size)


TASKS: Final[Mapping[str, Callable[[Job], None]]] = {
    "prepare": _prepare,
    "load": _load,
    "derive": _derive,
    "query": _query,
    "check": _check,
    "turtle": lambda job: _export(job, "turtle"),
    "jsonld": lambda job: _export(job, "jsonld"),
}

#: Modules that a contender needs, to tell "not available" from "failed".
_NEEDED: Final = {"rdflib": "rdflib", "pyshacl": "pyshacl"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Do one task and print what was measured."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("task", choices=TASKS)
    parser.add_argument("contender")
    parser.add_argument("--triples", type=Path, required=True)
    parser.add_argument("--quads", type=Path, required=True)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--reference", type=Path, help="JSON of mitigraph's seconds by case")
    chosen = parser.parse_args(arguments)
    needed = _NEEDED.get(chosen.contender)
    if needed:
        try:
            importlib.import_module(needed)
        except ImportError:
            print(json.dumps({"unavailable": f"{needed} is not installed"}))
            return 0
    reference = json.loads(chosen.reference.read_text()) if chosen.reference else {}
    job = Job(chosen.contender, chosen.triples, chosen.quads, chosen.repeats, reference)
    try:
        TASKS[chosen.task](job)
    except ImportError as error:
        print(json.dumps({"unavailable": str(error)}))
        return 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"peak_mb": peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)}))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
