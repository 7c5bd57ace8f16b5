"""What is wrong with a CISO Assistant library, beyond what its loader sees.

The loader lets pass: an unknown relationship, a mapping to a requirement that does not exist, an
unknown parent, two requirements with one URN (it merges them), a blank in a URN, a reverse set that
says something else. It stops at the first of: a version that is no integer, a reference control
that does not exist, a name that is too long, an unknown category. The same checks stand before an
export and after a read.

Sources:
    CISO Assistant (https://github.com/intuitem/ciso-assistant-community), library loader and models
    of its backend.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from typing import Any, Final, Literal, NamedTuple

from mitigraph.errors import Code
from mitigraph.interchange.ciso_assistant import (
    CATEGORIES,
    CSF_FUNCTIONS,
    LONGEST_NAME,
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
from mitigraph.reader.json import pointer

__all__ = ["Fault", "Record", "faults", "ids_of", "number", "records", "text"]

#: The parts of a library that hold records, each with the deprecated key of a single one.
_LISTS: Final = {
    "threats": None,
    "reference_controls": None,
    "frameworks": "framework",
    "requirement_mapping_sets": "requirement_mapping_set",
}
_NULLS: Final = ("", "~", "null", "Null", "NULL")
_NUMBER: Final = re.compile(r"[0-9]{1,9}")
_NEEDED: Final = ("source_requirement_urn", "target_requirement_urn", "relationship")


class Fault(NamedTuple):
    """One thing that is wrong.

    Attributes:
        severity: "error" where the record can't be used at all.
        code: The kind of fault.
        place: Its line where that is known, else its JSON pointer.
        id: The URN or ref_id of the record, as far as it has one.
        message: What is wrong, one clause.
    """

    severity: Literal["error", "warning"]
    code: Code
    place: str
    id: str
    message: str


class Record(NamedTuple):
    """A record of a library.

    Attributes:
        kind: "threat", "reference_control", "framework", "node", "set" or "mapping".
        value: What stands there; anything.
        place: Its line where that is known, else its JSON pointer.
        parent: The framework of a node, the set of a mapping.
    """

    kind: str
    value: Any
    place: str
    parent: dict[str, Any]


def text(value: Any) -> str:
    """Return a scalar of YAML as text, whether a parser gave it a type or not; else nothing.

    Example:
        >>> text(None), text("null"), text(True), text(3), text([])
        ('', '', 'true', '3', '')
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (str, int, float)):
        return "" if value in _NULLS else str(value)
    return ""


def number(value: Any) -> int | None:
    """Return a whole number from 0, whether a parser gave it a type or not; else None.

    Example:
        >>> number("12"), number(3), number("1.0"), number(None)
        (12, 3, None, None)
    """
    digits = text(value)
    return int(digits) if _NUMBER.fullmatch(digits) else None


def records(library: dict[str, Any]) -> Iterator[Record]:
    """Yield the records of a library in the order in which the loader takes them.

    What is no mapping, or stands where a list should be, is a record too.
    """
    objects = library.get("objects")
    held = objects if isinstance(objects, dict) else {}
    for key, single in _LISTS.items():
        kind = {"frameworks": "framework", "requirement_mapping_sets": "set"}.get(key, key[:-1])
        for name in (single, key):
            for place, value in _members(held, name, pointer("objects")) if name else ():
                yield Record(kind, value, _place(value, place), {})
                inner = {"framework": ("requirement_nodes", "node")}.get(
                    kind, ("requirement_mappings", "mapping")
                )
                if kind in ("framework", "set") and isinstance(value, dict):
                    for where, one in _members(value, inner[0], place):
                        yield Record(inner[1], one, _place(one, where), value)


def _members(parent: dict[str, Any], key: str, place: str) -> Iterator[tuple[str, Any]]:
    """Yield what a key holds: the items of a list, or the one value, with JSON pointers."""
    held = parent.get(key)
    where = place + pointer(key)
    if isinstance(held, list):
        yield from ((where + pointer(number), one) for number, one in enumerate(held))
    elif isinstance(held, dict) or text(held):
        yield where, held


def _place(value: Any, where: str) -> str:
    line = getattr(value, "line", None)
    return where if line is None else f"line {line}"


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
            known.kinds.setdefault(one.kind, {}).setdefault(name, one)
    known.nodes = {*known.kinds.get("node", ()), *(one.lower() for one in nodes)}
    known.frameworks = {part for one in known.nodes if (part := framework_of(one))}
    problems = [*_library(library), *([] if found else [_empty(library)])]
    seen: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for one in found:
        if not isinstance(one.value, dict):
            shown = text(one.value)[:40]
            problems.append(Fault("error", "wrong-type", one.place, shown, "expected a mapping"))
            continue
        tell = _teller(one)
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


