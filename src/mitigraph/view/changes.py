"""A comparison of two graphs as a person reads it, by kind of change."""

from __future__ import annotations

from itertools import groupby

from mitigraph.diff import KINDS, Change, Diff
from mitigraph.view.table import plain

__all__ = ["changes_text"]


def changes_text(diff: Diff, *, markdown: bool = False) -> str:
    """Return the changes grouped by kind; "no change" if the graphs say the same.

    Example:
        >>> print(changes_text(Diff((), 0, 0)), end="")
        no change
    """
    if not diff:
        return "no change\n"
    lines = [
        f"{diff.statements_added} statements added, {diff.statements_removed} removed: "
        + (
            ", ".join(f"{count} {kind}" for kind, count in diff.counts().items())
            or "no thing named"
        )
    ]
    for kind, changes in groupby(diff.changes, key=lambda change: change.kind):
        lines += ["", f"## {kind.capitalize()}" if markdown else f"{kind} ({KINDS[kind]})"]
        lines += [("- " if markdown else "  ") + _line(change) for change in changes]
    return "\n".join(lines) + "\n"


def _line(change: Change) -> str:
    name = f"{change.id} {change.label}".strip()
    detail = f" {change.detail}" if change.detail else ""
    arrow = ""
    if change.old or change.new:
        arrow = f": {', '.join(change.old) or 'nothing'} -> {', '.join(change.new) or 'nothing'}"
    return plain(f"{name}{detail}{arrow}").replace("\n", " ")
