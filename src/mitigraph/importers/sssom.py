"""A mapping set of anybody in one of SSSOM's forms: tab-separated, JSON or RDF. A record is a row.

The set comes in as it is, under its own IRI, as one named graph. SSSOM takes any property for a
predicate: a row with one that is no match is kept as it is, but nothing is concluded from it. What
a row says of controls that are loaded is looked up; what it says of other things can't be.

Sources:
    SSSOM 1.1 (https://mapping-commons.github.io/sssom/).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from mitigraph.errors import DataError, FaultyInputError, UnsupportedFormatError
from mitigraph.importers.licences import licence_iri, text_allowed
from mitigraph.importers.provenance import Origin, origin_statements
from mitigraph.importers.recognition import recognise, wrong_document
from mitigraph.importers.registry import ImportChoices
from mitigraph.importers.report import Finding, Imported
from mitigraph.mapping import MappingSet, mapping_statements
from mitigraph.mapping.lookup import TermLookup
from mitigraph.mapping.set_ids import ends_of_another, is_named_after, names_a_file
from mitigraph.mapping.slots import COLUMNS, REQUIRED
from mitigraph.mapping.sssom_json import sssom_json_table
from mitigraph.mapping.sssom_rdf import sssom_rdf_tables
from mitigraph.mapping.sssom_reader import Fault, Row, SssomTable
from mitigraph.mapping.sssom_table import sssom_table
from mitigraph.reader import read_into
from mitigraph.reader.json import read_json
from mitigraph.reader.text import read_text
from mitigraph.store.oxigraph import OxigraphStore
from mitigraph.terms import BASE, Iri, scheme_path, slug

__all__ = ["read"]

_EXPECTED: Final = "a mapping set (SSSOM TSV, JSON or RDF)"
_TABLES: Final = (".tsv", ".txt")
#: How the name of a file with the metadata of a table ends, in place of the table's `.tsv`.
_METADATA: Final = (".yml", ".yaml", "-meta.yml", "-meta.yaml", "_meta.yml", ".meta.yml")
_ENDING: Final = re.compile(r"(?:\.sssom)?\.[a-z0-9]+(?:\.gz)?$", re.IGNORECASE)


def read(path: Path, choices: ImportChoices) -> Imported:
    """Read a mapping set, or the several that an RDF file has.

    Args:
        path: The file. Its ending is the form: `.tsv`, `.json`, or that of an RDF format. Metadata
            that is not in the table is looked for beside it, as `NAME.yml`.
        choices: What the user has chosen; a key becomes the IRI of the set in place of the file's.

    Returns:
        The sets with what could be made of their rows, and the account of all rows.

    Raises:
        DataError: If the file as a whole can't be used.
        FaultyInputError: If the metadata of a set has several faults.
    """
    tables, files = _tables(path, choices)
    faults = [fault.error for table in tables for fault in table.faults]
    if len(faults) > 1:
        raise FaultyInputError(str(path), faults)
    for fault in faults:
        raise fault
    result = Imported("rows", graph=Iri(f"{BASE}graph/{_graph_name(path, choices)}"))
    known = frozenset(choices.mapping_sets())
    sets, lookup = [], TermLookup()
    for table in tables:
        table.rows = tuple(_existing(row, table.path, lookup) for row in table.rows)
        result.findings += _other_scale(table)
        result.records += len(table.rows)
        _tell(result, table)
        mapping_set = _mapping_set(table, choices)
        result.made += len(mapping_set.mappings)
        result.findings += _set_id(table, path, mapping_set.mapping_set_id, known)
        result.findings += _controls(table, choices)
        sets.append(mapping_set)
    _add(result, sets, files, choices)
    return result


def _tables(path: Path, choices: ImportChoices) -> tuple[list[SssomTable], tuple[Path, ...]]:
    """Return the sets of a file, and the files that they are from."""
    otherwise = {
        "license": choices.licence or "",
        "mapping_set_title": choices.title,
        "mapping_set_version": choices.version,
    }
    if choices.key:
        otherwise["mapping_set_id"] = _chosen_id(choices)
    given = {slot: str(value) for slot, value in otherwise.items() if value}
    ending = path.suffix.lower()
    if ending == ".json":
        document = read_json(path)
        if not isinstance(document, dict) or recognise(document) not in (None, "sssom"):
            raise wrong_document(document, path=str(path), expected=_EXPECTED)
        if "mappings" not in document:
            raise wrong_document(document, path=str(path), expected=_EXPECTED)
        return [sssom_json_table(document, path=str(path), otherwise=given)], (path,)
    if ending in _TABLES:
        return _of_table(path, given)
    store = OxigraphStore()
    try:
        read_into(store, path)
    except UnsupportedFormatError as error:
        raise DataError(
            f"not {_EXPECTED}: its name ends with {ending or 'nothing'}",
            path=str(path),
            place="whole file",
            code="schema",
            remedy="give a .tsv, .json or RDF file",
        ) from error
    return sssom_rdf_tables(store.quads(), path=str(path), otherwise=given), (path,)


def _of_table(path: Path, given: dict[str, str]) -> tuple[list[SssomTable], tuple[Path, ...]]:
    text = read_text(path)
    first = text.splitlines()[0]
    if not first.startswith("#"):
        header = {name.strip() for name in first.split("\t")}
        if not header & {*REQUIRED[:3]} or not header & {*COLUMNS}:
            raise DataError(
                f"not {_EXPECTED}",
                path=str(path),
                place="line 1",
                code="schema",
                remedy="the columns of such a table are parted by tabs: subject_id, predicate_id, "
                "object_id, mapping_justification",
            )
        stem = str(path).removesuffix(path.suffix)
        outside = next((Path(stem + one) for one in _METADATA if Path(stem + one).is_file()), None)
        if outside is not None:
            metadata = (read_text(outside), str(outside.name))
            table = sssom_table(text, path=str(path), metadata=metadata, otherwise=given)
            return [table], (path, outside)
    return [sssom_table(text, path=str(path), otherwise=given)], (path,)


def _chosen_id(choices: ImportChoices) -> str:
    key, major = choices.scheme("")
    return f"{BASE}mapping/{key}/{slug(choices.version) or major}"


def _graph_name(path: Path, choices: ImportChoices) -> str:
    return choices.scheme("")[0] if choices.key else slug(_ENDING.sub("", path.name)) or "mappings"


def _mapping_set(table: SssomTable, choices: ImportChoices) -> MappingSet:
    """Return what a table makes, without descriptions where those may not be kept."""
    mappings = tuple(row.mapping for row in table.rows if row.mapping is not None)
    described = dict(table.described)
    if choices.key:
        described["mapping_set_id"] = Iri(_chosen_id(choices))
    made = MappingSet(**described, mappings=mappings, curie_map=table.curie_map)
    if _text_kept(made, choices):
        return made
    return replace(
        made,
        mapping_set_description="",
        comment="",
        mappings=tuple(replace(one, comment="") for one in mappings),
    )


def _text_kept(made: MappingSet, choices: ImportChoices) -> bool:
    return not choices.ids_only and text_allowed(licence_iri(made.license))


def _add(
    result: Imported, sets: Sequence[MappingSet], files: tuple[Path, ...], choices: ImportChoices
) -> None:
    """Add the statements of the sets and where they are from."""
    for one in sets:
        result.quads += mapping_statements(one)
    first = sets[0]
    titles = dict.fromkeys(one.mapping_set_title or str(one.mapping_set_id) for one in sets)
    origin = Origin(
        f"Mapping set: {'; '.join(titles)}",
        files,
        first.mapping_set_version,
        first.license,
        choices.source,
        text_kept=all(_text_kept(one, choices) for one in sets),
    )
    assert result.graph is not None  # noqa: S101 - it is set above
    result.quads += origin_statements(
        result.graph, origin, parts=[one.mapping_set_id for one in sets]
    )


def _existing(row: Row, path: str, lookup: TermLookup) -> Row:
    """Return a row, refused if its predicate is none of the vocabulary that it should be of."""
    if row.mapping is None or row.mapping.is_match:
        return row
    predicate = row.mapping.predicate_id
    terms = None if predicate.startswith(BASE) else lookup.list_for(predicate)
    if terms is None or predicate in terms.terms:
        return row
    near = lookup.proposal(predicate)
    fault = DataError(
        f"predicate_id {predicate} does not exist in {terms.name}",
        path=path,
        place=row.place,
        code="unknown-term",
        remedy=f"did you mean {near}?" if near else "look for what has taken its place",
    )
    return replace(row, mapping=None, faults=(fault,))


def _other_scale(table: SssomTable) -> Iterator[Finding]:
    """Leave all scores of a file out if some are above 1: its 1 is then no full likeness.

    Yields:
        One warning, if any score is left out for that reason.
    """
    if not table.other_scale:
        return
    scored = [row for row in table.rows if row.mapping and row.mapping.similarity_score is not None]
    table.rows = tuple(
        replace(row, mapping=replace(row.mapping, similarity_score=None)) if row.mapping else row
        for row in table.rows
    )
    if scored:
        yield Finding(
            "warning",
            "wrong-type",
            table.path,
            scored[0].place,
            "",
            f"similarity_score of {len(scored)} rows is not kept: others of the file are above 1, "
            "so it is on another scale",
        )


def _tell(result: Imported, table: SssomTable) -> None:
    """Add what the reader says: a refusal for each refused row, a warning for all else."""
    found = [
        (fault.line, _warning(fault, count, table))
        for fault, count in _alike((*table.warnings, *table.left_out, *table.foreign()))
    ]
    for row in table.rows:
        if row.faults:
            reasons = "; ".join(
                f"{one.reason}{f' ({one.remedy})' if one.remedy else ''}" for one in row.faults
            )
            found.append(
                (
                    row.line,
                    Finding(
                        "error",
                        row.faults[0].code,
                        table.path,
                        row.place,
                        str(row.subject_id or ""),
                        reasons,
                    ),
                )
            )
    for prefix, namespace, line in table.unseparated():
        found.append(
            (
                line,
                Finding(
                    "warning",
                    "bad-id",
                    table.path,
                    f"line {line}" if line else "metadata",
                    prefix,
                    f"the prefix stands for {namespace}, which ends without # or /: the name "
                    "behind runs into it",
                ),
            )
        )
    result.findings += (one for _, one in sorted(found, key=lambda pair: pair[0]))


def _alike(faults: Iterable[Fault]) -> Iterator[tuple[Fault, int]]:
    """Yield each fault once, with how many there are of it: rows repeat what is wrong with them."""
    first: dict[tuple[str, str], Fault] = {}
    counts: Counter[tuple[str, str]] = Counter()
    for fault in faults:
        key = (fault.error.code, fault.error.reason)
        first.setdefault(key, fault)
        counts[key] += 1
    yield from ((fault, counts[key]) for key, fault in first.items())


def _warning(fault: Fault, count: int, table: SssomTable) -> Finding:
    error = fault.error
    also = f" ({count} rows)" if count > 1 else ""
    message = f"{error.reason}{also}{f'; {error.remedy}' if error.remedy else ''}"
    return Finding("warning", error.code, table.path, error.place or "", "", message)


def _set_id(table: SssomTable, path: Path, set_id: Iri, known: frozenset[Iri]) -> Iterator[Finding]:
    """Yield a warning where a set seems to go by the IRI of another one."""
    line = table.lines.get("mapping_set_id")
    place = f"line {line}" if line else "metadata"
    reason = ""
    if set_id in known:
        reason = "it is that of a set that is loaded here: the rows would join those of that set"
    elif unused := ends_of_another(set_id, table.curie_map, table.ends):
        reason = f"it names {' and '.join(unused)}, of which no row has a term"
    elif names_a_file(set_id) and not is_named_after(set_id, str(path)):
        reason = "it is the name of another file"
    if reason:
        yield Finding(
            "warning",
            "duplicate-id",
            table.path,
            place,
            str(set_id),
            f"mapping_set_id may be that of another set: {reason}; --as KEY gives it its own",
        )


def _controls(table: SssomTable, choices: ImportChoices) -> Iterator[Finding]:
    """Yield a warning for each end that is no concept of its scheme, where that one is loaded."""
    schemes: dict[str, frozenset[Iri]] = {}
    told: set[Iri] = set()
    for row in table.rows:
        if row.mapping is None:
            continue
        for end in (row.mapping.subject_id, row.mapping.object_id):
            parts = (scheme_path(end) or "").split("/", 2)
            if len(parts) < 3 or end in told:  # noqa: PLR2004 - key, major version, code
                continue
            scheme = "/".join(parts[:2])
            if scheme not in schemes:
                schemes[scheme] = frozenset(choices.controls(scheme).values())
            if schemes[scheme] and end not in schemes[scheme]:
                told.add(end)
                yield Finding(
                    "warning",
                    "dangling-ref",
                    table.path,
                    row.place,
                    str(end),
                    f"{scheme} has no such concept",
                )
