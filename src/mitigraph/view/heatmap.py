"""A table of counts as a picture: shaded cells as HTML, SVG and PNG, one renderer for all.

The count stands in each cell and the word "gap" in one that nothing is in, so that nothing rests on
colour: the shades differ in lightness, hence in greyscale too, and the text is black or white,
whichever stands out more. There is no script, and nothing is fetched from anywhere.

Sources:
    Contrast and relative luminance: WCAG 2.2 (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio),
    whose success criterion 1.4.3 asks for 4.5:1. Roles in SVG: SVG-AAM 1.0 and WAI-ARIA 1.2.
"""

from __future__ import annotations

import hashlib
import math
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from mitigraph.framework import FrameworkCoverage
from mitigraph.model import Concept, Coverage
from mitigraph.view.coverage import GAP, coverage_notes
from mitigraph.view.framework import framework_notes
from mitigraph.view.table import plain

__all__ = [
    "FONTS",
    "Heatmap",
    "Shade",
    "contrast",
    "coverage_heatmap",
    "framework_heatmap",
    "heatmap_html",
    "heatmap_page",
    "heatmap_svg",
    "shade",
]

Colour = tuple[int, int, int]

#: The lightest and the darkest shade of a cell with a count; lightness falls from one to the other.
_LIGHT: Final[Colour] = (232, 240, 250)
_DARK: Final[Colour] = (8, 48, 107)
_WHITE: Final[Colour] = (255, 255, 255)
_BLACK: Final[Colour] = (0, 0, 0)
_LINE: Final = "#595959"
#: Fonts that most systems have; not every drawing program knows what "sans-serif" means.
FONTS: Final = "Arial, Helvetica, Liberation Sans, DejaVu Sans, Noto Sans, sans-serif"

#: Sizes in pixels: a cell, a line of text, a letter of the headings, and space around.
_CELL: Final = (76, 34)
_TEXT_LINE: Final = 15
_LETTER: Final = 7
_PAD: Final = 8
#: Letters in a line of a heading, of a row and of a column.
_ROW_LETTERS: Final = 34
_COLUMN_LETTERS: Final = 10


@dataclass(frozen=True, slots=True)
class Heatmap:
    """A table of counts to be drawn.

    Attributes:
        title: What the table shows.
        notes: What a reader has to know beside it, one sentence each.
        corner: What the rows and the columns are.
        rows: Headings downwards.
        columns: Headings across.
        counts: One count a column for each row; 0 is a gap, None a cell that can't have a count.
        zeros: Places (row, column) of zeros that are no gaps, such as those of residual values.
    """

    title: str
    notes: tuple[str, ...]
    corner: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: tuple[tuple[int | None, ...], ...]
    zeros: frozenset[tuple[int, int]] = frozenset()

    @property
    def most(self) -> int:
        """The greatest count."""
        return max((count for row in self.counts for count in row if count), default=0)

    def text(self, row: int, column: int) -> str:
        """Return what stands in a cell: a count, "gap", or nothing where there is no such cell."""
        count = self.counts[row][column]
        if count is None:
            return ""
        return str(count) if count or (row, column) in self.zeros else GAP


@dataclass(frozen=True, slots=True)
class Shade:
    """The colours of a cell: its ground and its text."""

    ground: Colour
    text: Colour


