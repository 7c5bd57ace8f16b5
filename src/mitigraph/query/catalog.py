"""The named queries: one file each, its name the file's, its description in its header."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from mitigraph.errors import QueryError, UnknownTermError
from mitigraph.query.header import Header, Parameter, parse_header, split_header
from mitigraph.resources import asked_query_files

__all__ = ["NamedQuery", "catalog", "find"]


@dataclass(frozen=True)
class NamedQuery:
    """A query file. The header is read when something in it is asked for, not before.

    Args:
        name: The file's name without its ending.
        path: The file.
        text: The whole file; SPARQL that is valid as it stands, the header being comments.
        shadows: The shipped file of the same name that this one stands in for, where there is one.
    """

    name: str
    path: Path
    text: str
    shadows: Path | None = None

    @cached_property
    def _header(self) -> Header:
        return parse_header(split_header(self.text)[0], query=self.name)

    @property
    def summary(self) -> str:
        """What the query answers, one line."""
        return self._header.summary

    @property
    def description(self) -> str:
        """What one row is, what a count counts, what an empty answer means."""
        return self._header.description

    @property
    def parameters(self) -> Mapping[str, Parameter]:
        """The parameters by name, in the order of the header."""
        return self._header.parameters

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags; the first is the folder of a shipped query."""
        return self._header.tags

    @property
    def extra(self) -> Mapping[str, str]:
        """What only some headers hold: `question`, `users`, `via`, `closure`, `severity`."""
        return self._header.extra


def catalog(folders: Iterable[Path] = ()) -> dict[str, NamedQuery]:
    """Return every named query by its name, sorted.

    Args:
        folders: Further folders of `.rq` files, the user's. A file there with the name of a shipped
            query stands in for it; among the folders the later one wins.

    Raises:
        QueryError: If a file can't be read as text.

    Example:
        >>> catalog()["measures-by-facet"].parameters["actor"].scheme
        'actor'
    """
    files = _files(folders)
    return {name: _read(name, files[name]) for name in sorted(files)}


def find(name: str, folders: Iterable[Path] = ()) -> NamedQuery:
    """Return the query called `name`; reads no other file.

    Args:
        name: The file's name without its ending.
        folders: Further folders, as for `catalog`.

    Raises:
        UnknownTermError: If there is none, with the names that come nearest.
        QueryError: If the file can't be read as text.

    Example:
        >>> find("cross-tabel")
        Traceback (most recent call last):
            ...
        mitigraph.errors.UnknownTermError: no query "cross-tabel"; did you mean cross-table?
    """
    files = _files(folders)
    if name not in files:
        raise UnknownTermError(name, kind="query", suggestions=_nearest(name, files))
    return _read(name, files[name])


def _files(folders: Iterable[Path]) -> dict[str, list[Path]]:
    """Return the files of each name, the one that counts last."""
    found = {name: [path] for name, path in _shipped().items()}
    for path in (p for folder in folders for p in sorted(folder.rglob("*.rq"))):
        found.setdefault(path.stem, []).append(path)
    return found


@cache
def _shipped() -> Mapping[str, Path]:
    """Return the shipped files by name; looking for them takes longer than most queries."""
    return {path.stem: path for path in asked_query_files()}


def _read(name: str, paths: list[Path]) -> NamedQuery:
    try:
        text = paths[-1].read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"{paths[-1]} can't be read: {error}", query=name) from error
    return NamedQuery(name, paths[-1], text, paths[0] if len(paths) > 1 else None)


def _nearest(name: str, known: Iterable[str]) -> list[str]:
    import difflib

    names = sorted(known)
    wanted = name.lower().strip().replace(" ", "-").replace("_", "-")
    near = difflib.get_close_matches(wanted, names, n=3, cutoff=0.75)
    words = {word for word in re.split(r"\W+", wanted) if len(word) > 3}  # noqa: PLR2004 - no "the"
    return near or [one for one in names if words & set(one.split("-"))][:3]
