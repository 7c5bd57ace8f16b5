"""The measures as the AI Atlas Nexus loads them: actions under groups, with links to risks.

A measure is an Action, a category or a value of a facet a RiskControlGroup, a document a
Documentation. The Nexus inverts no link, so each risk that it has itself gets a record here that
leads back; the Nexus merges that into its own. Ids carry mitigraph's prefix and, through their
code, the version of the taxonomy; `url` holds the IRI. What has no slot stands in `notes`, one
"name: value" a line.

Sources:
    AI Atlas Nexus 1.2.5, its ontology and the data that it bundles: ids of the MIT AI Risk
    Repository (mit-ai-risk-subdomain-2.2), of OWASP's list, of NIST AI 600-1, of the Unified
    Control Framework, and of the AI Risk Mitigation Database (A0001_Bengio2025).
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from mitigraph.exporters.yaml_text import yaml_bytes
from mitigraph.interchange import Catalogue, Choices, Entry, Loss, Rendered
from mitigraph.interchange.catalogue import FACET_NAMES
from mitigraph.interchange.fault import refuse
from mitigraph.interchange.identifiers import code_of
from mitigraph.interchange.licence_ids import licence_id
from mitigraph.interchange.nexus import MAPPINGS, PREFIX, faults
from mitigraph.model import Concept, Source
from mitigraph.terms import PREFIXES, Iri

__all__ = ["render"]

_SKOS: Final = PREFIXES["skos"]
_NEXUS: Final = "https://w3id.org/ai-atlas-nexus/"
_DATABASE: Final = "mit-2025"
#: Frameworks whose controls the Nexus has under the same codes.
_SAME_CODES: Final = ("nist-ai-600-1/1", "credo-ucf/1")
#: OWASP's risks by the last part of their code here.
_OWASP: Final = {
    "LLM01": "llm01-prompt-injection",
    "LLM02": "llm022025-sensitive-information-disclosure",
    "LLM03": "llm032025-supply-chain",
    "LLM04": "llm042025-data-and-model-poisoning",
    "LLM05": "llm052025-improper-output-handling",
    "LLM06": "llm062025-excessive-agency",
    "LLM07": "llm072025-system-prompt-leakage",
    "LLM08": "llm082025-vector-and-embedding-weaknesses",
    "LLM09": "llm092025-misinformation",
    "LLM10": "llm102025-unbounded-consumption",
}


def render(catalogue: Catalogue, choices: Choices) -> Rendered:
    """Return a data file of the Nexus.

    Raises:
        FaultyInputError: If it would have faults that the Nexus's loader lets pass.
    """
    matches, unsaid = _matches(catalogue, choices)
    actions = [_action(catalogue, entry, matches[entry.iri]) for entry in catalogue.entries]
    document: dict[str, Any] = {
        "licenses": [_licence(catalogue)],
        "documents": [_release(catalogue), *map(_document, catalogue.sources)],
        "taxonomies": [_taxonomy(catalogue)],
        "groups": [*_categories(catalogue, matches), *_values(catalogue)],
        "actions": actions,
        "entries": list(_back_links(actions)),
    }
    refuse(fault for fault in faults(document) if fault.code != "empty-text")
    return Rendered.of(yaml_bytes(document), len(actions), _losses(catalogue, choices, unsaid))


def nexus_risk(concept: Concept) -> str | None:
    """Return the Nexus's id of a risk of the MIT AI Risk Repository; None for any other.

    Example:
        >>> nexus_risk(Concept(Iri("urn:r"), "risk-domain/1/2.2", "Attacks", "2.2"))
        'mit-ai-risk-subdomain-2.2'
    """
    scheme, _, code = concept.id.rpartition("/")
    if scheme != "risk-domain/1" or not re.fullmatch(r"\d(\.\d)?", code):
        return None
    return f"mit-ai-risk-{'subdomain' if '.' in code else 'domain'}-{code}"


def _id(iri: Iri) -> str:
    return PREFIX + code_of(iri)


def _taxonomy_id(catalogue: Catalogue) -> str:
    return PREFIX + catalogue.taxonomy.key


def _licence(catalogue: Catalogue) -> dict[str, Any]:
    return {
        "id": f"{PREFIX}licence",
        "name": licence_id(catalogue.release.licence) or str(catalogue.release.licence),
        "url": str(catalogue.release.licence),
    }


def _release(catalogue: Catalogue) -> dict[str, Any]:
    release = catalogue.release
    return {
        "id": f"{PREFIX}release",
        "name": f"{release.title}, version {release.version}",
        "description": f"{release.citation} {release.rights}",
        "author": release.publisher,
        "dateModified": _date(release.date),
        "hasLicense": f"{PREFIX}licence",
    }


def _date(text: str) -> date:
    return date.fromisoformat(text[:10])


def _document(source: Source) -> dict[str, Any]:
    made: dict[str, Any] = {"id": _source_id(source.id), "name": source.title or source.reference}
    if source.authors:
        made["author"] = ", ".join(source.authors) + ("" if source.authors_complete else " et al.")
    url = f"https://doi.org/{source.doi}" if source.doi else source.url
    if url:
        made["url"] = url
    return made


def _source_id(source: str) -> str:
    return PREFIX + source.replace("/", "-")


def _taxonomy(catalogue: Catalogue) -> dict[str, Any]:
    taxonomy = catalogue.taxonomy
    notes = [f"status: {taxonomy.status}"] if taxonomy.status else []
    if taxonomy.owned:
        notes.append(f"rights: {taxonomy.owned}")
    return {
        "id": _taxonomy_id(catalogue),
        "name": taxonomy.label,
        "description": taxonomy.description or taxonomy.label,
        "url": str(taxonomy.iri),
        "version": taxonomy.version,
        "hasDocumentation": [f"{PREFIX}release"],
        "notes": notes,
        "type": "RiskControlGroupTaxonomy",
    }


def _categories(
    catalogue: Catalogue, matches: dict[Iri, dict[str, list[str]]]
) -> Iterator[dict[str, Any]]:
    below: dict[str | None, list[str]] = defaultdict(list)
    for concept in catalogue.taxonomy.concepts:
        below[concept.broader].append(_id(concept.iri))
    ids = {concept.id: _id(concept.iri) for concept in catalogue.taxonomy.concepts}
    for concept in catalogue.taxonomy.concepts:
        made = _group(catalogue, concept, concept.title)
        if concept.broader in ids:
            made["broader"] = [ids[concept.broader]]
        if below[concept.id]:
            made["narrower"] = below[concept.id]
        if members := [_id(entry.iri) for entry in catalogue.members(concept)]:
            made["hasPart"] = members
        yield made | matches[concept.iri]


def _values(catalogue: Catalogue) -> Iterator[dict[str, Any]]:
    """Yield a group for each value of a facet that a measure has."""
    for name in FACET_NAMES:
        used = {one.iri for entry in catalogue.entries for one in entry.facet(name)}
        for concept in catalogue.facets[name]:
            if concept.iri in used:
                made = _group(catalogue, concept, f"{name.capitalize()}: {concept.title}")
                made["hasPart"] = [
                    _id(entry.iri) for entry in catalogue.entries if concept in entry.facet(name)
                ]
                yield made


def _group(catalogue: Catalogue, concept: Concept, name: str) -> dict[str, Any]:
    made: dict[str, Any] = {
        "id": _id(concept.iri),
        "name": name,
        "url": str(concept.iri),
        "isDefinedByTaxonomy": _taxonomy_id(catalogue),
        "type": "RiskControlGroup",
    }
    if concept.definition:
        made["description"] = concept.definition
    if concept.residual:
        made["notes"] = ["residual: true"]
    return made


def _action(catalogue: Catalogue, entry: Entry, matches: dict[str, list[str]]) -> dict[str, Any]:
    concepts = [*entry.category, *(one for name in FACET_NAMES for one in entry.facet(name))]
    risks = list(dict.fromkeys(filter(None, map(nexus_risk, entry.facet("risk")))))
    owasp = matches.get("hasRelatedRisk", [])
    made: dict[str, Any] = {
        "id": _id(entry.iri),
        "name": entry.title,
        "description": entry.statement,
        "url": str(entry.iri),
        "isDefinedByTaxonomy": _taxonomy_id(catalogue),
        "isCategorizedAs": [_id(concept.iri) for concept in concepts],
    }
    if entry.measure.source:
        made["hasDocumentation"] = [_source_id(source) for source in entry.measure.source]
    if risks or owasp:
        made["hasRelatedRisk"] = [*risks, *owasp]
        made["mitigatesRiskConcept"] = [*risks, *owasp]
    made |= {slot: ids for slot, ids in matches.items() if slot != "hasRelatedRisk"}
    same = _records(catalogue, entry)
    if same:
        made["exact_mappings"] = [*same, *made.get("exact_mappings", [])]
    made["notes"] = list(_notes(entry))
    return made | {"type": "Action"}


def _records(catalogue: Catalogue, entry: Entry) -> list[str]:
    """Return the Nexus's own ids of a measure of the AI Risk Mitigation Database."""
    references = [one.reference for one in catalogue.sources if one.id in entry.measure.source]
    return [
        f"{_NEXUS}{number}_{_ascii(references[0]).replace(' ', '_')}"
        for dataset, number in entry.identifiers
        if dataset == _DATABASE and references
    ]


