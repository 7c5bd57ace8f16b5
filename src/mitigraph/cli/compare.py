"""`diff`: what changed between two graphs or releases, in words."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from mitigraph.cli.command import command
from mitigraph.cli.output import format_option
from mitigraph.cli.session import current

__all__ = ["register"]


@command("diff")
@click.argument("old")
@click.argument("new", required=False)
@format_option(("text", "json", "md"), "How to report.", "text")
@click.option("--exit-code", is_flag=True, help="End with 1 if anything differs.")
def diff(old: str, new: str | None, layout: str, exit_code: bool) -> None:
    """Compare two graphs: added, removed, relabelled, moved, reclassified, deprecated, edited.

    With one file alone, the shipped graph is the old one and the file the new one.

    Example: mitigraph diff release-0.1.0.ttl release-0.2.0.ttl
    """
    from mitigraph.knowledge_graph import read
    from mitigraph.view.changes import changes_text

    before = current.graph() if new is None else read(old)
    found = before.diff(read(new if new is not None else old))
    if layout == "json":
        print(json.dumps(asdict(found), ensure_ascii=False, indent=2))
    else:
        print(changes_text(found, markdown=layout == "md"), end="")
    if exit_code and found:
        raise click.exceptions.Exit(1)


def register(app: click.Group) -> None:
    """Add this command to `app`."""
    app.add_command(diff)
