"""Measures that may be the same in several documents, as a mapping set for somebody to review."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from importlib.metadata import version
from itertools import islice
from typing import Final

from mitigraph import mapping
from mitigraph.errors import QueryError
from mitigraph.mapping import candidates
from mitigraph.query.rows import answer_rows
from mitigraph.store.protocol import Store
from mitigraph.terms import BASE, MG, PREFIXES, Iri, Term

__all__ = ["METHODS", "mapping_candidates"]

#: How candidates are found.
METHODS: Final = ("lexical", "semantic", "both")

_FINDERS: Final = {
    "lexical": candidates.lexical_candidates,
    "semantic": candidates.semantic_candidates,
}
_THRESHOLDS: Final = {
    "lexical": candidates.LEXICAL_THRESHOLD,
    "semantic": candidates.SEMANTIC_THRESHOLD,
}
_GROUNDS: Final = {
    name: Iri(f"{PREFIXES['semapv']}{name.capitalize()}SimilarityThresholdMatching")
    for name in _FINDERS
}
_MEASURES: Final = {
    "lexical": "normalised indel similarity of the sorted words",
    "semantic": "cosine of latent semantic vectors",
}
_SKOS: Final = PREFIXES["skos"]
_COMPARED: Final = (Iri(_SKOS + "prefLabel"), Iri(_SKOS + "definition"))
_DESCRIBED_IN: Final = MG["describedIn"]
#: What is said of two measures until somebody has looked at them.
_UNREVIEWED: Final = Iri(_SKOS + "relatedMatch")


def mapping_candidates(  # noqa: PLR0913 - what is compared, and how, is keyword-only
    store: Store,
    chosen: Mapping[str, Sequence[Term]],
    *,
    method: str = "lexical",
    threshold: float | None = None,
    limit: int | None = None,
    within: bool = False,
) -> mapping.MappingSet:
    """Return the pairs of measures whose names and definitions are alike.

    Args:
        store: Any store.
        chosen: Parameters of the query `measures-by-facet` that both measures of a pair fit.
        method: One of `METHODS`; "both" gives a mapping for each way that finds the pair.
        threshold: The least score, from 0 to 1; what suits the method by default.
        limit: The most pairs by each method, the best ones; None for all.
        within: Whether measures of the same documents make pairs too.

    Returns:
        The pairs as `skos:relatedMatch`, which is all that a score supports; the lesser IRI is the
        subject. Nobody has reviewed them.

    Raises:
        QueryError: If there is no such method.
        MissingExtraError: If the method is semantic and the extra `similarity` isn't installed.
        ValueError: If the threshold is out of range.
    """
    if method not in METHODS:
        raise QueryError(f'no method "{method}"; use {", ".join(METHODS)}')
    labels, texts = _texts(store, chosen, within=within)
    found: list[mapping.Mapping] = []
    for name, finder in _FINDERS.items():
        if method in (name, "both"):
            least = _THRESHOLDS[name] if threshold is None else threshold
            found += [
                mapping.Mapping(
                    Iri(pair.first),
                    _UNREVIEWED,
                    Iri(pair.second),
                    _GROUNDS[name],
                    subject_label=labels.get(Iri(pair.first), ""),
                    object_label=labels.get(Iri(pair.second), ""),
                    similarity_score=Decimal(str(pair.score)),
                    similarity_measure=_MEASURES[name],
                )
                for pair in islice(finder(texts, threshold=least), limit)
            ]
    return mapping.MappingSet(
        mapping_set_id=Iri(BASE + "mapping/candidates"),
        license=Iri("https://creativecommons.org/licenses/by/4.0/"),
        mapping_set_title="Candidates for mappings between measures",
        mapping_tool="mitigraph",
        mapping_tool_version=version("mitigraph"),
        subject_match_field=_COMPARED,
        object_match_field=_COMPARED,
        comment=(
            "Nobody has reviewed these. Whoever does gives each pair that is the same measure the "
            "predicate skos:exactMatch, drops the others, and says so as reviewer_id."
        ),
        mappings=tuple(found),
        curie_map=_prefixes(one.id for one in texts),
    )


def _texts(
    store: Store, chosen: Mapping[str, Sequence[Term]], *, within: bool
) -> tuple[dict[Iri, str], list[candidates.Text]]:
    """Return the label of each chosen measure, and what it says and where that is from."""
    measures = {row.iri("measure") for row in answer_rows(store, "measures-by-facet", **chosen)}
    said: dict[Iri, dict[Iri, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in answer_rows(store, "measure"):
        # A measure without an IRI can't be mapped.
        if (measure := row.iri("measure")) in measures and not measure.startswith("_:"):
            said[measure][row.iri("property")].append(row.text("value") or "")
    labels = {iri: given[_COMPARED[0]][0] for iri, given in said.items() if given[_COMPARED[0]]}
    return labels, [
        candidates.Text(
            iri,
            iri if within else " ".join(given[_DESCRIBED_IN]),
            ". ".join(text for name in _COMPARED for text in given[name]),
        )
        for iri, given in said.items()
    ]


def _prefixes(iris: Iterable[str]) -> dict[str, str]:
    """Return prefixes for the namespaces of IRIs that none of the project's shortens.

    Example:
        >>> _prefixes(["https://acme.example/m#1", "https://acme.example/m#2", BASE + "id/x"])
        {'ns1': 'https://acme.example/m#'}
    """
    known = tuple(PREFIXES.values())
    foreign = (iri for iri in iris if not iri.startswith(known))
    spaces = {iri[: max(iri.rfind("/"), iri.rfind("#")) + 1] for iri in foreign} - {""}
    return {f"ns{number}": space for number, space in enumerate(sorted(spaces), 1)}
