"""The graph that a command works on: the shipped one, files, packages, bridges, an endpoint."""

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
SHARED_OPTIONS = ("-d", "--data", "--endpoint", "--bridge", "--with")


@dataclass(slots=True)
class Session:
    """What the options that hold for all commands say."""

    data: list[str] = field(default_factory=list)
    endpoint: str | None = None
    bridges: list[str] = field(default_factory=list)
    frameworks: list[str] = field(default_factory=list)

    def graph(self, *, passes: bool = False) -> KnowledgeGraph:
        """Load the graph that these options name.

        Args:
            passes: Whether to load the two coding passes too; an endpoint has them or has not.

        Raises:
            MitigraphError: If a file, a package, a bridge or the endpoint can't be used.
            UsageError: If a bridge or a package is to be loaded into an endpoint.
        """
        from mitigraph.knowledge_graph import connect, load

        if self.endpoint:
            for option, given in (("--bridge", self.bridges), ("--with", self.frameworks)):
                if given:
                    raise click.UsageError(f"{option} can't be used with --endpoint")
            return connect(self.endpoint)
        with progress(f"loading {', '.join([*self.data, *self.frameworks]) or 'the graph'}"):
            kb = load(*self.data, passes=passes, bridges=self.bridges, frameworks=self.frameworks)
        for warning in kb.warnings:
            note(f"warning: {warning}")
        return kb


current = Session()
