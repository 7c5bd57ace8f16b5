"""A page of the FINOS AI Governance Framework: what its front matter says, and its purpose.

Lists of references hold codes, or mappings with `id` and perhaps `note`. Older pages have one list,
`external_risks`, for the codes of all frameworks, and write types out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from mitigraph.errors import Code, DataError
from mitigraph.importers.report import Finding
from mitigraph.importers.statements import clean_line, clean_text
from mitigraph.reader.text import read_text
from mitigraph.reader.yaml import YamlMapping, YamlSequence, parse_yaml

__all__ = ["FILE", "LINKS", "Page", "Reference", "page_of"]

#: The name of a page's file: its kind, its number and perhaps its title.
FILE: Final = re.compile(r"(mi|ri)-([0-9]+)([_-].*)?[.]md")
#: By kind of page: the lists of other pages, each with the kind of those.
LINKS: Final = {
    "mi": {"mitigates": "ri", "related_mitigations": "mi"},
    "ri": {"related_risks": "ri"},
}
_NUMBER: Final = re.compile("[0-9]{1,6}")
_READ: Final = frozenset(("sequence", "title", "layout", "doc-status", "type"))
_REFERENCES: Final = "_references"
#: How older pages call a list of references.
_OLDER: Final = {"eu-ai": "eu-ai-act"}
#: The list of older pages for all frameworks, of codes such as OWASP-LLM_2025_LLM01.
_EXTERNAL: Final = "external_risks"
_EXTERNAL_CODE: Final = re.compile(r"([A-Za-z0-9-]+)_(20[0-9]{2})_(.+)")
#: Hyphens that a word processor puts in place of the plain one.
_HYPHENS: Final = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013", "-"))


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference to another framework.

    Attributes:
        framework: The name of its list: "iso-42001".
        code: The code there.
        note: What the page says of it, if anything.
        line: The line of the page.
    """

    framework: str
    code: str
    note: str
    line: int


