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
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from mitigraph.errors import Code
from mitigraph.importers.described import Described, described_measures
from mitigraph.importers.frameworks import Control, Framework, framework_statements
from mitigraph.importers.licences import text_allowed
from mitigraph.importers.provenance import Origin, file_iri, origin_statements
from mitigraph.importers.recognition import wrong_document
from mitigraph.importers.registry import ImportChoices
from mitigraph.importers.report import Imported
from mitigraph.importers.statements import clean_line, clean_text
from mitigraph.interchange.fault import Fault
from mitigraph.interchange.nexus import (
    COLLECTIONS,
    LINKS,
    MAPPINGS,
    PREFIX,
    faults,
    is_id,
    linked,
    records,
)
from mitigraph.mapping import Mapping as Match
from mitigraph.mapping import MappingSet, mapping_statements
from mitigraph.reader.json import pointer
from mitigraph.reader.text import read_text
from mitigraph.reader.yaml import YamlMapping, parse_yaml
from mitigraph.terms import BASE, MG, PREFIXES, Iri, concept_iri, expand, slug, source_iri

__all__ = ["read"]

_SKOS: Final = PREFIXES["skos"]
_HOME: Final = Iri("https://github.com/IBM/ai-atlas-nexus")
_IDS: Final = "https://w3id.org/ai-atlas-nexus/"
_UNSPECIFIED: Final = Iri(PREFIXES["sssom"] + "license/unspecified")
_MEASURES: Final = BASE + "id/measure/"
_MEASURE: Final = re.compile(re.escape(_MEASURES) + "[A-Za-z0-9._~-]+/[A-Za-z0-9._~-]+")
_CONCEPT: Final = re.compile(
    re.escape(BASE) + "scheme/[a-z0-9-]+/[0-9]+/[A-Za-z0-9_][A-Za-z0-9._~-]*"
)
#: What records of a collection become: the end of the scheme's key, its name, their class.
_KINDS: Final = {
    "actions": ("", "actions", MG["Control"]),
    "controls": ("", "controls", MG["Control"]),
    "entries": ("-risk", "risks", MG["RiskArea"]),
    "groups": ("-group", "groups", Iri(_SKOS + "Concept")),
}


#: Slots of an action or a control that name risks, and of a risk that name those.
_TO_RISKS: Final = ("mitigatesRiskConcept", "hasRelatedRisk", "detectsRiskConcept")
_TO_ACTIONS: Final = ("hasRelatedAction", "isMitigatedBy", "isDetectedBy")
#: Slots that say where a record is from, of which nothing is made.
_ABOUT: Final = ("isDefinedByTaxonomy", "hasDocumentation")
#: The domains of the MIT AI Risk Repository and their subdomains.
_DOMAIN: Final = r"[1-7]|[14]\.[1-3]|[235]\.[12]|[67]\.[1-6]"


@dataclass(frozen=True, slots=True)
class _File:
    """A file with its usable records by collection and id."""

    path: Path
    records: dict[str, dict[str, YamlMapping]]
    #: The ids of the records that name another one, by slot and the other's id.
    namers: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in _KINDS:
            for identifier, record in self.records.get(name, {}).items():
                for slot in ("hasPart", "narrower", *_TO_ACTIONS):
                    for target in linked(record, slot):
                        self.namers.setdefault((slot, target), []).append(identifier)

    def naming(self, name: str, *slots: str) -> list[str]:
        return [one for slot in slots for one in self.namers.get((slot, name), ())]

    def is_risk(self, name: str) -> bool:
        return name in self.records.get("entries", {})

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
    file = _File(path, _kept(result, path, document))
    own = any(
        one.get("url", "").startswith(_MEASURES) for one in file.records.get("actions", {}).values()
    )
    if own:
        _refuse_strangers(result, file)
    result.made = sum(map(len, file.records.values()))
    if own:
        _own(result, file, choices)
    else:
        _same_names(result, file)
        _foreign(result, file, choices)
    return result


