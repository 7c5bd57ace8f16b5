"""MITRE ATLAS from its YAML: tactics, techniques, mitigations, and how they hang together.

Case studies are no part of a framework and are passed over, with a warning that counts them.

Sources:
    MITRE ATLAS, the file ATLAS.yaml of its data (https://github.com/mitre-atlas/atlas-data).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from mitigraph.errors import Code, DataError
from mitigraph.importers.adversary import (
    ATLAS,
    Adversary,
    Mitigation,
    Tactic,
    Technique,
    adversary_statements,
    major_of,
    plain_text,
)
from mitigraph.importers.licences import text_allowed
from mitigraph.importers.oscal.document import web_address
from mitigraph.importers.provenance import Origin, origin_statements
from mitigraph.importers.recognition import wrong_document
from mitigraph.importers.registry import ImportChoices
from mitigraph.importers.report import Finding, Imported
from mitigraph.importers.statements import clean_line
from mitigraph.reader.json import pointer
from mitigraph.reader.text import read_text
from mitigraph.reader.yaml import YamlMapping, YamlSequence, parse_yaml
from mitigraph.terms import BASE, Iri, slug

__all__ = ["read"]

_HOME: Final = Iri("https://atlas.mitre.org")
_MAJOR: Final = 5
_KINDS: Final = {
    "tactics": re.compile(r"AML[.]TA\d{4}"),
    "techniques": re.compile(r"AML[.]T\d{4}([.]\d{3})?"),
    "mitigations": re.compile(r"AML[.]M\d{4}"),
}


def read(path: Path, choices: ImportChoices) -> Imported:
    """Read the YAML of MITRE ATLAS.

    Args:
        path: The file, UTF-8.
        choices: What the user has chosen. The file names no licence: descriptions are kept only if
            `licence` allows it.

    Returns:
        Schemes of mitigations, techniques, tactics, categories and stages, a mapping set of the
        references to ATT&CK, and the account of all tactics, techniques and mitigations.

    Raises:
        DataError: If the file as a whole can't be used.
    """
    document = parse_yaml(read_text(path), path=str(path))
    matrices = document.get("matrices") if isinstance(document, YamlMapping) else None
    if not isinstance(document, YamlMapping) or not isinstance(matrices, YamlSequence):
        raise wrong_document(document, path=str(path), expected="the YAML of MITRE ATLAS")
    reading = _Reading(path)
    version = choices.version or _scalar(document.get("version"))
    reading.check_version(document, choices)
    key, major = choices.scheme(ATLAS, major_of(version) or _MAJOR)
    base = Adversary(
        key,
        major,
        choices.title or "MITRE ATLAS",
        version,
        choices.source or _HOME,
        choices.licence,
        text_allowed(choices.licence) and not choices.ids_only,
    )
    for number, matrix in enumerate(matrices):
        reading.read_matrix(base, number, matrix)
    reading.link(base)
    studies = document.get("case-studies")
    if studies:
        count = len(studies) if isinstance(studies, YamlSequence) else "no list of"
        message = f"{count} case studies, which are not read"
        reading.tell("warning", "unknown-term", "/case-studies", "", message)
    result = reading.result
    result.made = len(base.tactics) + len(base.techniques) + len(base.mitigations)
    result.graph = Iri(f"{BASE}graph/{key}-{major}")
    parts = []
    for part, quads in adversary_statements(base, module_header=choices.module):
        parts.append(part)
        result.quads.extend(quads)
    origin = Origin(base.title, (path,), version, choices.licence, base.source, base.text_kept)
    result.quads.extend(origin_statements(result.graph, origin, parts=parts))
    return result


class _Reading:
    """Reads records and tells what is wrong with them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.result = Imported("records")
        self._places: dict[str, str] = {}

    def tell(self, severity: Any, code: Code, place: str, name: str, message: str) -> None:
        self.result.findings.append(Finding(severity, code, str(self.path), place, name, message))

    def check_version(self, document: YamlMapping, choices: ImportChoices) -> None:
        """Warn where the file's version is not the one that the user or the file's name says."""
        stated = _scalar(document.get("version"))
        named = re.search(r"\d+(?:[.]\d+)+", self.path.stem)
        expected = choices.version or (named[0] if named else "")
        if stated and expected and stated != expected:
            where = "--version" if choices.version else "the file's name"
            self.tell(
                "warning",
                "version-mismatch",
                f"line {document.lines.get('version', 1)}",
                stated,
                f"the file says version {stated}, {where} says {expected}",
            )
        elif not stated:
            self.tell("warning", "missing-field", "/version", "", "the file names no version")

    def read_matrix(self, base: Adversary, number: int, matrix: Any) -> None:
        place = pointer("matrices", number)
        if not isinstance(matrix, YamlMapping):
            self.result.records += 1
            self.tell("error", "wrong-type", place, "", "no matrix")
            return
        if not _KINDS.keys() & matrix.keys():
            message = f"a matrix without {', '.join(_KINDS)}"
            self.tell("warning", "missing-field", place, _scalar(matrix.get("id")), message)
        for kind in _KINDS:
            found = matrix.get(kind, [])
            if not isinstance(found, list):
                self.result.records += 1
                self.tell("error", "wrong-type", f"{place}/{kind}", "", f"{kind} is no list")
                continue
            for index, record in enumerate(found):
                self.result.records += 1
                where = f"{place}/{kind}/{index}"
                try:
                    self.read_record(base, kind, where, record)
                except DataError as refused:
                    name = record.get("id", "") if isinstance(record, YamlMapping) else ""
                    self.tell(
                        "error",
                        refused.code,
                        refused.place or where,
                        _scalar(name),
                        refused.reason,
                    )

    def read_record(self, base: Adversary, kind: str, where: str, record: Any) -> None:
        if not isinstance(record, YamlMapping):
            raise DataError("no mapping of fields to values", place=where, code="wrong-type")
        name, title = (_scalar(record.get(one)) for one in ("id", "name"))
        for given, what in ((name, "id"), (title, "name")):
            if not given:
                raise DataError(f"{what} is missing or no text", place=where, code="missing-field")
        if not _KINDS[kind].fullmatch(name):
            raise DataError(f"no id of {kind}", place=f"{where}/id", code="bad-id")
        known: dict[str, Any] = getattr(base, kind)
        if name in known:
            raise DataError("the id of an earlier record", place=where, code="duplicate-id")
        text = plain_text(record["description"]) if _scalar(record.get("description")) else ""
        if not text:
            self.tell("warning", "empty-text", where, name, "no description")
        self._places[name] = where
        common = (name, title, text, self.reference(where, name, record))
        if kind == "tactics":
            known[name] = Tactic(*common)
        elif kind == "techniques":
            known[name] = Technique(
                *common,
                tactics=tuple(self.texts(where, name, record, "tactics")),
                parent=self.parent(where, name, record),
            )
        else:
            known[name] = Mitigation(
                *common,
                mitigates=tuple(self.uses(where, name, record)),
                stages=tuple(self.texts(where, name, record, "ml-lifecycle")),
                categories=tuple(self.texts(where, name, record, "category")),
            )

    def reference(self, where: str, name: str, record: YamlMapping) -> str:
        found = record.get("ATT&CK-reference")
        if found is None:
            return ""
        url = found.get("url") if isinstance(found, YamlMapping) else None
        named = web_address(url)
        if named is None:
            place = f"{where}/ATT&CK-reference"
            self.tell("warning", "wrong-type", place, name, "no reference with a url")
        return named or ""

    def parent(self, where: str, name: str, record: YamlMapping) -> str | None:
        value = record.get("subtechnique-of")
        if value is not None and not _scalar(value):
            place = f"{where}/subtechnique-of"
            self.tell("warning", "wrong-type", place, name, "no technique's id")
        return _scalar(value) or None

    def texts(self, where: str, name: str, record: YamlMapping, field: str) -> Iterator[str]:
        """Yield the texts of a list; what is no text there is told."""
        value = record.get(field, [])
        if not isinstance(value, list):
            self.tell("warning", "wrong-type", f"{where}/{field}", name, f"{field} is no list")
            return
        for index, one in enumerate(value):
            place = f"{where}/{field}/{index}"
            if slug(_scalar(one)):
                yield _scalar(one)
            elif isinstance(one, str):
                self.tell("warning", "empty-text", place, name, f"{field} holds no name")
            else:
                held = _scalar(one.get("id")) if isinstance(one, YamlMapping) else "?"
                message = f"{field} holds an object (id {held}) where a name is due"
                self.tell("warning", "wrong-type", place, name, message)

    def uses(self, where: str, name: str, record: YamlMapping) -> Iterator[str]:
        value = record.get("techniques", [])
        if not isinstance(value, list):
            self.tell("warning", "wrong-type", f"{where}/techniques", name, "techniques is no list")
            return
        seen: set[str] = set()
        for index, one in enumerate(value):
            target = _scalar(one.get("id")) if isinstance(one, YamlMapping) else ""
            place = f"{where}/techniques/{index}"
            if target in seen:
                self.tell("warning", "duplicate-id", place, name, f"{target} is listed already")
            elif target:
                seen.add(target)
                yield target
            else:
                self.tell("warning", "wrong-type", place, name, "no technique's id")

    def link(self, base: Adversary) -> None:
        """Drop links to what is not there, and tell each."""
        techniques = base.techniques
        for name, one in list(techniques.items()):
            above = [one.parent] if one.parent else []
            parent = next(self.there(name, "subtechnique-of", above, techniques), None)
            if parent and techniques[parent].parent:
                place = f"{self._places[name]}/subtechnique-of"
                message = f"{parent} is a subtechnique itself"
                self.tell("warning", "wrong-type", place, name, message)
                parent = None
            tactics = tuple(self.there(name, "tactics", one.tactics, base.tactics))
            techniques[name] = replace(one, tactics=tactics, parent=parent)
        for name, mitigation in list(base.mitigations.items()):
            kept = tuple(self.there(name, "techniques", mitigation.mitigates, techniques))
            base.mitigations[name] = replace(mitigation, mitigates=kept)

    def there(self, name: str, field: str, targets: Any, known: Any) -> Iterator[str]:
        for target in targets:
            if target in known:
                yield target
            else:
                place = f"{self._places[name]}/{field}"
                self.tell("warning", "dangling-ref", place, name, f"nothing has the id {target}")


def _scalar(value: Any) -> str:
    return clean_line(value) if isinstance(value, str) else ""
