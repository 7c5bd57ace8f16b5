"""Contradictions as text, plain JSON types or a Mermaid flowchart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from mitigraph.explain import Clash, Line, Words, account
from mitigraph.explain.axioms import Disjoint, Functional, Range
from mitigraph.terms import BASE, Iri, compact
from mitigraph.view.explanation import Paragraphs, flowchart

__all__ = ["clashes_json", "clashes_mermaid", "clashes_text", "headline"]

_FILES: Final = BASE + "graph/file/"


def clashes_text(clashes: Sequence[Clash], words: Words, width: int = 100) -> str:
    """Return contradictions as wrapped plain text; one sentence if there is none.

    Each has a headline, the statements that can't all be true with the file or graph that each
    stands in, and the axioms.

    Example:
        >>> print(clashes_text([], Words({})), end="")
        No contradiction: nothing is stated that the strict axioms exclude.
    """
    writer = Paragraphs(width)
    if not clashes:
        return "No contradiction: nothing is stated that the strict axioms exclude.\n"
    for place, clash in enumerate(clashes, start=1):
        if place > 1:
            writer.blank()
        writer.add(f"{headline(clash, words)}.", lead=f"{place}. ")
        lines = account(clash.proof, words)
        for line in lines:
            if line.how != "inferred":
                writer.add(f"{line.says}  [{_where(line, clash)}]", lead="   - ")
        for rule in dict.fromkeys(rule for line in lines for rule in line.rules):
            writer.add(f"{rule}.", lead="     ")
    return writer.text()


def clashes_json(clashes: Sequence[Clash], words: Words) -> list[dict[str, Any]]:
    """Return contradictions as plain JSON types: headline, statements with where, rules."""
    return [
        {
            "says": headline(clash, words),
            "statements": [
                {
                    "says": words.fact(fact),
                    "statement": [str(part) for part in fact],
                    "where": _place(clash.graphs.get(fact)) or None,
                }
                for fact in clash.proof.statements
            ],
            "rules": list(
                dict.fromkeys(r for line in account(clash.proof, words) for r in line.rules)
            ),
        }
        for clash in clashes
    ]


def clashes_mermaid(clashes: Sequence[Clash], words: Words) -> str:
    """Return contradictions as a Mermaid flowchart, one box each."""
    return flowchart([account(clash.proof, words) for clash in clashes])


def headline(clash: Clash, words: Words) -> str:
    """Return in one clause what is wrong."""
    root = clash.root
    facts = [premise.conclusion for premise in root.premises]
    thing = words.name(facts[0].subject)
    match root.rule:
        case Disjoint():
            kinds = " and ".join(words.noun(fact.object) for fact in facts)
            return f"{thing} can't be both {kinds}"
        case Functional(property=prop):
            values = [fact.object for fact in facts if fact.predicate == prop]
            if len(values) == len(facts) and all(
                fact.subject == facts[0].subject for fact in facts
            ):
                named = " and ".join(words.value(value) for value in values)
                return f"{thing} can't have two values of “{words.label(prop)}”: {named}"
            return f"{thing} can't have two values of “{words.label(prop)}”"
        case Range(property=prop, kind=kind):
            value = words.value(facts[0].object)
            return f"{thing} has the {words.label(prop)} {value}, which is not {words.noun(kind)}"
    return words.fact(facts[0]).replace(" is the same", " can't be the same")


def _where(line: Line, clash: Clash) -> str:
    """Return the assessment that a line rests on, and the file or graph that says so."""
    facts, source = line.statements, line.assessment
    if source:
        facts = tuple(fact for fact in facts if fact.subject == source)
    places = sorted({_place(clash.graphs.get(fact)) for fact in facts} - {""})
    return ", ".join([*([compact(source)] if source else []), *places]) or "stated"


def _place(graph: Iri | None) -> str:
    """Return a graph as people know it: a file by its name."""
    if not graph:
        return ""
    return graph.removeprefix(_FILES) if graph.startswith(_FILES) else compact(graph)
