"""What is checked: mitigraph's own vocabulary, or whatever a store holds."""

from __future__ import annotations

from typing import Final

from mitigraph.reader import SHIPPED_GRAPHS, load_shipped
from mitigraph.resources import data_root
from mitigraph.store.oxigraph import OxigraphStore
from mitigraph.store.protocol import RdfFormat, Solutions, Store
from mitigraph.terms import Iri

__all__ = ["own_vocabulary", "subjects"]

#: Ontologies that no other one imports.
_ROOTS: Final = """
SELECT DISTINCT ?it
WHERE {
  ?it a owl:Ontology .
  FILTER(ISIRI(?it))
  FILTER NOT EXISTS { ?by a owl:Ontology ; owl:imports ?it }
}
ORDER BY ?it
"""
_SCHEMES: Final = """
SELECT DISTINCT ?it
WHERE {
  ?it a skos:ConceptScheme .
  FILTER(ISIRI(?it))
}
ORDER BY ?it
"""


def own_vocabulary(*, data: bool = False) -> OxigraphStore:
    """Return a new store with all that mitigraph's ontology is made of, the strict axioms included.

    Args:
        data: Whether to load measures, what is said of them, and mappings too.
    """
    store = OxigraphStore()
    load_shipped(store, data=data)
    strict = data_root() / "ontology" / "strict.ttl"
    store.load(strict.read_bytes(), rdf_format=RdfFormat.TURTLE, graph=SHIPPED_GRAPHS["ontology"])
    return store


def subjects(store: Store) -> tuple[Iri, ...]:
    """Return what a report on a store speaks of, sorted.

    These are the ontologies in it that no other one imports, or the concept schemes if there is no
    ontology, or else the named graphs.
    """
    for query in (_ROOTS, _SCHEMES):
        answer = store.query(query)
        assert isinstance(answer, Solutions)  # noqa: S101 - it is a SELECT
        if found := tuple(it for (it,) in answer if isinstance(it, Iri)):
            return found
    return tuple(store.graphs())
