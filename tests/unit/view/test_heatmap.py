"""Pictures of coverage: counts and gaps in words, contrast, no request, no script, nothing run."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from mitigraph.framework import ControlCover, FrameworkCoverage, Held
from mitigraph.model import Concept, Coverage
from mitigraph.terms import Iri
from mitigraph.view.heatmap import (
    Heatmap,
    contrast,
    coverage_heatmap,
    framework_heatmap,
    heatmap_html,
    heatmap_page,
    heatmap_svg,
    luminance,
    shade,
)

SVG = "{http://www.w3.org/2000/svg}"
NASTY = "<script>alert('&')</script>\x1b"


def concept(name, *, residual=False, broader=None, notation=None):
    return Concept(Iri(f"urn:{name}"), name, name, notation, residual=residual, broader=broader)


@pytest.fixture
def coverage():
    rows = concept("Developer"), concept(NASTY), concept("Other", residual=True)
    columns = concept("Plan"), concept("Deploy")
    return Coverage(
        row_facet="actor",
        column_facet="stage",
        rows=rows,
        columns=columns,
        counts={("Developer", "Plan"): 12, (NASTY, "Deploy"): 1},
        measures=13,
        preliminary=0,
        not_assessed={"actor": 0, "stage": 0},
        unplaced={"actor": 0, "stage": 0},
    )


@pytest.fixture
def framework():
    top = ControlCover(concept("G"), 0, 3, 2, 5)
    inner = [
        ControlCover(concept("G1"), 1, 1, 1, 4, in_place=Held(1, 2)),
        ControlCover(concept("G2"), 1, 1, 0, 0),
        ControlCover(concept("G3"), 1, 1, 1, 1),
    ]
    below = [
        ControlCover(
            concept(one.control.id, broader="G"), 1, 1, one.reached, one.measures, one.in_place
        )
        for one in inner
    ]
    lone = ControlCover(concept("H"), 0, 1, 0, 0)
    alone = ControlCover(concept("H1", broader="H"), 1, 1, 0, 0)
    return FrameworkCoverage(Iri("urn:f"), "Frame & work", (top, *below, lone, alone))


@pytest.mark.parametrize("most", [1, 2, 7, 206, 10_000])
def test_text_stands_out_from_every_shade(most):
    step = max(1, most // 300)
    for count in range(0, most + 1, step):
        found = shade(count, most)
        assert contrast(found.ground, found.text) >= 4.5


def test_more_is_darker_in_greyscale_too():
    grounds = [luminance(shade(count, 206).ground) for count in (0, 1, 2, 5, 20, 100, 206)]
    assert grounds == sorted(grounds, reverse=True)
    assert len(set(grounds)) == len(grounds)


def test_contrast_is_that_of_wcag():
    # #767676 on white is the lightest grey that passes 4.5:1.
    assert contrast((0x76, 0x76, 0x76), (255, 255, 255)) >= 4.5
    assert contrast((0x77, 0x77, 0x77), (255, 255, 255)) < 4.5


def test_cells_say_counts_and_gaps_and_a_residual_value_has_no_gap(coverage):
    heatmap = coverage_heatmap(coverage)
    words = [[heatmap.text(row, column) for column in range(2)] for row in range(3)]
    assert words == [["12", "gap"], ["gap", "1"], ["0", "0"]]
    assert heatmap.rows[2] == "Other (residual)"


def cells_of_svg(svg):
    root = ET.fromstring(svg)  # noqa: S314 - it was just written here
    rows = [group for group in root.iter(f"{SVG}g") if group.get("role") == "row"]
    return root, [
        ["".join(cell.itertext()) for cell in row if cell.get("role") == "cell"] for row in rows
    ]


def test_svg_holds_the_same_table_with_title_and_description(coverage):
    heatmap = coverage_heatmap(coverage)
    root, rows = cells_of_svg(heatmap_svg(heatmap))
    assert rows == [[], ["12", "gap"], ["gap", "1"], ["0", "0"]]
    assert root.get("role") == "table"
    named = {one.get("id"): one for one in root if one.get("id")}
    assert named[root.get("aria-labelledby")].text == heatmap.title
    assert named[root.get("aria-describedby")].text == " ".join(heatmap.notes)
    heads = [g for g in root.iter(f"{SVG}g") if g.get("role") in ("columnheader", "rowheader")]
    assert [" ".join("".join(g.itertext()).split()) for g in heads][:4] == [
        "actor \\ stage",
        "Plan",
        "Deploy",
        "Developer",
    ]


def test_cells_of_the_svg_lie_apart_and_inside_it(coverage):
    root, _ = cells_of_svg(heatmap_svg(coverage_heatmap(coverage)))
    boxes = [
        tuple(float(rect.get(name)) for name in ("x", "y", "width", "height"))
        for group in root.iter(f"{SVG}g")
        if group.get("role") == "cell"
        for rect in group.iter(f"{SVG}rect")
    ]
    assert len(boxes) == 6
    for place, (x, y, width, height) in enumerate(boxes):
        assert x + width <= float(root.get("width"))
        assert y + height <= float(root.get("height"))
        for ox, oy, owidth, oheight in boxes[:place]:
            assert x >= ox + owidth or ox >= x + width or y >= oy + oheight or oy >= y + height


@pytest.mark.parametrize("draw", [heatmap_html, heatmap_page, heatmap_svg])
def test_nothing_is_run_or_fetched_and_text_stays_text(coverage, draw):
    text = draw(coverage_heatmap(coverage))
    assert "<script" not in text
    assert "\x1b" not in text
    assert "&lt;script&gt;" in text
    addresses = set(re.findall(r"""(?:href|src|url)\s*[=(]|https?://[^"'\s<]+""", text))
    assert addresses <= {"http://www.w3.org/2000/svg"}


def test_html_is_a_table_with_scoped_headings(coverage):
    page = heatmap_page(coverage_heatmap(coverage))
    assert page.count('<th scope="row"') == 3
    assert page.count('<th scope="col"') == 3
    assert "<caption" in page
    assert '<html lang="en">' in page
    assert re.findall(r">(gap|\d+)</td>", page) == ["12", "gap", "gap", "1", "0", "0"]


def test_two_pictures_in_one_page_share_no_id(coverage, framework):
    first, second = (
        heatmap_svg(coverage_heatmap(coverage)),
        heatmap_svg(framework_heatmap(framework)),
    )
    ids = [set(re.findall(r' id="([^"]+)"', one)) for one in (first, second)]
    assert not ids[0] & ids[1]
    assert heatmap_svg(coverage_heatmap(coverage)) == first


def test_a_framework_has_a_row_for_each_broader_control(framework):
    heatmap = framework_heatmap(framework)
    assert heatmap.rows == ("G", "H")
    assert heatmap.counts == ((4, 0, 1), (0, None, None))
    assert [heatmap.text(1, column) for column in range(3)] == ["gap", "", ""]


def test_with_a_profile_only_measures_in_place_count(framework):
    held = FrameworkCoverage(framework.framework, framework.label, framework.controls, "Acme")
    assert framework_heatmap(held).counts[0] == (2, 0, 0)


def test_a_framework_without_levels_is_one_column():
    controls = tuple(ControlCover(concept(name), 0, 1, 1, 2) for name in ("A", "B"))
    heatmap = framework_heatmap(FrameworkCoverage(Iri("urn:f"), "F", controls))
    assert (heatmap.rows, heatmap.counts) == (("A", "B"), ((2,), (2,)))


def test_an_empty_table_can_be_drawn():
    empty = Heatmap("Nothing", (), "a \\ b", (), (), ())
    assert cells_of_svg(heatmap_svg(empty))[1] == [[]]
    assert "<table" in heatmap_html(empty)
