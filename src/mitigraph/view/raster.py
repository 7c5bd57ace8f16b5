"""An SVG picture as PNG, where the extra `png` is installed."""

from __future__ import annotations

from typing import Final

from mitigraph.errors import MissingExtraError, MissingProgramError
from mitigraph.view.heatmap import FONTS

__all__ = ["to_png"]

_NOTHING: Final = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"/>'
_LETTER: Final = _NOTHING.replace(
    "/>", f' font-family="{FONTS}"><text x="4" y="16" font-size="12">X</text></svg>'
)


def to_png(svg: str, *, zoom: int = 2) -> bytes:
    """Return an SVG picture as PNG.

    Args:
        svg: The picture. It is drawn with the fonts of the system.
        zoom: Pixels of the PNG for one of the picture.

    Raises:
        MissingExtraError: If the extra `png` isn't installed.
        MissingProgramError: If the system has no font to write with.
    """
    try:
        from resvg_py import svg_to_bytes
    except ImportError:
        raise MissingExtraError("png", needed_for="a picture as png") from None
    if bytes(svg_to_bytes(svg_string=_LETTER)) == bytes(svg_to_bytes(svg_string=_NOTHING)):
        # Without a font the counts would be missing, and nothing would say so.
        raise MissingProgramError("a font such as DejaVu Sans", needed_for="a picture as png")
    return bytes(svg_to_bytes(svg_string=svg, zoom=zoom))
