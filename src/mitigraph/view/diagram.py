"""A small network as a drawing in columns: SVG without a plotting package, or Mermaid text.

The drawing is readable without colours and by a screen reader: what a box is stands in it as a
word, its frame differs by kind, all text is text, and title and description say in words what the
lines show. Where a thing stands depends on its column and its place in the list alone, so the same
diagram gives the same bytes.

Sources:
    SVG 2 (https://www.w3.org/TR/SVG2/), section 5.8 for `title` and `desc`; WCAG 2.2, success
    criteria 1.4.3 (text: 4.5 to 1) and 1.4.11 (lines: 3 to 1);
    Mermaid flowcharts (https://mermaid.js.org/syntax/flowchart.html).
"""

from __future__ import annotations

import hashlib
import re
import textwrap
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Final
from xml.sax.saxutils import escape

from mitigraph.view.table import plain

__all__ = ["Box", "Diagram", "Line", "mermaid", "svg"]

_WIDTH: Final = 220
_GAP: Final = 190
_MARGIN: Final = 24
_SPACE: Final = 22
_HEAD: Final = 58
_LINE_HEIGHT: Final = 16
_LANE: Final = 4.0
_PADDING: Final = 9
#: Characters to a line: a letter of a sans-serif face is about 0.55 of its size wide.
_BOX_TEXT: Final = 29
_LINE_TEXT: Final = 24
_MOST_LINES: Final = 4
_LABEL_SIZE: Final = 11
_LABEL_LETTER: Final = 6.3
_LABEL_LINE: Final = 13
#: Room for the head of an arrow between a box and the words on its line.
_BESIDE: Final = 16
_INK: Final = "#1a1a1a"
_FAINT_INK: Final = "#404040"
_STROKE: Final = "#595959"
_PAPER: Final = "#ffffff"
#: Fill, width of the frame, dashes, radius of the corners: each kind differs without colours.
_FRAMES: Final[Mapping[str, tuple[str, str, str, int]]] = {
    "measure": ("#ffffff", "2.5", "", 0),
    "risk": ("#e8e8e8", "1.5", "6 3", 0),
    "control": ("#f4f4f4", "1.5", "2 2", 0),
    "source": ("#ffffff", "1", "", 0),
}
_OTHER_FRAME: Final = ("#f4f4f4", "1.5", "", 12)
_FORBIDDEN: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: Characters that Mermaid gives a meaning inside quotes.
_MERMAID: Final = {ord(c): f"#{ord(c)};" for c in '"#&<>`\\{}[]|'}


@dataclass(frozen=True, slots=True)
class Box:
    """One thing: its key, its name, what it is in a word, its column from 0, and a further line."""

    key: str
    label: str
    kind: str
    column: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """An arrow from one box to another: `words` stand on it, `says` tells it in a sentence.

    `weight`, from 0 to 1, is how thick it is; `directed` whether it has a head.
    """

    source: str
    target: str
    words: str = ""
    says: str = ""
    weight: float = 0.0
    directed: bool = True


@dataclass(frozen=True, slots=True)
class Diagram:
    """Boxes in columns, from top to bottom in their order, and lines between them."""

    title: str
    description: str
    boxes: Sequence[Box]
    lines: Sequence[Line]
    headings: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class _Placed:
    box: Box
    x: float
    y: float
    height: float
    text: tuple[str, ...]
    note: tuple[str, ...]

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


