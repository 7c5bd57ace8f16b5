from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from mitigraph.explain import (
    TYPE,
    Condition,
    Explanation,
    Fact,
    Line,
    Membership,
    Proof,
    Proofs,
    Way,
    Words,
)
from mitigraph.explain.axioms import HasValue, Intersection, SubClass
from mitigraph.model import Assessment, Opinion
from mitigraph.terms import BASE, MG, Iri
from mitigraph.view.explanation import (
    explanation_json,
    explanation_mermaid,
    explanation_text,
)

M, A, OPINION = (
    Iri(BASE + "id/measure/x/1"),
    Iri(BASE + "id/assessment/a"),
    Iri(BASE + "id/opinion/o"),
)
DEPLOY = Iri(BASE + "scheme/lifecycle/1/deploy")
PLAN = Iri(BASE + "scheme/lifecycle/1/plan-and-design")
WORDS = Words(
    {M: 'Audit "x"', DEPLOY: "Deploy", PLAN: "Plan", MG["DeployMeasure"]: "deploy measure"}
)
GOAL = Fact(M, TYPE, MG["DeployMeasure"])
STAGE = Fact(M, MG["lifecycleStage"], DEPLOY)
UNDER = Fact(M, MG["underFacet"], DEPLOY)
KIND = Fact(M, TYPE, MG["Measure"])
ELSEWHERE = (Fact(M, MG["facet"], PLAN),)
DEFINITION = SubClass(
    Intersection((MG["Measure"], HasValue(MG["underFacet"], DEPLOY))), MG["DeployMeasure"], True
)
ASSESSMENT = Assessment(
    A, "assessment/a", "lifecycle/1", "Stage", "assigned", None, "Ada", "curated",
    "It is said so.", "2026-01-02T00:00:00Z", "manual", "high",
)  # fmt: skip


def line(number, fact, how, **options):
    return Line(number, fact, WORDS.fact(fact), how, **options)


LINES = (
    line(1, KIND, "stated", statements=(KIND,)),
    line(2, STAGE, "assessed", assessment=A, statements=(STAGE,)),
    line(3, GOAL, "inferred", sources=(1, 2), rules=("It is so by definition",)),
)


@pytest.fixture
def member():
    proof = Proof(GOAL, DEFINITION, (), frozenset({KIND, STAGE, DEFINITION}))
    proofs = Proofs((proof, proof))
    return Explanation(
        M, MG["DeployMeasure"], Membership(GOAL, proofs), (LINES,), WORDS, {A: ASSESSMENT}, {}
    )


def no_member(*, definition=True, assessments=None, found=ELSEWHERE):
    axiom = SubClass(DEFINITION.sub, DEFINITION.sup, definition)
    way = Way(axiom, (Condition(KIND, True), Condition(UNDER, False, found)))
    membership = Membership(GOAL, Proofs(()), (way,))
    return Explanation(M, MG["DeployMeasure"], membership, (), WORDS, assessments or {}, {})


def test_the_text_gives_every_line_with_where_it_is_from(member):
    assert explanation_text(member, 200).splitlines() == [
        '“Audit "x"” (x/1) is a deploy measure.',
        "",
        "  1. It is a mg:Measure  [stated]",
        "  2. It takes hold at the stage “Deploy” (lifecycle/1/deploy)  [assessed]",
        (
            "       by Ada, 2026-01-02, method manual, status curated, confidence high"
            " (assessment/a): “It is said so.”"
        ),
        "  3. It is a deploy measure  [from 1 and 2]",
        "       It is so by definition.",
        "",
        "There is 1 more reason (--all).",
    ]


def test_the_text_is_wrapped(member):
    text = explanation_text(member, 40)
    assert max(map(len, text.splitlines())) <= 40
    assert " ".join(text.split()) == " ".join(explanation_text(member, 300).split())


def test_an_opinion_is_told_by_its_claim(member):
    opinion = Opinion(OPINION, "opinion/o", 1, "supports", "Several", "It helps.", panel="Experts")
    told = Explanation(
        M,
        MG["DeployMeasure"],
        member.membership,
        ((line(1, STAGE, "assessed", assessment=OPINION),),),
        WORDS,
        {},
        {OPINION: opinion},
    )
    assert "“It helps.” (Several, Experts)" in explanation_text(told)


def test_json_has_all_and_can_be_written(member):
    found = json.loads(json.dumps(explanation_json(member)))
    assert (found["measure"], found["class"], found["member"]) == ("x/1", "mg:DeployMeasure", True)
    assert (found["found"], found["complete"], len(found["reasons"])) == (2, True, 1)
    [reason] = found["reasons"]
    assert [one["from"] for one in reason["lines"]] == [[], [], [1, 2]]
    assert reason["lines"][1]["source"] == "assessment/a"
    assert [str(M), str(TYPE), str(MG["Measure"])] in reason["statements"]
    assert len(reason["axioms"]) == 1


def test_mermaid_joins_the_lines(member):
    chart = explanation_mermaid(member)
    assert chart.startswith("flowchart TD\n")
    assert 'r1n2(["' in chart
    assert re.findall(r"(\w+) --> (\w+)", chart) == [("r1n1", "r1n3"), ("r1n2", "r1n3")]
    labels = re.findall(r'"([^"\n]*)"', chart)
    assert len(labels) == 3
    assert "#quot;x#quot;" in labels[0]
    assert "subgraph" not in chart


def test_several_reasons_stand_in_boxes_of_their_own(member):
    both = Explanation(M, member.kind, member.membership, (LINES, LINES), WORDS, {}, {})
    chart = explanation_mermaid(both)
    assert chart.count("subgraph") == chart.count("    end\n") == 2
    assert "r2n1 --> r2n3" in chart
    assert "Reason 2 of 2:" in explanation_text(both)


def test_a_failure_names_the_condition_and_what_is_there_instead():
    assert explanation_text(no_member(), 200).splitlines() == [
        'Nothing in the graph shows that “Audit "x"” (x/1) is a deploy measure.',
        "",
        (
            "A deploy measure is defined as a mg:Measure that stands under “Deploy”"
            " (lifecycle/1/deploy):"
        ),
        "  yes  it is a mg:Measure",
        "  NO   it stands under “Deploy” (lifecycle/1/deploy)",
        "       instead: it is classified as “Plan” (lifecycle/1/plan-and-design)",
    ]
    found = explanation_json(no_member())
    assert [condition["holds"] for condition in found["ways"][0]["conditions"]] == [True, False]
    assert not found["member"]
    assert "-. fails .-> goal" in explanation_mermaid(no_member())


def test_an_attempt_without_a_value_is_told():
    without = replace(ASSESSMENT, outcome="unclassifiable", rationale="Too short.")
    text = explanation_text(no_member(found=(), assessments={A: without}), 200)
    assert "instead: the outcome “unclassifiable”, by Ada, 2026-01-02" in text
    assert "“Too short.”" in text
    assert "instead: nothing is known" in explanation_text(no_member(found=()))


def test_a_one_way_rule_does_not_show_the_contrary():
    text = explanation_text(no_member(definition=False), 200)
    assert "does not show the contrary" in text
    assert "Whatever is" in text
