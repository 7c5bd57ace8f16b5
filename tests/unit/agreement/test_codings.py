"""Which classifications count, in both engines that are embedded."""

from __future__ import annotations

import pytest

from mitigraph.agreement.codings import Codings, read_codings
from mitigraph.model import Concept
from mitigraph.store.oxigraph import OxigraphStore
from mitigraph.store.rdf import RdflibStore
from mitigraph.terms import BASE, Iri, compact

OLD, NEW = "2026-01-01T00:00:00Z", "2026-01-01T00:30:00+00:00"


@pytest.fixture(params=[OxigraphStore, RdflibStore])
def read(request, coded, concepts, names):
    """Read what ann and bob said in one scheme, values by their codes."""

    def pairs(*schemes: str) -> dict[str, dict[tuple[tuple[str, ...], tuple[str, ...]], int]]:
        found = read_codings(
            coded.store(request.param),
            names["agent"]("ann"),
            names["agent"]("bob"),
            concepts,
            [names["scheme"](key) for key in schemes],
        )
        return {
            compact(one.scheme): {
                tuple(tuple(v.rpartition("/")[2] for v in values) for values in pair): count
                for pair, count in one.pairs.items()
            }
            for one in found
        }

    return pairs


def test_measures_of_both_are_counted_by_what_the_two_gave(coded, read):
    for measure in ("M1", "M2"):
        coded.add(measure, "ann", "1.1")
        coded.add(measure, "bob", "2")
    coded.add("M3", "ann", "1.1")
    coded.add("M3", "cem", "1.1")
    coded.add("M3", "bob", "1.1", key="other/1")
    assert read() == {"tree/1": {(("1.1",), ("2",)): 2}}


def test_the_primary_value_is_first_whatever_the_order_of_the_rows(coded, read):
    coded.add("M1", "ann", "1.1", ordinal=2)
    coded.add("M1", "ann", "2", ordinal=1)
    coded.add("M1", "bob", "2")
    coded.add("M1", "bob", "1.2")  # neither has an ordinal: the order of the scheme decides
    assert read() == {"tree/1": {(("2", "1.1"), ("1.2", "2")): 1}}


def test_what_an_adjudication_superseded_counts(coded, read):
    first = coded.add("M1", "ann", "1.1", time=OLD)
    coded.add("M1", "bob", "1.2", time=OLD)
    coded.add("M1", "cem", "2", time=NEW, supersedes=first)
    assert read() == {"tree/1": {(("1.1",), ("1.2",)): 1}}


def test_what_its_own_assessor_superseded_does_not(coded, read):
    first = coded.add("M1", "ann", "1.1")
    coded.add("M1", "ann", "2", supersedes=first)
    coded.add("M1", "bob", "2")
    assert read() == {"tree/1": {(("2",), ("2",)): 1}}


def test_what_is_rejected_does_not(coded, read):
    coded.add("M1", "ann", "1.1", status="rejected")
    coded.add("M1", "bob", "1.1")
    assert read() == {}


@pytest.mark.parametrize("before", [OLD, None])
def test_the_newest_of_several_times_counts(coded, read, before):
    coded.add("M1", "ann", "1.1", time=before)
    coded.add("M1", "ann", "1.2", time=NEW, ordinal=1)
    coded.add("M1", "ann", "2", time=NEW, ordinal=2)
    coded.add("M1", "bob", "1.2", time=OLD)
    assert read() == {"tree/1": {(("1.2", "2"), ("1.2",)): 1}}


def test_a_newer_one_that_is_rejected_leaves_the_older(coded, read):
    coded.add("M1", "ann", "1.1", time=OLD)
    coded.add("M1", "ann", "2", time=NEW, status="rejected")
    coded.add("M1", "bob", "1.1")
    assert read() == {"tree/1": {(("1.1",), ("1.1",)): 1}}


def test_an_outcome_without_a_concept_is_a_value(coded, read):
    coded.add("M1", "ann", None, outcome="withheld")
    coded.add("M1", "bob", None, outcome="unclassifiable")
    assert read() == {"tree/1": {(("withheld",), ("unclassifiable",)): 1}}


def test_a_scheme_that_is_named_is_there_without_measures(coded, read):
    for who in ("ann", "bob"):
        coded.add("M1", who, "1.1")
        coded.add("M1", who, "x", key="other/1")
    assert list(read()) == ["other/1", "tree/1"]
    assert read("tree/1", "third/1") == {"third/1": {}, "tree/1": {(("1.1",), ("1.1",)): 1}}


def test_paths_stay_in_the_scheme_and_end_in_a_cycle(concepts, names):
    value = names["value"]
    other = Iri(f"{BASE}scheme/other/1/a")
    loop = {
        value(code): Concept(value(code), f"tree/1/{code}", code, broader=f"tree/1/{above}")
        for code, above in (("a", "b"), ("b", "a"))
    }
    loop[other] = Concept(other, "other/1/a", "a", broader="tree/1/a")
    codings = Codings(names["scheme"]("tree/1"), concepts | loop, {})
    assert codings.paths[value("1.1.2")] == (value("1"), value("1.1"), value("1.1.2"))
    assert codings.paths[value("a")] == (value("b"), value("a"))
    assert other not in codings.paths
    assert codings.concept(Iri("urn:lost")).label == "urn:lost"
