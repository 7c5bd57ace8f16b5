"""The framework loads, breaks no shape, and its query gives the expected rows."""

from __future__ import annotations

from pathlib import Path

import mitigraph
import pytest

PROJECT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def kb():
    """The graph of mitigraph with the framework in it, as it stands in this folder."""
    return mitigraph.load(frameworks=[PROJECT])


def test_nothing_was_left_out(kb):
    assert kb.warnings == ()


def test_no_shape_is_broken(kb):
    violations = [one for one in kb.check().results if one.severity.value == "violation"]
    assert not violations


def test_the_query_gives_each_control_with_its_measures(kb):
    rows = [[str(cell or "") for cell in row] for row in kb.query("acme-controls")]
    assert [(code, label) for code, _, _, label in rows] == [
        ("AC-1", ""),
        ("AC-1.1", "Adversarial Robustness"),
        ("AC-1.2", ""),
    ]
