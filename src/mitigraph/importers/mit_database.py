"""The published AI Risk Mitigation Database (CSV) as measures, sources and assessments.

One row becomes one measure `id/measure/mit-2025/{record}`, classified in the first mitigation
taxonomy by the MIT AI Risk Initiative. The label and the definition are cleaned; the digest of the
untouched original stands beside them.

Sources:
    AI Risk Mitigation Database, snapshot of 2025-07-23, MIT AI Risk Initiative, CC BY 4.0.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final
from typing import Literal as OneOf

from mitigraph.errors import Code
from mitigraph.importers.report import Finding, Imported
from mitigraph.importers.statements import (
    RDF_TYPE,
    Assessed,
    assessment,
    clean_line,
    clean_text,
    descriptions,
    digest,
    english,
    measure_statements,
)
from mitigraph.reader.rows import CsvRow, read_rows
from mitigraph.terms import (
    BASE,
    MG,
    PREFIXES,
    Iri,
    Literal,
    Quad,
    concept_iri,
    expand,
    identifier_datatype,
    measure_iri,
    slug,
    source_iri,
)

__all__ = ["COLUMNS", "DATASET", "DOCUMENT_COLUMNS", "published_category", "read_mit_database"]

DATASET: Final = "mit-2025"
COLUMNS: Final = (
    "Action ID",
    "Action Name",
    "Action Definition",
    "Action Source",
    "MitigationCode",
)
DOCUMENT_COLUMNS: Final = ("ShortRef", "Title", "First author", "Year", "URL", "DOI", "Type")
#: What a cell of a document has to be for something to be made of it.
_PROPER: Final[dict[str, Callable[[str], object]]] = {
    "First author": slug,
    "Year": re.compile("[0-9]{4}").fullmatch,
    "URL": lambda text: re.match("https?://", text) and expand(text),
}
_SCHEME: Final = Iri(BASE + "scheme/airi-mitigation/1")
_KINDS: Final = Iri(BASE + "scheme/record-kind/1")
_PUBLISHED: Final = Assessed(
    assessor=Iri(BASE + "id/agent/airi"),
    status="published",
    method="unknown",
    confidence="unknown",
    generated="2025-07-23T00:00:00Z",
    source=Iri(f"{BASE}id/dataset/{DATASET}"),
)
_BY_RULE: Final = Assessed(
    assessor=Iri(BASE + "id/agent/mitigraph-importer"),
    status="preliminary",
    method="pattern-rule",
    confidence="low",
    note="Set by a pattern rule when the record was read, and meant for review by a person.",
)
_ID: Final = re.compile(r"(A[0-9]{4})_(\S.*)")
_CODE: Final = re.compile(r"([0-9X]\.[0-9X])(?:\s|$)")
_QUESTION: Final = re.compile(
    # Clauses have a bound, so that no text takes longer than its length asks for.
    r"(?:^|[.?!:]\s+)(?:\w+ing [^.?!:]{0,200}, )?(?:When [^.?!:]{0,200}, )?"
    r"(?:does|do|is|are|has|have|did|will|can|what|how|which|who|if)\b[^.!?]{0,1000}\?",
    re.IGNORECASE,
)
_ENQUIRY: Final = re.compile(
    r"(?:information (?:about|on|regarding|related|that indicates)|any information\b)",
    re.IGNORECASE,
)


def read_mit_database(  # noqa: PLR0913 - two files, and what is known beside them
    path: Path,
    *,
    documents: Path | None,
    known: Iterable[Quad],
    codes: Iterable[str],
    kinds: Mapping[str, str],
    facts_only: bool = False,
) -> Imported:
    """Read the database.

    Args:
        path: The CSV of mitigations, UTF-8 with or without byte order mark.
        documents: The CSV of included documents, for sources that the shipped graph lacks.
        known: Statements that describe sources, agents and datasets already; they are copied.
        codes: The codes of the first mitigation taxonomy.
        kinds: What each measure's record is known to be, as a slug of the scheme of record kinds. A
            pattern rule tells it of the others.
        facts_only: Whether to leave out the prose (definitions, descriptions of documents).

    Returns:
        The statements, in the order of the rows, and the account of all rows.

    Raises:
        DataError: If a file as a whole can't be used. Nothing is made then.
    """
    result = Imported("rows")
    known = list(known)
    described = {str(quad.subject) for quad in known}
    sources: dict[str, CsvRow] = {}
    if documents is not None:
        for row in read_rows(documents, DOCUMENT_COLUMNS):
            name = clean_line(row.cells.get("ShortRef", ""))
            why = row.fault or (None if name else "no ShortRef")
            if why or sources.setdefault(name, row) is not row:
                code: Code = "schema" if why else "duplicate-id"
                why = why or "the ShortRef of an earlier row, which counts"
                finding = Finding("warning", code, str(documents), row.place, name, why)
                result.findings.append(finding)
    records = _Records(result, path, frozenset(codes), kinds, facts_only=facts_only)
    for row in read_rows(path, COLUMNS):
        result.records += 1
        records.read(row)
    wanted = [_PUBLISHED.assessor, Iri(f"{BASE}id/dataset/{DATASET}")]
    if records.used_rule:
        wanted.append(_BY_RULE.assessor)
    names: dict[Iri, str] = {}
    for reference in sorted(records.references):
        source = source_iri(reference)
        if source in described:
            wanted.append(source)
            continue
        if (first := names.setdefault(source, reference)) != reference:
            message = f'has the IRI of "{first}", and goes for it'
            result.findings.append(
                Finding(
                    "warning",
                    "duplicate-id",
                    str(path),
                    "column Action Source",
                    reference,
                    message,
                )
            )
            continue
        document = sources.get(reference)
        if document is None:
            result.findings.append(
                Finding(
                    "warning",
                    "dangling-ref",
                    str(path),
                    "column Action Source",
                    reference,
                    "a source that neither the shipped graph nor the documents file describes; "
                    "give --documents",
                )
            )
        cells = _cells(result, documents, document) if documents and document else {}
        result.quads.extend(_source(source, reference, cells, names, facts_only=facts_only))
    result.quads.extend(descriptions(known, wanted))
    records.report_repeats()
    return result


class _Records:
    """The rows of one file as they are read, with what has to be compared between them."""

    def __init__(
        self,
        result: Imported,
        path: Path,
        codes: frozenset[str],
        kinds: Mapping[str, str],
        *,
        facts_only: bool,
    ) -> None:
        self.result, self.path, self.codes, self.facts_only = result, path, codes, facts_only
        self.kinds = kinds
        self.references: set[str] = set()
        self.used_rule = False
        self._rows: dict[str, CsvRow] = {}
        self._labels: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._definitions: dict[str, list[str]] = defaultdict(list)

    def read(self, row: CsvRow) -> None:
        """Make one row's statements, or refuse it."""
        name = clean_line(row.cells.get("Action ID", ""))
        if row.fault:
            return self._say(row, name, "error", "schema", row.fault)
        matched = _ID.fullmatch(name)
        if not matched:
            wanted = 'expected a record number and a source, such as "A0086_Uuk2024"'
            return self._say(row, name, "error", "bad-id", wanted)
        record, reference = matched[1], clean_line(row.cells["Action Source"])
        if record in self._rows:
            first = self._rows[record].place
            return self._say(row, name, "error", "duplicate-id", f"{record} stands in {first} too")
        label = clean_line(row.cells["Action Name"])
        if not label or not reference:
            empty = "Action Name" if not label else "Action Source"
            return self._say(row, name, "error", "missing-field", f"{empty} is empty")
        if not slug(reference):
            wanted = f'no Latin letter or digit in "{reference}", of which the IRI is made'
            return self._say(row, name, "error", "bad-id", wanted)
        if reference != clean_line(matched[2]):
            message = f"the id names {matched[2]}, the column Action Source {reference}"
            self._say(row, name, "warning", "dangling-ref", message)
        self._make(row, name, record, reference, label)
        return None

    def _make(self, row: CsvRow, name: str, record: str, reference: str, label: str) -> None:
        quads = self.result.quads
        definition = clean_text(row.cells["Action Definition"])
        measure = measure_iri(DATASET, record)
        quads.extend(
            measure_statements(
                measure,
                label=label,
                identifier=Literal(record, identifier_datatype(DATASET)),
                source=source_iri(reference),
                definition=None if self.facts_only else definition,
            )
        )
        original = digest(row.cells["Action Name"], row.cells["Action Definition"])
        quads.append(Quad(measure, MG["originalDigest"], original))
        if not definition:
            self._say(row, name, "warning", "empty-text", "no definition")
        quads.extend(self._category(row, name, measure, has_text=bool(definition)))
        quads.extend(self._kind(row, name, measure, definition))
        self._rows[record] = row
        self.references.add(reference)
        self._labels[reference, label.casefold()].append(record)
        if definition:
            self._definitions[definition.casefold()].append(record)
        self.result.made += 1

    def _category(self, row: CsvRow, name: str, measure: Iri, *, has_text: bool) -> Iterator[Quad]:
        cell = clean_line(row.cells["MitigationCode"])
        matched = _CODE.match(cell)
        if not cell:
            self._say(row, name, "warning", "missing-field", "no category: not assessed")
        elif not matched or matched[1] not in self.codes:
            self._say(row, name, "warning", "unknown-term", f'no category code "{cell}"')
        else:
            yield from published_category(measure, matched[1], has_text=has_text)

    def _kind(self, row: CsvRow, name: str, measure: Iri, definition: str) -> Iterator[Quad]:
        if measure in self.kinds:
            if (kind := self.kinds[measure]) != "measure":
                self._say(row, name, "warning", "wrong-type", f"coded as {kind}, not as a measure")
            return
        if _QUESTION.search(definition):
            what, why = "question", "The definition asks a question."
        elif _ENQUIRY.match(definition):
            what, why = "question", "The definition names information that is asked for."
        else:
            return
        self.used_rule = True
        message = f"looks like a {what}, not a measure; marked for review"
        self._say(row, name, "warning", "wrong-type", message)
        concept = concept_iri("record-kind", 1, what)
        yield from assessment(measure, _KINDS, concept, "assigned", _BY_RULE, rationale=why)

    def report_repeats(self) -> None:
        """Report one name twice in one source, and definitions that several records share."""
        for records in self._labels.values():
            for record in records[1:]:
                message = f"the same name as {records[0]} of the same source"
                self._say(self._rows[record], record, "warning", "duplicate-id", message)
        for records in self._definitions.values():
            for record in records[1:]:
                message = f"the same definition as {records[0]}; one may be a copying error"
                self._say(self._rows[record], record, "warning", "duplicate-id", message)

    def _say(
        self,
        row: CsvRow,
        name: str,
        severity: OneOf["error", "warning"],
        code: Code,
        message: str,
    ) -> None:
        self.result.findings.append(
            Finding(severity, code, str(self.path), row.place, name, message)
        )


