"""The door to owlready2 where it is not installed, and what it leaves out."""

from __future__ import annotations

import sys

import pytest

from mitigraph.errors import MissingExtraError, MissingProgramError
from mitigraph.reason.owl import run_hermit, to_owlready
from mitigraph.terms import BASE, MG, Iri, Literal, Quad

TYPE = Iri("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
OWL = "http://www.w3.org/2002/07/owl#"
DATASET = Iri(BASE + "id/dataset/x")
MEASURE = Iri(BASE + "id/measure/x/1")
IDENTIFIER = Iri("http://purl.org/dc/terms/identifier")


def test_without_the_extra_it_says_which_one_is_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "owlready2", None)
    with pytest.raises(MissingExtraError) as caught:
        to_owlready([])
    assert caught.value.extra == "owl"
    assert caught.value.exit_code == 3


def test_what_owlready2_cannot_take_does_not_stop_it():
    pytest.importorskip("owlready2", reason="needs the extra owl")
    world = to_owlready(
        [
            Quad(Iri(BASE + "module/core"), TYPE, Iri(OWL + "Ontology"), Iri("urn:g")),
            Quad(Iri(BASE + "ns"), Iri(OWL + "imports"), Iri("https://example.invalid/other")),
            Quad(MG["Measure"], TYPE, Iri(OWL + "Class")),
            Quad(IDENTIFIER, TYPE, Iri(OWL + "AnnotationProperty")),
            Quad(DATASET, TYPE, Iri("http://www.w3.org/2000/01/rdf-schema#Datatype")),
            Quad(DATASET, TYPE, Iri("http://www.w3.org/ns/dcat#Dataset")),
            Quad(MEASURE, TYPE, MG["Measure"]),
            Quad(MEASURE, IDENTIFIER, Literal("A1", DATASET)),
        ]
    )
    (measure,) = world[MG["Measure"]].instances()
    assert measure.iri == MEASURE
    assert world[IDENTIFIER][measure] == ["A1"]
    assert [str(ontology.base_iri) for ontology in world.ontologies.values()].count(MG) == 1


def test_without_java_it_says_so_in_one_line(monkeypatch):
    pytest.importorskip("owlready2", reason="needs the extra owl")
    monkeypatch.setenv("PATH", "")
    with pytest.raises(MissingProgramError, match="needs Java, which was not found") as caught:
        run_hermit(to_owlready([]))
    assert caught.value.exit_code == 3
    assert "\n" not in str(caught.value)


def test_a_java_that_fails_is_told_in_one_line(monkeypatch, tmp_path):
    owlready2 = pytest.importorskip("owlready2", reason="needs the extra owl")
    broken = tmp_path / "java"
    broken.write_text("#!/bin/sh\necho first\necho too old >&2\nexit 1\n", encoding="ascii")
    broken.chmod(0o755)
    monkeypatch.setattr(owlready2, "JAVA_EXE", str(broken))
    with pytest.raises(MissingProgramError, match=r"Java, which failed: .*too old$"):
        run_hermit(to_owlready([]))
