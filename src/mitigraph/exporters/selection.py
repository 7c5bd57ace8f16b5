"""The part of a graph that belongs to some measures, closed: nothing in it points at a gap.

From the measures, what assesses them, and everything that these name is followed on, as far as it
is described: sources with authors and passages, agents, panels, datasets, concepts with what is
broader than them, schemes. Not followed, and left out unless it is in for another reason, are links
that lead down or across a taxonomy, and other measures. Terms of the ontology are named but not
described: that is what the ontology is for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from mitigraph.errors import UnknownTermError
from mitigraph.exporters.statements import RDF_TYPE, Graphs, Pairs, iri_text, token
from mitigraph.terms import BASE, MG, PREFIXES, Iri, compact

__all__ = ["select"]

_ASSESSES: Final = token(MG["assesses"])
_MEASURE: Final = token(MG["Measure"])

#: Links down or across: what they lead to is not needed to understand where they start.
_NOT_FOLLOWED: Final = frozenset(
    token(PREFIXES[prefix] + name)
    for prefix, names in {
        "skos": "narrower narrowerTransitive hasTopConcept member related semanticRelation "
        "mappingRelation exactMatch closeMatch broadMatch narrowMatch relatedMatch",
        "xkos": "follows supersedes covers classifiedUnder",
        "mg": "atLeastAsStrongAs",
        "owl": "imports priorVersion versionIRI sameAs",
        "rdf": "type",
        "dcterms": "hasPart isPartOf hasVersion isReplacedBy replaces references relation",
        "dcat": "dataset previousVersion",
        "rdfs": "seeAlso",
    }.items()
    for name in names.split()
)

#: Where the vocabulary and the classes that are generated from concepts live.
_VOCABULARY: Final = ("<" + PREFIXES["mg"], f"<{BASE}class/")


def select(graphs: Graphs, measures: Collection[Iri]) -> Graphs:
    """Return the statements that belong to some measures.

    Args:
        graphs: All statements.
        measures: IRIs of the measures.

    Returns:
        The statements, in their graphs. Takes time in proportion to all statements.

    Raises:
        UnknownTermError: If the graphs don't describe one of the measures.
    """
    every = _Described(graphs)
    chosen = {token(measure) for measure in measures}
    for measure in sorted(chosen):
        if measure not in every.described:
            raise UnknownTermError(compact(iri_text(measure)), kind="measure")
    kept = every.reached(chosen)
    found = {
        graph: [line for line in lines if _belongs(line, kept, every.described)]
        for graph, lines in graphs.items()
    }
    return {graph: lines for graph, lines in found.items() if lines}


class _Described:
    """What is said of everything, and by which assessments each measure is assessed."""

    def __init__(self, graphs: Graphs) -> None:
        self.described: dict[str, Pairs] = {}
        self._assessed: dict[str, list[str]] = {}
        self._measures: set[str] = set()
        for lines in graphs.values():
            for line in lines:
                subject, predicate, value = line.split(" ", 2)
                self.described.setdefault(subject, []).append((predicate, value))
                if predicate == _ASSESSES:
                    self._assessed.setdefault(value, []).append(subject)
                elif predicate == RDF_TYPE and value == _MEASURE:
                    self._measures.add(subject)

    def reached(self, chosen: set[str]) -> set[str]:
        """Return the subjects that belong to the chosen measures."""
        barred = self._measures - chosen
        waiting = list(chosen)
        kept: set[str] = set()
        while waiting:
            subject = waiting.pop()
            if subject in kept or subject in barred:
                continue
            kept.add(subject)
            waiting.extend(self._assessed.get(subject, ()))
            for predicate, value in self.described[subject]:
                if predicate not in _NOT_FOLLOWED:
                    waiting.extend(name for name in _names(value) if name in self.described)
        return kept


def _names(value: str) -> Iterator[str]:
    """Yield what an object names that can be followed: itself, or the datatype of a literal."""
    if value[0] == '"':
        if value[-1] == ">":
            yield value[value.rindex('"^^') + 3 :]
    elif not value.startswith(_VOCABULARY):
        yield value


def _belongs(line: str, kept: set[str], described: Collection[str]) -> bool:
    subject, predicate, value = line.split(" ", 2)
    return subject in kept and (
        value[0] == '"'
        or value in kept
        or predicate == RDF_TYPE
        or value.startswith(_VOCABULARY)
        or value not in described
    )
