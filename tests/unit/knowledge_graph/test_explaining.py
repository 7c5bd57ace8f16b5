from __future__ import annotations

import pytest

from mitigraph.errors import AmbiguousTermError, UnknownTermError
from mitigraph.terms import BASE, MG


@pytest.fixture(scope="module")
def kb(shipped):
    return shipped


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ("TrainingTimeMeasure", MG["TrainingTimeMeasure"]),
        ("trainingtimemeasure", MG["TrainingTimeMeasure"]),
        ("mg:TrainingTimeMeasure", MG["TrainingTimeMeasure"]),
        ("training-time measure", MG["TrainingTimeMeasure"]),
        (str(MG["TrainingTimeMeasure"]), MG["TrainingTimeMeasure"]),
        ("actor/developer", BASE + "class/actor/1/developer"),
        ("actor/1/developer", BASE + "class/actor/1/developer"),
        ("class/actor/1/developer", BASE + "class/actor/1/developer"),
        (BASE + "scheme/actor/1/developer", BASE + "class/actor/1/developer"),
        ("airi-mitigation/2/1.1", BASE + "class/airi-mitigation/2/1.1"),
        ("1.1.2", BASE + "class/airi-mitigation/2/1.1.2"),
    ],
)
def test_a_class_is_taken_as_people_write_it(kb, given, kind):
    found = kb.explain("A1019", given)
    assert found.kind == kind
    assert found.holds


def test_a_catch_all_and_a_kind_of_record_have_no_class_and_are_explained_all_the_same(kb):
    [measure, *_] = kb.measures(category="airi-mitigation/2/99")
    assert kb.explain(measure.id, "airi-mitigation/2/99").holds
    [question, *_] = kb.measures(kind="question")
    found = kb.explain(question.id, "record-kind/question")
    assert found.holds
    assert found.membership.goal.predicate == MG["recordKind"]
    assert not kb.explain("A1019", "record-kind/question").holds


def test_unknown_and_ambiguous_names_are_refused(kb):
    with pytest.raises(UnknownTermError, match="training-time measure"):
        kb.explain("A1019", "TrainingTimeMesure")
    with pytest.raises(UnknownTermError, match="no class or concept"):
        kb.explain("A1019", "")
    with pytest.raises(AmbiguousTermError):
        kb.explain("A1019", "1.1")
    with pytest.raises(UnknownTermError, match="no measure"):
        kb.explain("A99999", "actor/developer")


def test_every_reason_is_given_where_asked_for(kb):
    one, every = (kb.explain("A1019", "ContestedMeasure", every=e) for e in (False, True))
    assert len(one.reasons) == 1
    assert len(every.reasons) == len(every.membership.proofs.found) > 1
    assert every.reasons[0] == one.reasons[0]
    lengths = [len(proof.support) for proof in every.membership.proofs.found]
    assert lengths == sorted(lengths)


def test_membership_agrees_with_the_named_query(kb):
    """What is explained as a member is what is listed, for one facet over many measures."""
    listed = {measure.id for measure in kb.measures(stage="deploy")}
    some = sorted(listed)[:5] + sorted({m.id for m in kb.measures()} - listed)[:5]
    for name in some:
        assert kb.explain(name, "lifecycle/deploy").holds == (name in listed)


def test_who_assessed_is_at_hand(kb):
    found = kb.explain("A1019", "DeveloperMeasure")
    [assessed] = [line for line in found.reasons[0] if line.how == "assessed"]
    assert assessed.assessment is not None
    assert found.assessments[assessed.assessment].assessor == "mitigraph curators"
