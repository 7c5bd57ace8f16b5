"""`frameworks`, `new-framework`: what frameworks there are, and a package for one of one's own."""

from __future__ import annotations

from pathlib import Path

import click

from mitigraph.cli.command import command
from mitigraph.cli.output import emit, layout_option, note
from mitigraph.cli.session import current

__all__ = ["register"]


@command("frameworks")
@click.option(
    "--installed", is_flag=True, help="List the packages that are installed; loads no graph."
)
@layout_option
def frameworks(installed: bool, layout: str | None) -> None:
    """List the frameworks of the graph: number of controls, version, rights, and their package.

    A framework without a package ships with mitigraph or is from a file. Packages that are
    installed and not loaded are named on standard error.

    Example: mitigraph frameworks
    """
    from mitigraph.packages import installed_frameworks

    packages = installed_frameworks()
    if installed:
        rows = [
            {
                "name": one.name,
                "version": one.version,
                "distribution": one.distribution,
                "package": one.package,
                "folder": str(one.folder) if one.folder else None,
                "fault": one.fault or None,
            }
            for one in packages
        ]
        emit(rows, ("name", "version", "distribution", "package", "fault"), layout)
        return
    from mitigraph.knowledge_graph.listings import list_frameworks

    kb = current.graph()
    columns = ("id", "label", "controls", "version", "license", "rights", "package")
    emit(list_frameworks(kb.store), columns, layout)
    for one in packages:
        if one.fault:
            note(f"warning: framework package {one.name} is installed but broken: {one.fault}")
        elif one not in kb.packages:
            note(f"installed, not loaded: {one}; add --with {one.name}")


@command("new-framework")
@click.argument("name")
@click.option("--title", metavar="TEXT", help='What it is called; "Name controls" without it.')
@click.option(
    "--base",
    metavar="IRI",
    help="Start of its IRIs, an address of yours; https://example.org/NAME/ without it.",
)
@click.option(
    "--output",
    "-o",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="Folder to make; mitigraph-NAME without it.",
)
def new_framework(name: str, title: str | None, base: str | None, output: Path | None) -> None:
    """Make a Python package that adds a framework of your own: an example that works, to fill.

    NAME is of lower-case letters, digits and hyphens. The package holds an ontology, a crosswalk to
    measures, a shape, a query and a test; its README says how to fill, install and use it.

    Example: mitigraph new-framework acme --base https://acme.example/
    """
    from mitigraph.packages.scaffold import write_package

    folder = output or Path(f"mitigraph-{name}")
    for path in write_package(name, folder, title=title, base=base):
        print(folder / path)
    note(
        f"try it:     mitigraph --with {_as_folder(folder)} check",
        f"install it: pip install -e {_as_folder(folder)}",
        "Licence, author and base IRI are placeholders; its README.md says where they stand.",
    )


def _as_folder(folder: Path) -> str:
    """Return a folder with a slash in it, by which it is told from a name."""
    return str(folder) if folder.is_absolute() else f"./{folder.as_posix()}"


def register(app: click.Group) -> None:
    """Add these commands to `app`."""
    app.add_command(frameworks)
    app.add_command(new_framework)
