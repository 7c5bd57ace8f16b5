"""Licences by one IRI each, and whether a licence lets descriptions be taken over.

A description is copied only under a licence that is known to allow it: those that ask for no more
than attribution, a notice or the same licence for what is made of it. Of all else, a framework
under no stated licence among it, only identifiers, names and links are taken.

Sources:
    SPDX License List (https://spdx.org/licenses/), for the short names and the IRIs; Creative
    Commons' own IRIs for its licences; 17 U.S.C. 105 for works of the United States government.
"""

from __future__ import annotations

import re
from typing import Final

from mitigraph.terms import Iri

__all__ = ["PUBLIC_DOMAIN", "US_GOVERNMENT", "licence_iri", "near_licences", "text_allowed"]

_SPDX: Final = "https://spdx.org/licenses/"
_CREATIVE_COMMONS: Final = "https://creativecommons.org/"

#: The public domain mark, for what is said to be in the public domain without a better reason.
PUBLIC_DOMAIN: Final = Iri(_CREATIVE_COMMONS + "publicdomain/mark/1.0/")
#: Works of the United States government, which are not subject to copyright there.
US_GOVERNMENT: Final = Iri("https://www.usa.gov/government-works")
_CC0: Final = Iri(_CREATIVE_COMMONS + "publicdomain/zero/1.0/")

#: The licences that SPDX's own IRIs stand for, under which text may be taken over.
_OPEN_SPDX: Final = ("Apache-2.0", "MIT", "MIT-0", "0BSD", "BSD-2-Clause", "BSD-3-Clause")
_OPEN: Final = frozenset(
    (US_GOVERNMENT, PUBLIC_DOMAIN, _CC0, *(Iri(_SPDX + name) for name in _OPEN_SPDX))
)
_OPEN_CREATIVE_COMMONS: Final = re.compile(
    re.escape(_CREATIVE_COMMONS) + r"licenses/(by|by-sa)/\d[.]\d/([a-z]{2,3}/)?"
)

#: How else those are called: lower case, with a blank for every run of other characters than
#: letters, digits and full stops, and without the words that say nothing.
_NAMES: Final[dict[str, Iri]] = {
    **{re.sub("[^a-z0-9.]+", " ", name.lower()): Iri(_SPDX + name) for name in _OPEN_SPDX},
    "apache": Iri(_SPDX + "Apache-2.0"),
    "apache 2": Iri(_SPDX + "Apache-2.0"),
    "2 clause bsd": Iri(_SPDX + "BSD-2-Clause"),
    "simplified bsd": Iri(_SPDX + "BSD-2-Clause"),
    "3 clause bsd": Iri(_SPDX + "BSD-3-Clause"),
    "new bsd": Iri(_SPDX + "BSD-3-Clause"),
    "modified bsd": Iri(_SPDX + "BSD-3-Clause"),
    "expat": Iri(_SPDX + "MIT"),
    "cc0": _CC0,
    "cc0 1.0": _CC0,
    "cc zero": _CC0,
    "creative commons zero": _CC0,
    "cc0 1.0 public domain dedication": _CC0,
    "pdm 1.0": PUBLIC_DOMAIN,
    "public domain": PUBLIC_DOMAIN,
    "public domain mark": PUBLIC_DOMAIN,
    "public domain mark 1.0": PUBLIC_DOMAIN,
    "nist pd": US_GOVERNMENT,
    "us government work": US_GOVERNMENT,
    "us government works": US_GOVERNMENT,
    "u.s. government work": US_GOVERNMENT,
    "u.s. government works": US_GOVERNMENT,
    "united states government work": US_GOVERNMENT,
    "work of us government": US_GOVERNMENT,
    "work of united states government": US_GOVERNMENT,
    "public domain us government work": US_GOVERNMENT,
}
#: Where the texts of those licences are read, without scheme and "www.", in lower case.
_PAGES: Final[dict[str, Iri]] = {
    "apache.org/licenses/license-2.0": Iri(_SPDX + "Apache-2.0"),
    "usa.gov/government-works": US_GOVERNMENT,
    "usa.gov/government-copyright": US_GOVERNMENT,
    "mit-license.org": Iri(_SPDX + "MIT"),
}
_IDLE_WORDS: Final = re.compile(r"\b(the|a|an|licen[cs]ed?|version|international|universal)\b")
#: What stands before a short name in the first lines of a file.
_TAG: Final = re.compile(r"^spdx-licen[cs]e-identifier *:", re.IGNORECASE)
_CC_NAME: Final = re.compile(
    r"(?:cc|creative commons) (by(?: (?:nc|sa|nd|nc sa|nc nd))?) ([1-4][.]0|2[.][15])"
    r"(?: ([a-z]{2,3}))?"
)
_CC_WORDS: Final = (
    ("attribution", "by"),
    ("noncommercial", "nc"),
    ("non commercial", "nc"),
    ("sharealike", "sa"),
    ("share alike", "sa"),
    ("noderivatives", "nd"),
    ("noderivs", "nd"),
    ("no derivatives", "nd"),
)
_CC_PAGE: Final = re.compile(
    r"creativecommons[.]org/(licen[cs]es/[a-z-]+/\d[.]\d(?:/[a-z]{2,3})?"
    r"|publicdomain/(?:zero|mark)/1[.]0)(?:/(?:deed|legalcode)[a-z_.-]*)?"
)
_LIST_PAGE: Final = re.compile(r"(?:spdx|opensource)[.]org/licen[cs]es?/([a-z0-9.+-]+?)")
#: Short names of well-known licences that ask for more: they get their IRI, and no text is taken.
_OTHER_SPDX: Final = re.compile(
    r"((?:GPL-[123][.]0|LGPL-2[.][01]|LGPL-3[.]0|AGPL-[13][.]0)(?:-only|-or-later)?"
    r"|MPL-2[.]0|EUPL-1[.]2|EPL-2[.]0"
    r"|CDLA-Permissive-2[.]0|Community-Spec-1[.]0|W3C)",
    re.IGNORECASE,
)

