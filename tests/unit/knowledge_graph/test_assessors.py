from __future__ import annotations

import pytest

import mitigraph as mg
from mitigraph.errors import AmbiguousTermError, QueryError, UnknownTermError
from mitigraph.knowledge_graph.assessors import CODING_PASSES

PREFIXES = """
@base <https://w3id.org/mitigraph/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix mg: <https://w3id.org/mitigraph/ns#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
<id/agent/ann> a prov:Agent ; foaf:name "Ann Example" .
<id/agent/bob> a prov:Agent ; foaf:name "Bob Example" .
<id/agent/other-bob> a prov:Agent ; foaf:name "Bob Example" .
"""
ASSESSMENT = """
<id/assessment/{who}-{measure}> a mg:ClassificationAssessment ;
  mg:assesses <id/measure/own/{measure}> ;
  mg:inScheme <scheme/{scheme}/1> ; mg:assigns <scheme/{scheme}/1/{value}> ;
  mg:outcome <scheme/outcome/1/assigned> ; mg:reviewStatus <scheme/review-status/1/curated> ;
  prov:wasAttributedTo <id/agent/{who}> .
"""


def _load(folder, *assessments: tuple[str, str, str, str]):
    path = folder / "own.ttl"
    path.write_text(
        PREFIXES
        + "".join(
            ASSESSMENT.format(who=who, measure=measure, scheme=scheme, value=value)
            for who, measure, scheme, value in assessments
        ),
        encoding="utf-8",
    )
    return mg.load(path)


@pytest.fixture(scope="module")
def kb(tmp_path_factory):
    return _load(
        tmp_path_factory.mktemp("assessors"),
        ("ann", "M1", "actor", "developer"),
        ("bob", "M1", "actor", "developer"),
        ("ann", "M2", "actor", "deployer"),
        ("bob", "M2", "actor", "user"),
        ("other-bob", "M3", "function", "map"),
    )


@pytest.mark.parametrize(
    "name",
    ["ann", "agent/ann", "https://w3id.org/mitigraph/id/agent/ann", "mgd:agent/ann", "ann example"],
)
def test_an_assessor_goes_by_iri_id_key_or_name(kb, name):
    found = kb.agreement(name, "bob", resamples=100)
    assert (found.first.id, found.first.name) == ("agent/ann", "Ann Example")
    assert [(one.id, one.measures) for one in found.schemes] == [("actor/1", 2)]
    assert found.schemes[0].overall.share.value == 0.5


def test_an_unknown_or_ambiguous_assessor_is_told_from_the_others(kb):
    with pytest.raises(UnknownTermError, match="did you mean agent/ann"):
        kb.agreement("ann exampel", "bob")
    with pytest.raises(AmbiguousTermError, match="agent/bob or agent/other-bob"):
        kb.agreement("ann", "Bob Example")
    with pytest.raises(UnknownTermError, match="no scheme"):
        kb.agreement("ann", "bob", schemes=["actr"])


def test_nobody_is_compared_with_themselves(kb):
    with pytest.raises(QueryError, match="not compared with itself"):
        kb.agreement("ann", "agent/ann")


def test_two_without_a_common_measure_are_refused_with_who_there_is(kb):
    with pytest.raises(QueryError, match=r"no measure in the same scheme.*agent/ann \(Ann Example"):
        kb.agreement("ann", "other-bob")
    named = kb.agreement("ann", "other-bob", schemes=["function"], resamples=100)
    assert named.schemes[0].overall.kappa.value is None


def test_without_names_it_is_the_coding_passes(kb, tmp_path):
    keys = [iri.rpartition("/")[2] for iri in CODING_PASSES]
    passes = _load(tmp_path, *((key, "M1", "actor", "developer") for key in keys))
    assert passes.agreement(resamples=100).first.name == "mitigraph first coder"
    if CODING_PASSES[0] not in kb.names.assessors:
        with pytest.raises(
            QueryError, match=r"mitigraph-first-coder .*assessors here: .*agent/ann"
        ):
            kb.agreement()
