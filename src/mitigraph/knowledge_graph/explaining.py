"""Why a measure is in a class, for what people call the measure and the class."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from mitigraph.errors import AmbiguousTermError, UnknownTermError
from mitigraph.explain import TYPE, Explanation, Fact, Words, account, explain_membership, terms_in
from mitigraph.knowledge_graph.measures import measure_record
from mitigraph.knowledge_graph.names import Names
from mitigraph.store.protocol import Solutions, Store
from mitigraph.terms import BASE, MG, Iri, Term, compact, expand, n3

__all__ = ["explain"]

_UNLIMITED: Final = 10**9


def explain(
    store: Store, names: Names, measure: str, kind: str, *, every: bool = False
) -> Explanation:
    """Say why a measure is in a class, or what it lacks to be in it.

    Args:
        store: Any store that holds the ontology beside the data.
        names: Look-up of names in it.
        measure: Id, record number, IRI or name.
        kind: A class by name ("TrainingTimeMeasure"), label or IRI; or a concept by id or code
            ("actor/developer", "airi-mitigation/2/1.1"), which stands for the measures under it.
        every: Whether to give every reason, and not the shortest alone.

    Raises:
        UnknownTermError, AmbiguousTermError: If a name means nothing here, or several things.
    """
    iri = names.measure(measure)
    goal = _goal(store, names, iri, kind)
    membership = explain_membership(store, iri, goal)
    proofs = membership.proofs.found[: _UNLIMITED if every else 1]
    record = measure_record(store, names, iri)
    spoken_of = terms_in((membership.goal, membership.ways, membership.found))
    words = Words.of(store, [*spoken_of, *(term for proof in proofs for term in proof.terms())])
    return Explanation(
        iri,
        Iri(str(goal.object)),
        membership,
        tuple(tuple(account(proof, words)) for proof in proofs),
        words,
        {one.iri: one for one in record.assessments},
        {one.iri: one for one in record.opinions},
    )


def _goal(store: Store, names: Names, measure: Iri, text: str) -> Fact:
    """Return what is asked: that the measure is in a class, or has a concept that has no class."""
    classes = _classes(store)
    given = expand(text) or Iri(BASE + text if text.startswith("class/") else MG[text])
    if given in classes:
        return Fact(measure, TYPE, given)
    wanted = text.casefold()
    named = [
        iri
        for iri, label in classes.items()
        if wanted in (label.casefold(), compact(iri).rpartition(":")[2].casefold())
    ]
    if len(named) == 1:
        return Fact(measure, TYPE, named[0])
    concept = _concept(names, text, sorted(classes.values()))
    own_class = Iri(concept.replace(f"{BASE}scheme/", f"{BASE}class/"))
    if own_class in classes:
        return Fact(measure, TYPE, own_class)
    return Fact(measure, _property_of(store, concept), concept)


def _classes(store: Store) -> dict[Iri, str]:
    """Return the classes that a measure may be in, and all others, with their labels."""
    answer = store.query(
        "SELECT DISTINCT ?class ?label { ?class a owl:Class . FILTER(isIRI(?class)) "
        'OPTIONAL { ?class rdfs:label ?label FILTER(LANG(?label) IN ("en", "")) } } '
        "ORDER BY ?class ?label"
    )
    found: dict[Iri, str] = {}
    for iri, label in _rows(answer):
        if isinstance(iri, Iri):
            found.setdefault(iri, str(label or compact(iri)))
    return found


def _concept(names: Names, text: str, classes: list[str]) -> Iri:
    schemes = {concept.id.partition("/")[0] for concept in names.concepts.values()}
    try:
        return names.concept(text, schemes, kind="class or concept").iri
    except AmbiguousTermError:
        raise
    except UnknownTermError as error:
        from rapidfuzz import process, utils

        near = process.extract(
            text, classes, processor=utils.default_process, score_cutoff=70, limit=2
        )
        raise UnknownTermError(
            text,
            kind="class or concept",
            suggestions=[*(f'"{name}"' for name, _, _ in near), *error.suggestions[:1]],
        ) from None


def _property_of(store: Store, concept: Iri) -> Iri:
    """Return the property by which a measure has a concept, or stands under it."""
    answer = store.query(
        f"SELECT DISTINCT ?property {{ {n3(concept)} skos:inScheme ?scheme . "
        "?scheme mg:facetProperty ?property "
        "FILTER NOT EXISTS { ?property rdfs:subPropertyOf+ mg:facet } }"
    )
    own = [prop for (prop,) in _rows(answer) if isinstance(prop, Iri)]
    return own[0] if own else MG["underFacet"]


def _rows(answer: object) -> Iterable[tuple[Term | None, ...]]:
    assert isinstance(answer, Solutions)  # noqa: S101 - a SELECT query
    return answer.rows
