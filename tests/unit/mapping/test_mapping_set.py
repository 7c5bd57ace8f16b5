from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from mitigraph.errors import DataError
from mitigraph.mapping import NO_TERM_FOUND, Mapping
from mitigraph.mapping.mapping_set import JUSTIFICATIONS
from mitigraph.terms import PREFIXES, Iri

LEXICAL = Iri(PREFIXES["semapv"] + "LexicalMatching")
ONE = Mapping(Iri("urn:s"), Iri("urn:p"), Iri("urn:o"), LEXICAL)


@pytest.mark.parametrize(
    ("changed", "code", "words"),
    [
        ({"subject_id": Iri("no blank allowed")}, "bad-id", "subject_id"),
        ({"object_id": Iri("bare")}, "bad-id", "object_id"),
        ({"author_id": (Iri("Anna"),)}, "bad-id", "author_id"),
        ({"mapping_justification": Iri("urn:guess")}, "unknown-term", "mapping_justification"),
        ({"predicate_modifier": "not"}, "unknown-term", "predicate_modifier"),
        ({"confidence": Decimal("1.01")}, "wrong-type", "out of range"),
        ({"confidence": Decimal("-0.1")}, "wrong-type", "out of range"),
        ({"confidence": Decimal("NaN")}, "wrong-type", "out of range"),
        ({"similarity_score": Decimal(22)}, "wrong-type", "similarity_score 22"),
        ({"subject_id": NO_TERM_FOUND, "object_id": NO_TERM_FOUND}, "schema", "neither end"),
    ],
)
def test_a_mapping_that_says_nothing_sound_can_not_be_made(changed, code, words):
    with pytest.raises(DataError, match=words) as caught:
        replace(ONE, **changed)
    assert caught.value.code == code
    assert caught.value.remedy


@pytest.mark.parametrize("sure", ["0", "0.5", "1"])
def test_the_ends_of_the_range_are_in_it(sure):
    assert replace(ONE, confidence=Decimal(sure)).confidence == Decimal(sure)


def test_only_a_mapping_between_two_terms_that_is_not_denied_is_asserted():
    assert ONE.asserted
    assert not replace(ONE, predicate_modifier="Not").asserted
    assert not replace(ONE, object_id=NO_TERM_FOUND).asserted
    assert not replace(ONE, subject_id=NO_TERM_FOUND).asserted


def test_a_set_is_checked_as_well(mapping_set):
    with pytest.raises(DataError, match="mapping_date"):
        replace(mapping_set, mapping_date="25 November 2026")
    with pytest.raises(DataError, match="license"):
        replace(mapping_set, license=Iri("CC BY"))
    with pytest.raises(DataError, match="object_source"):
        replace(mapping_set, object_source=Iri("a framework"))


def test_the_justifications_are_those_of_the_schema(shared):
    import json

    path = shared / "real" / "sssom" / "sssom_schema.schema.json"
    slots = json.loads(path.read_text(encoding="utf-8"))["$defs"]["Mapping"]["properties"]
    known = {one["const"] for one in slots["mapping_justification"]["anyOf"]}
    assert {f"semapv:{name}" for name in JUSTIFICATIONS} == known
