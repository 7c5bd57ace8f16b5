"""A small mapping set with every case that the format tells apart."""

from __future__ import annotations

from decimal import Decimal

import pytest

from mitigraph.mapping import NO_TERM_FOUND, Mapping, MappingSet
from mitigraph.terms import BASE, PREFIXES, Iri

SKOS, SEMAPV = PREFIXES["skos"], PREFIXES["semapv"]


def measure(record: str) -> Iri:
    return Iri(f"{BASE}id/measure/sample/{record}")


def control(code: str) -> Iri:
    return Iri(f"{BASE}scheme/sample/1/{code}")


@pytest.fixture
def mapping_set() -> MappingSet:
    exact, lexical = Iri(SKOS + "exactMatch"), Iri(SEMAPV + "LexicalMatching")
    return MappingSet(
        mapping_set_id=Iri(BASE + "mapping/sample/1.10"),
        license=Iri("https://creativecommons.org/licenses/by/4.0/"),
        mapping_set_version="1.10",
        mapping_set_title='A "sample": of mappings',
        creator_id=(Iri(BASE + "id/agent/anna"), Iri("https://orcid.org/0000-0002-1825-0097")),
        mapping_date="2026-11-25",
        object_source=Iri(BASE + "scheme/sample/1"),
        see_also=(Iri("https://example.org/about"),),
        mappings=(
            Mapping(measure("B"), exact, control("2"), lexical, confidence=Decimal("0.90")),
            Mapping(
                measure("A"),
                Iri(SKOS + "broadMatch"),
                control("1"),
                Iri(SEMAPV + "ManualMappingCuration"),
                subject_label='Tabs\tand "quotes"',
                author_id=(Iri(BASE + "id/agent/anna"), Iri(BASE + "id/agent/ben")),
                comment="café, 100 %",
            ),
            Mapping(measure("C"), exact, control("1"), lexical, predicate_modifier="Not"),
            Mapping(measure("D"), exact, NO_TERM_FOUND, lexical, comment="Nothing near."),
        ),
        curie_map={"orcid": "https://orcid.org/"},
    )
