"""A comparison whose figures can be worked out by hand."""

from __future__ import annotations

import pytest

from mitigraph.agreement import RESAMPLES, compare_assessors
from mitigraph.model import Agent
from mitigraph.terms import compact

#: Values of ann and bob, the primary first, by measure.
GIVEN = {
    "M1": (["1.1.1"], ["1.1.1"]),
    "M2": (["1.1.1"], ["1.1.2"]),
    "M3": (["1.1.1"], ["1.2"]),
    "M4": (["1"], ["1.1.1"]),
    "M5": (["2", "1.2"], ["1.2"]),
    "M6": (["2"], ["2"]),
    "M7": (["2"], [None]),
    "M8": (["1.1.1"], ["1.1.2"]),
}


@pytest.fixture
def compare(coded, concepts, names):
    def found(given=None, **options):
        for measure, both in (GIVEN if given is None else given).items():
            for who, codes in zip(("ann", "bob"), both, strict=True):
                for ordinal, code in enumerate(codes, 1):
                    coded.add(
                        measure,
                        who,
                        code,
                        ordinal=ordinal,
                        outcome="assigned" if code else "unclassifiable",
                    )
        first, second = (
            Agent(iri, compact(iri), name)
            for name, iri in (("Ann", names["agent"]("ann")), ("Bob", names["agent"]("bob")))
        )
        return compare_assessors(
            coded.store(), first, second, concepts, [names["scheme"]("tree/1")], **options
        ).schemes[0]

    return found


def test_each_level_cuts_values_to_their_ancestors(compare):
    found = compare()
    assert found.measures == 8
    assert [(one.level, one.measures, one.share.value) for one in found.levels] == [
        (1, 8, 6 / 8),  # all but M5 and M7
        (2, 8, 4 / 8),  # M1, M2, M6, M8: "1" stands for itself beside "1.1"
        (3, 8, 2 / 8),
    ]
    assert found.overall is found.levels[-1]


def test_value_sets_overlap_where_one_value_is_common(compare):
    found = compare()
    assert found.sets.overlap.value == 3 / 8  # M1, M5, M6
    assert found.sets.jaccard.value == (1 + 1 / 2 + 1) / 8


def test_without_secondary_values_there_are_no_sets(compare):
    assert compare({"M1": (["2"], ["2"])}).sets is None


def test_values_are_in_the_order_of_the_scheme_and_count_secondary_ones(compare):
    found = compare()
    counts = {one.value.id: (one.first, one.second, one.both) for one in found.values}
    assert list(counts.items()) == [
        ("tree/1/1", (1, 0, 0)),
        ("tree/1/1.1.1", (4, 2, 1)),
        ("tree/1/1.1.2", (0, 2, 0)),
        ("tree/1/1.2", (1, 2, 1)),
        ("tree/1/2", (3, 1, 1)),
        ("outcome/1/unclassifiable", (0, 1, 0)),
    ]
    specific = {one.value.id: one.specific for one in found.values}
    assert specific["tree/1/1.1.1"] == 2 / 6
    assert specific["tree/1/1"] == 0


def test_the_confusion_table_holds_primary_values_and_no_empty_line(compare):
    found = compare()
    assert [row.notation for row in found.rows] == ["1", "1.1.1", "2"]
    assert [column.id for column in found.columns] == [
        "tree/1/1.1.1",
        "tree/1/1.1.2",
        "tree/1/1.2",
        "tree/1/2",
        "outcome/1/unclassifiable",
    ]
    assert sum(found.confusion.values()) == found.measures
    assert found.count(found.rows[1], found.columns[1]) == 2
    assert found.count(found.rows[0], found.columns[3]) == 0


def test_disagreements_are_by_frequency_then_order(compare):
    found = [(row.id, column.id, n) for row, column, n in compare().disagreements()]
    assert found == [
        ("tree/1/1.1.1", "tree/1/1.1.2", 2),
        ("tree/1/1", "tree/1/1.1.1", 1),
        ("tree/1/1.1.1", "tree/1/1.2", 1),
        ("tree/1/2", "tree/1/1.2", 1),
        ("tree/1/2", "outcome/1/unclassifiable", 1),
    ]


def test_a_scheme_without_common_measures_has_undefined_figures(compare):
    found = compare({})
    assert (found.measures, found.values, found.rows, found.sets) == (0, (), (), None)
    assert found.overall.kappa.value is None
    assert found.overall.kappa.reason


def test_the_same_input_gives_the_same_output(compare):
    first = compare(resamples=300, seed=5)
    again = compare({}, resamples=300, seed=5)  # adds nothing to the same codings
    assert again == first


def test_intervals_rest_on_as_many_resamples_as_a_paper_would_use():
    assert RESAMPLES >= 1000
