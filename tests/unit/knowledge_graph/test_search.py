from __future__ import annotations

import pytest

from mitigraph.knowledge_graph.search import Entry, SearchIndex
from mitigraph.terms import Iri, measure_iri

A, B, C = (measure_iri("own", name) for name in "ABC")
INDEX = SearchIndex.build(
    [
        Entry(A, "measure", "Adversarial robustness", "prefLabel"),
        Entry(A, "measure", "jailbreak resistance", "altLabel"),
        Entry(A, "measure", "A1019", "identifier"),
        Entry(B, "measure", "Bug bounty programmes", "prefLabel"),
        Entry(B, "measure", "Pays outsiders who find adversarial inputs", "definition"),
        Entry(C, "concept", "Évaluation", "prefLabel"),
        Entry(C, "concept", "1.1.2", "notation"),
        Entry(Iri("urn:bare"), "measure", "only a definition here", "definition"),
    ]
)


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("adversarial robustness", A),
        ("Robustness ADVERSARIAL", A),
        ("adverserial robustnes", A),
        ("advers", A),
        ("jailbraek resistence", A),
        ("a1019", A),
        ("bounty", B),
        ("bug bountys", B),
        ("evaluation", C),
        ("1.1.2", C),
    ],
)
def test_words_are_found_however_they_are_spelt(query, first):
    assert INDEX.search(query)[0].iri == first


def test_a_name_counts_more_than_a_definition():
    assert [hit.iri for hit in INDEX.search("adversarial")] == [A, B]


def test_an_exact_name_scores_highest_and_says_what_matched():
    hit = INDEX.search("Jailbreak resistance")[0]
    assert (hit.score, hit.matched, hit.label) == (
        100.0,
        "jailbreak resistance",
        "Adversarial robustness",
    )


@pytest.mark.parametrize("query", ["", "   ", "?!", "zebra crossing", "quantum"])
def test_nothing_is_found_where_nothing_is_alike(query):
    assert INDEX.search(query) == []


def test_a_thing_without_label_goes_by_its_id_and_the_limit_holds():
    assert INDEX.search("definition")[0].label == "urn:bare"
    assert len(INDEX.search("adversarial", limit=1)) == 1
