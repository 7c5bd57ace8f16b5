from __future__ import annotations

import csv

from mitigraph.importers.crosswalks import mit_to_credo_ucf, mit_to_nist_ai_600_1
from mitigraph.importers.nist import action_iri
from mitigraph.mapping import NO_TERM_FOUND, sssom_of
from mitigraph.resources import data_root
from mitigraph.terms import measure_iri

COLUMNS = "Action ID,Action Name,Action Definition,Action Source,MitigationCode\n"


def database(tmp_path, *rows):
    path = tmp_path / "mitigations.csv"
    path.write_text(COLUMNS + "".join(f"{row}\n" for row in rows))
    return path


def test_records_of_the_document_match_actions_by_their_words(tmp_path):
    path = database(
        tmp_path,
        "A0001_NIST2024,Name,Test the model; report.,NIST2024,1.1",
        "A0002_NIST2024,Name,Test a model.,NIST2024,1.1",
        "A0003_Uuk2024,Name,Test the model; report.,Uuk2024,1.1",
    )
    actions = tmp_path / "actions.yaml"
    actions.write_text("actions:\n  - id: GV-1.1-001\n    description: test the model;report\n")
    (one,) = mit_to_nist_ai_600_1(path, actions).mappings
    assert (one.subject_id, one.object_id) == (
        measure_iri("mit-2025", "A0001"),
        action_iri("GV-1.1-001"),
    )


def test_records_of_the_paper_match_controls_by_equal_names_or_are_said_not_to(tmp_path):
    path = database(
        tmp_path,
        "A0001_Eisenberg2025, Plan ahead ,Text,Eisenberg2025,1.1",
        "A0002_Eisenberg2025,plan ahead,Text,Eisenberg2025,1.1",
    )
    controls = tmp_path / "ucf.yaml"
    controls.write_text("actions:\n  - id: credo-act-control-001\n    name: Plan ahead\n")
    first, second = mit_to_credo_ucf(path, controls).mappings
    assert first.object_id.endswith("credo-act-control-001")
    assert second.object_id == NO_TERM_FOUND
    assert second.confidence is None


def test_the_shipped_sets_are_what_the_files_give(shared):
    real, folder = shared / "real", data_root() / "ontology" / "mappings"
    table = real / "mit" / "mitigation-database-2025-07-23.csv"
    nist = mit_to_nist_ai_600_1(table, real / "nexus" / "nist_ai_rmf_actions_data.yaml")
    credo = mit_to_credo_ucf(table, real / "nexus" / "credo.yaml")
    for name, made in (("nist-ai-600-1", nist), ("credo-ucf", credo)):
        shipped = (folder / f"mit-2025_{name}.sssom.tsv").read_text(encoding="utf-8")
        assert shipped == sssom_of(made)
    with (real / "nexus" / "derived_mit_to_ai600-1.csv").open(encoding="utf-8") as file:
        known = {
            (
                measure_iri("mit-2025", row["mit_id"].partition("_")[0]),
                action_iri(row["ai600_1_action"]),
            )
            for row in csv.DictReader(file)
        }
    assert {(one.subject_id, one.object_id) for one in nist.mappings} == known
    assert len(known) == 160
    assert [one.asserted for one in credo.mappings].count(True) == 41
    assert [one.asserted for one in credo.mappings].count(False) == 1
