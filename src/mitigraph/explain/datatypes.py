"""Whether a literal is of a datatype, and whether two literals have one value.

Sources:
    OWL 2 Structural Specification, section 4 (https://www.w3.org/TR/owl2-syntax/#Datatype_Maps):
    integers are decimals, and no decimal is a float or a double.
    XML Schema 1.1, part 2, sections 3.3 and 3.4 (https://www.w3.org/TR/xmlschema11-2/).
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from mitigraph.terms import PREFIXES, BlankNode, Iri, Literal

__all__ = ["fits", "same_value"]

_XSD: Final = PREFIXES["xsd"]
_INTEGERS: Final = frozenset(
    _XSD + name
    for name in (
        "integer",
        "nonNegativeInteger",
        "positiveInteger",
        "nonPositiveInteger",
        "negativeInteger",
        "long",
        "int",
        "short",
        "byte",
        "unsignedLong",
        "unsignedInt",
        "unsignedShort",
        "unsignedByte",
    )
)
_DECIMALS: Final = _INTEGERS | {_XSD + "decimal"}
_DECIMAL: Final = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
_INTEGER: Final = re.compile(r"[+-]?\d+")


def fits(literal: Literal, datatype: Iri) -> bool:
    """Return whether a literal is a value of a datatype.

    Only numbers without an exponent are judged, which are the datatypes that mitigraph gives to
    properties; for any other datatype the answer is yes.

    Example:
        >>> half = Literal("0.5", Iri(_XSD + "decimal"))
        >>> fits(half, Iri(_XSD + "decimal")), fits(half, Iri(_XSD + "integer"))
        (True, False)
        >>> fits(Literal("high"), Iri(_XSD + "decimal"))
        False
    """
    if datatype not in _DECIMALS:
        return True
    number = _number(literal)
    if number is None:
        return False
    return datatype == _XSD + "decimal" or number == number.to_integral_value()


def same_value(one: Iri | BlankNode | Literal, other: Iri | BlankNode | Literal) -> bool:
    """Return whether two values are one: equal terms, or numbers of the same size.

    Example:
        >>> decimal = Iri(_XSD + "decimal")
        >>> same_value(Literal("0.5", decimal), Literal("0.50", decimal))
        True
    """
    if one == other:
        return True
    if not (isinstance(one, Literal) and isinstance(other, Literal)):
        return False
    first, second = _number(one), _number(other)
    return first is not None and first == second


def _number(literal: Literal) -> Decimal | None:
    """Return the number that a literal stands for; None if it is no number, or badly written."""
    form = _INTEGER if literal.datatype in _INTEGERS else _DECIMAL
    if literal.datatype not in _DECIMALS or not form.fullmatch(literal.value.strip()):
        return None
    return Decimal(literal.value.strip())
