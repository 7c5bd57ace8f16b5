"""What two mappings say together: if a matches b and b matches c, how a may match c.

Sources:
    SKOS Reference, S44 to S46 (https://www.w3.org/TR/skos-reference/#mapping): of the mapping
    properties only skos:exactMatch is transitive; the broader and narrower ones follow the
    transitive closure of the hierarchies that they stand for (section 10.6.5). All else that is
    composed here is a candidate and no conclusion.
"""

from __future__ import annotations

from typing import Final

from mitigraph.terms import MG, PREFIXES, Iri

__all__ = ["composed", "turned"]

_SKOS: Final = PREFIXES["skos"]
_EXACT, _CLOSE, _BROAD, _NARROW, _RELATED = (
    Iri(f"{_SKOS}{name}Match") for name in ("exact", "close", "broad", "narrow", "related")
)
_TURNED: Final = {_BROAD: _NARROW, _NARROW: _BROAD}


def turned(predicate: Iri) -> Iri:
    """Return what a match says read from its object.

    Example:
        >>> turned(Iri(_SKOS + "broadMatch"))
        Iri('http://www.w3.org/2004/02/skos/core#narrowMatch')
    """
    return _TURNED.get(predicate, predicate)


def composed(first: Iri, second: Iri) -> Iri:
    """Return the most that two matches in a row support.

    What is suggested for achieving something is taken for a part of it, so that it counts as a
    broader match.

    Args:
        first: From a to b.
        second: From b to c: a match of SKOS, or `mg:suggestedFor`.

    Example:
        >>> composed(_EXACT, MG["suggestedFor"]) == _BROAD
        True
        >>> composed(_BROAD, _NARROW) == _RELATED
        True
    """
    if second == MG["suggestedFor"]:
        second = _BROAD
    if first == _EXACT:
        return second
    if second in (_EXACT, first):
        return _RELATED if first == _CLOSE and second == _CLOSE else first
    return _RELATED
