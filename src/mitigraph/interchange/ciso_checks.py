"""What is wrong with a CISO Assistant library, beyond what its loader sees.

The loader lets pass: an unknown relationship, a mapping to a requirement that does not exist, an
unknown parent, two requirements with one URN (it merges them), a blank in a URN, a reverse set that
says something else. It stops at the first of: a version that is no integer, a reference control or
threat that does not exist, a name that is too long, an unknown category, a list under both its key
and the deprecated one. The same checks stand before an export and after a read.

Sources:
    CISO Assistant (https://github.com/intuitem/ciso-assistant-community), library loader and models
    of its backend.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from typing import Any, Final, Literal, NamedTuple, Protocol

from mitigraph.errors import Code
from mitigraph.interchange.ciso_assistant import (
    CATEGORIES,
    CSF_FUNCTIONS,
    LONGEST_COPYRIGHT,
    LONGEST_NAME,
    LONGEST_PACKAGER,
    LONGEST_PROVIDER,
    LONGEST_REF_ID,
    LONGEST_URN,
    RATIONALES,
    RELATIONSHIPS,
    RESERVED_PACKAGER,
    STRONGEST,
    URN,
    framework_of,
    inverse_of,
)
from mitigraph.interchange.ciso_records import (
    DEPRECATED,
    Record,
    flag,
    number,
    place_of,
    records,
    text,
)

__all__ = ["Fault", "faults", "ids_of"]

#: What a date looks like.
_DATE: Final = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
#: The fields of all kinds of records that hold text, and those that hold lists.
_TEXTS: Final = ("ref_id", "name", "description", "annotation")
_SEQUENCES: Final = (
    *("requirement_nodes", "implementation_groups_definition", "requirement_mappings"),
    *("implementation_groups", "reference_controls", "threats"),
)

_LONGEST: Final = {
    "name": LONGEST_NAME,
    "ref_id": LONGEST_REF_ID,
    "copyright": LONGEST_COPYRIGHT,
    "packager": LONGEST_PACKAGER,
    "provider": LONGEST_PROVIDER,
}
_NEEDED: Final = ("source_requirement_urn", "target_requirement_urn", "relationship")


class Fault(NamedTuple):
    """One thing that is wrong.

    Attributes:
        severity: "error" where the record can't be used at all.
        code: The kind of fault.
        place: Its line where that is known, else its JSON pointer.
        id: The URN or ref_id of the record, as far as it has one.
        message: What is wrong, one clause.
        pointer: The JSON pointer of the record; empty for the library itself.
    """

    severity: Literal["error", "warning"]
    code: Code
    place: str
    id: str
    message: str
    pointer: str = ""


class _Tell(Protocol):
    def __call__(self, severity: Literal["error", "warning"], code: Code, message: str) -> Fault:
        """Return a fault of the record that is looked at."""


@dataclass
class _Known:
    """What a library defines, by URN in lower case."""

    kinds: dict[str, dict[str, Record]] = field(default_factory=dict)
    nodes: set[str] = field(default_factory=set)
    frameworks: set[str] = field(default_factory=set)
    elsewhere: bool = False

    def get(self, kind: str, name: str) -> Record | None:
        return self.kinds.get(kind, {}).get(name.lower())

    def framework_of(self, node: str) -> str | None:
        defined = self.get("node", node)
        return text(defined.parent.get("urn")).lower() if defined else framework_of(node)


def faults(library: dict[str, Any], *, nodes: Collection[str] = ()) -> list[Fault]:
    """Return what is wrong with a library, the library itself first, then record by record.

    Args:
        library: What the YAML file holds; scalars may be text or have types.
        nodes: URNs of the requirements of other libraries that are known; a mapping to another
            requirement of one of their frameworks leads nowhere.

    Example:
        >>> node = {"urn": "urn:a:risk:req_node:f:1", "parent_urn": "urn:a:risk:req_node:f:0"}
        >>> framework = {"urn": "urn:a:risk:framework:f", "requirement_nodes": [node]}
        >>> found = faults({"objects": {"framework": framework}})
        >>> [fault.message for fault in found if fault.code == "dangling-ref"]
        ['its framework has no node urn:a:risk:req_node:f:0 above it']
    """
    found = list(records(library))
    known = _Known(elsewhere=bool(library.get("dependencies")))
    for one in found:
        if isinstance(one.value, dict):
            name = text(one.value.get("urn")).lower()
            if not name:
                continue
            known.kinds.setdefault(one.kind, {}).setdefault(name, one)
    known.nodes = {*known.kinds.get("node", ()), *(one.lower() for one in nodes)}
    known.frameworks = {part for one in known.nodes if (part := framework_of(one))}
    problems = [*_library(library), *([] if found else [_empty(library)])]
    seen: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for one in found:
        if not isinstance(one.value, dict):
            shown = text(one.value)[:40]
            wrong = "expected a mapping"
            problems.append(Fault("error", "wrong-type", one.place, shown, wrong, one.pointer))
            continue
        tell = _teller(one)
        problems += _types(one.value, tell)
        if one.kind != "mapping":
            problems += _named(one.value, one.kind, tell, seen)
        if one.kind in ("reference_control", "threat"):
            pair = (one.kind, f"{text(one.value.get('ref_id'))} {text(one.value.get('name'))}")
            pairs[pair] += 1
            if pairs[pair] == 2:  # noqa: PLR2004 - told once, at the second
                message = "the ref_id and the name of an earlier one, too"
                problems.append(tell("warning", "duplicate-id", message))
        problems += _CHECKS[one.kind](one, tell, known)
    return problems + list(_reverse_sets(found))


def _teller(record: Record) -> _Tell:
    value = record.value
    name = text(value.get("urn")) or text(value.get("ref_id"))
    if record.kind == "mapping":
        ends = (text(value.get(key)) for key in _NEEDED[:2])
        name = " to ".join(ends)

    def tell(severity: Literal["error", "warning"], code: Code, message: str) -> Fault:
        return Fault(severity, code, record.place, name, message, record.pointer)

    return tell


def _library(library: dict[str, Any]) -> Iterator[Fault]:
    name = text(library.get("urn"))
    place = place_of(library, "/")

    def tell(code: Code, message: str) -> Fault:
        return Fault("warning", code, place, name, message)

    for key in ("urn", "ref_id", "version", "name"):
        if not text(library.get(key)):
            yield tell("missing-field", f"the library has no {key}")
    version = text(library.get("version"))
    if version and not number(version):
        yield tell("version-mismatch", f'the version "{version[:40]}" is no whole number from 1')
    date = text(library.get("publication_date"))
    if date and not _DATE.fullmatch(date):
        yield tell("schema", f'the publication date "{date[:40]}" is none of the form 2026-01-31')
    for key, longest in _LONGEST.items():
        if len(text(library.get(key))) > longest:
            yield tell("too-large", f"a {key} of over {longest} characters")
    held = library.get("objects")
    for old, new in DEPRECATED.items():
        if isinstance(held, dict) and {old, new} <= held.keys():
            yield tell("schema", f"both {new} and {old}, which the loader refuses")
    yield from (tell("bad-id", message) for message in _library_names(library, name))


def _library_names(library: dict[str, Any], name: str) -> Iterator[str]:
    """Yield what is wrong with the URN of a library, its packager and its dependencies."""
    packager = owner = text(library.get("packager"))
    if URN.fullmatch(name):
        owner = name.split(":")[1]
    elif name:
        yield "the URN of the library is none of the form urn:x:risk:library:name"
    if packager == RESERVED_PACKAGER != owner:
        yield f"the packager {packager} is reserved for CISO Assistant's own"
    elif packager and packager != owner:
        yield f"the packager is {packager}, the URN says {owner}"
    for one in _list(library, "dependencies"):
        if not URN.fullmatch(text(one)):
            yield f'the dependency "{text(one)}" is no URN'


def _empty(library: dict[str, Any]) -> Fault:
    message = "no framework, reference control, threat or mapping set in it"
    return Fault("warning", "empty-text", place_of(library, "/"), text(library.get("urn")), message)


def _types(value: dict[str, Any], tell: _Tell) -> Iterator[Fault]:
    """Yield the fields of a record that hold another type of value than they should."""
    for key in _TEXTS:
        if isinstance(value.get(key), (dict, list)) and value[key]:
            yield tell("warning", "wrong-type", f"its {key} is no text")
    for key in _SEQUENCES:
        if not isinstance(value.get(key), list) and (text(value.get(key)) or value.get(key)):
            yield tell("warning", "wrong-type", f"its {key} is no list")


def _named(value: dict[str, Any], kind: str, tell: _Tell, seen: Counter[str]) -> Iterator[Fault]:
    """Yield what is wrong with the URN, the ref_id and the name of an object."""
    name = text(value.get("urn"))
    if not name:
        yield tell("error", "missing-field", "it has no urn")
    elif not _is_urn(name):
        yield tell("error", "bad-id", "its urn is none of the form urn:x:risk:kind:name")
    else:
        if not URN.fullmatch(name):
            yield tell("warning", "bad-id", "a URN has letters, digits and .-_()[] alone")
        if name != name.lower():
            yield tell("warning", "bad-id", "capitals in the URN: the loader makes them small")
        if len(name) > LONGEST_URN:
            yield tell("warning", "too-large", f"a URN of over {LONGEST_URN} characters")
        seen[name.lower()] += 1
        if seen[name.lower()] > 1:
            yield tell("error", "duplicate-id", "the URN of an earlier object, too")
    if kind not in {"node", "set"} and not text(value.get("ref_id")):
        yield tell("warning", "missing-field", "it has no ref_id")
    for key, longest in (("name", LONGEST_NAME), ("ref_id", LONGEST_REF_ID)):
        if len(text(value.get(key))) > longest:
            yield tell("warning", "too-large", f"a {key} of over {longest} characters")


def _is_urn(name: str) -> bool:
    """Whether a name is a URN at all; the loader takes other characters in one."""
    return name.lower().startswith("urn:") and name.count(":") >= 4  # noqa: PLR2004 - urn:x:risk:kind:name


def _framework(record: Record, tell: _Tell, _known: _Known) -> Iterator[Fault]:
    value = record.value
    if not _list(value, "requirement_nodes"):
        yield tell("warning", "empty-text", "a framework without requirements")
    low, high = (
        number(value.get(key)) if text(value.get(key)) else default
        for key, default in (("min_score", 0), ("max_score", 100))
    )
    if low is None or high is None or low >= high:
        yield tell("warning", "schema", "min_score is not less than max_score, numbers from 0")
    groups = Counter(
        text(one.get("ref_id")) if isinstance(one, dict) else ""
        for one in _list(value, "implementation_groups_definition")
    )
    for group, count in groups.items():
        if not group:
            yield tell("warning", "missing-field", "an implementation group without ref_id")
        elif count > 1:
            yield tell("warning", "duplicate-id", f"two implementation groups {group}")


def _node(record: Record, tell: _Tell, known: _Known) -> Iterator[Fault]:
    value = record.value
    above = text(value.get("parent_urn"))
    parent = known.get("node", above)
    if above and (parent is None or parent.parent is not record.parent):
        yield tell("warning", "dangling-ref", f"its framework has no node {above} above it")
    elif parent and not _below(value, parent.value):
        yield tell("warning", "schema", f"its depth is not one more than that of {above}")
    if flag(value.get("assessable")) is None:
        yield tell("warning", "wrong-type", "assessable is neither true nor false")
    if not any(text(value.get(key)) for key in ("ref_id", "name", "description")):
        yield tell("warning", "empty-text", "a node without ref_id, name and description")
    for key, kind in (("reference_controls", "reference_control"), ("threats", "threat")):
        for one in _list(value, key):
            if not known.get(kind, text(one)) and not known.elsewhere:
                yield tell("warning", "dangling-ref", f"no {kind.replace('_', ' ')} {text(one)}")
    defined = {
        text(one.get("ref_id"))
        for one in _list(record.parent, "implementation_groups_definition")
        if isinstance(one, dict)
    }
    for one in _list(value, "implementation_groups"):
        if text(one) not in defined:
            yield tell("warning", "dangling-ref", f"no implementation group {text(one)}")


def _below(value: dict[str, Any], parent: dict[str, Any]) -> bool:
    own, above = number(value.get("depth")), number(parent.get("depth"))
    return own is None or above is None or own == above + 1


def _reference_control(record: Record, tell: _Tell, _known: _Known) -> Iterator[Fault]:
    for key, words in (("category", CATEGORIES), ("csf_function", CSF_FUNCTIONS)):
        word = text(record.value.get(key))
        if word and word not in words:
            yield tell("warning", "unknown-term", f'{key} "{word}" is none of {", ".join(words)}')


def _threat(record: Record, tell: _Tell, known: _Known) -> Iterator[Fault]:
    above = text(record.value.get("parent_urn"))
    if above and not known.get(record.kind, above):
        yield tell("warning", "dangling-ref", f"no {record.kind} {above} above it")
    for one in _list(record.value, "reference_controls"):
        if not known.get("reference_control", text(one)) and not known.elsewhere:
            yield tell("warning", "dangling-ref", f"no reference control {text(one)}")


def _set(record: Record, tell: _Tell, _known: _Known) -> Iterator[Fault]:
    for key in ("source_framework_urn", "target_framework_urn"):
        name = text(record.value.get(key))
        if not URN.fullmatch(name):
            yield tell("warning", "bad-id" if name else "missing-field", f"{key} is no URN")
    if not text(record.value.get("name")):
        yield tell("warning", "missing-field", "a mapping set without a name")
    if not _list(record.value, "requirement_mappings"):
        yield tell("warning", "empty-text", "a mapping set without mappings")


def _mapping(record: Record, tell: _Tell, known: _Known) -> Iterator[Fault]:
    value = record.value
    for key in _NEEDED:
        if not text(value.get(key)):
            yield tell("error", "missing-field", f"it has no {key}")
    word = text(value.get("relationship"))
    if word and word not in RELATIONSHIPS:
        message = f'"{word}" is no relationship; expected one of {", ".join(RELATIONSHIPS)}'
        yield tell("error", "unknown-term", message)
    for key in _NEEDED[:2]:
        yield from _end(record, key, tell, known)
    word = text(value.get("rationale"))
    if word and word not in RATIONALES:
        yield tell("warning", "unknown-term", f'"{word}" is no rationale')
    strength = text(value.get("strength_of_relationship"))
    counted = number(strength)
    if strength and (counted is None or counted > STRONGEST):
        message = f'the strength "{strength[:40]}" is no number from 0 to {STRONGEST}'
        yield tell("warning", "wrong-type", message)


def _end(record: Record, key: str, tell: _Tell, known: _Known) -> Iterator[Fault]:
    end = text(record.value.get(key)).lower()
    framework = text(record.parent.get(key.replace("requirement", "framework"))).lower()
    if end and not _is_urn(end):
        yield tell("error", "bad-id", f"{key} is no URN")
    elif end in known.nodes and framework and known.framework_of(end) != framework:
        yield tell("warning", "schema", f"{key} is no requirement of {framework}")
    elif end and end not in known.nodes and {framework, framework_of(end)} & known.frameworks:
        yield tell("error", "dangling-ref", f"no requirement {end}")


_CHECKS: Final[dict[str, Callable[[Record, _Tell, _Known], Iterator[Fault]]]] = {
    "framework": _framework,
    "node": _node,
    "reference_control": _reference_control,
    "threat": _threat,
    "technique": _threat,
    "set": _set,
    "mapping": _mapping,
}


def ids_of(mapping_set: dict[str, Any]) -> tuple[str, str]:
    """Return the URNs of the frameworks that a set maps from and to, in lower case."""
    source, target = (
        text(mapping_set.get(f"{end}_framework_urn")).lower() for end in ("source", "target")
    )
    return source, target


def _reverse_sets(found: list[Record]) -> Iterator[Fault]:
    """Yield the sets that are another one's reverse by their ends, but say something else."""
    first: dict[tuple[str, str], Record] = {}
    for one in found:
        if one.kind != "set" or not isinstance(one.value, dict):
            continue
        ends = ids_of(one.value)
        back = first.get(ends[::-1])
        if back is None:
            first.setdefault(ends, one)
        elif _said(one.value) != _said(back.value, backwards=True):
            message = f"it is not the inverse of {text(back.value.get('urn'))}"
            yield _teller(one)("warning", "schema", message)


def _said(mapping_set: dict[str, Any], *, backwards: bool = False) -> Counter[tuple[str, ...]]:
    rows: Counter[tuple[str, ...]] = Counter()
    for one in _list(mapping_set, "requirement_mappings"):
        if isinstance(one, dict):
            source, target = (text(one.get(key)).lower() for key in _NEEDED[:2])
            word = text(one.get("relationship"))
            rows[(target, source, inverse_of(word)) if backwards else (source, target, word)] += 1
    return rows


def _list(parent: dict[str, Any], key: str) -> list[Any]:
    held = parent.get(key)
    return held if isinstance(held, list) else []
