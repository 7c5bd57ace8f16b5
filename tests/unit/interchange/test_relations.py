from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from mitigraph.errors import DataError
from mitigraph.interchange.relations import (
    RELATIONS,
    found_nothing,
    inverted,
    method_of,
    predicate_of,
    rationale_of,
    relation_of,
    strength_of,
)
from mitigraph.mapping import NO_TERM_FOUND, Mapping
from mitigraph.terms import PREFIXES, Iri

SKOS, SEMAPV = PREFIXES["skos"], PREFIXES["semapv"]


def mapping(name="exact", ground="ManualMappingCuration", **changes):
    one = Mapping(Iri("urn:s"), Iri(f"{SKOS}{name}Match"), Iri("urn:o"), Iri(SEMAPV + ground))
    return replace(one, **changes)


@pytest.mark.parametrize(
    ("name", "oscal", "ciso"),
    [
        ("exact", "equivalent-to", "equal"),
        ("broad", "subset-of", "subset"),
        ("narrow", "superset-of", "superset"),
        ("close", "intersects-with", "intersect"),
        ("related", "intersects-with", "intersect"),
    ],
)
def test_each_relation_in_the_words_of_the_targets(name, oscal, ciso):
    assert relation_of(mapping(name)) == (oscal, ciso)
    back = "related" if name == "close" else name
    assert predicate_of(oscal) == predicate_of(ciso) == Iri(f"{SKOS}{back}Match")


def test_the_same_words_are_equal_and_the_same_meaning_is_equivalent():
    assert relation_of(mapping(ground="LexicalMatching")) == ("equal-to", "equal")


@pytest.mark.parametrize(
    "changes",
    [{"predicate_modifier": "Not"}, {"object_id": NO_TERM_FOUND}, {"subject_id": NO_TERM_FOUND}],
)
def test_what_is_denied_or_was_not_found_is_no_relation(changes):
    assert relation_of(mapping(**changes)) == ("no-relationship", "not_related")
    assert predicate_of("no-relationship") is predicate_of("not_related") is None
    assert found_nothing(mapping(**changes)) is ("predicate_modifier" not in changes)


def test_an_unknown_word_is_refused_with_those_that_are_known():
    with pytest.raises(DataError, match=r'"narrower" is no relation \[unknown-term\].*subset-of'):
        predicate_of("narrower")


@pytest.mark.parametrize("name", [one.removesuffix("Match") for one in RELATIONS])
def test_turning_a_mapping_twice_gives_it_back(name):
    one = mapping(name, subject_label="s", object_label="o")
    assert inverted(one) != one
    assert inverted(inverted(one)) == one


@pytest.mark.parametrize(
    ("confidence", "strength"), [("0", 0), ("0.04", 0), ("0.05", 1), ("0.85", 9), ("1", 10)]
)
def test_a_confidence_as_a_strength(confidence, strength):
    assert strength_of(Decimal(confidence)) == strength


def test_how_a_mapping_was_made():
    made = {
        ground: method_of(mapping(ground=ground))
        for ground in (
            "ManualMappingCuration",
            "LexicalMatching",
            "CompositeMatching",
            "BackgroundKnowledgeBasedMatching",
        )
    }
    assert list(made.values()) == ["human", "automation", "hybrid", "automation"]
    assert rationale_of(mapping(ground="LexicalMatching")) == "syntactic"
    assert rationale_of(mapping(ground="MappingChaining")) == "semantic"
