from __future__ import annotations

import time

import pytest

from mitigraph.errors import DataError
from mitigraph.importers.cosai import read
from mitigraph.importers.registry import ImportChoices
from mitigraph.terms import MG, PREFIXES, Iri, concept_iri

SKOS, OWL = PREFIXES["skos"], PREFIXES["owl"]
FILES = {
    "controls": """# Licensed under the Apache License, Version 2.0 (the "License");
title: Controls
categories:
  - {id: controlsData, title: Data}
controls:
  - id: controlClean
    title: Clean
    description: ["Sweep the data ({{ref:some-paper}})."]
    category: controlsData
    personas: [personaMaker]
    components: none
    risks: [riskDirt]
    lifecycleStage: [planning]
    mappings:
      mitre-atlas: [AML.M0007@5.0.1]
      nist-ai-rmf: [MEASURE-2.3@1.0]
  - id: controlWatch
    title: Watch
    description: [Look.]
    category: controlsData
    personas: [personaMaker]
    components: all
    risks: all
""",
    "risks": """title: Risks
risks:
  - id: riskDirt
    title: Dirt
    shortDescription: [It is dirty.]
    category: risksSupply
    personas: [personaMaker]
    controls: [controlClean]
    mappings:
      mitre-atlas: [AML.T0020@5.0.1]
      owasp-top10-llm: ["LLM04:2025"]
""",
    "personas": """title: Personas
personas:
  - {id: personaMaker, title: Maker, description: [Makes.]}
  - {id: personaOld, title: Old, description: [Made.], deprecated: true}
""",
    "lifecycle-stage": """title: Stages
lifecycleStages:
  - {id: planning, title: Planning, description: Plan it.}
""",
}


@pytest.fixture
def folder(tmp_path):
    for name, text in FILES.items():
        (tmp_path / f"{name}.yaml").write_text(text)
    return tmp_path


def objects(result, subject, predicate):
    return {q.object for q in result.quads if (q.subject, q.predicate) == (subject, predicate)}


CLEAN = concept_iri("cosai-rm", 1, "controlClean")


def test_the_files_become_schemes_that_are_linked(folder):
    result = read(folder, ImportChoices())
    assert (result.summary(), result.findings) == ("6 records in = 6 made + 0 refused", [])
    assert objects(result, CLEAN, MG["mitigates"]) == {concept_iri("cosai-rm-risk", 1, "riskDirt")}
    assert objects(result, CLEAN, MG["assignedTo"]) == {
        concept_iri("cosai-rm-persona", 1, "personaMaker")
    }
    assert objects(result, CLEAN, MG["appliesAtStage"]) == {
        concept_iri("cosai-rm-stage", 1, "planning")
    }
    assert objects(result, CLEAN, Iri(SKOS + "broader")) == {
        concept_iri("cosai-rm", 1, "controlsData")
    }
    assert objects(result, CLEAN, Iri(SKOS + "relatedMatch")) == {
        concept_iri("mitre-atlas", 5, "AML.M0007"),
        concept_iri("nist-ai-rmf", 1, "MEASURE-2.3"),
    }
    dirt = concept_iri("cosai-rm-risk", 1, "riskDirt")
    assert objects(result, dirt, Iri(SKOS + "relatedMatch")) == {
        concept_iri("mitre-atlas-technique", 5, "AML.T0020"),
        concept_iri("owasp-llm", 2025, "LLM04"),
    }
    assert objects(
        result, concept_iri("cosai-rm-persona", 1, "personaOld"), Iri(OWL + "deprecated")
    )


def test_all_is_a_note_and_none_is_nothing(folder):
    result = read(folder, ImportChoices())
    watch = concept_iri("cosai-rm", 1, "controlWatch")
    notes = {str(one) for one in objects(result, watch, Iri(SKOS + "note"))}
    assert notes == {"The Risk Map lists all for risks.", "The Risk Map lists all for components."}
    assert not objects(result, watch, MG["mitigates"])
    assert not objects(result, CLEAN, Iri(SKOS + "note"))


def test_the_licence_of_the_file_lets_its_text_be_kept(folder):
    (text,) = objects(read(folder, ImportChoices()), CLEAN, Iri(SKOS + "definition"))
    assert str(text) == "Sweep the data."
    controls = folder / "controls.yaml"
    controls.write_text(controls.read_text().replace("# Licensed", "# Not", 1))
    (text,) = objects(read(folder, ImportChoices()), CLEAN, Iri(SKOS + "definition"))
    assert str(text) == "controlClean of the CoSAI Risk Map: Clean."


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("controls", "id: controlWatch", "id: controlClean", "error duplicate-id"),
        ("controls", "id: controlWatch", "id: control watch", "error bad-id"),
        ("controls", "title: Watch", "name: Watch", "error missing-field"),
        (
            "controls",
            "  - id: controlWatch",
            "  - word\n  - id: controlWatch",
            "error wrong-type",
        ),
        ("controls", "personas: [personaMaker]", "personas: [personaX]", "warning dangling-ref"),
        ("controls", "risks: [riskDirt]", "risks: riskDirt", "warning wrong-type"),
        ("controls", "description: [Look.]", "comment: [Look.]", "warning empty-text"),
        ("controls", "category: controlsData", "category: controlsX", "warning dangling-ref"),
        ("controls", "AML.M0007@5.0.1", "AML.M0007@x", "warning unknown-term"),
        (
            "risks",
            "controls: [controlClean]",
            "controls: [controlGone, controlClean]",
            "warning dangling-ref",
        ),
    ],
)
def test_what_is_wrong_is_told(folder, file, old, new, told):
    path = folder / f"{file}.yaml"
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new, 1))
    result = read(folder, ImportChoices())
    assert told in [f"{f.severity} {f.code}" for f in result.findings]
    assert result.refused == (1 if told.startswith("error") else 0)


