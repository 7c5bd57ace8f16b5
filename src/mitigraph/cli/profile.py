"""`profile`: what an organisation is and does, in a file that people write and machines check."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from mitigraph.cli.command import Group
from mitigraph.cli.output import format_option, note, open_target, output_option
from mitigraph.cli.session import current

if TYPE_CHECKING:
    from mitigraph.profile import Profile

__all__ = ["register"]

_PATH: Final = click.Path(path_type=Path)


@click.group("profile", cls=Group)
def profile() -> None:
    """Write, check and convert the profile of an organisation, which gaps and plans start from.

    Example: mitigraph profile new -o acme.yaml
    """


@profile.command("new")
@output_option
def new(output: Path | None) -> None:
    """Write a YAML file with comments to be filled in.

    Example: mitigraph profile new -o acme.yaml
    """
    from mitigraph.knowledge_graph.profiles import blank_profile

    kb = current.graph()
    text = blank_profile(kb.store, kb.names)
    with open_target(output) as target:
        target.write(text.encode())
    if output is not None:
        note(f"wrote {output}; fill it in, then: mitigraph profile check {output}")


@profile.command("check")
@click.argument("file", type=_PATH)
@format_option(("human", "json"), "How to report.", "human")
def check(file: Path, layout: str) -> None:
    """List all mistakes of a profile with their lines; exit code 1 if there is one.

    Example: mitigraph profile check acme.yaml
    """
    from mitigraph.errors import FaultyInputError

    try:
        found = current.graph().profile(file)
    except FaultyInputError as error:
        if layout == "json":
            names = ("path", "place", "code", "reason", "remedy")
            rows = [{name: getattr(fault, name) for name in names} for fault in error.faults]
            print(json.dumps(rows, ensure_ascii=False, indent=2))
        else:
            print(error)
        raise click.exceptions.Exit(1) from error
    print("[]" if layout == "json" else f"{file}: fine; {_told(found)}")


@profile.command("convert")
@click.argument("file", type=_PATH)
@click.argument("out", type=_PATH)
def convert(file: Path, out: Path) -> None:
    """Convert a profile between YAML, CSV and RDF; the endings of the names are the formats.

    CSV holds what is said of measures and nothing else.

    Example: mitigraph profile convert acme.yaml acme.ttl
    """
    _write(current.graph().profile(file), out)


@profile.command("from-csv")
@click.argument("file", type=_PATH, required=False)
@output_option
@click.option("--template", is_flag=True, help="Print a sheet of all measures to tick off.")
def from_csv(file: Path | None, output: Path | None, template: bool) -> None:
    """Start a profile from a spreadsheet of measures that are ticked off.

    Columns: measure (id, record number or name), and if you like status (in-place, planned,
    not-applicable; x is in-place), evidence, owner, date, note. Without status every row is in
    place; with it, a row without one is not ticked. Roles, stages, risks and frameworks are then
    filled in by hand.

    Example: mitigraph profile from-csv ticked.csv -o acme.yaml
    """
    if template:
        from mitigraph.profile.csv_layout import write_sheet

        rows = [(measure.id, measure.label) for measure in current.graph().measures()]
        with open_target(output) as target:
            target.write(write_sheet(rows).encode())
        return
    if file is None or output is None:
        raise click.UsageError("give a FILE and -o OUT, or --template")
    _write(current.graph().profile(file), output)


def _write(found: Profile, out: Path) -> None:
    from mitigraph.profile import profile_document

    document = profile_document(found, out)
    with open_target(out) as target:
        target.write(document)
    note(f"wrote {out}: {_told(found)}")
    left_out = found.roles or found.stages or found.risks or found.frameworks
    if out.suffix.lower() == ".csv" and left_out:
        note("warning: CSV has no place for roles, stages, risks and frameworks; they are left out")


def _told(found: Profile) -> str:
    """Return what a profile says in numbers."""
    counts = {
        "in place": found.in_place,
        "planned": found.planned,
        "not applicable": found.not_applicable,
    }
    return ", ".join(f"{len(measures)} {words}" for words, measures in counts.items())


def register(app: click.Group) -> None:
    """Add these commands to `app`."""
    app.add_command(profile)
