"""Data files of the AI Atlas Nexus: actions, controls, risks and groups, and how they are linked.

Actions and controls become controls of a framework, risks and groups schemes of their own. Risks of
the MIT AI Risk Repository and of OWASP's list keep the IRIs that they have here. A file that
mitigraph exported gives back the very measures.

Sources:
    AI Atlas Nexus 1.2.5, class Container of its ontology (https://github.com/IBM/ai-atlas-nexus).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from mitigraph.importers.described import Described, described_measures
from mitigraph.importers.frameworks import Control, Framework, framework_statements
from mitigraph.importers.licences import text_allowed
from mitigraph.importers.provenance import Origin, file_iri, origin_statements
from mitigraph.importers.recognition import wrong_document
from mitigraph.importers.registry import ImportChoices
from mitigraph.importers.report import Finding, Imported
from mitigraph.importers.statements import clean_line, clean_text
from mitigraph.interchange.nexus import (
    COLLECTIONS,
    MAPPINGS,
    PREFIX,
    Fault,
    faults,
    linked,
    records,
)
from mitigraph.mapping import Mapping as Match
from mitigraph.mapping import MappingSet, mapping_statements
from mitigraph.reader.json import pointer
from mitigraph.reader.text import read_text
from mitigraph.reader.yaml import YamlMapping, parse_yaml
from mitigraph.terms import BASE, MG, PREFIXES, Iri, concept_iri, expand

__all__ = ["read"]

_SKOS: Final = PREFIXES["skos"]
_HOME: Final = Iri("https://github.com/IBM/ai-atlas-nexus")
_IDS: Final = "https://w3id.org/ai-atlas-nexus/"
_UNSPECIFIED: Final = Iri(PREFIXES["sssom"] + "license/unspecified")
_MEASURES: Final = BASE + "id/measure/"
#: What records of a collection become: the end of the scheme's key, its name, their class.
_KINDS: Final = {
    "actions": ("", "actions", MG["Control"]),
    "controls": ("", "controls", MG["Control"]),
    "entries": ("-risk", "risks", MG["RiskArea"]),
    "groups": ("-group", "groups", Iri(_SKOS + "Concept")),
}


@dataclass(frozen=True, slots=True)
class _File:
    """A file with its usable records by collection and id."""

    path: Path
    records: dict[str, dict[str, YamlMapping]]

    def collection_of(self, name: str) -> str | None:
        return next((one for one in _KINDS if name in self.records.get(one, {})), None)


def read(path: Path, choices: ImportChoices) -> Imported:
    """Read a data file.

    Args:
        path: The YAML file, UTF-8.
        choices: What the user has chosen; `licence` decides whether descriptions are kept.

    Returns:
        What could be made and the account of all records of the collections that are read; others
        are named in a warning.

    Raises:
        DataError: If the file as a whole can't be used.
    """
    document = parse_yaml(read_text(path), path=str(path))
    if not isinstance(document, YamlMapping) or not document.keys() & set(COLLECTIONS):
        raise wrong_document(document, path=str(path), expected="a data file of the AI Atlas Nexus")
    result = Imported("records")
    refused: set[str] = set()
    for fault in faults(document):
        _tell(result, path, fault)
        if fault.grave:
            refused.add("/".join(fault.place.split("/")[:3]))
    kept: dict[str, dict[str, YamlMapping]] = {}
    for name, number, record in records(document):
        result.records += 1
        if pointer(name, number) not in refused:
            kept.setdefault(name, {})[record["id"]] = record
    result.made = sum(map(len, kept.values()))
    file = _File(path, kept)
    for name in document:
        if name not in COLLECTIONS:
            _unread(result, file, name, document)
    if any(one.get("url", "").startswith(_MEASURES) for one in kept.get("actions", {}).values()):
        _own(result, file, choices)
    else:
        _same_names(result, file)
        _foreign(result, file, choices)
    return result


def _tell(result: Imported, path: Path, fault: Fault) -> None:
    severity: Any = "error" if fault.grave else "warning"
    result.findings.append(
        Finding(severity, fault.code, str(path), fault.place, fault.id, fault.reason)
    )


def _unread(result: Imported, file: _File, name: str, document: YamlMapping) -> None:
    value = document[name]
    count = len(value) if isinstance(value, list) else 1
    ours = name == "licenses" and any(
        isinstance(one, Mapping) and str(one.get("id")) == f"{PREFIX}licence" for one in value
    )
    if not ours and not any(f.id == name and f.place == pointer(name) for f in result.findings):
        result.findings.append(
            Finding(
                "warning",
                "unknown-term",
                str(file.path),
                pointer(name),
                name,
                f"{count} records of a collection that is not read",
            )
        )


def _same_names(result: Imported, file: _File) -> None:
    seen: dict[str, str] = {}
    for name in ("actions", "controls"):
        for number, (identifier, record) in enumerate(file.records.get(name, {}).items()):
            label = clean_line(record.get("name", "")).casefold()
            first = seen.setdefault(label, identifier)
            if label and first != identifier:
                place = f"line {record.line}" if record.line else pointer(name, number)
                result.findings.append(
                    Finding(
                        "warning",
                        "duplicate-id",
                        str(file.path),
                        place,
                        identifier,
                        f"the name of {first} too",
                    )
                )


def _foreign(result: Imported, file: _File, choices: ImportChoices) -> None:
    """Add frameworks, risks and groups."""
    taxonomies = file.records.get("taxonomies", {})
    first = next(iter(taxonomies.values()), YamlMapping(0))
    key, major = choices.scheme(f"nexus-{first.get('id') or file.path.stem}")
    title = choices.title or clean_line(first.get("name", "")) or file.path.stem
    version = choices.version or first.get("version", "")
    kept = text_allowed(choices.licence) and not choices.ids_only
    source = choices.source or _HOME
    result.graph = Iri(f"{BASE}graph/{key}-{major}")
    made: dict[str, tuple[Framework, list[Control]]] = {}
    for name, (suffix, what, concept_class) in _KINDS.items():
        found = file.records.get(name, {})
        if name == "controls" and name in made:
            continue
        own = {
            identifier: record
            for identifier, record in found.items()
            if _known_risk(identifier) is None or name != "entries"
        }
        if not own:
            continue
        framework = Framework(
            key=f"{key}{suffix}{'-control' if name == 'controls' and 'actions' in made else ''}",
            major=major,
            title=f"{title}, {what}",
            description=f"The {what} of {title}, as a data file of the AI Atlas Nexus has them.",
            version=version or str(major),
            pattern="",
            source=source,
            derived_from=(source, file_iri(file.path)),
            rights="licence as stated to the import" if choices.licence else "rights not stated",
            licence=choices.licence,
            note="Ids are those of the AI Atlas Nexus.",
            concept_class=concept_class,
        )
        made[name] = (framework, [_control(one, title, text_kept=kept) for one in own.values()])
    schemes = {name: framework for name, (framework, _) in made.items()}
    first_scheme = next(iter(schemes.values()), None)
    parts: list[Iri] = []
    for name, (framework, controls) in made.items():
        linked = [_linked(file, schemes, name, control) for control in controls]
        ordered = list(_in_order(linked))
        result.quads.extend(
            framework_statements(
                framework,
                ordered,
                module_header=choices.module,
                part_of=None if framework is first_scheme else first_scheme,
            )
        )
        parts.append(framework.scheme)
    rows = tuple(_rows(file, schemes))
    if rows:
        mapping_set = MappingSet(
            Iri(f"{BASE}mapping/{key}-{major}_nexus"),
            choices.licence or _UNSPECIFIED,
            mapping_set_version=version,
            mapping_set_title=f"Mappings in a data file of the AI Atlas Nexus: {title}",
            comment="The file states the relation and no ground for it.",
            mappings=rows,
        )
        result.quads.extend(mapping_statements(mapping_set))
        parts.append(mapping_set.mapping_set_id)
    origin = Origin(title, (file.path,), version, choices.licence, source, kept)
    result.quads.extend(origin_statements(result.graph, origin, parts=parts))


def _control(record: YamlMapping, title: str, *, text_kept: bool) -> Control:
    name = record["id"]
    label = clean_line(record.get("name", "")) or name
    description = clean_text(record.get("description", ""))
    named = f"{name} of {title}" + (f": {label}." if label != name else ".")
    return Control(name, name, label, description if text_kept and description else named)


def _linked(file: _File, schemes: Mapping[str, Framework], name: str, control: Control) -> Control:
    """Return a record's control with its place and its links."""
    record = file.records[name][control.code]
    above = [*linked(record, "isPartOf"), *linked(record, "broader")]
    places = [one for one in above if one in file.records.get(name, {})]
    links: list[tuple[Iri, Iri]] = []
    if name in ("actions", "controls"):
        for slot in ("mitigatesRiskConcept", "hasRelatedRisk", "detectsRiskConcept"):
            links += [(MG["mitigates"], _risk(file, schemes, one)) for one in linked(record, slot)]
        groups = [*linked(record, "isCategorizedAs"), *_holders(file, control.code)]
        links += [
            (MG["inFrameworkCategory"], schemes["groups"].concept(one))
            for one in groups
            if one in file.records.get("groups", {})
        ]
    return replace(
        control, broader=places[0] if places else None, links=tuple(dict.fromkeys(links))
    )


