from __future__ import annotations

from dataclasses import replace

import pytest

from mitigraph.errors import FaultyInputError
from mitigraph.interchange import check_catalogue
from mitigraph.interchange.checks import LONGEST_TITLE
from mitigraph.terms import BASE, PREFIXES, Iri

SKOS = PREFIXES["skos"]


def with_measure(catalogue, **changes):
    first, *rest = catalogue.entries
    statement = changes.pop("statement", first.statement)
    changed = replace(first, measure=replace(first.measure, **changes), statement=statement)
    return replace(catalogue, entries=(changed, *rest))


def faults(catalogue):
    with pytest.raises(FaultyInputError) as caught:
        check_catalogue(catalogue)
    return [(fault.code, fault.place) for fault in caught.value.faults]


def test_a_catalogue_in_order_passes(catalogue):
    check_catalogue(catalogue)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"label": " "}, "missing-field"),
        ({"label": "x" * (LONGEST_TITLE + 1)}, "too-large"),
        ({"label": "Red\nteaming"}, "wrong-type"),
        ({"label": "Red\x07 teaming"}, "wrong-type"),
        ({"statement": " \n"}, "empty-text"),
    ],
)
def test_a_measure_that_a_target_would_refuse_or_spoil(catalogue, changes, code):
    assert faults(with_measure(catalogue, **changes)) == [(code, "acme-1/M1")]


def test_a_measure_that_is_classified_by_what_nothing_describes(catalogue):
    first, *rest = catalogue.entries
    strange = replace(first, undescribed=(Iri(BASE + "scheme/actor/1/nobody"),))
    found = faults(replace(catalogue, entries=(strange, *rest)))
    assert found == [("dangling-ref", "acme-1/M1")]


def test_an_iri_without_a_code(catalogue):
    found = faults(replace(with_measure(catalogue, iri=Iri("urn:m")), mapping_sets=()))
    assert found == [("bad-id", None)]


def test_two_codes_that_differ_in_case_only(catalogue):
    twin = with_measure(catalogue, iri=Iri(BASE + "id/measure/acme-1/m2"))
    assert faults(replace(twin, mapping_sets=()))[0][0] == "duplicate-id"


def test_a_category_below_nothing(catalogue):
    top, *others = catalogue.taxonomy.concepts
    taxonomy = replace(catalogue.taxonomy, concepts=tuple(others))
    found = faults(replace(catalogue, taxonomy=taxonomy))
    assert found == [("dangling-ref", "topics/2/1.1"), ("dangling-ref", "topics/2/1.9")]
    assert top.id == "topics/2/1"


def test_a_crosswalk_to_a_framework_that_is_not_loaded(catalogue):
    found = faults(replace(catalogue, frameworks=()))
    assert {code for code, _ in found} == {"dangling-ref"}
    # Every row that has a control, but for the one that is only a measure without counterpart.
    assert len(found) == len(catalogue.mapping_sets[0].mappings) - 1


def test_a_relation_that_no_target_has_keeps_nothing_from_being_exported(catalogue):
    one, *rest = catalogue.mapping_sets[0].mappings
    odd = replace(one, predicate_id=Iri(PREFIXES["owl"] + "sameAs"))
    sets = (replace(catalogue.mapping_sets[0], mappings=(odd, *rest)),)
    check_catalogue(replace(catalogue, mapping_sets=sets))


def test_all_faults_are_told_at_once(catalogue):
    broken = with_measure(catalogue, label="", statement="")
    assert len(faults(replace(broken, release=replace(catalogue.release, licence=Iri(""))))) == 3
