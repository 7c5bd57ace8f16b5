"""What things of mitigraph are in the terms of another vocabulary, as the shipped files say it.

A bridge (`ontology/bridges/NAME.ttl`) holds what is true without reserve, as axioms; the mapping
set (`ontology/mappings/mitigraph_NAME.sssom.tsv`) also what is merely near. Exporters take the
axioms, and where there are none for a term, its exact, broader and close matches; related and
narrower ones would say too much.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from mitigraph.errors import DataError
from mitigraph.mapping import Mapping, MappingSet, read_sssom
from mitigraph.mapping.term_list import namespace_of, shipped_term_lists
from mitigraph.reader.bridges import bridge_file
from mitigraph.resources import data_root
from mitigraph.store.oxigraph import parse
from mitigraph.store.protocol import RdfFormat
from mitigraph.terms import BASE, PREFIXES, Iri, Quad

__all__ = ["Alignment", "alignment_of", "vocabulary_faults"]

_NEAR: Final = frozenset(
    Iri(f"{PREFIXES['skos']}{name}Match") for name in ("exact", "broad", "close")
)
_UNDER: Final = frozenset(Iri(PREFIXES["rdfs"] + name) for name in ("subClassOf", "subPropertyOf"))
_TYPE: Final = Iri(PREFIXES["rdf"] + "type")
#: What documents say of themselves and of things in general; these vocabularies have no list here.
_GENERAL: Final = frozenset(
    Iri(PREFIXES[prefix] + name)
    for prefix, names in {
        "rdf": "type",
        "rdfs": "label seeAlso",
        "owl": "versionInfo",
        "dcat": "Distribution version",
        "foaf": "Agent name",
        "dcterms": "title description license rights bibliographicCitation modified publisher "
        "conformsTo identifier source subject issued BibliographicResource",
    }.items()
    for name in names.split()
)


@dataclass(frozen=True)
class Alignment:
    """What leads from mitigraph to one vocabulary.

    Attributes:
        name: The bridge's name.
        mapping_set: The mapping set.
        above: What the bridge puts a class or property of ours under.
        rows: The asserted rows of the set by subject.
    """

    name: str
    mapping_set: MappingSet
    above: dict[Iri, tuple[Iri, ...]] = field(hash=False)
    rows: dict[Iri, tuple[Mapping, ...]] = field(hash=False)

    def terms(self, ours: Iri) -> tuple[Iri, ...]:
        """Return the terms that stand for a class, property or concept of ours, sorted.

        Example:
            >>> from mitigraph.terms import MG
            >>> alignment_of("dpv").terms(MG["riskArea"])
            (Iri('https://w3id.org/dpv#mitigatesRisk'),)
        """
        return self.above.get(ours) or tuple(
            sorted({row.object_id for row in self.rows.get(ours, ()) if row.predicate_id in _NEAR})
        )


@cache
def alignment_of(name: str) -> Alignment:
    """Return the alignment that ships for a vocabulary.

    Raises:
        UnknownTermError: If there is no bridge to it.
        DataError: If one of its files can't be used.
    """
    above: dict[Iri, set[Iri]] = defaultdict(set)
    for quad in parse(bridge_file(name).read_bytes(), RdfFormat.TURTLE, BASE):
        if quad.predicate in _UNDER and isinstance(quad.object, Iri):
            above[Iri(quad.subject)].add(quad.object)
    folder = data_root() / "ontology" / "mappings"
    mapping_set = read_sssom(folder / f"mitigraph_{name}.sssom.tsv").mapping_set
    rows: dict[Iri, list[Mapping]] = defaultdict(list)
    for row in mapping_set.mappings:
        if row.asserted:
            rows[row.subject_id].append(row)
    return Alignment(
        name,
        mapping_set,
        {ours: tuple(sorted(theirs)) for ours, theirs in above.items()},
        {ours: tuple(found) for ours, found in rows.items()},
    )


def vocabulary_faults(quads: Iterable[Quad]) -> Iterator[DataError]:
    """Yield what a document in the terms of others must not have.

    That is a term that the pinned list of its vocabulary does not have, a property or class of a
    vocabulary that nothing is known of, and a concept or source that the document names and does
    not describe.

    Args:
        quads: The statements of the document.
    """
    said = list(quads)
    lists = {one.namespace: one for one in shipped_term_lists()}
    described = {quad.subject for quad in said}
    told: set[Iri] = set()
    for quad in said:
        objects = [quad.object] if isinstance(quad.object, Iri) else []
        for iri in (quad.predicate, *objects):
            terms = lists.get(Iri(namespace_of(iri)))
            used_as_term = quad.predicate in (iri, _TYPE)
            if terms is not None:
                unknown = iri not in terms.terms
            else:
                unknown = used_as_term and not iri.startswith(BASE) and iri not in _GENERAL
            if unknown and iri not in told:
                told.add(iri)
                where = terms.name if terms is not None else "the vocabularies used here"
                yield DataError(f"{iri} is no term of {where}", code="unknown-term")
        for iri in objects:
            ours = iri.startswith((BASE + "scheme/", BASE + "id/source/"))
            if ours and iri not in described and iri not in told:
                told.add(iri)
                yield DataError(f"{iri} is named and not described", code="dangling-ref")
