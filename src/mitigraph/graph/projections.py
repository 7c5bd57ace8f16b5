"""Six ways to see the graph as a network.

| projection | NetworkX type | nodes | edges |
|---|---|---|---|
| whole | MultiDiGraph | all that has an IRI | statements between them, `rdf:type` apart |
| measure-concept | Graph, bipartite | measures (0) and concepts (1) | effective classifications |
| category-tree | DiGraph | mitigation taxonomies and their categories | from broader to narrower |
| measure-measure | Graph | measures | shared effective values |
| measure-subject | Graph | measures, categories, risks | what a measure is about |
| relations | MultiDiGraph | measures, concepts, controls, documents | query `relations` |

The last two have no hubs. `relations` leaves out what joins everything to everything: types,
schemes, statuses, the kind of record, assessments. `measure-subject` also leaves out actors,
stages, functions and means, of which there are few, so that what holds parts of it together does so
by its subject.

Nodes are short ids (`mit-2025/A1019`, `actor/1/developer`, `skos:Concept`). Nodes and edges come in
the order of their ids. An attribute that is not known is missing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from mitigraph.errors import UnsupportedFormatError
from mitigraph.model import FACETS
from mitigraph.query import run
from mitigraph.store.protocol import Solutions
from mitigraph.terms import MG, PREFIXES, Iri, Literal, compact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import networkx as nx

    from mitigraph.store.protocol import Store
    from mitigraph.terms import Term

__all__ = ["PROJECTIONS", "to_networkx"]

_TYPE: Final = PREFIXES["rdf"] + "type"
#: Properties that name a thing, the best first.
_LABELS: Final = (
    PREFIXES["skos"] + "prefLabel",
    PREFIXES["rdfs"] + "label",
    PREFIXES["dcterms"] + "title",
    PREFIXES["foaf"] + "name",
)
_FACET_NAMES: Final = {facet.iri: name for name, facet in FACETS.items()}
_CONTROL: Final = MG["Control"]


def to_networkx(store: Store, projection: str = "whole", *, minimum: int = 2) -> nx.Graph[str]:
    """Return a projection of a store.

    Args:
        store: Any store, with derived statements for all projections but `category-tree`.
        projection: A key of `PROJECTIONS`.
        minimum: For `measure-measure`: how many values two measures have to share, at least 1.

    Returns:
        `whole`: nodes with `label` and `type` (short ids joined by "; "); edges keyed by predicate.
        `measure-concept`: nodes with `bipartite`, `label`, `type`, and for concepts `scheme`,
        `notation` and `residual`; edges with `facet`.
        `category-tree`: nodes with `label`, `type`, and for categories `notation` and `residual`;
        each scheme is the root of its categories.
        `measure-measure`: nodes with `label`; edges with `weight`, the number of shared values, and
        `shared`, their sorted ids. Residual values ("other") are not counted, nor is the record
        kind: measures don't resemble each other by them.
        `measure-subject`: nodes with `label` and `type`; edges with `facet`. No residual values.
        `relations`: nodes with `label`, `type` ("measure", "source", "control", the facet of a
        concept, else "concept") and `residual`; edges keyed by predicate.

    Raises:
        UnsupportedFormatError: If there is no such projection.
        ValueError: If `minimum` is less than 1.
    """
    if projection not in PROJECTIONS:
        raise UnsupportedFormatError(projection, known=sorted(PROJECTIONS))
    if projection == "measure-measure":
        return _measure_measure(store, minimum)
    return PROJECTIONS[projection](store)


def _whole(store: Store) -> nx.Graph[str]:
    import networkx as nx

    short: Callable[[str], str] = lru_cache(maxsize=None)(compact)
    labels: dict[str, dict[str, list[tuple[bool, str]]]] = defaultdict(lambda: defaultdict(list))
    types: dict[str, set[str]] = defaultdict(set)
    edges: set[tuple[str, str, str]] = set()
    named: set[str] = set()
    for subject, predicate, value, _ in store.quads():
        if not isinstance(subject, Iri):
            continue
        node = short(subject)
        named.add(node)
        if isinstance(value, Literal):
            if predicate in _LABELS:
                labels[node][predicate].append((value.language not in ("", "en"), value.value))
        elif isinstance(value, Iri):
            if predicate == _TYPE:
                types[node].add(short(value))
            else:
                named.add(short(value))
                edges.add((node, short(value), short(predicate)))
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph(name="whole")
    for node in sorted(named):
        held = labels.get(node, {})
        attributes = {"label": next((min(held[one])[1] for one in _LABELS if one in held), node)}
        if node in types:
            attributes["type"] = "; ".join(sorted(types[node]))
        network.add_node(node, **attributes)
    for source, target, name in sorted(edges):
        network.add_edge(source, target, key=name)
    return network


def _measure_concept(store: Store) -> nx.Graph[str]:
    import networkx as nx

    network: nx.Graph[str] = nx.Graph(name="measure-concept")
    for measure, label in sorted(_measures(store)):
        network.add_node(measure, bipartite=0, label=label, type="measure")
    rows = [row for row in _rows(store, "measure-facets") if row["facet"] in _FACET_NAMES]
    for concept, row in sorted({compact(str(row["concept"])): row for row in rows}.items()):
        network.add_node(concept, bipartite=1, **_concept(row, "conceptLabel"), type="concept")
        network.nodes[concept]["scheme"] = compact(str(row["scheme"]))
    edges = sorted(
        (
            compact(str(row["measure"])),
            compact(str(row["concept"])),
            _FACET_NAMES[Iri(row["facet"])],
        )
        for row in rows
    )
    for measure, concept, facet in edges:
        network.add_edge(measure, concept, facet=facet)
    return network


def _category_tree(store: Store) -> nx.Graph[str]:
    import networkx as nx

    network: nx.DiGraph[str] = nx.DiGraph(name="category-tree")
    category = FACETS["category"].iri
    schemes = [row for row in _rows(store, "schemes") if row.get("facet") == category]
    edges: set[tuple[str, str]] = set()
    for row in schemes:
        scheme = compact(str(row["scheme"]))
        network.add_node(scheme, label=str(row.get("label", scheme)), type="scheme")
        for one in _rows(store, "concepts", scheme=Iri(row["scheme"])):
            concept = compact(str(one["concept"]))
            network.add_node(concept, **_concept(one, "label"), type="category")
            edges.add((compact(str(one["broader"])) if "broader" in one else scheme, concept))
    network.add_edges_from(sorted(edges))
    return network


def _concept(row: Mapping[str, Term], label: str) -> dict[str, Any]:
    attributes: dict[str, Any] = {"label": str(row.get(label, compact(str(row["concept"]))))}
    if "notation" in row:
        attributes["notation"] = str(row["notation"])
    attributes["residual"] = str(row.get("residual", "false")) == "true"
    return attributes


def _measure_measure(store: Store, minimum: int) -> nx.Graph[str]:
    import networkx as nx

    if minimum < 1:
        raise ValueError(f"minimum has to be at least 1, not {minimum}")
    values: dict[str, set[str]] = defaultdict(set)
    for row in _rows(store, "measure-facets"):
        facet = _FACET_NAMES.get(Iri(row["facet"]))
        if facet not in (None, "kind") and str(row.get("residual", "false")) != "true":
            values[compact(str(row["measure"]))].add(compact(str(row["concept"])))
    network: nx.Graph[str] = nx.Graph(name="measure-measure")
    for measure, label in sorted(_measures(store)):
        network.add_node(measure, label=label)
    for source, target, shared in sorted(_sharing(values, minimum)):
        network.add_edge(source, target, weight=len(shared), shared=shared)
    return network


def _sharing(values: Mapping[str, set[str]], minimum: int) -> Iterator[tuple[str, str, list[str]]]:
    """Yield each pair that shares enough values, without comparing each with each.

    Two sets that share `minimum` members share one of the rarest of each when all but the
    `minimum - 1` most frequent are looked at (prefix filtering: Bayardo, Ma, Srikant, "Scaling up
    all pairs similarity search", WWW 2007). So the values that nearly every measure has are seldom
    the reason to compare two of them. Exact.
    """
    held = Counter(concept for concepts in values.values() for concept in concepts)
    postings: dict[str, list[str]] = defaultdict(list)
    for measure in sorted(values):
        rarest = sorted(values[measure], key=lambda concept: (held[concept], concept))
        looked_at = rarest[: max(len(rarest) - minimum + 1, 0)]
        for other in {other for concept in looked_at for other in postings[concept]}:
            shared = values[measure] & values[other]
            if len(shared) >= minimum:
                yield other, measure, sorted(shared)
        for concept in looked_at:
            postings[concept].append(measure)


def _relations(store: Store) -> nx.Graph[str]:
    import networkx as nx

    network: nx.MultiDiGraph[str] = nx.MultiDiGraph(name="relations")
    edges = [
        tuple(compact(str(row[name])) for name in ("subject", "object", "relation"))
        for row in _rows(store, "relations")
    ]
    known = _things(store)
    for node in sorted({end for source, target, _ in edges for end in (source, target)}):
        network.add_node(
            node, **known.get(node, {"label": node, "type": "concept", "residual": False})
        )
    for source, target, relation in sorted(edges):
        network.add_edge(source, target, key=relation)
    return network


def _measure_subject(store: Store) -> nx.Graph[str]:
    import networkx as nx

    network: nx.Graph[str] = nx.Graph(name="measure-subject")
    relations = _relations(store)
    edges = [
        (measure, value, facet)
        for measure, value in relations.edges()
        if (facet := relations.nodes[value]["type"]) in ("category", "risk")
        and relations.nodes[measure]["type"] == "measure"
        and not relations.nodes[value]["residual"]
    ]
    nodes = {measure for measure, _ in _measures(store)} | {value for _, value, _ in edges}
    known = _things(store)
    for node in sorted(nodes):
        network.add_node(node, label=known[node]["label"], type=known[node]["type"])
    for measure, value, facet in sorted(edges):
        network.add_edge(measure, value, facet=facet)
    return network


def _things(store: Store) -> dict[str, dict[str, Any]]:
    """Return label, type and `residual` of all measures, concepts and documents by id."""
    facet_of = {key: name for name, facet in FACETS.items() for key in facet.schemes}
    frameworks = {
        str(row["scheme"]) for row in _rows(store, "schemes") if row.get("conceptClass") == _CONTROL
    }
    found: dict[str, dict[str, Any]] = {}
    for row in _rows(store, "concepts"):
        concept, scheme = compact(str(row["concept"])), str(row["scheme"])
        kind = facet_of.get(compact(scheme).partition("/")[0], "concept")
        found[concept] = {
            "label": _title(row, concept),
            "type": "control" if scheme in frameworks else kind,
            "residual": str(row.get("residual", "false")) == "true",
        }
    for row in _rows(store, "sources"):
        source = compact(str(row["source"]))
        label = str(row.get("title") or row.get("shortReference") or source)
        found[source] = {"label": label, "type": "source", "residual": False}
    for measure, label in _measures(store):
        found[measure] = {"label": label, "type": "measure", "residual": False}
    return found


def _title(row: Mapping[str, Term], concept: str) -> str:
    """Return notation and label of a concept, as `Concept.title` does."""
    label, notation = str(row.get("label", concept)), str(row.get("notation", ""))
    return label if label.startswith(notation) else f"{notation} {label}"


def _measures(store: Store) -> Iterator[tuple[str, str]]:
    for row in _rows(store, "measures-by-facet"):
        measure = compact(str(row["measure"]))
        yield measure, str(row.get("label", measure))


def _rows(store: Store, query: str, **params: Term) -> Iterator[dict[str, Term]]:
    """Yield the rows of a named query, what is unbound left out."""
    answer = run(store, query, params)
    assert isinstance(answer, Solutions)  # noqa: S101 - shipped queries of this package SELECT
    for row in answer:
        pairs = zip(answer.variables, row, strict=True)
        yield {variable: term for variable, term in pairs if term is not None}


#: Every projection by its name.
PROJECTIONS: Final[dict[str, Callable[[Store], nx.Graph[str]]]] = {
    "whole": _whole,
    "measure-concept": _measure_concept,
    "category-tree": _category_tree,
    "measure-measure": lambda store: _measure_measure(store, 2),
    "measure-subject": _measure_subject,
    "relations": _relations,
}
