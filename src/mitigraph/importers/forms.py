"""The forms that the values of a JSON document must have, and what of a document keeps to them.

A reader states once which keys it reads and what stands under each. A value of another type is told
and taken away, so that no number becomes a name, and nothing is passed over in silence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeAlias

from mitigraph.interchange.fault import Fault
from mitigraph.reader.json import pointer

__all__ = ["FLAG", "NUMBER", "TEXT", "Form", "well_formed"]

TEXT: Final = "a text"
NUMBER: Final = "a number"
FLAG: Final = "true or false"

#: One of the three above; a list of one form; an object by its keys, of which those that end with
#: "!" must be there; a tuple of one form: a list of records, each of which the reader accounts for,
#: so what is no list or no object there stays for it to refuse.
Form: TypeAlias = "str | Sequence[Form] | Mapping[str, Form]"

_NAMES: Final = ("id", "bom-ref", "uuid", "identifier", "name")
_SHOWN: Final = 60


def well_formed(value: Any, form: Form, place: str = "") -> tuple[Any, list[Fault]]:
    """Return what of a value has a form, and what has not.

    Args:
        value: What stands in the document.
        form: The form that it should have.
        place: Its JSON pointer.

    Returns:
        The value without the keys whose values have another form, and with None in place of such
        members of a list, so that the others keep their places; then a warning for each. Keys that
        the form does not name stay as they are.

    Example:
        >>> made, faults = well_formed({"title": 7, "more": 8}, {"title": TEXT}, "/catalog")
        >>> made, [(one.place, one.message) for one in faults]
        ({'more': 8}, [('/catalog/title', 'expected a text, found a number')])
    """
    faults: list[Fault] = []
    return _kept(value, form, place, "", faults), faults


def _kept(value: Any, form: Form, place: str, name: str, faults: list[Fault]) -> Any:
    """Return what is kept of a value; None if nothing is."""
    if isinstance(form, tuple):
        if not isinstance(value, list):
            return value
        return [
            _kept(one, form[0], f"{place}/{number}", name, faults) if isinstance(one, dict) else one
            for number, one in enumerate(value)
        ]
    kind = _kind(form)
    if _type(value) != kind:
        message = f"expected {kind}, found {_type(value)}"
        faults.append(Fault("warning", "wrong-type", place or "/", name, message))
        return None
    if isinstance(form, Mapping):
        return _object(value, form, place, name, faults)
    if isinstance(form, list):
        return [
            _kept(one, form[0], f"{place}/{number}", name, faults)
            for number, one in enumerate(value)
        ]
    return value


def _object(
    value: dict[str, Any],
    form: Mapping[str, Form],
    place: str,
    name: str,
    faults: list[Fault],
) -> dict[str, Any] | None:
    name = next((value[key] for key in _NAMES if isinstance(value.get(key), str)), name)[:_SHOWN]
    made = dict(value)
    for key, inner in form.items():
        plain = key.removesuffix("!")
        if plain in value:
            kept = _kept(value[plain], inner, place + pointer(plain), name, faults)
            made[plain] = kept
            if kept is None and not isinstance(inner, tuple):
                del made[plain]
        elif plain != key:
            message = f"left out: it has no {plain}"
            faults.append(Fault("warning", "missing-field", place, name, message))
        if plain != key and plain not in made:
            return None
    return made


def _kind(form: Form) -> str:
    if isinstance(form, str):
        return form
    return "an object" if isinstance(form, Mapping) else "a list"


def _type(value: Any) -> str:
    """Return what a value is, in words."""
    for kind, word in (
        (bool, FLAG),
        (str, TEXT),
        ((int, float), NUMBER),
        (dict, "an object"),
        (list, "a list"),
    ):
        if isinstance(value, kind):
            return word
    return "null"
