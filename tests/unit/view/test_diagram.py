"""Drawings: well-formed, readable without colour, by a screen reader, and in the same bytes."""

from __future__ import annotations

import itertools
import re
import xml.etree.ElementTree as ET

import pytest

from mitigraph.view.diagram import Box, Diagram, Line, mermaid, svg

SVG = "{http://www.w3.org/2000/svg}"
HARD = 'a "quote" <b> & #35; [x](y) {z} |p| `c` \\ \x1b[31m\nnext ￿'
BOXES = [
    Box(
        "m", "A measure with a name so long that it takes more than one line of its box", "measure"
    ),
    Box("r1", "Risk one", "risk", 1),
    Box("r2", "Risk two", "risk", 1, "12 measures"),
    Box("c", "Control", "control", 2),
    Box("s", "Source", "source", 2),
    Box("x", "Anything", "concept", 2),
]
LINES = [
    Line("m", "r1", "is against", "The measure is against risk one."),
    Line("m", "r2", "is against"),
    Line("r1", "c", "is mapped to"),
    Line("c", "r2", "is mapped to; is narrower than what is much longer"),
    Line("m", "c", "is the same as"),
    Line("c", "x", "is suggested for"),
    Line("s", "r1", "speaks of", weight=1, directed=False),
]
DIAGRAM = Diagram("A title", "A description.", BOXES, LINES, ("one", "two", "three"))


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(part * share for part, share in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.fixture(scope="module")
def drawn() -> ET.Element:
    return ET.fromstring(svg(DIAGRAM))  # noqa: S314 - it is our own


def rectangles(drawn: ET.Element) -> list[tuple[float, float, float, float]]:
    return [
        tuple(float(one.get(name, "0")) for name in ("x", "y", "width", "height"))
        for one in drawn.iter(f"{SVG}rect")
        if one.get("x")
    ]


def test_the_measure_of_contrast_is_that_of_the_guideline():
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_all_text_stands_out_from_every_ground_it_may_stand_on(drawn):
    fills = {one.get("fill") for one in drawn.iter(f"{SVG}rect")}
    inks = {one.get("fill") for one in drawn.iter(f"{SVG}text")}
    assert len(fills) > 1
    assert min(contrast(ink, fill) for ink in inks for fill in fills) >= 4.5


def test_lines_and_frames_stand_out(drawn):
    strokes = {one.get("stroke") for one in drawn.iter() if one.get("stroke")}
    assert min(contrast(stroke, "#ffffff") for stroke in strokes) >= 3


def test_it_uses_no_hue(drawn):
    colours = {
        one.get(name)
        for one in drawn.iter()
        for name in ("fill", "stroke")
        if one.get(name) not in (None, "none")
    }
    assert all(re.fullmatch(r"#(..)\1\1", colour) for colour in colours)


def test_kinds_differ_by_their_frames_and_say_what_they_are(drawn):
    frames = {}
    for group in drawn.iter(f"{SVG}g"):
        frame = group.find(f"{SVG}rect")
        kind = next(group.iter(f"{SVG}text")).text
        frames[kind] = tuple(
            frame.get(n) for n in ("fill", "stroke-width", "stroke-dasharray", "rx")
        )
    assert set(frames) == {"measure", "risk", "control", "source", "concept"}
    assert len(set(frames.values())) == len(frames)


def test_a_screen_reader_has_title_and_description_with_what_the_lines_say(drawn):
    title, desc = drawn.find(f"{SVG}title"), drawn.find(f"{SVG}desc")
    assert drawn.get("role") == "img"
    assert drawn.get("aria-labelledby").split() == [title.get("id"), desc.get("id")]
    assert title.text == "A title"
    assert desc.text == "A description. The measure is against risk one."
    spoken = [one.text for one in drawn.iter(f"{SVG}title")]
    assert "Risk two, 12 measures, risk" in spoken
    assert BOXES[0].label + ", measure" in spoken


def test_every_name_and_every_word_on_a_line_is_text(drawn):
    shown = " ".join(one.text or "" for one in drawn.iter(f"{SVG}text"))
    for box in BOXES[1:]:
        assert box.label in shown
    for line in LINES:
        assert set(line.words.split()) <= set(shown.split())


def test_no_box_and_no_words_lie_over_each_other_or_outside(drawn):
    width, height = float(drawn.get("width")), float(drawn.get("height"))
    found = rectangles(drawn)
    assert len(found) == len(BOXES) + len(LINES)
    for x, y, w, h in found:
        assert x >= 0
        assert x + w <= width
        assert y >= 0
        assert y + h <= height
    for (x, y, w, h), (left, top, wide, tall) in itertools.combinations(found, 2):
        assert x + w <= left or left + wide <= x or y + h <= top or top + tall <= y


def test_a_long_line_crosses_a_column_under_its_boxes(drawn):
    (path,) = (
        one.get("d")
        for one in drawn.iter(f"{SVG}path")
        if one.findtext(f"{SVG}title") == "is the same as"
    )
    corners = [tuple(map(float, pair.split())) for pair in re.split("[ML]", path) if pair]
    assert len(corners) == 4
    lane = corners[1][1]
    assert all(
        not y <= lane <= y + h for x, y, w, h in rectangles(drawn) if x <= corners[1][0] < x + w
    )


def test_only_directed_lines_have_a_head_and_weight_makes_them_thick(drawn):
    lines = [one for one in drawn.iter(f"{SVG}path") if one.get("stroke")]
    plain = [one for one in lines if not one.get("marker-end")]
    assert [one.get("stroke-width") for one in plain] == ["8"]
    assert len(lines) == len(LINES)


def test_the_same_diagram_gives_the_same_bytes_and_another_other_ids():
    assert svg(DIAGRAM) == svg(DIAGRAM)
    other = Diagram("Another", "A description.", BOXES, LINES)
    ids = [set(re.findall(r' id="([^"]+)"', svg(one))) for one in (DIAGRAM, other)]
    assert not ids[0] & ids[1]


def test_what_is_hostile_in_a_name_stays_text():
    diagram = Diagram(
        HARD, HARD, [Box("a", HARD, HARD), Box("b", "", "", 1)], [Line("a", "b", HARD, HARD)]
    )
    root = ET.fromstring(svg(diagram))  # noqa: S314 - it is our own
    assert {one.tag.removeprefix(SVG) for one in root.iter()} == {
        "svg", "title", "desc", "defs", "marker", "path", "rect", "text", "g",
    }  # fmt: skip
    text = mermaid(diagram)
    assert len(text.splitlines()) == 6
    assert "\x1b" not in text
    assert text.splitlines()[3].count('"') == 2
    assert "#34;quote#34; #60;b#62; #38; #35;35;" in text


def test_an_empty_diagram_is_a_drawing():
    assert ET.fromstring(svg(Diagram("T", "", [], []))).findtext(f"{SVG}title") == "T"  # noqa: S314
    assert mermaid(Diagram("T", "", [], [])) == "flowchart LR\n  accTitle: T\n"


def test_mermaid_has_all_boxes_and_lines():
    lines = mermaid(DIAGRAM).splitlines()
    assert '  n2["Risk two<br/>12 measures<br/>risk"]' in lines
    assert '  n5(["Anything<br/>concept"])' in lines
    assert '  n0 -->|"is against"| n1' in lines
    assert '  n4 ---|"speaks of"| n1' in lines
    assert len(lines) == 3 + len(BOXES) + len(LINES)
