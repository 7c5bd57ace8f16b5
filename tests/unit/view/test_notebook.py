"""What a notebook shows: tables, escaped, cut where they are long, the same as elsewhere."""

from __future__ import annotations

import re

import pytest

from mitigraph.knowledge_graph import load
from mitigraph.model import Concept, Measure, Measures
from mitigraph.profile import Profile
from mitigraph.profile.gaps import DemandCover, Gaps
from mitigraph.terms import Iri
from mitigraph.validate import Report
from mitigraph.view.heatmap import coverage_heatmap, framework_heatmap, heatmap_html
from mitigraph.view.notebook import represent, shown

NASTY = "<img src=x onerror=alert(1)>|"


@pytest.fixture(scope="module")
def kb():
    """A graph of its own: a plan writes the profile into it."""
    return load()


def measure(label, number=1):
    actor = Concept(Iri("urn:actor"), "actor/1/developer", NASTY)
    return Measure(Iri(f"urn:{number}"), f"acme/{number}", label, actor=(actor,))


@pytest.mark.parametrize("thing", [measure(NASTY), Measures([measure(NASTY)])])
def test_text_of_the_data_stays_text(thing):
    for text in (thing._repr_html_(), thing._repr_markdown_()):
        assert "<img" not in text
        assert "&lt;img" in text


def test_a_list_of_measures_is_a_table_cut_where_it_is_long():
    measures = Measures(measure(f"Audit {n}", n) for n in range(60))
    html = measures._repr_html_()
    assert html.count("<tr>") == 51
    assert "10 more rows are not shown." in html
    assert "60 measures" in html
    assert repr(measures) == "<60 measures: Audit 0; Audit 1; Audit 2; ...>"
    assert measures._repr_markdown_().count("\n| ") == 52
    assert "Audit 0" in Measures(measures[:1])._repr_html_()


def test_none_are_told_too():
    assert "0 measures" in Measures()._repr_html_()
    assert repr(Measures()) == "<0 measures>"


def test_the_graph_gives_measures_that_show_themselves(kb):
    found = kb.measures(source="uuk2024")
    assert "Adversarial Robustness" in found._repr_html_()
    record = kb.measure("A1019")
    assert repr(record) == "<MeasureRecord mit-2025/A1019: Adversarial Robustness>"
    assert "opinions" in record._repr_html_()
    assert "preliminary" in record._repr_markdown_()


def test_coverage_is_the_picture_of_the_command(kb):
    coverage = kb.coverage()
    assert coverage._repr_html_() == heatmap_html(coverage_heatmap(coverage))
    assert coverage._repr_markdown_().count("gap |") == len(coverage.gaps())
    assert repr(coverage) == "<Coverage actor by stage: 6 by 9, 15 gaps>"


def test_coverage_of_a_framework_is_the_picture_of_the_command(kb):
    coverage = kb.framework_coverage("nist-ai-rmf")
    assert coverage._repr_html_() == heatmap_html(framework_heatmap(coverage))
    assert coverage._repr_markdown_().count("not reached |") == sum(
        not one.reached for one in coverage.controls
    )


def test_gaps_and_reports_show_themselves():
    demand = DemandCover(Iri("urn:d"), "risk", (Concept(Iri("urn:r"), "r", NASTY),), 1.0, 0, 0, 0)
    gaps = shown(Gaps(Profile("Acme & Co"), (demand,)))
    assert repr(gaps) == "<Gaps Acme & Co: 1 of 1 open>"
    assert "Gaps: Acme &amp; Co" in gaps._repr_html_()
    assert "<img" not in gaps._repr_html_()
    report = shown(Report())
    assert "conforms" in report._repr_html_()
    assert "conforms" in repr(report)


def test_a_plan_shows_itself(kb, root):
    pytest.importorskip("scipy", reason="the extra plan is not installed")
    plan = kb.plan(root / "examples/deployer.yaml", 3)
    html = plan._repr_html_()
    for pick in plan.picks:
        assert pick.candidate.id in html
    assert re.fullmatch(r"<Plan Deployer: 3 measures, \d+ open>", repr(plan))


def test_a_class_that_nothing_is_known_of_stays_as_it_is():
    class Other:
        pass

    represent(Other)
    assert not hasattr(Other, "_repr_html_")
