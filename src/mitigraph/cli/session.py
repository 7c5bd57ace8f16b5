"""The graph that a command works on: the shipped one, the files of `-d`, bridges, an endpoint."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import click

from mitigraph.cli.output import note
from mitigraph.cli.progress import progress

if TYPE_CHECKING:
    from mitigraph.knowledge_graph import KnowledgeGraph

__all__ = ["SHARED_OPTIONS", "Session", "current"]

#: Options that may stand anywhere on the command line, each with a value.
SHARED_OPTIONS = ("-d", "--data", "--endpoint", "--bridge")


@dataclass(slots=True)
class Session:
    """What the options that hold for all commands say."""

    data: list[str] = field(default_factory=list)
    endpoint: str | None = None
    bridges: list[str] = field(default_factory=list)

    def graph(self, *, passes: bool = False) -> KnowledgeGraph:
        """Load the graph that these options name.

        Args:
            passes: Whether to load the two coding passes too; an endpoint has them or has not.

        Raises:
            MitigraphError: If a file, a bridge or the endpoint can't be used.
            UsageError: If a bridge is to be loaded into an endpoint.
        """
        from mitigraph.knowledge_graph import connect, load

        if self.endpoint:
            if self.bridges:
                raise click.UsageError("--bridge can't be used with --endpoint")
            return connect(self.endpoint)
        with progress(f"loading {', '.join(self.data) or 'the graph'}"):
            kb = load(*self.data, passes=passes, bridges=self.bridges)
        for warning in kb.warnings:
            note(f"warning: {warning}")
        return kb


current = Session()
