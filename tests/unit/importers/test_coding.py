"""Coding tables: each row becomes assessments or is refused with its reason."""

from __future__ import annotations

import pytest

from mitigraph.errors import DataError, UnknownTermError
from mitigraph.importers.coding import ADJUDICATED, COLUMNS, PASSES, read_coding, supersede
from mitigraph.model import Concept
from mitigraph.terms import BASE, MG, PREFIXES, Iri, Literal, compact, measure_iri

MEASURES = {
    "A1": measure_iri("test", "A1"),
    "A2": measure_iri("test", "A2"),
    "A3": measure_iri("test", "A1"),
}
GOOD = {
    "record": "A1",
    "record_kind": "measure",
    "category": "2.2.2",
    "actor": "developer deployer",
    "stage": "verify-and-validate",
    "function": "measure",
    "risk": "7.2 4.2",
    "means": "technical",
    "confidence": "hmlhhhm",
    "rationale": "A test of the model's behaviour.",
}


def resolve(facet, text):
    code = text.rpartition("/")[2]
    if code == "nonsense":
        raise UnknownTermError(text, kind=facet, suggestions=("sense",))
    iri = Iri(f"{BASE}scheme/{text}")
    return Concept(iri, compact(iri), code, residual=code.endswith(".9"))


@pytest.fixture
def table(tmp_path):
    def write(*rows, columns=COLUMNS):
        path = tmp_path / "coding.csv"
        lines = [",".join(columns)]
        lines += [",".join(f'"{row.get(name, "")}"' for name in columns) for row in rows]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return write


def read(path, by=ADJUDICATED):
    return read_coding(path, resolve=resolve, measures=MEASURES, by=by)


def assessments(quads):
    """Return each assessment as property -> value, in order."""
    found = {}
    for quad in quads:
        name = compact(quad.predicate).rpartition(":")[2]
        value = compact(quad.object) if isinstance(quad.object, Iri) else str(quad.object)
        found.setdefault(quad.subject, {})[name] = value
    return list(found.values())


def one(quads, scheme):
    (found,) = [a for a in assessments(quads) if a["inScheme"] == scheme]
    return found


def test_a_row_becomes_one_assessment_a_value(table):
    result = read(table(GOOD))
    assert result.summary() == "1 rows in = 1 made + 0 refused"
    made = assessments(result.quads)
    assert [(a["inScheme"], a.get("assigns"), a["outcome"]) for a in made] == [
        ("record-kind/1", "record-kind/1/measure", "outcome/1/assigned"),
        ("airi-mitigation/2", "airi-mitigation/2/2.2.2", "outcome/1/assigned"),
        ("actor/1", "actor/1/developer", "outcome/1/assigned"),
        ("actor/1", "actor/1/deployer", "outcome/1/assigned"),
        ("lifecycle/1", "lifecycle/1/verify-and-validate", "outcome/1/assigned"),
        ("function/1", "function/1/measure", "outcome/1/assigned"),
        ("risk-domain/1", "risk-domain/1/7.2", "outcome/1/assigned"),
        ("risk-domain/1", "risk-domain/1/4.2", "outcome/1/assigned"),
        ("measure-kind/1", "measure-kind/1/technical", "outcome/1/assigned"),
    ]
    assert [a.get("ordinal") for a in made] == [None, None, "1", "2", None, None, "1", "2", None]
    levels = [a["confidenceLevel"].rpartition("/")[2] for a in made]
    assert levels == ["high", "medium", "low", "low", "high", "high", "high", "high", "medium"]
    assert {a["rationale"] for a in made} == {GOOD["rationale"]}
    assert {a["reviewStatus"] for a in made} == {"review-status/1/curated"}
    assert {a["method"] for a in made} == {"method/1/language-model-adjudicated"}


