from __future__ import annotations

import sys

import pytest

from mitigraph.errors import DataError, UnknownTermError
from mitigraph.packages import framework_packages, installed_frameworks


def test_an_installed_package_is_found_and_never_imported(project, install):
    (project / "src/mitigraph_acme/__init__.py").write_text("raise SystemExit\n", encoding="utf-8")
    site = install("mitigraph-acme", "acme = mitigraph_acme", project)
    (package,) = installed_frameworks()
    assert str(package) == "acme (mitigraph-acme 0.1.0)"
    assert (package.package, package.fault) == ("mitigraph_acme", "")
    assert package.folder == site / "mitigraph_acme"
    assert [path.name for path in package.ontology] == ["acme-1.ttl"]
    assert [path.name for path in package.mappings] == ["measures_acme.sssom.tsv"]
    assert [path.name for path in package.shapes] == ["acme.ttl"]
    assert framework_packages(["acme", "acme"]) == [package]
    assert "mitigraph_acme" not in sys.modules


def test_a_package_may_lie_in_another_that_is_not_run_either(project, install):
    site = install("acme-all", "acme = acme_all.rules", project)
    (site / "acme_all").mkdir()
    (site / "acme_all/__init__.py").write_text("raise SystemExit\n", encoding="utf-8")
    (site / "mitigraph_acme").rename(site / "acme_all/rules")
    assert installed_frameworks()[0].folder == site / "acme_all" / "rules"


@pytest.mark.parametrize(
    ("points", "fault"),
    [
        ("acme = nowhere", "its import package nowhere can't be found"),
        ("acme = nowhere.below", "its import package nowhere.below can't be found"),
        ("acme = json", "its import package json has no ontology/*.ttl"),
        ("acme = sys", "its import package sys can't be found"),
        ("acme = mitigraph_acme:load", "names no import package"),
        ("acme = ../acme", "names no import package"),
        ("Acme Rules = json", "is not of lower-case letters, digits and hyphens"),
        ("acme", "its metadata can't be read"),
    ],
)
def test_a_broken_package_has_a_fault_and_hides_no_other(project, install, points, fault):
    install("mitigraph-good", "good = mitigraph_acme", project)
    install("mitigraph-broken", points)
    broken = next(one for one in installed_frameworks() if one.fault)
    assert fault in broken.fault
    assert [one.fault for one in framework_packages(["good"])] == [""]
    with pytest.raises(DataError) as raised:
        framework_packages([broken.name])
    assert f"framework package {broken.name}: {broken.fault} [unreadable]; mend" in str(
        raised.value
    )


def test_two_packages_of_one_name_are_told_apart(project, install):
    install("mitigraph-acme", "acme = mitigraph_acme", project)
    install("other-acme", "acme = mitigraph_acme")
    faults = {one.fault for one in installed_frameworks()}
    assert len(faults) == 1
    with pytest.raises(DataError, match="uninstall all but one"):
        framework_packages(["acme"])


def test_a_distribution_that_is_found_twice_counts_once(project, install, tmp_path, monkeypatch):
    site = install("mitigraph-acme", "acme = mitigraph_acme", project)
    monkeypatch.syspath_prepend(str(tmp_path))
    (site / "mitigraph_acme-0.1.0.dist-info").rename(tmp_path / "mitigraph_acme-0.1.0.dist-info")
    install("Mitigraph_Acme", "acme = mitigraph_acme")
    assert [one.fault for one in installed_frameworks()] == [""]


def test_an_unknown_name_is_told_with_what_there_is(project, install):
    with pytest.raises(UnknownTermError, match='no framework package "acme"; nothing is close'):
        framework_packages(["acme"])
    install("mitigraph-acme", "acme = mitigraph_acme", project)
    with pytest.raises(UnknownTermError, match="did you mean acme"):
        framework_packages(["amce"])


def test_a_folder_needs_no_installation(project, install):
    for wanted in (project, f"{project}/"):
        (package,) = framework_packages([wanted])
        assert str(package) == "acme (mitigraph-acme 0.1.0)"
        assert package.folder == project / "src/mitigraph_acme"
    install("mitigraph-acme", "acme = mitigraph_acme", project)
    with pytest.raises(DataError, match='both called "acme"'):
        framework_packages(["acme", project])


def test_a_folder_may_have_its_package_at_the_top(project):
    (project / "src/mitigraph_acme").rename(project / "mitigraph_acme")
    assert framework_packages([project])[0].folder == project / "mitigraph_acme"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (None, "No such file or directory"),
        ("[project", "[syntax]"),
        ("\udcff", "[syntax]"),
        ("project = 1", "[syntax]"),
        ("[project]\nname = 'x'", "one entry point of the group"),
        ("[project.entry-points]\n'mitigraph.frameworks' = 1", "[syntax]"),
        ("[project.entry-points.'mitigraph.frameworks']\na = 'x'\nb = 'y'", "not 2"),
        ("[project.entry-points.'mitigraph.frameworks']\nA = 'mitigraph_acme'", "lower-case"),
        ("[project.entry-points.'mitigraph.frameworks']\na = 'elsewhere'", "can't be found"),
    ],
)
def test_a_folder_that_is_none_is_one_clear_error(project, text, told):
    path = project / "pyproject.toml"
    if text is None:
        path.unlink()
    else:
        path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(DataError) as raised:
        framework_packages([project])
    assert told in str(raised.value)
