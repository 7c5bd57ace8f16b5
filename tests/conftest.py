"""Fixtures that every test may ask for."""

from __future__ import annotations

import functools
import gc
import importlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from mitigraph import load
from mitigraph.interchange import Catalogue, catalogue_of
from mitigraph.knowledge_graph import KnowledgeGraph

settings.register_profile(
    "ci",
    max_examples=50,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("thorough", max_examples=1000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))
# A program in Java here runs for a second: the collector and the compiler for long runs cost more.
os.environ.setdefault("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
# Graphs are millions of objects that stay: to look for dead ones less often saves a tenth.
gc.set_threshold(100_000, 20, 20)


def pytest_collection_finish() -> None:
    """Leave the tests themselves out of what is looked through."""
    gc.collect()
    gc.freeze()


ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder beside the checkout that holds real files of others and facts to test against.

    It is no part of the project: MITIGRAPH_SHARED names another place; without it a test skips.
    """
    folder = Path(os.environ.get("MITIGRAPH_SHARED", ROOT.parent / "shared"))
    if not (folder / "reference").is_dir():
        pytest.skip(f"no real input files at {folder}; set MITIGRAPH_SHARED to a folder with them")
    return folder


@pytest.fixture(scope="session")
def shipped() -> Iterator[KnowledgeGraph]:
    """The shipped graph, loaded once for all tests that only read it."""
    made = load()
    size = len(made.store)
    yield made
    assert len(made.store) == size, "a test has written into the graph that others read"


@pytest.fixture(scope="session")
def whole_catalogue(shipped: KnowledgeGraph) -> Catalogue:
    """The whole shipped graph as exporters see it."""
    return catalogue_of(shipped.store)


@pytest.fixture(scope="module")
def queries_parsed_once() -> Iterator[None]:
    """Keep parsed queries: pyshacl has each one parsed anew for every focus node.

    The patterns of a query stay in the order in which they are written, which goes out from what
    pyshacl binds, `$this`. rdflib does not know that it is bound, and would first look for all that
    is like it.
    """
    algebra = importlib.import_module("rdflib.plugins.sparql.algebra")
    processor = importlib.import_module("rdflib.plugins.sparql.processor")
    parse, translate = processor.parseQuery, processor.translateQuery

    @functools.cache
    def parsed(text: str) -> object:
        return translate(parse(text))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(algebra, "reorderTriples", list)
        patch.setattr(processor, "parseQuery", lambda text: text)
        patch.setattr(processor, "translateQuery", lambda text, *_: parsed(text))
        yield
