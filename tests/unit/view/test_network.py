"""Similar measures and figures in rows: what is shared and reviewed, measures before others."""

from __future__ import annotations

import networkx as nx

from mitigraph.graph.metrics import measure_network
from mitigraph.graph.similarity import Reviewed, Similar
from mitigraph.view.network import metrics_notes, metrics_rows, similar_json, similar_rows

DENIED = Reviewed("closeMatch", True, None, None, None, "mapping/x/1")
BROAD = Reviewed("broadMatch", False, 0.8, "agent/anna", "Wider.", "mapping/x/1")
FOUND = Similar(
    "d/2",
    "Review",
    0.51234,
    {"words": 1 / 3},
    {"words": tuple("abcdefgh"), "risk": ("1 Harm",)},
    True,
    (DENIED, BROAD),
)


def test_a_row_tells_what_is_shared_and_what_a_review_says():
    assert similar_rows([FOUND]) == [
        {
            "score": "0.512",
            "id": "d/2",
            "label": "Review",
            "shared": ["words: a, b, c, d, e, f and 2 more", "risk: 1 Harm"],
            "reviewed": ["same cluster", "not nearly the same", "the other is broader (0.8)"],
        }
    ]
    (facts,) = similar_json([FOUND])
    assert facts["by_aspect"] == {"words": 0.333333}
    assert facts["shared"]["words"] == tuple("abcdefgh")
    assert facts["mappings"][1]["reviewer"] == "agent/anna"


def test_measures_that_cut_come_before_what_cuts_off_more():
    network = nx.Graph([("hub", "m"), ("hub", "a"), ("hub", "b"), ("m", "c")], name="test")
    found = measure_network(network, {"m": frozenset()})
    rows = metrics_rows(found, "articulations", {})
    assert [(row["id"], row["type"], row["cut_off"]) for row in rows] == [
        ("m", "measure", 1),
        ("hub", "thing", 2),
    ]
    assert metrics_notes(found)[1] == "1 measures alone connect parts of it; 4 edges do."
    labels = [row["label"] for row in metrics_rows(found, "communities", {})]
    assert labels
    assert set(labels) <= set(network)
