"""The terms of the JSON-LD context: how IRIs are shortened and what each property expects.

The context ships as `ontology/context.jsonld`; its address is
https://w3id.org/mitigraph/context/0.1.0. Files that mitigraph writes hold it whole, so that no
reader has to fetch it.

Sources:
    JSON-LD 1.1, sections 3 and 4 (https://www.w3.org/TR/json-ld11/).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final, TypeVar

from mitigraph.exporters.statements import iri_text
from mitigraph.resources import data_root
from mitigraph.terms import BASE, PREFIXES

__all__ = ["AmbiguousPrefixError", "Property", "Terms", "context", "quote", "terms"]

#: How many names keep their short form at hand: concepts and sources recur, measures hardly do.
_REMEMBERED: Final = 20_000
_BARE_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True)
class Property:
    """A key of the output.

    Args:
        key: The key as JSON text.
        order: Where it stands in an object.
        kind: What a bare string under it means: "@id" an IRI, a datatype's IRI, "@" and a language
            tag, or "" a plain string.
        always_list: Whether its value is an array even if there is one.
    """

    key: str
    order: tuple[int, str]
    kind: str = ""
    always_list: bool = False


def context() -> dict[str, Any]:
    """Return the content of the shipped context's `@context`."""
    found: dict[str, Any] = json.loads(_text())["@context"]
    return found


@cache
def _text() -> str:
    return (data_root() / "ontology" / "context.jsonld").read_text(encoding="utf-8")


@dataclass
class Terms:
    """A context made ready for writing.

    Args:
        definitions: The context that the output holds.
        prefixes: Namespaces by prefix.
        vocabulary: Namespace of names without a prefix.
    """

    definitions: dict[str, Any]
    prefixes: dict[str, str]
    vocabulary: str
    _declared: dict[str, Property] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # The project's own namespaces first, since most names are in them.
        names = sorted(
            self.prefixes,
            key=lambda name: (not self.prefixes[name].startswith(BASE), -len(self.prefixes[name])),
        )
        self._by_namespace = [(self.prefixes[name], f"{name}:") for name in names]
        #: The key of each predicate's token.
        self.properties: Mapping[str, Property] = _Remembered(self._property)
        #: Each IRI's or blank node's token as the JSON text of an `@id`; looking one up raises
        #: `AmbiguousPrefixError` if a reader would take the IRI for a prefixed name.
        self.ids: Mapping[str, str] = _Remembered(self._id)
        #: Each IRI's token as the JSON text of an `@type`.
        self.types: Mapping[str, str] = _Remembered(self._type)

    def _property(self, predicate: str) -> Property:
        iri = iri_text(predicate)
        found = self._declared.get(iri)
        if found is None:
            # `@type` would not hold a literal or a nested node, `rdf:type` does.
            key = self._in_vocabulary(iri)
            found = Property(quote(key), (len(self.definitions), key))
        return found

    def _id(self, name: str) -> str:
        if "\\" in name:
            return quote(self._compact(iri_text(name)))
        # Without an escape an IRI holds nothing that JSON would have to escape.
        return f'"{name if name[0] == "_" else self._compact(name[1:-1])}"'

    def _type(self, name: str) -> str:
        return quote(self._in_vocabulary(iri_text(name)))

    def _compact(self, iri: str) -> str:
        for namespace, prefix in self._by_namespace:
            if iri.startswith(namespace):
                local = iri[len(namespace) :]
                if local and not local.startswith("//"):
                    return prefix + local
        scheme, _, rest = iri.partition(":")
        if scheme in self.prefixes and not rest.startswith("//"):
            raise AmbiguousPrefixError(scheme)
        return iri

    def _in_vocabulary(self, iri: str) -> str:
        local = iri.removeprefix(self.vocabulary)
        if local != iri and _BARE_NAME.fullmatch(local) and local not in self.definitions:
            return local
        return self._compact(iri)


class _Remembered(dict[str, _Made]):
    """Values made when they are first looked up, and kept up to a bound."""

    def __init__(self, make: Callable[[str], _Made]) -> None:
        self._make = make
        super().__init__()

    def __missing__(self, name: str) -> _Made:
        made = self._make(name)
        if len(self) < _REMEMBERED:
            self[name] = made
        return made


class AmbiguousPrefixError(Exception):
    """A prefix that is also the scheme of an IRI to be written; `prefix` is its name."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        super().__init__(prefix)


def quote(text: str) -> str:
    """Return text as JSON writes it."""
    return json.dumps(text, ensure_ascii=False)


def terms(without: Collection[str] = ()) -> Terms:
    """Return the terms of the shipped context.

    Args:
        without: Prefixes to leave out, because an IRI to be written has that name as its scheme
            and a reader would take the one for the other.
    """
    definitions = _full(context()) if without else context()
    for name in without:
        definitions.pop(name, None)
    prefixes = {
        name: value
        for name, value in definitions.items()
        if isinstance(value, str) and not value.startswith("@") and not name.startswith("@")
    }
    made = Terms(definitions, prefixes, definitions["@vocab"])
    for order, (name, value) in enumerate(definitions.items()):
        if isinstance(value, dict) and "@id" in value:
            language = value.get("@language")
            kind = f"@{language}" if language else _expand(value.get("@type", ""))
            always_list = value.get("@container") == "@set"
            made._declared[_expand(value["@id"])] = Property(  # noqa: SLF001 - still making it
                quote(name), (order, name), kind, always_list
            )
    return made


def _full(definitions: dict[str, Any]) -> dict[str, Any]:
    """Return a context whose definitions use no prefix, nor are named like one."""
    return {
        name: {
            key: _expand(part) if key in ("@id", "@type", "@reverse") else part
            for key, part in value.items()
        }
        if isinstance(value, dict)
        else value
        for name, value in definitions.items()
        if not (isinstance(value, dict) and ":" in name)
    }


def _expand(name: str) -> str:
    prefix, colon, local = name.partition(":")
    return f"{PREFIXES[prefix]}{local}" if colon and prefix in PREFIXES else name
