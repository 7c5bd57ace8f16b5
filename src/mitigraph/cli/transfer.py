"""`export`, `formats`, `convert`: files for others out."""

from __future__ import annotations

import io
import json
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Final

import click
from click.shell_completion import CompletionItem

from mitigraph.cli.command import command
from mitigraph.cli.filters import facet_filters
from mitigraph.cli.output import emit, layout_option, note, open_target, output_option
from mitigraph.cli.progress import progress
from mitigraph.cli.session import current

__all__ = ["register"]

_PATH: Final = click.Path(path_type=Path)


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
    "--taxonomy",
    metavar="SCHEME",
    help="Taxonomy that orders the measures in formats of other frameworks; the newest by default.",
)
@click.option(
    "--framework",
    "frameworks",
    metavar="SCHEME",
    multiple=True,
    help="For formats with crosswalks: only those to this framework; repeatable.",
)
@click.option(
    "--profile",
    metavar="FILE",
    type=_PATH,
    help="For oscal-component, cyclonedx and spdx: what your organisation has in place.",
)
@click.option(
    "--report", metavar="FILE", type=_PATH, help="Write what the format can't hold there, as JSON."
)
@click.option(
    "--projection",
    metavar="NAME",
    default="whole",
    help="For graphml and cytoscape: whole, measure-concept, category-tree, measure-measure, "
    "measure-subject or relations.",
)
def export(
    name: str,
    output: Path | None,
    filters: dict[str, list[str]],
    no_preliminary: bool,
    taxonomy: str | None,
    frameworks: tuple[str, ...],
    profile: Path | None,
    report: Path | None,
    projection: str,
) -> None:
    """Write the whole graph, or the measures that the filters keep with all that belongs to them.

    FORMAT is one of RDF (turtle, trig, ntriples, nquads, rdfxml, jsonld), a table (csv, tsv, json,
    xlsx), a network (graphml, cytoscape), or that of another framework (`mitigraph formats` lists
    all).

    Example: mitigraph export oscal-catalog --actor developer -o developer.json
    """
    if report and _is_same(output, report):
        raise click.UsageError("--report: the export itself goes there")
    kb = current.graph()
    told = open_target(report) if report else nullcontext(io.BytesIO())
    with _progress_to(output), told as account, open_target(output) as target:
        exported = kb.write(
            target,
            format=name,
            preliminary=not no_preliminary,
            projection=projection,
            taxonomy=taxonomy,
            frameworks=frameworks,
            profile=profile,
            **filters,
        )
        text = json.dumps(exported.as_json(), ensure_ascii=False, indent=2)
        account.write(f"{text}\n".encode())
    note(exported.summary(), *(f"not as in the graph: {loss}" for loss in exported.losses))


@command("formats")
@layout_option
def formats(layout: str | None) -> None:
    """List the formats of `export`, and what a file of each holds.

    Example: mitigraph formats
    """
    from mitigraph.exporters import FORMATS

    columns = ("format", "holds", "counts", "media_type")
    rows = [
        dict(zip(columns, (one.name, one.holds, one.unit, one.media_type), strict=True))
        for one in FORMATS.values()
    ]
    emit(rows, columns, layout)


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


def _is_same(output: Path | None, report: Path) -> bool:
    """Whether the export and its account would go to one place."""
    standard = (None, Path("-"))
    if output in standard or report in standard:
        return output in standard and report in standard
    return output is not None and output.resolve() == report.resolve()


def _progress_to(output: Path | None) -> AbstractContextManager[None]:
    """Say what goes on, unless the result itself goes to where it would be said."""
    if output is None or str(output) == "-":
        return nullcontext()
    return progress(f"writing {output}")


def register(app: click.Group) -> None:
    """Add these commands to `app`."""
    for one in (export, formats, convert):
        app.add_command(one)
