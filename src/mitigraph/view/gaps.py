"""What a profile has and lacks, as a person reads it: listing, report, and sheets for a meeting."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from mitigraph.profile.gaps import KINDS, Closing, DemandCover, Gaps, Verdict
from mitigraph.view.table import write_rows

__all__ = [
    "COLUMNS",
    "evidence_words",
    "gap_rows",
    "gap_sheets",
    "gaps_markdown",
    "gaps_notes",
    "summary_rows",
]

#: Columns of a listing.
COLUMNS: Final = ("kind", "about", "verdict", "weight", "in_place", "planned", "closed_by")
#: What a report asks, by verdict.
_QUESTIONS: Final = {
    Verdict.MISSING: "Nothing in place",
    Verdict.PLANNED: "Only planned",
    Verdict.PRELIMINARY: "In place, on preliminary data only",
}
#: How the measures that close a gap are ordered.
_ORDER: Final = (
    "Measures that would close a gap come best evidenced first: most documents that describe the "
    "measure or one held to be the same, then most expert opinions in its favour, then fewest that "
    "oppose it or state limits, then the highest agreement that a study states, then id."
)
_ORIGIN: Final = (
    "Every number is the answer of the queries `gaps` and `gap-candidates` on the graph with this "
    "profile in it."
)

#: Characters of a label in a listing.
_LONGEST_LABEL: Final = 44

_Row = dict[str, int | float | str | list[str]]


def summary_rows(gaps: Gaps) -> Iterator[dict[str, object]]:
    """Return one row a kind of demand: how many are asked for and how many have each verdict."""
    for kind, counts in gaps.counts().items():
        yield {
            "kind": KINDS[kind],
            "asked for": counts.total(),
            **{verdict.value: counts[verdict] for verdict in reversed(Verdict)},
        }


def gap_rows(gaps: Gaps, *, kinds: Sequence[str] = (), limit: int = 3) -> Iterator[_Row]:
    """Return one row a demand that is not met on settled data, worst first.

    Of those with nothing in place the ones that no measure of the graph would close come last.

    Args:
        gaps: What a profile has and lacks.
        kinds: Only demands of these kinds; none means all.
        limit: The most measures named that would close a gap.
    """
    for verdict in _QUESTIONS:
        found = gaps.of(verdict, kinds=kinds)
        for one in sorted(found, key=lambda one: one.gap and not one.closable):
            yield {
                "kind": one.kind,
                "about": one.title,
                "verdict": verdict.value,
                "weight": one.weight,
                "in_place": one.in_place,
                "planned": one.planned,
                "closed_by": [_short(closing) for closing in one.closing[:limit]],
            }


def _short(one: Closing) -> str:
    return f"{one.id} {textwrap.shorten(one.label, _LONGEST_LABEL, placeholder=' ...')}"


def gaps_notes(gaps: Gaps) -> list[str]:
    """Return what a reader has to know beside the table, one sentence each."""
    open_ones = gaps.gaps()
    hopeless = [one for one in open_ones if not one.closable]
    told = (
        f"Asked for: {len(gaps.demands)}; nothing in place: {len(open_ones)}, "
        f"of which planned: {len(gaps.of(Verdict.PLANNED))}, "
        f"without a known measure that fits the roles: {len(hopeless)}."
    )
    notes = [
        told,
        f"In place on preliminary data only: {len(gaps.of(Verdict.PRELIMINARY))}.",
    ]
    if any(one.kind == "control" for one in hopeless):
        notes.append("A control counts as met through a recorded match; few are recorded yet.")
    return notes


def evidence_words(one: Closing) -> str:
    """Return the evidence for a measure in words.

    Example:
        >>> from mitigraph.terms import Iri
        >>> evidence_words(Closing(Iri("urn:m"), "Audit", 1, 2, 0, 0.6))
        '1 document, 2 opinions for, over 60 % of a panel agree'
    """
    parts = [_count(one.documents, "document")]
    if one.supporting:
        parts.append(f"{_count(one.supporting, 'opinion')} for")
    if one.against:
        parts.append(f"{_count(one.against, 'opinion')} against or of limits")
    if one.agreement is not None:
        parts.append(f"over {one.agreement * 100:g} % of a panel agree")
    return ", ".join(parts)


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def gaps_markdown(gaps: Gaps, *, kinds: Sequence[str] = (), limit: int = 3) -> str:
    """Return a report in Markdown; arguments as for `gap_rows`."""
    profile = gaps.profile
    lines = [f"# Gaps: {_plain(profile.name)}", ""]
    told = [part for part in (profile.organisation, profile.system) if part]
    if told:
        lines += [_plain(": ".join(told)), ""]
    counts = {
        "in place": len(profile.in_place),
        "planned": len(profile.planned),
        "not applicable": len(profile.not_applicable),
    }
    lines += ["Measures: " + ", ".join(f"{n} {word}" for word, n in counts.items()) + ".", ""]
    summary = list(summary_rows(gaps))
    if summary:
        lines += [_table(summary, list(summary[0])), ""]
    lines += [*gaps_notes(gaps), "", _ORDER, ""]
    for verdict, heading in _QUESTIONS.items():
        found = [one for one in gaps.of(verdict, kinds=kinds) if one.closable or not one.gap]
        if not found:
            continue
        lines += [f"## {heading}", ""]
        for kind, words in KINDS.items():
            of_kind = [one for one in found if one.kind == kind]
            if of_kind:
                lines += [f"### By {words}", ""]
                lines += [line for one in of_kind for line in _items(one, limit)]
                lines.append("")
    hopeless = [one for one in gaps.of(Verdict.MISSING, kinds=kinds) if not one.closable]
    if hopeless:
        lines += ["## Nothing in place, and no known measure that fits the roles", ""]
        for kind, words in KINDS.items():
            titles = [_plain(one.title) for one in hopeless if one.kind == kind]
            if titles:
                lines.append(f"- By {words}: {'; '.join(titles)}")
        lines.append("")
    lines.append(_ORIGIN)
    return "\n".join(lines) + "\n"


def _items(one: DemandCover, limit: int) -> Iterator[str]:
    weight = "" if one.weight == 1 else f" (weight {one.weight:g})"
    tail = f", {_count(one.planned, 'measure')} planned" if one.planned else ""
    if one.in_place:
        tail = f", {_count(one.in_place, 'measure')} in place"
    yield f"- {_plain(one.title)}{weight}{tail}"
    for found in one.closing[:limit]:
        yield f"  - {_plain(found.label)} `{found.id}`: {evidence_words(found)}"
    if len(one.closing) > limit:
        yield f"  - and {len(one.closing) - limit} more"


def _plain(text: str) -> str:
    """Return text that Markdown takes for nothing but text, on one line."""
    return "".join(
        f"\\{mark}" if mark in "\\`*_[]<>|#" else mark for mark in " ".join(text.split())
    )


def _table(rows: Iterable[Mapping[str, object]], columns: Sequence[str]) -> str:
    text = io.StringIO()
    write_rows(rows, columns, to=text, layout="md", width=None)
    return text.getvalue().rstrip("\n")


def gap_sheets(
    gaps: Gaps, *, kinds: Sequence[str] = ()
) -> dict[str, tuple[dict[str, int], list[_Row]]]:
    """Return one sheet for each question: its columns with their widths, and its rows.

    The questions: how much is met, what has nothing in place, what is only planned, what rests on
    preliminary data only, which measures would close each gap, and what the profile says.
    """
    counts = {"kind": 22, "asked for": 12} | {v.value: 22 for v in reversed(Verdict)}
    demand = {"kind": 18, "about": 50, "weight": 10, "in_place": 10, "settled": 10, "planned": 10}
    sheets: dict[str, tuple[dict[str, int], list[_Row]]] = {
        "summary": (counts, [_numbers(row) for row in summary_rows(gaps)])
    }
    for verdict in _QUESTIONS:
        rows = [_demand_row(one) for one in gaps.of(verdict, kinds=kinds)]
        sheets[verdict.value] = ({**demand, "candidates": 12}, rows)
    sheets["measures that close"] = (
        {
            "kind": 18,
            "about": 50,
            "rank": 8,
            "measure": 18,
            "label": 44,
            "documents": 12,
            "supporting": 12,
            "against": 12,
            "agreement_above": 16,
        },
        [row for one in gaps.demands if not kinds or one.kind in kinds for row in _closing(one)],
    )
    said = ("measure", "label", "status", "evidence", "owner", "date", "note")
    sheets["profile"] = (
        dict(zip(said, (18, 44, 16, 40, 24, 12, 50), strict=True)),
        [
            {key: str(row[key] or "") for key in said}
            for row in gaps.profile.as_json()["implementations"]
        ],
    )
    return sheets


def _numbers(row: Mapping[str, object]) -> _Row:
    return {name: value if isinstance(value, int) else str(value) for name, value in row.items()}


def _demand_row(one: DemandCover) -> _Row:
    return {
        "kind": KINDS[one.kind],
        "about": one.title,
        "weight": one.weight,
        "in_place": one.in_place,
        "settled": one.settled,
        "planned": one.planned,
        "candidates": len(one.closing),
    }


def _closing(one: DemandCover) -> Iterator[_Row]:
    for rank, found in enumerate(one.closing, start=1):
        row: _Row = {
            "kind": KINDS[one.kind],
            "about": one.title,
            "rank": rank,
            "measure": found.id,
            "label": found.label,
            "documents": found.documents,
            "supporting": found.supporting,
            "against": found.against,
        }
        yield row if found.agreement is None else row | {"agreement_above": found.agreement}
