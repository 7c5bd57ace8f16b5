"""The real files of MITRE ATLAS and of the CoSAI Risk Map."""

from __future__ import annotations

from collections import Counter

import pytest

from mitigraph.importers import atlas, cosai, stix
from mitigraph.importers.registry import ImportChoices
from mitigraph.terms import MG, PREFIXES


@pytest.fixture(scope="module")
def yaml(shared):
    return atlas.read(shared / "real/atlas/ATLAS-5.6.1.yaml", ImportChoices())


@pytest.fixture(scope="module")
def bundle(shared):
    return stix.read(shared / "real/atlas/stix-atlas.json", ImportChoices())


def pairs(result, name):
    return {(q.subject, q.object) for q in result.quads if q.predicate == MG[name]}


def labels(result):
    wanted = PREFIXES["skos"] + "prefLabel"
    return {
        (q.subject, str(q.object))
        for q in result.quads
        if q.predicate == wanted and ("/AML." in q.subject)
    }


def test_the_known_faults_of_the_yaml_are_named_and_every_record_is_kept(yaml):
    assert yaml.summary().startswith("221 records in = 221 made + 0 refused")
    found = {(f.code, f.id) for f in yaml.findings}
    assert found == {
        ("wrong-type", "AML.M0018"),
        ("wrong-type", "AML.M0034"),
        ("duplicate-id", "AML.M0002"),
        ("duplicate-id", "AML.M0004"),
        ("version-mismatch", "5.6.0"),
        ("unknown-term", ""),
    }


def test_both_forms_of_atlas_say_the_same(yaml, bundle):
    assert len(pairs(yaml, "mitigates")) == 244
    assert pairs(yaml, "mitigates") == pairs(bundle, "mitigates")
    assert labels(yaml) == labels(bundle)
    assert len(labels(yaml)) == 16 + 170 + 35


def test_ids_that_the_bundle_gives_twice_are_told(bundle):
    assert bundle.summary().startswith("538 objects in = 538 made + 0 refused")
    assert Counter(f.code for f in bundle.findings) == {"duplicate-id": 80, "unknown-term": 2}


def test_the_risk_map_is_whole(shared, shipped):
    choices = ImportChoices(controls=shipped.controls)
    result = cosai.read(shared / "real/cosai", choices)
    assert result.summary().startswith("131 records in = 131 made + 0 refused")
    assert [(f.code, f.id) for f in result.findings] == [("unknown-term", "frameworks")]
    assert len(pairs(result, "mitigates")) == 128
