from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mitigraph.mapping import NO_TERM_FOUND
from mitigraph.mapping.contradictions import Claim, contradictions
from mitigraph.terms import PREFIXES, Iri

A, B, C, D = (Iri(f"https://example.org/{name}/1") for name in "abcd")


def said(*rows: tuple[Iri, str, Iri], file: str = "x.tsv") -> list[Claim]:
    """Return claims in lines 1, 2, ...; a predicate with `not ` before it is denied."""
    return [
        Claim(
            subject,
            Iri(f"{PREFIXES['skos']}{predicate.removeprefix('not ')}Match"),
            target,
            predicate.startswith("not "),
            file,
            line,
        )
        for line, (subject, predicate, target) in enumerate(rows, 1)
    ]


def codes(*rows: tuple[Iri, str, Iri]) -> list[tuple[str, int]]:
    return [(one.code, one.line) for one in contradictions(said(*rows))]


@pytest.mark.parametrize("other", ["broad", "narrow", "related"])
@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("exact_first", [False, True])
def test_what_is_the_same_is_neither_broader_nor_related(other, turned, exact_first):
    rows = [(A, "exact", B), (B, other, A) if turned else (A, other, B)]
    assert codes(*rows if exact_first else reversed(rows)) == [("S46", 2)]


def test_it_is_so_through_a_chain_and_the_finding_names_its_rows():
    (found,) = contradictions(said((A, "exact", B), (C, "exact", B), (A, "broad", C)))
    assert (found.code, found.line, found.severity) == ("S46", 3, "error")
    assert "x.tsv, line 1; x.tsv, line 2" in found.message


@pytest.mark.parametrize(
    "rows",
    [
        [(A, "exact", B), (A, "close", B)],
        [(A, "exact", B), (B, "exact", A)],
        [(A, "broad", B), (B, "narrow", A)],
        [(A, "broad", B), (A, "broad", C), (B, "broad", D), (C, "broad", D)],
        [(A, "exact", B), (A, "related", C)],
        [(A, "not exact", B), (A, "broad", B)],
        [(A, "exact", B), (B, "exact", C), (A, "exact", C)],
        [(A, "exact", NO_TERM_FOUND), (B, "exact", NO_TERM_FOUND), (C, "related", NO_TERM_FOUND)],
        [(A, "not exact", NO_TERM_FOUND), (A, "exact", NO_TERM_FOUND)],
    ],
)
def test_what_agrees_is_left_alone(rows):
    assert codes(*rows) == []


def test_what_is_broader_is_not_just_related():
    assert codes((A, "related", B), (B, "narrow", A)) == [("S27", 2)]


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        ([(A, "broad", B), (B, "broad", A)], 2),
        ([(A, "broad", B), (A, "narrow", B)], 2),
        ([(A, "broad", B), (B, "broad", C), (A, "narrow", C)], 3),
        ([(C, "broad", A), (B, "exact", C), (A, "broad", B)], 3),
    ],
)
def test_broad_matches_that_come_back_to_where_they_began_are_one_finding(rows, line):
    assert codes(*rows) == [("broad-cycle", line)]


def test_a_cycle_is_told_by_its_shortest_way_round():
    (found,) = contradictions(
        said((A, "broad", B), (B, "broad", C), (C, "broad", A), (B, "broad", A))
    )
    assert found.message.count("broadMatch") == 2


def test_two_exact_matches_in_one_scheme_are_an_error_for_the_subject_alone():
    one, other = (Iri(f"https://example.org/s/{code}") for code in "12")
    assert codes((A, "exact", one), (A, "exact", other)) == [("two-exact-matches", 2)]
    (found,) = contradictions(said((one, "exact", A), (other, "exact", A)))
    assert (found.code, found.severity) == ("shared-exact-match", "warning")


def test_duplicates_inside_one_collection_are_no_fault():
    one, other, third = (Iri(f"https://example.org/s/{code}") for code in "123")
    assert codes((one, "exact", other), (one, "exact", third)) == []


@pytest.mark.parametrize(
    "denied", [(A, "not broad", B), (B, "not narrow", A)], ids=["same", "inverse"]
)
def test_what_is_asserted_and_denied_is_told_once(denied):
    assert codes((A, "broad", B), denied, denied) == [("asserted-and-denied", 2)]


def test_inverse_rows_that_disagree_are_a_warning():
    (found,) = contradictions(said((A, "exact", B), (B, "close", A)))
    assert (found.code, found.line, found.severity) == ("inverse-disagrees", 2, "warning")


def test_files_contradict_each_other():
    claims = said((A, "exact", B)) + said((A, "broad", B), file="y.tsv")
    (found,) = contradictions(claims)
    assert found.file == "y.tsv"
    assert "x.tsv, line 1" in found.message


TERMS = [Iri(f"https://example.org/{name}/1") for name in range(6)]


@given(st.sets(st.tuples(st.sampled_from(TERMS), st.sampled_from(TERMS)), max_size=12))
def test_a_cycle_is_found_where_a_walk_over_all_paths_finds_one(pairs):
    steps = {pair for pair in pairs if pair[0] != pair[1]}
    reach = set(steps)
    for middle, start, end in itertools.product(TERMS, repeat=3):
        if (start, middle) in reach and (middle, end) in reach:
            reach.add((start, end))
    found = contradictions(said(*((one, "broad", other) for one, other in sorted(steps))))
    cyclic = any((term, term) in reach for term in TERMS)
    assert ("broad-cycle" in {one.code for one in found}) == cyclic


def test_long_chains_take_no_recursion_and_no_quadratic_time():
    terms = [Iri(f"https://example.org/{number}/x") for number in range(20_000)]
    rows = [(one, "broad", other) for one, other in itertools.pairwise(terms)]
    rows = rows[::2] + rows[1::2]
    assert codes(*rows) == []
    assert [code for code, _ in codes(*rows, (terms[-1], "broad", terms[0]))] == ["broad-cycle"]
