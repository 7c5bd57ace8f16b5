"""What becomes of codes and measures from one taxonomy to another."""

from __future__ import annotations

import pytest

from mitigraph.derive import derive
from mitigraph.errors import UnknownTermError
from mitigraph.importers.statements import Assessed, assessment, measure_statements
from mitigraph.knowledge_graph import KnowledgeGraph
from mitigraph.knowledge_graph.migration import Verdict
from mitigraph.reader import load_shipped
from mitigraph.store.oxigraph import OxigraphStore
from mitigraph.terms import (
    BASE,
    Iri,
    Literal,
    Quad,
    concept_iri,
    identifier_datatype,
    measure_iri,
    source_iri,
)

OLD, NEW = "airi-mitigation/1", "airi-mitigation/2"
#: Code in the old scheme, code in the new one: one measure each.
PLACED = [
    *[("3.1", "2.2.2")] * 8,
    *[("3.1", "2.2.3")] * 2,
    *[("2.3", "1.1.2")] * 3,
    *[("2.3", "1.2.1")] * 3,
    ("2.2", "1.1.2"),
    ("1.6", ""),
    ("", "2.1.3"),
    ("", ""),
]
BY = Assessed(Iri(BASE + "id/agent/tester"), "curated", "manual-curation", "high")


@pytest.fixture(scope="module")
def kb() -> KnowledgeGraph:
    quads = []
    for number, codes in enumerate(PLACED, 1):
        record = f"M{number}"
        measure = measure_iri("test", record)
        quads += measure_statements(
            measure,
            label=f"Measure {number}",
            identifier=Literal(record, identifier_datatype("test")),
            source=source_iri("Test2024"),
            definition=None,
        )
        for major, code in enumerate(codes, 1):
            if code:
                scheme = Iri(f"{BASE}scheme/airi-mitigation/{major}")
                concept = concept_iri("airi-mitigation", major, code)
                quads += assessment(measure, scheme, concept, "assigned", BY)
    store = OxigraphStore()
    load_shipped(store, data=False)
    store.add(Quad(*quad[:3], Iri(BASE + "graph/data")) for quad in quads)
    derive(store)
    return KnowledgeGraph(store)


def one(kb, *entry, start=OLD, end=NEW):
    (found,) = kb.migrate([entry], start, end)
    return found


def test_a_code_goes_where_its_measures_went(kb):
    found = one(kb, "3.1")
    assert found.verdict is Verdict.LIKELY
    assert found.target.id == "airi-mitigation/2/2.2.2"
    assert [(c.concept.notation, c.measures, c.share) for c in found.candidates] == [
        ("2.2.2", 8, 0.8),
        ("2.2.3", 2, 0.2),
    ]


@pytest.mark.parametrize("entry", ["3.1", "3.1 Testing & Auditing", "airi-mitigation/1/3.1"])
def test_codes_are_taken_as_people_write_them(kb, entry):
    assert one(kb, entry).source.id == "airi-mitigation/1/3.1"


def test_an_even_split_stays_open(kb):
    found = one(kb, "2.3")
    assert (found.verdict, found.target) == (Verdict.AMBIGUOUS, None)
    assert {c.concept.notation: c.measures for c in found.candidates} == {"1.1.2": 3, "1.2.1": 3}


def test_one_measure_is_too_few_to_tell(kb):
    found = one(kb, "2.2")
    assert (found.verdict, found.target) == (Verdict.AMBIGUOUS, None)
    assert "too few" in found.reason


def test_a_code_without_evidence_says_so(kb):
    assert one(kb, "1.6").verdict is Verdict.NO_EVIDENCE


@pytest.mark.parametrize("entry", ["M1", "test/M1", "Measure 1"])
def test_a_measure_that_is_classified_in_both_has_its_answer(kb, entry):
    found = one(kb, entry)
    assert (found.verdict, found.target.notation) == (Verdict.CLASSIFIED, "2.2.2")


def test_a_measure_with_the_old_code_alone_goes_by_its_code(kb):
    assert one(kb, "M18").verdict is Verdict.NO_EVIDENCE
    assert one(kb, "M18").source.notation == "1.6"
    assert "neither" in one(kb, "M20").reason


def test_an_own_name_with_a_code_goes_by_the_code(kb):
    found = one(kb, "Our red team", "3.1")
    assert (found.entry, found.target.notation) == ("Our red team", "2.2.2")


def test_what_means_nothing_is_told_and_lost_is_none(kb):
    found = kb.migrate([["3.1"], ["M99"], ["own", "9.9"]], OLD, NEW)
    assert [f.entry for f in found] == ["3.1", "M99", "own"]
    assert [f.verdict for f in found[1:]] == [Verdict.UNKNOWN, Verdict.UNKNOWN]
    assert "M99" in found[1].reason


def test_the_way_back_works_too(kb):
    found = one(kb, "1.1.2", start=NEW, end=OLD)
    assert {c.concept.notation: c.measures for c in found.candidates} == {"2.3": 3, "2.2": 1}


def test_an_unknown_scheme_is_an_error(kb):
    with pytest.raises(UnknownTermError):
        kb.migrate([["3.1"]], OLD, "airi-mitigation/7")


def test_a_row_is_plain_json(kb):
    assert one(kb, "3.1").as_row() == {
        "entry": "3.1",
        "from": "airi-mitigation/1/3.1",
        "becomes": "airi-mitigation/2/2.2.2",
        "verdict": "likely",
        "candidates": [
            {"id": "airi-mitigation/2/2.2.2", "measures": 8, "share": 0.8},
            {"id": "airi-mitigation/2/2.2.3", "measures": 2, "share": 0.2},
        ],
        "reason": "8 of 10 measures of airi-mitigation/1/3.1 went to airi-mitigation/2/2.2.2",
    }
