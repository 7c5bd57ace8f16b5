"""Measures that may match the controls of a framework, as a mapping set for somebody to review.

Three ways to find them: nearly the same words, the same subject, and a third thing that both
already match.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from importlib.metadata import version
from typing import Final

from mitigraph.errors import QueryError
from mitigraph.knowledge_graph.names import Names
from mitigraph.mapping import Mapping, MappingSet, candidates
from mitigraph.mapping.chains import composed, turned
from mitigraph.query.rows import answer_rows
from mitigraph.store.protocol import Store
from mitigraph.terms import BASE, PREFIXES, Iri, compact

__all__ = ["METHODS", "control_candidates"]

METHODS: Final = ("lexical", "semantic", "both", "chain", "all")

_SKOS: Final = PREFIXES["skos"]
_SEMAPV: Final = PREFIXES["semapv"]
_RELATED: Final = Iri(_SKOS + "relatedMatch")
_COMPARED: Final = tuple(Iri(_SKOS + name) for name in ("prefLabel", "definition"))
_GROUNDS: Final = {
    "lexical": Iri(_SEMAPV + "LexicalSimilarityThresholdMatching"),
    "semantic": Iri(_SEMAPV + "SemanticSimilarityThresholdMatching"),
}
_SCORES: Final = {
    "lexical": "normalised indel similarity of the sorted words",
    "semantic": "cosine of latent semantic vectors",
}
#: A control says in a sentence what a measure says in a few words, so less is alike than between
#: two measures.
_THRESHOLDS: Final = {"lexical": 0.6, "semantic": 0.25}
_FINDERS: Final = {
    "lexical": candidates.lexical_candidates,
    "semantic": candidates.semantic_candidates,
}


def control_candidates(  # noqa: PLR0913 - how they are found is keyword-only
    store: Store,
    names: Names,
    framework: str,
    *,
    method: str = "all",
    threshold: float | None = None,
    neighbours: int = 12,
    repeat: bool = False,
) -> MappingSet:
    """Return pairs of a measure and a control of a framework that somebody should look at.

    Args:
        store: Any store that has the framework.
        names: Look-up of names in it.
        framework: The framework, such as "nist-ai-rmf/1".
        method: One of `METHODS`; "all" gives a mapping for each way that finds a pair.
        threshold: The least score of words and subject; what suits the method by default.
        neighbours: How many measures each control may bring in by words or subject.
        repeat: Whether to give pairs again that a mapping has been recorded for.

    Returns:
        The pairs. By words and subject they are `skos:relatedMatch`, which is all that a score
        supports; a chain gives the most that its two matches support. Nobody has reviewed them.

    Raises:
        QueryError: If there is no such method.
        UnknownTermError: If there is no such framework.
        MissingExtraError: If subjects are to be compared and the extra `similarity` is missing.
    """
    if method not in METHODS:
        raise QueryError(f'no method "{method}"; use {", ".join(METHODS)}')
    scheme = names.scheme(framework)
    labels, texts = _texts(store, scheme)
    known = {
        (row.iri("measure"), row.iri("control"))
        for row in answer_rows(store, "mapped-pairs", framework=scheme)
        if not repeat
    }
    found: list[Mapping] = []
    for name, finder in _FINDERS.items():
        if method in (name, "both", "all"):
            least = _THRESHOLDS[name] if threshold is None else threshold
            for pair in finder(texts, threshold=least, neighbours=neighbours):
                measure, control = sorted(
                    (Iri(pair.first), Iri(pair.second)),
                    key=lambda iri: iri.startswith(BASE + "scheme/"),
                )
                found.append(
                    Mapping(
                        measure,
                        _RELATED,
                        control,
                        _GROUNDS[name],
                        similarity_score=Decimal(str(pair.score)),
                        similarity_measure=_SCORES[name],
                    )
                )
    if method in ("chain", "all"):
        found += _chains(store, scheme)
    return MappingSet(
        mapping_set_id=Iri(BASE + "mapping/candidates"),
        license=Iri("https://creativecommons.org/licenses/by/4.0/"),
        mapping_set_title=f"Candidates for mappings of measures to {compact(scheme)}",
        mapping_tool="mitigraph",
        mapping_tool_version=version("mitigraph"),
        object_source=scheme,
        subject_match_field=_COMPARED,
        object_match_field=_COMPARED,
        comment=(
            "Nobody has reviewed these. Whoever does gives each row that holds its predicate, "
            "confidence and reason, drops the others, and says so as reviewer_id."
        ),
        mappings=tuple(
            _labelled(one, labels) for one in found if (one.subject_id, one.object_id) not in known
        ),
    )


def _labelled(mapping: Mapping, labels: dict[Iri, str]) -> Mapping:
    return replace(
        mapping,
        subject_label=labels.get(mapping.subject_id, ""),
        object_label=labels.get(mapping.object_id, ""),
    )


def _texts(store: Store, framework: Iri) -> tuple[dict[Iri, str], list[candidates.Text]]:
    """Return the label of each measure and control, and what it says."""
    labels: dict[Iri, str] = {}
    said: dict[tuple[str, Iri], list[str]] = defaultdict(list)
    for row in answer_rows(store, "measure-texts"):
        said["measure", row.iri("measure")].append(row.text("text") or "")
        if row.iri("property") == _COMPARED[0]:
            labels.setdefault(row.iri("measure"), row.text("text") or "")
    for row in answer_rows(store, "controls", framework=framework):
        control = row.iri("control")
        labels[control] = row.text("label") or compact(control)
        said["control", control] = [labels[control], row.text("definition") or ""]
    return labels, [
        candidates.Text(iri, kind, ". ".join(texts))
        for (kind, iri), texts in said.items()
        if not iri.startswith("_:")
    ]


def _chains(store: Store, framework: Iri) -> Iterator[Mapping]:
    seen: set[tuple[Iri, Iri, Iri]] = set()
    for row in answer_rows(store, "chained-matches", framework=framework):
        second = row.iri("second")
        if row.flag("turned"):
            second = turned(second)
        predicate = composed(row.iri("first"), second)
        says = (row.iri("measure"), predicate, row.iri("control"))
        if says not in seen:
            seen.add(says)
            yield Mapping(
                *says,
                Iri(_SEMAPV + "MappingChaining"),
                comment=f"Both match {compact(row.iri('via'))}.",
            )
