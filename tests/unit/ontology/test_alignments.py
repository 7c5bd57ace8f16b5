"""The mapping sets to other vocabularies: complete, honest, and about terms that exist."""

from __future__ import annotations

from collections import Counter, defaultdict
from decimal import Decimal

import pytest

from mitigraph.mapping import NO_TERM_FOUND, read_sssom, sssom_of
from mitigraph.resources import data_root
from mitigraph.store.oxigraph import parse
from mitigraph.store.protocol import RdfFormat
from mitigraph.terms import BASE, MG, PREFIXES, Iri

ONTOLOGY = data_root() / "ontology"
TARGETS = ("airo", "d3fend", "dpv", "nexus", "nist-ai-rmf", "prov", "schema", "vair")
SETS = {
    key: read_sssom(ONTOLOGY / "mappings" / f"mitigraph_{key}.sssom.tsv").mapping_set
    for key in TARGETS
}
SKOS = PREFIXES["skos"]
#: How sure a kind of match is where both definitions were read; by so much less where not.
CONFIDENCE = {
    "exactMatch": Decimal("0.95"),
    "broadMatch": Decimal("0.85"),
    "narrowMatch": Decimal("0.85"),
    "closeMatch": Decimal("0.75"),
    "relatedMatch": Decimal("0.6"),
}
READ = {"airo", "dpv", "nist-ai-rmf"}
LESS = Decimal("0.2")
#: Rows that are less sure than their kind, with a comment that says why.
LESS_SURE = {("dpv", MG["Assessment"]), ("schema", MG["Assessment"])}

ROWS = [
    pytest.param(key, row, id=f"{key}-{n}")
    for key in TARGETS
    for n, row in enumerate(SETS[key].mappings)
]


def statements(*paths):
    for path in paths:
        yield from parse(path.read_bytes(), RdfFormat.TURTLE, BASE)


@pytest.fixture(scope="module")
def own():
    """Everything that the core, the schemes and the frameworks describe."""
    folders = ("schemes", "frameworks")
    paths = [path for name in folders for path in sorted((ONTOLOGY / name).glob("*.ttl"))]
    label = Iri(PREFIXES["rdfs"] + "label")
    return {
        quad.subject: quad.object.value
        for quad in statements(ONTOLOGY / "core.ttl", *paths)
        if quad.predicate == label
    }


def test_every_table_is_kept_in_the_form_in_which_it_is_written():
    for key, found in SETS.items():
        path = ONTOLOGY / "mappings" / f"mitigraph_{key}.sssom.tsv"
        assert sssom_of(found) == path.read_text(encoding="utf-8"), key
        assert found.mappings


@pytest.mark.parametrize(("key", "row"), ROWS)
def test_a_row_says_what_is_matched_by_whom_and_how_sure_that_is(key, row, own):
    assert own[row.subject_id] == row.subject_label
    assert row.predicate_id.removeprefix(SKOS) in CONFIDENCE
    assert row.mapping_justification == PREFIXES["semapv"] + "ManualMappingCuration"
    assert row.author_id
    usual = CONFIDENCE[row.predicate_id.removeprefix(SKOS)] - (0 if key in READ else LESS)
    if (key, row.subject_id) in LESS_SURE:
        assert row.comment
        assert row.confidence < usual
    else:
        assert row.confidence == usual
    if row.object_id == NO_TERM_FOUND:
        assert row.comment
    else:
        assert row.object_label


def test_no_two_rows_contradict_each_other():
    for key, found in SETS.items():
        pairs = Counter((row.subject_id, row.object_id) for row in found.mappings)
        assert set(pairs.values()) == {1}, key
        exact = Counter(row.subject_id for row in found.mappings if "exact" in row.predicate_id)
        assert set(exact.values()) <= {1}, key


def test_terms_of_the_framework_are_those_that_mitigraph_renders(own):
    ends = {row.object_id for row in SETS["nist-ai-rmf"].mappings} - {NO_TERM_FOUND}
    assert len(ends) == 4
    assert ends <= set(own)


def test_every_stage_and_every_function_is_looked_for_in_the_framework():
    looked_for = {row.subject_id for row in SETS["nist-ai-rmf"].mappings}
    for scheme, number in (("lifecycle", 6), ("function", 4)):
        found = [iri for iri in looked_for if iri.startswith(f"{BASE}scheme/{scheme}/1/")]
        assert len(found) == number, scheme


@pytest.fixture(scope="module")
def foreign():
    """The terms of vocabularies by namespace, of the pinned lists."""
    terms = defaultdict(set)
    for path in sorted((ONTOLOGY / "vendored").glob("*.terms.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                terms[namespace(line)].add(line)
    return terms


def namespace(iri):
    return iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]


@pytest.mark.parametrize("key", ["airo", "dpv", "prov"])
def test_every_term_matched_exists_in_its_vocabulary(key, foreign):
    ends = {row.object_id for row in SETS[key].mappings}
    assert {end for end in ends if end not in foreign[namespace(end)]} == set()


def test_a_term_that_does_not_exist_would_be_seen(foreign):
    assert "https://w3id.org/dpv#IncidentStatus" not in foreign["https://w3id.org/dpv#"]
    assert "https://w3id.org/airo#Technique" not in foreign["https://w3id.org/airo#"]
