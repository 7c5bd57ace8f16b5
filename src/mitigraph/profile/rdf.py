"""A profile as statements: `mg:Profile`, `mg:Concern` and `mg:Implementation` with PROV.

An implementation in place is a `prov:Activity` in all but name: `prov:wasAssociatedWith` the
organisation, `prov:startedAtTime` the day. The day of one that is planned or does not apply is its
`dcterms:date`, because nothing has started.

Sources:
    PROV-O (https://www.w3.org/TR/prov-o/), starting point terms.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from mitigraph.errors import DataError
from mitigraph.profile.draft import Draft, DraftRisk, Written
from mitigraph.profile.model import Implementation, ImplementationStatus, Profile
from mitigraph.query import run
from mitigraph.reader import read_into
from mitigraph.store.oxigraph import OxigraphStore
from mitigraph.store.protocol import RdfFormat, Solutions, Store
from mitigraph.terms import (
    BASE,
    MG,
    PREFIXES,
    BlankNode,
    Iri,
    Literal,
    Quad,
    Term,
    compact,
    concept_iri,
    slug,
)
from mitigraph.validate.locate import locate

__all__ = ["PROFILE_GRAPH", "profile_statements", "read_rdf", "write_rdf"]

#: The named graph that a profile is loaded into.
PROFILE_GRAPH: Final = Iri(BASE + "graph/profile")

_TYPE: Final = Iri(PREFIXES["rdf"] + "type")
_LABEL: Final = Iri(PREFIXES["rdfs"] + "label")
_PROV, _XSD = PREFIXES["prov"], PREFIXES["xsd"]
_DATE: Final = Iri(PREFIXES["dcterms"] + "date")
_STARTED: Final = Iri(_PROV + "startedAtTime")
_ATTRIBUTED: Final = Iri(_PROV + "wasAttributedTo")
_VOCABULARIES: Final = ("mg", "dcterms", "foaf", "prov", "rdf", "rdfs", "skos", "xsd")
_STATUSES: Final = "implementation-status"


def profile_statements(profile: Profile, graph: Iri | None = None) -> Iterator[Quad]:
    """Yield what a profile says, with IRIs made of its name and of what it speaks of.

    Args:
        profile: The profile.
        graph: The named graph that the statements stand in.
    """
    for subject, predicate, value in _triples(profile):
        yield Quad(subject, predicate, value, graph)


def _triples(profile: Profile) -> Iterator[tuple[Iri, Iri, Term]]:
    iri = profile.iri
    tail = iri.removeprefix(BASE + "id/profile/")
    name = profile.organisation or profile.name
    agent = Iri(f"{BASE}id/agent/{slug(name).lower() or 'unnamed'}")
    yield iri, _TYPE, MG["Profile"]
    yield iri, _LABEL, _english(profile.name)
    yield iri, _ATTRIBUTED, agent
    for kind in ("Agent", "Organization"):
        yield agent, _TYPE, Iri(_PROV + kind)
    yield agent, Iri(PREFIXES["foaf"] + "name"), Literal(name)
    yield agent, _LABEL, _english(name)
    if profile.system:
        yield iri, MG["aboutSystem"], Literal(profile.system)
    for concept in profile.roles:
        yield iri, MG["playsRole"], concept.iri
    for concept in profile.stages:
        yield iri, MG["takesPartIn"], concept.iri
    for framework in profile.frameworks:
        yield iri, MG["hasToMeet"], framework
    for risk in profile.risks:
        concern = Iri(f"{BASE}id/concern/{tail}/{_tail(risk.concept.iri)}")
        yield iri, MG["hasConcern"], concern
        yield concern, _TYPE, MG["Concern"]
        yield concern, MG["concerns"], risk.concept.iri
        yield concern, MG["weight"], Literal(risk.decimal, Iri(_XSD + "decimal"))
    for ordinal, one in enumerate(profile.implementations, start=1):
        node = Iri(f"{BASE}id/implementation/{tail}/{_tail(one.measure)}")
        yield iri, MG["hasImplementation"], node
        yield node, MG["ordinal"], Literal(str(ordinal), Iri(_XSD + "integer"))
        yield node, Iri(_PROV + "wasAssociatedWith"), agent
        for predicate, value in _said(one):
            yield node, predicate, value


def _said(one: Implementation) -> Iterator[tuple[Iri, Term]]:
    yield _TYPE, MG["Implementation"]
    yield MG["implements"], one.measure
    yield MG["implementationStatus"], concept_iri(_STATUSES, 1, one.status.value)
    if one.evidence:
        yield MG["evidence"], one.evidence
    if one.owner:
        yield MG["owner"], Literal(one.owner)
    if one.date and one.status is ImplementationStatus.IN_PLACE:
        yield _STARTED, Literal(f"{one.date.isoformat()}T00:00:00Z", Iri(_XSD + "dateTime"))
    elif one.date:
        yield _DATE, Literal(one.date.isoformat(), Iri(_XSD + "date"))
    if one.note:
        yield Iri(PREFIXES["skos"] + "note"), _english(one.note)


def _english(text: str) -> Literal:
    return Literal(text, language="en")


def _tail(iri: Iri) -> str:
    """Return the end of an IRI by which one of ours is known; a foreign one is named whole."""
    short = compact(iri)
    return short if iri.startswith(BASE) else slug(iri)


def write_rdf(profile: Profile, rdf_format: RdfFormat = RdfFormat.TURTLE) -> bytes:
    """Return a profile as an RDF document, the same bytes each time."""
    store = OxigraphStore()
    store.add(profile_statements(profile, PROFILE_GRAPH))
    target = io.BytesIO()
    # Names with a slash in them read better whole than escaped.
    prefixes = {name: PREFIXES[name] for name in _VOCABULARIES}
    store.dump(target, rdf_format, PROFILE_GRAPH, prefixes)
    return target.getvalue()


def read_rdf(path: Path) -> Draft:
    """Return what an RDF file says of the one profile in it.

    Raises:
        DataError: If the file can't be read, or doesn't hold exactly one profile.
    """
    store = OxigraphStore()
    read_into(store, path)
    values = _rows(store, "profile")
    profiles = list(dict.fromkeys(row["profile"] for row in _rows(store, _PROFILES)))
    if len(profiles) != 1:
        raise DataError(
            f"{len(profiles)} profiles in it",
            path=str(path),
            code="schema",
            remedy="describe one mg:Profile in each file",
        )
    implementations = _rows(store, "implementations")
    nodes = {profiles[0], *(row["subject"] for row in values)}
    nodes |= {row["implementation"] for row in implementations}
    places = {node: place.line for node, place in locate(nodes, [path]).items()}
    reader = _Reader(Draft(str(path)), places)
    for row in values:
        reader.value(row)
    for row in implementations:
        reader.implementation(row)
    return reader.draft


_PROFILES: Final = "SELECT DISTINCT ?profile { ?profile a mg:Profile }"

_Row = dict[str, Term]


def _rows(store: Store, query: str) -> list[_Row]:
    """Return the rows of a query, what is unbound left out."""
    answer = run(store, query)
    assert isinstance(answer, Solutions)  # noqa: S101 - SELECT queries
    names = list(answer.variables)
    return [
        {name: cell for name, cell in zip(names, row, strict=True) if cell is not None}
        for row in answer
    ]


class _Reader:
    """Puts rows into a draft; the line of a value is that of the node that says it."""

    def __init__(self, draft: Draft, lines: dict[Term, int]) -> None:
        self.draft, self._lines = draft, lines

    def value(self, row: _Row) -> None:
        """Take one row of the query `profile`."""
        written = self._written(row["subject"], _text(row["value"]))
        match compact(str(row["property"])):
            case "rdfs:label":
                self.draft.name = self._single(self.draft.name, written, "rdfs:label")
            case "prov:wasAttributedTo":
                name = str(row.get("valueLabel", written.text))
                written = Written(name, written.place, written.line)
                self.draft.organisation = self._single(
                    self.draft.organisation, written, "prov:wasAttributedTo"
                )
            case "mg:aboutSystem":
                self.draft.system = self._single(self.draft.system, written, "mg:aboutSystem")
            case "mg:playsRole":
                self.draft.roles.append(written)
            case "mg:takesPartIn":
                self.draft.stages.append(written)
            case "mg:hasToMeet":
                self.draft.frameworks.append(written)
            case _:
                weight = row.get("weight")
                self.draft.risks.append(
                    DraftRisk(
                        written,
                        self._written(row["subject"], str(weight)) if weight is not None else None,
                    )
                )

    def implementation(self, row: _Row) -> None:
        """Take one row of the query `implementations`."""
        said = {"measure": row["measure"]} | {
            key: row[key] for key in ("status", "evidence", "owner", "date", "note") if key in row
        }
        self.draft.measures.append(
            {
                key: self._written(row["implementation"], _text(value, whole=key == "evidence"))
                for key, value in said.items()
            }
        )

    def _written(self, node: Term, text: str) -> Written:
        line = self._lines.get(node)
        place = f"line {line}" if line else compact(str(node))
        return Written(" ".join(text.split()), place, line)

    def _single(self, before: Written | None, written: Written, what: str) -> Written:
        if before is not None:
            self.draft.refuse(
                written.place, f"{what} twice in one profile", "duplicate-id", "keep one of them"
            )
        return before or written


def _text(term: Term, *, whole: bool = False) -> str:
    """Return a term as a person writes it; a status by its last word."""
    if isinstance(term, (Literal, BlankNode)) or whole:
        return str(term)
    short = compact(term)
    return short.rpartition("/")[2] if short.startswith(f"{_STATUSES}/1/") else short
