"""From one major version of the mitigation taxonomy to the next, by the measures that have both.

Each pair of categories that share a measure is a mapping whose grounds are those measures, counted.

Sources:
    SEMAPV, `semapv:InstanceBasedMatching` (https://w3id.org/semapv/vocab/).
    XKOS, Correspondences and ConceptAssociations
    (https://rdf-vocabulary.ddialliance.org/xkos.html#correspondences).
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final

from mitigraph import mapping
from mitigraph.derive import derive
from mitigraph.exporters.rdf import write_rdf
from mitigraph.mapping import MappingSet, sssom_of
from mitigraph.query.rows import answer_rows
from mitigraph.store.oxigraph import OxigraphStore
from mitigraph.store.protocol import RdfFormat, Store
from mitigraph.terms import BASE, MG, PREFIXES, Iri, Literal, Quad

__all__ = ["Pair", "correspondence", "crosswalk_files", "mapping_set", "pairs"]

SET: Final = "airi-mitigation-1_airi-mitigation-2"
VERSION: Final = "0.1.0"
START: Final = Iri(BASE + "scheme/airi-mitigation/1")
END: Final = Iri(BASE + "scheme/airi-mitigation/2")
_SKOS: Final = PREFIXES["skos"]
_XKOS: Final = PREFIXES["xkos"]
_INTEGER: Final = Iri(PREFIXES["xsd"] + "integer")
_CURATORS: Final = Iri(BASE + "id/agent/mitigraph-curators")

#: A category lies within another if this share of its measures do, and it has so many.
WITHIN_SHARE: Final = 0.8
WITHIN_MEASURES: Final = 5


@dataclass(frozen=True, slots=True)
class Pair:
    """A category of the old taxonomy and one of the new that share measures, and how many.

    `old_measures` and `new_measures` count the measures of each among those that have a category in
    both taxonomies.
    """

    old: Iri
    new: Iri
    measures: int
    old_measures: int
    new_measures: int

    @property
    def predicate(self) -> Iri:
        """What the numbers allow to be said of the two categories' extents, and no more.

        Example:
            >>> Pair(Iri("urn:o"), Iri("urn:n"), 9, 10, 90).predicate.rpartition("#")[2]
            'broadMatch'
        """
        within = self._within(self.old_measures), self._within(self.new_measures)
        name = {
            (True, True): "closeMatch",
            (True, False): "broadMatch",
            (False, True): "narrowMatch",
        }.get(within, "relatedMatch")
        return Iri(_SKOS + name)

    def _within(self, measures: int) -> bool:
        return measures >= WITHIN_MEASURES and self.measures / measures >= WITHIN_SHARE


def pairs(store: Store) -> list[Pair]:
    """Return the pairs of categories that share measures, in the order of the codes."""
    return [
        Pair(
            row.iri("fromConcept"),
            row.iri("toConcept"),
            row.count("measures"),
            row.count("fromMeasures"),
            row.count("toMeasures"),
        )
        for row in answer_rows(store, "co-classified", **{"from": START, "to": END})
    ]


def mapping_set(found: list[Pair]) -> MappingSet:
    """Return the pairs as an SSSOM mapping set; the confidence is the share that went that way."""
    return MappingSet(
        Iri(f"{BASE}mapping/{SET}/{VERSION}"),
        Iri("https://creativecommons.org/licenses/by/4.0/"),
        mapping_set_version=VERSION,
        mapping_set_title="Mitigation taxonomy of the MIT AI Risk Initiative, major version 1 to 2",
        mapping_set_description=(
            "Which categories of the first taxonomy and of the preliminary second one share "
            "measures: published categories on the one side, mitigraph's coding on the other."
        ),
        creator_id=(_CURATORS,),
        mapping_date="2026-11-25",
        subject_source=START,
        object_source=END,
        mapping_tool="mitigraph",
        mapping_tool_version=VERSION,
        comment=(
            "A category lies within another (broadMatch, narrowMatch, both: closeMatch) if it has "
            f"at least {WITHIN_MEASURES} measures and at least {WITHIN_SHARE:.0%} of them are in "
            "the other; else relatedMatch. Confidence is the share of the subject's measures that "
            "are in the object. The second taxonomy is preliminary, and so is what rests on it."
        ),
        mappings=tuple(
            mapping.Mapping(
                pair.old,
                pair.predicate,
                pair.new,
                Iri(PREFIXES["semapv"] + "InstanceBasedMatching"),
                author_id=(_CURATORS,),
                confidence=Decimal(f"{pair.measures / pair.old_measures:.2f}"),
                comment=(
                    f"{pair.measures} of the {pair.old_measures} measures of the subject are among "
                    f"the {pair.new_measures} of the object."
                ),
            )
            for pair in found
        ),
    )


def correspondence(found: list[Pair]) -> Iterator[Quad]:
    """Yield the pairs as an XKOS correspondence, with the numbers of measures."""
    whole = Iri(f"{BASE}correspondence/{SET}/{VERSION}")
    a = Iri(PREFIXES["rdf"] + "type")
    label = Iri(PREFIXES["rdfs"] + "label")
    yield Quad(whole, a, Iri(_XKOS + "Correspondence"))
    title = "From major version 1 to 2 of the mitigation taxonomy, by shared measures"
    yield Quad(whole, label, Literal(title, language="en"))
    yield Quad(whole, Iri(_XKOS + "compares"), START)
    yield Quad(whole, Iri(_XKOS + "compares"), END)
    yield Quad(whole, Iri(PREFIXES["prov"] + "wasAttributedTo"), _CURATORS)
    for pair in found:
        old, new = (str(iri).rpartition("/")[2] for iri in (pair.old, pair.new))
        association = Iri(f"{whole}/{old}/{new}")
        yield Quad(whole, Iri(_XKOS + "madeOf"), association)
        yield Quad(association, a, Iri(_XKOS + "ConceptAssociation"))
        yield Quad(association, label, Literal(f"{old} to {new}", language="en"))
        yield Quad(association, Iri(_XKOS + "sourceConcept"), pair.old)
        yield Quad(association, Iri(_XKOS + "targetConcept"), pair.new)
        for name, number in (
            ("sharedMeasures", pair.measures),
            ("sourceMeasures", pair.old_measures),
            ("targetMeasures", pair.new_measures),
        ):
            yield Quad(association, MG[name], Literal(str(number), _INTEGER))


def crosswalk_files(ontology: Path, made: Mapping[Path, bytes]) -> dict[Path, bytes]:
    """Return the crosswalk of an ontology folder as SSSOM and as XKOS, by file.

    Args:
        ontology: The folder.
        made: Its coded records as they are to be, by file.

    Raises:
        DataError: If a file that they are made from is not well-formed.
    """
    store = OxigraphStore()
    files = [ontology / "core.ttl", *(ontology / "schemes").glob("*.ttl")]
    documents = [path.read_bytes() for path in (*files, *(ontology / "data").glob("*.ttl"))]
    for document in (*documents, *made.values()):
        store.load(document, rdf_format=RdfFormat.TURTLE)
    derive(store)
    found = pairs(store)
    xkos = OxigraphStore()
    xkos.add(correspondence(found))
    target = io.BytesIO()
    write_rdf(xkos, RdfFormat.TURTLE, target)
    folder = ontology / "mappings"
    return {
        folder / f"{SET}.sssom.tsv": sssom_of(mapping_set(found)).encode(),
        folder / f"{SET}.xkos.ttl": target.getvalue(),
    }
