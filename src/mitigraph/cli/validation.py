"""`check`: validate files, or all that is loaded, against the shapes."""

from __future__ import annotations

import io
from pathlib import Path

import click

from mitigraph.cli.command import command
from mitigraph.cli.output import format_option, note, open_target, output_option
from mitigraph.cli.progress import progress
from mitigraph.cli.session import current

__all__ = ["register"]


@command("check")
@click.argument("files", metavar="[FILE]...", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--shapes",
    metavar="FILE",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Further shapes, beside the shipped ones; repeatable.",
)
@format_option(("human", "json", "sarif", "ttl"), "How to report.", "human")
@click.option(
    "--engine",
    type=click.Choice(("auto", "fast", "pyshacl")),
    default="auto",
    help="pyshacl is the judge; auto finds the same, sooner.",
)
@click.option(
    "--verbose", "-v", is_flag=True, help="Show every result, not the first of each shape."
)
@output_option
def check(
    files: tuple[Path, ...],
    shapes: tuple[Path, ...],
    layout: str,
    engine: str,
    verbose: bool,
    output: Path | None,
) -> None:
    """Check the graph against the shapes; exit code 1 if there is a violation.

    FILEs are checked beside the shipped graph. Results name the thing, what is wrong, the remedy,
    and file and line where they are known.

    Example: mitigraph check mine.ttl --format sarif -o report.sarif
    """
    from mitigraph.validate import Severity, write

    current.data = [*current.data, *(str(path) for path in files)]
    kb = current.graph()
    with progress("checking"):
        report = kb.check(shapes=shapes, engine=engine)
    text = io.StringIO()
    write(report, text, layout, verbose=verbose)
    with open_target(output) as target:
        target.write(text.getvalue().encode())
    if output is not None:
        counts = report.counts()
        note(", ".join(f"{counts[severity]} {severity.value}" for severity in Severity))
    if not report.conforms:
        raise click.exceptions.Exit(1)


def register(app: click.Group) -> None:
    """Add this command to `app`."""
    app.add_command(check)
