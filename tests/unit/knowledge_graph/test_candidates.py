from __future__ import annotations

from decimal import Decimal

import pytest

import mitigraph as mg
from mitigraph.errors import QueryError
from mitigraph.mapping import parse_sssom, sssom_of
from mitigraph.terms import PREFIXES, compact

OWN = """
@base <https://w3id.org/mitigraph/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix mg: <https://w3id.org/mitigraph/ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix acme: <https://acme.example/measures#> .
<id/source/first> a mg:Source ; mg:shortReference "First" .
<id/source/second> a mg:Source ; mg:shortReference "Second" .
<id/measure/own/1> a mg:Measure ; skos:prefLabel "Zebra crossings"@en ;
  skos:definition "Paint zebra crossings in front of every school."@en ;
  mg:describedIn <id/source/first> .
<id/measure/own/2> a mg:Measure ; skos:prefLabel "Zebra crossing"@en ;
  skos:definition "Paint a zebra crossing in front of each school."@en ;
  mg:describedIn <id/source/first> .
acme:3 a mg:Measure ; skos:prefLabel "Zebra crossings"@en ;
  skos:definition "Painting zebra crossings in front of schools."@en ;
  mg:describedIn <id/source/second> .
[] a mg:Measure ; skos:prefLabel "Zebra crossings"@en ;
  skos:definition "Paint zebra crossings in front of every school."@en ;
  mg:describedIn <id/source/second> .
"""
BETWEEN = {"source": ["first", "second"]}


@pytest.fixture(scope="module")
def kb(tmp_path_factory):
    path = tmp_path_factory.mktemp("own") / "own.ttl"
    path.write_text(OWN, encoding="utf-8")
    return mg.load(path)


def pairs(found):
    return [(compact(one.subject_id), compact(one.object_id)) for one in found.mappings]


def test_measures_of_different_documents_are_proposed_as_related_unreviewed(kb):
    found = kb.mapping_candidates(threshold=0.7, **BETWEEN)
    assert pairs(found)[0] == ("https://acme.example/measures#3", "own/1")
    (first, *_) = found.mappings
    assert first.predicate_id == PREFIXES["skos"] + "relatedMatch"
    assert first.mapping_justification.endswith("/LexicalSimilarityThresholdMatching")
    assert (first.subject_label, first.object_label) == ("Zebra crossings", "Zebra crossings")
    assert Decimal("0.7") <= first.similarity_score < 1
    assert first.similarity_measure
    assert (first.confidence, first.reviewer_id) == (None, ())


def test_pairs_of_one_document_come_only_when_asked_for(kb):
    assert ("own/1", "own/2") not in pairs(kb.mapping_candidates(threshold=0, **BETWEEN))
    assert pairs(kb.mapping_candidates(within=True, source="first")) == [("own/1", "own/2")]


def test_filters_hold_for_both_ends(kb):
    assert pairs(kb.mapping_candidates(threshold=0, source="first")) == []
    everything = {end for pair in pairs(kb.mapping_candidates(threshold=0.7)) for end in pair}
    assert {"own/1", "own/2", "https://acme.example/measures#3"} <= everything


def test_both_methods_give_a_mapping_each_and_the_limit_holds_for_each(kb):
    found = kb.mapping_candidates("both", threshold=0.3, limit=1, **BETWEEN)
    grounds = [compact(one.mapping_justification) for one in found.mappings]
    assert grounds == [
        "semapv:LexicalSimilarityThresholdMatching",
        "semapv:SemanticSimilarityThresholdMatching",
    ]


def test_a_method_that_there_is_not_is_refused(kb):
    with pytest.raises(QueryError, match="lexical, semantic, both"):
        kb.mapping_candidates("magic")


def test_what_is_proposed_can_be_written_and_read_whatever_the_base_of_the_measures(kb):
    found = kb.mapping_candidates("both", threshold=0.3, **BETWEEN)
    text = sssom_of(found)
    read = parse_sssom(text, path="x.tsv")
    assert (read.refused, read.warnings) == ((), ())
    assert set(read.mapping_set.mappings) == set(found.mappings)
    assert "https://acme.example/measures#" in text
