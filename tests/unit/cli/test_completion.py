from __future__ import annotations

import subprocess

import pytest

from mitigraph.cli.app import main


@pytest.fixture
def complete(monkeypatch, capsys):
    def call(*words: str) -> list[str]:
        monkeypatch.setenv("_MITIGRAPH_COMPLETE", "bash_complete")
        monkeypatch.setenv("COMP_WORDS", " ".join(("mitigraph", *words)))
        monkeypatch.setenv("COMP_CWORD", str(len(words)))
        main([])
        return [line.removeprefix("plain,") for line in capsys.readouterr().out.split()]

    return call


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("cov",), ["coverage"]),
        (("import", "mit"), ["mit-database"]),
        (("list", "cat"), ["categories"]),
        (("list", "--format", "js"), ["json", "jsonl"]),
        (("list", "--actor", "deve"), ["developer"]),
        (("list", "--actor", "actor/1/deve"), ["actor/1/developer"]),
        (("search", "--stage", "plan"), ["plan-and-design"]),
        (("list", "--source", "uuk"), ["uuk2024"]),
        (("list", "--status", "cur"), ["curated"]),
        (("tree", "life"), ["lifecycle/1"]),
        (("coverage", "--rows", "ac"), ["actor"]),
        (("query", "cross-table-"), ["cross-table-rolled-up"]),
        (("queries", "measure-st"), ["measure-status"]),
        (("query", "01-"), []),
        (("show", "A1019"), ["A1019"]),
        (("show", "mit-2025/A1019"), ["mit-2025/A1019"]),
        (("show", "actor/1/deve"), ["actor/1/developer"]),
        (("show", "source/uuk"), ["source/uuk2024"]),
        (("export", "json"), ["jsonld", "json"]),
        (("completion", "z"), ["zsh"]),
    ],
)
def test_names_complete(complete, words, found):
    assert complete(*words) == found


def test_a_code_that_two_schemes_have_completes_in_full_only(complete):
    assert "3.1" not in complete("list", "--category", "3.1")
    assert complete("list", "--category", "airi-mitigation/2/3.1")[0] == "airi-mitigation/2/3.1"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_asks_mitigraph(run, shell):
    code, out, _ = run("completion", shell)
    assert code == 0
    assert f"_MITIGRAPH_COMPLETE={shell}_complete" in out


def test_the_shell_in_use_is_the_default(run, monkeypatch):
    monkeypatch.setenv("SHELL", "/usr/bin/fish")
    assert run("completion") == run("completion", "fish")
    monkeypatch.setenv("SHELL", "/bin/tcsh")
    assert run("completion") == run("completion", "bash")


def test_the_bash_script_is_sound(run, tmp_path):
    path = tmp_path / "mitigraph.bash"
    path.write_text(run("completion", "bash")[1], encoding="utf-8")
    subprocess.run(["/bin/bash", "-n", str(path)], check=True)
