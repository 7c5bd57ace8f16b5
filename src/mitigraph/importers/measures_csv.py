"""A user's own measures from a CSV file with a documented column layout.

One row is one measure. Facet cells hold ids, codes or labels of concepts, several parted by ";".
The words "unclassifiable", "not-applicable" and "withheld" are outcomes without a value; they need
a rationale. An empty cell means: not assessed. An author written "Family, Given" is a person, any
other an organisation.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from mitigraph.errors import Code, DataError, UnknownTermError
from mitigraph.importers.report import Finding, Imported
from mitigraph.importers.statements import (
    LABEL,
    NOTE,
    RDF_TYPE,
    Assessed,
    assessment,
    clean_line,
    clean_text,
    english,
    measure_statements,
)
from mitigraph.model import FACETS, Concept
from mitigraph.reader.rows import CsvRow, read_rows
from mitigraph.terms import (
    BASE,
    MG,
    PREFIXES,
    Iri,
    Literal,
    Quad,
    compact,
    expand,
    identifier_datatype,
    measure_iri,
    slug,
    source_iri,
)

__all__ = ["OPTIONAL", "REQUIRED", "Provenance", "read_measures_csv", "template", "timestamp"]

REQUIRED: Final = ("id", "label", "source")
OPTIONAL: Final = (
    "definition",
    "alt_labels",
    "category",
    "actor",
    "stage",
    "function",
    "risk",
    "rationale",
    "source_title",
    "source_author",
    "source_year",
    "source_url",
    "note",
)
_CODED: Final = ("category", "actor", "stage", "function", "risk")
#: The facet that the key of a scheme of the graph belongs to.
_FACET_OF: Final = {key: facet.name for facet in FACETS.values() for key in facet.schemes}
_WITHOUT_VALUE: Final = ("unclassifiable", "not-applicable", "withheld")
#: What stays as it is in an IRI, so that two ids are never one measure.
_ID: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?")

_NO_IRI: Final = "it needs a Latin letter or a digit, for its IRI is made of them"

#: Finds the concept that a cell means: facet name and text in, concept out.
Resolve = Callable[[str, str], Concept]


@dataclass(frozen=True, slots=True)
class Provenance:
    """Whose measures these are: the dataset's key, and who classified them, when (ISO 8601).

    `assessor_kind` is "organization" or "person".
    """

    dataset: str
    assessor: str
    generated: str = ""
    assessor_kind: str = "organization"


def template() -> str:
    """Return a CSV file that shows the layout: the header and two example rows.

    Example:
        >>> template().splitlines()[0].split(",")[:4]
        ['id', 'label', 'source', 'definition']
    """
    header = ",".join((*REQUIRED, *OPTIONAL))
    first = (
        'M-1,Red teaming before release,Acme2026,"Outside experts attack the model for two weeks, '
        'and findings block the release.",adversarial testing;red team,airi-mitigation/2/2.2.2,'
        "developer,verify-and-validate,measure,risk-domain/1/7.3,Our release gate.,"
        "Acme AI policy,Acme Corporation,2026,https://example.org/policy,"
    )
    second = (
        "M-2,Quarterly policy review,Acme2026,,,airi-mitigation/2/2.1.3,deployer,not-applicable,"
        "govern,,The policy is tied to no stage of a system.,,,,,Owner: risk committee"
    )
    return f"{header}\n{first}\n{second}\n"


def timestamp(date: str) -> str:
    """Return a date or a time with zone as xsd:dateTime in UTC; empty text stays empty.

    Raises:
        DataError: If it is neither.

    Example:
        >>> timestamp("2026-11-23")
        '2026-11-23T00:00:00Z'
    """
    if not date:
        return ""
    try:
        moment = datetime.fromisoformat(date)
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise DataError(
            f'"{date}" is no date', code="wrong-type", remedy="write it as 2026-11-23"
        ) from error
    return f"{moment.replace(tzinfo=None).isoformat(timespec='seconds')}Z"


def read_measures_csv(path: Path, resolve: Resolve, provenance: Provenance) -> Imported:
    """Read a user's measures.

    Args:
        path: The CSV file, UTF-8, with the columns of `template`.
        resolve: Finds the concept for a facet's name and a cell's text.
        provenance: Dataset key and assessor for all rows.

    Returns:
        The statements in the order of the rows and the account of all rows. A row with a value
        that is no concept is refused whole, with the nearest concepts named.

    Raises:
        DataError: If the file as a whole can't be used.
    """
    if not _ID.fullmatch(provenance.dataset):
        raise DataError(
            f'"{provenance.dataset}" can\'t be the key of a dataset',
            code="bad-id",
            remedy="use letters, digits, dot, hyphen and underscore",
        )
    if not slug(provenance.assessor):
        raise DataError(
            f'"{provenance.assessor}" can\'t be the name of an assessor',
            code="bad-id",
            remedy=_NO_IRI,
        )
    result = Imported("rows")
    reader = _Reader(result, path, resolve, provenance)
    for row in read_rows(path, REQUIRED, OPTIONAL):
        result.records += 1
        try:
            quads = list(reader.statements(row))
        except _RefusedRow as refused:
            name = clean_line(row.cells.get("id", ""))
            result.findings.append(
                Finding("error", refused.code, str(path), row.place, name, str(refused))
            )
            continue
        result.quads.extend(quads)
        result.made += 1
    result.quads.extend(reader.surroundings())
    return result


class _RefusedRow(Exception):  # noqa: N818 - a verdict on one row, caught where it is read
    def __init__(self, code: Code, message: str) -> None:
        self.code: Code = code
        super().__init__(message)


class _Reader:
    def __init__(
        self, result: Imported, path: Path, resolve: Resolve, provenance: Provenance
    ) -> None:
        self.result, self.path, self.resolve, self.provenance = result, path, resolve, provenance
        self.assessor = _agent_iri(provenance.assessor)
        self._by = Assessed(
            assessor=self.assessor,
            status="curated",
            method="manual-curation",
            confidence="unknown",
            generated=provenance.generated,
            note=None if provenance.generated else "The date of this coding is not stated.",
        )
        self._places: dict[str, str] = {}
        self._sources: dict[str, dict[str, str]] = {}
        #: How each source and agent is called, by its IRI.
        self._names: dict[Iri, str] = {self.assessor: provenance.assessor}

    def statements(self, row: CsvRow) -> Iterator[Quad]:
        """Yield what one row says.

        Raises:
            _RefusedRow: If it can't be used.
        """
        if row.fault:
            raise _RefusedRow("schema", row.fault)
        cell = {name: clean_line(row.cells.get(name, "")) for name in (*REQUIRED, *OPTIONAL)}
        self._check(cell)
        measure = measure_iri(self.provenance.dataset, cell["id"])
        assessed = [quad for facet in _CODED for quad in self._assess(measure, facet, cell)]
        self._places[cell["id"]] = row.place
        self._remember_source(row, cell)
        yield from measure_statements(
            measure,
            label=cell["label"],
            identifier=Literal(cell["id"], identifier_datatype(self.provenance.dataset)),
            source=source_iri(cell["source"]),
            definition=clean_text(row.cells.get("definition", "")),
        )
        for label in _parts(cell["alt_labels"]):
            yield Quad(measure, Iri(PREFIXES["skos"] + "altLabel"), english(label))
        if cell["note"]:
            yield Quad(measure, NOTE, english(cell["note"]))
        yield from assessed

    def _check(self, cell: dict[str, str]) -> None:
        """Refuse a row for what is wrong with its cells beside the facets."""
        for name in REQUIRED:
            if not cell[name]:
                raise _RefusedRow("missing-field", f"{name} is empty")
        if not _ID.fullmatch(cell["id"]):
            raise _RefusedRow(
                "bad-id",
                "an id has letters, digits, dot, hyphen and underscore, and no blank; it starts "
                "and ends with a letter or a digit",
            )
        if cell["id"] in self._places:
            raise _RefusedRow("duplicate-id", f"the same id as {self._places[cell['id']]}")
        year, url = cell["source_year"], cell["source_url"]
        if year and not re.fullmatch("[0-9]{4}", year):
            raise _RefusedRow("wrong-type", f'source_year "{year}" is no year of four digits')
        if url and not (re.match("https?://", url) and expand(url)):
            raise _RefusedRow("wrong-type", f'source_url "{url}" is no web address')
        self._check_name("source", source_iri(cell["source"]), cell["source"])
        if author := cell["source_author"]:
            self._check_name("source_author", _agent_iri(author), author)

    def _check_name(self, column: str, iri: Iri, name: str) -> None:
        """Refuse a name that no IRI can be made of, or that of something else already."""
        if not slug(name):
            raise _RefusedRow("bad-id", f'{column} "{name}": {_NO_IRI}')
        if (first := self._names.get(iri, name)) != name:
            message = f'{column} "{name}" has the IRI of "{first}"; write the two alike, or apart'
            raise _RefusedRow("duplicate-id", message)

    def _assess(self, measure: Iri, facet: str, cell: dict[str, str]) -> Iterator[Quad]:
        ordinals: dict[Iri, int] = {}
        rationale = cell["rationale"] or None
        seen: set[Iri] = set()
        texts = _parts(cell[facet])
        without = [text for text in texts if text.casefold() in _WITHOUT_VALUE]
        if without and len(texts) > 1:
            raise _RefusedRow("schema", f"{facet}: {without[0]} can't stand beside another value")
        for text in texts:
            if without:
                if not rationale:
                    raise _RefusedRow("missing-field", f"{facet}: {text} needs a rationale")
                key = (
                    "airi-mitigation/2" if facet == "category" else FACETS[facet].schemes[0] + "/1"
                )
                scheme, concept, outcome = Iri(f"{BASE}scheme/{key}"), None, text.casefold()
            else:
                found = self._concept(facet, text)
                if found.iri in seen:
                    raise _RefusedRow("schema", f'{facet}: "{text}" is there twice')
                seen.add(found.iri)
                scheme, concept = Iri(found.iri.rpartition("/")[0]), found.iri
                outcome = "residual" if found.residual else "assigned"
            ordinals[scheme] = ordinals.get(scheme, 0) + 1
            if facet == "category" and ordinals[scheme] > 1:
                raise _RefusedRow("schema", "category: only one value in one taxonomy")
            yield from assessment(
                measure,
                scheme,
                concept,
                outcome,
                self._by,
                rationale=rationale,
                ordinal=ordinals[scheme],
                numbered=facet != "category",
            )

    def _concept(self, facet: str, text: str) -> Concept:
        try:
            found = self.resolve(facet, text)
        except UnknownTermError as error:
            raise _RefusedRow("unknown-term", f"{facet}: {error}") from error
        owner = _FACET_OF.get(compact(found.iri).partition("/")[0], facet)
        if owner != facet:
            raise _RefusedRow("wrong-type", f'{facet}: "{text}" is a value for {owner}')
        return found

    def _remember_source(self, row: CsvRow, cell: dict[str, str]) -> None:
        self._names[source_iri(cell["source"])] = cell["source"]
        if author := cell["source_author"]:
            self._names[_agent_iri(author)] = author
        known = self._sources.setdefault(cell["source"], {})
        for name in ("source_title", "source_author", "source_year", "source_url"):
            if cell[name] and (first := known.setdefault(name, cell[name])) != cell[name]:
                message = f'{name} "{cell[name]}", where a row above has "{first}", which is kept'
                self.result.findings.append(
                    Finding("warning", "schema", str(self.path), row.place, cell["id"], message)
                )

    def surroundings(self) -> Iterator[Quad]:
        """Yield the dataset, the assessor and the sources that the rows named."""
        dcterms, xsd, prov = PREFIXES["dcterms"], PREFIXES["xsd"], PREFIXES["prov"]
        dataset = identifier_datatype(self.provenance.dataset)
        yield Quad(dataset, RDF_TYPE, Iri(PREFIXES["rdfs"] + "Datatype"))
        yield Quad(dataset, RDF_TYPE, Iri(PREFIXES["dcat"] + "Dataset"))
        yield Quad(dataset, LABEL, english(self.provenance.dataset))
        kind = prov + self.provenance.assessor_kind.capitalize()
        yield from _agent(self.assessor, self.provenance.assessor, kind)
        for reference, known in sorted(self._sources.items()):
            source = source_iri(reference)
            yield Quad(source, RDF_TYPE, MG["Source"])
            yield Quad(source, MG["shortReference"], Literal(reference))
            title = known.get("source_title", reference)
            yield Quad(source, Iri(dcterms + "title"), english(title))
            if author := known.get("source_author"):
                agent = _agent_iri(author)
                yield Quad(source, Iri(dcterms + "creator"), agent)
                yield Quad(source, MG["authorsComplete"], Literal("false", Iri(xsd + "boolean")))
                # "Family, Given" is a person; what has no comma goes for an organisation.
                yield from _agent(
                    agent, author, prov + ("Person" if "," in author else "Organization")
                )
            if year := known.get("source_year"):
                yield Quad(source, Iri(dcterms + "issued"), Literal(year, Iri(xsd + "gYear")))
            if url := known.get("source_url"):
                yield Quad(source, Iri(PREFIXES["schema"] + "url"), Iri(url))


def _agent_iri(name: str) -> Iri:
    return Iri(f"{BASE}id/agent/{slug(name).lower()}")


def _agent(agent: Iri, name: str, kind: str) -> Iterator[Quad]:
    yield Quad(agent, RDF_TYPE, Iri(kind))
    yield Quad(agent, Iri(PREFIXES["foaf"] + "name"), Literal(name))
    yield Quad(agent, LABEL, english(name))


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]