def _holders(file: _File, name: str) -> Iterator[str]:
    for identifier, group in file.records.get("groups", {}).items():
        if name in linked(group, "hasPart"):
            yield identifier


def _risk(file: _File, schemes: Mapping[str, Framework], name: str) -> Iri:
    if (known := _known_risk(name)) is not None:
        return known
    if name in file.records.get("entries", {}) and "entries" in schemes:
        return schemes["entries"].concept(name)
    return concept_iri("nexus-risk", 1, name)


def _known_risk(name: str) -> Iri | None:
    """Return the IRI here of a risk of the MIT AI Risk Repository or of OWASP's list."""
    if found := re.fullmatch(r"mit-ai-risk-(?:sub)?domain-(\d(?:\.\d)?)", name):
        return concept_iri("risk-domain", 1, found[1])
    if found := re.fullmatch(r"llm(\d\d)(?:2025)?-[a-z-]+", name):
        return concept_iri("owasp-llm", 2025, f"LLM{found[1]}")
    return None


def _in_order(controls: list[Control]) -> Iterator[Control]:
    """Yield each control after the one that it is part of; a circle is cut where it closes."""
    by_code = {control.code: control for control in controls}
    done: set[str] = set()
    for control in controls:
        chain: list[Control] = []
        one: Control | None = control
        while one is not None and one.code not in done and one not in chain:
            chain.append(one)
            one = by_code.get(one.broader or "")
        for link in reversed(chain):
            done.add(link.code)
            yield link if link.broader in done else replace(link, broader=None)


