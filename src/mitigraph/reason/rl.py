"""The OWL 2 RL engine: owlrl, which needs no Java and takes minutes for the shipped graph.

The only module that imports owlrl. It applies rules to individuals; of the class tree it knows what
is written, not what would follow from the definitions.

Sources:
    owlrl (https://owl-rl.readthedocs.io/en/latest/).
    OWL 2 Profiles (https://www.w3.org/TR/owl2-profiles/), section 4.3.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator
from typing import Any, Final

from mitigraph.errors import MissingExtraError
from mitigraph.reason.conclusions import Contradiction, Reasoned, conclusions
from mitigraph.reason.premises import premises, strict_axioms
from mitigraph.store.protocol import Store
from mitigraph.store.rdf import RdflibStore
from mitigraph.terms import Iri, Quad, compact

__all__ = ["reason_by_rules"]

_IRI: Final = re.compile(r"(?:https?|urn):[^\s<>\"']*[^\s<>\"',.:;)]")
#: How a message of owlrl begins, and which rule it speaks of.
_RULES: Final = (
    ("Disjoint classes", "disjoint classes"),
    ("'sameAs' and", "functional property"),
    ("Lexical value", "literal"),
)


def reason_by_rules(store: Store) -> Reasoned:
    """Materialise what follows by the rules of OWL 2 RL, and find what contradicts itself.

    Raises:
        MissingExtraError: If owlrl isn't installed.
    """
    semantics = _semantics()
    with strict_axioms(store):
        given = premises(store)
    expanded = RdflibStore()
    expanded.add(given)
    closure = semantics(expanded.dataset.default_graph, False, False)
    closure.closure()
    contradictions = [_in_words(message) for message in sorted(map(str, closure.error_messages))]
    return conclusions("owlrl", (quad[:3] for quad in _statements(expanded)), {q[:3] for q in given}, contradictions)


def _semantics() -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it imports what rdflib has deprecated
            from owlrl import OWLRL_Semantics
    except ImportError as error:
        raise MissingExtraError("owl", needed_for="reasoning with owlrl") from error
    return OWLRL_Semantics


def _statements(expanded: RdflibStore) -> Iterator[Quad]:
    """Return what the closure holds, without its statements about literals, which RDF can't say."""
    import rdflib

    graph = expanded.dataset.default_graph
    for triple in [triple for triple in graph if isinstance(triple[0], rdflib.Literal)]:
        graph.remove(triple)
    return expanded.quads()


def _in_words(message: str) -> Contradiction:
    about: Iterable[str] = _IRI.findall(message)
    rule = next((rule for start, rule in _RULES if message.startswith(start)), "inconsistent")
    words = _IRI.sub(lambda found: compact(found.group()), message)
    return Contradiction(rule, words.rstrip("."), tuple(Iri(iri) for iri in about))
