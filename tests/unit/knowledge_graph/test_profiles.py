"""Profiles and gaps on the shipped graph; every number is that of the named queries."""

from __future__ import annotations

from collections import Counter

import pytest

from mitigraph.errors import FaultyInputError
from mitigraph.knowledge_graph import load
from mitigraph.knowledge_graph.profiles import blank_profile, find_gaps, load_profile
from mitigraph.profile import PROFILE_GRAPH, Profile, profile_document, read_profile
from mitigraph.profile.gaps import KINDS, Verdict
from mitigraph.store.oxigraph import OxigraphStore
from mitigraph.store.protocol import RdfFormat
from mitigraph.terms import compact


@pytest.fixture(scope="module")
def kb():
    return load()


EXAMPLES = ("deployer", "model-developer")


@pytest.fixture(scope="module", params=EXAMPLES)
def profile(request, kb, root):
    return kb.profile(root / "examples" / f"{request.param}.yaml")


@pytest.fixture(scope="module")
def deployer(kb, root):
    return kb.profile(root / "examples" / "deployer.yaml")


@pytest.fixture(scope="module")
def gaps(kb, profile):
    return kb.gaps(profile)


def _rows(kb, name, **params):
    answer = kb.query(name, **params)
    return [dict(zip(answer.variables, row, strict=True)) for row in answer]


def test_the_examples_have_some_fifteen_measures_in_place(profile):
    assert len(profile.in_place) == 15
    assert len(profile.planned) == 2
    assert len(profile.not_applicable) == 1


def test_the_examples_are_written_as_mitigraph_writes_them(kb, profile, root, tmp_path):
    path = tmp_path / "out.yaml"
    path.write_bytes(profile_document(profile, path))
    again = kb.profile(path)
    assert profile_document(again, path) == path.read_bytes()
    assert {one.measure for one in again.implementations} == {
        one.measure for one in profile.implementations
    }


def test_it_asks_for_its_cells_categories_risks_and_controls(kb, profile, gaps):
    asked = Counter(one.kind for one in gaps.demands)
    leaves = [c for c in kb.concepts("airi-mitigation/2") if c.broader and not c.residual]
    assert asked["cell"] == len(profile.roles) * len(profile.stages)
    assert asked["category"] == len(leaves)
    assert asked["control"] == 72  # the subcategories of the NIST AI RMF
    assert list(dict.fromkeys(one.kind for one in gaps.demands)) == list(KINDS)


def test_weights_are_those_of_the_nearest_risk(kb, root):
    found = kb.gaps(kb.profile(root / "examples" / "model-developer.yaml"))
    weights = {one.concepts[0].id: one.weight for one in found.demands if one.kind == "risk"}
    assert weights["risk-domain/1/4.2"] == 3
    # 7 is named as a whole: each of its subdomains has its weight.
    assert {weights[f"risk-domain/1/7.{n}"] for n in range(1, 6)} == {2}
    assert {one.weight for one in found.demands if one.kind != "risk"} == {1}


def test_a_measure_in_place_closes_what_it_is_classified_with(kb, profile, gaps):
    in_place = set(profile.in_place)
    measures = {one.iri: one for one in kb.measures() if one.iri in in_place}
    concepts = {concept.id: concept for concept in kb.names.concepts.values()}

    def under(values, wanted):
        for value in values:
            at = value
            while at is not None:
                if at.id == wanted.id:
                    return True
                at = concepts.get(at.broader or "")
        return False

    facets = {"category": ("category",), "risk": ("risk",), "cell": ("actor", "stage")}
    for demand in gaps.demands:
        if demand.kind == "control":
            continue
        expected = sum(
            all(
                under(getattr(measure, facet), concept)
                for facet, concept in zip(facets[demand.kind], demand.concepts, strict=True)
            )
            for measure in measures.values()
        )
        assert demand.in_place == expected, demand.title


def test_all_categories_of_the_second_taxonomy_are_preliminary(gaps):
    assert all(one.settled == 0 for one in gaps.demands if one.kind == "category")
    assert gaps.of(Verdict.PRELIMINARY)


def test_candidates_fit_the_roles_and_are_ranked_by_evidence(kb, profile, gaps):
    roles = [role.id for role in profile.roles]
    fitting = {one.iri for one in kb.measures(actor=roles, kind="measure")}
    spoken_of = {one.measure for one in profile.implementations}
    found = [one for one in gaps.demands if one.closing]
    assert found
    for demand in found:
        assert demand.gap
        keys = [
            (-one.documents, -one.supporting, one.against, -(one.agreement or -1), one.measure)
            for one in demand.closing
        ]
        assert keys == sorted(keys)
        assert {one.measure for one in demand.closing} <= fitting - spoken_of