def mermaid(diagram: Diagram) -> str:
    r"""Return a diagram as a Mermaid flowchart from left to right.

    Example:
        >>> boxes = [Box("a", "Audit", "measure"), Box("d", "Deployer", "actor", 1)]
        >>> print(mermaid(Diagram("T", "D", boxes, [Line("a", "d", "is taken by")])), end="")
        flowchart LR
          accTitle: T
          accDescr: D
          n0["Audit<br/>measure"]
          n1(["Deployer<br/>actor"])
          n0 -->|"is taken by"| n1
    """
    keys = {box.key: f"n{number}" for number, box in enumerate(diagram.boxes)}
    lines = ["flowchart LR"]
    lines += [
        f"  {name}: {_mermaid(text)}"
        for name, text in (("accTitle", diagram.title), ("accDescr", diagram.description))
        if text
    ]
    for box in diagram.boxes:
        parts = [part for part in (box.label, box.note, box.kind) if part]
        text = "<br/>".join(map(_mermaid, parts))
        left, right = ("[", "]") if box.kind in _FRAMES else ("([", "])")
        lines.append(f'  {keys[box.key]}{left}"{text}"{right}')
    for line in diagram.lines:
        words = f'|"{_mermaid(line.words)}"|' if line.words else ""
        arrow = "-->" if line.directed else "---"
        lines.append(f"  {keys[line.source]} {arrow}{words} {keys[line.target]}")
    return "\n".join(lines) + "\n"


def _mermaid(text: str) -> str:
    return " ".join(plain(text).split()).translate(_MERMAID)


def svg(diagram: Diagram) -> str:
    """Return a diagram as a standalone SVG document.

    A name that takes more than four lines is cut; the whole of it is the title of its box.

    Example:
        >>> text = svg(Diagram("T", "D", [Box("a", "Audit", "measure")], []))
        >>> text.startswith('<svg xmlns="http://www.w3.org/2000/svg"'), ">Audit</text>" in text
        (True, True)
    """
    layout = _layout(diagram)
    placed = layout.boxes
    routes = [layout.route(number, line) for number, line in enumerate(diagram.lines)]
    columns = 1 + max((box.column for box in diagram.boxes), default=0)
    # What bends around within the last column needs the gap behind it.
    last = columns - 1
    bends = any(
        placed[line.source].box.column == placed[line.target].box.column == last
        for line in diagram.lines
    )
    width = 2 * _MARGIN + columns * _WIDTH + (columns - 1 + bends) * _GAP
    labels = list(_labels(diagram, routes))
    bottoms = [one.y + one.height for one in placed.values()]
    bottoms += [y + height for _, _, y, height in labels]
    bottoms += layout.lanes.values()
    height = max(bottoms, default=_HEAD) + _MARGIN
    key = hashlib.sha256(repr(diagram).encode("utf-8", "backslashreplace")).hexdigest()[:8]
    body = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(width)} {_n(height)}" '
            f'width="{_n(width)}" height="{_n(height)}" role="img" '
            f'aria-labelledby="title-{key} desc-{key}" font-family="sans-serif">'
        ),
        f'<title id="title-{key}">{_xml(diagram.title)}</title>',
        f'<desc id="desc-{key}">{_xml(_spoken(diagram))}</desc>',
        (
            f'<defs><marker id="head-{key}" viewBox="0 0 10 10" refX="10" refY="5" markerWidth="9" '
            'markerHeight="9" markerUnits="userSpaceOnUse" orient="auto">'
            f'<path d="M0 0L10 5L0 10z" fill="{_STROKE}"/></marker></defs>'
        ),
        f'<rect width="100%" height="100%" fill="{_PAPER}"/>',
        _text(_MARGIN, 26, _short(diagram.title, int(width / 9)), 15, _INK, weight="bold"),
    ]
    body += [
        _text(_left(column), _HEAD - 6, heading, 12, _FAINT_INK, weight="bold")
        for column, heading in enumerate(diagram.headings)
    ]
    body += [_arrow(line, route, key) for line, route in zip(diagram.lines, routes, strict=True)]
    for text, x, y, size in labels:
        body += _label(text, x, y, size)
    for one in placed.values():
        body += _box(one)
    return "\n".join([*body, "</svg>"]) + "\n"


def _spoken(diagram: Diagram) -> str:
    said = [line.says for line in diagram.lines if line.says]
    return " ".join([diagram.description, *said]).strip()


