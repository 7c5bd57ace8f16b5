from __future__ import annotations

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mitigraph.interchange.identifiers import CODE, code_of, uuid_of
from mitigraph.terms import BASE, Iri

parts = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="/"), min_size=1, max_size=12
)


@given(dataset=parts, record=parts, other=parts)
def test_a_code_is_a_token_and_two_records_never_share_one(dataset, record, other):
    one, two = (code_of(Iri(f"{BASE}id/measure/{dataset}/{name}")) for name in (record, other))
    assert CODE.fullmatch(one)
    assert (one == two) is (record == other)


def test_a_code_that_would_start_with_a_digit_gets_an_underscore():
    assert code_of(Iri(BASE + "id/measure/2024-list/7")) == "_2024-list.7"


def test_a_concept_has_a_code_whoever_publishes_its_scheme():
    for base in (BASE, "https://example.org/", "http://example.org/scheme/own/"):
        assert code_of(Iri(f"{base}scheme/acme/1/AC-1 b")) == "acme-1.AC-1_20_b"


@pytest.mark.parametrize(
    "iri", ["urn:x", BASE + "id/source/a", BASE + "scheme/actor/1", BASE + "id/measure/a/"]
)
def test_what_is_neither_measure_nor_concept_has_no_code(iri):
    with pytest.raises(ValueError, match="neither a measure nor a concept"):
        code_of(Iri(iri))


def test_a_uuid_is_of_version_5_and_the_same_in_every_run():
    iri = BASE + "id/measure/mit-2025/A0001"
    assert uuid_of(iri) == "3cfcf42d-9108-52c4-b5e9-a80368e4f895"
    assert uuid.UUID(uuid_of(iri, "part")).version == 5
    assert uuid_of(iri, "part") != uuid_of(iri)
