"""The ontology stands in the OWL 2 profiles that it claims, as the OWL API judges it.

The OWL API comes in the jars of owlready2's wheel. Without them or without Java the tests skip.
Sources: OWL 2 Web Ontology Language Profiles (https://www.w3.org/TR/owl2-profiles/).
"""

from __future__ import annotations

import os
import shutil
import subprocess
from importlib.util import find_spec
from itertools import chain
from pathlib import Path

import pytest

from mitigraph.resources import data_root
from mitigraph.store.oxigraph import parse, serialize
from mitigraph.store.protocol import RdfFormat
from mitigraph.terms import BASE, Iri, Literal, Quad

IMPORTS = "http://www.w3.org/2002/07/owl#imports"
ONTOLOGY = data_root() / "ontology"
CORE = ONTOLOGY / "core.ttl"
SCHEMES = sorted(
    path for folder in ("schemes", "frameworks") for path in (ONTOLOGY / folder).glob("*.ttl")
)
CLASSES = sorted((ONTOLOGY / "generated").glob("classes-*.ttl"))
STRICT = [ONTOLOGY / "strict.ttl", ONTOLOGY / "generated" / "distinct.ttl"]


@pytest.fixture(scope="module")
def judge(tmp_path_factory):
    """A function from statements to {profile: (logical, in annotations)}, and the lines."""
    java = shutil.which("java")
    spec = find_spec("owlready2")
    if java is None or spec is None or spec.origin is None:
        pytest.skip("needs Java and the extra owl")
    jars = sorted((Path(spec.origin).parent / "pellet").glob("*.jar"))
    if not any("owlapi" in jar.name for jar in jars):
        pytest.skip("this owlready2 brings no OWL API")
    folder = tmp_path_factory.mktemp("profiles")

    def run(quads):
        target = folder / "merged.rdf"
        with target.open("wb") as file:
            # Everything is in the one file; the OWL API would fetch what is imported.
            wanted = (quad for quad in quads if quad.predicate != IMPORTS)
            serialize(wanted, file, RdfFormat.RDFXML)
        source = str(Path(__file__).with_name("Profiles.java"))
        command = [java, "-cp", os.pathsep.join(map(str, jars)), source, str(target)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
        if "NoClassDefFoundError" in done.stderr or "UnsupportedClassVersion" in done.stderr:
            pytest.skip(f"these jars do not run here: {done.stderr[-200:]}")
        assert done.returncode == 0, done.stderr[-2000:]
        lines = done.stdout.splitlines()
        counts = {}
        for line in lines:
            if line.startswith("OWL 2 "):
                name, logical, annotations = line.split("\t")
                counts[name.removeprefix("OWL 2 ")] = (int(logical), int(annotations))
        return counts, [line for line in lines if line.startswith("  ")]

    return run


def read(*paths):
    return chain.from_iterable(parse(path.read_bytes(), RdfFormat.TURTLE, BASE) for path in paths)


def test_core_is_in_dl_el_and_rl_at_once(judge):
    counts, lines = judge(read(CORE))
    assert counts == {"DL": (0, 0), "EL": (0, 0), "RL": (0, 0)}, lines


def test_core_with_schemes_and_classes_is_in_dl_el_and_rl_at_once(judge):
    # Booleans and dates in annotations take no part in any inference; EL and RL lack those types.
    counts, lines = judge(read(CORE, ONTOLOGY / "mitigraph.ttl", *SCHEMES, *CLASSES))
    assert {name: logical for name, (logical, _) in counts.items()} == {
        "DL": 0,
        "EL": 0,
        "RL": 0,
    }, lines


def test_strict_axioms_stay_in_dl_and_rl(judge):
    counts, lines = judge(read(CORE, *STRICT, *SCHEMES, *CLASSES))
    assert counts["DL"][0] == counts["RL"][0] == 0, lines
    assert counts["EL"][0] > 0, "functional properties are outside EL: has strict lost them?"


def test_the_whole_graph_is_in_dl(judge):
    counts, lines = judge(
        read(
            *sorted(ONTOLOGY.glob("*.ttl")),
            *SCHEMES,
            *CLASSES,
            STRICT[1],
            *(
                path
                for folder in ("data", "records", "mappings", "derived")
                for path in sorted((ONTOLOGY / folder).glob("*.ttl"))
            ),
        )
    )
    assert counts["DL"][0] == 0, lines


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        (("ns#underFacet", "http://www.w3.org/2002/07/owl#FunctionalProperty"), {"DL", "EL"}),
        (("ns#residual", "http://www.w3.org/2002/07/owl#DatatypeProperty"), {"EL"}),
    ],
)
def test_the_judge_finds_what_would_break_a_profile(judge, statement, broken):
    subject, kind = statement
    fault = Quad(
        Iri(BASE + subject), Iri("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), Iri(kind)
    )
    use = Quad(
        Iri("urn:c"),
        Iri(BASE + "ns#residual"),
        Literal("true", Iri("http://www.w3.org/2001/XMLSchema#boolean")),
    )
    kept = [quad for quad in read(CORE) if quad.subject != Iri(BASE + "ns#residual")]
    counts, _ = judge([*kept, fault, use] if broken == {"EL"} else [*read(CORE), fault])
    assert {name for name, (logical, _) in counts.items() if logical} >= broken
