"""The synthetic graphs of `benchmarks/`, and the arithmetic of its table of results."""

from __future__ import annotations

import hashlib
import importlib.util
import re
import sys
from collections import Counter
from itertools import islice

import pytest

from mitigraph.reader import shipped_store
from mitigraph.store.oxigraph import OxigraphStore, parse
from mitigraph.store.protocol import RdfFormat
from mitigraph.terms import BASE, MG, Iri, compact

SKOS = "http://www.w3.org/2004/02/skos/core#"


def load(root, name):
    path = root / "benchmarks" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def benchmarks(request):
    root = request.config.rootpath
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(root / "benchmarks"))
        yield lambda name: load(root, name)
    for path in (root / "benchmarks").glob("*.py"):
        sys.modules.pop(path.stem, None)


@pytest.fixture(scope="module")
def synthetic(benchmarks):
    return benchmarks("synthetic")


@pytest.fixture(scope="module")
def quads(synthetic):
    text = "".join(synthetic.lines(300, seed=7))
    return list(parse(text.encode(), RdfFormat.NTRIPLES))


def objects(quads, name):
    return [quad.object for quad in quads if quad.predicate == MG[name]]


def test_same_seed_gives_the_same_bytes(synthetic):
    assert list(synthetic.lines(50, seed=3)) == list(synthetic.lines(50, seed=3))


def test_another_seed_gives_other_values(synthetic):
    assert list(synthetic.lines(50, seed=3)) != list(synthetic.lines(50, seed=4))


def test_bytes_do_not_depend_on_version_or_machine(synthetic):
    # A digest of what is written for seed 0: a change of any choice or text shows here.
    digest = hashlib.sha256("".join(synthetic.lines(100)).encode()).hexdigest()
    assert digest == ("44e2680f657dcd7374ae87253dc825bd73e818f7976f88b7069fdf1fbb604d25")


def test_a_small_graph_is_the_beginning_of_a_large_one(synthetic):
    small = list(synthetic.lines(65))
    assert small == list(islice(synthetic.lines(200), len(small)))


def test_lines_are_made_one_by_one(synthetic):
    assert len(list(islice(synthetic.lines(10**12), 1000))) == 1000


def test_there_are_as_many_measures_as_asked_for(quads):
    kinds = Counter(quad.object for quad in quads if quad.predicate.endswith("#type"))
    assert kinds[MG["Measure"]] == 300
    assert kinds[MG["Source"]] == 5
    assert kinds[MG["ClassificationAssessment"]] > 4 * 300
    assert kinds[MG["OpinionStatement"]] > 30


def test_a_measure_has_forty_to_sixty_statements(quads):
    assert 40 * 300 < len(set(quads)) < 60 * 300


def test_no_statement_stands_twice(quads):
    assert len(set(quads)) == len(quads)


def test_all_ways_of_having_no_value_occur(synthetic):
    quads = list(parse("".join(synthetic.lines(1000)).encode(), RdfFormat.NTRIPLES))
    outcomes = {compact(value).rpartition("/")[2] for value in objects(quads, "outcome")}
    assert outcomes == {"assigned", "residual", "unclassifiable", "not-applicable", "withheld"}
    statuses = {compact(value).rpartition("/")[2] for value in objects(quads, "reviewStatus")}
    assert statuses == {"preliminary", "curated", "accepted", "rejected"}
    assert objects(quads, "supersedes")
    for scheme in ("actor/1", "lifecycle/1", "function/1", "risk-domain/1"):
        within = {q.subject for q in quads if q.object == Iri(f"{BASE}scheme/{scheme}")}
        assessed = {
            q.object for q in quads if q.predicate == MG["assesses"] and q.subject in within
        }
        assert 500 < len(assessed) < 1000, scheme


def test_every_concept_and_every_property_is_one_that_ships(quads):
    shipped = list(shipped_store().quads())
    known = {quad.subject for quad in shipped}
    used = {q.object for q in quads if isinstance(q.object, Iri)}
    concepts = {iri for iri in used if iri.startswith(BASE + "scheme/")}
    properties = {q.predicate for q in quads if q.predicate.startswith(MG)}
    assert len(concepts) > 60
    assert concepts <= known
    assert properties <= known


def test_labels_are_unique(quads):
    labels = [q.object.value for q in quads if q.predicate == SKOS + "prefLabel"]
    assert len(labels) == len(set(labels)) == 300


def test_quads_stand_in_the_graph_asked_for(synthetic):
    store = OxigraphStore()
    text = "".join(synthetic.lines(5, graph="https://example.org/graph"))
    store.load(text.encode(), rdf_format=RdfFormat.NQUADS)
    assert store.graphs() == [Iri("https://example.org/graph")]