def luminance(colour: Colour) -> float:
    """Return the relative luminance of an sRGB colour, from 0 (black) to 1 (white)."""
    knee, offset = 0.04045, 0.055
    red, green, blue = (
        part / 255 / 12.92 if part / 255 <= knee else ((part / 255 + offset) / (1 + offset)) ** 2.4
        for part in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: Colour, second: Colour) -> float:
    """Return the contrast ratio of two colours, from 1 (the same) to 21.

    Example:
        >>> round(contrast((0, 0, 0), (255, 255, 255)), 1)
        21.0
    """
    darker, lighter = sorted((luminance(first), luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def shade(count: int, most: int) -> Shade:
    """Return the colours of a cell: the darker, the greater the logarithm of its count.

    Args:
        count: What stands in the cell; 0 is white.
        most: The greatest count of the table.
    """
    if not count:
        return Shade(_WHITE, _BLACK)
    share = math.log1p(count) / math.log1p(max(count, most))
    red, green, blue = (
        round(light + (dark - light) * share) for light, dark in zip(_LIGHT, _DARK, strict=True)
    )
    ground = (red, green, blue)
    return Shade(ground, max((_BLACK, _WHITE), key=lambda text: contrast(ground, text)))


def coverage_heatmap(coverage: Coverage) -> Heatmap:
    """Return the picture of a coverage table; residual values are marked and have no gaps."""
    counts = tuple(
        tuple(coverage.count(row, column) for column in coverage.columns) for row in coverage.rows
    )
    return Heatmap(
        title=f"Measures by {coverage.row_facet} and {coverage.column_facet}",
        notes=tuple(coverage_notes(coverage)),
        corner=f"{coverage.row_facet} \\ {coverage.column_facet}",
        rows=tuple(map(_heading, coverage.rows)),
        columns=tuple(map(_heading, coverage.columns)),
        counts=counts,
        zeros=frozenset(
            (down, across)
            for down, row in enumerate(coverage.rows)
            for across, column in enumerate(coverage.columns)
            if row.residual or column.residual
        ),
    )


def framework_heatmap(coverage: FrameworkCoverage) -> Heatmap:
    """Return the picture of a framework: distinct measures for each control without narrower ones.

    Rows are their broader controls, columns their places in these. A framework without broader
    controls has one column. With a profile, only measures in place count.
    """
    held = coverage.profile is not None
    titles = {one.control.id: one.control.title for one in coverage.controls}
    groups: dict[str, list[int]] = {}
    flat = all(one.control.broader is None for one in coverage.parts)
    for one in coverage.parts:
        group = one.control.id if flat else one.control.broader or one.control.id
        groups.setdefault(group, []).append(one.in_place.measures if held else one.measures)
    widest = max(map(len, groups.values()), default=1)
    counted = f"Measures that {coverage.profile} has in place" if held else "Measures"
    return Heatmap(
        title=f"{counted} for the controls of {coverage.label}",
        notes=tuple(framework_notes(coverage)),
        corner="control" if flat else "control \\ part",
        rows=tuple(titles[group] for group in groups),
        columns=("measures",) if flat else tuple(f".{n}" for n in range(1, widest + 1)),
        counts=tuple((*row, *[None] * (widest - len(row))) for row in groups.values()),
    )


def _heading(concept: Concept) -> str:
    return concept.title + (" (residual)" if concept.residual else "")


def _hex(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)


def _safe(text: str) -> str:
    return escape(plain(text))


def heatmap_html(heatmap: Heatmap) -> str:
    """Return the table as an HTML fragment that stands by itself, such as in a notebook."""
    cell = f"border:1px solid {_LINE};padding:4px 8px;color:#000;background:#fff"
    head = "".join(
        f'<th scope="col" style="{cell};text-align:center">{_safe(column)}</th>'
        for column in heatmap.columns
    )
    lines = [
        f'<table style="border-collapse:collapse;font-family:{FONTS};color:#000;background:#fff">',
        (
            f'<caption style="text-align:left;font-weight:bold;padding:4px 0;color:#000;'
            f'background:#fff">{_safe(heatmap.title)}</caption>'
        ),
        (
            f'<thead><tr><th scope="col" style="{cell};text-align:left">'
            f"{_safe(heatmap.corner)}</th>{head}</tr></thead>"
        ),
        "<tbody>",
    ]
    for down, row in enumerate(heatmap.rows):
        cells = "".join(_html_cell(heatmap, down, n) for n in range(len(heatmap.columns)))
        lines.append(
            f'<tr><th scope="row" style="{cell};text-align:left">{_safe(row)}</th>{cells}</tr>'
        )
    lines += ["</tbody>", "</table>"]
    lines += [f"<p>{_safe(note)}</p>" for note in heatmap.notes]
    return "\n".join(lines) + "\n"


def _html_cell(heatmap: Heatmap, row: int, column: int) -> str:
    text = heatmap.text(row, column)
    colours = shade(heatmap.counts[row][column] or 0, heatmap.most)
    border = "2px dashed #000" if text == GAP else f"1px solid {_LINE}"
    return (
        f'<td style="border:{border};padding:4px 8px;text-align:center;'
        f'background:{_hex(colours.ground)};color:{_hex(colours.text)}">{text}</td>'
    )


def heatmap_page(heatmap: Heatmap) -> str:
    """Return the table as a whole HTML page that makes no request and runs no script."""
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_safe(heatmap.title)}</title>\n"
        f"<style>body{{font-family:{FONTS};color:#000;background:#fff;margin:1rem}}"
        "</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{_safe(heatmap.title)}</h1>\n{heatmap_html(heatmap)}</main>\n</body>\n</html>\n"
    )


