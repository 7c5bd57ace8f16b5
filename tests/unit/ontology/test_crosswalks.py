"""The shipped crosswalks to frameworks, read side by side, say nothing against each other."""

from __future__ import annotations

import pytest

from mitigraph.mapping import NO_TERM_FOUND, read_sssom
from mitigraph.resources import data_root
from mitigraph.terms import PREFIXES, Iri

SKOS = PREFIXES["skos"]
INVERSE = {
    **{name: name for name in ("exactMatch", "closeMatch", "relatedMatch")},
    "broadMatch": "narrowMatch",
    "narrowMatch": "broadMatch",
}


@pytest.fixture(scope="module")
def sets():
    paths = sorted((data_root() / "ontology" / "mappings").glob("*.sssom.tsv"))
    return [read_sssom(path).mapping_set for path in paths]


@pytest.fixture(scope="module")
def rows(sets):
    """Subject, relation, object and what was searched, of each row that is not denied."""
    return [
        (row.subject_id, row.predicate_id.removeprefix(SKOS), row.object_id, one.object_source)
        for one in sets
        for row in one.mappings
        if not row.predicate_modifier
    ]


def test_what_has_a_match_in_a_framework_is_not_without_one_there(rows):
    matched = {(s, framework) for s, _, o, framework in rows if NO_TERM_FOUND not in (s, o)}
    without = {(s, framework) for s, _, o, framework in rows if o == NO_TERM_FOUND}
    assert len(without) > 500
    assert not matched & without


def test_a_control_with_a_match_is_not_without_one_of_that_kind(sets):
    matched, without = set(), set()
    for one in sets:
        for row in one.mappings:
            found = without if row.subject_id == NO_TERM_FOUND else matched
            found.add((one.subject_source, row.object_id))
    assert len(without) > 50
    assert not without & matched


def test_a_pair_is_related_alike_whichever_end_it_is_read_from(rows):
    equal = {}
    for subject, relation, target, _ in rows:
        if relation == "exactMatch" and target != NO_TERM_FOUND:
            equal.setdefault(target, set()).add(subject)
    told: dict[tuple[Iri, Iri], set[str]] = {}
    for subject, relation, target, _ in rows:
        if NO_TERM_FOUND in (target, subject):
            continue
        for other in equal.get(target, ()):
            if other != subject:
                told.setdefault((subject, other), set()).add(relation)
    both = {pair for pair in told if pair[::-1] in told}
    assert len(both) > 30
    assert not {
        pair for pair in both if {INVERSE[relation] for relation in told[pair]} != told[pair[::-1]]
    }