def test_the_ending_of_the_output_chooses_the_format(synthetic, tmp_path):
    for ending, rdf_format in (("nt", RdfFormat.NTRIPLES), ("nq", RdfFormat.NQUADS)):
        path = tmp_path / f"graph.{ending}"
        assert synthetic.main(["7", "-o", str(path), "--seed", "2"]) == 0
        found = list(parse(path.read_bytes(), rdf_format))
        assert {quad.graph is None for quad in found} == {ending == "nt"}
        assert sum(quad.object == MG["Measure"] for quad in found) == 7


def test_each_fault_stands_in_the_readme_with_its_shapes(synthetic, root):
    readme = (root / "benchmarks" / "README.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `([a-z-]+)` \| (.+) \|$", readme, re.MULTILINE))
    assert list(rows) == list(synthetic.FAULTS)
    for name, fault in synthetic.FAULTS.items():
        assert rows[name] == f"{fault.what} | {', '.join(f'`{shape}`' for shape in fault.shapes)}"


def test_each_fault_is_planted_once_in_a_thousand_measures(synthetic):
    planted = Counter(synthetic.fault_of(number) for number in range(1, 2001))
    del planted[None]
    assert planted == dict.fromkeys(synthetic.FAULTS, 2)


def test_a_fault_changes_its_measure(synthetic):
    sound = synthetic.measure(5, plain=True)
    for name, fault in synthetic.FAULTS.items():
        assert set(fault.plant(sound)) != set(sound), name


@pytest.mark.slow
def test_the_graph_conforms_and_each_fault_is_found_and_nothing_else(synthetic, tmp_path):
    import mitigraph

    path = tmp_path / "faults.nt"
    count = len(synthetic.FAULTS) + 24
    synthetic.main([str(count), "-o", str(path), "--faults"])
    report = mitigraph.load(path).check()
    found = Counter(
        compact(result.shape).removeprefix("shape/")
        for result in report.results
        if result.severity.name == "VIOLATION"
    )
    expected = Counter(shape for fault in synthetic.FAULTS.values() for shape in fault.shapes)
    expected["07-one-category-per-scheme"] = 2  # one result for each of the two categories
    assert found == expected


# The table of results ---------------------------------------------------------------------------


@pytest.fixture
def measured(benchmarks):
    results = benchmarks("results")
    found = results.Measured(facts={"Python": "3"}, sizes={1000: 1, 10000: 10})
    for size, ours, raw in ((1000, 0.1, 0.2), (10000, 2.0, 1.0)):
        for contender, seconds in (("mitigraph", ours), ("pyoxigraph load", raw)):
            for noise in (1.5, 1.0):
                line = {"case": "load", "seconds": [seconds * noise], "count": size}
                found.add("load", contender, size, line)
            found.add(
                "load", contender, size, {"peak_mb": 50.0 if contender == "mitigraph" else 40}
            )
    found.add("query", "mitigraph", 1000, {"case": "schemes", "seconds": [0.01], "count": 3})
    found.add("query", "rdflib", 1000, {"case": "schemes", "seconds": [], "more_than": 0.5})
    found.note("load", "rdflib", 10000, "stopped after 180 s")
    return results, found


def test_ratios_compare_the_least_times(measured):
    _, found = measured
    assert found.ratio("load", "pyoxigraph load", 1000, "load") == (2.0, False)
    assert found.ratio("load", "pyoxigraph load", 10000, "load") == (0.5, False)


def test_a_contender_that_was_stopped_gives_a_lower_bound(measured):
    _, found = measured
    assert found.ratio("query", "rdflib", 1000, "schemes") == (50.0, True)
    assert found.ratio("load", "rdflib", 10000, "load") == (90.0, True)


def test_growth_is_the_exponent_between_the_sizes(measured):
    _, found = measured
    assert found.exponent("load", "load") == pytest.approx(1.301, abs=0.001)


def test_verdicts_say_what_is_met_and_what_is_not(measured):
    results, found = measured
    text = results.render(found)
    assert "| load, 1,000 measures | at most 2 times raw pyoxigraph | 0.50 times | met |" in text
    assert "| load, 10,000 measures | 5 times faster than rdflib | > 90 times | met |" in text
    assert "| growth of load | exponent at most 1.1 | 1.30 | **not met** |" in text
    assert "| peak memory of load, 1,000 | 1.3 times raw | 1.25 (50 MB to 40 MB) | met |" in text
    assert "| 10,000 | rdflib | - | - | - | > 90 | - | stopped after 180 s |" in text


def test_results_survive_being_saved(measured):
    results, found = measured
    assert results.render(results.Measured.from_object(found.to_object())) == results.render(found)


def test_a_later_run_replaces_its_tasks_and_keeps_the_others(measured):
    results, found = measured
    later = results.Measured(facts={"Python": "4"}, sizes={1000: 1})
    later.add("query", "mitigraph", 1000, {"case": "sources", "seconds": [0.02]})
    joined = found.replaced_by(later)
    assert joined.best("query", "mitigraph", 1000) == {"sources": 0.02}
    assert joined.best("load", "mitigraph", 10000) == {"load": 2.0}
    assert joined.sizes == {1000: 1, 10000: 10}