@dataclass(slots=True)
class Page:
    """A page.

    Attributes:
        path: Its file.
        kind: "mi" for a mitigation, "ri" for a risk.
        number: Its number.
        title: What it is called.
        purpose: The first paragraph of its purpose or summary; empty if it has none.
        fields: Its front matter.
        references: Its references to other frameworks.
        links: By the list that names them: ids of other pages, each with its line.
        findings: What is to be told of it.
    """

    path: Path
    kind: str
    number: int
    title: str
    purpose: str
    fields: YamlMapping
    references: list[Reference] = field(default_factory=list)
    links: dict[str, dict[str, int]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    @property
    def id(self) -> str:
        """What other pages call it: "mi-1"."""
        return f"{self.kind}-{self.number}"

    def warn(self, code: Code, message: str, *, name: str = "", line: int = 0) -> None:
        """Tell something that does not lose the page, at a line or else a field of it."""
        place = line or self.fields.lines.get(name, self.fields.line)
        self.findings.append(
            Finding("warning", code, str(self.path), f"line {place}", self.id, message)
        )


def page_of(file: Path) -> Page:
    """Return a page.

    Raises:
        DataError: If it can't be used.
    """
    text = read_text(file).replace("\r\n", "\n")
    parts = re.match(r"---[ \t]*\n(.*?)^---[ \t]*$(.*)", text, re.DOTALL | re.MULTILINE)
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
    if not _NUMBER.fullmatch(number):
        raise _fault(file, fields, "sequence", f'sequence "{number[:40]}" is no number', "bad-id")
    named = FILE.fullmatch(file.name)
    kind = "ri" if file.name.startswith("ri-") or fields.get("layout") == "risk" else "mi"
    if named and (named[1], named[2].lstrip("0")) != (kind, number.lstrip("0")):
        reason = f"the file is not named {kind}-{int(number)}"
        raise _fault(file, fields, "sequence", reason, "bad-id")
    page = Page(file, kind, int(number), title, _purpose(parts[2]), fields)
    _add_lists(page)
    return page


def _purpose(body: str) -> str:
    """Return the first paragraph of a page's purpose or summary; nothing if it has none."""
    start = re.search(r"^## *(?:Purpose|Summary)[ \t]*$", body, re.MULTILINE)
    if not start:
        return ""
    section = body[start.end() :].partition("\n## ")[0]
    for opening, closing in (("<!--", "-->"), ("{%", "%}"), ("{{", "}}")):
        first, *others = section.split(opening)
        section = first + "".join(one.partition(closing)[2] for one in others)
    for paragraph in re.split(r"\n[ \t]*\n", section):
        text = clean_text(paragraph)
        if text and not re.match(r"#|---$", text):
            return text
    return ""


def _fault(file: Path, fields: YamlMapping, name: str, reason: str, code: Code) -> DataError:
    line = fields.lines.get(name, fields.line)
    return DataError(reason, path=str(file), place=f"line {line}", code=code)


def _text(fields: YamlMapping, name: str, file: Path) -> str:
    value = fields.get(name, "")
    if not isinstance(value, str):
        raise _fault(file, fields, name, f"{name} is no text", "wrong-type")
    if not clean_line(value):
        raise _fault(file, fields, name, f"{name} is missing", "missing-field")
    return clean_line(value)


def _add_lists(page: Page) -> None:
    """Add the references and the links of a page; tell which of its fields are not read.

    Raises:
        DataError: If what should be a list of codes is none.
    """
    unread = []
    for name, value in page.fields.items():
        if name in LINKS[page.kind]:
            page.links[name] = _page_ids(page, name)
        elif name == _EXTERNAL:
            for code, note, line in _codes(page, name):
                page.references.append(_external(code, note, line))
        elif name.endswith(_REFERENCES):
            framework = name.removesuffix(_REFERENCES)
            framework = _OLDER.get(framework, framework)
            for code, note, line in _codes(page, name):
                page.references.append(Reference(framework, code, note, line))
        elif name not in _READ and value:
            unread.append(name)
    if unread:
        page.warn("unknown-term", f"not read: {', '.join(unread)}", name=unread[0])


def _external(code: str, note: str, line: int) -> Reference:
    """Return a reference of an older page as newer ones write it: framework, code and year."""
    found = _EXTERNAL_CODE.fullmatch(code)
    if not found:
        return Reference(_EXTERNAL, code, note, line)
    framework = found[1].lower()
    newer = found[3] if framework == "iso-42001" else f"{found[3]}-{found[2]}"
    return Reference(framework, newer, note, line)


def _codes(page: Page, name: str) -> Iterator[tuple[str, str, int]]:
    """Yield the codes of a list, each with the note on it, if any, and its line.

    Raises:
        DataError: If it is no list of codes, or of mappings with `id` and perhaps `note`.
    """
    value = page.fields[name]
    if value == "":
        return
    if not isinstance(value, YamlSequence):
        raise _fault(page.path, page.fields, name, f"{name} is no list of codes", "wrong-type")
    for number, one in enumerate(value):
        code, note = (one.get("id"), one.get("note")) if isinstance(one, dict) else (one, "")
        if not isinstance(code, str) or not isinstance(note or "", str):
            raise _fault(page.path, page.fields, name, f"{name} is no list of codes", "wrong-type")
        yield clean_line(code).translate(_HYPHENS), clean_line(note or ""), value.lines[number]


def _page_ids(page: Page, name: str) -> dict[str, int]:
    """Return the ids of other pages that a list names, each with its line."""
    kind = LINKS[page.kind][name]
    found: dict[str, int] = {}
    for code, _, line in _codes(page, name):
        number = code.removeprefix(f"{kind}-")
        if number == code or not _NUMBER.fullmatch(number):
            page.warn("bad-id", f'"{code}" is none of the form {kind}-1', line=line)
        elif f"{kind}-{int(number)}" == page.id:
            page.warn("schema", f"{name} names the page itself", line=line)
        else:
            found.setdefault(f"{kind}-{int(number)}", line)
    return found
