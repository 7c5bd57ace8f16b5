"""Explanations held against HermiT: what they rest on, taken alone, entails what they explain."""

from __future__ import annotations

import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from mitigraph.derive import DERIVED, derive
from mitigraph.explain import find_clashes
from mitigraph.explain.axioms import SubClass
from mitigraph.explain.inference import TYPE, Fact, Inferences
from mitigraph.explain.membership import explain_membership, statements_around, stored_axioms
from mitigraph.explain.proof import prove
from mitigraph.reader import SHIPPED_GRAPHS, load_shipped, shipped_store
from mitigraph.resources import data_root
from mitigraph.store.oxigraph import OxigraphStore, parse
from mitigraph.store.protocol import RdfFormat
from mitigraph.terms import BASE, MG, Iri, Quad, measure_iri

owlready2 = pytest.importorskip("owlready2", reason="needs the extra owl")

ONTOLOGY = data_root() / "ontology"
FAULTS = Path(__file__).parents[2] / "faults"
A1019 = measure_iri("mit-2025", "A1019")


@pytest.fixture(scope="module", autouse=True)
def java():
    found = shutil.which("java")
    if (
        found is None
        or subprocess.run([found, "-version"], capture_output=True, check=False).returncode
    ):
        pytest.skip("HermiT needs Java")


@pytest.fixture(scope="module")
def shipped():
    return shipped_store()


def read(*names):
    return [
        quad
        for name in names
        for quad in parse((ONTOLOGY / name).read_bytes(), RdfFormat.TURTLE, BASE)
    ]


def reasoned(quads):
    from mitigraph.reason import to_owlready

    world = to_owlready(quads)
    owlready2.sync_reasoner_hermit(world, infer_property_values=True, debug=0)
    return world


def with_derived(statements, axioms):
    """Statements with what the queries derive from assessments, which no axiom of OWL can."""
    store = OxigraphStore()
    store.add([*axioms, *(Quad(*fact) for fact in statements)])
    derive(store)
    direct = {quad.object for quad in axioms if quad.predicate == MG["facetProperty"]}
    direct |= {fact.object for fact in statements if fact.predicate == MG["facetProperty"]}
    kept = direct | {MG["hasAssessment"], MG["hasOpinion"]}
    derived = [quad for quad in store.quads(DERIVED) if quad.predicate in kept]
    return [*axioms, *(Quad(*fact) for fact in statements), *derived]


QUESTIONS = [
    (A1019, MG["TrainingTimeMeasure"]),
    (A1019, MG["ContestedMeasure"]),
    (A1019, Iri(BASE + "class/airi-mitigation/2/1")),
    (measure_iri("mit-2025", "A0001"), MG["DeveloperMeasure"]),
]


def moved(thing, place):
    """A term of the data under a name of its own, so that several explanations share no data."""
    if isinstance(thing, Iri) and thing.startswith(BASE + "id/"):
        return Iri(f"{thing}-{place}")
    return thing


@pytest.mark.slow
def test_every_explanation_alone_entails_what_it_explains(shipped):
    """All reasons of several questions in one run; the data of each is under its own names."""
    asked, statements = [], []
    generated = [f"generated/classes-{name}.ttl" for name in ("airi-mitigation-2", "actor-1")]
    axioms = [
        quad
        for quad in read("core.ttl", *generated)
        if not (quad.predicate.endswith("#subClassOf") and quad.subject.startswith(f"{BASE}class/"))
    ]
    for measure, kind in QUESTIONS:
        proofs = explain_membership(shipped, measure, Fact(measure, TYPE, kind)).proofs
        assert proofs.found
        assert proofs.complete
        for proof in proofs.found:
            place = len(asked)
            asked.append((moved(measure, place), kind))
            statements += [Fact(*(moved(part, place) for part in one)) for one in proof.statements]
    world = reasoned(with_derived(statements, axioms))
    assert len(asked) >= len(QUESTIONS) + 2
    for measure, kind in asked:
        assert measure in {thing.iri for thing in world[kind].instances()}, (measure, kind)


@pytest.mark.slow
def test_hermit_and_the_explanations_find_the_same_members(shipped):
    """Every class of the core, for a few measures with all that is around them."""
    measures = [A1019, *(measure_iri("mit-2025", name) for name in ("A0001", "A1022", "A0700"))]
    axioms = list(stored_axioms(shipped))
    core = read("core.ttl")
    named = sorted(
        axiom.sup
        for axiom in axioms
        if isinstance(axiom, SubClass) and str(axiom.sup).startswith(MG) and axiom.definition
    )
    around = {fact for measure in measures for fact in statements_around(shipped, measure)}
    wanted = {"category", "actor", "lifecycleStage", "function", "riskArea", "stance", "assesses"}
    wanted |= {"inScheme", "assigns", "outcome", "supersedes", "facetProperty"}
    kept = [
        fact
        for fact in around
        if fact.predicate in {MG[name] for name in wanted}
        or fact.predicate.endswith("core#broader")
        or (fact.predicate == TYPE and str(fact.object).startswith(MG))
    ]
    world = reasoned(with_derived(kept, core))
    inferences = Inferences(kept, axioms)
    members = 0
    for kind in [*named, MG["ContestedMeasure"]]:
        found = {thing.iri for thing in world[kind].instances()}
        for measure in measures:
            proofs = prove(inferences, Fact(measure, TYPE, kind)).found
            assert bool(proofs) == (measure in found), (measure, kind)
            members += bool(proofs)
    assert members > 2 * len(measures)


def planted(*names):
    store = OxigraphStore()
    load_shipped(store, data=False)
    for name in names:
        document = (FAULTS / f"{name}.ttl").read_bytes()
        graph = Iri(f"{BASE}graph/file/{name}.ttl")
        store.load(document, rdf_format=RdfFormat.TURTLE, graph=graph)
    derive(store)
    return store


TABLE = tomllib.loads((FAULTS / "faults.toml").read_text(encoding="utf-8"))["fault"]
CONTRADICTORY = [fault["file"] for fault in TABLE if "contradiction" in fault]
#: One of each kind; the others are the same kinds once more.
KINDS = {"actor-as-category", "two-values", "word-as-confidence", "wrong-scheme"}
CASES = [
    name if name in KINDS else pytest.param(name, marks=pytest.mark.thorough)
    for name in CONTRADICTORY
]


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_the_statements_of_a_contradiction_alone_are_inconsistent(name):
    axioms = read("core.ttl", "strict.ttl", "generated/distinct.ttl")
    [clash] = find_clashes(planted("sound", name))
    with pytest.raises(owlready2.OwlReadyInconsistentOntologyError):
        reasoned(with_derived(clash.proof.statements, axioms))


@pytest.mark.slow
def test_what_has_no_contradiction_is_consistent():
    """All files without one together; ranges of foreign properties aside, which are no data."""
    others = {fault["file"] for fault in TABLE} - {*CONTRADICTORY, "rotated-range"}
    store = planted("sound", *sorted(others))
    assert find_clashes(store) == []
    data = [quad for graph in store.graphs() if "/file/" in graph for quad in store.quads(graph)]
    kinds = [quad for quad in store.quads(SHIPPED_GRAPHS["schemes"]) if quad.predicate == TYPE]
    axioms = read("core.ttl", "strict.ttl", "generated/distinct.ttl")
    assert len(data) > 100
    reasoned([*axioms, *kinds, *data, *store.quads(DERIVED)])
