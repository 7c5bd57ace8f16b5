from __future__ import annotations

import json

import pytest

from mitigraph.quality import Exemption, assess
from mitigraph.store.oxigraph import OxigraphStore, parse
from mitigraph.store.protocol import RdfFormat
from mitigraph.view.quality import quality_object, quality_text

DOCUMENT = b"""
@prefix ex: <https://example.org/onto#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
ex:s a skos:ConceptScheme ; skos:prefLabel "S|s"@en ; skos:hasTopConcept ex:a .
ex:a a skos:Concept ; skos:prefLabel "A"@en, "A\\u001b[31m"@en ; skos:topConceptOf ex:s .
ex:b a skos:Concept ; skos:prefLabel "B"@en ; skos:broader ex:a ; skos:inScheme ex:s .
ex:a skos:narrower ex:b .
"""


@pytest.fixture(scope="module")
def report():
    store = OxigraphStore()
    store.load(DOCUMENT, rdf_format=RdfFormat.TURTLE)
    why = Exemption("qskos:mol", "https://example.org/", "It stands alone.")
    return assess(store, families=["qskos"], exemptions=[why])


def test_a_person_reads_score_findings_remedies_and_what_was_not_run(report):
    lines = quality_text(report, "human", limit=1).splitlines()
    assert lines[0] == "https://example.org/onto#s"
    assert lines[1].startswith(f"score {report.score:g} of 100: ")
    assert lines[2] == "3 violations, 2 warnings, 0 notes"
    at = lines.index("violation qskos:ipl: Several preferred labels in one language (2)")
    assert lines[at + 1] == '  https://example.org/onto#a  skos:prefLabel  "A"@en'
    assert lines[at + 2] == "  ... and 1 more"
    assert lines[at + 3].startswith("  Keep one preferred label")
    assert "  qskos:mol (2): It stands alone." in lines
    assert "  qskos bl: broken links show only online" in lines


def test_control_characters_do_not_reach_a_terminal(report):
    for layout in ("human", "md"):
        assert "\x1b" not in quality_text(report, layout, limit=9)


def test_json_counts_all_and_shows_the_first(report):
    found = json.loads(quality_text(report, "json", limit=1))
    assert found == quality_object(report, limit=1)
    assert found["score"] == report.score
    assert found["findings"] == {"violation": 3, "warning": 2, "info": 0}
    one = next(check for check in found["checks"] if check["id"] == "qskos:ipl")
    assert (one["status"], one["findings"], len(one["first"])) == ("failed", 2, 1)
    assert set(one["first"][0]) == {"entity", "property", "value"}
    exempted = next(check for check in found["checks"] if check["id"] == "qskos:mol")
    assert (exempted["status"], exempted["exempted"]) == ("passed", 2)
    assert exempted["reason"] == "It stands alone."
    assert {"id": "qskos:bl", "reason": "broken links show only online"} in found["notRun"]


def test_markdown_is_tables_whose_rows_have_as_many_cells_as_their_head(report):
    tables = [
        block.splitlines()
        for block in quality_text(report, "md").split("\n\n")
        if block.startswith("|")
    ]
    assert len(tables) == 4
    for head, *rows in tables:
        assert {row.replace("\\|", "").count("|") for row in rows} == {head.count("|")}


def test_turtle_is_read_back(report):
    text = quality_text(report, "ttl")
    assert "@prefix dqv: <http://www.w3.org/ns/dqv#> ." in text
    assert len(list(parse(text.encode(), RdfFormat.TURTLE))) > 100
