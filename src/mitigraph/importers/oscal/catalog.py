"""A catalog of others: a framework whose groups, controls and enhancements are its controls."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from mitigraph.importers.frameworks import Control, Framework, framework_statements
from mitigraph.importers.oscal.document import Document, objects, web_address
from mitigraph.importers.oscal.prose import parameters, prose_of
from mitigraph.importers.provenance import file_iri, origin_statements
from mitigraph.importers.report import Imported
from mitigraph.importers.statements import clean_line
from mitigraph.interchange.fault import Fault
from mitigraph.terms import BASE, PREFIXES, Iri, compact, slug

__all__ = ["Record", "framework_of", "read_catalog", "records_of"]

_DCTERMS: Final = PREFIXES["dcterms"]
_RELATED: Final = Iri(PREFIXES["skos"] + "related")
#: How a link to another control is said, by its `rel`.
_RELATIONS: Final = {
    "related": _RELATED,
    "required": Iri(_DCTERMS + "requires"),
    "incorporated-into": Iri(_DCTERMS + "isReplacedBy"),
    "moved-to": Iri(_DCTERMS + "isReplacedBy"),
}
_RELATION: Final = Iri(_DCTERMS + "relation")
_REFERENCES: Final = Iri(_DCTERMS + "references")
_SEE_ALSO: Final = Iri(PREFIXES["rdfs"] + "seeAlso")
#: Parts that become a definition or a note.
_KEPT_PARTS: Final = ("statement", "overview", "guidance")
#: Properties that say how a control is called or sorted.
_NAMING: Final = ("label", "sort-id", "alt-identifier", "status")


class Record(NamedTuple):
    """A group or control as it stands in the file.

    Attributes:
        place: Its JSON pointer.
        kind: "group", "control" or "enhancement".
        value: What stands there; a dict unless it is broken.
        above: The place of what it stands in; empty at the top.
    """

    place: str
    kind: str
    value: Any
    above: str

    @property
    def code(self) -> str:
        """The last part of its IRI: its id; of a group without one, its title."""
        name = self.value.get("id") or (self.value.get("title") if self.kind == "group" else "")
        return slug(name) if isinstance(name, str) else ""


def records_of(document: Document) -> Iterator[Record]:
    """Yield all groups and controls of a catalog, what holds others before these."""
    yield from _below(document, document.body, f"/{document.kind}", "", "")


def _below(
    document: Document, parent: dict[str, Any], place: str, kind: str, above: str
) -> Iterator[Record]:
    for key in ("groups", "controls"):
        made = "group" if key == "groups" else "control"
        if key == "controls" and kind in ("control", "enhancement"):
            made = "enhancement"
        for where, one in document.members(parent, key, place):
            yield Record(where, made, one, above)
            if isinstance(one, dict):
                yield from _below(document, one, where, made, where)


def framework_of(document: Document, *, title: str = "", description: str = "") -> Framework:
    """Return the framework that a document's controls belong to."""
    title = title or document.title
    licence = document.licence
    rights = f"licence: {licence}" if licence else "no licence is stated"
    attribution = ", ".join(part for part in (document.publisher, document.title) if part)
    return Framework(
        key=document.key,
        title=title,
        description=description or f"The groups and controls of {title}, read from OSCAL.",
        version=document.version,
        pattern="",
        source=document.source,
        derived_from=(file_iri(document.path),),
        rights=rights,
        note=f"Attribution: {attribution}, version {document.version}.",
        major=document.major,
        licence=licence,
    )


