"""`import`: files of others in, with an account of every record."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from mitigraph.cli.command import Command, Group
from mitigraph.cli.output import note, open_target, required_output
from mitigraph.cli.progress import progress
from mitigraph.cli.session import current

if TYPE_CHECKING:
    from mitigraph.importers.registry import Importer
    from mitigraph.importers.report import Imported
    from mitigraph.knowledge_graph import KnowledgeGraph
    from mitigraph.terms import Iri

__all__ = ["register"]

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


@imports.command("nist-ai-rmf")
@click.argument("file", type=_PATH)
@required_output
@_report_option
def nist_ai_rmf(file: Path, output: Path, report: Path | None) -> None:
    """Import the core of NIST's AI RMF; FILE is a CSV with id, function, level and text.

    Example: mitigraph import nist-ai-rmf airmf_core.csv -o nist-ai-rmf-1.ttl
    """
    from mitigraph.importers.nist import read_nist_ai_rmf

    _import(file, lambda _: read_nist_ai_rmf(file), output, report)


@imports.command("nist-ai-600-1")
@click.argument("file", type=_PATH)
@required_output
@_report_option
def nist_ai_600_1(file: Path, output: Path, report: Path | None) -> None:
    """Import the actions of NIST AI 600-1; FILE is a YAML file with a list `actions`.

    Example: mitigraph import nist-ai-600-1 actions.yaml -o nist-ai-600-1-1.ttl
    """
    from mitigraph.importers.nist import AI_RMF, read_nist_ai_600_1

    def reading(kb: KnowledgeGraph) -> Imported:
        codes = [one.notation for one in kb.concepts(f"{AI_RMF.key}/1") if one.notation]
        return read_nist_ai_600_1(file, codes)

    _import(file, reading, output, report)


@imports.command("credo-ucf")
@click.argument("file", type=_PATH)
@required_output
@_report_option
def credo_ucf(file: Path, output: Path, report: Path | None) -> None:
    """Import ids and names of the Unified Control Framework; FILE is a YAML file with `actions`.

    Example: mitigraph import credo-ucf credo.yaml -o credo-ucf-1.ttl
    """
    from mitigraph.importers.ucf import read_credo_ucf

    _import(file, lambda _: read_credo_ucf(file), output, report)


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


def _framework_command(importer: Importer) -> click.Command:
    """Return the command of an importer of another framework."""

    @click.command(importer.name, cls=Command, help=_help_of(importer))
    @click.argument("file", type=_PATH)
    @required_output
    @click.option(
        "--as", "key", metavar="KEY", help="Key of the scheme that is made, part of its IRIs."
    )
    @click.option("--title", default="", metavar="TEXT", help="Title, where the file has none.")
    @click.option(
        "--version", default="", metavar="VERSION", help="Version, where the file names none."
    )
    @click.option(
        "--licence",
        "--license",
        metavar="NAME",
        help="Licence, where the file names none: SPDX's short name (CC-BY-4.0) or an IRI.",
    )
    @click.option("--source", metavar="IRI", help="Where the file is from.")
    @click.option(
        "--ids-only", is_flag=True, help="Leave descriptions out; keep ids, names and links."
    )
    @click.option(
        "--module", is_flag=True, help="Add the header of a framework module of the ontology."
    )
    @_report_option
    def run(
        file: Path,
        output: Path,
        key: str | None,
        title: str,
        version: str,
        licence: str | None,
        source: str | None,
        ids_only: bool,
        module: bool,
        report: Path | None,
    ) -> None:
        from mitigraph.importers.registry import ImportChoices

        def reading(kb: KnowledgeGraph) -> Imported:
            return importer.read(
                file,
                ImportChoices(
                    key=key,
                    title=title,
                    version=version,
                    licence=_licence("--licence", licence),
                    source=_iri("--source", source),
                    ids_only=ids_only,
                    module=module,
                    controls=kb.controls,
                    mapping_sets=lambda: _mapping_sets(kb),
                ),
            )

        _import(file, reading, output, report)

    return run


def _mapping_sets(kb: KnowledgeGraph) -> list[Iri]:
    from mitigraph.query.rows import answer_rows

    return [row.iri("set") for row in answer_rows(kb.store, "mapping-set-titles")]


def _help_of(importer: Importer) -> str:
    return (
        f"Import {importer.takes}.\n\n"
        f"Example: mitigraph import {importer.name} {importer.example} -o {importer.name}.trig"
    )


def _licence(option: str, text: str | None) -> Iri | None:
    """Return an option's value, a name or an IRI, as the IRI of a licence.

    Raises:
        BadOptionUsage: If it is none.
    """
    from mitigraph.importers.licences import licence_iri, near_licences
    from mitigraph.terms import expand

    if text is None:
        return None
    iri = licence_iri(text) or expand(text)
    if iri is None:
        near = near_licences(text)
        hint = f"did you mean {' or '.join(near)}?" if near else "give its IRI (https://...)"
        raise click.BadOptionUsage(
            option, f"{option} {text}: no licence is known by that name; {hint}"
        )
    return iri


def _iri(option: str, text: str | None) -> Iri | None:
    """Return an option's value as an IRI.

    Raises:
        BadOptionUsage: If it is none.
    """
    from mitigraph.terms import expand

    if text is None:
        return None
    iri = expand(text)
    if iri is None:
        raise click.BadOptionUsage(option, f"{option} {text}: expected an IRI (https://...)")
    return iri


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
        made = standalone(imported.quads, imported.graph)
        with open_target(output) as target:
            made.write(target, format=made.format_of(output))
    note(*imported.digest("see " + str(report) if report else "--report FILE writes all"))
    if report:
        with open_target(report) as target:
            target.write(json.dumps(imported.as_json(), ensure_ascii=False, indent=2).encode())
    note(imported.summary(), f"wrote {output}")
    if imported.refused:
        raise click.exceptions.Exit(1)


def register(app: click.Group) -> None:
    """Add this command to `app`, with one command for each importer."""
    from mitigraph.importers.registry import IMPORTERS

    for importer in IMPORTERS:
        imports.add_command(_framework_command(importer))
    app.add_command(imports)
