"""A profile: the controls that it picks, as a collection; of mitigraph's own, the measures."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any, Final
from urllib.parse import unquote

from mitigraph.errors import DataError
from mitigraph.importers.frameworks import Control, framework_statements
from mitigraph.importers.oscal.catalog import framework_of, records_of
from mitigraph.importers.oscal.document import Document, objects
from mitigraph.importers.oscal.ends import by_folded_code, folded
from mitigraph.importers.provenance import origin_statements
from mitigraph.importers.report import Imported
from mitigraph.importers.statements import LABEL, PREF_LABEL, RDF_TYPE, english
from mitigraph.interchange.identifiers import code_of
from mitigraph.interchange.oscal import TOKEN
from mitigraph.interchange.oscal_checks import Fault
from mitigraph.reader.json import read_json
from mitigraph.terms import BASE, MG, PREFIXES, Iri, Quad, measure_iri, slug

__all__ = ["read_selection"]

_SKOS, _PROV = PREFIXES["skos"], PREFIXES["prov"]
_ESCAPED: Final = re.compile(r"_([0-9A-F]+)_")


def read_selection(document: Document) -> Imported:
    """Read a profile.

    Returns:
        The selection, and the account of all ids that it picks, `include-all` and patterns as one
        each. Controls that nothing here describes are described by their ids alone.
    """
    result = document.account("controls picked")
    for fault in document.faults:
        document.tell(result, fault._replace(severity="warning"))
    picked: dict[str, None] = {}
    for place, one in document.members(document.body, "imports", "/profile"):
        if isinstance(one, dict):
            _take(document, result, picked, place, one)
        else:
            result.records += 1
            document.tell(
                result, Fault("error", "wrong-type", place, "", "expected a list of objects")
            )
    result.graph = Iri(f"{BASE}graph/selection-{document.key}")
    scheme: list[Iri] = []
    if document.own:
        members = dict(zip(picked, _measures(document, picked), strict=True))
        for name in [name for name, iri in members.items() if iri is None]:
            result.made -= 1
            document.tell(
                result,
                Fault("error", "bad-id", "/profile/imports", name, "no id of one of its data sets"),
            )
        found = [iri for iri in members.values() if iri]
        kind, member = Iri(_PROV + "Collection"), Iri(_PROV + "hadMember")
    else:
        found, described, scheme = _controls(document, list(picked))
        result.quads.extend(described)
        kind, member = Iri(_SKOS + "Collection"), Iri(_SKOS + "member")
    selection = Iri(f"{BASE}id/selection/{document.key}")
    result.quads.append(Quad(selection, RDF_TYPE, kind))
    result.quads.append(Quad(selection, PREF_LABEL, english(document.title)))
    result.quads.append(Quad(selection, LABEL, english(document.title)))
    result.quads.extend(Quad(selection, member, one) for one in found)
    result.quads.extend(
        origin_statements(result.graph, document.origin, parts=[*scheme, selection])
    )
    return result


def _take(
    document: Document,
    result: Imported,
    picked: dict[str, None],
    place: str,
    one: dict[str, Any],
) -> None:
    """Account for what one import picks, and add it to `picked`."""
    known = _ids_of(document, str(one.get("href", "")))
    if known is None and not document.own:
        document.tell(
            result,
            Fault(
                "warning",
                "dangling-ref",
                f"{place}/href",
                str(one.get("href", "")),
                "what it picks from can't be read beside the profile; ids are taken as they stand",
            ),
        )
    excluded = {str(name) for _, name in _names(document, one, "exclude-controls", place)}
    chosen: list[str] = []

    def made(names: list[str], where: str, name: str, why: Fault | None = None) -> None:
        result.records += 1
        if why or not names:
            document.tell(
                result,
                why or Fault("error", "dangling-ref", where, name, "no control of what it imports"),
            )
        else:
            result.made += 1
            chosen.extend(names)

    if "include-all" in one:
        made(list(known or ()), f"{place}/include-all", "include-all")
    for where, name in _names(document, one, "include-controls", place):
        fault = None
        if not isinstance(name, str) or not TOKEN.fullmatch(name):
            fault = Fault("error", "bad-id", where, str(name), "no id of a control")
        made([name] if known is None or name in known else [], where, str(name), fault)
    for selector in objects(one.get("include-controls")):
        for matching in objects(selector.get("matching")):
            pattern = str(matching.get("pattern", ""))
            names = [name for name in known or () if fnmatch.fnmatchcase(name, pattern)]
            made(names, f"{place}/include-controls", pattern)
        if selector.get("with-child-controls") == "yes" and known:
            wanted = {str(name) for name in selector.get("with-ids", ())}
            chosen.extend(name for name, above in known.items() if wanted & set(above))
    picked |= dict.fromkeys(name for name in chosen if name not in excluded)


def _names(
    document: Document, one: dict[str, Any], key: str, place: str
) -> Iterator[tuple[str, Any]]:
    """Yield the ids that an import includes or excludes, with their places."""
    for where, selector in document.members(one, key, place):
        if isinstance(selector, dict):
            yield from document.members(selector, "with-ids", where)
        else:
            yield where, selector


def _ids_of(document: Document, href: str) -> dict[str, tuple[str, ...]] | None:
    """Return the ids of the controls of the catalog that a profile imports, each with those above.

    Only a catalog in a file beside the profile is read; None where there is none, for nothing is
    fetched and no other folder is looked into.
    """
    names = [href]
    if href.startswith("#"):
        resource = document.resources.get(href.removeprefix("#"), {})
        names = [str(one.get("href", "")) for one in objects(resource.get("rlinks"))]
    for name in names:
        plain = unquote(name).removeprefix("./")
        path = document.path.parent / plain
        if plain and PurePosixPath(plain).name == plain and "\\" not in plain and path.is_file():
            try:
                content = read_json(path)
            except DataError:
                continue
            body = content.get("catalog") if isinstance(content, dict) else None
            if isinstance(body, dict):
                return _ids_in(Document(path, "catalog", body, document.choices))
    return None


def _ids_in(catalog: Document) -> dict[str, tuple[str, ...]]:
    ids: dict[str, tuple[str, ...]] = {}
    by_place: dict[str, tuple[str, ...]] = {"": ()}
    for one in records_of(catalog):
        name = str(one.value.get("id")) if isinstance(one.value, dict) else ""
        above = by_place[one.above]
        by_place[one.place] = (*above, name)
        if one.kind != "group" and name:
            ids[name] = above
    return ids


def _measures(document: Document, codes: dict[str, None]) -> Iterator[Iri | None]:
    """Yield the measure of each code, by the data sets that the profile names."""
    starts = {
        code_of(measure_iri(dataset, "x")).removesuffix("x"): dataset
        for dataset in document.said(document.metadata, "dataset")
    }
    for code in codes:
        start = max((one for one in starts if code.startswith(one)), key=len, default="")
        record = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), code.removeprefix(start))
        iri = Iri(f"{BASE}id/measure/{starts.get(start, '')}/{record}")
        yield iri if start and record else None


def _controls(document: Document, ids: list[str]) -> tuple[list[Iri], list[Quad], list[Iri]]:
    """Return the controls of ids, what describes those that are not known, and its scheme."""
    framework = framework_of(
        document, description=f"The controls that {document.title} picks, by their ids alone."
    )
    known = document.choices.controls(f"{framework.key}/{framework.major}")
    loaded = by_folded_code(known)
    unknown = [name for name in ids if folded(name) not in loaded]
    controls = [
        Control(
            slug(name),
            name,
            name,
            f"Control {name} that {document.title}, version {document.version}, picks.",
        )
        for name in unknown
    ]
    found = [loaded.get(folded(name)) or framework.concept(slug(name)) for name in ids]
    if not controls:
        return found, [], []
    stub = replace(framework, licence=None, concept_class=MG["Control"])
    described = framework_statements(stub, controls, module_header=document.choices.module)
    return found, list(described), [stub.scheme]