def test_a_pair_that_only_one_side_has(folder):
    risks = folder / "risks.yaml"
    risks.write_text(risks.read_text().replace("controls: [controlClean]", "controls: []"))
    (finding,) = read(folder, ImportChoices()).findings
    assert finding.message == "only controls.yaml pairs controlClean with riskDirt"


def test_a_reference_that_a_known_framework_lacks(folder):
    def controls(scheme):
        return {"x": Iri("urn:other")} if scheme == "mitre-atlas/5" else {}

    (finding,) = read(folder, ImportChoices(controls=controls)).findings
    assert (finding.code, finding.message) == ("dangling-ref", "mitre-atlas has no AML.M0007@5.0.1")


def test_the_controls_alone_and_a_file_that_is_not_read(folder):
    result = read(folder / "controls.yaml", ImportChoices())
    assert result.summary() == "2 records in = 2 made + 0 refused; warnings: 4 dangling-ref"
    made = {q.subject for q in result.quads if q.predicate == SKOS + "inScheme"}
    targets = {q.object for q in result.quads if q.predicate in (MG["assignedTo"], MG["mitigates"])}
    assert targets <= made
    (folder / "other.yaml").write_text("a: b\n")
    assert [f.message for f in read(folder, ImportChoices()).findings] == [
        "a file that is not read"
    ]


def test_other_folders_and_files(tmp_path, folder):
    with pytest.raises(DataError, match="not a file of the CoSAI Risk Map"):
        read(folder / "personas.yaml", ImportChoices())
    (tmp_path / "empty").mkdir()
    with pytest.raises(DataError, match=r"no controls\.yaml in it"):
        read(tmp_path / "empty", ImportChoices())


def test_lists_and_names_of_records_in_a_description_are_kept(folder):
    path = folder / "controls.yaml"
    said = 'description: ["See {{controlWatch}}, {{ref:a}} and {{gone}}.", [Sweep., Mop.], End.]'
    path.write_text(
        path.read_text().replace('description: ["Sweep the data ({{ref:some-paper}})."]', said)
    )
    result = read(folder, ImportChoices())
    clean = concept_iri("cosai-rm", 1, "controlClean")
    (text,) = (
        q.object.value
        for q in result.quads
        if (q.subject, q.predicate) == (clean, SKOS + "definition")
    )
    assert text == "See Watch, and gone.\n\n- Sweep.\n- Mop.\n\nEnd."


def test_a_persona_is_withdrawn_in_any_spelling_of_true(folder):
    path = folder / "personas.yaml"
    path.write_text(path.read_text().replace("deprecated: true", "deprecated: True"))
    result = read(folder, ImportChoices())
    withdrawn = {q.subject for q in result.quads if q.predicate == OWL + "deprecated"}
    assert withdrawn == {concept_iri("cosai-rm-persona", 1, "personaOld")}


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("controls", "id: controlsData, title", "id: controls Data, title", "bad-id"),
        ("controls", "id: controlsData, title", "id: controlClean, title", "duplicate-id"),
        (
            "controls",
            "title: Data}",
            "title: Data, subcategory: [{id: controlsData, title: Again}]}",
            "duplicate-id",
        ),
        ("controls", "  - {id: controlsData, title: Data}", "  word", "wrong-type"),
        ("controls", "personas: [personaMaker]", "personas: [personaMaker, [x]]", "wrong-type"),
        ("controls", "mitre-atlas: [AML.M0007@5.0.1]", "mitre-atlas: AML.M0007@5", "wrong-type"),
        ("controls", "AML.M0007@5.0.1", "AML.M0007@" + "9" * 5000, "unknown-term"),
        ("controls", "description: [Look.]", "description: [Look., {a: b}]", "wrong-type"),
        ("risks", "category: risksSupply", "category: risks <supply>", "dangling-ref"),
        ("risks", "category: risksSupply", "category: riskDirt", "dangling-ref"),
    ],
)
def test_categories_and_lists_that_can_not_be_used_are_told(folder, file, old, new, told):
    path = folder / f"{file}.yaml"
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new, 1))
    result = read(folder, ImportChoices())
    assert told in {f.code for f in result.findings}
    labels = [(q.subject, q.object) for q in result.quads if q.predicate == SKOS + "prefLabel"]
    assert len({subject for subject, _ in labels}) == len(set(labels))
    assert not any(set(" <>") & set(q.subject) for q in result.quads)


def test_an_id_is_read_without_the_blanks_around_it(folder):
    path = folder / "controls.yaml"
    path.write_text(path.read_text().replace("id: controlClean", 'id: " controlClean\\t"'))
    result = read(folder, ImportChoices())
    assert (result.made, result.findings) == (6, [])
    assert objects(result, CLEAN, Iri(SKOS + "notation"))


def test_a_text_made_to_be_slow_is_read_in_time(folder):
    path = folder / "controls.yaml"
    slow = "a" + " " * 50_000 + "{{ref:" * 20_000 + "({{" + " " * 20_000
    path.write_text(path.read_text().replace("[Look.]", f'["{slow}"]'))
    started = time.perf_counter()
    read(folder, ImportChoices())
    assert time.perf_counter() - started < 5


def test_a_folder_that_can_not_be_read_is_one_clear_error(folder, monkeypatch):
    def denied(_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.is_file", denied)
    with pytest.raises(DataError, match="Permission denied") as caught:
        read(folder, ImportChoices())
    assert caught.value.path == str(folder)


def test_a_path_that_is_not_there_is_one_clear_error(tmp_path):
    with pytest.raises(DataError, match="No such file"):
        read(tmp_path / "missing", ImportChoices())
