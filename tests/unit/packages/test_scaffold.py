from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from mitigraph.errors import DataError
from mitigraph.packages import framework_packages
from mitigraph.packages.scaffold import write_package

FILES = [
    "README.md",
    "pyproject.toml",
    "src/mitigraph_big_corp/__init__.py",
    "src/mitigraph_big_corp/mappings/measures_big-corp.sssom.tsv",
    "src/mitigraph_big_corp/ontology/big-corp-1.ttl",
    "src/mitigraph_big_corp/queries/big-corp-controls.rq",
    "src/mitigraph_big_corp/shapes/big-corp.ttl",
    "tests/test_big_corp.py",
]


def test_a_package_has_its_own_names_throughout(tmp_path):
    folder = tmp_path / "new"
    base = "https://big.example/x/"
    written = write_package("big-corp", folder, title="Rules of acme: #1", base=base[:-1])
    assert [path.as_posix() for path in written] == FILES
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    assert [path.relative_to(folder).as_posix() for path in found] == FILES
    texts = [path.read_text(encoding="utf-8") for path in found]
    assert not any("acme" in text.replace("Rules of acme: #1", "").lower() for text in texts)
    project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["name"] == "mitigraph-big-corp"
    assert project["entry-points"]["mitigraph.frameworks"] == {"big-corp": "mitigraph_big_corp"}
    assert f"@base <{base}> ." in (folder / FILES[4]).read_text(encoding="utf-8")
    assert list(tmp_path.iterdir()) == [folder]


def test_its_own_test_passes(tmp_path):
    folder = tmp_path / "new"
    write_package("big-corp", folder, title="Rules: #1 & Söhne", base="http://big.example/x")
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:randomly"],
        cwd=folder,
        env={**os.environ, "PYTEST_ADDOPTS": ""},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout
    assert "3 passed" in ran.stdout


@pytest.mark.parametrize(
    "name", ["", "Acme", "1st", "a_b", "-a", "a-", "a--b", "a/b", "../a", "a b", "ä", "a" * 61]
)
def test_a_name_that_fits_no_iri_is_refused(tmp_path, name):
    with pytest.raises(DataError, match="can't be the name of a framework"):
        write_package(name, tmp_path / "new")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["actor", "airi-mitigation", "nist-ai-rmf", "skos"])
def test_a_name_that_mitigraph_uses_is_refused(tmp_path, name):
    with pytest.raises(DataError, match=f'mitigraph itself uses the name "{name}"'):
        write_package(name, tmp_path / "new")


@pytest.mark.parametrize("title", [" ", 'So-called "rules"', "a\\b", "two\nlines", "a\x1bb"])
def test_a_title_that_would_need_quoting_is_refused(tmp_path, title):
    with pytest.raises(DataError, match="can't be a title"):
        write_package("acme", tmp_path / "new", title=title)


@pytest.mark.parametrize(
    "base",
    [
        "acme",
        "urn:acme:",
        "ftp://acme.example/",
        "https://",
        "https://acme.example/a b",
        "https://acme.example/#",
        "https://acme.example/?q=",
        'https://acme.example/"',
        "https://w3id.org/mitigraph/scheme/",
    ],
)
def test_a_base_that_starts_no_iris_of_theirs_is_refused(tmp_path, base):
    with pytest.raises(DataError, match="can't be the start of IRIs of yours"):
        write_package("acme", tmp_path / "new", base=base)


@pytest.mark.parametrize("kind", ["folder", "file", "link"])
def test_what_is_there_is_left_alone(tmp_path, kind):
    target = tmp_path / "new"
    if kind == "folder":
        target.mkdir()
    elif kind == "file":
        target.write_text("mine", encoding="utf-8")
    else:
        target.symlink_to(tmp_path / "nowhere")
    with pytest.raises(DataError, match="exists already"):
        write_package("acme", target)
    assert list(tmp_path.iterdir()) == [target]
    assert not target.is_dir() or not list(target.iterdir())


def test_a_package_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    write, count = Path.write_text, iter(range(100))

    def full(path, *arguments, **options):
        if next(count) == 4:
            raise OSError(28, "No space left on device")
        return write(path, *arguments, **options)

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(DataError, match="can't write: No space left on device"):
        write_package("acme", tmp_path / "new")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_above_that_is_missing_is_told(tmp_path):
    with pytest.raises(DataError, match="the folder above it exists"):
        write_package("acme", tmp_path / "no" / "new")


def test_the_template_is_a_package_itself(root):
    (package,) = framework_packages([root / "src/mitigraph/packages/template"])
    assert (package.name, package.fault) == ("acme", "")
    assert [len(kind) for kind in (package.ontology, package.mappings, package.shapes)] == [1, 1, 1]
