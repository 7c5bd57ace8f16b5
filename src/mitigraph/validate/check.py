"""Checking a store against shapes.

Core constraints run in a Rust engine where it is installed, else in pyshacl; SPARQL constraints run
as one query each over the store. `engine="pyshacl"` gives all of it to pyshacl, the judge: it finds
the same, and takes longer.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING
from typing import Literal as OneOf

from mitigraph.errors import StoreError
from mitigraph.resources import shape_files
from mitigraph.store.oxigraph import OxigraphStore
from mitigraph.store.protocol import Solutions, Store
from mitigraph.terms import Iri, Literal, Term, n3
from mitigraph.validate import fast, shacl
from mitigraph.validate.locate import locate
from mitigraph.validate.messages import default_message
from mitigraph.validate.prebinding import NotSetBasedError
from mitigraph.validate.report import Report, Result
from mitigraph.validate.rewriting import NotForFastError
from mitigraph.validate.rules import make_rules, run_rules
from mitigraph.validate.shapes import Shapes, preference

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from pathlib import Path

    from mitigraph.validate.found import Found

__all__ = ["Engine", "check"]

#: What runs the shapes: the best there is, the Rust engine, or pyshacl for everything.
Engine = OneOf["auto", "fast", "pyshacl"]

_LABELS = (
    Iri("http://www.w3.org/2004/02/skos/core#prefLabel"),
    Iri("http://www.w3.org/2000/01/rdf-schema#label"),
)
#: So many nodes go into one query for labels; a remote store limits the length of a request.
_NODES_AT_ONCE = 2000


def check(  # noqa: PLR0913 - all but the store have a default and a name
    store: Store,
    *,
    shapes: Sequence[Path] | None = None,
    engine: Engine = "auto",
    extra_shapes: Sequence[Path] = (),
    only: Collection[Iri] | None = None,
    graphs: Collection[Iri] | None = None,
    files: Sequence[Path] = (),
) -> Report:
    """Check all graphs of a store, taken together, against shapes.

    Args:
        store: What to check. It is not changed.
        shapes: Shapes files; None takes the shipped ones.
        engine: What runs them: "auto" is the Rust engine if it is installed, else pyshacl, with
            SPARQL constraints as queries over the store; "fast" insists that it is installed;
            "pyshacl" leaves everything to pyshacl.
        extra_shapes: Further shapes files.
        only: Shapes to check, by IRI, with all their parts; None checks all.
        graphs: Named graphs whose nodes results are wanted for (the other graphs are still what
            they are checked against); None reports on all.
        files: Turtle, TriG, N-Triples and N-Quads files that the store was loaded from, to find
            the line on which each node is described.

    Returns:
        The report: each result once, gravest first. No result means that the graph is as the
        shapes ask.

    Raises:
        DataError: If a shapes file is not well-formed.
        MissingExtraError: If `engine` is "fast" and the engine is not installed.
        UnknownTermError: If `only` names what is no shape.

    Example:
        >>> from pathlib import Path
        >>> from mitigraph.store.protocol import RdfFormat
        >>> from tempfile import TemporaryDirectory
        >>> store = OxigraphStore()
        >>> _ = store.load(b"<urn:m> a <urn:Measure> .", rdf_format=RdfFormat.TURTLE)
        >>> with TemporaryDirectory() as folder:
        ...     path = Path(folder, "shapes.ttl")
        ...     _ = path.write_text(
        ...         "@prefix sh: <http://www.w3.org/ns/shacl#> . "
        ...         "<urn:shape> a sh:NodeShape ; sh:targetClass <urn:Measure> ; sh:property "
        ...         "[ sh:path <urn:label> ; sh:minCount 1 ; sh:message 'give it a label' ] ."
        ...     )
        ...     report = check(store, shapes=[path])
        >>> [(str(result.focus), result.message) for result in report.results]
        [('urn:m', 'give it a label')]
    """
    read = Shapes.read([*(shape_files() if shapes is None else shapes), *extra_shapes], only)
    found = [result for result in _run(store, read, engine) if read.asked_for(result.shape)]
    if graphs is not None:
        wanted = _subjects({result.focus for result in found}, graphs, store)
        found = [result for result in found if result.focus in wanted]
    nodes = {result.focus for result in found}
    labels = _labels(nodes, store)
    places = locate(nodes, files)
    return Report.of(
        Result(
            severity=read.severity(result.shape),
            focus=result.focus,
            focus_label=labels.get(result.focus),
            path=result.path,
            value=result.value,
            message=_message(result, read),
            shape=result.shape,
            shape_name=read.name(result.shape),
            component=result.component,
            file=place.file if (place := places.get(result.focus)) else None,
            line=place.line if place else None,
        )
        for result in found
    )


def _run(store: Store, shapes: Shapes, engine: Engine) -> Iterator[Found]:
    if engine == "pyshacl" or shapes.needs_judge:
        yield from shacl.check_whole(store.quads(), shapes)
        return
    try:
        rules = make_rules(shapes)
    except NotSetBasedError:
        # One rule can only be asked node by node: that is what the judge does.
        yield from shacl.check_whole(store.quads(), shapes)
        return
    if engine != "fast" and not fast.available():
        yield from shacl.check_core(store.quads(), shapes)
        yield from run_rules(store, shapes, rules)
        return
    # The Rust engine works on a copy and without Python's lock: it costs no time beside the rules.
    document = _ntriples(store)
    with ThreadPoolExecutor(max_workers=1) as pool:
        core = pool.submit(lambda: list(fast.check_core(document, shapes)))
        found = list(run_rules(store, shapes, rules))
    try:
        yield from core.result()
    except NotForFastError:
        yield from shacl.check_core(store.quads(), shapes)
    yield from found


def _ntriples(store: Store) -> str:
    """Return all graphs of a store as one N-Triples document."""
    if isinstance(store, OxigraphStore):
        # From engine to engine, without a Python object for each term.
        return store.ntriples().decode()
    return "".join(
        f"{n3(quad.subject)} {n3(quad.predicate)} {n3(quad.object)} .\n" for quad in store.quads()
    )


def _message(result: Found, shapes: Shapes) -> str:
    return (
        result.message
        or shapes.message(result.shape)
        or default_message(shapes, result.shape, result.component)
    )


def _labels(nodes: Iterable[Term], store: Store) -> dict[Term, str]:
    """Return a label for each node that has one: `skos:prefLabel` before `rdfs:label`."""
    best: dict[Term, tuple[tuple[object, ...], str]] = {}
    for node, label, rank in _ask(
        nodes,
        "SELECT ?node ?label ?rank {{ VALUES ?node {{ {nodes} }} "
        f"{{{{ ?node {n3(_LABELS[0])} ?label BIND(1 AS ?rank) }}}} UNION "
        f"{{{{ ?node {n3(_LABELS[1])} ?label BIND(2 AS ?rank) }}}} }}}}",
        store,
    ):
        if node is not None and isinstance(label, Literal):
            key = (preference(label)[:1], str(rank), preference(label))
            if node not in best or key < best[node][0]:
                best[node] = (key, label.value)
    return {node: label for node, (_, label) in best.items()}


def _subjects(nodes: Iterable[Term], graphs: Collection[Iri], store: Store) -> set[Term]:
    """Return which of the nodes something is said of in one of the graphs."""
    names = " ".join(n3(graph) for graph in sorted(graphs))
    rows = _ask(
        nodes,
        "SELECT DISTINCT ?node {{ VALUES ?node {{ {nodes} }} "
        f"VALUES ?graph {{{{ {names} }}}} GRAPH ?graph {{{{ ?node ?p ?o }}}} }}}}",
        store,
    )
    return {node for node, *_ in rows if node is not None}


def _ask(nodes: Iterable[Term], query: str, store: Store) -> Iterator[tuple[Term | None, ...]]:
    """Yield the rows of a query about nodes, asked for so many of them at a time."""
    listed = sorted(n3(node) for node in nodes if isinstance(node, Iri))
    for start in range(0, len(listed), _NODES_AT_ONCE):
        answer = store.query(query.format(nodes=" ".join(listed[start : start + _NODES_AT_ONCE])))
        if not isinstance(answer, Solutions):
            raise StoreError("the store answered a SELECT query with something else")
        yield from answer.rows
