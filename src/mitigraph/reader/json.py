"""JSON under the law of bad input: one clear reason, with line, for whatever can't be used.

What could hide or multiply data is refused: a key twice in one object, values that are no JSON
(NaN), numbers beyond all bounds, half characters, absurd nesting.

Sources:
    RFC 8259 (JSON); RFC 6901 (JSON pointers, by which places are named).
"""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any, Final

from mitigraph.errors import DataError
from mitigraph.reader.text import read_text

__all__ = ["pointer", "read_json"]

#: How deep arrays and objects may nest.
_NESTING: Final = 64
#: Half of a character beyond the first plane, written as an escape without its other half.
_HALF: Final = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])"
    r"|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2}"
)


def read_json(path: Path) -> Any:
    """Return what a JSON file holds: objects as dicts, in the order of their keys.

    Args:
        path: The file, UTF-8.

    Raises:
        DataError: If it can't be read, is not well-formed, or holds what is refused.
    """
    text = read_text(path)
    _refuse_nesting(text, path)

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(found)
        if len(made) < len(found):
            counts = Counter(name for name, _ in found)
            twice = next(name for name, count in counts.items() if count > 1)
            raise DataError(
                f'the key "{twice}" twice in one object',
                path=str(path),
                place=_first_line(text, twice),
                code="duplicate-id",
                remedy="keep one of them",
            )
        return made

    def constant(name: str) -> Any:
        raise DataError(
            f"{name} is no JSON value",
            path=str(path),
            place=_first_line(text, name),
            code="syntax",
            remedy="write a number or null",
        )

    def number(digits: str) -> float:
        found = float(digits)
        if found in (float("inf"), float("-inf")):
            raise DataError(
                f"the number {digits[:20]} is too large",
                path=str(path),
                place=_first_line(text, digits),
                code="too-large",
                remedy="write a smaller number",
            )
        return found

    try:
        content = json.loads(
            text, object_pairs_hook=pairs, parse_constant=constant, parse_float=number
        )
    except json.JSONDecodeError as error:
        raise DataError(
            f"not well-formed JSON: {error.msg[:1].lower()}{error.msg[1:]}",
            path=str(path),
            place=f"line {error.lineno}",
            code="syntax",
            remedy="mend it there, or get the file anew",
        ) from error
    except ValueError as error:
        # An integer of more digits than Python takes at once.
        raise DataError(
            str(error).partition(";")[0], path=str(path), code="too-large", remedy="shorten it"
        ) from error
    _refuse_halves(content, text, path)
    return content


def pointer(*steps: str | int) -> str:
    """Return the JSON pointer of a value by the keys and numbers that lead to it.

    Example:
        >>> pointer("catalog", "groups", 0, "a/b")
        '/catalog/groups/0/a~1b'
    """
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in steps)


def _refuse_halves(content: Any, text: str, path: Path) -> None:
    """Refuse a text with half a character in it, which nothing could write again."""
    found = _HALF.search(text)
    if found is None:
        return
    try:
        # The escape may itself be escaped, so that it is plain words.
        json.dumps(content, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise DataError(
            f"half of a character, {found[0]}",
            path=str(path),
            place=f"line {text.count(chr(10), 0, found.start()) + 1}",
            code="encoding",
            remedy="write the whole character",
        ) from error


def _first_line(text: str, word: str) -> str:
    return f"line {text.count(chr(10), 0, max(text.find(word), 0)) + 1}"


def _refuse_nesting(text: str, path: Path) -> None:
    """Refuse a text whose brackets nest too deep, before a recursive parser sees it."""
    depth, inside, escaped = 0, False, False
    for character in text:
        if inside:
            if escaped:
                escaped = False
            elif character == "\\":
                escaped = True
            elif character == '"':
                inside = False
        elif character == '"':
            inside = True
        elif character in "[{":
            depth += 1
            if depth > _NESTING:
                raise DataError(
                    f"over {_NESTING} levels deep",
                    path=str(path),
                    code="too-large",
                    remedy="nest it less",
                )
        elif character in "]}":
            depth -= 1
