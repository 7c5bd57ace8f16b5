"""Run a named query, or one that somebody wrote, on a store."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from mitigraph.query.binding import Values, bind
from mitigraph.query.catalog import find
from mitigraph.store.protocol import Solutions, Store, Triples

__all__ = ["run"]

#: A query has a keyword, a blank and a brace; a name has none of the latter two.
_NAME: Final = re.compile(r"[^\s{}?]+")


def run(  # noqa: PLR0913 - the limits are keyword-only
    store: Store,
    name_or_text: str,
    params: Mapping[str, Values] | None = None,
    *,
    timeout: float | None = None,
    allow_service: bool = False,
    folders: Iterable[Path] = (),
) -> Solutions | Triples | bool:
    """Run a query and stream its answer.

    Args:
        store: Where to ask.
        name_or_text: The name of a query file, or SPARQL.
        params: Values by parameter; several values of one are alternatives.
        timeout: Seconds after which the query is stopped.
        allow_service: Whether `SERVICE` may reach other endpoints.
        folders: Folders of further named queries, as for `catalog`.

    Returns:
        Rows of a SELECT in the order that the query states, statements of a CONSTRUCT in no fixed
        order, or the truth of an ASK.

    Raises:
        UnknownTermError: If it is a name and there is no such query.
        QueryError: If a parameter is unknown, missing or unfit, or the query fails.
        QueryRefusedError: If the query uses SERVICE without leave.
        QueryTimeoutError: If the limit is reached.
    """
    name = name_or_text.strip()
    if _NAME.fullmatch(name):
        text = bind(find(name, folders).text, params, query=name)
    else:
        text = bind(name_or_text, params)
    return store.query(text, timeout=timeout, allow_service=allow_service)
