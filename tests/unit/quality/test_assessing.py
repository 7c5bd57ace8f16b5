from __future__ import annotations

import pytest

from mitigraph.errors import QueryTimeoutError, UnknownTermError
from mitigraph.quality import (
    NOT_RUN,
    Exemption,
    Status,
    assess,
    checks,
    own_vocabulary,
    shipped_exemptions,
    subjects,
)
from mitigraph.reader import read_into
from mitigraph.store.oxigraph import OxigraphStore
from mitigraph.terms import Iri
from mitigraph.validate import Severity

SCHEME = """
ex:s a skos:ConceptScheme ; skos:prefLabel "S"@en ; skos:hasTopConcept ex:a .
ex:a a skos:Concept ; skos:prefLabel "A"@en ; skos:inScheme ex:s ; skos:topConceptOf ex:s .
"""


def result(report, name):
    return next(one for one in report.results if one.check.id == name)


def test_qskos_has_29_issues_of_which_two_need_the_network():
    apart = [code for one in NOT_RUN if one.family == "qskos" for code in one.codes]
    assert len(checks(["qskos"])) == 27
    assert sorted(apart) == ["bl", "mil"]


def test_robot_has_33_and_oops_41():
    for family, count in (("robot", 33), ("oops", 41)):
        apart = [code for one in NOT_RUN if one.family == family for code in one.codes]
        codes = {check.code for check in checks([family])}
        assert not codes & set(apart)
        assert len(codes) + len(apart) == count


def test_checks_come_by_family_and_gravest_first():
    found = checks(["oops", "skos"])
    assert [one.family for one in found] == sorted((one.family for one in found), reverse=True)
    ranks = [one.severity.rank for one in found if one.family == "oops"]
    assert ranks == sorted(ranks)


def test_an_unknown_family_is_refused():
    with pytest.raises(UnknownTermError, match="qskos"):
        checks(["qsk"])


def test_the_score_is_the_weighted_share_of_the_checks_passed(store):
    report = assess(store(SCHEME), families=["qskos"])
    failed = {one.check.code: one.check.severity for one in report.of(Status.FAILED)}
    assert failed == {"uc": Severity.WARNING, "mol": Severity.INFO}
    weights = {Severity.VIOLATION: 4, Severity.WARNING: 2, Severity.INFO: 1}
    total = sum(weights[check.severity] for check in checks(["qskos"]))
    assert report.score == round(100 * (total - 2 - 1) / total, 1)
    assert report.worst is Severity.WARNING
    assert report.counts() == {Severity.VIOLATION: 0, Severity.WARNING: 1, Severity.INFO: 1}


def test_checks_without_anything_to_look_at_do_not_count(store):
    report = assess(store(SCHEME), families=["oops", "robot"])
    assert all(one.status is Status.NOTHING for one in report.results if one.check.about == "terms")
    assert result(report, "robot:annotation_whitespace").status is Status.PASSED


def test_an_empty_store_has_no_score():
    report = assess(OxigraphStore())
    assert report.score is None
    assert report.worst is None
    assert {one.status for one in report.results} == {Status.NOTHING}


def test_an_exempted_finding_is_kept_with_its_reason_and_does_not_count(store):
    some = Exemption("qskos:uc", "https://example.org/onto#a", "Said elsewhere.")
    other = Exemption("qskos:mol", "https://example.org/onto#b", "Said elsewhere.")
    report = assess(store(SCHEME), families=["qskos"], exemptions=[some, other])
    assert result(report, "qskos:uc").status is Status.PASSED
    ((finding, exemption),) = result(report, "qskos:uc").exempted
    assert finding.entity == "https://example.org/onto#a"
    assert exemption == some
    assert result(report, "qskos:mol").status is Status.FAILED


def test_a_check_that_takes_too_long_is_not_run(store):
    class Slow(OxigraphStore):
        def query(self, text, *, timeout=None, allow_service=False):
            if timeout and "#+ code: chr" in text:
                raise QueryTimeoutError("stopped")
            return super().query(text, allow_service=allow_service)

    slow = Slow()
    slow.add(store(SCHEME).quads())
    report = assess(slow, families=["qskos"], timeout=2.0)
    assert result(report, "qskos:chr").status is Status.NOT_RUN
    assert result(report, "qskos:chr").reason == "it took longer than 2 s"


def test_a_report_speaks_of_the_ontologies_that_no_other_imports(store):
    text = "ex:top a owl:Ontology ; owl:imports ex:part . ex:part a owl:Ontology ."
    assert subjects(store(text + SCHEME)) == (Iri("https://example.org/onto#top"),)
    assert subjects(store(SCHEME)) == (Iri("https://example.org/onto#s"),)
    assert subjects(store("ex:a rdfs:label 'a' .")) == (Iri("https://example.org/g"),)


def test_nothing_in_our_own_vocabulary_is_graver_than_a_note():
    report = assess(own_vocabulary(), exemptions=shipped_exemptions())
    assert [one.check.id for one in report.of(Status.FAILED) if one.check.severity.rank < 2] == []
    assert {one.status for one in report.results} == {Status.PASSED, Status.FAILED}
    # an exemption that nothing needs any more is to be removed
    used = {exemption for one in report.results for _, exemption in one.exempted}
    assert used == set(shipped_exemptions())


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("dpv", {"otc": 53, "ml": 53, "hr": 2, "usr": 0}),
        ("ai", {"otc": 11, "ml": 11, "hr": 4, "usr": 0}),
        ("risk", {"otc": 10, "ml": 10, "hr": 3, "usr": 0}),
    ],
)
def test_the_known_defects_of_dpv_are_found(shared, name, counts):
    path = shared / "real" / "dpv" / f"{name}.ttl"
    if not path.is_file():
        pytest.skip(f"no {path.name} among the real input files")
    store = OxigraphStore()
    read_into(store, path)
    report = assess(store)
    assert {code: len(result(report, f"qskos:{code}").findings) for code in counts} == counts
    # edges of the concept hierarchy that the class hierarchy lacks
    edges = [one.property for one in result(report, "skos:puns").findings]
    lacking = sum(str(one).endswith("#broader") for one in edges if one is not None)
    assert lacking == {"dpv": 781, "ai": 220, "risk": 534}[name]
    # rdfs:Label does not exist, and dates have a language
    assert len(result(report, "robot:illegal_use_of_built_in_vocabulary").findings) == 1
    assert len(result(report, "foops:OM2-created").findings) == 1
    assert len(result(report, "skos:notation").findings) == counts["otc"]
