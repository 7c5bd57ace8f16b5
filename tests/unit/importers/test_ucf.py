from __future__ import annotations

import pytest

from mitigraph.importers.ucf import control_iri, read_credo_ucf
from mitigraph.terms import PREFIXES

GOOD = "  - id: credo-act-control-001\n    name: Plan\n"


def read(tmp_path, *records):
    path = tmp_path / "ucf.yaml"
    path.write_text("actions:\n" + "".join(records), encoding="utf-8")
    return read_credo_ucf(path)


def test_a_control_has_its_name_and_none_of_its_description(tmp_path):
    text = "    description: The authors' own words.\n"
    result = read(tmp_path, GOOD + text)
    labels = [
        str(q.object)
        for q in result.quads
        if q.subject == control_iri("credo-act-control-001")
        and q.predicate == PREFIXES["skos"] + "prefLabel"
    ]
    assert labels == ["Plan"]
    assert not any("own words" in str(quad.object) for quad in result.quads)


@pytest.mark.parametrize(
    ("record", "code"),
    [
        ("  - id: control-2\n    name: Do\n", "bad-id"),
        ("  - id: credo-act-control-001\n    name: Do\n", "duplicate-id"),
        ("  - id: credo-act-control-002\n", "missing-field"),
        ("  - id: credo-act-control-002\n    name: [Do]\n", "schema"),
        ("  - Do\n", "schema"),
    ],
)
def test_a_record_that_can_not_be_used_is_refused_with_its_reason(tmp_path, record, code):
    result = read(tmp_path, GOOD, record)
    assert (result.records, result.made, result.refused) == (2, 1, 1)
    (finding,) = result.findings
    assert (finding.severity, finding.code) == ("error", code)
    assert finding.place.startswith("record 2")