def _kept(result: Imported, path: Path, document: YamlMapping) -> dict[str, dict[str, YamlMapping]]:
    """Return the records that can be used, by collection and id; all that there are are counted."""
    refused: set[str] = set()
    for fault in faults(document):
        result.tell(path, fault)
        if fault.severity == "error":
            refused.add("/".join(fault.place.split("/")[:3]))
    kept: dict[str, dict[str, YamlMapping]] = {}
    for name, number, record in records(document):
        result.records += 1
        if pointer(name, number) not in refused:
            kept.setdefault(name, {})[record["id"]] = record
    for name in document:
        if pointer(name) in refused:
            # Nobody knows what this collection is, so that its records are lost.
            result.records += _count(document[name])
        elif name not in COLLECTIONS:
            _unread(result, path, name, document)
    return kept


def _count(collection: Any) -> int:
    return len(collection) if isinstance(collection, list) and collection else 1


def _unread(result: Imported, path: Path, name: str, document: YamlMapping) -> None:
    value = document[name]
    ours = name == "licenses" and any(
        isinstance(one, Mapping) and str(one.get("id")) == f"{PREFIX}licence" for one in value
    )
    if not ours:
        message = f"a collection that is not read; its records: {_count(value)}"
        result.tell(path, Fault("warning", "unknown-term", pointer(name), name, message))


def _refuse_strangers(result: Imported, file: _File) -> None:
    """Refuse the actions of a file that mitigraph exported that are no measure of their own."""
    actions, seen = file.records["actions"], dict[str, str]()
    for name, record in list(actions.items()):
        url = record.get("url", "")
        first = seen.setdefault(url, name)
        if not _MEASURE.fullmatch(url):
            reason = f'url "{url}" is no measure, in a file of measures'
            fault = Fault("error", "bad-id", _line(record), name, reason)
        elif first != name:
            fault = Fault("error", "duplicate-id", _line(record), name, f"the measure of {first}")
        else:
            continue
        result.tell(file.path, fault)
        del actions[name]


def _line(record: YamlMapping) -> str:
    return f"line {record.line}"


def _same_names(result: Imported, file: _File) -> None:
    seen: dict[str, str] = {}
    for name in ("actions", "controls"):
        for identifier, record in file.records.get(name, {}).items():
            label = clean_line(record.get("name", "")).casefold()
            first = seen.setdefault(label, identifier)
            if label and first != identifier:
                reason = f"the name of {first} too"
                fault = Fault("warning", "duplicate-id", _line(record), identifier, reason)
                result.tell(file.path, fault)


def _foreign(result: Imported, file: _File, choices: ImportChoices) -> None:
    """Add frameworks, risks and groups."""
    taxonomies = file.records.get("taxonomies", {})
    first = next(iter(taxonomies.values()), YamlMapping(0))
    key, major = choices.scheme(f"nexus-{first.get('id') or file.path.stem}")
    title = choices.title or clean_line(first.get("name", "")) or file.path.stem
    version = choices.version or clean_line(first.get("version", ""))
    kept = text_allowed(choices.licence) and not choices.ids_only
    source = choices.source or _HOME
    result.graph = Iri(f"{BASE}graph/{key}-{major}")
    made: dict[str, tuple[Framework, list[Control]]] = {}
    for name, (suffix, what, concept_class) in _KINDS.items():
        found = file.records.get(name, {})
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
    _tell_lost(result, file)
    for name, (framework, controls) in made.items():
        linked = [_linked(file, schemes, name, control) for control in controls]
        ordered = list(_in_order(result, file, linked))
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
    """Return a record's control with its place and its links, whichever end names them."""
    record = file.records[name][control.code]
    part_of = linked(record, "isPartOf")
    wholes = file.naming(control.code, "hasPart")
    above = [*part_of, *linked(record, "broader"), *wholes, *file.naming(control.code, "narrower")]
    places = [one for one in above if one in file.records[name]]
    links: list[tuple[Iri, Iri]] = []
    if name in ("actions", "controls"):
        risks = [one for slot in _TO_RISKS for one in linked(record, slot)]
        risks += [one for one in file.naming(control.code, *_TO_ACTIONS) if file.is_risk(one)]
        links += [(MG["mitigates"], iri) for one in risks if (iri := _risk(file, schemes, one))]
    if name != "groups":
        links += [
            (MG["inFrameworkCategory"], schemes["groups"].concept(one))
            for one in (*linked(record, "isCategorizedAs"), *wholes, *part_of)
            if one in file.records.get("groups", {})
        ]
    return replace(
        control, broader=places[0] if places else None, links=tuple(dict.fromkeys(links))
    )


