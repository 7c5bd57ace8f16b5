"""Which framework packages there are: those that are installed, and folders of ones being written.

They are found by their entry points without importing or running anything of theirs. What is wrong
with one is told of that one; the others, and mitigraph, go on.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from mitigraph.errors import DataError, UnknownTermError
from mitigraph.terms import BASE

if TYPE_CHECKING:
    from importlib.metadata import Distribution

__all__ = [
    "ENTRY_POINTS",
    "NAME",
    "PACKAGE_GRAPHS",
    "FrameworkPackage",
    "framework_packages",
    "installed_frameworks",
]

#: The group of the entry points.
ENTRY_POINTS: Final = "mitigraph.frameworks"
#: What the names of the graphs of packages start with.
PACKAGE_GRAPHS: Final = BASE + "graph/package/"
#: What a name is made of: it stands in IRIs, in file names and on command lines.
NAME: Final = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_MODULE: Final = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")


@dataclass(frozen=True, slots=True)
class FrameworkPackage:
    """A package of files that add a framework.

    Attributes:
        name: The framework's name, by which it is loaded.
        package: The import package that holds the files.
        distribution: The name under which it is installed.
        version: The distribution's version; empty where none is stated.
        folder: The import package's folder; None if there is none.
        fault: Why it can't be used; empty if it can.
    """

    name: str
    package: str
    distribution: str
    version: str = ""
    folder: Path | None = None
    fault: str = ""

    @property
    def ontology(self) -> list[Path]:
        """The files of the framework and further modules."""
        return self._files("ontology", "*.ttl")

    @property
    def mappings(self) -> list[Path]:
        """The mapping sets between measures and the controls."""
        return self._files("mappings", "*.sssom.tsv")

    @property
    def shapes(self) -> list[Path]:
        """The shapes that `check` adds."""
        return self._files("shapes", "*.ttl")

    @property
    def query_folders(self) -> list[Path]:
        """The folder of the named queries that it adds, if there is one; see `catalog`."""
        return [self.folder / "queries"] if self.folder else []

    def _files(self, kind: str, pattern: str) -> list[Path]:
        return sorted((self.folder / kind).glob(pattern)) if self.folder else []

    def __str__(self) -> str:
        return f"{self.name} ({self.distribution} {self.version})"


def installed_frameworks() -> list[FrameworkPackage]:
    """Return the packages that are installed, usable or not, by name.

    It looks at each installed distribution once, which takes some milliseconds.
    """
    named: dict[str, list[FrameworkPackage]] = defaultdict(list)
    for package in _installed():
        named[package.name].append(package)
    found: list[FrameworkPackage] = []
    for name in sorted(named):
        several = named[name]
        if len(several) > 1:
            told = " and ".join(f"{one.distribution} {one.version}" for one in several)
            fault = f"{told} have a framework of this name; uninstall all but one"
            several = [replace(one, fault=fault) for one in several]
        found += several
    return found


def framework_packages(wanted: Iterable[str | Path]) -> list[FrameworkPackage]:
    """Return the packages that are asked for, each once.

    Args:
        wanted: Names of installed packages, and folders of packages that need not be installed: a
            path, or a text with a slash in it.

    Raises:
        UnknownTermError: If none of this name is installed.
        DataError: If one can't be used, or two have one name.
    """
    found: dict[str, FrameworkPackage] = {}
    for one in wanted:
        package = _in_project(Path(one)) if _is_path(one) else _named(str(one))
        if package.fault:
            raise DataError(
                package.fault,
                path=f"framework package {package.name}",
                code="unreadable",
                remedy=None if ";" in package.fault else "mend it or install it anew",
            )
        if found.setdefault(package.name, package) != package:
            raise DataError(
                f'{one} and {found[package.name].folder} are both called "{package.name}"',
                code="duplicate-id",
                remedy="load one of them",
            )
    return list(found.values())


def _is_path(wanted: str | Path) -> bool:
    return isinstance(wanted, Path) or "/" in wanted or os.sep in wanted


def _named(name: str) -> FrameworkPackage:
    installed = installed_frameworks()
    for package in installed:
        if package.name == name:
            return package
    import difflib

    names = list(dict.fromkeys(package.name for package in installed))
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
    raise UnknownTermError(name, kind="framework package", suggestions=near or names)


def _installed() -> Iterator[FrameworkPackage]:
    """Yield a package for each entry point; of a distribution that is found twice, the first's."""
    from importlib.metadata import distributions

    seen: set[str] = set()
    for distribution in distributions():
        # Most have none: what they have is then not read as metadata, which takes longer.
        if ENTRY_POINTS not in (_entry_points(distribution) or ""):
            continue
        try:
            title = distribution.metadata["Name"]
            version = distribution.version
            points = distribution.entry_points.select(group=ENTRY_POINTS)
        except Exception as error:  # noqa: BLE001 - no fault in another's package may stop mitigraph
            broken = str(getattr(distribution, "_path", "a distribution"))
            fault = f"its metadata can't be read: {type(error).__name__} {error}"
            yield FrameworkPackage(Path(broken).name, "", broken, fault=fault)
            continue
        normal = re.sub(r"[-_.]+", "-", title).lower()
        if normal not in seen:
            seen.add(normal)
            for point in points:
                yield _package(point.name, point.value, title, version)


