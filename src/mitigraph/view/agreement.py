"""Agreement of two assessors as tables for a person and rows for a program.

Rows give shares and coefficients as numbers up to 1, rounded to six places so that they are the
same on every machine; tables give shares in per cent. What is undefined is null in JSON and the
word "undefined" elsewhere, and the reason stands beside it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, TextIO

from mitigraph.agreement import Agreement, Estimate, SchemeAgreement
from mitigraph.model import Concept
from mitigraph.view.table import write_rows

__all__ = ["agreement_notes", "confusion_rows", "level_rows", "value_rows", "write_agreement"]

#: What stands in the place of a figure that can't be computed.
UNDEFINED: Final = "undefined"

Row = dict[str, object]

_PLACES: Final = 6
#: How many disagreements of a scheme a person is shown.
_MOST_FREQUENT: Final = 10
#: Characters between two columns of a table.
_GAP: Final = 3


def _with_bounds(*names: str) -> tuple[str, ...]:
    return tuple(name + end for name in names for end in ("", "_low", "_high"))


_LEVELS: Final = (
    "scheme",
    "level",
    "measures",
    *_with_bounds("agreement", "kappa", "alpha", "overlap", "jaccard"),
    "reason",
)
_VALUES: Final = (
    "scheme",
    "value",
    "label",
    "first",
    "second",
    "both",
    "specific",
    *_with_bounds("kappa"),
    "reason",
)
_PAIRS: Final = ("scheme", "first", "first_label", "second", "second_label", "measures", "agree")


def level_rows(agreement: Agreement) -> Iterator[Row]:
    """Return one row a scheme and level, in the order of the schemes, the deepest level last.

    `agreement` is percent agreement as a share. `overlap` and `jaccard` are about all values of a
    measure: they stand in the row of the deepest level, where there are secondary values at all.
    """
    for scheme in agreement.schemes:
        for level in scheme.levels:
            figures = {"agreement": level.share, "kappa": level.kappa, "alpha": level.alpha}
            if level is scheme.overall and scheme.sets:
                figures |= {"overlap": scheme.sets.overlap, "jaccard": scheme.sets.jaccard}
            row: Row = {"scheme": scheme.id, "level": level.level, "measures": level.measures}
            yield row | _flat(figures)


def value_rows(agreement: Agreement) -> Iterator[Row]:
    """Return one row a scheme and value that either assessor gave, in the order of the scheme."""
    for scheme in agreement.schemes:
        for one in scheme.values:
            yield {
                "scheme": scheme.id,
                "value": one.value.id,
                "label": one.value.title,
                "first": one.first,
                "second": one.second,
                "both": one.both,
                "specific": round(one.specific, _PLACES),
                **_flat({"kappa": one.kappa}),
            }


def confusion_rows(agreement: Agreement) -> Iterator[Row]:
    """Return one row a scheme and pair of primary values that some measure has, row by row."""
    for scheme in agreement.schemes:
        for row in scheme.rows:
            for column in scheme.columns:
                if count := scheme.count(row, column):
                    yield {
                        "scheme": scheme.id,
                        "first": row.id,
                        "first_label": row.title,
                        "second": column.id,
                        "second_label": column.title,
                        "measures": count,
                        "agree": row.id == column.id,
                    }


def _flat(figures: Mapping[str, Estimate]) -> Row:
    row: Row = {}
    for name, figure in figures.items():
        for key, number in zip(
            _with_bounds(name), (figure.value, figure.low, figure.high), strict=True
        ):
            row[key] = None if number is None else round(number, _PLACES)
    reasons: dict[str, list[str]] = {}
    for name, figure in figures.items():
        if figure.reason:
            reasons.setdefault(figure.reason, []).append(name)
    said = [f"{', '.join(names)}: {reason}" for reason, names in reasons.items()]
    row["reason"] = "; ".join(said) or None
    return row


def agreement_notes(agreement: Agreement) -> list[str]:
    """Return what a reader has to know beside the tables, one sentence each."""
    first, second = agreement.first, agreement.second
    undefined = [
        f"{row['scheme']}, level {row['level']}: {row['reason']}."
        for row in level_rows(agreement)
        if row["reason"]
    ]
    return [
        f"Compared: {first.name} ({first.id}; first) with {second.name} ({second.id}; second).",
        "Only measures that both classified in a scheme count, by their primary value.",
        "At each level a value counts as its ancestor there; the deepest has the values as given.",
        "Kappa is Cohen's, alpha is Krippendorff's for nominal values.",
        "Superseded classifications count, as an adjudication leaves them; rejected ones don't.",
        f"Intervals: 95 %, {agreement.resamples} bootstrap resamples, seed {agreement.seed}.",
        *undefined,
    ]


def write_agreement(  # noqa: PLR0913 - how and how much to write is keyword-only
    agreement: Agreement,
    *,
    to: TextIO,
    layout: str,
    values: bool = False,
    confusion: bool = False,
    width: int | None = None,
) -> None:
    """Write a comparison.

    "table" and "md" give the levels, then the value sets where there are secondary values, and
    scheme by scheme the values, the confusion table (first assessor downwards) and the most
    frequent disagreements as far as they are asked for. "tsv" and "csv" hold one table: the levels,
    or the values or the pairs of values instead. "json" is one object with the same rows.

    Raises:
        ValueError: If values and confusion are both to stand in a layout of one table.
    """
    if layout == "json":
        json.dump(_object(agreement, values, confusion), to, ensure_ascii=False, indent=2)
        to.write("\n")
        return
    if layout in ("tsv", "csv"):
        if values and confusion:
            raise ValueError(f"{layout} holds one table: values or confusion")
        columns, rows = _LEVELS, level_rows(agreement)
        if values:
            columns, rows = _VALUES, value_rows(agreement)
        if confusion:
            columns, rows = _PAIRS, confusion_rows(agreement)
        write_rows(map(_in_words, rows), columns, to=to, layout=layout)
        return
    write_rows(_level_cells(agreement), _LEVEL_HEADS, to=to, layout=layout, width=width)
    sets = list(_set_cells(agreement))
    if sets:
        to.write("\n")
        write_rows(sets, _SET_HEADS, to=to, layout=layout, width=width)
    for scheme in agreement.schemes:
        for heading, heads, cells, least in _scheme_tables(scheme, values, confusion):
            to.write(f"\n## {heading}\n\n" if layout == "md" else f"\n{heading}\n\n")
            wide = max(width or 0, least) if least else width
            write_rows(cells, heads, to=to, layout=layout, width=wide)


def _object(agreement: Agreement, values: bool, confusion: bool) -> Row:  # noqa: FBT001 - two options passed on
    found: Row = {
        "first": {"id": agreement.first.id, "name": agreement.first.name},
        "second": {"id": agreement.second.id, "name": agreement.second.name},
        "resamples": agreement.resamples,
        "seed": agreement.seed,
        "levels": list(level_rows(agreement)),
    }
    if values:
        found["values"] = list(value_rows(agreement))
    if confusion:
        found["confusion"] = list(confusion_rows(agreement))
        found["disagreements"] = [
            {"scheme": scheme.id, "first": row.id, "second": column.id, "measures": count}
            for scheme in agreement.schemes
            for row, column, count in scheme.disagreements()
        ]
    return found


def _in_words(row: Row) -> Row:
    """Write undefined figures out; no reason is no word at all."""
    return {
        name: UNDEFINED if cell is None and name != "reason" else cell for name, cell in row.items()
    }


_LEVEL_HEADS: Final = ("scheme", "level", "measures", "agreement %", "kappa", "alpha")
_SET_HEADS: Final = ("scheme, all values", "measures", "overlap %", "mean Jaccard")
_VALUE_HEADS: Final = ("value", "first", "second", "both", "specific agreement", "kappa")
_PAIR_HEADS: Final = ("first", "second", "measures")


def _level_cells(agreement: Agreement) -> Iterator[Row]:
    for scheme in agreement.schemes:
        for level in scheme.levels:
            cells = (
                scheme.id,
                level.level,
                level.measures,
                _per_cent(level.share),
                _number(level.kappa),
                _number(level.alpha),
            )
            yield dict(zip(_LEVEL_HEADS, cells, strict=True))


def _set_cells(agreement: Agreement) -> Iterator[Row]:
    for scheme in agreement.schemes:
        if scheme.sets:
            cells = (
                scheme.id,
                scheme.measures,
                _per_cent(scheme.sets.overlap),
                _number(scheme.sets.jaccard),
            )
            yield dict(zip(_SET_HEADS, cells, strict=True))


def _scheme_tables(
    scheme: SchemeAgreement,
    values: bool,  # noqa: FBT001 - an option passed on
    confusion: bool,  # noqa: FBT001 - an option passed on
) -> Iterator[tuple[str, Sequence[str], list[Row], int]]:
    """Yield the tables of one scheme: heading, columns, rows, and the width that they need."""
    if values and scheme.values:
        rows = [
            dict(
                zip(
                    _VALUE_HEADS,
                    (
                        one.value.title,
                        one.first,
                        one.second,
                        one.both,
                        f"{one.specific:.3f}",
                        _number(one.kappa),
                    ),
                    strict=True,
                )
            )
            for one in scheme.values
        ]
        yield f"{scheme.id}: measures that were given each value", _VALUE_HEADS, rows, 0
    if confusion and scheme.confusion:
        heads = ["first \\ second", *map(_short, scheme.columns)]
        rows = [
            dict(
                zip(
                    heads,
                    (row.title, *(scheme.count(row, column) for column in scheme.columns)),
                    strict=True,
                )
            )
            for row in scheme.rows
        ]
        label = max(len(row.title) for row in scheme.rows)
        least = label + sum(len(head) + _GAP for head in heads)
        yield f"{scheme.id}: primary values of both", heads, rows, least
    if confusion and (found := scheme.disagreements()[:_MOST_FREQUENT]):
        rows = [
            dict(zip(_PAIR_HEADS, (row.title, column.title, count), strict=True))
            for row, column, count in found
        ]
        yield f"{scheme.id}: most frequent disagreements", _PAIR_HEADS, rows, 0


def _short(concept: Concept) -> str:
    """Return what a narrow column calls a value: its notation, else its slug."""
    return concept.notation or concept.id.rpartition("/")[2]


def _per_cent(figure: Estimate) -> str:
    return _written(figure, 100, ".1f")


def _number(figure: Estimate) -> str:
    return _written(figure, 1, ".3f")


def _written(figure: Estimate, times: int, form: str) -> str:
    if figure.value is None:
        return UNDEFINED
    value = format(figure.value * times, form)
    if figure.low is None or figure.high is None:
        return f"{value} [{UNDEFINED}]"
    return f"{value} [{figure.low * times:{form}}, {figure.high * times:{form}}]"
