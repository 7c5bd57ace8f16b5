"""`export`, `convert`: files for others out."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Final

import click
from click.shell_completion import CompletionItem

from mitigraph.cli.command import command
from mitigraph.cli.filters import facet_filters
from mitigraph.cli.output import note, open_target, output_option
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
    for one in (export, convert):
        app.add_command(one)
