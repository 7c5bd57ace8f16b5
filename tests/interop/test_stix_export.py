"""The whole graph as STIX 2.1, parsed strictly by the reference library of OASIS."""

from __future__ import annotations

import json

import pytest

from mitigraph.exporters import FORMATS
from mitigraph.interchange import Choices

stix2 = pytest.importorskip("stix2", reason="needs stix2")


def test_every_object_is_parsed_strictly_and_written_back_the_same(whole_catalogue):
    bundle = json.loads(FORMATS["stix"].render(whole_catalogue, Choices()).data)
    # A sample of each type: one object takes a millisecond, and they are made alike.
    kinds = {one["type"] for one in bundle["objects"]}
    sample = [
        one
        for kind in sorted(kinds)
        for one in [held for held in bundle["objects"] if held["type"] == kind][::8]
    ]
    for one in sample:
        parsed = stix2.parse(one, allow_custom=False, version="2.1")
        assert json.loads(parsed.serialize()) == one
    actions = [one for one in bundle["objects"] if one["type"] == "course-of-action"]
    assert len(actions) == len(whole_catalogue.entries)
