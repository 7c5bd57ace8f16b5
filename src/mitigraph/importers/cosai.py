"""The CoSAI Risk Map from its YAML files: controls, risks, personas, stages, components.

A folder holds `controls.yaml` and, as far as they are there, `risks.yaml`, `personas.yaml`,
`lifecycle-stage.yaml`, `components.yaml`, `impact-type.yaml` and `actor-access.yaml`; other files
are named in a warning. A control that lists "all" risks or components gets a note and no links, one
that lists "none" gets neither. Names of records in a file that is not there become no links, with a
warning. Controls and risks name each other: a pair that only one side has is told.

Sources:
    CoSAI Risk Map (https://github.com/cosai-oasis/secure-ai-tooling, risk-map/yaml).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from mitigraph.errors import Code, DataError
from mitigraph.importers.frameworks import Control, Framework, framework_statements
from mitigraph.importers.licences import licence_iri, text_allowed
from mitigraph.importers.provenance import Origin, origin_statements
from mitigraph.importers.recognition import wrong_document
from mitigraph.importers.registry import ImportChoices
from mitigraph.importers.report import Finding, Imported
from mitigraph.importers.statements import clean_line, clean_text
from mitigraph.mapping import Mapping as Match
from mitigraph.mapping import MappingSet, mapping_statements
from mitigraph.reader.text import read_text
from mitigraph.reader.yaml import YamlMapping, parse_yaml
from mitigraph.terms import BASE, MG, PREFIXES, Iri, concept_iri, slug

__all__ = ["read"]

_SKOS: Final = PREFIXES["skos"]
_CONCEPT: Final = Iri(_SKOS + "Concept")
_NOT_A_NAME: Final = "what is not a name in a list is left out"
_HOME: Final = Iri("https://github.com/cosai-oasis/secure-ai-tooling")
_UNSPECIFIED: Final = Iri(PREFIXES["sssom"] + "license/unspecified")
_LICENSED: Final = re.compile(
    r"^#.*Licensed under the (.+?)(?:, Version ([\d.]+))?[ (]", re.MULTILINE
)
#: A reference to a document, with the parentheses that hold nothing else. The blanks before it are
#: looked for from their start only, so that a long run of them is read once.
_CITED: Final = re.compile(
    r"(?<!\s)\s*(?:\((?:\{\{ref:[^{}]*\}\}[\s,;]*)+\)|\{\{ref:[^{}]*\}\})", re.IGNORECASE
)
#: A record of the Risk Map in a text, by its id.
_NAMED: Final = re.compile(r"\{\{([^{}]*)\}\}")
_ID: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class _Part:
    """A file of the folder: the key of its list, the scheme that it becomes, and their class."""

    file: str
    list: str
    suffix: str
    what: str
    concept_class: Iri


_PARTS: Final = (
    _Part("controls", "controls", "", "controls", MG["Control"]),
    _Part("risks", "risks", "-risk", "risks", MG["RiskArea"]),
    _Part("personas", "personas", "-persona", "personas", MG["ActorRole"]),
    _Part("lifecycle-stage", "lifecycleStages", "-stage", "stages", MG["LifecycleStage"]),
    _Part("components", "components", "-component", "components", _CONCEPT),
    _Part("impact-type", "impactTypes", "-impact", "types of impact", _CONCEPT),
    _Part("actor-access", "actorAccessLevels", "-access", "levels of access", _CONCEPT),
)
#: The fields of a record that name its category, the narrowest first.
_CATEGORY_SLOTS: Final = ("subcategory", "category")
#: The fields of a control or a risk that name records of another file, and how they are linked.
_FIELDS: Final = {
    "personas": ("personas", MG["assignedTo"]),
    "risks": ("risks", MG["mitigates"]),
    "components": ("components", MG["inFrameworkCategory"]),
    "lifecycleStage": ("lifecycle-stage", MG["appliesAtStage"]),
    "impactType": ("impact-type", MG["inFrameworkCategory"]),
    "actorAccess": ("actor-access", MG["inFrameworkCategory"]),
}


@dataclass(slots=True)
class _Map:
    """What was read: records by file and id, with their places."""

    path: Path
    result: Imported
    records: dict[str, dict[str, YamlMapping]] = field(default_factory=dict)
    categories: dict[str, dict[str, tuple[str, str | None]]] = field(default_factory=dict)
    files: dict[str, Path] = field(default_factory=dict)

    def title(self, name: str) -> str:
        """Return what the record with an id is called; the id where there is none."""
        record = next((some[name] for some in self.records.values() if name in some), None)
        return clean_line(record["title"]) if record else name

    def tell(self, severity: Any, code: Code, file: str, record: Any, message: str) -> None:
        line = f"line {record.line}" if isinstance(record, YamlMapping) else "whole file"
        name = _text(record.get("id")) if isinstance(record, YamlMapping) else ""
        path = self.files.get(file, self.path)
        self.result.findings.append(Finding(severity, code, str(path), line, name, message))


def read(path: Path, choices: ImportChoices) -> Imported:
    """Read the folder, or its file of controls alone.

    Args:
        path: The folder, or `controls.yaml`.
        choices: What the user has chosen; without `licence` that of the file's first comment.

    Returns:
        A scheme for each file, a mapping set for the references to other frameworks, and the
        account of all records.

    Raises:
        DataError: If there are no controls.
    """
    found = _Map(path, Imported("records"))
    found.files, others = _files(path)
    for part in _PARTS:
        if part.file in found.files:
            _read_file(found, part, found.files[part.file])
    for other in others:
        found.result.findings.append(
            Finding(
                "warning",
                "unknown-term",
                str(other),
                "whole file",
                other.stem,
                "a file that is not read",
            )
        )
    licence = choices.licence or _stated(found.files["controls"])
    key, major = choices.scheme("cosai-rm")
    kept = text_allowed(licence) and not choices.ids_only
    version = choices.version or str(major)
    schemes = {
        part.file: Framework(
            key=f"{key}{part.suffix}",
            major=major,
            title=f"CoSAI Risk Map, {part.what}",
            description=f"The {part.what} of the Risk Map of the Coalition for Secure AI.",
            version=version,
            pattern="",
            source=choices.source or _HOME,
            derived_from=(choices.source or _HOME,),
            rights="as its licence says" if licence else "rights not stated",
            licence=licence,
            note="Descriptions are quoted." if kept else "Only ids, names and links are rendered.",
            concept_class=part.concept_class,
        )
        for part in _PARTS
    }
    result = found.result
    result.made = sum(map(len, found.records.values()))
    result.graph = Iri(f"{BASE}graph/{key}-{major}")
    parts: list[Iri] = []
    _read_risk_categories(found)
    _compare(found)
    for part in _PARTS:
        controls = list(_controls(found, part, schemes, text_kept=kept))
        if controls:
            framework = schemes[part.file]
            result.quads.extend(
                framework_statements(
                    framework,
                    controls,
                    module_header=choices.module,
                    part_of=None if part is _PARTS[0] else schemes[_PARTS[0].file],
                )
            )
            parts.append(framework.scheme)
    rows = tuple(_rows(found, schemes, choices))
    if rows:
        mapping_set = MappingSet(
            Iri(f"{BASE}mapping/{key}-{major}_references"),
            licence or _UNSPECIFIED,
            mapping_set_version=version,
            mapping_set_title="References of the CoSAI Risk Map to other frameworks",
            comment="The Risk Map names them and does not say how the two relate.",
            mappings=rows,
        )
        result.quads.extend(mapping_statements(mapping_set))
        parts.append(mapping_set.mapping_set_id)
    origin = Origin(
        "CoSAI Risk Map",
        tuple(found.files.values()),
        choices.version,
        licence,
        choices.source or _HOME,
        kept,
    )
    result.quads.extend(origin_statements(result.graph, origin, parts=parts))
    return result


def _files(path: Path) -> tuple[dict[str, Path], list[Path]]:
    """Return the files to read by their part of the map, and the others.

    Raises:
        DataError: If the folder can't be read, or has no controls.
    """
    try:
        if not path.is_dir():
            return {"controls": path}, []
        there = {part.file: path / f"{part.file}.yaml" for part in _PARTS}
        files = {part: file for part, file in there.items() if file.is_file()}
        others = sorted(set(path.glob("*.yaml")) - set(files.values()))
    except OSError as error:
        raise DataError(
            error.strerror or str(error),
            path=str(path),
            code="unreadable",
            remedy="check the name and the permissions",
        ) from error
    if "controls" not in files:
        raise DataError(
            "no controls.yaml in it",
            path=str(path),
            place="whole folder",
            code="missing-field",
            remedy="name the folder of the Risk Map's YAML files",
        )
    return files, others


def _stated(path: Path) -> Iri | None:
    """Return the licence that the comment at the top of a file names."""
    found = _LICENSED.search(read_text(path)[:2000])
    if not found:
        return None
    name = found[1].removesuffix(" License")
    return licence_iri(f"{name} {found[2]}" if found[2] else name)


def _read_file(found: _Map, part: _Part, file: Path) -> None:
    document = parse_yaml(read_text(file), path=str(file))
    records = document.get(part.list) if isinstance(document, YamlMapping) else None
    if not isinstance(document, YamlMapping) or not isinstance(records, list):
        expected = f"a file of the CoSAI Risk Map with a list {part.list}"
        raise wrong_document(document, path=str(file), expected=expected)
    found.categories[part.file] = {}
    _read_categories(found, part, document.get("categories", ""), None)
    kept = found.records.setdefault(part.file, {})
    for record in records:
        found.result.records += 1
        fault = _fault(record, kept, found.categories[part.file])
        if fault is None:
            kept[_text(record["id"])] = record
        else:
            found.tell("error", fault[0], part.file, record, fault[1])


def _fault(
    record: Any, known: Mapping[str, Any], categories: Mapping[str, Any]
) -> tuple[Code, str] | None:
    """Return what makes a record unusable: the code and the reason."""
    if not isinstance(record, YamlMapping):
        return "wrong-type", "no mapping of fields to values"
    name = _text(record.get("id"))
    for given, what in ((name, "id"), (_text(record.get("title")), "title")):
        if not given:
            return "missing-field", f"{what} is missing or no text"
    if not _ID.fullmatch(name):
        return "bad-id", "an id has letters, digits and hyphens"
    if name in known or name in categories:
        return "duplicate-id", f"the id of {'an earlier record' if name in known else 'a category'}"
    return None


def _read_categories(found: _Map, part: _Part, value: Any, above: str | None) -> None:
    """Keep the categories that can be used, each after the one above it; tell the others."""
    kept = found.categories[part.file]
    if not isinstance(value, list):
        if value:
            found.tell("warning", "wrong-type", part.file, None, "the categories are no list")
        return
    for one in value:
        name = _text(one.get("id")) if isinstance(one, YamlMapping) else ""
        if not _ID.fullmatch(name):
            message = "a category without an id of letters, digits and hyphens is left out"
            found.tell("warning", "bad-id", part.file, one, message)
        elif name in kept:
            message = "a category with the id of an earlier one is left out"
            found.tell("warning", "duplicate-id", part.file, one, message)
        else:
            kept[name] = (_text(one.get("title")) or name, above)
            _read_categories(found, part, one.get("subcategory", ""), name)


def _read_risk_categories(found: _Map) -> None:
    """Keep the categories of the risks, which only the risks name."""
    records = found.records.get("risks", {})
    kept = found.categories.setdefault("risks", {})
    for record in records.values():
        name = _text(record.get("category"))
        if _ID.fullmatch(name) and name not in records:
            kept.setdefault(name, (name, None))


def _compare(found: _Map) -> None:
    """Tell the pairs of a control and a risk that only one of the two names."""
    risks = found.records.get("risks")
    if risks is None:
        return
    here = {
        (name, risk)
        for name, record in found.records["controls"].items()
        for risk in _names(record, "risks")
        if risk in risks
    }
    there = {
        (control, name) for name, record in risks.items() for control in _names(record, "controls")
    }
    everywhere = {
        name
        for name, record in found.records["controls"].items()
        if record.get("risks") in ("all", "none")
    }
    for control, risk in sorted(here ^ there):
        if control in everywhere:
            continue
        if control not in found.records["controls"]:
            found.tell("warning", "dangling-ref", "risks", risks[risk], f"no control {control}")
            continue
        side = "controls" if (control, risk) in here else "risks"
        record = (found.records["controls"][control], risks[risk])[side == "risks"]
        message = f"only {side}.yaml pairs {control} with {risk}"
        found.tell("warning", "dangling-ref", side, record, message)


def _names(record: YamlMapping, name: str) -> list[str]:
    value = record.get(name)
    names = map(_text, value) if isinstance(value, list) else ()
    return [one for one in names if one]


def _controls(
    found: _Map, part: _Part, schemes: Mapping[str, Framework], *, text_kept: bool
) -> Iterator[Control]:
    """Yield the categories of a file, then its records."""
    categories = found.categories.get(part.file, {})
    records = found.records.get(part.file, {})
    for name, (title, above) in categories.items():
        if records:
            yield Control(name, name, title, f"{part.what.capitalize()}: {title}.", broader=above)
    for name, record in records.items():
        named = [one for slot in _CATEGORY_SLOTS if (one := _text(record.get(slot)))]
        for category in named:
            if category not in categories and part.file in ("controls", "risks", "components"):
                found.tell("warning", "dangling-ref", part.file, record, f"no category {category}")
        label = clean_line(record["title"])
        text = _description(found, part, record)
        if not text:
            found.tell("warning", "empty-text", part.file, record, "no description")
        notes, links = _linked(found, part, record, schemes)
        yield Control(
            name,
            name,
            label,
            text if text_kept and text else f"{name} of the CoSAI Risk Map: {label}.",
            broader=next((one for one in named if one in categories), None),
            links=tuple(links),
            notes=tuple(notes),
            deprecated=_text(record.get("deprecated")).lower() == "true",
        )


def _description(found: _Map, part: _Part, record: YamlMapping) -> str:
    """Return what is said of a record; lists in it stay lists, ids become titles."""
    for name in ("description", "shortDescription"):
        value = record.get(name)
        texts = value if isinstance(value, list) else [value]
        parts = []
        lost = False
        for one in texts:
            if isinstance(one, str):
                parts.append(one)
            elif isinstance(one, list):
                lines = (clean_line(item) for item in one if isinstance(item, str))
                parts.append("\n".join(f"- {line}" for line in lines if line))
                lost = lost or not all(isinstance(item, str) for item in one)
            else:
                lost = lost or one is not None
        if lost:
            message = f"what is no text in {name} is left out"
            found.tell("warning", "wrong-type", part.file, record, message)
        plain = _CITED.sub("", "\n\n".join(parts))
        text = clean_text(_NAMED.sub(lambda named: found.title(named[1].strip()), plain))
        if text:
            return text
    return ""


def _linked(
    found: _Map, part: _Part, record: YamlMapping, schemes: Mapping[str, Framework]
) -> tuple[list[str], list[tuple[Iri, Iri]]]:
    """Return the notes and the links of a control or a risk."""
    notes: list[str] = []
    links: list[tuple[Iri, Iri]] = []
    if part.file not in ("controls", "risks"):
        return notes, links
    for name, (file, predicate) in _FIELDS.items():
        value = record.get(name)
        if value == "all":
            notes.append(f"The Risk Map lists all for {name}.")
        elif value not in (None, "", "none") and not isinstance(value, list):
            found.tell("warning", "wrong-type", part.file, record, f'{name} is no list, nor "all"')
        if isinstance(value, list) and not all(map(_text, value)):
            found.tell("warning", "wrong-type", part.file, record, f"{name}: {_NOT_A_NAME}")
        known = found.records.get(file)
        if known is None:
            count = len(_names(record, name))
            if count:
                message = f"{name}: {count} names, but there is no {file}.yaml"
                found.tell("warning", "dangling-ref", part.file, record, message)
            continue
        for target in _names(record, name):
            if target not in known:
                found.tell("warning", "dangling-ref", part.file, record, f"{name}: no {target}")
            else:
                links.append((predicate, schemes[file].concept(target)))
    return notes, list(dict.fromkeys(links))


def _rows(found: _Map, schemes: Mapping[str, Framework], choices: ImportChoices) -> Iterator[Match]:
    for part in _PARTS:
        for name, record in found.records.get(part.file, {}).items():
            mappings = record.get("mappings", "")
            if not mappings:
                continue
            if not isinstance(mappings, YamlMapping):
                found.tell("warning", "wrong-type", part.file, record, "mappings is no mapping")
                continue
            for framework, value in mappings.items():
                if not isinstance(value, list) or not all(map(_text, value)):
                    message = f"{framework}: {_NOT_A_NAME}"
                    found.tell("warning", "wrong-type", part.file, record, message)
                for reference in _names(mappings, framework):
                    target = _target(framework, reference)
                    if target is None:
                        message = f"{framework}: {reference} can't be told"
                        found.tell("warning", "unknown-term", part.file, record, message)
                        continue
                    known = choices.controls(target[0])
                    if known and target[1] not in known.values():
                        message = f"{framework} has no {reference}"
                        found.tell("warning", "dangling-ref", part.file, record, message)
                        continue
                    yield Match(
                        schemes[part.file].concept(name),
                        Iri(_SKOS + "relatedMatch"),
                        target[1],
                        Iri(PREFIXES["semapv"] + "UnspecifiedMatching"),
                        comment=f"Named as {reference}."
                        + ("" if known else " Not checked against its framework."),
                    )


def _target(framework: str, reference: str) -> tuple[str, Iri] | None:
    """Return the id of the scheme and the IRI that a reference means; None if it can't be told."""
    code, _, version = reference.partition("@")
    if framework == "mitre-atlas" and code.startswith("AML."):
        major = version.partition(".")[0] or "5"
        key = "mitre-atlas" if code.startswith("AML.M") else "mitre-atlas-technique"
    elif framework == "owasp-top10-llm":
        key, (code, _, year) = "owasp-llm", code.partition(":")
        major = year or "2025"
    elif framework == "nist-ai-rmf":
        key, major = "nist-ai-rmf", version.partition(".")[0] or "1"
    else:
        key, major = framework, version.partition(".")[0] or "1"
    scheme = f"{key}/{major}"
    if not re.fullmatch("[a-z][a-z0-9-]*/(0|[1-9][0-9]{0,8})", scheme) or not slug(code):
        return None
    return scheme, concept_iri(key, major, slug(code))


def _text(value: Any) -> str:
    return clean_line(value) if isinstance(value, str) else ""
