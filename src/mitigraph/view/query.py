"""A named query as a person reads about it, before its text."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from mitigraph.query import NamedQuery, Parameter
from mitigraph.view.table import plain

__all__ = ["query_notes", "query_object"]


def query_notes(query: NamedQuery, width: int = 100) -> Iterator[str]:
    """Return lines about a query: name and summary, description, parameters, how to run it.

    Example:
        >>> from mitigraph.query import find
        >>> next(query_notes(find("sources")))
        'sources: All documents, with how many measures each describes'
    """
    yield plain(f"{query.name}: {query.summary}")
    yield from textwrap.wrap(
        plain(query.description), width, initial_indent="  ", subsequent_indent="  "
    )
    yield "Parameters:" if query.parameters else "Parameters: none"
    for parameter in query.parameters.values():
        yield from textwrap.wrap(
            plain(_described(parameter)), width, initial_indent="  ", subsequent_indent="      "
        )
    if query.tags:
        yield f"Tags: {', '.join(map(plain, query.tags))}"
    needed = [f" -p {name}=..." for name, one in query.parameters.items() if one.required]
    yield plain(f"Run it: mitigraph query {query.name}{''.join(needed)}")


def query_object(query: NamedQuery) -> dict[str, Any]:
    """Return all that is known of a query as plain JSON types."""
    return {
        "name": query.name,
        "summary": query.summary,
        "description": query.description,
        "parameters": [asdict(parameter) for parameter in query.parameters.values()],
        "tags": list(query.tags),
        **query.extra,
        "text": query.text,
    }


def _described(parameter: Parameter) -> str:
    kind = f"{parameter.kind} of {' or '.join(parameter.schemes)}" if parameter.schemes else ""
    facts = [
        kind or parameter.kind,
        "required" if parameter.required else "",
        f"default {parameter.default}" if parameter.default is not None else "",
    ]
    words = f": {parameter.description}" if parameter.description else ""
    return f"-p {parameter.name}=... ({', '.join(fact for fact in facts if fact)}){words}"
