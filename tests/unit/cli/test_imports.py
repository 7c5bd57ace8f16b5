from __future__ import annotations

import json

import pytest

CORE = "id,function,level,text\nGOVERN,GOVERN,function,All.\n"
ACTIONS = "actions:\n  - id: GV-1.1-001\n"
UCF = "actions:\n  - id: credo-act-control-001\n    name: Plan\n"
FRAMEWORKS = [
    ("nist-ai-rmf", CORE, "nist-ai-rmf/1/GOVERN"),
    ("nist-ai-600-1", ACTIONS, "nist-ai-600-1/1/GV-1.1-001"),
    ("credo-ucf", UCF, "credo-ucf/1/credo-act-control-001"),
]


@pytest.mark.parametrize(("name", "text", "made"), FRAMEWORKS)
def test_a_framework_is_imported_with_an_account(run, tmp_path, name, text, made):
    given, output = tmp_path / "given", tmp_path / "out.ttl"
    given.write_text(text)
    code, out, err = run("import", name, given, "-o", output)
    assert (code, out) == (0, "")
    assert "1 " in err
    assert "in = 1 made + 0 refused" in err
    assert f"<scheme/{made}>" in output.read_text()


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, text, _ in FRAMEWORKS])
def test_a_refused_record_ends_with_one_and_stands_in_the_report(run, tmp_path, name, text):
    given, report = tmp_path / "given", tmp_path / "report.json"
    last = text.splitlines()[1]
    given.write_text(f"{text}{last}\n" if name != "credo-ucf" else f"{text}{last}\n    name: B\n")
    code, _, err = run("import", name, given, "-o", tmp_path / "out.ttl", "--report", report)
    assert code == 1
    assert "2 " in err
    assert "error [duplicate-id]" in err
    assert json.loads(report.read_text())["refused"] == 1


@pytest.mark.parametrize(("name", "text"), [("nist-ai-rmf", UCF), ("nist-ai-600-1", CORE)])
def test_a_file_of_another_kind_is_one_clear_error_and_nothing_is_written(
    run, tmp_path, name, text
):
    given, output = tmp_path / "given", tmp_path / "out.ttl"
    given.write_text(text)
    code, out, err = run("import", name, given, "-o", output)
    assert (code, out) == (2, "")
    assert f"{given}" in err
    assert "Traceback" not in err
    assert not output.exists()


@pytest.mark.parametrize(
    "name", ["CC-BY-4.0", "cc-by-4.0", "https://creativecommons.org/licenses/by/4.0"]
)
def test_a_licence_can_be_given_by_its_short_name(run, tmp_path, name):
    given, output = tmp_path / "controls.csv", tmp_path / "out.ttl"
    given.write_text("id,title,description\nA-1,Log,Log all use.\n")
    code, _, err = run("import", "controls", given, "-o", output, "--as", "mine", "--licence", name)
    assert code == 0, err
    assert "https://creativecommons.org/licenses/by/4.0/" in output.read_text()
    assert "Log all use." in output.read_text()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("CC-BY-4", "did you mean CC-BY-4.0?"),
        ("Apahce-2.0", "did you mean Apache-2.0?"),
        ("proprietary", "give its IRI (https://...)"),
        ("", "give its IRI (https://...)"),
    ],
)
def test_a_licence_that_is_not_known_is_wrong_usage(run, tmp_path, name, words):
    given, output = tmp_path / "controls.csv", tmp_path / "out.ttl"
    given.write_text("id,title\nA-1,Log\n")
    code, _, err = run("import", "controls", given, "-o", output, "--licence", name)
    assert (code, output.exists()) == (2, False)
    assert f"--licence {name}: no licence is known by that name; {words}" in err
