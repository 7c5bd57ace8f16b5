"""What the codes in the references of a page stand for in other frameworks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from mitigraph.importers.finos.page import Page, Reference
from mitigraph.importers.frameworks import Framework
from mitigraph.importers.registry import ImportChoices
from mitigraph.mapping import Mapping as Match
from mitigraph.terms import PREFIXES, Iri, concept_iri

__all__ = ["matches"]


def _iso(found: re.Match[str]) -> tuple[str, str, str]:
    code = found[0].replace("-", ".")
    return "iso-42001/2023", code, code


def _act(found: re.Match[str]) -> tuple[str, str, str]:
    return "eu-ai-act/2024", f"article-{found[1]}", f"Article {found[1]}"


def _sp_800_53(found: re.Match[str]) -> tuple[str, str, str]:
    code, part = found[1].upper(), found[2] or found[3]
    if part:
        return "nist-sp-800-53/5", f"{code}.{part}", f"{code}({part})"
    return "nist-sp-800-53/5", code, code


def _owasp_llm(found: re.Match[str]) -> tuple[str, str, str]:
    return f"owasp-llm/{found[2]}", f"LLM{found[1]}", f"LLM{found[1]}"


_Form = tuple[re.Pattern[str], Callable[[re.Match[str]], tuple[str, str, str]]]
#: By the name of a list of references: the form of its codes, and what one of them means: id of the
#: scheme, end of the control's IRI and notation.
_FRAMEWORKS: Final[Mapping[str, _Form]] = {
    "iso-42001": (re.compile(r"A(?:[-.][0-9]{1,3}){2,3}"), _iso),
    "eu-ai-act": (re.compile(r"(?:eu-ai_)?c[0-9]+(?:-s[0-9]+)?-a([0-9]{1,3})"), _act),
    "nist-sp-800-53r5": (
        re.compile(r"([a-z]{2}-[0-9]{1,3})(?:\(([0-9]{1,3})\)|\.([0-9]{1,3}))?", re.IGNORECASE),
        _sp_800_53,
    ),
    "owasp-llm": (re.compile(r"llm([0-9]{2})-(20[0-9]{2})", re.IGNORECASE), _owasp_llm),
}


def matches(
    kind: str,
    framework: Framework,
    pages: dict[str, Page],
    choices: ImportChoices,
    *,
    text_kept: bool,
) -> Iterator[Match]:
    """Yield the references of the pages of a kind; tell those that can't be followed.

    Args:
        kind: "mi" or "ri".
        framework: The scheme of those pages.
        pages: All pages, by id.
        choices: What the user has chosen.
        text_kept: Whether notes on references may be taken over.
    """
    for page in sorted(pages.values(), key=lambda page: page.number):
        if page.kind != kind:
            continue
        unknown: dict[str, list[Reference]] = {}
        for one in page.references:
            if one.framework not in _FRAMEWORKS:
                unknown.setdefault(one.framework, []).append(one)
                continue
            form, resolve = _FRAMEWORKS[one.framework]
            found = form.fullmatch(one.code)
            if not found:
                message = f'"{one.code}" is no {one.framework} code that is read'
                page.warn("bad-id", message, line=one.line)
                continue
            scheme, code, notation = resolve(found)
            key, _, major = scheme.partition("/")
            known = choices.controls(scheme)
            if known and notation not in known:
                page.warn("dangling-ref", f"{key} has no {notation}", line=one.line)
                continue
            note = f" {one.note}" if text_kept and one.note else ""
            yield Match(
                framework.concept(page.id),
                Iri(PREFIXES["skos"] + "relatedMatch"),
                known[notation] if known else concept_iri(key, major, code),
                Iri(PREFIXES["semapv"] + "UnspecifiedMatching"),
                comment=f"{page.id} refers to it.{note}"
                + ("" if known else " Not checked against its framework."),
            )
        for name, found_there in unknown.items():
            message = f"{len(found_there)} references to {name}, a framework that is not known here"
            page.warn("unknown-term", message, line=found_there[0].line)