def _tell_lost(result: Imported, file: _File) -> None:
    """Tell the records that nothing is made of, and the links that lead nowhere."""
    documents, taxonomies = (file.records.get(name, {}) for name in ("documents", "taxonomies"))
    for name, count, what in (
        ("documents", len(documents), "records that nothing is made of"),
        ("taxonomies", len(taxonomies) - 1, "taxonomies beside the one of all records"),
    ):
        if count > 0:
            message = f"{what}: {count}"
            result.tell(file.path, Fault("warning", "unknown-term", pointer(name), name, message))
    for name in _KINDS:
        for identifier, record in file.records.get(name, {}).items():
            for slot in (*LINKS, *MAPPINGS.values()):
                for code, reason in _lost(file, slot, linked(record, slot)):
                    fault = Fault("warning", code, _line(record), identifier, f"{slot}: {reason}")
                    result.tell(file.path, fault)


def _lost(file: _File, slot: str, targets: list[str]) -> Iterator[tuple[Code, str]]:
    if slot in _TO_RISKS or slot in MAPPINGS.values():
        for one in targets:
            if not (is_id(_local(one)) or (slot not in _TO_RISKS and expand(one))):
                yield "bad-id", f'"{one}" can\'t be an id, and is left out'
        return
    # References to mitigraph's own records are checked with the file as a whole.
    gone = [one for one in targets if not (file.collection_of(one) or one.startswith(PREFIX))]
    if gone and slot not in _ABOUT:
        yield "dangling-ref", f"this file does not have {_some(gone)}"


def _some(ids: list[str]) -> str:
    return ids[0] if len(ids) == 1 else f"{len(ids)} of the ids, such as {ids[0]}"


def _risk(file: _File, schemes: Mapping[str, Framework], name: str) -> Iri | None:
    if (known := _known_risk(name)) is not None:
        return known
    if file.is_risk(name):
        return schemes["entries"].concept(name)
    return concept_iri("nexus-risk", 1, name) if is_id(name) else None


def _known_risk(name: str) -> Iri | None:
    """Return the IRI here of a risk of the MIT AI Risk Repository or of OWASP's list."""
    if found := re.fullmatch(rf"mit-ai-risk-(?:sub)?domain-({_DOMAIN})", name):
        return concept_iri("risk-domain", 1, found[1])
    if found := re.fullmatch(r"llm(0[1-9]|10)(?:2025)?-[a-z-]+", name):
        return concept_iri("owasp-llm", 2025, f"LLM{found[1]}")
    return None


def _in_order(result: Imported, file: _File, controls: list[Control]) -> Iterator[Control]:
    """Yield each control after the one that it is part of; a circle is cut where it closes."""
    by_code = {control.code: control for control in controls}
    done: set[str] = set()
    for control in controls:
        chain: dict[str, Control] = {}
        one: Control | None = control
        while one is not None and one.code not in done and one.code not in chain:
            chain[one.code] = one
            one = by_code.get(one.broader or "")
        for link in reversed(chain.values()):
            if link.broader and link.broader not in done:
                reason = f"part of {link.broader}, which is part of it; that is left out"
                fault = Fault("warning", "dangling-ref", "whole file", link.code, reason)
                result.tell(file.path, fault)
                link = replace(link, broader=None)  # noqa: PLW2901 - the same link, cut
            done.add(link.code)
            yield link


