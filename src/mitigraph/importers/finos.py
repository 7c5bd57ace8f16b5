"""The mitigations of the FINOS AI Governance Framework, from the front matter of its pages.

A folder holds one Markdown file a mitigation (`mi-*.md`), and may hold one a risk (`ri-*.md`). Of
a page the YAML between the first two lines of hyphens is read: number, title, type (PREV or DET),
the risks that it mitigates, related mitigations, and lists of references to other frameworks. The
first paragraph under "Purpose" is its definition where the licence allows.

Sources:
    FINOS AI Governance Framework, pages in docs/_mitigations and docs/_risks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from mitigraph.errors import DataError
from mitigraph.importers.frameworks import Control, Framework, framework_statements
from mitigraph.importers.licences import text_allowed
from mitigraph.importers.provenance import Origin, origin_statements
from mitigraph.importers.registry import ImportChoices
from mitigraph.importers.report import Finding, Imported
from mitigraph.importers.statements import clean_line, clean_text
from mitigraph.mapping import Mapping as Match
from mitigraph.mapping import MappingSet, mapping_statements
from mitigraph.reader.text import read_text
from mitigraph.reader.yaml import YamlMapping, parse_yaml
from mitigraph.terms import BASE, MG, PREFIXES, Iri, concept_iri

__all__ = ["read"]

_FILE: Final = re.compile(r"(mi|ri)-\d+([_-].*)?[.]md")
_HOME: Final = Iri("https://air-governance-framework.finos.org")
_TYPES: Final = {"PREV": "Preventive", "DET": "Detective"}
_RELATED: Final = Iri(PREFIXES["skos"] + "related")
#: What SSSOM says where no licence is known.
_UNSPECIFIED: Final = Iri(PREFIXES["sssom"] + "license/unspecified")


def _iso(code: str) -> tuple[str, str] | None:
    return (f"iso-42001/2023/{code.replace('-', '.')}", code.replace("-", "."))


def _act(code: str) -> tuple[str, str] | None:
    found = re.fullmatch(r"c\d+(?:-s\d+)?-a(\d+)", code)
    return (f"eu-ai-act/2024/article-{found[1]}", f"Article {found[1]}") if found else None


def _sp_800_53(code: str) -> tuple[str, str] | None:
    return (f"nist-sp-800-53/5/{code.upper()}", code.upper())


#: How the codes of a list of references are read: path of the control's IRI and its notation. None
#: for a code that has not the form of the framework's.
_FRAMEWORKS: Final[
    Mapping[str, tuple[re.Pattern[str], Callable[[str], tuple[str, str] | None]]]
] = {
    "iso-42001": (re.compile(r"A(-\d+){2,3}"), _iso),
    "eu-ai-act": (re.compile(r"c\d+(-s\d+)?-a\d+"), _act),
    "nist-sp-800-53r5": (re.compile(r"[a-z]{2}-\d+(\(\d+\))?"), _sp_800_53),
}


@dataclass(slots=True)
class _Page:
    """The front matter of a page."""

    path: Path
    kind: str
    number: int
    title: str
    purpose: str
    fields: YamlMapping
    references: dict[str, list[str]] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return f"{self.kind}-{self.number}"


def read(path: Path, choices: ImportChoices) -> Imported:
    """Read a folder of pages, or one page.

    Args:
        path: The folder, with all below it, or the file.
        choices: What the user has chosen. Pages name no licence: without one that allows it no
            text is taken over.

    Returns:
        Schemes of mitigations, risks and types, a mapping set for the references, and the account
        of all pages.

    Raises:
        DataError: If there is no page at all.
    """
    files = sorted(one for one in path.rglob("*.md") if _FILE.fullmatch(one.name))
    if path.is_file():
        files = [path]
    if not files:
        raise DataError(
            "no page of a mitigation in it",
            path=str(path),
            place="whole folder",
            code="missing-field",
            remedy="name a folder with files such as mi-1_title.md",
        )
    result = Imported("pages")
    pages: dict[str, _Page] = {}
    for file in files:
        result.records += 1
        try:
            page = _page(file)
            if page.id in pages:
                _refuse_twin(page, pages[page.id])
        except DataError as refused:
            if path.is_file():
                raise
            result.findings.append(
                Finding(
                    "error",
                    refused.code,
                    str(file),
                    refused.place or "whole file",
                    file.stem,
                    refused.reason,
                )
            )
        else:
            pages[page.id] = page
    result.made = len(pages)
    _build(result, path, pages, choices)
    return result


def _refuse_twin(page: _Page, other: _Page) -> None:
    raise DataError(
        f"{other.path.name} has the number {page.number} already",
        path=str(page.path),
        code="duplicate-id",
    )


def _page(file: Path) -> _Page:
    """Return a page.

    Raises:
        DataError: If it can't be used.
    """
    text = read_text(file)
    parts = re.match(r"---[ \t]*\r?\n(.*?)^---[ \t]*$(.*)", text, re.DOTALL | re.MULTILINE)
    if not parts:
        raise DataError(
            "no front matter between two lines of hyphens at the top",
            path=str(file),
            place="line 1",
            code="missing-field",
        )
    fields = parse_yaml(parts[1], path=str(file), first_line=2)
    if not isinstance(fields, YamlMapping):
        raise DataError("front matter is no mapping", path=str(file), place="line 2", code="schema")
    number, title = (_text(fields, name, file) for name in ("sequence", "title"))
    if not number.isdecimal():
        raise _fault(file, fields, "sequence", f'sequence "{number}" is no number', "bad-id")
    kind = "ri" if file.name.startswith("ri-") or fields.get("layout") == "risk" else "mi"
    if not file.name.startswith(f"{kind}-{int(number)}") and _FILE.fullmatch(file.name):
        raise _fault(file, fields, "sequence", f"the file is not named {kind}-{number}", "bad-id")
    purpose = re.search(
        r"^## *(?:Purpose|Summary)\s*\n+(.*?)(?:\n\s*\n|\Z)", parts[2], re.MULTILINE | re.DOTALL
    )
    page = _Page(file, kind, int(number), title, clean_text(purpose[1]) if purpose else "", fields)
    for name in fields:
        if name.endswith("_references") or name in ("mitigates", "related_mitigations"):
            page.references[name.removesuffix("_references")] = _codes(fields, name, file)
    return page


def _fault(file: Path, fields: YamlMapping, name: str, reason: str, code: Any) -> DataError:
    line = fields.lines.get(name, fields.line)
    return DataError(reason, path=str(file), place=f"line {line}", code=code)


def _text(fields: YamlMapping, name: str, file: Path) -> str:
    value = fields.get(name, "")
    if not isinstance(value, str):
        raise _fault(file, fields, name, f"{name} is no text", "wrong-type")
    if not clean_line(value):
        raise _fault(file, fields, name, f"{name} is missing", "missing-field")
    return clean_line(value)


def _codes(fields: YamlMapping, name: str, file: Path) -> list[str]:
    value = fields[name]
    if value in ("", None):
        return []
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise _fault(file, fields, name, f"{name} is no list of codes", "wrong-type")
    return [clean_line(one) for one in value]


def _build(result: Imported, path: Path, pages: dict[str, _Page], choices: ImportChoices) -> None:
    """Add the schemes, the mapping set and the origin to what was imported."""
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
    rows = list(_rows(result, mitigations, pages, choices))
    risk_ids = sorted(
        {one for page in pages.values() for one in page.references.get("mitigates", ())}
        | {page.id for page in pages.values() if page.kind == "ri"},
        key=_order,
    )
    controls = [
        _mitigation(result, page, pages, (mitigations, risks, types), text_kept=kept)
        for page in sorted(pages.values(), key=lambda page: page.number)
        if page.kind == "mi"
    ]
    made: list[tuple[Framework, list[Control]]] = [
        (mitigations, controls),
        (risks, [_risk(one, pages, text_kept=kept) for one in risk_ids]),
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
    if rows:
        mapping_set = MappingSet(
            Iri(f"{BASE}mapping/{key}-{major}_references"),
            choices.licence or _UNSPECIFIED,
            mapping_set_version=version,
            mapping_set_title="References of the FINOS AI Governance Framework",
            subject_source=mitigations.scheme,
            comment="What the pages refer to; they do not say how the two relate.",
            mappings=tuple(rows),
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


def _mitigation(
    result: Imported,
    page: _Page,
    pages: dict[str, _Page],
    schemes: tuple[Framework, Framework, Framework],
    *,
    text_kept: bool,
) -> Control:
    mitigations, risks, types = schemes
    links = [(MG["mitigates"], risks.concept(one)) for one in page.references.get("mitigates", ())]
    kind = str(page.fields.get("type", ""))
    if kind in _TYPES:
        links.append((MG["inFrameworkCategory"], types.concept(kind.lower())))
    elif kind:
        _warn(result, page, "type", "unknown-term", f'type "{kind}" is neither PREV nor DET')
    for other in page.references.get("related_mitigations", ()):
        if other in pages:
            links.append((_RELATED, mitigations.concept(other)))
        else:
            _warn(result, page, "related_mitigations", "dangling-ref", f"no page of {other}")
    if any(one.kind == "ri" for one in pages.values()):
        for risk in page.references.get("mitigates", ()):
            if risk not in pages:
                _warn(result, page, "mitigates", "dangling-ref", f"no page of {risk}")
    named = f"Mitigation {page.id} of the FINOS AI Governance Framework: {page.title}."
    status = page.fields.get("doc-status", "")
    return Control(
        page.id,
        page.id,
        page.title,
        page.purpose if text_kept and page.purpose else named,
        links=tuple(dict.fromkeys(links)),
        notes=(f"Status of the page: {status}.",) if isinstance(status, str) and status else (),
    )


def _risk(name: str, pages: dict[str, _Page], *, text_kept: bool) -> Control:
    page = pages.get(name)
    title = page.title if page else name
    named = f"Risk {name} of the FINOS AI Governance Framework" + (f": {title}." if page else ".")
    return Control(
        name, name, title, page.purpose if page and text_kept and page.purpose else named
    )


def _rows(
    result: Imported, framework: Framework, pages: dict[str, _Page], choices: ImportChoices
) -> Iterator[Match]:
    for page in sorted(pages.values(), key=lambda page: page.number):
        if page.kind != "mi":
            continue
        for name, codes in page.references.items():
            if name in ("mitigates", "related_mitigations"):
                continue
            if name not in _FRAMEWORKS:
                _warn(
                    result,
                    page,
                    f"{name}_references",
                    "unknown-term",
                    f"{len(codes)} references to {name}, a framework that is not known here",
                )
                continue
            form, resolve = _FRAMEWORKS[name]
            for code in codes:
                found = resolve(code) if form.fullmatch(code) else None
                if found is None:
                    _warn(
                        result, page, f"{name}_references", "bad-id", f'"{code}" is no {name} code'
                    )
                    continue
                yield from _row(result, framework, page, name, found, choices)


def _row(  # noqa: PLR0913 - one reference with all that is needed to judge it
    result: Imported,
    framework: Framework,
    page: _Page,
    name: str,
    found: tuple[str, str],
    choices: ImportChoices,
) -> Iterator[Match]:
    path, notation = found
    key, major, code = path.split("/", 2)
    known = choices.controls(f"{key}/{major}")
    if known and notation not in known:
        _warn(result, page, f"{name}_references", "dangling-ref", f"{key} has no {notation}")
        return
    yield Match(
        framework.concept(page.id),
        Iri(PREFIXES["skos"] + "relatedMatch"),
        concept_iri(key, int(major), code),
        Iri(PREFIXES["semapv"] + "UnspecifiedMatching"),
        comment=f"{page.id} refers to it."
        + ("" if known else " Not checked against its framework."),
    )


def _warn(result: Imported, page: _Page, name: str, code: Any, message: str) -> None:
    line = page.fields.lines.get(name, page.fields.line)
    result.findings.append(
        Finding("warning", code, str(page.path), f"line {line}", page.id, message)
    )


def _order(name: str) -> tuple[int, str]:
    digits = re.search(r"\d+", name)
    return (int(digits[0]) if digits else 0, name)