def _entry_points(distribution: Distribution) -> str | None:
    try:
        return distribution.read_text("entry_points.txt")
    except (OSError, UnicodeDecodeError):
        return None


def _package(name: str, value: str, distribution: str, version: str) -> FrameworkPackage:
    """Return what an entry point stands for, with the folder of its files."""
    package = value.strip()
    made = FrameworkPackage(name, package, distribution, version)
    if not _MODULE.fullmatch(package):
        return replace(made, fault=f'its entry point "{value}" names no import package')
    from importlib.util import find_spec

    top, _, below = package.partition(".")
    try:
        # The spec of a package at the top is found without running its code; that of one below
        # would run the one above.
        spec = find_spec(top)
    except Exception as error:  # noqa: BLE001 - as above: finders of others may raise anything
        return replace(made, fault=f"{package} can't be looked for: {error}")
    places = (spec.submodule_search_locations if spec else None) or ()
    return _held_in(made, [Path(place, *below.split(".")) for place in places])


def _held_in(package: FrameworkPackage, places: list[Path]) -> FrameworkPackage:
    """Return a package with the first place that is a folder of a framework, or the fault."""
    if not NAME.fullmatch(package.name):
        fault = f'its name "{package.name}" is not of lower-case letters, digits and hyphens'
        return replace(package, fault=fault)
    folders = [place for place in places if place.is_dir()]
    if not folders:
        return replace(package, fault=f"its import package {package.package} can't be found")
    for folder in folders:
        placed = replace(package, folder=folder)
        if placed.ontology:
            return placed
    return replace(package, fault=f"its import package {package.package} has no ontology/*.ttl")


def _in_project(folder: Path) -> FrameworkPackage:
    """Return the package of a project's folder, as its pyproject.toml describes it.

    Raises:
        DataError: If that can't be read or has not one entry point.
    """
    path = folder / "pyproject.toml"
    project = _project(path)
    points = project.get("entry-points", {}).get(ENTRY_POINTS, {})
    if len(points) != 1:
        raise DataError(
            f'one entry point of the group "{ENTRY_POINTS}" is expected, not {len(points)}',
            path=str(path),
            code="missing-field",
            remedy=f'add [project.entry-points."{ENTRY_POINTS}"] with NAME = "PACKAGE"',
        )
    ((name, value),) = points.items()
    title, version = str(project.get("name", folder.name)), str(project.get("version", ""))
    made = FrameworkPackage(str(name), str(value), title, version)
    parts = made.package.split(".")
    return _held_in(made, [folder.joinpath("src", *parts), folder.joinpath(*parts)])


def _project(path: Path) -> dict[str, Any]:
    """Return the table `project` of a pyproject.toml.

    Raises:
        DataError: If it can't be read.
    """
    import tomllib

    try:
        read = tomllib.loads(path.read_text(encoding="utf-8"))
        project: dict[str, Any] = read.get("project", {})
        project.get("entry-points", {}).get(ENTRY_POINTS, {}).items()
    except OSError as error:
        raise DataError(
            error.strerror or str(error),
            path=str(path),
            code="unreadable",
            remedy="name the folder that pyproject.toml stands in",
        ) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, AttributeError) as error:
        raise DataError(str(error), path=str(path), remedy="correct it") from error
    return project
