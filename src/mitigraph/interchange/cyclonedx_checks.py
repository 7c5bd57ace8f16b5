"""What is wrong with a CycloneDX document, beyond what its schema sees.

The official schema lets pass: a requirement below one that does not exist or below itself, two
things with one bom-ref, a requirement that says nothing, a level without requirements, and
attestations and claims that refer to nothing. The same checks stand before an export and after a
read. Only standards and declarations are looked at, and the bom-refs of the whole document.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any, Final, Literal

from mitigraph.errors import Code
from mitigraph.interchange.cyclonedx import SPEC_VERSIONS
from mitigraph.interchange.fault import Fault, shown
from mitigraph.reader.json import pointer

__all__ = ["faults"]

_SERIAL: Final = re.compile(
    r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
)
#: What refers to one thing; anything else that refers holds a list.
_SINGLE: Final = ("requirement", "target", "assessor")
_OPEN_CRE: Final = re.compile("CRE:[0-9]+-[0-9]+")

Object = dict[str, Any]
Severity = Literal["error", "warning"]


def faults(document: Any) -> list[Fault]:
    """Return what is wrong with a document; an error refuses a requirement or an attestation.

    Args:
        document: What the JSON file holds; anything.

    Example:
        >>> requirement = {"bom-ref": "a-1", "text": "Audit.", "parent": "a"}
        >>> document = {
        ...     "bomFormat": "CycloneDX",
        ...     "specVersion": "1.6",
        ...     "definitions": {"standards": [{"requirements": [requirement]}]},
        ... }
        >>> [(fault.code, fault.id, fault.place) for fault in faults(document)]
        [('dangling-ref', 'a-1', '/definitions/standards/0/requirements/0')]
    """
    finder = _Finder()
    if not isinstance(document, dict):
        finder.add("error", "wrong-type", "/", "", "expected an object")
        return finder.found
    finder.head(document)
    finder.identities(document)
    definitions = finder.child(document, "definitions", "")
    requirements: set[str] = set()
    for place, standard in finder.objects(definitions, "standards", "/definitions"):
        requirements |= finder.standard(standard, place)
    finder.declarations(finder.child(document, "declarations", ""), requirements)
    return finder.found


class _Finder:
    """Walks through one document and keeps what it finds."""

    def __init__(self) -> None:
        self.found: list[Fault] = []

    def add(self, severity: Severity, code: Code, place: str, name: str, message: str) -> None:
        self.found.append(Fault(severity, code, place, name, message))

    def child(self, parent: Object, key: str, place: str) -> Object:
        """Return the object under a key; an empty one where there is none."""
        held = parent.get(key, {})
        if isinstance(held, dict):
            return held
        self.add("warning", "wrong-type", place + pointer(key), "", "expected an object")
        return {}

    def objects(
        self, parent: Object, key: str, place: str, severity: Severity = "warning"
    ) -> Iterator[tuple[str, Object]]:
        """Yield the objects of the list under a key, with their places."""
        held = parent.get(key, [])
        if not isinstance(held, list):
            self.add(severity, "wrong-type", f"{place}/{key}", "", "expected a list")
            return
        for number, one in enumerate(held):
            if isinstance(one, dict):
                yield f"{place}/{key}/{number}", one
            else:
                self.add(
                    severity,
                    "wrong-type",
                    f"{place}/{key}/{number}",
                    shown(one),
                    "expected an object",
                )

    def head(self, document: Object) -> None:
        if document.get("bomFormat") != "CycloneDX":
            self.add("warning", "schema", "/bomFormat", "", 'expected "CycloneDX"')
        version = document.get("specVersion")
        if version not in SPEC_VERSIONS:
            self.add(
                "warning",
                "version-mismatch",
                "/specVersion",
                shown(version),
                f"expected one of {', '.join(SPEC_VERSIONS)}, which have standards",
            )
        serial = document.get("serialNumber")
        if serial is not None and not (isinstance(serial, str) and _SERIAL.fullmatch(serial)):
            self.add("warning", "bad-id", "/serialNumber", shown(serial), "expected urn:uuid:...")
        number = document.get("version", 1)
        if not isinstance(number, int) or isinstance(number, bool) or number < 1:
            self.add("warning", "wrong-type", "/version", shown(number), "expected 1, 2, 3, ...")

    def identities(self, document: Object) -> None:
        """Find bom-refs that are none, or that two things have."""
        seen: dict[str, str] = {}
        for place, one in _walk(document, ""):
            if "bom-ref" not in one:
                continue
            ref = one["bom-ref"]
            if not isinstance(ref, str) or not ref.strip():
                self.add("error", "bad-id", place, shown(ref), "a bom-ref is a text")
            elif ref in seen:
                self.add("error", "duplicate-id", place, ref, f"the bom-ref of {seen[ref]}, too")
            else:
                seen[ref] = place

    def standard(self, standard: Object, place: str) -> set[str]:
        """Check a standard; return the bom-refs of its requirements."""
        known: dict[str, Object] = {}
        requirements = list(self.objects(standard, "requirements", place, "error"))
        for _, one in requirements:
            if isinstance(ref := one.get("bom-ref"), str):
                known.setdefault(ref, one)
        parents = {one["parent"] for _, one in requirements if isinstance(one.get("parent"), str)}
        rings = _rings(known)
        for where, one in requirements:
            self._requirement(one, where, known, parents, rings)
        for where, level in self.objects(standard, "levels", place):
            name = shown(level.get("identifier") or level.get("bom-ref") or "")
            if not level.get("requirements"):
                self.add("warning", "missing-field", where, name, "a level without requirements")
            self.references(level, "requirements", where, name, known, "requirement")
        return set(known)

    def _requirement(
        self, one: Object, place: str, known: dict[str, Object], parents: set[str], rings: set[str]
    ) -> None:
        ref = one.get("bom-ref")
        name = shown(ref or one.get("identifier") or one.get("title") or "")
        if ref is None:
            self.add("warning", "missing-field", place, name, "a requirement without bom-ref")
        for key in ("identifier", "title", "text", "parent"):
            if key in one and not isinstance(one[key], str):
                self.add("error", "wrong-type", place, name, f"{key} is no text")
        parent = one.get("parent")
        if isinstance(parent, str):
            if parent not in known:
                self.add(
                    "error",
                    "dangling-ref",
                    place,
                    name,
                    f'no requirement has the bom-ref "{parent}"',
                )
            elif isinstance(ref, str) and ref in rings:
                self.add("error", "dangling-ref", place, name, "it stands below itself")
        text = one.get("text")
        named = isinstance(ref, str) and ref in parents
        if not named and not (isinstance(text, str) and text.strip()):
            self.add("warning", "empty-text", place, name, "nothing says what it asks for")
        cres = one.get("openCre", [])
        for cre in cres if isinstance(cres, list) else [cres]:
            if not isinstance(cre, str) or not _OPEN_CRE.fullmatch(cre):
                self.add("warning", "bad-id", place, shown(cre), "an openCre is CRE:123-456")

    def declarations(self, declarations: Object, requirements: Collection[str]) -> None:
        place = "/declarations"
        targets = self.child(declarations, "targets", place)
        known: dict[str, set[str]] = {
            key: {
                one["bom-ref"]
                for _, one in self.objects(declarations, key, place)
                if isinstance(one.get("bom-ref"), str)
            }
            for key in ("assessors", "claims", "evidence")
        }
        about = {
            one["bom-ref"] for _, one in _walk(targets, "") if isinstance(one.get("bom-ref"), str)
        }
        for where, claim in _objects(declarations, "claims", place):
            name = shown(claim.get("bom-ref", ""))
            self.references(claim, "target", where, name, about, "target")
            for key in ("evidence", "counterEvidence", "mitigationStrategies"):
                self.references(claim, key, where, name, known["evidence"], "evidence")
        for where, attestation in self.objects(declarations, "attestations", place):
            self.references(attestation, "assessor", where, "", known["assessors"], "assessor")
            if not attestation.get("map"):
                self.add("warning", "missing-field", where, "", "an attestation without a map")
            for at, one in self.objects(attestation, "map", where, "error"):
                self._attested(one, at, requirements, known)

    def _attested(
        self, one: Object, place: str, requirements: Collection[str], known: dict[str, set[str]]
    ) -> None:
        name = shown(one.get("requirement", ""))
        if "requirement" not in one:
            self.add("error", "missing-field", place, name, "it attests to no requirement")
        self.references(one, "requirement", place, name, requirements, "requirement", "error")
        for key in ("claims", "counterClaims"):
            self.references(one, key, place, name, known["claims"], "claim", "error")
        for key in ("conformance", "confidence"):
            held = self.child(one, key, place)
            score = held.get("score")
            is_share = isinstance(score, (int, float)) and not isinstance(score, bool)
            if score is not None and not (is_share and 0 <= score <= 1):
                self.add(
                    "error",
                    "wrong-type",
                    place,
                    name,
                    f"the score of {key} is {shown(score)}; expected a number from 0 to 1",
                )
            strategies = "mitigationStrategies"
            self.references(held, strategies, place, name, known["evidence"], "evidence")

    def references(  # noqa: PLR0913 - what refers, from where, and to what it may
        self,
        one: Object,
        key: str,
        place: str,
        name: str,
        known: Collection[str],
        kind: str,
        severity: Severity = "warning",
    ) -> None:
        """Find references under a key that lead to nothing of their kind."""
        if key not in one:
            return
        held = one[key]
        if isinstance(held, list) == (key in _SINGLE):
            wanted = "a text" if key in _SINGLE else "a list"
            self.add(severity, "wrong-type", place, name, f"{key}: expected {wanted}")
            return
        for ref in held if isinstance(held, list) else [held]:
            if not isinstance(ref, str):
                self.add(severity, "wrong-type", place, name, f"{key}: a reference is a text")
            elif ref not in known:
                self.add(
                    severity, "dangling-ref", place, name, f'{key}: no {kind} is called "{ref}"'
                )


def _objects(parent: Object, key: str, place: str) -> Iterator[tuple[str, Object]]:
    held = parent.get(key)
    for number, one in enumerate(held if isinstance(held, list) else []):
        if isinstance(one, dict):
            yield f"{place}/{key}/{number}", one


def _walk(value: Any, place: str) -> Iterator[tuple[str, Object]]:
    """Yield every object of a document with its place, the outer ones first."""
    if isinstance(value, list):
        for number, one in enumerate(value):
            yield from _walk(one, f"{place}/{number}")
    elif isinstance(value, dict):
        yield place or "/", value
        for name, one in value.items():
            yield from _walk(one, place + pointer(name))


def _rings(known: dict[str, Object]) -> set[str]:
    """Return the bom-refs of the requirements that stand below themselves."""
    found: set[str] = set()
    done: set[str] = set()
    for ref in known:
        path: dict[str, None] = {}
        above: Any = ref
        while isinstance(above, str) and above in known and above not in done:
            if above in path:
                found.update(list(path)[list(path).index(above) :])
                break
            path[above] = None
            above = known[above].get("parent")
        done.update(path)
    return found
