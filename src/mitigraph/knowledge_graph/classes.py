"""Measures by OWL class, for what people call the class."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mitigraph.knowledge_graph.names import Names
from mitigraph.model import Measure
from mitigraph.query.rows import answer_rows
from mitigraph.reason import Classification, classify
from mitigraph.store.protocol import Store
from mitigraph.terms import BASE, MG, Iri, Literal, Term, compact, expand

__all__ = ["in_classes"]


def in_classes(
    store: Store, names: Names, measures: list[Measure], classes: str | Term | Iterable[str | Term]
) -> list[Measure]:
    """Return those measures that are in one of some classes, in the order in which they came.

    Args:
        store: With the definitions of the classes, whether shipped, generated or a user's own.
        names: Look-up of names in it.
        measures: The measures to choose from.
        classes: Names of classes of measures: with or without prefix ("TrainingTimeMeasure"), IRI,
            label, or the id of the concept that a generated class is made from ("actor/1/user").

    Raises:
        UnknownTermError: If a name means no class of measures; it names what comes nearest.
    """
    classified = classify(store)
    known = _classes_of_measures(store, classified)
    held: set[Iri] = set()
    for one in [classes] if isinstance(classes, (str, Literal)) else classes:
        held |= classified.members[_class(names, str(one), known)]
    return [measure for measure in measures if measure.iri in held]


def _classes_of_measures(store: Store, classified: Classification) -> dict[Iri, str]:
    measure = MG["Measure"]
    labels = {row.iri("class"): row.text("label") for row in answer_rows(store, "named-classes")}
    return {
        kind: labels.get(kind) or compact(kind)
        for kind, above in classified.above.items()
        if kind == measure or measure in above
    }


def _class(names: Names, text: str, known: Mapping[Iri, str]) -> Iri:
    tail = text.removeprefix("class/").removeprefix("scheme/")
    for meant in (expand(text), MG[text], Iri(f"{BASE}class/{tail}")):
        if meant is not None and meant in known:
            return meant
    return names.one_of(text, known, kind="class of measures")
