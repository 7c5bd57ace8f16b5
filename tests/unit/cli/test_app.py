from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version

import click
import pytest

from mitigraph.cli.app import _shared_first, app
from mitigraph.cli.session import Session
from mitigraph.errors import MissingExtraError, StoreError

COMMANDS = [
    words
    for name, one in app.commands.items()
    for words in [(name,), *((name, below) for below in getattr(one, "commands", ()))]
]


def test_version(run):
    assert run("--version") == (0, f"mitigraph {version('mitigraph')}\n", "")


@pytest.mark.parametrize("arguments", [(), ("import",)])
def test_without_a_command_there_is_help_and_exit_code_2(run, arguments):
    code, out, _ = run(*arguments)
    assert code == 2
    assert out.startswith(f"Usage: {' '.join(('mitigraph', *arguments))}")


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_has_the_example_in_one_line_and_the_shared_options(run, command, option):
    code, out, err = run(*command, option)
    assert (code, err) == (0, "")
    (example,) = [line for line in out.splitlines() if "Example: " in line]
    assert example.startswith(f"  Example: mitigraph {' '.join(command)}")
    words = " ".join(out.split())
    assert "may stand anywhere on the command line" in words
    assert "--endpoint URL" in words


def test_every_example_is_a_line_that_parses():
    for command in COMMANDS:
        one = app
        for name in command:
            one = one.commands[name]
        text = (one.help or "").rpartition("Example: mitigraph ")[2].strip().partition(" > ")[0]
        rest = text.split()[len(command) :]
        if isinstance(one, click.Group):
            assert rest[0] in one.commands
        else:
            parent = click.Context(app, help_option_names=["-h", "--help"])
            one.make_context(command[-1], rest, parent=parent)


def test_the_list_of_commands_shows_whole_sentences(run):
    assert "..." not in run("--help")[1].partition("Commands:")[2]
    assert list(app.commands)[:3] == ["list", "search", "tree"]


@pytest.mark.parametrize(
    ("arguments", "message", "command"),
    [
        (("diff",), "Missing argument 'OLD'.", "mitigraph diff"),
        (("lst",), "No such command 'lst'.", "mitigraph"),
        (("list", "everything"), "'everything' is not one of", "mitigraph list"),
        (("list", "-f", "xml"), "'xml' is not one of", "mitigraph list"),
        (("search",), "Missing argument", "mitigraph search"),
        (("search", "audit", "--limit", "0"), "0 is not in the range", "mitigraph search"),
        (("tree", "--depth", "two"), "'two' is not a valid integer", "mitigraph tree"),
        (("query", "sources", "-p", "red"), '"red" is not KEY=VALUE', "mitigraph query"),
        (("query", "sources", "--timeout", "0"), "0.0 is not in the range", "mitigraph query"),
        (("import", "csv"), "give a FILE and -o OUT, or --template", "mitigraph import csv"),
        (("import", "rdf", "a.ttl"), "Missing option '--output'", "mitigraph import rdf"),
        (("list", "-d"), "Option '-d' requires an argument.", "mitigraph"),
    ],
)
def test_wrong_usage_is_one_line_and_where_to_read_on(run, arguments, message, command):
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    first, second = err.splitlines()
    assert first.startswith("mitigraph: ")
    assert message in first
    assert second == f"Try '{command} --help' for help."


@pytest.mark.parametrize(
    ("arguments", "moved"),
    [
        (["list", "-d", "a.ttl", "-f", "json"], ["-d", "a.ttl", "list", "-f", "json"]),
        (["list", "-da.ttl"], ["-da.ttl", "list"]),
        (["list", "--data=a.ttl"], ["--data=a.ttl", "list"]),
        (["-d", "a", "list", "--data", "b"], ["-d", "a", "--data", "b", "list"]),
        (["list", "--endpoint", "http://x/"], ["--endpoint", "http://x/", "list"]),
        (["list", "--with", "a", "--with=b"], ["--with", "a", "--with=b", "list"]),
        (["quality", "--with-data"], ["quality", "--with-data"]),
        (["search", "--", "-d", "x"], ["search", "--", "-d", "x"]),
        (["import", "csv", "--date", "2026"], ["import", "csv", "--date", "2026"]),
    ],
)
def test_shared_options_may_stand_anywhere(arguments, moved):
    assert _shared_first(arguments) == moved


@pytest.mark.parametrize(
    ("fault", "code", "words"),
    [
        (StoreError("no answer"), 3, "mitigraph: no answer\n"),
        (MissingExtraError("xlsx", needed_for="a workbook"), 3, 'pip install "mitigraph[xlsx]"'),
        (KeyboardInterrupt(), 130, "mitigraph: stopped\n"),
        (FileNotFoundError(2, "No such file", "a.ttl"), 2, "mitigraph: a.ttl: No such file\n"),
        ("\udcff".encode, 2, "not UTF-8"),
    ],
)
def test_faults_end_with_their_code_and_no_traceback(run, monkeypatch, fault, code, words):
    def graph(_session):
        if isinstance(fault, BaseException):
            raise fault
        fault()

    monkeypatch.setattr(Session, "graph", graph)
    ended, out, err = run("list")
    assert (ended, out) == (code, "")
    assert words in err
    assert "Traceback" not in err


def test_a_fault_of_our_own_is_not_hidden(run, monkeypatch):
    def graph(_session):
        raise OSError("no file is named")

    monkeypatch.setattr(Session, "graph", graph)
    with pytest.raises(OSError, match="no file is named"):
        run("list")


LIGHT = """
import sys
from mitigraph.cli.app import main
try:
    main(sys.argv[1:])
finally:
    heavy = {"mitigraph.knowledge_graph", "mitigraph.store", "mitigraph.model", "pyoxigraph",
             "rdflib", "networkx", "pyshacl", "rich", "yaml", "rapidfuzz"} & set(sys.modules)
    print("HEAVY", sorted(heavy), file=sys.stderr)
"""


@pytest.mark.parametrize("arguments", [["--help"], ["list", "--help"], ["completion", "zsh"]])
def test_help_loads_nothing_heavy(arguments):
    ran = subprocess.run(
        [sys.executable, "-c", LIGHT, *arguments], check=False, capture_output=True, timeout=60
    )
    assert b"HEAVY []" in ran.stderr


def test_a_listing_loads_no_heavy_library():
    ran = subprocess.run(
        [sys.executable, "-c", LIGHT, "list"], check=True, capture_output=True, timeout=60
    )
    for heavy in (b"rdflib", b"networkx", b"pyshacl", b"rich", b"rapidfuzz"):
        assert heavy not in ran.stderr.partition(b"HEAVY")[2]


def test_a_pipe_that_closes_early_ends_quietly():
    script = f"{sys.executable} -m mitigraph list -f json | head -c 1"
    ran = subprocess.run(
        ["/bin/bash", "-o", "pipefail", "-c", script], check=False, capture_output=True, timeout=60
    )
    assert ran.returncode == 0
    assert ran.stderr in (b"", b"27 measures\n")


def test_a_full_disk_is_one_line():
    script = f"{sys.executable} -m mitigraph completion bash > /dev/full"
    ran = subprocess.run(["/bin/bash", "-c", script], check=False, capture_output=True, timeout=60)
    assert ran.returncode == 2
    assert ran.stderr == b"mitigraph: can't write: No space left on device\n"
