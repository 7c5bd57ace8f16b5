"""The prose of a control: nested parts as paragraphs, parameters by what they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from mitigraph.importers.oscal.document import objects
from mitigraph.importers.statements import clean_line, clean_text

__all__ = ["parameters", "prose_of"]

_INSERT: Final = re.compile(r"\{\{\s*insert:\s*param,\s*([^\s}]+)\s*\}\}")
#: How deep choices of a parameter may name others.
_DEPTH: Final = 4
#: How many parameters one prose may hold, those in choices of others among them: such that name one
#: another again and again would multiply without end.
_ROOM: Final = 1000


def parameters(body: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return all parameters of a catalog, its groups and controls, by id."""
    found = {one["id"]: one for one in objects(body.get("params"))}
    for key in ("groups", "controls"):
        for one in objects(body.get(key)):
            found |= parameters(one)
    return found


def prose_of(parts: Any, names: tuple[str, ...], params: dict[str, dict[str, Any]]) -> str:
    """Return the prose of the parts of some names, one line for each part that has any.

    Example:
        >>> inner = {"name": "item", "prose": "Plan {{ insert: param, p1 }}."}
        >>> label = {"name": "label", "value": "a."}
        >>> part = {"name": "statement", "parts": [inner | {"props": [label]}]}
        >>> prose_of([part], ("statement",), {"p1": {"id": "p1", "label": "audits"}})
        'a. Plan [audits].'
    """
    lines = [
        text
        for part in objects(parts)
        if part.get("name") in names
        for text in _lines(part, params)
    ]
    return "\n\n".join(lines)


def _lines(part: dict[str, Any], params: dict[str, dict[str, Any]]) -> Iterator[str]:
    labels = [
        one["value"]
        for one in objects(part.get("props"))
        if one["name"] == "label" and not one.get("class")
    ]
    prose = part.get("prose")
    if isinstance(prose, str) and prose.strip():
        room = [_ROOM]
        yield " ".join([*labels[:1], clean_text(_inserted(prose, params, _DEPTH, room))])
    for one in objects(part.get("parts")):
        yield from _lines(one, params)


def _inserted(text: str, params: dict[str, dict[str, Any]], depth: int, room: list[int]) -> str:
    """Return text in which each parameter is what it asks for, in square brackets.

    `room` is how many more may be inserted in the whole prose; after these they keep their ids.
    """

    def said(match: re.Match[str]) -> str:
        room[0] -= 1
        if room[0] < 0:
            return f"[{match[1]}]"
        param = params.get(match[1], {})
        select = param.get("select")
        choices = select.get("choice") if isinstance(select, dict) else None
        values = param.get("values")
        if isinstance(values, list) and values:
            return ", ".join(_texts(values))
        if isinstance(choices, list) and choices and depth:
            chosen = "; ".join(_inserted(one, params, depth - 1, room) for one in _texts(choices))
            return f"[{chosen}]"
        return f"[{clean_line(param.get('label') or match[1])}]"

    return _INSERT.sub(said, text)


def _texts(values: list[Any]) -> list[str]:
    return [one for one in values if isinstance(one, str)]
