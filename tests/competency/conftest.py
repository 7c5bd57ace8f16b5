"""The sample graph in each store, and the shipped graph."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from mitigraph.derive import derive
from mitigraph.derive.bridging import derive_bridged
from mitigraph.knowledge_graph import KnowledgeGraph
from mitigraph.query import run
from mitigraph.reader.bridges import bridges, load_bridge
from mitigraph.store.oxigraph import OxigraphStore
from mitigraph.store.protocol import RdfFormat, Solutions, Store
from mitigraph.store.rdf import RdflibStore
from mitigraph.terms import BASE, Iri, Literal, Term, compact

HERE = Path(__file__).parent
SAMPLE = HERE / "sample.ttl"
#: Frameworks and mapping sets beside the sample.
FRAMEWORKS = HERE / "frameworks.ttl"
#: Terms of other vocabularies and a user's data in them, beside the sample.
BRIDGED = HERE / "bridged.ttl"
#: Definitions of classes, and what contradicts itself, beside the sample.
CLASSES = HERE / "classes.ttl"
#: Profiles of organisations beside both.
PROFILES = HERE / "profile.ttl"

Table = list[list[str]]


def sample_store(
    kind: Callable[[], Store], *graphs: str, files: tuple[Path, ...] = (SAMPLE,)
) -> Store:
    store = kind()
    for graph in graphs or ("data",):
        for path in files:
            store.load(
                path.read_bytes(), rdf_format=RdfFormat.TURTLE, graph=Iri(f"{BASE}graph/{graph}")
            )
    derive(store)
    return store


@pytest.fixture(scope="session")
def embedded() -> Store:
    return sample_store(OxigraphStore)


@pytest.fixture(scope="session", params=[OxigraphStore, RdflibStore])
def sample(request) -> Store:
    return sample_store(request.param)


@pytest.fixture(scope="session")
def doubled() -> Store:
    """The embedded store with the sample in two named graphs, as when two files say the same."""
    return sample_store(OxigraphStore, "data", "file/copy")


@pytest.fixture(scope="session", params=[OxigraphStore, RdflibStore])
def mapped(request) -> Store:
    """The sample with frameworks and mapping sets."""
    return sample_store(request.param, files=(SAMPLE, FRAMEWORKS))


@pytest.fixture(scope="session")
def mapped_twice() -> Store:
    """The same in two named graphs."""
    return sample_store(OxigraphStore, "data", "file/copy", files=(SAMPLE, FRAMEWORKS))


@pytest.fixture(scope="session", params=[OxigraphStore, RdflibStore])
def profiled(request) -> Store:
    """The sample with frameworks, mapping sets and profiles."""
    return sample_store(request.param, files=(SAMPLE, FRAMEWORKS, PROFILES))


@pytest.fixture(scope="session")
def profiled_twice() -> Store:
    """The same in two named graphs."""
    return sample_store(OxigraphStore, "data", "file/copy", files=(SAMPLE, FRAMEWORKS, PROFILES))


@pytest.fixture(scope="session", params=[OxigraphStore, RdflibStore])
def classed(request) -> Store:
    """The sample with definitions of classes."""
    return sample_store(request.param, files=(SAMPLE, CLASSES))


@pytest.fixture(scope="session")
def classed_twice() -> Store:
    """The same in two named graphs."""
    return sample_store(OxigraphStore, "data", "file/copy", files=(SAMPLE, CLASSES))


def bridged_store(kind: Callable[[], Store], *graphs: str) -> Store:
    """The sample with terms of other vocabularies and what follows from all bridges."""
    store = sample_store(kind, *graphs, files=(SAMPLE, BRIDGED))
    for name in bridges():
        load_bridge(store, name)
    derive_bridged(store)
    return store


@pytest.fixture(scope="session", params=[OxigraphStore, RdflibStore])
def bridged(request) -> Store:
    return bridged_store(request.param)


@pytest.fixture(scope="session")
def bridged_twice() -> Store:
    """The same in two named graphs."""
    return bridged_store(OxigraphStore, "data", "file/copy")


@pytest.fixture(scope="session")
def shipped(shipped: KnowledgeGraph) -> Store:
    return shipped.store


@pytest.fixture(scope="session")
def table() -> Callable[..., Table]:
    """Return a function that answers a named query with a header row and rows of short texts."""

    def answer(store: Store, name: str, params: Mapping[str, Any] | None = None) -> Table:
        found = run(store, name, {key: _terms(value) for key, value in (params or {}).items()})
        if isinstance(found, Solutions):
            return [list(found.variables), *([_text(cell) for cell in row] for row in found)]
        assert not isinstance(found, bool)
        return [
            ["subject", "predicate", "object"],
            *sorted([_text(s), _text(p), _text(o)] for s, p, o, _ in found),
        ]

    return answer


def _terms(value: str | list[str]) -> list[Term]:
    return [_term(one) for one in ([value] if isinstance(value, str) else value)]


def _term(text: str) -> Term:
    """Read a value as the cases write it: mg:x, id/x and scheme/x under the base, or 'text'."""
    if text.startswith("'"):
        return Literal(text.strip("'"))
    return Iri(text.replace("mg:", BASE + "ns#")) if text.startswith("mg:") else Iri(BASE + text)


def _text(term: Term | None) -> str:
    if term is None:
        return ""
    return compact(term) if isinstance(term, Iri) else str(term)


@pytest.fixture(scope="session")
def expected() -> Callable[[str], Table]:
    """Return a function that reads the expected rows of a case."""

    def read(case: str) -> Table:
        with (HERE / "expected" / f"{case}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.reader(file))

    return read
