"""Planted faults are caught, each with a message that a person can act on.

The table is `faults.toml`; `python tests/faults/test_faults.py` writes `docs/faults.md` from it.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from mitigraph.derive import derive
from mitigraph.explain import Words, find_clashes
from mitigraph.reader import load_shipped
from mitigraph.resources import shape_files
from mitigraph.store.oxigraph import OxigraphStore
from mitigraph.store.protocol import RdfFormat
from mitigraph.terms import BASE, Iri
from mitigraph.validate import check
from mitigraph.validate.shapes import Shapes
from mitigraph.view.contradiction import headline

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "faults.md"
FAULTS = tomllib.loads((HERE / "faults.toml").read_text(encoding="utf-8"))["fault"]
SOUND = "sound"

INTRODUCTION = """\
# Faults that are caught

Each fault below is planted in a small file under `tests/faults/`, beside one sound measure, and a
test holds that it is caught with the words that stand here. `mitigraph check FILE` runs the shapes;
`mitigraph explain --inconsistency FILE` finds statements that the strict axioms exclude, without a
reasoner; HermiT agrees with it about each file. Several faults are caught by both.

This page is written from the table of the test: `python tests/faults/test_faults.py`.

| fault | shape | what the shape says | contradiction |
|---|---|---|---|
"""


def page():
    shapes = Shapes.read(shape_files(), None)
    rows = []
    for fault in FAULTS:
        name = fault.get("shape")
        message = shapes.message(Iri(f"{BASE}shape/{name}")) if name else ""
        contradiction = fault.get("contradiction", "")
        cells = (
            f"{fault['says']} [{fault['file']}](../tests/faults/{fault['file']}.ttl)",
            f"`{name}`" if name else "",
            message or "",
            f"{contradiction}." if contradiction else "",
        )
        rows.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n")
    return INTRODUCTION + "".join(rows)


@pytest.fixture(scope="module")
def vocabularies():
    store = OxigraphStore()
    load_shipped(store, data=False)
    return list(store.quads())


@pytest.fixture
def planted(vocabularies):
    """A function from a fault's file to a store that holds it beside the sound measure."""

    def plant(name):
        store = OxigraphStore()
        store.add(vocabularies)
        for file in {SOUND, name}:
            graph = Iri(f"{BASE}graph/file/{file}.ttl")
            document = (HERE / f"{file}.ttl").read_bytes()
            store.load(document, rdf_format=RdfFormat.TURTLE, graph=graph)
        derive(store)
        return store

    return plant


def headlines(store):
    return [headline(one, Words.of(store, one.proof.terms())) for one in find_clashes(store)]


def test_the_sound_measure_has_no_fault(planted):
    store = planted(SOUND)
    graph = Iri(f"{BASE}graph/file/{SOUND}.ttl")
    assert check(store, graphs=[graph]).conforms
    assert headlines(store) == []


def test_there_are_enough_faults_and_no_file_is_left_over():
    files = {path.stem for path in HERE.glob("*.ttl")} - {SOUND}
    assert files == {fault["file"] for fault in FAULTS}
    assert len(FAULTS) >= 12
    assert all("shape" in fault or "contradiction" in fault for fault in FAULTS)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault["file"])
def test_a_planted_fault_is_caught_in_words(planted, fault):
    store = planted(fault["file"])
    assert headlines(store) == ([fault["contradiction"]] if "contradiction" in fault else [])
    if "shape" in fault:
        shape = Iri(f"{BASE}shape/{fault['shape']}")
        results = check(store, only=[shape]).results
        assert results
        assert {result.message for result in results} == {
            Shapes.read(shape_files(), None).message(shape)
        }
        assert all(result.focus_label or str(result.focus) for result in results)


def test_the_page_says_what_the_table_says():
    assert PAGE.read_text(encoding="utf-8") == page()


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
