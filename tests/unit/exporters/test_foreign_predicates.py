"""Crosswalk rows whose predicate is no match: kept where that can be, else left out and counted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mitigraph.exporters import FORMATS
from mitigraph.exporters.about import crosswalk_rows
from mitigraph.exporters.targets import TARGETS
from mitigraph.interchange import Choices, Loss, check_catalogue
from mitigraph.mapping import parse_sssom
from mitigraph.terms import PREFIXES, Iri

IS_A = Iri("https://example.org/isCategorizedAs")
WITHOUT_A_PROFILE = {"oscal-component"}
ALIKE = {"oscal-mapping", "ciso-assistant-mapping", "cyclonedx", "nexus", "stix"}


@pytest.fixture
def mixed(catalogue):
    """The catalogue, with two rows more, by predicates that are no match."""
    first = catalogue.mapping_sets[0]
    row = first.mappings[0]
    more = (
        replace(row, predicate_id=IS_A),
        replace(row, predicate_id=Iri(PREFIXES["owl"] + "sameAs")),
    )
    return replace(catalogue, mapping_sets=(replace(first, mappings=(*first.mappings, *more)),))


@pytest.mark.parametrize("name", sorted(ALIKE))
def test_a_target_without_a_word_for_them_leaves_them_out_and_counts_them(catalogue, mixed, name):
    check_catalogue(mixed)
    before, after = (FORMATS[name].render(one, Choices()) for one in (catalogue, mixed))
    assert after.data == before.data
    assert set(after.losses) - set(before.losses) == {Loss.of_foreign_rows(2)}
    assert set(before.losses) <= set(after.losses)


@pytest.mark.parametrize(
    "name", [one.name for one in TARGETS if one.name not in ALIKE | WITHOUT_A_PROFILE]
)
def test_no_other_target_stumbles_over_them(mixed, name):
    rendered = FORMATS[name].render(mixed, Choices())
    counted = any(one.what == "crosswalk rows" for one in rendered.losses)
    assert counted or name.startswith("sssom")


def test_sssom_and_the_table_of_the_workbook_hold_them_as_they_are(catalogue, mixed):
    text = FORMATS["sssom"].render(mixed, Choices()).data.decode()
    read = parse_sssom(text, path="x.tsv").mapping_set
    assert sum(one.predicate_id == IS_A for one in read.mappings) == 1
    rows = list(crosswalk_rows(mixed))
    assert len(rows) == len(list(crosswalk_rows(catalogue))) + 2
    assert str(IS_A) in {row["relation"] for row in rows}
