"""PNG needs an extra, and a font."""

from __future__ import annotations

import sys

import pytest

from mitigraph.errors import MissingExtraError, MissingProgramError
from mitigraph.view.heatmap import Heatmap, heatmap_svg
from mitigraph.view.raster import to_png

PICTURE = heatmap_svg(Heatmap("Few", (), "a \\ b", ("r",), ("c",), ((3,),)))


def test_without_the_extra_the_remedy_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    with pytest.raises(MissingExtraError, match=r"mitigraph\[png\]"):
        to_png(PICTURE)


class FontlessRenderer:
    @staticmethod
    def svg_to_bytes(**_options):
        return b"the same, whatever was to be written"


def test_without_a_font_no_picture_without_words_is_made(monkeypatch):
    monkeypatch.setitem(sys.modules, "resvg_py", FontlessRenderer)
    with pytest.raises(MissingProgramError, match="font"):
        to_png(PICTURE)


def test_png_is_made():
    pytest.importorskip("resvg_py", reason="the extra png is not installed")
    assert to_png(PICTURE).startswith(b"\x89PNG")