def _ascii(text: str) -> str:
    """Return a name as the Nexus's ids spell it, accents left out."""
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


def _notes(entry: Entry) -> Iterator[str]:
    for dataset, number in entry.identifiers:
        yield f"identifier: {dataset} {number}"
    for label in entry.alt_labels:
        yield f"other name: {label}"
    for status in entry.measure.status:
        yield f"status: {status}"
    for opinion in entry.opinions:
        said = (opinion.stance, opinion.quantifier, opinion.panel, opinion.source, opinion.status)
        yield f"opinion ({', '.join(filter(None, said))}): {opinion.claim}"


def _matches(catalogue: Catalogue, choices: Choices) -> tuple[dict[Iri, dict[str, list[str]]], int]:
    """Return the mappings of each measure and category by slot, and how many can't be said."""
    matches: dict[Iri, dict[str, list[str]]] = defaultdict(dict)
    unsaid = 0
    for framework, _, rows in catalogue.crosswalks(choices):
        for row in rows:
            if not row.asserted:
                unsaid += 1
                continue
            code = row.object_id.rpartition("/")[2]
            target = f"{_NEXUS}{code}" if framework.id in _SAME_CODES else str(row.object_id)
            slot = MAPPINGS[row.predicate_id.removeprefix(_SKOS)]
            if framework.id == "owasp-llm/2025" and row.subject_id in catalogue.entry_by_iri:
                slot, target = "hasRelatedRisk", _OWASP.get(code, target)
            ids = matches[row.subject_id].setdefault(slot, [])
            if target not in ids:
                ids.append(target)
    return matches, unsaid