def read_catalog(document: Document) -> Imported:
    """Read a catalog.

    Returns:
        The framework, and the account of all groups and controls.
    """
    result = document.account("groups and controls")
    records = list(records_of(document))
    result.records = len(records)
    refused = document.sift(result, {one.place for one in records})
    framework = framework_of(document)
    made: dict[str, Record] = {}
    codes: dict[str, str] = {}
    for one in records:
        if refused(one.place):
            continue
        fault = _unusable(one, codes, made)
        if fault:
            document.tell(result, fault)
            continue
        made[one.place] = one
        codes[one.code] = one.place
    builder = _Builder(document, framework, made)
    controls = [builder.control(one) for one in made.values()]
    result.made = len(controls)
    for fault in builder.left_out():
        document.tell(result, fault)
    result.quads.extend(
        framework_statements(framework, controls, module_header=document.choices.module)
    )
    result.graph = Iri(f"{BASE}graph/{framework.key}-{framework.major}")
    result.quads.extend(origin_statements(result.graph, document.origin, parts=[framework.scheme]))
    return result


def _unusable(one: Record, codes: dict[str, str], made: dict[str, Record]) -> Fault | None:
    """Return why a record that is well-formed by itself can't be made all the same."""
    if not isinstance(one.value, dict):
        return Fault("error", "wrong-type", one.place, "", "expected a list of objects")
    name = str(one.value.get("id", ""))
    if one.above and one.above not in made:
        return Fault(
            "error", "dangling-ref", one.place, name, "what it stands in was refused: mend that"
        )
    if one.kind == "group" and one.above and made[one.above].kind != "group":
        return Fault("error", "schema", one.place, name, "a group can't stand in a control")
    if not one.code:
        return Fault("error", "missing-field", one.place, name, "neither an id nor a title")
    if one.code in codes:
        return Fault(
            "error", "duplicate-id", one.place, name, f"the code of {codes[one.code]}, too"
        )
    return None


