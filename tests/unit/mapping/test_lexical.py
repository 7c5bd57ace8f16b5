from __future__ import annotations

from decimal import Decimal

import pytest

from mitigraph.mapping import NO_TERM_FOUND, lexical_matches, words
from mitigraph.terms import PREFIXES, Iri

A, B, X, Y = (Iri(f"urn:{name}") for name in "abxy")


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("Red teaming.", "red  Teaming", True),
        ("e.g.,audits", "e.g., audits", True),
        ("“Go” or no-go", "'go' or no go", True),
        ("pre-release testing", "prerelease testing", False),
        ("test the model", "test a model", False),
        ("one two", "two one", False),
        ("\ufb01ne", "fine", True),
    ],
)
def test_texts_are_the_same_whose_words_are(first, second, same):
    assert (words(first) == words(second)) is same


def test_matches_come_in_the_order_of_the_subjects_with_what_is_said_of_them():
    found = lexical_matches(
        {B: "Audit", A: "Test."}, {X: "test", Y: "audit!"}, confidence=Decimal("0.9"), comment="Eq."
    )
    assert [(one.subject_id, one.object_id) for one in found] == [(B, Y), (A, X)]
    assert {(one.confidence, one.comment) for one in found} == {(Decimal("0.9"), "Eq.")}
    assert {one.mapping_justification for one in found} == {PREFIXES["semapv"] + "LexicalMatching"}


def test_a_text_that_two_objects_share_matches_both():
    assert len(lexical_matches({A: "Test"}, {X: "test", Y: "Test."})) == 2


def test_a_subject_without_a_match_is_left_out_or_said_to_have_none():
    assert lexical_matches({A: "Test"}, {X: "Audit"}) == ()
    (one,) = lexical_matches({A: "Test"}, {X: "Audit"}, confidence=Decimal(1), unmatched="None.")
    assert (one.object_id, one.comment, one.confidence) == (NO_TERM_FOUND, "None.", None)


def test_what_is_compared_can_be_chosen_and_nothing_matches_nothing():
    assert lexical_matches({A: "Test"}, {X: "test"}, normalise=str.strip) == ()
    assert lexical_matches({A: "..."}, {X: "!"}) == ()