def _back_links(actions: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield a record for each risk that leads back to its actions; the Nexus merges them."""
    by_risk: dict[str, list[str]] = defaultdict(list)
    for action in actions:
        for risk in action.get("hasRelatedRisk", ()):
            by_risk[risk].append(action["id"])
    for risk, ids in sorted(by_risk.items()):
        yield {"id": risk, "hasRelatedAction": ids, "isMitigatedBy": ids, "type": "Risk"}


def _losses(catalogue: Catalogue, choices: Choices, unsaid: int) -> list[Loss]:
    entries = catalogue.entries
    facets = sum(len(entry.facet(name)) for entry in entries for name in FACET_NAMES)
    rows = sum(len(rows) for _, _, rows in catalogue.crosswalks(choices))
    vain = sum(len(rows) for _, _, rows in catalogue.crosswalks(choices, found=False))
    return [
        Loss("values of facets", facets, "as-extension", "groups in isCategorizedAs"),
        Loss(
            "opinions",
            sum(len(e.opinions) for e in entries),
            "as-text",
            "notes; themes and areas of risk are left out",
        ),
        Loss(
            "categories of other taxonomies",
            sum(len(set(e.measure.category) - set(e.category)) for e in entries),
            "not",
            "a file has one taxonomy; export with --taxonomy for another",
        ),
        Loss(
            "review statuses",
            sum(len(e.measure.status) for e in entries),
            "as-text",
            "notes; which classification has which is not said",
        ),
        Loss(
            "grounds and confidences of mappings",
            rows - unsaid,
            "not",
            "mapping slots hold targets alone; export sssom beside it",
        ),
        Loss("denied mappings", unsaid, "not", "mapping slots say no negation"),
        Loss("notes that nothing was found", vain, "not", "mapping slots hold targets alone"),
        Loss.of_foreign_rows(catalogue.foreign_rows(choices)),
    ]
