"""Every shape is described, and shown to bite: a good file that passes, a bad one that it reports.

pyshacl is the judge. A fixture stands on `background.ttl`; a bad one breaks the shape that its name
says and no other, save those that its comment lists after `# also:`.
"""

from __future__ import annotations

import functools
import pickle
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pyshacl
import pyshacl.shape
import pytest
import rdflib
from rdflib import DCTERMS, RDF, RDFS, SH, Graph, URIRef
from rdflib.term import BNode, Node

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
FIXTURES = HERE / "fixtures"
SHAPE_FILES = sorted((ROOT / "shapes").glob("*.ttl"))
BASE = "https://w3id.org/mitigraph/shape/"
IDENTIFIER = re.compile(r"^(0[1-9]|[1-3]\d|4[0-46-9]|5[0-24]|S\d{1,2}|[a-z]{2,5})$")


def _read(*paths: Path) -> Graph:
    """Read files as they are: rdflib would else rewrite literals such as "1"^^xsd:boolean."""
    graph = Graph()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rdflib, "NORMALIZE_LITERALS", False)
        for path in paths:
            graph.parse(path, format="turtle")
    return graph


SHAPES = _read(*SHAPE_FILES)
BACKGROUND = _read(HERE / "background.ttl")
NAMES = sorted(
    str(shape)[len(BASE) :]
    for shape in SHAPES.subjects(SH.severity)
    if isinstance(shape, URIRef) and str(shape).startswith(BASE)
)
WHOLE_GRAPH = {name for name in NAMES if (URIRef(BASE + name), SH.targetNode, None) in SHAPES}
GOOD = sorted(FIXTURES.glob("*.good.ttl"))
BAD = sorted(FIXTURES.glob("*.bad*.ttl"))


def _shape_of(path: Path) -> str:
    return re.sub(r"\.(good|bad(-\d+)?)\.ttl$", "", path.name)


pytestmark = pytest.mark.usefixtures("queries_parsed_once")


def _closure(node: Node) -> Graph:
    """Return what is said of a node and of the blank nodes that hang on it."""
    graph = Graph()
    todo, seen = [node], {node}
    while todo:
        for triple in SHAPES.triples((todo.pop(), None, None)):
            graph.add(triple)
            if isinstance(triple[2], BNode) and triple[2] not in seen:
                seen.add(triple[2])
                todo.append(triple[2])
    return graph


@functools.cache
def _alone(name: str) -> Graph:
    """Return the graph of one shape, with the prefixes of its module."""
    shape = URIRef(BASE + name)
    graph = _closure(shape)
    for module in SHAPES.objects(shape, RDFS.isDefinedBy):
        graph += _closure(module)
    return graph


def _results(data: Graph, shapes: Graph) -> list[tuple[str, str, str]]:
    """Return shape name, severity and message of each result."""
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, advanced=False, inference=None)
    assert isinstance(report, Graph)
    return [
        (
            str(report.value(result, SH.sourceShape)).removeprefix(BASE),
            str(report.value(result, SH.resultSeverity)).removeprefix(str(SH)),
            str(report.value(result, SH.resultMessage)),
        )
        for result in report.subjects(RDF.type, SH.ValidationResult)
    ]


def test_there_are_shapes() -> None:
    assert len(SHAPE_FILES) == 12
    assert len(NAMES) == 157
    assert WHOLE_GRAPH


@pytest.mark.parametrize("name", NAMES)
def test_shape_is_described(name: str) -> None:
    shape = URIRef(BASE + name)
    for text in (SH.name, SH.description, SH.message):
        values = list(SHAPES.objects(shape, text))
        assert len(values) == 1, text
        assert isinstance(values[0], rdflib.Literal)
        assert values[0].language == "en"
        assert str(values[0]).strip(), text
    assert SHAPES.value(shape, SH.severity) in (SH.Violation, SH.Warning, SH.Info)
    assert SHAPES.value(shape, RDFS.seeAlso) == shape
    identifier = str(SHAPES.value(shape, DCTERMS.identifier))
    assert IDENTIFIER.match(identifier)
    assert name.startswith(identifier + "-")
    targets = [
        *SHAPES.objects(shape, SH.targetClass),
        *SHAPES.objects(shape, SH.targetSubjectsOf),
        *SHAPES.objects(shape, SH.targetObjectsOf),
        *SHAPES.objects(shape, SH.targetNode),
    ]
    assert targets


def test_names_and_messages_are_told_apart() -> None:
    for text in (SH.name, SH.message):
        counts = Counter(str(value) for value in SHAPES.objects(None, text))
        assert [value for value, count in counts.items() if count > 1] == []


