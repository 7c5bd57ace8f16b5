"""A profile: the controls that it picks, as a collection; of mitigraph's own, the measures."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any, Final
from urllib.parse import unquote

from mitigraph.errors import DataError
from mitigraph.importers.frameworks import Control, framework_statements
from mitigraph.importers.oscal.catalog import framework_of, records_of
from mitigraph.importers.oscal.document import Document, measure_named, objects
from mitigraph.importers.oscal.ends import by_folded_code, folded
from mitigraph.importers.provenance import origin_statements
from mitigraph.importers.report import Imported
from mitigraph.importers.statements import LABEL, PREF_LABEL, RDF_TYPE, english
from mitigraph.interchange.fault import Fault
from mitigraph.interchange.identifiers import code_of
from mitigraph.interchange.oscal import TOKEN
from mitigraph.reader.json import read_json
from mitigraph.terms import BASE, MG, PREFIXES, Iri, Quad, measure_iri, slug

__all__ = ["read_selection"]

_SKOS, _PROV = PREFIXES["skos"], PREFIXES["prov"]
#: A code point, no surrogate, as a code writes a character that it can't hold.
_ESCAPED: Final = re.compile(r"_(?!D[89A-F]..)(10[0-9A-F]{4}|[0-9A-F]{1,5})_")


def read_selection(document: Document) -> Imported:
    """Read a profile.

    Returns:
        The selection, and the account of all ids that it picks, `include-all` and patterns as one
        each. Controls that nothing here describes are described by their ids alone.
    """
    result = document.account("controls picked")
    for fault in document.faults:
        document.tell(result, fault._replace(severity="warning"))
    if "modify" in document.body:
        why = "what it modifies in the controls is left out"
        document.tell(result, Fault("warning", "refused", "/profile/modify", "", why))
    picked: dict[str, None] = {}
    catalogs: dict[str, dict[str, tuple[str, ...]] | None] = {}
    for place, one in document.members(document.body, "imports", "/profile"):
        if isinstance(one, dict):
            href = one.get("href", "")
            if href not in catalogs:
                catalogs[href] = _ids_of(document, href)
            _take(document, result, picked, place, one, catalogs[href])
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


def _take(  # noqa: PLR0913 - one import, what it picks from, and where it goes
    document: Document,
    result: Imported,
    picked: dict[str, None],
    place: str,
    one: dict[str, Any],
    known: dict[str, tuple[str, ...]] | None,
) -> None:
    """Account for what one import picks of the known controls, and add it to `picked`."""
    href = one.get("href", "")
    if known is None and not document.own:
        document.tell(
            result,
            Fault(
                "warning",
                "dangling-ref",
                f"{place}/href",
                href,
                "what it picks from can't be read beside the profile; ids are taken as they stand",
            ),
        )
    excluded = set(_excluded(one, known or {}))
    before = result.records
    for fault, names in _picks(document, place, one, known):
        result.records += 1
        if names:
            result.made += 1
            picked |= dict.fromkeys(name for name in names if name not in excluded)
        else:
            document.tell(result, fault)
    if result.records == before:
        why = "it picks nothing: neither include-all nor include-controls"
        document.tell(result, Fault("warning", "missing-field", place, href, why))


def _picks(
    document: Document, place: str, one: dict[str, Any], known: dict[str, tuple[str, ...]] | None
) -> Iterator[tuple[Fault, list[str]]]:
    """Yield the controls of each pick of an import, with what is wrong if there are none."""
    if "include-all" in one:
        yield _nothing(f"{place}/include-all", "include-all"), list(known or ())
    for where, selector in document.members(one, "include-controls", place):
        if not isinstance(selector, dict):
            yield _mistyped(where, "expected a list of objects"), []
            continue
        children = _below(known or {}) if selector.get("with-child-controls") == "yes" else {}
        for at, name in document.members(selector, "with-ids", where):
            if not isinstance(name, str) or not TOKEN.fullmatch(name) or not slug(name):
                shown = name if isinstance(name, str) else ""
                yield Fault("error", "bad-id", at, shown, "no id of a control"), []
            elif known is None or name in known:
                yield _nothing(at, name), [name, *children.get(name, ())]
            else:
                yield _nothing(at, name), []
        for at, matching in document.members(selector, "matching", where):
            pattern = matching.get("pattern") if isinstance(matching, dict) else None
            if isinstance(pattern, str):
                yield _nothing(at, pattern), _matching(known or (), pattern)
            else:
                yield _mistyped(at, "expected a pattern that is a text"), []


def _below(known: dict[str, tuple[str, ...]]) -> dict[str, list[str]]:
    """Return the controls that stand below each, however deep."""
    found: dict[str, list[str]] = {}
    for child, above in known.items():
        for name in above:
            found.setdefault(name, []).append(child)
    return found


def _nothing(place: str, name: str) -> Fault:
    return Fault("error", "dangling-ref", place, name, "no control of what it imports")


def _mistyped(place: str, why: str) -> Fault:
    return Fault("error", "wrong-type", place, "", why)


def _excluded(one: dict[str, Any], known: Iterable[str]) -> Iterator[str]:
    """Yield the ids that an import excludes, by name or by pattern."""
    for selector in objects(one.get("exclude-controls")):
        yield from filter(None, selector.get("with-ids", ()))
        for matching in objects(selector.get("matching")):
            yield from _matching(known, matching["pattern"])


def _matching(names: Iterable[str], pattern: str) -> list[str]:
    return [name for name in names if fnmatch.fnmatchcase(name, pattern)]


def _ids_of(document: Document, href: str) -> dict[str, tuple[str, ...]] | None:
    """Return the ids of the controls of the catalog that a profile imports, each with those above.

    Only a catalog in a file beside the profile is read; None where there is none, for nothing is
    fetched and no other folder is looked into.
    """
    names = [href]
    if href.startswith("#"):
        resource = document.resources.get(href.removeprefix("#"), {})
        names = [one["href"] for one in objects(resource.get("rlinks"))]
    for name in names:
        plain = unquote(name).removeprefix("./")
        path = document.path.parent / plain
        # A name with control characters is none that the file system takes.
        if plain.isprintable() and PurePosixPath(plain).name == plain and "\\" not in plain:
            try:
                content = read_json(path) if path.is_file() else None
            except (DataError, OSError):
                continue
            body = content.get("catalog") if isinstance(content, dict) else None
            if isinstance(body, dict):
                return _ids_in(Document.of(path, "catalog", body, document.choices))
    return None


def _ids_in(catalog: Document) -> dict[str, tuple[str, ...]]:
    ids: dict[str, tuple[str, ...]] = {}
    by_place: dict[str, tuple[str, ...]] = {"": ()}
    for one in records_of(catalog):
        name = one.value.get("id") if isinstance(one.value, dict) else ""
        name = name if isinstance(name, str) and slug(name) else ""
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
        if slug(dataset) == dataset
    }
    for code in codes:
        start = max((one for one in starts if code.startswith(one)), key=len, default="")
        record = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), code.removeprefix(start))
        yield measure_named(f"{BASE}id/measure/{starts[start]}/{record}") if start else None


def _controls(document: Document, ids: list[str]) -> tuple[list[Iri], list[Quad], list[Iri]]:
    """Return the controls of ids, what describes those that are not known, and its scheme."""
    framework = framework_of(
        document, description=f"The controls that {document.title} picks, by their ids alone."
    )
    known = document.choices.controls(f"{framework.key}/{framework.major}")
    loaded = by_folded_code(known)
    unknown = {slug(name): name for name in ids if folded(name) not in loaded}
    controls = [
        Control(
            code,
            name,
            name,
            f"Control {name} that {document.title}, version {document.version}, picks.",
        )
        for code, name in unknown.items()
    ]
    found = [loaded.get(folded(name)) or framework.concept(slug(name)) for name in ids]
    if not controls:
        return found, [], []
    stub = replace(framework, licence=None, concept_class=MG["Control"])
    described = framework_statements(stub, controls, module_header=document.choices.module)
    return found, list(described), [stub.scheme]
