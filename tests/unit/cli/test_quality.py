from __future__ import annotations

import json

import pytest

SOUND = """
@prefix ex: <https://example.org/onto#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
ex:s a skos:ConceptScheme ; skos:prefLabel "S"@en ; skos:hasTopConcept ex:a .
ex:a a skos:Concept ; skos:prefLabel "A"@en ; skos:topConceptOf ex:s ; skos:inScheme ex:s ;
  skos:definition "The first."@en .
"""
WARNED = SOUND.replace('skos:definition "The first."@en', "skos:related ex:c")
BROKEN = SOUND.replace('"A"@en', '"A"')


@pytest.fixture
def file(tmp_path):
    def write(text):
        path = tmp_path / "vocabulary.ttl"
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.mark.parametrize(
    ("text", "fail_on", "code"),
    [
        (SOUND, "warning", 0),
        (SOUND, "info", 1),
        (WARNED, "violation", 0),
        (WARNED, "warning", 1),
        (BROKEN, "violation", 1),
        (BROKEN, "never", 0),
    ],
)
def test_the_exit_code_says_how_grave_it_is(run, file, text, fail_on, code):
    done = run("quality", file(text), "--family", "qskos", "--fail-on", fail_on)
    assert done[0] == code
    assert done[1].startswith("https://example.org/onto#s\nscore ")
    assert done[2] == ""


def test_only_the_file_is_checked_and_only_by_the_families_asked_for(run, file):
    code, out, _ = run("quality", file(SOUND), "--family", "qskos", "--format", "json")
    found = json.loads(out)
    assert code == 0
    assert {check["family"] for check in found["checks"]} == {"qskos"}
    assert found["subjects"] == ["https://example.org/onto#s"]


def test_exemptions_of_the_user_are_taken(run, file, tmp_path):
    table = tmp_path / "exemptions.tsv"
    table.write_text("check\tstart\treason\nqskos:oilt\thttps://example.org/\tCodes.\n")
    arguments = ("quality", file(BROKEN), "--family", "qskos")
    assert run(*arguments)[0] == 1
    code, out, _ = run(*arguments, "--exemptions", table)
    assert code == 0
    assert "  qskos:oilt (1): Codes." in out


def test_a_report_is_written_to_a_file(run, file, tmp_path):
    target = tmp_path / "quality.ttl"
    code, out, err = run(
        "quality", file(SOUND), "--family", "skos", "--format", "ttl", "-o", target
    )
    assert (code, out) == (0, "")
    assert err.startswith("score ")
    assert "dqv:QualityMeasurement" in target.read_text(encoding="utf-8")


def test_the_checks_are_listed_with_those_that_are_not_run(run):
    code, out, _ = run("quality", "--list", "--family", "qskos")
    rows = [line.split("\t") for line in out.splitlines()]
    assert code == 0
    assert rows[0] == ["check", "severity", "about", "finds"]
    assert len(rows) == 1 + 29
    assert rows[-1][3].startswith("not run: ")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--family", "qsk"], "'qsk' is not one of"),
        (["a.ttl", "--with-data"], "--with-data goes with mitigraph's own vocabulary"),
        (["--endpoint", "http://localhost:1/"], "an endpoint can't be checked"),
        (["missing.ttl"], "missing.ttl: no such file"),
        (["--exemptions", "missing.tsv"], "missing.tsv: can't read"),
    ],
)
def test_wrong_usage_is_said_in_one_line(run, arguments, words):
    code, out, err = run("quality", *arguments)
    assert (code, out) == (2, "")
    assert words in err.splitlines()[0]


def test_a_broken_file_is_refused_with_its_place(run, file):
    code, _, err = run("quality", file(SOUND + "ex:a ex:b"))
    assert code == 2
    assert "vocabulary.ttl, line " in err
