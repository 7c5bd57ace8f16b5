"""The articles of the EU AI Act, from a list with number, title, chapter, section and ELI.

Chapters and sections become concepts above the articles; the list has numbers for them, no titles.
What an article says is not rendered: its ELI leads to the text.

Sources:
    Regulation (EU) 2024/1689, 113 articles in 13 chapters
    (http://data.europa.eu/eli/reg/2024/1689/oj).
    European Legislation Identifier (ELI), template for articles.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from mitigraph.errors import DataError
from mitigraph.importers.frameworks import Control, Framework, framework_statements
from mitigraph.importers.provenance import Origin, origin_statements
from mitigraph.importers.registry import ImportChoices
from mitigraph.importers.report import Finding, Imported
from mitigraph.importers.statements import clean_line
from mitigraph.reader.rows import CsvRow, read_rows
from mitigraph.terms import BASE, PREFIXES, Iri

__all__ = ["COLUMNS", "read"]

COLUMNS: Final = ("article", "title", "chapter", "section", "eli")
#: Articles and chapters of the regulation as published; annexes are no articles.
_ARTICLES: Final = 113
_CHAPTERS: Final = 13
_ELI: Final = "http://data.europa.eu/eli/reg/2024/1689"
_NUMBER: Final = re.compile(r"[1-9][0-9]{0,2}")
_SEE_ALSO: Final = Iri(PREFIXES["rdfs"] + "seeAlso")
_MAJOR: Final = 2024


def read(path: Path, choices: ImportChoices) -> Imported:
    """Read the list of articles.

    Args:
        path: The CSV, UTF-8, with the columns `COLUMNS`; `section` and `eli` may be empty.
        choices: What the user has chosen; titles are facts and are kept with `ids_only` too.

    Returns:
        The framework with what could be made, and the account of all rows. An article of the
        regulation that the list lacks is a warning.

    Raises:
        DataError: If the file as a whole can't be used.
    """
    result = Imported("rows")
    key, major = choices.scheme("eu-ai-act", _MAJOR)
    articles: dict[int, tuple[Control, str, str]] = {}
    for row in read_rows(path, COLUMNS):
        result.records += 1
        try:
            number, article = _article(row, articles)
        except DataError as refused:
            name = clean_line(row.cells.get("article", ""))
            result.findings.append(
                Finding("error", refused.code, str(path), row.place, name, refused.reason)
            )
        else:
            articles[number] = article
    result.made = len(articles)
    result.findings.extend(_missing(path, articles))
    source = choices.source or Iri(f"{_ELI}/oj")
    framework = Framework(
        key=key,
        major=major,
        title="EU AI Act, articles",
        description=(
            "The articles of Regulation (EU) 2024/1689, which lays down harmonised rules on "
            "artificial intelligence, under its chapters and sections."
        ),
        version=choices.version or "2024-07-12",
        pattern="",
        source=source,
        derived_from=(source,),
        rights=(
            "text of the European Union, reuse allowed with acknowledgement (Decision 2011/833/EU)"
        ),
        licence=choices.licence,
        note=(
            "Only numbers and titles are rendered; what an article obliges whom to do stands in "
            "the regulation, to which its ELI leads."
        ),
    )
    controls = list(_with_chapters(articles))
    result.graph = Iri(f"{BASE}graph/{key}-{major}")
    result.quads.extend(framework_statements(framework, controls, module_header=choices.module))
    origin = Origin(framework.title, (path,), framework.version, choices.licence, source)
    result.quads.extend(origin_statements(result.graph, origin, parts=[framework.scheme]))
    return result


def _article(row: CsvRow, known: Collection[int]) -> tuple[int, tuple[Control, str, str]]:
    """Return an article's number, the control without its place, its chapter and its section.

    Args:
        row: The row.
        known: The numbers of the rows above.

    Raises:
        DataError: If the row can't be used.
    """
    if row.fault:
        raise DataError(row.fault, code="schema")
    name, title, chapter, section, eli = (clean_line(row.cells[one]) for one in COLUMNS)
    if re.match("(?i)annex", name):
        raise DataError("an annex, where the list is of articles", code="wrong-type")
    if not _NUMBER.fullmatch(name):
        raise DataError(f"expected the number of an article, 1 to {_ARTICLES}", code="bad-id")
    if int(name) > _ARTICLES:
        raise DataError(f"the regulation has {_ARTICLES} articles", code="unknown-term")
    if int(name) in known:
        raise DataError("the number of an earlier row", code="duplicate-id")
    if not title:
        raise DataError("title is empty", code="missing-field")
    if not _NUMBER.fullmatch(chapter) or (section and not _NUMBER.fullmatch(section)):
        raise DataError("chapter and section have to be numbers", code="wrong-type")
    if int(chapter) > _CHAPTERS:
        raise DataError(f"the regulation has {_CHAPTERS} chapters", code="unknown-term")
    expected = f"{_ELI}/art_{name}/oj"
    if eli and eli != expected:
        raise DataError(f"its ELI is {expected}", code="dangling-ref")
    control = Control(
        f"article-{name}",
        f"Article {name}",
        f"Article {name}: {title}",
        f"Article {name} of Regulation (EU) 2024/1689, on: {title}.",
        links=((_SEE_ALSO, Iri(expected)),),
    )
    return int(name), (control, chapter, section)


def _missing(path: Path, articles: dict[int, tuple[Control, str, str]]) -> Iterator[Finding]:
    for number in range(1, _ARTICLES + 1):
        if number not in articles:
            yield Finding(
                "warning",
                "missing-field",
                str(path),
                "whole file",
                str(number),
                f"article {number} of the regulation is not in the list",
            )


def _with_chapters(articles: dict[int, tuple[Control, str, str]]) -> Iterator[Control]:
    """Yield the articles in order, each after the chapter and section that it stands in."""
    seen: set[str] = set()
    for number in sorted(articles):
        control, chapter, section = articles[number]
        above = f"chapter-{chapter}"
        if above not in seen:
            seen.add(above)
            name = f"Chapter {chapter}"
            yield Control(above, name, name, f"{name} of Regulation (EU) 2024/1689.")
        if section:
            inner = f"{above}-section-{section}"
            if inner not in seen:
                seen.add(inner)
                name = f"Section {chapter}.{section}"
                definition = f"Section {section} of chapter {chapter} of Regulation (EU) 2024/1689."
                yield Control(inner, name, name, definition, broader=above)
            above = inner
        yield replace(control, broader=above)
