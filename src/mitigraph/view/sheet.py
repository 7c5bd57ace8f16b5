"""A sheet about one thing, as wrapped text or Markdown.

What a sheet holds comes as parts: pairs of a kind and a text. The kinds are "title", "heading",
"text" (a paragraph), "item" (of a list) and "sub" (what belongs to the item above it).
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from typing import Final

from mitigraph.view.table import plain

__all__ = ["Part", "sheet_markdown", "sheet_text"]

#: A kind and a text.
Part = tuple[str, str]

_INDENTS: Final = {"item": ("  - ", "    "), "sub": ("      ", "      "), "text": ("  ", "  ")}
_MARKS: Final = {"title": "# ", "heading": "\n## ", "item": "- ", "sub": "  - ", "text": ""}


def sheet_text(parts: Iterable[Part], width: int = 100) -> str:
    """Return parts as wrapped plain text.

    Example:
        >>> print(sheet_text([("title", "Audit"), ("item", "actor: Developer")]), end="")
        Audit
        =====
          - actor: Developer
    """
    lines: list[str] = []
    for kind, text in parts:
        clean = plain(text)
        if kind == "title":
            lines += [clean, "=" * min(len(clean), width)]
        elif kind == "heading":
            lines += ["", clean, "-" * len(clean)]
        else:
            first, later = _INDENTS[kind]
            lines += textwrap.wrap(clean, width, initial_indent=first, subsequent_indent=later)
    return "\n".join(lines) + "\n"


def sheet_markdown(parts: Iterable[Part]) -> str:
    r"""Return parts as Markdown.

    Example:
        >>> sheet_markdown([("title", "Audit"), ("item", "actor: Developer")])
        '# Audit\n- actor: Developer\n'
    """
    return "".join(f"{_MARKS[kind]}{plain(text)}\n" for kind, text in parts)
