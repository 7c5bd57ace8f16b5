"""What the graph says of measures that no target is given, so that every account names it.

A catalogue holds what a measure is, where it stands and what it matches. Who classified it when and
why, which other measures it resembles, notes and texts in other languages stand in RDF alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

from mitigraph.interchange.account import Loss
from mitigraph.model import FACETS
from mitigraph.query.rows import answer_rows
from mitigraph.store.protocol import Solutions, Store
from mitigraph.terms import BASE, MG, PREFIXES, Iri, Literal, Term, compact

__all__ = [
    "ALT_LABEL",
    "DEFINITION",
    "Said",
    "english",
    "losses_apart",
    "statements_of",
    "undescribed",
]

#: What is said of each measure directly, by property.
Said = dict[Iri, dict[Iri, list[Term]]]

_SKOS: Final = PREFIXES["skos"]
DEFINITION: Final = Iri(_SKOS + "definition")
ALT_LABEL: Final = Iri(_SKOS + "altLabel")
_TEXTS: Final = (Iri(_SKOS + "prefLabel"), DEFINITION, ALT_LABEL)
_MEASURE: Final = BASE + "id/measure/"
#: What a catalogue has in fields of their own.
_HELD: Final = (Iri(PREFIXES["dcterms"] + "identifier"), MG["describedIn"])
_WHERE: Final = "the RDF formats hold them"
_HEAD: Final = (
    f"PREFIX mg: <{PREFIXES['mg']}> PREFIX skos: <{_SKOS}> SELECT DISTINCT ?measure ?other"
)
_ASSESSMENTS: Final = f"{_HEAD} {{ ?other mg:assesses ?measure ; a mg:ClassificationAssessment }}"
_UNDESCRIBED: Final = f"""{_HEAD} {{
  VALUES ?facet {{ {" ".join(f"<{facet.iri}>" for facet in FACETS.values())} }}
  ?measure a mg:Measure ; ?facet ?other
  FILTER NOT EXISTS {{ ?other skos:inScheme ?scheme . ?scheme mg:facetProperty ?facet }}
}} ORDER BY ?measure ?other"""


def english(values: Iterable[Term]) -> list[str]:
    """Return the texts that are in English or say no language, sorted.

    Example:
        >>> english([Literal("Audit", language="en"), Literal("Prüfung", language="de")])
        ['Audit']
    """
    return sorted(str(one) for one in values if _is_english(one))


def _is_english(value: Term) -> bool:
    language = value.language if isinstance(value, Literal) else None
    return not language or language.lower().partition("-")[0] == "en"


def statements_of(store: Store) -> Said:
    """Return what is said of each measure directly, by property."""
    said: Said = {}
    for row in answer_rows(store, "measure"):
        held = said.setdefault(row.iri("measure"), {})
        held.setdefault(row.iri("property"), []).append(row.term("value"))
    return said


def undescribed(store: Store) -> dict[Iri, tuple[Iri, ...]]:
    """Return the values that no scheme of their facet describes, by the measure that has them."""
    found: dict[Iri, tuple[Iri, ...]] = {}
    for measure, value in _pairs(store, _UNDESCRIBED):
        found[measure] = (*found.get(measure, ()), value)
    return found


def _pairs(store: Store, query: str) -> Iterator[tuple[Iri, Iri]]:
    answer = store.query(query)
    if isinstance(answer, Solutions):
        for measure, other in answer:
            yield Iri(str(measure)), Iri(str(other))


def losses_apart(store: Store, measures: Collection[Iri], said: Said) -> Iterator[Loss]:
    """Yield what is said of some measures beside what a catalogue holds.

    Args:
        store: The graph.
        measures: The measures of the catalogue.
        said: What is said of each measure directly.
    """
    assessed = sum(measure in measures for measure, _ in _pairs(store, _ASSESSMENTS))
    superseded = sum(
        row.flag("superseded") and row.iri("measure") in measures
        for row in answer_rows(store, "opinions")
    )
    links, foreign, others = 0, 0, Counter[str]()
    for measure in measures:
        for name, values in said.get(measure, {}).items():
            if name in _TEXTS:
                foreign += sum(not _is_english(one) for one in values)
            elif name.startswith(_SKOS) and name.endswith("Match"):
                links += sum(str(one).startswith(_MEASURE) for one in values)
            elif name not in _HELD:
                others[compact(name)] += len(values)
    yield Loss(
        "assessments: who classified a measure, when, how, how surely and why",
        assessed,
        "not",
        "xlsx and the RDF formats hold them",
    )
    yield Loss("opinions that others have superseded", superseded, "not", _WHERE)
    yield Loss("matches between measures", links, "not", _WHERE)
    yield Loss("names and texts in other languages", foreign, "not", _WHERE)
    yield from _of_others(others)


def _of_others(counts: Mapping[str, int]) -> Iterator[Loss]:
    for name, count in sorted(counts.items()):
        yield Loss(f"values of {name}", count, "not", _WHERE)
