"""Whether the IRI that a mapping set goes by is its own, as far as a file tells.

Whoever makes a new file from an old one is apt to leave the old name in it.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

__all__ = ["ends_of_another", "is_named_after", "names_a_file"]

_FILE_NAME: Final = re.compile(r"/([^/]+)\.(?:tsv|ttl|csv|json|owl|rdf)$")
_ENDING: Final = re.compile(r"(?:\.sssom)?(?:\.[a-z]+)?(?:\.gz)?$", re.IGNORECASE)


def names_a_file(set_id: str) -> bool:
    """Whether the IRI of a set is that of a file."""
    return _FILE_NAME.search(set_id) is not None


def is_named_after(set_id: str, path: str) -> bool:
    """Whether the IRI of a set ends with the name of a file, but for the endings.

    Example:
        >>> is_named_after("https://example.org/a_b.tsv", "folder/a_b.sssom.tsv")
        True
    """
    return _stem(set_id) == _stem(path)


def ends_of_another(set_id: str, declared: Collection[str], used: Collection[str]) -> list[str]:
    """Return the prefixes that the IRI of a set is named after and that no row is written with.

    Empty if one of the prefixes in the name is used: many a set is named after a vocabulary that
    its rows write with several prefixes.

    Args:
        set_id: The IRI.
        declared: The prefixes of the CURIE map.
        used: Those that subjects and objects are written with.

    Example:
        >>> ends_of_another("https://example.org/mit_ibm.tsv", {"mit", "ibm", "x", "y"}, {"x", "y"})
        ['ibm', 'mit']
    """
    words = set(re.split(r"[_/]|\bto\b", _stem(set_id)))
    named = sorted(words & set(declared))
    return [] if words & set(used) else named


def _stem(name: str) -> str:
    return _ENDING.sub("", name.replace("\\", "/").rpartition("/")[2])