def test_words_for_no_value_are_outcomes_of_their_own(table):
    row = GOOD | {"category": "2.2.9", "risk": "general", "function": "unclassifiable"}
    quads = read(table(row)).quads
    residual = one(quads, "airi-mitigation/2")
    assert residual["outcome"] == "outcome/1/residual"
    assert residual["assigns"] == "airi-mitigation/2/2.2.9"
    general = one(quads, "risk-domain/1")
    assert (general["outcome"], general.get("assigns")) == ("outcome/1/not-applicable", None)
    assert general["rationale"].startswith("General: ")
    unclear = one(quads, "function/1")
    assert (unclear["outcome"], unclear.get("assigns")) == ("outcome/1/unclassifiable", None)
    assert unclear["rationale"] == GOOD["rationale"]


def test_the_reason_for_one_facet_stands_at_that_facet(table):
    row = GOOD | {"reasons": "function: results are tracked | stage: before release"}
    quads = read(table(row, columns=(*COLUMNS, "reasons"))).quads
    assert one(quads, "function/1")["rationale"] == "results are tracked"
    assert one(quads, "lifecycle/1")["rationale"] == "before release"
    assert one(quads, "measure-kind/1")["rationale"] == GOOD["rationale"]


def test_records_of_one_measure_are_counted_and_add_nothing(table):
    once = read(table(GOOD)).quads
    result = read(table(GOOD, GOOD | {"record": "A3", "means": "legal"}))
    assert (result.records, result.made, result.quads) == (2, 2, once)


@pytest.mark.parametrize(
    ("change", "code", "message"),
    [
        ({"record": "A9"}, "dangling-ref", "no measure has this record number"),
        ({"confidence": "hhh"}, "wrong-type", "confidence is 7 letters out of h, m and l"),
        ({"confidence": "hhhxhhh"}, "wrong-type", "confidence is 7 letters out of h, m and l"),
        ({"category": "nonsense"}, "unknown-term", "column category: "),
        ({"category": ""}, "wrong-type", "column category: wanted one value"),
        ({"function": "map manage"}, "wrong-type", "column function: wanted one value"),
        ({"risk": "1.1 1.2 1.3 2.1"}, "wrong-type", "wanted one to 3 different values"),
        ({"risk": "1.1 1.1"}, "wrong-type", "wanted one to 3 different values"),
        ({"risk": "general 1.1"}, "wrong-type", "joins a value with the word for none"),
        ({"rationale": " "}, "empty-text", "no rationale"),
        ({"reasons": "actors: they act"}, "unknown-term", "reasons for actors"),
    ],
)
def test_a_bad_row_is_refused_and_the_next_one_made(table, change, code, message):
    columns = (*COLUMNS, "reasons")
    result = read(table(GOOD | change, GOOD | {"record": "A2"}, columns=columns))
    (finding,) = result.findings
    assert (finding.severity, finding.code, finding.place) == ("error", code, "row 1 (line 2)")
    assert message in finding.message
    assert (result.records, result.made, result.refused) == (2, 1, 1)
    assert {a["assesses"] for a in assessments(result.quads)} == {"test/A2"}
    with pytest.raises(DataError, match="row 1"):
        result.insist()


def test_a_record_coded_twice_is_refused_the_second_time(table):
    result = read(table(GOOD, GOOD))
    assert [f.code for f in result.findings] == ["duplicate-id"]
    assert result.made == 1


def test_the_adjudicated_coding_supersedes_every_earlier_assessment_of_a_facet(table):
    path = table(GOOD)
    earlier = read(path, by=PASSES["first-pass"]).quads
    later = {(q.subject, str(q.object)) for q in read(path).quads if q.predicate == MG["inScheme"]}
    links = list(supersede(earlier, ADJUDICATED))
    assert len(links) == len(assessments(earlier)) == 9
    schemes = {q.subject: str(q.object) for q in earlier if q.predicate == MG["inScheme"]}
    for link in links:
        assert link.predicate == MG["supersedes"]
        assert (link.subject, schemes[Iri(str(link.object))]) in later


def test_coders_differ_and_adjudication_is_later():
    first, second = PASSES.values()
    assert len({first.assessor, second.assessor, ADJUDICATED.assessor}) == 3
    assert first.generated < ADJUDICATED.generated
    assert Literal(first.generated, Iri(PREFIXES["xsd"] + "dateTime")).value.endswith("Z")
