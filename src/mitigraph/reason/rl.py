"""The OWL 2 RL engine: owlrl, which needs no Java and takes some minutes for the shipped graph.

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
from mitigraph.terms import PREFIXES, BlankNode, Iri, Quad, Term, compact

__all__ = ["reason_by_rules"]

_FIRST, _REST, _NIL = (Iri(PREFIXES["rdf"] + name) for name in ("first", "rest", "nil"))
_LISTING: Final = (Iri(PREFIXES["owl"] + "distinctMembers"), Iri(PREFIXES["owl"] + "members"))
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
    expanded.add(_with_longer_lists(given))
    closure = semantics(expanded.dataset.default_graph, False, False)
    closure.closure()
    contradictions = [_in_words(message) for message in sorted(map(str, closure.error_messages))]
    contradictions += _unequal_literals(expanded)
    return conclusions(
        "owlrl",
        (quad[:3] for quad in _statements(expanded)),
        {q[:3] for q in given},
        contradictions,
    )


def _semantics() -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it imports what rdflib has deprecated
            from owlrl import OWLRL_Semantics
    except ImportError as error:
        raise MissingExtraError("owl", needed_for="reasoning with owlrl") from error
    return OWLRL_Semantics


def _with_longer_lists(given: list[Quad]) -> Iterator[Quad]:
    """Yield the statements with one member more, which nothing is said of, in each AllDifferent.

    owlrl (7.6.2) does not compare the last member of such a list with the others.
    """
    rest: dict[Term, Term] = {q.subject: q.object for q in given if q.predicate == _REST}
    last = set()
    for node in {quad.object for quad in given if quad.predicate in _LISTING}:
        nodes = {node}  # a list that bites its tail has no last member
        while (following := rest.get(node, _NIL)) != _NIL and following not in nodes:
            node = following  # noqa: PLW2901 - a walk along the list
            nodes.add(node)
        last.add(node)
    for quad in given:
        if quad.predicate == _REST and quad.object == _NIL and quad.subject in last:
            more = BlankNode(f"more-{quad.subject}")
            yield quad._replace(object=more)
            yield Quad(more, _FIRST, Iri("urn:mitigraph:nothing"))
            yield Quad(more, _REST, _NIL)
        else:
            yield quad


def _unequal_literals(expanded: RdflibStore) -> list[Contradiction]:
    """Apply the rule dt-diff, which owlrl leaves out: literals that differ can't be the same."""
    import rdflib

    pairs = {
        (str(one), str(other))
        for one, _, other in expanded.dataset.default_graph.triples((None, rdflib.OWL.sameAs, None))
        if isinstance(one, rdflib.Literal)
        and isinstance(other, rdflib.Literal)
        and (one.value, one.language) != (other.value, other.language)
        and str(one) < str(other)
    }
    return [
        Contradiction(
            "functional property",
            f'a property that allows one value has "{one}" and "{other}" of the same thing',
        )
        for one, other in sorted(pairs)
    ]


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
