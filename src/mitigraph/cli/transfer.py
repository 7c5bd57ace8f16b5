"""`import`, `export`, `convert`: files of others in, files for others out."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
from click.shell_completion import CompletionItem

from mitigraph.cli.command import Group, command
from mitigraph.cli.filters import facet_filters
from mitigraph.cli.output import note, open_target, output_option, required_output
from mitigraph.cli.progress import progress
from mitigraph.cli.session import current

if TYPE_CHECKING:
    from mitigraph.importers.report import Imported
    from mitigraph.knowledge_graph import KnowledgeGraph

__all__ = ["register"]

#: So many findings of an import are shown; the report has them all.
_PATH: Final = click.Path(path_type=Path)
_report_option = click.option(
    "--report", metavar="FILE", type=_PATH, help="Write the account of all records there, as JSON."
)


@click.group("import", cls=Group)
def imports() -> None:
    """Turn a file of others into RDF; every record is made or refused with its reason.

    Example: mitigraph import mit-database mitigations.csv -o mit.ttl
    """


@imports.command("mit-database")
@click.argument("file", type=_PATH)
@required_output
@click.option("--documents", metavar="FILE", type=_PATH, help="The CSV of included documents.")
@click.option("--facts-only", is_flag=True, help="Leave the prose out.")
@_report_option
def mit_database(
    file: Path, output: Path, documents: Path | None, facts_only: bool, report: Path | None
) -> None:
    """Import the published AI Risk Mitigation Database; FILE is the CSV of mitigations.

    Example: mitigraph import mit-database mitigations.csv --documents documents.csv -o mit.ttl
    """
    _import(
        file,
        lambda kb: kb.read_mit_database(file, documents=documents, facts_only=facts_only),
        output,
        report,
    )


@imports.command("csv")
@click.argument("file", type=_PATH, required=False)
@click.option(
    "--output",
    "-o",
    metavar="FILE",
    type=_PATH,
    help="RDF file to write; its ending is the format.",
)
@click.option("--template", is_flag=True, help="Print the column layout with two example rows.")
@click.option(
    "--dataset",
    metavar="KEY",
    default="own",
    help="Key of your dataset, part of each measure's IRI.",
)
@click.option(
    "--assessor", metavar="NAME", default="Own assessment", help="Who classified the measures."
)
@click.option(
    "--assessor-kind",
    type=click.Choice(("organization", "person")),
    default="organization",
    help="What the assessor is.",
)
@click.option(
    "--date", metavar="DATE", default="", help="When, as 2026-11-23 or with a time and zone."
)
@_report_option
def measures_csv(
    file: Path | None,
    output: Path | None,
    template: bool,
    dataset: str,
    assessor: str,
    assessor_kind: str,
    date: str,
    report: Path | None,
) -> None:
    """Import your own measures from a CSV; --template prints its columns.

    Example: mitigraph import csv --template > mine.csv
    """
    if template:
        from mitigraph.importers.measures_csv import template as layout

        print(layout(), end="")
        return
    if file is None or output is None:
        raise click.UsageError("give a FILE and -o OUT, or --template")

    def reading(kb: KnowledgeGraph) -> Imported:
        return kb.read_csv(
            file, dataset=dataset, assessor=assessor, assessor_kind=assessor_kind, date=date
        )

    _import(file, reading, output, report)


@imports.command("rdf")
@click.argument("file")
@required_output
@click.option(
    "--from", "given", metavar="FORMAT", help="Format of FILE, where its name doesn't tell."
)
@_report_option
def rdf(file: str, output: Path, given: str | None, report: Path | None) -> None:
    """Import an RDF file under the same rules for bad input, with derived statements added.

    FILE may be - for standard input, with --from.

    Example: mitigraph import rdf acme.jsonld -o acme.ttl
    """
    _import(file, lambda kb: kb.read_rdf(file, given), output, report)


def _import(
    file: Path | str,
    reading: Callable[[KnowledgeGraph], Imported],
    output: Path,
    report: Path | None,
) -> None:
    """Read a file, write what was made of it, and account for every record.

    Ends the command with 1 if a record was refused.
    """
    from mitigraph.knowledge_graph import standalone

    kb = current.graph()
    with progress(f"importing {file}"):
        imported = reading(kb)
        made = standalone(imported.quads)
        with open_target(output) as target:
            made.write(target, format=made.format_of(output))
    note(*imported.digest("see " + str(report) if report else "--report FILE writes all"))
    if report:
        with open_target(report) as target:
            target.write(json.dumps(imported.as_json(), ensure_ascii=False, indent=2).encode())
    note(imported.summary(), f"wrote {output}")
    if imported.refused:
        raise click.exceptions.Exit(1)


def _complete_formats(
    _ctx: click.Context, _param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    from mitigraph.exporters import FORMATS

    return [CompletionItem(name) for name in FORMATS if name.startswith(incomplete)]


@command("export")
@click.argument("name", metavar="FORMAT", shell_complete=_complete_formats)
@output_option
@facet_filters
@click.option(
    "--no-preliminary", is_flag=True, help="Leave out all that rests on preliminary data."
)
@click.option(
    "--projection",
    metavar="NAME",
    default="whole",
    help="For graphml and cytoscape: whole, measure-concept, category-tree or measure-measure.",
)
def export(
    name: str,
    output: Path | None,
    filters: dict[str, list[str]],
    no_preliminary: bool,
    projection: str,
) -> None:
    """Write the whole graph, or the measures that the filters keep with all that belongs to them.

    FORMAT is turtle, trig, ntriples, nquads, rdfxml, jsonld, csv, tsv, json, xlsx, graphml or
    cytoscape.

    Example: mitigraph export jsonld --actor developer -o developer.jsonld
    """
    kb = current.graph()
    with _progress_to(output), open_target(output) as target:
        exported = kb.write(
            target, format=name, preliminary=not no_preliminary, projection=projection, **filters
        )
    note(exported.summary())


@command("convert")
@click.argument("given", metavar="IN")
@click.argument("output", metavar="OUT", type=_PATH)
@click.option(
    "--from", "from_", metavar="FORMAT", help="Format of IN, where its name doesn't tell."
)
@click.option("--to", metavar="FORMAT", help="Format of OUT, where its name doesn't tell.")
def convert(given: str, output: Path, from_: str | None, to: str | None) -> None:
    """Convert an RDF file to another format; nothing is added and nothing lost.

    The ending of a name is the format. IN may be - for standard input, with --from.

    Example: mitigraph convert mitigraph.jsonld mitigraph.ttl
    """
    from mitigraph.knowledge_graph import read

    with progress(f"loading {given}"):
        kb = read(given, rdf_format=from_)
    name = to or kb.format_of(output)
    with _progress_to(output), open_target(output) as target:
        exported = kb.write(target, format=name)
    note(exported.summary())


def _progress_to(output: Path | None) -> AbstractContextManager[None]:
    """Say what goes on, unless the result itself goes to where it would be said."""
    if output is None or str(output) == "-":
        return nullcontext()
    return progress(f"writing {output}")


def register(app: click.Group) -> None:
    """Add these commands to `app`."""
    for one in (imports, export, convert):
        app.add_command(one)