def _rows(file: _File, schemes: Mapping[str, Framework]) -> Iterator[Match]:
    for name, framework in schemes.items():
        for identifier, record in file.records[name].items():
            subject = _known_risk(identifier) or framework.concept(identifier)
            for predicate, slot in MAPPINGS.items():
                for target in linked(record, slot):
                    iri = _target(file, schemes, target)
                    if iri is not None and iri != subject:
                        yield Match(
                            subject,
                            Iri(_SKOS + predicate),
                            iri,
                            Iri(PREFIXES["semapv"] + "UnspecifiedMatching"),
                        )


def _target(file: _File, schemes: Mapping[str, Framework], text: str) -> Iri | None:
    local = _local(text)
    if known := _known_risk(local):
        return known
    if (collection := file.collection_of(local)) and collection in schemes:
        return schemes[collection].concept(local)
    return expand(text) or (Iri(_IDS + local) if is_id(local) else None)


def _local(text: str) -> str:
    return text.removeprefix("nexus:").removeprefix(_IDS)


def _own(result: Imported, file: _File, choices: ImportChoices) -> None:
    """Add the measures of a file that mitigraph exported."""
    groups = file.records.get("groups", {})
    taxonomy = next(iter(file.records.get("taxonomies", {}).values()), YamlMapping(0))
    publisher = file.records.get("documents", {}).get(f"{PREFIX}release", YamlMapping(0))
    measures = [
        _described(result, file, record, groups)
        for record in file.records.get("actions", {}).values()
    ]
    if controls := file.records.get("controls"):
        message = f"records that nothing is made of in a file of measures: {len(controls)}"
        fault = Fault("warning", "unknown-term", pointer("controls"), "controls", message)
        result.tell(file.path, fault)
    version = choices.version or clean_line(taxonomy.get("version", ""))
    name = slug(f"nexus-{taxonomy.get('id', 'mitigraph').removeprefix(PREFIX)}")
    result.graph = Iri(f"{BASE}graph/{name}")
    author = clean_line(publisher.get("author", ""))
    result.quads.extend(described_measures(measures, publisher=author, source=file_iri(file.path)))
    origin = Origin(
        clean_line(publisher.get("name", "")) or "mitigraph",
        (file.path,),
        version,
        choices.licence,
        choices.source,
    )
    result.quads.extend(origin_statements(result.graph, origin))


def _described(
    result: Imported, file: _File, record: YamlMapping, groups: Mapping[str, YamlMapping]
) -> Described:
    notes: dict[str, list[str]] = {}
    for note in linked(record, "notes"):
        key, _, text = note.partition(": ")
        notes.setdefault(key, []).append(clean_line(text))
    start = f"{PREFIX}source-"
    categories = linked(record, "isCategorizedAs")
    sources = [one for one in linked(record, "hasDocumentation") if one.startswith(start)]
    pairs = [one.partition(" ")[::2] for one in notes.get("identifier", ())]
    lost = (
        *(one for one in categories if one in groups and not _is_concept(groups[one])),
        *(one for one in sources if not is_id(one.removeprefix(start))),
        *(" ".join(pair) for pair in pairs if not (slug(pair[0]) and pair[1])),
    )
    for one in lost:
        fault = Fault("warning", "bad-id", _line(record), record["id"], f'"{one}" can\'t be told')
        result.tell(file.path, fault)
    return Described(
        Iri(record["url"]),
        clean_line(record.get("name", "")) or record["id"],
        record.get("description", "").strip(),
        tuple(
            sorted(
                (Iri(groups[one]["url"]), "residual: true" in linked(groups[one], "notes"))
                for one in categories
                if one in groups and _is_concept(groups[one])
            )
        ),
        tuple(
            source_iri(one.removeprefix(start)) for one in sources if is_id(one.removeprefix(start))
        ),
        tuple(pair for pair in pairs if slug(pair[0]) and pair[1]),
        tuple(one for one in notes.get("other name", ()) if one),
        tuple(notes.get("status", ())),
    )


def _is_concept(group: YamlMapping) -> bool:
    """Whether a group stands for a concept of the graph."""
    return bool(_CONCEPT.fullmatch(group.get("url", "")))