def _teller(record: Record) -> Callable[..., Fault]:
    value = record.value
    name = text(value.get("urn")) or text(value.get("ref_id"))
    if record.kind == "mapping":
        ends = (text(value.get(key)) for key in _NEEDED[:2])
        name = " to ".join(ends)

    def tell(severity: Literal["error", "warning"], code: Code, message: str) -> Fault:
        return Fault(severity, code, record.place, name, message)

    return tell


def _library(library: dict[str, Any]) -> Iterator[Fault]:
    name = text(library.get("urn"))
    place = _place(library, "/")

    def tell(code: Code, message: str) -> Fault:
        return Fault("warning", code, place, name, message)

    for key in ("urn", "ref_id", "locale", "version", "name"):
        if not text(library.get(key)):
            yield tell("missing-field", f"the library has no {key}")
    version = text(library.get("version"))
    if version and not number(version):
        yield tell("version-mismatch", f'the version "{version[:40]}" is no whole number from 1')
    if len(text(library.get("name"))) > LONGEST_NAME:
        yield tell("too-large", f"a name of over {LONGEST_NAME} characters")
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
    return Fault("warning", "empty-text", _place(library, "/"), text(library.get("urn")), message)


def _named(
    value: dict[str, Any], kind: str, tell: Callable[..., Fault], seen: Counter[str]
) -> Iterator[Fault]:
    """Yield what is wrong with the URN, the ref_id and the name of an object."""
    name = text(value.get("urn"))
    if not name:
        yield tell("error", "missing-field", "it has no urn")
    elif not URN.fullmatch(name):
        yield tell("error", "bad-id", "a URN of letters, digits and .-_()[] in parts with colons")
    else:
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


def _framework(record: Record, tell: Callable[..., Fault], _known: _Known) -> Iterator[Fault]:
    value = record.value
    if not _list(value, "requirement_nodes"):
        yield tell("warning", "empty-text", "a framework without requirements")
    low, high = (number(value.get(key)) for key in ("min_score", "max_score"))
    if low is not None and high is not None and low >= high:
        yield tell("warning", "schema", "min_score is not less than max_score")
    groups = Counter(
        text(one.get("ref_id")) if isinstance(one, dict) else ""
        for one in _list(value, "implementation_groups_definition")
    )
    for group, count in groups.items():
        if not group:
            yield tell("warning", "missing-field", "an implementation group without ref_id")
        elif count > 1:
            yield tell("warning", "duplicate-id", f"two implementation groups {group}")


def _node(record: Record, tell: Callable[..., Fault], known: _Known) -> Iterator[Fault]:
    value = record.value
    above = text(value.get("parent_urn"))
    parent = known.get("node", above)
    if above and (parent is None or parent.parent is not record.parent):
        yield tell("warning", "dangling-ref", f"its framework has no node {above} above it")
    elif parent and not _below(value, parent.value):
        yield tell("warning", "schema", f"its depth is not one more than that of {above}")
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


def _reference_control(
    record: Record, tell: Callable[..., Fault], _known: _Known
) -> Iterator[Fault]:
    for key, words in (("category", CATEGORIES), ("csf_function", CSF_FUNCTIONS)):
        word = text(record.value.get(key))
        if word and word not in words:
            yield tell("warning", "unknown-term", f'{key} "{word}" is none of {", ".join(words)}')


def _threat(record: Record, tell: Callable[..., Fault], known: _Known) -> Iterator[Fault]:
    for one in _list(record.value, "reference_controls"):
        if not known.get("reference_control", text(one)) and not known.elsewhere:
            yield tell("warning", "dangling-ref", f"no reference control {text(one)}")


def _set(record: Record, tell: Callable[..., Fault], _known: _Known) -> Iterator[Fault]:
    for key in ("source_framework_urn", "target_framework_urn"):
        name = text(record.value.get(key))
        if not URN.fullmatch(name):
            yield tell("warning", "bad-id" if name else "missing-field", f"{key} is no URN")
    if not text(record.value.get("name")):
        yield tell("warning", "missing-field", "a mapping set without a name")
    if not _list(record.value, "requirement_mappings"):
        yield tell("warning", "empty-text", "a mapping set without mappings")


def _mapping(record: Record, tell: Callable[..., Fault], known: _Known) -> Iterator[Fault]:
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


def _end(record: Record, key: str, tell: Callable[..., Fault], known: _Known) -> Iterator[Fault]:
    end = text(record.value.get(key)).lower()
    framework = text(record.parent.get(key.replace("requirement", "framework"))).lower()
    if end and not URN.fullmatch(end):
        yield tell("error", "bad-id", f"{key} is no URN")
    elif end in known.nodes and framework and known.framework_of(end) != framework:
        yield tell("warning", "schema", f"{key} is no requirement of {framework}")
    elif end and end not in known.nodes and {framework, framework_of(end)} & known.frameworks:
        yield tell("error", "dangling-ref", f"no requirement {end}")


_CHECKS: Final[dict[str, Callable[[Record, Callable[..., Fault], _Known], Iterator[Fault]]]] = {
    "framework": _framework,
    "node": _node,
    "reference_control": _reference_control,
    "threat": _threat,
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