def published_category(measure: Iri, code: str, *, has_text: bool) -> Iterator[Quad]:
    """Yield the database's own classification of a measure.

    Args:
        measure: The measure.
        code: A code of the first taxonomy; "X" in it marks a catch-all.
        has_text: Whether the record has a definition. Without one, "X.X" means that nobody could
            place it, not that it fits no category.
    """
    if code == "X.X" and not has_text:
        why = "Placed in no category by the database, which gives no definition either."
        yield from assessment(measure, _SCHEME, None, "unclassifiable", _PUBLISHED, rationale=why)
    else:
        concept = concept_iri("airi-mitigation", 1, code)
        outcome = "residual" if "X" in code else "assigned"
        yield from assessment(measure, _SCHEME, concept, outcome, _PUBLISHED)


def _cells(result: Imported, path: Path, document: CsvRow) -> dict[str, str]:
    """Return the cells of a document; one that can't be used is told and left out."""
    cells = {key: clean_line(value) for key, value in document.cells.items()}
    for column, proper in _PROPER.items():
        if (cell := cells[column]) and not proper(cell):
            message = f'"{cell}" can\'t be a {column}, and is left out'
            result.findings.append(
                Finding(
                    "warning",
                    "wrong-type",
                    str(path),
                    document.place,
                    cells["ShortRef"],
                    message,
                )
            )
            del cells[column]
    return cells


