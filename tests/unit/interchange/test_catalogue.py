from __future__ import annotations

from dataclasses import replace

from mitigraph.interchange import Choices
from mitigraph.mapping import NO_TERM_FOUND
from mitigraph.terms import PREFIXES, Iri


def test_the_tree_of_categories_and_who_stands_where(catalogue):
    (top,) = catalogue.children()
    assert [one.notation for one in catalogue.children(top)] == ["1.1", "1.9"]
    training, other = catalogue.children(top)
    assert [entry.code for entry in catalogue.members(training)] == ["acme-1.M1", "acme-1.M2"]
    assert [entry.code for entry in catalogue.members(other)] == ["acme-1.M2"]
    assert [entry.code for entry in catalogue.unplaced] == ["acme-1.M3"]


def test_crosswalks_apart_from_what_has_no_counterpart(catalogue):
    ((frame, mapping_set, rows),) = catalogue.crosswalks()
    assert (frame.id, mapping_set.mapping_set_title, len(rows)) == (
        "frame/1",
        "Acme to the frame",
        7,
    )
    ((_, _, vain),) = catalogue.crosswalks(found=False)
    assert len(vain) == 2
    assert list(catalogue.crosswalks(Choices(("other/1",)))) == []


def test_rows_by_another_predicate_are_apart_and_counted(catalogue):
    first = catalogue.mapping_sets[0]
    row = first.mappings[0]
    others = (
        replace(row, predicate_id=Iri("https://example.org/isA")),
        replace(row, predicate_id=Iri("https://example.org/isA"), object_id=NO_TERM_FOUND),
        replace(row, predicate_id=Iri(PREFIXES["rdfs"] + "subClassOf")),
    )
    mixed = replace(catalogue, mapping_sets=(replace(first, mappings=(*first.mappings, *others)),))
    assert (catalogue.foreign_rows(), mixed.foreign_rows()) == (0, 3)
    assert mixed.foreign_rows(Choices(("other/1",))) == 0
    for found in (True, False):
        assert [rows for _, _, rows in mixed.crosswalks(found=found)] == [
            rows for _, _, rows in catalogue.crosswalks(found=found)
        ]
    ((_, _, rows),) = mixed.crosswalks(any_predicate=True)
    assert others[0] in rows


def test_what_rests_on_preliminary_data_is_known(catalogue):
    assert catalogue.preliminary
    assert catalogue.taxonomy.preliminary
    assert catalogue.taxonomy.key == "topics-2"
