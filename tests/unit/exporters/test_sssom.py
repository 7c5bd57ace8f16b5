"""The crosswalks as one mapping set: every row, with what its own set said of it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from mitigraph.errors import DataError
from mitigraph.exporters import FORMATS
from mitigraph.exporters.sssom.crosswalk_set import crosswalk_set
from mitigraph.importers.registry import ImportChoices
from mitigraph.importers.sssom import read
from mitigraph.interchange import Choices, Taxonomy
from mitigraph.mapping import NO_TERM_FOUND, Mapping, mapping_sets_of, parse_sssom
from mitigraph.model import Concept
from mitigraph.terms import BASE, PREFIXES, Iri

FORMS = {"sssom": "tsv", "sssom-json": "json", "sssom-rdf": "ttl"}
OTHER = Iri("https://example.org/scheme/other/3")
LICENCE = Iri("https://creativecommons.org/publicdomain/zero/1.0/")


@pytest.fixture(scope="module")
def two(catalogue):
    """A catalogue whose second set is of another framework, licence, date and publisher."""
    control = Concept(Iri(OTHER + "/X"), "other/3/X", "Control\n X", "X")
    framework = Taxonomy(OTHER, "Another", version="3.1", concepts=(control,))
    first = catalogue.mapping_sets[0]
    manual = Iri(PREFIXES["semapv"] + "ManualMappingCuration")
    entries = catalogue.entries
    second = replace(
        first,
        mapping_set_id=Iri("https://example.org/sets/acme_other"),
        license=LICENCE,
        mapping_date="2026-11-01",
        object_source=OTHER,
        object_source_version="3.1",
        creator_id=(Iri("https://orcid.org/0000-0002-1825-0097"),),
        mappings=(
            Mapping(
                entries[0].iri,
                Iri(PREFIXES["skos"] + "closeMatch"),
                control.iri,
                manual,
                reviewer_id=(Iri("https://orcid.org/0000-0002-1825-0097"),),
                other="kept=yes",
            ),
            Mapping(entries[1].iri, Iri(PREFIXES["skos"] + "exactMatch"), NO_TERM_FOUND, manual),
        ),
    )
    return replace(
        catalogue,
        frameworks=(*catalogue.frameworks, framework),
        mapping_sets=(first, second),
    )


def test_one_set_keeps_its_metadata_and_says_the_names_and_the_state_of_its_rows(catalogue):
    own = catalogue.mapping_sets[0]
    found = crosswalk_set(catalogue, Choices())
    assert (found.mapping_set_id, found.license) == (own.mapping_set_id, own.license)
    assert found.mapping_set_title == own.mapping_set_title
    assert len(found.mappings) == len(own.mappings)
    assert sum(row.predicate_modifier == "Not" for row in found.mappings) == 1
    assert sum(NO_TERM_FOUND in (row.subject_id, row.object_id) for row in found.mappings) == 2
    labels = {row.subject_id: row.subject_label for row in found.mappings}
    assert labels[catalogue.entries[0].iri] == "Red teaming"
    assert {row.other for row in found.mappings if row.subject_id != NO_TERM_FOUND} == {
        "reviewer=none|status=preliminary"
    }
    assert "selection" not in found.comment
    assert "selection" in crosswalk_set(replace(catalogue, selected=True), Choices()).comment


def test_rows_of_several_sets_say_what_their_sets_said(two):
    found = crosswalk_set(two, Choices())
    assert found.mapping_set_id == BASE + "mapping/topics-2_crosswalks/0.1.0"
    assert found.license == two.release.licence
    assert (found.publication_date, found.mapping_date) == ("2026-11-25", "")
    assert found.mapping_set_source == tuple(sorted(one.mapping_set_id for one in two.mapping_sets))
    assert found.object_source is None
    by_source = {row.object_id: row for row in found.mappings if row.object_id != NO_TERM_FOUND}
    row = by_source[OTHER + "/X"]
    assert (row.object_source, row.object_source_version) == (OTHER, "3.1")
    assert (row.mapping_date, row.license) == ("2026-11-01", LICENCE)
    assert row.mapping_source == two.mapping_sets[1].mapping_set_id
    assert row.object_label == "Control X"
    assert row.other == "kept=yes|status=preliminary"
    nothing = [row for row in found.mappings if row.object_id == NO_TERM_FOUND]
    assert {row.object_source for row in nothing} == {OTHER, two.mapping_sets[0].object_source}


def test_what_all_rows_have_in_common_stands_with_the_set(two):
    first, second = two.mapping_sets
    alike = replace(two, mapping_sets=(first, replace(second, mapping_date=first.mapping_date)))
    found = crosswalk_set(alike, Choices())
    assert found.mapping_date == first.mapping_date
    assert {row.mapping_date for row in found.mappings} == {""}


def test_a_framework_can_be_chosen(two):
    found = crosswalk_set(two, Choices(frameworks=("other/3",)))
    assert found.mapping_set_id == two.mapping_sets[1].mapping_set_id
    assert len(found.mappings) == 2
    with pytest.raises(DataError, match="no row of a crosswalk"):
        crosswalk_set(two, Choices(frameworks=("none/1",)))


@pytest.mark.parametrize("name", FORMS)
def test_what_is_written_is_imported_row_by_row_and_written_again_the_same(name, two, tmp_path):
    rendered = FORMATS[name].render(two, Choices())
    path = tmp_path / f"crosswalks.{FORMS[name]}"
    path.write_bytes(rendered.data)
    result = read(path, ImportChoices())
    assert (result.records, result.refused, result.findings) == (rendered.written, 0, [])
    (imported,) = mapping_sets_of(result.quads)
    exported = crosswalk_set(two, Choices())
    assert set(imported.mappings) == set(exported.mappings)
    again = replace(two, mapping_sets=(*two.mapping_sets, imported))
    assert FORMATS[name].render(again, Choices()).data == rendered.data


@pytest.mark.parametrize("name", FORMS)
def test_the_order_of_sets_and_rows_changes_no_byte(name, two):
    turned = tuple(replace(one, mappings=one.mappings[::-1]) for one in two.mapping_sets[::-1])
    other = replace(two, mapping_sets=turned)
    assert FORMATS[name].render(two, Choices()).data == FORMATS[name].render(other, Choices()).data


def test_a_row_that_a_reader_would_drop_is_not_written(catalogue, monkeypatch):
    from mitigraph.errors import FaultyInputError
    from mitigraph.exporters.sssom import tsv

    monkeypatch.setattr(
        tsv,
        "sssom_of",
        lambda _: (
            "# license: https://example.org/l\n"
            "subject_id\tpredicate_id\tobject_id\tmapping_justification\n"
        ),
    )
    with pytest.raises(FaultyInputError, match="a row would be lost"):
        tsv.render(catalogue, Choices())


def test_the_losses_are_counted(two):
    losses = {one.what: one.count for one in FORMATS["sssom"].render(two, Choices()).losses}
    assert losses == {
        "statements of measures": 3,
        "classifications": 3 + 1 + 1 + 1 + 2,
        "expert opinions": 1,
        "preliminary statuses of rows": 10,
    }


def test_another_implementation_reads_as_many_rows(two, tmp_path):
    judge = pytest.importorskip("sssom_pydantic")
    path = tmp_path / "x.sssom.tsv"
    rendered = FORMATS["sssom"].render(two, Choices())
    path.write_bytes(rendered.data)
    rows, converter, described, *_ = judge.read(path)
    assert len(rows) == rendered.written
    assert str(described.id) == BASE + "mapping/topics-2_crosswalks/0.1.0"
    theirs = {(converter.expand_reference(one.source)) for one in rows}
    assert theirs == {str(one.mapping_set_id) for one in two.mapping_sets}
    assert parse_sssom(rendered.data.decode(), path="x").rows == len(rows)


def test_json_names_its_prefixes_and_is_sorted(two):
    document = json.loads(FORMATS["sssom-json"].render(two, Choices()).data)
    assert document["@context"] == document["curie_map"]
    assert document["sssom_version"] == "1.1"
    assert len(document["mappings"]) == 11
    assert all("mapping_source" in row for row in document["mappings"])