def _rows(file: _File, schemes: Mapping[str, Framework]) -> Iterator[Match]:
    for name, framework in schemes.items():
        for identifier, record in file.records[name].items():
            for predicate, slot in MAPPINGS.items():
                for target in linked(record, slot):
                    iri = _target(file, schemes, target)
                    if iri is not None and iri != framework.concept(identifier):
                        yield Match(
                            framework.concept(identifier),
                            Iri(_SKOS + predicate),
                            iri,
                            Iri(PREFIXES["semapv"] + "UnspecifiedMatching"),
                        )


def _target(file: _File, schemes: Mapping[str, Framework], text: str) -> Iri | None:
    local = text.removeprefix("nexus:").removeprefix(_IDS)
    if (collection := file.collection_of(local)) and collection in schemes:
        return schemes[collection].concept(local)
    return _known_risk(local) or expand(text) or (Iri(_IDS + local) if local else None)


def _own(result: Imported, file: _File, choices: ImportChoices) -> None:
    """Add the measures of a file that mitigraph exported."""
    groups = file.records.get("groups", {})
    taxonomy = next(iter(file.records.get("taxonomies", {}).values()), YamlMapping(0))
    publisher = file.records.get("documents", {}).get(f"{PREFIX}release", YamlMapping(0))
    measures = [_described(record, groups) for record in file.records.get("actions", {}).values()]
    version = choices.version or taxonomy.get("version", "")
    name = f"nexus-{taxonomy.get('id', 'mitigraph').removeprefix(PREFIX)}"
    result.graph = Iri(f"{BASE}graph/{name}")
    result.quads.extend(
        described_measures(
            measures, publisher=publisher.get("author", ""), source=file_iri(file.path)
        )
    )
    origin = Origin(
        clean_line(publisher.get("name", "")) or "mitigraph",
        (file.path,),
        version,
        choices.licence,
        choices.source,
    )
    result.quads.extend(origin_statements(result.graph, origin))


def _described(record: YamlMapping, groups: Mapping[str, YamlMapping]) -> Described:
    notes: dict[str, list[str]] = {}
    for note in linked(record, "notes"):
        key, _, text = note.partition(": ")
        notes.setdefault(key, []).append(text)
    values = [
        (Iri(groups[one]["url"]), "residual: true" in linked(groups[one], "notes"))
        for one in linked(record, "isCategorizedAs")
        if one in groups and groups[one].get("url", "").startswith(BASE)
    ]
    start = f"{PREFIX}source-"
    return Described(
        Iri(record["url"]),
        clean_line(record.get("name", "")),
        record.get("description", ""),
        tuple(sorted(values)),
        tuple(
            Iri(f"{BASE}id/source/{one.removeprefix(start)}")
            for one in linked(record, "hasDocumentation")
            if one.startswith(start)
        ),
        tuple(
            (dataset, number)
            for dataset, _, number in (one.partition(" ") for one in notes.get("identifier", ()))
        ),
        tuple(notes.get("other name", ())),
        tuple(notes.get("status", ())),
    )
