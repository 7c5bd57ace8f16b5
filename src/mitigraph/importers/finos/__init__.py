"""The mitigations and risks of the FINOS AI Governance Framework, from its pages' front matter.

A folder holds one Markdown file a mitigation (`mi-*.md`), and may hold one a risk (`ri-*.md`). Of
a page the YAML between the first two lines of hyphens is read: number, title, type, status, the
risks that it mitigates, related pages of its kind, and lists of references to other frameworks. The
first paragraph under "Purpose" or "Summary" is its definition where the licence allows.

Sources:
    FINOS AI Governance Framework (https://github.com/finos/ai-governance-framework), pages in
    docs/_mitigations and docs/_risks, types in docs/_config.yml, codes in docs/_data.
"""

from __future__ import annotations

from pathlib import Path

from mitigraph.errors import DataError
from mitigraph.importers.finos.page import FILE, Page, page_of
from mitigraph.importers.finos.schemes import add_schemes
from mitigraph.importers.registry import ImportChoices
from mitigraph.importers.report import Finding, Imported

__all__ = ["read"]


def read(path: Path, choices: ImportChoices) -> Imported:
    """Read a folder of pages, or one page.

    Args:
        path: The folder, with all below it, or the file.
        choices: What the user has chosen. Pages name no licence: without one that allows it no
            text is taken over.

    Returns:
        Schemes of mitigations, risks and types, mapping sets for the references, and the account
        of all pages.

    Raises:
        DataError: If there is no page at all.
    """
    files = sorted(one for one in path.rglob("*.md") if FILE.fullmatch(one.name))
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
    pages: dict[str, Page] = {}
    for file in files:
        result.records += 1
        try:
            page = page_of(file)
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
    add_schemes(result, path, pages, choices)
    for page in pages.values():
        result.findings.extend(page.findings)
    return result


def _refuse_twin(page: Page, other: Page) -> None:
    raise DataError(
        f"{other.path.name} has the number {page.number} already",
        path=str(page.path),
        code="duplicate-id",
    )
