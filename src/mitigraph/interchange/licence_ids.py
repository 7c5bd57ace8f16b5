"""Licences by the short names of the SPDX License List, which CycloneDX and SPDX name them by.

Sources:
    SPDX License List (https://spdx.org/licenses/).
"""

from __future__ import annotations

import re
from typing import Final

from mitigraph.terms import Iri

__all__ = ["licence_id"]

_LIST: Final = re.compile(r"https?://spdx\.org/licenses/([A-Za-z0-9.+-]+?)(?:\.html)?")
_CREATIVE_COMMONS: Final = re.compile(
    r"https?://creativecommons\.org/licenses/(by(?:-(?:nc|sa|nd))*)/(\d\.\d)/?"
)
_ZERO: Final = re.compile(r"https?://creativecommons\.org/publicdomain/zero/1\.0/?")


def licence_id(licence: Iri) -> str | None:
    """Return the short name of a licence; None where the list has none that is known here.

    Example:
        >>> licence_id(Iri("https://creativecommons.org/licenses/by/4.0/"))
        'CC-BY-4.0'
        >>> licence_id(Iri("https://example.org/terms")) is None
        True
    """
    if listed := _LIST.fullmatch(licence):
        return listed[1]
    if found := _CREATIVE_COMMONS.fullmatch(licence):
        return f"CC-{found[1].upper()}-{found[2]}"
    return "CC0-1.0" if _ZERO.fullmatch(licence) else None
