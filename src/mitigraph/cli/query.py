"""`query` and `queries`: ask the graph in SPARQL, by a file, by a name or from standard input."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Final

import click

from mitigraph.cli.command import command
from mitigraph.cli.completion import complete_queries
from mitigraph.cli.output import (
    LAYOUTS,
    emit,
    format_option,
    layout_option,
    note,
    open_target,
    output_option,
)
from mitigraph.cli.session import current
from mitigraph.errors import DataError, QueryError, UnknownTermError

__all__ = ["register"]

_GRAPHS: Final = ("turtle", "ntriples", "jsonld")


@command("query")
@click.argument("name", metavar="FILE|NAME|-", shell_complete=complete_queries)
@click.option(
    "--param",
    "-p",
    metavar="KEY=VALUE",
    multiple=True,
    help="A parameter; repeat it for either-or.",
)
@format_option(
    (*LAYOUTS, "srj", *_GRAPHS),
    "json: objects by variable; srj: W3C SPARQL results; the last three: for a CONSTRUCT.",
)
@click.option(
    "--timeout",
    metavar="SECONDS",
    type=click.FloatRange(min=0.01),
    help="Seconds after which the query is stopped.",
)
@click.option("--allow-service", is_flag=True, help="Let SERVICE reach other endpoints.")
@output_option
def query(
    name: str,
    param: tuple[str, ...],
    layout: str | None,
    timeout: float | None,
    allow_service: bool,
    output: Path | None,
) -> None:
    """Run a SPARQL query and print its answer.

    The query is a file, the name of a shipped query (see `mitigraph queries`), the text itself, or
    - for standard input.

    Example: mitigraph query measures-by-facet -p actor=developer
    """
    from mitigraph.store.protocol import Solutions, Triples
    from mitigraph.view.answer import write_ask, write_solutions, write_triples

    given = _parameters(param)
    text = _text(name)
    kb = current.graph()
    answer = kb.query(text, timeout=timeout, allow_service=allow_service, **given)
    with open_target(output) as target:
        if isinstance(answer, Triples):
            if layout and layout not in _GRAPHS:
                raise QueryError(
                    f"the answer is a graph; print it as {', '.join(_GRAPHS)}", query=name
                )
            write_triples(answer, target, layout or "turtle")
        elif layout in _GRAPHS:
            raise QueryError(f"the answer is no graph and can't be printed as {layout}", query=name)
        elif isinstance(answer, Solutions):
            shown = layout or ("table" if output is None and sys.stdout.isatty() else "tsv")
            count = write_solutions(answer, target, shown)
            note(f"{count} rows")
        else:
            write_ask(answer, target, layout or "")


def _text(name: str) -> str:
    if name == "-":
        return sys.stdin.read()
    path = Path(name)
    if path.suffix in (".rq", ".sparql") or _is_file(path):
        try:
            return path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            raise DataError(
                "not UTF-8", path=name, code="encoding", remedy="save the query as UTF-8"
            ) from error
        except OSError as error:
            raise DataError(
                error.strerror or str(error), path=name, code="unreadable", remedy="check the name"
            ) from error
    return name


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a long query is too long a name for a file
        return False


def _parameters(pairs: tuple[str, ...]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals or not key:
            raise click.BadParameter(f'"{pair}" is not KEY=VALUE', param_hint="--param")
        found.setdefault(key, []).append(value)
    return found


@command("queries")
@click.argument("name", required=False, shell_complete=complete_queries)
@click.option("--tag", metavar="TAG", help="Only queries with this tag.")
@layout_option
def queries(name: str | None, tag: str | None, layout: str | None) -> None:
    """List the named queries, or show one: what it answers, its parameters, its text.

    With NAME the text goes to standard output, and what is said about it to standard error;
    --format json gives both as one object.

    Example: mitigraph queries --tag competency
    """
    from mitigraph.packages import framework_packages
    from mitigraph.query import catalog, find

    packages = framework_packages(current.frameworks)
    folders = [folder for package in packages for folder in package.query_folders]
    if name is not None:
        from mitigraph.view.query import query_notes, query_object

        found = find(name, folders)
        if layout == "json":
            print(json.dumps(query_object(found), ensure_ascii=False, indent=2))
            return
        note(*query_notes(found), "")
        print(found.text.rstrip())
        return
    rows = [
        {
            "name": one.name,
            "summary": one.summary,
            "parameters": list(one.parameters),
            "tags": list(one.tags),
        }
        for one in catalog(folders).values()
        if tag is None or tag in one.tags
    ]
    if not rows and tag:
        known = sorted({t for one in catalog(folders).values() for t in one.tags})
        raise UnknownTermError(tag, kind="tag", suggestions=known)
    emit(rows, ("name", "summary", "parameters", "tags"), layout)


def register(app: click.Group) -> None:
    """Add these commands to `app`."""
    app.add_command(query)
    app.add_command(queries)