class _Builder:
    """Makes controls of the records of one catalog."""

    def __init__(
        self, document: Document, framework: Framework, records: dict[str, Record]
    ) -> None:
        self.document, self.framework, self.records = document, framework, records
        self.params = parameters(document.body)
        self.known = document.choices.controls(f"{framework.key}/{framework.major}")
        self.notations = self._notations()
        self.codes = self._codes()
        self.by_id: dict[str, str] = {}
        for place, one in records.items():
            for part in _ids(one.value.get("parts")):
                self.by_id.setdefault(part, place)
        self.by_id |= {
            one.value["id"]: place for place, one in records.items() if one.value.get("id")
        }
        self.lost: Counter[str] = Counter()

    def _notations(self) -> dict[str, str]:
        """Return the code of each record as people write it.

        That of the control that is known by its label, title or id; else its label if no other has
        it; else its id.
        """
        labels = {place: _labels(one.value)[:1] for place, one in self.records.items()}
        counts = Counter(label for held in labels.values() for label in held)
        ids = {place: str(one.value.get("id") or one.code) for place, one in self.records.items()}
        counts.update(ids.values())
        found: dict[str, str] = {}
        taken: set[str] = set()
        for place, one in self.records.items():
            names = (*labels[place], one.value.get("title", ""), ids[place])
            own = [label for label in labels[place] if counts[label] - (label == ids[place]) == 1]
            known = [name for name in names if name in self.known and name not in taken]
            taken.update(known[:1])
            found[place] = (*known, *own, ids[place])[0]
        return found

    def _codes(self) -> dict[str, str]:
        """Return the last part of the IRI of each record.

        That of the control that is known by its notation, unless it is another record's own.
        """
        own = {place: one.code for place, one in self.records.items()}
        taken = set(own.values())
        found: dict[str, str] = {}
        for place, code in own.items():
            iri = self.known.get(self.notations[place], "")
            known = iri.removeprefix(f"{self.framework.scheme}/")
            found[place] = known if known and known not in taken else code
            taken.add(found[place])
        return found

    def control(self, record: Record) -> Control:
        """Return the control of a record."""
        value, place = record.value, record.place
        notation = self.notations[place]
        label = clean_line(value.get("title", "")) or notation
        names = ("overview",) if record.kind == "group" else ("statement",)
        text = self._prose(value, names)
        quoted = bool(text)
        if not text:
            kind = {"group": "Group", "control": "Control"}.get(record.kind, "Control enhancement")
            text = f"{kind} {notation} of {self.framework.title}, version {self.document.version}."
        return Control(
            code=self.codes[place],
            notation=notation,
            label=label,
            definition=text,
            broader=self.codes[record.above] if record.above else None,
            source=self.framework.source if quoted else None,
            links=tuple(dict.fromkeys(self._links(record))),
            notes=tuple(self._notes(record, names)),
            alt_labels=tuple(
                sorted({*_labels(value), *_named(value, "alt-identifier")} - {notation, label})
            ),
            deprecated="withdrawn" in [one.lower() for one in _named(value, "status")],
        )

    def _prose(self, value: dict[str, Any], names: tuple[str, ...]) -> str:
        return prose_of(value.get("parts"), names, self.params) if self.document.text_kept else ""

    def _notes(self, record: Record, defining: tuple[str, ...]) -> Iterator[str]:
        for name in _KEPT_PARTS:
            text = "" if name in defining else self._prose(record.value, (name,))
            if text:
                yield text
        for one in objects(record.value.get("props")):
            if one["name"] not in _NAMING:
                yield clean_line(f"{one['name']}: {one['value']}")
        if self.document.text_kept:
            for part in objects(record.value.get("parts")):
                if part.get("name") not in _KEPT_PARTS:
                    self.lost[f"parts named {part.get('name')}"] += 1

    def _links(self, record: Record) -> Iterator[tuple[Iri, Iri]]:
        for link in objects(record.value.get("links")):
            href, rel = link["href"], link.get("rel", "")
            name = href.removeprefix("#")
            if href.startswith("#") and name in self.by_id:
                place = self.by_id[name]
                relation = _RELATIONS.get(rel, _RELATION)
                if place != record.place and not (
                    relation == _RELATED and self._in_line(place, record.place)
                ):
                    yield relation, self.framework.concept(self.codes[place])
            elif href.startswith("#") and name in self.document.resources:
                yield from self._reference(self.document.resources[name])
            elif named := web_address(href):
                yield _SEE_ALSO, named
            elif not href.startswith("#"):
                self.lost["links that are no address of the web"] += 1

    def _reference(self, resource: dict[str, Any]) -> Iterator[tuple[Iri, Iri]]:
        addresses = [web_address(one.get("href")) for one in objects(resource.get("rlinks"))]
        found = [one for one in addresses if one]
        if found:
            yield _REFERENCES, found[0]
        else:
            self.lost["references to documents without an address"] += 1

    def _in_line(self, one: str, other: str) -> bool:
        """Whether one of two stands in the other: relating them says nothing new."""
        return one in self._above(other) or other in self._above(one)

    def _above(self, place: str) -> Iterator[str]:
        while place := self.records[place].above:
            yield place

    def left_out(self) -> Iterator[Fault]:
        """Yield a warning for each kind of thing that was left out, and if the scheme is known."""
        if self.known:
            yield Fault(
                "warning",
                "duplicate-id",
                f"/{self.document.kind}",
                compact(self.framework.scheme),
                "this framework is loaded already: another key (--as) keeps the two apart",
            )
        for what, count in sorted(self.lost.items()):
            yield Fault(
                "warning",
                "refused",
                f"/{self.document.kind}",
                compact(self.framework.scheme),
                f"{count} {what} were left out: a framework has no place for them",
            )


def _labels(value: dict[str, Any]) -> list[str]:
    """Return the labels of a record, the one without a class first."""
    found = [one for one in objects(value.get("props")) if one.get("name") == "label"]
    found.sort(key=lambda one: bool(one.get("class")))
    return [text for one in found if (text := clean_line(one["value"]))]


def _named(value: dict[str, Any], name: str) -> list[str]:
    return [
        clean_line(one["value"])
        for one in objects(value.get("props"))
        if one["name"] == name and one["value"]
    ]


def _ids(parts: Any) -> Iterator[str]:
    for part in objects(parts):
        if part.get("id"):
            yield part["id"]
        yield from _ids(part.get("parts"))