#: The short names that are proposed for one that is not known, as SPDX spells them.
_PROPOSED: Final = (
    *_OPEN_SPDX,
    "CC0-1.0",
    *(
        f"CC-{kind}-{version}"
        for version in ("4.0", "3.0")
        for kind in ("BY", "BY-SA", "BY-NC", "BY-ND", "BY-NC-SA", "BY-NC-ND")
    ),
    *(f"{name}-3.0-{which}" for name in ("GPL", "LGPL", "AGPL") for which in ("only", "or-later")),
    *("MPL-2.0", "EUPL-1.2", "EPL-2.0", "CDLA-Permissive-2.0", "Community-Spec-1.0", "W3C"),
)


def text_allowed(licence: Iri | None) -> bool:
    """Return whether descriptions under a licence may be taken over.

    Args:
        licence: IRI of the licence, in any spelling that `licence_iri` reads; None where none is
            stated, which allows nothing.

    Example:
        >>> text_allowed(licence_iri("CC-BY-4.0")), text_allowed(licence_iri("CC-BY-NC-4.0"))
        (True, False)
        >>> text_allowed(None)
        False
    """
    iri = licence_iri(licence) if licence else None
    return iri is not None and (iri in _OPEN or bool(_OPEN_CREATIVE_COMMONS.fullmatch(iri)))


def licence_iri(text: str) -> Iri | None:
    """Return the one IRI of a licence that is called by a name, a short name or an address.

    Args:
        text: "Apache-2.0", "CC BY 4.0", "http://www.apache.org/licenses/LICENSE-2.0.txt". A whole
            sentence about a licence is none of these.

    Returns:
        SPDX's IRI, or Creative Commons' own; an address that is not known as it stands; None for
        any other text.

    Example:
        >>> print(licence_iri("Apache License, Version 2.0"))
        https://spdx.org/licenses/Apache-2.0
        >>> print(licence_iri("CC-BY-4.0"))
        https://creativecommons.org/licenses/by/4.0/
        >>> licence_iri("all rights reserved") is None
        True
    """
    given = _TAG.sub("", text.strip()).strip()
    if re.match(r"https?://", given, re.IGNORECASE):
        return _of_address(given)
    return _of_name(given)


def near_licences(name: str) -> list[str]:
    """Return the short names that may have been meant by one that `licence_iri` does not know.

    Those that it is the beginning of come before those that it is like.

    Example:
        >>> near_licences("cc-by-4"), near_licences("Apahce-2.0"), near_licences("mine")
        (['CC-BY-4.0'], ['Apache-2.0'], [])
    """
    import difflib

    wanted = name.strip().casefold()
    spelt = {one.casefold(): one for one in _PROPOSED}
    near = [one for one in spelt if wanted and one.startswith(wanted)]
    near = near or difflib.get_close_matches(wanted, spelt, n=3, cutoff=0.75)
    return [spelt[one] for one in near[:3]]


def _of_address(address: str) -> Iri | None:
    if re.search(r"[\s<>\"{}|\\^`]", address):
        return None
    page = re.sub(r"^https?://(www[.])?", "", address.lower()).rstrip("/")
    found = _CC_PAGE.fullmatch(page)
    if found:
        return Iri(f"{_CREATIVE_COMMONS}{found[1].replace('licences', 'licenses')}/")
    page = re.sub(r"[.](html?|txt|json|php)$", "", page)
    listed = _LIST_PAGE.fullmatch(page)
    if listed:
        return _of_name(listed[1]) or Iri(address)
    return _PAGES.get(page) or Iri(address)


def _of_name(name: str) -> Iri | None:
    other = _OTHER_SPDX.fullmatch(name)
    if other:
        return Iri(_SPDX + _upper(other[1]))
    plain = " ".join(
        _IDLE_WORDS.sub(" ", re.sub("[^a-z0-9.]+", " ", name.lower()).strip(" .")).split()
    )
    for word, short in _CC_WORDS:
        plain = plain.replace(word, short)
    # "Creative Commons Attribution 4.0 International (CC BY 4.0)" says it twice.
    halves = re.fullmatch(r"creative commons ([a-z0-9. ]+) cc \1", plain)
    plain = f"cc {halves[1]}" if halves else plain
    found = _CC_NAME.fullmatch(plain)
    if found:
        country = f"{found[3]}/" if found[3] else ""
        kind = found[1].replace(" ", "-")
        return Iri(f"{_CREATIVE_COMMONS}licenses/{kind}/{found[2]}/{country}")
    return _NAMES.get(plain)


def _upper(name: str) -> str:
    """Return a short name as SPDX spells it: capitals, but for what follows the version."""
    return (
        re.sub(r"^(gpl|agpl|lgpl|mpl|eupl|epl|w3c)", lambda found: found[1].upper(), name.lower())
        .replace("cdla-permissive", "CDLA-Permissive")
        .replace("community-spec", "Community-Spec")
    )
