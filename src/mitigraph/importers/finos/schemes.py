"""The schemes, concepts and mapping sets of the pages of the FINOS AI Governance Framework."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from mitigraph.importers.finos.page import LINKS, Page
from mitigraph.importers.finos.references import matches
from mitigraph.importers.frameworks import Control, Framework, framework_statements
from mitigraph.importers.licences import text_allowed
from mitigraph.importers.provenance import Origin, origin_statements
from mitigraph.importers.registry import ImportChoices
from mitigraph.importers.report import Finding, Imported
from mitigraph.importers.statements import clean_line
from mitigraph.mapping import MappingSet, mapping_statements
from mitigraph.terms import BASE, MG, PREFIXES, Iri

__all__ = ["add_schemes"]

_HOME: Final = Iri("https://air-governance-framework.finos.org")
_TYPES: Final = {"PREV": "Preventive", "DET": "Detective"}
#: Older pages write the type out.
_WORDS: Final = {"PREVENTIVE": "PREV", "PREVENTATIVE": "PREV", "DETECTIVE": "DET"}
_RISK_TYPES: Final = {"OP": "Operational", "SEC": "Security", "RC": "Regulatory and compliance"}
_RELATED: Final = Iri(PREFIXES["skos"] + "related")
#: What SSSOM says where no licence is known.
_UNSPECIFIED: Final = Iri(PREFIXES["sssom"] + "license/unspecified")


def add_schemes(
    result: Imported, path: Path, pages: dict[str, Page], choices: ImportChoices
) -> None:
    """Add the schemes, the mapping sets and the origin to what was imported.

    Args:
        result: The account.
        path: What is imported, for messages.
        pages: All pages, by id.
        choices: What the user has chosen.
    """
    key, major = choices.scheme("finos-aigf")
    kept = text_allowed(choices.licence) and not choices.ids_only
    source = choices.source or _HOME
    version = choices.version or str(major)

    def scheme(suffix: str, title: str, concept_class: Iri) -> Framework:
        return Framework(
            key=f"{key}{suffix}",
            major=major,
            title=title,
            description=f"{title}, as its pages have them.",
            version=version,
            pattern="",
            source=source,
            derived_from=(source,),
            rights="Fintech Open Source Foundation; licence as stated to the import",
            licence=choices.licence,
            note="Made from the front matter of the framework's pages.",
            concept_class=concept_class,
        )

    mitigations = scheme("", "FINOS AI Governance Framework, mitigations", MG["Control"])
    risks = scheme("-risk", "FINOS AI Governance Framework, risks", MG["RiskArea"])
    types = scheme(
        "-type", "FINOS AI Governance Framework, types", Iri(PREFIXES["skos"] + "Concept")
    )
    schemes = {"mi": mitigations, "ri": risks}
    named = {one for page in pages.values() for name in LINKS[page.kind] for one in _of(page, name)}
    risk_ids = {one for one in (*named, *pages) if one.startswith("ri-")}
    controls = [
        _mitigation(page, pages, (mitigations, risks, types), text_kept=kept)
        for page in sorted(pages.values(), key=lambda page: page.number)
        if page.kind == "mi"
    ]
    made: list[tuple[Framework, list[Control]]] = [
        (mitigations, controls),
        (
            risks,
            [_risk(one, pages, risks, text_kept=kept) for one in sorted(risk_ids, key=_order)],
        ),
        (
            types,
            [
                Control(one.lower(), one, name, f"{name} mitigations.")
                for one, name in _TYPES.items()
            ],
        ),
    ]
    result.graph = Iri(f"{BASE}graph/{key}-{major}")
    parts = [framework.scheme for framework, found in made if found]
    for framework, found in made:
        if found:
            result.quads.extend(
                framework_statements(
                    framework,
                    found,
                    module_header=choices.module,
                    part_of=None if framework is mitigations else mitigations,
                )
            )
    for kind, suffix in (("mi", "references"), ("ri", "risk-references")):
        rows = list(matches(kind, schemes[kind], pages, choices, text_kept=kept))
        if rows:
            mapping_set = MappingSet(
                Iri(f"{BASE}mapping/{key}-{major}_{suffix}"),
                choices.licence or _UNSPECIFIED,
                mapping_set_version=version,
                mapping_set_title=f"References of the {schemes[kind].title}",
                subject_source=schemes[kind].scheme,
                comment="What the pages refer to; they do not say how the two relate.",
                mappings=tuple(dict.fromkeys(rows)),
            )
            result.quads.extend(mapping_statements(mapping_set))
            parts.append(mapping_set.mapping_set_id)
    files = tuple(sorted(page.path for page in pages.values()))
    origin = Origin(
        "FINOS AI Governance Framework", files, choices.version, choices.licence, source, kept
    )
    result.quads.extend(origin_statements(result.graph, origin, parts=parts))
    if path.is_dir() and not controls:
        result.findings.append(
            Finding(
                "warning", "missing-field", str(path), "whole folder", "", "no mitigation in it"
            )
        )


def _of(page: Page, name: str) -> dict[str, int]:
    return page.links.get(name, {})


def _mitigation(
    page: Page,
    pages: dict[str, Page],
    schemes: tuple[Framework, Framework, Framework],
    *,
    text_kept: bool,
) -> Control:
    mitigations, risks, types = schemes
    links = [(MG["mitigates"], risks.concept(one)) for one in _of(page, "mitigates")]
    links += [
        (MG["inFrameworkCategory"], types.concept(kind.lower())) for kind in _types(page, _TYPES)
    ]
    for other, line in _of(page, "related_mitigations").items():
        if other in pages:
            links.append((_RELATED, mitigations.concept(other)))
        else:
            page.warn("dangling-ref", f"no page of {other}", line=line)
    _tell_missing_risks(page, "mitigates", pages)
    named = f"Mitigation {page.id} of the FINOS AI Governance Framework: {page.title}."
    return Control(
        page.id,
        page.id,
        page.title,
        page.purpose if text_kept and page.purpose else named,
        links=tuple(dict.fromkeys(links)),
        notes=tuple(_status(page)),
    )


def _risk(name: str, pages: dict[str, Page], risks: Framework, *, text_kept: bool) -> Control:
    page = pages.get(name)
    if page is None:
        return Control(name, name, name, f"Risk {name} of the FINOS AI Governance Framework.")
    named = f"Risk {name} of the FINOS AI Governance Framework: {page.title}."
    kinds = [_RISK_TYPES[one] for one in _types(page, _RISK_TYPES)]
    _tell_missing_risks(page, "related_risks", pages)
    return Control(
        name,
        name,
        page.title,
        page.purpose if text_kept and page.purpose else named,
        links=tuple((_RELATED, risks.concept(one)) for one in _of(page, "related_risks")),
        notes=(*(f"Type of risk: {kind}." for kind in kinds), *_status(page)),
    )


def _tell_missing_risks(page: Page, name: str, pages: dict[str, Page]) -> None:
    """Tell the risks that a list names but no page describes, where there are pages of risks."""
    if any(one.kind == "ri" for one in pages.values()):
        for risk, line in _of(page, name).items():
            if risk not in pages:
                page.warn("dangling-ref", f"no page of {risk}", line=line)


def _types(page: Page, known: Mapping[str, str]) -> list[str]:
    """Return the types of a page as far as they are known; older pages have a list of them."""
    value = page.fields.get("type", "")
    found = []
    for one in value if isinstance(value, list) else [value]:
        if not isinstance(one, str):
            page.warn("wrong-type", "type is no word", name="type")
            continue
        word = clean_line(one).upper()
        kind = _WORDS.get(word, word)
        if kind in known:
            found.append(kind)
        elif kind:
            message = f'type "{clean_line(one)}" is none of {", ".join(known)}'
            page.warn("unknown-term", message, name="type")
    return list(dict.fromkeys(found))


def _status(page: Page) -> Iterator[str]:
    status = page.fields.get("doc-status", "")
    if not isinstance(status, str):
        page.warn("wrong-type", "doc-status is no text", name="doc-status")
    elif clean_line(status):
        yield f"Status of the page: {clean_line(status)}."


def _order(name: str) -> int:
    return int(name.rpartition("-")[2])
