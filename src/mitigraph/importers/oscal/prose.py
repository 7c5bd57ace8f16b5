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


def parameters(value: Any) -> dict[str, dict[str, Any]]:
    """Return all parameters of a document, however deep, by id."""
    found: dict[str, dict[str, Any]] = {}
    if isinstance(value, dict):
        found |= {str(one.get("id")): one for one in objects(value.get("params"))}
        for one in value.values():
            found |= parameters(one)
    elif isinstance(value, list):
        for one in value:
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
        str(one.get("value"))
        for one in objects(part.get("props"))
        if one.get("name") == "label" and not one.get("class")
    ]
    prose = part.get("prose")
    if isinstance(prose, str) and prose.strip():
        yield " ".join([*labels[:1], clean_text(_inserted(prose, params, _DEPTH))])
    for one in objects(part.get("parts")):
        yield from _lines(one, params)


def _inserted(text: str, params: dict[str, dict[str, Any]], depth: int) -> str:
    """Return text in which each parameter is what it asks for, in square brackets."""

    def said(match: re.Match[str]) -> str:
        param = params.get(match[1], {})
        select = param.get("select")
        choices = select.get("choice") if isinstance(select, dict) else None
        values = param.get("values")
        if isinstance(values, list) and values:
            return ", ".join(map(str, values))
        if isinstance(choices, list) and choices and depth:
            chosen = "; ".join(_inserted(str(one), params, depth - 1) for one in choices)
            return f"[{chosen}]"
        return f"[{clean_line(str(param.get('label') or match[1]))}]"

    return _INSERT.sub(said, text)
