"""`explain`: why a measure is in a class, or which statements contradict each other."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from mitigraph.cli.command import command
from mitigraph.cli.completion import complete_things
from mitigraph.cli.output import format_option, note, width
from mitigraph.cli.progress import progress
from mitigraph.cli.session import current

__all__ = ["register"]

_WIDEST = 120


@command("explain")
@click.argument("names", metavar="[MEASURE CLASS]", nargs=-1, shell_complete=complete_things)
@click.option("--all", "every", is_flag=True, help="Give every reason, not the shortest alone.")
@click.option(
    "--inconsistency",
    "clashes",
    is_flag=True,
    help="Say instead which statements contradict each other; FILE is looked at beside the graph.",
)
@format_option(("text", "json", "mermaid"), "How to print.", "text")
def explain(names: tuple[str, ...], every: bool, clashes: bool, layout: str) -> None:
    """Say why a measure is in a class: statements, rules and who assessed it; no reasoner needed.

    CLASS is a class by name or label (TrainingTimeMeasure), or a concept that stands for the
    measures under it (actor/developer, airi-mitigation/2/1.1). If the measure is no member, the
    condition that fails is named with what there is instead, and the exit code is 1. With
    --inconsistency [FILE]: which statements can't all be true, exit code 1 if there are any.

    Example: mitigraph explain A1019 TrainingTimeMeasure
    """
    if clashes:
        if len(names) > 1:
            raise click.UsageError("--inconsistency takes one FILE at most")
        _explain_clashes(names, layout)
        return
    if len(names) != 2:  # noqa: PLR2004 - a measure and a class
        raise click.UsageError("name a measure and a class, as in: explain A1019 actor/developer")
    _explain_membership(*names, every=every, layout=layout)


def _explain_membership(measure: str, kind: str, *, every: bool, layout: str) -> None:
    from mitigraph.view.explanation import (
        explanation_json,
        explanation_mermaid,
        explanation_text,
    )

    found = current.graph().explain(measure, kind, every=every)
    if layout == "json":
        print(json.dumps(explanation_json(found), ensure_ascii=False, indent=2))
    elif layout == "mermaid":
        sys.stdout.write(explanation_mermaid(found))
    else:
        sys.stdout.write(explanation_text(found, _width()))
    if not found.holds:
        raise click.exceptions.Exit(1)


def _explain_clashes(files: tuple[str, ...], layout: str) -> None:
    from mitigraph.explain import MOST, Words, find_clashes
    from mitigraph.view.contradiction import clashes_json, clashes_mermaid, clashes_text

    current.data = [*current.data, *(str(Path(file)) for file in files)]
    store = current.graph().store
    with progress("looking for contradictions"):
        found = find_clashes(store)
    words = Words.of(store, (term for clash in found for term in clash.proof.terms()))
    if layout == "json":
        print(json.dumps(clashes_json(found, words), ensure_ascii=False, indent=2))
    elif layout == "mermaid":
        sys.stdout.write(clashes_mermaid(found, words))
    else:
        sys.stdout.write(clashes_text(found, words, _width()))
    if len(found) == MOST:
        note(f"The first {MOST} contradictions; there may be more.")
    if found:
        raise click.exceptions.Exit(1)


def _width() -> int:
    return min(width() or _WIDEST - 20, _WIDEST)


def register(app: click.Group) -> None:
    """Add this command to `app`."""
    app.add_command(explain)