def test_every_shape_is_known_by_an_iri() -> None:
    """A result names its shape by IRI: what has a target is no blank node."""
    for target in (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf, SH.targetNode):
        for shape in SHAPES.subjects(target):
            assert str(shape).removeprefix(BASE) in NAMES


@pytest.mark.parametrize("name", NAMES)
def test_query_of_a_shape_can_run_as_one_set_based_query(name: str) -> None:
    """A query that is asked once for all targets means the same only if it is written so."""
    for constraint in SHAPES.objects(URIRef(BASE + name), SH.sparql):
        query = str(SHAPES.value(constraint, SH.select))
        assert re.search(r"SELECT (DISTINCT )?\$this\b", query)
        assert len(re.findall(r"\bSELECT\b", query)) == 1
        assert not re.search(r"\b(MINUS|VALUES|SERVICE)\b|\$PATH|\?this|\bGRAPH\b", query)
        if name not in WHOLE_GRAPH:
            top = re.sub(r"\{[^{}]*\}", "", query[query.index("{") + 1 : query.rindex("}")])
            assert "$this" in top


@pytest.mark.parametrize("name", NAMES)
def test_shape_has_fixtures(name: str) -> None:
    assert (FIXTURES / f"{name}.good.ttl").exists()
    assert [path for path in BAD if _shape_of(path) == name]


def test_fixtures_have_shapes() -> None:
    assert {_shape_of(path) for path in GOOD + BAD} == set(NAMES)


def test_background_breaks_nothing() -> None:
    assert _results(BACKGROUND, SHAPES) == []


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.name)
def test_bad_data_are_reported(path: Path) -> None:
    name = _shape_of(path)
    results = _results(BACKGROUND + _read(path), _alone(name))
    severity = str(SHAPES.value(URIRef(BASE + name), SH.severity)).removeprefix(str(SH))
    message = str(SHAPES.value(URIRef(BASE + name), SH.message))
    assert results
    assert set(results) == {(name, severity, message)}


def _also(path: Path) -> set[str]:
    """Return the other shapes that a fixture cannot but break."""
    return set(re.findall(r"^# also: (\S+)$", path.read_text(encoding="utf-8"), re.MULTILINE))


@functools.cache
def _all(*, of_nodes: bool) -> Graph:
    """Return the shapes that look at nodes of a kind, or those that look at the whole graph."""
    graph = Graph()
    for name in NAMES:
        if of_nodes != (name in WHOLE_GRAPH):
            graph += _alone(name)
    return graph


ALL = [*GOOD, *(pytest.param(path, marks=pytest.mark.thorough) for path in BAD)]


@pytest.mark.slow
@pytest.mark.parametrize("path", ALL, ids=lambda path: path.name)
def test_fixture_breaks_no_other_shape(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All shapes at once, over the nodes that the file speaks of (the rest is the background's)."""
    fixture = _read(path)
    spoken_of = set(fixture.subjects())
    everything: Callable[..., set[Node]] = pyshacl.shape.Shape.focus_nodes
    monkeypatch.setattr(
        pyshacl.shape.Shape,
        "focus_nodes",
        lambda self, graph, **options: everything(self, graph, **options) & spoken_of,
    )
    found = {name for name, _, _ in _results(BACKGROUND + fixture, _all(of_nodes=True))}
    if path in GOOD:
        assert found == set()
    else:
        assert found - {_shape_of(path)} == _also(path) - WHOLE_GRAPH


def test_fixtures_break_no_shape_of_the_whole_graph() -> None:
    shapes = _all(of_nodes=False)
    sound = [path for path in BAD if not WHOLE_GRAPH & {_shape_of(path), *_also(path)}]
    assert _results(BACKGROUND + _read(*GOOD, *sound), shapes) == []
    for path in BAD:
        if _also(path) & WHOLE_GRAPH:
            found = {name for name, _, _ in _results(BACKGROUND + _read(path), shapes)}
            assert found == _also(path) & WHOLE_GRAPH


@pytest.mark.parametrize("path", SHAPE_FILES, ids=lambda path: path.stem)
def test_shapes_are_well_formed(path: Path) -> None:
    """The shapes conform to SHACL's own shapes of shapes.

    pyshacl's `meta_shacl` option stops at a depth of fifteen, which nested alternatives exceed; so
    its copy of those shapes is used directly.
    """
    copy = Path(pyshacl.__file__).parent / "assets" / "shacl-shacl.pickle"
    with copy.open("rb") as file:
        store, identifier = pickle.load(file)  # noqa: S301 (part of the installed pyshacl)
    conforms, _, text = pyshacl.validate(
        _read(path), shacl_graph=Graph(store=store, identifier=identifier), max_validation_depth=99
    )
    assert conforms, text
