"""`coverage`: what measures there are for pairs of values, or for the controls of a framework."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
from click.core import ParameterSource

from mitigraph.cli.command import command
from mitigraph.cli.completion import complete_facets, complete_schemes
from mitigraph.cli.filters import facet_filters
from mitigraph.cli.output import (
    LAYOUTS,
    format_option,
    layout_or_default,
    note,
    open_target,
    output_option,
    width,
)
from mitigraph.cli.session import current

if TYPE_CHECKING:
    from mitigraph.view.heatmap import Heatmap

__all__ = ["register"]

_PICTURES: Final = ("svg", "html", "png")


@command("coverage")
@click.argument("profile", required=False, type=click.Path(path_type=Path))
@click.option(
    "--framework",
    metavar="NAME",
    shell_complete=complete_schemes,
    help="The controls of this framework instead, such as nist-ai-rmf or mitre-atlas.",
)
@click.option(
    "--rows",
    metavar="FACET",
    default="actor",
    shell_complete=complete_facets,
    help="Facet downwards: actor, stage, function, category, risk, cause or kind.",
)
@click.option(
    "--columns",
    metavar="FACET",
    default="stage",
    shell_complete=complete_facets,
    help="Facet across.",
)
@facet_filters
@format_option(
    (*LAYOUTS, *_PICTURES),
    "How to print or draw; else by the ending of -o, else a table or TSV. png needs an extra.",
)
@click.option("--svg", "picture", flag_value="svg", help="Short for --format svg.")
@click.option("--html", "picture", flag_value="html", help="Short for --format html.")
@click.option("--png", "picture", flag_value="png", help="Short for --format png.")
@output_option
@click.pass_context
def coverage(
    ctx: click.Context,
    profile: Path | None,
    framework: str | None,
    rows: str,
    columns: str,
    filters: dict[str, list[str]],
    layout: str | None,
    picture: str | None,
    output: Path | None,
) -> None:
    """Count measures for each pair of values of two facets; a cell without any is called a gap.

    With --framework: say which controls are reached, by which measures, through which mapping and
    how sure, and which are not; with PROFILE, a file of `mitigraph profile new`, what of it is in
    place. A measure reaches a control by an exact, close, broad or narrow match to it or to one
    that is suggested for it; broader controls count what is below them.

    Example: mitigraph coverage --rows actor --columns stage --function manage
    """
    ending = output.suffix.removeprefix(".").lower() if output else ""
    by_name = ending if ending in (*LAYOUTS, *_PICTURES) else None
    chosen = picture or layout or by_name or layout_or_default(None)
    if chosen == "png" and output is None:
        raise click.UsageError("--format png needs -o FILE")
    if framework is None and profile is not None:
        raise click.UsageError("PROFILE goes with --framework NAME")
    if framework is not None:
        crossed = [
            f"--{name}"
            for name in ("rows", "columns")
            if ctx.get_parameter_source(name) is not ParameterSource.DEFAULT
        ]
        if crossed or filters:
            others = ", ".join([*crossed, *(f"--{name}" for name in filters)])
            raise click.UsageError(f"--framework does not go with {others}")
        document, notes = _framework(framework, profile, chosen)
    else:
        document, notes = _facets(rows, columns, filters, chosen)
    with open_target(output) as target:
        target.write(document)
    note(*notes)


def _facets(
    rows: str, columns: str, filters: dict[str, list[str]], layout: str
) -> tuple[bytes, list[str]]:
    from mitigraph.view.coverage import coverage_notes, write_coverage

    table = current.graph().coverage(rows=rows, columns=columns, **filters)
    notes = coverage_notes(table)
    if layout in _PICTURES:
        from mitigraph.view.heatmap import coverage_heatmap

        return _picture(coverage_heatmap(table), layout), notes
    text = io.StringIO()
    write_coverage(table, to=text, layout=layout, width=width())
    return text.getvalue().encode(), notes


def _framework(framework: str, profile: Path | None, layout: str) -> tuple[bytes, list[str]]:
    from mitigraph.view.framework import framework_notes, write_framework_coverage

    found = current.graph().framework_coverage(framework, profile)
    notes = framework_notes(found)
    if layout in _PICTURES:
        from mitigraph.view.heatmap import framework_heatmap

        return _picture(framework_heatmap(found), layout), notes
    text = io.StringIO()
    write_framework_coverage(found, to=text, layout=layout, width=width())
    return text.getvalue().encode(), notes


def _picture(heatmap: Heatmap, layout: str) -> bytes:
    from mitigraph.view.heatmap import heatmap_page, heatmap_svg

    if layout == "html":
        return heatmap_page(heatmap).encode()
    svg = heatmap_svg(heatmap)
    if layout == "svg":
        return svg.encode()
    from mitigraph.view.raster import to_png

    return to_png(svg)


def register(app: click.Group) -> None:
    """Add this command to `app`."""
    app.add_command(coverage)