def _source(
    source: Iri,
    reference: str,
    cells: Mapping[str, str],
    names: dict[Iri, str],
    *,
    facts_only: bool,
) -> Iterator[Quad]:
    dcterms = PREFIXES["dcterms"]
    yield Quad(source, RDF_TYPE, MG["Source"])
    yield Quad(source, MG["shortReference"], Literal(reference))
    yield Quad(source, Iri(dcterms + "title"), english(cells.get("Title") or reference))
    if author := cells.get("First author"):
        agent = Iri(f"{BASE}id/agent/{slug(author).lower()}")
        yield Quad(source, Iri(dcterms + "creator"), agent)
        boolean = Iri(PREFIXES["xsd"] + "boolean")
        yield Quad(source, MG["authorsComplete"], Literal("false", boolean))
        # The documents list names persons by family name for papers, organisations for the rest.
        kind = "Person" if cells.get("Type") == "Preprint" else "Organization"
        yield Quad(agent, RDF_TYPE, Iri(PREFIXES["prov"] + kind))
        author = names.setdefault(agent, author)
        yield Quad(agent, Iri(PREFIXES["foaf"] + "name"), Literal(author))
        yield Quad(agent, Iri(PREFIXES["rdfs"] + "label"), english(author))
    if year := cells.get("Year"):
        yield Quad(source, Iri(dcterms + "issued"), Literal(year, Iri(PREFIXES["xsd"] + "gYear")))
    if doi := re.sub(r"^(https?://(dx\.)?doi\.org/|doi:)", "", cells.get("DOI", "")):
        yield Quad(source, Iri(PREFIXES["bibo"] + "doi"), Literal(doi))
    if url := cells.get("URL"):
        yield Quad(source, Iri(PREFIXES["schema"] + "url"), Iri(url))
    if document_type := cells.get("Type"):
        yield Quad(source, MG["documentType"], Literal(document_type))
    if not facts_only and (text := cells.get("Description")):
        yield Quad(source, Iri(dcterms + "description"), english(text))
