"""An explanation as text, plain JSON types or a Mermaid flowchart.

Sources:
    Mermaid flowchart syntax (https://mermaid.js.org/syntax/flowchart.html).
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from mitigraph.explain import TYPE, Explanation, Fact, Line, Way, Words
from mitigraph.model import Assessment, Opinion
from mitigraph.terms import Iri, compact
from mitigraph.view.table import plain

__all__ = [
    "Paragraphs",
    "explanation_json",
    "explanation_mermaid",
    "explanation_text",
    "flowchart",
]

_SENTENCE: Final = re.compile(r"^it ")


@dataclass(slots=True)
class Paragraphs:
    """Wrapped text, paragraph by paragraph, each with a lead that its later lines stand under.

    Example:
        >>> paragraphs = Paragraphs(20)
        >>> paragraphs.add("It is a measure of one source.", lead="1. ")
        >>> print(paragraphs.text(), end="")
        1. It is a measure
           of one source.
    """

    width: int
    lines: list[str] = field(default_factory=list)

    def add(self, text: str, lead: str = "") -> None:
        """Add a paragraph."""
        self.lines += textwrap.wrap(
            plain(text),
            self.width,
            initial_indent=lead,
            subsequent_indent=" " * len(lead),
            break_on_hyphens=False,
        )

    def blank(self) -> None:
        """Add a blank line."""
        self.lines.append("")

    def text(self) -> str:
        """Return all of it."""
        return "\n".join(self.lines) + "\n"


def explanation_text(explanation: Explanation, width: int = 100) -> str:
    """Return an explanation as wrapped plain text.

    Every line of a reason has a number; "from 2 and 5" says which lines it follows from, and the
    rule stands below it.
    """
    writer = Paragraphs(width)
    if explanation.holds:
        _write_reasons(explanation, writer)
    else:
        _write_shortfall(explanation, writer)
    return writer.text()


def _write_reasons(explanation: Explanation, writer: Paragraphs) -> None:
    writer.add(f"{explanation.title}.")
    many = len(explanation.reasons) > 1
    for place, lines in enumerate(explanation.reasons, start=1):
        writer.blank()
        if many:
            writer.add(f"Reason {place} of {len(explanation.reasons)}:")
        for line in lines:
            _write_line(line, explanation, writer)
    proofs = explanation.membership.proofs
    more = len(proofs.found) - len(explanation.reasons)
    if more or not proofs.complete:
        writer.blank()
        count = f"{more} more reason{'' if more == 1 else 's'}" if more else "longer reasons"
        at_least = "" if proofs.complete else "; there are still more, which were not looked for"
        writer.add(f"There {'is' if more == 1 else 'are'} {count} (--all){at_least}.")


def _write_line(line: Line, explanation: Explanation, writer: Paragraphs) -> None:
    ending = f"  [from {_listed(line.sources)}]" if line.sources else f"  [{line.how}]"
    says = explanation.words.fact(line.fact, it=explanation.measure)
    writer.add(f"{_SENTENCE.sub('It ', says)}{ending}", lead=f"{line.number:>3}. ")
    if note := _note(line, explanation):
        writer.add(note, lead="       ")
    if line.how == "inferred":
        for rule in line.rules:
            writer.add(f"{rule}.", lead="       ")


def _listed(numbers: Sequence[int]) -> str:
    most, last = ", ".join(map(str, numbers[:-1])), str(numbers[-1])
    return f"{most} and {last}" if most else last


def _write_shortfall(explanation: Explanation, writer: Paragraphs) -> None:
    membership = explanation.membership
    writer.add(f"Nothing in the graph shows that {explanation.title}.")
    writer.blank()
    for way in membership.ways:
        _write_way(way, explanation, writer, "")
    if not membership.ways:
        _write_instead(membership.goal, membership.found, explanation, writer, "")
    if any(not way.axiom.definition for way in membership.ways):
        writer.blank()
        writer.add(
            "The rule goes one way: it puts things into the class and keeps none out, so that this"
            " does not show the contrary."
        )


def _write_way(way: Way, explanation: Explanation, writer: Paragraphs, indent: str) -> None:
    writer.add(f"{explanation.words.rule(way.axiom)}:", lead=indent)
    for condition in way.conditions:
        mark = "yes" if condition.holds else "NO "
        says = explanation.words.fact(condition.fact, it=explanation.measure)
        writer.add(says, lead=f"{indent}  {mark}  ")
        if not condition.holds:
            below = f"{indent}       "
            _write_instead(condition.fact, condition.found, explanation, writer, below)
            for further in condition.ways:
                _write_way(further, explanation, writer, below)


def _write_instead(
    asked: Fact, found: Sequence[Fact], explanation: Explanation, writer: Paragraphs, indent: str
) -> None:
    """Write what there is in place of what was asked: other values, attempts without a value."""
    attempts = _without_value(asked, explanation)
    for fact in found:
        says = explanation.words.fact(fact, it=explanation.measure)
        writer.add(f"instead: {says}", lead=indent)
    for attempt in attempts:
        told = _assessed(attempt)
        writer.add(f"instead: the outcome “{attempt.outcome}”, {told}", lead=indent)
    if not found and not attempts:
        writer.add("instead: nothing is known", lead=indent)


def _without_value(asked: Fact, explanation: Explanation) -> list[Assessment]:
    """Return the current assessments that found no concept in the scheme of the one asked for."""
    if asked.predicate == TYPE or not isinstance(asked.object, Iri):
        return []
    scheme = "/".join(compact(asked.object).split("/")[:2])
    return [
        one
        for one in explanation.assessments.values()
        if one.scheme == scheme and one.concept is None and not one.superseded
    ]


def _note(line: Line, explanation: Explanation) -> str | None:
    """Return who said what a line rests on, and why."""
    if line.assessment is None:
        return None
    if (assessment := explanation.assessments.get(line.assessment)) is not None:
        return _assessed(assessment)
    if (opinion := explanation.opinions.get(line.assessment)) is not None:
        return _claimed(opinion)
    return None


def _assessed(assessment: Assessment) -> str:
    parts = [
        f"by {assessment.assessor}",
        (assessment.date or "").partition("T")[0],
        f"method {assessment.method}" if assessment.method else "",
        f"status {assessment.status}" if assessment.status else "",
        f"confidence {assessment.confidence}" if assessment.confidence else "",
    ]
    reason = f": “{assessment.rationale}”" if assessment.rationale else ""
    return f"{', '.join(part for part in parts if part)} ({assessment.id}){reason}"


def _claimed(opinion: Opinion) -> str:
    by = ", ".join(part for part in (opinion.quantifier, opinion.panel, opinion.source) if part)
    return f"“{opinion.claim}” ({by})"


def explanation_json(explanation: Explanation) -> dict[str, Any]:
    """Return an explanation as plain JSON types.

    `reasons` are as many as were asked for, `found` as many as there are (`complete` is false if
    the search was cut off). `statements` of a reason are all it rests on, `axioms` what they are
    combined by; `lines` tell it step by step.
    """
    membership, words = explanation.membership, explanation.words
    return {
        "measure": compact(explanation.measure),
        "class": compact(explanation.kind),
        "says": explanation.title,
        "member": explanation.holds,
        "found": len(membership.proofs.found),
        "complete": membership.proofs.complete,
        "reasons": [
            {
                "lines": [_line_json(line, explanation) for line in lines],
                "statements": [_statement(fact) for fact in proof.statements],
                "axioms": [words.rule(axiom) for axiom in proof.axioms],
            }
            for proof, lines in zip(membership.proofs.found, explanation.reasons, strict=False)
        ],
        "ways": [_way_json(way, words) for way in membership.ways],
        "instead": [words.fact(fact) for fact in membership.found if not explanation.holds],
    }


def _line_json(line: Line, explanation: Explanation) -> dict[str, Any]:
    return {
        "number": line.number,
        "says": line.says,
        "how": line.how,
        "from": list(line.sources),
        "rules": list(line.rules),
        "source": compact(line.assessment) if line.assessment else None,
        "note": _note(line, explanation),
        "statements": [_statement(fact) for fact in line.statements],
    }


def _way_json(way: Way, words: Words) -> dict[str, Any]:
    return {
        "rule": words.rule(way.axiom),
        "one_way": not way.axiom.definition,
        "conditions": [
            {
                "says": words.fact(condition.fact),
                "holds": condition.holds,
                "instead": [words.fact(fact) for fact in condition.found],
                "ways": [_way_json(below, words) for below in condition.ways],
            }
            for condition in way.conditions
        ],
    }


def _statement(fact: Fact) -> list[str]:
    return [str(part) for part in fact]


def explanation_mermaid(explanation: Explanation) -> str:
    """Return the reasons as one Mermaid flowchart: statements above, what follows below.

    What the graph states is in boxes, what somebody assessed in rounded ones. Without a reason the
    conditions are shown, those that fail with a dotted arrow.
    """
    if explanation.holds:
        return flowchart(explanation.reasons)
    lines = [f'    goal["{_safe(explanation.title)}"]']
    for place, way in enumerate(explanation.membership.ways, start=1):
        for number, condition in enumerate(way.conditions, start=1):
            says = _safe(explanation.words.fact(condition.fact))
            arrow = "-->" if condition.holds else "-. fails .->"
            lines.append(f'    w{place}c{number}["{says}"] {arrow} goal')
    return "\n".join(["flowchart TD", *lines]) + "\n"


def flowchart(reasons: Sequence[Sequence[Line]]) -> str:
    """Return accounts as a Mermaid flowchart, each in a box of its own if there are several."""
    lines = ["flowchart TD"]
    for place, reason in enumerate(reasons, start=1):
        if len(reasons) > 1:
            lines.append(f'    subgraph reason{place} ["{place}"]')
        lines += [f"    {line}" for line in _chart(reason, f"r{place}n")]
        if len(reasons) > 1:
            lines.append("    end")
    return "\n".join(lines) + "\n"


def _chart(lines: Sequence[Line], prefix: str) -> Iterator[str]:
    for line in lines:
        opening, closing = ("([", "])") if line.how == "assessed" else ("[", "]")
        yield f'{prefix}{line.number}{opening}"{_safe(line.says)}"{closing}'
        yield from (f"{prefix}{source} --> {prefix}{line.number}" for source in line.sources)


def _safe(text: str) -> str:
    """Return text that can stand in a Mermaid label, which has entities but no escapes."""
    return plain(text).replace("#", "#35;").replace('"', "#quot;").replace("<", "#lt;")