def test_an_export_of_the_loaded_profile_gives_the_same_numbers(kb, deployer, tmp_path):
    load_profile(kb.store, deployer)
    path = tmp_path / "whole.ttl"
    kb.export(path)
    exported = OxigraphStore()
    exported.load(path.read_bytes(), rdf_format=RdfFormat.TURTLE)
    from mitigraph.knowledge_graph import KnowledgeGraph

    other = KnowledgeGraph(exported)
    for name in ("gaps", "gap-candidates"):
        assert _rows(other, name, profile=deployer.iri) == _rows(kb, name, profile=deployer.iri)


def test_a_profile_as_a_data_file_gives_the_same_numbers_and_conforms(kb, deployer, tmp_path):
    path = tmp_path / "p.ttl"
    path.write_bytes(profile_document(deployer, path))
    other = load(path)
    rows = _rows(other, "gaps", profile=compact(deployer.iri))
    found = kb.gaps(deployer).demands
    assert [(str(row["demand"]), int(str(row["inPlace"]))) for row in rows] == [
        (one.iri, one.in_place) for one in sorted(found, key=lambda one: one.kind)
    ]
    told = [f"{result.focus} {result.value}" for result in other.check().results]
    kinds = ("id/profile/", "id/implementation/", "id/concern/")
    assert [one for one in told if any(kind in one for kind in kinds)] == []


def test_another_profile_takes_the_place_of_the_first(kb, root):
    first, second = (kb.profile(root / "examples" / f"{name}.yaml") for name in EXAMPLES)
    kb.gaps(first)
    kb.gaps(second)
    assert _rows(kb, "gaps", profile=first.iri) == []
    loaded = {quad.subject for quad in kb.store.quads(PROFILE_GRAPH)}
    assert second.iri in loaded
    assert first.iri not in loaded


def test_a_profile_that_says_nothing_asks_for_everything(kb):
    found = find_gaps(kb.store, kb.names, Profile("Nothing"))
    asked = Counter(one.kind for one in found.demands)
    assert asked["cell"] == 6 * 6
    assert asked["risk"] == 24
    assert "control" not in asked
    assert {one.verdict for one in found.demands} == {Verdict.MISSING}


def test_the_blank_profile_is_a_profile(kb, tmp_path):
    text = blank_profile(kb.store, kb.names)
    path = tmp_path / "new.yaml"
    path.write_text(text, encoding="utf-8")
    assert kb.profile(path).name == "My system"
    assert "#   actor/1/developer: Developer" in text
    assert "other-general" not in text
    assert "#   nist-ai-rmf/1: " in text


@pytest.mark.parametrize(
    ("line", "near"),
    [
        ("roles: [lifecycle/1/deploy]", "role"),
        ("roles: [develper]", "actor/1/developer"),
        ("stages: [biuld and use model]", "lifecycle/1/build-and-use-model"),
        ("risks: ['9.9']", "risk"),
        ("frameworks: [nist-ai-rfm]", "nist-ai-rmf/1"),
        ("frameworks: [actor]", "framework"),
        ("measures: [A1O19]", "mit-2025/A1019"),
    ],
)
def test_unknown_words_are_answered_with_what_comes_nearest(kb, tmp_path, line, near):
    path = tmp_path / "p.yaml"
    path.write_text(f"name: x\n{line}\n", encoding="utf-8")
    with pytest.raises(FaultyInputError) as caught:
        kb.profile(path)
    (fault,) = caught.value.faults
    assert (fault.code, fault.place) == ("unknown-term", "line 2")
    assert near in str(fault)


def test_words_are_taken_long_short_and_by_label(kb, tmp_path):
    path = tmp_path / "p.yaml"
    path.write_text(
        "name: x\nroles: [Deployer, actor/1/developer]\nstages: [lifecycle/deploy]\n"
        "risks: [Misinformation, '2.2']\nframeworks: [nist-ai-600-1]\n"
        "measures: [A1428, Harmlessness training]\n",
        encoding="utf-8",
    )
    from mitigraph.knowledge_graph.profiles import GraphVocabulary

    found = read_profile(path, GraphVocabulary(kb.store, kb.names))
    assert [one.id for one in (*found.roles, *found.stages)] == [
        "actor/1/deployer",
        "actor/1/developer",
        "lifecycle/1/deploy",
    ]
    assert [one.concept.id for one in found.risks] == ["risk-domain/1/3", "risk-domain/1/2.2"]
    assert [one.id for one in found.implementations] == ["mit-2025/A1019", "mit-2025/A1026"]
