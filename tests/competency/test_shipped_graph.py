"""Each named query runs on the shipped graph, and some answers are known."""

from __future__ import annotations

import pytest

from mitigraph.query import catalog

A1019 = "id/measure/mit-2025/A1019"
VALUES = {
    "measure": A1019,
    "scheme": "scheme/airi-mitigation/2",
    "facet": "mg:actor",
    "text": "'A1019'",
    "from": "scheme/airi-mitigation/1",
    "to": "scheme/airi-mitigation/2",
    "rows": "mg:actor",
    "columns": "mg:lifecycleStage",
    "first": "id/agent/airi",
    "second": "id/agent/airi-navigator",
}
#: What has to be empty: a row of these is a fault of the shipped data.
FAULTS = {"dangling-references", "orphan-concepts", "cq-28"}


@pytest.mark.parametrize("name", catalog())
def test_runs_on_the_shipped_graph(shipped, table, name):
    required = [p.name for p in catalog()[name].parameters.values() if p.required]
    rows = table(shipped, name, {one: VALUES[one] for one in required})[1:]
    if name in FAULTS:
        assert rows == []


@pytest.mark.parametrize(
    ("name", "column", "value"),
    [
        ("cq-01", 1, "Adversarial Robustness"),
        ("cq-02", 0, "mit-2025/A1019"),
        ("measures-by-facet", 0, "mit-2025/A1019"),
        ("schemes", 0, "airi-mitigation/2"),
        ("source", 1, "Uuk2024"),
        ("ratings", 0, "mit-2025/A1030"),
        ("cq-34", 1, "source/uuk2024"),
    ],
)
def test_known_answers(shipped, table, name, column, value):
    assert value in [row[column] for row in table(shipped, name)[1:]]