def heatmap_svg(heatmap: Heatmap) -> str:
    """Return the table as an SVG picture; a screen reader finds a table in it."""
    rows = [textwrap.wrap(plain(row), _ROW_LETTERS) or [""] for row in heatmap.rows]
    columns = [textwrap.wrap(plain(one), _COLUMN_LETTERS) or [""] for one in heatmap.columns]
    corner = textwrap.wrap(plain(heatmap.corner), _ROW_LETTERS)
    left = 2 * _PAD + _LETTER * max(len(line) for lines in (*rows, corner) for line in lines)
    width = max(
        left + _CELL[0] * len(columns) + _PAD, 2 * _PAD + (_LETTER + 2) * len(heatmap.title)
    )
    notes = [line for note in heatmap.notes for line in textwrap.wrap(note, width // _LETTER)]
    top = _PAD + 2 * _TEXT_LINE
    head = 2 * _PAD + _TEXT_LINE * max(map(len, [*columns, corner]), default=1)
    heights = [max(_CELL[1], _PAD + _TEXT_LINE * len(lines)) for lines in rows]
    height = top + head + sum(heights) + 2 * _PAD + _TEXT_LINE * len(notes)
    # Several pictures may stand in one page, where an id has to be the only one of its name.
    key = hashlib.sha256(repr(heatmap).encode()).hexdigest()[:8]
    lines = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
            f'viewBox="0 0 {width} {height}" role="table" aria-labelledby="t{key}" '
            f'aria-describedby="d{key}" font-family="{FONTS}" font-size="12">'
        ),
        f'<title id="t{key}">{_safe(heatmap.title)}</title>',
        f'<desc id="d{key}">{_safe(" ".join(heatmap.notes))}</desc>',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        (
            f'<text x="{_PAD}" y="{top - _TEXT_LINE}" font-size="15" font-weight="bold" '
            f'aria-hidden="true">{_safe(heatmap.title)}</text>'
        ),
        '<g role="row">',
        _heading_text("columnheader", corner, _PAD, top + _PAD + _TEXT_LINE, "start"),
    ]
    lines += [
        _heading_text(
            "columnheader",
            words,
            left + _CELL[0] * place + _CELL[0] // 2,
            top + _PAD + _TEXT_LINE,
            "middle",
        )
        for place, words in enumerate(columns)
    ]
    lines.append("</g>")
    y = top + head
    for down, words in enumerate(rows):
        lines.append('<g role="row">')
        first = y + (heights[down] - _TEXT_LINE * len(words)) // 2 + _TEXT_LINE - 4
        lines.append(_heading_text("rowheader", words, _PAD, first, "start"))
        for across in range(len(columns)):
            box = (left + _CELL[0] * across, y, _CELL[0], heights[down])
            lines.append(_svg_cell(heatmap, down, across, box))
        lines.append("</g>")
        y += heights[down]
    if notes:
        lines.append(_lines(notes, _PAD, y + _PAD + _TEXT_LINE, 'aria-hidden="true"'))
    lines.append("</svg>")
    return "\n".join(lines) + "\n"


def _svg_cell(heatmap: Heatmap, row: int, column: int, box: tuple[int, int, int, int]) -> str:
    text = heatmap.text(row, column)
    if not text:
        return '<g role="cell"></g>'
    colours = shade(heatmap.counts[row][column] or 0, heatmap.most)
    x, y, width, height = box
    dashes = ' stroke-dasharray="4 3"' if text == GAP else ""
    return (
        f'<g role="cell"><rect x="{x + 1}" y="{y + 1}" width="{width - 2}" height="{height - 2}" '
        f'fill="{_hex(colours.ground)}" stroke="{_LINE}"{dashes}/>'
        f'<text x="{x + width // 2}" y="{y + height // 2 + 4}" text-anchor="middle" '
        f'fill="{_hex(colours.text)}">{text}</text></g>'
    )


def _heading_text(role: str, words: Sequence[str], x: int, y: int, anchor: str) -> str:
    lines = _lines(words, x, y, f'text-anchor="{anchor}"')
    return f'<g role="{role}">{lines}</g>'


def _lines(words: Sequence[str], x: int, y: int, attributes: str) -> str:
    spans = "".join(
        f'<tspan x="{x}" y="{y + _TEXT_LINE * place}">{escape(line)}</tspan>'
        for place, line in enumerate(words)
    )
    return f"<text {attributes}>{spans}</text>"