@dataclass(slots=True)
class _Layout:
    """Where the boxes are, and the height at which a long line crosses a column in between.

    A line between columns that aren't neighbours has a lane of its own under the boxes of each
    column that it crosses, so that no line passes behind a box.
    """

    boxes: dict[str, _Placed]
    lanes: dict[tuple[int, int], float]

    def route(self, number: int, line: Line) -> list[tuple[float, float]]:
        """Return the corners of a line; within one column, its ends on the right side alone."""
        one, other = self.boxes[line.source], self.boxes[line.target]
        start, end = one.box.column, other.box.column
        if start == end:
            return [(one.x + _WIDTH, one.middle), (other.x + _WIDTH, other.middle)]
        if start > end:
            back = Line(line.target, line.source)
            return self.route(number, back)[::-1]
        points = [(one.x + _WIDTH, one.middle)]
        for column in range(start + 1, end):
            height = self.lanes[number, column]
            points += [(_left(column), height), (_left(column) + _WIDTH, height)]
        return [*points, (other.x, other.middle)]


def _layout(diagram: Diagram) -> _Layout:
    """Return the places; each column stands in the middle of the tallest."""
    columns: dict[int, list[tuple[Box | int, float]]] = defaultdict(list)
    for box in diagram.boxes:
        columns[box.column].append((box, _height(box)))
    column_of = {box.key: box.column for box in diagram.boxes}
    for number, line in enumerate(diagram.lines):
        start, end = sorted((column_of[line.source], column_of[line.target]))
        for column in range(start + 1, end):
            columns[column].append((number, _LANE))
    tallest = max(map(_tall, columns.values()), default=0.0)
    found = _Layout({}, {})
    for column, things in columns.items():
        y = _HEAD + (tallest - _tall(things)) / 2
        for thing, height in things:
            if isinstance(thing, Box):
                text, note = _texts(thing)
                found.boxes[thing.key] = _Placed(thing, _left(column), y, height, text, note)
            else:
                found.lanes[thing, column] = y + height / 2
            y += height + _SPACE
    return found


def _texts(box: Box) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return _wrap(box.label, _BOX_TEXT), _wrap(box.note, _BOX_TEXT) if box.note else ()


def _height(box: Box) -> float:
    return _LINE_HEIGHT * (1 + sum(map(len, _texts(box)))) + 2 * _PADDING


def _tall(things: Sequence[tuple[object, float]]) -> float:
    return sum(height for _, height in things) + _SPACE * (len(things) - 1)


def _left(column: int) -> int:
    return _MARGIN + column * (_WIDTH + _GAP)


def _arrow(line: Line, points: Sequence[tuple[float, float]], key: str) -> str:
    (x1, y1), (x2, y2) = points[0], points[-1]
    if x1 == x2:
        bend = x1 + _GAP / 2
        way = f"M{_n(x1)} {_n(y1)}C{_n(bend)} {_n(y1)} {_n(bend)} {_n(y2)} {_n(x2)} {_n(y2)}"
    else:
        way = "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in points)
    head = f' marker-end="url(#head-{key})"' if line.directed else ""
    return (
        f'<path d="{way}" fill="none" stroke="{_STROKE}" '
        f'stroke-width="{_n(1 + 7 * line.weight)}"{head}>'
        f"<title>{_xml(line.says or line.words)}</title></path>"
    )


def _labels(
    diagram: Diagram, routes: Sequence[Sequence[tuple[float, float]]]
) -> Iterator[tuple[tuple[str, ...], float, float, float]]:
    """Yield the words on lines with their left, top and height; no two lie over each other.

    Words stand beside the end where fewer lines meet, so that they fan out with the lines; where
    both ends are as busy, in the middle.
    """
    taken: list[tuple[float, float, float, float]] = []
    meeting = Counter(end for line in diagram.lines for end in (line.source, line.target))
    for line, route in zip(diagram.lines, routes, strict=True):
        if not line.words:
            continue
        text = _wrap(line.words, _LINE_TEXT)
        width = max(map(len, text)) * _LABEL_LETTER + 8
        height = len(text) * _LABEL_LINE + 4
        (x1, y1), (x2, y2) = route[-2:]
        if meeting[line.source] < meeting[line.target]:
            (x2, y2), (x1, y1) = route[:2]
        if x1 == x2:
            x, y = x1 + (_GAP - width) / 2, (y1 + y2 - height) / 2
        else:
            even = meeting[line.source] == meeting[line.target]
            away = _GAP / 2 if even else _BESIDE + width / 2
            centre = x2 - away if x1 < x2 else x2 + away
            x, y = centre - width / 2, y2 + (y2 - y1) / (x2 - x1) * (centre - x2) - height / 2
        y += next(shift for shift in _shifts() if _free(taken, x, y + shift, width, height))
        taken.append((x, y, width, height))
        yield text, x, y, height


def _shifts() -> Iterator[float]:
    """Yield 0, then places ever further down and up."""
    yield 0
    for step in count(1):
        yield from (4 * step, -4 * step)


def _free(
    taken: Iterable[tuple[float, float, float, float]],
    x: float,
    y: float,
    width: float,
    height: float,
) -> bool:
    return y >= _HEAD - _MARGIN and not any(
        x < left + w and left < x + width and y < top + h and top < y + height
        for left, top, w, h in taken
    )


def _label(text: tuple[str, ...], x: float, y: float, height: float) -> Iterator[str]:
    width = max(map(len, text)) * _LABEL_LETTER + 8
    yield (
        f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}" fill="{_PAPER}"/>'
    )
    for number, words in enumerate(text):
        top = y + 11 + number * _LABEL_LINE
        yield _text(x + width / 2, top, words, _LABEL_SIZE, _INK, anchor="middle")


def _box(one: _Placed) -> Iterator[str]:
    fill, frame, dashes, radius = _FRAMES.get(one.box.kind, _OTHER_FRAME)
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    spoken = ", ".join(part for part in (one.box.label, one.box.note, one.box.kind) if part)
    yield f"<g><title>{_xml(spoken)}</title>"
    yield (
        f'<rect x="{_n(one.x)}" y="{_n(one.y)}" width="{_WIDTH}" height="{_n(one.height)}" '
        f'rx="{radius}" fill="{fill}" stroke="{_INK}" stroke-width="{frame}"{dashed}/>'
    )
    middle, y = one.x + _WIDTH / 2, one.y + _PADDING + 12
    yield _text(middle, y, one.box.kind, 11, _FAINT_INK, anchor="middle")
    for words in one.text:
        y += _LINE_HEIGHT
        yield _text(middle, y, words, 13, _INK, anchor="middle")
    for words in one.note:
        y += _LINE_HEIGHT
        yield _text(middle, y, words, 12, _FAINT_INK, anchor="middle")
    yield "</g>"


def _text(  # noqa: PLR0913 - what SVG asks for
    x: float, y: float, words: str, size: int, fill: str, *, anchor: str = "", weight: str = ""
) -> str:
    options = "".join(
        f' {name}="{value}"'
        for name, value in (("text-anchor", anchor), ("font-weight", weight))
        if value
    )
    return (
        f'<text x="{_n(x)}" y="{_n(y)}" font-size="{size}" fill="{fill}"{options}>'
        f"{_xml(words)}</text>"
    )


def _wrap(text: str, width: int) -> tuple[str, ...]:
    clean = " ".join(plain(text).split())
    return tuple(textwrap.wrap(clean, width, max_lines=_MOST_LINES, placeholder=" …")) or ("",)


def _short(text: str, width: int) -> str:
    return textwrap.shorten(" ".join(plain(text).split()), width, placeholder=" …")


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def _xml(text: str) -> str:
    return escape(_FORBIDDEN.sub("\ufffd", plain(text)))
